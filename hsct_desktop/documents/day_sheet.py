"""The sheet of the in-patient days: a row a day to write into, A4 landscape, black on white; names, never doses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from hsct_desktop.documents.fonts import BOLD, register_fonts
from hsct_desktop.documents.frame import LIST, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import list_head
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import CELL, HEAD, INK, ROW_NAME, TEXT
from hsct_desktop.documents.tables import GAP, Cell, Grid, Look
from hsct_desktop.documents.text import capitals, clipped, fitted, texts_of

_LINE: Final = (0.4, INK)
_LOOK: Final = Look(1.6, 1.6, 2.5, 1.2, 1.6, None, 2.5, (1.1, INK), _LINE, (1.1, INK))
_LEAST: Final = 21.0
"""Height of a row in points: room for a hand's writing."""
_DAY: Final = ParagraphStyle("sheet-day", parent=ROW_NAME, fontSize=8.6, leading=10, textColor=INK)
_ZERO: Final = ParagraphStyle("sheet-zero", parent=_DAY, fontName=BOLD)
_CELL: Final = ParagraphStyle("sheet-cell", parent=CELL, fontSize=7.6, leading=9.2, textColor=INK)
_HEAD: Final = ParagraphStyle("sheet-head", parent=HEAD, fontSize=7.6, leading=9, textColor=INK)
_BANNER: Final = ParagraphStyle("sheet-banner", parent=TEXT, fontName=BOLD, fontSize=11, leading=14, textColor=INK)
_LEAD: Final = ParagraphStyle("sheet-lead", parent=TEXT, fontSize=8.2, leading=10, textColor=INK)
_WIDTHS: Final = {
    "day": 34, "temperature": 16, "vitals": 31, "weight": 16, "fluid": 26, "mucositis": 18, "crs": 18, "icans": 18,
    "reaction": 40, "anc": 15, "plt": 15, "drugs": 58, "ticks": 44,
}  # fmt: skip
"""Shares of the page's width."""
LONGEST: Final = 300


@dataclass(frozen=True)
class SheetDay:
    """A day: its name ("Day −5"), date, what is known of the columns `anc` and `plt`, drugs each with its box.

    `cells` says of Day 0, and of each day of an infusion, whether cells are recorded as infused.
    """

    label: str
    on: date
    is_day0: bool
    known: dict[str, str]
    drugs: tuple[str, ...]
    cells: str = ""


@dataclass(frozen=True)
class DaySheetData:
    """Everything on the sheet in words of its language. `columns` by key; `banner` "" for an approved regimen, else
    each page says in its head that it is no order.

    `ticks` are the boxes at the end of each row.
    """

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: date
    sex: str
    code: str
    banner: str
    lead: tuple[str, ...]
    columns: tuple[str, ...]
    days: tuple[SheetDay, ...]
    ticks: str


class RuledGrid(Grid):
    """A grid with a line between all columns, so that each cell is a box to write in."""

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """As a grid; the parts are ruled too."""
        return [self._ruled(part) for part in super().split(available_width, available_height)]

    def _ruled(self, part: Flowable) -> Flowable:
        if not isinstance(part, Grid) or isinstance(part, RuledGrid):
            return part
        made = RuledGrid(part.rows, part.widths, part.look, part.head, part.later_head)
        made.goes_on = part.goes_on
        return made

    def draw(self) -> None:
        """Draw the rows, then the lines between the columns and around."""
        super().draw()
        canvas = self.canv
        canvas.setLineWidth(_LINE[0])
        canvas.setStrokeColor(_LINE[1])
        x = 0.0
        for width in (*self.widths, 0.0):
            canvas.line(x, 0, x, self.height)
            x += width
        canvas.line(0, self.height, self.width, self.height)


def write_day_sheet(data: DaySheetData, target: Target) -> None:
    """Write the sheet as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)

    def make(stream: BinaryIO) -> None:
        build(_sheet(data, words), list(_story(data, words)), stream)

    write_to(target, make)


def _sheet(data: DaySheetData, words: PaperWording) -> Sheet:
    context = data.context
    title = words.text("treatment.sheet.title")
    name = f"{capitals(data.family_name)} {data.given_name}".strip()
    born = words.text(f"document.born.{data.sex}", date=data.birth_date)
    key = "printed" if context.printed_by else "printed_at"
    printed = words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40))
    unit = context.unit_name or words.text("document.unit_missing")

    def head(pen: Pen) -> None:
        warning = words.text("treatment.sheet.no_order") if data.banner else ""
        list_head(pen, title, name, (born, data.code), (unit, printed), warning=warning)

    practice = words.text("document.practice") if context.practice else ""
    foot = (
        words.text("treatment.sheet.foot"),
        practice,
        words.text("document.intended_use"),
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(LIST, title, context, head, head, foot, words)


def _story(data: DaySheetData, words: PaperWording) -> Iterator[Flowable]:
    width = LIST.width
    if data.banner:
        yield fitted(data.banner, _BANNER, width)
        yield Spacer(1, 2)
    for sentence in data.lead:
        yield fitted(clipped(sentence, LONGEST), _LEAD, width)
    yield Spacer(1, 4)
    widths = widths_of(data.columns)
    heads = [
        (fitted(words.text(f"treatment.sheet.head.{key}"), _HEAD, each - GAP),)
        for key, each in zip(data.columns, widths, strict=True)
    ]
    yield RuledGrid([_row(data, day, widths, words) for day in data.days], widths, _LOOK, heads)


def widths_of(columns: Sequence[str]) -> list[float]:
    """The widths of some columns in points, together the whole width of the page."""
    whole = sum(_WIDTHS[key] for key in columns)
    return [_WIDTHS[key] / whole * (LIST.right - LIST.left) * mm for key in columns]


def _row(data: DaySheetData, day: SheetDay, widths: Sequence[float], words: PaperWording) -> list[Cell]:
    cells: list[Cell] = []
    for key, width in zip(data.columns, widths, strict=True):
        room = width - GAP
        if key == "day":
            name = fitted(day.label, _ZERO if day.is_day0 else _DAY, room)
            said = (fitted(day.cells, _CELL, room),) if day.cells else ()
            cells.append((name, fitted(words.date_weekday(day.on), _CELL, room), *said))
        elif key == "drugs":
            cells.append((fitted("   ".join(day.drugs), _CELL, room), Spacer(1, _rest(day, room))))
        elif key == "ticks":
            cells.append((fitted(data.ticks, _CELL, room),))
        else:
            cells.append((fitted(day.known.get(key, ""), _CELL, room),))
    return cells


def _rest(day: SheetDay, room: float) -> float:
    """What a row lacks to its least height."""
    tall = fitted("   ".join(day.drugs), _CELL, room).wrap(room, LIST.size[1])[1]
    return max(0.0, _LEAST - tall)
