"""The schedule is correct to the day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.dates import Offset, add_months
from hsct_desktop.domain.protocol import FollowUpProtocol, Label, ProtocolItem, Repeat, Window, check_protocol
from hsct_desktop.domain.schedule import LIFELONG_AHEAD, Anchors, Horizon, plan, waiting

NAME = Label("Visit {n}", "Visita {n}")
WEEKLY = ProtocolItem(
    "weekly", NAME, "discharge", Offset(7, "d"), Window(2, 2), Repeat(Offset(7, "d"), "day0", Offset(100, "d"))
)
D30 = ProtocolItem("d30", NAME, "day0", Offset(30, "d"), Window(7, 7))
M6 = ProtocolItem("m6", NAME, "day0", Offset(6, "m"), Window(30, 30))
M9 = ProtocolItem("m9", NAME, "day0", Offset(9, "m"), Window(30, 30), optional=True)
YEARLY = ProtocolItem(
    "yearly", NAME, "day0", Offset(3, "y"), Window(60, 60), Repeat(Offset(1, "y"), first_number=3), key="y{n}"
)
RECHECK = ProtocolItem("recheck", NAME, "visit:m6", Offset(4, "w"), Window(3, 3))
PROTOCOL = FollowUpProtocol("p", "1", NAME, (WEEKLY, D30, M6, M9, YEARLY, RECHECK))
DAY0S = st.dates(date(1995, 1, 1), date(2060, 12, 31))


def test_an_item_waits_for_its_anchor() -> None:
    anchors = Anchors(day0=date(2024, 8, 31))
    assert [item.id for item in waiting(PROTOCOL, anchors)] == ["weekly"]
    assert not any(v.item.id == "weekly" for v in plan(PROTOCOL, anchors, Horizon(until=date(2030, 1, 1))))
    assert plan(PROTOCOL, Anchors(), Horizon(until=date(2030, 1, 1))) == ()


def test_weekly_visits_run_to_day_100_and_named_visits_absorb_them() -> None:
    day0 = date(2026, 8, 13)
    visits = plan(PROTOCOL, Anchors(day0, discharge=day0 + timedelta(days=19)), Horizon(until=day0 + timedelta(200)))
    weekly = [(v.target - day0).days for v in visits if v.item.id == "weekly"]
    assert weekly == [40, 47, 54, 61, 68, 75, 82, 89, 96]  # +26 and +33 fall inside Day +30's window (23 to 37)
    assert next(v.key for v in visits if v.item.id == "weekly") == "weekly-3"


def test_a_repeat_on_the_edge_of_a_window_is_absorbed_and_a_day_later_is_not() -> None:
    day0 = date(2026, 1, 1)
    item = ProtocolItem(
        "w", NAME, "day0", Offset(37, "d"), Window(0, 0), Repeat(Offset(1, "d"), "day0", Offset(38, "d"))
    )
    visits = plan(FollowUpProtocol("p", "1", NAME, (D30, item)), Anchors(day0), Horizon(until=date(2027, 1, 1)))
    assert [(v.target - day0).days for v in visits] == [30, 38]


def test_an_optional_visit_absorbs_nothing() -> None:
    optional = ProtocolItem("o", NAME, "day0", Offset(47, "d"), Window(7, 7), optional=True)
    day0 = date(2026, 8, 13)
    protocol = FollowUpProtocol("p", "1", NAME, (WEEKLY, optional))
    visits = plan(protocol, Anchors(day0, discharge=day0 + timedelta(days=19)), Horizon(until=date(2027, 6, 1)))
    assert (47, "weekly") in [((v.target - day0).days, v.item.id) for v in visits]


def test_years_from_29_february_return_to_it() -> None:
    visits = plan(PROTOCOL, Anchors(date(2024, 2, 29)), Horizon(until=date(2032, 12, 31)))
    yearly = [(v.key, v.target) for v in visits if v.item.id == "yearly"]
    assert yearly[:3] == [("y3", date(2027, 2, 28)), ("y4", date(2028, 2, 29)), ("y5", date(2029, 2, 28))]


def test_a_visit_may_hang_on_a_previous_visit() -> None:
    day0 = date(2026, 1, 31)
    target = {v.key: v.target for v in plan(PROTOCOL, Anchors(day0), Horizon(until=date(2030, 1, 1)))}
    assert target["recheck"] == date(2026, 7, 31) + timedelta(weeks=4)
    seen = Anchors(day0, visits={"m6": date(2026, 8, 10)})
    assert {v.key: v.target for v in plan(PROTOCOL, seen, Horizon(until=date(2030, 1, 1)))}["recheck"] == date(
        2026, 9, 7
    )


@given(DAY0S, st.integers(-800, 9000))
def test_two_occurrences_of_a_lifelong_repeat_are_always_ahead(day0: date, since: int) -> None:
    today = day0 + timedelta(days=since)
    yearly = [v.target for v in plan(PROTOCOL, Anchors(day0), Horizon(today=today)) if v.item.id == "yearly"]
    assert sum(target > today for target in yearly) == LIFELONG_AHEAD
    assert all(b == add_months(day0, 36 + 12 * i) for i, b in enumerate(yearly))


@given(DAY0S, st.integers(8, 40))
def test_every_window_holds_its_target_and_rows_are_sorted_and_unique(day0: date, stay: int) -> None:
    visits = plan(PROTOCOL, Anchors(day0, discharge=day0 + timedelta(days=stay)), Horizon(until=add_months(day0, 60)))
    assert all(v.earliest <= v.target <= v.latest for v in visits)
    assert [v.target for v in visits] == sorted(v.target for v in visits)
    assert len({v.key for v in visits}) == len(visits)
    assert all(v.target <= add_months(day0, 60) for v in visits)


def test_a_sound_protocol_has_no_problems() -> None:
    assert list(check_protocol(PROTOCOL)) == []


def test_broken_protocols_are_named() -> None:
    a = ProtocolItem("a", NAME, "visit:b", Offset(1, "w"), Window(0, 0))
    b = ProtocolItem("b", NAME, "visit:a", Offset(1, "w"), Window(-1, 2))
    c = ProtocolItem("c", NAME, "surgery", Offset(1, "w"), Window(0, 0), Repeat(Offset(0, "d")), key="c")
    d = ProtocolItem("c", NAME, "visit:c", Offset(1, "w"), Window(0, 0))
    keys = [p.key for p in check_protocol(FollowUpProtocol("x", "1", NAME, (a, b, c, d)))]
    assert keys.count("protocol_anchor_circular") == 2
    for key in (
        "protocol_window_negative",
        "protocol_anchor_unknown",
        "protocol_repeat_not_positive",
        "protocol_key_without_number",
        "protocol_item_twice",
        "protocol_anchor_repeats",
    ):
        assert key in keys


def test_two_series_never_name_their_visits_alike() -> None:
    other = ProtocolItem(
        "w", NAME, "day0", Offset(1, "d"), Window(0, 0), Repeat(Offset(1, "d"), "day0", Offset(9, "d"))
    )
    same = ProtocolItem("x", NAME, "day0", Offset(1, "d"), Window(0, 0), other.repeat, key="w-{n}")
    prefixed = ProtocolItem("w-1", NAME, "day0", Offset(1, "d"), Window(0, 0), other.repeat, key="w-1{n}")
    for second in (same, prefixed):
        keys = [p.key for p in check_protocol(FollowUpProtocol("p", "1", NAME, (other, second)))]
        assert keys == ["protocol_key_twice"]
    assert list(check_protocol(FollowUpProtocol("p", "1", NAME, (other, YEARLY, WEEKLY)))) == []


def test_a_chain_of_visits_has_an_end() -> None:
    first = ProtocolItem("v0", NAME, "day0", Offset(1, "d"), Window(0, 0))
    chain = [ProtocolItem(f"v{i}", NAME, f"visit:v{i - 1}", Offset(1, "d"), Window(0, 0)) for i in range(1, 700)]
    keys = {p.key for p in check_protocol(FollowUpProtocol("p", "1", NAME, (first, *chain)))}
    assert keys == {"protocol_anchor_chain"}
    short = FollowUpProtocol("p", "1", NAME, (first, *chain[:50]))
    assert list(check_protocol(short)) == []
    assert plan(short, Anchors(date(2026, 1, 1)), Horizon(until=date(2027, 1, 1)))[-1].target == date(2026, 2, 21)
