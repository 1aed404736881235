"""Everything that is recorded of one patient, to be read by the patient: A4, a table for each kind of record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import SUMMARY, Geometry, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import later_head, title_head
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import CELL, CELL_GREY, HEAD, LEAD, NAME_LONG
from hsct_desktop.documents.tables import GAP, TABLE, Cell, Grid, Section
from hsct_desktop.documents.text import DOT, Markup, Text, bold, capitals, clipped, fitted, joined, para, texts_of

PAGE: Final = Geometry(SUMMARY.size, 20, 195, 27, 21, 280, 283.5)
LONGEST: Final = 1500
"""Characters of one row of a table; what is longer goes on in the next, so that nothing is cut and every row fits."""
_WIDTHS: Final = tuple(width * mm for width in (21, 118, 36))
_LEAST: Final = 60.0


@dataclass(frozen=True)
class Said:
    """One field of a record in words."""

    label: str
    value: str


@dataclass(frozen=True)
class RecordLine:
    """One record: its day (or the day it was entered), what it says, by whom and when it was entered, and `note`, which
    says that it was taken back or changed since."""

    on: str
    fields: tuple[Said, ...]
    by: str
    note: str = ""
    voided: bool = False


@dataclass(frozen=True)
class RecordTable:
    """All records of one kind."""

    title: str
    lines: tuple[RecordLine, ...]


@dataclass(frozen=True)
class PatientRecordData:
    """A patient's whole record in words; `lead` says what the paper is and what lies beside it."""

    context: PrintContext
    family_name: str
    given_name: str
    born: str
    code: str
    lead: tuple[str, ...]
    tables: tuple[RecordTable, ...]


def write_patient_record(data: PatientRecordData, target: Target) -> None:
    """Write the record as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language, table=True)
    title = words.text("patient_export.title")
    name = clipped(f"{capitals(data.family_name)} {data.given_name}".strip(), 90)
    facts = (data.born, data.code)

    def first(pen: Pen) -> None:
        unit = data.context.unit_name or words.text("document.unit_missing")
        title_head(pen, title, unit, words.text("patient_export.as_of", on=data.context.on))

    def later(pen: Pen) -> None:
        later_head(pen, name, facts, title)

    def make(stream: BinaryIO) -> None:
        foot = (
            words.text("patient_export.foot"),
            words.text("document.practice") if data.context.practice else "",
            words.text("document.intended_use"),
            sign_notes(words, list(texts_of(data))),
        )
        head = para(DOT.join((name, *(fact for fact in facts if fact))), NAME_LONG)
        story = [head, *(para(line, LEAD) for line in data.lead), *_story(data, words)]
        build(Sheet(PAGE, title, data.context, first, later, foot, words), story, stream)

    write_to(target, make)


def _story(data: PatientRecordData, words: PaperWording) -> Iterator[Flowable]:
    names = [words.text(f"patient_export.head.{name}") for name in ("on", "what", "by")]
    head = [(fitted(text, HEAD, width - GAP),) for text, width in zip(names, _WIDTHS, strict=True)]
    for table in data.tables:
        yield CondPageBreak(_LEAST)
        yield Section(table.title, words.count("patient_export.records", len(table.lines)), PAGE.width)
        yield Grid([row for line in table.lines for row in _rows(line)], _WIDTHS, TABLE, head)


def _rows(line: RecordLine) -> Iterator[list[Cell]]:
    """A record as one row of the table, or as many as its length needs."""
    note = bold(line.note) if line.voided else line.note
    on, by = line.on, [text for text in (line.by, note) if text]
    for part in _parts(line.fields):
        style = CELL_GREY if line.voided else CELL
        what = joined(_pair(said) for said in part)
        yield [
            (fitted(on, style, _WIDTHS[0] - GAP),),
            (fitted(what, style, _WIDTHS[1] - GAP),),
            tuple(fitted(text, CELL_GREY, _WIDTHS[2] - GAP) for text in by or ("",)),
        ]
        on, by = "", []


def _pair(said: Said) -> Text:
    if not said.label:
        return said.value
    return Markup((*joined((f"{said.label}: ",)).runs, *bold(said.value).runs))


def _parts(fields: tuple[Said, ...]) -> Iterator[list[Said]]:
    """The fields of a record in parts that each fit a row; a long text is cut between words and goes on."""
    part: list[Said] = []
    room = LONGEST
    for said in (piece for one in fields for piece in _pieces(one)):
        length = len(said.label) + len(said.value)
        if part and length > room:
            yield part
            part, room = [], LONGEST
        part.append(said)
        room -= length
    yield part or [Said("", "–")]


def _pieces(said: Said) -> Iterator[Said]:
    label, value = said.label, said.value
    while len(value) > LONGEST:
        cut = value.rfind(" ", LONGEST // 2, LONGEST) + 1 or LONGEST
        yield Said(label, value[:cut].rstrip())
        label, value = "", value[cut:]
    yield Said(label, value)
