"""Looks at a path before a database driver touches it, so that a wrong file is named and never changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store.known_error import gone

APPLICATION_ID = 0x48534354
"""SQLite's mark of whose file it is: "HSCT"."""
MAGIC = b"SQLite format 3\0"
HEADER_SIZE = 100
_APPLICATION_ID_AT = 68
_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "davfs"}
    | {"fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.smbnetfs"}
)
_DRIVE_REMOTE = 4


def check_existing(path: Path, *, encrypted: bool) -> None:
    """Raise KnownError unless `path` may be a data file of ours that can be written."""
    refuse_network_share(path)
    missing = gone(path)
    if missing is not None:
        raise KnownError(missing, file=str(path), folder=str(path.parent))
    _check_writable(path)
    with path.open("rb") as stream:
        header = stream.read(HEADER_SIZE)
    if not header:
        raise KnownError("file_empty", file=str(path))
    # With a key a file that reads as plain SQLite is not ours either: an encrypted file never has that header.
    if header.startswith(MAGIC) == encrypted:
        raise KnownError("file_foreign", file=str(path))
    if not encrypted:
        _check_header(header, path)


def _check_header(header: bytes, path: Path) -> None:
    if len(header) < HEADER_SIZE:
        raise KnownError("file_damaged", file=str(path))
    if int.from_bytes(header[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4], "big") != APPLICATION_ID:
        raise KnownError("file_not_ours", file=str(path))


def check_new(path: Path) -> None:
    """Raise KnownError unless a data file can be made at `path`; an existing file is never overwritten."""
    refuse_network_share(path)
    if path.is_dir():
        raise KnownError("file_is_folder", file=str(path))
    if path.exists():
        raise KnownError("file_exists", file=str(path))
    if not path.parent.is_dir():
        raise KnownError("folder_missing", file=str(path), folder=str(path.parent))
    if not _may_write(path.parent):
        raise KnownError("file_read_only", file=str(path))


def _check_writable(path: Path) -> None:
    """The folder counts too: the write-ahead log is written beside the file."""
    if not (_may_write(path) and _may_write(path.parent)):
        raise KnownError("file_read_only", file=str(path))


def _may_write(path: Path) -> bool:
    return os.access(path, os.R_OK | os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def refuse_network_share(path: Path) -> None:
    """Raise KnownError for a file on a network share: SQLite's locks do not hold there and files get damaged."""
    if on_network_share(path):
        raise KnownError("file_on_network_share", file=str(path))


def on_network_share(path: Path) -> bool:
    """Whether the path is a UNC path or lies on a mounted network file system."""
    if str(path).startswith("\\\\"):
        return True
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetDriveTypeW(f"{path.absolute().drive}\\") == _DRIVE_REMOTE
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # no Linux: nothing to ask without a helper program
        return False
    return file_system_of(path, mounts) in _NETWORK_FILE_SYSTEMS


def file_system_of(path: Path, mounts: str) -> str:
    """The file system type of the mount that holds `path`, read from the text of /proc/mounts; "" when unknown."""
    place = path.resolve()
    best, found = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(_unescape(parts[1]))
        # A later mount on the same point hides the earlier one.
        if place.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), parts[2]
    return found


def _unescape(text: str) -> str:
    """Undo the octal escapes of /proc/mounts (space, tab, newline, backslash)."""
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, char)
    return text
