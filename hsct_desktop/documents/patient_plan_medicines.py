"""The medicines on a patient's own plan: one a row, its hours in a column for each part of the day, until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether

from hsct_desktop.documents.fonts import WIDE, WIDE_BOLD
from hsct_desktop.documents.medicine_inputs import PlanMedicine
from hsct_desktop.documents.page_canvas import PageCanvas
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import GREY, INK, RULE, TINT
from hsct_desktop.documents.text import DOT, clipped, para
from hsct_desktop.domain.times_of_day import PartOfDay

_LONG: Final = 160
_UNTIL: Final = 52 * mm
_PART: Final = 20 * mm
_GAP: Final = 7.0
_PAD: Final = 6.0
_DAY: Final = (PartOfDay.MORNING, PartOfDay.NOON, PartOfDay.EVENING)
"""The columns that always stand; the night only where something is taken then."""
_ENDLESS: Final = 1e6


def _style(name: str, size: float, leading: float, font: str = WIDE, *, centred: bool = False) -> ParagraphStyle:
    style = ParagraphStyle(name, fontName=font, fontSize=size, leading=leading, textColor=INK, splitLongWords=1)
    if centred:
        style.alignment = TA_CENTER
    return style


_NAME: Final = _style("plan-medicine", 14, 18.5, WIDE_BOLD)
_BELOW: Final = ParagraphStyle("plan-medicine-below", parent=_style("below", 11.5, 15), textColor=GREY)
_HOUR: Final = _style("plan-hour", 13.5, 18, WIDE_BOLD, centred=True)
_NONE: Final = _style("plan-no-hour", 13.5, 18, centred=True)
_OFTEN: Final = _style("plan-often", 12.5, 16.5, WIDE_BOLD, centred=True)
_UNTIL_STYLE: Final = _style("plan-until", 12.5, 16.5)
_PAUSED: Final = _style("plan-paused", 12.5, 16.5, WIDE_BOLD)
_HEAD: Final = _style("plan-head", 11.5, 14.5, WIDE_BOLD)
_HEAD_PART: Final = _style("plan-head-part", 10.5, 14.5, WIDE_BOLD, centred=True)


def medicine_rows(
    medicines: Sequence[PlanMedicine], words: PaperWording, width: float, page: float
) -> Iterator[Flowable]:
    """The rows under their head, which is said again on a new page, `page` points high; no row is ever split."""
    night = any(PartOfDay.NIGHT in one.at and not one.paused for one in medicines)
    parts = (*_DAY, PartOfDay.NIGHT) if night else _DAY
    head = Row(_head(words, parts, width), width, parts, is_head=True)
    rows = [Row(_cells(one, words, parts, width), width, parts) for one in medicines]
    for number, row in enumerate(rows):
        yield KeepTogether([head, row]) if number == 0 else Repeated(row, head, page)


Placed = tuple[float, float, list[Flowable]]
"""A cell: where it begins, how wide it is, and what stands in it from the top down."""


def _columns(parts: Sequence[PartOfDay], width: float) -> tuple[float, float]:
    """Where the columns of the day begin, and how wide each is."""
    part = min(_PART, (width * 0.43) / len(parts))
    return width - _UNTIL - part * len(parts), part


def _head(words: PaperWording, parts: Sequence[PartOfDay], width: float) -> list[Placed]:
    left, part = _columns(parts, width)
    cells = [_cell(0, left - _GAP, [(words.text("medicine_plan.medicine"), _HEAD)])]
    for number, one in enumerate(parts):
        cells.append(_cell(left + number * part, part, [(words.enum("part_of_day", one), _HEAD_PART)]))
    cells.append(_cell(width - _UNTIL + _GAP, _UNTIL - _GAP, [(words.text("patient_plan.until"), _HEAD)]))
    return cells


def _cells(one: PlanMedicine, words: PaperWording, parts: Sequence[PartOfDay], width: float) -> list[Placed]:
    left, part = _columns(parts, width)
    about = DOT.join(text for text in (one.dose or words.text("medicine_plan.as_told"), one.purpose, one.route) if text)
    cells = [_cell(0, left - _GAP, [(one.name, _NAME), (about, _BELOW)])]
    if one.paused or not one.at:
        said = words.text("medicine_plan.not_now") if one.paused else one.frequency
        cells.append(_cell(left + 3, part * len(parts) - 6, [(said or words.text("medicine_plan.as_told"), _OFTEN)]))
    else:
        for number, when in enumerate(parts):
            hours = [(hour, _HOUR) for hour in one.at.get(when, ())] or [(words.text("medicine_plan.not_then"), _NONE)]
            cells.append(_cell(left + number * part, part, hours))
    begins = words.text("medicine_plan.from", date=one.since) if one.is_planned and one.since is not None else ""
    until = [(begins, _PAUSED), (one.paused, _PAUSED), (one.until, _UNTIL_STYLE), (one.changed, _UNTIL_STYLE)]
    cells.append(_cell(width - _UNTIL + _GAP, _UNTIL - _GAP, until))
    return cells


def _cell(x: float, width: float, texts: Sequence[tuple[str, ParagraphStyle]]) -> Placed:
    made: list[Flowable] = [para(clipped(text, _LONG), style) for text, style in texts if text]
    for part in made:
        part.wrap(width, _ENDLESS)
    return x, width, made


class Row(Flowable):
    """A row: its cells from the top down, the columns of the day on a tint."""

    def __init__(
        self, cells: Sequence[Placed], width: float, parts: Sequence[PartOfDay], *, is_head: bool = False
    ) -> None:
        super().__init__()
        self.width, self._cells, self._is_head = width, cells, is_head
        self._tint = _columns(parts, width)[0], _columns(parts, width)[1] * len(parts)
        self.height = max(_height(parts_) for _, _, parts_ in cells) + 2 * _PAD

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """The tint below all, then the cells in their order, then the rule."""
        canvas: Canvas = self.canv
        self._ground(canvas)
        for number, (x, _, parts) in enumerate(self._cells):
            room = self.height - 2 * _PAD - _height(parts)
            top = self.height - _PAD - (room if self._is_head else room / 2 if number else 0)
            for part in parts:
                top -= part.height
                part.drawOn(canvas, x, top)
        canvas.setStrokeColor(INK if self._is_head else RULE)
        canvas.setLineWidth(1.3 if self._is_head else 0.6)
        canvas.line(0, 0, self.width, 0)

    def _ground(self, canvas: Canvas) -> None:
        x, y = canvas.absolutePosition(self._tint[0], 0)
        width, height = self._tint[1], self.height

        def tint(below: Canvas) -> None:
            below.setFillColor(TINT)
            below.rect(x, y, width, height, stroke=0, fill=1)

        if isinstance(canvas, PageCanvas):
            canvas.below(tint)


class Repeated(Flowable):
    """A row that brings the head along where it begins a page."""

    def __init__(self, row: Row, head: Row, page: float) -> None:
        super().__init__()
        self._row, self._head, self._page = row, head, page
        self._is_first = False
        self.width, self.height = row.width, row.height

    def wrap(self, _available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size, with the head at the top of a page."""
        self._is_first = available_height > self._page - 1
        self.height = self._row.height + (self._head.height if self._is_first else 0)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the head, where it begins a page, and the row."""
        if self._is_first:
            self._head.drawOn(self.canv, 0, self._row.height)
        self._row.drawOn(self.canv, 0, 0)


def _height(parts: Sequence[Flowable]) -> float:
    return float(sum(part.height for part in parts))
