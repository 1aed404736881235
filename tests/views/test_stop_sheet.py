"""The stop sheet and what belongs to it: verdict, reason, extending, statements, the numbers of the unit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.statement import StatementAnswer, StatementKind
from hsct_desktop.domain.supportive_therapy import StopReason, SupportiveTherapyEntry, TherapyClass
from hsct_desktop.services import patients, rule_sets, statements, stop_settings, supportive_therapies
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context, Subject
from hsct_desktop.views.patient_actions import PatientActions
from hsct_desktop.views.statement_line import StatementLine
from hsct_desktop.views.statement_sheet import StatementSheet
from hsct_desktop.views.stop_rules_panel import StopRuleSheet, StopRulesPanel
from hsct_desktop.views.stop_sheet import StopSheet
from tests.views.ward import ON, physician


@pytest.fixture
def host(qtbot: QtBot, ctx: Context) -> QWidget:
    """A place for sheets over a patient's page."""
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(1282, 700)
    ctx.set_sheet_place(place, 94)
    ctx.sheet_wanted.connect(lambda sheet: sheet.open_sheet())
    place.show()
    return place


@pytest.fixture
def pid(workspace: Workspace) -> int:
    rule_sets.approve(physician(workspace), "stops", "Dr Serra", ON)
    return next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0107")


def give(ws: Workspace, pid: int, rule: str, planned: date | None = ON) -> int:
    entry = SupportiveTherapyEntry(
        pid, "Co-trimoxazole", TherapyClass.PJP, ON - timedelta(days=30), "cotrimoxazole", Decimal(960), "mg",
        planned_stop=planned, stop_rule_id=rule, stop_rule="as written",
    )  # fmt: skip
    return supportive_therapies.record(ws, entry).record_id or 0


def open_sheet(ctx: Context, pid: int, therapy: int) -> StopSheet:
    sheet = StopSheet(ctx, pid, therapy)
    ctx.open_sheet(sheet)
    return sheet


def test_against_the_rule_a_reason_is_asked_and_kept(
    host: QWidget, ctx: Context, workspace: Workspace, pid: int
) -> None:
    therapy = give(workspace, pid, "pjp_6m_cd4")
    sheet = open_sheet(ctx, pid, therapy)
    assert sheet.verdict.note.kind() in ("warn", "wait")
    assert any("CD4" in text for text in sheet.verdict.texts())
    sheet._ui.reason.set_value(StopReason.NOT_NEEDED)
    sheet._on_reason()
    assert sheet._ui.detail.isVisible()
    sheet.save()
    assert sheet.isVisible()
    assert "write why" in sheet._ui.detail.error()
    sheet._ui.detail.set_text("agreed with the neurologist")
    sheet.save()
    held = next(t for t in supportive_therapies.for_patient(workspace, pid) if t.id == therapy)
    assert (held.stop, held.stop_detail) == (ON, "agreed with the neurologist")


def test_rule_met_is_refused_where_it_is_not(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    therapy = give(workspace, pid, "pjp_6m_cd4")
    sheet = open_sheet(ctx, pid, therapy)
    sheet._ui.reason.set_value(StopReason.RULE_MET)
    sheet._on_reason()
    sheet._ui.detail.set_text("surely")
    sheet.save()
    assert sheet.isVisible()
    assert next(t for t in supportive_therapies.for_patient(workspace, pid) if t.id == therapy).stop is None


def test_the_sheet_confirms_extends_and_asks_the_rule_of_the_chosen_day(
    host: QWidget, ctx: Context, workspace: Workspace, pid: int
) -> None:
    therapy = give(workspace, pid, "pjp_6m")
    sheet = open_sheet(ctx, pid, therapy)
    assert sheet._confirm.isVisible()
    sheet._confirm.click()
    assert not sheet._confirm.isVisible()
    said = statements.latest(workspace, pid)[StatementKind.IMMUNOSUPPRESSION]
    assert (said.entry.answer, said.entry.stated_on) == (StatementAnswer.NO, ON)
    sheet._ui.on.set_typed((ON - timedelta(days=1)).strftime("%d/%m/%Y"))
    sheet._ui.on.check()
    sheet._extend.click()
    held = next(t for t in supportive_therapies.for_patient(workspace, pid) if t.id == therapy)
    assert (held.stop, held.planned_stop) == (None, add_months(ON, 1))
    assert not sheet.isVisible()


def test_the_actions_extend_and_confirm_at_once(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    therapy = give(workspace, pid, "pjp_6m")
    actions = PatientActions(ctx)
    actions.run("extend_therapy", Subject(pid, therapy_id=therapy))
    held = next(t for t in supportive_therapies.for_patient(workspace, pid) if t.id == therapy)
    assert held.planned_stop == add_months(ON, 1)
    actions.run("confirm_none", Subject(pid))
    line = StatementLine(ctx, host)
    line.show_patient(pid)
    assert "none running, confirmed" in line._said.text()
    assert not line._confirm.isEnabled()
    line.deleteLater()


def test_what_contradicts_the_file_is_said(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    entry = SupportiveTherapyEntry(pid, "Prednisone", TherapyClass.IMMUNOSUPPRESSION, ON, "prednisone")
    supportive_therapies.record(workspace, entry)
    told: list[str] = []
    ctx.error_wanted.connect(told.append)
    PatientActions(ctx).run("confirm_none", Subject(pid))
    assert "Prednisone is recorded as running" in told[0]
    assert statements.for_patient(workspace, pid) == []


def test_a_statement_of_another_kind(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    sheet = StatementSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet.save()
    assert sheet.isVisible()
    sheet._kind.set_value(StatementKind.RELAPSE)
    sheet._on_kind()
    assert "relapse" in sheet._question.text()
    sheet._answer.set_value(StatementAnswer.NO)
    sheet.save()
    (held,) = statements.for_patient(workspace, pid)
    assert (held.entry.kind, held.entry.answer) == (StatementKind.RELAPSE, StatementAnswer.NO)


def test_a_draft_of_a_statement_comes_back(host: QWidget, ctx: Context, pid: int) -> None:
    first = StatementSheet(ctx, pid)
    ctx.open_sheet(first)
    first._kind.set_value(StatementKind.UNSTABLE)
    first._answer.set_value(StatementAnswer.YES)
    first.store_draft()
    again = StatementSheet(ctx, pid)
    assert (again._chosen(), again._answer.value()) == (StatementKind.UNSTABLE, StatementAnswer.YES)
    again.deleteLater()


def test_the_unit_sets_a_number_and_is_told_its_bounds(
    host: QWidget, ctx: Context, workspace: Workspace, pid: int
) -> None:
    panel = StopRulesPanel(ctx, host)
    row = panel.rows["vzv_12m"]
    sheet = StopRuleSheet(ctx, row)
    ctx.open_sheet(sheet)
    sheet._limits["months"].set_text("5")
    sheet.save()
    assert "6 months" in sheet._limits["months"].error()
    sheet._limits["months"].set_text("9")
    sheet.save()
    assert not sheet.isVisible()
    assert next(r for r in stop_settings.listing(workspace) if r.id == "vzv_12m").version == 1
    panel.refresh()
    assert panel.rows["vzv_12m"].asks[0].startswith("9")
    panel.deleteLater()
