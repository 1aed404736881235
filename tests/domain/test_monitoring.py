"""Each occasion is one square; its state follows from what is recorded, and agrees with the visit's status."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.domain.monitoring import (
    FRESH_HOLE,
    LATER,
    Column,
    Mark,
    MarkEntry,
    MarkKind,
    MonitoringTest,
    Occasion,
    Sample,
    SquareState,
    SquareWhy,
    Strip,
    Unit,
    above_since,
    check_mark,
    column_of,
    days_of,
    from_on,
    holes,
    in_order,
    open_hole,
    shown_in,
    square,
    squares_of,
    state_of_status,
    strip,
)
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.visit import AssessmentState, Closing, NotDoneReason, VisitFacts, VisitStatus, visit_status

DAY0 = date(2026, 8, 13)
ON = date(2026, 11, 20)
TEST = MonitoringTest("cmv_pcr", Label("CMV", "CMV"), Label("CMV", "CMV"), ("CMV",), ("CMV",), 3)
TEXT_TEST = MonitoringTest("m", Label("M", "M"), Label("M", "M"), ("MPROT",), ("MPROT",), 14, by_visit=True)


def day(number: int) -> date:
    return DAY0 + timedelta(days=number)


def occasion(target: int, closing: Closing = Closing.NONE, seen: int | None = None, **more: object) -> Occasion:
    """A visit with a window of two days on each side."""
    dates = (day(target), day(target - 2), day(target + 2))
    booked = more.pop("booked", None)
    follow_up = more.pop("follow_up", FollowUp.FOLLOWED)
    facts = VisitFacts(*dates, booked, closing, follow_up)  # type: ignore[arg-type]
    return Occasion(
        f"weekly-{target}", target, *dates, facts, day(seen) if seen is not None else None, **more  # type: ignore[arg-type]
    )  # fmt: skip


def state(one: Occasion, *samples: Sample, mark: Mark | None = None, on: int = 99) -> tuple[SquareState, SquareWhy]:
    found = strip(TEST, [one], samples, {one.key: mark} if mark is not None else {}, DAY0, day(on)).squares[0]
    return found.state, found.why


def said(kind: MarkKind, key: str = "weekly-90") -> Mark:
    return Mark(1, 1, key, kind, day(92), "")


@pytest.mark.parametrize(
    ("number", "column"),
    [
        (0, (Unit.WEEK, 1)), (3, (Unit.WEEK, 1)), (7, (Unit.WEEK, 1)), (10, (Unit.WEEK, 1)), (11, (Unit.WEEK, 2)),
        (30, (Unit.WEEK, 4)), (60, (Unit.WEEK, 9)), (100, (Unit.WEEK, 14)), (101, (Unit.WEEK, 14)),
        (102, (Unit.MONTH, 4)), (122, (Unit.MONTH, 4)), (153, (Unit.MONTH, 5)), (365, (Unit.MONTH, 12)),
        (456, (Unit.MONTH, 12)), (458, (Unit.MONTH, 18)), (548, (Unit.MONTH, 18)), (730, (Unit.YEAR, 2)),
        (1095, (Unit.YEAR, 3)), (3652, (Unit.YEAR, 10)),
    ],
)  # fmt: skip
def test_a_day_stands_in_the_nearest_week_month_or_year(number: int, column: tuple[Unit, int]) -> None:
    assert column_of(DAY0, day(number)) == Column(*column)


def test_nothing_stands_before_day_0() -> None:
    assert column_of(DAY0, day(-1)) is None


@given(st.integers(0, 6000))
def test_columns_never_go_back(number: int) -> None:
    first, second = column_of(DAY0, day(number)), column_of(DAY0, day(number + 1))
    assert first is not None
    assert second is not None
    assert first <= second


@pytest.mark.parametrize(
    ("one", "samples", "mark", "expected"),
    [
        (occasion(90), [], None, (SquareState.MISSED, SquareWhy.VISIT)),
        (occasion(98), [], None, (SquareState.DUE, SquareWhy.VISIT)),
        (occasion(101), [], None, (SquareState.PLANNED, SquareWhy.VISIT)),
        (occasion(120), [], None, (SquareState.PLANNED, SquareWhy.VISIT)),
        (occasion(120, booked=day(99)), [], None, (SquareState.DUE, SquareWhy.VISIT)),
        (occasion(98, booked=day(98)), [], None, (SquareState.MISSED, SquareWhy.VISIT)),
        (occasion(90, Closing.MISSED), [], None, (SquareState.MISSED, SquareWhy.VISIT)),
        (occasion(90, Closing.CANCELLED), [], None, (SquareState.NOT_REQUIRED, SquareWhy.VISIT)),
        (occasion(90, follow_up=FollowUp.DEAD), [], None, (SquareState.NOT_REQUIRED, SquareWhy.VISIT)),
        (occasion(90), [Sample(day(91), 5)], None, (SquareState.DONE, SquareWhy.RESULT)),
        (occasion(90, Closing.MISSED), [Sample(day(91), 5)], None, (SquareState.DONE, SquareWhy.RESULT)),
        (occasion(90), [Sample(day(91), 5, above=True)], None, (SquareState.ABOVE, SquareWhy.RESULT)),
        (occasion(90), [Sample(day(80), 5)], None, (SquareState.MISSED, SquareWhy.VISIT)),
        (occasion(90, Closing.DONE, 96), [Sample(day(96), 5)], None, (SquareState.DONE, SquareWhy.RESULT)),
        (occasion(90, Closing.DONE, 90), [], None, (SquareState.MISSED, SquareWhy.NO_RESULT)),
        (occasion(96, Closing.DONE, 97), [], None, (SquareState.AWAITED, SquareWhy.RESULT_AWAITED)),
        (
            occasion(96, Closing.DONE, 97, line=AssessmentState.NOT_DONE, reason=NotDoneReason.NO_TIME), [], None,
            (SquareState.MISSED, SquareWhy.NOT_DONE),
        ),
        (
            occasion(96, Closing.DONE, 97, line=AssessmentState.NOT_DONE, reason=NotDoneReason.NOT_NEEDED), [], None,
            (SquareState.NOT_REQUIRED, SquareWhy.NOT_NEEDED),
        ),
        (
            occasion(90, Closing.AWAITED, 90, awaited=day(90), place="Sassari"), [], None,
            (SquareState.AWAITED, SquareWhy.REPORT_AWAITED),
        ),
        (occasion(90, Closing.DONE, 90, arrived=day(95)), [], None, (SquareState.DONE, SquareWhy.REPORT)),
        (occasion(90), [], said(MarkKind.DONE), (SquareState.DONE, SquareWhy.MARK)),
        (occasion(90), [], said(MarkKind.ASKED), (SquareState.MISSED, SquareWhy.VISIT)),
        (occasion(90), [], said(MarkKind.NOT_REQUIRED), (SquareState.NOT_REQUIRED, SquareWhy.MARK)),
        (occasion(90), [Sample(day(90), 5)], said(MarkKind.NOT_REQUIRED), (SquareState.DONE, SquareWhy.RESULT)),
    ],
)  # fmt: skip
def test_the_state_of_an_occasion(
    one: Occasion, samples: list[Sample], mark: Mark | None, expected: tuple[SquareState, SquareWhy]
) -> None:
    assert state(one, *samples, mark=mark) == expected


def test_a_test_answered_by_the_visit_needs_no_result() -> None:
    found = square(TEXT_TEST, occasion(60, Closing.DONE, 60), None, None, DAY0, ON)
    assert (found.state, found.why) == (SquareState.DONE, SquareWhy.VISIT)
    refused = occasion(60, Closing.DONE, 60, line=AssessmentState.NOT_DONE, reason=NotDoneReason.DECLINED)
    assert square(TEXT_TEST, refused, None, None, DAY0, ON).state is SquareState.MISSED


def test_the_week_of_the_square_counts_beside_the_window() -> None:
    assert days_of(occasion(90), DAY0) == (day(88), day(94))
    assert days_of(occasion(200), DAY0) == (day(198), day(202))


@pytest.mark.parametrize("status", list(VisitStatus))
def test_every_visit_status_has_its_state(status: VisitStatus) -> None:
    """Late is a hole, due is due; what lies ahead is planned; nobody's visit asks for nothing."""
    expected = {
        VisitStatus.LATE: SquareState.MISSED, VisitStatus.MISSED: SquareState.MISSED, VisitStatus.DUE: SquareState.DUE,
        VisitStatus.OPEN: SquareState.PLANNED, VisitStatus.UPCOMING: SquareState.PLANNED,
        VisitStatus.BOOKED: SquareState.PLANNED, VisitStatus.CANCELLED: SquareState.NOT_REQUIRED,
        VisitStatus.HISTORY: SquareState.NOT_REQUIRED,
        VisitStatus.NOT_APPLICABLE: SquareState.NOT_REQUIRED, VisitStatus.REPORT_AWAITED: SquareState.AWAITED,
        VisitStatus.DONE: SquareState.AWAITED,
    }  # fmt: skip
    assert state_of_status(status) is expected[status]


