"""The selection checklist of a meeting: criteria, decision, members and lines to sign, on one A4 page where it fits."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import SUMMARY, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import later_head, title_head
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import CELL, CELL_GREY, HAIRLINE, HEAD, INK, NOTE
from hsct_desktop.documents.tables import FACTS, GAP, Grid, Look, Section
from hsct_desktop.documents.text import DOT, NBSP, Text, bold, capitals, clipped, fitted, joined, para, texts_of
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.selection import Hint, Tick

BOX: Final = "\u2610"
_SIGNS: Final = {Tick.MET: "\u2713", Tick.NOT_MET: "\u2717", Tick.EXCEPTION: "!"}
PROPOSAL: Final = "P"
UNCHECKED: Final = "*"
_NONE: Final = "\u2013"
_SIZES: Final = ((8.4, 10.6, 1.5), (7.8, 9.6, 1.0), (7.2, 8.8, 0.6), (6.6, 8.0, 0.4))
"""Type, leading and room around a row, in points: the first with which it takes the fewest pages."""
_WIDTHS: Final = tuple(width * mm for width in (36, 53, 37, 21, 28))
_FACTS: Final = tuple(width * mm for width in (22, 72, 22, 59))
_SIGNATURES: Final = tuple(width * mm for width in (36, 51.5, 36, 51.5))
_MOST_MEMBERS: Final = 8
_SHORT: Final = 60
"""Characters of a comment that stand in its column; a longer one stands below the criteria, across the page."""
_MOST: Final = 900
"""Characters of one text in a cell, more than any form takes: a row must fit on a page."""


@dataclass(frozen=True)
class PrintedCriterion:
    """A line in words; `is_own` says that the unit set the limit, `now` what the record says since it was signed."""

    label: str
    recorded: str
    limit: str
    is_own: bool
    hint: Hint
    tick: Tick | None
    comment: str
    sources: tuple[tuple[str, bool], ...] = ()
    """What each source states, and whether that was read at the source."""
    now: str = ""


@dataclass(frozen=True)
class PrintedGroup:
    """A heading with its criteria."""

    title: str
    lines: tuple[PrintedCriterion, ...]


@dataclass(frozen=True)
class SelectionData:
    """A meeting's checklist in words of the reader's language; `signed_by` is "" while it is being prepared."""

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: dt.date
    sex: Sex
    code: str
    disease: str
    held_on: dt.date | None
    members: tuple[str, ...]
    decision: str
    reason: str
    signed_by: str
    groups: tuple[PrintedGroup, ...]
    trials: tuple[str, ...] = ()


def write_selection(data: SelectionData, target: Target) -> None:
    """Write the checklist as PDF to a path (whole or not at all; OSError) or an open binary file.

    One page; only a unit's own list that is far longer than the shipped ones goes on on a second.
    """
    register_fonts()
    words = paper_wording(data.context.language)
    pdf = _fitted(data, words)

    def make(stream: BinaryIO) -> None:
        stream.write(pdf)

    write_to(target, make)


def _fitted(data: SelectionData, words: PaperWording) -> bytes:
    """In the largest type with which it takes the fewest pages; nothing is left out for want of room."""
    sheet = _sheet(data, words)
    made: list[tuple[int, bytes]] = []
    for size in _SIZES:
        stream = io.BytesIO()
        made.append((build(sheet, list(_story(data, words, size)), stream), stream.getvalue()))
        if made[-1][0] == 1:
            break
    return min(made, key=lambda one: one[0])[1]


def _name(data: SelectionData) -> str:
    return f"{capitals(data.family_name)} {data.given_name}".strip()


def _sheet(data: SelectionData, words: PaperWording) -> Sheet:
    context = data.context
    title = words.text("selection.title")
    born = words.in_tables.text(f"document.born.{data.sex}", date=data.birth_date)
    key = "printed" if context.printed_by else "printed_at"

    def head_first(pen: Pen) -> None:
        unit = context.unit_name or words.text("document.unit_missing")
        beside = "" if data.signed_by else words.text("selection.paper.unsigned")
        title_head(pen, title, unit, beside, size=8.9, ink=INK)

    def head_later(pen: Pen) -> None:
        later_head(pen, _name(data), (born, data.code), f"{title}, {words.in_tables.date(context.on)}")

    foot = (
        words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40)),
        # In this order three lines hold them, with the note on signs: a fourth would reach the edge of the paper.
        words.text("document.intended_use"),
        words.text("document.practice") if context.practice else "",
        words.text("selection.paper.foot"),
        data.code,
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(SUMMARY, title, context, head_first, head_later, foot, words)


def _story(data: SelectionData, words: PaperWording, size: tuple[float, float, float]) -> Iterator[Flowable]:
    yield _facts(data, words)
    style = ParagraphStyle("selection-cell", parent=CELL, fontSize=size[0], leading=size[1])
    look = Look(size[2], size[2] + 0.4, head_below=1.2, head_rule=(0.9, INK), row_rule=(0.35, HAIRLINE))
    for number, group in enumerate(data.groups):
        yield Section(group.title, words.text("selection.paper.limit_note") if number == 0 else "", SUMMARY.width)
        rows = [_row(line, words, style) for line in group.lines]
        yield Grid(rows, _WIDTHS, look, _head(words) if number == 0 else None)
    if comments := list(_comments(data)):
        yield Section(words.text("selection.paper.comments"), "", SUMMARY.width)
        yield from (para(text, style) for text in comments)
    if data.trials:
        yield Section(words.text("selection.paper.trials"), "", SUMMARY.width)
        yield from (para(clipped(text, _MOST), style) for text in data.trials)
    if said := list(_stated(data)):
        yield Section(words.text("selection.paper.sources"), words.text("selection.paper.sources_note"), SUMMARY.width)
        small = ParagraphStyle("selection-source", parent=NOTE, fontSize=min(7.2, size[0]), leading=min(9.0, size[1]))
        yield from (para(text, small) for text in said)
    yield Section(words.text("selection.paper.signature"), "", SUMMARY.width)
    yield _signatures(data, words)


def _head(words: PaperWording) -> list[tuple[Flowable, ...]]:
    names = ("criterion", "recorded", "limit", "hint", "tick")
    heads = [words.text(f"selection.paper.{name}") for name in names]
    return [(fitted(text, HEAD, width - GAP),) for text, width in zip(heads, _WIDTHS, strict=True)]


def _row(line: PrintedCriterion, words: PaperWording, style: ParagraphStyle) -> list[tuple[Flowable, ...]]:
    recorded = clipped(line.recorded, _MOST) or _NONE
    if line.now:
        recorded = f"{recorded} [{words.text('selection.paper.changed', text=clipped(line.now, _MOST))}]"
    limit: Text = line.limit or _NONE
    if line.limit and not line.is_own:
        limit = joined([bold(PROPOSAL), line.limit], NBSP)
    hint = words.enum("selection_hint", line.hint) if line.hint is not Hint.PERSON else _NONE
    shown: Text = bold(hint) if line.hint is Hint.OUTSIDE else hint
    cells: tuple[Text, ...] = (line.label, recorded, limit, shown, _said(line, words))
    return [(fitted(text, style, width - GAP),) for text, width in zip(cells, _WIDTHS, strict=True)]


def _said(line: PrintedCriterion, words: PaperWording) -> Text:
    comment = _comment(line)
    if len(comment) > _SHORT:
        comment = words.text("selection.paper.see_comment")
    if line.tick is None:
        return joined([BOX, comment], NBSP)
    tick = bold(f"{_SIGNS[line.tick]}{NBSP}{words.enum('selection_tick', line.tick)}")
    return joined([tick, comment], ": ")


def _comment(line: PrintedCriterion) -> str:
    return clipped(" ".join(line.comment.split()), _MOST)


def _comments(data: SelectionData) -> Iterator[Text]:
    """The comments that are too long for their column, by criterion."""
    for line in (line for group in data.groups for line in group.lines):
        if len(comment := _comment(line)) > _SHORT:
            yield joined([bold(line.label), comment], ": ")


def _stated(data: SelectionData) -> Iterator[Text]:
    for group in data.groups:
        for line in group.lines:
            if line.sources:
                said = DOT.join(text if checked else f"{text}{UNCHECKED}" for text, checked in line.sources)
                yield joined([bold(line.label), said], ": ")


def _facts(data: SelectionData, words: PaperWording) -> Grid:
    said = words.in_tables
    born = said.text(f"document.born.{data.sex}", date=data.birth_date)
    day = said.date(data.held_on) if data.held_on is not None else words.text("selection.paper.no_day")
    pairs: list[tuple[str, Text]] = [
        (words.text("care_plan.paper.patient"), joined([bold(_name(data)), born, data.code], ", ")),
        (words.text("selection.paper.day"), day),
        (words.text("selection.paper.disease"), data.disease or _NONE),
        (words.text("selection.paper.decision"), bold(data.decision) if data.decision else _NONE),
        (words.text("selection.paper.members"), clipped(", ".join(data.members), _MOST) or _NONE),
        (words.text("selection.paper.reason"), clipped(" ".join(data.reason.split()), _MOST) or _NONE),
    ]
    rows = []
    for left, right in zip(pairs[::2], pairs[1::2], strict=True):
        texts = ((left[0], CELL_GREY), (left[1], CELL), (right[0], CELL_GREY), (right[1], CELL))
        rows.append([(fitted(text, style, w - GAP),) for (text, style), w in zip(texts, _FACTS, strict=True)])
    return Grid(rows, _FACTS, FACTS)


def _signatures(data: SelectionData, words: PaperWording) -> Grid:
    """A line to sign for each member; who signed in the program is named. A line of nobody asks for the name too."""
    unnamed = words.text("selection.paper.name_and_signature")
    names = list(data.members[:_MOST_MEMBERS]) or [unnamed, unnamed]
    if data.signed_by and data.signed_by not in names:
        names.insert(0, data.signed_by)
    names += [unnamed] * (len(names) % 2)
    style = ParagraphStyle("selection-sign", parent=CELL, leading=21)
    rows = []
    for pair in zip(names[::2], names[1::2], strict=True):
        cells: list[tuple[Flowable, ...]] = []
        for name in pair:
            said = clipped(name, 40)
            if name and name == data.signed_by:
                said = words.text("selection.paper.signed_by", name=said)
            cells += [(fitted(said, style, _SIGNATURES[0] - GAP),), (_Rule(_SIGNATURES[1] - 2 * GAP),)]
        rows.append(cells)
    return Grid(rows, _SIGNATURES, Look(1, 1))


class _Rule(Flowable):
    """A line to write on."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self.width, self.height = width, 21.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size, in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the line near the foot of its cell."""
        self.canv.setLineWidth(0.6)
        self.canv.setStrokeColor(INK)
        self.canv.line(0, 3, self.width, 3)
