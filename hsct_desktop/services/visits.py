"""Scheduled visits and visits that took place: list, record, book, close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from hsct_desktop.domain.contact import ContactEntry, ContactKind, ContactOutcome
from hsct_desktop.domain.dates import add_months, day_number
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.protocol import Place
from hsct_desktop.domain.reschedule import Decisions, MoveKind
from hsct_desktop.domain.visit import (
    AfterMissed,
    AssessmentState,
    Closing,
    NewDate,
    NextTry,
    VisitEntry,
    VisitStatus,
    check_missed,
    check_visit,
    is_outside_window,
    visit_status,
)
from hsct_desktop.services import alerts, contacts, replanning, schedule, settings
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    MAX_REASON,
    birth_date_of,
    changes,
    check_alive,
    course_of,
    died_on,
    name_of,
    record_of,
    refuse_odd_numbers,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.replanning import Preview
from hsct_desktop.services.transplants import NO_DECISIONS
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import awaited_report, scheduled_visit, transplant, visit
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import Patient, PatientCard
from hsct_desktop.store.scheduled_visit import Scheduled
from hsct_desktop.store.visit import RecordedVisit, Visit

KINDS = frozenset({"visit", "schedule", "report", "alert"})
"""What a visit's record touches: a line "elsewhere" on its checklist is waited for, vital signs fire alerts."""
SHORT_WINDOW = timedelta(days=7)
"""A repeating visit with a window this short (the weekly blood test) is drawn as a dot, not as a window."""
FURTHEST_BOOKING_MONTHS = 24
"""A booking this long after the window's end is taken for a typing error."""
FAR_BEFORE = timedelta(days=30)
"""A visit recorded longer before its window opens is asked about: as a rule another line was meant."""
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True)
class PastCourse:
    """A course that the next transplant has closed."""

    number: int
    day0: date | None


@dataclass(frozen=True)
class VisitRow:
    """A line of the Visits tab: a scheduled visit, kept or not, or a visit outside the schedule.

    `day` counts from the latest Day 0; `past_course` names the closed course to which a visit belongs.
    """

    scheduled_id: int | None
    visit_id: int | None
    version: int
    label: str
    status: VisitStatus
    target: date | None
    earliest: date | None
    latest: date | None
    booked: date | None
    booked_time: str
    seen_on: date | None
    seen_by: str
    outside_window: bool
    optional: bool
    elsewhere: bool
    repeats: bool
    reason: str
    move_reason: str
    day: int | None
    done: int
    not_done: int
    elsewhere_count: int
    past_course: PastCourse | None = None

    @property
    def sort_day(self) -> date:
        """The day the line is sorted by."""
        return self.seen_on or self.target or date.min


@dataclass(frozen=True)
class FormAssessment:
    """A line of the checklist to fill in."""

    id: str
    label: str
    if_indicated: bool


@dataclass(frozen=True)
class VisitForm:
    """What the visit form starts from; all but the patient is empty for a visit outside the schedule."""

    patient_id: int
    scheduled_id: int | None
    version: int
    label: str
    target: date | None
    earliest: date | None
    latest: date | None
    booked: date | None
    booked_time: str
    day0: date | None
    birth_date: date
    assessments: tuple[FormAssessment, ...]
    seen_by: str
    ebmt_form: str
    last_weight: Decimal | None


def for_patient(ws: Workspace, patient_id: int, on: date) -> list[VisitRow]:
    """All visits of a patient, scheduled or not, by date."""
    with ws.read() as session:
        return rows(ws, session, patient_id, on)


def rows(ws: Workspace, session: ReadSession, patient_id: int, on: date, language: str | None = None) -> list[VisitRow]:
    """The lines of `for_patient` within a session, in a language of the caller's choice."""
    record = record_of(session, patient_id)
    courses = transplant.of_patient(session, patient_id)
    day0 = courses[-1].entry.day0 if courses else None
    past = {c.id: PastCourse(c.number, c.entry.day0) for c in courses[:-1]}
    seen = {recorded.id: recorded for recorded in visit.of_patient(session, patient_id)}
    spoken = language or ws.language
    lines = []
    for planned in scheduled_visit.of_patient(session, patient_id):
        taken = seen.pop(planned.visit_id, None) if planned.visit_id is not None else None
        line = _row(ws, planned, taken, visit_status(planned.facts(record.follow_up), on), day0, spoken)
        lines.append(replace(line, past_course=past.get(planned.transplant_id)))
    lines += [_row(ws, None, taken, VisitStatus.DONE, day0, spoken) for taken in seen.values()]
    return sorted(lines, key=lambda line: (line.sort_day, line.scheduled_id or 0))


