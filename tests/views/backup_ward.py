"""Backups of a small file for the window's tests: made by the services, of days gone by."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from hsct_desktop.domain.backup import Why
from hsct_desktop.services import backups
from hsct_desktop.services.backups import BackupRow


def now() -> datetime:
    return datetime.now().astimezone()


def made(path: Path, days: float, why: Why = Why.LOCK, folder: Path | None = None) -> BackupRow:
    """A backup of so many days ago."""
    return backups.make(path, None, why, folder, now() - timedelta(days=days))


def spoilt(row: BackupRow) -> BackupRow:
    """The backup after its disk has lost a byte, and somebody has read it back."""
    content = bytearray(row.path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    row.path.write_bytes(content)
    return backups.prove(row.path, None)
