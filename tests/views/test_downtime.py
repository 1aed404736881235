"""The downtime pack in the window: by key, each evening, and whatever keeps it from being written."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.services import downtime
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views import downtime_desk, file_dialogs, pdf_view
from hsct_desktop.views.context import Context
from hsct_desktop.views.downtime_choice import DowntimeChoice
from hsct_desktop.views.downtime_desk import SAY_AGAIN, TRY_AGAIN, DowntimeDesk
from hsct_desktop.views.downtime_panel import DowntimePanel
from hsct_desktop.views.downtime_password import DowntimePasswordDialog
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.print_preview import PrintPreviewPage
from tests.views.ward import ON

EVENING = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
SECRET = "lantern-7-north"
NBSP = "\u00a0"


class Desk:
    """The desk with a clock that is set, and what it said."""

    def __init__(self, qtbot: QtBot, ctx: Context, folder: Path) -> None:
        self.qtbot, self.ctx, self.folder = qtbot, ctx, folder
        self.preferences = Preferences(folder.parent / "settings.ini")
        self.jobs = Jobs()
        self.desk = DowntimeDesk(ctx, self.preferences, self.jobs)
        self.notices: list[str] = []
        self.toasts: list[str] = []
        ctx.notice_wanted.connect(lambda fact, action: self.notices.append(f"{fact} {action}".strip()))
        ctx.toast_wanted.connect(lambda words, _txn: self.toasts.append(words))
        ctx.error_wanted.connect(self.toasts.append)
        self.desk.choose(DowntimeChoice(folder))
        self.at(EVENING)

    def at(self, moment: datetime) -> None:
        self.ctx.ready().clock = lambda: moment

    def look(self) -> None:
        self.desk.look()
        self.qtbot.waitUntil(lambda: not self.desk.writing)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "packs"
    made.mkdir()
    return made


@pytest.fixture
def desk(qtbot: QtBot, ctx: Context, folder: Path) -> Iterator[Desk]:
    made = Desk(qtbot, ctx, folder)
    yield made
    assert made.jobs.wait()


Fake = Callable[..., downtime.Pack]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A pack of one byte, for what is about times and not about pages; the folders that were written to."""
    folders: list[Path] = []

    def write(ws: Workspace, folder: Path, _on: date, **_given: object) -> downtime.Pack:
        folders.append(folder)
        return downtime.Pack(downtime.pack_path(ws, folder), folder / downtime.FORMS, 9)

    monkeypatch.setattr(downtime, "write", write)
    return folders


def test_each_evening_once(desk: Desk, folder: Path) -> None:
    desk.at(EVENING - timedelta(minutes=1))
    desk.desk.choose(replace(desk.desk.choice(), written=datetime(2026, 11, 19, 18, 2)))
    desk.look()
    assert not list(folder.iterdir())
    desk.at(EVENING)
    desk.look()
    assert sorted(path.name for path in folder.iterdir()) == ["downtime-forms.pdf", "downtime.pdf"]
    assert desk.desk.choice().written == EVENING.replace(tzinfo=None)
    assert desk.notices == []
    assert desk.toasts == []
    made = (folder / "downtime.pdf").stat().st_mtime_ns
    desk.at(EVENING + timedelta(hours=3))
    desk.look()
    assert (folder / "downtime.pdf").stat().st_mtime_ns == made
    if os.name != "nt":
        assert (folder / "downtime.pdf").stat().st_mode & 0o077 == 0


def test_an_evening_on_which_nobody_is_chosen(desk: Desk, folder: Path) -> None:
    desk.ctx.ready().author = None
    desk.look()
    assert (folder / "downtime.pdf").is_file()


def test_a_missed_evening_is_made_up_for(desk: Desk, quick: list[Path]) -> None:
    desk.desk.choose(replace(desk.desk.choice(), written=datetime(2026, 11, 19, 18, 2)))
    desk.at(EVENING + timedelta(hours=14))  # the next morning
    desk.look()
    desk.look()
    assert len(quick) == 1


