"""Looks at a path before a database driver touches it, so that a wrong file is named and never changed."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from hsct_desktop.domain.data_file import APPLICATION_ID as APPLICATION_ID
from hsct_desktop.domain.data_file import HEADER_SIZE as HEADER_SIZE
from hsct_desktop.domain.data_file import MAGIC as MAGIC
from hsct_desktop.domain.data_file import is_data_header as is_data_header
from hsct_desktop.domain.data_file import is_plain
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store.known_error import gone, may_write

_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "ncp", "afs", "coda", "davfs", "9p", "virtiofs"}
    | {"vboxsf", "vmhgfs", "prl_fs", "ceph", "glusterfs", "lustre", "gpfs", "beegfs", "ocfs2", "gfs2", "orangefs"}
)
"""Shared between computers, or between a computer and its guest: the locks of one do not hold for the other."""
_LOCAL_FUSE = frozenset(
    {"fuseblk", "fuse.fuse-overlayfs", "fuse.ntfs-3g", "fuse.ntfs", "fuse.exfat", "fuse.bindfs", "fuse.portal"}
    | {"fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.cryfs-fuse", "fuse.veracrypt", "fuse.zfs", "fuse.lxcfs"}
)
"""FUSE drivers of the computer's own disks; every other one (sshfs, rclone, s3fs, ...) counts as a network."""
_SYNCED = re.compile(
    r"onedrive( - .*)?|dropbox( \(.*\))?|google ?drive|googledrive.*|my drive|drivefs|icloud ?drive|"
    r"com~apple~clouddocs|cloudstorage|nextcloud\d*|owncloud|box sync|pclouddrive|megasync|syncthing|seafile",
    re.IGNORECASE,
)
"""Folder names by which programs that copy files between computers are known."""
_SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_SYNC_NAMES = frozenset({"com~apple~clouddocs", "cloudstorage"})
_SYNC_MARKS = (".dropbox.cache", ".stfolder", ".owncloudsync.log", "._sync_*.db", ".sync_*.db", ".csync_journal.db")
"""What Dropbox, Syncthing, Nextcloud and ownCloud leave in the folder that they copy."""
_DRIVE_REMOTE = 4


def check_existing(path: Path, *, encrypted: bool) -> None:
    """Raise KnownError unless `path` may be a data file of ours that can be written."""
    _refuse_unreadable_name(path)
    refuse_network_share(path)
    refuse_detected_sync(path)
    missing = gone(path)
    if missing is not None:
        raise KnownError(missing, file=str(path), folder=str(path.parent))
    _check_writable(path)
    with path.open("rb") as stream:
        header = stream.read(HEADER_SIZE)
    if not header:
        raise KnownError("file_empty", file=str(path))
    if encrypted:
        prove_encrypted(path, path)
        return
    if not is_plain(header):
        raise KnownError("file_foreign", file=str(path))
    _check_header(header, path)


def prove_encrypted(path: Path, called: Path) -> None:
    """Raise KnownError for a file that reads as plain SQLite, whatever a driver said of it: the proof at each start."""
    with path.open("rb") as stream:
        if is_plain(stream.read(HEADER_SIZE)):
            raise KnownError("file_not_encrypted", file=str(called))


def _check_header(header: bytes, path: Path) -> None:
    if len(header) < HEADER_SIZE:
        raise KnownError("file_damaged", file=str(path))
    if not is_data_header(header):
        raise KnownError("file_not_ours", file=str(path))


def check_new(path: Path) -> None:
    """Raise KnownError unless a data file can be made at `path`; an existing file is never overwritten."""
    _refuse_unreadable_name(path)
    refuse_network_share(path)
    refuse_synced_folder(path)
    if path.is_dir():
        raise KnownError("file_is_folder", file=str(path))
    if path.exists() or path.is_symlink():
        raise KnownError("file_exists", file=str(path))
    if not path.parent.is_dir():
        raise KnownError("folder_missing", file=str(path), folder=str(path.parent))
    if not may_write(path.parent):
        raise KnownError("file_read_only", file=str(path))


def _check_writable(path: Path) -> None:
    """The folder counts too: the write-ahead log is written beside the file."""
    if not (may_write(path) and may_write(path.parent)):
        raise KnownError("file_read_only", file=str(path))


def _refuse_unreadable_name(path: Path) -> None:
    """A name that is no text can be said on no screen and in no message: it stays out of our way."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        readable = os.fsencode(path).decode("utf-8", "replace")
        raise KnownError("file_name_not_text", file=readable) from None


def refuse_synced_folder(path: Path) -> None:
    """Raise KnownError for a folder that a program copies elsewhere while SQLite writes: copies are torn."""
    for folder in (path.absolute().parent, Path(os.path.realpath(path.parent))):
        for name in folder.parts:
            if _SYNCED.fullmatch(name):
                raise KnownError("file_in_synced_folder", file=str(path), folder=name)


def refuse_detected_sync(path: Path) -> None:
    """Raise KnownError for a file that a program copies elsewhere, as far as that program shows it: a folder's name
    alone keeps nobody from a file that is there."""
    folder = synced_by(path)
    if folder is not None:
        raise KnownError("file_lies_in_synced_folder", file=str(path), folder=str(folder))


def synced_by(path: Path) -> Path | None:
    """The folder above the file that a synchronising program marks as its own; None where none does."""
    own = {Path(found) for name in _SYNC_VARIABLES if (found := os.environ.get(name))}
    for folder in Path(os.path.realpath(path.parent)).joinpath(path.name).parents:
        if folder in own or folder.name.casefold() in _SYNC_NAMES:
            return folder
        if any(next(folder.glob(mark), None) is not None for mark in _SYNC_MARKS):
            return folder
    return None


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
    return is_network(file_system_of(path, mounts))


def is_network(kind: str) -> bool:
    """Whether a file system of that type (third word in /proc/mounts) may be shared with another computer."""
    return kind in _NETWORK_FILE_SYSTEMS or (kind.startswith("fuse") and kind not in _LOCAL_FUSE)


def file_system_of(path: Path, mounts: str) -> str:
    """The file system type of the mount that holds `path`, read from the text of /proc/mounts; "" when unknown."""
    place = Path(os.path.realpath(path))  # a circle of links is no reason to stop here
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
