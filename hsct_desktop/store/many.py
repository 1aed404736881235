"""Rows of many patients in one statement: their ids go in as one JSON text, so that no number of them is too large."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final, TypeVar

import sqlalchemy as sa

Statement = TypeVar("Statement", bound="sa.Select[*tuple[Any, ...]]")
_IDS: Final = sa.func.json_each(sa.bindparam("ids", type_=sa.String)).table_valued("value")


def of_many_patients(statement: Statement, column: Any) -> Statement:
    """The statement for the rows whose `column` (the patient's id) is one of `ids`; see `ids_text`."""
    return statement.where(column.in_(sa.select(_IDS.c.value)))


def ids_text(ids: Iterable[int]) -> dict[str, str]:
    """The parameter of a statement of `of_many_patients`."""
    return {"ids": json.dumps(sorted(ids))}
