"""How a file that somebody else put there is opened: only an ordinary one, and never waited for."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class NotRegularError(OSError):
    """The path leads to a pipe, a device or a socket: reading it might never end."""


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """Open an ordinary file to read its bytes. Raises OSError, of it NotRegularError for a pipe or a device.

    ValueError for a name that no file can have.
    """
    with open(path, "rb", opener=_without_waiting) as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise NotRegularError(path)
        yield stream


def shown_name(path: Path) -> str:
    """The last part of a path as text to show and to keep: bytes of an older system that are no text become \ufffd."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def read_up_to(stream: BinaryIO, limit: int) -> bytes:
    """The next bytes, at most `limit`; none of a file that has nothing to give just now (some of /proc)."""
    return stream.read(limit) or b""


def size_of(stream: BinaryIO) -> int:
    """How many bytes an open file has, known before any of them is read."""
    return os.fstat(stream.fileno()).st_size


def _without_waiting(name: str, flags: int) -> int:
    """A pipe without a writer would be waited for without end."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))
