"""Reads what the record says of a patient on the day of a selection meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from hsct_desktop.domain.disease_history import latest
from hsct_desktop.domain.infection import InfectionEntry
from hsct_desktop.domain.mri import MriEntry
from hsct_desktop.domain.partial_date import PartialDate, standing_day
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.selection import Criterion, Dated, DrugGiven, EdssGiven, Reading, Scan, SelectionFacts
from hsct_desktop.domain.statement import StatementAnswer, StatementEntry, StatementKind
from hsct_desktop.services.person import birth_date_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import (
    disease_history,
    disease_modifying_therapy,
    edss_assessment,
    infection,
    lab_result,
    measure_value,
    mri,
    relapse,
    statement,
    visit,
)
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.patient import PatientCard

_VALUES = (Reading.VALUES, Reading.CHANGE)


def facts(
    ws: Workspace, session: ReadSession | WriteSession, card: PatientCard, on: date, criteria: Iterable[Criterion]
) -> SelectionFacts:
    """What the criteria ask about, as it was on that day; a fixed number of statements."""
    pid = card.id
    history = disease_history.of_patient(session, pid)
    examined = [held for held in edss_assessment.of_patient(session, pid) if held.day <= on]
    asked = {name for one in criteria if one.reading in _VALUES for name in one.of}
    phenotype, since = _phenotype(ws, session, card, on)
    seen = [held.entry.on for held in visit.of_patient(session, pid) if held.entry.on is not None]
    looked = [day for day in (*seen, *(held.day for held in examined)) if day <= on]
    said = [held.entry for held in statement.of_patient(session, pid) if _is_by(held.entry.stated_on, on)]
    complete = next((one for one in said if one.kind is StatementKind.PRIOR_DRUGS_COMPLETE), None)
    pregnancy = next((one for one in said if one.kind is StatementKind.PREGNANCY), None)
    return SelectionFacts(
        on=on,
        birth_date=birth_date_of(card),
        phenotype=phenotype,
        phenotype_since=since,
        onset=history.entry.onset if history is not None else None,
        diagnosed=history.entry.diagnosed if history is not None else None,
        edss=tuple(
            EdssGiven(held.entry.edss, held.entry.assessed)
            for held in sorted(examined, key=lambda held: held.day)
            if held.entry.edss is not None
        ),
        relapses=tuple(held.entry.onset for held in relapse.of_patient(session, pid) if held.entry.onset is not None),
        scans=tuple(
            Scan(held.entry.scanned, *lesions(held.entry))
            for held in mri.of_patient(session, pid)
            if standing_day(held.entry.scanned) <= on
        ),
        drugs=tuple(
            DrugGiven(held.entry.drug_id, _drug(ws, held.entry.drug_id, held.entry.name), held.entry.started)
            for held in disease_modifying_therapy.of_patient(session, pid)
        ),
        drugs_complete_on=complete.stated_on
        if complete is not None and complete.answer is StatementAnswer.YES
        else None,
        values=_values(ws, session, pid, on, asked),
        infections=tuple(
            _infection(held.entry)
            for held in infection.of_patient(session, pid)
            if held.found_on <= on and (held.is_open or _is_after(held.entry.ended_on, on))
        ),
        looked_on=max(looked, default=None),
        pregnancy=pregnancy.answer.value if pregnancy is not None and pregnancy.answer is not None else "",
        pregnancy_on=pregnancy.stated_on if pregnancy is not None else None,
    )


def lesions(entry: MriEntry) -> tuple[int | None, int | None]:
    """New or enlarging T2 and enhancing lesions of brain and cord together, as NEDA counts them.

    None where a part that was scanned was not counted and the other shows nothing: it is not known to be clear.
    """
    brain, cord = entry.region.has_brain, entry.region.has_cord
    return (
        _together((entry.new_t2, brain), (entry.cord_new, cord)),
        _together((entry.gd, brain), (entry.cord_gd, cord)),
    )


def _together(*parts: tuple[int | None, bool]) -> int | None:
    total = sum(count or 0 for count, scanned in parts if scanned)
    is_whole = all(count is not None for count, scanned in parts if scanned)
    return total if total or is_whole else None


def _confirmed_on(said: StatementEntry | None) -> date | None:
    return said.stated_on if said is not None and said.answer is StatementAnswer.YES else None


def _is_by(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _is_after(day: date | None, on: date) -> bool:
    return day is not None and day > on


def _phenotype(
    ws: Workspace, session: ReadSession | WriteSession, card: PatientCard, on: date
) -> tuple[Label | None, PartialDate | None]:
    """The form of the disease that held on that day by its history, else the one on the patient's card."""
    disease = ws.catalogue.diseases.get(card.entry.disease_id)
    held = [one for one in disease_history.phenotypes_of(session, card.id) if _has_begun(one.entry.since, on)]
    last = latest(held)
    wanted = last.entry.phenotype_id if last is not None else card.entry.phenotype_id
    known = next((one for one in disease.phenotypes if one.id == wanted), None) if disease is not None else None
    return (known.label if known is not None else None), (last.entry.since if last is not None else None)


def _has_begun(since: PartialDate | None, on: date) -> bool:
    return since is None or since.first <= on


def _infection(entry: InfectionEntry) -> Label:
    said = " ".join(part for part in (entry.organism, entry.site) if part)
    return Label(said, said)


def _drug(ws: Workspace, drug_id: str, name: str) -> Label:
    known = ws.catalogue.dmts.get(drug_id)
    return known.label if known is not None else Label(name or drug_id, name or drug_id)


def _values(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, on: date, asked: set[str]
) -> Mapping[str, tuple[Dated, ...]]:
    """The values of measures and laboratory tests by id, oldest first; those with "<" or ">" are no number."""
    found: dict[str, list[Dated]] = defaultdict(list)
    measures, analytes = ws.catalogue.measures, ws.catalogue.analytes.analytes
    if any(name in measures for name in asked):
        for held in measure_value.of_patient(session, patient_id):
            entry = held.entry
            if entry.measure_id not in asked or entry.value is None or not _is_by(entry.measured_on, on):
                continue
            measure = measures.get(entry.measure_id)
            if measure is not None and entry.measured_on is not None:
                found[measure.id].append(Dated(entry.value, entry.measured_on, measure.short, measure.unit))
    named = [name for name in asked if name in analytes]
    if named:
        for result in lab_result.of_patient(session, patient_id, named):
            if result.value is not None and not result.comparator and result.taken_on <= on:
                label = analytes[result.analyte].short
                unit = Label(result.unit, result.unit)
                found[result.analyte].append(Dated(result.value, result.taken_on, label, unit))
    return {name: tuple(sorted(held, key=lambda one: one.on)) for name, held in found.items()}
