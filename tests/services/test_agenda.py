"""The agenda of a real file: each visit on its day, with the status that every other list gives it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import agenda, reports, settings, states, today, visits
from hsct_desktop.services.agenda import Agenda, AgendaFilter
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, days, plan, register, scheduled, see

FIRST, LAST = days(-30), days(30)


def shown(found: Agenda) -> dict[str, tuple[int, str, VisitStatus]]:
    """Day (from today), time and status of each visit by its label."""
    return {v.label: ((v.day - TODAY).days, v.time, v.status) for v in found.visits}


def book(ws: Workspace, patient_id: int, label: str, day: int, time: str = "") -> int:
    scheduled_id = scheduled(ws, patient_id, label)
    visits.book(ws, scheduled_id, plan(ws, patient_id)[label].version, days(day), time, "asked for")
    return scheduled_id


def test_each_day_is_there_once_and_in_order(ws: Workspace) -> None:
    found = agenda.agenda(ws, FIRST, LAST)
    assert [day.day for day in found.days] == [FIRST + timedelta(days=n) for n in range(61)]
    assert found.day(TODAY) is found.days[30]
    assert found.day(days(31)) is None
    assert found.day(days(-31)) is None
    assert all(day.visits == () and day.taken == 0 and not day.is_full for day in found.days)


def test_visits_stand_on_their_day_by_time(ws: Workspace) -> None:
    patient_id = register(ws, 45)
    other = register(ws, 45, "MS-002", family_name="Verdi")
    book(ws, patient_id, "Day +60", 0, "10:30")
    book(ws, other, "Day +60", 0, "09:00")
    see(ws, other, None, days(-2))
    found = agenda.agenda(ws, FIRST, LAST)
    at = found.day(TODAY)
    assert at is not None
    assert [(v.time, v.name, v.status, v.day_number) for v in at.visits] == [
        ("09:00", "Verdi, Anna", VisitStatus.DUE, 45),
        ("10:30", "Bianchi, Anna", VisitStatus.DUE, 45),
    ]
    assert at.taken == 2
    before = found.day(days(-2))
    assert before is not None
    assert [v.label for v in before.visits] == ["Visit outside the schedule"]


def test_a_visit_is_on_one_day_only_and_its_window_goes_when_it_is_booked(ws: Workspace) -> None:
    patient_id = register(ws, 45)
    assert "Day +60" in {w.label for w in agenda.agenda(ws, FIRST, LAST).windows}
    book(ws, patient_id, "Day +60", 14, "09:00")
    found = agenda.agenda(ws, FIRST, LAST)
    assert "Day +60" not in {w.label for w in found.windows}
    assert shown(found)["Day +60"] == (14, "09:00", VisitStatus.BOOKED)
    see(ws, patient_id, "Day +60", days(-1))
    found = agenda.agenda(ws, FIRST, LAST)
    assert shown(found)["Day +60"] == (-1, "", VisitStatus.DONE)


def test_status_is_that_of_the_visits_tab_and_of_today(practised: Workspace) -> None:
    found = agenda.agenda(practised, days(-400), days(400))
    assert len(found.visits) > 50
    assert len(found.windows) > 10
    rows = {row.scheduled_id: row.status for row in today.lists(practised, TODAY).rows if row.scheduled_id}
    both = {v.scheduled_id: v.status for v in found.visits} | {w.scheduled_id: w.status for w in found.windows}
    assert rows
    assert {key: both.get(key) for key in rows} == rows
    everybody = {v.patient.id for v in found.visits} | {w.patient.id for w in found.windows}
    for patient_id in everybody:
        tab = {r.scheduled_id: r.status for r in plan(practised, patient_id).values() if r.scheduled_id in both}
        assert {key: both[key] for key in tab} == tab


@pytest.mark.parametrize("kind", [StateChangeKind.DIED, StateChangeKind.WITHDREW, StateChangeKind.LOST])
def test_nothing_lies_ahead_of_who_is_not_followed(ws: Workspace, kind: StateChangeKind) -> None:
    patient_id = register(ws, 45)
    book(ws, patient_id, "Day +60", 10)
    see(ws, patient_id, None, days(-2))
    states.change(ws, patient_id, StateChange(kind, TODAY, "why"))
    found = agenda.agenda(ws, FIRST, LAST)
    assert [(v.label, v.day) for v in found.visits] == [("Visit outside the schedule", days(-2))]
    assert found.windows == ()


def test_windows_cover_their_days(ws: Workspace) -> None:
    register(ws, 45)
    found = agenda.agenda(ws, FIRST, LAST)
    assert found.windows
    for window in found.windows:
        days_of = [day.day for day in found.days if window in day.windows]
        first, last = max(window.earliest, FIRST), min(window.latest, LAST)
        assert days_of == [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_a_narrowed_agenda_keeps_the_load_of_everybody(ws: Workspace) -> None:
    first = register(ws, 45)
    second = register(ws, 45, "MS-002", family_name="Verdi")
    book(ws, first, "Day +60", 0)
    book(ws, second, "Day +60", 0)
    found = agenda.agenda(ws, FIRST, LAST)
    assert found.protocols == {"ahsct-ms"}
    assert found.nurses == frozenset()
    assert found.narrowed(AgendaFilter("ahsct-ms")) == found
    nobody = found.narrowed(AgendaFilter("ahsct-ssc"))
    at = nobody.day(TODAY)
    assert at is not None
    assert (at.visits, at.windows, at.taken) == ((), (), 2)
    assert nobody.windows == ()


def test_closed_days_clinic_days_and_places(ws: Workspace) -> None:
    patient_id = register(ws, 45)
    book(ws, patient_id, "Day +60", 0)
    settings.put_all(
        ws,
        {
            settings.CLOSED_DAYS: "25/11/2026 Move",
            settings.COUNTRY: "US",
            settings.CLINIC_DAYS: "tue, fri",
            settings.PLACES_A_DAY: "1",
        },
    )
    found = {(day.day - TODAY).days: day for day in agenda.agenda(ws, TODAY, days(7)).days}
    # The 20th of November 2026 is a Friday.
    assert [n for n, day in found.items() if day.clinic] == [0, 4, 7]
    assert {n: day.closed.name for n, day in found.items() if day.closed} == {
        1: "",
        2: "",
        5: "Move",
        6: "Thanksgiving Day",
    }
    assert [n for n, day in found.items() if day.is_full] == [0]
    assert [closed.name for closed in agenda.closed_soon(ws, TODAY)] == [
        "Move",
        "Thanksgiving Day",
        "Christmas Day",
        "New Year's Day",
        "Martin Luther King Jr. Day",
    ]


def test_the_responsible_nurse_narrows(ws: Workspace) -> None:
    assert ws.author is not None
    mine = register(ws, 45, nurse_id=ws.author.staff_id)
    register(ws, 45, "MS-002", family_name="Verdi")
    found = agenda.agenda(ws, FIRST, LAST)
    assert found.nurses == {ws.author.staff_id}
    assert agenda.names(ws, found)[1] == {ws.author.staff_id: "Ann Nurse"}
    assert {w.patient.id for w in found.narrowed(AgendaFilter(nurse_id=ws.author.staff_id)).windows} == {mine}


def test_a_visit_done_elsewhere_waits_for_its_report_and_takes_no_place(ws: Workspace) -> None:
    patient_id = register(ws, 60)
    book(ws, patient_id, "Day +60", 0, "09:00")
    row = plan(ws, patient_id)["Day +60"]
    reports.done_elsewhere(ws, row.scheduled_id or 0, row.version, days(-1), "Turin", "nearer home", confirmed=True)
    found = agenda.agenda(ws, FIRST, LAST)
    assert shown(found)["Day +60"] == (-1, "", VisitStatus.REPORT_AWAITED)
    at = found.day(days(-1))
    assert at is not None
    assert (len(at.visits), at.taken) == (1, 0)
    (awaited,) = reports.for_patient(ws, patient_id)
    reports.arrived(ws, awaited.id, awaited.version, TODAY)
    at = agenda.agenda(ws, FIRST, LAST).day(days(-1))
    assert at is not None
    assert [(visit.status, visit.elsewhere) for visit in at.visits] == [(VisitStatus.DONE, True)]
    assert at.taken == 0
