"""Writes the downtime pack beside the window: by key, and each evening by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from hsct_desktop.domain.downtime import day_of_pack
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.downtime_choice import DowntimeChoice
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.preferences import Preferences

if TYPE_CHECKING:
    from hsct_desktop.services.downtime import Pack
    from hsct_desktop.services.workspace import Workspace

LOOKS_EVERY_MS: Final = 30_000
"""The first look comes so long after a file was opened: the start is not slowed."""
TRY_AGAIN: Final = dt.timedelta(minutes=10)
SAY_AGAIN: Final = dt.timedelta(hours=1)
"""What keeps failing is said anew after so long: a notice may have been closed by whoever was in a hurry."""
STOPPED: Final = "downtime_stopped"


class DowntimeDesk(QObject):
    """The packs of the open file. `changed` tells that what Settings show of them has changed.

    A password is held here until the program ends and kept nowhere: a pack that shall have one is not written without.
    The practice ward and a day that was given at the start have no evening: their packs are written by key alone.
    """

    changed = Signal()

    def __init__(self, ctx: Context, preferences: Preferences, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx, self._preferences, self._jobs = ctx, preferences, jobs
        self._passwords: dict[Path, str] = {}
        self._writing: Workspace | None = None
        self._stopped = False
        self._not_before: dt.datetime | None = None
        self._said: tuple[str, dt.datetime] | None = None
        self.trouble: tuple[str, str] | None = None
        """Why there is no pack of this evening: the fact, and the reason with what to do."""
        self.timer = QTimer(self)
        self.timer.setInterval(LOOKS_EVERY_MS)
        self.timer.timeout.connect(self.look)
        ctx.workspace_changed.connect(self._begin)
        ctx.downtime = self

    # what was chosen --------------------------------------------------------------------------------------------

    def choice(self) -> DowntimeChoice:
        """What is chosen for the open file; nothing while none is open."""
        ws = self._ctx.workspace
        return self._preferences.downtime(ws.store.path) if ws is not None else DowntimeChoice()

    def choose(self, choice: DowntimeChoice) -> None:
        """Remember what was chosen for the open file; the next look goes by it."""
        self._preferences.set_downtime(self._ctx.ready().store.path, choice)
        self._not_before = None
        self._mended()
        self.changed.emit()

    def choose_folder(self) -> Path | None:
        """Ask for the folder of the packs; None when the person leaves."""
        from hsct_desktop.views.file_dialogs import ask_folder

        choice = self.choice()
        start = choice.folder or self._preferences.print_folder
        folder = ask_folder(_window(), self.tr("Folder for the downtime pack"), start)
        if folder is not None:
            # Another folder holds no pack yet.
            self.choose(replace(choice, folder=folder, written=choice.written if folder == choice.folder else None))
        return folder

    @property
    def has_evenings(self) -> bool:
        """Whether packs of the open file are written by themselves."""
        ws = self._ctx.workspace
        return ws is not None and ws.store.kind != "practice" and self._ctx.fixed_day is None

    @property
    def writing(self) -> bool:
        """Whether a pack is being written."""
        return self._writing is not None

    def pack(self) -> Path | None:
        """Where the pack of the open file lies; None before one was written."""
        ws, choice = self._ctx.workspace, self.choice()
        if ws is None or choice.folder is None or choice.written is None:
            return None
        from hsct_desktop.services import downtime

        return downtime.pack_path(ws, choice.folder)

    # writing ----------------------------------------------------------------------------------------------------

    def by_key(self) -> None:
        """Write the pack now, show it as every print and say where it is; the first time, ask for the folder.

        One with a password is shown in its folder: only who has the password opens it.
        """
        if self.writing:
            self._ctx.toast(self.tr("The downtime pack is being written"))
            return
        ws, choice = self._ctx.ready(), self.choice()
        first = choice.folder is None
        folder = choice.folder or self.choose_folder()
        if folder is None or (choice.locked and not self._has_password(ws)):
            return

        def done(made: Pack) -> None:
            from hsct_desktop.views.pdf_view import show_in_folder

            if choice.locked:
                show_in_folder(made.pack)
            else:
                self._ctx.preview_wanted.emit(str(made.pack))
            self._ctx.toast(self._written_words(made, first=first))

        self._write(ws, folder, done, self._by_key_failed)

    def stop(self) -> None:
        """End before the next part: nothing is written then."""
        self._stopped = True

    def look(self) -> None:
        """Write the pack when its evening has come, or when it was missed."""
        ws = self._ctx.workspace
        if ws is None or not self.has_evenings or self.writing or self._jobs.ending:
            return
        choice, now = self.choice(), _wall(ws)
        waits = self._not_before is not None and self._not_before - TRY_AGAIN <= now < self._not_before
        if waits or choice.folder is None or not choice.is_due(now):
            return
        self._not_before = now + TRY_AGAIN
        if choice.locked and ws.store.path not in self._passwords:
            self._say(self.tr("It needs its password: Ctrl+Shift+D asks for it."), now)
        else:
            self._write(ws, choice.folder, lambda _made: None, self._evening_failed)

    def _write(
        self, ws: Workspace, folder: Path, done: Callable[[Pack], None], failed: Callable[[Exception], None]
    ) -> None:
        started, file = _wall(ws), ws.store.path
        choice = self.choice()
        password, on = self._passwords.get(file, "") if choice.locked else "", day_of_pack(choice.at, started)
        self._stopped, self._writing = False, ws

        def work() -> Pack:
            from hsct_desktop.services import downtime

            going_on = lambda: not (self._stopped or self._jobs.ending)  # noqa: E731
            return downtime.write(ws, folder, on, password=password, going_on=going_on)

        def on_done(made: Pack) -> None:
            self._writing = self._not_before = None
            kept = self._preferences.downtime(file)
            if kept.folder == folder:
                self._preferences.set_downtime(file, replace(kept, written=started))
            self._mended()
            self.changed.emit()
            done(made)

        def on_failed(error: Exception) -> None:
            self._writing = None
            failed(error)
            self.changed.emit()

        self._jobs.run(work, on_done, on_failed)
        self.changed.emit()

    def _by_key_failed(self, error: Exception) -> None:
        if isinstance(error, KnownError) and error.key == STOPPED:
            self._ctx.toast(self._ctx.wording.known_error(error))
        else:
            self._ctx.report_error(error)

    def _evening_failed(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        ws = self._ctx.workspace
        if ws is not None and error.key != STOPPED:
            self._say(self._ctx.wording.known_error(error), _wall(ws))

    # telling ----------------------------------------------------------------------------------------------------

    def _say(self, reason: str, now: dt.datetime) -> None:
        """Say calmly why there is no pack of this evening: once, and again when the reason changes or time passes."""
        fact = self.tr("The downtime pack of this evening is not written yet.")
        self.trouble = (fact, reason)
        again = self.tr("It is tried again every {} minutes (Settings, Downtime pack).")
        if self._said is None or self._said[0] != reason or now - self._said[1] >= SAY_AGAIN:
            self._said = (reason, now)
            self._ctx.notice(fact, f"{reason} {again.format(int(TRY_AGAIN.total_seconds() // 60))}")
        self.changed.emit()

    def _mended(self) -> None:
        if self._said is not None:
            self._ctx.notice("")
        self.trouble, self._said = None, None

    def _written_words(self, made: Pack, *, first: bool) -> str:
        pages = self.tr("1 page") if made.pages == 1 else self.tr("{} pages").format(made.pages)
        words = self.tr("Downtime pack, {pages}: {path}").format(pages=pages, path=made.pack)
        choice = self.choice()
        if first and choice.evening and self.has_evenings:
            words += " · " + self.tr("from now on each evening at {} (Settings)").format(f"{choice.at:%H:%M}")
        return words

    def _has_password(self, ws: Workspace) -> bool:
        """Whether the password of this file's packs is known until the end of the program; asks for it if not."""
        if ws.store.path not in self._passwords:
            from hsct_desktop.views.downtime_password import ask_password

            password = ask_password(self._ctx, _window())
            if not password:
                return False
            self._passwords[ws.store.path] = password
        return True

    def _begin(self) -> None:
        """Another file: its packs are looked after from now on."""
        self._not_before = None
        self._mended()
        if self._ctx.workspace is None:
            self.timer.stop()
        else:
            self.timer.start()
        self.changed.emit()


def _wall(ws: Workspace) -> dt.datetime:
    """The workspace's clock as it hangs on the wall."""
    return ws.clock().replace(tzinfo=None, microsecond=0)


def _window() -> QWidget:
    """Over which dialogs stand."""
    found = QApplication.activeWindow()
    return found if found is not None else QApplication.topLevelWidgets()[0]
