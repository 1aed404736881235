"""The open file of the window: opening one, making one, changing from one to another, locking, closing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.front_memory import FrontMemory
from hsct_desktop.views.one_window import OneWindow
from hsct_desktop.views.opening import Opened, Place, default_file, open_place
from hsct_desktop.views.preferences import Preferences

if TYPE_CHECKING:
    from hsct_desktop.services.access import Unlocked
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.store.engine import Store


class FileDesk(QObject):
    """Holds at most one open file. `opened` tells that the window works on another file, or on none.

    `front_wanted(Place)` asks for the page in front of a file that somebody must unlock, or that is not encrypted.
    `closing(why)` comes while the file is still open: why is lock, exit or change.
    """

    opened = Signal()
    closing = Signal(str)
    front_wanted = Signal(object)

    def __init__(
        self,
        ctx: Context,
        preferences: Preferences,
        start: Callable[[], Place | None],
        parent: QObject | None = None,
        *,
        plain_accepted: bool = False,
    ) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._preferences = preferences
        self._start = start
        self._plain_accepted = plain_accepted
        self.memory = FrontMemory(preferences)
        self.window_of_file = OneWindow(self)
        self.place: Place | None = None
        ctx.author_changed.connect(self._remember_author)

    @property
    def unlocked(self) -> Unlocked | None:
        """The key of who works; None while the file is locked, is not encrypted, or there is none."""
        return self._ctx.unlocked

    @property
    def practice(self) -> bool:
        """Whether the open file holds invented patients."""
        workspace = self._ctx.workspace
        return workspace is not None and workspace.store.kind == "practice"

    def first(self) -> Place | None:
        """The file that the start asks for, where there is one."""
        return self._start()

    def begin(self) -> None:
        """Open the file that the start asks for, where there is one."""
        place = self._start()
        if place is None:
            self.opened.emit()
        else:
            self.open_(place)

    def asks_first(self, place: Place) -> bool:
        """Whether somebody must unlock the file, or be told that it is not encrypted, before it opens."""
        from hsct_desktop.services.access import FileState, state_of

        state = state_of(place.path)
        if state is FileState.PLAIN:
            return not self._plain_accepted
        if state is FileState.MISSING:
            return place.practice and not self._plain_accepted
        return state in (FileState.ENCRYPTED, FileState.KEYS_MISSING, FileState.KEYS_DAMAGED)

    def open_(self, place: Place, *, accepted: bool = False) -> bool:
        """Work on that file; where it cannot be opened, say why and stay with the one that is open."""
        if not accepted and self.asks_first(place):
            return self._ask(place)
        path = place.path
        if place.staff_id is None:
            place = replace(place, staff_id=self._preferences.staff_id(path))
        try:
            self.window_of_file.take(path)
            workspace = open_place(replace(place, language=self._ctx.language))
        except (KnownError, InputError) as error:
            self._ctx.report_error(error)
            if self._ctx.workspace is None:
                self.opened.emit()
            return False
        self._take(place, workspace, None)
        return True

    def _ask(self, place: Place) -> bool:
        """Go to the page in front of a file; one that nobody could unlock leaves the open one as it is."""
        from hsct_desktop.services.access import FileState, state_of, users_of

        if self._ctx.workspace is not None and state_of(place.path) not in (FileState.PLAIN, FileState.MISSING):
            try:
                users_of(place.path)
            except KnownError as error:
                self._ctx.report_error(error)
                return False
        self.front_wanted.emit(place)
        return True

    def open_path(self, path: Path) -> bool:
        """Open a real file, or a practice file, which says itself that it is one."""
        return self.open_(self.place_of(path))

    def create(self, path: Path, unit: str, person: str, role: str, passphrase: str) -> str:
        """Make an encrypted file, work on it, and return its recovery key, which has to be shown.

        KnownError and InputError go to the form that asked.
        """
        from hsct_desktop.services import access

        store, unlocked, key = access.create(path, unit, person, Role(role), passphrase, self._ctx.language)
        self.take_new(path, store, unlocked)
        return key

    def take_new(self, path: Path, store: Store, unlocked: Unlocked) -> None:
        """Work on an encrypted file that was made just now. KnownError, InputError."""
        from hsct_desktop.services import access
        from hsct_desktop.views.opening import workspace_of

        place = self.place_of(path)
        workspace = workspace_of(place, store)
        workspace.author = access.author_of(workspace, unlocked)
        self.window_of_file.take(path)
        self._take(place, workspace, unlocked)

    def take(self, place: Place, opened: Opened) -> None:
        """Work on a file that somebody has unlocked."""
        opened.workspace.language = self._ctx.language
        self._take(place, opened.workspace, opened.unlocked)

    def reopen(self) -> None:
        """Read the same file again, as after another unit folder was chosen."""
        if self.place is None:
            return
        place = replace(self.place, unit_folder=self._preferences.unit_folder)
        if self.unlocked is None:
            self.open_(place, accepted=True)
            return
        from hsct_desktop.views.opening import open_with

        try:
            self.take(place, open_with(replace(place, language=self._ctx.language), self.unlocked, None))
        except (KnownError, InputError) as error:
            self._ctx.report_error(error)

    def lock(self) -> None:
        """Close the file and forget its key; it stays this window's."""
        self._close("lock")

    def close(self) -> None:
        """Close the file, at the end of the program."""
        self._close("exit")
        self.window_of_file.release()

    def _close(self, why: str) -> None:
        workspace = self._ctx.workspace
        if workspace is not None:
            self.closing.emit(why)
            self._ctx.unlocked = None
            self._ctx.set_workspace(None)
            workspace.store.close()

    def suggested(self) -> Path:
        """Where a new file lies unless somebody says otherwise: a name that is free."""
        first = default_file(practice=False)
        names = (first.with_name(f"{first.stem}-{n}{first.suffix}") for n in range(2, 100))
        return first if not first.exists() else next((path for path in names if not path.exists()), first)

    def place_of(self, path: Path) -> Place:
        """A file as this window opens it."""
        ctx, preferences = self._ctx, self._preferences
        return Place(
            path, False, ctx.language, ctx.fixed_day, preferences.unit_folder, workstation=self.memory.computer_name
        )

    def _take(self, place: Place, workspace: Workspace, unlocked: Unlocked | None) -> None:
        before = self._ctx.workspace
        if before is not None:
            self.closing.emit("change")
        self.place = place
        if not place.practice:
            self._preferences.last_file = place.path
        self._ctx.unlocked = unlocked
        self._ctx.set_workspace(workspace)
        if before is not None:
            before.store.close()
        self._remember_author()
        self.opened.emit()
        self.window_of_file.listen()

    def _remember_author(self) -> None:
        workspace = self._ctx.workspace
        if workspace is not None and workspace.author is not None and self.place is not None:
            self._preferences.set_staff_id(self.place.path, workspace.author.staff_id)
