"""A document reaches its path whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

OWNER_ONLY = 0o600
Target = str | os.PathLike[str] | BinaryIO


def write_atomically(path: Path, make: Callable[[BinaryIO], None]) -> None:
    """Let `make` write a file beside `path` and move it there once it is on the disk.

    Raises OSError when the folder is missing, the path is a folder or cannot be written; then, as after any error of
    `make`, an older file of that name is untouched and nothing is left behind.
    """
    if path.is_dir():
        raise IsADirectoryError(f"is a folder: {path}")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)  # of a process of that number that was killed
    try:
        with open(part, "xb", opener=_for_owner_alone) as stream:
            make(stream)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _for_owner_alone(name: str, flags: int) -> int:
    """Patient data is for the user who printed it; they may share the file, the program does not."""
    return os.open(name, flags, OWNER_ONLY)


def write_to(target: Target, make: Callable[[BinaryIO], None]) -> None:
    """Write to a path as a whole, or straight into an open binary file."""
    if isinstance(target, str | os.PathLike):
        write_atomically(Path(target), make)
    else:
        make(target)
