"""What other windows and computers have written into the open file."""

from __future__ import annotations

from collections.abc import Collection

from hsct_desktop.services.changes import Changes
from hsct_desktop.services.undo import KINDS
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.change_log import last_entry, lines_after


def last_seen(ws: Workspace) -> int:
    """Where the file's change log ends now: the place from which to look for more."""
    with ws.read() as session:
        return last_entry(session).seq


def changes_since(ws: Workspace, seen: int, own: Collection[str]) -> tuple[int, Changes | None]:
    """Where the change log ends, and what was written after `seen` by others than the writes named in `own`.

    None where nobody else has written. The changes name no patient: they may be of several.
    """
    with ws.read() as session:
        lines = lines_after(session, seen)
    others = {line.table for line in lines if line.txn not in own}
    end = lines[-1].seq if lines else seen
    kinds = frozenset(KINDS[table] for table in others if table in KINDS)
    return end, Changes(kinds, "") if kinds else None
