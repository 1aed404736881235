"""Files of one person on a shared computer: settings and crash reports are read by their user alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

OWNER_ONLY = 0o600
"""Windows goes by the rights of the folder."""


def keep_own(file: Path) -> None:
    """Make the file where there is none, and let its owner alone read it, before anything is written into it.

    Where that is refused, so is the writing: whoever writes next learns it.
    """
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
        file.chmod(OWNER_ONLY)