# strips --------------------------------------------------------------------------------------------------------------


def made(occasions: list[Occasion], *samples: Sample, on: int = 99) -> Strip:
    return strip(TEST, occasions, samples, {}, DAY0, day(on))


def test_a_result_that_no_visit_asked_for_has_its_square() -> None:
    found = made([occasion(41)], Sample(day(13), 1), Sample(day(14), 2, above=True), Sample(day(41), 3))
    assert [(one.column.number, one.state, one.on) for one in found.extra] == [(2, SquareState.ABOVE, day(14))]
    assert [one.state for one in found.squares] == [SquareState.DONE]


def test_before_day_0_and_tomorrow_are_none_of_it() -> None:
    found = made([], Sample(day(-3), 1), Sample(day(100), 2))
    assert found.extra == ()


def test_of_two_occasions_of_a_column_the_more_urgent_is_shown() -> None:
    found = made([occasion(89), occasion(91)], Sample(day(87), 1))
    assert len(found.squares) == 2
    assert found.cells()[Column(Unit.WEEK, 13)].state is SquareState.MISSED


def test_the_later_years_share_a_column_that_shows_the_last_whose_time_came() -> None:
    years = [occasion(round(365.25 * n)) for n in (6, 7, 8, 9)]
    found = made(years, Sample(day(2192), 1), on=2600)
    assert len(found.squares) == 4
    assert set(found.cells()) == {LATER}
    shown = found.cells()[LATER]
    assert (shown.column.number, shown.state) == (7, SquareState.MISSED)
    assert len(found.in_column(LATER)) == 4
    assert made(years, on=100).cells()[LATER].column.number == 6


