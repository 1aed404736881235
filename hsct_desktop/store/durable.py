"""Files that are wholly there or not at all, also after a power cut, and that belong to their user alone."""

from __future__ import annotations

import errno
import os
from pathlib import Path

OWNER_ONLY = 0o600
"""Patient data is for the user who wrote it; Windows goes by the rights of the folder."""
NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""What a disk says that knows no second name for a file (a stick)."""

_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""What a share or a stick says that cannot force a folder to the disk: its own way of writing names holds."""


def reserve(path: Path) -> None:
    """Make an empty file that its owner alone may read; a database fills it, and its log files take its mode.

    Raises FileExistsError when there is one already.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY))


def replace_durably(part: Path, place: Path) -> None:
    """Force a finished file to the disk, then give it its name, in the place of an older file."""
    _force(part)
    os.replace(part, place)
    sync_folder(place.parent)


def place_durably(part: Path, place: Path) -> None:
    """Force a finished file to the disk, then give it its name; raise FileExistsError when somebody has that name."""
    _force(part)
    if os.name == "nt":
        os.rename(part, place)  # refuses an existing file there
    else:
        _link(part, place)
    sync_folder(place.parent)


def _link(part: Path, place: Path) -> None:
    try:
        os.link(part, place)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        _reserve_and_replace(part, place)
    else:
        part.unlink()


def _reserve_and_replace(part: Path, place: Path) -> None:
    """On a disk without links: take the name first, then replace what is ours."""
    reserve(place)
    try:
        os.replace(part, place)
    except OSError:
        place.unlink(missing_ok=True)
        raise


def _force(part: Path) -> None:
    descriptor = os.open(part, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Force a folder's list of names to the disk; Windows has no such call and does not need it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)
