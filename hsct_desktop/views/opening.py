"""Opens a file after the first paint: the heavy modules are imported here and nowhere earlier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services.workspace import Workspace


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

    return files.default_folder() / ("practice.hsct" if practice else "transplant-unit.hsct")


def open_place(place: Place) -> Workspace:
    """Open a file, or make and open the practice ward. KnownError says why it cannot be opened."""
    from hsct_desktop.services import files

    store = files.open_practice(place.path) if place.practice else files.open_(place.path)
    return _workspace(place, store)


def create_place(place: Place, unit: str, person: str, role: str) -> Workspace:
    """Make a file with its unit and its first member of staff, and open it."""
    from hsct_desktop.domain.author import Role
    from hsct_desktop.services import files

    return _workspace(place, files.create(place.path, unit, person, Role(role)))


def catalogue_of(unit_folder: Path | None) -> Catalogue:
    """The catalogue with the unit's own items."""
    from hsct_desktop.catalogue.catalogue import Catalogue

    return Catalogue(unit_folder)


def _workspace(place: Place, store: object) -> Workspace:
    from hsct_desktop.services import staff
    from hsct_desktop.services.workspace import Workspace

    def clock() -> datetime:
        now = datetime.now(UTC)
        return now if place.on is None else datetime.combine(place.on, now.timetz())

    workspace = Workspace(store, catalogue_of(place.unit_folder), None, place.language, clock)  # type: ignore[arg-type]
    people = [row for row in staff.everybody(workspace) if row.active]
    chosen = next((row for row in people if row.id == place.staff_id), None)
    if chosen is None and (place.practice or len(people) == 1):
        chosen = people[0]
    if chosen is not None:
        workspace.author = staff.author(workspace, chosen.id)
    return workspace
