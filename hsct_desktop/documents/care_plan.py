"""The care plan: who does what until when, on one A4 page for unit, family doctor, neurologist and patient."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
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
from hsct_desktop.documents.styles import CELL, CELL_GREY, HAIRLINE, NOTE, TEXT
from hsct_desktop.documents.tables import FACTS, GAP, Grid, Look, Section
from hsct_desktop.documents.text import NBSP, Text, bold, capitals, clipped, fitted, joined, para, texts_of
from hsct_desktop.domain.care_plan import MAX_TEXT
from hsct_desktop.domain.patient import Sex

BOX: Final = "\u2610"
LATE: Final = "!"
_SIZES: Final = ((9.4, 12.2, 2.6), (8.9, 11.4, 1.7), (8.2, 10.2, 1.0), (7.6, 9.2, 0.6))
"""Type, leading and room around a row, in points: the first with which everything stands on one page."""
_WIDTHS: Final = tuple(width * mm for width in (6, 118, 51))
_FACTS: Final = tuple(width * mm for width in (20, 98, 20, 37))
_MOST: Final = 2 * MAX_TEXT


@dataclass(frozen=True)
class PrintedCareLine:
    """A line of the plan; `until` in words, `by_person` where a person wrote or changed it."""

    text: str
    until: str
    is_late: bool = False
    by_person: bool = False


@dataclass(frozen=True)
class PrintedActor:
    """One who does something: the name of the role, whom it is (may be empty), the lines in order."""

    who: str
    name: str
    lines: tuple[PrintedCareLine, ...]


@dataclass(frozen=True)
class CarePlanData:
    """A patient's plan in words of the reader's language."""

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: dt.date
    sex: Sex
    code: str
    day0: dt.date | None
    allergies: str
    phone: str
    actors: tuple[PrintedActor, ...]


def write_care_plan(data: CarePlanData, target: Target) -> None:
    """Write the plan as PDF to a path (whole or not at all; OSError) or an open binary file: one page, always."""
    register_fonts()
    words = paper_wording(data.context.language)
    pdf = _one_page(data, words)

    def make(stream: BinaryIO) -> None:
        stream.write(pdf)

    write_to(target, make)


def _one_page(data: CarePlanData, words: PaperWording) -> bytes:
    """All lines in the largest type that fits; then the last lines of the longest list are counted, not cut."""
    sheet = _sheet(data, words)
    for size in _SIZES:
        pages, pdf = _made(sheet, _story(data, words, size, 0))
        if pages == 1:
            return pdf
    for left_out in range(1, sum(len(actor.lines) for actor in data.actors)):
        pages, pdf = _made(sheet, _story(data, words, _SIZES[-1], left_out))
        if pages == 1:
            break
    return pdf


def _made(sheet: Sheet, story: Iterator[Flowable]) -> tuple[int, bytes]:
    stream = io.BytesIO()
    pages = build(sheet, list(story), stream)
    return pages, stream.getvalue()


def _name(data: CarePlanData) -> str:
    return f"{capitals(data.family_name)} {data.given_name}".strip()


def _sheet(data: CarePlanData, words: PaperWording) -> Sheet:
    context = data.context
    title = words.text("care_plan.title")
    born = words.in_tables.text(f"document.born.{data.sex}", date=data.birth_date)
    key = "printed" if context.printed_by else "printed_at"

    def head_first(pen: Pen) -> None:
        phone = words.text("care_plan.paper.phone", phone=data.phone) if data.phone else ""
        unit = context.unit_name or words.text("document.unit_missing")
        title_head(pen, title, unit, phone or words.text("care_plan.paper.no_phone"))

    def head_later(pen: Pen) -> None:
        later_head(pen, _name(data), (born, data.code), f"{title}, {words.in_tables.date(context.on)}")

    foot = (
        words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40)),
        words.text("care_plan.paper.foot"),
        words.text("document.intended_use"),
        words.text("document.practice") if context.practice else "",
        data.code,
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(SUMMARY, title, context, head_first, head_later, foot, words)


def _story(
    data: CarePlanData, words: PaperWording, size: tuple[float, float, float], left_out: int
) -> Iterator[Flowable]:
    yield _facts(data, words.in_tables)
    text = ParagraphStyle("care-text", parent=TEXT, fontSize=size[0], leading=size[1])
    look = Look(size[2], size[2] + 0.4, row_rule=(0.35, HAIRLINE))
    shown = _shortest(data.actors, left_out)
    for number, actor in enumerate(shown):
        note = words.text("care_plan.paper.key") if number == 0 else ""
        yield Section(heading(actor), note, SUMMARY.width)
        if actor.lines:
            yield Grid([_row(line, text) for line in actor.lines], _WIDTHS, look)
        else:
            yield para(words.text("care_plan.nothing"), text)
    if left_out:
        said = para(words.count("care_plan.paper.left_out", left_out), NOTE)
        said.spaceBefore = 4
        yield said


def heading(actor: PrintedActor) -> str:
    """The role with the person's name, where one is recorded: "GP: Dr Verdi"."""
    return f"{actor.who}: {clipped(actor.name, 60)}" if actor.name else actor.who


def _shortest(actors: Sequence[PrintedActor], left_out: int) -> list[PrintedActor]:
    """The lists without so many lines: the last ones of the longest list go first."""
    lines = [list(actor.lines) for actor in actors]
    for _ in range(left_out):
        max(lines, key=len).pop()
    return [PrintedActor(a.who, a.name, tuple(kept)) for a, kept in zip(actors, lines, strict=True)]


def _row(line: PrintedCareLine, style: ParagraphStyle) -> list[tuple[Flowable, ...]]:
    said: Text = clipped(line.text, _MOST)
    if line.by_person:
        said = joined([bold("P"), said], NBSP)
    until: Text = bold(f"{LATE}{NBSP}{line.until}") if line.is_late else line.until
    widths = [width - GAP for width in _WIDTHS]
    return [(fitted(text, style, width),) for text, width in zip((BOX, said, until), widths, strict=True)]


def _facts(data: CarePlanData, words: PaperWording) -> Grid:
    """Whose plan it is, as it stands on which day, and what must not be given."""
    born = words.text(f"document.born.{data.sex}", date=data.birth_date)
    day0 = words.text("care_plan.paper.day0", date=data.day0) if data.day0 is not None else ""
    pairs: list[tuple[str, Text]] = [
        (words.text("care_plan.paper.patient"), joined([bold(_name(data)), born, data.code], ", ")),
        (words.text("care_plan.paper.as_of"), words.date(data.context.on)),
        (words.text("care_plan.paper.allergies"), clipped(data.allergies, MAX_TEXT)),
        (words.text("care_plan.paper.transplant") if day0 else "", day0),
    ]
    rows = []
    for left, right in zip(pairs[::2], pairs[1::2], strict=True):
        texts = ((left[0], CELL_GREY), (left[1], CELL), (right[0], CELL_GREY), (right[1], CELL))
        rows.append([(fitted(text, style, w - GAP),) for (text, style), w in zip(texts, _FACTS, strict=True)])
    return Grid(rows, _FACTS, FACTS)
