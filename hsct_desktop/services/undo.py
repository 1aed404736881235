"""Undo by counter-entry: the last own write, or one named by its transaction."""

from __future__ import annotations

from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import undo as store_undo
from hsct_desktop.store.history import last_undoable

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


def undo(ws: Workspace, txn: str) -> Changes:
    """Take back one write whole; KnownError `stale_row` when somebody changed the same rows since."""
    with ws.write("undo") as session:
        reverted = store_undo.revert(session, txn)
        kinds = {KINDS[change.table] for change in reverted if change.table in KINDS}
        patients = {change.new.get("patient_id") for change in reverted} | {
            change.row_id for change in reverted if change.table == "patient"
        }
        known = [patient_id for patient_id in patients if isinstance(patient_id, int)]
        return Changes(frozenset(kinds), session.txn, ws.wording.text("saved.undone"), known[0] if known else None)


def undo_last(ws: Workspace) -> Changes | None:
    """Take back the latest own write that is not undone yet; None when there is none."""
    with ws.read() as session:
        last = last_undoable(session, ws.require_author().staff_id)
    return None if last is None else undo(ws, last.txn)