def test_not_by_itself(desk: Desk, quick: list[Path]) -> None:
    desk.desk.choose(replace(desk.desk.choice(), evening=False))
    desk.look()
    desk.desk.choose(DowntimeChoice())
    desk.look()
    given = Context(desk.ctx.workspace, on=ON)
    DowntimeDesk(given, desk.preferences, desk.jobs).look()
    desk.ctx.set_workspace(None)
    desk.look()
    assert quick == []


def test_a_folder_that_vanished_is_told_and_tried_again(desk: Desk, folder: Path) -> None:
    shutil.rmtree(folder)
    desk.look()
    assert len(desk.notices) == 1
    assert str(folder) in desk.notices[0]
    assert "10 minutes" in desk.notices[0]
    desk.look()  # not yet
    desk.at(EVENING + TRY_AGAIN)
    desk.look()  # the same reason again: said once
    assert len(desk.notices) == 1
    desk.at(EVENING + SAY_AGAIN)
    desk.look()
    assert len(desk.notices) == 2
    folder.mkdir()
    desk.at(EVENING + SAY_AGAIN + TRY_AGAIN)
    desk.look()
    assert (folder / "downtime.pdf").is_file()
    assert desk.notices[-1] == ""
    assert desk.desk.trouble is None


def test_a_full_disk_keeps_the_pack_before(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("downtime.pdf", "downtime-forms.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4 of yesterday")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("hsct_desktop.documents.output.os.fsync", full)
    desk.look()
    assert "full" in desk.notices[0]
    assert {path.read_bytes() for path in folder.iterdir()} == {b"%PDF-1.4 of yesterday"}
    assert desk.desk.choice().written is None


def test_a_folder_without_rights(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_given: object, **_named: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("hsct_desktop.documents.output.os.open", refused)
    desk.look()
    assert str(folder) in desk.notices[0]
    assert list(folder.iterdir()) == []


def test_a_password_is_kept_nowhere(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.desk.choose(replace(desk.desk.choice(), locked=True))
    desk.look()
    assert "Ctrl+Shift+D" in desk.notices[0]
    assert not list(folder.iterdir())
    shown: list[Path] = []
    monkeypatch.setattr(pdf_view, "show_in_folder", shown.append)
    monkeypatch.setattr(downtime_desk, "_window", lambda: None)
    monkeypatch.setattr("hsct_desktop.views.downtime_password.ask_password", lambda _ctx, _window: "")
    desk.desk.by_key()
    assert not desk.desk.writing
    monkeypatch.setattr("hsct_desktop.views.downtime_password.ask_password", lambda _ctx, _window: SECRET)
    desk.desk.by_key()
    desk.qtbot.waitUntil(lambda: not desk.desk.writing)
    assert shown == [folder / "downtime.pdf"]
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(folder / "downtime.pdf")
    with pikepdf.open(folder / "downtime.pdf", password=SECRET) as pdf:
        assert len(pdf.pages) > 5
    with pikepdf.open(folder / "downtime-forms.pdf") as pdf:
        assert len(pdf.pages) > 5
    assert SECRET not in desk.preferences.file.read_text(encoding="utf-8")


def test_the_form_of_the_password(qtbot: QtBot, ctx: Context) -> None:
    form = DowntimePasswordDialog(ctx)
    qtbot.addWidget(form)
    form.first.set_text(SECRET)
    form.second.set_text(SECRET[:-1])
    form.accept()
    assert form.result() == 0
    form.second.set_text(SECRET)
    form.accept()
    assert form.result() == 1


def test_stopped_before_the_end(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = downtime._parts

    def parts(*given: object) -> Iterator[object]:
        for part in written(*given):  # type: ignore[arg-type]
            desk.desk.stop()
            yield part

    monkeypatch.setattr(downtime, "_parts", parts)
    desk.desk.by_key()
    desk.qtbot.waitUntil(lambda: not desk.desk.writing)
    assert desk.toasts[-1].startswith("Stopped")
    assert list(folder.iterdir()) == []
    assert desk.notices == []


def test_closing_the_program_leaves_nothing_half_written(desk: Desk, folder: Path) -> None:
    desk.desk.by_key()
    assert desk.jobs.wait()
    desk.qtbot.waitUntil(lambda: not desk.desk.writing)
    assert list(folder.iterdir()) == []
    desk.look()
    assert list(folder.iterdir()) == []


def test_what_was_kept_may_be_anything(tmp_path: Path) -> None:
    file, preferences = tmp_path / "unit.hsct", Preferences(tmp_path / "settings.ini")
    preferences.set_downtime(file, DowntimeChoice(tmp_path, at=time(17)))
    for name, text in (("time", "25:70"), ("written", "yesterday"), ("evening", "?")):
        for key in (key for key in preferences._store.allKeys() if key.endswith(name)):
            preferences._set(key, text)
    assert preferences.downtime(file) == DowntimeChoice(tmp_path)
    assert preferences.downtime(tmp_path / "other.hsct") == DowntimeChoice()


def test_another_folder_holds_no_pack_yet(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.desk.choose(replace(desk.desk.choice(), written=EVENING.replace(tzinfo=None), at=time(17, 15)))
    monkeypatch.setattr(downtime_desk, "_window", lambda: None)
    monkeypatch.setattr(file_dialogs, "ask_folder", lambda *_given: tmp_path)
    assert desk.desk.choose_folder() == tmp_path
    kept = Preferences(desk.preferences.file).downtime(desk.ctx.ready().store.path)
    assert kept == DowntimeChoice(tmp_path, at=time(17, 15))
    monkeypatch.setattr(file_dialogs, "ask_folder", lambda *_given: None)
    assert desk.desk.choose_folder() is None
    assert desk.desk.choice() == kept


def test_settings_show_and_change_it(qtbot: QtBot, desk: Desk, quick: list[Path], folder: Path) -> None:
    panel = DowntimePanel(desk.ctx)
    qtbot.addWidget(panel)
    assert panel.status.text().startswith("No pack")
    assert panel.at.currentText() == "18:00"
    desk.look()
    said = panel.status.text().replace(NBSP, " ")
    assert said == f"Downtime pack of 20 Nov 2026, 18:00 in {folder}"
    panel.at.setCurrentText("21:30")
    panel._keep()
    assert desk.desk.choice().at == time(21, 30)
    panel.evening.click()
    assert not desk.desk.choice().evening
    assert not panel.at.isEnabled()
    panel.locked.click()
    assert desk.desk.choice().locked
    assert "Ctrl+Shift+D" in desk.toasts[-1]
    desk.ctx.set_workspace(None)
    assert not panel.write.isEnabled()


def test_by_key_in_the_window(shell: Shell, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_dialogs, "ask_folder", lambda *_given: None)
    qtbot.keyClick(shell.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert not list(folder.iterdir())
    monkeypatch.setattr(file_dialogs, "ask_folder", lambda *_given: folder)
    shell.window.trigger("downtime_pack")
    assert shell.window.downtime.writing
    qtbot.waitUntil(lambda: not shell.window.downtime.writing)
    page = shell.window.page("print_preview")
    assert isinstance(page, PrintPreviewPage)
    assert (shell.window.place, page.path) == ("print_preview", folder / "downtime.pdf")
    assert str(folder) in shell.window.toast.text()
    assert not shell.window.error_strip.text()
    shell.ctx.notice("The pack is not written yet.", "Choose another folder.")
    shell.ctx.toast("Saved")
    assert shell.window.error_strip.text() == "The pack is not written yet. Choose another folder."
    shell.ctx.notice("")
    assert not shell.window.error_strip.text()
