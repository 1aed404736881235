"""In the window: signing a visit, what is locked, unlocking with a reason, and the reason that a change asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.signing import SignState
from hsct_desktop.domain.visit import VisitEntry
from hsct_desktop.services import lab_results, patients, signing, visits
from hsct_desktop.store.change_log import ChangeLog
from hsct_desktop.store.lab_result import on_days
from hsct_desktop.views.change_reason_sheet import ChangeReasonSheet
from hsct_desktop.views.flowsheet_tab import FlowsheetTab
from hsct_desktop.views.patient_visits import VisitsTab
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sign_line import SignLineWidget
from hsct_desktop.views.visit_sheet import VisitSheet
from tests.views.ward import ON, physician, work_as

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def recorded(shell: Shell) -> tuple[int, int]:
    """A patient and a visit recorded today."""
    ws = shell.ctx.ready()
    patient_id = patients.browse(ws)[0].id
    visit_id = visits.record(ws, VisitEntry(patient_id, ON, None, "M. Conti"), True).record_id
    assert visit_id is not None
    shell.ctx.show_patient(patient_id, "visits")
    return patient_id, visit_id


def opened(shell: Shell, recorded: tuple[int, int]) -> VisitSheet:
    sheet = VisitSheet(shell.ctx, recorded[0], visit_id=recorded[1])
    shell.ctx.open_sheet(sheet)
    return sheet


def line_of(sheet: VisitSheet) -> SignLineWidget:
    assert sheet.sign_line is not None
    return sheet.sign_line


def focus_of(sheet: VisitSheet) -> QWidget:
    focused = sheet.window().focusWidget()
    assert focused is not None
    assert sheet.isAncestorOf(focused), "the keys are in the sheet"
    return focused


def test_no_single_key_signs(shell: Shell, recorded: tuple[int, int], qtbot: QtBot) -> None:
    sheet = opened(shell, recorded)
    assert focus_of(sheet) is sheet._ui.on.line()
    qtbot.keyClick(focus_of(sheet), Qt.Key.Key_Space)
    sheet._ui.on.set_date(ON)
    line = line_of(sheet)
    line.sign_button.click()
    assert focus_of(sheet) is line.confirm_button
    qtbot.keyClick(focus_of(sheet), Qt.Key.Key_Escape)
    assert sheet.isVisible(), "the first Esc leaves the question alone"
    assert not line.is_asking
    assert not line.sign_button.isHidden()
    line.ask()
    line.leave_button.click()
    assert signing.line_of(shell.ctx.ready(), recorded[1]).state is SignState.OPEN


def test_after_signing_the_keys_stay_and_esc_closes(shell: Shell, recorded: tuple[int, int], qtbot: QtBot) -> None:
    sheet = opened(shell, recorded)
    assert sheet.accessibleName() == "Revise visit"
    assert sheet.draft_button().text() == "Keep draft"
    line_of(sheet).ask()
    qtbot.keyClick(focus_of(sheet), Qt.Key.Key_Space)
    assert signing.line_of(shell.ctx.ready(), recorded[1]).state is SignState.SIGNED
    assert sheet.accessibleName() == "Visit"
    assert sheet.draft_button().text() == "Close"
    qtbot.keyClick(focus_of(sheet), Qt.Key.Key_Escape)
    assert sheet.isHidden()


def test_a_nurse_signs_by_key_and_all_is_locked(shell: Shell, recorded: tuple[int, int], qtbot: QtBot) -> None:
    sheet = opened(shell, recorded)
    line = line_of(sheet)
    assert line.words.text() == "Not signed."
    qtbot.keyClick(sheet.focusWidget() or sheet, Qt.Key.Key_S, CTRL | SHIFT)
    assert line.question.text() == "Sign as M. Conti? It locks the visit."
    assert line.words.text() == "Not signed."
    qtbot.keyClick(focus_of(sheet), Qt.Key.Key_Return)
    assert line.words.text().startswith("Signed by M. Conti on 20\u00a0Nov\u00a02026")
    assert not sheet.save_button().isEnabled()
    assert not sheet.target_of("notes").isEnabled()
    assert line.sign_button.isHidden()
    assert not line.unlock_button.isHidden()
    assert not line.unlock_button.isEnabled()
    assert "Only a physician may unlock a signed entry" in line.unlock_button.toolTip()


def test_what_is_not_saved_is_not_signed(shell: Shell, recorded: tuple[int, int]) -> None:
    sheet = opened(shell, recorded)
    sheet._ui.notes.set_text("tired")
    line_of(sheet).sign()
    assert "Nothing was signed" in shell.window.error_strip.text()
    assert signing.line_of(shell.ctx.ready(), recorded[1]).state is SignState.OPEN


def test_a_physician_unlocks_changes_with_a_reason_and_signs_anew(
    shell: Shell, recorded: tuple[int, int], qtbot: QtBot
) -> None:
    ws = shell.ctx.ready()
    signing.sign(ws, recorded[1])
    work_as(ws, Role.PHYSICIAN)
    sheet = opened(shell, recorded)
    assert not sheet.save_button().isEnabled()
    line_of(sheet).unlock_button.click()
    asked = shell.window.sheet()
    assert isinstance(asked, ReasonSheet)
    asked._reason.set_text("pulse seen on the chart")
    asked.save()
    qtbot.waitUntil(lambda: isinstance(shell.window.sheet(), VisitSheet))
    sheet = shell.window.sheet()
    assert isinstance(sheet, VisitSheet)
    assert line_of(sheet).chip.text() == "unlocked 30 min"
    assert sheet.save_button().isEnabled()
    sheet._ui.pulse.set_text("88")
    sheet.save()
    bar = sheet.reason_bar()
    assert bar is not None
    assert bar.field.error() == "This entry is complete; say why it changes."
    assert sheet.isVisible()
    assert sheet._ui.pulse.text() == "88"
    assert bar.isAncestorOf(sheet.window().focusWidget())
    qtbot.keyClicks(bar.line, "seen on the report")
    assert bar.field.error() == ""
    qtbot.keyClick(bar.line, Qt.Key.Key_Return, CTRL)
    assert sheet.isHidden()
    assert visits.entry_of(ws, recorded[1])[0].vitals.pulse == 88
    with ws.read() as session:
        last = session.query(ChangeLog).filter(ChangeLog.table_name == "visit").order_by(ChangeLog.seq.desc()).first()
        assert last is not None
        assert last.reason == "seen on the report"
    sheet = opened(shell, recorded)
    line_of(sheet).sign()
    assert line_of(sheet).line is not None
    assert not sheet.save_button().isEnabled()


def test_the_minutes_run_and_it_shuts_by_itself(shell: Shell, recorded: tuple[int, int]) -> None:
    ws = shell.ctx.ready()
    now = [datetime(2030, 1, 1, 8, tzinfo=UTC)]
    ws.store.machine_clock = lambda: now[0]
    signing.sign(ws, recorded[1])
    signing.unlock(physician(ws), recorded[1], "typing error")
    sheet = opened(shell, recorded)
    line = line_of(sheet)
    now[0] += timedelta(minutes=18)
    line.count_down()
    assert line.chip.text() == "unlocked 12 min"
    now[0] += timedelta(minutes=12)
    line.count_down()
    assert line.chip.isHidden()
    assert not sheet.save_button().isEnabled()


def test_the_list_says_what_is_signed(shell: Shell, recorded: tuple[int, int], qtbot: QtBot) -> None:
    changes = signing.sign(shell.ctx.ready(), recorded[1])
    shell.ctx.news.send(changes)
    tab = next(iter(shell.window.findChildren(VisitsTab)))
    tab.show_patient(recorded[0])
    line = next(one for one in tab.table.model().lines if one.key == f"v{recorded[1]}")
    assert line.cells[6].paint is SignState.SIGNED
    assert "signed" in line.cells[8].words


def test_beside_a_sheet_no_button_of_the_visits_is_cut(shell: Shell, recorded: tuple[int, int], qtbot: QtBot) -> None:
    shell.window.resize(1366, 768)
    tab = next(iter(shell.window.findChildren(VisitsTab)))
    opened(shell, recorded)
    qtbot.waitUntil(lambda: tab.width() < 900)
    for button in tab._buttons.values():
        button.setEnabled(True)
    tab._fit_buttons()
    QCoreApplication.processEvents()
    shown = [button for button in tab._buttons.values() if button.isVisible()]
    assert shown
    needed = sum(button.sizeHint().width() for button in shown)
    assert needed <= tab.width() or not any(button.hint() for button in shown)
    del shown
    shell.window.leave_sheet()
    shell.window.resize(1920, 1080)
    tab.table.step(1)
    qtbot.waitUntil(lambda: tab._buttons["record"].hint() == "Enter")


def test_a_cell_of_a_signed_visit_says_how_to_unlock_and_an_unlocked_one_asks_why(
    shell: Shell, recorded: tuple[int, int], qtbot: QtBot
) -> None:
    ws, patient_id = shell.ctx.ready(), recorded[0]
    lab_results.put_cells(ws, patient_id, [CellEntry("PLT", Sample(ON), "31")])
    signing.sign(ws, recorded[1])
    shell.ctx.show_patient(patient_id, f"flowsheet@{ON.isoformat()}")
    QCoreApplication.processEvents()
    tab = next(w for w in shell.window.findChildren(FlowsheetTab))
    entry = CellEntry("PLT", Sample(ON), "33")
    assert not tab._put([entry])
    assert "signed on" in shell.window.error_strip.text()
    assert "choose Unlock" in shell.window.error_strip.text()
    signing.unlock(physician(ws), recorded[1], "typing error")
    assert not tab._put([entry])
    sheet = shell.window.sheet()
    assert isinstance(sheet, ChangeReasonSheet)
    bar = sheet.reason_bar()
    assert bar is not None
    bar.box.setCurrentIndex(0)
    sheet.save()
    assert sheet.isHidden()
    with ws.read() as session:
        assert [one.text for one in on_days(session, patient_id, [ON])] == ["33"]
