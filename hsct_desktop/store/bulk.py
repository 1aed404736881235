"""Many new rows of one table in one statement: what an import brings, with the stamps and the log of every write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from hsct_desktop.store.base import Recorded, WriteSession


def insert_many(session: WriteSession, model: type[Recorded], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Write new rows and give their ids, in the order of `rows`, which all name the same columns.

    Columns that a row does not name get the model's plain default. The stamps are the write's own. Triggers log each
    row as if it had been typed. Ids are taken here and not by the database, so that child rows can name them: the
    write holds the file's only lock.
    """
    if not rows:
        return []
    table = sa.inspect(model).local_table
    key = table.c.id
    first = (session.scalar(sa.select(sa.func.max(key))) or 0) + 1
    stamps = {
        "version": 1, "created_at": session.now, "created_by": session.author_id, "updated_at": session.now,
        "updated_by": session.author_id,
    }  # fmt: skip
    ids = list(range(first, first + len(rows)))
    values = [{"id": row_id, **row, **stamps} for row_id, row in zip(ids, rows, strict=True)]
    session.execute(sa.insert(table), values)  # the table, not the model: nothing is made an object of
    return ids
