"""The rows of a file as they stand in it, each cell with what the dry run says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from hsct_desktop.domain.book import Cell, CellKind
from hsct_desktop.domain.import_row import CellProblem, Place
from hsct_desktop.domain.import_run import FieldConflict, RowKey, RowState, RowVerdict
from hsct_desktop.views.widgets.plain_label import plain_tooltip

if TYPE_CHECKING:
    from datetime import date

    from hsct_desktop.catalogue.wording import Wording
    from hsct_desktop.domain.import_run import Decisions
    from hsct_desktop.domain.import_table import ImportTable, TableRow

Index = QModelIndex | QPersistentModelIndex
MARK: Final = Qt.ItemDataRole.UserRole + 130
"""The `Mark` of a cell, None for an ordinary one."""
STATE: Final = Qt.ItemDataRole.UserRole + 131
"""The `RowState` of a row."""
LOOK: Final = Qt.ItemDataRole.UserRole + 132
"""The `ColumnLook` of a column."""
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
WHOLE_ROW: Final = -1


@dataclass(frozen=True)
class Mark:
    """What is said of a cell: `kind` is danger, warn, info, changed or muted; `corrected`: it was typed over."""

    kind: str
    sentence: str = ""
    corrected: bool = False


@dataclass(frozen=True)
class ColumnLook:
    """A column of the grid: its head, whether it is a number, the name of the row, taken at all; its field."""

    head: str
    right: bool = False
    bold: bool = False
    used: bool = True
    field: str = ""


@dataclass
class GridRows:
    """What the grid shows: a table, its verdicts by row number, what a person decided, how columns look."""

    table: ImportTable
    looks: Sequence[ColumnLook]
    verdicts: Mapping[int, RowVerdict] = field(default_factory=dict)
    decisions: Decisions | None = None

    def signed(self) -> frozenset[int]:
        """The columns in which a cell has a sign."""
        told = (place for verdict in self.verdicts.values() for place in _told_places(verdict))
        corrected = {column for _key, column in self.decisions.cells} if self.decisions is not None else set()
        return frozenset({place.column for place in told} | corrected)


class GridModel(QAbstractTableModel):
    """Rows in the order of the file; `data()` only looks them up. `corrected` carries row, column and text typed."""

    corrected = Signal(object, int, str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = wording
        self._missing = self.tr("missing")
        self.rows: GridRows | None = None
        self.lines: list[TableRow] = []
        self._marks: dict[int, dict[int, Mark]] = {}

    def show_rows(self, rows: GridRows | None, lines: Sequence[TableRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows, self.lines = rows, list(lines)
        self._marks = {}
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        looks = self.rows.looks if self.rows is not None else ()
        return 0 if parent is not None and parent.isValid() else len(looks)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.rows is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(self.lines[section].number)
            if role == STATE:
                verdict = self.verdict(section)
                return verdict.state if verdict is not None else None
            return None
        look = self.rows.looks[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return look.head
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(look.head)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(RIGHT if look.right else LEFT)
        return None

    def flags(self, _index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.rows is None:
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self.typed(row, column)
        if role == MARK:
            return self.marks(row).get(column)
        if role == LOOK:
            return self.rows.looks[column]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            mark = self.marks(row).get(column)
            words = mark.sentence if mark is not None and mark.sentence else self.shown(row, column)
            return plain_tooltip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        typed = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or typed == self.typed(index.row(), index.column()):
            return False
        self.corrected.emit(self.key(index.row()), index.column(), typed)
        return True

    # what stands in it --------------------------------------------------------------------------------------------

    def key(self, row: int) -> RowKey:
        """The row of the file in a line of the grid."""
        sheet = self.rows.table.sheet if self.rows is not None else ""
        return RowKey(sheet, self.lines[row].number)

    def verdict(self, row: int) -> RowVerdict | None:
        """What the dry run says of a line."""
        return self.rows.verdicts.get(self.lines[row].number) if self.rows is not None else None

    def _correction(self, row: int, column: int) -> str | None:
        if self.rows is None or self.rows.decisions is None:
            return None
        return self.rows.decisions.cells.get((self.key(row), column))

    def typed(self, row: int, column: int) -> str:
        """What an editor begins with: the correction, else the text of the cell."""
        corrected = self._correction(row, column)
        return corrected if corrected is not None else self.lines[row].at(column).text

    def shown(self, row: int, column: int) -> str:
        """The cell as the file shows it."""
        corrected = self._correction(row, column)
        if corrected is not None:
            return corrected
        words = as_written(self.lines[row].at(column), self._words)
        if not words:
            mark = self.marks(row).get(column)
            return self._missing if mark is not None and mark.kind == "danger" else ""
        return words

    def marks(self, row: int) -> dict[int, Mark]:
        """What is said of the cells of a line, by column; what concerns the whole row stands under WHOLE_ROW."""
        if row not in self._marks:
            self._marks[row] = self._find_marks(row)
        return self._marks[row]

    def _find_marks(self, row: int) -> dict[int, Mark]:
        verdict = self.verdict(row)
        found: dict[int, Mark] = {}
        if verdict is not None:
            found.update({place.column: Mark("muted") for place in verdict.not_done})
            if verdict.state is not RowState.NEW:
                found.update({place.column: Mark("changed") for place in verdict.changes})
            for conflict in verdict.conflicts:
                kind = "warn" if verdict.state is RowState.CONFLICT else "changed" if conflict.takes_file else "info"
                found[conflict.place.column] = Mark(kind, self._conflict(conflict))
            hard_last = sorted(verdict.problems, key=lambda found: not found.problem.soft)
            for told in hard_last:
                kind = "info" if told.problem.soft else "danger"
                looks = self.rows.looks if self.rows is not None else ()
                at = column_of(told, [look.field for look in looks])
                found[at] = Mark(kind, self._words.problem(told.problem))
        corrected = self.rows is not None and self.rows.decisions is not None and bool(self.rows.decisions.cells)
        for column in range(self.columnCount() if corrected else 0):
            if self._correction(row, column) is not None:
                mark = found.get(column, Mark("changed"))
                found[column] = Mark(mark.kind, mark.sentence, corrected=True)
        return found

    def _conflict(self, conflict: FieldConflict) -> str:
        words = self.tr("The record has {0}, the file {1}. The record stays unless the file is chosen.")
        if conflict.takes_file:
            words = self.tr("The record has {0}, the file {1}. The file was chosen.")
        return words.format(conflict.recorded, conflict.in_file)


def column_of(told: CellProblem, fields: Sequence[str]) -> int:
    """The column of a problem: its cell's, else the one column of the field that it names, else WHOLE_ROW."""
    if told.place.column >= 0 or not told.problem.field:
        return told.place.column
    name = told.problem.field.rpartition(".")[2]
    at = [n for n, field in enumerate(fields) if field.rpartition(".")[2] == name]
    return at[0] if len(at) == 1 else WHOLE_ROW


def _told_places(verdict: RowVerdict) -> list[Place]:
    return [told.place for told in verdict.problems] + [conflict.place for conflict in verdict.conflicts]


def _day(text: str) -> date | None:
    from datetime import date

    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def as_written(cell: Cell, words: Wording) -> str:
    """A cell of the file as a spreadsheet shows it."""
    if cell.kind is CellKind.NUMBER:
        return words.decimal(cell.text)
    day = _day(cell.text) if cell.kind in (CellKind.DATE, CellKind.MOMENT) else None
    if day is not None:
        return f"{day:%d/%m/%Y}{cell.text[10:]}"
    return " ".join(cell.text.split())
