"""Episodes merged, split and extended: one write, one undo, versions and patients never mixed, evidence kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from hsct_desktop.domain.adverse_event import (
    Attribution,
    Causality,
    Episode,
    Grade,
    GradeStep,
    Judgement,
    Outcome,
    SeriousnessCriterion,
)
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import adverse_events, episodes, overview, supportive_therapies, toxicity_phases, undo
from hsct_desktop.services.person import record_of
from hsct_desktop.services.summary import summary_data
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.patient import PatientCard
from tests.services.ward import TODAY, days, drug, keys, register, row_counts, toxicity


def held(ws: Workspace, who: int) -> list[Episode]:
    return adverse_events.for_patient(ws, who)


def chosen(ws: Workspace, who: int) -> list[tuple[int, int]]:
    return [(episode.id, episode.version) for episode in held(ws, who)]


def two(ws: Workspace, who: int) -> None:
    """Two episodes of nausea with a gap of three days."""
    first = replace(toxicity(who, "nausea", 2, 3, onset=days(-20)), end=days(-15), outcome=Outcome.RESOLVED)
    adverse_events.record(ws, first)
    adverse_events.record(ws, toxicity(who, "nausea", 1, onset=days(-11)))


def as_read(found: list[Episode]) -> list[Episode]:
    return [replace(episode, version=0) for episode in found]


def test_merged_in_one_write_and_undone_in_one(ws: Workspace) -> None:
    who = register(ws)
    two(ws, who)
    before = held(ws, who)
    saved = episodes.merge(ws, chosen(ws, who), "the same nausea")
    assert saved.text.startswith("2 episodes merged: Bianchi, Anna, Nausea. Nothing recorded: ")
    (whole,) = held(ws, who)
    assert (whole.id, whole.onset, whole.worst, whole.is_open) == (before[0].id, days(-20), Grade.SEVERE, True)
    assert whole.grade_on(days(-13)) is None
    assert undo.undo(ws, saved.txn).text == "Undone: episodes merged, Bianchi, Anna"
    assert as_read(held(ws, who)) == as_read(before)


def test_the_merged_one_stays_in_the_file_and_says_where_it_went(ws: Workspace) -> None:
    who = register(ws)
    two(ws, who)
    (target, _), (gone, _) = chosen(ws, who)
    episodes.merge(ws, chosen(ws, who), "the same nausea")
    with closing(sqlite3.connect(ws.store.path)) as connection:
        statement = "SELECT merged_into, void_reason FROM adverse_event WHERE id = ?"
        assert connection.execute(statement, (gone,)).fetchone() == (target, "the same nausea")


def test_a_day_has_the_higher_grade_of_those_that_overlap(ws: Workspace) -> None:
    who = register(ws)
    adverse_events.record(ws, toxicity(who, "nausea", 2, onset=days(-9)))
    adverse_events.record(
        ws, replace(toxicity(who, "nausea", 3, onset=days(-6)), end=days(-5), outcome=Outcome.RESOLVED)
    )
    episodes.merge(ws, chosen(ws, who), "one course")
    (whole,) = held(ws, who)
    assert [(step.start, int(step.grade)) for step in whole.grades] == [(days(-9), 2), (days(-6), 3), (days(-4), 2)]
    assert whole.days_at_least(3, TODAY) == 2


def test_versions_and_terms_are_not_merged(ws: Workspace) -> None:
    who, other = register(ws), register(ws, code="MS-002", family_name="Verdi")
    adverse_events.record(ws, toxicity(who, "nausea", 2, onset=days(-9)))
    adverse_events.record(ws, toxicity(who, "vomiting", 2, onset=days(-9)))
    adverse_events.record(ws, replace(toxicity(who, "nausea", 2, onset=days(-3)), ctcae_version="6.0"))
    adverse_events.record(ws, toxicity(other, "nausea", 2, onset=days(-3)))
    shown = {(e.term_id, e.ctcae_version): (e.id, e.version) for e in held(ws, who)}
    nausea, counts = shown["nausea", "5.0"], row_counts(ws)
    for second, key in [
        (shown["nausea", "6.0"], "merge_other_version"),
        (shown["vomiting", "5.0"], "merge_other_term"),
        (chosen(ws, other)[0], "merge_other_term"),
        (nausea, "merge_needs_two"),
    ]:
        with pytest.raises(InputError, match=key) as error:
            episodes.merge(ws, [nausea, second], "why not")
        assert ws.wording.problems(error.value)
    with pytest.raises(InputError, match="reason_missing"):
        episodes.merge(ws, [nausea, shown["vomiting", "5.0"]], " ")
    assert row_counts(ws) == counts


def test_a_stale_episode_is_neither_merged_nor_split(ws: Workspace) -> None:
    who = register(ws)
    two(ws, who)
    shown = chosen(ws, who)
    entry, version = adverse_events.entry_of(ws, shown[0][0])
    adverse_events.revise(ws, shown[0][0], version, replace(entry, note="seen"))
    with pytest.raises(KnownError, match="stale_row"):
        episodes.merge(ws, shown, "the same")
    with pytest.raises(KnownError, match="stale_row"):
        episodes.split(ws, *shown[0], days(-18))
    adverse_events.void_event(ws, shown[1][0], "mistake")
    with pytest.raises(KnownError, match="stale_row"):
        episodes.split(ws, *shown[1], days(-10))


def test_split_in_one_write_and_undone_in_one(ws: Workspace) -> None:
    who = register(ws)
    adverse_events.record(ws, toxicity(who, "nausea", 2, 3, 1, onset=days(-9)))
    before = held(ws, who)
    saved = episodes.split(ws, *chosen(ws, who)[0], days(-4))
    first, second = held(ws, who)
    assert (first.onset, first.end, first.outcome) == (days(-9), days(-5), Outcome.RESOLVED)
    assert (second.onset, second.end, second.is_open) == (days(-4), None, True)
    undo.undo(ws, saved.txn)
    assert as_read(held(ws, who)) == as_read(before)


@pytest.mark.parametrize("on", [None, days(-9), days(-30), days(1)])
def test_a_split_needs_a_day_within_the_episode(ws: Workspace, on: object) -> None:
    who = register(ws)
    adverse_events.record(ws, toxicity(who, "nausea", 2, onset=days(-9)))
    with pytest.raises(InputError) as error:
        episodes.split(ws, *chosen(ws, who)[0], on)  # type: ignore[arg-type]
    assert {field for field, _ in keys(error.value)} == {"on"}
    assert len(held(ws, who)) == 1


def test_a_baseline_toxicity_that_flares_up_is_none_in_its_second_part(ws: Workspace) -> None:
    who = register(ws, 45)
    adverse_events.record(ws, toxicity(who, "fatigue", 1, onset=days(-200)))
    assert [e.baseline for e in held(ws, who)] == [True]
    episodes.split(ws, *chosen(ws, who)[0], days(-40))
    assert [e.baseline for e in held(ws, who)] == [True, False]


def test_baseline_is_proposed_and_changed(ws: Workspace) -> None:
    who = register(ws, 45)
    for onset, expected in [(-200, True), (-76, True), (-75, False), (-50, False), (-3, False)]:
        adverse_events.record(ws, toxicity(who, "fatigue", 1, onset=days(onset)))
        assert toxicity_phases.proposed_baseline(ws, who, days(onset)) is expected
    assert [e.baseline for e in held(ws, who)] == [True, True, False, False, False]
    entry, version = adverse_events.entry_of(ws, held(ws, who)[0].id)
    adverse_events.revise(ws, held(ws, who)[0].id, version, replace(entry, baseline=False))
    assert [e.baseline for e in held(ws, who)] == [False, True, False, False, False]


def test_the_table_by_phase_says_that_day_30_stands_in(ws: Workspace) -> None:
    who = register(ws, 45)
    adverse_events.record(ws, toxicity(who, "nausea", 2, 3, onset=days(-45)))
    adverse_events.record(ws, toxicity(who, "fatigue", 1, onset=days(-200)))
    table = toxicity_phases.by_phase(ws, who)
    assert [row.worst for row in table.rows] == [(None, 3, 3, None, None)]
    assert (
        table.note(ws.wording).replace("\u00a0", " ")
        == "Engraftment not known: Day +30 (05 Nov 2026) stands in for it."
    )
    assert table.counted == {e.id for e in held(ws, who) if e.term_id == "nausea"}
    assert [table.begun(column) for column in range(5)] == [True, True, True, False, False]


def test_causality_decides_the_attribution(ws: Workspace) -> None:
    who = register(ws)
    judged = (
        Judgement(Attribution.OTHER, Causality.DEFINITE),
        Judgement(Attribution.CONDITIONING, Causality.UNLIKELY),
        Judgement(Attribution.ATG, Causality.POSSIBLE),
    )
    criteria = (SeriousnessCriterion.HOSPITAL, SeriousnessCriterion.DISABILITY)
    entry = replace(
        toxicity(who, "nausea", 3), causality=judged, attributions=(Attribution.CONDITIONING,), serious=True,
        seriousness=criteria[0], seriousness_also=criteria[1:], narrative="Line one.\nLine two.",
    )  # fmt: skip
    adverse_events.record(ws, entry)
    (found,) = held(ws, who)
    assert found.attributions == (Attribution.ATG, Attribution.OTHER)
    assert {(j.agent, j.level) for j in found.causality} == set(judged)
    assert (found.criteria, found.narrative) == (criteria, "Line one.\nLine two.")
    again, version = adverse_events.entry_of(ws, found.id)
    adverse_events.revise(ws, found.id, version, replace(again, serious=False))
    assert held(ws, who)[0].criteria == ()


def test_links_lead_to_rows_of_the_same_patient(ws: Workspace) -> None:
    who, other = register(ws), register(ws, code="MS-002", family_name="Verdi")
    own = supportive_therapies.record(ws, drug(who)).record_id
    strange = supportive_therapies.record(ws, drug(other)).record_id
    entry = toxicity(who, "nausea", 2)
    for change in ({"therapy_id": strange}, {"visit_id": 999}, {"infection_id": 1}):
        with pytest.raises(InputError, match="link_missing"):
            adverse_events.record(ws, replace(entry, **change))
    adverse_events.record(ws, replace(entry, therapy_id=own))
    (found,) = held(ws, who)
    assert found.therapy_id == own
    assert own is not None
    supportive_therapies.void_therapy(ws, own, "mistake")
    again, version = adverse_events.entry_of(ws, found.id)
    assert adverse_events.revise(ws, found.id, version, replace(again, note="link stays")).text


def test_a_link_that_was_taken_back_since_stops_no_merge_and_no_split(ws: Workspace) -> None:
    who = register(ws)
    own = supportive_therapies.record(ws, drug(who)).record_id or 0
    adverse_events.record(ws, toxicity(who, "nausea", 2, 1, onset=days(-20), end=days(-15), outcome=Outcome.RESOLVED))
    adverse_events.record(ws, toxicity(who, "nausea", 3, onset=days(-9), therapy_id=own))
    supportive_therapies.void_therapy(ws, own, "mistake")
    episodes.merge(ws, chosen(ws, who), "one course")
    assert [e.therapy_id for e in held(ws, who)] == [own]
    episodes.split(ws, *chosen(ws, who)[0], days(-9))
    assert [e.therapy_id for e in held(ws, who)] == [own, own]


def test_the_version_of_an_episode_stays(ws: Workspace) -> None:
    who = register(ws)
    adverse_events.record(ws, toxicity(who, "nausea", 2, onset=days(-2)))
    entry, version = adverse_events.entry_of(ws, held(ws, who)[0].id)
    assert [step.ctcae_version for step in entry.grades] == ["5.0"]
    plain = replace(entry, ctcae_version="6.0", grades=tuple(replace(s, ctcae_version="") for s in entry.grades))
    with pytest.raises(InputError, match="ctcae_version_stays"):
        adverse_events.revise(ws, held(ws, who)[0].id, version, plain)
    strange = (*entry.grades, GradeStep(TODAY, Grade.SEVERE, "6.0"))
    with pytest.raises(InputError, match="grade_of_other_version"):
        adverse_events.revise(ws, held(ws, who)[0].id, version, replace(entry, grades=strange))


def test_an_entry_of_one_patient_does_not_change_the_episode_of_another(ws: Workspace) -> None:
    who, other = register(ws), register(ws, code="MS-002", family_name="Verdi")
    adverse_events.record(ws, toxicity(who, "nausea", 2))
    with pytest.raises(KnownError, match="stale_row"):
        adverse_events.revise(ws, *chosen(ws, who)[0], toxicity(other, "nausea", 1))
    assert [e.worst for e in held(ws, who)] == [Grade.MODERATE]


def card_of(ws: Workspace, who: int) -> PatientCard:
    with ws.read() as session:
        return record_of(session, who)


def test_accepted_grades_make_and_extend_an_episode(ws: Workspace) -> None:
    who = register(ws)
    card = card_of(ws, who)
    step = GradeStep(days(-3), Grade.MODERATE, "5.0", None, "ALT > 3 x ULN")
    with ws.write("proposal.accept") as session:
        event_id, label, kinds = adverse_events.record_from_result(
            session, ws, card, who, "alanine_aminotransferase_increased", step
        )
    assert (label, kinds) == ("Alanine aminotransferase increased", {"adverse_event"})
    with ws.write("proposal.accept") as session:
        adverse_events.extend(session, ws, card, event_id, replace(step, start=TODAY, grade=Grade.SEVERE))
    (found,) = held(ws, who)
    assert [(s.start, int(s.grade), s.ctcae_version, s.rule) for s in found.grades] == [
        (days(-3), 2, "5.0", "ALT > 3 x ULN"), (TODAY, 3, "5.0", "ALT > 3 x ULN"),
    ]  # fmt: skip
    with pytest.raises(InputError, match="grade_of_other_version"), ws.write("proposal.accept") as session:
        adverse_events.extend(session, ws, card, event_id, replace(step, start=days(-1), ctcae_version="6.0",
                                                                   grade=Grade.MILD))  # fmt: skip
    with ws.write("proposal.accept") as session:
        adverse_events.close(session, ws, card, event_id, TODAY)
    with pytest.raises(KnownError, match="stale_row"), ws.write("proposal.accept") as session:
        adverse_events.extend(session, ws, card, 999, step)
    assert [e.end for e in held(ws, who)] == [TODAY]


def test_a_grade_without_its_result_is_refused(ws: Workspace) -> None:
    who = register(ws)
    step = GradeStep(TODAY, Grade.MODERATE, "5.0", 77, "rule")
    with pytest.raises(InputError, match="link_missing"), ws.write("proposal.accept") as session:
        adverse_events.record_from_result(session, ws, card_of(ws, who), who, "nausea", step)
    assert held(ws, who) == []


def test_a_baseline_toxicity_is_no_worst_grade_on_first_page_and_paper_until_it_rises(ws: Workspace) -> None:
    who = register(ws, 45)
    ended = {"end": days(-20), "outcome": Outcome.RESOLVED}
    adverse_events.record(ws, toxicity(who, "mucositis_oral", 3, onset=days(-200), **ended))
    assert overview.overview(ws, who, TODAY).worst_episodes == ()
    assert [e.baseline for e in summary_data(ws, who, "en").episodes] == [True]
    entry, version = adverse_events.entry_of(ws, held(ws, who)[0].id)
    risen = (*entry.grades, GradeStep(days(-30), Grade.LIFE_THREATENING))
    adverse_events.revise(ws, held(ws, who)[0].id, version, replace(entry, grades=risen))
    assert [e.worst for e in overview.overview(ws, who, TODAY).worst_episodes] == [Grade.LIFE_THREATENING]
    assert [e.baseline for e in summary_data(ws, who, "en").episodes] == [False]
