"""What Today would show once an import is in: the first Today is looked at before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.protocol import Place
from hsct_desktop.domain.schedule import PlannedVisit
from hsct_desktop.domain.visit import Closing, VisitFacts, VisitStatus, visit_status
from hsct_desktop.domain.worklist import VisitOnList, WorklistKind, list_visit, visit_reasons
from hsct_desktop.services.import_check import DryRun
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_transplants import CourseDraft, closing_of, next_starts, planned
from hsct_desktop.services.import_visits import kept_of
from hsct_desktop.services.person import display_name
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.scheduled_visit import OpenVisit

MOST_ROWS = 500
"""More rows nobody reads before they confirm; the counts are of all."""


@dataclass(frozen=True)
class FirstTodayRow:
    """A visit of a patient of the file that would stand on a list of Today; `words` say why, as Today says it."""

    name: str
    code: str
    visit: str
    kind: WorklistKind
    status: VisitStatus
    day: date
    words: str
    birth_date: date | None = None


@dataclass(frozen=True)
class FirstToday:
    """Today as the import would make it. The counts are of the visits of the courses that the file opens: `done` are
    kept by visits of the file, `history_visits` were over before the course was entered and recorded by nobody."""

    rows: tuple[FirstTodayRow, ...] = ()
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


def first_today(ws: Workspace, run: DryRun) -> FirstToday:
    """Plan the courses that the file opens by their Day 0 and say where each visit would stand today."""
    found = list(_visits(ws, run))
    counts = Counter(one.status for one in found)
    rows = [row for one in found if (row := _row(ws, one)) is not None]
    order = {kind: index for index, kind in enumerate(WorklistKind)}
    rows.sort(key=lambda row: (order[row.kind], row.day, row.code))
    return FirstToday(
        rows=tuple(rows[:MOST_ROWS]),
        history_visits=counts[VisitStatus.HISTORY],
        done=counts[VisitStatus.DONE],
        open=counts[VisitStatus.OPEN],
        due=counts[VisitStatus.DUE],
        late=counts[VisitStatus.LATE],
        upcoming=counts[VisitStatus.UPCOMING],
        not_followed=counts[VisitStatus.NOT_APPLICABLE],
        patients=len({one.person.id for one in found}),
    )


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
            closing = Closing.DONE if index in done else closing_of(visit, today, end)[0]
            facts = VisitFacts(visit.target, visit.earliest, visit.latest, None, closing, person.follow_up)
            yield _Visit(person, visit, visit_status(facts, today))


def _done(course: CourseDraft, visits: tuple[PlannedVisit, ...], seen: list[object]) -> set[int]:
    """Which planned visits are kept by visits of the file, by the rule by which they will be."""
    if not seen:
        return set()
    opened = [OpenVisit(n, 0, visit.target, visit.earliest, visit.latest) for n, visit in enumerate(visits)]
    kept = kept_of(seen, {course.patient_id: opened})  # type: ignore[arg-type]
    return {held.id for held in kept if held is not None}


def _row(ws: Workspace, one: _Visit) -> FirstTodayRow | None:
    if not one.status.awaits:
        return None
    visit, today = one.planned, ws.today()
    label = visit.label.text(ws.language)
    listed = VisitOnList(
        0, one.person.id, label, visit.target, visit.earliest, visit.latest,
        elsewhere=visit.item.place is Place.ELSEWHERE, ebmt_form=visit.item.ebmt_form,
    )  # fmt: skip
    stands = list_visit(listed, today)
    if stands is None:
        return None
    entry = one.person.entry
    why = wording(ws.language).reasons(visit_reasons(listed, stands.status, today), today)
    name = display_name(entry.family_name, entry.given_name)
    return FirstTodayRow(name, entry.code, label, stands.kind, stands.status, stands.sort_day, why, entry.birth_date)