def _row(
    ws: Workspace,
    planned: Scheduled | None,
    taken: RecordedVisit | None,
    status: VisitStatus,
    day0: date | None,
    language: str,
) -> VisitRow:
    states = [line.state for line in taken.entry.assessments] if taken is not None else []
    seen_on = taken.entry.on if taken is not None else None
    day = seen_on or (planned.target if planned is not None else None)
    return VisitRow(
        scheduled_id=planned.id if planned is not None else None,
        visit_id=taken.id if taken is not None else None,
        version=planned.version if planned is not None else taken.version if taken is not None else 0,
        label=planned.label.text(language) if planned is not None else schedule.words(language, "visit.unscheduled"),
        status=status,
        target=planned.target if planned is not None else None,
        earliest=planned.earliest if planned is not None else None,
        latest=planned.latest if planned is not None else None,
        booked=planned.booked if planned is not None else None,
        booked_time=planned.booked_time if planned is not None else "",
        seen_on=seen_on,
        seen_by=taken.entry.seen_by if taken is not None else "",
        outside_window=taken is not None and taken.outside_window,
        optional=planned is not None and planned.optional,
        elsewhere=planned is not None and planned.place is Place.ELSEWHERE,
        repeats=planned is not None and planned.number > 0 and planned.latest - planned.earliest <= SHORT_WINDOW,
        reason=_closing_reason(language, planned),
        move_reason=planned.move_reason if planned is not None else "",
        day=None if day0 is None or day is None else day_number(day0, day),
        done=states.count(AssessmentState.DONE),
        not_done=states.count(AssessmentState.NOT_DONE),
        elsewhere_count=states.count(AssessmentState.ELSEWHERE),
    )


def _closing_reason(language: str, planned: Scheduled | None) -> str:
    """Why a visit is closed; an open one has no such reason, even where the program keeps one for later."""
    if planned is None or planned.closing is Closing.NONE:
        return ""
    return closing_words(language, planned.closing_reason)


def closing_words(language: str, reason: str) -> str:
    """A closing reason in words: the program's own are looked up, a person's stand as typed."""
    return schedule.words(language, f"closing.{reason[1:]}") if reason in schedule.PROGRAM_REASONS else reason


def form(ws: Workspace, patient_id: int, scheduled_id: int | None = None) -> VisitForm:
    """What the visit form starts from; KnownError `stale_row` for a scheduled visit that is gone."""
    with ws.read() as session:
        record = record_of(session, patient_id)
        course = course_of(session, patient_id)
        planned = scheduled_visit.get(session, scheduled_id) if scheduled_id is not None else None
        if scheduled_id is not None and planned is None:
            raise KnownError("stale_row")
        weights = [v.entry.vitals.weight for v in visit.of_patient(session, patient_id)]
        lines = _checklist(ws, session, planned)
    known = [weight for weight in weights if weight is not None]
    return VisitForm(
        patient_id=patient_id,
        scheduled_id=scheduled_id,
        version=planned.version if planned is not None else 0,
        label=planned.label.text(ws.language) if planned is not None else ws.wording.text("visit.unscheduled"),
        target=planned.target if planned is not None else None,
        earliest=planned.earliest if planned is not None else None,
        latest=planned.latest if planned is not None else None,
        booked=planned.booked if planned is not None else None,
        booked_time=planned.booked_time if planned is not None else "",
        day0=course.entry.day0 if course is not None else None,
        birth_date=birth_date_of(record),
        assessments=lines,
        seen_by=ws.author.name if ws.author is not None else "",
        ebmt_form=planned.ebmt_form if planned is not None else "",
        last_weight=known[-1] if known else None,
    )


