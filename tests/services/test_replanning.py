"""What becomes of visits when dates move: shown before it is done, undone whole, and done visits stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.protocol_json import protocol_to_json
from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.patient import FollowUp, StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.protocol import FollowUpProtocol, Label, ProtocolItem, Repeat, Window, check_protocol
from hsct_desktop.domain.reschedule import Because, Choice, Decisions, MoveKind
from hsct_desktop.domain.visit import Closing, VisitStatus
from hsct_desktop.services import (
    patients,
    replanning,
    schedule,
    states,
    supportive_therapies,
    transplants,
    undo,
    visits,
)
from hsct_desktop.services.replanning import MoveRow, Preview
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import scheduled_visit, transplant
from tests.services.ward import TODAY, course, days, drug, export, keys, plan, register, scheduled, see

Shape = dict[str, tuple[object, ...]]


def shape(ws: Workspace, who: int) -> Shape:
    """Everything that a person sees of the schedule, by label."""
    return {
        label: (row.status, row.target, row.earliest, row.latest, row.booked, row.reason, row.seen_on)
        for label, row in plan(ws, who).items()
    }


def move(ws: Workspace, who: int, by: int, decisions: Decisions | None = None) -> str:
    """Move Day 0 by days; the transaction."""
    entry, version, course_id = transplants.entry_of(ws, who) or pytest.fail("no course")
    moved = replace(entry, day0=(entry.day0 or TODAY) + timedelta(days=by))
    return transplants.revise(ws, course_id, version, moved, decisions or Decisions(), "bed not free").txn


def preview(ws: Workspace, who: int, by: int) -> Preview:
    entry, _, _ = transplants.entry_of(ws, who) or pytest.fail("no course")
    return transplants.preview_change(ws, who, replace(entry, day0=(entry.day0 or TODAY) + timedelta(days=by)))


def of(found: Preview, label: str) -> MoveRow:
    return next(row for row in found.rows if row.label == label)


def test_the_preview_says_what_moves_stays_and_asks_and_changes_nothing(ws: Workspace) -> None:
    who = register(ws, 12)
    see(ws, who, "Day +30", TODAY)
    visits.book(ws, scheduled(ws, who, "Day +60"), 1, days(50))
    visits.book(ws, scheduled(ws, who, "Day +100"), 1, days(85))
    visits.book(ws, scheduled(ws, who, "Day +100"), 2, days(86), reason="holiday")
    before = shape(ws, who)
    found = preview(ws, who, -6)
    assert shape(ws, who) == before
    assert of(found, "Day +30").kind is MoveKind.KEPT
    assert of(found, "Day +30").because is Because.DONE
    assert (of(found, "Day +60").kind, of(found, "Day +60").because) == (MoveKind.ASKS, Because.BOOKED)
    assert of(found, "Day +100").because is Because.MOVED_BY_HAND
    month6 = of(found, "Month 6, MRI re-baseline")
    assert month6.kind is MoveKind.MOVED
    assert month6.before is not None
    assert month6.after is not None
    assert month6.after.target < month6.before.target
    assert [row.label for row in found.asks] == ["Day +60", "Day +100"]
    assert sum(found.counts.values()) == len(found.rows)


def test_confirming_does_what_the_preview_showed(ws: Workspace) -> None:
    who = register(ws, -13)
    visits.book(ws, scheduled(ws, who, "Day +30"), 1, days(44))
    visits.book(ws, scheduled(ws, who, "Day +60"), 1, days(73))
    found = preview(ws, who, 6)
    move(ws, who, 6, Decisions({of(found, "Day +60").key: Choice.MOVE}))
    now = plan(ws, who)
    for row in found.rows:
        if row.after is not None and row.label in now:
            assert (now[row.label].target, now[row.label].earliest) == (row.after.target, row.after.earliest)
    assert now["Day +30"].booked == days(44)
    after = of(found, "Day +60")
    assert now["Day +60"].booked == (after.proposed or (after.after.target if after.after else None))
    assert now["Day +60"].move_reason == "bed not free"


def test_one_undo_brings_it_all_back(ws: Workspace) -> None:
    who = register(ws, 20)
    supportive_therapies.record(ws, drug(who, plan(ws, who)["Month 12"].target, stop_rule_id="vzv_12m", stop_rule=RULE))
    visits.book(ws, scheduled(ws, who, "Day +60"), 1, days(40))
    before, rows = shape(ws, who), export(ws)
    stop = supportive_therapies.for_patient(ws, who)[0].planned_stop
    txn = move(ws, who, -6, Decisions({"d60": Choice.MOVE}))
    assert shape(ws, who) != before
    assert supportive_therapies.for_patient(ws, who)[0].planned_stop != stop
    undo.undo(ws, txn)
    assert (shape(ws, who), export(ws)) == (before, rows)
    assert supportive_therapies.for_patient(ws, who)[0].planned_stop == stop


RULE = "Not before month 12, off immunosuppression, CD4 ≥ 200/µL"


def test_planned_stops_follow_unless_somebody_set_them(ws: Workspace) -> None:
    who = register(ws, 20)
    by_rule = plan(ws, who)["Month 12"].target or TODAY
    supportive_therapies.record(ws, drug(who, by_rule, stop_rule_id="vzv_12m", stop_rule=RULE))
    again = drug(who, by_rule - timedelta(days=9), stop_rule_id="vzv_12m", stop_rule=RULE, overlap_why="second order")
    supportive_therapies.record(ws, again)
    (stop,) = preview(ws, who, -5).stops
    assert (stop.before, stop.after) == (by_rule, plan_month12(-25))
    move(ws, who, -5)
    assert sorted(t.planned_stop or TODAY for t in supportive_therapies.for_patient(ws, who)) == sorted(
        [stop.after, by_rule - timedelta(days=9)]
    )


def plan_month12(day0: int) -> date:
    return replace_year(days(day0))


def replace_year(day: date) -> date:
    return day.replace(year=day.year + 1)


def test_a_date_does_not_move_past_a_visit_that_took_place(ws: Workspace) -> None:
    who = register(ws, 30)
    see(ws, who, "Day +30", days(-1))
    before = shape(ws, who)
    with pytest.raises(InputError) as error:
        preview(ws, who, 30)
    assert keys(error.value) == {("day0", "anchor_past_done_visits")}
    with pytest.raises(InputError) as error:
        move(ws, who, 30)
    assert keys(error.value) == {("day0", "anchor_past_done_visits")}
    assert shape(ws, who) == before


def test_two_people_move_the_same_course(ws: Workspace) -> None:
    who = register(ws, 10)
    entry, version, course_id = transplants.entry_of(ws, who) or pytest.fail("no course")
    move(ws, who, -1)
    before = shape(ws, who)
    with pytest.raises(KnownError, match="stale_row"):
        transplants.revise(ws, course_id, version, replace(entry, day0=days(-3)))
    assert shape(ws, who) == before


def test_a_discharge_is_previewed_with_what_it_adds(ws: Workspace) -> None:
    who = register(ws, 14)
    change = StateChange(StateChangeKind.DISCHARGED, days(-1))
    found = states.preview(ws, who, change)
    assert found is not None
    added = [row for row in found.rows if row.kind is MoveKind.ADDED]
    assert added
    assert all(row.series == "weekly" for row in added)
    assert states.preview(ws, who, StateChange(StateChangeKind.WITHDREW, TODAY, "moved away")) is None
    saved = states.change(ws, who, change)
    assert {row.key for row in added} <= {row.key for row in held(ws, who)}
    back = states.preview_take_back(ws, saved.record_id or 0)
    assert back is not None
    assert {row.key for row in back.rows if row.kind is MoveKind.DROPPED} >= {r.key for r in added}


@pytest.mark.parametrize("by", [-6, -2, 3, 6])
def test_moving_day0_invents_no_weekly_test_in_the_past(ws: Workspace, by: int) -> None:
    who = register(ws, 12)
    states.change(ws, who, StateChange(StateChangeKind.DISCHARGED, days(0)))
    ws.clock = clock_on(days(51))  # Day +63
    for row in held(ws, who):
        if row.latest < ws.today() and row.closing is Closing.NONE:
            see(ws, who, row.label.en, row.target)
    late = {row.key for row in held(ws, who) if row.closing is Closing.NONE and row.latest < ws.today()}
    ahead = {row.key for row in held(ws, who) if row.closing is Closing.NONE and row.item_id == "weekly"}
    assert late == set()
    found = preview(ws, who, by)
    assert not [row for row in found.rows if row.kind is MoveKind.ADDED and row.after and row.after.latest < ws.today()]
    move(ws, who, by)
    weekly = [row for row in held(ws, who) if row.closing is Closing.NONE and row.item_id == "weekly"]
    assert not [row for row in weekly if row.latest < ws.today()]
    absorbed = {row.key for row in found.rows if row.kind is MoveKind.DROPPED}
    assert ahead - absorbed <= {row.key for row in weekly}


def held(ws: Workspace, who: int) -> list[scheduled_visit.Scheduled]:
    with ws.read() as session:
        return scheduled_visit.of_patient(session, who)


def test_the_next_transplant_opens_a_course_and_closes_the_one_before(ws: Workspace) -> None:
    who = register(ws, 400)
    visits.book(ws, scheduled(ws, who, "Month 18"), 1, days(150))
    visits.book(ws, scheduled(ws, who, "Month 24"), 1, days(350))
    before, rows = shape(ws, who), export(ws)
    entry = course(-20)
    found = transplants.preview_next(ws, who, entry)
    assert shape(ws, who) == before
    assert [row.label for row in found.asks] == ["Month 18", "Month 24"]
    assert found.counts[MoveKind.DROPPED] > 0
    assert found.counts[MoveKind.ADDED] > 10
    first = transplants.courses_of(ws, who)[0]
    saved = transplants.open_next(ws, who, first.version, entry, Decisions({"m24": Choice.DROP}))
    old, new = transplants.courses_of(ws, who)
    assert (old.closed_on, new.number, new.entry.day0) == (TODAY, 2, days(20))
    of_old = {row.key: row for row in held(ws, who) if row.transplant_id == old.id}
    assert of_old["m18"].closing is Closing.NONE
    assert of_old["m24"].closing is Closing.CANCELLED
    assert [row.key for row in of_old.values() if row.closing is Closing.NONE] == ["m18"]
    undo.undo(ws, saved.txn)
    assert (shape(ws, who), export(ws)) == (before, rows)


def test_planned_stops_follow_the_next_transplant(ws: Workspace) -> None:
    who = register(ws, 340)
    supportive_therapies.record(ws, drug(who, plan(ws, who)["Month 12"].target, stop_rule_id="vzv_12m", stop_rule=RULE))
    entry = course(0)
    (stop,) = transplants.preview_next(ws, who, entry).stops
    assert stop.after == replace_year(TODAY)
    transplants.open_next(ws, who, transplants.courses_of(ws, who)[0].version, entry)
    assert supportive_therapies.for_patient(ws, who)[0].planned_stop == replace_year(TODAY)


def test_planned_stops_wait_for_the_day_of_a_transplant_that_has_none_yet(ws: Workspace) -> None:
    who = register(ws, 340)
    supportive_therapies.record(ws, drug(who, plan(ws, who)["Month 12"].target, stop_rule_id="vzv_12m", stop_rule=RULE))
    unknown = replace(course(0), day0=None, mobilisation_start=None)
    transplants.open_next(ws, who, transplants.courses_of(ws, who)[0].version, unknown)
    version, course_id = (transplants.entry_of(ws, who) or pytest.fail("no course"))[1:]
    saved = transplants.revise(ws, course_id, version, replace(unknown, day0=days(5)))
    assert "therapy" in saved.kinds
    assert supportive_therapies.for_patient(ws, who)[0].planned_stop == replace_year(days(5))


def test_until_the_next_transplant_the_course_before_goes_on(ws: Workspace) -> None:
    who = register(ws, 500)
    before = shape(ws, who)
    entry = replace(course(-600), mobilisation_start=None)
    shown = transplants.preview_next(ws, who, entry)
    assert "Month 18" not in {row.label for row in shown.rows if row.kind is MoveKind.DROPPED}
    transplants.open_next(ws, who, transplants.courses_of(ws, who)[0].version, entry)
    old = transplants.courses_of(ws, who)[0].id
    left = {r.key for r in held(ws, who) if r.transplant_id == old and r.closing is Closing.NONE}
    assert left == {"m18", "m24", "y3"}
    version, course_id = (transplants.entry_of(ws, who) or pytest.fail("no course"))[1:]
    sooner = replace(entry, day0=days(100))
    goes = {r.key for r in transplants.preview_change(ws, who, sooner).rows if r.because is Because.COURSE_CLOSED}
    assert goes == {"m24", "y3"}
    transplants.revise(ws, course_id, version, sooner)
    left = {r.key for r in held(ws, who) if r.transplant_id == old and r.closing is Closing.NONE}
    assert left == {"m18"}
    transplants.revise(ws, course_id, version + 1, entry)
    left = {r.key for r in held(ws, who) if r.transplant_id == old and r.closing is Closing.NONE}
    assert left == {"m18", "m24", "y3"}
    assert before["Month 18"][1] == next(r.target for r in held(ws, who) if r.transplant_id == old and r.key == "m18")


def test_a_discharge_belongs_to_its_own_course(ws: Workspace) -> None:
    who = register(ws, 400)
    first = states.change(ws, who, StateChange(StateChangeKind.DISCHARGED, days(-380)))
    transplants.open_next(ws, who, transplants.courses_of(ws, who)[0].version, course(20))
    saved = states.change(ws, who, StateChange(StateChangeKind.DISCHARGED, days(-1)))
    assert [c.discharged_on for c in transplants.courses_of(ws, who)] == [days(-380), days(-1)]
    states.change(ws, who, StateChange(StateChangeKind.DISCHARGED, days(-370)))  # entered late
    assert [c.discharged_on for c in transplants.courses_of(ws, who)] == [days(-370), days(-1)]
    back = states.preview_take_back(ws, saved.record_id or 0)
    assert back is not None
    assert {row.kind for row in back.rows} <= {MoveKind.DROPPED, MoveKind.KEPT}
    states.take_back(ws, saved.record_id or 0, "still in hospital")
    assert [c.discharged_on for c in transplants.courses_of(ws, who)] == [days(-370), None]
    assert not [row for row in held(ws, who) if row.item_id == "weekly" and row.closing is Closing.NONE]
    assert first.record_id is not None


def test_day0_is_not_cleared_from_under_visits_that_took_place(ws: Workspace) -> None:
    who = register(ws, 40)
    see(ws, who, "Day +30", days(-9))
    entry, version, course_id = transplants.entry_of(ws, who) or pytest.fail("no course")
    with pytest.raises(InputError) as error:
        transplants.revise(ws, course_id, version, replace(entry, day0=None))
    assert keys(error.value) == {("day0", "day0_needed_by_done_visits")}


@pytest.mark.parametrize(("day", "problem"), [(400, "day0_before_earlier_course"), (401, "day0_before_earlier_course")])
def test_the_next_transplant_comes_after_the_one_before(ws: Workspace, day: int, problem: str) -> None:
    who = register(ws, 400)
    with pytest.raises(InputError) as error:
        transplants.preview_next(ws, who, course(day))
    assert keys(error.value) == {("day0", problem), ("mobilisation_start", problem)}


@pytest.mark.parametrize(
    ("day", "problem"),
    [(-1, "booking_in_past"), (-20000, "before_birth"), (20, "booking_on_day0"), (3000, "booking_too_far")],
)
def test_bookings_that_cannot_be(ws: Workspace, day: int, problem: str) -> None:
    who = register(ws, 400)
    visits.book(ws, scheduled(ws, who, "Month 18"), 1, days(150))
    transplants.open_next(ws, who, transplants.courses_of(ws, who)[0].version, course(-20))
    kept = next(row for row in held(ws, who) if row.key == "m18")
    with pytest.raises(InputError) as error:
        visits.book(ws, kept.id, kept.version, days(day), reason="asked")
    assert keys(error.value) == {("on", problem)}


def test_not_applicable_and_giving_up_a_booking(ws: Workspace) -> None:
    who = register(ws, 40)
    visits.book(ws, scheduled(ws, who, "Day +60"), 1, days(20))
    visits.unbook(ws, scheduled(ws, who, "Day +60"), 2, "rang to cancel")
    row = plan(ws, who)["Day +60"]
    assert (row.booked, row.status, row.move_reason) == (None, VisitStatus.UPCOMING, "rang to cancel")
    with pytest.raises(KnownError, match="stale_row"):
        visits.unbook(ws, scheduled(ws, who, "Day +60"), row.version, "again")
    visits.not_applicable(ws, scheduled(ws, who, "Day +60"), row.version, "has no spleen")
    row = plan(ws, who)["Day +60"]
    assert (row.status, row.reason) == (VisitStatus.NOT_APPLICABLE, "has no spleen")
    move(ws, who, -3)
    visits.reopen(ws, scheduled(ws, who, "Day +60"), plan(ws, who)["Day +60"].version)
    assert plan(ws, who)["Day +60"].target == days(17)


def test_years_stay_two_ahead_although_nobody_records_anything(ws: Workspace) -> None:
    who = register(ws, 800)
    gone = register(ws, 800, "MS-002", given_name="Bea")
    states.change(ws, gone, StateChange(StateChangeKind.LOST, TODAY, "no answer"))
    assert replanning.keep_ahead(ws) == 0
    for year in range(1, 9):
        ws.clock = clock_on(days(365 * year))
        replanning.keep_ahead(ws)
        assert replanning.keep_ahead(ws) == 0
        years = [row.number for row in held(ws, who) if row.item_id == "yearly"]
        assert years == list(range(3, 3 + len(years)))
        ahead = [row for row in held(ws, who) if row.item_id == "yearly" and row.target > ws.today()]
        assert len(ahead) == 2
    assert len([row for row in held(ws, gone) if row.item_id == "yearly"]) == 2
    assert patients.banner(ws, gone).follow_up is FollowUp.LOST


# Random protocols, dates, moves: what must hold whatever a unit writes.

NAME = Label("Visit {n}", "Visita {n}")


@st.composite
def protocols(draw: Callable[[st.SearchStrategy[object]], object]) -> FollowUpProtocol:
    items: list[ProtocolItem] = []
    for index in range(int(str(draw(st.integers(1, 6))))):
        anchor = draw(st.sampled_from(["day0", "day0", "discharge", "mobilisation", *(f"visit:{i.id}" for i in items)]))
        unit = str(draw(st.sampled_from("dwm")))
        offset = Offset(int(str(draw(st.integers(0, 40)))), unit)
        window = Window(int(str(draw(st.integers(0, 20)))), int(str(draw(st.integers(0, 20)))))
        items.append(
            ProtocolItem(
                f"i{index}", Label(f"Item {index}", f"Voce {index}"), str(anchor), offset, window,
                optional=bool(draw(st.booleans())),
            )
        )  # fmt: skip
    first = Offset(int(str(draw(st.integers(1, 4)))), "y")
    yearly = Repeat(Offset(1, "y"), first_number=first.count)
    items.append(ProtocolItem("yearly", NAME, "day0", first, Window(30, 30), yearly, key="y{n}"))
    weekly = Repeat(Offset(7, "d"), "day0", Offset(60, "d"))
    items.append(ProtocolItem("weekly", NAME, "discharge", Offset(7, "d"), Window(1, 1), weekly, key="w{n}"))
    protocol = FollowUpProtocol("p", "1", NAME, tuple(items))
    broken = {problem.key for problem in check_protocol(protocol)} - {"protocol_windows_overlap"}
    assert not broken, broken
    return protocol


def open_random(ws: Workspace, protocol: FollowUpProtocol, day: int, discharged: int | None) -> int:
    who = register(ws, None)
    entry = replace(course(day), protocol_id="p")
    with ws.write("transplant.revise") as session:
        snapshot = transplant.pin_protocol(session, "p", "1", protocol_to_json(protocol))
        held_course = transplant.add(session, who, entry, "1", snapshot)
        if discharged is not None:
            transplant.set_discharge(session, held_course.id, days(discharged))
        schedule.add_visits(session, held_course.id, who, [], TODAY)
    again(ws, who)
    return who


def again(ws: Workspace, who: int) -> None:
    """Run the plan once more."""
    with ws.write("transplant.revise") as session:
        replanning.reconcile(session, transplant.of_patient(session, who)[-1], ws.today())


def set_day0(ws: Workspace, who: int, day0: date) -> None:
    with ws.write("transplant.revise") as session:
        held_course = transplant.of_patient(session, who)[-1]
        transplant.revise(session, held_course.id, held_course.version, replace(held_course.entry, day0=day0))
        replanning.reconcile(session, transplant.of_patient(session, who)[-1], ws.today())


def act(ws: Workspace, who: int, kind: str, index: int) -> None:
    """Do something to a visit of the plan, as a person would."""
    rows = [row for row in held(ws, who) if row.closing is Closing.NONE]
    if not rows:
        return
    row = rows[index % len(rows)]
    if kind == "book":
        visits.book(ws, row.id, row.version, max(TODAY, min(row.target, row.latest)), reason="asked")
    elif kind == "miss":
        with ws.write("transplant.revise") as session:
            scheduled_visit.close(session, row.id, row.version, Closing.MISSED, "did not come")
    elif kind == "see" and row.earliest <= TODAY:
        with ws.write("transplant.revise") as session:
            scheduled_visit.close(session, row.id, row.version, Closing.CANCELLED, "seen elsewhere")
    again(ws, who)  # as each write of a service does


ACTS = st.lists(st.tuples(st.sampled_from(["book", "miss", "see"]), st.integers(0, 30)), max_size=4)
REAL_FILE = settings(
    max_examples=max(5, settings.default.max_examples // 10),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@REAL_FILE
@given(protocols(), st.integers(-30, 900), st.integers(-60, 60), ACTS, st.booleans())
def test_there_and_back_changes_nothing(
    ws_of: Callable[[], Workspace],
    protocol: FollowUpProtocol,
    day: int,
    by: int,
    acts: list[tuple[str, int]],
    home: bool,
) -> None:
    ws = ws_of()
    who = open_random(ws, protocol, day, min(0, 10 - day) if home else None)
    for kind, index in acts:
        act(ws, who, kind, index)
    before = seen(ws, who)
    done = [row for row in held(ws, who) if row.closing is not Closing.NONE and not row.closing_reason.startswith("@")]
    set_day0(ws, who, days(-day + by))
    assert [r for r in held(ws, who) if r.id in {d.id for d in done}] == done  # what a person closed never moves
    set_day0(ws, who, days(-day))
    assert seen(ws, who) == before


@REAL_FILE
@given(protocols(), st.integers(-30, 900), ACTS)
def test_running_the_plan_again_changes_nothing(
    ws_of: Callable[[], Workspace], protocol: FollowUpProtocol, day: int, acts: list[tuple[str, int]]
) -> None:
    ws = ws_of()
    who = open_random(ws, protocol, day, None)
    for kind, index in acts:
        act(ws, who, kind, index)
    before = held(ws, who)
    again(ws, who)
    assert held(ws, who) == before


def seen(ws: Workspace, who: int) -> set[tuple[object, ...]]:
    """All that makes up the plan, but for the versions of the rows."""
    return {
        (r.key, r.target, r.earliest, r.latest, r.booked, r.moved, r.closing, r.closing_reason * (r.closing != "none"))
        for r in held(ws, who)
    }
