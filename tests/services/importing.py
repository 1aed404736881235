"""Tables as people keep them, for the tests of the import: heads with their fields, and rows of plain texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hsct_desktop.domain.book import Book, Cell, CellKind
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import DateOrder, ImportMapping, MappedColumn
from hsct_desktop.domain.import_run import Decisions
from hsct_desktop.domain.import_table import ImportTable, TableRow
from hsct_desktop.services.import_check import NO_DECISIONS, DryRun, SheetPlan, dry_run
from hsct_desktop.services.workspace import Workspace

PATIENT_HEADS = {
    "Code": "patient.code", "Family": "patient.family_name", "Given": "patient.given_name",
    "Born": "patient.birth_date", "Sex": "patient.sex", "Disease": "patient.disease_id", "Day 0": "transplant.day0",
}  # fmt: skip
EDSS_HEADS = {"Code": "patient.code", "Date": "edss.assessed", "EDSS": "edss.edss"}


def cell(text: str) -> Cell:
    return Cell(text, CellKind.TEXT if text else CellKind.EMPTY)


def plan_of(
    kind: ImportKind,
    heads: Mapping[str, str],
    rows: Sequence[Sequence[str]],
    sheet: str = "Sheet 1",
    defaults: Mapping[str, str] | None = None,
) -> SheetPlan:
    """A sheet whose heads stand in row 1; dates are written 2019-03-12."""
    columns = tuple(MappedColumn(head, field, date_order=DateOrder.YEAR_FIRST) for head, field in heads.items())
    table = ImportTable(
        sheet,
        tuple(heads),
        tuple(TableRow(n, tuple(map(cell, row))) for n, row in enumerate(rows, start=2)),
        (),
        1,
    )
    return SheetPlan(sheet, table, ImportMapping("test", kind, columns, sheet, 1, defaults=defaults or {}))


def patients(*rows: Sequence[str], heads: Mapping[str, str] = PATIENT_HEADS) -> SheetPlan:
    return plan_of(ImportKind.PATIENTS, heads, rows, "Patients")


def edss(*rows: Sequence[str]) -> SheetPlan:
    return plan_of(ImportKind.EDSS, EDSS_HEADS, rows, "EDSS")


def run_of(ws: Workspace, *plans: SheetPlan, decisions: Decisions = NO_DECISIONS) -> DryRun:
    return dry_run(ws, Book("old.xlsx", (), "0" * 64), plans, decisions)
