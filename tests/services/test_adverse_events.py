"""Toxicities: which grades exist, several grades over time, a death that takes the patient off every list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hsct_desktop.domain.adverse_event import Grade, GradeStep, Outcome
from hsct_desktop.domain.patient import FollowUp, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import adverse_events, overview, patients, states, undo
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, change_state, days, fatal, keys, listed, register, row_counts, toxicity


@pytest.mark.parametrize(("term", "grade"), [("nausea", 4), ("alopecia", 3), ("febrile_neutropenia", 1), ("sepsis", 2)])
def test_a_grade_that_the_term_does_not_have_is_refused(ws: Workspace, term: str, grade: int) -> None:
    who = register(ws)
    before = row_counts(ws)
    with pytest.raises(InputError) as error:
        adverse_events.record(ws, toxicity(who, term, grade))
    assert keys(error.value) == {("grade", "grade_does_not_exist")}
    assert row_counts(ws) == before


def test_what_else_is_refused(ws: Workspace) -> None:
    who = register(ws)
    good = toxicity(who, "nausea", 1, onset=days(-3))
    before = row_counts(ws)
    for entry, problem in [
        (replace(good, end=days(-4), outcome=Outcome.RESOLVED), ("end", "end_before_onset")),
        (replace(good, end=days(1), outcome=Outcome.RESOLVED), ("end", "date_in_future")),
        (toxicity(who, "nausea", 1, onset=days(1)), ("onset", "date_in_future")),
        (replace(good, term_id=""), ("term", "term_missing")),
        (replace(good, serious=True), ("seriousness", "seriousness_missing")),
        (replace(good, outcome=Outcome.RESOLVED), ("end", "end_missing")),
        (toxicity(who, "sepsis", 5, end=TODAY, outcome=Outcome.FATAL), ("death_cause", "cause_missing")),
    ]:
        with pytest.raises(InputError) as error:
            adverse_events.record(ws, entry)
        assert problem in keys(error.value)
        assert ws.wording.problems(error.value)
    assert row_counts(ws) == before


def test_an_episode_of_several_grades_is_revised_and_voided(ws: Workspace) -> None:
    who = register(ws)
    saved = adverse_events.record(ws, toxicity(who, "nausea", 1, 3, 2, onset=days(-5)))
    assert saved.text == "Toxicity saved: Bianchi, Anna, Nausea, grade 3"
    assert [e.worst for e in overview.overview(ws, who, TODAY).open_episodes] == [Grade.SEVERE]
    entry, version = adverse_events.entry_of(ws, saved.record_id or 0)
    assert (entry.ctcae_version, len(entry.grades)) == ("5.0", 3)
    ended = replace(entry, end=days(-1), outcome=Outcome.RESOLVED, grades=entry.grades[:2])
    adverse_events.revise(ws, saved.record_id or 0, version, ended)
    (episode,) = adverse_events.for_patient(ws, who)
    assert (len(episode.grades), episode.is_open) == (2, False)
    assert overview.overview(ws, who, TODAY).worst_episodes == (episode,)
    with pytest.raises(KnownError, match="stale_row"):
        adverse_events.revise(ws, episode.id, version, entry)
    with pytest.raises(InputError):
        adverse_events.void_event(ws, episode.id, "")
    adverse_events.void_event(ws, episode.id, "other patient")
    assert adverse_events.for_patient(ws, who) == []
    with pytest.raises(KnownError, match="stale_row"):
        adverse_events.void_event(ws, episode.id, "again")


def test_terms_are_shown_in_the_readers_language(ws: Workspace) -> None:
    who = register(ws)
    adverse_events.record(ws, toxicity(who, "fatigue", 2))
    ws.language = "it"
    term = ws.catalogue.terms("5.0").term("fatigue")
    assert term is not None
    assert term.label.it != term.label.en
    assert [e.label for e in adverse_events.for_patient(ws, who)] == [term.label.it]


def test_grade_5_records_the_death_and_takes_the_patient_off_every_list_in_one_write(ws: Workspace) -> None:
    who = register(ws, 62)
    assert listed(ws)
    before = listed(ws)
    saved = adverse_events.record(ws, fatal(who), "Sepsis")
    assert saved.kinds == {"adverse_event", "state", "schedule", "patient"}
    assert listed(ws) == set()
    banner = patients.banner(ws, who)
    assert banner.follow_up is FollowUp.DEAD
    assert banner.state is not None
    assert (banner.state.on, banner.state.detail) == (TODAY, "Sepsis")
    undo.undo(ws, saved.txn)
    assert listed(ws) == before
    assert states.for_patient(ws, who) == []
    assert adverse_events.for_patient(ws, who) == []


def test_a_revision_to_grade_5_brings_the_death_too(ws: Workspace) -> None:
    who = register(ws, 62)
    saved = adverse_events.record(ws, toxicity(who, "sepsis", 4, onset=days(-1)))
    entry, version = adverse_events.entry_of(ws, saved.record_id or 0)
    worse = toxicity(who, "sepsis", 4, 5, onset=days(-1), end=TODAY, outcome=Outcome.FATAL)
    adverse_events.revise(ws, saved.record_id or 0, version, worse, "Sepsis")
    assert listed(ws) == set()
    assert [s.change.kind for s in states.for_patient(ws, who)] == [StateChangeKind.DIED]
    again, version = adverse_events.entry_of(ws, saved.record_id or 0)
    adverse_events.revise(ws, saved.record_id or 0, version, replace(again, note="late note"))
    assert len(states.for_patient(ws, who)) == 1
    assert entry.grades[-1].grade is Grade.LIFE_THREATENING


def test_a_death_is_news_also_of_a_patient_who_was_lost(ws: Workspace) -> None:
    who = register(ws, 62)
    change_state(ws, who, StateChangeKind.LOST, days(-5))
    adverse_events.record(ws, fatal(who, days(-9)), "Sepsis")
    assert patients.banner(ws, who).follow_up is FollowUp.DEAD
    state = patients.banner(ws, who).state
    assert state is not None
    assert state.kind is StateChangeKind.DIED


def test_nothing_happens_after_a_death(ws: Workspace) -> None:
    who = register(ws, 62)
    change_state(ws, who, StateChangeKind.DIED, days(-3))
    for entry, field in [
        (toxicity(who, "nausea", 1, onset=days(-2)), "onset"),
        (toxicity(who, "nausea", 1, 2, 1, onset=days(-4)), "grade_date"),
        (toxicity(who, "nausea", 1, onset=days(-4), end=days(-2), outcome=Outcome.RESOLVED), "end"),
    ]:
        with pytest.raises(InputError) as error:
            adverse_events.record(ws, entry)
        assert (field, "after_death") in keys(error.value)
    adverse_events.record(ws, toxicity(who, "nausea", 1, onset=days(-3)))


def test_taking_back_a_grade_5_says_that_the_death_stays(ws: Workspace) -> None:
    who = register(ws)
    event = adverse_events.record(ws, fatal(who), "Sepsis").record_id or 0
    taken_back = adverse_events.void_event(ws, event, "wrong patient")
    assert "State" in taken_back.text
    assert [row.change.kind for row in states.for_patient(ws, who)] == [StateChangeKind.DIED]
    assert adverse_events.for_patient(ws, who) == []


def test_a_form_filled_before_a_change_of_grades_alone_is_stale(ws: Workspace) -> None:
    who = register(ws)
    event = adverse_events.record(ws, toxicity(who, "nausea", 1, onset=days(-3))).record_id or 0
    entry, version = adverse_events.entry_of(ws, event)
    worse = replace(entry, grades=(*entry.grades, GradeStep(TODAY, Grade.SEVERE)))
    adverse_events.revise(ws, event, version, worse)
    with pytest.raises(KnownError) as error:
        adverse_events.revise(ws, event, version, entry)
    assert error.value.key == "stale_row"
