"""What is complete changes for a reason only, whichever service changes it; the change log bears the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hsct_desktop.domain.adverse_event import Outcome
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.visit import Vitals
from hsct_desktop.services import adverse_events, episodes, reports, undo, visits
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.change_log import ChangeLog
from tests.services.ward import TODAY, days, keys, plan, register, scheduled, see, toxicity

MISSING = {("reason", "change_reason_missing")}


@pytest.fixture
def asked(ws: Workspace) -> Workspace:
    """The file without the standing reason of the other tests."""
    ws.reason = ""
    return ws


def reasons(ws: Workspace, txn: str) -> set[str | None]:
    with ws.read() as session:
        return {line.reason for line in session.query(ChangeLog).filter(ChangeLog.txn == txn)}


def lines(ws: Workspace) -> int:
    with ws.read() as session:
        return session.query(ChangeLog).count()


def test_a_recorded_visit_changes_for_a_reason(asked: Workspace) -> None:
    visit_id = see(asked, register(asked), None)
    entry, version = visits.entry_of(asked, visit_id)
    changed = replace(entry, vitals=Vitals(pulse=88))
    before = lines(asked)
    with pytest.raises(InputError) as refused:
        visits.revise(asked, visit_id, version, changed)
    assert keys(refused.value) == MISSING
    assert lines(asked) == before
    with asked.because(" seen on the \n report "):
        saved = visits.revise(asked, visit_id, version, changed)
    assert reasons(asked, saved.txn) == {"seen on the report"}
    assert asked.reason == ""


def test_saving_what_stands_there_already_is_no_change(asked: Workspace) -> None:
    visit_id = see(asked, register(asked), None)
    entry, version = visits.entry_of(asked, visit_id)
    assert visits.revise(asked, visit_id, version, entry).record_id == visit_id


def test_a_checklist_is_part_of_its_visit(asked: Workspace) -> None:
    patient_id = register(asked, 100)
    label = next(name for name, row in plan(asked, patient_id).items() if row.status.awaits and not row.elsewhere)
    form = visits.form(asked, patient_id, scheduled(asked, patient_id, label))
    visit_id = see(asked, patient_id, label)
    entry, version = visits.entry_of(asked, visit_id)
    from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState

    line = AssessmentEntry(form.assessments[0].id, form.assessments[0].label, AssessmentState.DONE, None, "")
    with pytest.raises(InputError) as refused:
        visits.revise(asked, visit_id, version, replace(entry, assessments=(line,)))
    assert keys(refused.value) == MISSING


def test_other_problems_come_first(asked: Workspace) -> None:
    visit_id = see(asked, register(asked), None)
    entry, version = visits.entry_of(asked, visit_id)
    with pytest.raises(InputError) as refused:
        visits.revise(asked, visit_id, version, replace(entry, on=days(3)))
    assert MISSING.isdisjoint(keys(refused.value))


def test_taking_back_bears_its_own_reason(asked: Workspace) -> None:
    visit_id = see(asked, register(asked), None)
    saved = visits.void_visit(asked, visit_id, "wrong patient")
    assert reasons(asked, saved.txn) == {"wrong patient"}


def test_a_visit_whose_report_is_awaited_is_not_complete(asked: Workspace) -> None:
    patient_id = register(asked, 100)
    label = next(name for name, row in plan(asked, patient_id).items() if row.status.awaits)
    row = plan(asked, patient_id)[label]
    assert row.scheduled_id is not None
    reports.done_elsewhere(asked, row.scheduled_id, row.version, TODAY, "Northfield", "by train", confirmed=True)
    visit_id = plan(asked, patient_id)[label].visit_id
    assert visit_id is not None
    entry, version = visits.entry_of(asked, visit_id)
    visits.revise(asked, visit_id, version, replace(entry, notes="called"), confirmed=True)
    assert visits.entry_of(asked, visit_id)[0].notes == "called"


def test_a_resolved_toxicity_changes_for_a_reason_and_resolving_it_needs_none(asked: Workspace) -> None:
    patient_id = register(asked)
    event_id = adverse_events.record(asked, toxicity(patient_id, "nausea", 1, 2, onset=days(-5))).record_id or 0
    entry, version = adverse_events.entry_of(asked, event_id)
    ended = replace(entry, end=days(-1), outcome=Outcome.RESOLVED)
    adverse_events.revise(asked, event_id, version, ended)
    entry, version = adverse_events.entry_of(asked, event_id)
    for other in (replace(entry, note="better"), replace(entry, end=None, outcome=Outcome.ONGOING),
                  replace(entry, grades=entry.grades[:1])):  # fmt: skip
        with pytest.raises(InputError) as refused:
            adverse_events.revise(asked, event_id, version, other)
        assert keys(refused.value) == MISSING
    with asked.because("late information"):
        saved = adverse_events.revise(asked, event_id, version, replace(entry, note="better"))
    assert reasons(asked, saved.txn) == {"late information"}


def test_an_episode_that_is_recorded_with_its_end_needs_no_reason(asked: Workspace) -> None:
    patient_id = register(asked)
    done = toxicity(patient_id, "nausea", 1, onset=days(-5), end=days(-4), outcome=Outcome.RESOLVED)
    assert adverse_events.record(asked, done).record_id


def test_taking_a_resolved_episode_apart_asks_in_its_own_words(asked: Workspace) -> None:
    patient_id = register(asked)
    done = toxicity(patient_id, "nausea", 1, 2, 3, onset=days(-5), end=days(-1), outcome=Outcome.RESOLVED)
    event_id = adverse_events.record(asked, done).record_id or 0
    with pytest.raises(InputError) as refused:
        episodes.split(asked, event_id, adverse_events.entry_of(asked, event_id)[1], days(-3))
    assert keys(refused.value) == MISSING


def test_undoing_needs_no_reason(asked: Workspace) -> None:
    visit_id = see(asked, register(asked), None)
    entry, version = visits.entry_of(asked, visit_id)
    with asked.because("typing error"):
        saved = visits.revise(asked, visit_id, version, replace(entry, vitals=Vitals(pulse=88)))
    undo.undo(asked, saved.txn)
    assert visits.entry_of(asked, visit_id)[0].vitals.pulse is None
