"""Today's lists: who must be seen, called, stopped or planned, what is awaited or to do, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hsct_desktop.catalogue.wording import Enumerated, wording
from hsct_desktop.domain.contact import ContactFacts, Ladder, ladder, open_try
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyClass, TherapyStatus
from hsct_desktop.domain.task import TaskRow
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import (
    DAYS_AHEAD,
    Listed,
    Reason,
    ReportOnList,
    ResultsOnList,
    VisitOnList,
    WorklistKind,
    has_next_visit,
    list_late,
    list_visit,
    no_next_reasons,
    report_reasons,
    results_rank,
    results_reasons,
    stop_reasons,
    task_reason,
    try_reason,
    visit_reasons,
)
from hsct_desktop.services import stop_list, vaccine_list
from hsct_desktop.services.person import display_name
from hsct_desktop.services.vaccine_list import DueVaccines
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient_facts, task, worklist
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.worklist import Attempts, PatientOnList, People


@dataclass(slots=True, eq=True)
class TodayRow:
    """A row of Today. Nobody changes one; it is not frozen because rows are made by the thousand.

    `status` is that of a visit, None for what is none. `who` is None for a task without a patient. What the row is
    about stands in `visit`, `therapy`, `report`, `results`, `vaccines`, `todo` or `attempt` (the contact whose next try
    is open); `ladder` holds what was tried in vain. Words that only a row in sight needs are made when asked for.
    """

    on: date
    language: str
    kind: WorklistKind
    who: PatientOnList | None
    same_name: bool
    task: str
    sort_day: date
    status: VisitStatus | None = None
    visit: VisitOnList | None = None
    therapy: Therapy | None = None
    report: ReportOnList | None = None
    results: ResultsOnList | None = None
    vaccines: DueVaccines | None = None
    todo: TaskRow | None = None
    attempt: ContactFacts | None = None
    ladder: Ladder | None = None
    given: tuple[Reason, ...] = ()
    """Reasons that were known when the row was made."""

    @property
    def patient_id(self) -> int | None:
        """Whose row it is; None for a task without a patient."""
        return None if self.who is None else self.who.id

    @property
    def family_name(self) -> str:
        """The family name, "" for a task without a patient."""
        return "" if self.who is None else self.who.family_name

    @property
    def given_name(self) -> str:
        """The given name."""
        return "" if self.who is None else self.who.given_name

    @property
    def name(self) -> str:
        """The name as lists show it."""
        return display_name(self.family_name, self.given_name)

    @property
    def birth_date(self) -> date | None:
        """The birth date, None for a task without a patient."""
        return None if self.who is None else self.who.birth_date

    @property
    def code(self) -> str:
        """The patient's code."""
        return "" if self.who is None else self.who.code

    @property
    def disease_id(self) -> str:
        """The disease's id of the catalogue."""
        return "" if self.who is None else self.who.disease_id

    @property
    def phone(self) -> str:
        """The patient's telephone, "" where none is recorded."""
        return "" if self.who is None else self.who.phone

    @property
    def day(self) -> int | None:
        """The day after infusion of the latest course; None before any Day 0."""
        return None if self.who is None or self.who.day0 is None else day_number(self.who.day0, self.on)

    @property
    def scheduled_id(self) -> int | None:
        """The scheduled visit the row is about."""
        return None if self.visit is None else self.visit.scheduled_id

    @property
    def target(self) -> date | None:
        """The visit's target, or the day a therapy was to stop."""
        if self.visit is not None:
            return self.visit.target
        return None if self.therapy is None else self.therapy.planned_stop

    @property
    def earliest(self) -> date | None:
        """The first day of the visit's window."""
        return None if self.visit is None else self.visit.earliest

    @property
    def latest(self) -> date | None:
        """The last day of the visit's window."""
        return None if self.visit is None else self.visit.latest

    @property
    def booked(self) -> date | None:
        """The day the visit is booked for."""
        return None if self.visit is None else self.visit.booked

    @property
    def booked_time(self) -> str:
        """The time it is booked for, "" for none."""
        return "" if self.visit is None else self.visit.booked_time

    @property
    def therapy_id(self) -> int | None:
        """The therapy the row is about."""
        return None if self.therapy is None else self.therapy.id

    @property
    def therapy_class(self) -> TherapyClass | None:
        """What kind of therapy it is."""
        return None if self.therapy is None else self.therapy.therapy_class

    @property
    def start(self) -> date | None:
        """The day the therapy, or the waiting for a report, began."""
        if self.report is not None:
            return self.report.done_on
        if self.results is not None:
            return self.results.first
        return None if self.therapy is None else self.therapy.start

    @property
    def task_id(self) -> int | None:
        """The task the row is about."""
        return None if self.todo is None else self.todo.id

    @property
    def report_id(self) -> int | None:
        """The awaited report the row is about."""
        return None if self.report is None else self.report.id

    @property
    def next_try(self) -> date | None:
        """The day on which somebody is to be tried again."""
        return None if self.attempt is None else self.attempt.next_try

    @property
    def is_ahead(self) -> bool:
        """Whether the row waits for a later day: a next try that is not due yet. A late visit in Late never waits."""
        return self.kind is WorklistKind.NEXT_TRIES and self.next_try is not None and self.next_try > self.on

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the row is here, for a page that writes its dates otherwise."""
        return tuple(_reasons(self))

    @property
    def why(self) -> str:
        """Why the row is here, in one line of the reader's language."""
        return wording(self.language).reasons(self.reasons, self.on)

    @property
    def key(self) -> tuple[str, int | None, str, int | None]:
        """What finds the same row again on another reading."""
        subjects = (
            ("visit", self.scheduled_id), ("therapy", self.therapy_id), ("report", self.report_id),
            ("task", self.task_id),
        )  # fmt: skip
        what, number = next(((w, n) for w, n in subjects if n is not None), ("patient", None))
        return self.kind.value, self.patient_id, what, number


