"""Text in scripts that the shipped fonts lack, shaped with a font of the computer.

Each cluster of letters that belong together becomes one sign of a private plane, with its width known to the shipped
fonts: paragraphs measure and break it like any letter, and `ShapedText` draws the glyphs for it. What it stood for is
kept as the PDF's ActualText, so that search and copying find the letters and not the glyphs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

import uharfbuzz
from reportlab.lib.colors import Color
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.textobject import PDFTextObject

from hsct_desktop.documents.fonts import BOLD, OBLIQUE, REGULAR, WIDE, WIDE_BOLD, glyphs, register_fonts
from hsct_desktop.documents.operators import fill, length
from hsct_desktop.documents.shared_font import OTHER
from hsct_desktop.documents.system_fonts import system_fonts

FIRST: Final = 0x100000
"""The first code of Plane 16, of private use: our clusters stand there."""
_MOST: Final = 20_000
_PRIVATE: Final = 0xE000
_LAST_PRIVATE: Final = 0xF8FF
_BOUND: Final = frozenset("\u200c\u200d")
"""Joiners that belong to the letters beside them."""


@dataclass(frozen=True)
class _Glyph:
    """A glyph as a letter of its font; offsets and widths in thousandths of the type size."""

    letter: str
    x: float
    y: float
    advance: float
    width: float


@dataclass(frozen=True)
class _Cluster:
    """Letters that are drawn as one, with their glyphs; `from_right` where those before them stand at their right."""

    text: str
    font: TTFont
    glyphs: tuple[_Glyph, ...]
    from_right: bool = False
    strong: _Cluster | None = None
    """How it is drawn in bold, where the font has a bold face."""

    @property
    def is_readable_from_right(self) -> bool:
        """Whether its glyphs are letters that every reader knows and turns round by itself: it needs no mark."""
        return self.from_right and not any(_PRIVATE <= ord(glyph.letter) <= _LAST_PRIVATE for glyph in self.glyphs)


_clusters: dict[str, _Cluster] = {}
_codes: dict[_Cluster, str] = {}


def is_cluster(sign: str) -> bool:
    """Whether a sign stands for a cluster that was shaped."""
    return sign in _clusters


def is_joined(sign: str) -> bool:
    """Whether a sign belongs to the letter before it: a mark or a joiner."""
    return sign in _BOUND or unicodedata.category(sign) in ("Mn", "Mc", "Me")


def shaped(run: str) -> str | None:
    """The signs that stand for a run of one script; None where no font of the computer has all its letters.

    None as well for letters beyond U+FFFF: not every reader of a PDF finds them again.
    """
    if max(run) > "\uffff":
        return None
    register_fonts()
    font = system_fonts().for_text(frozenset(ord(sign) for sign in run if sign not in _BOUND))
    if font is None or len(_clusters) >= _MOST:
        return None
    return "".join(map(_code_of, _shape(run, font)))


def joined_from_the_right(words: str) -> str | None:
    """The signs for words of one script that is written from the right, as they stand on the line from the left.

    Drawn with the shipped font, its letters joined and its points in their places; None where it lacks a letter.
    """
    register_fonts()
    usual: Any = pdfmetrics.getFont(REGULAR)
    strong: Any = pdfmetrics.getFont(BOLD)
    if len(_clusters) >= _MOST or any(ord(sign) not in glyphs() for sign in words if sign != " "):
        return None
    drawn: list[str] = []
    for word in reversed(words.split(" ")):
        pairs = zip(_shape(word, usual), _shape(word, strong), strict=True)
        drawn.append("".join(_code_of(replace(plain, strong=bold)) for plain, bold in pairs))
    return " ".join(drawn)


def _shape(run: str, font: TTFont) -> Iterator[_Cluster]:
    """The clusters of a run, from left to right as they are drawn."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    from_right = buffer.direction == "rtl"
    drawn: Any = font
    uharfbuzz.shape(drawn.hbFont(), buffer, {"kern": True, "liga": True})
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(starts, [*starts[1:], len(run)], strict=True))
    pairs = list(zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True))
    for start, members in groupby(pairs, key=lambda pair: pair[0].cluster):
        glyphs = tuple(_glyph(font, info.codepoint, position) for info, position in members)
        yield _Cluster(run[start : ends[start]], font, glyphs, from_right)


def _glyph(font: TTFont, number: int, position: Any) -> _Glyph:
    scale: Callable[[float], float] = font.pdfScale
    letter = _letter(font, number, position.x_advance, scale)
    width = font.face.charWidths[ord(letter)]
    return _Glyph(letter, scale(position.x_offset), scale(position.y_offset), scale(position.x_advance), width)


def _letter(font: TTFont, number: int, advance: float, scale: Callable[[float], float]) -> str:
    """A letter by which ReportLab draws a glyph: one of its own, or a private one for a form that has none."""
    face: Any = font.face
    own = next((code for code in face.glyphToChar.get(number, ()) if 0x20 < code < 0x10000 and code != 0xA0), None)
    if own is None:
        own = next(code for code in range(_PRIVATE, _LAST_PRIVATE + 1) if code not in face.charToGlyph)
        face.charToGlyph[own] = number
        face.glyphToChar.setdefault(number, []).append(own)
        face.charWidths[own] = scale(advance)
    return chr(own)


