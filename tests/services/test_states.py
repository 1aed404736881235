"""Dead, transferred, withdrawn, lost: off every list in the same write, and back when it is taken back."""

from __future__ import annotations

import pytest

from hsct_desktop.domain.patient import ENDS_FOLLOW_UP, FOLLOW_UP_AFTER, FollowUp, StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import overview, patients, replanning, states, summary, supportive_therapies, undo
from hsct_desktop.services.workspace import Workspace, clock_on
from tests.services.ward import change_state, days, drug, export, keys, plan, register, row_counts, see

ENDS = sorted(ENDS_FOLLOW_UP)


@pytest.mark.parametrize("kind", ENDS)
def test_each_end_is_reversible_and_empties_the_lists(ws: Workspace, kind: StateChangeKind) -> None:
    late, waiting = register(ws, 221), register(ws, None, "MS-002")
    supportive_therapies.record(ws, drug(late, days(-1)))
    before = export(ws)
    assert {row[0] for row in before} == {"to_stop", "vaccines", "no_next_visit"}
    held = [change_state(ws, who, kind) for who in (late, waiting)]
    assert export(ws) == []
    assert patients.banner(ws, late).follow_up is FOLLOW_UP_AFTER[kind]
    open_ones = {row.status for row in plan(ws, late).values()}
    assert not any(status.awaits for status in open_ones)
    assert VisitStatus.NOT_APPLICABLE in open_ones
    for state in held:
        states.take_back(ws, state, "the patient rang")
    assert export(ws) == before
    assert patients.banner(ws, late).follow_up is FollowUp.FOLLOWED
    assert states.for_patient(ws, late) == []


@pytest.mark.parametrize("kind", ENDS)
def test_undoing_an_end_brings_back_exactly_the_rows_before(ws: Workspace, kind: StateChangeKind) -> None:
    who = register(ws, 62)
    before = export(ws)
    saved = states.change(ws, who, StateChange(kind, days(0), "why"))
    assert export(ws) == []
    undone = undo.undo(ws, saved.txn)
    assert (export(ws), undone.patient_id) == (before, who)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (StateChange(StateChangeKind.DIED, days(0), " "), ("detail", "cause_missing")),
        (StateChange(StateChangeKind.TRANSFERRED, days(0)), ("detail", "transferred_to_missing")),
        (StateChange(StateChangeKind.LOST, days(0), " "), ("detail", "state_reason_missing")),
        (StateChange(StateChangeKind.WITHDREW, days(0)), ("detail", "state_reason_missing")),
        (StateChange(StateChangeKind.LOST, days(1), "moved away"), ("on", "date_in_future")),
        (StateChange(StateChangeKind.WITHDREW, days(-20000), "own wish"), ("on", "before_birth")),
    ],
)
def test_what_is_refused(ws: Workspace, entry: StateChange, problem: tuple[str, str]) -> None:
    who = register(ws)
    before = row_counts(ws)
    with pytest.raises(InputError) as error:
        states.change(ws, who, entry)
    assert keys(error.value) == {problem}
    assert row_counts(ws) == before


def test_who_left_can_die_but_not_leave_again_and_the_dead_do_neither(ws: Workspace) -> None:
    who = register(ws)
    change_state(ws, who, StateChangeKind.LOST, days(-5))
    with pytest.raises(InputError) as error:
        change_state(ws, who, StateChangeKind.TRANSFERRED)
    assert keys(error.value) == {("kind", "no_longer_followed")}
    died = change_state(ws, who, StateChangeKind.DIED, days(-8))
    assert patients.banner(ws, who).follow_up is FollowUp.DEAD
    for kind in ENDS:
        with pytest.raises(InputError):
            change_state(ws, who, kind)
    states.take_back(ws, died, "another person")
    assert patients.banner(ws, who).follow_up is FollowUp.LOST