def _reasons(row: TodayRow) -> Iterator[Reason]:
    again = () if row.next_try is None else (try_reason(row.next_try, row.on),)
    if row.kind is WorklistKind.NEXT_TRIES:
        yield from again
    visit = visit_reasons(row.visit, row.status, row.on) if row.visit is not None and row.status is not None else ()
    closed = visit and visit[0].key == "window_closed"
    yield from visit[:1] if closed else ()
    if row.kind is not WorklistKind.NEXT_TRIES:
        yield from again
    # What was tried last says more than that nothing is booked.
    tried = tuple(attempt_reasons(row.ladder)) if row.ladder is not None else ()
    yield from tried
    yield from (r for r in (visit[1:] if closed else visit) if not (tried and r.key == "not_booked"))
    if row.report is not None:
        yield from report_reasons(row.report.done_on, row.report.place, row.on)
    yield from row.given


def attempt_reasons(steps: Ladder) -> Iterator[Reason]:
    """What was tried last in vain."""
    latest, rung = steps.latest, steps.latest_rung
    if latest is None:
        return
    params = {"outcome": Enumerated("contact_outcome", latest.outcome, lower=True), "on": latest.on}
    if rung is None:
        yield Reason("attempt", params)
    else:
        yield Reason("attempt_step", {**params, "rung": Enumerated("rung", rung, lower=True)})


@dataclass(frozen=True)
class TodayLists:
    """All rows of a day in the order of the lists; the counts are counted from these very rows."""

    on: date
    rows: tuple[TodayRow, ...]

    @property
    def counts(self) -> dict[WorklistKind, int]:
        """How many rows each list has, empty lists included."""
        found = Counter(row.kind for row in self.rows)
        return {kind: found[kind] for kind in WorklistKind}

    def narrowed(self, keep: Callable[[TodayRow], bool]) -> TodayLists:
        """The same lists with the rows that pass."""
        return replace(self, rows=tuple(row for row in self.rows if keep(row)))


def lists(ws: Workspace, on: date, language: str | None = None) -> TodayLists:
    """The lists as they stand on a day, in the reader's language or the given one."""
    with ws.read() as session:
        return lists_in(ws, session, on, language)


def lists_in(ws: Workspace, session: ReadSession, on: date, language: str | None = None) -> TodayLists:
    """As `lists`, within a session."""
    reading = _Reading(ws, session, on, language or ws.language)
    rows = [
        *reading.visits(), *reading.tries(), *reading.to_stop(), *reading.vaccines(), *reading.results(),
        *reading.reports(), *reading.without_next(), *reading.tasks(),
    ]  # fmt: skip
    rows.sort(key=_place)
    return TodayLists(on, tuple(rows))


_ORDER = {kind: index for index, kind in enumerate(WorklistKind)}


def _place(row: TodayRow) -> tuple[int, int, date, str, str, str]:
    """By list, severity of its results, day, time, code and task; who has no time comes after those who have one."""
    time = row.visit.booked_time if row.visit is not None else ""
    code = row.who.code if row.who is not None else ""
    return _ORDER[row.kind], results_rank(row.results), row.sort_day, time or "99", code, row.task


