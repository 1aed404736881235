"""Statements whose rows come as the driver hands them over: for lists, where typed rows by the thousand cost most."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from hsct_desktop.store.held import held_by


class PlainRows:
    """A Core statement, compiled once. Dates come and go as ISO text, enums as their text; the caller reads them."""

    def __init__(self, statement: sa.Select[*tuple[Any, ...]]) -> None:
        self.statement = statement

    @cached_property
    def _compiled(self) -> tuple[str, dict[str, Any]]:
        compiled = self.statement.compile(dialect=sqlite.dialect(paramstyle="named"))
        return str(compiled), dict(compiled.params)

    @property
    def sql(self) -> str:
        """The statement as SQLite reads it, with named parameters."""
        return self._compiled[0]

    def values(self, **given: date) -> dict[str, Any]:
        """The parameters with those given, dates as ISO text."""
        return {**self._compiled[1], **{name: value.isoformat() for name, value in given.items()}}

    def fetch(self, session: Session, **given: date) -> list[tuple[Any, ...]]:
        """All rows as plain tuples."""
        return self.fetch_with(session, self.values(**given))

    def fetch_with(self, session: Session, given: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """All rows as plain tuples, with values as the driver takes them."""
        known, key = held_by(session), (self.sql, tuple(given.items()))
        if known is not None and key in known:
            return list(known[key])
        result = session.connection().exec_driver_sql(self.sql, {**self._compiled[1], **given})
        rows = list(result.cursor.fetchall())
        result.close()
        if known is not None:
            known[key] = rows
        return list(rows)
