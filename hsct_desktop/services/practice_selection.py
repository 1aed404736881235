"""The selection of the practice ward: one patient's meeting, signed before mobilisation, and a trial."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hsct_desktop.domain.selection import Hint, Mark, MeetingDecision, Tick
from hsct_desktop.domain.selection_meeting import MeetingEntry, TrialEntry
from hsct_desktop.services import selection
from hsct_desktop.services.person import record_of
from hsct_desktop.services.practice_story import Story
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import selection as store
from hsct_desktop.store.base import WriteSession

SELECTED: Final = 13
"""Place in the ward of a patient whose history before the transplant is whole (see `practice_story.STAGES`)."""
_BEFORE: Final = timedelta(days=21)
_MEMBERS: Final = "Dr Chiara Neri, neurology\nDr Paolo Serra, haematology\nAnna Greco, transplant nurse"
_SIGNED_BY: Final = "Dr Paolo Serra, haematology"


def write(session: WriteSession, ws: Workspace, story: Story, patient_id: int) -> None:
    """Write the meeting of a patient of the ward, within the write that registers it, after the history."""
    if story.index != SELECTED or story.mobilisation is None:
        return
    held_on = story.mobilisation - _BEFORE
    entry = MeetingEntry(patient_id, held_on, _MEMBERS, MeetingDecision.ACCEPTED, "", _SIGNED_BY)
    card = record_of(session, patient_id)
    marks = {one.criterion.id: _said(one.hint) for one in selection.lines(ws, session, card, held_on, {})}
    selection.put_signed(session, ws, card, entry, marks)
    store.add_trial(session, TrialEntry(patient_id, "net_ms", "", "AHSCT", "IT-014", held_on))


def _said(hint: Hint) -> Mark:
    if hint is Hint.OUTSIDE:
        return Mark(Tick.EXCEPTION, "Discussed: active disease, no other option")
    return Mark(Tick.MET)
