"""The patient's medicine plan: what to take, how much, at which time of day, since and until when; large print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from hsct_desktop.documents.fonts import WIDE, WIDE_BOLD, register_fonts
from hsct_desktop.documents.frame import Geometry, Pen, Sheet, build, shortened, sign_notes
from hsct_desktop.documents.medicine_inputs import MedicinePlanData, PlanMedicine
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import GREY, INK, RULE
from hsct_desktop.documents.text import DOT, clipped, fitted, para, printable, texts_of
from hsct_desktop.domain.times_of_day import PartOfDay

PLAN: Final = Geometry(A4, 18, 192, 38, 22, 279, 282)
_LONG: Final = 200
_PART: Final = 18 * mm
_DOSE: Final = 27 * mm
_NAME: Final = PLAN.width - _DOSE - 4 * _PART
_GAP: Final = 6.0
_INSET: Final = 9.0
_FOOT: Final = 8.5


def _style(name: str, size: float, leading: float, font: str = WIDE, *, grey: bool = False) -> ParagraphStyle:
    ink = GREY if grey else INK
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=leading, textColor=ink, splitLongWords=1)


_TEXT: Final = _style("medicine-text", 12.5, 17)
_HEADING: Final = _style("medicine-heading", 16, 21, WIDE_BOLD)
_NAME_STYLE: Final = _style("medicine-name", 13.5, 17.5, WIDE_BOLD)
_PURPOSE: Final = _style("medicine-purpose", 11, 14.5)
_DOSE_STYLE: Final = _style("medicine-dose", 13.5, 17.5, WIDE_BOLD)
_EMPTY: Final = _style("medicine-empty", 13.5, 17.5, grey=True)
_OFTEN: Final = _style("medicine-often", 12.5, 16.5, WIDE_BOLD)
_BELOW: Final = _style("medicine-below", 11, 14.5, grey=True)
_HEAD: Final = _style("medicine-head", 9.5, 12, WIDE_BOLD, grey=True)
_PAUSED: Final = _style("medicine-paused", 12.5, 16.5, WIDE_BOLD)
_PHONE: Final = _style("medicine-phone", 21, 26, WIDE_BOLD)


def write_medicine_plan(data: MedicinePlanData, target: Target) -> None:
    """Write the plan as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)

    def make(stream: BinaryIO) -> None:
        build(_sheet(data, words), list(_story(data, words)), stream)

    write_to(target, make)


