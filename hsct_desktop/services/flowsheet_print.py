"""Gathers the flowsheet of a span of days for paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.flowsheet import FlowsheetData, PaperCell, PaperColumn, PaperRow, write_flowsheet
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.flowsheet import FlowColumn, RowKind
from hsct_desktop.services import flowsheet
from hsct_desktop.services.flowsheet import Flowsheet
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.person import birth_date_of, record_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace


def print_flowsheet(
    ws: Workspace, patient_id: int, panel: str, span: tuple[date, date], path: Path, language: str | None = None
) -> Path:
    """Write a panel of a span of days as PDF, A4 landscape; the whole file or nothing."""
    data = flowsheet_data(ws, patient_id, panel, span, language or ws.language)
    check_place(path, ws.store.path)
    try:
        write_flowsheet(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path


def flowsheet_data(ws: Workspace, patient_id: int, panel: str, span: tuple[date, date], language: str) -> FlowsheetData:
    """What is printed: the columns of the span, the rows of the panel that hold a value in it."""
    found = flowsheet.sheet(ws, patient_id, panel, language=language)
    with ws.read() as session:
        card = record_of(session, patient_id)
        context = print_context(ws, session, language, ws.today())
    words = paper_wording(language, table=True)
    columns = [column for column in found.columns if span[0] <= column.sample.taken_on <= span[1]]
    shown = {row.code for row in found.rows if any(row.code in column.values for column in columns)}
    versions = {
        result.ctcae_version
        for column in columns
        for code, result in column.values.items()
        if code in shown and result.grade
    }
    labels = {choice.id: choice.label for choice in flowsheet.panels(ws, language)}
    return FlowsheetData(
        context, card.entry.family_name, card.entry.given_name, birth_date_of(card), card.entry.sex, card.entry.code,
        found.day0, *span, labels.get(panel, ""), tuple(_column(words, column) for column in columns),
        tuple(_rows(words, found, columns)), tuple(sorted(versions)),
    )  # fmt: skip


def _column(words: Wording, column: FlowColumn) -> PaperColumn:
    number = "" if column.number is None else words.signed_day(column.number)
    below = column.sample.taken_at if column.several else next(iter((*column.marks, column.visit)), "")
    return PaperColumn(number, words.day_month(column.sample.taken_on), below, column.weekend)


def _rows(words: Wording, found: Flowsheet, columns: list[FlowColumn]) -> list[PaperRow]:
    """Rows that hold something in the span, under the heads of their groups."""
    rows: list[PaperRow] = []
    head: PaperRow | None = None
    for row in found.rows:
        if row.kind is RowKind.GROUP:
            head = PaperRow(row.label)
            continue
        cells = [flowsheet.cell(words, found, row, column) for column in columns]
        if not any(cell.text for cell in cells):
            continue
        if head is not None:
            rows.append(head)
            head = None
        paper = tuple(PaperCell(cell.text, cell.flag, cell.grade) for cell in cells)
        rows.append(PaperRow(row.label, row.shown_unit, row.range, paper))
    return rows
