"""Rows that are typed like a spreadsheet: what is recorded, what is not saved yet, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.views.widgets.plain_label import plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.history_paste import Pasted
    from hsct_desktop.services.history_rows import HistoryTable, TableRow

Index = QModelIndex | QPersistentModelIndex
LINE: Final = Qt.ItemDataRole.UserRole + 131
"""The `EntryLine` of a row, for the delegate."""


@dataclass(eq=False)
class EntryLine:
    """A row of the table. `changed` says that its texts are not saved; `note` why, `soft` that it is only asked; `held`
    that somebody left in the middle of a word.

    `wrong` are the columns that the note is about, `back` the texts before each typed cell, `asked` the texts that were
    refused last. A line without `row` is new.
    """

    texts: tuple[str, ...]
    row: TableRow | None = None
    changed: bool = False
    note: str = ""
    soft: bool = False
    held: bool = False
    wrong: frozenset[int] = frozenset()
    asked: tuple[str, ...] = ()
    back: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether it is new and nothing stands in it."""
        return self.row is None and not any(text.strip() for text in self.texts)


class EntryModel(QAbstractTableModel):
    """The lines of one table; the last one is blank where rows can be added."""

    def __init__(self, table: HistoryTable, heads: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.heads = tuple(heads)
        self.lines: list[EntryLine] = []

    # what it shows ----------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show what is recorded now: lines stay where they are and keep what is not saved; new ones come below."""
        self.beginResetModel()
        left = {row.key: row for row in rows}
        kept: list[EntryLine] = []
        for line in self.lines:
            row = left.pop(line.row.key, None) if line.row is not None else None
            if line.changed or row is not None:
                kept.append(line)
            if row is not None and not line.changed:
                line.row, line.texts = row, row.texts
        # The blank line stays the same one: somebody may be typing in it.
        last = self.lines[-1] if self.lines else None
        blank = last if last is not None and last.is_blank and not last.changed else self._blank()
        self.lines = kept + [EntryLine(row.texts, row) for row in left.values()]
        if self.table.adds:
            self.lines.append(blank)
        self.endResetModel()

    def _blank(self) -> EntryLine:
        return EntryLine(("",) * len(self.heads))

    def unsaved(self) -> list[EntryLine]:
        """The lines whose texts are not saved."""
        return [line for line in self.lines if line.changed]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(line.note or line.texts[index.column()])
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return line.note or None
        return None

    def is_open(self, line: EntryLine, column: int) -> bool:
        """Whether a cell can be typed in."""
        locked = line.row.locked if line.row is not None else frozenset()
        return column not in locked and self.table.columns[column] not in self.table.derived

    # typing -----------------------------------------------------------------------------------------------------

    def put(self, line: EntryLine, column: int, typed: str) -> None:
        """Take what was typed into a cell; a blank line becomes a new row, with another blank one below."""
        if typed.split() == line.texts[column].split():
            return  # looked at, and left: a note keeps its lines
        name = self.table.columns[column]
        texts = list(line.texts)
        texts[column] = self.table.read_cell(name, typed)
        done = self.table.completed(texts, name)
        if done == line.texts:
            return
        was_blank = line.is_blank and line is self.lines[-1]
        line.back.append(line.texts)
        line.texts, line.changed, line.held = done, True, False
        if line.row is not None and done == line.row.texts:
            self._settle(line)
        self._told(line)
        if was_blank and self.table.adds:
            at = len(self.lines)
            self.beginInsertRows(QModelIndex(), at, at)
            self.lines.append(self._blank())
            self.endInsertRows()

    def restore(
        self, key: str, version: int, texts: tuple[str, ...], before: tuple[str, ...], note: str
    ) -> EntryLine | None:
        """Put the texts of a draft back, as not saved; `before` and `version` are what was recorded then.

        None for the draft of another version of the program.
        """
        if len(texts) != len(self.heads):
            return None
        line = next((line for line in self.lines if line.row is not None and line.row.key == key), None)
        if line is None:
            line = EntryLine(texts)
            self.beginResetModel()
            self.lines.insert(len(self.lines) - 1 if self.table.adds else len(self.lines), line)
            self.endResetModel()
        elif line.row is not None:
            line.row = replace(line.row, version=version, texts=before)
        line.texts, line.changed = texts, True
        self.hold(line, note)
        return line

    def tell_again(self, line: EntryLine, note: str, soft: bool, wrong: Sequence[int]) -> None:
        """Say of a draft what was said before: what was asked is still asked, and Enter answers it."""
        line.held = False
        self._say(line, str(note), soft=bool(soft), wrong=frozenset(wrong))

    def hold(self, line: EntryLine, note: str) -> None:
        """Somebody went away while typing: what stands there is no row to be saved before Enter says so."""
        if line.changed:
            line.held, line.note, line.soft = True, note, True
            self._told(line)

    def take_back(self, line: EntryLine) -> bool:
        """Take the last typed cell of an unsaved line back; False where there is none."""
        if not line.changed:
            return False
        before = line.back.pop() if line.back else (line.row.texts if line.row is not None else ("",) * len(line.texts))
        line.texts = before
        recorded = line.row.texts if line.row is not None else ("",) * len(line.texts)
        if before == recorded:
            self._settle(line)
        line.note, line.soft, line.held, line.wrong = "", False, False, frozenset()
        self._told(line)
        return True

    def drop(self, line: EntryLine) -> None:
        """Forget what is not saved of a line; a new one goes."""
        self._settle(line)
        if line.row is not None:
            line.texts = line.row.texts
            self._told(line)
        elif line in self.lines[:-1]:
            self._remove(line)

    def _remove(self, line: EntryLine) -> None:
        at = self.lines.index(line)
        self.beginRemoveRows(QModelIndex(), at, at)
        self.lines.remove(line)
        self.endRemoveRows()

    @staticmethod
    def _settle(line: EntryLine) -> None:
        line.changed, line.note, line.soft, line.held = False, "", False, False
        line.wrong, line.asked, line.back = frozenset(), (), []

    def _told(self, line: EntryLine) -> None:
        at = self.lines.index(line)
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.heads) - 1))

    # saving -----------------------------------------------------------------------------------------------------

    def save(self, line: EntryLine, *, explicit: bool) -> Changes | None:
        """Save a line that was changed; None where nothing was written: then the line says why.

        `explicit` is Enter: it lets through what was only asked about these very texts, and tries again what was
        refused; a line that is merely left is not tried twice.
        """
        if not line.changed:
            return None
        if line.is_blank:
            self.drop(line)
            return None
        again = line.asked == line.texts
        if (again or line.held) and not explicit:
            return None
        line.held = False
        try:
            changes = self.table.write(line.row, line.texts, confirmed=explicit and again and line.soft)
        except InputError as error:
            self._refuse(line, error.problems)
            return None
        except KnownError as error:
            self._fail(line, error)
            return None
        from hsct_desktop.services.history_rows import TableRow

        key = line.row.key if line.row is not None else self.table.key_of(changes)
        self._settle(line)
        line.row = TableRow(key, 0, line.texts)
        return changes

    def place(self, cells: Mapping[int, str]) -> EntryLine | None:
        """A new row of pasted cells, by column, not saved yet; None where nothing stands in it."""
        line = self.lines[-1]
        for column, cell in cells.items():
            self.put(line, column, cell)
        return line if line.changed else None

    def settle_block(self, lines: Sequence[EntryLine], pasted: Pasted, note: str) -> None:
        """Take what became of the new rows of a block; `note` is what a row says that was not tried."""
        from hsct_desktop.services.history_rows import TableRow

        for line, result in zip(lines, pasted.results, strict=True):
            if result is None:
                self.hold(line, line.note or note)
            elif isinstance(result, InputError):
                self._refuse(line, result.problems)
            else:
                self._settle(line)
                line.row = TableRow(self.table.key_of(result), 0, line.texts)

    def _refuse(self, line: EntryLine, problems: Sequence[Problem]) -> None:
        sentence = " ".join(self.table.words.problem(problem) for problem in problems)
        wrong = frozenset(self.table.columns.index(p.field) for p in problems if p.field in self.table.columns)
        self._say(line, sentence, soft=all(problem.soft for problem in problems), wrong=wrong)

    def _fail(self, line: EntryLine, error: KnownError) -> None:
        """A row that somebody changed meanwhile shows what they wrote; any other failure is said as it is."""
        words = self.table.words
        if error.key != "stale_row" or line.row is None:
            self._say(line, words.known_error(error), soft=False)
            return
        key = line.row.key
        line.row = next((row for row in self.table.rows() if row.key == key), None)
        if line.row is None:
            self._say(line, words.text("history.gone_meanwhile"), soft=True)
        else:
            theirs = ", ".join(text for text in line.row.texts if text)
            self._say(line, words.text("history.changed_meanwhile", text=theirs), soft=True)

    def _say(self, line: EntryLine, note: str, *, soft: bool, wrong: frozenset[int] = frozenset()) -> None:
        line.note, line.soft, line.wrong, line.asked = note, soft, wrong, line.texts
        self._told(line)
