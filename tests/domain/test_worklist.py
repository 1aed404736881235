"""Which list a visit stands on, and that each row says why."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import (
    Reason,
    VisitOnList,
    WorklistKind,
    has_next_visit,
    list_late,
    list_visit,
    no_next_reasons,
    stop_reasons,
    visit_reasons,
)

TODAY = date(2026, 11, 20)
VISIT = VisitOnList(1, 1, "Month 6", TODAY, TODAY - timedelta(30), TODAY + timedelta(30))


def moved(days: int, booked: int | None = None) -> VisitOnList:
    step = timedelta(days)
    return VISIT._replace(
        target=VISIT.target + step,
        earliest=VISIT.earliest + step,
        latest=VISIT.latest + step,
        booked=None if booked is None else TODAY + timedelta(booked),
    )


def kind(visit: VisitOnList) -> WorklistKind | None:
    listed = list_visit(visit, TODAY)
    return listed.kind if listed else None


def test_lists() -> None:
    assert kind(moved(-31)) is WorklistKind.LATE
    assert kind(moved(-30)) is WorklistKind.DUE
    assert kind(moved(0)) is WorklistKind.DUE
    assert kind(moved(1)) is WorklistKind.THIS_WEEK
    assert kind(moved(7)) is WorklistKind.THIS_WEEK
    assert kind(moved(8)) is None
    assert kind(moved(8, booked=7)) is WorklistKind.THIS_WEEK
    assert kind(moved(3, booked=8)) is None
    assert kind(moved(20, booked=-1)) is WorklistKind.LATE
    assert kind(moved(-31, booked=0)) is WorklistKind.DUE


@given(st.integers(-2000, 2000), st.none() | st.integers(-400, 400), st.integers(0, 3), st.booleans())
def test_each_row_says_why_and_nobody_late_is_dropped(days: int, booked: int | None, times: int, away: bool) -> None:
    visit = moved(days, booked)._replace(moved=times, elsewhere=away)
    listed = list_visit(visit, TODAY)
    if listed is not None:
        assert visit_reasons(visit, listed.status, TODAY)
        assert (listed.kind is WorklistKind.LATE) == (listed.status is VisitStatus.LATE)
    else:
        assert has_next_visit([visit], TODAY)


def test_stop_and_no_next_reasons_name_the_day() -> None:
    assert [r.key for r in stop_reasons(TODAY, "", False, TODAY)] == ["planned_stop_today"]
    assert [r.key for r in stop_reasons(TODAY - timedelta(1), "month 6", True, TODAY)] == [
        "planned_stop_passed",
        "stop_rule",
        "interrupted",
    ]
    assert no_next_reasons((), False, None, None).key == "no_transplant"
    assert no_next_reasons((), True, None, None).key == "no_day0"
    assert no_next_reasons((), True, TODAY, None).key == "nothing_planned"
    assert no_next_reasons((), True, TODAY, TODAY).params == {"last": TODAY}
    assert no_next_reasons((moved(-40),), True, TODAY, TODAY).key == "only_late"


def test_a_booking_for_a_day_to_come_is_a_next_visit() -> None:
    beyond = moved(-40, booked=5)
    assert kind(beyond) is WorklistKind.LATE
    assert has_next_visit([beyond], TODAY)
    assert not has_next_visit([moved(-40, booked=-1), moved(-40)], TODAY)


def test_a_late_visit_leaves_late_only_for_a_try_that_is_near() -> None:
    late = list_visit(moved(-40), TODAY)
    assert late is not None
    for days, expected in ((-3, True), (0, True), (14, True), (15, False), (13000, False)):
        again = TODAY + timedelta(days)
        listed = list_late(late, again, TODAY)
        assert (listed.kind is WorklistKind.NEXT_TRIES) == expected
        assert listed.sort_day == (again if expected else late.sort_day)
    due = list_visit(moved(0), TODAY)
    assert due is not None
    assert list_late(due, TODAY, TODAY) == due


def test_what_holds_a_therapy_stands_before_its_planned_day() -> None:
    held = (Reason("stop_held", {"what": "CD4"}),)
    assert [r.key for r in stop_reasons(TODAY, "month 6", True, TODAY, held)] == [
        "stop_held", "planned_stop_today", "interrupted",
    ]  # fmt: skip