def _code_of(cluster: _Cluster) -> str:
    found = _codes.get(cluster)
    if found is None:
        found = chr(FIRST + len(_codes))
        _codes[cluster], _clusters[found] = found, cluster
        for name in (REGULAR, BOLD, OBLIQUE, WIDE, WIDE_BOLD):
            shipped: Any = pdfmetrics.getFont(name)
            drawn = _in_face(cluster, name)
            shipped.face.charWidths[ord(found)] = sum(glyph.advance for glyph in drawn.glyphs)
    return found


def _marked_together(clusters: Iterable[_Cluster]) -> Iterator[tuple[_Cluster, ...]]:
    """Words from the left as a whole: readers guess no gaps in them; those from the right letter by letter.

    Readers turn what stands from the right round by themselves.
    """
    for from_right, some in groupby(clusters, key=lambda one: one.from_right):
        if from_right:
            yield from ((one,) for one in some)
        else:
            yield tuple(some)


def _in_face(cluster: _Cluster, name: str) -> _Cluster:
    return cluster.strong if cluster.strong is not None and name in (BOLD, WIDE_BOLD) else cluster


class ShapedText(PDFTextObject):
    """A text object that draws shaped clusters with their own font, amid text in the shipped ones."""

    _fontsize: float
    _leading: float
    _rise: float
    _canvas: Any
    _code: list[str]
    _curSubset: int
    _fontname: str

    def setTextOrigin(self, x: float, y: float) -> None:
        """Where the next text begins, in points."""
        if len(self._code) == 2:  # the place that it was made with is never written at
            self._code.pop()
        self._code.append(f"1 0 0 1 {length(x)} {length(y)} Tm")
        self._x0 = self._x = x
        self._y0 = self._y = y

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:
        """The ink of what follows."""
        if alpha is None and type(aColor) is Color:
            self._fillColorObj = aColor
            self._code.append(fill(aColor))
        else:
            super().setFillColor(aColor, alpha)

    def put(self, text: str) -> None:
        """Write a text of which nobody asks where it ends."""
        self._code.append(self._formatText(text))

    def _formatText(self, text: str) -> str:
        if not _clusters or text.isascii() or ord(max(text, default=" ")) < FIRST:
            return self._in_one_step(text)
        parts = []
        for is_one, signs in groupby(text, key=is_cluster):
            if is_one:
                found = map(_clusters.__getitem__, signs)
                parts += [self._drawn(some) for some in _marked_together(found)]
            else:
                parts.append(self._in_one_step("".join(signs)))
        return " ".join(parts)

    def _in_one_step(self, text: str) -> str:
        """The operators for a text without clusters: of most all letters are in the first subset of their font."""
        ask = getattr(self._canvas, "letters", None)  # a bare canvas knows no letters
        found = ask(self._fontname) if ask is not None else None
        shown = text.translate(found[0]) if found is not None else OTHER
        if found is None or not text or not shown.isascii():
            return str(super()._formatText(text))  # type: ignore[misc]
        if self._curSubset == 0:
            return f"({shown}) Tj"
        self._curSubset = 0
        return f"{found[1]} {length(self._fontsize)} Tf {length(self._leading)} TL ({shown}) Tj"

    def _drawn(self, clusters: tuple[_Cluster, ...]) -> str:
        """The operators for clusters beside each other, marked with the letters that they stand for."""
        parts = [part for one in clusters for part in self._glyphs(_in_face(one, self._fontname))]
        self._curSubset = -1  # the text that follows chooses its own font again
        if clusters[0].is_readable_from_right:
            return " ".join(parts)
        actual = ("\ufeff" + "".join(one.text for one in clusters)).encode("utf-16-be").hex().upper()
        return " ".join([f"/Span <</ActualText <{actual}>>> BDC", *parts, "EMC"])

    def _glyphs(self, cluster: _Cluster) -> Iterator[str]:
        for glyph in cluster.glyphs:
            yield from self._glyph(cluster.font, glyph)

    def _glyph(self, font: TTFont, glyph: _Glyph) -> Iterator[str]:
        document = self._canvas._doc
        ((subset, code),) = font.splitString(glyph.letter, document)
        name = font.getSubsetInternalName(subset, document)
        yield f"{name} {fp_str(self._fontsize)} Tf {fp_str(self._leading)} TL"
        rise = self._rise + self._fontsize * glyph.y / 1000
        if rise != self._rise:
            yield f"{fp_str(rise)} Ts"
        after = glyph.width - glyph.advance + glyph.x
        yield f"[{fp_str(-glyph.x)} ({self._canvas._escape(code)}) {fp_str(after)}] TJ"
        if rise != self._rise:
            yield f"{fp_str(self._rise)} Ts"
