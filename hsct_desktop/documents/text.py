"""The one place where text becomes ReportLab flowables: escaped, freed of invisible signs, never markup by accident."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Final

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from hsct_desktop.documents.fonts import glyphs, register_fonts

NBSP: Final = "\u00a0"
DASH: Final = "\u2013"
DOT: Final = " \u00b7 "
UNKNOWN_SIGN: Final = "\ufffd"
"""Stands for a sign that the font cannot draw; a note on the page says so."""
ELLIPSIS: Final = "\u2026"

_RTL: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RTL_RUN: Final = re.compile(f"[{_RTL}](?:[^0-9A-Za-z\u00c0-\u058f]*[{_RTL}])?[)\\]}}\u00bb]?")
_MIRRORED: Final = str.maketrans("()[]{}<>\u00ab\u00bb", ")(][}{><\u00bb\u00ab")


@dataclass(frozen=True)
class Markup:
    """Text with ReportLab tags that only this module writes; everything from the record in it is escaped."""

    xml: str


Text = str | Markup


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """The text as the page can show it, on one line.

    Control characters and direction marks go, line breaks become spaces, a sign without a glyph becomes
    UNKNOWN_SIGN, and right-to-left runs are laid out from the right. Arabic letters are not joined.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = "".join(map(_shown, unicodedata.normalize("NFC", text)))
    return _RTL_RUN.sub(_from_the_right, shown) if has_right_to_left(shown) else shown


def _shown(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign in "\t\n\v\f\r\x1c\x1d\x1e\x85" or category in ("Zl", "Zp"):
        return " "
    if category in ("Cc", "Cf") or "\ufe00" <= sign <= "\ufe0f":
        return ""
    if category == "Zs":
        # A line must not break at a narrow no-break space, where ReportLab would.
        return NBSP if sign in "\u00a0\u202f\u2007" else " "
    return sign if ord(sign) in glyphs() else UNKNOWN_SIGN


def _from_the_right(run: re.Match[str]) -> str:
    """Reverse a run by letters, each with the points that belong to it; a bracket opened before the run stays."""
    letters: list[str] = []
    text = run.group()
    outside = text[-1] if text[-1] in ")]}\u00bb" and not set("([{\u00ab") & set(text) else ""
    for sign in text.removesuffix(outside):
        if letters and unicodedata.combining(sign):
            letters[-1] += sign
        else:
            letters.append(sign.translate(_MIRRORED))
    return "".join(reversed(letters)) + outside


def has_right_to_left(text: str) -> bool:
    """Whether the text holds a letter that is written from right to left."""
    return not text.isascii() and re.search(f"[{_RTL}]", text) is not None


def lacks_glyphs(text: str) -> bool:
    """Whether a visible sign of the text cannot be drawn with the shipped font."""
    return UNKNOWN_SIGN in printable(text)


def texts_of(value: object) -> Iterator[str]:
    """Every text in a tree of frozen dataclasses and tuples, so that a document can look at all it will print."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from texts_of(getattr(value, part.name))


def clipped(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis when it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def _xml(text: Text) -> str:
    if isinstance(text, Markup):
        return text.xml
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bold(text: Text) -> Markup:
    """The text in bold."""
    return Markup(f"<b>{_xml(text)}</b>")


def grey(text: Text) -> Markup:
    """The text in the grey of labels."""
    return Markup(f'<font color="#555555">{_xml(text)}</font>')


def joined(parts: Iterable[Text], separator: str = DOT) -> Markup:
    """The parts that are not empty, with the separator between them."""
    return Markup(_xml(separator).join(_xml(part) for part in parts if part))


def para(text: Text, style: ParagraphStyle) -> Paragraph:
    """A paragraph; a plain string is data and shows exactly as it is written."""
    register_fonts()
    return Paragraph(_xml(text), style)


def bullet(text: Text, style: ParagraphStyle) -> Paragraph:
    """A paragraph that starts with a dash, in a style with a left indent."""
    register_fonts()
    return Paragraph(_xml(text), style, bulletText=DASH)


class Line(Flowable):
    """One line of plain text that is known to fit: what a paragraph of one line draws, without its parser."""

    def __init__(self, text: str, style: ParagraphStyle) -> None:
        super().__init__()
        self.text = text
        self.style = style

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The whole width and one leading, in points."""
        self.width = available_width
        self.height = self.style.leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw on the base line on which a Paragraph of the same style stands."""
        style = self.style
        canvas: Canvas = self.canv
        canvas.setFont(style.fontName, style.fontSize)
        canvas.setFillColor(style.textColor)
        base = self.height - style.fontSize
        if style.alignment == TA_RIGHT:
            canvas.drawRightString(self.width, base, self.text)
        else:
            canvas.drawString(style.leftIndent, base, self.text)


def fitted(text: Text, style: ParagraphStyle, width: float) -> Flowable:
    """A Line where the plain text fits into `width` points, else a paragraph that wraps."""
    register_fonts()
    if isinstance(text, str):
        shown = " ".join(printable(text).split(" "))
        if stringWidth(shown, style.fontName, style.fontSize) <= width - style.leftIndent - 0.1:
            return Line(shown, style)
    return para(text, style)
