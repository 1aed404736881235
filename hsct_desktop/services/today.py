"""Today's lists: who must be seen, called, stopped or planned, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.supportive_therapy import TherapyClass, TherapyStatus
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import (
    Reason,
    WorklistKind,
    has_next_visit,
    list_visit,
    no_next_reasons,
    stop_reasons,
)
from hsct_desktop.services import supportive_therapies
from hsct_desktop.services.person import display_name
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient_facts, supportive_therapy, worklist
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.worklist import PatientOnList


@dataclass(frozen=True)
class TodayRow:
    """A row of Today. `status` is None for therapies to stop and for patients without a next visit."""

    kind: WorklistKind
    status: VisitStatus | None
    patient_id: int
    family_name: str
    given_name: str
    birth_date: date
    code: str
    same_name: bool
    day: int | None
    disease_id: str
    task: str
    why: str
    sort_day: date
    scheduled_id: int | None = None
    therapy_id: int | None = None
    therapy_class: TherapyClass | None = None
    start: date | None = None
    target: date | None = None
    earliest: date | None = None
    latest: date | None = None
    booked: date | None = None
    booked_time: str = ""
    phone: str = ""
    reasons: tuple[Reason, ...] = ()
    """What `why` is made of, for a page that writes its dates otherwise."""

    @property
    def name(self) -> str:
        """The name as lists show it."""
        return display_name(self.family_name, self.given_name)


@dataclass(frozen=True)
class TodayLists:
    """All rows of a day in the order of the lists; the counts are counted from these very rows."""

    on: date
    rows: tuple[TodayRow, ...]

    @property
    def counts(self) -> dict[WorklistKind, int]:
        """How many rows each list has, empty lists included."""
        return {kind: sum(row.kind is kind for row in self.rows) for kind in WorklistKind}


def lists(ws: Workspace, on: date, language: str | None = None) -> TodayLists:
    """The lists as they stand on a day, in the reader's language or the given one."""
    spoken = language or ws.language
    with ws.read() as session:
        same = patient_facts.with_namesakes(session)
        rows = [
            *_visits(ws, session, on, same, spoken),
            *_to_stop(ws, session, on, same, spoken),
            *_without_next(ws, session, on, same, spoken),
        ]
    order = {kind: index for index, kind in enumerate(WorklistKind)}
    rows.sort(key=lambda row: (order[row.kind], row.sort_day, row.booked_time or "99", row.code, row.task))
    return TodayLists(on, tuple(rows))


def _visits(ws: Workspace, session: ReadSession, on: date, same: frozenset[int], language: str) -> Iterator[TodayRow]:
    for found in worklist.open_visits(session, on, language):
        visit, listed = found.visit, list_visit(found.visit, on)
        if listed is None:
            continue
        row = _row(ws, listed.kind, found.patient, on, same, visit.label, listed.reasons, language)
        yield replace(
            row,
            status=listed.status,
            sort_day=listed.sort_day,
            scheduled_id=visit.scheduled_id,
            target=visit.target,
            earliest=visit.earliest,
            latest=visit.latest,
            booked=visit.booked,
            booked_time=visit.booked_time,
        )


def _to_stop(ws: Workspace, session: ReadSession, on: date, same: frozenset[int], language: str) -> Iterator[TodayRow]:
    candidates = worklist.therapies_to_stop(session, on)
    pauses = supportive_therapy.pauses_of(session, [found.therapy.id for found in candidates])
    for found in candidates:
        therapy = supportive_therapies.localized(ws, found.therapy, language)
        therapy = replace(therapy, interruptions=pauses.get(therapy.id, ()))
        if therapy.planned_stop is None or not therapy.is_to_stop(on):
            continue
        interrupted = therapy.status(on) is TherapyStatus.INTERRUPTED
        reasons = stop_reasons(therapy.planned_stop, therapy.rule_in_brief, interrupted, on)
        task = f"{therapy.name} {therapy.dose}".strip()
        row = _row(ws, WorklistKind.TO_STOP, found.patient, on, same, task, reasons, language)
        yield replace(
            row,
            sort_day=therapy.planned_stop,
            therapy_id=therapy.id,
            therapy_class=therapy.therapy_class,
            start=therapy.start,
            target=therapy.planned_stop,
        )


def _without_next(
    ws: Workspace, session: ReadSession, on: date, same: frozenset[int], language: str
) -> Iterator[TodayRow]:
    candidates = worklist.perhaps_without_next_visit(session, on, language)
    found = [candidate for candidate in candidates if not has_next_visit(candidate.visits, on)]
    facts = patient_facts.course_facts(session, [candidate.patient.id for candidate in found])
    task = wording(language).text("worklist.next_visit")
    for who, visits in ((candidate.patient, candidate.visits) for candidate in found):
        transplanted, last = facts.get(who.id, (False, None))
        reason = no_next_reasons(visits, transplanted, who.day0, last)
        yield _row(ws, WorklistKind.NO_NEXT_VISIT, who, on, same, task, (reason,), language)


def _row(
    ws: Workspace,
    kind: WorklistKind,
    who: PatientOnList,
    on: date,
    same: frozenset[int],
    task: str,
    reasons: tuple[Reason, ...],
    language: str,
) -> TodayRow:
    return TodayRow(
        kind=kind,
        status=None,
        patient_id=who.id,
        family_name=who.family_name,
        given_name=who.given_name,
        birth_date=who.birth_date,
        code=who.code,
        same_name=who.id in same,
        day=None if who.day0 is None else day_number(who.day0, on),
        disease_id=who.disease_id,
        task=task,
        why=wording(language).reasons(reasons, on),
        sort_day=on,
        phone=who.phone,
        reasons=reasons,
    )
