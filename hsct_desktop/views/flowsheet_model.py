"""The flowsheet as a table model: cells worded once and kept, texts that could not be saved kept beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from hsct_desktop.domain.analyte import shown_unit
from hsct_desktop.domain.flowsheet import EMPTY, FlowCell, FlowColumn, FlowRow, RowKind
from hsct_desktop.domain.lab_result import CellEntry, Sample, cell_key
from hsct_desktop.views.context import Context
from hsct_desktop.views.widgets.plain_label import plain_tooltip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hsct_desktop.services.flowsheet import Flowsheet

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Refused:
    """A text that was typed into a cell and not saved, and the sentence that says why. `soft`: once more keeps it."""

    entry: CellEntry
    sentence: str
    soft: bool


class FlowsheetModel(QAbstractTableModel):
    """Rows and columns of a sheet; `refused` are the texts that were not saved, by the key of their cell."""

    refused_changed = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.sheet: Flowsheet | None = None
        self.rows: tuple[FlowRow, ...] = ()
        self.columns: tuple[FlowColumn, ...] = ()
        self.refused: dict[str, Refused] = {}
        self._cells: dict[tuple[int, int], FlowCell] = {}

    # reading ----------------------------------------------------------------------------------------------------

    def show(self, sheet: Flowsheet) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.sheet, self.rows, self.columns = sheet, sheet.rows, sheet.columns
        self._cells.clear()
        self.endResetModel()

    def patch(self, sheet: Flowsheet, days: Iterable[object]) -> None:
        """Take over columns of some days that were read again."""
        wanted = set(days)
        self.sheet, self.columns = sheet, sheet.columns
        touched = [number for number, column in enumerate(self.columns) if column.sample.taken_on in wanted]
        for key in [key for key in self._cells if key[1] in set(touched)]:
            del self._cells[key]
        if touched:
            self.dataChanged.emit(self.index(0, touched[0]), self.index(len(self.rows) - 1, touched[-1]))

    def cell(self, row: int, column: int) -> FlowCell:
        """What a cell shows."""
        key = (row, column)
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = self._worded(row, column)
        return found

    def _worded(self, row: int, column: int) -> FlowCell:
        from hsct_desktop.services import flowsheet

        if self.sheet is None or self.rows[row].kind is RowKind.GROUP:
            return EMPTY
        return flowsheet.cell(self._ctx.wording, self.sheet, self.rows[row], self.columns[column])

    def spark(self, row: int, first: int, last: int) -> list[tuple[int, float]]:
        """Column and canonical value of the results of a row in a span of columns, for the small curve above which
        the columns stand."""
        code = self.rows[row].code
        found = []
        for number in range(first, min(last + 1, len(self.columns))):
            result = self.columns[number].values.get(code)
            if result is not None and result.canonical is not None:
                found.append((number, float(result.canonical)))
        return found

    def is_open(self, row: int, column: int) -> bool:
        """Whether a value may be typed into the cell."""
        return self.rows[row].is_typed and not self.cell(row, column).from_visit

    # refused texts ----------------------------------------------------------------------------------------------

    def key(self, row: int, column: int) -> str:
        """The name of a cell in problems and drafts."""
        return cell_key(self.rows[row].code, self.columns[column].sample)

    def refusal(self, row: int, column: int) -> Refused | None:
        """The text of a cell that was not saved."""
        return self.refused.get(self.key(row, column)) if self.refused else None

    def keep(self, refused: Refused) -> None:
        """Keep a text that was not saved in its cell."""
        self.refused[refused.entry.key] = refused
        self._repaint(refused.entry)

    def drop(self, entry: CellEntry) -> None:
        """Forget the text of a cell that was not saved."""
        if self.refused.pop(entry.key, None) is not None:
            self._repaint(entry)

    def _repaint(self, entry: CellEntry) -> None:
        place = self.place(entry.analyte, entry.sample)
        if place is not None:
            index = self.index(*place)
            self.dataChanged.emit(index, index)
        self.refused_changed.emit()

    def place(self, code: str, sample: Sample) -> tuple[int, int] | None:
        """Row and column of a cell, None where the sheet does not show it."""
        row = next((n for n, found in enumerate(self.rows) if found.code == code and found.is_typed), None)
        column = next((n for n, found in enumerate(self.columns) if found.sample == sample), None)
        return None if row is None or column is None else (row, column)

    # Qt ---------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].kind is RowKind.GROUP:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            row = self.rows[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return row.label
            if role == Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(" ".join(part for part in (row.label, row.range, row.shown_unit) if part))
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.column_words(section)
        return plain_tooltip(self.column_words(section)) if role == Qt.ItemDataRole.ToolTipRole else None

    def column_words(self, section: int) -> str:
        """A column in words: day, date, time, laboratory, visit, marks."""
        column, words = self.columns[section], self._ctx.wording
        number = ""
        if column.number is not None:
            number = words.text("date.day_after_infusion", day=words.signed_day(column.number))
        sample = column.sample
        parts = [number, words.date_weekday(sample.taken_on), sample.taken_at, column.laboratory, column.visit]
        return " · ".join(part for part in (*parts, *column.marks) if part)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            refused = self.refusal(row, column)
            return refused.entry.text if refused is not None else self.cell(row, column).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            refused = self.refusal(row, column)
            return plain_tooltip(refused.sentence if refused is not None else self._as_typed(row, column)) or None
        return None

    def _as_typed(self, row: int, column: int) -> str:
        """The text of a value that is shown in another unit than it was typed in."""
        result = self.cell(row, column).result
        if result is None or result.value is None or result.unit == self.rows[row].unit:
            return ""
        unit = "" if any(sign.isalpha() for sign in result.text) else shown_unit(result.unit)
        return self.tr("As typed: {value}").format(value=f"{result.text} {unit}".strip())

    def _spoken(self, row: int, column: int) -> str:
        """A cell for a screen reader: what a glance at the picture tells."""
        cell, head = self.cell(row, column), self.rows[row]
        words = self._ctx.wording
        parts = [head.label, cell.text or self.tr("empty"), head.shown_unit if cell.text else ""]
        if cell.flag:
            parts.append(words.enum("result_flag", cell.flag))
        if cell.grade:
            parts.append(self.tr("grade {}").format(cell.grade))
        if cell.expected:
            parts.append(self.tr("expected in aplasia"))
        if cell.waiting:
            parts.append(self.tr("not seen yet"))
        if cell.from_visit:
            parts.append(self.tr("from the visit"))
        return ", ".join([*filter(None, parts), self.column_words(column)])
