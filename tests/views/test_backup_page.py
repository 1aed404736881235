"""The list of backups: grouped by place, older ones folded in, damaged ones in red, all of it by keyboard."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.backup import Level, Why
from hsct_desktop.services import backup_place
from hsct_desktop.views.backup_choice import BackupChoice, To
from hsct_desktop.views.backup_page import BackupPage
from hsct_desktop.views.backup_table import Fold
from hsct_desktop.views.context import Context
from hsct_desktop.views.restore_sheet import RestoreSheet
from hsct_desktop.views.settings import SettingsPage
from hsct_desktop.views.widgets.table import TableRole
from tests.views.backup_ward import made, spoilt


def page_of(shell: Shell, qtbot: QtBot) -> BackupPage:
    """The tab, as the status bar opens it, once its lists are read."""
    shell.ctx.show_setting("backup")
    settings = shell.window.page("settings")
    assert isinstance(settings, SettingsPage)
    page = settings.parts["backup"]
    assert isinstance(page, BackupPage)
    qtbot.waitUntil(lambda: not shell.window.backups.making)
    return page


def words(page: BackupPage, column: int = 0) -> list[str]:
    return [line.cells[column].words if column < len(line.cells) else "" for line in page.table.rows.lines]


def test_without_a_backup_the_page_says_what_comes_and_offers_one(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, qtbot)
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    assert page.cards.proven.said.fact == "No proven backup yet"
    assert page.cards.proven.said.level is Level.DANGER
    assert not page.drill.isEnabled(), "there is nothing to try"
    assert page.primary_button().isVisible(), "the main button stands in the top bar"


def test_without_a_window_or_a_file_nothing_can_be_pressed(qtbot: QtBot) -> None:
    page = BackupPage(Context(None))
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    assert not any(button.isEnabled() for button in (page.other, page.drill, page.second))


@pytest.fixture(scope="module")
def made_many(tmp_path_factory: pytest.TempPathFactory, made_once: Path) -> Path:
    """Backups of twelve days, one of them damaged; made once, since each takes a moment."""
    folder = tmp_path_factory.mktemp("many")
    path = Path(shutil.copy(made_once, folder / "unit.hsct"))
    rows = [made(path, days, Why.EXIT if days % 2 else Why.LOCK) for days in range(12, 0, -1)]
    spoilt(rows[-3])
    return backup_place.folder_of(path)


@pytest.fixture
def many(database: Path, made_many: Path) -> Path:
    """A file with those backups."""
    shutil.copytree(made_many, backup_place.folder_of(database))
    return database


def test_backups_are_grouped_folded_and_told(many: Path, shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, qtbot)
    assert words(page)[0] == "This computer"
    assert page.table.rows.index(0, 0).data(TableRole.GROUP) == 12
    assert words(page)[-1] == "2 older: daily"
    assert words(page, 2)[1:4] == ["at exit", "at lock", "at exit"]
    assert words(page, 5)[1:4] == ["opened and counted", "opened and counted", "damaged: changed"]
    assert page.table.rows.lines[3].cells[5].token == "danger"
    assert words(page, 6)[1:4] == ["daily", "daily", "kept aside"]


def test_the_keyboard_walks_the_list_unfolds_it_and_opens_a_backup(many: Path, shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, qtbot)
    assert page.table.hasFocus()
    assert page.table.currentIndex().row() == 1
    for _row in range(10):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert isinstance(page.table.key(), Fold)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.table.rows.rowCount() == 14
    assert words(page)[-1] == "Show the newest only"
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.table.rows.rowCount() == 12
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    sheet = shell.window.sheet()
    assert isinstance(sheet, RestoreSheet)
    assert sheet.row.path == page.table.key()
    width = sheet.width()
    # The list stays readable beside the sheet.
    qtbot.waitUntil(lambda: page.table.mapTo(page, page.table.rect().topRight()).x() < page.width() - width)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert shell.window.sheet() is None
    qtbot.waitUntil(lambda: not shell.window.backups.making)


def test_a_second_place_is_a_group_of_its_own_and_says_when_it_is_gone(
    many: Path, shell: Shell, tmp_path: Path, qtbot: QtBot
) -> None:
    stick = tmp_path / "TRAPIANTI-2"
    stick.mkdir()
    backup_place.choose_second(stick, many)
    at = made(many, 2.5, Why.KEY, stick).proven_at
    assert at is not None
    backup_place.note_second(many, stick, at)
    shell.preferences.set_backup(many, BackupChoice(stick, To.BOTH))
    page = page_of(shell, qtbot)
    heads = [line.cells[0].words for line in page.table.rows.lines if line.group is not None]
    assert heads[1].startswith("TRAPIANTI-2 · last there ")
    assert page.cards.second.said.fact == "Second place: 2 days ago"
    stick.rename(tmp_path / "in the drawer")
    shell.window.backups.start(To.SECOND)
    qtbot.waitUntil(lambda: not shell.window.backups.making)
    heads = [line.cells[0].words for line in page.table.rows.lines if line.group is not None]
    assert heads[1].endswith("not plugged in or not reachable now")
    trouble = page.table.rows.lines[-1].cells[0]
    assert trouble.words.startswith("The place of the backups, ")
    assert trouble.token == "danger"
    assert page.cards.second.said.fact == "Second place: 2 days ago", "what was seen last is still known"


@pytest.mark.parametrize("width", [1366, 960, 800])
def test_every_part_has_its_room(many: Path, shell: Shell, width: int, qtbot: QtBot) -> None:
    shell.window.resize(width, 600)
    page = page_of(shell, qtbot)
    bar = shell.window.top_bar
    shown = [part for part in bar.findChildren(QWidget) if part.isVisible() and part.parent() is bar]
    assert all(bar.rect().contains(part.geometry()) for part in shown)
    for button in (page.other, page.drill, page.second):
        assert page.rect().contains(button.geometry())
        assert button.width() >= button.sizeHint().width()
    assert page.table.horizontalHeader().length() <= page.table.viewport().width() + 1
    assert not page.table.isColumnHidden(5)
