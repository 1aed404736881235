"""Long-term stories of the practice ward: hypothyroidism referred, sperm banked, a pregnancy, a pseudo-relapse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.domain.adverse_event import AdverseEventEntry, Grade, GradeStep
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.fertility import FertilityEntry, FertilityKind
from hsct_desktop.domain.infection import InfectionCertainty, InfectionEntry, InfectionKind
from hsct_desktop.domain.late_effect import CheckEntry, CheckResult
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.domain.visit import AssessmentState, NotDoneReason
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import adverse_event, infection, late_effect, task, visit
from hsct_desktop.store.base import WriteSession

THYROID, BANKED, PREGNANT, PSEUDO, QUALITY, NO_BONES = 4, 8, 6, 13, 11, 22
"""Place in the ward of each story's patient (see `practice_story.STAGES`)."""
_DEFICIT: Final = "paresthesia"
_URINARY: Final = "urinary_tract_infection"


def write(session: WriteSession, ws: Workspace, place: int, patient_id: int, mobilisation: date | None) -> None:
    """Write what belongs to a patient of the ward, within the write that registers it."""
    today = ws.today()
    if place == THYROID:
        found = "TSH raised twice, fT4 low normal"
        entry = CheckEntry(
            patient_id, "thyroid", today - timedelta(days=20), CheckResult.ABNORMAL, Decimal("7.4"), "mIU/L", found,
            "Thyroid clinic", today + timedelta(days=10),
        )  # fmt: skip
        late_effect.add_check(session, entry)
        task.add(session, TaskEntry(f"Thyroid clinic: {found}", entry.referred_on, patient_id))
    elif place == BANKED and mobilisation is not None:
        banked = mobilisation - timedelta(days=12)
        late_effect.add_fertility(session, FertilityEntry(patient_id, FertilityKind.PRESERVATION, banked, "sperm"))
    elif place == PREGNANT:
        began = add_months(today, -4)
        late_effect.add_fertility(
            session, FertilityEntry(patient_id, FertilityKind.WISH, add_months(today, -14), "yes")
        )
        late_effect.add_fertility(session, FertilityEntry(patient_id, FertilityKind.PREGNANCY, began))
    elif place == PSEUDO:
        _pseudo_relapse(session, ws, patient_id, today)
    elif place == NO_BONES:
        _without_bone_density(session, patient_id)
    elif place == QUALITY:
        late_effect.add_check(
            session, CheckEntry(patient_id, "eq5d5l", add_months(today, -6), CheckResult.NORMAL, Decimal(72))
        )


def _without_bone_density(session: WriteSession, patient_id: int) -> None:
    """The bone density of the first year was never made: it is overdue, whatever else was done."""
    for held in visit.of_patient(session, patient_id):
        lines = [
            replace(line, state=AssessmentState.NOT_DONE, reason=NotDoneReason.OTHER, detail="no appointment")
            if line.assessment_id == "dxa"
            else line
            for line in held.entry.assessments
        ]
        if lines != list(held.entry.assessments):
            visit.set_assessments(session, held.id, lines)


def _pseudo_relapse(session: WriteSession, ws: Workspace, patient_id: int, today: date) -> None:
    """Old symptoms two days after a urinary infection with fever: nobody has decided yet what it is."""
    fever = today - timedelta(days=3)
    found = infection.add(
        session,
        InfectionEntry(
            patient_id, fever, InfectionKind.BACTERIAL, InfectionCertainty.PROBABLE, "Escherichia coli",
            "Urinary tract", treatment="Ciprofloxacin", treated_from=fever, note="38.6 °C at home",
        ),
    )  # fmt: skip
    _toxicity(session, ws, AdverseEventEntry(
        patient_id, _URINARY, "5.0", fever, (GradeStep(fever, Grade(2)),), infection_id=found.id
    ))  # fmt: skip
    since = today - timedelta(days=1)
    _toxicity(session, ws, AdverseEventEntry(patient_id, _DEFICIT, "5.0", since, (GradeStep(since, Grade(1)),)))


def _toxicity(session: WriteSession, ws: Workspace, entry: AdverseEventEntry) -> None:
    term = ws.catalogue.terms(entry.ctcae_version).term(entry.term_id)
    label = term.label.en if term is not None else entry.term_id
    adverse_event.add(session, entry, label, term.soc_label.en if term is not None else "")