def test_a_hole_is_open_until_a_later_test_was_done() -> None:
    ahead = occasion(104)
    assert open_hole(made([occasion(83), occasion(90), ahead], Sample(day(83), 1)).squares, ON)
    closed = occasion(90, Closing.MISSED)
    assert open_hole(made([closed, ahead]).squares, ON)
    assert not open_hole(made([closed, occasion(97), ahead], Sample(day(97), 1)).squares, ON)


def test_a_hole_at_the_end_of_a_series_grows_old() -> None:
    squares = made([occasion(90, Closing.MISSED)], on=400).squares
    assert open_hole(squares, day(92 + FRESH_HOLE))
    assert not open_hole(squares, day(93 + FRESH_HOLE))
    late = made([occasion(90)], on=400).squares
    assert open_hole(late, day(400)), "Today still lists the visit as late"


def test_the_hole_names_the_weeks_before_it_too() -> None:
    visits = [occasion(20), occasion(62), occasion(76), occasion(83), occasion(90)]
    found = holes(made(visits, Sample(day(83), 1)), ON)
    assert [one.column.number for one in found] == [9, 11, 13]


def test_above_since_the_first_of_the_last_run() -> None:
    samples = [Sample(day(62), 1, True), Sample(day(69), 2, False), Sample(day(76), 3, True), Sample(day(83), 4, True)]
    visits = [occasion(n) for n in (62, 69, 76, 83)]
    assert above_since(made(visits, *samples)) == day(76)
    assert above_since(made(visits, *samples[:2])) is None


