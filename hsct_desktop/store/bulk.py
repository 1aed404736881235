"""Many new rows of one table in one statement: what an import brings, with the stamps and the log of every write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from hsct_desktop.domain.problem import KnownError
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
    first = (session.scalar(sa.select(sa.func.max(table.c.id))) or 0) + 1
    if first + len(rows) > 2**63:
        raise KnownError("ids_used_up", table=table.name)
    stamps = {
        "version": 1, "created_at": session.now, "created_by": session.author_id, "updated_at": session.now,
        "updated_by": session.author_id,
    }  # fmt: skip
    ids = list(range(first, first + len(rows)))
    columns = [column for column in table.columns if column.name != "id"]
    fixed = {column.name: _plain_default(column) for column in columns if column.default is not None} | stamps
    own = [column for column in columns if column.name in rows[0]]
    same = [column for column in columns if column.name in fixed and column.name not in rows[0]]
    dialect = session.connection().dialect
    stored = [(column.name, _stored(column, dialect)) for column in own]
    end = tuple(_stored(column, dialect)(fixed[column.name]) for column in same)
    names = ", ".join(f'"{name}"' for name in ("id", *(c.name for c in own), *(c.name for c in same)))
    marks = ", ".join("?" * (1 + len(own) + len(same)))
    # The driver takes the rows as they are: a statement object would look at each of a hundred thousand again.
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our models
    values = [
        (row_id, *[bind(row[name]) for name, bind in stored], *end) for row_id, row in zip(ids, rows, strict=True)
    ]
    session.connection().exec_driver_sql(statement, values)
    return ids


def _plain_default(column: sa.Column[Any]) -> Any:
    """The value that a model gives to a column that nobody names."""
    default: Any = column.default
    if not default.is_scalar:
        raise ValueError(f"{column}: only plain defaults are known here")
    return default.arg


def _stored(column: sa.Column[Any], dialect: sa.Dialect) -> Callable[[Any], Any]:
    """What makes a value one that the driver stores."""
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    return bind if bind is not None else _same


def _same(value: Any) -> Any:
    return value


def update_many(
    session: WriteSession, model: type[Recorded], rows: Sequence[tuple[int, int, Mapping[str, Any]]]
) -> None:
    """Change recorded rows, by id and the version that was read, in one statement; all name the same columns.

    KnownError `stale_row` when somebody changed one meanwhile.
    """
    if not rows:
        return
    table = sa.inspect(model).local_table
    stamps = {"version": table.c.version + 1, "updated_at": session.now, "updated_by": session.author_id}
    statement = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("held_id"), table.c.version == sa.bindparam("held_version"))
        .where(table.c.voided_at.is_(None))
        .values({**stamps, **{name: sa.bindparam(f"new_{name}") for name in rows[0][2]}})
    )
    values = [
        {"held_id": row_id, "held_version": version, **{f"new_{name}": value for name, value in columns.items()}}
        for row_id, version, columns in rows
    ]
    session.flush()  # what was changed as an object goes before
    session.expire_all()
    if session.connection().execute(statement, values).rowcount != len(rows):
        raise KnownError("stale_row")
