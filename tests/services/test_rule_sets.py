"""Approval of sets of rules: who, when, which text; what a unit changes of an alert rule."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.alert import Severity
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import alert_rules, alerts, rule_sets, undo
from hsct_desktop.services.alert_rules import RuleRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.rule_approval import RuleApproval
from tests.services.test_alerts import measure, waiting
from tests.services.ward import TODAY, keys, register

RED, AMBER = Severity.RED, Severity.AMBER


def row(ws: Workspace, rule_id: str) -> RuleRow:
    return next(found for found in alert_rules.listing(ws) if found.id == rule_id)


def approved(ws: Workspace, rule_set: str) -> bool:
    with ws.read() as session:
        return rule_sets.is_approved(ws, session, rule_set)


def another_text(ws: Workspace, rule_set: str, old: str, new: str) -> None:
    """As if an earlier version of the program had been approved."""
    with ws.write("patient.revise") as session:
        held = session.execute(sa.select(RuleApproval).where(RuleApproval.rule_set == rule_set)).scalar_one()
        assert old in held.content
        held.content, held.sha256, held.rules_version = held.content.replace(old, new), "older", "2025.1"


def test_a_new_file_has_approved_nothing(ws: Workspace) -> None:
    assert [(s.rule_set, s.acts, s.approval) for s in rule_sets.states(ws)] == [
        ("grading", False, None), ("alerts", False, None), ("stops", False, None),
    ]  # fmt: skip
    assert not approved(ws, "grading")
    assert not approved(ws, "alerts")


def test_the_practice_file_has_approved_everything(practised: Workspace) -> None:
    assert [(s.rule_set, s.acts, s.is_newer) for s in rule_sets.states(practised)] == [
        ("grading", True, False), ("alerts", True, False), ("stops", True, False),
    ]  # fmt: skip
    assert approved(practised, "grading")


@pytest.mark.parametrize("rule_set", rule_sets.SETS)
def test_a_person_approves_and_withdraws(ws: Workspace, rule_set: str) -> None:
    saved = rule_sets.approve(ws, rule_set, " Dr  Serra ", TODAY, "read with the ward")
    assert saved.kinds == {"rules", "alert"}
    assert approved(ws, rule_set)
    approval = next(s for s in rule_sets.states(ws) if s.rule_set == rule_set).approval
    assert approval is not None
    assert (approval.approved_by, approval.approved_on, approval.note) == ("Dr Serra", TODAY, "read with the ward")
    rule_sets.approve(ws, rule_set, "Dr Conti", TODAY)
    rule_sets.withdraw(ws, approval.id, approval.version, "new procedure")
    assert not approved(ws, rule_set)


def test_undo_of_an_approval(ws: Workspace) -> None:
    saved = rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    undone = undo.undo(ws, saved.txn)
    assert "rules" in undone.kinds
    assert not approved(ws, "alerts")


@pytest.mark.parametrize(
    ("by", "ahead", "note", "expected"),
    [
        ("", 0, "", {("approved_by", "approved_by_missing")}),
        ("Dr Serra", None, "", {("approved_on", "approved_on_missing")}),
        ("Dr Serra", 1, "", {("approved_on", "approved_on_future")}),
        ("x" * 101, 0, "y" * 401, {("approved_by", "too_long"), ("note", "too_long")}),
    ],
)
def test_a_wrong_approval_is_refused(
    ws: Workspace, by: str, ahead: int | None, note: str, expected: set[tuple[str, str]]
) -> None:
    on = None if ahead is None else TODAY + timedelta(days=ahead)
    with pytest.raises(InputError) as caught:
        rule_sets.approve(ws, "alerts", by, on, note)
    assert keys(caught.value) == expected
    assert not approved(ws, "alerts")
    with pytest.raises(KnownError):
        rule_sets.approve(ws, "moons", "Dr Serra", TODAY)


def test_alerts_go_on_by_the_approved_text_until_a_newer_one_is_approved(ws: Workspace) -> None:
    rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    another_text(ws, "alerts", "125 mmol/L", "130 mmol/L")
    state = rule_sets.states(ws)[1]
    assert (state.acts, state.is_newer) == (True, True)
    pid = register(ws, 10)
    measure(ws, pid, NA="129")
    assert waiting(ws, pid)["na"].severity is RED
    rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    measure(ws, pid, at="09:00", NA="128")
    assert waiting(ws, pid)["na"].ended_on == TODAY


def test_another_text_of_the_grading_rules_is_not_approved(ws: Workspace) -> None:
    rule_sets.approve(ws, "grading", "Dr Serra", TODAY)
    another_text(ws, "grading", "rules_version", "rules_version ")
    state = rule_sets.states(ws)[0]
    assert (state.acts, state.is_newer) == (False, True)
    assert not approved(ws, "grading")


def test_a_changed_threshold_acts_at_once_and_is_listed_until_approved_again(ws: Workspace) -> None:
    rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    alert_rules.change(ws, "hb", None, True, AMBER, {"haemoglobin": "7,0 g/dL"})
    assert rule_sets.states(ws)[1].changed == ("hb",)
    pid = register(ws, 10)
    measure(ws, pid, HGB="75")
    assert waiting(ws, pid) == {}
    measure(ws, pid, at="09:00", HGB="69")
    assert waiting(ws, pid)["hb"].evidence[0].replace("\u00a0", " ").endswith("limit: below 7.0 g/dL")
    rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    assert rule_sets.states(ws)[1].changed == ()


def test_a_rule_switched_off_ends_its_alerts_and_reads_as_shipped_again(ws: Workspace) -> None:
    rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    pid = register(ws, 10)
    measure(ws, pid, HGB="75")
    saved = alert_rules.change(ws, "hb", None, False, AMBER, {"haemoglobin": "80"})
    alerts.refresh(ws)
    assert waiting(ws, pid) == {}
    changed = row(ws, "hb")
    assert (changed.enabled, changed.acts, changed.changed_by) == (False, False, "Ann Nurse")
    assert saved.text == "Alert rule changed: Haemoglobin low"
    with pytest.raises(KnownError):
        alert_rules.change(ws, "hb", None, True, AMBER, {"haemoglobin": "81"})
    back = alert_rules.change(ws, "hb", changed.version, True, AMBER, {"haemoglobin": "80"})
    assert back.text == "Alert rule as shipped: Haemoglobin low"
    assert row(ws, "hb").version is None
    alert_rules.change(ws, "hb", None, True, AMBER, {"haemoglobin": "81"})
    assert row(ws, "hb").thresholds[0].text == "81"


@pytest.mark.parametrize(
    ("rule_id", "severity", "texts", "expected"),
    [
        ("hb", AMBER, {"haemoglobin": "low"}, {("haemoglobin", "alert_threshold_unreadable")}),
        ("hb", AMBER, {"haemoglobin": ""}, {("haemoglobin", "alert_threshold_missing")}),
        ("hb", AMBER, {"haemoglobin": "8 mmHg"}, {("haemoglobin", "alert_unit_foreign")}),
        ("hb", AMBER, {"haemoglobin": "-8"}, {("haemoglobin", "alert_threshold_unreadable")}),
        ("fn", Severity.INFO, {}, {("severity", "alert_severity_too_mild")}),
        ("fn", RED, {"within": "1.5"}, {("within", "alert_threshold_not_whole")}),
    ],
)
def test_a_wrong_change_is_refused(
    ws: Workspace, rule_id: str, severity: Severity, texts: dict[str, str], expected: set[tuple[str, str]]
) -> None:
    with pytest.raises(InputError) as caught:
        alert_rules.change(ws, rule_id, None, True, severity, texts)
    assert keys(caught.value) == expected
    assert ws.wording.problems(caught.value)
    assert row(ws, rule_id).version is None


def test_an_unknown_rule(ws: Workspace) -> None:
    with pytest.raises(KnownError):
        alert_rules.change(ws, "none", None, True, RED, {})


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_sets_can_be_read(ws: Workspace, language: str) -> None:
    ws.language = language
    read = rule_sets.reading(ws, "alerts")
    assert len(read) == len(ws.catalogue.alerts.rules)
    assert all(rule.lines for rule in read)
    five, six = rule_sets.reading(ws, "grading", "5.0"), rule_sets.reading(ws, "grading", "6.0")
    assert any("Anemia" in rule.name for rule in five)
    assert five != six
