"""Today's new lists: open tries, reports, tasks; nobody hides behind another row; states empty every list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hsct_desktop.domain.contact import ContactEntry, ContactKind, ContactOutcome, ContactWith, Ladder, open_try
from hsct_desktop.domain.patient import ENDS_FOLLOW_UP, StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, VisitEntry
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import contacts, reports, states, supportive_therapies, tasks, today, undo, visits
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import worklist
from tests.services.ward import TODAY, days, drug, export, keys, plan, register, row_counts, scheduled, see

LATER = days(90)
"""A day on which the visits of a patient at Day +45 today have become late."""


@pytest.fixture
def later(ws: Workspace) -> Workspace:
    """A patient with late visits, looked at on a later day."""
    ws.clock = clock_on(TODAY)
    register(ws, 45, "A-1")
    ws.clock = clock_on(LATER)
    return ws


def call(ws: Workspace, who: int, outcome: ContactOutcome = ContactOutcome.NO_ANSWER, again: int | None = None) -> None:
    next_try = None if again is None else LATER + timedelta(again)
    contacts.record(ws, ContactEntry(who, LATER, outcome=outcome, next_try=next_try))


def kinds(ws: Workspace) -> dict[WorklistKind, int]:
    return {kind: count for kind, count in today.lists(ws, LATER).counts.items() if count}


def test_all_late_visits_go_to_next_tries_and_come_back(later: Workspace) -> None:
    (who,) = {row.patient_id for row in today.lists(later, LATER).rows}
    late = kinds(later)[WorklistKind.LATE]
    assert late > 1
    call(later, who or 0, again=3)
    counted = kinds(later)
    assert counted[WorklistKind.NEXT_TRIES] == late
    assert WorklistKind.LATE not in counted
    rows = [row for row in today.lists(later, LATER).rows if row.kind is WorklistKind.NEXT_TRIES]
    assert all(row.why.startswith("Next try ") and row.is_ahead for row in rows)
    assert "(call 1)" in rows[0].why
    call(later, who or 0, ContactOutcome.REACHED)
    assert kinds(later)[WorklistKind.LATE] == late


def test_a_late_row_says_what_was_tried(later: Workspace) -> None:
    (who,) = {row.patient_id for row in today.lists(later, LATER).rows}
    call(later, who or 0)
    row = next(row for row in today.lists(later, LATER).rows if row.kind is WorklistKind.LATE)
    assert row.why.split(" · ")[:2] == [
        f"Window closed {later.wording.day_month(row.latest or LATER)}",
        f"no answer {later.wording.day_month(LATER)} (call 1)",
    ]


def test_a_try_without_a_late_visit_has_one_row_of_its_own(ws: Workspace) -> None:
    who = register(ws, None)
    contacts.record(ws, ContactEntry(who, TODAY, outcome=ContactOutcome.MESSAGE_LEFT, next_try=days(1)))
    (row,) = [row for row in today.lists(ws, TODAY).rows if row.kind is WorklistKind.NEXT_TRIES]
    assert (row.task, row.scheduled_id, row.next_try) == ("Contact again", None, days(1))
    assert "message left" in row.why


def next_tries(ws: Workspace, who: int, on: date = TODAY) -> list[tuple[str, date | None]]:
    """Task and day of the patient's rows under Next tries."""
    found = [row for row in today.lists(ws, on).rows if row.patient_id == who]
    return [(row.task, row.next_try) for row in found if row.kind is WorklistKind.NEXT_TRIES]


@pytest.mark.parametrize(
    ("outcome", "again"), [(ContactOutcome.NO_ANSWER, 1), (ContactOutcome.REACHED, 3), (ContactOutcome.REACHED, 0)]
)
def test_a_try_made_on_the_day_of_a_visit_stands(ws: Workspace, outcome: ContactOutcome, again: int) -> None:
    who = register(ws, 30)
    see(ws, who, "Day +30")
    contacts.record(ws, ContactEntry(who, TODAY, outcome=outcome, next_try=days(again)))
    assert next_tries(ws, who) == [("Contact again", days(again))]
    assert open_try(*contacts.facts_of(ws, who)) is not None
    see(ws, who, None)  # another visit of the same day
    assert next_tries(ws, who) == [("Contact again", days(again))]
    ws.clock = clock_on(days(1))
    see(ws, who, None, days(1))
    assert next_tries(ws, who, days(1)) == []


