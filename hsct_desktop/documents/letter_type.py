"""The type of a letter: sizes of the house, shrunk together by at most 4 %, in the unit's face and accent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle

from hsct_desktop.documents.fonts import BOLD, REGULAR, WIDE, WIDE_BOLD
from hsct_desktop.documents.styles import ACCENT, GREY, INK

LEAST_SCALE: Final = 0.96
LEAST_CONTRAST: Final = 7.0
"""Of the accent on white paper; a paler one prints in the house's own."""


@dataclass(frozen=True)
class LetterType:
    """Paragraph styles in points; `bullet` hangs, `run_in` is the text of boxes."""

    regular: str
    strong: str
    accent: Color
    text: ParagraphStyle
    bullet: ParagraphStyle
    cell: ParagraphStyle
    label: ParagraphStyle
    head: ParagraphStyle
    section: ParagraphStyle
    note: ParagraphStyle
    subject: ParagraphStyle
    box_title: ParagraphStyle
    signature: ParagraphStyle
    small_strong: ParagraphStyle


@lru_cache(maxsize=32)
def letter_type(scale: float, wide: bool, accent: str) -> LetterType:
    """The styles at `scale` (1 down to LEAST_SCALE)."""
    regular, strong = (WIDE, WIDE_BOLD) if wide else (REGULAR, BOLD)
    colour = accent_of(accent)

    def made(
        name: str, size: float, leading: float, ink: Color = INK, bold: bool = False, indent: float = 0.0
    ) -> ParagraphStyle:
        font = strong if bold else regular
        return ParagraphStyle(
            f"letter-{name}", fontName=font, bulletFontName=font, fontSize=size * scale, leading=leading * scale,
            bulletFontSize=size * scale, textColor=ink, allowWidows=0, allowOrphans=0, splitLongWords=1,
            leftIndent=indent,
        )  # fmt: skip

    return LetterType(
        regular, strong, colour,
        text=made("text", 8.9, 11.9),
        bullet=made("bullet", 8.9, 11.9, indent=11.5),
        cell=made("cell", 8.4, 10.9),
        label=made("label", 8.6, 11.9, GREY),
        head=made("head", 7.6, 9.6, GREY, bold=True),
        section=made("section", 10, 12.6, colour, bold=True),
        note=made("note", 7.4, 9.8, GREY),
        subject=made("subject", 10.2, 13.6, bold=True),
        box_title=made("box-title", 9.4, 12.4, colour, bold=True),
        signature=made("signature", 9.2, 12.2),
        small_strong=made("small-strong", 7.4, 9.8, bold=True),
    )  # fmt: skip


def accent_of(text: str) -> Color:
    """The unit's accent, or the house's where it is no colour or too pale to be read on white."""
    try:
        colour = HexColor(text)
    except ValueError:
        return ACCENT
    return colour if contrast(colour) >= LEAST_CONTRAST else ACCENT


def contrast(colour: Color) -> float:
    """Contrast with white paper as WCAG 2 reckons it, 1 to 21."""
    red, green, blue = (_linear(part) for part in (colour.red, colour.green, colour.blue))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
