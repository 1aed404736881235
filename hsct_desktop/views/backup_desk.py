"""Makes backups beside the window: at start, lock and exit, every half hour while anything changes, and by key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget
from shiboken6 import isValid

from hsct_desktop.domain.backup import Why, drill_due
from hsct_desktop.domain.permission import Right
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views import backup_facts
from hsct_desktop.views.backup_choice import BackupChoice, To
from hsct_desktop.views.backup_facts import Facts
from hsct_desktop.views.backup_words import grouped, megabytes
from hsct_desktop.views.context import Context
from hsct_desktop.views.file_desk import FileDesk
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.backups import BackupRow
    from hsct_desktop.services.restoring import Gap, Preview
    from hsct_desktop.views.restore_sheet import RestoreSheet

LOOKS_EVERY_MS: Final = 60_000
AFTER_OPENING_MS: Final = 4_000
"""The first backup waits so long after a file was opened: the start is not slowed."""
NOTE_AFTER_MS: Final = 400
"""A backup at the end of the program says nothing while it is shorter than a blink."""
LONGEST_EXIT_MS: Final = 120_000
"""A share that does not answer must not keep the program for ever: what was half written is swept next time."""


@dataclass(frozen=True)
class Task:
    """One round of backups: of which file, with which key, why, and to which second place."""

    path: Path
    key: bytes | None
    why: Why
    second: Path | None = None
    to: To = To.BOTH
    tried_at: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a round: the backups that hold now, and what is known afterwards."""

    task: Task
    made: dict[Path, BackupRow]
    facts: Facts


