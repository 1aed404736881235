"""The restore: what is in the backup, what would go, the exact words, and the file afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.author import Role
from hsct_desktop.services import unit
from hsct_desktop.services.backups import BackupRow
from hsct_desktop.store.change_log import ChangeLog
from hsct_desktop.store.staff import Staff
from hsct_desktop.views.restore_sheet import RestoreSheet
from tests.views.backup_ward import made, spoilt
from tests.views.test_backup_page import page_of


def work_as(shell: Shell, role: Role) -> None:
    """Who works has a role, in the file too: there it is asked."""
    ws = shell.ctx.ready()
    assert ws.author is not None
    with ws.store.write(None, "staff.revise") as session:
        session.get_one(Staff, ws.author.staff_id).role = role
    ws.author = replace(ws.author, role=role)


@pytest.fixture(autouse=True)
def _administrator(shell: Shell) -> None:
    work_as(shell, Role.ADMINISTRATOR)


def open_sheet(shell: Shell, row: BackupRow, qtbot: QtBot, role: Role = Role.ADMINISTRATOR) -> RestoreSheet:
    if role is not Role.ADMINISTRATOR:
        work_as(shell, role)
    page = page_of(shell, qtbot)
    page.open_backup(row)
    sheet = shell.window.sheet()
    assert isinstance(sheet, RestoreSheet)
    qtbot.waitUntil(lambda: not shell.window.backups.making)
    return sheet


def words_in(sheet: RestoreSheet) -> str:
    return " | ".join(label.text() for label in sheet.findChildren(QLabel) if label.isVisible())


def choose(sheet: RestoreSheet, reason: int) -> None:
    sheet.reason.setCurrentIndex(reason)
    sheet.reason.activated.emit(reason)


def rename(shell: Shell, name: str) -> None:
    ws = shell.ctx.ready()
    shell.ctx.save(lambda: unit.set_unit_name(ws, name))


def test_the_button_waits_for_the_exact_words_and_a_reason(shell: Shell, database: Path, qtbot: QtBot) -> None:
    sheet = open_sheet(shell, made(database, 0.1), qtbot)
    wanted = sheet._confirmation
    assert wanted.startswith("RESTORE ")
    assert sheet.typed.hasFocus()
    qtbot.keyClicks(sheet.typed, wanted[:-4])
    assert sheet._typed_field.note() == "4 characters to go"
    assert not sheet.save_button().isEnabled()
    qtbot.keyClicks(sheet.typed, wanted[-4:])
    assert not sheet.save_button().isEnabled(), "no reason yet"
    choose(sheet, 1)
    assert sheet.save_button().isEnabled()
    asked: list[str] = []
    sheet.wanted.connect(asked.append)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(sheet.typed, key, Qt.KeyboardModifier.ControlModifier)
    assert asked == [], "what cannot be undone has no key"
    choose(sheet, sheet.reason.count() - 1)
    assert sheet.other.isVisible()
    assert not sheet.save_button().isEnabled()
    sheet.other.setText("moved to the new PC")
    assert sheet.chosen_reason() == "moved to the new PC"
    assert sheet.save_button().isEnabled()
    qtbot.keyClicks(sheet.typed, "!")
    assert not sheet.save_button().isEnabled()
    assert "differs" in sheet._typed_field.error()


def test_what_is_in_it_and_what_would_go_stands_there(shell: Shell, database: Path, qtbot: QtBot) -> None:
    row = made(database, 0.1)
    rename(shell, "Ward 7")
    sheet = open_sheet(shell, row, qtbot)
    said = words_in(sheet)
    assert "1 entry made after " in said
    assert "unit-before-restore.hsct" in said
    assert "D'Angelo, Marta" in said, "its last entries"
    lines = [[cell.words for cell in line.cells] for line in sheet._counts.rows.lines]
    assert ["Patients", "4", "4", "0"] in lines


def test_who_may_not_restore_looks_and_reads_why(shell: Shell, database: Path, qtbot: QtBot) -> None:
    sheet = open_sheet(shell, made(database, 0.1), qtbot, Role.NURSE)
    assert "Only an administrator may restore a backup" in words_in(sheet)
    assert not sheet.typed.isVisible()
    sheet.typed.setText(sheet._confirmation)
    sheet.reason.setCurrentIndex(1)
    sheet._check()
    assert not sheet.save_button().isEnabled()


def test_a_damaged_backup_cannot_be_restored_and_says_so(shell: Shell, database: Path, qtbot: QtBot) -> None:
    row = made(database, 0.1)
    spoilt(row)
    sheet = open_sheet(shell, row, qtbot)
    assert sheet.note.kind() == "danger"
    assert "It stays where it is. Choose another backup." in words_in(sheet)
    assert not sheet.typed.isVisible()
    assert not sheet.save_button().isEnabled()
    page = page_of(shell, qtbot)
    assert page.table.rows.lines[1].cells[5].token == "danger", "the list knows it from now on"


def test_restoring_replaces_the_file_keeps_the_old_one_and_opens_it(shell: Shell, database: Path, qtbot: QtBot) -> None:
    before = unit.unit_name(shell.ctx.ready())
    row = made(database, 0.1)
    rename(shell, "Ward 7")
    sheet = open_sheet(shell, row, qtbot)
    sheet.typed.setText(sheet._confirmation)
    choose(sheet, 1)
    sheet.save_button().click()
    qtbot.waitUntil(lambda: shell.ctx.workspace is not None and not shell.window.backups.making, timeout=20_000)
    ws = shell.ctx.ready()
    assert unit.unit_name(ws) == before
    assert database.with_name("unit-before-restore.hsct").is_file()
    assert shell.window.sheet() is None
    with ws.store.read() as session:
        newest = sa.select(ChangeLog.reason).order_by(ChangeLog.seq.desc()).limit(1)
        assert session.execute(newest).scalar_one() == "wrong import taken in"


def test_the_sheet_has_room_at_every_width(shell: Shell, database: Path, qtbot: QtBot) -> None:
    sheet = open_sheet(shell, made(database, 0.1), qtbot)
    for width in (1366, 1000, 960, 800):
        shell.window.resize(width, 600)
        qtbot.wait(5)
        assert all(part.width() <= sheet.width() - 32 for part in (sheet.typed, sheet.reason, sheet.note))
        assert sheet.save_button().geometry().right() < sheet.width()
        rows = sheet._counts.rows.rowCount()
        assert sheet._counts.rowViewportPosition(rows - 1) + 24 <= sheet._counts.viewport().height(), "none is cut"
