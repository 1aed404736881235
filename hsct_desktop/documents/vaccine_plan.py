"""The re-vaccination plan for the general practitioner: what to give next, what was given, what never, one A4 page."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.dose_table import ROOMY, TIGHT, DoseTable, SeriesRows
from hsct_desktop.documents.drawing import PictureFlowable, paper_measure
from hsct_desktop.documents.fonts import REGULAR, register_fonts
from hsct_desktop.documents.frame import SUMMARY, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import later_head, title_head
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import ACCENT, BULLET, CELL, CELL_GREY, GREY, INK, ROW_NAME, ROW_TEXT, TEXT, TINT
from hsct_desktop.documents.tables import FACTS, GAP, Grid, Section
from hsct_desktop.documents.text import NBSP, Text, bold, bullet, capitals, clipped, fitted, joined, para, texts_of
from hsct_desktop.domain.patient import Sex
from hsct_desktop.pictures.primitives import PIXELS_PER_POINT
from hsct_desktop.pictures.vaccines import PlannerFacts, board

_SIGNS: Final = {"met": "\u2713", "not_met": "\u2717", "unknown": "?"}
_TRIES: Final = (
    (1, ROOMY, True, False), (1, TIGHT, True, False), (1, TIGHT, False, False),
    (2, ROOMY, True, True), (2, TIGHT, True, True), (2, ROOMY, True, False), (2, TIGHT, True, False),
)  # fmt: skip
"""Pages wanted, height of a dose's row, with the answer slip, with the picture of the course: the first that fits."""
_PICTURE_ROW: Final = 21.0
_COLUMNS: Final = ("vaccine", "dose", "planned", "given", "batch", "site", "by")
_FACTS: Final = tuple(width * mm for width in (20, 68, 42, 45))
_WIDTHS: Final = tuple(width * mm for width in (33, 8, 43, 23, 33.5, 19.5, 15))


@dataclass(frozen=True)
class PrintedCondition:
    """A condition of live vaccines: `state` is met, not_met or unknown; `found` what shows it."""

    asks: str
    found: str
    state: str


@dataclass(frozen=True)
class PrintedLive:
    """The live vaccines that are held: their names, the first day on which time alone allows one, the conditions."""

    names: tuple[str, ...]
    not_before: dt.date | None
    conditions: tuple[PrintedCondition, ...]


@dataclass(frozen=True)
class VaccinePlanData:
    """A patient's plan in words of the reader's language; `due` are the doses to give now, in sentences.

    `checked` is what the delay rules look at with value and verdict, `put_off` the rules as they read; `delaying` those
    that are true, and what to do then.
    """

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: dt.date
    sex: Sex
    code: str
    day0: dt.date
    gp: str
    phone: str
    due: tuple[str, ...]
    checked: tuple[tuple[str, str], ...]
    delaying: tuple[str, ...]
    series: tuple[SeriesRows, ...]
    open_questions: tuple[str, ...]
    left_out: tuple[str, ...]
    live: PrintedLive | None
    never: tuple[str, ...]
    serology: tuple[str, ...]
    variant: str
    source: str
    course: PlannerFacts | None = None
    put_off: tuple[str, ...] = ()


