"""Files that are wholly there or not at all, also after a power cut."""

from __future__ import annotations

import os
from pathlib import Path


def replace_durably(part: Path, place: Path) -> None:
    """Force a finished file to the disk, then give it its name."""
    descriptor = os.open(part, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(part, place)
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Force a folder's list of names to the disk; Windows has no such call and does not need it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
