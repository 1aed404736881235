"""A course of disease written into a file row by row, for tests that only read it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.edss import FunctionalSystems
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.measure import MeasureEntry
from hsct_desktop.domain.mri import MriEntry, Region
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.relapse import RelapseEntry, System
from hsct_desktop.pictures.disability_facts import DisabilityFacts
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_modifying_therapy, edss_assessment, measure_value, mri, relapse
from hsct_desktop.store.base import WriteSession


def write(ws: Workspace, patient_id: int, facts: DisabilityFacts, by: timedelta = timedelta()) -> None:
    """Write the rows of a course, all days moved by `by`."""
    with ws.write("neurology.record") as session:
        for attack in facts.relapses:
            entry = RelapseEntry(
                patient_id, moved(attack.onset, by), (System.PYRAMIDAL, System.SENSORY), attack.steroid
            )
            relapse.add(session, entry)
        _visits(session, patient_id, facts, by)
        for scan in facts.scans:
            if not scan.awaited:
                entry_ = MriEntry(
                    patient_id, moved(scan.on, by), Region.BRAIN, field_tesla=Decimal(3), new_t2=scan.new_t2, gd=scan.gd
                )
                mri.add(session, entry_)
        for drug in facts.drugs:
            dmt = DiseaseModifyingTherapyEntry(
                patient_id,
                name=drug.name,
                started=moved(drug.start, by) if drug.start is not None else None,
                stopped=moved(drug.stop, by) if drug.stop is not None else None,
                status=DmtStatus.STOPPED if drug.stop is not None else DmtStatus.UNKNOWN,
                reason=drug.reason,
            )
            disease_modifying_therapy.add(session, dmt)


def _visits(session: WriteSession, patient_id: int, facts: DisabilityFacts, by: timedelta) -> None:
    last = facts.graded[-1] if facts.visits else None
    for visit in facts.visits:
        systems = FunctionalSystems(1, 0, 3, 2, 2, 1, 1, 0) if visit is last else FunctionalSystems()
        edss = Decimal(str(visit.edss)) if visit.edss is not None else None
        held = edss_assessment.add(
            session, EdssEntry(patient_id, moved(visit.on, by), edss, systems, rater=visit.rater)
        )
        if visit is last:
            for measure, value in (("sdmt", "49"), ("t25fw", "7.2"), ("hpt9_right", "21.4"), ("mfis", "38")):
                day = moved(visit.on, by).first
                measure_value.add(session, MeasureEntry(patient_id, measure, day, Decimal(value), {}, held.id))
    for series in facts.series:
        for on, number in series.points:
            if last is None or on < last.on.first:
                measure_value.add(session, MeasureEntry(patient_id, series.id, on + by, Decimal(str(number))))


def moved(on: PartialDate, by: timedelta) -> PartialDate:
    """A date moved by so many days, known as well as before."""
    if not by:
        return on
    day: date = date(on.year, on.month or 7, on.day or 15) + by
    return PartialDate(day.year, day.month if on.month else None, day.day if on.day else None)
