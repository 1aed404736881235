"""The sheet of medicines, allergies, blood and vaccine rules of who is in the pack. A4 landscape, black and white."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from hsct_desktop.documents.agenda import list_foot, list_head
from hsct_desktop.documents.downtime_contacts import PAGE
from hsct_desktop.documents.downtime_inputs import GivenLine, MedicinesData, MedicinesLine
from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import Sheet, build
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import CELL, HEAD, LEAD
from hsct_desktop.documents.tables import GAP, TABLE, Cell, Grid
from hsct_desktop.documents.text import DOT, NBSP, Text, bold, capitals, clipped, fitted, joined, para, texts_of

_COLUMNS: Final = ("patient", "allergies", "blood", "given")
_WIDTHS: Final = tuple(width * mm for width in (56, 34, 60, 123))
_LONG: Final = 160
_IN_A_ROW: Final = 16
"""Medicines of a patient in one row, which is never split; with more the row is repeated under the name."""


def write_medicines(data: MedicinesData, target: Target) -> None:
    """Write the sheet as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language, table=True)
    title = words.text("downtime.medicines.title")

    def make(stream: BinaryIO) -> None:
        head = list_head(data.context, words, title, words.count("downtime.medicines.patients", len(data.rows)))
        foot = list_foot(data.context, words, list(texts_of(data)), words.text("downtime.medicines.note"))
        story: list[Flowable] = [para(words.text("downtime.medicines.none"), LEAD)]
        if data.rows:
            heads = [words.text(f"downtime.medicines.{column}") for column in _COLUMNS]
            cells = [(fitted(text, HEAD, width - GAP),) for text, width in zip(heads, _WIDTHS, strict=True)]
            rows = [row for line in data.rows for row in _rows(line, words)]
            story = [Grid(rows, _WIDTHS, TABLE, cells)]
        build(Sheet(PAGE, title, data.context, head, head, foot, words), story, stream)

    write_to(target, make)


def _rows(line: MedicinesLine, words: PaperWording) -> Iterator[list[Cell]]:
    """A patient's row; where the medicines are many they go on in the next, under the same name."""
    name = f"{capitals(line.family_name)} {line.given_name}".strip()
    facts = DOT.join((words.date(line.birth_date), line.code))
    alert = f"\u25b2{NBSP}{words.text('summary.same_name')}"
    standing = DOT.join(part for part in (line.day, line.here) if part)
    person = (bold(clipped(name, _LONG)), bold(alert) if line.same_name else "", facts, standing)
    allergies = clipped(line.allergies, _LONG)
    rules: tuple[tuple[Text, ...], ...] = (
        (bold(allergies) if line.is_alert else allergies,),
        (bold(line.blood) if line.irradiated else line.blood, line.live),
    )
    given = [_given(one) for one in line.given] or [words.text("downtime.medicines.no_medicine")]
    for start in range(0, len(given), _IN_A_ROW):
        beside = rules if not start else ((words.text("downtime.medicines.goes_on"),), ())
        columns = (person, *beside, tuple(given[start : start + _IN_A_ROW]))
        yield [_cell(texts, width) for texts, width in zip(columns, _WIDTHS, strict=True)]


def _given(one: GivenLine) -> Text:
    how = DOT.join(part for part in (clipped(one.how, _LONG), one.stop) if part)
    return joined((bold(clipped(one.name, _LONG)), how), ": ")


def _cell(texts: tuple[Text, ...], width: float) -> Cell:
    """The texts one below the other; nothing to fill in where there are none."""
    return [fitted(text, CELL, width - GAP) for text in texts if text] or [fitted("", CELL, width - GAP)]
