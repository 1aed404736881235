"""Where backups lie: the folder beside the data file, and a second place, maybe a stick that is not plugged in."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import building
from hsct_desktop.store.durable import replace_durably
from hsct_desktop.store.known_error import may_write

FOLDER = "backups"
MARK = "hsct-desktop-backups.txt"
"""Stands in a second place: an empty folder in which no stick is mounted has none."""
_SAYS = (
    "HSCT Desktop keeps backups of a data file in this folder. They are of use with a passphrase of the unit only.\n"
)
_SEEN = "second-place.json"
_PLACES = 10


def folder_of(path: Path) -> Path:
    """The usual folder of a file's backups, beside it."""
    return path.parent / FOLDER / path.stem


def choose_second(folder: Path, path: Path) -> bool:
    """Take a folder as the second place of a file's backups; False where it lies on the very disk of the file.

    KnownError `backup_place_gone`, `backup_place_read_only`, `backup_place_is_first` for the usual folder itself.
    """
    if not folder.is_dir():
        raise KnownError("backup_place_gone", place=str(folder))
    if folder.resolve() in (path.parent.resolve(), folder_of(path).resolve()):
        raise KnownError("backup_place_is_first", place=str(folder))
    if not may_write(folder):
        raise KnownError("backup_place_read_only", place=str(folder))
    try:
        (folder / MARK).write_text(_SAYS, encoding="utf-8")
    except OSError as error:
        raise KnownError("backup_place_read_only", place=str(folder)) from error
    return folder.stat().st_dev != path.parent.stat().st_dev


def is_there(folder: Path) -> bool:
    """Whether a second place is plugged in: the folder with our mark in it."""
    return (folder / MARK).is_file()


def check_second(folder: Path) -> None:
    """KnownError `backup_place_gone` unless a second place is plugged in."""
    if not is_there(folder):
        raise KnownError("backup_place_gone", place=str(folder))


def check_place(place: Path, *, is_usual: bool) -> None:
    """KnownError unless backups can be written to a folder; the usual one is made."""
    if is_usual:
        with suppress(FileExistsError, NotADirectoryError):  # a file of that name stands there: said below
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not place.is_dir():
        raise KnownError("backup_place_gone", place=str(place))
    if not may_write(place):
        raise KnownError("backup_place_read_only", place=str(place))


def note_second(path: Path, folder: Path, proven_at: datetime) -> None:
    """Remember when a second place was last written, for the time when it is not plugged in."""
    home = folder_of(path)
    if not home.is_dir():
        return
    seen = {**_seen(path), str(folder): proven_at.isoformat()}
    place = home / _SEEN
    with building.part_of(place) as part:
        part.write_text(json.dumps(dict(list(seen.items())[-_PLACES:])), encoding="utf-8")
        replace_durably(part, place)


def second_seen(path: Path, folder: Path) -> datetime | None:
    """When a second place was last written as far as this computer knows."""
    try:
        return datetime.fromisoformat(_seen(path)[str(folder)])
    except (ValueError, KeyError, TypeError):  # never noted, or the note is damaged: not known
        return None


def _seen(path: Path) -> dict[str, str]:
    try:
        found = json.loads((folder_of(path) / _SEEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
