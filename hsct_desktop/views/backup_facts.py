"""What is known of the backups of a file, read beside the window: the lists of both places and their last proofs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop.domain.backup import Level, level, next_drill

if TYPE_CHECKING:
    from hsct_desktop.domain.problem import KnownError
    from hsct_desktop.services.backups import BackupRow


@dataclass(frozen=True)
class PlaceFacts:
    """A place and its backups, newest first. `seen_at`: when it was last written as far as this computer knows."""

    folder: Path
    is_there: bool
    rows: tuple[BackupRow, ...] = ()
    seen_at: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """The backups of one file; `path` is None before anything was read."""

    path: Path | None = None
    here: PlaceFacts | None = None
    second: PlaceFacts | None = None
    troubles: dict[Path, KnownError] = field(default_factory=dict)

    @property
    def proven_at(self) -> datetime | None:
        """When a backup of this computer was last read back and held."""
        return _latest(row.proven_at for row in self._rows() if row.is_sound)

    @property
    def drilled_at(self) -> datetime | None:
        """When a backup was last restored for trial."""
        return _latest(row.drilled_at for row in self._rows())

    @property
    def next_drill(self) -> datetime | None:
        """When the next trial comes by itself."""
        return next_drill(row.drilled_at for row in self._rows())

    @property
    def second_at(self) -> datetime | None:
        """How fresh the second place is: its newest sound backup, else when it was last written."""
        if self.second is None:
            return None
        return _latest([*(row.proven_at for row in self.second.rows if row.is_sound), self.second.seen_at])

    def level(self, now: datetime) -> Level:
        """How urgent the age of the last proof is."""
        return level(self.proven_at, now)

    def second_level(self, now: datetime) -> Level:
        """How urgent the age of the second place is: it asks, it never alarms, since a stick lies in a drawer."""
        found = level(self.second_at, now)
        return Level.WARN if found is Level.DANGER else Level.OK

    def _rows(self) -> Sequence[BackupRow]:
        return self.here.rows if self.here is not None else ()


def _latest(times: object) -> datetime | None:
    return max((at for at in times if at is not None), default=None)  # type: ignore[attr-defined]


def read(path: Path, key: bytes | None, second: Path | None, troubles: dict[Path, KnownError]) -> Facts:
    """Read both places by their manifests; no database is opened. What is not reachable counts as not there."""
    from hsct_desktop.services import backup_place, backups

    home = backup_place.folder_of(path)
    here = PlaceFacts(home, True, tuple(backups.all_in(path, key)))
    other: PlaceFacts | None = None
    if second is not None:
        is_there = backup_place.is_there(second)
        rows = tuple(backups.all_in(path, key, second)) if is_there else ()
        other = PlaceFacts(second, is_there, rows, backup_place.second_seen(path, second))
    return Facts(path, here, other, troubles)
