"""The one type family, shipped with the program, so that every computer shows the same page."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from hsct_desktop.resource import resource

FAMILIES: Final = ("DejaVu Sans Condensed", "DejaVu Sans")
FILES: Final = (
    "DejaVuSansCondensed.ttf",
    "DejaVuSansCondensed-Bold.ttf",
    "DejaVuSansCondensed-Oblique.ttf",
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
)
POINTS: Final = {"badge": 7.5, "caption": 8.0, "body": 9.0, "day": 10.0, "sheet": 11.0, "page": 13.0, "lock": 15.0}
"""Sizes in points at 96 dpi by role."""


class FontMissing(RuntimeError):
    """A font file of the program is missing or damaged."""


@lru_cache(maxsize=1)
def load_fonts() -> frozenset[str]:
    """Load the shipped files once; returns the families they brought. FontMissing when a file cannot be read."""
    found: set[str] = set()
    for name in FILES:
        number = QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
        if number < 0:
            raise FontMissing(name)
        found.update(QFontDatabase.applicationFontFamilies(number))
    return frozenset(found)


def points(role: str) -> float:
    """Size of a role in points on this computer; macOS counts 72 dots to the inch instead of 96."""
    return POINTS[role] * (4 / 3 if sys.platform == "darwin" else 1)


_system = {"used": False}


def use_system_font(used: bool) -> None:
    """Take the computer's own family instead of the shipped one; sizes stay. `apply` again to show it."""
    _system["used"] = used


def families() -> list[str]:
    """The families in use, the wanted one first."""
    own = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).families() if _system["used"] else []
    return [*own, *FAMILIES]


def font(role: str = "body", *, bold: bool = False) -> QFont:
    """The program's font for a role (badge, caption, body, day, sheet, page, lock)."""
    result = QFont()
    result.setFamilies(families())
    if FAMILIES[0] not in load_fonts() and not _system["used"]:
        # Where the system groups widths under one family name, the condensed cut is a stretch of DejaVu Sans.
        result.setStretch(QFont.Stretch.SemiCondensed)
    result.setPointSizeF(points(role))
    result.setBold(bold)
    return result
