"""What a workstation keeps about the downtime packs of one data file; times are the wall clock's, without a zone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from hsct_desktop.domain.downtime import USUAL_TIME, is_due


@dataclass(frozen=True)
class DowntimeChoice:
    """Without a `folder` nothing is written by itself. `locked`: packs open with a password, which is kept nowhere."""

    folder: Path | None = None
    evening: bool = True
    at: dt.time = USUAL_TIME
    locked: bool = False
    written: dt.datetime | None = None

    def is_due(self, now: dt.datetime) -> bool:
        """Whether a pack has to be written by itself now."""
        return self.folder is not None and self.evening and is_due(self.written, self.at, now)
