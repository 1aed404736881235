"""Changes of dose along a therapy: record, correct, take back; what holds from which day on stays in the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.supportive_therapy import SupportiveTherapyEntry
from hsct_desktop.domain.therapy_dose import DoseChangeEntry, DoseFrame, DoseStep, check_dose_change
from hsct_desktop.domain.times_of_day import tidy_times
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    changes,
    check_alive,
    name_of,
    record_of,
    refuse_odd_numbers,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import supportive_therapy, therapy_dose
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.therapy_dose import TherapyDose

KINDS = frozenset({"therapy"})
_Held = tuple[Decimal | None, str, str, str]


@dataclass(frozen=True)
class DoseSheet:
    """What the sheet for a change of dose begins with: the therapy, the entry filled with what holds, the frame."""

    therapy: SupportiveTherapyEntry
    entry: DoseChangeEntry
    frame: DoseFrame
    version: int = 0


def begin(ws: Workspace, therapy_id: int, on: date) -> DoseSheet:
    """A new change from a day on, filled with what holds then; KnownError `stale_row`."""
    with ws.read() as session:
        therapy = _therapy(session, therapy_id)
        dose, unit, frequency, times = _held(session, therapy, therapy_id, on)
        entry = DoseChangeEntry(therapy_id, on, dose, unit, frequency, times)
        return DoseSheet(therapy, entry, _frame(session, therapy, entry))


def revision(ws: Workspace, change_id: int, therapy_id: int) -> DoseSheet:
    """A recorded change, to be corrected; KnownError `stale_row`."""
    with ws.read() as session:
        therapy = _therapy(session, therapy_id)
        for row_id, version, entry in therapy_dose.of_therapy(session, therapy_id):
            if row_id == change_id:
                return DoseSheet(therapy, entry, _frame(session, therapy, entry, change_id), version)
    raise KnownError("stale_row")


def steps(ws: Workspace, therapy_id: int) -> list[DoseStep]:
    """The recorded changes of a therapy's dose, by day."""
    with ws.read() as session:
        return therapy_dose.steps_of(session, therapy_id)


def record(ws: Workspace, entry: DoseChangeEntry) -> Changes:
    """Record a change of dose."""
    with ws.write("therapy.dose") as session:
        return _written(session, ws, entry, None, 0)


def revise(ws: Workspace, change_id: int, version: int, entry: DoseChangeEntry) -> Changes:
    """Correct a change of dose."""
    with ws.write("therapy.dose") as session:
        return _written(session, ws, entry, change_id, version)


def void_change(ws: Workspace, change_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a change of dose recorded by mistake, with the reason."""
    why = required_reason(reason)
    with ws.write("therapy.dose.void") as session:
        row = fetch(session, TherapyDose, change_id, version)
        void(session, row, why)
        therapy = _therapy(session, row.supportive_therapy_id)
        card = record_of(session, therapy.patient_id)
        text = ws.wording.text("saved.therapy_dose_voided", name=name_of(card), drug=therapy.name)
        return changes(session, KINDS, text, therapy.patient_id, row.supportive_therapy_id)


def put(session: WriteSession, ws: Workspace, entry: DoseChangeEntry) -> int:
    """Check and write a change within a write; return its id."""
    entry = _clean(entry)
    therapy = _therapy(session, entry.therapy_id)
    refuse_problems(_problems(session, therapy, entry, None))
    return therapy_dose.add(session, entry).id


def _written(
    session: WriteSession, ws: Workspace, entry: DoseChangeEntry, change_id: int | None, version: int
) -> Changes:
    if change_id is None:
        put(session, ws, entry)
        therapy = _therapy(session, entry.therapy_id)
    else:
        entry, therapy = _clean(entry), _therapy(session, entry.therapy_id)
        refuse_problems(_problems(session, therapy, entry, change_id))
        therapy_dose.revise(session, change_id, version, entry)
    name = name_of(record_of(session, therapy.patient_id))
    text = ws.wording.text("saved.therapy_dose", name=name, drug=therapy.name, on=entry.from_on)
    return changes(session, KINDS, text, therapy.patient_id, entry.therapy_id)


def _clean(entry: DoseChangeEntry) -> DoseChangeEntry:
    return replace(
        entry,
        unit=clean(entry.unit),
        frequency=clean(entry.frequency),
        times=tidy_times(entry.times),
        reason=clean(entry.reason),
    )


def _problems(
    session: WriteSession, therapy: SupportiveTherapyEntry, entry: DoseChangeEntry, change_id: int | None
) -> Iterator[Problem]:
    refuse_odd_numbers(entry)
    yield from check_dose_change(entry, _frame(session, therapy, entry, change_id))
    yield from check_alive(session, therapy.patient_id, entry.from_on, "from_on")


def standing_problems(session: WriteSession, change_id: int) -> Iterator[Problem]:
    """What is wrong with a recorded change beside the therapy and its other changes as they stand."""
    row = fetch(session, TherapyDose, change_id)
    found = therapy_dose.of_therapy(session, row.supportive_therapy_id)
    entry = next(entry for row_id, _, entry in found if row_id == change_id)
    yield from _problems(session, _therapy(session, entry.therapy_id), entry, change_id)


def _therapy(session: ReadSession | WriteSession, therapy_id: int) -> SupportiveTherapyEntry:
    found = supportive_therapy.entry_of(session, therapy_id)
    if found is None:
        raise KnownError("stale_row")
    return found[1]


def _frame(
    session: ReadSession | WriteSession,
    therapy: SupportiveTherapyEntry,
    entry: DoseChangeEntry,
    change_id: int | None = None,
) -> DoseFrame:
    if therapy.start is None:
        raise KnownError("stale_row")
    others = [
        change.from_on
        for row_id, _, change in therapy_dose.of_therapy(session, entry.therapy_id)
        if row_id != change_id and change.from_on is not None
    ]
    before = _held(session, therapy, entry.therapy_id, entry.from_on, change_id)
    return DoseFrame(therapy.start, therapy.stop, frozenset(others), before)


def _held(
    session: ReadSession | WriteSession,
    therapy: SupportiveTherapyEntry,
    therapy_id: int,
    on: date | None,
    but: int | None = None,
) -> _Held:
    """What holds on a day without the change `but`: that of the latest change up to it, else the first order."""
    held: _Held = (therapy.dose, therapy.unit, therapy.frequency, therapy.times)
    for row_id, _, change in therapy_dose.of_therapy(session, therapy_id):
        if row_id != but and change.from_on is not None and on is not None and change.from_on <= on:
            held = (change.dose, change.unit, change.frequency, change.times)
    return held
