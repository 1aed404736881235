"""Names of files that every system takes: no separators, no control or direction marks, no device names."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 80
_SEPARATORS: Final = re.compile(r'[\s/\\:*?"<>|]+')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever ending it bears."""


def file_name(text: str) -> str:
    """A text as the name of a file, without its ending; "document" where nothing of it can stand."""
    plain = "".join(sign for sign in _SEPARATORS.sub("-", text) if unicodedata.category(sign)[0] != "C")
    name = plain[:LONGEST].strip(" .-")
    return f"_{name}" if _DEVICES.fullmatch(name) else name or "document"
