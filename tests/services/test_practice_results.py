"""The practice ward's laboratory: plausible, graded as typed values are, and worked in like a real ward's."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta

import pytest

from hsct_desktop.domain.engraftment import EngraftmentStatus, Lineage
from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.lab_value import LabValue, check_value
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import (
    adverse_events,
    alerts,
    engraftment,
    flowsheet,
    flowsheet_inspector,
    infections,
    lab_results,
    patients,
    proposals,
    review,
    rule_sets,
    supportive_therapies,
    today,
    transfusions,
)
from hsct_desktop.services.laboratories import everything, ranges
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import history, lab_result
from tests.services.ward import TODAY, days

ELENA, PLATELETS_FELL, TWO_VERSIONS, SOS, MERGED, FEVER = (
    "MS-0101", "MS-0106", "SLE-0113", "MS-0115", "CD-0116", "MS-0117"
)  # fmt: skip
STOPPED_EARLY = MERGED


def who(ws: Workspace, code: str) -> int:
    return patients.find(ws, code)[0].id


def results(ws: Workspace, patient_id: int) -> list[LabResult]:
    with ws.read() as session:
        return lab_result.of_patient(session, patient_id)


def everyone(ws: Workspace) -> list[int]:
    return [hit.id for hit in patients.browse(ws)]


def test_each_value_passes_the_checks_of_typing(practised: Workspace) -> None:
    analytes = practised.catalogue.analytes.analytes
    count = 0
    for patient_id in everyone(practised):
        for held in results(practised, patient_id):
            value = LabValue(held.value, held.comparator, held.qualitative)
            assert not list(check_value(analytes[held.analyte], value, held.unit)), (held.analyte, held.text)
            assert held.taken_on <= TODAY
            count += 1
    assert count > 10_000


@pytest.mark.soak
def test_each_stored_grade_is_what_grading_says(practised: Workspace) -> None:
    graded = Counter[int]()
    for patient_id in everyone(practised):
        held = {result.id: result for result in results(practised, patient_id)}
        now = lab_results.graded_now(practised, patient_id, list(held))
        assert now.keys() == held.keys()
        for result_id, grading in now.items():
            result, columns = held[result_id], grading.columns()
            stored = {name: getattr(result, name) for name in columns}
            assert stored == columns, (patient_id, result.analyte, result.taken_on, result.text)
            graded[result.grade or 0] += 1
    assert min(graded[grade] for grade in (1, 2, 3, 4)) > 50


def test_every_change_is_in_the_log(practised: Workspace) -> None:
    with closing(sqlite3.connect(practised.store.path)) as connection:
        for table in ("lab_result", "transfusion", "infection", "engraftment", "alert", "grade_decision"):
            rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 (our own names)
            logged = connection.execute(
                "SELECT count(DISTINCT row_id) FROM change_log WHERE table_name = ?", (table,)
            ).fetchone()[0]
            assert rows == logged > 0, table


def test_elena_is_the_patient_of_the_pictures(practised: Workspace) -> None:
    elena = who(practised, ELENA)
    found = {(r.analyte, (r.taken_on - days(-99)).days): r for r in results(practised, elena)}
    for code, day, text, grade in (
        ("HGB", 8, "79", 3), ("WBC", 6, "<0.1", 4), ("ANC", 11, "0.62", 3), ("PLT", 11, "13", 4), ("K", 7, "2.9", 3),
        ("ALT", 98, "112", 2), ("CREA", 7, "88", 1), ("PLT", 98, "160", 0),
    ):  # fmt: skip
        assert (found[code, day].text, found[code, day].grade) == (text, grade), (code, day)
    assert [found["CMV", day].text for day in (82, 89, 98)] == ["1200", "1600", "2300"]
    given = [((t.given_on - days(-99)).days, t.product.value) for t in transfusions.for_patient(practised, elena)]
    assert given == [(5, "platelets"), (7, "platelets"), (8, "red_cells")]
    marks = engraftment.marks(practised, elena)
    assert marks == {"ANC": (days(-99 + 11), True), "PLT": (days(-99 + 15), True)}
    assert len(adverse_events.for_patient(practised, elena)) == 8
    assert [alert.rule_id for alert in alerts.for_patient(practised, elena).waiting] == ["cmv"]
    assert {alert.rule_id for alert in alerts.for_patient(practised, elena).past} >= {"fn", "fever_post", "cmv"}


def test_engraftment_is_derived_confirmed_and_left_open(practised: Workspace) -> None:
    states = [state for patient_id in everyone(practised) for state in engraftment.for_patient(practised, patient_id)]
    told = {(state.derived.status, state.confirmed is not None) for state in states}
    assert told >= {
        (EngraftmentStatus.ENGRAFTED, True), (EngraftmentStatus.ENGRAFTED, False),
        (EngraftmentStatus.PROVISIONAL, False), (EngraftmentStatus.NOT_YET, False),
    }  # fmt: skip
    assert not any(state.differs for state in states)
    for state in states:
        if (TODAY - state.day0).days > 30:
            least = 9 if state.lineage is Lineage.NEUTROPHILS else 11
            assert least <= (state.derived.day or 0) <= 22, (state.course_id, state.lineage)


def test_stop_rules_tell_their_stories(practised: Workspace) -> None:
    """One prophylaxis may stop, one is held by its count, one was stopped early, with its reason."""
    rows = {(row.code, row.kind): row.why for row in today.lists(practised, TODAY).rows if row.therapy_id is not None}
    assert "rule met" in rows["MS-0111", WorklistKind.TO_STOP]
    assert "held until: CD4" in rows["MS-0103", WorklistKind.DO_NOT_STOP]
    ended = supportive_therapies.for_patient(practised, who(practised, STOPPED_EARLY))
    (early,) = [t for t in ended if t.catalogue_id == "cotrimoxazole"]
    assert early.stop == TODAY - timedelta(days=1)
    assert early.stop_detail


def test_results_wait_and_two_red_alerts_stand(practised: Workspace) -> None:
    lists = today.lists(practised, TODAY)
    waiting = [row for row in lists.rows if row.kind is WorklistKind.RESULTS_TO_REVIEW]
    codes = {row.code for row in waiting}
    assert 4 <= len(waiting) <= 6
    assert codes >= {ELENA, PLATELETS_FELL, TWO_VERSIONS, SOS, FEVER}
    red = {(found.code, found.alert.rule_id) for found in alerts.of_unit(practised)}
    assert red == {(FEVER, "fn"), (STOPPED_EARLY, "pjp_gap")}
    assert {state.acts for state in rule_sets.states(practised)} == {True}
    fell = alerts.for_patient(practised, who(practised, PLATELETS_FELL)).waiting
    assert [alert.rule_id for alert in fell] == ["plt_new"]
    assert "wt_sos" in {alert.rule_id for alert in alerts.for_patient(practised, who(practised, SOS)).waiting}


def test_a_value_that_the_laboratory_changed_waits_again(practised: Workspace) -> None:
    shown = review.for_patient(practised, who(practised, TWO_VERSIONS)).results
    assert [(row.result.analyte, row.value) for row in shown] == [("K", "5.7")]
    assert shown[0].seen is not None
    assert shown[0].proposals[0].proposal.term_id == "hyperkalemia"


def test_proposals_are_open_accepted_and_dismissed(practised: Workspace) -> None:
    with closing(sqlite3.connect(practised.store.path)) as connection:
        decided = dict(connection.execute("SELECT decision, count(*) FROM grade_decision GROUP BY decision"))
    assert decided["accepted"] >= 3
    assert decided["dismissed"] > 100
    open_ = proposals.for_patient(practised, who(practised, ELENA)).new
    assert {row.proposal.term_id for row in open_} == {"neutrophil_count_decreased", "white_blood_cell_decreased"}
    assert proposals.for_patient(practised, who(practised, FEVER)).expected


def test_episodes_of_two_versions_one_in_two_parts_and_a_baseline(practised: Workspace) -> None:
    both = adverse_events.for_patient(practised, who(practised, TWO_VERSIONS))
    assert {episode.ctcae_version for episode in both} == {"5.0", "6.0"}
    rash = [e for e in adverse_events.for_patient(practised, who(practised, MERGED)) if "rash" in e.term_id]
    assert [[int(step.grade) for step in episode.grades] for episode in rash] == [[1, 1, 2, 1]]
    before = [e for p in everyone(practised) for e in adverse_events.for_patient(practised, p) if e.baseline]
    assert [episode.term_id for episode in before] == ["spasticity"]


def test_infections_stand_behind_their_episodes(practised: Workspace) -> None:
    rows = [row for p in everyone(practised) for row in infections.for_patient(practised, p)]
    assert len(rows) > 10
    assert all(row.toxicities for row in rows)
    assert any(row.infection.is_open for row in rows)


def test_the_ward_has_two_laboratories_and_one_with_ranges(practised: Workspace) -> None:
    own, other = everything(practised)
    assert own.entry.own
    assert len(ranges(practised, own.id)) > 60
    assert ranges(practised, other.id) == []


@pytest.mark.parametrize("code", [ELENA, FEVER])
def test_who_typed_and_who_saw_on_their_days(practised: Workspace, code: str) -> None:
    for held in results(practised, who(practised, code)):
        assert held.taken_on <= held.updated_at.astimezone().date() or held.taken_on == TODAY
        if held.reviewed_at is not None:
            assert held.updated_at <= held.reviewed_at
            assert held.reviewed_at - held.updated_at < timedelta(days=1)
    with practised.read() as session:
        first = results(practised, who(practised, code))[0]
        assert [change.inserted for change in history.history(session, "lab_result", first.id)] == [True]


def test_the_version_of_a_value_names_who_typed_it_and_when(practised: Workspace) -> None:
    elena = who(practised, ELENA)
    found = flowsheet.sheet(practised, elena, "all")
    row = next(row for row in found.rows if row.code == "HGB")
    result = next(column.values["HGB"] for column in found.columns if "HGB" in column.values)
    (version,) = flowsheet_inspector.versions(practised, found, row, result)
    assert version.at == result.updated_at
    assert version.by == found.staff[result.updated_by or 0]
    assert version.at.date() == result.taken_on
