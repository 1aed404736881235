"""A data file while it is being built under another name, and how a file is told from another at the same path."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from hsct_desktop.store.durable import reserve

LOG_ENDINGS = ("-wal", "-shm", "-journal")
"""What SQLite writes beside a file."""
LEFT_BEHIND = timedelta(days=1)
"""A part that nobody has written for so long belongs to a program that was killed."""
_PART = re.compile(r"\.[0-9a-f]{8}\.(part|building)(-wal|-shm|-journal)?")

Identity = tuple[int, int] | None


def identity(path: Path) -> Identity:
    """What tells a file from another that takes its name later; None when there is none."""
    try:
        found = path.stat()
    except OSError:  # gone, or its folder is
        return None
    return found.st_dev, found.st_ino


@contextmanager
def part_of(place: Path) -> Iterator[Path]:
    """An empty file beside `place`, for its owner alone; whatever is left of it in the end is removed."""
    part = place.with_name(f"{place.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        reserve(part)
        yield part
    finally:
        for leftover in (part, *beside(part)):
            leftover.unlink(missing_ok=True)


def beside(path: Path) -> list[Path]:
    """Where SQLite's own files of a data file lie."""
    return [path.with_name(path.name + ending) for ending in LOG_ENDINGS]


def sweep(place: Path, now: datetime) -> None:
    """Remove what interrupted creations of the same file left beside it more than a day ago."""
    for path in place.parent.iterdir():
        if path.name.startswith(place.name) and _PART.fullmatch(path.name.removeprefix(place.name)):
            written = datetime.fromtimestamp(path.lstat().st_mtime, tz=now.tzinfo)
            if now - written > LEFT_BEHIND:
                path.unlink(missing_ok=True)