class _Reading:
    """One reading of the file: what the lists share is read once."""

    def __init__(self, ws: Workspace, session: ReadSession, on: date, language: str) -> None:
        self._ws, self._session, self._on, self._language = ws, session, on, language
        self._people = People()
        self._same = patient_facts.with_namesakes(session)
        self._attempts = worklist.attempts(session, on, self._people)
        self._tries = dict(_open_tries(self._attempts))
        self._late: set[int] = set()
        """Patients whose late visits stand under Next tries."""

    def visits(self) -> Iterator[TodayRow]:
        on, language, same = self._on, self._language, self._same
        for visit, who in worklist.open_visits(self._session, on, language, self._people):
            listed = list_visit(visit, on)
            if listed is None:
                continue
            kind, status, day = listed
            row = TodayRow(on, language, kind, who, who.id in same, visit.label, day, status, visit)
            if kind is WorklistKind.LATE and who.id in self._attempts:
                self._tell_tried(row, listed, who.id)
            yield row

    def _tell_tried(self, row: TodayRow, listed: Listed, patient_id: int) -> None:
        """A late visit says what was tried and when to try again; it stands under Next tries while that is near."""
        row.ladder = ladder(self._attempts[patient_id].contacts, None)
        attempt = self._tries.get(patient_id)
        if attempt is not None and attempt.next_try is not None:
            row.kind, _, row.sort_day = list_late(listed, attempt.next_try, self._on)
            row.attempt = attempt
            if row.kind is WorklistKind.NEXT_TRIES:
                self._late.add(patient_id)

    def tries(self) -> Iterator[TodayRow]:
        """One row for each open try whose patient has no late visit under Next tries; `visits` comes before."""
        task_words = wording(self._language).text("worklist.next_try")
        for patient_id, attempt in self._tries.items():
            if patient_id in self._late or attempt.next_try is None:
                continue
            row = self._row(WorklistKind.NEXT_TRIES, self._people[patient_id], task_words, attempt.next_try)
            row.attempt, row.ladder = attempt, ladder(self._attempts[patient_id].contacts, None)
            yield row

    def to_stop(self) -> Iterator[TodayRow]:
        """Therapies that may stop, and those whose planned stop has come or is near while their rule holds them."""
        for found in stop_list.candidates(self._ws, self._session, self._on, self._language):
            therapy, judged = found.therapy, stop_list.judged_reasons(self._ws, found)
            words = f"{therapy.name} {therapy.dose}".strip()
            row = self._row(found.kind, found.patient, words, therapy.planned_stop or self._on)
            row.therapy = therapy
            interrupted = therapy.status(self._on) is TherapyStatus.INTERRUPTED
            row.given = stop_reasons(therapy.planned_stop, therapy.rule_in_brief, interrupted, self._on, judged)
            yield row

    def vaccines(self) -> Iterator[TodayRow]:
        """One row for each patient who should be given a vaccine now, naming all of them."""
        found = vaccine_list.due(self._ws, self._session, self._on)
        people = worklist.people(self._session, [due.patient_id for due in found], self._people)
        for due in found:
            row = self._row(WorklistKind.VACCINES, people[due.patient_id], due.words(self._language), due.since)
            row.vaccines, row.given = due, due.reasons(self._on)
            yield row

    def results(self) -> Iterator[TodayRow]:
        words = wording(self._language)
        for results, who in worklist.results_to_review(self._session, self._people):
            task_words = words.count("worklist.results_to_review", results.number)
            row = self._row(WorklistKind.RESULTS_TO_REVIEW, who, task_words, results.first)
            row.results, row.given = results, results_reasons(results, self._on)
            yield row

    def reports(self) -> Iterator[TodayRow]:
        for report, who in worklist.waiting_reports(self._session, self._language, self._people):
            row = self._row(WorklistKind.REPORTS_AWAITED, who, report.label, report.done_on)
            row.report = report
            yield row

    def without_next(self) -> Iterator[TodayRow]:
        candidates = worklist.perhaps_without_next_visit(self._session, self._on, self._people)
        found = [(who, visits) for who, visits in candidates if not has_next_visit(visits, self._on)]
        facts = patient_facts.course_facts(self._session, [who.id for who, _ in found])
        words = wording(self._language).text("worklist.next_visit")
        for who, visits in found:
            transplanted, last = facts.get(who.id, (False, None))
            row = self._row(WorklistKind.NO_NEXT_VISIT, who, words, self._on)
            row.given = (no_next_reasons(visits, transplanted, who.day0, last),)
            yield row

    def tasks(self) -> Iterator[TodayRow]:
        until = self._on + timedelta(days=DAYS_AHEAD)
        for todo in task.open_until(self._session, until, self._same):
            found = todo.patient
            who = None
            if found is not None:
                who = self._people.get(found.id) or PatientOnList(
                    found.id,
                    found.code,
                    found.family_name,
                    found.given_name,
                    found.birth_date,
                    "",
                    found.day0,
                    found.phone,
                )
            row = TodayRow(
                self._on, self._language, WorklistKind.TASKS, who, found is not None and found.same_name, todo.words,
                todo.due,
            )  # fmt: skip
            row.todo = todo
            row.given = tuple(task_reasons(todo, self._on))
            yield row

    def _row(self, kind: WorklistKind, who: PatientOnList, words: str, sort_day: date) -> TodayRow:
        return TodayRow(self._on, self._language, kind, who, who.id in self._same, words, sort_day)


def _open_tries(attempts: Mapping[int, Attempts]) -> Iterable[tuple[int, ContactFacts]]:
    for patient_id, found in attempts.items():
        attempt = open_try(found.contacts, None)
        if attempt is not None:
            yield patient_id, attempt


def task_reasons(todo: TaskRow, on: date) -> Iterator[Reason]:
    """When a task is due, whose it is, and whether its patient is no longer followed."""
    yield task_reason(todo.due, on)
    yield Reason("task_owner", {"owner": todo.owner}) if todo.owner else Reason("task_unit")
    if todo.patient is not None and todo.patient.follow_up is not FollowUp.FOLLOWED:
        yield Reason("no_longer_followed", {"state": Enumerated("follow_up", todo.patient.follow_up, lower=True)})
