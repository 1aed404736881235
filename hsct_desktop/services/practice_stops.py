"""The practice ward's stories of stop rules: a prophylaxis that may stop, one held by CD4, one stopped too early."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from hsct_desktop.domain.statement import StatementAnswer, StatementEntry, StatementKind
from hsct_desktop.domain.supportive_therapy import StopReason, TherapyClass
from hsct_desktop.services import alerts
from hsct_desktop.services.practice_story import Story
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import statement, supportive_therapy
from hsct_desktop.store.base import WriteSession

DUE: Final = 10
"""Place in `people.json`: past month 6, with all that the rule asks."""
HELD: Final = 2
"""Past month 6 with CD4 still low."""
EARLY: Final = 15
"""Stopped on Day +65 for a rash, with nothing in its place."""
_AGO: Final = timedelta(days=2)
WHY: Final = "rash, thought to be of co-trimoxazole; nothing else given yet"


def told(story: Story) -> Story:
    """The story of the patient who is held, with a prophylaxis that nobody has stopped."""
    if story.index != HELD:
        return story
    kept = (replace(t, stop=None) if t.therapy_id == "pjp" else t for t in story.therapies)
    return replace(story, therapies=tuple(kept))


def write(session: WriteSession, ws: Workspace, patient_id: int, story: Story) -> None:
    """Write what was confirmed and the stop against the rule, once the rules act."""
    if story.index in (DUE, HELD):
        kind, answer = StatementKind.IMMUNOSUPPRESSION, StatementAnswer.NO
        statement.add(session, StatementEntry(patient_id, kind, answer, ws.today() - _AGO))
    elif story.index == EARLY:
        _stop_early(session, ws, patient_id)


def _stop_early(session: WriteSession, ws: Workspace, patient_id: int) -> None:
    on = ws.today() - timedelta(days=1)
    for therapy in supportive_therapy.of_patient(session, patient_id):
        if therapy.therapy_class is TherapyClass.PJP and therapy.stop is None:
            found = supportive_therapy.entry_of(session, therapy.id)
            if found is not None:
                ended = replace(found[1], stop=on, stop_reason=StopReason.NOT_NEEDED, stop_detail=WHY)
                supportive_therapy.revise(session, therapy.id, found[0], ended)
    alerts.after_results(session, ws, patient_id, {"therapy"})
