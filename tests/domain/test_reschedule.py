"""Before and after: every held and every planned visit is accounted for, once."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import FollowUpProtocol, Label, ProtocolItem, Window
from hsct_desktop.domain.reschedule import (
    Because,
    Choice,
    Decisions,
    HeldVisit,
    MoveKind,
    VisitMove,
    check_anchors,
    close_course,
    replan,
    root_anchor,
)
from hsct_desktop.domain.schedule import Anchors, PlannedVisit
from hsct_desktop.domain.visit import Closing

DAY = date(2027, 6, 3)
NAME = Label("Visit", "Visita")


def item(key: str, anchor: str = "day0") -> ProtocolItem:
    return ProtocolItem(key, NAME, anchor, Offset(30, "d"), Window(7, 7))


def planned(key: str, on: date = DAY) -> PlannedVisit:
    return PlannedVisit(key, item(key), NAME, on, on - timedelta(7), on + timedelta(7))


def held(key: str, on: date = DAY, **more: object) -> HeldVisit:
    week = timedelta(7)
    return HeldVisit(hash(key), key, key, "Visit", on, on - week, on + week, **more)  # type: ignore[arg-type]


def only(*moves: VisitMove) -> VisitMove:
    (move,) = moves
    return move


def test_an_open_visit_follows() -> None:
    move = only(*replan([held("m6")], [planned("m6", DAY + timedelta(6))]).moves)
    assert (move.kind, move.because, move.choices) == (MoveKind.MOVED, None, ())


def test_a_booked_visit_asks_and_says_when_the_booking_leaves_the_window() -> None:
    after = [planned("m6", DAY + timedelta(20))]
    booked = only(*replan([held("m6", booked=DAY)], after).moves)
    assert (booked.kind, booked.because) == (MoveKind.ASKS, Because.BOOKED)
    assert (booked.choices, booked.booking_leaves_window) == ((Choice.KEEP, Choice.MOVE), True)
    by_hand = only(*replan([held("m6", booked=DAY, moved=1)], after).moves)
    assert by_hand.because is Because.MOVED_BY_HAND
    near = only(*replan([held("m6", booked=DAY)], [planned("m6", DAY + timedelta(3))]).moves)
    assert near.booking_leaves_window is False


def test_what_a_person_closed_stays_and_what_the_program_left_out_follows() -> None:
    after = [planned("m6", DAY + timedelta(6))]
    for closing in Closing:
        if closing is not Closing.NONE:
            assert only(*replan([held("m6", closing=closing)], after).moves).kind is MoveKind.KEPT
    left_out = held("m6", closing=Closing.CANCELLED, left_out=True)
    assert only(*replan([left_out], after).moves).kind is MoveKind.MOVED


def test_what_is_not_planned_any_more_goes_or_asks() -> None:
    assert only(*replan([held("w1")], []).moves).kind is MoveKind.DROPPED
    asks = only(*replan([held("w1", booked=DAY)], []).moves)
    assert (asks.because, asks.choices) == (Because.NO_LONGER_PLANNED, (Choice.KEEP, Choice.DROP))
    assert only(*replan([], [planned("w1")]).moves).kind is MoveKind.ADDED


def test_a_decision_that_is_not_offered_counts_as_none() -> None:
    asks = only(*replan([held("w1", booked=DAY)], []).moves)
    assert Decisions({"w1": Choice.MOVE}).of(asks) is Choice.KEEP
    assert Decisions({"w1": Choice.DROP}).of(asks) is Choice.DROP
    assert Decisions().of(asks) is Choice.KEEP


def test_the_next_transplant_closes_what_is_open() -> None:
    done = held("d30", closing=Closing.DONE)
    moves = {m.key: m for m in close_course([held("m6"), held("m12", booked=DAY), done], DAY).moves}
    assert {key: move.kind for key, move in moves.items()} == {
        "m6": MoveKind.DROPPED,
        "m12": MoveKind.ASKS,
        "d30": MoveKind.KEPT,
    }


def test_what_lies_before_the_next_transplant_stays_and_comes_back() -> None:
    late = held("d100", DAY - timedelta(1))
    gone = held("m6", DAY - timedelta(1), closing=Closing.CANCELLED, by_next_course=True)
    found = close_course([late, gone, held("m12")], DAY)
    assert {m.key: m.kind for m in found.moves} == {"m6": MoveKind.ADDED, "m12": MoveKind.DROPPED}
    assert found.unchanged == 1
    assert {m.kind for m in close_course([late, held("m12", booked=DAY)], None).moves} == set()


def test_to_a_window_that_is_over_no_booking_moves() -> None:
    after = [planned("m6", DAY - timedelta(20))]
    over = only(*replan([held("m6", booked=DAY)], after, DAY).moves)
    assert over.choices == (Choice.KEEP,)
    assert only(*replan([held("m6", booked=DAY)], after, DAY - timedelta(13)).moves).choices[-1] is Choice.MOVE


KEYS = st.sampled_from([f"v{n}" for n in range(8)])
ON = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(
    st.dictionaries(KEYS, st.tuples(ON, st.sampled_from(list(Closing)), st.none() | ON)),
    st.dictionaries(KEYS, ON),
)
def test_every_visit_is_accounted_for_once(
    held_visits: dict[str, tuple[date, Closing, date | None]], wanted: dict[str, date]
) -> None:
    before = [held(key, on, closing=closing, booked=booked) for key, (on, closing, booked) in held_visits.items()]
    found = replan(before, [planned(key, on) for key, on in wanted.items()])
    keys = [move.key for move in found.moves]
    assert len(keys) == len(set(keys))
    unmoved = {key for key, (on, closing, _) in held_visits.items() if wanted.get(key) == on and closing == "none"}
    assert set(keys) == (set(held_visits) | set(wanted)) - unmoved
    assert found.unchanged == len(unmoved)
    assert sum(found.counts.values()) == len(found.moves)
    for move in found.moves:
        assert (move.kind is MoveKind.ASKS) == bool(move.choices)
        assert move.kind is MoveKind.KEPT or move.held is None or move.held.closing is Closing.NONE


def test_an_anchor_does_not_pass_a_visit_that_hangs_on_it_through_others() -> None:
    protocol = FollowUpProtocol(
        "p", "1", NAME, (item("first"), item("second", "visit:first"), item("mob", "discharge"))
    )
    assert [root_anchor(protocol, i) for i in protocol.items] == ["day0", "day0", "discharge"]
    seen = DAY + timedelta(35)
    visits = [held("second", DAY + timedelta(60), closing=Closing.DONE, seen_on=seen)]
    before = Anchors(day0=DAY)
    problems = list(check_anchors(protocol, visits, before, Anchors(day0=seen + timedelta(1))))
    assert [(p.field, p.key) for p in problems] == [("day0", "anchor_past_done_visits")]
    assert list(check_anchors(protocol, visits, before, Anchors(day0=seen))) == []
    assert list(check_anchors(protocol, visits, before, Anchors(day0=DAY - timedelta(50)))) == []
    assert [p.key for p in check_anchors(protocol, visits, before, Anchors())] == ["day0_needed_by_done_visits"]
    unknown = list(check_anchors(protocol, visits, Anchors(), Anchors(day0=seen + timedelta(1))))
    assert [p.key for p in unknown] == ["anchor_past_done_visits"]
    early = [held("second", DAY + timedelta(60), closing=Closing.DONE, seen_on=DAY - timedelta(1))]
    assert list(check_anchors(protocol, early, before, Anchors(day0=DAY + timedelta(90)))) == []
