"""The sheet of immune reconstitution: the picture of the window on one A4 page, good in black and white."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from hsct_desktop.documents.drawing import PictureFlowable, paper_measure
from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import SUMMARY, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import name_head
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import LEAD, NOTE
from hsct_desktop.documents.text import capitals, clipped, para, texts_of
from hsct_desktop.domain.patient import Sex
from hsct_desktop.pictures.primitives import PIXELS_PER_POINT
from hsct_desktop.pictures.reconstitution import ReconstitutionFacts, layout, summary

_HEIGHT: Final = (SUMMARY.bottom - SUMMARY.top_first) * mm - 64


@dataclass(frozen=True)
class ReconstitutionData:
    """Whose recovery, as it stands on which day."""

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: date
    sex: Sex
    code: str
    facts: ReconstitutionFacts


def write_reconstitution(data: ReconstitutionData, target: Target) -> None:
    """Write the sheet as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)

    def make(stream: BinaryIO) -> None:
        build(_sheet(data, words), list(_story(data, words)), stream)

    write_to(target, make)


def _story(data: ReconstitutionData, words: PaperWording) -> Iterator[Flowable]:
    yield para(summary(data.facts, words), LEAD)
    yield Spacer(1, 5)
    picture = layout(data.facts, SUMMARY.width * PIXELS_PER_POINT, words.in_tables, paper_measure)
    whole = picture.height / PIXELS_PER_POINT
    yield PictureFlowable(picture, SUMMARY.width * min(1.0, _HEIGHT / whole))
    for key in ("note", "source"):
        yield para(words.text(f"reconstitution.{key}"), NOTE)


def _sheet(data: ReconstitutionData, words: PaperWording) -> Sheet:
    context = data.context
    name = f"{capitals(data.family_name)} {data.given_name}".strip()
    born = words.in_tables.text(f"document.born.{data.sex}", date=data.birth_date)
    day0 = words.in_tables.text("care_plan.paper.day0", date=data.facts.day0)
    key = "printed" if context.printed_by else "printed_at"
    title = words.text("reconstitution.title")

    def head(pen: Pen) -> None:
        unit = context.unit_name or words.text("document.unit_missing")
        name_head(pen, name, (title, born, data.code, day0), unit)

    foot = (
        words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40)),
        words.text("document.intended_use"),
        words.text("document.practice") if context.practice else "",
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(SUMMARY, title, context, head, head, foot, words)