class BackupDesk(QObject):
    """The backups of the open file. `changed` tells that `facts` or `making` are others.

    A program that was told its day (a demonstration, a test) makes backups by key alone. Jobs work by path and key, so
    that the file may be locked or closed while they go on.
    """

    changed = Signal()
    idle = Signal()

    def __init__(self, ctx: Context, preferences: Preferences, jobs: Jobs, files: FileDesk, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ctx, self._preferences, self._jobs, self._files = ctx, preferences, jobs, files
        self.facts = Facts()
        self.warnings: tuple[str, ...] = ()
        """What the opening found: entries that a backup has and the file lacks, little room on the disk."""
        self.automatic = ctx.fixed_day is None
        self.restoring = False
        """Whether a backup is being put in the place of the file, which is closed meanwhile."""
        self._running = 0
        self._ends = False
        self._waiting: list[Callable[[], None]] = []
        self._tried_at: datetime | None = None
        self._said = self._news = ""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKS_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.setInterval(AFTER_OPENING_MS)
        self._first.timeout.connect(self._begin_day)
        ctx.workspace_changed.connect(self._on_workspace)
        files.closing.connect(self._on_closing)
        ctx.backups = self

    # what is known ----------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The open file."""
        ws = self._ctx.workspace
        return ws.store.path if ws is not None else None

    @property
    def making(self) -> bool:
        """Whether anything is being copied, read back or restored."""
        return self._running > 0

    def choice(self) -> BackupChoice:
        """The second place of the open file; none while none is open."""
        return self._preferences.backup(self.path) if self.path is not None else BackupChoice()

    def key(self) -> bytes | None:
        """The key of the open file; None for a plain one."""
        return self._files.unlocked.key if self._files.unlocked is not None else None

    def refresh(self) -> None:
        """Read the lists of both places anew, as after a stick was plugged in."""
        path, key, second, known = self.path, self.key(), self.choice().second, self.facts.troubles
        if path is not None:
            self._start(lambda: backup_facts.read(path, key, second, known), self._take)

    def _take(self, facts: Facts) -> None:
        """Know it, for the window and for the page in front of a locked file."""
        self.facts = facts
        if facts.path is not None:
            self._files.memory.set_moment(facts.path, "proven", facts.proven_at)
            self._files.memory.set_moment(facts.path, "drilled", facts.drilled_at)

    def _examine(self) -> None:
        """After a file was opened: read its lists, and hold its log against its newest backup."""
        # Imported here and not first in the job: two threads that import at once hand out half-made modules.
        from hsct_desktop.services import backup_place, backup_state, restoring

        path, key, second = self.path, self.key(), self.choice().second
        if path is None:
            return
        self.warnings = ()

        def work() -> tuple[Facts, Gap | None, float | None]:
            folders = [second] if second is not None and backup_place.is_there(second) else []
            found = restoring.gap(path, key, folders)
            return backup_facts.read(path, key, second, {}), found, backup_state.little_room(path)

        def done(found: tuple[Facts, Gap | None, float | None]) -> None:
            facts, gap, free = found
            self._take(facts)
            words = self._ctx.wording
            said = [restoring.gap_words(gap, words)] if gap is not None else []
            said += [words.text("backup.little_room", file=path.name, free=free)] if free is not None else []
            self.warnings = tuple(said)
            if said and self.path == path:
                self._ctx.notice(said[0], " ".join(said[1:]))

        self._start(work, done)

    # when -------------------------------------------------------------------------------------------------------

    def _on_workspace(self) -> None:
        self._tried_at = None
        self._timer.stop()
        self._first.stop()
        if self.path is None:
            self.changed.emit()
            return
        if self.facts.path != self.path:
            self.facts = Facts()
        self._examine()
        if self._news:
            words, self._news = self._news, ""
            # The pages that show it are made in this very turn.
            QTimer.singleShot(0, self, lambda: self._ctx.notice(words))
        if self.automatic:
            self._timer.start()
            self._first.start()

    def _say_when_open(self, words: str) -> None:
        """Say it as soon as somebody has unlocked the file."""
        self._news = words

    def _begin_day(self) -> None:
        self.by_itself(Why.START)

    def look(self) -> None:
        """Each minute: a copy where anything changed and the last one is half an hour old; the drill once a month."""
        if self.path is None or self.making or self._jobs.ending:
            return
        here = self.facts.here
        if here is not None and any(row.is_sound for row in here.rows) and drill_due([self.facts.drilled_at], _now()):
            self.drill(loud=False)
        else:
            self.by_itself(Why.INTERVAL)

    def by_itself(self, why: Why) -> None:
        """A round that nobody asked for: it says nothing when it works, and what went wrong once."""
        if self.path is not None and self.automatic:
            self._round(self._task(why), lambda _outcome: None)

    def _on_closing(self, why: str) -> None:
        """The file is about to be locked, left for another one, or closed: the round goes on by path and key."""
        self._first.stop()
        self._timer.stop()
        if not self.restoring:
            self.by_itself(Why.LOCK if why == "lock" else Why.EXIT)

    def finish(self) -> None:
        """At the end of the program: wait for what is being made; a note says so when it takes longer than a blink."""
        self._ends = True
        if not self.making:
            return
        loop = QEventLoop()
        self.idle.connect(loop.quit)
        note = QTimer()
        note.setSingleShot(True)
        shown: list[QWidget] = []
        note.timeout.connect(lambda: shown.append(exit_note(self._ctx.wording.text("backup_page.making"))))
        note.start(NOTE_AFTER_MS)
        QTimer.singleShot(LONGEST_EXIT_MS, loop, loop.quit)
        loop.exec()
        note.stop()
        for widget in shown:
            widget.hide()
            widget.deleteLater()

    # by key -----------------------------------------------------------------------------------------------------

    def now(self) -> None:
        """Show where the backup goes, the last choice first; Enter starts it."""
        from hsct_desktop.views.backup_dialog import BackupDialog

        try:
            self._ctx.ready().require(Right.BACKUP)
        except KnownError as error:
            self._ctx.report_error(error)
            return
        if self.facts.second is None or not self.facts.second.is_there:
            self.refresh()  # a stick may just have been plugged in
        dialog = BackupDialog(self._ctx, self, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._window.activateWindow)  # not every platform gives the keys back by itself
        dialog.open()

    def start(self, to: To) -> None:
        """Make a backup now and say what came of it; the choice is remembered."""
        if self.path is None:
            return
        self._preferences.set_backup(self.path, replace(self.choice(), to=to))
        self._round(replace(self._task(Why.KEY), to=to), self._tell)

    def _tell(self, outcome: Outcome) -> None:
        words = self._ctx.wording
        if outcome.facts.path != self.path:
            return  # locked meanwhile, or another file is open
        for error in outcome.facts.troubles.values():
            self._ctx.report_error(error)
        if not outcome.made:
            return
        folder, row = next(iter(outcome.made.items()))
        size, entries = megabytes(words, row.size), grouped(row.entries)
        only_second = folder == outcome.task.second
        key = "backup_page.done.place" if only_second else "backup_page.done"
        said = words.text(key, size=size, entries=entries, place=place_name(folder))
        if len(outcome.made) > 1 and outcome.task.second is not None:
            said += " · " + self.tr("also on {}").format(place_name(outcome.task.second))
        self._ctx.toast(said)

    def choose_second(self) -> None:
        """Ask for the second place and copy there at once."""
        from hsct_desktop.services import backup_place
        from hsct_desktop.views.file_dialogs import ask_folder

        path = self.path
        if path is None:
            return
        start = self.choice().second or path.parent
        folder = ask_folder(self._window, self.tr("Second place for backups: a stick or a share"), start)
        if folder is None:
            return
        try:
            self._ctx.ready().require(Right.BACKUP)
            is_apart = backup_place.choose_second(folder, path)
        except KnownError as error:
            self._ctx.report_error(error)
            return
        self._preferences.set_backup(path, BackupChoice(folder, To.BOTH))
        if not is_apart:
            fact = self.tr("The second place lies on the same disk as the data file.")
            self._ctx.notice(fact, self.tr("It does not help when this disk fails. Choose a stick or a share."))
        self.start(To.BOTH)

    # looking into one, the drill, the restore ------------------------------------------------------------------------

    def preview(self, row: BackupRow, sheet: RestoreSheet) -> None:
        """Read a backup whole beside the window and show in the sheet what it holds, or what is wrong with it."""
        ws, key, path = self._ctx.workspace, self.key(), self.path
        if ws is None or path is None:
            return

        from hsct_desktop.services import restoring

        import_module("hsct_desktop.services.handover")  # it tells the last entries: not imported first in the job

        def work() -> Preview:
            return restoring.preview(row.path, key, ws)

        def done(found: Preview) -> None:
            if isValid(sheet):
                sheet.show_preview(found, f"{path.stem}-before-restore{path.suffix}")

        def failed(error: KnownError) -> None:
            if isValid(sheet):
                sheet.show_trouble(self._ctx.wording.known_error(error))
            self.refresh()  # the list says from now on that it is damaged

        self._start(work, done, failed)

    def drill(self, *, loud: bool) -> None:
        """Restore the newest backup into a temporary file, to see that it can be; once a month it comes by itself."""
        path, key = self.path, self.key()
        if path is None:
            return

        def work() -> BackupRow:
            from hsct_desktop.services import restoring

            return restoring.drill(path, key)

        def done(row: BackupRow) -> None:
            if loud and self.path == path:
                words = self._ctx.wording
                day = words.day_month(row.made_at.astimezone().date())
                self._ctx.toast(words.text("backup_page.drilled", entries=grouped(row.entries), day=day))
            self.refresh()

        def failed(error: KnownError) -> None:
            if self.path == path:
                self._ctx.notice(self.tr("The restore drill failed."), self._ctx.wording.known_error(error))
            self.refresh()

        self._start(work, done, failed)

    def restore(self, row: BackupRow, reason: str) -> None:
        """Close the file, put a backup in its place, and open what stands there now."""
        path, key, ws = self.path, self.key(), self._ctx.workspace
        if path is None or ws is None:
            return
        try:
            author = ws.require(Right.RESTORE)
        except KnownError as error:
            self._ctx.report_error(error)
            return

        def work() -> Path | None:
            from hsct_desktop.services import restoring

            return restoring.restore(row.path, path, key, author, reason)

        def done(kept: Path | None) -> None:
            words = self._ctx.wording
            at = words.moment(row.made_at.astimezone())
            if kept is not None:
                self._say_when_open(words.text("backup_page.restored", at=at, file=kept.name))
            reopen()

        def failed(error: KnownError) -> None:
            reopen()
            self._ctx.report_error(error)

        place = self._files.place

        def reopen() -> None:
            self.restoring = False
            if not self._ends and place is not None:
                self._files.open_(place)

        self.restoring = True
        self._files.lock()
        self._start(work, done, failed)

    # rounds -----------------------------------------------------------------------------------------------------

    def _task(self, why: Why) -> Task:
        if self.path is None:
            raise KnownError("no_file_open")
        return Task(self.path, self.key(), why, self.choice().second, tried_at=self._tried_at)

    def _round(self, task: Task, told: Callable[[Outcome], None]) -> None:
        before = self.facts.troubles if self.facts.path == task.path else {}

        def done(outcome: Outcome) -> None:
            home = outcome.facts.here
            failed = home is not None and home.folder in outcome.facts.troubles
            self._tried_at = _now() if failed else None
            if self.path in (outcome.facts.path, None):
                self._take(outcome.facts)
            self._complain(outcome)
            told(outcome)

        self._start(lambda: run_round(task, before), done)

    def _complain(self, outcome: Outcome) -> None:
        """Say calmly that no backup could be made: once, and again when the reason changes."""
        home = outcome.facts.here
        error = outcome.facts.troubles.get(home.folder) if home is not None else None
        if self.path is None or outcome.task.why is Why.KEY:
            return
        reason = self._ctx.wording.known_error(error) if error is not None else ""
        if reason and reason != self._said:
            self._ctx.notice(self.tr("No backup could be made."), reason)
        elif self._said and not reason:
            self._ctx.notice("")
        self._said = reason

    def _start(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[KnownError], None] | None = None
    ) -> None:
        """Run work beside the window, one after the other. What nobody expected is raised, as everywhere."""

        def end(tell: Callable[[Any], None], found: object) -> None:
            self._running -= 1
            if self._waiting:
                self._waiting.pop(0)()
            try:
                tell(found)
            finally:
                self.changed.emit()
                if not self._running:
                    self.idle.emit()

        def judge(error: Exception) -> None:
            if not isinstance(error, KnownError):
                raise error
            (failed or self._ctx.report_error)(error)

        def begin() -> None:
            self._jobs.run(work, lambda found: end(done, found), lambda error: end(judge, error), own=True)

        self._running += 1
        if self._running > 1:
            self._waiting.append(begin)
        else:
            begin()
        self.changed.emit()


