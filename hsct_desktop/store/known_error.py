"""From what the driver, the disk and SQLAlchemy say to one known error with a sentence of its own."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store.record_lock import LOCKED

_KEYS = {
    "SQLITE_BUSY": "file_locked",
    "SQLITE_LOCKED": "file_locked",
    "SQLITE_FULL": "disk_full",
    "SQLITE_READONLY": "file_read_only",
    "SQLITE_NOTADB": "file_foreign",
    "SQLITE_CORRUPT": "file_damaged",
    "SQLITE_IOERR": "disk_error",
    "SQLITE_CANTOPEN": "file_read_only",
}
_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EACCES: "file_read_only",
    errno.EPERM: "file_read_only",
    errno.EROFS: "file_read_only",
    errno.EIO: "disk_error",
    errno.EFBIG: "disk_error",
    errno.EEXIST: "file_exists",
    errno.ENAMETOOLONG: "file_name_too_long",
    errno.ELOOP: "file_link_broken",
}


_GONE = ("ENODEV", "ENXIO", "ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ETIMEDOUT")
"""What a stick that was pulled out and a share that does not answer say; not every system knows all of them."""
_ERRNO |= {getattr(errno, name): "disk_error" for name in _GONE if hasattr(errno, name)}
_TEXTS = {
    "database or disk is full": "disk_full",
    "disk I/O error": "disk_error",
    "database is locked": "file_locked",
    "database disk image is malformed": "file_damaged",
    "file is not a database": "file_foreign",
    "attempt to write a readonly database": "file_read_only",
    "unable to open database file": "file_read_only",
}
"""SQLite's own texts: what fails while copying, the driver that encrypts tells by them alone."""
_DRIVERS = ("sqlite3", "sqlcipher3")


def known_key(error: Any) -> str | None:
    """The key of a driver's error, None when it is no known one. Extended names (`..._SNAPSHOT`) count as primary.

    Both drivers are read by `sqlite_errorname`: their error classes have no parent in common.
    """
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if name.startswith("SQLITE_CONSTRAINT") and str(error) == LOCKED:  # the driver that encrypts has no extended names
        return "entry_locked"
    if not name and type(error).__module__.split(".")[0] in _DRIVERS:
        return _TEXTS.get(str(error))
    return _KEYS.get("_".join(name.split("_")[:2]))


def key_of(error: BaseException) -> str | None:
    """The key of whatever a disk, a driver or SQLAlchemy says; None for what is a bug."""
    if isinstance(error, OSError):
        return _ERRNO.get(error.errno or 0)
    return known_key(error.orig if isinstance(error, DBAPIError) else error)


def gone(path: Path) -> str | None:
    """The key for a file that is not there (any more) or is none, None when all is well."""
    if path.is_file():
        return None
    if path.is_dir():
        return "file_is_folder"
    if path.exists():  # a device, a pipe, a socket
        return "file_not_regular"
    if path.is_symlink():  # leads nowhere or in a circle
        return "file_link_broken"
    return "file_missing" if path.parent.is_dir() else "folder_missing"


def may_write(path: Path) -> bool:
    """Whether this user may read and write a file or folder."""
    return os.access(path, os.R_OK | os.W_OK, effective_ids=os.access in os.supports_effective_ids)


@contextmanager
def translated(path: Path, *, reading: bool = False, called: Path | None = None) -> Iterator[None]:
    """Turn known failures into KnownError with the file's name as `file`; everything else passes as it is: a bug.

    A file that is still being built is `called` by the name that it will have.

    So is a refused write of a session that only reads (`reading`), where the disk would have allowed it.
    """
    name = called or path
    try:
        yield
    except StaleDataError as error:
        raise KnownError("stale_row") from error
    except OSError as error:
        key = _ERRNO.get(error.errno or 0)
        if key is None:
            raise
        raise KnownError(key, file=str(name)) from error
    except Exception as error:
        key = known_key(error.orig if isinstance(error, DBAPIError) else error)
        if key is None:
            raise
        if key == "file_read_only" and reading and may_write(path) and may_write(path.parent):
            raise
        if key in ("file_read_only", "disk_error"):
            key = gone(path) or key
        raise KnownError(key, file=str(name), folder=str(path.parent)) from error
