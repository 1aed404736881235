"""The one place where text becomes ReportLab flowables: escaped, freed of invisible signs, never markup by accident."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus.paraparser import ParaFrag

from hsct_desktop.documents.fonts import BOLD, WIDE, WIDE_BOLD, glyphs, register_fonts
from hsct_desktop.documents.line_breaks import Row, Runs, is_plain, rows_of
from hsct_desktop.documents.shaping import ShapedText, is_cluster, is_joined, joined_from_the_right, shaped

NBSP: Final = "\u00a0"
BULLET_SIGN: Final = "\u2022"
DOT: Final = " \u00b7 "
UNKNOWN_SIGN: Final = "\ufffd"
"""Stands for a sign that the font cannot draw; a note on the page says so."""
ELLIPSIS: Final = "\u2026"

_WIDEST: Final = 1.01
"""No letter of Latin-1 is wider in our fonts, as a share of the type size: most short texts need no measuring."""
_ENDLESS: Final = 1e6
_UNITS: Final = "(?:mg|[\u00b5\u03bc]g|ug|ng|g|kg|ml|mL|l|L|IU|UI|U|Gy|h|mmol)(?![\\w'\u2019])"
_BOUND: Final = re.compile(f"(?<=[0-9<>\u2265\u2264\u00d7]) (?=[0-9\u00d7%\u00b0])|(?<=[0-9]) (?={_UNITS})")
"""Spaces at which a line must not break: inside telephone numbers, between a number and its sign or its unit."""
_LABEL_NUMBER: Final = re.compile("(?<=\\w) (?=[+\u2212-]?[0-9])")
_ACCENTS_LOST: Final = re.compile("(?<=[\u0370-\u03ff\u1f00-\u1fff])([\u0308]?)[\u0300\u0301\u0313\u0314\u0342]+")
_HIATUS: Final = re.compile("([\u0391\u0395\u039f\u03a5]\u0301)([\u0399\u03a5])(?![\u0301\u0308])")
_RTL: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RTL_RUN: Final = re.compile(f"[{_RTL}](?:[^0-9A-Za-z\u00c0-\u058f]*[{_RTL}])?[)\\]}}\u00bb]?")
_MIRRORED: Final = str.maketrans("()[]{}<>\u00ab\u00bb", ")(][}{><\u00bb\u00ab")


@dataclass(frozen=True)
class Markup:
    """Text in runs, each with whether it is bold; the texts are printable already and never read as markup."""

    runs: tuple[tuple[str, bool], ...]

    def __bool__(self) -> bool:
        return any(text for text, _ in self.runs)


Text = str | Markup


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """The text as the page can show it, on one line.

    Control characters and direction marks go, line breaks become spaces. A sign without a glyph is shaped with a
    font of the computer that has it, else it becomes UNKNOWN_SIGN. Right-to-left runs of the shipped fonts are laid
    out from the right; their Arabic letters are not joined.
    """
    text = _BOUND.sub(NBSP, text)
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(map(_shown, composed))
    if UNKNOWN_SIGN in shown:
        shown = "".join(_with_system_fonts(composed))
    return _RTL_RUN.sub(_right_to_left, shown) if has_right_to_left(shown) else shown


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


def _with_system_fonts(text: str) -> Iterator[str]:
    """The text with what the shipped fonts lack shaped with a font of the computer, where one has it."""
    run = ""
    for sign in text:
        if is_cluster(sign):
            yield from _run_shown(run)
            yield sign
            run = ""
        elif _shown(sign) == UNKNOWN_SIGN != sign or (run and is_joined(sign)):
            run += sign
        else:
            yield from _run_shown(run)
            yield _shown(sign)
            run = ""
    yield from _run_shown(run)


def _run_shown(run: str) -> Iterator[str]:
    """A run of signs without glyphs: shaped as a whole, else sign by sign, else each marked as unknown."""
    if run:
        whole = shaped(run)
        yield from (whole,) if whole is not None else (shaped(sign) or _shown(sign) for sign in run)


def _right_to_left(run: re.Match[str]) -> str:
    """A run as it stands on the line from the left, a bracket opened before it at its end."""
    text = run.group()
    outside = text[-1] if text[-1] in ")]}\u00bb" and not set("([{\u00ab") & set(text) else ""
    own = text.removesuffix(outside)
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in own if sign.isalpha()}
    joined = joined_from_the_right(own) if len(scripts) == 1 else None  # two of them are not joined with one another
    return joined + outside if joined is not None else _from_the_right(run)


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


def texts_of(value: object, skipped: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every text in a tree of frozen dataclasses and tuples, fields named in `skipped` left out.

    So a document can look at all that it will print.
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item, skipped)
    elif is_dataclass(value):
        kind: Any = type(value)
        for name in _names(kind):
            if name not in skipped:
                yield from texts_of(getattr(value, name), skipped)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(part.name for part in fields(kind))


def clipped(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis when it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def numbered(label: str) -> str:
    """A visit's label that a line does not break before its number: week 4, Day +60."""
    return _LABEL_NUMBER.sub(NBSP, label)


