"""Opens a file after the first paint: the heavy modules are imported here and nowhere earlier."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop import SUFFIX

if TYPE_CHECKING:
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.store.engine import Store


@dataclass(frozen=True)
class Place:
    """Which file to work on, whether it is practice, in which language, and on which day (None: today)."""

    path: Path
    practice: bool = False
    language: str = "en"
    on: date | None = None
    unit_folder: Path | None = None
    staff_id: int | None = None


def default_file(*, practice: bool) -> Path:
    """Where the file lies unless somebody says otherwise."""
    from hsct_desktop.services import files

    return files.practice_path() if practice else files.default_folder() / f"transplant-unit{SUFFIX}"


def open_place(place: Place) -> Workspace:
    """Open a file; with `practice`, make the practice ward first where there is none. KnownError says why not."""
    from hsct_desktop.services import files

    if place.practice and not os.path.exists(place.path):
        from hsct_desktop.services import practice

        return workspace_of(place, practice.create(place.path, on=place.on))
    return workspace_of(place, files.open_file(place.path))


def create_place(place: Place, unit: str, person: str, role: str) -> Workspace:
    """Make a file with its unit and its first member of staff, and open it."""
    from hsct_desktop.domain.author import Role
    from hsct_desktop.services import files

    return workspace_of(place, files.create(place.path, unit, person, Role(role), place.language))


def workspace_of(place: Place, store: Store) -> Workspace:
    """An open file as somebody works on it, on the day of the place."""
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services import files
    from hsct_desktop.services.workspace import Workspace, clock_on

    usual = folder if (folder := files.unit_folder()).is_dir() else None
    workspace = Workspace(store, Catalogue(place.unit_folder or usual), None, place.language)
    if place.on is not None:
        shown = workspace.clock = clock_on(place.on)
        # Entries bear the same day as the window, or a patient would be registered after the visits to come.
        workspace.store.clock = lambda: shown().astimezone(UTC)
    choose_author(workspace, place.staff_id)
    return workspace


def choose_author(workspace: Workspace, staff_id: int | None) -> None:
    """Who worked last on this computer works again; else somebody where there is no choice, or it is practice."""
    from hsct_desktop.services import staff

    people = [row for row in staff.everybody(workspace) if row.active]
    chosen = next((row for row in people if row.id == staff_id), None)
    if chosen is None and people and (workspace.store.kind == "practice" or len(people) == 1):
        chosen = people[0]
    if chosen is not None:
        workspace.author = staff.author(workspace, chosen.id)
