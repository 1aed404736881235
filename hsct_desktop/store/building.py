"""A data file while it is being built under another name, and how a file is told from another at the same path."""

from __future__ import annotations

import errno
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from hsct_desktop.store.durable import reserve

LOG_ENDINGS = ("-wal", "-shm", "-journal")
"""What SQLite writes beside a file."""
LEFT_BEHIND = timedelta(days=1)
"""A part that nobody has written for so long belongs to a program that was killed."""
BEFORE_UPGRADE = "before-upgrade-"
"""Begins what stands between the name of a file and its ending in the copy that is made before an upgrade."""
BEFORE = "before-"
"""Begins it in every copy that is kept beside a file: from before an upgrade, a restore, the encryption."""
_LOGS = r"(-wal|-shm|-journal)?"
_CREATION = r"\.[0-9a-f]{8}(\.\d{1,10})?\.(part|building)" + _LOGS
_NUMBERED = re.compile(r"\.[0-9a-f]{8}\.(?P<pid>\d{1,10})\.part" + _LOGS + "$")
_UPGRADE = BEFORE_UPGRADE + r"\w+-\d{8}-\d{6}(-\d+)?"

Identity = tuple[int, int] | None


def copies_beside(path: Path) -> list[Path]:
    """The whole files beside a data file that the program kept when it replaced or changed it, by name."""
    start = f"{path.stem}-{BEFORE}"
    held = path.parent.iterdir() if path.parent.is_dir() else ()
    return sorted(one for one in held if one.name.startswith(start) and one.suffix == path.suffix and one.is_file())


def identity(path: Path) -> Identity:
    """What tells a file from another that takes its name later; None when there is none."""
    try:
        found = path.stat()
    except OSError:  # gone, or its folder is
        return None
    return found.st_dev, found.st_ino


@contextmanager
def part_of(place: Path) -> Iterator[Path]:
    """An empty file beside `place`, for its owner alone; whatever is left of it in the end is removed.

    It bears the number of the process, so that what a killed one left is known by the next.
    """
    part = place.with_name(f"{place.name}.{uuid.uuid4().hex[:8]}.{os.getpid()}.part")
    try:
        reserve(part)
        yield part
    finally:
        for leftover in (part, *beside(part)):
            leftover.unlink(missing_ok=True)


def beside(path: Path) -> list[Path]:
    """Where SQLite's own files of a data file lie."""
    return [path.with_name(path.name + ending) for ending in LOG_ENDINGS]


def check_folded(part: Path) -> None:
    """Raise OSError where the log of a closed file is still beside it: there was no room to fold it in.

    The driver closes such a file without a word, and without its log it is not whole.
    """
    if beside(part)[0].exists():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(part))


def free(place: Path) -> Path:
    """That name, or the first numbered one that nobody has."""
    number = 1
    found = place
    while found.exists() or found.is_symlink():
        number += 1
        found = place.with_name(f"{place.stem}-{number}{place.suffix}")
    return found


def sweep(place: Path, now: datetime) -> None:
    """Remove what interrupted creations and upgrades of the same file left beside it: of a process that is no more at
    once, else more than a day after it was last written."""
    for path in (*_creation_parts(place), *_copy_parts(place)):
        sweep_one(path, now)


def sweep_one(path: Path, now: datetime) -> None:
    """Remove a file that its process left half written: at once when that is no more, else after a day."""
    with suppress(FileNotFoundError):  # another window sweeps as well
        written = datetime.fromtimestamp(path.lstat().st_mtime, tz=now.tzinfo)
        if now - written > LEFT_BEHIND or _is_dead(path):
            _remove(path)


def _is_dead(part: Path) -> bool:
    """Whether the process that made a part has ended. Data files lie on no network share: it was one of this computer.

    Not known of parts without its number, nor on Windows, where the question would end the process.
    """
    found = _NUMBERED.search(part.name)
    if found is None or os.name == "nt":
        return False
    try:
        os.kill(int(found["pid"]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:  # another user's
        return False
    return False


def sweep_copies(place: Path) -> None:
    """Remove what interrupted upgrades of the same file left beside it; for who holds the file's write lock."""
    for path in _copy_parts(place):
        _remove(path)


def _creation_parts(place: Path) -> list[Path]:
    return _matching(place, re.escape(place.name) + _CREATION)


def _copy_parts(place: Path) -> list[Path]:
    """Unfinished copies of this very file, never finished ones and never those of a file with a similar name."""
    finished = f"{re.escape(place.stem)}-{_UPGRADE}{re.escape(place.suffix)}"
    return _matching(place, finished + r"(\.[0-9a-f]{8})?(\.\d{1,10})?\.part" + _LOGS)


def _matching(place: Path, pattern: str) -> list[Path]:
    return [path for path in place.parent.iterdir() if re.fullmatch(pattern, path.name)]


def _remove(path: Path) -> None:
    """Where somebody still holds it (Windows), or it is another user's, it stays."""
    with suppress(FileNotFoundError, PermissionError):
        path.unlink()
