"""Where a file that the program makes may be put: never over something else, and whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

from hsct_desktop import SUFFIX
from hsct_desktop.documents.output import OWNER_ONLY, part_of, sweep_parts, write_atomically
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store.building import LOG_ENDINGS, beside
from hsct_desktop.store.preflight import HEADER_SIZE, is_data_header
from hsct_desktop.user_file import open_regular

PDF = "print"
CALENDAR = "calendar"
TABLE = "table"
PAPER = "paper"
EXPORT = "export"
"""What is written; each kind has its sentences `error.<kind>_folder_missing`, `_is_folder`, `_over_other`, ..."""
_STARTS: dict[str, bytes | tuple[bytes, ...]] = {
    PDF: b"%PDF-",
    CALENDAR: b"BEGIN:VCALENDAR",
    TABLE: (
        b"id,visit,label,", b"case,lineage,", b"case,term,", b"vaccine,dose,earliest,", b"setting,id,nevent,",
        b'[\n {\n  "neda3":', b"[]\n",
    ),
}  # fmt: skip
"""How files of each kind begin that were made by us: only those are ever replaced. Papers and exports begin as they
like."""
_FIRST_LINE_ENDS: dict[str, bytes] = {TABLE: b",edss,rule"}
"""A table that keeps the columns it was given is known by those that were added to its first line."""
_LONGEST_FIRST_LINE = 4096
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_RIGHTS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_IN_USE = frozenset({errno.EBUSY})
_HELD_BY_ANOTHER = frozenset({32, 33})
"""Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""
_DATA_ENDINGS = (SUFFIX, *(SUFFIX + ending for ending in LOG_ENDINGS))


def check_place(path: Path, database: Path | None, kind: str = PDF, *, overwrite: bool = False) -> None:
    """Refuse a place that cannot be written to, and one where something else than such a file would be lost.

    So for every data file and what SQLite writes beside the open one, also where that is not there just now. A paper
    or an export replaces an ordinary file only with `overwrite`, after somebody was asked.
    """
    try:
        if path.is_symlink() or (path.exists() and not (path.is_file() or path.is_dir())):
            raise KnownError("print_not_regular", path=path)
        if path.is_dir():
            raise KnownError(f"{kind}_is_folder", path=path)
        if not path.parent.is_dir():
            raise KnownError(f"{kind}_folder_missing", folder=path.parent)
        if database is not None and any(same_place(path, own) for own in (database, *beside(database))):
            raise KnownError("print_over_data", path=path)
        if path.name.casefold().endswith(_DATA_ENDINGS):
            raise KnownError("print_over_data", path=path)
        if path.is_file():
            _check_replaced(path, kind, overwrite)
    except OSError as error:  # a folder that may not be entered, a name too long
        raise not_written(error, path, kind) from error
    except ValueError as error:  # a name that no file can have
        raise KnownError(f"{kind}_not_writable", path=path) from error


def not_written(error: OSError, path: Path, kind: str = PDF) -> KnownError:
    """Why a file could not be written, for the person: no room, no right to the folder, open elsewhere, or whatever."""
    if error.errno in _NO_ROOM:
        return KnownError("output_disk_full", path=path)
    if _is_in_use(error):
        return KnownError("output_in_use", path=path)
    if error.errno in _NO_RIGHTS:
        return KnownError("output_no_rights", folder=path.parent)
    return KnownError(f"{kind}_not_writable", path=path)


def _is_in_use(error: OSError) -> bool:
    """Whether another program holds the file: Windows refuses only then to put the finished part in its place."""
    held = error.errno in _IN_USE or getattr(error, "winerror", None) in _HELD_BY_ANOTHER
    return held or (os.name == "nt" and isinstance(error, PermissionError) and error.filename2 is not None)


def write_file(content: bytes, path: Path, database: Path | None, kind: str, *, overwrite: bool = False) -> Path:
    """Write the whole file or nothing, readable by its owner alone. KnownError says why it cannot be."""
    check_place(path, database, kind, overwrite=overwrite)
    try:
        write_atomically(path, lambda stream: _write(stream, content))
    except OSError as error:
        raise not_written(error, path, kind) from error
    return path


def check_writable(path: Path, kind: str) -> None:
    """Raise KnownError where nothing could be written just now: for who may not fail afterwards."""
    try:
        sweep_parts(path)
        part = part_of(path)
        part.touch(OWNER_ONLY)
        part.unlink()
    except OSError as error:
        raise not_written(error, path, kind) from error


def _write(stream: BinaryIO, content: bytes) -> None:
    stream.write(content)


def same_place(path: Path, other: Path) -> bool:
    """Whether two paths lead to one file, by whatever names; one that is not there yet is told by its name."""
    by_name = os.path.normcase(os.path.realpath(path)) == os.path.normcase(os.path.realpath(other))
    return by_name or (path.exists() and other.exists() and path.samefile(other))


def _check_replaced(path: Path, kind: str, overwrite: bool) -> None:
    with open_regular(path) as stream:
        header = stream.read(_LONGEST_FIRST_LINE)
    if is_data_header(header[:HEADER_SIZE]):
        raise KnownError("print_over_data", path=path)
    if kind in (PAPER, EXPORT):
        replaceable = overwrite
    else:
        ends = kind in _FIRST_LINE_ENDS and header.split(b"\n", 1)[0].endswith(_FIRST_LINE_ENDS[kind])
        replaceable = not header or header.startswith(_STARTS[kind]) or ends
    if not replaceable:
        raise KnownError(f"{kind}_over_other", path=path)
