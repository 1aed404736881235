"""The supportive therapy plan of a patient: A4 landscape, what is to be decided, what is given, what comes later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import LIST, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import list_head
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import CELL, HEAD, ROW_NAME, ROW_SMALL, TEXT
from hsct_desktop.documents.tables import GAP, TABLE, Cell, Grid, Section
from hsct_desktop.documents.text import capitals, clipped, fitted, line, para, texts_of

_COLUMNS: Final = ("item", "start", "stop", "watch", "source", "state")
_WIDTHS: Final = tuple(width * mm for width in (53, 40, 46, 42, 51, 41))
_NAME: Final = ParagraphStyle("plan-name", parent=ROW_NAME, fontSize=8.2, leading=9.8)
_TEXT: Final = ParagraphStyle("plan-cell", parent=CELL, fontSize=7.7, leading=9.4)
_SMALL: Final = ParagraphStyle("plan-small", parent=ROW_SMALL, fontSize=7, leading=8.6)
LONGEST: Final = 300
"""Characters of a text that the unit gives; a longer one ends with an ellipsis, so that a row always fits a page."""


@dataclass(frozen=True)
class PlanRow:
    """An item of the plan: `drug` with its usual dose, when it starts and stops, what to watch, what was decided."""

    label: str
    drug: str
    start: str
    stop: str
    monitoring: str
    source: str
    state: str


@dataclass(frozen=True)
class TherapyPlanData:
    """Everything on the page, in words of its language. `groups`: heading and rows, empty ones left out."""

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: date
    sex: str
    code: str
    lead: str
    groups: tuple[tuple[str, tuple[PlanRow, ...]], ...]


def write_therapy_plan(data: TherapyPlanData, target: Target) -> None:
    """Write the plan as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)

    def make(stream: BinaryIO) -> None:
        build(_sheet(data, words), list(_story(data, words)), stream)

    write_to(target, make)


def _sheet(data: TherapyPlanData, words: PaperWording) -> Sheet:
    context = data.context
    title = words.text("therapy_plan.doc.title")
    name = f"{capitals(data.family_name)} {data.given_name}".strip()
    born = words.text(f"document.born.{data.sex}", date=data.birth_date)
    key = "printed" if context.printed_by else "printed_at"
    printed = words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40))
    unit = context.unit_name or words.text("document.unit_missing")

    def head(pen: Pen) -> None:
        list_head(pen, title, name, (born, data.code), (unit, printed))

    practice = words.text("document.practice") if context.practice else ""
    foot = (
        words.text("therapy_plan.doc.foot"),
        practice,
        words.text("document.intended_use"),
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(LIST, title, context, head, head, foot, words)


def _story(data: TherapyPlanData, words: PaperWording) -> Iterator[Flowable]:
    yield para(data.lead, TEXT)
    yield Spacer(1, 2)
    if not data.groups:
        yield para(words.text("therapy_plan.nothing"), TEXT)
    heads = [(line(words.text(f"therapy_plan.doc.head.{key}"), HEAD),) for key in _COLUMNS]
    for title, rows in data.groups:
        table = Grid([_cells(row) for row in rows], _WIDTHS, TABLE, heads)
        yield CondPageBreak(table.least_height + 24)
        yield Section(title, "", LIST.width)
        yield table


def _cells(row: PlanRow) -> list[Cell]:
    inner = [width - GAP for width in _WIDTHS]
    name = [fitted(clipped(row.label, LONGEST), _NAME, inner[0])]
    if row.drug:
        name.append(fitted(clipped(row.drug, LONGEST), _SMALL, inner[0]))
    styles = (_TEXT, _TEXT, _TEXT, _SMALL, _TEXT)
    texts = (row.start, row.stop, row.monitoring, row.source, row.state)
    rest = zip(texts, styles, inner[1:], strict=True)
    return [tuple(name), *((fitted(clipped(text, LONGEST), style, width),) for text, style, width in rest)]
