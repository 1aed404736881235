"""Sizes, inks and paragraph styles of the work papers; sizes in points, made once for all documents."""

from __future__ import annotations

from typing import Any, Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle

from hsct_desktop.documents.fonts import BOLD, REGULAR

INK: Final[Color] = HexColor("#111111")
GREY: Final[Color] = HexColor("#555555")
RULE: Final[Color] = HexColor("#8A8A8A")
HAIRLINE: Final[Color] = HexColor("#C4C7C9")
TINT: Final[Color] = HexColor("#F1F3F4")
TINT_DARK: Final[Color] = HexColor("#E2E5E7")
ACCENT: Final[Color] = HexColor("#173F4F")


def _style(name: str, size: float, leading: float, font: str = REGULAR, ink: Color = INK) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=font,
        bulletFontName=font,
        fontSize=size,
        leading=leading,
        textColor=ink,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )


def _derived(parent: ParagraphStyle, name: str, **changes: Any) -> ParagraphStyle:
    return ParagraphStyle(name, parent=parent, **changes)


TEXT: Final = _style("text", 8.9, 11.9)
CELL: Final = _style("cell", 8.4, 10.9)
CELL_GREY: Final = _style("cell-grey", 8.4, 10.9, ink=GREY)
HEAD: Final = _style("head", 7.6, 9.6, BOLD, GREY)
SECTION: Final = _style("section", 10, 12.6, BOLD, ACCENT)
NOTE: Final = _style("note", 7.4, 9.8, ink=GREY)
LEFT_OUT: Final = _derived(NOTE, "left-out", spaceBefore=2)
NAME_LONG: Final = _style("name-long", 10.4, 13, BOLD)
NAME: Final = _style("name", 15, 18, BOLD)
IDENTITY: Final = _style("identity", 9.4, 12.4)
LEAD: Final = _derived(TEXT, "lead", spaceAfter=3)
BULLET: Final = _derived(TEXT, "bullet", leftIndent=11.5)
ROW_NAME: Final = _style("row-name", 9, 11.2, BOLD)
ROW_TEXT: Final = _style("row-text", 8.4, 10.8)
ROW_SMALL: Final = _style("row-small", 7.5, 9.8, ink=GREY)
ROW_ALERT: Final = _style("row-alert", 8.6, 10.8, BOLD)

SMALL: Final = 6.9
"""Foot of each page."""
