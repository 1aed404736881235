"""The blocks of a letter's sections as flowables: words, labelled lines, bullets, tables, results, the curve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from hsct_desktop.documents.drawing import PictureFlowable, paper_measure
from hsct_desktop.documents.letter_inputs import Block, Curve, Labelled, LetterSection, Listed, Results, Rows, Words
from hsct_desktop.documents.letter_results import Pair, on_decimal_mark, results
from hsct_desktop.documents.letter_type import LetterType
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import HAIRLINE, INK
from hsct_desktop.documents.tables import GAP, Cell, Grid, Look, Section
from hsct_desktop.documents.text import Markup, Text, bullet, fitted, para, printable
from hsct_desktop.pictures.disability_facts import DisabilityFacts
from hsct_desktop.pictures.letter_curve import letter_curve
from hsct_desktop.pictures.primitives import PIXELS_PER_POINT, Picture

SMALL_CURVE: Final = 45.0
"""Height in mm of the curve of disability where pages run short."""
EMPTY: Final = "\u2013"
_BETWEEN: Final = 4.0
_TOGETHER: Final = 110 * mm
"""Half a page: what is lower than that stands on one."""
_DASH: Final = "\u2013"
_WIDEST_LABEL: Final = 42 * mm
_TALLEST_ROW: Final = 40
"""Lines of a cell; a longer one goes on in a row of its own, since rows are never cut."""
_ENDLESS: Final = 1e6
_LABELLED: Final = Look(0, 0.4)
_TABLE: Final = Look(1.0, 1.4, 0, 0.6, 1.7, None, 0, (0.9, INK), (0.35, HAIRLINE), (0.9, INK))
_TIGHT: Final = replace(_TABLE, above=0.3, below=0.8, head_above=0.2, head_below=1.1)
_LEAST_PLOT: Final = 70.0
"""Pixels of the EDSS from 0 to its top in a letter."""


class Pieces:
    """Makes the flowables of one letter: its type, its words, the width of its text in points."""

    def __init__(self, type_: LetterType, words: PaperWording, width: float, small: bool, tight: bool = False) -> None:
        self.type, self.words, self.width, self.small = type_, words, width, small
        self.table, self.between = (_TIGHT, _BETWEEN - 1.5) if tight else (_TABLE, _BETWEEN)

    def results(self, block: Results) -> Flowable:
        """The table of results; another paper may show them otherwise."""
        return results(block.lines, self.words.in_tables, self.type, self.width)

    def section(self, section: LetterSection, blocks: Sequence[Block]) -> Iterator[Flowable]:
        """The heading, never alone at the foot of a page, and what stands under it; nothing for an empty section."""
        parts = [list(self._block(block)) for block in blocks]
        parts = [part for part in parts if part]
        if not parts:
            return
        if isinstance(blocks[0], Curve):
            # A figure goes on from the text before it; its caption says what it is.
            yield Spacer(1, _BETWEEN)
            for part in parts:
                yield from part
            return
        head = Section(section.title, section.note, self.width, self.type.section, self.type.note, top_rule=False)
        yield CondPageBreak(head.height + head.ABOVE + head.AFTER + self._least(parts[0]))
        yield head
        for number, part in enumerate(parts):
            if number:
                yield Spacer(1, self.between)
            yield from part

    def _least(self, part: Sequence[Flowable]) -> float:
        """What of a block must stand with its heading: two rows of a table, a picture, two lines of text."""
        first = part[0]
        if isinstance(first, Pair) and first.height < _TOGETHER:
            return first.height  # two tables side by side are read down, not across: broken they would be misread
        if isinstance(first, Grid | Pair):
            return first.least_height
        height, line = float(first.wrap(self.width, _ENDLESS)[1]), self.type.text.leading
        return height if height < 3.5 * line else 2 * line  # three lines cannot be parted: one would stand alone

    def _block(self, block: Block) -> Iterator[Flowable]:
        if isinstance(block, Words):
            yield from (para(piece, self.type.text) for piece in _paragraphs(block.text))
        elif isinstance(block, Labelled):
            yield from self._labelled(block)
        elif isinstance(block, Listed):
            yield from (bullet(item, self.type.bullet, self.width, _DASH) for item in block.items if item)
        elif isinstance(block, Rows):
            yield from self._rows(block)
        elif isinstance(block, Results):
            if block.lines:
                yield self.results(block)
        else:
            yield from self._curve(block)

    def _labelled(self, block: Labelled) -> Iterator[Flowable]:
        if not block.rows:
            return
        style = self.type.label
        widest = max(stringWidth(printable(label), style.fontName, style.fontSize) for label, _ in block.rows)
        label = min(widest + GAP + 2, _WIDEST_LABEL)
        widths = [label, self.width - label + GAP]
        rows: list[list[Cell]] = []
        for name, value in block.rows:
            first, *more = _in_rows(value or EMPTY, widths[1] - GAP, self.type)
            rows.append([(fitted(name, style, label - GAP),), (fitted(first, self.type.text, widths[1] - GAP),)])
            rows += [[(), (para(piece, self.type.text),)] for piece in more]
        yield Grid(rows, widths, _LABELLED)

    def _rows(self, block: Rows) -> Iterator[Flowable]:
        if not block.rows:
            return
        widths = _shared(block.widths, self.width)
        head: list[Cell] = [(fitted(t, self.type.head, w - GAP),) for t, w in zip(block.heads, widths, strict=True)]
        rows: list[list[Cell]] = []
        marked = {at: on_decimal_mark([row[at] for row in block.rows], self.type) for at in block.numbers}
        for place, row in enumerate(block.rows):
            cells = [_in_rows(text or EMPTY, wide, self.type) for text, wide in zip(row, widths, strict=True)]
            for number in range(max(map(len, cells))):
                rows.append(
                    [
                        (marked[at][place],)
                        if at in marked and number == 0
                        else (fitted(cell[number], self.type.cell, wide - GAP),)
                        if number < len(cell)
                        else ()
                        for at, (cell, wide) in enumerate(zip(cells, widths, strict=True))
                    ]
                )
        yield Grid(rows, widths, self.table, head if any(block.heads) else None)

    def _curve(self, block: Curve) -> Iterator[Flowable]:
        """The picture with its key and its caption below."""
        height = min(block.height, SMALL_CURVE) if self.small else block.height
        yield Figure(block, height * mm, self.width, self.words.in_tables, self.type)


@lru_cache(maxsize=8)
def _curve_of(facts: DisabilityFacts, width: float, words: PaperWording, room: float) -> Picture:
    """The curve laid out: each way in which a letter is tried asks for the same one or two."""
    return letter_curve(facts, width, paper_measure, words, room, _LEAST_PLOT)


class Figure(Flowable):
    """The curve of disability with its caption, `height` points high; lower where that saves the white of a page."""

    def __init__(self, block: Curve, height: float, width: float, words: PaperWording, type_: LetterType) -> None:
        super().__init__()
        self.facts, self.words, self.width = block.facts, words, width
        self.caption = para(block.caption, type_.note) if block.caption else None
        self.below = self.caption.wrap(width, _ENDLESS)[1] if self.caption is not None else 0.0
        self.usual = self._drawn(height)
        self.least = min(height, SMALL_CURVE * mm)
        self.picture, self.height = self.usual, self.usual.height + self.below

    def _drawn(self, height: float) -> PictureFlowable:
        room = (height - self.below) * PIXELS_PER_POINT
        pixels = self.width * PIXELS_PER_POINT
        made = _curve_of(self.facts, pixels, self.words, room)
        return PictureFlowable(made, self.width)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The height that it takes here: its own, or what the page still has from the least height on."""
        self.picture = self.usual
        if self.least <= available_height < self.usual.height + self.below:
            lower = self._drawn(available_height - 0.5)
            if lower.height + self.below <= available_height:
                self.picture = lower
        self.height = self.picture.height + self.below
        return self.width, self.height

    def draw(self) -> None:
        """The picture, then its caption."""
        self.picture.drawOn(self.canv, 0, self.below)
        if self.caption is not None:
            self.caption.drawOn(self.canv, 0, 0)


