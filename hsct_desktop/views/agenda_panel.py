"""The chosen day of the agenda: who is booked, which windows are open and not booked, what is closed soon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.glyphs import sign_of
from hsct_desktop.views.context import Subject
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.glyphs import paint_status_glyph
from hsct_desktop.views.widgets.paint import colour as ink
from hsct_desktop.views.widgets.paint import focus_ring, text, text_width
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.domain.working_days import ClosedDay
    from hsct_desktop.services.agenda import AgendaDay, AgendaVisit, AgendaWindow

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
WIDTH: Final = 248
_TITLE, _ENTRY, _WORDS = 30, 42, 22
_LEFT: Final = 12
_TIME: Final = 48
_LINE: Final = 18
_GAP: Final = 5
_SCROLL_BAR: Final = 10
_MOST_WINDOWS: Final = 100
"""Windows listed, those that end first; how many more there are is said."""
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class PanelRow:
    """A line of the panel: a head, words, or an entry that can be chosen (it has a subject).

    `lead` (time or last day) stands first, then `name` in bold and `born`; below them `task`, and `right` at its end.
    """

    kind: str
    lead: str = ""
    name: str = ""
    born: str = ""
    task: str = ""
    right: str = ""
    sign: str = ""
    spoken: str = ""
    key: str = ""
    subject: Subject | None = None


class PanelModel(QAbstractListModel):
    """The lines; heads and words cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[PanelRow] = ()

    def set_rows(self, rows: Sequence[PanelRow]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rows(self) -> Sequence[PanelRow]:
        """What is shown."""
        return self._rows

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        entry = index.isValid() and self._rows[index.row()].subject is not None
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if entry else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole and row.subject is not None:
            return plain_tooltip(row.spoken)
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row, width = _row_of(index), _room(option)
        if row.kind == "entry":
            return QSize(width, _ENTRY + (_LINE if _is_long(row, width) else 0))
        return QSize(width, _TITLE if row.kind == "head" else _WORDS)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, rect = _row_of(index), QRectF(option.rect)
        painter.save()
        if row.kind == "head":
            if index.row():
                painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), ink("line"))
            text(painter, rect.adjusted(_LEFT, 2, -8, 0), row.name, "muted", type_=font("caption"))
        elif row.kind == "entry":
            self._paint_entry(painter, rect, row, option)
        else:
            self._paint_words(painter, rect, row)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRectF, row: PanelRow) -> None:
        left = rect.left() + _LEFT
        if row.lead:
            text(painter, QRectF(left, rect.top(), rect.width(), rect.height()), row.lead, type_=font(bold=True))
            left += text_width(row.lead, font(bold=True)) + 6
        text(painter, QRectF(left, rect.top(), rect.right() - left - 8, rect.height()), row.name, "muted")

    def _paint_entry(self, painter: QPainter, rect: QRectF, row: PanelRow, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, ink("selection"))
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), ink("accent"))
            if option.widget is not None and option.widget.hasFocus():
                focus_ring(painter, rect, 0)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, ink("hover"))
        first = QRectF(rect.left(), rect.top() + 3, rect.width() - 10, _LINE)
        last = QRectF(first.left(), rect.bottom() - _LINE - 2, first.width(), _LINE)
        left, bold = _indent(row), font(bold=True)
        text(painter, first.adjusted(_LEFT, 0, 0, 0), row.lead, "muted")
        paint_status_glyph(painter, QRectF(rect.left() + _LEFT, last.top() + 2, 14, 14), row.sign)
        text(painter, first.adjusted(left, 0, 0, 0), row.name, type_=bold)
        beside = left + text_width(row.name, bold) + _GAP
        is_long = _is_long(row, _room(option))
        born = first.translated(0, _LINE).adjusted(left, 0, 0, 0) if is_long else first.adjusted(beside, 0, 0, 0)
        text(painter, born, row.born, elide=False)
        right = text_width(row.right, font("caption"))
        text(painter, last, row.right, "muted", type_=font("caption"), align=_RIGHT, elide=False)
        text(painter, last.adjusted(left, 0, -right - 6, 0), row.task)


def _indent(row: PanelRow) -> float:
    return _LEFT + max(_TIME, text_width(row.lead) + 8)


def _room(option: QStyleOptionViewItem) -> int:
    """The width of a line: the same with a scroll bar as without, so that no line changes its height for one."""
    return (option.widget.width() if option.widget is not None else WIDTH) - _SCROLL_BAR


def _is_long(row: PanelRow, width: int) -> bool:
    """Whether name and birth date need a line each: neither is ever cut for the other."""
    return _indent(row) + text_width(row.name, font(bold=True)) + _GAP + text_width(row.born) > width - 10


def _row_of(index: Index) -> PanelRow:
    model = index.model()
    if not isinstance(model, PanelModel):
        raise TypeError("not the panel's model")
    return model.rows()[index.row()]


