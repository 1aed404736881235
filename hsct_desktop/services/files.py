"""Data files: where they lie, making a new one, opening one, the practice ward."""

from __future__ import annotations

from pathlib import Path

from hsct_desktop.catalogue.wording import document_languages
from hsct_desktop.domain.author import Role
from hsct_desktop.services.file_places import PRACTICE_NAME as PRACTICE_NAME
from hsct_desktop.services.file_places import default_folder as default_folder
from hsct_desktop.services.file_places import papers_folder as papers_folder
from hsct_desktop.services.file_places import practice_path as practice_path
from hsct_desktop.services.file_places import unit_folder as unit_folder
from hsct_desktop.services.settings import TYPED_LANGUAGE
from hsct_desktop.services.staff import checked_name
from hsct_desktop.services.unit import checked_unit_name
from hsct_desktop.store import archive, building, setting, staff
from hsct_desktop.store.engine import Store, create_store, open_store
from hsct_desktop.vault.key_file import key_file_of


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


def remove_without_entries(path: Path, key: bytes | None = None) -> bool:
    """Remove a file that was made just now when nothing came into it, with its key file; nobody has it open.

    Whether it was removed.
    """
    store = open_store(path, key=key)
    try:
        with store.read() as session:
            is_used = bool(archive.entries(session))
    finally:
        store.close()
    keys = () if key is None else (key_file_of(path),)
    for leftover in () if is_used else (path, *keys, *building.beside(path)):
        leftover.unlink(missing_ok=True)
    return not is_used
