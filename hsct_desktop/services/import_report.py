"""What became of an import: the report as PDF, CSV and JSON, and the file of the rows that did not come in.

The file of refused rows has the layout of the file that came, so that it can be corrected and imported again.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.import_report import write_import_report
from hsct_desktop.documents.import_report_inputs import (
    ImportReport,
    ReportColumn,
    ReportConflict,
    ReportRow,
    ReportSheet,
)
from hsct_desktop.domain.book import EMPTY, Book, Cell, CellKind
from hsct_desktop.domain.data_table import DataColumn, DataTable, DataType
from hsct_desktop.domain.import_column import Recognised, review
from hsct_desktop.domain.import_mapping import DateOrder, MappedColumn, Question
from hsct_desktop.domain.import_row import CellProblem
from hsct_desktop.domain.import_run import RowKey, RowState, RowVerdict
from hsct_desktop.domain.import_table import LineKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.exchange.import_rejects import RejectSheet, rejects_csv, rejects_workbook
from hsct_desktop.exchange.table_writer import write_csv
from hsct_desktop.services.import_check import DryRun, SheetPlan
from hsct_desktop.services.import_codes import code_lists
from hsct_desktop.services.output_file import PAPER, PDF, check_place, check_writable, same_place, write_file
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace

Columns = Mapping[str, Sequence[Recognised]]
"""The columns of each sheet as they were understood."""
_SKIPPED: Final = "import_skipped"
_STOPS: Final = ("; ", ": ")
_EPOCH: Final = {DateOrder.SERIAL_1900: date(1899, 12, 30), DateOrder.SERIAL_1904: date(1904, 1, 1)}
_FIRST_SERIAL: Final = 61
"""The first day that a count from 1900 counts rightly."""


def build(
    ws: Workspace, run: DryRun, *, is_dry: bool = True, language: str = "", recognised: Columns | None = None
) -> ImportReport:
    """The report of a dry run, or of the run that was taken (`is_dry` False), in the reader's language.

    `recognised` are the columns as they were understood, with what they ask; without them the mapping is held against
    the table once more.
    """
    spoken = language or ws.language
    words = replace(ws, language=spoken).wording
    with ws.read() as session:
        context = print_context(ws, session, spoken, ws.today())
    plans = {plan.sheet: plan for plan in run.plans}
    cells = {RowKey(plan.sheet, row.number): row.cells for plan in run.plans for row in plan.table.rows}
    refused, hints = (
        tuple(
            line
            for row in run.rows
            if (row.state is RowState.REFUSED) is is_refused
            for line in _told(words, plans.get(row.key.sheet), row, cells.get(row.key, ()))
        )
        for is_refused in (True, False)
    )
    totals = {state.value: run.counts.get(state, 0) for state in RowState}
    return ImportReport(
        context, run.file_name, run.sha256, is_dry, tuple(_sheet(words, run, plan) for plan in run.plans), totals,
        tuple((words.enum("import_row", name), count) for name, count in totals.items()), run.new_patients,
        len(run.decisions.cells), sum(_is_skipped(row) for row in run.rows),
        tuple(column for plan in run.plans for column in _columns(ws, words, plan, recognised or {})),
        tuple((group.text, ranges(group.rows, named=len(plans) > 1)) for group in run.groups), refused, hints,
        tuple(line for row in run.rows for line in _conflicts(words, plans, row)),
        tuple((row.key.sheet, row.key.number, row.code, words.enum("import_row", row.state.value)) for row in run.rows),
    )  # fmt: skip


def ranges(rows: Sequence[RowKey], *, named: bool = False) -> str:
    """Rows as few words as can be: "4–10, 12"; with the names of the sheets where there are several."""
    parts: list[str] = []
    for sheet in dict.fromkeys(row.sheet for row in rows):
        numbers = sorted({row.number for row in rows if row.sheet == sheet})
        spans: list[tuple[int, int]] = []
        for number in numbers:
            first = spans.pop()[0] if spans and spans[-1][1] == number - 1 else number
            spans.append((first, number))
        told = ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in spans)
        parts.append(f"{sheet}: {told}" if named else told)
    return "; ".join(parts)


def _sheet(words: Wording, run: DryRun, plan: SheetPlan) -> ReportSheet:
    left_out = tuple((one.number, words.enum("import_line", one.kind.value)) for one in plan.table.left_out)
    rows = sum(row.key.sheet == plan.sheet for row in run.rows)
    return ReportSheet(plan.sheet, words.enum("import_kind", plan.kind.value), plan.kind.value, rows, left_out)


def _is_skipped(row: RowVerdict) -> bool:
    return any(one.problem.key == _SKIPPED for one in row.problems)


def _head(plan: SheetPlan | None, column: int) -> str:
    """The head of a column, its letter-like number where it has none, "" for the whole row."""
    if plan is None or column < 0:
        return ""
    heads = plan.table.heads
    return (heads[column] if column < len(heads) else "") or str(column + 1)


def _told(words: Wording, plan: SheetPlan | None, row: RowVerdict, cells: Sequence[Cell]) -> Iterator[ReportRow]:
    """A line for each problem of a row, with the cell that it is about."""
    for one in row.problems:
        at = one.place.column
        reason, remedy = _parts(words.problem(one.problem))
        value = one.text or (cells[at].text if 0 <= at < len(cells) else "")
        yield ReportRow(row.key.sheet, row.key.number, row.code, _head(plan, at), value, reason, remedy)


def _parts(sentence: str) -> tuple[str, str]:
    """What is wrong, and what to do about it where the sentence says so."""
    plain = sentence.replace("\u00a0", " ")
    for stop in _STOPS:
        wrong, found, remedy = plain.rpartition(stop)
        if found:
            return f"{wrong}.", remedy[:1].upper() + remedy[1:]
    return plain, ""


def _conflicts(words: Wording, plans: Mapping[str, SheetPlan], row: RowVerdict) -> Iterator[ReportConflict]:
    for one in row.conflicts:
        yield ReportConflict(
            row.key.sheet, row.key.number, row.code, _head(plans.get(row.key.sheet), one.place.column),
            _field_label(words, one.field.partition("@")[0]), one.recorded, one.in_file, one.takes_file,
        )  # fmt: skip


def _field_label(words: Wording, field_id: str) -> str:
    key = f"import_field.{field_id}"
    return words.text(key) if words.has(key) else field_id


def _columns(ws: Workspace, words: Wording, plan: SheetPlan, recognised: Columns) -> Iterator[ReportColumn]:
    """Every column of the sheet with what it was taken for."""
    found = recognised.get(plan.sheet)
    if found is None:
        fields = import_fields()[plan.kind]
        try:
            found = review(plan.table, plan.mapping, fields, code_lists(ws.catalogue), ws.today())
        except InputError:  # heads that are not in this file; the rows tell of it
            return
    for one in found:
        column = one.column
        yield ReportColumn(
            plan.sheet, _head(plan, one.index), _field_label(words, column.field) if column.field else "",
            ", ".join((*_form(words, column), *_open(words, one.asks))), column.field, one.confidence.value,
            one.examples, tuple(question.value for question in one.asks),
        )  # fmt: skip


def _form(words: Wording, column: MappedColumn) -> Iterator[str]:
    """How the cells of a column are read."""
    if column.analyte:
        yield column.analyte
    if column.step is not None and column.step.date_head:
        yield words.text("import_report.step.column", head=column.step.date_head)
    elif column.step is not None:
        unit = words.text(f"import_report.step.{column.step.unit.value}", count=f"{column.step.count:+d}")
        yield unit
    if column.date_order is not None:
        yield words.enum("date_order", column.date_order.value)
    if column.decimal:
        yield words.text("import_report.decimal", sign=column.decimal)
    if column.unit:
        yield column.unit
    if column.codes:
        yield words.count("import_report.codes", len(column.codes))


def _open(words: Wording, asks: Sequence[Question]) -> Iterator[str]:
    """The questions that nobody has answered yet."""
    yield from (f"▲ {words.enum('import_question', question.value)}" for question in asks)


# JSON and CSV -------------------------------------------------------------------------------------------------------


def as_json(report: ImportReport) -> dict[str, Any]:
    """The report for programs; rows_read = new + changed + same + conflict + refused."""
    kinds = [sheet.kind_id for sheet in report.sheets]
    return {
        "file": report.file,
        "sha256": report.sha256,
        "kind": kinds[0] if len(set(kinds)) == 1 else kinds,
        "dry_run": report.is_dry,
        "rows_read": report.read,
        **report.totals,
        "new_patients": report.new_patients,
        "skipped_by_choice": report.skipped,
        "left_out": [
            {"sheet": sheet.name, "row": number, "what": what}
            for sheet in report.sheets
            for number, what in sheet.left_out
        ],
        "refused_rows": [_row_json(line) for line in report.refused],
        "hints": [_row_json(line) for line in report.hints],
        "conflicts": [
            {"sheet": one.sheet, "row": one.row, "column": one.column, "field": one.field, "recorded": one.recorded,
             "in_file": one.in_file, "taken": "file" if one.takes_file else "record"}
            for one in report.conflicts
        ],
        "columns": [
            {"sheet": one.sheet, "head": one.head, "field": one.field_id, "confidence": one.confidence,
             "form": one.form, "examples": list(one.examples),
             "asks": list(one.asks)}
            for one in report.columns
        ],
    }  # fmt: skip


def _row_json(line: ReportRow) -> dict[str, Any]:
    return {
        "sheet": line.sheet, "row": line.row, "code": line.code, "column": line.column, "value": line.value,
        "reason": line.reason, "remedy": line.remedy,
    }  # fmt: skip


def as_table(words: Wording, report: ImportReport) -> DataTable:
    """Every row of the file: its state, and a line more for each further thing to say of it."""
    said: dict[tuple[str, int], list[tuple[str, str, str]]] = {}
    for line in (*report.refused, *report.hints):
        told = f"{line.reason} {line.remedy}".strip()
        said.setdefault((line.sheet, line.row), []).append((line.column, line.value, told))
    for one in report.conflicts:
        key = "import_report.took_file" if one.takes_file else "import_report.kept_record"
        said.setdefault((one.sheet, one.row), []).append(
            (one.column, one.in_file, words.text(key, field=one.field, recorded=one.recorded))
        )
    rows = [
        (sheet or None, number, code or None, state, *(text or None for text in told))
        for sheet, number, code, state in report.states
        for told in said.get((sheet, number), [("", "", "")])
    ]
    heads = ("sheet", "row", "code", "state", "column", "value", "what")
    columns = tuple(
        DataColumn(words.text(f"import_report.head.{name}"), DataType.WHOLE if name == "row" else DataType.TEXT)
        for name in heads
    )
    return DataTable("import_report", words.text("import_report.title"), columns, rows)


def check_places(
    ws: Workspace,
    report: Path | None,
    refused: Path | None,
    read: Sequence[Path] = (),
    *,
    overwrite: bool = False,
) -> None:
    """Refuse places for the report and the refused rows before anything is taken in: afterwards would be too late.

    Neither may be the other, or one of the files that are `read`, whatever `overwrite` says.
    """
    if report is not None:
        _check_report_name(report)
    if refused is not None:
        _check_refused_name(refused)
    kinds = {report: PDF if report is not None and report.suffix.casefold() == ".pdf" else PAPER, refused: PAPER}
    for path, kind in kinds.items():
        if path is None:
            continue
        check_place(path, ws.store.path, kind, overwrite=overwrite)
        if any(same_place(path, other) for other in read):
            raise KnownError("import_over_source", path=path)
        check_writable(path, kind)
    if report is not None and refused is not None and same_place(report, refused):
        raise KnownError("import_places_same", path=refused)


def _check_report_name(path: Path) -> None:
    if path.suffix.casefold() not in (".pdf", ".csv", ".json"):
        raise KnownError("import_report_name", path=path)


def _check_refused_name(path: Path) -> None:
    if path.suffix.casefold() not in (".csv", ".xlsx"):
        raise KnownError("import_refused_name", path=path)


def write_report(
    ws: Workspace,
    run: DryRun,
    path: Path,
    *,
    is_dry: bool = True,
    overwrite: bool = False,
    recognised: Columns | None = None,
) -> Path:
    """Write the report as PDF, CSV or JSON, as the name ends; whole or not at all. KnownError says why not."""
    _check_report_name(path)
    ending = path.suffix.casefold()
    report = build(ws, run, is_dry=is_dry, recognised=recognised)
    if ending == ".json":
        content = (json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n").encode()
        return write_file(content, path, ws.store.path, PAPER, overwrite=overwrite)
    stream = io.BytesIO()
    if ending == ".csv":
        write_csv(as_table(ws.wording, report), stream)
        return write_file(stream.getvalue(), path, ws.store.path, PAPER, overwrite=overwrite)
    write_import_report(report, stream)
    return write_file(stream.getvalue(), path, ws.store.path, PDF)


# refused rows -------------------------------------------------------------------------------------------------------


def write_refused(ws: Workspace, run: DryRun, path: Path, book: Book | None = None, *, overwrite: bool = False) -> int:
    """Write the refused rows in the layout of their file with the reasons in an added column; how many there are.

    A workbook or CSV, as the name ends; nothing is written where no row was refused. `book` gives titles and header as
    they stand. KnownError `import_refused_name`; `import_refused_sheets` for several sheets as CSV.
    """
    _check_refused_name(path)
    ending = path.suffix.casefold()
    found = [(plan, rows) for plan in run.plans if (rows := _refused_of(run, plan))]
    if not found:
        return 0
    if ending == ".csv" and len(found) > 1:
        raise KnownError("import_refused_sheets", path=path)
    sheets = [_reject_sheet(ws.wording, plan, rows, book, as_text=ending == ".csv") for plan, rows in found]
    if ending == ".csv":
        content = rejects_csv(sheets[0], book.delimiter if book is not None else "")
    else:
        content = rejects_workbook(sheets, starts_1904=any(plan.table.starts_1904 for plan, _ in found))
    write_file(content, path, ws.store.path, PAPER, overwrite=overwrite)
    return sum(len(rows) for _, rows in found)


def _refused_of(run: DryRun, plan: SheetPlan) -> list[RowVerdict]:
    return [row for row in run.rows if row.key.sheet == plan.sheet and row.state is RowState.REFUSED]


def _reject_sheet(
    words: Wording, plan: SheetPlan, rows: Sequence[RowVerdict], book: Book | None, *, as_text: bool
) -> RejectSheet:
    table = plan.table
    sheet = book.sheet(plan.sheet) if book is not None else None
    heads = tuple(Cell(head, CellKind.TEXT) if head else EMPTY for head in table.heads)
    above = [heads] if sheet is None else [tuple(row) for row in sheet.rows[: table.header_row]]
    header = {one.number for one in table.left_out if one.kind is LineKind.HEADER and one.number <= table.header_row}
    if as_text and sheet is not None and len(header) > 1:  # CSV knows no joined cells: heads as put together
        above = [() if number in header else row for number, row in enumerate(above, start=1)]
        above[-1] = heads
    held = {row.number: row.cells for row in table.rows}
    columns = dict(_mapped(plan)) if as_text else {}
    kept = [
        (tuple(_as_text(cell, columns.get(at)) if as_text else cell for at, cell in enumerate(held[row.key.number])),
         _reasons(words, plan, row.problems))
        for row in rows
        if row.key.number in held
    ]  # fmt: skip
    merged = () if sheet is None else tuple(one for one in sheet.merged if one.bottom < table.header_row)
    return RejectSheet(plan.sheet, above, kept, words.text("import_report.reason_column"), merged)


def _mapped(plan: SheetPlan) -> Iterator[tuple[int, MappedColumn]]:
    from hsct_desktop.domain.import_mapping import places_of

    try:
        yield from places_of(plan.mapping, plan.table).columns.items()
    except InputError:  # heads that are not in this file: their cells stay as they are
        return


def _as_text(cell: Cell, column: MappedColumn | None) -> Cell:
    """A cell of a workbook as the mapping would read it from a text: its decimal sign; days counted as ISO days."""
    if cell.kind is not CellKind.NUMBER or column is None:
        return cell
    order = column.date_order if column.date_order in _EPOCH else column.serials
    if order in _EPOCH and cell.text.isdigit() and _FIRST_SERIAL <= int(cell.text) < 1_000_000:
        return Cell((_EPOCH[order] + timedelta(days=int(cell.text))).isoformat(), CellKind.DATE)
    return Cell(cell.text.replace(".", ","), CellKind.NUMBER) if column.decimal == "," else cell


def _reasons(words: Wording, plan: SheetPlan, problems: Sequence[CellProblem]) -> str:
    """Why the row stays behind, each column named once."""
    hard = [one for one in problems if not one.problem.soft]
    said = [(_head(plan, one.place.column), words.problem(one.problem).replace("\u00a0", " ")) for one in hard]
    lines = (f"{head}: {sentence}" if head else sentence for head, sentence in said)
    return " ".join(dict.fromkeys(lines))
