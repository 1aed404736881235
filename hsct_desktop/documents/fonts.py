"""The fonts of every page, shipped with the program and embedded in every PDF."""

from __future__ import annotations

import struct
from functools import cache
from typing import Final

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from hsct_desktop.documents.shared_font import SharedFont
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.resource import resource

REGULAR: Final = "DejaVuSansCondensed"
BOLD: Final = "DejaVuSansCondensed-Bold"
OBLIQUE: Final = "DejaVuSansCondensed-Oblique"
WIDE: Final = "DejaVuSans"
WIDE_BOLD: Final = "DejaVuSans-Bold"
_MOST_MEASURED: Final = 20_000
"""Texts whose width is remembered for each font: a few megabytes."""
_LONGEST_MEASURED: Final = 80


class _Font(SharedFont):
    """A font that measures each text once: in letters the same words come again and again."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path)
        self._sums: dict[str, float] = {}

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """Width in points, reckoned as ReportLab does."""
        found = self._sums.get(text)
        if found is None:
            found = float(super().stringWidth(text, 1000, encoding))
            if len(self._sums) >= _MOST_MEASURED:
                self._sums.clear()
            if len(text) <= _LONGEST_MEASURED:
                self._sums[text] = found
        return 0.001 * size * found


def _font(name: str) -> _Font:
    file = resource(f"fonts/{name}.ttf")
    try:
        return _Font(name, str(file))
    except (TTFError, OSError, ValueError, LookupError, struct.error) as error:
        raise KnownError("font_missing", file=file.name) from error


@cache
def register_fonts() -> None:
    """Read the five font files once per process; KnownError `font_missing` where one is missing or damaged."""
    for name in (REGULAR, BOLD, OBLIQUE, WIDE, WIDE_BOLD):
        pdfmetrics.registerFont(_font(name))
    for regular, bold, oblique in ((REGULAR, BOLD, OBLIQUE), (WIDE, WIDE_BOLD, WIDE)):
        for weight in (0, 1):
            for slant in (0, 1):
                addMapping(regular, weight, slant, bold if weight else oblique if slant else regular)
    # ReportLab names its own Helvetica wherever nobody names a font, and Helvetica is never embedded.
    rl_config.canvas_basefontname = REGULAR
    # Binary streams: smaller and quicker to write than letters made of them.
    rl_config.useA85 = 0


@cache
def glyphs() -> frozenset[int]:
    """The code points that both weights of the work papers' font can draw and that a reader of the PDF finds again.

    ReportLab's table from glyphs to letters has room for four digits: a sign beyond U+FFFF would be read as another.
    """
    register_fonts()
    faces = (pdfmetrics.getFont(name).face for name in (REGULAR, BOLD))  # type: ignore[attr-defined]
    return frozenset(
        code for code in frozenset.intersection(*(frozenset(f.charToGlyph) for f in faces)) if code < 0x10000
    )
