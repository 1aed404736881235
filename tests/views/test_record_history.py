"""The History tab and the history of a field: what was changed, by whom, from what to what, by keyboard."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.visit import VisitEntry, Vitals
from hsct_desktop.services import patients, visits
from hsct_desktop.views.field_history import FieldHistorySheet
from hsct_desktop.views.patient import TABS, PatientPage
from hsct_desktop.views.record_history import HistoryTab
from hsct_desktop.views.visit_sheet import VisitSheet
from tests.views.ward import ON

K = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def patient_id(shell: Shell) -> int:
    return patients.browse(shell.ctx.ready())[0].id


@pytest.fixture
def visit_id(shell: Shell, patient_id: int) -> int:
    """A visit whose weight was corrected, with the reason."""
    ws = shell.ctx.ready()
    entry = VisitEntry(patient_id, ON, seen_by="Ann", vitals=Vitals(weight=Decimal("95.8")))
    row_id = visits.record(ws, entry, confirmed=True).record_id
    assert row_id is not None
    corrected = replace(entry, vitals=Vitals(weight=Decimal("59.8")))
    with ws.because("typing error"):
        visits.revise(ws, row_id, visits.entry_of(ws, row_id)[1], corrected, confirmed=True)
    return row_id


def tab_of(shell: Shell, patient_id: int) -> HistoryTab:
    shell.ctx.show_patient(patient_id, "changes")
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    assert page.tabs.currentIndex() == TABS.index("changes")
    return page.history


def words(widget: QWidget) -> str:
    return " | ".join(row.accessibleName() for row in widget.rows)  # type: ignore[attr-defined]


def test_a_correction_is_told_with_both_values_and_its_reason(shell: Shell, patient_id: int, visit_id: int) -> None:
    tab = tab_of(shell, patient_id)
    (line,) = [line for line in tab._lines if line.column == "weight"]
    assert ("95.8" in line.before, "59.8" in line.after, line.reason) == (True, True, "typing error")
    assert (line.table, line.row_id) == ("visit", visit_id)


def test_the_versions_stand_beside_the_line(shell: Shell, patient_id: int, visit_id: int) -> None:
    tab = tab_of(shell, patient_id)
    tab.table.choose(next(n for n, line in enumerate(tab._lines) if line.column == "weight"))
    assert tab.versions.isVisibleTo(tab)
    newest, first = (row.accessibleName() for row in tab.versions.rows)
    assert "59.8" in newest
    assert "typing error" in newest
    assert "95.8" in first
    assert "typing error" not in first


def test_where_there_is_no_room_a_new_record_opens_as_a_sheet(shell: Shell, patient_id: int, visit_id: int) -> None:
    shell.window.resize(960, 720)
    tab = tab_of(shell, patient_id)
    QCoreApplication.processEvents()
    assert not tab.versions.isVisibleTo(tab)
    tab.table.choose(next(n for n, line in enumerate(tab._lines) if not line.column))
    QTest.keyClick(tab.table, K.Key_F2, SHIFT)
    sheet = shell.window.sheet()
    assert isinstance(sheet, FieldHistorySheet)
    assert not tab.table.isColumnHidden(2), "who stays"


def test_only_lines_with_a_reason(shell: Shell, patient_id: int, visit_id: int) -> None:
    tab = tab_of(shell, patient_id)
    everything = len(tab._lines)
    tab.reason.click()
    assert 0 < len(tab._lines) < everything
    assert all(line.reason for line in tab._lines)


def test_a_kind_leaves_the_others_out(shell: Shell, patient_id: int, visit_id: int) -> None:
    tab = tab_of(shell, patient_id)
    tab.kinds.set_values([frozenset({"result"})])
    assert tab._lines == []
    assert tab.table.rows.rowCount() == 0


def test_shift_f2_in_a_field_of_a_form(shell: Shell, qtbot: QtBot, patient_id: int, visit_id: int) -> None:
    shell.ctx.show_patient(patient_id, "visits")
    sheet = VisitSheet(shell.ctx, patient_id, visit_id=visit_id)
    shell.ctx.open_sheet(sheet)
    sheet._ui.weight.line().setFocus()
    QTest.keyClick(sheet._ui.weight.line(), K.Key_F2, SHIFT)
    popup = sheet.field_key.popup
    assert popup is not None
    assert "59.8" in words(popup.versions)
    assert "95.8" in words(popup.versions)
    QTest.keyClick(popup.versions.rows[0], K.Key_Escape)
    assert not popup.isVisible()
    assert sheet._ui.weight.line().hasFocus()
    assert shell.window.sheet() is sheet


def test_a_new_record_has_no_history_yet(shell: Shell, patient_id: int) -> None:
    shell.ctx.show_patient(patient_id, "visits")
    sheet = VisitSheet(shell.ctx, patient_id)
    shell.ctx.open_sheet(sheet)
    sheet._ui.weight.line().setFocus()
    QTest.keyClick(sheet._ui.weight.line(), K.Key_F2, SHIFT)
    assert sheet.field_key.popup is None
    assert "it is new" in shell.window.toast.text()


def test_verifying_says_how_far_the_log_holds(shell: Shell, patient_id: int, qtbot: QtBot) -> None:
    tab = tab_of(shell, patient_id)
    with qtbot.waitSignal(shell.ctx.log_verified, timeout=20_000):
        tab.chain.verify.click()
    assert tab.chain.kind() == "success"
