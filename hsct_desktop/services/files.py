"""Data files: where they lie, making a new one, opening one, the practice ward."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from hsct_desktop import APP_NAME, SUFFIX
from hsct_desktop.catalogue.wording import document_languages
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services.settings import TYPED_LANGUAGE
from hsct_desktop.services.staff import checked_name
from hsct_desktop.services.unit import checked_unit_name
from hsct_desktop.store import archive, building, setting, staff
from hsct_desktop.store.engine import Store, create_store, open_store

PRACTICE_NAME = f"practice-ward{SUFFIX}"


def default_folder() -> Path:
    """Where data files lie unless somebody chooses another place; made if it is missing."""
    folder = _usual_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError("folder_not_made", folder=folder) from error
    return folder


def _usual_folder() -> Path:
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def unit_folder() -> Path:
    """Where the unit's own protocols and catalogues lie; it need not exist."""
    return _usual_folder() / "unit"


def papers_folder() -> Path:
    """Where copies of papers lie while another program shows them; it need not exist."""
    return Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False)) / "papers"


def practice_path() -> Path:
    """The practice ward's file."""
    return default_folder() / PRACTICE_NAME


def create(path: Path, unit_name: str, staff_name: str, role: Role, language: str = "") -> Store:
    """Make a plain data file with its first member of staff, for tests: the program makes encrypted ones alone, by
    `services.access.create`. Raises InputError or KnownError; then there is no file.

    `language` is that of who makes it: the unit is taken to type its record in it until Settings say otherwise.
    """
    unit, first = checked_unit_name(unit_name), checked_name(staff_name, "staff_name")
    return create_store(path, "real", unit_name=unit, fill=lambda store: first_entries(store, first, role, language))


def first_entries(
    store: Store, name: str, role: Role, language: str, *, uid: str | None = None, administers: bool = False
) -> None:
    """What a new file holds: who made it, and the language in which the unit is taken to type its record."""
    with store.write(None, "staff.add") as session:
        staff.add(session, name, role, uid=uid, administers=administers)
        if language in document_languages():
            setting.put(session, TYPED_LANGUAGE, language)


def open_file(path: Path) -> Store:
    """Open an existing data file. Raises KnownError."""
    return open_store(path)


def remove_without_entries(path: Path) -> None:
    """Remove a file that was made just now when nothing came into it; nobody has it open."""
    store = open_store(path)
    try:
        with store.read() as session:
            is_used = bool(archive.entries(session))
    finally:
        store.close()
    for leftover in () if is_used else (path, *building.beside(path)):
        leftover.unlink(missing_ok=True)
