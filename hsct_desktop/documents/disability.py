"""The course of the disease on one A4 page: picture, verdict with its evidence, figures; good in black and white."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from reportlab.platypus import Flowable

from hsct_desktop.documents.disability_inputs import PrintedDisease
from hsct_desktop.documents.disability_parts import figures, notes, picture, verdict
from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import SUMMARY, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import name_head
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import LEAD
from hsct_desktop.documents.text import capitals, clipped, para, texts_of
from hsct_desktop.domain.patient import Sex
from hsct_desktop.pictures.disability import summary

_SIZES: Final = ((330.0, 12, 6), (300.0, 8, 4), (270.0, 6, 2), (240.0, 4, 0), (210.0, 3, 0))
"""Height of the picture in points, pieces of evidence and rows of literature; the first that fits a page is taken."""


@dataclass(frozen=True)
class DisabilityData:
    """Whose course, as it stands on which day."""

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: date
    sex: Sex
    code: str
    disease: str
    held: PrintedDisease


def write_disability(data: DisabilityData, target: Target) -> None:
    """Write the sheet as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)
    sheet = _sheet(data, words)
    pdf = b""
    for height, evidence, rows in _SIZES:
        stream = io.BytesIO()
        pages = build(sheet, list(_story(data, words, height, evidence, rows)), stream)
        pdf = stream.getvalue()
        if pages == 1:
            break
    write_to(target, lambda stream: _pour(pdf, stream))


def _pour(pdf: bytes, stream: BinaryIO) -> None:
    stream.write(pdf)


def _story(data: DisabilityData, words: PaperWording, height: float, evidence: int, rows: int) -> Iterator[Flowable]:
    held, width = data.held, SUMMARY.width
    yield para(summary(held.facts, words), LEAD)
    yield from picture(held, words, width, height)
    yield from verdict(held, words, width, evidence)
    yield from figures(held, width)
    yield from notes(held, words, rows)


def _sheet(data: DisabilityData, words: PaperWording) -> Sheet:
    context = data.context
    name = f"{capitals(data.family_name)} {data.given_name}".strip()
    born = words.in_tables.text(f"document.born.{data.sex}", date=data.birth_date)
    day0 = words.in_tables.text("care_plan.paper.day0", date=data.held.facts.day0) if data.held.facts.day0 else ""
    key = "printed" if context.printed_by else "printed_at"
    title = words.text("disability.paper.title")

    def head(pen: Pen) -> None:
        unit = context.unit_name or words.text("document.unit_missing")
        name_head(pen, name, (title, born, data.code, data.disease, day0), unit)

    foot = (
        words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40)),
        words.text("document.intended_use"),
        words.text("document.practice") if context.practice else "",
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(SUMMARY, title, context, head, head, foot, words)
