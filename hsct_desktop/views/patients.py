"""Patients: everybody in the file, whatever became of them, with one field to filter."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.views.context import Context, Subject
from hsct_desktop.views.sized_table import SizedTable
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import icon
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.paint import text_width
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.table import TableRole

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.patients import PatientHit

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_DEBOUNCE_MS: Final = 120
_LIMIT: Final = 500
_KINDS: Final = {"patient", "transplant", "visit", "schedule", "state"}


class Column(IntEnum):
    """The columns from left to right."""

    NAME = 0
    BORN = 1
    CODE = 2
    DISEASE = 3
    DAY = 4
    STATE = 5
    NEXT = 6


class PatientsModel(QAbstractTableModel):
    """Hits with their words; `data()` only looks them up."""

    def __init__(self, headers: Sequence[str], wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._wording = wording
        self._hits: list[PatientHit] = []
        self._words: list[tuple[str, ...]] = []

    def set_hits(self, hits: list[PatientHit]) -> None:
        """Show other patients."""
        self.beginResetModel()
        self._hits = hits
        self._words = [self._words_of(hit) for hit in hits]
        self.endResetModel()

    def hit(self, row: int) -> PatientHit:
        """One patient."""
        return self._hits[row]

    def widest(self, column: Column) -> float:
        """Room the widest words of a column take."""
        type_ = font(bold=column is Column.NAME)
        heads = text_width(self._headers[column], font("caption"))
        return max([heads, *(text_width(words[column], type_) for words in self._words)])

    def _words_of(self, hit: PatientHit) -> tuple[str, ...]:
        words = self._wording
        day = "" if hit.day is None else words.signed_day(hit.day)
        followed = hit.follow_up is FollowUp.FOLLOWED
        state = words.enum("follow_up", hit.follow_up)
        return (
            hit.name,
            words.date(hit.birth_date),
            hit.code,
            hit.disease,
            day,
            state,
            hit.next_visit if followed else "",
        )

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words[row][column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(word for word in self._words[row] if word)
        if role == TableRole.BOLD:
            return column == Column.NAME
        if role == TableRole.SAME_NAME:
            return column == Column.NAME and self._hits[row].same_name
        if role == TableRole.TOKEN:
            quiet = column in (Column.CODE, Column.NEXT) or not self._hits[row].follow_up.is_followed
            return "muted" if quiet and column != Column.NAME else "text"
        if role == Qt.ItemDataRole.TextAlignmentRole and column == Column.DAY:
            return int(Qt.AlignmentFlag.AlignRight)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == Column.DAY:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class PatientsPage(QWidget):
    """The page: filter above, table below. Typing filters, arrows choose, Enter opens."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        headers = (
            self.tr("Patient"), self.tr("Born"), self.tr("Code"), self.tr("Disease"),
            self.tr("Day"), self.tr("State"), self.tr("Next visit"),
        )  # fmt: skip
        self.model = PatientsModel(headers, ctx.wording, self)
        self.table = SizedTable(self.tr("Patients"))
        self.table.setModel(self.model)
        self.table.resized.connect(self._size_columns)
        self.table.opened.connect(self.open_selected)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter by name, code or birth date"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setClearButtonEnabled(True)
        sign = self.filter.addAction(icon("filter", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText(self.tr("Filter"))
        self.filter.setFixedSize(310, Height.FIELD)
        self.filter.installEventFilter(self)
        self._count = PlainLabel("", "muted")
        self.empty = EmptyState("")
        self.empty.activated.connect(self._on_empty_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE_MS)
        self._timer.timeout.connect(self.refresh)
        self.filter.textChanged.connect(lambda _text: self._timer.start())
        self._lay_out()
        ctx.news.changed.connect(self._on_news)
        ctx.workspace_changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.MEDIUM)
        row.addWidget(self.filter)
        row.addWidget(self._count)
        row.addStretch(1)
        card = Panel(flush=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        card.add(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, 0, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        column.addLayout(row)
        column.addWidget(card, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def refresh(self) -> None:
        """Read the patients anew."""
        self._timer.stop()
        workspace = self._ctx.workspace
        hits: list[PatientHit] = []
        if workspace is not None:
            from hsct_desktop.services import patients

            hits = patients.browse(workspace, self.filter.text().strip(), _LIMIT)
        self.model.set_hits(hits)
        self._word(len(hits))
        self._stack.setCurrentWidget(self.table if hits else self.empty)
        if hits:
            self.table.selectRow(0)
        self._size_columns()

    def subject(self) -> Subject | None:
        """Whom the letters act on: the selected row."""
        index = self.table.currentIndex()
        return Subject(self.model.hit(index.row()).id) if index.isValid() else None

    def open_selected(self) -> None:
        """Open the selected patient."""
        subject = self.subject()
        if subject is not None:
            self._ctx.show_patient(subject.patient_id)

    def focus_first(self) -> None:
        """Put the keyboard into the filter: typing narrows at once."""
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        self.filter.selectAll()

    def _word(self, count: int) -> None:
        if count >= _LIMIT:
            self._count.setText(self.tr("the first {}; type to narrow").format(count))
        else:
            self._count.setText(self.tr("%n patient(s)", "", count))
        if self.filter.text().strip():
            self.empty.set_text(self.tr("Nobody is found by that."), self.tr("Show all patients"))
        else:
            self.empty.set_text(self.tr("There is no patient in this file yet."), self.tr("New patient"))

    def _on_empty_button(self) -> None:
        if self.filter.text().strip():
            self.filter.clear()
            self.refresh()
        else:
            self._ctx.show_registration()

    def _on_news(self, changes: Changes, _initiator: object) -> None:
        if changes.kinds & _KINDS:
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.table.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._timer.isActive():
                    self.refresh()
                self.open_selected()
                return True
        return super().eventFilter(watched, event)

    def _size_columns(self) -> None:
        rest = self.table.viewport().width()
        for column in Column:
            if column is Column.NEXT:
                continue
            extra = 44 if column is Column.NAME else 28
            width = int(min(self.model.widest(column) + extra, 320))
            self.table.setColumnWidth(column, width)
            rest -= width
        self.table.setColumnWidth(Column.NEXT, max(rest, 120))