def write_vaccine_plan(data: VaccinePlanData, target: Target) -> None:
    """Write the plan as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)

    pdf = _fitted(data, words)

    def make(stream: BinaryIO) -> None:
        stream.write(pdf)

    write_to(target, make)


def _fitted(data: VaccinePlanData, words: PaperWording) -> bytes:
    """One page where that can be had: with tighter rows, then without the slip; else two, and the course if it fits."""
    sheet = _sheet(data, words)
    pdf = b""
    for pages, row, slip, course in _TRIES:
        stream = io.BytesIO()
        story = [*_story(data, words, row, slip=slip), *(_course(data, words) if course else ())]
        made = build(sheet, story, stream)
        pdf = stream.getvalue()
        if made <= pages:
            break
    return pdf


def _course(data: VaccinePlanData, words: PaperWording) -> Iterator[Flowable]:
    """The plan as the window draws it, in black and white."""
    if data.course is not None:
        picture = board(
            data.course, SUMMARY.width * PIXELS_PER_POINT, words.in_tables, paper_measure, why=False, row=_PICTURE_ROW
        )
        title = Section(words.text("vaccine_paper.course"), words.text("vaccine_paper.course.note"), SUMMARY.width)
        yield KeepTogether([title, PictureFlowable(picture)])


def _name(data: VaccinePlanData) -> str:
    return f"{capitals(data.family_name)} {data.given_name}".strip()


def _sheet(data: VaccinePlanData, words: PaperWording) -> Sheet:
    context = data.context
    title = words.text("vaccine_paper.title")
    born = words.in_tables.text(f"document.born.{data.sex}", date=data.birth_date)
    key = "printed" if context.printed_by else "printed_at"
    printed = words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40))

    def head_first(pen: Pen) -> None:
        phone = words.text("vaccine_paper.phone", phone=data.phone) if data.phone else ""
        unit = context.unit_name or words.text("document.unit_missing")
        title_head(pen, title, unit, phone or words.text("vaccine_paper.no_phone"))

    def head_later(pen: Pen) -> None:
        later_head(pen, _name(data), (born, data.code), f"{title}, {words.in_tables.date(context.on)}")

    foot = (
        printed,
        words.text("vaccine_paper.intervals", variant=data.variant, source=data.source),
        words.text("vaccine_paper.default"),
        words.text("document.intended_use"),
        words.text("document.practice") if context.practice else "",
        data.code,
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(SUMMARY, title, context, head_first, head_later, foot, words)


def _story(data: VaccinePlanData, words: PaperWording, row: float, *, slip: bool) -> Iterator[Flowable]:
    width = SUMMARY.width
    yield _facts(data, words.in_tables)
    yield _Box([para(_next(data, words), TEXT), *(para(bold(line), TEXT) for line in data.delaying)], width, read=True)
    if data.series:
        yield CondPageBreak(40 * mm)
        yield Section(words.text("vaccine_paper.series"), words.text("vaccine_paper.key"), width)
        yield DoseTable([words.text(f"vaccine_paper.head.{key}") for key in _COLUMNS], data.series, _WIDTHS, row)
    for key, lines in (("asks", data.open_questions), ("left_out", data.left_out)):
        if lines:
            said = para(joined([bold(words.text(f"vaccine_paper.{key}")), "; ".join(lines)], NBSP), ROW_TEXT)
            said.spaceBefore = 4
            yield said
    box = _Box(list(_live(data, words, width)), width)
    box.spaceBefore = 7
    yield box
    yield KeepTogether(list(_before(data, words, width)))
    if slip:
        yield KeepTogether(list(_answer(words, width)))


def _facts(data: VaccinePlanData, words: PaperWording) -> Grid:
    """Whose plan it is for whom; beside it what was checked of the rules that delay."""
    born = words.text(f"document.born.{data.sex}", date=data.birth_date)
    left: list[tuple[str, Text]] = [
        (words.text("vaccine_paper.for"), data.gp or words.text("vaccine_paper.gp")),
        (words.text("vaccine_paper.patient"), joined([bold(_name(data)), born, data.code], ", ")),
        (words.text("vaccine_paper.transplant"), words.text("vaccine_paper.day0", date=data.day0)),
    ]
    rows = []
    for pair, checked in zip_longest(left, data.checked, fillvalue=("", "")):
        texts = ((pair[0], CELL_GREY), (pair[1], CELL), (checked[0], CELL_GREY), (checked[1], CELL))
        rows.append([(fitted(text, style, w - GAP),) for (text, style), w in zip(texts, _FACTS, strict=True)])
    table = Grid(rows, _FACTS, FACTS)
    table.spaceAfter = 4
    return table


def _next(data: VaccinePlanData, words: PaperWording) -> Text:
    if not data.due:
        return joined([bold(words.text("vaccine_paper.next")), words.text("vaccine_paper.nothing_due")], NBSP)
    asked = f"{'; '.join(data.due)}. {words.text('vaccine_paper.write_back')}"
    return joined([bold(words.text("vaccine_paper.next")), asked], NBSP)


def _live(data: VaccinePlanData, words: PaperWording, width: float) -> Iterator[Flowable]:
    live = data.live
    if live is not None:
        head = words.text("vaccine_paper.live.until_us")
        if live.not_before is not None:
            head = words.text("vaccine_paper.live.before", date=live.not_before)
        yield para(bold(head), ROW_NAME)
        only = words.text("vaccine_paper.live.only", names=", ".join(live.names))
        signs = ", ".join(f"{sign}{NBSP}{words.text(f'vaccine_paper.state.{state}')}" for state, sign in _SIGNS.items())
        yield para(f"{only} ({signs})", TEXT)
        yield _conditions(live, words, width)
    if data.never:
        yield para(joined([bold(words.text("vaccine_paper.never")), f"{', '.join(data.never)}."], NBSP), TEXT)


def _conditions(live: PrintedLive, words: PaperWording, width: float) -> Grid:
    """The conditions in two columns, each with its sign, what it asks and how it stands."""
    half = (width - 2 * _Box.PAD) / 2
    said = [
        joined([_SIGNS[one.state], joined([bold(one.asks), one.found], f" {EN_DASH} ")], NBSP)
        for one in live.conditions
    ]
    cells = [(fitted(text, ROW_TEXT, half - GAP),) for text in said]
    rows = [
        [cells[n], cells[n + 1] if n + 1 < len(cells) else (fitted("", ROW_TEXT, half),)]
        for n in range(0, len(cells), 2)
    ]
    return Grid(rows, (half, half), FACTS)


def _before(data: VaccinePlanData, words: PaperWording, width: float) -> Iterator[Flowable]:
    yield Section(words.text("vaccine_paper.before"), "", width)
    lines = [words.text("vaccine_paper.call"), words.text("vaccine_paper.household")]
    if data.put_off:
        rules = "; ".join(data.put_off)
        lines.append(words.text("vaccine_paper.put_off", rules=rules))
    for said in (*lines, *data.serology):
        yield bullet(said, BULLET, width)


def _answer(words: PaperWording, width: float) -> Iterator[Flowable]:
    yield Section(words.text("vaccine_paper.answer"), words.text("vaccine_paper.answer.note"), width)
    yield _Answer([words.text(f"vaccine_paper.answer.{key}") for key in ("given", "reaction", "batch", "name")], width)


class _Box(Flowable):
    """Paragraphs in a frame ("act"), or on a tint with a bar at the left ("read first")."""

    PAD: Final = 6.0

    def __init__(self, parts: list[Flowable], width: float, *, read: bool = False) -> None:
        super().__init__()
        self.parts, self.width, self.read = parts, width, read
        inner = width - 2 * self.PAD
        self.heights = [part.wrap(inner, 1e6)[1] for part in parts]
        self.height = sum(self.heights) + 2 * self.PAD
        self.spaceBefore = 0.0

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def getSpaceBefore(self) -> float:
        """Room above."""
        return self.spaceBefore

    def draw(self) -> None:
        """Draw the ground, then the paragraphs."""
        canvas: Canvas = self.canv
        if self.read:
            canvas.setFillColor(TINT)
            canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
            canvas.setFillColor(ACCENT)
            canvas.rect(0, 0, 2.2, self.height, stroke=0, fill=1)
        else:
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(1.6)
            canvas.rect(0, 0, self.width, self.height, stroke=1, fill=0)
        y = self.height - self.PAD
        for part, height in zip(self.parts, self.heights, strict=True):
            y -= height
            part.drawOn(canvas, self.PAD, y)


class _Answer(Flowable):
    """Four labels with a line to write on, in two columns."""

    STEP: Final = 19.0
    LABEL: Final = 30 * mm

    def __init__(self, labels: list[str], width: float) -> None:
        super().__init__()
        self.labels, self.width = labels, width
        self.height = self.STEP * ((len(labels) + 1) // 2)

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw labels and lines."""
        canvas: Canvas = self.canv
        half = self.width / 2
        for number, label in enumerate(self.labels):
            x, y = half * (number % 2), self.height - self.STEP * (number // 2) - 13
            canvas.setFont(REGULAR, ROW_TEXT.fontSize)
            canvas.setFillColor(GREY)
            canvas.drawString(x, y, label)
            canvas.setStrokeColor(GREY)
            canvas.setLineWidth(0.5)
            canvas.line(x + self.LABEL, y - 2, x + half - 8 * mm, y - 2)
