"""The treatment page in a real window: the grid by keyboard, sheets, approval, the sheet of the ward printed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.patient import PatientEntry
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.domain.treatment import Mark, OrderState
from hsct_desktop.services import patients, regimen_approvals, transplants, treatment_board
from hsct_desktop.views.infusion_sheet import InfusionSheet
from hsct_desktop.views.patient import PatientPage
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.treatment_page import TreatmentPage
from hsct_desktop.views.treatment_sheets import ApheresisSheet, ApproveRegimenSheet, GivenSheet
from tests.views.test_patient_page import Strays, open_sheet
from tests.views.ward import ON

DAY0 = ON - timedelta(days=6)


def person(shell: Shell, protocol: str = "ahsct-ms", regimen: str = "beam_atg_ms", disease: str = "ms") -> int:
    """A patient six days after Day 0 of whose treatment nothing is recorded."""
    entry = PatientEntry("T-0900", "Blu", "Eva", ON.replace(year=1990), disease_id=disease)
    start = DAY0 - timedelta(days=40)
    course = TransplantEntry(protocol, DAY0, start, conditioning_regimen_id=regimen)
    saved = patients.register(shell.ctx.ready(), entry, course)
    assert saved.patient_id is not None
    return saved.patient_id


def treated(shell: Shell, who: int) -> TreatmentPage:
    shell.ctx.show_patient(who, "treatment")
    return shown(shell)


def shown(shell: Shell) -> TreatmentPage:
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    assert isinstance(page.over, TreatmentPage)
    return page.over


def key(qtbot: QtBot, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), which, modifier)  # type: ignore[no-untyped-call]


def mark(shell: Shell, page: TreatmentPage, drug: str, day: int) -> Mark:
    board = treatment_board.for_patient(shell.ctx.ready(), page.patient_id)
    return next(row for row in board.grid.rows if row.key == drug).squares[day].mark


@pytest.mark.soak
def test_conditioning_is_confirmed_and_changed_by_keyboard(shell: Shell, qtbot: QtBot) -> None:
    shell.ctx.show_patient(person(shell), "therapy")
    key(qtbot, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    page = shown(shell)
    assert page.grid.hasFocus()
    assert mark(shell, page, "carmustine", -6) is Mark.OPEN
    key(qtbot, Qt.Key.Key_Space)
    assert mark(shell, page, "carmustine", -6) is Mark.GIVEN
    assert "Given as planned" in page._said.text()
    key(qtbot, Qt.Key.Key_Right)
    key(qtbot, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)  # the whole day
    assert [mark(shell, page, drug, -5) for drug in ("etoposide", "cytarabine")] == [Mark.GIVEN, Mark.GIVEN]
    key(qtbot, Qt.Key.Key_Right)
    key(qtbot, Qt.Key.Key_Down)
    key(qtbot, Qt.Key.Key_Return)
    sheet = open_sheet(shell)
    assert isinstance(sheet, GivenSheet)
    sheet._state.set_value(OrderState.CHANGED)
    sheet.save()
    assert sheet.isVisible()  # changed how?
    sheet._dose.set_text("100 mg/m2")
    sheet.save()
    assert mark(shell, page, "etoposide", -4) is Mark.CHANGED
    key(qtbot, Qt.Key.Key_Delete)
    assert isinstance(open_sheet(shell), ReasonSheet)


def test_no_part_of_a_form_opens_as_a_window_that_takes_the_keyboard(
    shell: Shell, qtbot: QtBot, qapp: QApplication
) -> None:
    treated(shell, person(shell))
    key(qtbot, Qt.Key.Key_Space)  # a square with words of the regimen and something recorded
    strays = Strays(shell.window)
    qapp.installEventFilter(strays)
    key(qtbot, Qt.Key.Key_Return)
    qapp.removeEventFilter(strays)
    assert isinstance(open_sheet(shell), GivenSheet)
    assert strays.seen == []


def test_a_collection_typed_in_cells_is_refused_and_named(shell: Shell) -> None:
    page = treated(shell, person(shell))
    before = len(page.board.collections) if page.board is not None else 0
    page.add_collection()
    sheet = open_sheet(shell)
    assert isinstance(sheet, ApheresisSheet)
    sheet._dose.set_text("2000000")
    sheet.save()
    assert "type 2 for ×10⁶/kg" in sheet._dose.error()
    sheet._dose.set_text("2,0")
    sheet._on.set_date(ON)
    sheet.save()  # after Day 0: asked
    assert sheet.confirmed
    sheet.save()
    assert page.board is not None
    assert len(page.board.collections) == before + 1


@pytest.mark.soak
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_regimen_is_approved_on_the_page_and_the_sheet_is_printed(shell: Shell, qtbot: QtBot) -> None:
    page = treated(shell, person(shell))
    assert page._approved.text() == "not approved"
    key(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sheet = open_sheet(shell)
    assert isinstance(sheet, ApproveRegimenSheet)
    sheet.close_sheet()
    shell.window.trigger("approve_regimen")
    sheet = open_sheet(shell)
    assert isinstance(sheet, ApproveRegimenSheet)
    qtbot.keyClicks(QApplication.focusWidget(), "Prof. Bianchi")  # type: ignore[no-untyped-call]
    key(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert regimen_approvals.state(shell.ctx.ready(), "beam_atg_ms").is_approved
    page = shown(shell)
    assert page._approved.text() == "approved"
    with qtbot.waitSignal(shell.window.printer.printed, timeout=20000) as printed:
        shell.window.trigger("print_list")
    assert Path(printed.args[0]).name.endswith(f"-day-sheet-{ON.isoformat()}.pdf")


def test_other_cells_show_their_own_fields(shell: Shell) -> None:
    page = treated(shell, person(shell, "cart-sle", "ld_flu_cy", "sle"))
    page.add_infusion()
    sheet = open_sheet(shell)
    assert isinstance(sheet, InfusionSheet)
    assert sheet._crs.isVisible()
    assert not sheet._timing.isVisible()
    sheet._crs.set_value(2)
    sheet._target.set_text("CD19")
    sheet.save()
    assert "CRS grade 2" in page._details.text()
    tab = shell.window.page("patient")
    assert isinstance(tab, PatientPage)
    tab.show_tab("toxicity")
    assert "CRS grade 2" in tab.toxicity.reactions.words.text()
    tab.toxicity.reactions.button.click()
    assert isinstance(tab.over, TreatmentPage)


def test_stromal_cells_have_scans_and_no_collections(shell: Shell, qtbot: QtBot) -> None:
    page = treated(shell, person(shell, "msc-ms", ""))
    assert page.scans.isVisible()
    assert page.infusions.isHidden()
    assert not page._collected.isVisible()
    assert not page._given.isVisible()
    assert page.isAncestorOf(QApplication.focusWidget()), "with nothing recorded yet the keys act all the same"
    key(qtbot, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(open_sheet(shell), InfusionSheet)


@pytest.mark.soak
def test_earlier_transplants_are_chosen_above(shell: Shell) -> None:
    ws = shell.ctx.ready()
    who = person(shell)
    page = treated(shell, who)
    assert page.courses.isHidden(), "one course needs no choice"
    (first,) = transplants.courses_of(ws, who)
    again = TransplantEntry("ahsct-ms", ON + timedelta(days=30), conditioning_regimen_id="cy_atg")
    shell.ctx.save(lambda: transplants.open_next(ws, who, first.version, again))
    assert page.board is not None
    assert (page.board.course.number, page.board.is_latest) == (2, True)
    page.courses.chips[first.id].click()
    assert (page.board.course.id, page.courses.chips[first.id].isChecked()) == (first.id, True)
    assert "BEAM-ATG" in page._summary.text()
    assert not page._sheet.isVisible(), "the day-by-day sheet is of the latest"
    page.add_collection()
    sheet = open_sheet(shell)
    assert isinstance(sheet, ApheresisSheet)
    sheet._dose.set_text("5")
    sheet._on.set_date(DAY0 - timedelta(days=20))
    sheet.save()
    (row,) = page.board.collections
    assert row.held.entry.transplant_id == first.id
