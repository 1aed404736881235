"""The handover in the window: reached by its key, since when, patients opened, printed with Ctrl+P."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.contact import ContactEntry
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.services import contacts, patients, tasks
from hsct_desktop.views.handover import MORNING, TYPED, YESTERDAY, HandoverPage
from hsct_desktop.views.task_sheet import TaskSheet
from tests.views.ward import ON


@pytest.fixture
def page(shell: Shell, qtbot: QtBot) -> HandoverPage:
    """The page, reached by its key."""
    qtbot.keyClick(shell.window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert shell.window.place == "unit"
    found: HandoverPage = shell.window.page("unit").handover  # type: ignore[attr-defined]
    assert found.isVisible()
    return found


def pid(shell: Shell) -> int:
    return next(hit.id for hit in patients.browse(shell.ctx.ready()) if hit.code == "MS-0107")


def words(page: HandoverPage) -> list[str]:
    return [line.cells[-1].words for line in page.table.rows.lines if line.group is None]


def heads(page: HandoverPage) -> list[str]:
    return [line.cells[0].words for line in page.table.rows.lines if line.group is not None]


def test_what_is_entered_stands_there_at_once(shell: Shell, page: HandoverPage) -> None:
    who = pid(shell)
    shell.ctx.save(lambda: contacts.record(shell.ctx.ready(), ContactEntry(who, ON, note="<b>well</b>")))
    assert any(line.startswith("Call, patient") and "“<b>well</b>”" in line for line in words(page))
    assert "Rossi, Elena" in heads(page)
    found = page.shown
    assert found is not None
    assert len(words(page)) == found.line_count + len(found.tasks) + len(found.tries)


def test_enter_opens_the_patient_or_the_task(shell: Shell, page: HandoverPage, qtbot: QtBot) -> None:
    who = pid(shell)
    shell.ctx.save(lambda: tasks.record(shell.ctx.ready(), TaskEntry("Order platelets", ON)))
    lines = page.table.rows.lines
    row = next(n for n, line in enumerate(lines) if line.cells[-1].words == "Order platelets")
    page.table.selectRow(row)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert isinstance(shell.window.sheet(), TaskSheet)
    shell.window.leave_sheet()
    shell.ctx.save(lambda: contacts.record(shell.ctx.ready(), ContactEntry(who, ON)))
    row = next(n for n, line in enumerate(page.table.rows.lines) if line.cells[-1].words.startswith("Call, patient"))
    page.table.selectRow(row)
    subject = page.subject()
    assert subject is not None
    assert subject.patient_id == who
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert shell.window.place == "patient"


def test_since_when_is_chosen_or_typed(shell: Shell, page: HandoverPage) -> None:
    def start() -> str:
        assert page.shown is not None
        return f"{page.shown.since:%H:%M}"

    page.choice.set_values([MORNING])
    assert start() == "07:00"
    page.choice.set_values([YESTERDAY])
    assert start() == "00:00"
    page.choice.set_values([TYPED])
    assert not page.since.isHidden()
    page.since.setText("0:30")
    page.since.editingFinished.emit()
    assert start() == "00:30"
    page.since.setText("never")
    page.since.editingFinished.emit()
    assert "never" in page._wrong.text()
    assert page.shown is None
    page.since.setText("00:10")
    page.since.editingFinished.emit()
    assert page._wrong.text() == ""
    assert start() == "00:10"


def test_ctrl_p_prints_it(
    shell: Shell, page: HandoverPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    shell.window.preferences.print_folder = tmp_path / "prints"
    with qtbot.waitSignal(shell.window.printer.printed, timeout=15_000) as printed:
        qtbot.keyClick(shell.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    path = Path(printed.args[0])
    assert path.name == f"handover-{ON.isoformat()}.pdf"
    assert path.read_bytes().startswith(b"%PDF-")


def test_rows_are_as_high_as_their_words(shell: Shell, page: HandoverPage) -> None:
    who = pid(shell)
    shell.ctx.save(lambda: contacts.record(shell.ctx.ready(), ContactEntry(who, ON, note="a long word " * 40)))
    lines = page.table.rows.lines
    long = next(n for n, line in enumerate(lines) if "a long word" in line.cells[-1].words)
    short = next(n for n, line in enumerate(lines) if line.group is not None)
    assert page.table.rowHeight(long) > page.table.rowHeight(short)
