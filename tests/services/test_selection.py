"""The selection on a real file: the checklist from the record, ticks, meetings signed, trials, a death adjudicated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.death_review import DeathRelation, DeathReviewEntry
from hsct_desktop.domain.disease_history import HistoryEntry
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.mri import MriEntry, Region
from hsct_desktop.domain.partial_date import PartialDate, parse_partial
from hsct_desktop.domain.patient import Sex, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.relapse import RelapseEntry
from hsct_desktop.domain.selection import Hint, Mark, MeetingDecision, Tick
from hsct_desktop.domain.selection_meeting import MeetingEntry, TrialEntry
from hsct_desktop.services import (
    death_reviews,
    disease_history,
    mri,
    neurology,
    patients,
    relapses,
    selection,
    selection_facts,
    selection_print,
    settings,
    trials,
)
from hsct_desktop.services import disease_modifying_therapies as dmts
from hsct_desktop.services import undo as undoing
from hsct_desktop.services.selection import Checklist
from hsct_desktop.services.workspace import Workspace
from tests.documents.reading import read
from tests.services.ward import TODAY, change_state, days, keys, register


def on(text: str) -> PartialDate:
    found = parse_partial(text)
    assert found is not None
    return found


def candidate(ws: Workspace, **person: object) -> int:
    """A woman with relapsing MS who is not transplanted yet, with a history."""
    patient = register(ws, None, sex=Sex.FEMALE, **person)
    disease_history.record(ws, HistoryEntry(patient, on("2018-04"), on("2019-02-10")))
    neurology.record(ws, EdssEntry(patient, on("2026-10-02"), Decimal("4.5")))
    relapses.record(ws, RelapseEntry(patient, on("2026-03")))
    mri.record(ws, MriEntry(patient, on("2026-09-01"), new_t2=3, gd=1))
    dmts.record(ws, DiseaseModifyingTherapyEntry(patient, "ocr", "", on("2022"), on("2026-06")))
    dmts.record(ws, DiseaseModifyingTherapyEntry(patient, "ga", "", on("2019"), on("2021")))
    return patient


def hints(found: Checklist) -> dict[str, str]:
    return {row.id: row.hint.value for row in found.rows}


def tick(ws: Workspace, patient: int, criterion: str, said: Tick = Tick.MET, comment: str = "") -> None:
    held = selection.checklist(ws, patient).prepared
    selection.mark(ws, patient, (held.id, held.version) if held else None, criterion, Mark(said, comment))


def sheet(patient: int, **more: object) -> MeetingEntry:
    made = MeetingEntry(patient, TODAY, "Dr Verdi\nDr Neri", MeetingDecision.ACCEPTED, "", "Dr Verdi")
    return replace(made, **more)  # type: ignore[arg-type]


def sign(ws: Workspace, patient: int, **more: object) -> None:
    held = selection.checklist(ws, patient).prepared
    assert held is not None
    selection.save(ws, (held.id, held.version), sheet(patient, **more), confirmed=True)


def test_each_line_shows_what_the_record_says_and_how_it_stands_to_the_units_limit(ws: Workspace) -> None:
    patient = candidate(ws)
    found = selection.checklist(ws, patient)
    said = {row.id: row.recorded.replace("\u00a0", " ") for row in found.rows}
    assert said["ms_age"] == "41 years on 20 Nov 2026"
    assert said["ms_duration"] == "8.5 years since onset (04/2018); 7.7 years since diagnosis (10 Feb 2019)"
    assert said["ms_edss"] == "EDSS 4.5 on 02 Oct 2026"
    assert said["ms_activity"] == "1 relapse since 21 Nov 2025; MRI 01 Sep 2026: 3 new T2, 1 Gd+"
    assert said["ms_therapies"] == "1 drug given: Ocrelizumab; others: Glatiramer acetate"
    assert hints(found) | {"ms_phase": "person", "ms_therapies": "person"} == hints(found)
    assert {hints(found)[name] for name in ("ms_age", "ms_duration", "ms_edss", "ms_activity")} == {"within"}
    assert found.row("fit_pregnancy") is not None
    assert any("known from summaries only" in source for source in found.rows[3].sources)


def test_nothing_recorded_is_never_a_verdict(ws: Workspace) -> None:
    patient = register(ws, None)
    found = hints(selection.checklist(ws, patient))
    assert {found[name] for name in ("ms_duration", "ms_edss", "ms_activity", "ms_therapies", "fit_infection")} == {
        "unknown"
    }
    assert found["ms_age"] == "within"


def test_a_unit_sets_its_own_limit_and_the_line_says_whose_it_is(ws: Workspace) -> None:
    patient = candidate(ws)
    row = selection.checklist(ws, patient).row("ms_edss")
    assert row is not None
    assert (row.limit, row.is_own) == ("≤ 5.5; higher if due to a recent relapse", False)
    settings.put(ws, "selection.ms_edss", "4.0")
    row = selection.checklist(ws, patient).row("ms_edss")
    assert row is not None
    assert (row.limit, row.is_own, row.hint) == ("≤ 4.0; higher if due to a recent relapse", True, Hint.OUTSIDE)


def test_the_first_tick_begins_a_meeting_and_undo_takes_it_back(ws: Workspace) -> None:
    patient = candidate(ws)
    saved = selection.mark(ws, patient, None, "ms_age", Mark(Tick.MET))
    found = selection.checklist(ws, patient)
    row = found.row("ms_age")
    assert row is not None
    assert (found.count(Tick.MET), row.mark.tick) == (1, Tick.MET)
    with pytest.raises(KnownError):
        selection.mark(ws, patient, None, "ms_edss", Mark(Tick.MET))  # another window has begun the meeting already
    undoing.undo(ws, saved.txn)
    assert selection.checklist(ws, patient).meeting is None
    with pytest.raises(InputError) as refused:
        selection.mark(ws, patient, None, "ms_age", Mark(Tick.EXCEPTION))
    assert keys(refused.value) == {("comment", "selection_exception_why")}


def test_a_signed_meeting_is_frozen_and_says_what_the_record_says_since(ws: Workspace) -> None:
    patient = candidate(ws)
    tick(ws, patient, "ms_age")
    tick(ws, patient, "ms_edss", Tick.EXCEPTION, "walks better since the relapse")
    held = selection.checklist(ws, patient).prepared
    assert held is not None
    with pytest.raises(InputError) as asked:
        selection.save(ws, (held.id, held.version), sheet(patient))
    assert keys(asked.value) == {("signed_by", "selection_ticks_open")}
    sign(ws, patient)
    undoing.undo_last(ws)
    again = selection.checklist(ws, patient)
    assert (again.is_signed, again.count(Tick.MET), again.count(Tick.EXCEPTION)) == (False, 1, 1)
    sign(ws, patient)
    signed = selection.checklist(ws, patient)
    assert signed.meeting is not None
    assert (signed.is_signed, signed.changed) == (True, 0)
    with pytest.raises(KnownError, match="selection_signed"):
        selection.mark(ws, patient, (signed.meeting.id, signed.meeting.version), "ms_age", Mark())
    neurology.record(ws, EdssEntry(patient, on("2026-11-10"), Decimal("6.0")))
    settings.put(ws, "selection.ms_edss", "4.0")
    later = selection.checklist(ws, patient)
    row = later.row("ms_edss")
    assert row is not None
    assert (row.recorded.replace("\u00a0", " "), row.hint) == ("EDSS 4.5 on 02 Oct 2026", Hint.WITHIN)
    assert row.limit == "≤ 5.5; higher if due to a recent relapse"
    assert row.now.replace("\u00a0", " ") == "EDSS 6.0 on 10 Nov 2026"
    assert later.changed == 1
    italian = selection.checklist(ws, patient, words=wording("it")).row("ms_edss")
    assert italian is not None
    assert italian.recorded.replace("\u00a0", " ") == "EDSS 4,5 il 02 ott 2026"
    selection.begin(ws, patient)
    third = selection.checklist(ws, patient)
    assert (third.is_signed, len(third.meetings), third.count(None)) == (False, 2, len(third.rows))
    selection.void_meeting(ws, signed.meeting.id, "wrong patient")
    assert len(selection.checklist(ws, patient).meetings) == 1


def test_a_meeting_to_come_is_prepared_but_not_decided(ws: Workspace) -> None:
    patient = candidate(ws)
    tick(ws, patient, "ms_age", Tick.MET)
    with pytest.raises(InputError) as refused:
        sign(ws, patient, signed_by="", held_on=days(1))
    assert keys(refused.value) == {("held_on", "meeting_in_future")}
    sign(ws, patient, signed_by="", held_on=days(1), decision=None)
    prepared = selection.checklist(ws, patient).prepared
    assert prepared is not None
    assert prepared.entry.held_on == days(1)


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"members": " ", "reason": "rescue"}, {("members", "selection_members_missing")}),
        ({"decision": None}, {("decision", "selection_decision_missing")}),
        ({"decision": MeetingDecision.DEFERRED}, {("reason", "selection_reason_missing")}),
        ({}, {("reason", "selection_against_why")}),
        ({"reason": "rescue", "held_on": days(1)}, {("held_on", "date_in_future")}),
        ({"reason": "rescue", "held_on": None}, {("held_on", "date_missing")}),
        ({"reason": "rescue", "held_on": date(1980, 1, 1)}, {("held_on", "before_birth")}),
    ],
)
def test_who_signs_says_all_of_it(ws: Workspace, more: dict[str, object], wrong: set[tuple[str, str]]) -> None:
    patient = candidate(ws)
    tick(ws, patient, "ms_age", Tick.NOT_MET)
    with pytest.raises(InputError) as refused:
        sign(ws, patient, **more)
    assert keys(refused.value) == wrong
    assert not selection.checklist(ws, patient).is_signed


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_printed_page_says_all_of_it_and_that_it_is_no_verdict(
    ws: Workspace, tmp_path: Path, language: str
) -> None:
    patient = candidate(ws, given_name="Anna <b>", code="MS-9")
    tick(ws, patient, "ms_edss", Tick.EXCEPTION, "walks better")
    trials.record(ws, TrialEntry(patient, "net_ms", "", "AHSCT", "IT-007"))
    unsigned = read(selection_print.print_selection(ws, patient, tmp_path / "a.pdf", language=language).read_bytes())
    sign(ws, patient, reason="High activity")
    found = read(selection_print.print_selection(ws, patient, tmp_path / "b.pdf", language=language).read_bytes())
    said = {
        "en": ["Accepted", "! Exception: walks better", "EDSS 4.5", "Signed by Dr Verdi", "A checklist, not a verdict"],
        "it": ["Accettato", "! Eccezione: walks better", "EDSS 4,5", "Firmata da Dr Verdi", "non un verdetto"],
    }[language]
    wanted = [*said, "Dr Neri", "IT-007", "Anna <b>", "MS-9", "High activity", "ECTRIMS/EBMT 2025"]
    assert [text for text in wanted if not found.has(text)] == []
    assert len(found.pages) == 1
    assert unsigned.has("NOT SIGNED" if language == "en" else "NON FIRMATA")
    # Nobody is named yet: both lines say what is to be written on them.
    assert unsigned.text.count("Name and signature" if language == "en" else "Nome e firma") == 2


def test_the_longest_checklist_leaves_nothing_out(ws: Workspace, tmp_path: Path) -> None:
    patient = register(ws, None, disease_id="ssc", phenotype_id="diffuse", sex=Sex.FEMALE)
    rows = selection.checklist(ws, patient).rows
    for row in rows[:5]:
        tick(ws, patient, row.id, Tick.EXCEPTION, "a long comment that says why " * 12 + f"{row.id} end")
    sign(ws, patient, members="\n".join(f"Member {n}" for n in range(12)), reason="why " * 80 + "at last")
    found = read(selection_print.print_selection(ws, patient, tmp_path / "c.pdf").read_bytes())
    assert len(found.pages) <= 2
    assert [row.label for row in rows if not found.has(row.label)] == []
    assert [row.id for row in rows[:5] if not found.has(f"{row.id} end")] == []
    assert found.has("at last")
    assert found.has("Member 11")
    assert found.has(wording("en").text("selection.paper.sources"))


def test_a_trial_is_named_by_the_list_or_typed(ws: Workspace) -> None:
    patient = register(ws, None)
    trials.record(ws, TrialEntry(patient, "", "beat-ms", "AHSCT", "IT-007", days(-30)))
    local = TrialEntry(patient, "", "Local study", enrolled_on=days(-20), left_on=days(-1))
    with pytest.raises(InputError) as asked:
        trials.record(ws, local)
    assert [(p.key, p.soft) for p in asked.value.problems] == [("trial_not_listed", True)]
    trials.record(ws, local, confirmed=True)
    with pytest.raises(InputError):  # no letter or digit: not the trials that have no registry number
        trials.record(ws, TrialEntry(patient, "", "?", enrolled_on=days(-20)))
    rows = trials.for_patient(ws, patient)
    assert [(row.name, row.held.entry.trial_id, row.held.entry.arm) for row in rows] == [
        ("BEAT-MS", "beat_ms", "AHSCT"),
        ("Local study", "", ""),
    ]
    with pytest.raises(InputError) as refused:
        trials.record(ws, TrialEntry(patient, enrolled_on=days(-1), left_on=days(-2)))
    assert keys(refused.value) == {("trial", "trial_missing"), ("left_on", "trial_left_before")}
    trials.revise(ws, rows[1].held.id, rows[1].held.version, replace(local, arm="B"))  # the name stands already
    trials.void_trial(ws, rows[1].held.id, "twice")
    assert [row.name for row in trials.for_patient(ws, patient)] == ["BEAT-MS"]
    assert [trial.is_closed for trial, _words in trials.offered(ws, patient)] == [False] * 3 + [True] * 3


def test_a_death_is_adjudicated_and_counts_to_day_100(ws: Workspace) -> None:
    patient = register(ws, 45)
    entry = DeathReviewEntry(patient, DeathRelation.TREATMENT, "Sepsis in aplasia", "Dr Verdi\nDr Neri", TODAY, "why")
    with pytest.raises(InputError) as refused:
        death_reviews.save(ws, entry)
    assert keys(refused.value) == {("relation", "death_not_recorded")}
    assert death_reviews.of_patient(ws, patient) is None
    change_state(ws, patient, StateChangeKind.DIED, days(-5), "sepsis")
    state = death_reviews.of_patient(ws, patient)
    assert state is not None
    assert (state.died_on, state.cause, state.review) == (days(-5), "sepsis", None)
    assert death_reviews.mortality(ws)[0].undecided == (patient,)
    saved = death_reviews.save(ws, entry)
    [found] = death_reviews.mortality(ws)
    assert (found.related, found.undecided, found.treated) == ((patient,), (), 1)
    with pytest.raises(KnownError):
        death_reviews.save(ws, entry)  # somebody has adjudicated it meanwhile
    undoing.undo(ws, saved.txn)
    assert death_reviews.mortality(ws)[0].related == ()
    with pytest.raises(InputError) as early:
        death_reviews.save(ws, replace(entry, reviewed_on=days(-6)))
    assert keys(early.value) == {("reviewed_on", "death_review_before")}


def test_the_checklist_of_the_dead_ends_with_the_day_of_death(ws: Workspace) -> None:
    patient = register(ws, 45)
    change_state(ws, patient, StateChangeKind.DIED, days(-5), "sepsis")
    found = selection.checklist(ws, patient)
    assert found.on == days(-5)
    age = next(row.recorded for row in found.rows if row.id == "ms_age")
    assert age.replace("\u00a0", " ") == "41 years on 15 Nov 2026"


def test_the_practice_ward_has_a_meeting_that_was_signed_before_mobilisation(practised: Workspace) -> None:
    patient = next(hit.id for hit in patients.find(practised, "MS-0114"))
    found = selection.checklist(practised, patient)
    assert (found.is_signed, found.changed, found.count(None)) == (True, 0, 0)
    assert [row.hint for row in found.rows if row.id in ("ms_activity", "ms_age", "ms_edss")] == [Hint.WITHIN] * 3
    assert [row.name for row in trials.for_patient(practised, patient)] == ["NET-MS"]


@pytest.mark.parametrize(
    ("scan", "wanted"),
    [
        ({"region": Region.BRAIN, "new_t2": 0, "gd": 1}, (0, 1)),
        ({"region": Region.BRAIN_CORD, "new_t2": 0, "gd": 0, "cord_new": 2, "cord_gd": 1}, (2, 1)),
        ({"region": Region.CORD, "cord_new": 2, "cord_gd": 0}, (2, 0)),
        ({"region": Region.BRAIN_CORD, "new_t2": 0, "gd": 0}, (None, None)),  # the cord was not counted
        ({"region": Region.BRAIN_CORD, "new_t2": 3, "gd": 0, "cord_gd": 0}, (3, 0)),
    ],
)
def test_lesions_of_the_cord_count(scan: dict[str, Any], wanted: tuple[int | None, int | None]) -> None:
    assert selection_facts.lesions(MriEntry(1, PartialDate(2026, 9), **scan)) == wanted