def _sheet(data: MedicinePlanData, words: PaperWording) -> Sheet:
    context = data.context
    title, name = words.text("medicine_plan.title"), f"{data.given_name} {data.family_name}".strip()
    born = words.text(f"document.born.{data.sex}", date=data.birth_date)
    made = words.text("medicine_plan.of", date=context.on)
    unit = printable(context.unit_name or words.text("document.unit_missing"))

    def first(pen: Pen) -> None:
        left, right = pen.geometry.left, pen.geometry.right
        pen.text(left, 23, title, 24, font=WIDE_BOLD, ink=INK)
        pen.right(right, 16.5, shortened(unit, 9.5, 84, WIDE), 9.5, font=WIDE)
        start = pen.right(right, 30, made, 9.5, font=WIDE)
        pen.text(left, 30, shortened(f"{name}{DOT}{born}", 11.5, start - left - 4, WIDE), 11.5, font=WIDE, ink=INK)
        pen.rule(33.5, 1.3, INK)

    def later(pen: Pen) -> None:
        line = DOT.join((title, name, words.date(context.on)))
        pen.text(pen.geometry.left, 15, shortened(line, 9.5, 170, WIDE), 9.5, font=WIDE, ink=INK)
        pen.rule(18, 0.7, INK)

    foot = (
        words.text("medicine_plan.foot"),
        words.text("document.practice") if context.practice else "",
        words.text("document.intended_use"),
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(PLAN, title, context, first, later, foot, words, foot_size=_FOOT)


def _story(data: MedicinePlanData, words: PaperWording) -> Iterator[Flowable]:
    if data.allergies or data.intolerances:
        yield _Box(list(_warnings(data, words)))
        yield Spacer(1, 8)
    if data.current:
        yield from _table(data.current, words)
    else:
        yield para(words.text("medicine_plan.none"), _TEXT)
    if data.planned:
        yield from _heading(words.text("medicine_plan.planned"))
        yield from _table(data.planned, words)
    yield Spacer(1, 9)
    yield para(words.text("medicine_plan.ask_first"), _TEXT)
    yield Spacer(1, 9)
    phone = data.phone or words.text("patient_plan.phone_missing")
    call = [
        fitted(clipped(data.call_heading or words.text("medicine_plan.call"), _LONG), _HEADING, _inner()),
        fitted(clipped(phone, 60), _PHONE if data.phone else _TEXT, _inner()),
        fitted(words.text("medicine_plan.call_when"), _TEXT, _inner()),
    ]
    yield KeepTogether([_Box(call, 2.2), _Signature(words)])


def _inner() -> float:
    return PLAN.width - 2 * _INSET


def _warnings(data: MedicinePlanData, words: PaperWording) -> Iterator[Flowable]:
    for key, listed in (("allergies", data.allergies), ("intolerances", data.intolerances)):
        if listed:
            yield fitted(clipped(words.text(f"medicine_plan.{key}", listed=listed), 400), _TEXT, _inner())


def _heading(text: str) -> list[Flowable]:
    return [CondPageBreak(_HEADING.leading + 90), Spacer(1, 12), para(text, _HEADING), Spacer(1, 2)]


def _table(medicines: Sequence[PlanMedicine], words: PaperWording) -> Iterator[Flowable]:
    """The rows under their head; the head stays with the first row, and is said again on a new page."""
    rows = [_Medicine(medicine, words) for medicine in medicines]
    yield KeepTogether([_Head(words), rows[0]])
    yield from (_Repeated(row, words) for row in rows[1:])


class _Head(Flowable):
    """The names of the columns over a strong rule."""

    def __init__(self, words: PaperWording) -> None:
        super().__init__()
        self.width, self.height = PLAN.width, 18.0
        self._cells = [
            (0.0, fitted(words.text("medicine_plan.medicine"), _HEAD, _NAME - _GAP)),
            (_NAME, fitted(words.text("medicine_plan.dose"), _HEAD, _DOSE - _GAP)),
        ]
        for number, part in enumerate(PartOfDay):
            label = fitted(words.enum("part_of_day", part), _HEAD, _PART)
            self._cells.append((_NAME + _DOSE + number * _PART, label))
        for _, cell in self._cells:
            cell.wrap(_NAME, 1e6)

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the names and the rule."""
        canvas: Canvas = self.canv
        for x, cell in self._cells:
            cell.drawOn(canvas, x, 4)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.3)
        canvas.line(0, 0, self.width, 0)


class _Medicine(Flowable):
    """A medicine: name and what it is for, dose, times by part of the day; below, since, until and remarks."""

    def __init__(self, medicine: PlanMedicine, words: PaperWording) -> None:
        super().__init__()
        self.width = PLAN.width
        self._columns = [
            (0.0, _stack([(medicine.name, _NAME_STYLE), (medicine.purpose, _PURPOSE)], _NAME - _GAP)),
            (_NAME, _stack([(medicine.dose or words.text("medicine_plan.as_told"), _DOSE_STYLE)], _DOSE - _GAP)),
        ]
        self._columns += _times(medicine, words)
        below = [(medicine.paused, _PAUSED), (_remarks(medicine, words), _BELOW)]
        self._below = _stack(below, self.width)
        self._top = max(_height(parts) for _, parts in self._columns)
        self.height = self._top + _height(self._below) + 12

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the columns, what stands below them, and the rule."""
        canvas: Canvas = self.canv
        for x, parts in self._columns:
            _draw(canvas, parts, x, self.height - 5)
        _draw(canvas, self._below, 0, self.height - 7 - self._top)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.6)
        canvas.line(0, 0, self.width, 0)


