"""The patient's own plan: large print, one thought a sentence; when to call, the next dates, what to bring."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO, Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from hsct_desktop.documents.agenda_inputs import PatientPlanData, PlanDate
from hsct_desktop.documents.fonts import WIDE, WIDE_BOLD, register_fonts
from hsct_desktop.documents.frame import Geometry, Pen, Sheet, build, shortened, sign_notes
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.patient_plan_medicines import medicine_rows
from hsct_desktop.documents.styles import GREY, INK, RULE
from hsct_desktop.documents.text import (
    DOT,
    NBSP,
    Text,
    bold,
    bullet,
    clipped,
    fitted,
    joined,
    numbered,
    para,
    printable,
    texts_of,
)

PLAN: Final = Geometry(A4, 18, 192, 38, 22, 279, 282)
_LONG: Final = 200
"""Characters of a text that the unit or a protocol gives; a longer one ends with an ellipsis."""
_COLUMN: Final = 76 * mm
"""Width of the column of dates."""
_BOX: Final = 14.0
_DAY_NUMBER: Final = re.compile("([+\u2212])([0-9]{1,5})$")
_INSET: Final = 12.0
_ROOMS: Final = ((None, 3), (None, 2), (4, 2), (3, 2))
"""How many dates and lines for questions are tried so that the plan fits one sheet; else the first.

With two lines only, what to bring is said in one sentence.
"""
_KEPT: Final = 5
"""So many lines stay with their heading."""
_SHEET: Final = 2
"""Pages of a sheet printed on both sides."""
_VOWELS: Final = frozenset({8, 11})
"""Numbers that begin with a vowel in Italian: "degli 11 anni"."""
_TIMES: Final = ("week", "month", "year")
_BEFORE_WORD: Final = re.compile(r"(?<=[0-9]) (?=\S)")
_FOOT: Final = 8.5
_UNIT_WIDTH: Final = 96 * mm


def _style(name: str, size: float, leading: float, font: str = WIDE, indent: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=font,
        bulletFontName=font,
        bulletFontSize=size,
        fontSize=size,
        leading=leading,
        textColor=INK,
        leftIndent=indent,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )


_TEXT: Final = _style("plan-text", 14.7, 21.5)
_BULLET: Final = _style("plan-bullet", 14.7, 20.5, indent=18)
_STRONG: Final = _style("plan-strong", 14.7, 21.5, WIDE_BOLD)
_HEADING: Final = _style("plan-heading", 18, 24, WIDE_BOLD)
_PHONE: Final = _style("plan-phone", 30, 38, WIDE_BOLD)
_BELOW: Final = ParagraphStyle("plan-below", parent=_style("below", 12, 17), textColor=GREY)


def write_patient_plan(data: PatientPlanData, target: Target) -> None:
    """Write the plan as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)
    made = b""
    for most, lines in (*_ROOMS, _ROOMS[0]):
        stream = io.BytesIO()
        pages = build(_sheet(data, words), list(_story(_with_dates(data, most), words, lines)), stream)
        made = stream.getvalue()
        if pages <= _SHEET:
            break

    def make(out: BinaryIO) -> None:
        out.write(made)

    write_to(target, make)


def _with_dates(data: PatientPlanData, most: int | None) -> PatientPlanData:
    """The plan with at most so many dates; the others are counted."""
    if most is None or len(data.dates) <= most:
        return data
    return replace(data, dates=data.dates[:most], more=data.more + len(data.dates) - most)