# one sample, one square ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("targets", "taken", "filled"),
    [
        ((31, 38), (33,), (31,)), ((30, 37), (32,), (30,)), ((32, 39), (37,), (39,)), ((32, 39), (38,), (39,)),
        ((33, 40), (38,), (40,)), ((33, 40), (36,), (33,)), ((31, 38), (33, 36), (31, 38)),
        ((31, 38), (32, 33), (31, 38)), ((31, 39), (35,), ()), ((60, 64), (62,), (60,)), ((60, 64), (61, 62), (60, 64)),
    ],
)  # fmt: skip
def test_a_sample_fills_the_nearest_occasion_and_no_other(
    targets: tuple[int, ...], taken: tuple[int, ...], filled: tuple[int, ...]
) -> None:
    found = made([occasion(n) for n in targets], *(Sample(day(n), n) for n in taken))
    done = [one for one in found.squares if one.state.is_done]
    assert tuple((one.occasion.target - DAY0).days for one in done if one.occasion) == filled
    assert [one.state for one in found.squares if one not in done] == [SquareState.MISSED] * (len(targets) - len(done))


def test_the_analytes_of_one_draw_are_one_sample() -> None:
    found = made([occasion(31), occasion(38)], Sample(day(33), 1), Sample(day(33), 2), Sample(day(33), 3, above=True))
    assert [one.state for one in found.squares] == [SquareState.ABOVE, SquareState.MISSED]


def test_the_day_of_the_visit_fills_its_own_square_first() -> None:
    """Seen five days late, two days before the next target: what was drawn then is that visit's."""
    found = made([occasion(31, Closing.DONE, 36), occasion(38)], Sample(day(36), 1))
    assert [one.state for one in found.squares] == [SquareState.DONE, SquareState.MISSED]


def test_a_second_value_of_a_filled_square_shows_its_arrow_there() -> None:
    found = made([occasion(60)], Sample(day(60), 1, above=False), Sample(day(62), 2, above=True))
    assert [(one.state, one.on) for one in found.squares] == [(SquareState.ABOVE, day(62))]


# properties ----------------------------------------------------------------------------------------------------------

_CLOSINGS = st.sampled_from(
    [Closing.NONE, Closing.DONE, Closing.MISSED, Closing.AWAITED, Closing.CANCELLED, Closing.HISTORY]
)
_SAMPLES = st.lists(
    st.builds(Sample, st.integers(-5, 130).map(day), st.integers(1, 99), st.sampled_from([None, True, False])),
    max_size=6,
)


def _closed(target: int, closing: Closing) -> Occasion:
    seen = target if closing.took_place else None
    awaited = day(target) if closing is Closing.AWAITED else None
    return occasion(target, closing, seen, awaited=awaited)


_OCCASIONS = st.lists(st.builds(_closed, st.integers(0, 140), _CLOSINGS), max_size=6, unique_by=lambda one: one.target)
_MARKS = st.dictionaries(
    st.integers(0, 140).map(lambda n: f"weekly-{n}"), st.sampled_from(list(MarkKind)).map(said), max_size=3
)


