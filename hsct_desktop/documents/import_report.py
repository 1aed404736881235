"""The report of an import on paper: what came in, what did not and why, how the file was read. A4 upright."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import SUMMARY, Geometry, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import later_head, title_head
from hsct_desktop.documents.import_report_inputs import ImportReport, ReportColumn, ReportRow, ReportSheet
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import LEAD, NAME_LONG, NOTE, TEXT
from hsct_desktop.documents.tables import Section, facts, grid
from hsct_desktop.documents.text import DOT, Text, bold, clipped, para, texts_of

PAGE: Final = Geometry(SUMMARY.size, 20, 195, 27, 21, 280, 283.5)
MOST_ROWS: Final = 60
"""Lines of a table; the rest is counted and stands in the CSV. The problems put together name every row."""
_MOST_NUMBERS: Final = 1500
"""Characters of the rows of one problem."""
_COLUMNS: Final = tuple(width * mm for width in (52, 66, 57))
_ROWS: Final = tuple(width * mm for width in (19, 24, 29, 25, 78))
_CONFLICTS: Final = tuple(width * mm for width in (19, 24, 40, 33, 33, 26))
_LONG: Final = 300
_LEAST: Final = 60.0
_LABEL: Final = 30 * mm


def write_import_report(data: ImportReport, target: Target) -> None:
    """Write the report as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language, table=True)
    title = words.text("import_report.title_dry" if data.is_dry else "import_report.title")
    name = clipped(data.file, 90)

    def first(pen: Pen) -> None:
        unit = data.context.unit_name or words.text("document.unit_missing")
        title_head(pen, title, unit, _printed(data, words))

    def later(pen: Pen) -> None:
        later_head(pen, name, (), title)

    def make(stream: BinaryIO) -> None:
        foot = (
            words.text("import_report.foot"),
            words.text("document.practice") if data.context.practice else "",
            words.text("document.intended_use"),
            sign_notes(words, list(texts_of(data))),
        )
        build(Sheet(PAGE, title, data.context, first, later, foot, words), list(_story(data, name, words)), stream)

    write_to(target, make)


def _printed(data: ImportReport, words: PaperWording) -> str:
    key = "printed" if data.context.printed_by else "printed_at"
    return words.text(f"document.{key}", moment=data.context.printed_at, name=clipped(data.context.printed_by, 40))


def _story(data: ImportReport, name: str, words: PaperWording) -> Iterator[Flowable]:
    yield para(name, NAME_LONG)
    yield Spacer(1, 4)
    yield para(_sum(data, words), LEAD)
    yield facts(_facts(data, words), PAGE.width, _LABEL)
    yield from _groups(data, words)
    yield from _rows(data, words, "refused", data.refused)
    yield from _conflicts(data, words)
    yield from _rows(data, words, "hints", data.hints)
    for sheet in data.sheets:
        yield from _read(sheet, [one for one in data.columns if one.sheet == sheet.name], words)


def _sum(data: ImportReport, words: PaperWording) -> Text:
    """Rows read = taken + refused, as a sentence."""
    refused = data.totals["refused"]
    key = "import_report.sum_dry" if data.is_dry else "import_report.sum"
    return bold(words.count(key, data.read, taken=data.read - refused, refused=refused))


def _facts(data: ImportReport, words: PaperWording) -> list[tuple[str, Text]]:
    pairs: list[tuple[str, Text]] = [(label[:1].upper() + label[1:], str(count)) for label, count in data.counts]
    pairs += [
        (words.text("import_report.fact.patients"), str(data.new_patients)),
        (words.text("import_report.fact.corrected"), str(data.corrected)),
        (words.text("import_report.fact.skipped"), str(data.skipped)),
        ("SHA-256", f"{data.sha256[:16]}…" if data.sha256 else "–"),
    ]
    return pairs


def _groups(data: ImportReport, words: PaperWording) -> Iterator[Flowable]:
    if data.groups:
        yield CondPageBreak(_LEAST)
        yield Section(words.text("import_report.section.groups"), "", PAGE.width)
        for text, rows in data.groups[:MOST_ROWS]:
            yield para(clipped(text, _LONG), TEXT)
            said = words.count("import_report.in_rows", 1 if rows.isdigit() else 2, rows=clipped(rows, _MOST_NUMBERS))
            yield para(said, NOTE)
            yield Spacer(1, 3)


def _rows(data: ImportReport, words: PaperWording, name: str, rows: Sequence[ReportRow]) -> Iterator[Flowable]:
    if not rows:
        return
    yield CondPageBreak(_LEAST)
    yield Section(words.text(f"import_report.section.{name}"), str(len(rows)), PAGE.width)
    heads = [words.text(f"import_report.head.{head}") for head in ("row", "code", "column", "value", "what")]
    shown = [
        (_place(data, one.sheet, one.row), clipped(one.code, 40), clipped(one.column, 60), clipped(one.value, 80),
         clipped(f"{one.reason} {one.remedy}".strip(), _LONG))
        for one in rows[:MOST_ROWS]
    ]  # fmt: skip
    yield grid(heads, shown, _ROWS)
    yield from _more(words, len(rows))


def _place(data: ImportReport, sheet: str, row: int) -> str:
    """The row, with its sheet where there are several."""
    return f"{clipped(sheet, 12)} {row}" if len(data.sheets) > 1 else str(row)


def _more(words: PaperWording, count: int) -> Iterator[Flowable]:
    if count > MOST_ROWS:
        yield para(words.count("import_report.more", count - MOST_ROWS), NOTE)


def _conflicts(data: ImportReport, words: PaperWording) -> Iterator[Flowable]:
    if not data.conflicts:
        return
    yield CondPageBreak(_LEAST)
    yield Section(words.text("import_report.section.conflicts"), str(len(data.conflicts)), PAGE.width)
    heads = [
        words.text(f"import_report.head.{name}") for name in ("row", "code", "field", "recorded", "in_file", "stands")
    ]
    rows = [
        (_place(data, one.sheet, one.row), clipped(one.code, 40), clipped(one.field, 60),
         clipped(one.recorded, 80), clipped(one.in_file, 80),
         words.text("import_report.stands.file" if one.takes_file else "import_report.stands.record"))
        for one in data.conflicts[:MOST_ROWS]
    ]  # fmt: skip
    yield grid(heads, rows, _CONFLICTS)
    yield from _more(words, len(data.conflicts))


def _read(sheet: ReportSheet, columns: Sequence[ReportColumn], words: PaperWording) -> Iterator[Flowable]:
    """How a sheet was read: its columns, and the lines that are no records."""
    yield CondPageBreak(_LEAST)
    about = DOT.join(part for part in (clipped(sheet.name, 40), sheet.kind) if part)
    yield Section(words.text("import_report.section.columns"), about, PAGE.width)
    heads = [words.text(f"import_report.head.{name}") for name in ("column", "field", "form")]
    unused = words.text("import_report.unused")
    yield grid(
        heads, [(clipped(one.head, 60), one.field or unused, clipped(one.form, 90)) for one in columns], _COLUMNS
    )
    lines = [f"{number} ({what})" for number, what in sheet.left_out[:MOST_ROWS]]
    if lines:
        yield Spacer(1, 4)
        yield para(words.text("import_report.left_out", lines=", ".join(lines)), NOTE)