def _sheet(data: PatientPlanData, words: PaperWording) -> Sheet:
    context = data.context
    title, name = words.text("patient_plan.title"), f"{data.given_name} {data.family_name}".strip()
    born = words.text(f"document.born.{data.sex}", date=data.birth_date)
    made = words.text("patient_plan.of", date=context.on)
    unit = context.unit_name or words.text("document.unit_missing")

    def first(pen: Pen) -> None:
        left, right = pen.geometry.left, pen.geometry.right
        pen.text(left, 23, title, 24, font=WIDE_BOLD, ink=INK)
        for number, line in enumerate(simpleSplit(printable(unit), WIDE, 9.5, _UNIT_WIDTH)[:2]):
            pen.right(right, 16.5 + 4.8 * number, shortened(line, 9.5, _UNIT_WIDTH / mm, WIDE), 9.5, font=WIDE)
        start = pen.right(right, 30, made, 9.5, font=WIDE)
        pen.text(left, 30, shortened(f"{name}{DOT}{born}", 11.5, start - left - 4, WIDE), 11.5, font=WIDE, ink=INK)
        pen.rule(33.5, 1.3, INK)

    def later(pen: Pen) -> None:
        line = DOT.join((title, name, words.date(context.on)))
        pen.text(pen.geometry.left, 15, shortened(line, 9.5, 170, WIDE), 9.5, font=WIDE, ink=INK)
        pen.rule(18, 0.7, INK)

    practice = words.text("document.practice") if context.practice else ""
    foot = (
        words.text("patient_plan.foot"),
        practice,
        words.text("document.intended_use"),
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(PLAN, title, context, first, later, foot, words, foot_size=_FOOT)


def _story(data: PatientPlanData, words: PaperWording, question_lines: int) -> Iterator[Flowable]:
    yield CallBox(data, words)
    yield from _heading(words.text("patient_plan.next"))
    if not data.dates:
        yield para(words.text("patient_plan.none"), _TEXT)
    for number, entry in enumerate(data.dates):
        yield DateRow(entry, words, is_first=number == 0)
    if data.more:
        yield Spacer(1, 4)
        yield para(words.count("patient_plan.more", data.more), _TEXT)
    yield Spacer(1, 4)
    yield para(words.text("patient_plan.cannot_come"), _TEXT)
    yield KeepTogether([*_heading(words.text("patient_plan.questions")), Lines(question_lines, PLAN.width)])
    yield from _medicines(data, words)
    yield from _bullets(words.text("patient_plan.vaccines"), data.vaccines)
    yield from _bullets(words.text("patient_plan.living"), data.living)
    if data.bring and question_lines < _ROOMS[0][1]:
        listed = "; ".join(clipped(text, _LONG) for text in data.bring)
        yield Spacer(1, 6)
        yield para(joined((bold(f"{words.text('patient_plan.bring')}:"), f"{listed}."), " "), _TEXT)
    elif data.bring:
        lines = [bullet(clipped(text, _LONG), _BULLET, PLAN.width) for text in data.bring]
        yield KeepTogether([*_heading(words.text("patient_plan.bring")), *lines])


def _medicines(data: PatientPlanData, words: PaperWording) -> Iterator[Flowable]:
    """What is taken at which time of day and until when; what was stopped lately."""
    yield from _heading(words.text("patient_plan.medicines"))
    if not data.medicines:
        yield para(words.text("patient_plan.no_medicines"), _TEXT)
    page = (PLAN.bottom - PLAN.top_later) * mm
    yield from medicine_rows(data.medicines, words, PLAN.width, page)
    yield Spacer(1, 6)
    if data.stopped:
        listed = "; ".join(clipped(text, _LONG) for text in data.stopped)
        yield para(joined((bold(words.text("patient_plan.stopped")), f"{listed}."), " "), _TEXT)
    if data.medicines:
        yield para(words.text("patient_plan.ask_first"), _TEXT)


def _bullets(title: str, texts: Sequence[Text]) -> Iterator[Flowable]:
    """A heading with its lines; nothing without any."""
    if texts:
        lines = [bullet(_bound(text), _BULLET, PLAN.width) for text in texts]
        kept = len(lines) if len(lines) <= _KEPT else 1
        yield KeepTogether([*_heading(title), *lines[:kept]])
        yield from lines[kept:]


def _bound(text: Text) -> Text:
    """A sentence whose numbers stay with the word behind them: 24 hours."""
    return _BEFORE_WORD.sub(NBSP, text) if isinstance(text, str) else text


def _heading(text: str) -> list[Flowable]:
    return [CondPageBreak(_HEADING.leading + 60), Spacer(1, 9), para(text, _HEADING), Spacer(1, 2)]


class CallBox(Flowable):
    """The box that means "act": whom to call, and when at once, in two columns."""

    def __init__(self, data: PatientPlanData, words: PaperWording) -> None:
        super().__init__()
        self.width = PLAN.width
        inner = self.width - 2 * _INSET
        phone = data.phone or words.text("patient_plan.phone_missing")
        size = next((s for s in (30, 26, 22, 18) if stringWidth(phone, WIDE_BOLD, s) <= inner), 15)
        style = _style("plan-phone-fitted", size, size * 1.27, WIDE_BOLD) if data.phone else _TEXT
        self._top = [fitted(clipped(data.call_heading, _LONG), _HEADING, inner), fitted(phone, style, inner)]
        column = (inner - 14) / 2
        lines = [bullet(_bound(clipped(text, _LONG)), _BULLET, column) for text in data.call]
        self._column = column
        self._heights = {id(part): part.wrap(column, 1e6)[1] + 3 for part in lines}
        self._columns = self._balanced(lines)
        self._head = sum(part.wrap(inner, 1e6)[1] for part in self._top) + 6
        body = max((self._height_of(part) for part in self._columns), default=0.0)
        self.height = self._head + body + 2 * _INSET

    def _height_of(self, lines: Sequence[Flowable]) -> float:
        return sum(self._heights[id(line)] for line in lines)

    def _balanced(self, lines: list[Flowable]) -> tuple[list[Flowable], list[Flowable]]:
        """The lines in two columns, in their order, cut where the higher one is lowest."""

        def height(cut: int) -> float:
            return max(self._height_of(lines[:cut]), self._height_of(lines[cut:]))

        best = min(range(len(lines) + 1), key=lambda cut: (height(cut), -cut))
        return lines[:best], lines[best:]

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the frame, then what stands in it from the top down."""
        canvas: Canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(2.2)
        canvas.rect(1.1, 1.1, self.width - 2.2, self.height - 2.2)
        y = self.height - _INSET
        for part in self._top:
            y -= part.height
            part.drawOn(canvas, _INSET, y)
        top = self.height - _INSET - self._head
        for number, lines in enumerate(self._columns):
            y = top
            for part in lines:
                y -= self._heights[id(part)] - 3
                part.drawOn(canvas, _INSET + number * (self._column + 14), y)
                y -= 3


class DateRow(Flowable):
    """One date: the day in bold with weekday and hour below, what it is for, a box to tick; never split."""

    def __init__(self, entry: PlanDate, words: PaperWording, *, is_first: bool) -> None:
        super().__init__()
        self.width = PLAN.width
        self._is_first = is_first
        middle = self.width - _COLUMN - _BOX - 14
        self._left = [fitted(text, style, _COLUMN - 8) for text, style in _when(entry, words)]
        self._right = [fitted(text, style, middle) for text, style in _what(entry, words)]
        heights = [sum(part.wrap(_COLUMN - 8, 1e6)[1] for part in self._left)]
        heights.append(sum(part.wrap(middle, 1e6)[1] for part in self._right))
        self.height = max(heights) + 11

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw both columns, the box, and the rule below."""
        canvas: Canvas = self.canv
        for x, parts in ((0.0, self._left), (_COLUMN, self._right)):
            y = self.height - 4
            for part in parts:
                y -= part.height
                part.drawOn(canvas, x, y)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.9)
        canvas.rect(self.width - _BOX - 6, self.height - _BOX - 8, _BOX, _BOX)
        if self._is_first:
            canvas.setLineWidth(1.3)
            canvas.line(0, self.height, self.width, self.height)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.6)
        canvas.line(0, 0, self.width, 0)


