"""Blood stories of the practice ward: drugs for the disease before the transplant, one that the blood bank must judge,
transfusions with their counts, one with a reaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.statement import StatementAnswer, StatementEntry, StatementKind
from hsct_desktop.domain.transfusion import COUNTS, TransfusionEntry, TransfusionIndication, TransfusionReaction
from hsct_desktop.services import practice_disease
from hsct_desktop.services.practice_story import Story
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_modifying_therapy as dmt
from hsct_desktop.store import statement
from hsct_desktop.store.base import WriteSession

CLADRIBINE, ALEMTUZUMAB, UNASKED, RESTARTED, REACTION = 5, 10, 1, 21, 0
"""Place in the ward of each story's patient (see `practice_story.STAGES`)."""
_BEFORE: Final = {
    "ms": (("ifn", "nat"), ("dmf", "fing"), ("ga", "nat"), ("ifn", "ocr"), ("teri", "nat")),
    "ssc": (("mmf",), ("mtx", "mmf")),
    "nmosd": (("aza", "rtx"),),
    "sle": (("hcq", "mmf"),),
    "cidp": (("ivig", "pred"),),
    "crohn": (("aza", "ifx"),),
}
_MONTHS: Final = 26
"""How long a drug before the transplant was tried at most."""
_WHY: Final = ("relapses", "new lesions on MRI", "progression", "not tolerated")
_WHY_ELSE: Final = ("flares", "active disease", "progression", "not tolerated")
"""Why a drug was stopped in a disease without MRI lesions."""
_WITH_LESIONS: Final = ("ms", "nmosd")
_SAID: Final = {
    StatementKind.PRIOR_DRUGS_COMPLETE: StatementAnswer.YES,
    StatementKind.PRIOR_PURINE_ANALOGUE: StatementAnswer.NO,
    StatementKind.PRIOR_ALEMTUZUMAB: StatementAnswer.NO,
}


def write(session: WriteSession, ws: Workspace, story: Story, patient_id: int) -> None:
    """Write what a patient had before, and that the list is complete, within the write that registers the patient."""
    end = add_months(story.mobilisation or ws.today(), -4)
    pairs = _BEFORE.get(story.person.disease_id, ())
    drugs = list(pairs[story.index % len(pairs)]) if pairs else []
    said = dict(_SAID)
    if story.index == CLADRIBINE:
        drugs.append("clad")
        said[StatementKind.PRIOR_PURINE_ANALOGUE] = StatementAnswer.YES
    elif story.index == ALEMTUZUMAB:
        drugs.append("alem")
        said[StatementKind.PRIOR_ALEMTUZUMAB] = StatementAnswer.YES
    months = _months_each(practice_disease.diagnosed(story, ws.today()), end, len(drugs))
    for number, drug_id in enumerate(drugs):
        before = len(drugs) - number
        reasons = _WHY if story.person.disease_id in _WITH_LESIONS else _WHY_ELSE
        why = reasons[(story.index + before) % len(reasons)]
        dmt.add(session, _prior(patient_id, drug_id, end, months, before, why))
    if story.index == RESTARTED and story.day0 is not None:
        again = _month(add_months(story.day0, 20))
        entry = DiseaseModifyingTherapyEntry(patient_id, "ocr", "", again, None, DmtStatus.RUNNING, "new lesion on MRI")
        dmt.add(session, entry)
    if story.index != UNASKED:
        on = min(story.registered + timedelta(days=1), ws.today())
        for kind, answer in said.items():
            statement.add(session, StatementEntry(patient_id, kind, answer, on))


def _months_each(diagnosed: date | None, end: date, drugs: int) -> int:
    """How long each drug was tried: none before the diagnosis."""
    if diagnosed is None or not drugs:
        return _MONTHS
    between = 12 * (end.year - diagnosed.year) + end.month - diagnosed.month
    return min(_MONTHS, between // drugs)


def _prior(
    patient_id: int, drug_id: str, end: date, months: int, before: int, why: str
) -> DiseaseModifyingTherapyEntry:
    """A drug of the time before: the earlier, the less exactly it is known."""
    stop, start = add_months(end, -months * (before - 1)), add_months(end, -months * before + 2)
    stopped = _month(stop) if before == 1 else PartialDate(stop.year)
    started = _month(start) if before == 1 else PartialDate(start.year)
    return DiseaseModifyingTherapyEntry(patient_id, drug_id, "", started, stopped, DmtStatus.STOPPED, why)


def _month(day: date) -> PartialDate:
    return PartialDate(day.year, day.month)


def with_counts(
    entry: TransfusionEntry, values: Mapping[int, Mapping[str, str]], day: int, index: int, number: int
) -> TransfusionEntry:
    """A transfusion with the printed counts of its day and of the day after (`values`, by day after Day 0); one of the
    ward's was followed by fever.
    """
    counted = COUNTS.get(entry.product)
    if counted is None:
        return entry
    before, after = (_count(values.get(at, {}).get(counted.analyte, "")) for at in (day, day + 1))
    is_febrile = index == REACTION and number == 0
    return replace(
        entry,
        indication=TransfusionIndication.LOW_COUNT,
        pre_count=before,
        post_count=after,
        reaction=TransfusionReaction.FEBRILE if is_febrile else TransfusionReaction.NONE,
        note="38.4 °C after 40 minutes, stopped, paracetamol" if is_febrile else "",
    )


def _count(printed: str) -> Decimal | None:
    """A printed count where it is an exact one."""
    return Decimal(printed) if printed.replace(".", "", 1).isdigit() else None
