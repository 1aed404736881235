"""Checklists on a real file: filled from what is recorded, judged, turned into a toxicity, taken back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from hsct_desktop.domain.adverse_event import Grade, GradeStep
from hsct_desktop.domain.author import Author
from hsct_desktop.domain.criteria import RULES_VERSION, Answer, ChecklistId, CriteriaDecision
from hsct_desktop.domain.criteria_check import CriteriaCheckEntry, Said
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.visit import VisitEntry, Vitals
from hsct_desktop.services import adverse_events, criteria, lab_results, undo, visits
from hsct_desktop.services.handover import handover
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import criteria_check
from tests.services.ward import TODAY, days, register, toxicity

DAY = 20
"""The patients stand on this day after infusion."""


def put(ws: Workspace, pid: int, code: str, values: dict[int, str], unit: str = "") -> None:
    """Values by day after infusion."""
    cells = [CellEntry(code, Sample(days(day - DAY), "07:00"), text, unit) for day, text in values.items()]
    lab_results.put_cells(ws, pid, cells, confirmed=True)


def answers(filled: criteria.Filled) -> dict[str, Answer]:
    return {name: said.answer for name, said in filled.said.items()}


def shown(text: str) -> str:
    return text.replace("\u00a0", " ")


def neutropenia(pid: int, **more: object) -> CriteriaCheckEntry:
    said = {"temperature_38_3": Said(Answer.YES, True), "anc_below_0_5": Said(Answer.YES, False, "ANC 0.1")}
    entry = CriteriaCheckEntry(
        pid, ChecklistId.FEBRILE_NEUTROPENIA, days(-2), said, CriteriaDecision.CONFIRMED, note="lines cultured"
    )
    return replace(entry, **more)  # type: ignore[arg-type]


def test_an_empty_record_answers_nothing_and_says_what_is_missing(ws: Workspace) -> None:
    pid = register(ws, DAY)
    for checklist in ChecklistId:
        filled = criteria.filled(ws, pid, checklist, TODAY)
        assert set(answers(filled).values()) == {Answer.UNKNOWN}
        assert all(said.evidence for said in filled.said.values())
    spitzer = criteria.filled(ws, pid, ChecklistId.ES_SPITZER, TODAY)
    assert spitzer.said["temperature_38_3"].evidence == "no temperature recorded"
    assert "not reached" in spitzer.frame[0]


def test_engraftment_syndrome_is_filled_with_dates_and_values(ws: Workspace) -> None:
    pid = register(ws, DAY)
    put(ws, pid, "ANC", {6: "0.1", 10: "0.4", 11: "0.7", 12: "1.4", 13: "2.0"})
    put(ws, pid, "TEMP", {12: "38.9"})
    put(ws, pid, "BILT", {12: "2.1"}, "mg/dL")
    put(ws, pid, "CREA", {-12: "60", 12: "70"})
    put(ws, pid, "WEIGHT", {-8: "60", 12: "62"})
    adverse_events.record(ws, toxicity(pid, "diarrhea", 2, onset=days(10 - DAY)))
    spitzer = criteria.filled(ws, pid, ChecklistId.ES_SPITZER, days(12 - DAY))
    assert answers(spitzer) == {
        "within_96h_of_engraftment": Answer.YES,
        "temperature_38_3": Answer.YES,
        "bilirubin_or_transaminases": Answer.YES,
        "creatinine_2x": Answer.NO,
        "weight_2_5": Answer.YES,
    }
    told = {name: shown(said.evidence) for name, said in spitzer.said.items()}
    assert told["temperature_38_3"] == "Temp. 38.9 °C · 12 Nov 2026 07:00"
    assert told["bilirubin_or_transaminases"] == "Bilirubin 2.1 mg/dL · 12 Nov 2026"
    assert told["creatinine_2x"] == "Creatinine 70 µmol/L = 1.2 × baseline · 12 Nov 2026"
    assert told["weight_2_5"] == "Weight 62 kg, +3.3 % against admission · 12 Nov 2026"
    assert [shown(line) for line in spitzer.frame] == ["neutrophil engraftment Day +11 (11 Nov 2026)"]
    maiolino = criteria.filled(ws, pid, ChecklistId.ES_MAIOLINO, days(12 - DAY))
    assert answers(maiolino) == {"fever_from_24h_before": Answer.YES, "diarrhoea": Answer.YES}
    assert "grade 2" in maiolino.said["diarrhoea"].evidence


def test_vital_signs_of_visits_count(ws: Workspace) -> None:
    pid = register(ws, DAY)
    vitals = Vitals(temperature=Decimal("38.4"), weight=Decimal("70"))
    visits.record(ws, VisitEntry(pid, TODAY, None, "Ann Nurse", vitals), confirmed=True)
    filled = criteria.filled(ws, pid, ChecklistId.FEBRILE_NEUTROPENIA, TODAY)
    assert filled.said["temperature_over_38_3"].answer is Answer.YES
    assert shown(filled.said["temperature_38_3"].evidence) == "38.4 °C · 20 Nov 2026"


def test_sos_has_its_severity_with_sources(ws: Workspace) -> None:
    pid = register(ws, DAY)
    put(ws, pid, "BILT", {18: "40", 20: "100"})
    put(ws, pid, "WEIGHT", {-8: "60", 20: "66"})
    filled = criteria.filled(ws, pid, ChecklistId.SOS_EBMT2023, TODAY)
    assert answers(filled) == {"bilirubin_2": Answer.YES, "weight_5": Answer.YES}
    assert filled.frame == ("classical: within 21 days of Day 0",)
    assert filled.findings is not None
    assert (filled.findings.weight_gain, filled.findings.bilirubin_doubled) == (Decimal(10), True)
    assert filled.severity_evidence is not None
    assert shown(filled.severity_evidence["bilirubin"]) == "Bilirubin 100 µmol/L · 20 Nov 2026"
    assert filled.severity_evidence["renal"] == "no creatinine recorded"


def test_a_judgement_is_kept_with_rules_answers_and_who(ws: Workspace) -> None:
    pid = register(ws, DAY)
    saved = criteria.record(ws, neutropenia(pid))
    assert "Febrile neutropenia: Confirmed" in saved.text
    (held,) = criteria.for_patient(ws, pid)
    assert (held.verdict, held.decision) == ("Febrile neutropenia by the clinical rule", "Confirmed")
    assert (held.by, held.on, held.rules_version) == ("Ann Nurse", days(-2), RULES_VERSION)
    with ws.read() as session:
        (row,) = criteria_check.of_patient(session, pid)
    assert row.answers["anc_below_0_5"] == {"answer": "yes", "by": "record", "evidence": "ANC 0.1"}
    assert row.answers["temperature_38_3"]["by"] == "person"
    ws.language = "it"
    assert criteria.for_patient(ws, pid)[0].decision == "Confermata"


def test_severity_and_its_findings_are_kept(ws: Workspace) -> None:
    pid = register(ws, DAY)
    put(ws, pid, "BILT", {18: "40", 20: "100"})
    put(ws, pid, "WEIGHT", {-8: "60", 20: "66"})
    filled = criteria.filled(ws, pid, ChecklistId.SOS_EBMT2023, TODAY)
    said = {**filled.said, "histology": Said(Answer.YES, True)}
    entry = CriteriaCheckEntry(pid, ChecklistId.SOS_EBMT2023, TODAY, said, CriteriaDecision.CONFIRMED, filled.findings)
    criteria.record(ws, entry)
    (held,) = criteria.for_patient(ws, pid)
    assert (held.verdict, held.severity) == ("Proven SOS/VOD", "Severe")
    with ws.read() as session:
        (row,) = criteria_check.of_patient(session, pid)
    assert row.answers["severity"]["weight_gain"] == "10.0"
    assert row.answers["severity"]["bilirubin_doubled"] is True


def test_the_toxicity_of_a_checklist_is_linked_and_both_go_back_together(ws: Workspace) -> None:
    pid = register(ws, DAY)
    key = criteria.record(ws, neutropenia(pid)).record_id or 0
    given = criteria.toxicity_entry(ws, pid, key)
    assert (given.term_id, given.onset, given.grades) == ("febrile_neutropenia", days(-2), ())
    assert "clinical rule" in given.note
    graded = replace(given, grades=(GradeStep(days(-2), Grade.SEVERE),))
    saved = criteria.record_toxicity(ws, key, graded)
    assert criteria.for_patient(ws, pid)[0].event_id == saved.record_id
    undo.undo(ws, saved.txn)
    assert criteria.for_patient(ws, pid)[0].event_id is None
    assert adverse_events.for_patient(ws, pid) == []


@pytest.mark.parametrize(
    ("checklist", "term", "specified"),
    [
        (ChecklistId.ES_SPITZER, "immune_system_disorders_other_specify", "Engraftment syndrome"),
        (ChecklistId.ES_MAIOLINO, "immune_system_disorders_other_specify", "Engraftment syndrome"),
        (ChecklistId.SOS_EBMT2023, "sinusoidal_obstruction_syndrome", ""),
    ],
)
def test_each_complication_has_its_term_in_both_versions(
    ws: Workspace, checklist: ChecklistId, term: str, specified: str
) -> None:
    pid = register(ws, DAY)
    entry = CriteriaCheckEntry(pid, checklist, TODAY, {}, CriteriaDecision.CONFIRMED, note="seen")
    given = criteria.toxicity_entry(ws, pid, criteria.record(ws, entry).record_id or 0)
    assert (given.term_id, given.specify) == (term, specified)
    for version in ("5.0", "6.0"):
        assert ws.catalogue.terms(version).term(term) is not None


def test_what_is_wrong_is_refused_and_a_stranger_is_stale(ws: Workspace) -> None:
    pid, other = register(ws, DAY), register(ws, DAY, code="MS-002", family_name="Verdi")
    with pytest.raises(InputError) as wrong:
        criteria.record(ws, neutropenia(pid, decision=None, assessed_on=days(1)))
    assert [p.key for p in wrong.value.problems] == ["date_in_future", "criteria_decision_missing"]
    key = criteria.record(ws, neutropenia(pid)).record_id or 0
    with pytest.raises(KnownError, match="stale_row"):
        criteria.toxicity_entry(ws, other, key)
    with pytest.raises(KnownError, match="stale_row"):
        criteria.record_toxicity(ws, key, toxicity(other, "febrile_neutropenia", 3))


def test_it_is_taken_back_with_a_reason_and_told_at_the_handover(ws: Workspace, other: Author) -> None:
    pid = register(ws, DAY)
    key = criteria.record(ws, neutropenia(pid)).record_id or 0
    criteria.void_check(ws, key, "wrong day", 1)
    assert criteria.for_patient(ws, pid) == []
    with pytest.raises(KnownError, match="stale_row"):
        criteria.void_check(ws, key, "again")
    (patient,) = handover(ws, TODAY).patients
    told = " | ".join(shown(line.text) for line in patient.lines)
    assert "Febrile neutropenia" in told
    assert other.name not in told