def _when(entry: PlanDate, words: PaperWording) -> Iterator[tuple[str, ParagraphStyle]]:
    if entry.on is not None:
        yield words.date(entry.on), _STRONG
        weekday = words.weekday(entry.on, "long")
        yield (words.text("patient_plan.at", weekday=weekday, time=entry.time) if entry.time else weekday), _BELOW
    elif entry.late:
        yield words.text("patient_plan.no_date"), _STRONG
    elif entry.earliest == entry.latest and entry.latest is not None:
        yield words.text("patient_plan.by", last=entry.latest), _STRONG
    elif entry.earliest is not None and entry.latest is not None:
        yield words.text("patient_plan.between", first=entry.earliest), _STRONG
        yield words.text("patient_plan.and", last=entry.latest), _STRONG


def _what(entry: PlanDate, words: PaperWording) -> Iterator[tuple[str, ParagraphStyle]]:
    yield numbered(clipped(plain_label(entry.label, words), _LONG)), _STRONG
    if entry.elsewhere:
        yield words.text("patient_plan.elsewhere"), _BELOW
    if entry.late:
        yield words.text("patient_plan.please_call"), _BELOW
    elif entry.on is None:
        yield words.text("patient_plan.we_call"), _BELOW


def plain_label(label: str, words: PaperWording) -> str:
    """A label that is a day, week, month or year after infusion in the patient's words; any other stays as it is."""
    found = _DAY_NUMBER.search(label)
    if found is None:
        return _plain_time(label, words)
    sign, days = found.group(1), int(found.group(2))
    day = words.signed_day(days if sign == "+" else -days)
    only = words.text("date.day_after_infusion", day=day)
    if days == 0 or label.casefold().split() != only.casefold().split():
        return label
    return words.count("patient_plan.days_after" if sign == "+" else "patient_plan.days_before", days)


def _plain_time(label: str, words: PaperWording) -> str:
    """Month 18: visit at 18 months; Month 6, MRI re-baseline: magnetic resonance scan, whose day stands beside it."""
    said, comma, what = label.replace(NBSP, " ").partition(", ")
    name, _, number = said.rpartition(" ")
    unit = next((one for one in _TIMES if words.text(f"patient_plan.unit.{one}") == name), None)
    if unit is None or not number.isdecimal():
        return label
    if not comma:
        key, n = f"patient_plan.visit_at.{unit}", int(number)
        return words.text(f"{key}.vowel", n=n) if n in _VOWELS else words.count(key, n)
    what = what.replace(words.text("patient_plan.mri.short"), words.text("patient_plan.mri"))
    return f"{what[:1].upper()}{what[1:]}"


class Lines(Flowable):
    """Lines to write on by hand."""

    STEP: Final = 30.0

    def __init__(self, count: int, width: float) -> None:
        super().__init__()
        self.width, self.height, self._count = width, count * self.STEP, count

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines."""
        self.canv.setStrokeColor(RULE)
        self.canv.setLineWidth(0.7)
        for number in range(self._count):
            self.canv.line(0, number * self.STEP + 2, self.width, number * self.STEP + 2)
