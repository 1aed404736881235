"""Imported transplants: the course, and its whole schedule, in which what is over is history and not late."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Final

from hsct_desktop.catalogue.protocol_json import protocol_to_json
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.patient import ENDS_FOLLOW_UP, StateChangeKind
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.schedule import Anchors, Horizon, PlannedVisit, plan
from hsct_desktop.domain.transplant import GraftManipulation, TransplantEntry, check_transplant
from hsct_desktop.domain.visit import Closing
from hsct_desktop.services import replanning, transplants
from hsct_desktop.services.choices import check_course_choices
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Book, Held, Importer, Known, Others, Session, Work
from hsct_desktop.services.schedule import BEFORE_REGISTRATION, COURSE_CLOSED, NOT_CHOSEN
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transplant
from hsct_desktop.store.base import WriteSession, fetch
from hsct_desktop.store.bulk import insert_many
from hsct_desktop.store.scheduled_visit import ScheduledVisit
from hsct_desktop.store.transplant import Transplant

_COLUMNS = (
    "protocol_id", "day0", "mobilisation_start", "mobilisation_regimen_id", "conditioning_regimen_id", "cd34_dose",
    "graft_manipulation",
)  # fmt: skip
ANOTHER_AFTER: Final = 60
"""Days between two Day 0s from which they are two transplants; closer ones are rather one that was typed wrongly."""


@dataclass(frozen=True)
class CourseDraft:
    """A course of a patient; `number` counts transplants from 1. `discharged_on` is known from the row's discharge."""

    patient_id: int
    number: int
    entry: TransplantEntry
    discharged_on: date | None = None

    @property
    def start(self) -> date | None:
        """Its first day: mobilisation, else Day 0."""
        return replanning.start_of(self.entry)


