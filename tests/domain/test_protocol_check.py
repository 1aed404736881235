"""What a protocol's dates may get wrong, and that a protocol without problems can be planned for anybody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.dates import Offset, add_months
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import FollowUpProtocol, Label, Place, ProtocolItem, Repeat, Window
from hsct_desktop.domain.protocol_check import FOLLOW_UP_YEARS, check_whole
from hsct_desktop.domain.schedule import MOST_VISITS, Anchors, Horizon, plan, waiting
from tests.domain.protocols import WILD, tame

NAME = Label("Visit", "Visita")


def visit(name: str, days: int, window: tuple[int, int] = (7, 7), **more: object) -> ProtocolItem:
    given_ = {"anchor": "day0", **more}
    return ProtocolItem(name, NAME, offset=Offset(days, "d"), window=Window(*window), **given_)  # type: ignore[arg-type]


def found(*items: ProtocolItem) -> list[tuple[str, str]]:
    problems = list(check_whole(FollowUpProtocol("p", "1", NAME, items)))
    for problem in problems:
        assert wording("en").problem(problem) != wording("it").problem(problem)
    return [(problem.field, problem.key) for problem in problems]


def series(every: str, until: str = "", window: tuple[int, int] = (0, 0), **more: object) -> ProtocolItem:
    step = Offset(int(every[:-1]), every[-1])
    end = None if not until else Offset(int(until[:-1]), until[-1])
    return visit("s", 7, window, repeat=Repeat(step, "day0" if until else None, end), **more)


OVERLAP = [("items.b", "protocol_windows_overlap")]


@pytest.mark.parametrize(
    ("second", "problems"),
    [
        (visit("b", 45), []),
        (visit("b", 44), OVERLAP),
        (visit("b", 30), OVERLAP),
        (visit("b", 44, may_overlap=True), []),
        (visit("b", 44, optional=True), []),
        (visit("b", 44, place=Place.ELSEWHERE), []),
        (visit("b", 14, anchor="visit:a"), OVERLAP),
        (visit("b", 15, anchor="visit:a"), []),
        (visit("b", 14, anchor="discharge"), OVERLAP),
        (visit("b", 60, (7, -8)), [("items.b", "protocol_window_inverted")]),
        (visit("b", 60, (-1, 8)), [("items.b", "protocol_window_negative")]),
        (visit("b", 60, anchor="visit:b"), [("items.b", "protocol_anchor_circular")]),
    ],
)
def test_windows(second: ProtocolItem, problems: list[tuple[str, str]]) -> None:
    assert found(visit("a", 30), second) == problems


def test_an_overlap_names_both_visits_and_the_days_they_share() -> None:
    (problem,) = check_whole(FollowUpProtocol("p", "1", NAME, (visit("late", 44), visit("early", 30))))
    assert problem.params == {"item": "late", "other": "early", "first": 37, "last": 37}
    assert "from 37 to 37 after infusion" in wording("en").problem(problem)


def test_a_wide_window_is_told_with_each_visit_inside() -> None:
    wide = visit("wide", 100, (90, 90))
    inside = [visit(f"v{n}", n, (0, 0)) for n in (50, 100, 150)]
    assert [key for _, key in found(wide, *inside)] == ["protocol_windows_overlap"] * 3


def test_short_months_count() -> None:
    four = ProtocolItem("a", NAME, "day0", Offset(1, "m"), Window(14, 14))
    five = ProtocolItem("b", NAME, "day0", Offset(2, "m"), Window(14, 14))
    assert found(four, five) == OVERLAP  # 28 days from 1 February
    assert found(four, ProtocolItem("b", NAME, "day0", Offset(2, "m"), Window(13, 14))) == []


@pytest.mark.parametrize(
    ("item", "problems"),
    [
        (series("7d", "100d", (3, 3)), []),
        (series("7d", "100d", (3, 4)), ["protocol_repeat_overlaps"]),
        (series("7d", "100d", (3, 4), may_overlap=True), []),
        (series("1m", "", (14, 14)), ["protocol_repeat_overlaps"]),
        (series("1m", "", (13, 14)), []),
        (series("7d", "7d"), []),
        (series("7d", "6d"), ["protocol_repeat_ends_before"]),
        (series("1d", "2y"), ["protocol_repeat_many"]),
        (series("1d", "16m"), []),
        (series("1w", ""), ["protocol_repeat_lifelong_many"]),
        (series("1m", ""), []),
        (series("0d", ""), ["protocol_repeat_not_positive"]),
        (series("1d", "100y"), ["protocol_repeat_many"]),
        (visit("x", 9, anchor="visit:y", repeat=Repeat(Offset(1, "y"))), ["protocol_repeat_on_visit"]),
        (visit("x", 9, (0, 0), repeat=Repeat(Offset(1, "y"), first_number=-1)), ["protocol_repeat_number"]),
        (visit("x", 36500), []),
        (visit("x", 36500, (0, 1000)), ["protocol_too_far"]),
        (visit("x", -36500, (1000, 0)), ["protocol_too_far"]),
    ],
)
def test_series(item: ProtocolItem, problems: list[str]) -> None:
    assert [key for _, key in found(item)] == problems


def test_a_series_that_ends_on_another_anchor() -> None:
    before_discharge = visit("s", 0, (0, 0), repeat=Repeat(Offset(1, "d"), "discharge", Offset(0, "d")))
    assert found(before_discharge) == []
    after = visit("s", 7, (0, 0), anchor="discharge", repeat=Repeat(Offset(7, "d"), "day0", Offset(20, "d")))
    assert found(after) == [("items.s", "protocol_repeat_ends_before")]


def test_a_series_waits_for_the_date_on_which_it_ends() -> None:
    item = visit("s", 1, (0, 0), repeat=Repeat(Offset(1, "d"), "discharge", Offset(0, "d")))
    protocol = FollowUpProtocol("p", "1", NAME, (item,))
    unknown = Anchors(date(2026, 1, 1))
    assert plan(protocol, unknown, Horizon(today=date(2026, 1, 1))) == ()
    assert waiting(protocol, unknown) == (item,)
    known = Anchors(date(2026, 1, 1), discharge=date(2026, 1, 10))
    assert len(plan(protocol, known, Horizon(today=date(2026, 1, 1)))) == 9


def test_the_sum_of_all_visits_has_a_limit() -> None:
    days = [visit(f"v{n}", n, (0, 0), may_overlap=True) for n in range(1, 20)]
    long = series("1d", "487d", may_overlap=True)  # 481 visits
    assert found(long, *days) == []
    assert found(long, *days, visit("one more", 5, (0, 0), may_overlap=True)) == [("items", "protocol_too_many_visits")]
    named = [visit(f"v{n}", n, (0, 0)) for n in range(MOST_VISITS + 1)]
    assert found(*named[:-1]) == []
    assert found(*named) == [("items", "protocol_too_many_visits")]


def test_a_long_chain_of_offsets_is_too_far() -> None:
    items = [ProtocolItem("v0", NAME, "day0", Offset(60, "y"), Window(0, 0))]
    items += [ProtocolItem(f"v{n}", NAME, f"visit:v{n - 1}", Offset(30, "y"), Window(0, 0)) for n in (1, 2)]
    assert found(*items) == [("items.v2", "protocol_too_far")]


@settings(max_examples=max(40, settings.default.max_examples // 10), deadline=None)
@given(WILD)
def test_whatever_a_protocol_says_its_check_gives_problems_with_words(protocol: FollowUpProtocol) -> None:
    problems = list(check_whole(protocol))
    assert all(isinstance(problem, Problem) for problem in problems)
    ids = {f"items.{item.id}" for item in protocol.items} | {"items"}
    for problem in problems:
        assert problem.field in ids
        assert wording("en").problem(problem)
        assert wording("it").problem(problem)


DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
SLOW = [HealthCheck.filter_too_much, HealthCheck.too_slow]


@settings(max_examples=max(20, settings.default.max_examples // 10), deadline=None, suppress_health_check=SLOW)
@given(
    tame() | WILD, DAYS, st.integers(1, 180), st.integers(0, 180), st.integers(-400, FOLLOW_UP_YEARS * 365), st.data()
)
def test_a_sound_protocol_is_planned_for_any_course(
    protocol: FollowUpProtocol, day0: date, before: int, stay: int, later: int, data: st.DataObject
) -> None:
    assume(not list(check_whole(protocol)))
    mobilisation = data.draw(st.sampled_from([None, day0 - timedelta(days=before)]))
    discharge = data.draw(st.sampled_from([None, day0 + timedelta(days=stay)]))
    anchors = Anchors(data.draw(st.sampled_from([day0, day0, None])), mobilisation, discharge)
    today = day0 + timedelta(days=later)
    for horizon in (Horizon(today=today), Horizon(until=add_months(day0, 12 * FOLLOW_UP_YEARS))):
        visits = plan(protocol, anchors, horizon)
        assert len(visits) <= MOST_VISITS
        assert len({v.key for v in visits}) == len(visits)
        assert all(v.earliest <= v.target <= v.latest for v in visits)
        waits = {item.id for item in waiting(protocol, anchors)}
        assert waits.isdisjoint({v.item.id for v in visits})
    for item in protocol.items:  # nothing is silently left out of a complete course
        if item.repeat is None:
            full = Anchors(day0, day0 - timedelta(days=before), day0 + timedelta(days=stay))
            assert item.id in {v.key for v in plan(protocol, full, Horizon(today=today))}
