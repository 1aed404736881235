"""Outcome measures: record several of a day in one write, revise, take back; and those of an examination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.wording import NBSP, Wording
from hsct_desktop.domain.measure import Measure, MeasureEntry, MeasureValue, check_measure, total
from hsct_desktop.domain.names import clean_lines
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    check_alive,
    course_of,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import measure_value as store
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import REMOVED, PatientCard

WRITES: Final = frozenset({"measure"})


def for_patient(ws: Workspace, patient_id: int) -> list[MeasureValue]:
    """A patient's values of all measures by day, the earliest first."""
    with ws.read() as session:
        return store.of_patient(session, patient_id)


def entry_of(ws: Workspace, row_id: int) -> tuple[MeasureEntry, int]:
    """A value and its version, for the form that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        held = store.get(session, row_id)
    if held is None:
        raise KnownError("stale_row")
    return held.entry, held.version


@dataclass(frozen=True)
class MeasureFormFacts:
    """What the form knows of its patient: the measures offered, those of the disease first, and every value."""

    birth_date: date
    day0: date | None
    measures: tuple[Measure, ...]
    values: tuple[MeasureValue, ...]

    def last(self, measure_id: str, before: date, but: int | None = None) -> MeasureValue | None:
        """The last value of a measure before a day, leaving out the row that is being revised."""
        found = [one for one in self.values if one.entry.measure_id == measure_id and one.id != but]
        earlier = [one for one in found if one.entry.measured_on is not None and one.entry.measured_on < before]
        return earlier[-1] if earlier else None

    def on(self, measure_id: str, day: date, but: int | None = None) -> MeasureValue | None:
        """The value of a measure on a day."""
        found = (one for one in self.values if one.entry.measure_id == measure_id and one.id != but)
        return next((one for one in found if one.entry.measured_on == day), None)


def form_facts(ws: Workspace, patient_id: int) -> MeasureFormFacts:
    """What the form needs. KnownError `stale_row`."""
    with ws.read() as session:
        card, course = record_of(session, patient_id), course_of(session, patient_id)
        values = tuple(store.of_patient(session, patient_id))
    offered = ws.catalogue.measure_book.of_disease(card.entry.disease_id)
    day0 = course.entry.day0 if course is not None else None
    return MeasureFormFacts(birth_date_of(card), day0, tuple(offered), values)


def with_edss(ws: Workspace, disease_id: str) -> list[Measure]:
    """The measures that the form of the neurological examination shows."""
    return [measure for measure in ws.catalogue.measure_book.of_disease(disease_id) if measure.with_edss]


def measure_of(ws: Workspace, measure_id: str) -> Measure:
    """A measure of the catalogue; InputError `measure_unknown` for one that is not there."""
    found = ws.catalogue.measures.get(measure_id)
    if found is None:
        raise InputError([Problem("measure", "measure_unknown", {"id": measure_id, "known": ""})])
    return found


def shown(words: Wording, measure: Measure, value: Decimal | None) -> str:
    """A value with its unit, as lists and sentences show it."""
    if value is None:
        return "–"
    unit = measure.unit.text(words.language) if measure.unit is not None else ""
    return f"{words.number(value)}{NBSP}{unit}" if unit else words.number(value)


def problems(
    session: ReadSession | WriteSession,
    ws: Workspace,
    card: PatientCard,
    entries: Sequence[MeasureEntry],
    row_id: int | None = None,
) -> Iterator[Problem]:
    """What is wrong with the values of a form, each beside its field: `<measure>`, `<measure>.<item>`, `measured_on`.

    `row_id` is the row that is being revised.
    """
    if not entries:
        yield Problem("", "measures_missing")
        return
    held = store.of_patient(session, entries[0].patient_id)
    told: set[str] = set()
    for entry in entries:
        measure = measure_of(ws, entry.measure_id)
        for problem in check_measure(measure, entry, birth_date_of(card), ws.today()):
            if problem.field != "measured_on" or problem.key not in told:
                told.add(problem.key)
                yield problem
        yield from _twice(ws, measure, entry, [one for one in held if one.id != row_id])
    yield from check_alive(session, entries[0].patient_id, entries[0].measured_on, "measured_on")


def _twice(ws: Workspace, measure: Measure, entry: MeasureEntry, held: Iterable[MeasureValue]) -> Iterator[Problem]:
    """One measure has one value a day: two of them leave open which one counts."""
    for other in held:
        if other.entry.measure_id == entry.measure_id and other.entry.measured_on == entry.measured_on:
            yield twice(ws.wording, measure, other)
            return


def twice(words: Wording, measure: Measure, other: MeasureValue) -> Problem:
    """The problem of a second value on one day."""
    value = shown(words, measure, other.entry.value)
    return Problem(measure.id, "measure_twice", {"measure": measure.short.text(words.language), "value": value})


def tidied(ws: Workspace, entry: MeasureEntry) -> MeasureEntry:
    """The entry without stray blanks and empty items, its total added up where the items are complete."""
    items = {item: text.strip() for item, text in entry.items.items() if text.strip()}
    added = total(measure_of(ws, entry.measure_id), items) if items else None
    value = entry.value if entry.value is not None else added
    return replace(entry, items=items, value=value, note=clean_lines(entry.note))


def record(ws: Workspace, entries: Sequence[MeasureEntry], *, confirmed: bool = False) -> Changes:
    """Record the values of one patient and day in one write; `confirmed` lets through what asks for a second look.

    InputError `measures_missing` for no value at all, `measure_twice` where the day has a value already.
    """
    entries = [tidied(ws, entry) for entry in entries]
    if not entries:
        raise InputError([Problem("", "measures_missing")])
    with ws.write("measure.record") as session:
        card = record_of(session, entries[0].patient_id)
        refuse_problems(problems(session, ws, card, entries), confirmed=confirmed)
        rows = [store.add(session, entry).id for entry in entries]
        return changes(session, WRITES, _saved(ws, card, entries), entries[0].patient_id, rows[0])


def revise(ws: Workspace, row_id: int, version: int, entry: MeasureEntry, *, confirmed: bool = False) -> Changes:
    """Change a value. KnownError `stale_row`."""
    entry = tidied(ws, entry)
    with ws.write("measure.revise") as session:
        card = record_of(session, entry.patient_id)
        refuse_problems(problems(session, ws, card, [entry], row_id), confirmed=confirmed)
        if store.revise(session, row_id, version, entry).patient_id != entry.patient_id:
            raise KnownError("stale_row")
        return changes(session, WRITES, _saved(ws, card, [entry]), entry.patient_id, row_id)


def void_measure(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a value recorded by mistake, with the reason."""
    why = required_reason(reason)
    with ws.write("measure.void") as session:
        row = fetch(session, store.MeasureValue, row_id, version)
        void(session, row, why)
        session.flush()
        text = ws.wording.text("saved.measure_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, WRITES, text, row.patient_id, row_id)


def put(
    session: WriteSession, ws: Workspace, patient_id: int, on: date, values: dict[str, Decimal | None], assessment: int
) -> None:
    """The values of an examination, within its write: by measure id, None takes a value away.

    A value of the same day that was recorded alone becomes the examination's. What the form did not show stays.
    """
    held = store.of_patient(session, patient_id)
    for measure_id, value in values.items():
        mine = [one for one in held if one.entry.measure_id == measure_id]
        known = next((one for one in mine if one.entry.edss_assessment_id == assessment), None) or next(
            (one for one in mine if one.entry.measured_on == on and one.entry.edss_assessment_id is None), None
        )
        if value is None:
            if known is not None and known.entry.edss_assessment_id == assessment:
                void(session, fetch(session, store.MeasureValue, known.id), REMOVED)
            continue
        entry = MeasureEntry(patient_id, measure_id, on, value, {}, assessment)
        if known is None:
            store.add(session, entry)
        elif (known.entry.value, known.entry.measured_on, known.entry.edss_assessment_id) != (value, on, assessment):
            items = known.entry.items if known.entry.value == value else {}
            store.revise(session, known.id, None, replace(entry, items=items, note=known.entry.note))


def void_of_assessment(session: WriteSession, assessment: int, reason: str) -> None:
    """Take back what was taken with an examination that is taken back, within its write."""
    for held in store.of_assessment(session, assessment):
        void(session, fetch(session, store.MeasureValue, held.id), reason)


def put_problems(
    session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, on: date, values: dict[str, Decimal | None],
    assessment: int | None = None,
) -> Iterator[Problem]:  # fmt: skip
    """What is wrong with the values of an examination; a problem's field is the measure's id."""
    held = store.of_patient(session, card.id)
    for measure_id, value in values.items():
        if value is None:
            continue
        measure = measure_of(ws, measure_id)
        entry = MeasureEntry(card.id, measure_id, on, value, {}, assessment)
        for problem in check_measure(measure, entry, birth_date_of(card), ws.today()):
            if problem.field != "measured_on":
                yield problem
        own = [one for one in held if one.entry.measure_id == measure_id and one.entry.edss_assessment_id == assessment]
        # A value recorded alone becomes the examination's, unless that has one already and is moved to its day.
        ignored = {assessment} if assessment is not None and own else {None, assessment}
        yield from _twice(ws, measure, entry, (one for one in held if one.entry.edss_assessment_id not in ignored))


def _saved(ws: Workspace, card: PatientCard, entries: Sequence[MeasureEntry]) -> str:
    words = ws.wording
    told = []
    for entry in entries:
        measure = measure_of(ws, entry.measure_id)
        told.append(f"{measure.short.text(words.language)} {shown(words, measure, entry.value)}")
    return words.text("saved.measure", name=name_of(card), what=", ".join(told))