def capitals(name: str) -> str:
    """A surname in capitals; Greek capitals carry no accent, only the two points that part a vowel from the one before.

    An accent that parted two vowels is replaced by those points: Μάιος becomes ΜΑΪΟΣ.
    """
    upper = unicodedata.normalize("NFD", name.upper())
    upper = _HIATUS.sub("\\1\\2\u0308", upper)
    return unicodedata.normalize("NFC", _ACCENTS_LOST.sub("\\1", upper))


def within(text: str) -> str:
    """A label as it stands inside a line: its first letter small, unless it is an abbreviation such as ATG."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _runs(text: Text) -> Runs:
    return text.runs if isinstance(text, Markup) else ((printable(text), False),)


def _frags(runs: Runs, style: ParagraphStyle) -> list[ParaFrag]:
    """What ReportLab's parser would make of the runs, without asking it: no text of ours is ever read as markup."""
    plain, strong = _samples(style)
    alike = groupby((run for run in runs if run[0]), key=itemgetter(1))
    pieces = [(strong if is_bold else plain).clone(text="".join(text for text, _ in some)) for is_bold, some in alike]
    return pieces or [plain.clone(text="")]


@cache
def _samples(style: ParagraphStyle) -> tuple[ParaFrag, ParaFrag]:
    """A piece of plain and of bold text in a style as the parser makes them, once for each style."""
    plain, strong = (Paragraph(text, style).frags[0] for text in ("x", "<b>x</b>"))
    return plain, strong


def bold(text: Text) -> Markup:
    """The text in bold."""
    return Markup(tuple((run, True) for run, _ in _runs(text)))


def joined(parts: Iterable[Text], separator: str = DOT) -> Markup:
    """The parts that are not empty, with the separator between them."""
    runs: list[tuple[str, bool]] = []
    for part in parts:
        if part:
            if runs:
                runs.append((separator, False))
            runs.extend(_runs(part))
    return Markup(tuple(runs))


class Para(Flowable):
    """A paragraph: lines of text in a style, broken once for a width.

    ReportLab's own paragraph does the same for any markup and takes several times as long; it is asked only for a
    style that wants more than lines from the left, and where a word is wider than a line.
    """

    def __init__(self, runs: Runs, style: ParagraphStyle, mark: str = "", rows: Sequence[Row] | None = None) -> None:
        super().__init__()
        self.runs, self.style, self.mark = runs, style, mark
        self.rows = list(rows) if rows is not None else None
        self.width = self.height = 0.0
        self._whole: Paragraph | None = None
        self._for_width: float | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Width and height in points."""
        if self._for_width != available_width:
            self._break(available_width)
            self._for_width = available_width
        return self.width, self.height

    def _break(self, width: float) -> None:
        fonts = (self.style.fontName, _font(self.style, True))
        if self.rows is None or self._for_width is not None:
            self.rows = rows_of(self.runs, self.style, fonts, width) if _is_quick(self.style, self.mark) else None
        if self.rows is not None:
            self.width, self.height = width, len(self.rows) * self.style.leading
            return
        self._whole = Paragraph("", self.style, self.mark or None, _frags(self.runs, self.style))
        self.width, self.height = self._whole.wrap(width, _ENDLESS)

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The lines that fit and the rest; nothing where a line would stand alone."""
        self.wrap(available_width, available_height)
        if self.rows is None:
            assert self._whole is not None
            return list(self._whole.split(available_width, available_height))
        style, count = self.style, len(self.rows)
        fitting = int(available_height / style.leading)
        if fitting == 0 or (fitting == 1 and not style.allowOrphans):
            return []
        if count <= fitting:
            return [self]
        if count == fitting + 1 and not style.allowWidows:
            if count < 3 + (not style.allowOrphans):
                return []
            fitting -= 1  # the last line has company
        return [self._part(self.rows[:fitting], self.mark), self._part(self.rows[fitting:], "")]

    def _part(self, rows: Sequence[Row], mark: str) -> Para:
        runs = [(text, is_bold) for row in rows for text, is_bold in (*row.runs, (" ", False))]
        return Para(tuple(runs[:-1]), self.style, mark, rows)

    def draw(self) -> None:
        """Draw at the canvas's origin."""
        if self.rows is None:
            assert self._whole is not None
            self._whole.wrap(self.width, _ENDLESS)  # a try to split it forgets its lines
            self._whole.drawOn(self.canv, 0, 0)
            return
        writer = Writer(self.canv)
        self.write(writer, 0, 0)
        writer.done()

    def write(self, writer: Writer, x: float, y: float) -> bool:
        """Write the lines with the lower left corner at (x, y); False where only `draw` can."""
        if self.rows is None:
            return False
        mark = self.mark
        for number, row in enumerate(self.rows, start=1):
            writer.row(row, self.style, mark, x, y + self.height - number * self.style.leading)
            mark = ""
        return True


