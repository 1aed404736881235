"""Recording, booking and closing visits; each row leaves or enters Today in the same write."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.visit import (
    AssessmentEntry,
    AssessmentState,
    NothingMore,
    VisitEntry,
    VisitStatus,
    Vitals,
)
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import overview, transplants, visits
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import (
    TODAY,
    change_state,
    course,
    days,
    keys,
    listed,
    on_list,
    plan,
    register,
    row_counts,
    scheduled,
    see,
)


def refused(ws: Workspace, entry: VisitEntry, confirmed: bool = True) -> set[tuple[str, str]]:
    """What stands against an entry; nothing is written."""
    before = row_counts(ws)
    with pytest.raises(InputError) as error:
        visits.record(ws, entry, confirmed)
    assert row_counts(ws) == before
    return keys(error.value)


def test_a_recorded_visit_leaves_today_at_once_and_the_next_one_shows(ws: Workspace) -> None:
    who = register(ws, 62)
    assert ("due", "MS-001", "Day +60") in listed(ws)
    assert overview.overview(ws, who, TODAY).next_visits[0].label == "Day +60"
    saved = visits.record(ws, VisitEntry(who, TODAY, scheduled(ws, who, "Day +60"), "Ann Nurse"), confirmed=False)
    assert saved.text == "Visit saved: Bianchi, Anna, Day +60"
    assert listed(ws) == set()
    assert overview.overview(ws, who, TODAY).next_visits[0].label == "Day +100"
    assert plan(ws, who)["Day +60"].status is VisitStatus.DONE


@pytest.mark.parametrize(("day", "outside"), [(52, True), (53, False), (67, False), (68, True)])
def test_outside_the_window_is_recorded_and_marked(ws: Workspace, day: int, outside: bool) -> None:
    who = register(ws, day)
    planned = scheduled(ws, who, "Day +60")
    if plan(ws, who)["Day +60"].status is VisitStatus.HISTORY:
        visits.reopen(ws, planned, plan(ws, who)["Day +60"].version)
    see(ws, who, "Day +60", TODAY)
    assert plan(ws, who)["Day +60"].outside_window is outside


def test_a_day_before_registration_asks(ws: Workspace) -> None:
    who = register(ws, 62)
    entry = VisitEntry(who, days(-1), scheduled(ws, who, "Day +60"), "Ann Nurse")
    assert refused(ws, entry, confirmed=False) == {("on", "visit_before_registration")}
    visits.record(ws, entry, confirmed=True)
    assert plan(ws, who)["Day +60"].seen_on == days(-1)


def test_days_that_cannot_be(ws: Workspace) -> None:
    who = register(ws, 62)
    planned = scheduled(ws, who, "Day +60")
    entry = VisitEntry(who, days(-63), planned, "Ann Nurse")
    assert refused(ws, entry) == {("on", "visit_before_day0")}
    assert refused(ws, replace(entry, on=days(1))) == {("on", "visit_in_future")}
    assert refused(ws, replace(entry, on=None)) == {("on", "date_missing")}
    assert refused(ws, replace(entry, on=TODAY, seen_by="\u200e ")) == {("seen_by", "seen_by_missing")}
    assert refused(ws, replace(entry, on=TODAY, vitals=Vitals(systolic=118))) == {
        ("blood_pressure", "blood_pressure_half")
    }
    line = AssessmentEntry("fbc", "Full blood count", AssessmentState.NOT_DONE)
    assert refused(ws, replace(entry, on=TODAY, assessments=(line,))) == {("assessment.fbc", "not_done_reason_missing")}
    change_state(ws, who, StateChangeKind.DIED, days(-2))
    assert refused(ws, replace(entry, on=days(-1))) == {("on", "after_death")}
    visits.record(ws, replace(entry, on=days(-2)), confirmed=True)


def test_a_visit_before_day0_and_one_outside_the_schedule(ws: Workspace) -> None:
    who = register(ws, 5)
    see(ws, who, None, days(-20))
    assert plan(ws, who)["Visit outside the schedule"].day == -15


def test_somebody_elses_visit_or_a_visit_recorded_meanwhile_is_stale(ws: Workspace) -> None:
    anna, carla = register(ws, 62), register(ws, 62, "MS-002")
    before = row_counts(ws)
    with pytest.raises(KnownError, match="stale_row"):
        visits.record(ws, VisitEntry(carla, TODAY, scheduled(ws, anna, "Day +60"), "Ann"), True)
    assert row_counts(ws) == before
    see(ws, anna, "Day +60")
    with pytest.raises(KnownError, match="stale_row"):
        see(ws, anna, "Day +60")
    assert len(visits_of(ws, anna)) == 1


def visits_of(ws: Workspace, who: int) -> list[str]:
    return [label for label, row in plan(ws, who).items() if row.visit_id is not None]


def test_revise_keeps_whose_visit_it_is_and_marks_the_window_anew(ws: Workspace) -> None:
    anna, carla = register(ws, 62), register(ws, 62, "MS-002")
    held = see(ws, anna, "Day +60")
    entry, version = visits.entry_of(ws, held)
    visits.revise(ws, held, version, replace(entry, on=days(-20), patient_id=carla, scheduled_id=None), True)
    row = plan(ws, anna)["Day +60"]
    assert (row.seen_on, row.outside_window) == (days(-20), True)
    assert visits_of(ws, carla) == []
    with pytest.raises(KnownError, match="stale_row"):
        visits.revise(ws, held, version, replace(entry, notes="later"), True)


def test_a_voided_visit_is_open_again(ws: Workspace) -> None:
    who = register(ws, 62)
    before = listed(ws)
    held = see(ws, who, "Day +60")
    with pytest.raises(InputError):
        visits.void_visit(ws, held, "  ")
    visits.void_visit(ws, held, "wrong patient")
    assert listed(ws) == before


def test_booking(ws: Workspace) -> None:
    who = register(ws, 58)
    planned = scheduled(ws, who, "Day +60")

    def book(on_day: int, time: str = "", reason: str = "") -> None:
        visits.book(ws, planned, plan(ws, who)["Day +60"].version, days(on_day), time, reason)

    def problems(*arguments: object) -> set[tuple[str, str]]:
        before = row_counts(ws)
        with pytest.raises(InputError) as error:
            book(*arguments)  # type: ignore[arg-type]
        assert row_counts(ws) == before
        return keys(error.value)

    assert problems(-1) == {("on", "booking_in_past")}
    assert problems(1, "25:00") == {("time", "time_unreadable")}
    assert problems(10) == {("reason", "outside_reason_missing")}
    book(3, "9:05")
    assert plan(ws, who)["Day +60"].booked_time == "09:05"
    book(3, "10:00")
    assert problems(4) == {("reason", "move_reason_missing")}
    book(4, "", "no transport")
    book(0, "08:30", "came early")
    (row,) = [r for r in plan(ws, who).values() if r.booked is not None]
    assert (row.status, row.booked) == (VisitStatus.DUE, TODAY)
    assert on_list(ws, WorklistKind.DUE) == ["Day +60"]
    assert on_list(ws, WorklistKind.LATE, days(1)) == ["Day +60"]
    with pytest.raises(KnownError, match="stale_row"):
        visits.book(ws, planned, 1, days(5), "", "again")
    change_state(ws, who, StateChangeKind.LOST)
    assert problems(5, "", "x") == {("on", "no_longer_followed")}


def miss(ws: Workspace, scheduled_id: int, version: int, reason: str) -> None:
    visits.mark_missed(ws, scheduled_id, version, reason, NothingMore())


@pytest.mark.parametrize(("close", "status"), [(miss, "missed"), (visits.cancel, "cancelled")])
def test_missed_and_cancelled_leave_today_and_come_back(ws: Workspace, close: object, status: str) -> None:
    who = register(ws, 62)
    before, row = listed(ws), plan(ws, who)["Day +60"]
    with pytest.raises(InputError) as error:
        close(ws, row.scheduled_id, row.version, " ")  # type: ignore[operator]
    assert keys(error.value) == {("reason", "reason_missing")}
    close(ws, row.scheduled_id, row.version, "@home, ill")  # type: ignore[operator]
    now = plan(ws, who)["Day +60"]
    assert (now.status, now.reason) == (status, "@home, ill")
    assert listed(ws) == set()
    with pytest.raises(KnownError, match="stale_row"):
        close(ws, row.scheduled_id, now.version, "again")  # type: ignore[operator]
    visits.reopen(ws, now.scheduled_id or 0, now.version)
    assert listed(ws) == before


def test_cancelling_everything_puts_a_followed_patient_in_no_next_visit(ws: Workspace) -> None:
    who = register(ws, 62)
    for row in plan(ws, who).values():
        if row.status.awaits:
            visits.cancel(ws, row.scheduled_id or 0, row.version, "moves abroad")
    assert on_list(ws, WorklistKind.NO_NEXT_VISIT) == ["Next visit"]
    assert overview.overview(ws, who, TODAY).next_visits == ()


def test_the_checklist_of_the_form_comes_from_the_pinned_protocol(ws: Workspace) -> None:
    who = register(ws, 62)
    form = visits.form(ws, who, scheduled(ws, who, "Day +60"))
    assert [line.id for line in form.assessments][:3] == ["vitals", "exam", "fbc"]
    assert form.seen_by == "Ann Nurse"
    assert visits.form(ws, who).assessments == ()


def test_day0_put_right_brings_back_visits_whose_window_seemed_closed(ws: Workspace) -> None:
    """A Day 0 typed a year too early must not cost the patient the visits of the first months."""
    who = register(ws, 40 + 365)
    assert plan(ws, who)["Day +60"].status is VisitStatus.HISTORY
    found = transplants.entry_of(ws, who)
    assert found is not None
    entry, version, course_id = found
    transplants.revise(ws, course_id, version, replace(entry, day0=days(-40), mobilisation_start=days(-70)))
    rows = plan(ws, who)
    assert rows["Day +60"].target == days(20)
    assert rows["Day +60"].status is VisitStatus.UPCOMING
    assert rows["Day +30"].status is VisitStatus.HISTORY
    assert (rows["Month 9"].status, rows["Month 9"].reason) == (VisitStatus.CANCELLED, "not chosen at registration")
    assert on_list(ws, WorklistKind.NO_NEXT_VISIT) == []


def test_what_a_person_decided_stays_when_day0_moves(ws: Workspace) -> None:
    who = register(ws, 40)
    visits.cancel(ws, scheduled(ws, who, "Day +60"), plan(ws, who)["Day +60"].version, "abroad")
    visits.book(ws, scheduled(ws, who, "Day +100"), plan(ws, who)["Day +100"].version, days(58))
    entry, version, course_id = transplants.entry_of(ws, who) or (course(), 0, 0)
    transplants.revise(ws, course_id, version, replace(entry, day0=days(-37)))
    rows = plan(ws, who)
    assert (rows["Day +60"].target, rows["Day +60"].reason) == (days(20), "abroad")
    # The window follows, the booking stays.
    assert (rows["Day +100"].target, rows["Day +100"].booked) == (days(63), days(58))
    assert rows["Month 4, blood test near home"].target > days(-40 + 120)
    with pytest.raises(KnownError, match="stale_row"):
        transplants.revise(ws, course_id, version, entry)


@pytest.mark.parametrize("early", [0, 40])
def test_lifelong_visits_stay_two_ahead_as_years_are_recorded(ws: Workspace, early: int) -> None:
    who = register(ws, 4 * 365 + 1 - early)  # year 4 is today, or in `early` days
    assert open_years(ws, who)[-1] == "Year 5" if early else "Year 6"
    see(ws, who, "Year 4")
    ahead = [label for label in open_years(ws, who) if label > "Year 4"]
    assert ahead == ["Year 5", "Year 6"]


def open_years(ws: Workspace, who: int) -> list[str]:
    return [label for label, row in plan(ws, who).items() if label.startswith("Year") and row.status.awaits]
