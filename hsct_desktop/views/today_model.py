"""Today's rows as a thin table model: all words are made once when the rows arrive, `data()` only looks them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.pictures.glyphs import AWAITED, NEXT_TRY, NO_NEXT_VISIT, TASK, TO_STOP, sign_of
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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a row with its words, or the head of a list (`row` is None)."""

    kind: WorklistKind
    words: tuple[str, ...]
    glyph: str
    spoken: str
    tooltip: str
    row: TodayRow | None = None
    count: int = 0

    @property
    def key(self) -> tuple[str, int, int | None, int | None]:
        """What finds the same row again after a refresh."""
        row = self.row
        return (self.kind, row.patient_id, row.scheduled_id, row.therapy_id) if row else (self.kind, 0, None, None)


GLYPHS: Final = {
    WorklistKind.LATE: "late",
    WorklistKind.DUE: "due",
    WorklistKind.THIS_WEEK: "open",
    WorklistKind.TO_STOP: TO_STOP,
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


def line_of(row: TodayRow, wording: Wording) -> Line:
    """A row with its words in the language of the window."""
    day = "" if row.day is None else wording.signed_day(row.day)
    born = wording.date(row.birth_date)
    words = (row.name, born, row.code, day, row.task, _dates(row, wording), row.why)
    window = "" if row.earliest is None or row.latest is None else wording.range(row.earliest, row.latest)
    label = wording.enum("worklist", row.kind)
    spoken = ", ".join(part for part in (label, row.name, born, row.code, day, row.task, window, row.why) if part)
    tooltip = "\n".join(part for part in (row.name, row.task, window, row.why) if part)
    return Line(row.kind, words, glyph_of(row), spoken, plain_tooltip(tooltip), row)


def _dates(row: TodayRow, wording: Wording) -> str:
    """What the ruler of a row shows, in words: the window of a visit, or the day a therapy was to stop."""
    if row.earliest is None or row.latest is None:
        return "" if row.target is None else wording.day_month(row.target)
    first, last = wording.day_month(row.earliest), wording.day_month(row.latest)
    return first if row.earliest == row.latest else f"{first} – {last}"


def lines_of(lists: TodayLists, wording: Wording, chosen: WorklistKind | None) -> list[Line]:
    """Heads and rows in the order of the lists; of one list only when `chosen`, without a head where it is empty."""
    lines: list[Line] = []
    for kind in WorklistKind:
        rows = [line_of(row, wording) for row in lists.rows if row.kind is kind]
        if rows and chosen in (None, kind):
            label = wording.enum("worklist", kind)
            words = (label, "", "", "", "", "", "")
            spoken = f"{label}, {len(rows)}"
            lines.append(Line(kind, words, GLYPHS[kind], spoken, "", None, len(rows)))
            lines += rows
    return lines


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