def test_what_is_done_near_home_answers_no_try(ws: Workspace) -> None:
    who = register(ws, 60)
    visit_id = scheduled(ws, who, "Day +60")
    contacts.record(ws, ContactEntry(who, days(-3), outcome=ContactOutcome.NO_ANSWER, next_try=TODAY))
    reports.done_elsewhere(ws, visit_id, 1, days(-2), "Northfield", confirmed=True)
    assert next_tries(ws, who) == [("Contact again", TODAY)]
    (waiting,) = reports.for_patient(ws, who)
    reports.arrived(ws, waiting.id, waiting.version, TODAY)
    assert next_tries(ws, who) == [("Contact again", TODAY)]  # also when the report has come
    see(ws, who, None, days(-1))
    assert next_tries(ws, who) == []


def test_a_visit_planned_near_home_answers_no_try(ws: Workspace) -> None:
    who = register(ws, 125)
    label = next(label for label, row in plan(ws, who).items() if row.elsewhere and row.status.awaits)
    contacts.record(ws, ContactEntry(who, days(-3), outcome=ContactOutcome.NO_ANSWER, next_try=TODAY))
    see(ws, who, label, days(-2))
    assert next_tries(ws, who) == [("Contact again", TODAY)]
    assert open_try(*contacts.facts_of(ws, who)) is not None


def test_a_line_of_the_checklist_done_elsewhere_leaves_a_visit_at_the_unit(ws: Workspace) -> None:
    who = register(ws, 60)
    contacts.record(ws, ContactEntry(who, days(-3), outcome=ContactOutcome.NO_ANSWER, next_try=TODAY))
    line = AssessmentEntry("mri", "MRI", AssessmentState.ELSEWHERE, detail="Northfield")
    entry = VisitEntry(who, days(-1), scheduled(ws, who, "Day +60"), "Ann Nurse", assessments=(line,))
    visits.record(ws, entry, True)
    assert next_tries(ws, who) == []


def test_a_try_far_ahead_leaves_the_late_visits_in_late(later: Workspace) -> None:
    who = next(row.patient_id for row in today.lists(later, LATER).rows) or 0
    late = kinds(later)[WorklistKind.LATE]
    call(later, who, again=15)
    assert kinds(later)[WorklistKind.LATE] == late
    assert next_tries(later, who, LATER) == [("Contact again", LATER + timedelta(15))]
    row = next(row for row in today.lists(later, LATER).rows if row.kind is WorklistKind.LATE)
    assert f"next try {later.wording.day_month(LATER + timedelta(15))}" in row.why.split(" · ")
    assert (row.why.startswith("Window closed"), row.is_ahead) == (True, False)
    day_after = LATER + timedelta(1)
    assert len(next_tries(later, who, day_after)) == today.lists(later, day_after).counts[WorklistKind.NEXT_TRIES]
    assert today.lists(later, day_after).counts[WorklistKind.LATE] == 0


def test_a_try_of_another_year_is_refused(later: Workspace) -> None:
    who = next(row.patient_id for row in today.lists(later, LATER).rows) or 0
    before = export(later, LATER)
    with pytest.raises(InputError) as error:
        call(later, who, again=36 * 365)
    assert keys(error.value) == {("next_try", "next_try_too_far")}
    assert export(later, LATER) == before


def test_due_tries_stand_before_those_that_wait(ws: Workspace) -> None:
    for code, again in (("A", 5), ("B", 0), ("C", 2)):
        who = register(ws, None, code, given_name=code)
        contacts.record(ws, ContactEntry(who, TODAY, outcome=ContactOutcome.NO_ANSWER, next_try=days(again)))
    rows = [row for row in today.lists(ws, days(1)).rows if row.kind is WorklistKind.NEXT_TRIES]
    assert [(row.code, row.is_ahead) for row in rows] == [("B", False), ("C", True), ("A", True)]


def test_tasks_overdue_first_with_and_without_a_patient(ws: Workspace) -> None:
    who = register(ws, None)
    for words, due, whom in (("Week", 7, None), ("Beyond", 8, None), ("Yesterday", -1, who), ("Now", 0, None)):
        tasks.record(ws, TaskEntry(words, days(due), whom))
    rows = [row for row in today.lists(ws, TODAY).rows if row.kind is WorklistKind.TASKS]
    assert [row.task for row in rows] == ["Yesterday", "Now", "Week"]
    assert [row.code for row in rows] == ["MS-001", "", ""]
    states.change(ws, who, StateChange(StateChangeKind.LOST, TODAY, "moved away"))
    (kept,) = [row for row in today.lists(ws, TODAY).rows if row.task == "Yesterday"]
    assert "lost" in kept.why.lower()
    italian = today.lists(ws, TODAY, "it").rows
    assert any("per il reparto" in row.why for row in italian)


