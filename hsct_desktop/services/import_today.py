"""What Today would show once an import is in: the first Today is looked at before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.schedule import PlannedVisit
from hsct_desktop.domain.visit import Closing, VisitFacts, VisitStatus, visit_status
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services.import_check import DryRun
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_store import fresh, judgement_of, make_ready, store
from hsct_desktop.services.import_transplants import CourseDraft, closing_of, left_on, next_starts, planned
from hsct_desktop.services.import_visits import kept_of
from hsct_desktop.services.today import TodayRow, lists, lists_in
from hsct_desktop.services.undo import IMPORT
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.scheduled_visit import OpenVisit

MOST_ROWS = 500
"""More rows nobody reads before they confirm; the counts are of all."""


@dataclass(frozen=True)
class FirstTodayRow:
    """A row that would come to a list of Today: `visit` is what there is to do (a visit, vaccines, results to review),
    `status` that of a visit; `words` say why, as Today says it."""

    name: str
    code: str
    visit: str
    kind: WorklistKind
    status: VisitStatus | None
    day: date
    words: str
    birth_date: date | None = None


@dataclass(frozen=True)
class FirstToday:
    """Today as the import would make it. `rows` and `lists` are of all rows that it brings to Today, `lists` by list
    (vaccines due, results to review ...).

    The other counts are of the visits of the courses that the file opens: `done` are kept by visits of the file,
    `history_visits` were over before the course was entered and recorded by nobody.
    """

    rows: tuple[FirstTodayRow, ...] = ()
    lists: Mapping[WorklistKind, int] = field(default_factory=dict)
    history_visits: int = 0
    done: int = 0
    open: int = 0
    due: int = 0
    late: int = 0
    upcoming: int = 0
    not_followed: int = 0
    patients: int = 0


class _Visit(NamedTuple):
    person: Person
    planned: PlannedVisit
    status: VisitStatus


Key = tuple[int | None, WorklistKind, str, str]
"""A row of Today: whose, of which list, what and why."""


class _Rehearsed(Exception):
    """Ends a rehearsal, of which nothing stays."""

    def __init__(self, rows: Sequence[TodayRow], patients: Collection[int]) -> None:
        super().__init__()
        self.rows, self.patients = rows, patients


def first_today(ws: Workspace, run: DryRun) -> FirstToday:
    """Write what the import would bring, read Today as it then stands, and take the write back.

    Raises KnownError as a write does, when nobody works here or another workstation is writing just now.
    """
    run = fresh(ws, run, None) if run.judgement is not None else run
    if not run.writes:
        return FirstToday()
    work = judgement_of(run)
    # An importer learns while it writes: the real write begins with those that the judgement has.
    work = replace(work, importers={kind: copy(one) for kind, one in work.importers.items()})
    before = stands_now(ws)
    make_ready(ws, work)
    try:
        with ws.write(IMPORT) as session:
            patients = store(ws, session, work)
            session.flush()
            with ReadSession(bind=session.connection()) as reading:
                raise _Rehearsed(lists_in(ws, reading, ws.today()).rows, patients)
    except _Rehearsed as over:
        return _told(ws, run, over.rows, before, over.patients)


def stands_now(ws: Workspace) -> frozenset[Key]:
    """The rows of Today as it stands before an import."""
    return frozenset(_key(row) for row in lists(ws, ws.today()).rows)


def taken_today(ws: Workspace, run: DryRun, before: frozenset[Key], patients: Collection[int]) -> FirstToday:
    """The same as `first_today` once the import is in: `patients` are those who got something."""
    return _told(ws, run, lists(ws, ws.today()).rows, before, patients)


def _key(row: TodayRow) -> Key:
    return row.patient_id, row.kind, row.task, row.why


def _told(
    ws: Workspace, run: DryRun, rows: Sequence[TodayRow], before: frozenset[Key], patients: Collection[int]
) -> FirstToday:
    found = list(_visits(ws, run))
    counts = Counter(one.status for one in found)
    added = [row for row in rows if row.patient_id in patients and _key(row) not in before]
    return FirstToday(
        rows=tuple(map(_row, added[:MOST_ROWS])),
        lists=dict(Counter(row.kind for row in added)),
        history_visits=counts[VisitStatus.HISTORY],
        done=counts[VisitStatus.DONE],
        open=counts[VisitStatus.OPEN],
        due=counts[VisitStatus.DUE],
        late=counts[VisitStatus.LATE],
        upcoming=counts[VisitStatus.UPCOMING],
        not_followed=counts[VisitStatus.NOT_APPLICABLE],
        patients=len({one.person.id for one in found}),
    )


def _row(row: TodayRow) -> FirstTodayRow:
    return FirstTodayRow(row.name, row.code, row.task, row.kind, row.status, row.sort_day, row.why, row.birth_date)


def _visits(ws: Workspace, run: DryRun) -> Iterator[_Visit]:
    if run.judgement is None:
        return
    today, people = ws.today(), run.judgement.people
    seen: dict[int, list[object]] = {}
    for person, found in run.judgement.work.get(RecordKind.VISIT, ()):
        if found.work.id is None:
            seen.setdefault(person.id, []).append(found.work.entry)
    courses = [found.work.entry for _, found in run.judgement.work.get(RecordKind.TRANSPLANT, ()) if not found.work.id]
    ends = next_starts(courses)
    for course in courses:
        end = ends.get((course.patient_id, course.number))
        person = people[course.patient_id]
        visits = planned(ws, course)
        done = _done(course, visits, seen.get(course.patient_id, []))
        for index, visit in enumerate(visits):
            closing = Closing.DONE if index in done else closing_of(visit, today, end, left_on(person))[0]
            facts = VisitFacts(visit.target, visit.earliest, visit.latest, None, closing, person.follow_up)
            yield _Visit(person, visit, visit_status(facts, today))


def _done(course: CourseDraft, visits: tuple[PlannedVisit, ...], seen: list[object]) -> set[int]:
    """Which planned visits are kept by visits of the file, by the rule by which they will be."""
    if not seen:
        return set()
    opened = [OpenVisit(n, 0, visit.target, visit.earliest, visit.latest) for n, visit in enumerate(visits)]
    kept = kept_of(seen, {course.patient_id: opened})  # type: ignore[arg-type]
    return {held.id for held in kept if held is not None}
