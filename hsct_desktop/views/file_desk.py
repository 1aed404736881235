"""The open file of the window: opening one, making one, changing from one to another, closing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.opening import Place, create_place, default_file, open_place
from hsct_desktop.views.preferences import Preferences

if TYPE_CHECKING:
    from hsct_desktop.services.access import Unlocked


class FileDesk(QObject):
    """Holds at most one open file. `opened` tells that the window works on another file, or on none."""

    opened = Signal()

    def __init__(
        self, ctx: Context, preferences: Preferences, start: Callable[[], Place | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._preferences = preferences
        self._start = start
        self.place: Place | None = None
        self.unlocked: Unlocked | None = None
        ctx.author_changed.connect(self._remember_author)

    @property
    def practice(self) -> bool:
        """Whether the open file holds invented patients."""
        workspace = self._ctx.workspace
        return workspace is not None and workspace.store.kind == "practice"

    def begin(self) -> None:
        """Open the file that the start asks for, where there is one."""
        place = self._start()
        if place is None:
            self.opened.emit()
        else:
            self.open_(place)

    def open_(self, place: Place) -> bool:
        """Work on that file; where it cannot be opened, say why and stay with the one that is open."""
        path = place.path
        if place.staff_id is None:
            place = replace(place, staff_id=self._preferences.staff_id(path))
        try:
            workspace = open_place(replace(place, language=self._ctx.language))
        except (KnownError, InputError) as error:
            self._ctx.report_error(error)
            if self._ctx.workspace is None:
                self.opened.emit()
            return False
        self._take(place, workspace)
        return True

    def open_path(self, path: Path) -> bool:
        """Open a real file, or a practice file, which says itself that it is one."""
        return self.open_(self._place(path))

    def create(self, path: Path, unit: str, person: str, role: str) -> None:
        """Make a file and work on it. KnownError and InputError go to the form that asked."""
        place = self._place(path)
        self._take(place, create_place(place, unit, person, role))

    def reopen(self) -> None:
        """Read the same file again, as after another unit folder was chosen."""
        if self.place is not None:
            self.open_(replace(self.place, unit_folder=self._preferences.unit_folder))

    def close(self) -> None:
        """Close the file, at the end of the program."""
        workspace = self._ctx.workspace
        if workspace is not None:
            self._ctx.set_workspace(None)
            workspace.store.close()

    def suggested(self) -> Path:
        """Where a new file lies unless somebody says otherwise: a name that is free."""
        first = default_file(practice=False)
        names = (first.with_name(f"{first.stem}-{n}{first.suffix}") for n in range(2, 100))
        return first if not first.exists() else next((path for path in names if not path.exists()), first)

    def _place(self, path: Path) -> Place:
        return Place(path, False, self._ctx.language, self._ctx.fixed_day, self._preferences.unit_folder)

    def _take(self, place: Place, workspace: object) -> None:
        before = self._ctx.workspace
        self.place = place
        if not place.practice:
            self._preferences.last_file = place.path
        self._ctx.set_workspace(workspace)  # type: ignore[arg-type]
        if before is not None:
            before.store.close()
        self._remember_author()
        self.opened.emit()

    def _remember_author(self) -> None:
        workspace = self._ctx.workspace
        if workspace is not None and workspace.author is not None and self.place is not None:
            self._preferences.set_staff_id(self.place.path, workspace.author.staff_id)
