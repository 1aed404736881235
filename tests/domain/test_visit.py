"""The table of edges of the visit status, each edge and the whole; and the checks on a visit's record."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.visit import (
    AssessmentEntry,
    AssessmentState,
    Closing,
    NotDoneReason,
    VisitEntry,
    VisitFacts,
    VisitStatus,
    Vitals,
    check_visit,
    is_outside_window,
    visit_status,
)

TARGET = date(2026, 6, 15)
EARLIEST, LATEST = TARGET - timedelta(days=10), TARGET + timedelta(days=10)


def on(days: int) -> date:
    return TARGET + timedelta(days=days)


@pytest.mark.parametrize(
    ("day", "booked", "expected"),
    [
        (-11, None, VisitStatus.UPCOMING),
        (-10, None, VisitStatus.OPEN),
        (-1, None, VisitStatus.OPEN),
        (0, None, VisitStatus.DUE),
        (10, None, VisitStatus.DUE),
        (11, None, VisitStatus.LATE),
        (-11, -11, VisitStatus.DUE),
        (-11, -12, VisitStatus.LATE),
        (-11, 5, VisitStatus.BOOKED),
        (0, 5, VisitStatus.BOOKED),
        (0, 0, VisitStatus.DUE),
        (1, 0, VisitStatus.LATE),
        (10, 15, VisitStatus.BOOKED),
        (11, 15, VisitStatus.LATE),
        (15, 15, VisitStatus.DUE),
        (16, 15, VisitStatus.LATE),
    ],
)
def test_edges(day: int, booked: int | None, expected: VisitStatus) -> None:
    facts = VisitFacts(TARGET, EARLIEST, LATEST, None if booked is None else on(booked))
    assert visit_status(facts, on(day)) is expected


@given(
    before=st.integers(0, 60),
    after=st.integers(0, 60),
    day=st.integers(-200, 200),
    booked=st.none() | st.integers(-200, 200),
    closing=st.sampled_from(Closing),
    follow_up=st.sampled_from(FollowUp),
)
def test_the_whole(
    before: int, after: int, day: int, booked: int | None, closing: Closing, follow_up: FollowUp
) -> None:
    facts = VisitFacts(on(0), on(-before), on(after), None if booked is None else on(booked), closing, follow_up)
    status = visit_status(facts, on(day))
    if closing is not Closing.NONE:
        assert status.value == ("report_awaited" if closing is Closing.AWAITED else closing.value)
        return
    assert (status is VisitStatus.NOT_APPLICABLE) == (not follow_up.is_followed)
    if status is VisitStatus.NOT_APPLICABLE:
        return
    passed = booked is not None and booked < day
    assert (status is VisitStatus.LATE) == ((day > after and booked != day) or passed)
    assert (status is VisitStatus.BOOKED) == (booked is not None and booked > day and day <= after)
    assert (status is VisitStatus.DUE) == (booked == day or (booked is None and 0 <= day <= after))
    assert (status is VisitStatus.OPEN) == (booked is None and -before <= day < 0)
    assert (status is VisitStatus.UPCOMING) == (booked is None and day < -before)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(-200, 200))
def test_an_unbooked_visit_never_goes_back(before: int, after: int, day: int) -> None:
    order = [VisitStatus.UPCOMING, VisitStatus.OPEN, VisitStatus.DUE, VisitStatus.LATE]
    facts = VisitFacts(on(0), on(-before), on(after))
    assert order.index(visit_status(facts, on(day))) <= order.index(visit_status(facts, on(day + 1)))


def test_window_edges_belong_to_the_window() -> None:
    assert not is_outside_window(EARLIEST, EARLIEST, LATEST)
    assert not is_outside_window(LATEST, EARLIEST, LATEST)
    assert is_outside_window(LATEST + timedelta(days=1), EARLIEST, LATEST)


def keys(entry: VisitEntry) -> set[tuple[str, str]]:
    return {(p.field, p.key) for p in check_visit(entry, date(1984, 3, 14), on(0))}


def test_a_sound_visit_passes() -> None:
    vitals = Vitals(Decimal("36.7"), 118, 74, 78, 98, Decimal("59.8"), 80)
    assert keys(VisitEntry(1, on(0), 2, "M. Conti", vitals)) == set()


def test_a_visit_is_not_in_the_future_nor_before_birth_and_has_an_author() -> None:
    assert ("on", "visit_in_future") in keys(VisitEntry(1, on(1), seen_by="x"))
    assert ("on", "before_birth") in keys(VisitEntry(1, date(1980, 1, 1), seen_by="x"))
    assert keys(VisitEntry(1, None)) == {("on", "date_missing"), ("seen_by", "seen_by_missing")}


def test_impossible_vitals_are_refused() -> None:
    wrong = Vitals(Decimal("367"), 74, 118, 780, 980, Decimal("5980"), 85)
    found = keys(VisitEntry(1, on(0), seen_by="x", vitals=wrong))
    for name in ("temperature", "pulse", "saturation", "weight"):
        assert (name, "value_impossible") in found
    assert ("blood_pressure", "blood_pressure_reversed") in found
    assert ("karnofsky", "karnofsky_steps") in found
    half = keys(VisitEntry(1, on(0), seen_by="x", vitals=Vitals(systolic=118)))
    assert half == {("blood_pressure", "blood_pressure_half")}


def test_not_done_needs_a_reason_and_other_needs_words() -> None:
    line = AssessmentEntry("igg", "IgG", AssessmentState.NOT_DONE)
    assert keys(VisitEntry(1, on(0), seen_by="x", assessments=(line,))) == {
        ("assessment.igg", "not_done_reason_missing")
    }
    other = AssessmentEntry("igg", "IgG", AssessmentState.NOT_DONE, NotDoneReason.OTHER)
    assert keys(VisitEntry(1, on(0), seen_by="x", assessments=(other,))) == {
        ("assessment.igg", "not_done_detail_missing")
    }
