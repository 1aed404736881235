"""Gathers what the agenda's papers and the patient's own plan show, in the reader's language."""

from __future__ import annotations

from datetime import date, timedelta

from hsct_desktop.catalogue.items import PlanSection
from hsct_desktop.catalogue.wording import EN_DASH, LANGUAGES
from hsct_desktop.documents.agenda_inputs import MonthData, PatientPlanData, PlanDate, WeekDay, WeekListData, WeekRow
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import Place
from hsct_desktop.domain.visit import VisitStatus, visit_status
from hsct_desktop.pictures.agenda import month_span
from hsct_desktop.services import agenda, agenda_board
from hsct_desktop.services.agenda import EVERYBODY, Agenda, AgendaFilter, AgendaVisit, AgendaWindow
from hsct_desktop.services.person import birth_date_of, name_of, record_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import scheduled_visit, setting
from hsct_desktop.store.scheduled_visit import Scheduled

MOST_DATES = 8
"""Dates on a patient's plan: about a page of large print; how many follow is said."""
AHEAD = timedelta(days=400)
"""Unbooked visits whose window opens later than this are left for the next plan: a year's visit is still on it."""
UNIT_PHONE = "unit.phone"


def month_data(ws: Workspace, month: date, language: str, chosen: AgendaFilter = EVERYBODY) -> MonthData:
    """The month of a day, in whole weeks."""
    start, end = month_span(month)
    found, only = _narrowed(ws, agenda.agenda(ws, start, end, language), chosen, language)
    with ws.read() as session:
        context = print_context(ws, session, language, ws.today())
    words = paper_wording(language, table=True)
    first = month.replace(day=1)
    return MonthData(context, first, agenda_board.board(found, words, first), found.days[0].places, only)


def _narrowed(ws: Workspace, found: Agenda, chosen: AgendaFilter, language: str) -> tuple[Agenda, str]:
    """The agenda of the chosen patients, and who they are in words."""
    protocols, nurses = agenda.names(ws, found, language)
    names = [protocols.get(chosen.protocol_id, chosen.protocol_id)]
    if chosen.nurse_id is not None:
        names.append(nurses.get(chosen.nurse_id, EN_DASH))
    return found.narrowed(chosen), ", ".join(name for name in names if name)


def week_list_data(ws: Workspace, start: date, language: str, chosen: AgendaFilter = EVERYBODY) -> WeekListData:
    """The seven days from `start`, and the windows that end or have their target in them."""
    end = start + timedelta(days=6)
    found, only = _narrowed(ws, agenda.agenda(ws, start, end, language), chosen, language)
    with ws.read() as session:
        context = print_context(ws, session, language, ws.today())
    urgent = [w for w in found.windows if w.latest <= end or start <= w.target <= end]
    rows = tuple(_window_row(window) for window in sorted(urgent, key=lambda w: (w.latest, w.name)))
    words = paper_wording(language, table=True)
    days = tuple(
        WeekDay(
            day.day, agenda_board.closed_text(day, words), day.clinic, day.taken, day.places,
            tuple(_visit_row(visit) for visit in day.visits),
        )
        for day in found.days
    )  # fmt: skip
    return WeekListData(context, days, rows, len(found.windows) - len(urgent), only)


def _visit_row(visit: AgendaVisit) -> WeekRow:
    patient = visit.patient
    return WeekRow(
        visit.time, patient.family_name, patient.given_name, patient.birth_date, patient.code, patient.phone,
        visit.day_number, visit.label, visit.status, visit.booked, visit.elsewhere,
    )  # fmt: skip


def _window_row(window: AgendaWindow) -> WeekRow:
    patient = window.patient
    return WeekRow(
        "", patient.family_name, patient.given_name, patient.birth_date, patient.code, patient.phone,
        window.day_number, window.label, window.status, False, window.elsewhere, window.earliest, window.latest,
    )  # fmt: skip


def patient_plan_data(ws: Workspace, patient_id: int, language: str | None = None) -> PatientPlanData:
    """A patient's own plan; KnownError `plan_not_followed` when nobody follows the patient any more."""
    with ws.read() as session:
        record = record_of(session, patient_id)
        if not record.follow_up.is_followed:
            raise KnownError("plan_not_followed", name=name_of(record))
        own = record.entry.language if record.entry.language in LANGUAGES else ws.language
        spoken = language or own
        context = print_context(ws, session, spoken, ws.today())
        planned = scheduled_visit.of_patient(session, patient_id)
        phone = setting.get(session, UNIT_PHONE, ws.catalogue.settings[UNIT_PHONE].default)
    on = ws.today()
    ahead = sorted(_ahead(planned, on), key=lambda visit: (visit.booked or visit.target, visit.booked_time, visit.id))
    return PatientPlanData(
        context, record.entry.family_name, record.entry.given_name, birth_date_of(record), record.entry.sex, phone,
        tuple(_plan_date(visit, on, spoken) for visit in ahead[:MOST_DATES]), len(ahead[MOST_DATES:]),
        " ".join(_lines(ws, PlanSection.CALL_HEADING, spoken)), _lines(ws, PlanSection.CALL, spoken),
        _lines(ws, PlanSection.BRING, spoken),
    )  # fmt: skip


def _ahead(planned: list[Scheduled], on: date) -> list[Scheduled]:
    """The visits that still wait: all booked ones, and those whose window opens within a year or so."""
    waiting = [visit for visit in planned if visit_status(visit.facts(FollowUp.FOLLOWED), on).awaits]
    return [visit for visit in waiting if visit.booked is not None or visit.earliest <= on + AHEAD]


def _plan_date(visit: Scheduled, on: date, language: str) -> PlanDate:
    label, elsewhere = visit.label.text(language), visit.place is Place.ELSEWHERE
    if visit.booked is not None and visit.booked >= on:
        return PlanDate(label, elsewhere, visit.booked, visit.booked_time)
    is_late = visit_status(visit.facts(FollowUp.FOLLOWED), on) is VisitStatus.LATE
    return PlanDate(label, elsewhere, earliest=max(visit.earliest, on), latest=visit.latest, late=is_late)


def _lines(ws: Workspace, section: PlanSection, language: str) -> tuple[str, ...]:
    lines = ws.catalogue.patient_plan.values()
    return tuple(line.label.text(language) for line in lines if line.section is section and line.shown)