class TransplantImporter(Importer[CourseDraft]):
    """Courses, told apart by their Day 0."""

    kind: ClassVar = RecordKind.TRANSPLANT
    fields: ClassVar = _COLUMNS
    changed: ClassVar = frozenset({"transplant", "schedule"})
    enums: ClassVar = {"graft_manipulation": "graft_manipulation"}
    blanks: ClassVar = {"graft_manipulation": GraftManipulation.UNKNOWN}

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[CourseDraft]]]:
        """The recorded courses, first transplant first."""
        return {
            patient_id: [
                Held(c.id, c.version, CourseDraft(patient_id, c.number, c.entry, c.discharged_on)) for c in courses
            ]
            for patient_id, courses in transplant.of_many(session, ids).items()
        }

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> CourseDraft:
        """The course of a draft, on the disease's own protocol where the file names none."""
        given = Given(draft)
        disease = ws.catalogue.diseases.get(person.entry.disease_id)
        entry = TransplantEntry(
            given.text("protocol_id") or (disease.protocol_id if disease is not None else ""),
            given.get("day0"),
            given.get("mobilisation_start"),
            given.text("mobilisation_regimen_id"),
            given.text("conditioning_regimen_id"),
            given.get("cd34_dose"),
            given.choice("graft_manipulation", GraftManipulation, GraftManipulation.UNKNOWN),
        )
        return CourseDraft(person.id, int(given.get("number") or 1), entry)

    def key(self, entry: CourseDraft) -> Hashable:
        """Which transplant it is."""
        return entry.number

    def find(self, book: Book[CourseDraft], entry: CourseDraft, draft: Draft) -> Known[CourseDraft] | None:
        """The course of the same Day 0; else of the number that the row says; else the one that the row may mean, whose
        Day 0 differs. None for the next transplant: units keep one row for each."""
        known = sorted(book, key=lambda one: one.held.entry.number)
        day0 = entry.entry.day0
        same = [one for one in known if day0 is not None and one.held.entry.entry.day0 == day0]
        if same:
            return same[0]
        if "number" in draft.values:
            return next((one for one in known if one.held.entry.number == entry.number), None)
        if day0 is None or not known or known[-1].held.entry.entry.day0 is None:
            return known[-1] if known else None
        return None if _is_next(entry.entry, known) else _nearest(day0, known)

    def placed(self, book: Book[CourseDraft], entry: CourseDraft, draft: Draft) -> CourseDraft:
        """The next transplant has the next number."""
        if "number" in draft.values:
            return entry
        return replace(entry, number=1 + max((one.held.entry.number for one in book), default=0))

    def value(self, entry: CourseDraft, name: str) -> Any:
        """A field of the course."""
        return getattr(entry.entry, name)

    def with_values(self, entry: CourseDraft, values: Mapping[str, Any]) -> CourseDraft:
        """The course with other values."""
        course = {name: value for name, value in values.items() if name in _COLUMNS}
        own = {name: value for name, value in values.items() if name not in _COLUMNS}
        return replace(entry, entry=replace(entry.entry, **course), **own)

    def words(self, ws: Workspace, name: str, value: object) -> str:
        """A field in words; what the catalogue names by its label."""
        catalogue = ws.catalogue
        if name == "protocol_id" and (protocol := catalogue.protocols.get(str(value))) is not None:
            return protocol.label.text(ws.language)
        if name == "conditioning_regimen_id" and (regimen := catalogue.regimens.get(str(value))) is not None:
            return regimen.short.text(ws.language)
        if name == "mobilisation_regimen_id" and (mobilisation := catalogue.mobilisations.get(str(value))) is not None:
            return mobilisation.label.text(ws.language)
        return super().words(ws, name, value)

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: CourseDraft, others: Others[CourseDraft]
    ) -> Iterator[Problem]:
        """What the forms find wrong with a course beside the patient's other ones."""
        course, before = entry.entry, None
        if not person.is_new and entry.number <= len(person.courses):
            before = person.courses[entry.number - 1]
            if before.protocol_id != course.protocol_id:
                yield Problem("protocol_id", "protocol_pinned")
        yield from check_transplant(course, person.birth_date, ws.today())
        if before is None and entry.number > 1:
            yield Problem("day0", "import_next_transplant", {"number": entry.number}, soft=True)
        yield from check_course_choices(ws, course, before)
        yield from person.after_death("day0", course.day0 if before is None or before.day0 != course.day0 else None)
        for other in (held.entry for held in others):
            day0 = other.entry.day0
            if other.number < entry.number and day0 is None:
                yield Problem("day0", "earlier_course_without_day0", {"number": other.number})
            elif other.number < entry.number and day0 is not None and course.day0 is not None and course.day0 <= day0:
                yield Problem("day0", "day0_before_earlier_course", {"number": other.number, "day0": day0})

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[CourseDraft]) -> None:
        """Open the courses with their schedules, pinned to their protocols as they read now."""
        pinned = {
            protocol.id: (protocol.version, transplant.pin_protocol(
                session, protocol.id, protocol.version, protocol_to_json(protocol)
            ))
            for protocol in (ws.catalogue.protocol(one) for one in {entry.entry.protocol_id for entry in entries})
        }  # fmt: skip
        self._close_earlier(session, ws, entries)
        nexts = next_starts(entries)
        rows = [
            {
                **{name: getattr(one.entry, name) for name in _COLUMNS},
                "patient_id": one.patient_id,
                "number": one.number,
                "protocol_version": pinned[one.entry.protocol_id][0],
                "protocol_snapshot_id": pinned[one.entry.protocol_id][1],
                "discharged_on": one.discharged_on,
                "closed_on": nexts.get((one.patient_id, one.number)),
                "move_reason": None,
            }
            for one in entries
        ]
        ids = insert_many(session, Transplant, rows)
        visits: list[dict[str, Any]] = []
        for course_id, one in zip(ids, entries, strict=True):
            end, left = nexts.get((one.patient_id, one.number)), left_on(self.people.get(one.patient_id))
            visits += [scheduled_row(course_id, one.patient_id, v, ws.today(), end, left) for v in planned(ws, one)]
        insert_many(session, ScheduledVisit, visits)

    def _close_earlier(self, session: WriteSession, ws: Workspace, entries: Sequence[CourseDraft]) -> None:
        """A recorded course makes way for the next one, as when that is opened by hand."""
        follows = [one for one in entries if one.number > 1]
        held = transplant.of_many(session, {one.patient_id for one in follows}) if follows else {}
        for one in follows:
            for course in held.get(one.patient_id, []):
                if course.number == one.number - 1 and course.closed_on is None:
                    replanning.make_way(session, course, one.start, transplants.NO_DECISIONS)
                    transplant.close(session, course.id, ws.today())

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[CourseDraft]]) -> None:
        """Change recorded courses; their visits follow, and booked ones stay."""
        for one in work:
            fetch(session, Transplant, one.row_id, one.version)
            held = next(c for c in transplant.of_patient(session, one.entry.patient_id) if c.id == one.row_id)
            transplant.revise(session, one.row_id, one.version, one.entry.entry)
            transplants.follow(session, ws, held)


