"""Dead, transferred, withdrawn, lost: off every list in the same write, and back when it is taken back."""

from __future__ import annotations

import pytest

from hsct_desktop.domain.patient import FOLLOW_UP_AFTER, FollowUp, StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import patients, states, supportive_therapies, undo
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import change_state, days, drug, export, keys, plan, register, row_counts, see

ENDS = sorted(FOLLOW_UP_AFTER)


@pytest.mark.parametrize("kind", ENDS)
def test_each_end_is_reversible_and_empties_the_lists(ws: Workspace, kind: StateChangeKind) -> None:
    late, waiting = register(ws, 221), register(ws, None, "MS-002")
    supportive_therapies.record(ws, drug(late, days(-1)))
    before = export(ws)
    assert {row[0] for row in before} == {"to_stop", "no_next_visit"}
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
    assert keys(error.value) == {("on", "died_before_visit")}
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
