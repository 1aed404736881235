"""Where the backups of a file go beside the usual folder, as a person chose it on this computer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class To(StrEnum):
    """Where a backup by key goes."""

    HERE = "here"
    SECOND = "second"
    BOTH = "both"


@dataclass(frozen=True)
class BackupChoice:
    """The second place of a file, and where the backup by key went last."""

    second: Path | None = None
    to: To = To.BOTH