def test_nobody_was_seen_after_their_death(ws: Workspace) -> None:
    who = register(ws, 62)
    see(ws, who, "Day +60", days(-1))
    with pytest.raises(InputError) as error:
        change_state(ws, who, StateChangeKind.DIED, days(-2))
    assert keys(error.value) == {("on", "died_before_entries")}
    assert "19 Nov 2026" in ws.wording.problems(error.value).replace("\u00a0", " ")
    change_state(ws, who, StateChangeKind.DIED, days(-1))


def test_taking_back_needs_a_reason_and_happens_once(ws: Workspace) -> None:
    who = register(ws)
    held = change_state(ws, who, StateChangeKind.LOST)
    with pytest.raises(InputError):
        states.take_back(ws, held, " ")
    states.take_back(ws, held, "found")
    with pytest.raises(KnownError, match="stale_row"):
        states.take_back(ws, held, "found")


@pytest.mark.parametrize("kind", [StateChangeKind.LOST, StateChangeKind.TRANSFERRED, StateChangeKind.WITHDREW])
def test_who_is_followed_again_is_back_on_the_lists_and_undo_is_exact(ws: Workspace, kind: StateChangeKind) -> None:
    who = register(ws, 62)
    before = export(ws)
    change_state(ws, who, kind, days(-9))
    assert export(ws) == []
    rows = row_counts(ws)
    saved = states.change(ws, who, StateChange(StateChangeKind.FOLLOWED_AGAIN, days(-2), "rang from abroad"))
    assert export(ws) == before
    banner = patients.banner(ws, who)
    assert (banner.follow_up, banner.state, banner.day) == (FollowUp.FOLLOWED, None, 62)
    assert overview.overview(ws, who, days(0)).timeline.follow_up_end is None
    data = summary.summary_data(ws, who, "en")
    assert (data.state, data.ended_on) == (None, None)
    assert [row.change.kind for row in states.for_patient(ws, who)] == [kind, StateChangeKind.FOLLOWED_AGAIN]
    undo.undo(ws, saved.txn)
    assert export(ws) == []
    assert patients.banner(ws, who).follow_up is FOLLOW_UP_AFTER[kind]
    assert row_counts(ws)["scheduled_visit"] == rows["scheduled_visit"]


def test_the_years_that_nobody_planned_are_planned_when_the_patient_is_followed_again(ws: Workspace) -> None:
    who = register(ws, 800)
    change_state(ws, who, StateChangeKind.LOST)
    ws.clock = clock_on(days(4 * 365))
    assert replanning.keep_ahead(ws) == 0
    entry = StateChange(StateChangeKind.FOLLOWED_AGAIN, ws.today(), "came back from abroad")
    saved = states.change(ws, who, entry)
    ahead = [row for row in plan(ws, who).values() if row.target is not None and row.target > ws.today()]
    assert len(ahead) >= 2
    assert replanning.keep_ahead(ws) == 0
    undo.undo(ws, saved.txn)
    assert not [row for row in plan(ws, who).values() if row.target is not None and row.target > days(4 * 365)]


def test_followed_again_is_no_answer_to_death_nor_for_whoever_is_followed(ws: Workspace) -> None:
    who = register(ws)
    again = StateChangeKind.FOLLOWED_AGAIN
    with pytest.raises(InputError) as error:
        change_state(ws, who, again)
    assert keys(error.value) == {("kind", "still_followed")}
    change_state(ws, who, StateChangeKind.LOST, days(-5))
    with pytest.raises(InputError) as error:
        change_state(ws, who, again, days(-6))
    assert keys(error.value) == {("on", "followed_again_too_early")}
    with pytest.raises(InputError) as error:
        states.change(ws, who, StateChange(again, days(0)))
    assert keys(error.value) == {("detail", "followed_again_reason_missing")}
    change_state(ws, who, again, days(-3))
    # Word of a death on a day before comes later: it ends everything all the same.
    change_state(ws, who, StateChangeKind.DIED, days(-4))
    assert patients.banner(ws, who).follow_up is FollowUp.DEAD
    with pytest.raises(InputError) as error:
        change_state(ws, who, again)
    assert keys(error.value) == {("kind", "no_longer_followed")}