def _is_next(course: TransplantEntry, known: Sequence[Known[CourseDraft]]) -> bool:
    """Whether a course is the next transplant beside those that are known: its Day 0 is well after each of theirs, and
    neither the same day of another year, as a wrong year would make it, nor of the same mobilisation."""
    for held in (one.held.entry.entry for one in known):
        day0, other = course.day0, held.day0
        if day0 is None or other is None or (day0 - other).days <= ANOTHER_AFTER:
            return False
        if (day0.month, day0.day) == (other.month, other.day):
            return False
        if course.mobilisation_start is not None and course.mobilisation_start == held.mobilisation_start:
            return False
    return True


def _nearest(day0: date, known: Sequence[Known[CourseDraft]]) -> Known[CourseDraft]:
    """The course whose Day 0 lies nearest."""
    return min(known, key=lambda one: abs(((one.held.entry.entry.day0 or date.max) - day0).days))


def next_starts(entries: Iterable[CourseDraft]) -> dict[tuple[int, int], date]:
    """The day on which the next transplant's course begins, by patient and number, where the file has both."""
    starts = {(one.patient_id, one.number - 1): one.start for one in entries}
    return {key: start for key, start in starts.items() if start is not None and key[1] > 0}


def discharged(course: CourseDraft, person: Person) -> CourseDraft:
    """A new course with the discharge that the file has: the one between its Day 0 and that of the next."""
    later = [one.day0 for one in person.courses[course.number :] if one.day0 is not None]
    start, end = course.entry.day0, min(later, default=date.max)
    days = [one.on for one in person.changes if one.kind is StateChangeKind.DISCHARGED]
    found = [day for day in days if start is not None and start <= day < end]
    return replace(course, discharged_on=max(found, default=None))


def planned(ws: Workspace, course: CourseDraft) -> tuple[PlannedVisit, ...]:
    """The visits of a course by its protocol as that reads now."""
    anchors = Anchors(course.entry.day0, course.entry.mobilisation_start, course.discharged_on)
    return plan(ws.catalogue.protocol(course.entry.protocol_id), anchors, Horizon(today=ws.today()))


def left_on(person: Person | None) -> date | None:
    """The day on which the unit's follow-up of somebody ended; None for who is followed."""
    if person is None or person.follow_up.is_followed:
        return None
    return max((change.on for change in person.changes if change.kind in ENDS_FOLLOW_UP), default=None)


def closing_of(
    visit: PlannedVisit, today: date, end: date | None = None, left: date | None = None
) -> tuple[Closing, str]:
    """How a visit of a new course begins: history when its window is over, left out when it is optional or lies behind
    the beginning of the next course (`end`), else open. What comes after the end of follow-up (`left`) never was due:
    it is as open as the visits of somebody whose death is recorded by hand."""
    if end is not None and visit.target >= end:
        return Closing.CANCELLED, COURSE_CLOSED
    if visit.latest < today and (left is None or visit.earliest <= left):
        return Closing.HISTORY, BEFORE_REGISTRATION
    return (Closing.CANCELLED, NOT_CHOSEN) if visit.optional else (Closing.NONE, "")


def scheduled_row(
    course_id: int, patient_id: int, visit: PlannedVisit, today: date, end: date | None, left: date | None = None
) -> dict[str, Any]:
    """The columns of a planned visit."""
    closing, reason = closing_of(visit, today, end, left)
    return {
        "transplant_id": course_id, "patient_id": patient_id, "key": visit.key, "item_id": visit.item.id,
        "number": visit.number, "label_en": visit.label.en, "label_it": visit.label.it, "target": visit.target,
        "earliest": visit.earliest, "latest": visit.latest, "place": visit.item.place,
        "optional": visit.item.optional, "ebmt_form": visit.item.ebmt_form, "booked": None, "booked_time": "",
        "moved": 0, "move_reason": "", "closing": closing, "closing_reason": reason, "visit_id": None,
    }  # fmt: skip
