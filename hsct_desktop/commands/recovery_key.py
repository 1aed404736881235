"""The recovery key of a file that was just made: shown once, or written into a file of its own, and kept nowhere."""

from __future__ import annotations

import os
from pathlib import Path

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.output import tell
from hsct_desktop.domain.problem import KnownError

_OWNER_ONLY = 0o600


def check_place(place: Path | None, database: Path) -> None:
    """KnownError where the key could not be written into that file; said before anything is made."""
    if place is None:
        return
    if os.path.lexists(place):
        raise KnownError("recovery_file_exists", path=place)
    if place.absolute() == database.absolute():
        raise KnownError("recovery_file_is_database", path=place)
    if not os.access(place.absolute().parent, os.W_OK | os.X_OK):
        raise KnownError("recovery_file_not_written", path=place)


def hand_over(key: str, place: Path | None) -> None:
    """Write the key into the new file that was named, which nobody but its owner may read; else print it.

    Where it cannot be written after all it is printed: it is told once.
    """
    words = wording("en")
    if place is not None:
        if _written(key, place):
            print(words.text("command.recovery_written", path=place))
            return
        tell(f"hsct-desktop: {words.text('error.recovery_file_not_written', path=place)}")
    print(words.text("command.recovery_key"))
    print(f"  {key}")


def _written(key: str, place: Path) -> bool:
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(f"{key}\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        return False
    return True