def _checklist(ws: Workspace, session: ReadSession, planned: Scheduled | None) -> tuple[FormAssessment, ...]:
    if planned is None:
        return ()
    courses = transplant.of_patient(session, planned.patient_id)
    snapshot = next((c.protocol_snapshot_id for c in courses if c.id == planned.transplant_id), None)
    protocol = schedule.pinned_protocol(session, snapshot)
    item = protocol.item(planned.item_id) if protocol is not None else None
    assessments = item.assessments if item is not None else ()
    return tuple(FormAssessment(a.id, a.label.text(ws.language), a.if_indicated) for a in assessments)


def entry_of(ws: Workspace, visit_id: int) -> tuple[VisitEntry, int]:
    """A recorded visit and its version, for the form that edits it."""
    with ws.read() as session:
        found = visit.get(session, visit_id)
    if found is None:
        raise KnownError("stale_row")
    return found.entry, found.version


def preview_record(ws: Workspace, entry: VisitEntry) -> Preview | None:
    """What recording a visit would do to those that hang on its day; None where nothing asks, moves or goes."""
    if entry.scheduled_id is None or entry.on is None:
        return None
    with ws.read() as session:
        course = course_of(session, entry.patient_id)
        if course is None:
            return None
        found = replanning.preview(ws, session, course, seen={entry.scheduled_id: entry.on})
    kinds = (MoveKind.ASKS, MoveKind.MOVED, MoveKind.DROPPED)
    rows = tuple(row for row in found.rows if row.kind in kinds)
    return replace(found, rows=rows, stops=(), waiting=()) if rows else None


def record(ws: Workspace, entry: VisitEntry, confirmed: bool = False, decisions: Decisions = NO_DECISIONS) -> Changes:
    """Record a visit; its scheduled visit is closed as done in the same write.

    A day outside the window is recorded and marked. A day before the patient was registered, or more than 30 days
    before the window, asks first (soft problem) unless `confirmed`. Raises InputError; nothing is written then.
    """
    with ws.write("visit.record") as session:
        card = record_of(session, entry.patient_id)
        row_id, label = put(session, ws, card, entry, confirmed=confirmed, decisions=decisions)
        text = ws.wording.text("saved.visit", name=name_of(card), visit=label)
        return changes(session, KINDS, text, entry.patient_id, row_id)


def put(
    session: WriteSession,
    ws: Workspace,
    card: PatientCard,
    entry: VisitEntry,
    *,
    confirmed: bool = False,
    closing: Closing = Closing.DONE,
    decisions: Decisions = NO_DECISIONS,
) -> tuple[int, str]:
    """Check and write a visit within a write; return its id and what it is called.

    Its scheduled visit is closed as `closing`: done, or its report awaited.
    """
    entry = _clean(entry)
    planned = scheduled_visit.get(session, entry.scheduled_id) if entry.scheduled_id is not None else None
    if entry.scheduled_id is not None and (planned is None or planned.closing.took_place):
        raise KnownError("stale_row")
    if planned is not None and planned.patient_id != entry.patient_id:
        raise KnownError("stale_row")
    refuse_problems(problems(session, ws, card, entry, planned), confirmed=confirmed)
    row = visit.add(session, entry, _outside(entry, planned))
    awaited_report.follow_lines(session, row, (), entry.assessments)
    if planned is not None:
        scheduled_visit.close(session, planned.id, planned.version, closing, visit_id=row.id)
        follow(session, ws, entry.patient_id, decisions)
    alerts.after_results(session, ws, entry.patient_id, alerts.OF_VISITS)
    return row.id, planned.label.text(ws.language) if planned is not None else ws.wording.text("visit.unscheduled")


def _clean(entry: VisitEntry) -> VisitEntry:
    lines = tuple(replace(line, detail=clean(line.detail)) for line in entry.assessments)
    return replace(entry, seen_by=clean(entry.seen_by), notes=clean_lines(entry.notes), assessments=lines)


def _outside(entry: VisitEntry, planned: Scheduled | None) -> bool:
    return (
        planned is not None and entry.on is not None and is_outside_window(entry.on, planned.earliest, planned.latest)
    )


