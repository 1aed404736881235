"""The age of the last proven backup in the status bar: words, sign, room, and the way to the backups."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.backup import Level
from hsct_desktop.services import restoring
from hsct_desktop.views.context import Context
from hsct_desktop.views.status_bar import StatusBar
from tests.views.backup_ward import made, now


def known(shell: Shell, qtbot: QtBot) -> StatusBar:
    shell.window.backups.refresh()
    qtbot.waitUntil(lambda: not shell.window.backups.making)
    return shell.window.status


def test_the_age_of_backup_and_restore_stands_there(shell: Shell, database: Path, qtbot: QtBot) -> None:
    made(database, 0.2)
    restoring.drill(database, None, now=now() - timedelta(hours=3))
    status = known(shell, qtbot)
    assert status.backup.text() == "Backup proven 3 hours ago · restore proven 3 hours ago"
    assert status.backup.accessibleName() == status.backup.text()


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [(0.5, Level.OK, "Backup proven 12 hours ago"), (2, Level.WARN, "2 days ago"), (4, Level.DANGER, "4 days ago")],
)
def test_it_warns_after_a_day_and_turns_red_after_three(
    shell: Shell, database: Path, qtbot: QtBot, days: float, level: Level, words: str
) -> None:
    made(database, days)
    status = known(shell, qtbot)
    assert status.backup._said.level is level
    assert status.backup._said.icon == ("shield" if level is Level.OK else "alert"), "a shape beside the colour"
    assert words in status.backup.text()


def test_without_any_it_says_so_in_red(shell: Shell, qtbot: QtBot) -> None:
    status = known(shell, qtbot)
    assert status.backup.text() == "No proven backup yet"
    assert status.backup._said.level is Level.DANGER


def test_pressing_it_opens_the_backups(shell: Shell, qtbot: QtBot) -> None:
    known(shell, qtbot).backup.click()
    assert shell.window.place == "settings"
    page = shell.window.page("settings")
    assert page.parts["backup"].isVisible()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not shell.window.backups.making)


@pytest.mark.parametrize(("width", "whole"), [(1366, True), (960, True), (800, False)])
def test_nothing_is_cut_where_there_is_little_room(
    shell: Shell, database: Path, qtbot: QtBot, width: int, whole: bool
) -> None:
    made(database, 0.2)
    restoring.drill(database, None)
    ws = shell.ctx.ready()
    assert ws.author is not None
    ws.author = replace(ws.author, name="Maria Chiara Bartolomei")
    shell.window.status.refresh(practice=True, file_name="transplant-unit.hsct", file_path="")
    shell.window.resize(width, 600)
    status = known(shell, qtbot)
    qtbot.wait(10)
    assert ("restore proven" in status.backup.text()) is whole
    assert "restore proven" in status.backup.accessibleName()
    parts = [status._who, status._file, status.backup, status._clock]
    edges = [(part.geometry().left(), part.geometry().right()) for part in parts]
    assert all(right < left for (_, right), (left, _) in zip(edges, edges[1:], strict=False))
    assert edges[-1][1] <= status.width()
    assert status._clock.width() >= status._clock.sizeHint().width()


def test_without_a_window_there_is_no_word_of_backups(qtbot: QtBot, shell: Shell) -> None:
    bar = StatusBar(Context(None), shell.window.actions_.entry("who"))
    qtbot.addWidget(bar)
    bar.show()
    assert not bar.backup.isVisible()
