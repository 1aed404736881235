"""A document reaches its path whole or not at all."""

from __future__ import annotations

import io
import os
import platform
import re
import shutil
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO

OWNER_ONLY = 0o600
FOLDER_OWNER_ONLY = 0o700
LEFT_BEHIND_S = 86_400
"""A part of which it cannot be known whose it is counts as left behind when nobody has written it for a day."""
_PART = re.compile(r"\.(?P<name>.+)\.(hsct-(?P<host>[0-9a-f]{8})-)?(?P<pid>[0-9]{1,10})\.part")
Target = str | os.PathLike[str] | BinaryIO
_finish: ContextVar[Callable[[bytes], bytes] | None] = ContextVar("finish", default=None)


@contextmanager
def finishing(finish: Callable[[bytes], bytes]) -> Iterator[None]:
    """Every file written to a path meanwhile is what `finish` makes of it; only that ever reaches the disk."""
    before = _finish.set(finish)
    try:
        yield
    finally:
        _finish.reset(before)


def write_atomically(path: Path, make: Callable[[BinaryIO], None]) -> None:
    """Let `make` write a file beside `path` and move it there once it is on the disk.

    Raises OSError when the folder is missing, the path is a folder or cannot be written; then, as after any error of
    `make`, an older file of that name is untouched and nothing is left behind.
    """
    if path.is_dir():
        raise IsADirectoryError(f"is a folder: {path}")
    sweep_parts(path)
    part = part_of(path)
    _remove(part)  # of a process of that number that was killed
    try:
        with open(part, "xb", opener=_for_owner_alone) as stream:
            _make_finished(stream, make)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def part_of(path: Path) -> Path:
    """What is not finished yet of the file or folder `path`, beside it: `sweep_parts` knows it by its name."""
    return path.with_name(f".{path.name}.hsct-{_host()}-{os.getpid()}.part")


@contextmanager
def part_folder(path: Path) -> Iterator[Path]:
    """A folder beside `path` for its owner alone, in which parts of it are made; gone at the end whatever happens.

    Raises OSError where it cannot be made.
    """
    sweep_parts(path)
    folder = part_of(path)
    _remove(folder)
    folder.mkdir(FOLDER_OWNER_ONLY)
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(part: Path) -> None:
    """Remove what is left of a part, a file or a folder; nothing where there is none."""
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part)
    else:
        part.unlink(missing_ok=True)


def _make_finished(stream: BinaryIO, make: Callable[[BinaryIO], None]) -> None:
    finish = _finish.get()
    if finish is None:
        make(stream)
        return
    whole = io.BytesIO()
    make(whole)
    stream.write(finish(whole.getvalue()))


def _for_owner_alone(name: str, flags: int) -> int:
    """Patient data is for the user who printed it; they may share the file, the program does not."""
    return os.open(name, flags, OWNER_ONLY)


def write_to(target: Target, make: Callable[[BinaryIO], None]) -> None:
    """Write to a path as a whole, or straight into an open binary file."""
    if isinstance(target, str | os.PathLike):
        write_atomically(Path(target), make)
    else:
        make(target)


def sweep_parts(path: Path) -> None:
    """Remove what our own processes that were killed left in the folder of `path`.

    A part bears our mark, the computer and the process: on a network share another computer's process may be at work.
    Parts of earlier versions bear no mark: of them only those of this very file are ours for certain.
    """
    with suppress(PermissionError):  # a folder that may be written but not listed
        for part in list(path.parent.iterdir()):
            found = _PART.fullmatch(part.name)
            if found is not None and (found["host"] or found["name"] == path.name):
                with suppress(FileNotFoundError, PermissionError):  # somebody was quicker, or holds it
                    if _is_left_behind(part, found["host"], int(found["pid"])):
                        _remove(part)


def _is_left_behind(part: Path, host: str | None, pid: int) -> bool:
    if host == _host() and os.name != "nt":
        return not _is_running(pid)
    return time.time() - part.lstat().st_mtime > LEFT_BEHIND_S


def _is_running(pid: int) -> bool:
    """Whether a process has that number. Not for Windows, where the question would end it."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # another user's
        return True
    return True


def _host() -> str:
    """The computer, as eight digits that say nothing about it."""
    return f"{zlib.crc32(platform.node().encode()):08x}"