class _Repeated(Flowable):
    """A row that brings the head along when it begins a page."""

    def __init__(self, row: _Medicine, words: PaperWording) -> None:
        super().__init__()
        self._row, self._head = row, _Head(words)
        self._is_first = False
        self.width, self.height = row.width, row.height

    def wrap(self, _available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size, with the head at the top of a page."""
        self._is_first = available_height > (PLAN.bottom - PLAN.top_later) * mm - 1
        self.height = self._row.height + (self._head.height if self._is_first else 0)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the row, below the head where it begins a page."""
        self._row.drawOn(self.canv, 0, 0)
        if self._is_first:
            self._head.drawOn(self.canv, 0, self._row.height)


class _Box(Flowable):
    """A framed box of lines: "read first" with a thin frame, "act" with a thick one."""

    def __init__(self, parts: Sequence[Flowable], frame: float = 0.9) -> None:
        super().__init__()
        self.width, self._line = PLAN.width, frame
        self._parts = [part for part in parts if part.wrap(_inner(), 1e6)]
        self.height = _height(self._parts) + 2 * _INSET

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the frame and what stands in it."""
        canvas: Canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(self._line)
        inset = self._line / 2
        canvas.rect(inset, inset, self.width - 2 * inset, self.height - 2 * inset)
        _draw(canvas, self._parts, _INSET, self.height - _INSET)


class _Signature(Flowable):
    """Two lines to sign on: who explained the plan, and when."""

    def __init__(self, words: PaperWording) -> None:
        super().__init__()
        self.width, self.height = PLAN.width, 40.0
        self._labels = [fitted(words.text(f"medicine_plan.{key}"), _HEAD, 90 * mm) for key in ("signature", "day")]
        for label in self._labels:
            label.wrap(90 * mm, 1e6)

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines and what is to be written on them."""
        canvas: Canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.9)
        for label, left, right in zip(self._labels, (0.0, 118 * mm), (108 * mm, self.width), strict=True):
            canvas.line(left, 15, right, 15)
            label.drawOn(canvas, left, 0)


def _times(medicine: PlanMedicine, words: PaperWording) -> Iterator[tuple[float, list[Flowable]]]:
    """The clock times in their columns; over all four of them how often it is taken, or that it is paused."""
    left = _NAME + _DOSE
    if medicine.paused or not medicine.at:
        often = medicine.frequency or words.text("medicine_plan.as_told")
        said = words.text("medicine_plan.not_now") if medicine.paused else often
        yield left, _stack([(said, _OFTEN)], 4 * _PART)
        return
    for number, part in enumerate(PartOfDay):
        times = medicine.at.get(part, ())
        cells = [(time, _DOSE_STYLE) for time in times] or [(words.text("medicine_plan.not_then"), _EMPTY)]
        yield left + number * _PART, _stack(cells, _PART)


def _remarks(medicine: PlanMedicine, words: PaperWording) -> str:
    """Since and until when; how it is taken, since when in this dose."""
    key = "medicine_plan.from" if medicine.is_planned else "medicine_plan.since"
    since = words.text(key, date=medicine.since) if medicine.since is not None else ""
    often = medicine.frequency if medicine.at else ""
    return DOT.join(part for part in (since, medicine.until, medicine.route, often, medicine.changed) if part)


def _stack(parts: Sequence[tuple[str, ParagraphStyle]], width: float) -> list[Flowable]:
    """Texts below one another, laid out for a width."""
    made = [fitted(clipped(text, _LONG), style, width) for text, style in parts if text]
    for part in made:
        part.wrap(width, 1e6)
    return made


def _height(parts: Sequence[Flowable]) -> float:
    return float(sum(part.height for part in parts))


def _draw(canvas: Canvas, parts: Sequence[Flowable], x: float, top: float) -> None:
    for part in parts:
        top -= part.height
        part.drawOn(canvas, x, top)