def run_round(task: Task, before: dict[Path, KnownError]) -> Outcome:
    """What a job does: a backup in each place that is asked for, then what is known afterwards."""
    from hsct_desktop.services import backup_place, backups

    home = backup_place.folder_of(task.path)
    made: dict[Path, BackupRow] = {}
    troubles = dict(before)
    places: list[Path] = [home] if task.to is not To.SECOND else []
    asked = task.second is not None and task.to is not To.HERE and task.why is not Why.INTERVAL
    if task.second is not None and asked and (task.why is Why.KEY or backup_place.is_there(task.second)):
        places.append(task.second)
    for place in places:
        try:
            if place == task.second:
                backup_place.check_second(place)
            folder = place if place == task.second else None
            row = backups.keep_up(task.path, task.key, task.why, folder, tried_at=task.tried_at)
            if row is not None:
                made[place] = row
            if folder is not None and row is not None and row.proven_at is not None:
                backup_place.note_second(task.path, folder, row.proven_at)
            troubles.pop(place, None)
        except KnownError as error:
            troubles[place] = error
    return Outcome(task, made, backup_facts.read(task.path, task.key, task.second, troubles))


def place_name(folder: Path) -> str:
    """What a place is called: the stick's name, or the folder's."""
    return folder.name or str(folder)


def exit_note(words: str) -> QWidget:
    """A small window without a frame that says what still goes on."""
    note = QFrame(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
    note.setProperty("role", "raised")
    note.setAccessibleName(words)
    row = QHBoxLayout(note)
    row.setContentsMargins(Space.WIDE, Space.LARGE, Space.WIDE, Space.LARGE)
    row.addWidget(PlainLabel(words, "bold"))
    note.adjustSize()
    screen = QApplication.primaryScreen()
    if screen is not None:
        note.move(screen.availableGeometry().center() - note.rect().center())
    note.show()
    return note


def _now() -> datetime:
    return datetime.now().astimezone()
