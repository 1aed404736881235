"""The care plan page in a real window, by keyboard alone, and its paper."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.care_plan import CareState
from hsct_desktop.services import patients
from hsct_desktop.views.care_plan import CarePlanPage
from hsct_desktop.views.care_plan_sheet import CareLineSheet
from hsct_desktop.views.patient import TABS, PatientPage
from tests.documents.reading import read


def key(qtbot: QtBot, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), which, modifier)  # type: ignore[no-untyped-call]


def page_of(shell: Shell) -> PatientPage:
    found = shell.window.page("patient")
    assert isinstance(found, PatientPage)
    return found


def opened(shell: Shell, qtbot: QtBot) -> tuple[PatientPage, CarePlanPage]:
    """A patient's care plan, opened by its key."""
    patient_id = next(hit.id for hit in patients.find(shell.ctx.ready(), "MS-0107"))
    shell.ctx.show_patient(patient_id)
    page = page_of(shell)
    key(qtbot, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(page.over, CarePlanPage)
    assert page.over.table.hasFocus()
    return page, page.over


def test_a_line_is_changed_added_left_out_and_put_back_by_keyboard(shell: Shell, qtbot: QtBot) -> None:
    page, care = opened(shell, qtbot)
    first = care.chosen()
    assert first is not None
    key(qtbot, Qt.Key.Key_Return)
    assert isinstance(shell.window.findChild(CareLineSheet), CareLineSheet)
    qtbot.keyClicks(QApplication.focusWidget(), "Ring Mrs Rossi")  # type: ignore[no-untyped-call]
    key(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    changed = care.chosen()
    assert changed is not None
    assert (changed.key, changed.text, changed.state) == (first.key, "Ring Mrs Rossi", CareState.EDITED)
    assert "1 line" in care._count.text()  # the head says how many are a person's
    assert first.text in care._detail.text()  # and the record's own words stay in sight
    care.table.setFocus()
    key(qtbot, Qt.Key.Key_Insert)
    qtbot.keyClicks(QApplication.focusWidget(), "Bring the papers")  # type: ignore[no-untyped-call]
    key(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert care.plan is not None
    assert [row.text for row in care.plan.rows if row.state is CareState.OWN] == ["Bring the papers"]
    care.table.setFocus()
    care.table.choose(first.key)
    key(qtbot, Qt.Key.Key_Delete)
    assert [row.key for row in care.plan.hidden] == [first.key]
    care.table.choose(first.key)
    key(qtbot, Qt.Key.Key_Delete)
    assert care.plan.hidden == ()
    key(qtbot, Qt.Key.Key_Escape)
    assert page.over is None
    assert page.isVisible()


def test_the_printed_page_is_what_is_shown(
    shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _page, care = opened(shell, qtbot)
    shell.preferences.print_folder = tmp_path
    monkeypatch.setattr("hsct_desktop.views.printing.QDesktopServices.openUrl", lambda _url: True)
    with qtbot.waitSignal(shell.window.printer.printed, timeout=10_000) as printed:
        shell.window.trigger("print_list")
    found = read(Path(str(printed.args[0])).read_bytes())
    assert len(found.pages) == 1
    assert care.plan is not None
    assert [row.text for row in care.plan.rows if not found.has(_on_paper(row.text))] == []


def _on_paper(text: str) -> str:
    """What the window shows, its dates as paper writes them: 03 Dec 2026 is 3 Dec 2026 there."""
    return re.sub(r"\b0(\d\s[A-Z][a-z]{2}\s\d{4})", r"\1", text)


def test_a_tab_leaves_the_care_plan(shell: Shell, qtbot: QtBot) -> None:
    page, _care = opened(shell, qtbot)
    assert page.tabs.currentIndex() == TABS.index("visits"), "the tab it belongs to is lit"
    key(qtbot, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.over is None
    assert page.visits.isVisible()
    page.show_tab("overview")
    page.show_over("care_plan")
    page.show_over("selection")
    assert page.tabs.currentIndex() == TABS.index("disease")
    key(qtbot, Qt.Key.Key_Escape)
    assert page.overview.isVisible(), "Esc goes back to where one came from"