class PanelList(QListView):
    """The lines; Enter opens the patient, Left and Esc go back to the grid."""

    opened = Signal()
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "clear")
        self.viewport().setAutoFillBackground(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(_Delegate(self))
        self.doubleClicked.connect(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Left):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class AgendaPanel(QFrame):
    """The panel beside the grid. `booked` is pressed to book on the shown day, `opened` to open the chosen patient."""

    booked = Signal()
    opened = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._title = PlainLabel("", "bold")
        self._today = Chip(self.tr("today"), "accent")
        self.model = PanelModel(self)
        self.list = PanelList(self.tr("Chosen day"))
        self.list.setModel(self.model)
        self.list.opened.connect(self.opened)
        self.list.left.connect(self.left)
        self.button = KeyButton(self.tr("Book on this day"), icon="plus", hint="B")
        self.button.setObjectName("button_book_day")
        self.button.clicked.connect(self.booked)
        head = QHBoxLayout()
        head.setContentsMargins(_LEFT, 6, _LEFT, 6)
        head.addWidget(self._title, 1)
        head.addWidget(self._today)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.MEDIUM)
        foot.addStretch(1)
        foot.addWidget(self.button)
        foot.addStretch(1)
        column.addLayout(foot)

    def show_day(self, day: AgendaDay, on: date, closed_soon: Sequence[ClosedDay], words: Wording) -> None:
        """Show a day; the chosen entry stays where it is still there."""
        before = self.current()
        self._title.setText(words.date_weekday(day.day))
        self._today.setVisible(day.day == on)
        rows = list(self._rows(day, closed_soon, words))
        self.model.set_rows(rows)
        entries = [n for n, row in enumerate(rows) if row.subject is not None]
        same = [n for n in entries if before is not None and rows[n].key == before.key]
        if entries:
            self.choose((same or entries)[0])

    def choose(self, row: int) -> None:
        """Choose a line by its number."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(self.model.index(row), flags)

    def choose_key(self, key: str) -> bool:
        """Choose the entry of a key (`visit:…`, `window:…`); whether there is one."""
        found = next((n for n, row in enumerate(self.model.rows()) if row.key == key), None)
        if found is not None:
            self.choose(found)
        return found is not None

    def current(self) -> PanelRow | None:
        """The chosen entry."""
        index = self.list.currentIndex()
        return self.model.rows()[index.row()] if index.isValid() else None

    def _rows(self, day: AgendaDay, closed_soon: Sequence[ClosedDay], words: Wording) -> Iterator[PanelRow]:
        from hsct_desktop.services.agenda_board import closed_text

        said = []
        if day.closed is None or day.taken:
            said.append(self.tr("Booked, {taken} of {places}").format(taken=day.taken, places=day.places))
        said += [words.text("agenda.day.clinic")] if day.clinic else []
        said += [closed_text(day, words)] if day.closed is not None else []
        yield PanelRow("head", name=" · ".join(said), spoken=" · ".join(said))
        if not day.visits:
            yield _words(self.tr("Nothing is booked on this day."))
        yield from (visit_row(visit, words) for visit in day.visits)
        if day.windows:
            head = self.tr("Windows open, not booked, {n} · last day").format(n=len(day.windows))
            yield PanelRow("head", name=head, spoken=head)
            by_end = sorted(day.windows, key=lambda w: (w.latest, w.name))
            yield from (window_row(window, day.day, words) for window in by_end[:_MOST_WINDOWS])
            if len(by_end) > _MOST_WINDOWS:
                yield _words(words.count("agenda.more_windows", len(by_end) - _MOST_WINDOWS))
        if closed_soon:
            head = self.tr("Closed soon")
            yield PanelRow("head", name=head, spoken=head)
            for closed in closed_soon:
                when = f"{words.weekday(closed.day)}\u00a0{words.day_month(closed.day)}"
                yield PanelRow("words", lead=when, name=closed.name, spoken=f"{when} {closed.name}")


def _words(sentence: str) -> PanelRow:
    return PanelRow("words", name=sentence, spoken=sentence)


def visit_row(visit: AgendaVisit, words: Wording) -> PanelRow:
    """A visit of the day."""
    from hsct_desktop.services.agenda_board import visit_key, visit_text

    patient = visit.patient
    late = visit.status is VisitStatus.LATE
    return PanelRow(
        "entry",
        lead=visit.time,
        name=visit.name,
        born=words.date(patient.birth_date),
        task=visit.label,
        right=words.day(patient.day0, visit.day) if patient.day0 is not None else "",
        sign=str(sign_of(visit.status, booked=visit.booked and not late)),
        spoken=visit_text(visit, words),
        key=visit_key(visit),
        subject=Subject(patient.id, visit.scheduled_id),
    )


def window_row(window: AgendaWindow, day: date, words: Wording) -> PanelRow:
    """An open window, with its last day and how many days it has left after the shown one."""
    from hsct_desktop.services.agenda_board import days_left, window_key, window_text

    return PanelRow(
        "entry",
        lead=words.day_month(window.latest),
        name=window.name,
        born=words.date(window.patient.birth_date),
        task=window.label,
        right=days_left(window, day, words),
        sign=str(window.status),
        spoken=window_text(window, words),
        key=window_key(window),
        subject=Subject(window.patient.id, window.scheduled_id),
    )
