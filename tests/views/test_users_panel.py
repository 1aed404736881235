"""Settings, Users: who opens an encrypted file, in the real window over a real one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Options, Shell
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import access, recovery_page, users
from hsct_desktop.vault.key_file import key_file_of
from hsct_desktop.vault.recovery import new_recovery_key
from hsct_desktop.views.file_dialogs import NewFileDialog
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.recovery_dialog import RecoveryKeyDialog
from hsct_desktop.views.user_sheets import DisableSheet, DrillSheet, OwnPassphraseSheet, PassphraseSheet, UserSheet
from hsct_desktop.views.users_panel import UsersPanel
from tests.views.ward import ON

OWN = "window gravel otter seven"
NEW = "lantern mustard cliff nine"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An encrypted file of one nurse who administers, and its recovery key."""
    path = tmp_path_factory.mktemp("users") / "unit.hsct"
    store, _unlocked, key = access.create(path, "Unit", "Ann Nurse", Role.NURSE, OWN)
    store.close()
    return path, key


@pytest.fixture
def unit(made: tuple[Path, str], qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """The window on that file, unlocked by its nurse."""
    path = Path(shutil.copy(made[0], tmp_path / "unit.hsct"))
    shutil.copy(key_file_of(made[0]), key_file_of(path))
    options = Options(path, language="en", scheme="light", on=ON, passphrase=OWN)
    shell = Shell(qapp, options, Preferences(tmp_path / "settings.ini"))
    shell.window.resize(1366, 768)
    shell.window.show()
    qtbot.waitUntil(lambda: shell.ctx.workspace is not None, timeout=20_000)
    yield shell
    shell.window.close()


def panel_of(shell: Shell) -> UsersPanel:
    shell.window.show_page("settings")
    page = shell.window.page("settings")
    page.show_part("users")  # type: ignore[attr-defined]
    panel = page.parts["users"]  # type: ignore[attr-defined]
    assert isinstance(panel, UsersPanel)
    return panel


def test_who_there_is_and_what_they_may_do(unit: Shell) -> None:
    panel = panel_of(unit)
    (row,) = panel.rows
    assert (row.name, row.administers, row.opens) == ("Ann Nurse", True, True)
    told = [cell.words for cell in panel.table.rows.lines[0].cells]
    assert told[:3] == ["Ann Nurse", "Nurse, administers", "yes"]
    assert panel.new.isEnabled()
    may = panel.table.rows.lines[0].cells[3]
    assert may.words.startswith("Read the record, keep drafts and lists of their own, record and change entries, ")
    assert may.tip == may.words
    assert panel.reset.text() == "Reset passphrase…"
    who = unit.window.status.who_button()
    assert who.text() == "Ann Nurse, nurse, administers"
    unit.window.resize(800, 600)
    QApplication.processEvents()
    assert who.accessibleName() == "Working: Ann Nurse, nurse, administers"


def test_the_recovery_page_begins_on_print_and_offers_nothing_else(unit: Shell) -> None:
    dialog = recovery_dialog(unit)
    assert dialog.focusWidget() is dialog.print
    assert not [edit for edit in dialog.findChildren(QLineEdit) if edit.isVisibleTo(dialog)]
    protect = dialog.view.findChild(QWidget, "pdf_protect")
    assert isinstance(protect, QWidget)
    assert not protect.isVisibleTo(dialog)
    dialog.away.setChecked(True)
    dialog.accept()


def recovery_dialog(unit: Shell) -> RecoveryKeyDialog:
    """The page of a key, shown."""
    pdf = recovery_page.pdf("Unit", new_recovery_key(), "en", ON, unit.ctx.ready().store.file_id)
    dialog = RecoveryKeyDialog(unit.ctx, pdf, unit.window)
    dialog.show()
    return dialog


def test_a_new_file_says_who_administers_it(unit: Shell, tmp_path: Path) -> None:
    dialog = NewFileDialog(unit.ctx, tmp_path / "new.hsct", lambda *_: "")
    assert "You will administer this file" in dialog.administers.text()
    assert dialog.administers.isVisibleTo(dialog)
    dialog.deleteLater()


def test_a_new_user_unlocks_and_must_change_the_passphrase(unit: Shell) -> None:
    panel = panel_of(unit)
    panel.new.click()
    sheet = unit.window.sheet()
    assert isinstance(sheet, UserSheet)
    sheet.person.set_text("Otto Doctor")
    sheet.role.set_value(Role.PHYSICIAN)
    sheet.first.set_text(NEW)
    sheet.second.set_text(NEW + "x")
    sheet.save()
    assert sheet.second.error()  # they differ: nothing was made
    assert len(panel.rows) == 1
    sheet.second.set_text(NEW)
    sheet.save()
    assert unit.window.sheet() is None
    assert [row.name for row in panel.rows] == ["Ann Nurse", "Otto Doctor"]
    assert panel.rows[1].must_change
    unlocked = access.unlock(unit.ctx.ready().store.path, NEW)
    assert access.must_change(unlocked)


def test_a_weak_passphrase_is_said_beside_its_field(unit: Shell) -> None:
    panel_of(unit).own.click()
    sheet = unit.window.sheet()
    assert isinstance(sheet, OwnPassphraseSheet)
    sheet.old.set_text(OWN)
    sheet.first.set_text("short")
    sheet.second.set_text("short")
    sheet.save()
    assert "characters" in sheet.first.error()
    assert unit.window.sheet() is sheet


@pytest.mark.soak
def test_ones_own_passphrase_is_changed_with_the_old_one(unit: Shell) -> None:
    panel_of(unit).own.click()
    sheet = unit.window.sheet()
    assert isinstance(sheet, OwnPassphraseSheet)
    for old in ("no such words here", OWN):
        sheet.old.set_text(old)
        sheet.first.set_text(NEW)
        sheet.second.set_text(NEW)
        sheet.save()
    path = unit.ctx.ready().store.path
    assert access.unlock(path, NEW).key == unit.ctx.unlocked.key  # type: ignore[union-attr]
    with pytest.raises(KnownError, match="wrong_passphrase"):
        access.unlock(path, OWN)


def test_nobody_takes_their_own_access_away(unit: Shell) -> None:
    panel = panel_of(unit)
    panel.disable.click()
    sheet = unit.window.sheet()
    assert isinstance(sheet, DisableSheet)
    sheet.save()
    assert unit.window.sheet() is sheet
    assert panel.rows[0].opens


@pytest.mark.soak
def test_access_is_taken_and_given_again(unit: Shell) -> None:
    ws, unlocked = unit.ctx.ready(), unit.ctx.unlocked
    assert unlocked is not None
    users.add(ws, unlocked, "Otto Doctor", Role.PHYSICIAN, False, NEW)
    panel = panel_of(unit)
    panel.refresh()
    panel.table.choose(1)
    panel.disable.click()
    sheet = unit.window.sheet()
    assert isinstance(sheet, DisableSheet)
    sheet.save()
    assert (panel.rows[1].active, panel.rows[1].opens) == (False, False)
    with pytest.raises(KnownError):
        access.unlock(ws.store.path, NEW)


def test_the_recovery_key_is_tried_by_typing_it(unit: Shell, made: tuple[Path, str]) -> None:
    panel = panel_of(unit)
    assert "never" in panel.recovery.text()
    panel.drill.click()
    sheet = unit.window.sheet()
    assert isinstance(sheet, DrillSheet)
    sheet.key.set_text(made[1][:-1])
    sheet.save()
    assert sheet.key.error()
    sheet.key.set_text(made[1].lower())
    sheet.save()
    assert unit.window.sheet() is None
    assert "Tried last on" in panel.recovery.text()


def test_without_the_right_the_list_is_only_read(unit: Shell) -> None:
    ws, unlocked = unit.ctx.ready(), unit.ctx.unlocked
    assert unlocked is not None
    panel = panel_of(unit)
    assert ws.author is not None
    from dataclasses import replace

    ws.author = replace(ws.author, administers=False)
    panel.refresh()
    enabled = [panel.new.isEnabled(), panel.change.isEnabled(), panel.reset.isEnabled(), panel.disable.isEnabled()]
    assert enabled == [False] * 4
    assert panel.own.isEnabled()


@pytest.mark.soak
def test_another_passphrase_is_given_by_who_administers(unit: Shell) -> None:
    ws, unlocked = unit.ctx.ready(), unit.ctx.unlocked
    assert unlocked is not None
    users.add(ws, unlocked, "Otto Doctor", Role.PHYSICIAN, False, NEW)
    panel = panel_of(unit)
    panel.refresh()
    panel.table.choose(1)
    panel.reset.click()
    sheet = unit.window.sheet()
    assert isinstance(sheet, PassphraseSheet)
    other = "harbour violet spoon eleven"
    sheet.first.set_text(other)
    sheet.second.set_text(other)
    sheet.save()
    assert access.must_change(access.unlock(ws.store.path, other))