def problems(
    session: WriteSession, ws: Workspace, card: PatientCard, entry: VisitEntry, planned: Scheduled | None
) -> Iterator[Problem]:
    """What is wrong with a visit; `planned` is the scheduled one that it keeps."""
    refuse_odd_numbers(entry.vitals)
    yield from check_visit(entry, birth_date_of(card), ws.today())
    yield from check_alive(session, entry.patient_id, entry.on, "on")
    if entry.on is None:
        return
    course = course_of(session, entry.patient_id)
    day0 = course.entry.day0 if course is not None else None
    if planned is not None and day0 is not None and planned.target >= day0 > entry.on:
        yield Problem("on", "visit_before_day0", {"day0": day0})
        return
    registered = _registered_on(session, entry.patient_id)
    if entry.on < registered:
        yield Problem("on", "visit_before_registration", {"registered": registered}, soft=True)
    if planned is not None and entry.on < planned.earliest - FAR_BEFORE:
        window = {"earliest": planned.earliest, "latest": planned.latest}
        yield Problem("on", "visit_outside_window", window, soft=True)


def _registered_on(session: WriteSession, patient_id: int) -> date:
    moment: datetime = fetch(session, Patient, patient_id).created_at
    return moment.astimezone().date()


def follow(session: WriteSession, ws: Workspace, patient_id: int, decisions: Decisions = NO_DECISIONS) -> None:
    """Plan what hangs on the visit just recorded, and keep lifelong visits two ahead."""
    course = course_of(session, patient_id)
    if course is not None:
        days = settings.working_days_in(session, ws)
        replanning.reconcile(session, course, ws.today(), decisions, days=days)


def revise(ws: Workspace, visit_id: int, version: int, entry: VisitEntry, confirmed: bool = False) -> Changes:
    """Change a recorded visit; whose it is and which scheduled visit it kept stay as they are.

    A completed one changes for a reason (`ws.because`), a signed one only while it is unlocked (KnownError
    `entry_signed`).
    """
    with ws.write("visit.revise") as session:
        held = fetch(session, Visit, visit_id, version)
        entry = _clean(replace(entry, patient_id=held.patient_id, scheduled_id=held.scheduled_visit_id))
        card = record_of(session, entry.patient_id)
        planned = scheduled_visit.get(session, entry.scheduled_id) if entry.scheduled_id is not None else None
        refuse_problems(problems(session, ws, card, entry, planned), confirmed=confirmed)
        before = visit.get(session, visit_id)
        row = visit.revise(session, visit_id, version, entry, _outside(entry, planned))
        awaited_report.follow_lines(session, row, before.entry.assessments if before else (), entry.assessments)
        follow(session, ws, entry.patient_id)
        alerts.after_results(session, ws, entry.patient_id, alerts.OF_VISITS)
        label = planned.label.text(ws.language) if planned is not None else ws.wording.text("visit.unscheduled")
        text = ws.wording.text("saved.visit", name=name_of(card), visit=label)
        return changes(session, KINDS, text, entry.patient_id, visit_id)


