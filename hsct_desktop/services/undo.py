"""Undo by counter-entry: the last own write, or one named by its transaction."""

from __future__ import annotations

from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import undo as store_undo
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.history import Change, history, last_undoable

KINDS = {
    "patient": "patient",
    "allergy": "patient",
    "transplant": "transplant",
    "scheduled_visit": "schedule",
    "visit": "visit",
    "visit_assessment": "visit",
    "adverse_event": "adverse_event",
    "adverse_event_grade": "adverse_event",
    "supportive_therapy": "therapy",
    "therapy_interruption": "therapy",
    "contact": "contact",
    "state_change": "state",
    "staff": "staff",
    "professional": "professional",
    "setting": "setting",
}
"""Which kind of news a table's rows make."""
PRACTICE = "practice."
"""Actions that wrote the practice ward: nobody entered them, so nobody takes them back."""


def undo(ws: Workspace, txn: str) -> Changes:
    """Take back one write whole; KnownError `stale_row` when somebody changed the same rows since."""
    with ws.write("undo") as session:
        reverted = store_undo.revert(session, txn)
        kinds = {KINDS[change.table] for change in reverted if change.table in KINDS}
        found = (_patient_of(session, change) for change in reverted)
        patient_id = next((known for known in found if known is not None), None)
        return Changes(frozenset(kinds), session.txn, ws.wording.text("saved.undone"), patient_id)


def _patient_of(session: WriteSession, change: Change) -> int | None:
    """Whose row a change is about; a changed row names only the columns that changed, so its first entry is asked."""
    if change.table == "patient":
        return change.row_id
    first = change if change.inserted else history(session, change.table, change.row_id)[0]
    found = first.new.get("patient_id")
    return found if isinstance(found, int) else None


def undo_last(ws: Workspace) -> Changes | None:
    """Take back the latest own write that is not undone yet; None when there is none."""
    with ws.read() as session:
        last = last_undoable(session, ws.require_author().staff_id)
    if last is None or last.action.startswith(PRACTICE):
        return None
    return undo(ws, last.txn)
