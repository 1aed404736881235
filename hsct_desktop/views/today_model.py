"""Today's rows as a thin table model: the words of a row are made once, when it comes into sight."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import cached_property
from heapq import nlargest
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.pictures.glyphs import (
    AWAITED,
    DO_NOT_STOP,
    NEXT_TRY,
    NO_NEXT_VISIT,
    RESULTS,
    TASK,
    TO_STOP,
    VACCINES,
    sign_of,
)
from hsct_desktop.views.widgets.plain_label import plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.today import TodayLists, TodayRow

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class Column(IntEnum):
    """The columns from left to right."""

    PATIENT = 0
    BORN = 1
    CODE = 2
    DAY = 3
    TASK = 4
    RULER = 5
    WHY = 6


class Line:
    """One line of the table: a row, or the head of a list (`row` is None). Its words are made when they are asked for,
    since of thousands of rows only some come into sight.
    """

    def __init__(self, kind: WorklistKind, wording: Wording, row: TodayRow | None = None, count: int = 0) -> None:
        self.kind, self.row, self.count = kind, row, count
        self._wording = wording

    @property
    def key(self) -> tuple[object, ...]:
        """What finds the same row again after a refresh."""
        return self.row.key if self.row is not None else (self.kind.value,)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of each column."""
        row, wording = self.row, self._wording
        if row is None:
            return (wording.enum("worklist", self.kind), "", "", "", "", "", "")
        day = "" if row.day is None else wording.signed_day(row.day)
        name = row.name or wording.text("worklist.nobody")
        return (name, _born(row, wording), row.code, day, row.task, _dates(row, wording), row.why)

    @property
    def glyph(self) -> str:
        """The sign at its start."""
        return GLYPHS[self.kind] if self.row is None else glyph_of(self.row)

    @property
    def spoken(self) -> str:
        """What a screen reader says of the whole line."""
        label, row = self._wording.enum("worklist", self.kind), self.row
        if row is None:
            return f"{label}, {self.count}"
        name, born, code, day, task, _, why = self.words
        return ", ".join(part for part in (label, name, born, code, day, task, self._window, why) if part)

    @property
    def tooltip(self) -> str:
        """Everything that a narrow column may have cut."""
        row = self.row
        if row is None:
            return ""
        return plain_tooltip("\n".join(part for part in (row.name, row.task, self._window, row.why) if part))

    @property
    def _window(self) -> str:
        row = self.row
        if row is None or row.earliest is None or row.latest is None:
            return ""
        return self._wording.range(row.earliest, row.latest)


GLYPHS: Final = {
    WorklistKind.LATE: "late",
    WorklistKind.DUE: "due",
    WorklistKind.THIS_WEEK: "open",
    WorklistKind.TO_STOP: TO_STOP,
    WorklistKind.DO_NOT_STOP: DO_NOT_STOP,
    WorklistKind.VACCINES: VACCINES,
    WorklistKind.RESULTS_TO_REVIEW: RESULTS,
    WorklistKind.NO_NEXT_VISIT: NO_NEXT_VISIT,
    WorklistKind.REPORTS_AWAITED: AWAITED,
    WorklistKind.NEXT_TRIES: NEXT_TRY,
    WorklistKind.TASKS: TASK,
}


def glyph_of(row: TodayRow) -> str:
    """The sign at the start of a row; a booked visit shows its diamond in whichever list it stands, unless late."""
    if row.kind in (WorklistKind.DUE, WorklistKind.THIS_WEEK):
        return str(sign_of(row.status, booked=row.booked is not None)) if row.status is not None else GLYPHS[row.kind]
    return GLYPHS[row.kind]


def _born(row: TodayRow, wording: Wording) -> str:
    return "" if row.birth_date is None else wording.date(row.birth_date)


def _dates(row: TodayRow, wording: Wording) -> str:
    """What the ruler of a row shows, in words: a window, the day a therapy was to stop, that of a try or a report."""
    if row.earliest is None or row.latest is None:
        day = row.target or row.start or row.next_try
        return "" if day is None else wording.day_month(day)
    first, last = wording.day_month(row.earliest), wording.day_month(row.latest)
    return first if row.earliest == row.latest else f"{first} – {last}"


def lines_of(lists: TodayLists, wording: Wording, chosen: WorklistKind | None) -> list[Line]:
    """Heads and rows in the order of the lists; of one list only when `chosen`, without a head where it is empty."""
    by_kind: dict[WorklistKind, list[Line]] = {kind: [] for kind in WorklistKind if chosen in (None, kind)}
    for row in lists.rows:
        if row.kind in by_kind:
            by_kind[row.kind].append(Line(row.kind, wording, row))
    found: list[Line] = []
    for kind, lines in by_kind.items():
        if lines:
            found += [Line(kind, wording, None, len(lines)), *lines]
    return found


def place_again(lines: list[Line], before: Line | None, place: int) -> int | None:
    """Which line is chosen after the rows were read anew; None for none, as after none.

    The row chosen `before`, which stood at `place`; is it gone, whoever moved up into its
    place, or the last of that list. Never a row of another list where one key acts at
    once, as on drugs: pressed twice it would act on somebody else.
    """
    rows = [n for n, line in enumerate(lines) if line.row is not None]
    if before is None or before.row is None:
        return None
    same = next((n for n in rows if lines[n].key == before.key), None)
    if same is not None:
        return same
    listed = [n for n in rows if lines[n].kind is before.kind]
    if not listed and before.kind not in ACTS_AT_ONCE:
        listed = rows
    return next((n for n in listed if n >= place), listed[-1] if listed else None)


ACTS_AT_ONCE: Final = frozenset({WorklistKind.TO_STOP, WorklistKind.DO_NOT_STOP})
"""The lists on which Shift+S extends a drug without a question."""


_MEASURED: Final = 24
"""So many of a column's longest words are measured for its width: in one type the widest is among them."""


def longest(lines: Iterable[Line], column: Column) -> list[Line]:
    """The rows with the longest words of a column. The short ones of thousands of rows are not even made."""
    rows = [line for line in lines if line.row is not None]
    if column in (Column.PATIENT, Column.CODE, Column.TASK):
        rows = nlargest(_MEASURED, rows, key=lambda line: len(_raw(line, column)))
    else:
        # Dates are of one width but for the month, and any hundred rows name all of them.
        rows = rows[:100]
    return rows


def _raw(line: Line, column: Column) -> str:
    row = line.row
    if row is None:
        return ""
    return row.name if column is Column.PATIENT else row.code if column is Column.CODE else row.task


class TodayModel(QAbstractTableModel):
    """Lines of Today; heads cannot be selected."""

    def __init__(self, headers: Iterable[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._lines: list[Line] = []

    def set_lines(self, lines: list[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def lines(self) -> list[Line]:
        """All lines in order."""
        return self._lines

    def line(self, row: int) -> Line:
        """One line."""
        return self._lines[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tooltip
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self._lines[index.row()].row is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
