"""CMV and EBV on a real file: units kept apart, the unit's threshold, the matrix, the toxicity."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hsct_desktop.domain.adverse_event import Grade, GradeStep
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.services import adverse_events, alert_rules, lab_results, settings, viruses
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import days, register

DAY = 40


def put(ws: Workspace, pid: int, code: str, values: dict[int, str], unit: str = "") -> None:
    cells = [CellEntry(code, Sample(days(day - DAY), "07:00"), text, unit) for day, text in values.items()]
    lab_results.put_cells(ws, pid, cells, confirmed=True)


def state(ws: Workspace, pid: int, code: str) -> viruses.VirusState:
    return next(one for one in viruses.for_patient(ws, pid) if one.code == code)


def shown(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_only_viruses_with_results_are_shown(ws: Workspace) -> None:
    pid = register(ws, DAY)
    assert viruses.for_patient(ws, pid) == []
    put(ws, pid, "EBV", {10: "neg"})
    assert [one.code for one in viruses.for_patient(ws, pid)] == ["EBV"]
    assert not state(ws, pid, "EBV").last.is_above


def test_below_the_laboratorys_limit_is_negative_and_the_first_value_above_begins(ws: Workspace) -> None:
    pid = register(ws, DAY)
    put(ws, pid, "CMV", {5: "neg", 12: "<34", 19: "250", 26: "1800"})
    found = state(ws, pid, "CMV")
    assert found.reactivation is not None
    words = shown(viruses.reactivation_words(ws.wording, found.reactivation))
    assert words == "above the limit since 30 Oct 2026; peak 1800 IU/mL on 06 Nov 2026"
    assert found.rise is not None
    assert viruses.rise_words(ws.wording, found.rise) == "×7.20 (0.86 log10) in 7 days, doubling in 2.5 days"
    put(ws, pid, "CMV", {33: "neg", 40: "<34"})
    ended = state(ws, pid, "CMV").reactivation
    assert ended is not None
    assert not ended.is_open


def test_copies_and_iu_are_never_compared(ws: Workspace) -> None:
    pid = register(ws, DAY)
    put(ws, pid, "EBV", {5: "neg", 12: "20000"}, "copies/mL")
    put(ws, pid, "EBV", {19: "900"}, "IU/mL")
    found = state(ws, pid, "EBV")
    assert found.mixed_units
    assert found.rise is None
    assert found.reached is None
    assert "not compared" in viruses.threshold_words(ws, found)
    assert found.reactivation is not None
    assert {peak.unit for peak in found.reactivation.peaks} == {"copies/mL", "IU/mL"}


def test_the_threshold_is_blank_until_the_unit_sets_it(ws: Workspace) -> None:
    pid = register(ws, DAY)
    put(ws, pid, "CMV", {5: "neg", 12: "1200"})
    before = state(ws, pid, "CMV")
    assert (before.threshold.is_set, before.reached) == (False, None)
    assert viruses.threshold_words(ws, before) == "threshold not set: Settings, Alerts"
    row = next(one for one in alert_rules.listing(ws) if one.id == "cmv")
    texts = {limit.name: limit.text for limit in row.thresholds} | {"copies": "1000 IU/mL"}
    alert_rules.change(ws, "cmv", row.version, row.enabled, row.severity, texts)
    after = state(ws, pid, "CMV")
    assert (after.threshold.is_units_own, after.reached) == (True, True)
    assert "1000" in viruses.threshold_words(ws, after)


def test_an_example_of_the_program_is_called_one(ws: Workspace) -> None:
    pid = register(ws, DAY)
    put(ws, pid, "EBV", {5: "neg", 12: "12000"}, "copies/mL")
    found = state(ws, pid, "EBV")
    assert found.reached is True
    assert "example" in viruses.threshold_words(ws, found)


def test_an_approved_set_of_rules_makes_it_the_units(practised: Workspace) -> None:
    pid = register(practised, DAY, code="VIR-1", family_name="Neri")
    put(practised, pid, "EBV", {12: "12000"}, "copies/mL")
    assert "threshold of the unit" in viruses.threshold_words(practised, state(practised, pid, "EBV"))


def test_the_matrix_is_the_units_setting(ws: Workspace) -> None:
    pid = register(ws, DAY)
    put(ws, pid, "CMV", {5: "neg"})
    assert state(ws, pid, "CMV").matrix == "not_stated"
    settings.put(ws, "virus.cmv_matrix", "plasma")
    assert state(ws, pid, "CMV").matrix == "plasma"
    ws.language = "it"
    assert viruses.matrix_words(ws.wording, "whole_blood") == "sangue intero"


def test_its_toxicity_is_filled_in_advance_without_a_grade_and_then_known(ws: Workspace) -> None:
    pid = register(ws, DAY)
    put(ws, pid, "CMV", {5: "neg"})
    assert viruses.toxicity_entry(ws, pid, state(ws, pid, "CMV")) is None
    put(ws, pid, "CMV", {12: "250"})
    given = viruses.toxicity_entry(ws, pid, state(ws, pid, "CMV"))
    assert given is not None
    assert (given.term_id, given.onset, given.grades) == (
        "cytomegalovirus_infection_reactivation", days(12 - DAY), (),
    )  # fmt: skip
    assert "250" in given.note
    assert not state(ws, pid, "CMV").recorded
    adverse_events.record(ws, replace(given, grades=(GradeStep(days(12 - DAY), Grade.MODERATE),)))
    assert state(ws, pid, "CMV").recorded


def test_amounts_are_kept_in_their_unit(ws: Workspace) -> None:
    pid = register(ws, DAY)
    put(ws, pid, "CMV", {5: ">1000000"})
    last = state(ws, pid, "CMV").last
    assert (last.amount, last.comparator, last.unit) == (Decimal(1000000), ">", "IU/mL")
