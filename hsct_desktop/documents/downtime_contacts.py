"""The contact sheet: every followed patient with allergies and all telephones. A4 landscape, black and white."""

from __future__ import annotations

from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.agenda import list_foot, list_head
from hsct_desktop.documents.downtime_inputs import ContactLine, ContactsData
from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import LIST, Geometry, Sheet, build
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import CELL, HEAD, LEAD
from hsct_desktop.documents.tables import GAP, TABLE, Cell, Grid
from hsct_desktop.documents.text import DOT, NBSP, Text, bold, capitals, clipped, fitted, para, texts_of

PAGE: Final = Geometry(LIST.size, LIST.left, LIST.right, 19.5, 19.5, LIST.bottom, LIST.foot)
_COLUMNS: Final = ("patient", "disease", "phone", "carer", "gp", "neurologist", "allergies")
_WIDTHS: Final = tuple(width * mm for width in (58, 30, 32, 40, 40, 40, 33))
_LONG: Final = 120


def write_contacts(data: ContactsData, target: Target) -> None:
    """Write the sheet as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language, table=True)
    title = words.text("downtime.contacts.title")

    def make(stream: BinaryIO) -> None:
        head = list_head(data.context, words, title, words.count("downtime.contacts.patients", len(data.rows)))
        foot = list_foot(data.context, words, list(texts_of(data)), words.text("downtime.contacts.empty"))
        heads = [words.text(f"downtime.contacts.{column}") for column in _COLUMNS]
        story: list[Flowable] = [para(words.text("downtime.contacts.none"), LEAD)]
        if data.rows:
            cells = [(fitted(text, HEAD, width - GAP),) for text, width in zip(heads, _WIDTHS, strict=True)]
            story = [Grid([_row(row, words) for row in data.rows], _WIDTHS, TABLE, cells)]
        build(Sheet(PAGE, title, data.context, head, head, foot, words), story, stream)

    write_to(target, make)


def _row(row: ContactLine, words: PaperWording) -> list[Cell]:
    name = f"{capitals(row.family_name)} {row.given_name}".strip()
    facts = DOT.join(part for part in (words.date(row.birth_date), row.code) if part)
    alert = f"\u25b2{NBSP}{words.text('summary.same_name')}"
    columns: tuple[tuple[Text, ...], ...] = (
        (bold(clipped(name, _LONG)), facts, bold(alert) if row.same_name else ""),
        (row.disease, row.day),
        (bold(row.phone),),
        *((clipped(who, _LONG), phone) for who, phone in (row.carer, row.gp, row.neurologist)),
        (bold(clipped(row.allergies, _LONG)) if row.is_alert else row.allergies,),
    )
    return [_cell(texts, width) for texts, width in zip(columns, _WIDTHS, strict=True)]


def _cell(texts: tuple[Text, ...], width: float) -> Cell:
    """The texts one below the other; a dash where nothing is recorded."""
    kept: list[Text] = [text for text in texts if text]
    return [fitted(text, CELL, width - GAP) for text in kept or [EN_DASH]]