def numbers(steps: Ladder) -> list[int | None]:
    """Which contact each step was: the store's contacts do not say who made them."""
    return [None if contact is None else contact.number for _, contact in steps.steps]


CONTACTS = st.lists(
    st.tuples(
        st.integers(0, 20), st.sampled_from(ContactKind), st.sampled_from(ContactWith),
        st.sampled_from(ContactOutcome), st.none() | st.integers(0, 40),
    ),
    max_size=6,
)  # fmt: skip


@settings(
    max_examples=max(5, settings.default.max_examples // 20),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(made=CONTACTS, seen=st.none() | st.integers(0, 20), away=st.none() | st.integers(0, 20))
def test_the_statement_leaves_out_only_what_no_try_needs(
    ws: Workspace, made: list, seen: int | None, away: int | None
) -> None:
    """What the store reads and what the whole history says give the same open try and the same ladder."""
    ws.clock, count = clock_on(TODAY), row_counts(ws)["patient"]
    who = register(ws, 45, f"P-{count}", given_name=f"N{count}")
    ws.clock = clock_on(LATER)
    for at, kind, whom, outcome, again in made:
        on = days(at)
        next_try = None if again is None or again < at else days(again)
        contacts.record(ws, ContactEntry(who, on, kind, whom, outcome, "", next_try))
    if seen is not None:
        see(ws, who, None, days(seen))
    if away is not None:
        reports.done_elsewhere(ws, scheduled(ws, who, "Day +100"), 1, days(away), "Northfield", "why", confirmed=True)
    whole = contacts.ladder_of(ws, who)
    with ws.read() as session:
        found = worklist.attempts(session, LATER).get(who)
    facts = found.contacts if found is not None else ()
    rows = [row for row in today.lists(ws, LATER).rows if row.patient_id == who]
    history = contacts.facts_of(ws, who)
    expected = open_try(*history)
    assert {row.next_try for row in rows if row.kind is WorklistKind.NEXT_TRIES} == (
        {expected.next_try} if expected is not None else set()
    )
    late = [row for row in rows if row.kind is WorklistKind.LATE]
    assert all(numbers(row.ladder) == numbers(whole) for row in late if row.ladder is not None)
    found_try = open_try(facts, None)
    assert (found_try and found_try.number) == (expected and expected.number)


STEPS = st.lists(st.sampled_from([*ENDS_FOLLOW_UP, StateChangeKind.DISCHARGED]), min_size=1, max_size=4)


@pytest.mark.soak
@settings(
    max_examples=max(4, settings.default.max_examples // 25),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_states_in_any_order_empty_the_lists_and_undo_brings_all_back(ws: Workspace, steps: list) -> None:
    """Each end empties every list in the same write; undone backwards, each step shows exactly what was there."""
    number = len(export(ws))
    who = register(ws, 200, f"Q-{number}", given_name=f"Q{number}")
    supportive_therapies.record(ws, drug(who, days(-1)))
    contacts.record(ws, ContactEntry(who, TODAY, outcome=ContactOutcome.NO_ANSWER, next_try=TODAY))
    done: list[tuple[str, list]] = []
    for kind in steps:
        before = export(ws)
        try:
            saved = states.change(ws, who, StateChange(kind, TODAY, "why"))
        except InputError:  # somebody who left cannot leave again; only a death can still come
            continue
        done.append((saved.txn, before))
        if kind in ENDS_FOLLOW_UP:
            assert who not in {row.patient_id for row in today.lists(ws, TODAY).rows}
    for txn, before in reversed(done):
        undo.undo(ws, txn)
        assert export(ws) == before


@pytest.mark.parametrize("kind", sorted(ENDS_FOLLOW_UP))
def test_an_end_empties_the_new_lists_too(ws: Workspace, kind: StateChangeKind) -> None:
    who = register(ws, 60)
    visit_id = scheduled(ws, who, "Day +60")
    reports.done_elsewhere(ws, visit_id, 1, days(-1), "Northfield", confirmed=True)
    contacts.record(ws, ContactEntry(who, TODAY, outcome=ContactOutcome.NO_ANSWER, next_try=TODAY))
    before = export(ws)
    assert {row[0] for row in before} >= {"reports_awaited", "next_tries"}
    assert any("Report awaited for 1 day" in str(row[-1]) for row in before)
    saved = states.change(ws, who, StateChange(kind, TODAY, "why"))
    assert export(ws) == []
    undo.undo(ws, saved.txn)
    assert export(ws) == before
