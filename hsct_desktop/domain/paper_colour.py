"""Colours of text on white paper: which can be read."""

from __future__ import annotations

import re
from typing import Final

LEAST_CONTRAST: Final = 7.0
"""A colour must stand out from white paper as much as that (WCAG 2, AAA)."""
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def is_legible(colour: str) -> bool:
    """Whether a text is a colour (#rrggbb) that stands out enough from white paper."""
    return _COLOUR.fullmatch(colour) is not None and contrast_with_white(colour) >= LEAST_CONTRAST


def contrast_with_white(colour: str) -> float:
    """The contrast of a colour (#rrggbb) with white, 1 to 21, as WCAG 2 reckons it."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def tidy_colour(text: str) -> str:
    """A colour as it is kept: #RRGGBB, its sign put before six digits that were typed without."""
    colour = text.strip().upper()
    return f"#{colour}" if _COLOUR.fullmatch(f"#{colour}") else colour