@given(_OCCASIONS, _SAMPLES, _SAMPLES, _MARKS)
@settings(max_examples=max(20, settings.default.max_examples // 10))
def test_a_done_square_never_becomes_a_hole_when_more_is_recorded(
    occasions: list[Occasion], held: list[Sample], more: list[Sample], marks: dict[str, Mark]
) -> None:
    before = strip(TEST, occasions, held, marks, DAY0, ON)
    after = strip(TEST, occasions, held + more, marks, DAY0, ON)
    now = {one.key: one.state for one in after.squares}
    for one in before.squares:
        if one.state.is_done:
            assert now[one.key].is_done
    assert not (open_hole(after.squares, ON) and not open_hole(before.squares, ON))


@given(_OCCASIONS, _SAMPLES, st.randoms(use_true_random=False))
@settings(max_examples=max(20, settings.default.max_examples // 10))
def test_a_sample_fills_one_square_whatever_the_order_of_the_rows(
    occasions: list[Occasion], samples: list[Sample], chance: random.Random
) -> None:
    found = made(occasions, *samples)
    filled = [one.on for one in found.squares if one.why is SquareWhy.RESULT]
    assert len(filled) == len(set(filled))
    chance.shuffle(occasions)
    chance.shuffle(samples)
    assert made(occasions, *samples) == found


@given(_OCCASIONS, _SAMPLES, _MARKS)
@settings(max_examples=max(20, settings.default.max_examples // 10))
def test_the_end_of_a_series_is_judged_alike_without_its_beginning(
    occasions: list[Occasion], samples: list[Sample], marks: dict[str, Mark]
) -> None:
    """What lets the ward's holes be counted from the results since a day."""
    whole = strip(TEST, occasions, samples, marks, DAY0, ON).squares
    ordered = in_order(occasions)
    for number, one in enumerate(ordered):
        since, end = from_on(ordered, one, DAY0)
        late = [sample for sample in samples if sample.on >= since]
        part = squares_of(TEST, end, late, marks, DAY0, ON)
        assert part[len(part) - len(ordered) + number :] == whole[number:]


@given(_OCCASIONS, _SAMPLES, _MARKS)
@settings(max_examples=max(20, settings.default.max_examples // 10))
def test_every_occasion_is_exactly_one_square(
    occasions: list[Occasion], samples: list[Sample], marks: dict[str, Mark]
) -> None:
    found = strip(TEST, occasions, samples, marks, DAY0, ON)
    assert sorted(one.key for one in found.squares) == sorted(one.key for one in occasions)
    assert {one.column for one in found.extra}.isdisjoint(one.column for one in found.squares)
    shown = found.cells()
    assert set(shown) == {shown_in(one.column) for one in (*found.squares, *found.extra)}


@given(_OCCASIONS, st.integers(0, 160))
@settings(max_examples=max(20, settings.default.max_examples // 10))
def test_without_results_and_marks_the_state_is_that_of_the_visit(occasions: list[Occasion], on: int) -> None:
    for one in strip(TEST, occasions, (), {}, DAY0, day(on)).squares:
        assert one.occasion is not None
        status = visit_status(one.occasion.facts, day(on))
        assert one.status is status
        if status is VisitStatus.DONE:
            assert one.state in (SquareState.AWAITED, SquareState.MISSED)
        else:
            assert one.state is state_of_status(status)


@given(_OCCASIONS, _SAMPLES)
@settings(max_examples=max(20, settings.default.max_examples // 10))
def test_a_result_never_makes_a_hole(occasions: list[Occasion], samples: list[Sample]) -> None:
    """What lets the ward's holes be counted without reading the results of those who have none."""
    assert not open_hole(made(occasions, *samples).squares, ON) or open_hole(made(occasions).squares, ON)


# marks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "keys"),
    [
        (MarkEntry(1, "cmv_pcr", "weekly-1", MarkKind.DONE, day(40)), []),
        (MarkEntry(1, "cmv_pcr", "weekly-1", None, None), ["mark_kind_missing", "date_missing"]),
        (MarkEntry(1, "cmv_pcr", "weekly-1", MarkKind.DONE, day(100)), ["mark_in_future"]),
        (MarkEntry(1, "cmv_pcr", "weekly-1", MarkKind.ASKED, day(-1)), ["mark_before_day0"]),
        (MarkEntry(1, "cmv_pcr", "weekly-1", MarkKind.NOT_REQUIRED, day(9), " \u200b"), ["reason_missing"]),
        (MarkEntry(1, "cmv_pcr", "weekly-1", MarkKind.DONE, day(9), "x" * 401), ["too_long"]),
    ],
)
def test_what_is_wrong_with_a_mark(entry: MarkEntry, keys: list[str]) -> None:
    assert [problem.key for problem in check_mark(entry, DAY0, ON)] == keys
