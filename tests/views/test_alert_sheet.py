"""Alerts in a real window: the banner's chip, the sheet, acknowledging by keyboard, the unit's list, the settings."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.services import alert_rules, alerts, lab_results, patients, rule_sets
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.alert_rules_panel import AlertRuleSheet, AlertRulesPanel
from hsct_desktop.views.alert_sheet import AlertSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import TextField
from hsct_desktop.views.rule_sets_panel import ApproveRulesSheet, RuleSetsPanel, RulesReadSheet
from hsct_desktop.views.unit_alerts_sheet import UnitAlertsSheet
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.plain_label import PlainLabel
from tests.views.ward import ON, physician, work_as


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


def the_patient(ws: Workspace) -> int:
    return next(hit.id for hit in patients.browse(ws) if hit.code == "MS-0115")


def measure(ws: Workspace, pid: int, on: date = ON, **texts: str) -> None:
    cells = [CellEntry(code, Sample(on), text) for code, text in texts.items()]
    lab_results.put_cells(ws, pid, cells, confirmed=True)


def with_alerts(ws: Workspace) -> int:
    """A patient with a red and an amber alert; the id."""
    rule_sets.approve(physician(ws), "alerts", "Dr Serra", ON)
    pid = the_patient(ws)
    measure(ws, pid, K="2.8", HGB="75")
    return pid


def words_in(widget: QWidget) -> str:
    return " | ".join(label.text().replace("\u00a0", " ") for label in widget.findChildren(PlainLabel))


def why(sheet: AlertSheet) -> TextField:
    return next(field for field in sheet.findChildren(TextField) if field.objectName() == "why")


def test_the_sheet_shows_the_chosen_alert_in_full(host: QWidget, ctx: Context) -> None:
    pid = with_alerts(ctx.ready())
    sheet = AlertSheet(ctx, pid)
    ctx.open_sheet(sheet)
    shown = [card.text().replace("\u00a0", " ") for card in sheet.cards]
    assert "K 2.8 mmol/L" in shown
    assert shown[-1] == "Hb 75 g/L"
    sheet.cards[shown.index("K 2.8 mmol/L")].setChecked(True)
    assert "Potassium out of limits" in words_in(sheet)
    assert "K 2.8 mmol/L on 20 Nov 2026 · limit: below 3.0 mmol/L" in words_in(sheet)
    assert "Red" in sheet.cards[0].accessibleName()


def test_a_red_one_needs_a_reason_and_the_next_follows(host: QWidget, ctx: Context, qtbot: QtBot) -> None:
    ws = ctx.ready()
    pid = with_alerts(ws)
    count = len(alerts.waiting(ws, pid))
    sheet = AlertSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet.save()
    assert why(sheet).error() == "Write what is done about it, or why nothing more."
    assert len(alerts.waiting(ws, pid)) == count
    why(sheet).set_text("potassium IV")
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    sheet.save()
    assert len(alerts.waiting(ws, pid)) == count - 1
    following = opened[-1]
    assert isinstance(following, AlertSheet)
    assert "potassium IV" in words_in(following)


def test_without_approval_the_page_says_so(host: QWidget, ctx: Context) -> None:
    sheet = AlertSheet(ctx, the_patient(ctx.ready()))
    ctx.open_sheet(sheet)
    assert "The alert rules are not approved" in words_in(sheet)
    sheet.save()
    assert sheet.isHidden()


@pytest.mark.soak
def test_the_banner_and_the_foot_show_what_waits(shell: Shell, qtbot: QtBot) -> None:
    ws, window = shell.ctx.ready(), shell.window
    pid = with_alerts(ws)
    shell.ctx.show_patient(pid)
    chip = window.findChild(ChipButton, "banner_alerts")
    assert isinstance(chip, ChipButton)
    found = alerts.waiting(ws, pid)
    assert chip.text().endswith(f"· {len(found) - 1} more")
    shell.ctx.news.send(rule_sets.approve(physician(ws), "alerts", "Dr Serra", ON))
    assert window.status.alerts.text() == ws.wording.count("alert.red", len(alerts.of_unit(ws)))
    window.trigger("show_alerts")
    sheet = window.findChild(AlertSheet)
    assert isinstance(sheet, AlertSheet)
    sheet.close_sheet()
    window.trigger("unit_alerts")
    listed = window.findChild(UnitAlertsSheet)
    assert isinstance(listed, UnitAlertsSheet)
    assert len(listed.cards) == alerts.count_of_unit(ws)


def test_a_rule_is_changed_by_keyboard(host: QWidget, ctx: Context, qtbot: QtBot) -> None:
    ws = ctx.ready()
    panel = AlertRulesPanel(ctx)
    qtbot.addWidget(panel)
    panel.resize(1100, 500)
    panel.show()
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    panel.table.choose("cmv")
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    sheet = opened[-1]
    assert isinstance(sheet, AlertRuleSheet)
    field = next(f for f in sheet.findChildren(TextField) if f.objectName() == "copies")
    field.set_text("many")
    sheet.save()
    assert field.error() == "“many” is no number of 0 or above; write for example 38.0 or 5."
    field.set_text("1000 copies/mL")
    sheet.save()
    row = next(r for r in alert_rules.listing(ws) if r.id == "cmv")
    assert (row.acts, row.thresholds[0].text, row.thresholds[0].unit) == (True, "1000", "copies/mL")
    panel.refresh()
    assert panel.rows["cmv"].changed_by == "M. Conti"


def test_a_set_is_read_and_approved(host: QWidget, ctx: Context, qtbot: QtBot) -> None:
    ws = ctx.ready()
    work_as(ws, Role.PHYSICIAN)
    panel = RuleSetsPanel(ctx)
    qtbot.addWidget(panel)
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    buttons = {button.objectName(): button for button in panel.findChildren(KeyButton)}
    buttons["grading_read"].click()
    read = opened[-1]
    assert isinstance(read, RulesReadSheet)
    before = words_in(read)
    read.version.set_value("6.0")
    assert words_in(read) != before
    buttons["alerts_approve"].click()
    sheet = opened[-1]
    assert isinstance(sheet, ApproveRulesSheet)
    sheet.save()
    assert not rule_sets.states(ws)[1].acts
    next(f for f in sheet.findChildren(TextField) if f.objectName() == "approvedBy").set_text("Dr Serra")
    sheet.save()
    assert rule_sets.states(ws)[1].acts
    panel.refresh()
    assert "approved by Dr Serra, 20 Nov 2026" in words_in(panel)
