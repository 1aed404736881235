"""Proposed toxicities on a real file: derived, accepted with their evidence, dismissed, undone; the gate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hsct_desktop.domain.adverse_event import Episode, Outcome
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.proposal import ProposalKind
from hsct_desktop.services import adverse_events, lab_results, proposals, rule_sets, settings, undo
from hsct_desktop.services.proposals import ProposalRow
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, register

DAY0 = TODAY - timedelta(days=60)


@pytest.fixture
def patient(ws: Workspace) -> int:
    rule_sets.approve(ws, "grading", "Dr Ada Rossi", TODAY, "")
    return register(ws, 60)


def day(number: int) -> date:
    return DAY0 + timedelta(days=number)


def put(ws: Workspace, patient: int, number: int, analyte: str, text: str) -> None:
    lab_results.put_cells(ws, patient, [CellEntry(analyte, Sample(day(number)), text)], confirmed=True)


def proposed(ws: Workspace, patient: int) -> tuple[ProposalRow, ...]:
    return proposals.for_patient(ws, patient).new


def said(ws: Workspace, patient: int) -> list[tuple[str, str, int]]:
    return [(row.proposal.kind.value, row.proposal.term_id, row.proposal.grade) for row in proposed(ws, patient)]


def only(ws: Workspace, patient: int) -> Episode:
    (episode,) = adverse_events.for_patient(ws, patient)
    return episode


def test_nothing_acts_before_the_unit_has_approved_the_rules(ws: Workspace) -> None:
    patient = register(ws, 60)
    put(ws, patient, 40, "PLT", "40")
    shown = proposals.for_patient(ws, patient)
    assert not shown.approved
    (row,) = shown.new
    with pytest.raises(KnownError, match="rules_not_approved"):
        proposals.accept(ws, patient, row.key)
    assert adverse_events.for_patient(ws, patient) == []


def test_a_proposal_shows_its_rule_and_numbers(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "PLT", "40")
    (row,) = proposed(ws, patient)
    assert row.term == "Platelet count decreased"
    assert "50" in row.rule
    assert row.result.text == "40"


def test_an_accepted_one_becomes_an_episode_with_its_evidence(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "PLT", "60")
    put(ws, patient, 42, "PLT", "40")
    (row,) = proposed(ws, patient)
    proposals.accept(ws, patient, row.key)
    episode = only(ws, patient)
    assert [(step.start, int(step.grade)) for step in episode.grades] == [(day(40), 2), (day(42), 3)]
    assert all(step.lab_result_id and step.ctcae_version == "5.0" for step in episode.grades)
    assert episode.is_open
    assert proposed(ws, patient) == ()


def test_new_results_extend_the_open_episode_and_end_it(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "PLT", "60")
    proposals.accept(ws, patient, proposed(ws, patient)[0].key)
    put(ws, patient, 42, "PLT", "40")
    assert said(ws, patient) == [("worse", "platelet_count_decreased", 3)]
    proposals.accept(ws, patient, proposed(ws, patient)[0].key)
    put(ws, patient, 45, "PLT", "70")
    assert said(ws, patient) == [("better", "platelet_count_decreased", 2)]
    proposals.accept(ws, patient, proposed(ws, patient)[0].key)
    assert [(step.start, int(step.grade)) for step in only(ws, patient).grades] == [
        (day(40), 2),
        (day(42), 3),
        (day(45), 2),
    ]


def test_a_run_that_has_ended_comes_with_its_end(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "TRIG", "5")
    put(ws, patient, 50, "TRIG", "1.2")
    (row,) = proposed(ws, patient)
    assert (row.proposal.kind, row.proposal.ended_on) == (ProposalKind.NEW, day(50))
    proposals.accept(ws, patient, row.key)
    assert (only(ws, patient).onset, only(ws, patient).end) == (day(40), day(49))
    assert proposed(ws, patient) == ()


def test_a_dismissed_one_comes_back_when_the_grade_rises(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "PLT", "60")
    proposals.dismiss(ws, patient, proposed(ws, patient)[0].key, "clumped")
    put(ws, patient, 41, "PLT", "55")
    assert said(ws, patient) == []
    put(ws, patient, 42, "PLT", "40")
    assert said(ws, patient) == [("new", "platelet_count_decreased", 3)]


def test_dismissing_needs_a_reason(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "PLT", "60")
    with pytest.raises(InputError):
        proposals.dismiss(ws, patient, proposed(ws, patient)[0].key, "  ")
    assert said(ws, patient) == [("new", "platelet_count_decreased", 2)]


def test_a_proposal_that_is_gone_is_not_accepted(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "PLT", "60")
    (row,) = proposed(ws, patient)
    put(ws, patient, 40, "PLT", "")
    with pytest.raises(KnownError, match="proposal_gone"):
        proposals.accept(ws, patient, row.key)
    assert adverse_events.for_patient(ws, patient) == []


def test_a_decision_is_about_what_was_shown(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "ANC", "1.3")
    (shown,) = proposed(ws, patient)
    put(ws, patient, 40, "ANC", "0.1")
    for decide in (
        lambda: proposals.dismiss(ws, patient, shown.key, "seen"),
        lambda: proposals.accept(ws, patient, shown.key),
    ):
        with pytest.raises(KnownError, match="proposal_gone"):
            decide()
    assert said(ws, patient) == [("new", "neutrophil_count_decreased", 4)]


def test_accepting_and_dismissing_are_undone(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "PLT", "60")
    accepted = proposals.accept(ws, patient, proposed(ws, patient)[0].key)
    undo.undo(ws, accepted.txn)
    assert adverse_events.for_patient(ws, patient) == []
    dismissed = proposals.dismiss(ws, patient, proposed(ws, patient)[0].key, "clumped")
    undo.undo(ws, dismissed.txn)
    assert said(ws, patient) == [("new", "platelet_count_decreased", 2)]


def test_the_person_answers_the_question_with_the_higher_grade(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "NA", "127")
    (row,) = proposed(ws, patient)
    assert row.question
    with pytest.raises(KnownError, match="grade_not_proposed"):
        proposals.accept(ws, patient, row.key, 4)
    proposals.accept(ws, patient, row.key, row.proposal.by_numbers)
    assert int(only(ws, patient).worst) == row.proposal.by_numbers


def test_cytopenias_of_aplasia_stand_apart(ws: Workspace, patient: int) -> None:
    put(ws, patient, 5, "ANC", "0.1")
    put(ws, patient, 5, "K", "2.4")
    shown = proposals.for_patient(ws, patient)
    assert [row.proposal.term_id for row in shown.expected] == ["neutrophil_count_decreased"]
    assert [row.proposal.term_id for row in shown.new] == ["hypokalemia"]
    settings.put(ws, "grading.hide_expected", "no")
    assert proposals.for_patient(ws, patient).expected == ()


def test_versions_are_never_mixed(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "ANC", "0.4")
    proposals.accept(ws, patient, proposed(ws, patient)[0].key)
    settings.put(ws, "grading.ctcae_version", "6.0")
    put(ws, patient, 42, "ANC", "0.4")
    (row,) = proposed(ws, patient)
    assert (row.proposal.kind, row.proposal.ctcae_version, row.proposal.grade) == (ProposalKind.NEW, "6.0", 3)
    assert only(ws, patient).ctcae_version == "5.0"


def test_over_ends_the_episode_on_the_day_before(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "TRIG", "5")
    proposals.accept(ws, patient, proposed(ws, patient)[0].key)
    put(ws, patient, 50, "TRIG", "1.2")
    assert said(ws, patient) == [("over", "hypertriglyceridemia", 0)]
    proposals.accept(ws, patient, proposed(ws, patient)[0].key)
    assert (only(ws, patient).end, only(ws, patient).outcome) == (day(49), Outcome.RESOLVED)
    assert said(ws, patient) == []


def test_the_grade_that_the_question_names_may_be_chosen(ws: Workspace, patient: int) -> None:
    put(ws, patient, 40, "NA", "127")
    put(ws, patient, 40, "PLT", "60")
    by_term = {row.proposal.term_id: row for row in proposed(ws, patient)}
    assert by_term["hyponatremia"].choices == (2, 3)
    assert by_term["platelet_count_decreased"].choices == (2,)
    proposals.accept(ws, patient, by_term["hyponatremia"].key, 3)
    assert int(only(ws, patient).worst) == 3
    with pytest.raises(KnownError, match="grade_not_proposed"):
        proposals.accept(ws, patient, by_term["platelet_count_decreased"].key, 3)
