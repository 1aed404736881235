"""Backups beside the window: by key, by themselves when anything changed, at the end; never in the way."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.backup import Level, Why
from hsct_desktop.services import backup_place, backups, unit
from hsct_desktop.views.backup_choice import BackupChoice, To
from hsct_desktop.views.backup_desk import BackupDesk, exit_note
from hsct_desktop.views.backup_dialog import BackupDialog
from tests.e2e.keyboard import Keyboard
from tests.views.backup_ward import made, now
from tests.views.ward import open_workspace


@pytest.fixture
def cut(database: Path, tmp_path: Path) -> Path:
    """A file that somebody has put back by hand: its backup holds an entry that it lacks."""
    before = Path(shutil.copy(database, tmp_path / "before"))
    ws = open_workspace(database)
    unit.set_unit_name(ws, "Ward 7")
    ws.store.close()
    made(database, 0.1)
    shutil.copy(before, database)
    return database


@pytest.fixture
def desk(shell: Shell, qtbot: QtBot) -> BackupDesk:
    found = shell.window.backups
    settle(found, qtbot)
    return found


def settle(desk: BackupDesk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.making, timeout=20_000)


def in_the_folder(path: Path) -> list[str]:
    folder = backup_place.folder_of(path)
    return sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []


def stick_of(desk: BackupDesk, shell: Shell, tmp_path: Path) -> Path:
    """A second place that is plugged in."""
    stick = tmp_path / "TRAPIANTI-2"
    stick.mkdir()
    path = desk.path
    assert path is not None
    backup_place.choose_second(stick, path)
    shell.preferences.set_backup(path, BackupChoice(stick, To.BOTH))
    return stick


def test_two_keys_make_a_backup_and_it_is_said(shell: Shell, desk: BackupDesk, database: Path, qtbot: QtBot) -> None:
    keyboard = Keyboard(shell.window, qtbot)
    keyboard.press("Ctrl+B")
    assert isinstance(QApplication.activeModalWidget(), BackupDialog)
    keyboard.press("Enter")
    settle(desk, qtbot)
    assert keyboard.keys == 2
    assert shell.window.toast.text().startswith("Backed up and proven: 1.")
    (row,) = backups.all_in(database, None)
    assert row.is_sound
    assert row.why is Why.KEY
    assert desk.facts.level(now()) is Level.OK


def test_both_places_are_written_and_the_choice_is_remembered(
    shell: Shell, desk: BackupDesk, database: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    stick = stick_of(desk, shell, tmp_path)
    desk.start(To.BOTH)
    settle(desk, qtbot)
    assert len(backups.all_in(database, None)) == len(backups.all_in(database, None, stick)) == 1
    assert shell.window.toast.text().endswith("also on TRAPIANTI-2")
    desk.start(To.SECOND)
    settle(desk, qtbot)
    assert desk.choice() == BackupChoice(stick, To.SECOND)
    assert "TRAPIANTI-2" in shell.window.toast.text()


def test_a_stick_that_was_pulled_out_is_one_sentence_and_the_other_place_is_written(
    shell: Shell, desk: BackupDesk, database: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    stick = stick_of(desk, shell, tmp_path)
    stick.rename(tmp_path / "elsewhere")
    desk.start(To.BOTH)
    settle(desk, qtbot)
    assert len(backups.all_in(database, None)) == 1
    assert not stick.exists(), "nothing is written to an empty mount point"
    (error,) = desk.facts.troubles.values()
    assert error.key == "backup_place_gone"
    assert desk.facts.second is not None
    assert not desk.facts.second.is_there
    desk.by_itself(Why.LOCK)
    assert len(backups.all_in(database, None)) == 1, "by itself it asks for no stick"


def test_the_dialog_offers_no_place_that_is_not_there(
    shell: Shell, desk: BackupDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    stick = stick_of(desk, shell, tmp_path)
    desk.refresh()
    settle(desk, qtbot)
    dialog = BackupDialog(shell.ctx, desk, shell.window)
    assert dialog.choices[To.BOTH].isChecked()
    (stick / backup_place.MARK).unlink()
    desk.refresh()
    settle(desk, qtbot)
    assert not dialog.choices[To.SECOND].isEnabled()
    assert dialog.choices[To.HERE].isChecked()
    dialog.deleteLater()


def test_by_itself_a_copy_is_made_only_when_anything_changed(
    shell: Shell, desk: BackupDesk, database: Path, qtbot: QtBot
) -> None:
    desk.automatic = True
    desk.by_itself(Why.START)
    settle(desk, qtbot)
    first = in_the_folder(database)
    assert len(first) == 2, "the copy and its manifest"
    desk.by_itself(Why.LOCK)
    settle(desk, qtbot)
    assert in_the_folder(database) == first
    shell.ctx.save(lambda: unit.set_unit_name(shell.ctx.ready(), "Ward 7"))
    desk.by_itself(Why.LOCK)
    settle(desk, qtbot)
    assert len(in_the_folder(database)) == 4
    assert "Backed up" not in shell.window.toast.text(), "nobody asked"


def test_within_half_an_hour_no_second_copy_is_made_for_the_interval(
    shell: Shell, desk: BackupDesk, database: Path, qtbot: QtBot
) -> None:
    desk.automatic = True
    made(database, 25 / 60 / 24)
    shell.ctx.save(lambda: unit.set_unit_name(shell.ctx.ready(), "Ward 7"))
    desk.refresh()
    desk.by_itself(Why.INTERVAL)
    settle(desk, qtbot)
    assert len(backups.all_in(database, None)) == 1
    desk.by_itself(Why.LOCK)
    settle(desk, qtbot)
    assert len(backups.all_in(database, None)) == 2


def test_a_program_that_was_told_its_day_makes_none_by_itself(desk: BackupDesk, database: Path) -> None:
    assert not desk.automatic
    desk.look()
    desk.by_itself(Why.LOCK)
    assert not desk.making
    assert in_the_folder(database) == []


def test_what_goes_wrong_by_itself_is_said_once_and_taken_back(
    shell: Shell, desk: BackupDesk, database: Path, qtbot: QtBot
) -> None:
    desk.automatic = True
    said: list[str] = []
    shell.ctx.notice_wanted.connect(lambda fact, _reason: said.append(fact))
    blocking = database.parent / backup_place.FOLDER
    blocking.write_text("a file stands where the folder should be")
    for _time in range(2):
        desk.by_itself(Why.LOCK)
        settle(desk, qtbot)
    assert said == ["No backup could be made."]
    blocking.unlink()
    desk.by_itself(Why.LOCK)
    settle(desk, qtbot)
    assert said[-1] == ""
    assert desk.facts.troubles == {}


def test_at_the_end_a_last_backup_is_made_and_nothing_is_left_half(
    shell: Shell, desk: BackupDesk, database: Path
) -> None:
    desk.automatic = True
    shown: list[bool] = []
    shell.window.about_to_close.connect(lambda: shown.append(shell.window.isVisible()))
    shell.window.close()
    assert shown == [False], "the window is gone at once"
    assert not desk.making
    (row,) = backups.all_in(database, None)
    assert row.why is Why.EXIT
    assert row.is_sound
    assert not [name for name in in_the_folder(database) if name.endswith(".part")]


def test_a_backup_under_way_is_not_lost_when_the_window_is_closed(
    shell: Shell, desk: BackupDesk, database: Path
) -> None:
    desk.start(To.HERE)
    assert desk.making
    shell.window.close()
    assert not desk.making
    (row,) = backups.all_in(database, None)
    assert row.is_sound


def test_at_lock_a_backup_goes_on_after_the_file_is_closed(
    shell: Shell, desk: BackupDesk, database: Path, qtbot: QtBot
) -> None:
    desk.automatic = True
    shell.desk.lock()
    assert shell.ctx.workspace is None
    assert desk.making
    settle(desk, qtbot)
    (row,) = backups.all_in(database, None)
    assert row.why is Why.LOCK


def test_a_long_backup_at_the_end_says_so(qtbot: QtBot) -> None:
    note = exit_note("Backing up…")
    qtbot.addWidget(note)
    assert note.isVisible()
    assert note.accessibleName() == "Backing up…"


def test_the_window_goes_on_while_a_backup_is_made(shell: Shell, desk: BackupDesk, qtbot: QtBot) -> None:
    desk.start(To.HERE)
    longest, before = 0.0, time.perf_counter()
    while desk.making:
        QApplication.processEvents()
        longest, before = max(longest, time.perf_counter() - before), time.perf_counter()
    assert longest < 0.25, "a frame may be late beside other tests; the benchmark measures it alone"


def test_who_may_only_read_makes_none(shell: Shell, desk: BackupDesk, database: Path, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    assert ws.author is not None
    ws.author = type(ws.author)(ws.author.staff_id, ws.author.name, Role.READ_ONLY)
    with qtbot.waitSignal(shell.ctx.error_wanted):
        desk.now()
    assert in_the_folder(database) == []


def test_the_drill_restores_for_trial_and_is_said(shell: Shell, desk: BackupDesk, database: Path, qtbot: QtBot) -> None:
    made(database, 0.1)
    desk.drill(loud=True)
    settle(desk, qtbot)
    assert shell.window.toast.text().startswith("Restore drill passed: ")
    assert desk.facts.drilled_at is not None
    assert sorted(one.name for one in database.parent.glob("*.part")) == []


def test_the_drill_comes_by_itself_once_a_month(shell: Shell, desk: BackupDesk, database: Path, qtbot: QtBot) -> None:
    desk.automatic = True
    made(database, 0.01)
    desk.refresh()
    settle(desk, qtbot)
    desk.look()
    settle(desk, qtbot)
    first = desk.facts.drilled_at
    assert first is not None
    desk.look()
    settle(desk, qtbot)
    assert desk.facts.drilled_at == first


def test_entries_that_a_backup_has_and_the_file_lacks_are_said_at_the_start(
    cut: Path, shell: Shell, desk: BackupDesk
) -> None:
    (warning,) = desk.warnings
    assert warning.startswith("The last entry of the backup of ")
    assert warning.endswith(" is missing in this file. Restore that backup, or ask who replaced the file.")
    assert shell.window.error_strip.isVisible()