def void_visit(ws: Workspace, visit_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a visit recorded by mistake; its scheduled visit is open again. `version` is the one that was shown."""
    why = required_reason(reason)
    with ws.because(why), ws.write("visit.void") as session:
        row = fetch(session, Visit, visit_id, version)
        take_back(session, ws, row, why)
        text = ws.wording.text("saved.visit_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, KINDS, text, row.patient_id, visit_id)


def take_back(session: WriteSession, ws: Workspace, row: Visit, reason: str) -> None:
    """Void a visit with the reports on it, and open its scheduled visit again, within a write."""
    void(session, row, reason)
    awaited_report.void_of_visit(session, row.id, reason)
    if row.scheduled_visit_id is not None:
        scheduled_visit.close(session, row.scheduled_visit_id, None, Closing.NONE)
    follow(session, ws, row.patient_id)
    alerts.after_results(session, ws, row.patient_id, alerts.OF_VISITS)


def book(ws: Workspace, scheduled_id: int, version: int, on: date, time: str = "", reason: str = "") -> Changes:
    """Book a day (and "HH:MM"). A second booking, or a day outside the window, asks a reason (InputError)."""
    with ws.write("visit.book") as session:
        planned = _open_visit(session, scheduled_id)
        card = record_of(session, planned.patient_id)
        refuse_problems(_booking_problems(session, ws, card, planned, on, time, clean(reason)))
        scheduled_visit.book(session, scheduled_id, version, on, _tidy_time(time), clean(reason))
        label = planned.label.text(ws.language)
        text = ws.wording.text("saved.booked", name=name_of(card), visit=label, on=on)
        return changes(session, {"schedule"}, text, planned.patient_id, scheduled_id)


def _booking_problems(
    session: WriteSession, ws: Workspace, card: PatientCard, planned: Scheduled, on: date, time: str, reason: str
) -> Iterator[Problem]:
    impossible = next(_impossible_days(session, ws, card, planned, on), None)
    if impossible is not None:
        # Whoever puts right a reason or a time would still not be able to book that day.
        yield impossible
        return
    if len(reason) > MAX_REASON:
        yield Problem("reason", "too_long", {"limit": MAX_REASON})
    if time.strip() and _TIME.fullmatch(time.strip()) is None:
        yield Problem("time", "time_unreadable", {"text": time})
    if not reason and planned.booked is not None and planned.booked != on:
        yield Problem("reason", "move_reason_missing", {"booked": planned.booked})
    elif not reason and is_outside_window(on, planned.earliest, planned.latest):
        yield Problem("reason", "outside_reason_missing", {"earliest": planned.earliest, "latest": planned.latest})


def _impossible_days(
    session: WriteSession, ws: Workspace, card: PatientCard, planned: Scheduled, on: date
) -> Iterator[Problem]:
    """One sentence for a day on which this visit cannot be: the first that applies."""
    day0s = {c.id: c.entry.day0 for c in transplant.of_patient(session, card.id)}
    died = died_on(session, card.id)
    if on < birth_date_of(card):
        yield Problem("on", "before_birth", {"birth_date": birth_date_of(card)})
    elif died is not None and on > died:
        yield Problem("on", "after_death", {"died": died})
    elif not card.follow_up.is_followed:
        yield Problem("on", "no_longer_followed", {"state": ws.wording.enum("follow_up", card.follow_up)})
    elif any(day0 == on for course, day0 in day0s.items() if course != planned.transplant_id):
        yield Problem("on", "booking_on_day0", {"day0": on})
    elif on < ws.today():
        yield Problem("on", "booking_in_past")
    elif on > add_months(planned.latest, FURTHEST_BOOKING_MONTHS):
        yield Problem("on", "booking_too_far", {"latest": planned.latest, "months": FURTHEST_BOOKING_MONTHS})


def unbook(ws: Workspace, scheduled_id: int, version: int, reason: str) -> Changes:
    """Give up a booking, with the reason; the visit stays to be booked anew."""
    with ws.write("visit.unbook") as session:
        planned = _open_visit(session, scheduled_id)
        if planned.booked is None:
            raise KnownError("stale_row")
        scheduled_visit.book(session, scheduled_id, version, None, "", required_reason(reason))
        card, label = record_of(session, planned.patient_id), planned.label.text(ws.language)
        text = ws.wording.text("saved.unbooked", name=name_of(card), visit=label)
        return changes(session, {"schedule"}, text, planned.patient_id, scheduled_id)


def _tidy_time(time: str) -> str:
    match = _TIME.fullmatch(time.strip())
    return f"{int(match[1]):02d}:{match[2]}" if match is not None else ""


def mark_missed(
    ws: Workspace, scheduled_id: int, version: int, reason: str, follow_up: AfterMissed | None = None
) -> Changes:
    """A visit was missed: why, and what follows, in one write.

    A new date leaves the visit open, booked anew; otherwise it is closed, and a next try is kept as a contact.
    Raises InputError (`missed_follow_up_missing` without `follow_up`); nothing is written then.
    """
    with ws.write("visit.missed") as session:
        planned, why = _open_visit(session, scheduled_id), clean(reason)
        card = record_of(session, planned.patient_id)
        refuse_problems(check_missed(planned.earliest, planned.booked, why, follow_up, ws.today()))
        key, kinds, on = "saved.missed", {"schedule"}, None
        if isinstance(follow_up, NewDate) and follow_up.on is not None:
            key, on = "saved.missed_new_date", follow_up.on
            why = _missed_words(ws, planned, why)
            refuse_problems(_booking_problems(session, ws, card, planned, on, follow_up.time, why))
            scheduled_visit.book(session, scheduled_id, version, on, _tidy_time(follow_up.time), why)
        else:
            scheduled_visit.close(session, scheduled_id, version, Closing.MISSED, required_reason(why))
            follow(session, ws, planned.patient_id)
        if isinstance(follow_up, NextTry):
            key, kinds, on = "saved.missed_next_try", {"schedule", "contact"}, follow_up.day
            _try_again(session, ws, planned, why, follow_up)
        text = ws.wording.text(key, name=name_of(card), visit=planned.label.text(ws.language), on=on)
        return changes(session, kinds, text, planned.patient_id, scheduled_id)


def _missed_words(ws: Workspace, planned: Scheduled, why: str) -> str:
    """Why a visit is booked anew: on which day it was missed, and the reason."""
    if planned.booked is not None and planned.booked <= ws.today():
        return ws.wording.text("visit.missed_on", on=planned.booked, reason=why)
    return ws.wording.text("visit.missed", reason=why)


def _try_again(session: WriteSession, ws: Workspace, planned: Scheduled, why: str, follow_up: NextTry) -> None:
    """Keep the next try as a contact of today: the row then stands under Next tries."""
    note = ws.wording.text("visit.missed_note", visit=planned.label.text(ws.language), reason=why)
    kind, outcome = ContactKind.IN_PERSON, ContactOutcome.DID_NOT_COME
    entry = ContactEntry(planned.patient_id, ws.today(), kind, outcome=outcome, note=note, next_try=follow_up.day)
    contacts.put(session, ws, entry)


def cancel(ws: Workspace, scheduled_id: int, version: int, reason: str) -> Changes:
    """Close a visit as cancelled, with the reason."""
    return _close(ws, scheduled_id, version, Closing.CANCELLED, reason)


def not_applicable(ws: Workspace, scheduled_id: int, version: int, reason: str) -> Changes:
    """Close a visit that does not concern this patient, with the reason."""
    return _close(ws, scheduled_id, version, Closing.NOT_APPLICABLE, reason)


def _close(ws: Workspace, scheduled_id: int, version: int, closing: Closing, reason: str) -> Changes:
    with ws.write(f"visit.{closing}") as session:
        planned = _open_visit(session, scheduled_id)
        scheduled_visit.close(session, scheduled_id, version, closing, required_reason(reason))
        follow(session, ws, planned.patient_id)
        card, label = record_of(session, planned.patient_id), planned.label.text(ws.language)
        text = ws.wording.text(f"saved.{closing}", name=name_of(card), visit=label)
        return changes(session, {"schedule"}, text, planned.patient_id, scheduled_id)


def reopen(ws: Workspace, scheduled_id: int, version: int) -> Changes:
    """Open a visit again that was missed, cancelled or not applicable; its window is the one its course gives now."""
    with ws.write("visit.reopen") as session:
        planned = scheduled_visit.get(session, scheduled_id)
        if planned is None or planned.closing is Closing.NONE or planned.closing.took_place:
            raise KnownError("stale_row")
        scheduled_visit.close(session, scheduled_id, version, Closing.NONE)
        follow(session, ws, planned.patient_id)
        card, label = record_of(session, planned.patient_id), planned.label.text(ws.language)
        text = ws.wording.text("saved.reopened", name=name_of(card), visit=label)
        return changes(session, {"schedule"}, text, planned.patient_id, scheduled_id)


def _open_visit(session: WriteSession, scheduled_id: int) -> Scheduled:
    planned = scheduled_visit.get(session, scheduled_id)
    if planned is None or planned.closing is not Closing.NONE:
        raise KnownError("stale_row")
    return planned


def scheduled(ws: Workspace, scheduled_id: int) -> VisitRow:
    """One scheduled visit as a line, for the booking sheet."""
    with ws.read() as session:
        planned = scheduled_visit.get(session, scheduled_id)
        if planned is None:
            raise KnownError("stale_row")
        lines = rows(ws, session, planned.patient_id, ws.today())
    return next(line for line in lines if line.scheduled_id == scheduled_id)


def patient_of(ws: Workspace, scheduled_id: int) -> int:
    """Whose a scheduled visit is; KnownError `stale_row` when it is gone."""
    with ws.read() as session:
        planned = scheduled_visit.get(session, scheduled_id)
    if planned is None:
        raise KnownError("stale_row")
    return planned.patient_id
