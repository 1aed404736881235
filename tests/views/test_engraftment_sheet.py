"""Engraftment and transfusions in a real window: seen, confirmed, taken back, by keyboard."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.engraftment import EngraftmentStatus, Lineage
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.transfusion import BloodProduct, Irradiated
from hsct_desktop.services import drafts, engraftment, lab_results, patients, transfusions
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.engraftment_panel import LineagePanel
from hsct_desktop.views.engraftment_sheet import EngraftmentSheet
from hsct_desktop.views.overview import OverviewTab
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.transfusion_sheet import TransfusionSheet
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.plain_label import PlainLabel
from tests.views.ward import ON

DAY0 = ON - timedelta(days=41)
RISING = {0: "2", 3: "0.4", 7: "<0.1", 9: "0.2", 10: "0.6", 11: "0.9", 12: "1.4"}


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
    return the_patient(workspace)


def the_patient(workspace: Workspace) -> int:
    return next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0115")


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def count(ws: Workspace, pid: int, analyte: str, values: dict[int, str]) -> None:
    cells = [CellEntry(analyte, Sample(on(day), "07:00"), text) for day, text in values.items()]
    lab_results.put_cells(ws, pid, cells, confirmed=True)


def words_in(widget: QWidget) -> str:
    return " | ".join(label.text().replace("\u00a0", " ") for label in widget.findChildren(PlainLabel))


def error_of(widget: QWidget) -> str:
    assert isinstance(widget, FieldFrame)
    return widget.error()


def test_the_sheet_shows_the_rows_and_confirms_them(host: QWidget, ctx: Context, pid: int) -> None:
    ws = ctx.ready()
    count(ws, pid, "ANC", RISING)
    count(ws, pid, "PLT", {5: "15", 9: "22", 10: "<5"})
    sheet = EngraftmentSheet(ctx, pid)
    ctx.open_sheet(sheet)
    anc, plt = sheet.findChildren(LineagePanel)
    assert "ANC ≥ 0.5 ×10⁹/L since Day +10 (20 Oct 2026)." in words_in(anc)
    for shown in ("+10", "20 Oct", "0.6", "+12", "22 Oct", "1.4"):
        assert f" {shown}" in words_in(anc)
    assert [chip.text().replace("\u00a0", " ") for chip in anc.findChildren(Chip)] == ["Engrafted · Day +10"]
    assert "Not yet: last count on Day +10" in words_in(plt)
    assert (sheet._lineage.value(), sheet._status.value()) == (Lineage.NEUTROPHILS, EngraftmentStatus.ENGRAFTED)
    assert sheet._on.date() == on(10)
    sheet.save()
    state = engraftment.for_patient(ws, pid)[0]
    assert state.confirmed is not None
    assert (state.confirmed.on, state.confirmed.by) == (on(10), "M. Conti")
    assert not sheet.isVisible()


def test_another_day_than_the_counts_give_asks_for_a_note(host: QWidget, ctx: Context, pid: int) -> None:
    ws = ctx.ready()
    count(ws, pid, "ANC", RISING)
    sheet = EngraftmentSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._on.set_typed("d+9")
    sheet.save()
    assert "write why" in error_of(sheet._note)
    assert engraftment.for_patient(ws, pid)[0].confirmed is None
    sheet._note.set_text("count of the other hospital")
    sheet.save()
    assert engraftment.for_patient(ws, pid)[0].on == on(9)


def test_counts_that_change_under_the_sheet_are_shown_before_they_are_confirmed(
    host: QWidget, ctx: Context, pid: int
) -> None:
    ws = ctx.ready()
    count(ws, pid, "ANC", RISING)
    sheet = EngraftmentSheet(ctx, pid)
    ctx.open_sheet(sheet)
    said: list[str] = []
    ctx.error_wanted.connect(said.append)
    count(ws, pid, "ANC", {10: "0.3", 13: "1.8"})
    sheet.save()
    assert "changed while the form was open" in said[0]
    assert engraftment.for_patient(ws, pid)[0].confirmed is None
    assert "since Day +11" in words_in(sheet.findChildren(LineagePanel)[0])


def test_a_contradiction_and_a_fall_are_said_and_the_confirmation_can_be_taken_back(
    host: QWidget, ctx: Context, pid: int
) -> None:
    ws = ctx.ready()
    count(ws, pid, "ANC", RISING)
    first = EngraftmentSheet(ctx, pid)
    ctx.open_sheet(first)
    first.save()
    count(ws, pid, "ANC", {10: "0.3", 13: "1.8", 20: "0.4", 21: "0.3", 22: "0.2"})
    sheet = EngraftmentSheet(ctx, pid)
    ctx.open_sheet(sheet)
    panel = sheet.findChildren(LineagePanel)[0]
    assert "The counts now say something else than what was confirmed" in words_in(panel)
    assert "Possible secondary graft failure" in words_in(panel)
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    next(b for b in panel.findChildren(KeyButton) if "Take back" in b.accessibleName()).click()
    reason = opened[0]
    assert isinstance(reason, ReasonSheet)
    reason._reason.set_text("wrong counts")
    reason.save()
    assert engraftment.for_patient(ws, pid)[0].confirmed is None


def test_an_untouched_sheet_leaves_no_draft(host: QWidget, ctx: Context, pid: int) -> None:
    for make, name in ((EngraftmentSheet, "engraftment"), (TransfusionSheet, "transfusion")):
        sheet = make(ctx, pid)
        ctx.open_sheet(sheet)
        sheet.keep_draft()
        assert drafts.find(ctx.ready(), name, pid) is None


def test_a_draft_comes_back(host: QWidget, ctx: Context, pid: int) -> None:
    count(ctx.ready(), pid, "ANC", RISING)
    sheet = EngraftmentSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._lineage.set_value(Lineage.PLATELETS)
    sheet._on_lineage()
    sheet._status.set_value(EngraftmentStatus.NOT_REACHED)
    sheet._note.set_text("ask the round")
    sheet.keep_draft()
    again = EngraftmentSheet(ctx, pid)
    assert (again._lineage.value(), again._status.value()) == (Lineage.PLATELETS, EngraftmentStatus.NOT_REACHED)
    assert again._note.text() == "ask the round"


def test_a_transfusion_is_recorded_revised_and_taken_back(host: QWidget, ctx: Context, pid: int) -> None:
    ws = ctx.ready()
    sheet = TransfusionSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._f.product.set_value(BloodProduct.RED_CELLS)
    sheet._f.units.set_text("0")
    sheet.save()
    assert "1 to 50" in error_of(sheet._f.units)
    sheet._f.units.set_text("two")
    sheet.save()
    assert error_of(sheet._f.units)
    assert transfusions.for_patient(ws, pid) == []
    sheet._f.units.set_text("2")
    sheet._f.on.set_typed("d+8")
    sheet.save()
    (held,) = transfusions.for_patient(ws, pid)
    assert (held.product, held.units, held.given_on, held.irradiated) == (
        BloodProduct.RED_CELLS,
        2,
        on(8),
        Irradiated.YES,
    )
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    listed = TransfusionSheet(ctx, pid)
    ctx.open_sheet(listed)
    assert "Red cells × 2" in words_in(listed)
    buttons = {b.accessibleName().split(":")[0]: b for b in listed.findChildren(KeyButton) if ":" in b.accessibleName()}
    buttons["Revise"].click()
    form = opened[-1]
    assert isinstance(form, TransfusionSheet)
    form._f.irradiated.set_value(Irradiated.NO)
    form._f.note.set_text("none at hand")
    form.save()
    assert transfusions.for_patient(ws, pid)[0].irradiated is Irradiated.NO
    again = TransfusionSheet(ctx, pid)
    ctx.open_sheet(again)
    buttons = {b.accessibleName().split(":")[0]: b for b in again.findChildren(KeyButton) if ":" in b.accessibleName()}
    buttons["Take back"].click()
    reason = opened[-1]
    assert isinstance(reason, ReasonSheet)
    reason._reason.set_text("not given")
    reason.save()
    assert transfusions.for_patient(ws, pid) == []


@pytest.mark.soak
def test_the_letters_open_the_sheets_and_the_overview_follows(shell: Shell, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    pid = the_patient(ws)
    count(ws, pid, "ANC", RISING)
    shell.ctx.show_patient(pid)
    line = shell.window.findChild(OverviewTab).engraftment  # type: ignore[union-attr]
    assert line.isVisible()
    assert "not confirmed" in words_in(line)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_G)
    sheet = shell.window.findChild(EngraftmentSheet)
    assert sheet is not None
    assert sheet.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert engraftment.marks(ws, pid) == {"ANC": (on(10), True)}
    assert "not confirmed" not in words_in(line)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_J)
    given = shell.window.findChild(TransfusionSheet)
    assert given is not None
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [held.product for held in transfusions.for_patient(ws, pid)] == [BloodProduct.PLATELETS]


def test_before_day0_the_key_says_so(shell: Shell, qtbot: QtBot) -> None:
    from hsct_desktop.domain.patient import PatientEntry

    ws = shell.ctx.ready()
    saved = patients.register(ws, PatientEntry("NEW", "Neu", "Nora", date(1990, 1, 1), disease_id="ms"), None)
    said: list[str] = []
    shell.ctx.error_wanted.connect(said.append)
    shell.ctx.show_patient(saved.patient_id or 0)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_G)
    assert said == ["Engraftment follows Day 0, which has not come: enter Day 0 first."]
    assert not shell.window.findChildren(EngraftmentSheet)
