"""Monitoring strips on paper: A4 landscape, black on white; the ward's of one test, or one patient's of all tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from hsct_desktop.documents.agenda import list_foot, list_head
from hsct_desktop.documents.drawing import PictureFlowable, paper_measure
from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import LIST, Sheet, build
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import ROW_ALERT, ROW_NAME, ROW_SMALL, ROW_TEXT, TEXT
from hsct_desktop.documents.tables import LIST as GROUP
from hsct_desktop.documents.tables import Cell, Grid
from hsct_desktop.documents.text import DOT, NBSP, capitals, clipped, fitted, para, texts_of
from hsct_desktop.domain.monitoring import Column, SquareState, Unit
from hsct_desktop.pictures import monitoring as pictures
from hsct_desktop.pictures.primitives import PIXELS_PER_POINT, Item, Picture, Text, shifted

_NAME: Final = 48 * mm
_DAY: Final = 14 * mm
_SIDE: Final = 13.0
_PITCH: Final = 15.5
_GAP: Final = 8.0
_INSET: Final = 6.0
_LONG: Final = 300
STYLE: Final = GROUP.__class__(
    GROUP.above, GROUP.below, GROUP.inset, GROUP.head_above, GROUP.head_below, GROUP.head_tint, GROUP.inset,
    GROUP.head_rule, GROUP.row_rule, GROUP.end_rule, None,
)  # fmt: skip
"""The lists' look without the column to write in, its heads in line with what stands below them."""


@dataclass(frozen=True)
class PrintedStrip:
    """One row: a patient (with birth date and code) or a test (with its latest value), the squares, the sentence."""

    name: str
    below: str
    day: int | None
    cells: Mapping[Column, SquareState]
    words: str
    is_hole: bool = False
    same_name: bool = False


@dataclass(frozen=True)
class StripsData:
    """The strips of a page; `who` is empty for the ward, else name, birth date and code of the patient."""

    context: PrintContext
    title: str
    subtitle: str
    who: str
    columns: tuple[Column, ...]
    rows: tuple[PrintedStrip, ...]
    on: date


def write_strips(data: StripsData, target: Target) -> None:
    """Write the strips as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)
    head = list_head(data.context, words, data.title, data.subtitle)

    def make(stream: BinaryIO) -> None:
        foot = list_foot(data.context, words, list(texts_of(data)), words.text("monitoring.print.key"))
        build(Sheet(LIST, data.title, data.context, head, head, foot, words), list(_story(data, words)), stream)

    write_to(target, make)


def _widths(data: StripsData) -> tuple[float, ...]:
    strip = pictures.places(data.columns, _PITCH, _GAP)[-1] + _SIDE
    middle = strip / PIXELS_PER_POINT + _INSET + 4
    return _NAME, _DAY, middle, LIST.width - _NAME - _DAY - middle


def _story(data: StripsData, words: PaperWording) -> Iterator[Flowable]:
    if data.who:
        yield fitted(data.who, ROW_NAME, LIST.width)
        yield Spacer(1, 2 * mm)
    yield PictureFlowable(_key(words))
    if not data.rows:
        yield para(words.text("monitoring.print.none"), TEXT)
        return
    widths = _widths(data)
    yield Grid([_row(row, widths, data, words.in_tables) for row in data.rows], widths, STYLE, _heads(data, words))


def _key(words: PaperWording) -> Picture:
    """What the squares mean."""
    items: list[Item] = []
    x = 0.0
    for state in SquareState:
        said = words.enum("square_state", state)
        items.extend(shifted(pictures.paper_square(state, 0, 0, _SIDE), x, 0))
        items.append(Text(x + _SIDE + 4, _SIDE - 3, said, "text", 8.0))
        x += _SIDE + 4 + paper_measure(said, 8.0, False) + 14
    return Picture(x, _SIDE + 8, tuple(items))


def _heads(data: StripsData, words: PaperWording) -> list[Cell]:
    names = {unit: words.text(f"monitoring.print.head.{unit.name.lower()}") for unit in Unit}
    head = pictures.head(data.columns, names, _SIDE, _PITCH, _GAP)
    first = words.text("monitoring.print.head.test" if data.who else "monitoring.print.head.patient")
    day = "" if data.who else words.text("monitoring.print.head.day")
    last = "" if data.who else words.text("monitoring.print.head.words")
    return [
        (fitted(first, ROW_SMALL, _NAME - _INSET),),
        (fitted(day, ROW_SMALL, _DAY - _INSET),),
        (PictureFlowable(head),),
        (fitted(last, ROW_SMALL, _widths(data)[3] - _INSET),),
    ]


def _row(row: PrintedStrip, widths: tuple[float, ...], data: StripsData, words: PaperWording) -> list[Cell]:
    picture = pictures.strip(row.cells, data.columns, _SIDE, _PITCH, _GAP)
    name = row.name if data.who else _capitals(row.name)
    who: list[Flowable] = [fitted(name, ROW_NAME, widths[0] - _INSET)]
    if row.below:
        who.append(fitted(row.below, ROW_SMALL, widths[0] - _INSET))
    if row.same_name:
        who.append(fitted(f"\u25b2{NBSP}{words.text('summary.same_name')}", ROW_ALERT, widths[0] - _INSET))
    day = "" if row.day is None else words.signed_day(row.day)
    said = clipped(row.words, _LONG)
    return [
        tuple(who),
        (fitted(day, ROW_TEXT, widths[1] - _INSET),),
        (PictureFlowable(picture),),
        (para(said, ROW_ALERT if row.is_hole else ROW_TEXT),) if said else (),
    ]


def _capitals(name: str) -> str:
    family, mark, given = name.partition(", ")
    return f"{capitals(family)}{mark}{given}"


def subtitle(parts: list[str]) -> str:
    """The words beside the title."""
    return DOT.join(part for part in parts if part)