@cache
def _is_quick(style: ParagraphStyle, mark: str) -> bool:
    """Whether nothing but lines from the left is wanted, beside a mark that leaves the first line its room."""
    if not mark:
        return is_plain(style)
    wide = stringWidth(mark, style.bulletFontName, style.bulletFontSize) + 0.6 * style.bulletFontSize
    is_alike = (style.bulletFontName, style.bulletFontSize) == (style.fontName, style.fontSize)
    return is_plain(style) and is_alike and wide <= style.leftIndent


def para(text: Text, style: ParagraphStyle) -> Para:
    """A paragraph; a plain string is data and shows exactly as it is written."""
    register_fonts()
    return Para(_runs(text), style)


def fitted(text: Text, style: ParagraphStyle, width: float) -> Flowable:
    """A Line where the text fits into `width` points, else a paragraph that wraps."""
    register_fonts()
    runs = _runs(text)
    return Line(runs, style) if _fits(runs, style, width) else Para(runs, style)


def bullet(text: Text, style: ParagraphStyle, width: float, mark: str = BULLET_SIGN) -> Flowable:
    """A line or paragraph that starts with a bullet or another `mark`, in a style with a left indent."""
    register_fonts()
    runs = _runs(text)
    return Line(runs, style, mark) if _fits(runs, style, width) else Para(runs, style, mark)


def _fits(runs: Runs, style: ParagraphStyle, width: float) -> bool:
    room = width - style.leftIndent - 0.1
    letters = sum(len(run) for run, _ in runs)
    if letters * style.fontSize * _WIDEST <= room and all(run.isascii() or max(run) < "\u0100" for run, _ in runs):
        return True
    return sum(stringWidth(run, _font(style, is_bold), style.fontSize) for run, is_bold in runs) <= room


def _font(style: ParagraphStyle, is_bold: bool) -> str:
    return (WIDE_BOLD if style.fontName in (WIDE, WIDE_BOLD) else BOLD) if is_bold else style.fontName


class Line(Flowable):
    """One line of text that is known to fit: what a paragraph of one line draws, without its parser."""

    def __init__(self, runs: Runs, style: ParagraphStyle, mark: str = "") -> None:
        super().__init__()
        self.runs = runs
        self.style = style
        self.mark = mark
        self.height = style.leading
        self.width = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The whole width and one leading, in points."""
        self.width = available_width
        return self.width, self.height

    def getSpaceBefore(self) -> float:
        """What the style asks for."""
        return float(self.style.spaceBefore)

    def getSpaceAfter(self) -> float:
        """What the style asks for."""
        return float(self.style.spaceAfter)

    def draw(self) -> None:
        """Draw at the canvas's origin."""
        writer = Writer(self.canv)
        self.write(writer, 0, 0)
        writer.done()

    def write(self, writer: Writer, x: float, y: float) -> bool:
        """Write with the lower left corner at (x, y)."""
        writer.line(self, x, y)
        return True


class Writer:
    """Writes many lines in one text object, changing font and ink only where they change."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._begin()

    def _begin(self) -> None:
        self._text = ShapedText(self._canvas)
        self._font: tuple[str, float] | None = None
        self._ink: Color | None = None

    def line(self, line: Line, x: float, y: float) -> None:
        """Write with the lower left corner at (x, y)."""
        self.row(Row(line.runs), line.style, line.mark, x, y)

    def row(self, row: Row, style: ParagraphStyle, mark: str, x: float, y: float) -> None:
        """Write a line after its mark, on the base line on which a Paragraph of the style stands."""
        text, base = self._text, y + style.leading - style.fontSize
        self.ink(style.textColor)
        if mark:
            text.setTextOrigin(x, base)
            self.run(mark, style.fontName, style.fontSize)
        text.setTextOrigin(x + style.leftIndent, base)
        if row.stretch:
            text.setWordSpace(row.stretch)
        for run, is_bold in row.runs:
            self.run(run, _font(style, is_bold), style.fontSize)
        if row.stretch:
            text.setWordSpace(0)

    def ink(self, ink: Color) -> None:
        """The colour of what follows."""
        if ink is not self._ink:
            self._ink = ink
            self._text.setFillColor(ink)

    def at(self, x: float, y: float, run: str, font: str, size: float) -> None:
        """Write one run with its base line at `y`."""
        self._text.setTextOrigin(x, y)
        self.run(run, font, size)

    def run(self, run: str, font: str, size: float) -> None:
        """Write a run where the last one ended."""
        if (font, size) != self._font:
            self._font = (font, size)
            self._text.setFont(font, size)
        self._text.put(run)

    def done(self) -> None:
        """Put what was written on the page; more may follow."""
        if self._font is not None:
            self._canvas.drawText(self._text)
            self._begin()


def line(text: str, style: ParagraphStyle) -> Line:
    """A Line of a short text that is known to fit."""
    return Line(_runs(text), style)
