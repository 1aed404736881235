"""What a row of a file is called: whose it is, the head of a cell, the cell as the file shows it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from hsct_desktop.domain.import_row import CellProblem
from hsct_desktop.domain.import_run import Decisions, RowKey
from hsct_desktop.views.import_grid_model import as_written, column_of

if TYPE_CHECKING:
    from hsct_desktop.catalogue.wording import Wording
    from hsct_desktop.domain.import_table import ImportTable
    from hsct_desktop.services.import_check import SheetPlan

_NAMES: Final = (
    "patient.family_name", "patient.full_name", "patient.full_name_given_first", "patient.given_name",
)  # fmt: skip
_BORN: Final = "patient.birth_date"
CODE: Final = "patient.code"


class RowFacts:
    """Words for the rows of the sheets of one run."""

    def __init__(self, plans: Sequence[SheetPlan], decisions: Decisions, words: Wording) -> None:
        self._plans = {plan.sheet: plan for plan in plans}
        self._decisions, self._words = decisions, words
        self._rows = cache(self._find_rows)
        self._columns = cache(self._find_columns)
        self._fields = cache(self._find_fields)

    def _find_rows(self, sheet: str) -> dict[int, int]:
        plan = self._plans.get(sheet)
        return {row.number: at for at, row in enumerate(plan.table.rows)} if plan is not None else {}

    def value(self, key: RowKey, column: int) -> str:
        """A cell as the file shows it, or what was typed over it; "" for the whole row."""
        corrected = self._decisions.cells.get((key, column))
        if corrected is not None:
            return corrected
        at, plan = self._rows(key.sheet).get(key.number), self._plans.get(key.sheet)
        if plan is None or at is None or column < 0:
            return ""
        return as_written(plan.table.rows[at].at(column), self._words)

    def head(self, key: RowKey, column: int) -> str:
        """The head of a column; "" for the whole row."""
        plan = self._plans.get(key.sheet)
        return plan.table.heads[column] if plan is not None and 0 <= column < len(plan.table.heads) else ""

    def column(self, key: RowKey, told: CellProblem) -> int:
        """The column of a problem, WHOLE_ROW for none."""
        return column_of(told, self._fields(key.sheet))

    def _find_fields(self, sheet: str) -> list[str]:
        plan = self._plans.get(sheet)
        known = {(one.head, one.nth): one.field for one in plan.mapping.columns} if plan is not None else {}
        return [known.get(key, "") for key in numbered(plan.table)] if plan is not None else []

    def name(self, key: RowKey) -> str:
        """Family and given name as the file has them."""
        return " ".join(said for column in self._columns(key.sheet, _NAMES) if (said := self.value(key, column)))

    def born(self, key: RowKey) -> str:
        """The birth date as the file has it."""
        return next((said for column in self._columns(key.sheet, (_BORN,)) if (said := self.value(key, column))), "")

    def who(self, key: RowKey) -> str:
        """Name and birth date."""
        return " · ".join(said for said in (self.name(key), self.born(key)) if said)

    def code_column(self, sheet: str) -> int | None:
        """The column of patient codes."""
        return next(iter(self._columns(sheet, (CODE,))), None)

    def _find_columns(self, sheet: str, fields: tuple[str, ...]) -> list[int]:
        plan = self._plans.get(sheet)
        return columns_of(plan, fields) if plan is not None else []


def columns_of(plan: SheetPlan, fields: Sequence[str]) -> list[int]:
    """Where fields stand in a sheet, in their own order."""
    known = {(column.head, column.nth): column.field for column in plan.mapping.columns}
    by_field: dict[str, list[int]] = {}
    for at, key in enumerate(numbered(plan.table)):
        by_field.setdefault(known.get(key, ""), []).append(at)
    return [at for field in fields for at in by_field.get(field, ())]


def numbered(table: ImportTable) -> list[tuple[str, int]]:
    """The heads of a table, each with its number among those of the same words."""
    seen: dict[str, int] = {}
    found = []
    for head in table.heads:
        seen[head] = seen.get(head, 0) + 1
        found.append((head, seen[head]))
    return found