def _paragraphs(text: Text) -> Iterator[Text]:
    """The doctor's own words keep their paragraphs."""
    if isinstance(text, Markup):
        if text:
            yield text
        return
    yield from (piece for piece in (line.strip() for line in text.splitlines()) if piece)


def _shared(widths: Sequence[float], width: float) -> list[float]:
    """Widths in points: those of 0 share what the others leave; all shrink where they are too wide together."""
    fixed = sum(widths) * mm
    open_ = sum(1 for wide in widths if not wide)
    if open_:
        each = max((width - fixed) / open_, 15 * mm)
        made = [wide * mm if wide else each for wide in widths]
    else:
        made = [wide * mm for wide in widths]
    total = sum(made)
    return [wide * width / total for wide in made]


def _in_rows(text: Text, width: float, type_: LetterType) -> list[Text]:
    """The text of a cell, cut between words where it is too long for one row."""
    most = max(int(width / (type_.cell.fontSize * 0.62)), 8) * _TALLEST_ROW
    whole = "".join(run for run, _ in text.runs) if isinstance(text, Markup) else text
    if len(whole) <= most:
        return [text]
    pieces: list[Text] = []
    while len(whole) > most:
        cut = whole.rfind(" ", most // 2, most)
        cut = most if cut < 0 else cut
        pieces.append(whole[:cut].rstrip())
        whole = whole[cut:].lstrip()
    return [*pieces, *([whole] if whole else [])]
