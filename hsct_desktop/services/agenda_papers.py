"""Gathers what the month's paper and the patient's own plan show, in the reader's language."""

from __future__ import annotations

from datetime import date, timedelta

from hsct_desktop.catalogue.items import PlanSection
from hsct_desktop.catalogue.wording import EN_DASH, written_in
from hsct_desktop.documents.agenda_inputs import MonthData, PatientPlanData, PlanDate
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import Place
from hsct_desktop.domain.visit import VisitStatus, visit_status
from hsct_desktop.pictures.agenda import month_span
from hsct_desktop.services import agenda, agenda_board
from hsct_desktop.services.agenda import EVERYBODY, Agenda, AgendaFilter
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
    found, only = narrowed(ws, agenda.agenda(ws, start, end, language), chosen, language)
    with ws.read() as session:
        context = print_context(ws, session, language, ws.today())
    words = paper_wording(language, table=True)
    first = month.replace(day=1)
    return MonthData(context, first, agenda_board.board(found, words, first), found.days[0].places, only)


def narrowed(ws: Workspace, found: Agenda, chosen: AgendaFilter, language: str) -> tuple[Agenda, str]:
    """The agenda of the chosen patients, and who they are in words."""
    protocols, nurses = agenda.names(ws, found, language)
    names = [protocols.get(chosen.protocol_id, chosen.protocol_id)]
    if chosen.nurse_id is not None:
        names.append(nurses.get(chosen.nurse_id, EN_DASH))
    return found.narrowed(chosen), ", ".join(name for name in names if name)


def patient_plan_data(ws: Workspace, patient_id: int, language: str | None = None) -> PatientPlanData:
    """A patient's own plan; KnownError `plan_not_followed` when nobody follows the patient any more."""
    with ws.read() as session:
        record = record_of(session, patient_id)
        if not record.follow_up.is_followed:
            raise KnownError("plan_not_followed", name=name_of(record))
        own = written_in(record.entry.language, ws.language)
        spoken = language or own
        context = print_context(ws, session, spoken, ws.today())
        planned = scheduled_visit.of_patient(session, patient_id)
        phone = setting.get(session, UNIT_PHONE, ws.catalogue.settings[UNIT_PHONE].default)
    on = ws.today()
    ahead = sorted(_ahead(planned, on), key=lambda visit: (visit.booked or visit.target, visit.booked_time, visit.id))
    return PatientPlanData(
        context, record.entry.family_name, record.entry.given_name, birth_date_of(record), record.entry.sex, phone,
        tuple(_plan_date(visit, on, spoken) for visit in ahead[:MOST_DATES]), len(ahead[MOST_DATES:]),
        " ".join(lines(ws, PlanSection.CALL_HEADING, spoken)), lines(ws, PlanSection.CALL, spoken),
        lines(ws, PlanSection.BRING, spoken),
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


def lines(ws: Workspace, section: PlanSection, language: str) -> tuple[str, ...]:
    """The unit's sentences of a section that are shown."""
    own = ws.catalogue.patient_plan.values()
    return tuple(line.label.text(language) for line in own if line.section is section and line.shown)
