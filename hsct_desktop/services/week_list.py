"""Gathers the week list: who is late or due, who comes on which day, whom to try and what to do, what to book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hsct_desktop.documents.agenda_inputs import WeekDay, WeekListData, WeekRow
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.task import TaskRow
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import Reason, WorklistKind, try_reason
from hsct_desktop.services import agenda, agenda_board, today
from hsct_desktop.services.agenda import EVERYBODY, Agenda, AgendaDay, AgendaFilter, AgendaVisit, AgendaWindow
from hsct_desktop.services.agenda_papers import narrowed
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.today import TodayLists, TodayRow, attempt_reasons, task_reasons
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient_facts, saved_filter, task

ENDS_SOON = timedelta(days=7)
"""A window that ends so soon after the week has to be booked in it."""


@dataclass(frozen=True)
class _Week:
    """One reading: the agenda's days, Today's lists, the tasks due by the week's end, the patients of one name."""

    start: date
    end: date
    on: date
    agenda: Agenda
    lists: TodayLists
    tasks: tuple[TaskRow, ...]
    namesakes: frozenset[int]
    words: PaperWording


def week_list_data(ws: Workspace, start: date, language: str, chosen: AgendaFilter = EVERYBODY) -> WeekListData:
    """Seven days from `start`; before them what is late or due today without a booking, after them what to book."""
    end, on = start + timedelta(days=6), ws.today()
    found, only = narrowed(ws, agenda.agenda(ws, start, end, language), chosen, language)
    lists = today.lists(ws, on, language)
    with ws.read() as session:
        context = print_context(ws, session, language, on)
        namesakes = patient_facts.with_namesakes(session)
        tasks = tuple(task.open_until(session, end, namesakes))
        facts = saved_filter.facts(session) if chosen != EVERYBODY else {}
    shows = _shows({key: chosen.allows(fact.protocol_id, fact.nurse_id) for key, fact in facts.items()}, chosen)
    week = _Week(
        start, end, on, found, lists.narrowed(lambda row: shows(row.patient_id)),
        tuple(t for t in tasks if shows(t.patient.id if t.patient is not None else None)), namesakes,
        paper_wording(language, table=True),
    )  # fmt: skip
    urgent = list(_late_or_due(week))
    there = {row.scheduled_id for row in urgent}
    waiting = [window for window in found.windows if window.scheduled_id not in there]
    to_book = [w for w in waiting if w.target <= end or w.latest <= end + ENDS_SOON]
    return WeekListData(
        context, tuple(_day(day, week) for day in found.days),
        tuple(_window_row(w, week) for w in sorted(to_book, key=lambda w: (w.latest, w.name))),
        len(waiting) - len(to_book), only, (*(_urgent_row(row, week) for row in urgent), *_overdue(week)),
    )  # fmt: skip


def _shows(allowed: dict[int, bool], chosen: AgendaFilter) -> Callable[[int | None], bool]:
    """Whether a patient is shown; what concerns no patient stands on everybody's list only."""
    if chosen == EVERYBODY:
        return lambda _patient_id: True
    return lambda patient_id: patient_id is not None and allowed.get(patient_id, False)


def _late_or_due(week: _Week) -> Iterator[TodayRow]:
    """The visits that Today calls late or due and that have no booking from today on, the first window to end first.

    One whose booked day passed within the week stands on that day.
    """
    rows = [row for row in week.lists.rows if row.status in (VisitStatus.LATE, VisitStatus.DUE)]
    for row in sorted(rows, key=lambda row: (row.status is not VisitStatus.LATE, row.latest or week.on, row.name)):
        if row.booked is None or (row.booked < week.on and not week.start <= row.booked <= week.end):
            yield row


