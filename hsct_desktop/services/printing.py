"""Has documents written: the patient's summary and own plan, day list, week list, month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.agenda import write_month
from hsct_desktop.documents.day_list import write_day_list
from hsct_desktop.documents.inputs import DayListData, DayListRow
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.patient_plan import write_patient_plan
from hsct_desktop.documents.summary import write_summary
from hsct_desktop.documents.week_list import write_week_list
from hsct_desktop.domain.look import Look
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.pictures.agenda import month_span
from hsct_desktop.services import access_log, agenda, agenda_papers, summary_record, today
from hsct_desktop.services import patient_plan as patient_plan_service
from hsct_desktop.services.agenda import EVERYBODY, AgendaFilter
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.patients import disease_short
from hsct_desktop.services.summary import print_context, summary_data
from hsct_desktop.services.week_list import week_list_data
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient


def summary(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write a patient's summary as PDF in the reader's language (default: the window's); the whole file or nothing."""
    data = summary_data(ws, patient_id, language or ws.language)
    record = summary_record.sections(ws, patient_id, data.context.language)
    check_place(path, ws.store.path)
    try:
        write_summary(data, path, record)
    except OSError as error:
        raise not_written(error, path) from error
    return path


def day_list(ws: Workspace, on: date, path: Path, language: str | None = None) -> Path:
    """Write the day list as PDF; the whole file or nothing."""
    data = day_list_data(ws, on, language or ws.language)
    check_place(path, ws.store.path)
    try:
        write_day_list(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    access_log.named(ws, (row.code for row in data.rows), Look.LIST)
    return path


def month(
    ws: Workspace, first: date, path: Path, language: str | None = None, chosen: AgendaFilter = EVERYBODY
) -> Path:
    """Write the agenda of the month of that day as PDF, A4 landscape; the whole file or nothing."""
    data = agenda_papers.month_data(ws, first, language or ws.language, chosen)
    made = _written(ws, path, lambda: write_month(data, path))
    start, end = month_span(first)
    shown, _only = agenda_papers.narrowed(ws, agenda.agenda(ws, start, end, ws.language), chosen, ws.language)
    named = {visit.patient.id for visit in shown.visits} | {window.patient.id for window in shown.windows}
    access_log.viewed_each(ws, named, Look.LIST)
    return made


def week_list(
    ws: Workspace, start: date, path: Path, language: str | None = None, chosen: AgendaFilter = EVERYBODY
) -> Path:
    """Write the list of the seven days from `start` as PDF; the whole file or nothing."""
    data = week_list_data(ws, start, language or ws.language, chosen)
    made = _written(ws, path, lambda: write_week_list(data, path))
    rows = (*data.urgent, *data.to_book, *(row for day in data.days for row in day.rows))
    access_log.named(ws, (row.code for row in rows), Look.LIST)
    return made


def patient_plan(ws: Workspace, code: str, path: Path, language: str | None = None) -> Path:
    """Write the own plan of the patient of a code as PDF; KnownError `code_unknown`, `plan_not_followed`."""
    return patient_plan_of(ws, patient_id_of(ws, code), path, language)


def patient_plan_of(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write a patient's own plan as PDF; the whole file or nothing.

    Its language is the given one, else the patient's own where the program speaks it, else the window's.
    """
    data = patient_plan_service.patient_plan_data(ws, patient_id, language)
    return _written(ws, path, lambda: write_patient_plan(data, path))


def _written(ws: Workspace, path: Path, write: Callable[[], None]) -> Path:
    check_place(path, ws.store.path)
    try:
        write()
    except OSError as error:
        raise not_written(error, path) from error
    return path


def patient_id_of(ws: Workspace, code: str) -> int:
    """The patient of a code, whatever its case; KnownError `code_unknown`."""
    with ws.read() as session:
        found = patient.by_code(session, code)
    if found is None:
        raise KnownError("code_unknown", code=code)
    return found.id


def day_list_data(ws: Workspace, on: date, language: str) -> DayListData:
    """The rows of Today as the printed list shows them."""
    found = today.lists(ws, on, language)
    with ws.read() as session:
        context = print_context(ws, session, language, on)
    words = paper_wording(language, table=True)
    return DayListData(context, tuple(_day_list_row(ws, row, words, on) for row in found.rows))


def _day_list_row(ws: Workspace, row: today.TodayRow, words: Wording, on: date) -> DayListRow:
    late = (on - row.latest).days if row.kind is WorklistKind.LATE and row.latest is not None else 0
    attention = words.count("summary.days_late", late) if late > 0 else ""
    if row.same_name:
        attention = " · ".join(part for part in (attention, words.text("summary.same_name")) if part)
    to_do = _to_do(row)
    return DayListRow(
        kind=row.kind,
        time=row.booked_time if row.booked == on else "",
        family_name=row.family_name,
        given_name=row.given_name,
        birth_date=row.birth_date,
        code=row.code,
        day=row.day,
        disease=disease_short(ws, row.disease_id, words.language) if row.disease_id else "",
        task=row.task,
        earliest=row.earliest,
        latest=row.latest,
        why=words.reasons(row.reasons, on),
        attention=attention,
        to_do=tuple(words.text(f"summary.to_do.{key}") for key in to_do),
        phone=row.phone,
        calls=row.kind is WorklistKind.NEXT_TRIES or not _CALLS.isdisjoint(to_do),
    )


_JUDGES = frozenset({"stop_rule", "stop_person"})
"""Reasons that leave a stop to a person's judgement."""
_CALLS = frozenset({"call", "book", "confirm", "plan"})
"""What is agreed with the patient, mostly by telephone."""


def _to_do(row: today.TodayRow) -> tuple[str, ...]:
    """What is to be done, as keys of the wording `summary.to_do.*`."""
    if row.is_ahead:
        return ()  # the next try is on another day
    by_list: dict[WorklistKind, tuple[str, ...]] = {
        WorklistKind.LATE: ("call", "book"),
        WorklistKind.DUE: ("record",) if row.booked is not None else ("call", "book"),
        WorklistKind.THIS_WEEK: ("confirm",) if row.booked is not None else ("book",),
        # A rule beside the date is for a person to judge: the list does not say "stop".
        WorklistKind.TO_STOP: ("decide",) if any(r.key in _JUDGES for r in row.reasons) else ("stop", "extend"),
        WorklistKind.DO_NOT_STOP: ("extend",),
        WorklistKind.VACCINES: ("vaccinate",),
        WorklistKind.NO_NEXT_VISIT: ("plan",),
        WorklistKind.RESULTS_TO_REVIEW: ("review_results",),
        WorklistKind.REPORTS_AWAITED: ("ask_report",),
        WorklistKind.NEXT_TRIES: ("call", "book") if row.scheduled_id is not None else ("call",),
        WorklistKind.TASKS: ("task_done",),
    }
    return by_list[row.kind]
