"""The practice ward's stories of medication: a drug not tolerated and switched, a dose that was reduced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.supportive_therapy import Interruption, StopReason, SupportiveTherapyEntry
from hsct_desktop.domain.therapy_dose import DoseChangeEntry
from hsct_desktop.services import supportive_therapies, therapy_doses
from hsct_desktop.services.practice_story import Story
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import supportive_therapy
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.patient import PatientCard

SWITCHED: Final = 13
"""The place in `people.json` of the patient who did not tolerate co-trimoxazole: in the fifth month, on cover still."""
_PJP: Final = "pjp"
_PAUSED, _RESUMED, _STOPPED, _REDUCED = 30, 34, 44, 60
"""Days after infusion: co-trimoxazole paused and tried again, then stopped for atovaquone; aciclovir reduced."""
INTOLERANCE: Final = "Co-trimoxazole: nausea, vomiting"


def told(story: Story) -> Story:
    """The story without the Pneumocystis prophylaxis that `write` tells at length."""
    if story.index != SWITCHED:
        return story
    return replace(story, therapies=tuple(t for t in story.therapies if t.therapy_id != _PJP))


def write(session: WriteSession, ws: Workspace, card: PatientCard, story: Story) -> None:
    """Write the switch from co-trimoxazole to atovaquone and the change of dose."""
    if story.index != SWITCHED or story.day0 is None:
        return
    day0 = story.day0
    first = _entry(ws, card, "cotrimoxazole", day0 + timedelta(days=14), day0)
    pause = Interruption(day0 + timedelta(days=_PAUSED), day0 + timedelta(days=_RESUMED - 1), "nausea")
    stopped = day0 + timedelta(days=_STOPPED)
    reason = StopReason.TOXICITY
    first = replace(first, stop=stopped, stop_reason=reason, times="8", interruptions=(pause,))
    supportive_therapies.put(session, ws, card, first)
    second = _entry(ws, card, "atovaquone", stopped + timedelta(days=1), day0)
    supportive_therapies.put(session, ws, card, replace(second, times="8"))
    for therapy in supportive_therapy.of_patient(session, card.id):
        if therapy.catalogue_id == "aciclovir" and therapy.stop is None:
            on = day0 + timedelta(days=_REDUCED)
            change = DoseChangeEntry(therapy.id, on, Decimal(400), "mg", therapy.frequency, "8 20", "creatinine 1.6")
            therapy_doses.put(session, ws, change)


def _entry(ws: Workspace, card: PatientCard, drug_id: str, start: date, day0: date) -> SupportiveTherapyEntry:
    """A drug of the catalogue against Pneumocystis in its usual dose, to month 6."""
    drug = ws.catalogue.drugs[drug_id]
    rule = ws.catalogue.therapies[drug.therapy_id].stop_rules[0]
    dose, unit = drug.dose.en.split()
    return SupportiveTherapyEntry(
        card.id,
        drug.label.en,
        drug.therapy_class,
        start,
        drug.id,
        Decimal(dose),
        unit,
        drug.route,
        drug.frequency.en,
        add_months(day0, 6),
        rule.id,
        rule.text.en,
        indication=drug.therapy_id,
    )