def _urgent_row(row: TodayRow, week: _Week) -> WeekRow:
    why = ""
    if row.booked is not None:
        why = week.words.text("document.summary.booked_passed", date=row.booked)
    elif row.attempt is not None:
        why = _tried(row, week)
    elsewhere = row.visit is not None and row.visit.elsewhere
    return WeekRow(
        "", row.family_name, row.given_name, row.birth_date, row.code, row.phone, _day_of(row, week.start), row.task,
        row.status, False, elsewhere, row.earliest, row.latest, same_name=row.same_name, why=why,
    )  # fmt: skip


def _day_of(row: TodayRow, day: date) -> int | None:
    return None if row.who is None or row.who.day0 is None else day_number(row.who.day0, day)


def _overdue(week: _Week) -> Iterator[WeekRow]:
    """Next tries and tasks whose day has passed before the week begins."""
    yield from (_try_row(row, week, week.start) for row, day in _tries(week) if _has_passed(day, week))
    yield from (_task_row(found, week, week.start) for found in week.tasks if _has_passed(found.due, week))


def _has_passed(day: date, week: _Week) -> bool:
    return day < week.start and day <= week.on


def _tries(week: _Week) -> list[tuple[TodayRow, date]]:
    """One row for each patient who is to be tried again, with the day, however many visits are late."""
    found: dict[int | None, tuple[TodayRow, date]] = {}
    for row in week.lists.rows:
        if row.next_try is not None:
            found.setdefault(row.patient_id, (row, row.next_try))
    return list(found.values())


def _tried(row: TodayRow, week: _Week) -> str:
    """What was tried in vain, and when to try again."""
    reasons: list[Reason] = [] if row.next_try is None else [try_reason(row.next_try, week.on)]
    if row.ladder is not None:
        reasons.extend(attempt_reasons(row.ladder))
    return week.words.reasons(reasons, week.on)


def _try_row(row: TodayRow, week: _Week, day: date) -> WeekRow:
    return WeekRow(
        "", row.family_name, row.given_name, row.birth_date, row.code, row.phone, _day_of(row, day),
        week.words.text("worklist.next_try"), None, False, False, same_name=row.same_name,
        kind=WorklistKind.NEXT_TRIES, why=_tried(row, week),
    )  # fmt: skip


def _task_row(found: TaskRow, week: _Week, day: date) -> WeekRow:
    why, who = week.words.reasons(task_reasons(found, week.on), week.on), found.patient
    if who is None:
        return WeekRow(
            "", "", "", None, "", "", None, found.words, None, False, False, kind=WorklistKind.TASKS, why=why
        )  # fmt: skip
    number = None if who.day0 is None else day_number(who.day0, day)
    return WeekRow(
        "", who.family_name, who.given_name, who.birth_date, who.code, who.phone, number, found.words, None, False,
        False, same_name=who.same_name, kind=WorklistKind.TASKS, why=why,
    )  # fmt: skip


def _day(day: AgendaDay, week: _Week) -> WeekDay:
    rows = (
        *(_visit_row(visit, week) for visit in day.visits),
        *(_try_row(row, week, day.day) for row, again in _tries(week) if again == day.day),
        *(_task_row(found, week, day.day) for found in week.tasks if found.due == day.day),
    )
    closed = agenda_board.closed_text(day, week.words)
    return WeekDay(day.day, closed, day.clinic, day.taken, day.places, rows)


def _visit_row(visit: AgendaVisit, week: _Week) -> WeekRow:
    patient = visit.patient
    return WeekRow(
        visit.time, patient.family_name, patient.given_name, patient.birth_date, patient.code, patient.phone,
        visit.day_number, visit.label, visit.status, visit.booked, visit.elsewhere,
        same_name=patient.id in week.namesakes,
    )  # fmt: skip


def _window_row(window: AgendaWindow, week: _Week) -> WeekRow:
    patient = window.patient
    day = None if patient.day0 is None else day_number(patient.day0, week.start)
    return WeekRow(
        "", patient.family_name, patient.given_name, patient.birth_date, patient.code, patient.phone, day,
        window.label, window.status, False, window.elsewhere, window.earliest, window.latest,
        same_name=patient.id in week.namesakes,
    )  # fmt: skip
