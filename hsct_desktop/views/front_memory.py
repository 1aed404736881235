"""What the unlock page knows of a file before anybody has unlocked it: kept on this computer, no patient in it."""

from __future__ import annotations

import hashlib
import platform
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings

from hsct_desktop.views.own_file import keep_own
from hsct_desktop.views.preferences import Preferences

COMPUTER_NAME: Final = "computer.name"
"""The setting of the workstation that gives this computer a name; Preferences keeps it."""


class FrontMemory:
    """The unit's name, the last proven backup and the last verified entry of each file; the name of this computer."""

    def __init__(self, preferences: Preferences) -> None:
        self._file = preferences.file
        self._store = QSettings(str(preferences.file), QSettings.Format.IniFormat)

    @property
    def computer_name(self) -> str:
        """What this computer is called in the change log and on the unlock page; its network name until one is set."""
        return self._text(f"setting/{COMPUTER_NAME}") or platform.node()

    def unit(self, file: Path) -> str:
        """The name of the unit whose file it is; "" before it was opened here once."""
        return self._text(f"{_at(file)}/unit")

    def set_unit(self, file: Path, name: str) -> None:
        """Remember the unit's name."""
        self._set(f"{_at(file)}/unit", name)

    def moment(self, file: Path, what: str) -> datetime | None:
        """When something was done for a file last: `proven` a backup, `drilled` a restore, `verified` its log."""
        try:
            found = datetime.fromisoformat(self._text(f"{_at(file)}/{what}"))
        except ValueError:
            return None
        return found if found.tzinfo is not None else None

    def set_moment(self, file: Path, what: str, at: datetime | None) -> None:
        """Remember it; None forgets it."""
        self._set(f"{_at(file)}/{what}", at.isoformat(timespec="seconds") if at is not None else "")

    def entry(self, file: Path) -> int:
        """Up to which entry the log of a file was verified last; 0 for never, negative where it did not hold."""
        found = self._text(f"{_at(file)}/entry")
        return int(found) if found.removeprefix("-").isdigit() else 0

    def set_entry(self, file: Path, entry: int) -> None:
        """Remember it."""
        self._set(f"{_at(file)}/entry", str(entry))

    def _text(self, key: str) -> str:
        found = self._store.value(key, "")
        return found if isinstance(found, str) else ""

    def _set(self, key: str, value: str) -> None:
        if self._text(key) != value:
            self._store.setValue(key, value)
            keep_own(self._file)
            self._store.sync()


def _at(file: Path) -> str:
    """A short name for a path, which itself may hold more than settings should."""
    return f"front/{hashlib.sha256(str(file.absolute()).encode()).hexdigest()[:16]}"
