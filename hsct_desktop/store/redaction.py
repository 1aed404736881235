"""Taking what names somebody out of the change log's own lines, so that the chain still holds and says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa

from hsct_desktop.store import chain, change_log
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.change_log import ChangeLog
from hsct_desktop.store.engine import context_of
from hsct_desktop.store.many import ids_text

Values = dict[str, Any]
Replace = Callable[[str, int, Values | None, Values | None], tuple[Values | None, Values | None]]
"""From a line's table, row and values before and after to what is left of both."""

_LINES = (
    sa.select(
        ChangeLog.seq, ChangeLog.table_name, ChangeLog.op, ChangeLog.row_id, ChangeLog.old, ChangeLog.new
    )
    .where(ChangeLog.seq.in_(sa.select(sa.func.json_each(sa.bindparam("ids")).table_valued("value").c.value)))
    .order_by(ChangeLog.seq)
)  # fmt: skip
_UPDATE = sa.text("UPDATE change_log SET old = :old, new = :new, nonce = NULL, redacted = :note WHERE seq = :seq")


def redact(session: WriteSession, seqs: Collection[int], replace: Replace) -> int:
    """Replace the values of those lines of the log; how many lines read otherwise now.

    Each loses its nonce: nobody can try any more which values its digest was made of. One line is added that names
    them all and what they must read from now on; the write's author and reason stand in it.
    """
    session.flush()
    left: list[dict[str, Any]] = []
    named: dict[str, str] = {}
    for seq, table, op, row_id, old, new in session.execute(_LINES, ids_text(seqs)):
        values = replace(table, row_id, _read(old), _read(new))
        before, after = map(_written, values)
        if (before, after) == (_written(_read(old)), _written(_read(new))):
            continue
        left.append({"seq": seq, "old": before, "new": after})
        named[str(seq)] = chain.left_of(table, op, row_id, before, after)
    if not left:
        return 0
    connection = session.connection()
    change_log.note(connection, chain.REDACTION, None, {"lines": named})
    note = chain.head(connection).seq
    context = context_of(connection)
    context.is_redacting = True
    try:
        connection.execute(_UPDATE, [line | {"note": note} for line in left])
    finally:
        context.is_redacting = False
    return len(left)


def _read(stored: str | None) -> Values | None:
    found: Values | None = None if stored is None else json.loads(stored)
    return found


def _written(values: Values | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False, separators=(",", ":"))
