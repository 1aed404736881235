"""Choose an item of a catalogue by typing a few letters: a line and, below it, what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.field import NoteLine, State
from hsct_desktop.views.widgets.grade_badge import SIZE_COURSE, paint_grade
from hsct_desktop.views.widgets.paint import box, colour, focus_ring, text, text_width
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip

Index = QModelIndex | QPersistentModelIndex
_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_MOST_ROWS: Final = 6
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SELECTED: Final = QStyle.StateFlag.State_Selected


@dataclass(frozen=True)
class Found:
    """One line of what was found. `spans` are the matched places in `words`, or in `via` when that is not empty.

    `aside` stands muted in the second column, `grades` as badges at the right; `class_` colours the start edge.
    """

    value: object
    words: str
    spans: tuple[tuple[int, int], ...] = ()
    via: str = ""
    aside: str = ""
    grades: tuple[int, ...] = ()
    class_: str = ""


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Found] = []

    def set_rows(self, rows: Sequence[Found]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == _ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(" · ".join(part for part in (row.words, row.via, row.aside) if part))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.words, row.via, row.aside, " ".join(map(str, row.grades))) if part)
        return None


def paint_matched(painter: QPainter, rect: QRectF, words: str, spans: Sequence[tuple[int, int]], token: str) -> float:
    """Words with their matched places bold; returns the width drawn. Elides when there is no room."""
    plain, bold = font(), font(bold=True)
    left, at = rect.left(), 0
    for start, end in [*spans, (len(words), len(words))]:
        for piece, type_ in ((words[at:start], plain), (words[start:end], bold)):
            room = rect.right() - left
            if piece and room > 4:
                text(painter, QRectF(left, rect.top(), room, rect.height()), piece, token, type_=type_)
                left += text_width(piece, type_)
        at = end
    return min(left, rect.right()) - rect.left()


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, Height.ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(_ROLE)
        if not isinstance(row, Found):
            return
        rect = QRectF(option.rect)
        painter.fillRect(rect, colour("selection" if option.state & _SELECTED else "raised"))
        if row.class_:
            painter.fillRect(
                QRectF(rect.left(), rect.top() + 4, 3, rect.height() - 8), colour(f"therapy.{row.class_}.hue")
            )
        inner = rect.adjusted(Space.CELL, 0, -Space.CELL, 0)
        inner = _paint_grades(painter, inner, row.grades)
        aside = 0.0
        if row.aside:
            aside = min(inner.width() * 0.42, max(text_width(row.aside) + 2, 118 if row.grades else 0))
            place = QRectF(inner.right() - aside, inner.top(), aside, inner.height())
            text(painter, place, row.aside, "muted")
        room = inner.adjusted(0, 0, -aside - (Space.SMALL if aside else 0), 0)
        used = paint_matched(painter, room, row.words, () if row.via else row.spans, "text")
        if row.via:
            rest = room.adjusted(used + Space.TIGHT, 0, 0, 0)
            shifted = [(start + 1, end + 1) for start, end in row.spans]
            paint_matched(painter, rest, f"({row.via})", shifted, "muted")


def _paint_grades(painter: QPainter, rect: QRectF, grades: Sequence[int]) -> QRectF:
    """Badges at the right, always in the columns of grades 1 to 5; the room left of them."""
    if not grades:
        return rect
    step = SIZE_COURSE + 2
    left = rect.right() - 5 * step
    for grade in grades:
        at = left + (grade - 1) * step
        paint_grade(painter, QRectF(at, rect.center().y() - SIZE_COURSE / 2, SIZE_COURSE, SIZE_COURSE), grade)
    return rect.adjusted(0, 0, -5 * step - Space.SMALL, 0)


class _Box(QFrame):
    """The edge around line and list; it shows the focus of the line and an error."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.state = ""
        self.focused = False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="surface", edge={"error": "danger", "warn": "warn"}.get(self.state, "control"))
        paint_icon(painter, QRectF(9, 8, 14, 14), "search", "muted")
        if self.focused:
            focus_ring(painter, rect)


class SearchPicker(QWidget):
    """Letters find, arrows move, Enter takes. `current_changed` tells the item under the mark, `taken` the choice.

    `search` turns what was typed into lines and words for the count at the right. With `free`, Enter on words that find
    nothing takes the words themselves (the value is the text). With `browse`, Down or a click in the empty line shows
    what an empty search finds.
    """

    current_changed = Signal(object)
    taken = Signal(object)
    typed = Signal(str)

    def __init__(
        self,
        label: str,
        search: Callable[[str], tuple[list[Found], str]],
        *,
        free: bool = False,
        browse: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._free = free
        self._browse = browse
        self._typed = ""
        self._chosen: Found | None = None
        self._model = _Model(self)
        self._line = QLineEdit()
        self._count = PlainLabel("", "caption")
        self._list = QListView()
        self._note = NoteLine()
        self._label = PlainLabel(label, "caption")
        self._label.setBuddy(self._line)
        self._line.setAccessibleName(label)
        self._line.installEventFilter(self)
        self._line.textEdited.connect(self._on_text)
        self._lay_out(label)
        self.setFocusProxy(self._line)

    def _lay_out(self, label: str) -> None:
        self._line.setProperty("plain", "true")
        self._box = _Box(self)
        row = QHBoxLayout()
        row.setContentsMargins(31, 1, 9, 1)
        row.addWidget(self._line, 1)
        row.addWidget(self._count)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Delegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(label)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.selectionModel().currentChanged.connect(self._on_current)
        self._list.clicked.connect(lambda _index: self.take())
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addLayout(row)
        inner.addWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._label.setFixedHeight(18)
        column.addWidget(self._label)
        column.addWidget(self._box)
        column.addWidget(self._note)
        self._line.setFixedHeight(Height.FIELD - 4)
        self._note.hide()
        self._list.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def line(self) -> QLineEdit:
        """The line that is typed into."""
        return self._line

    def label(self) -> PlainLabel:
        """The label above."""
        return self._label

    def set_label(self, label: str) -> None:
        """Change the label, and with it the name of line and list."""
        self._label.setText(label)
        self._line.setAccessibleName(label)
        self._list.setAccessibleName(label)

    def typed_words(self) -> str:
        """What was typed last, which an item taken since then has replaced in the line."""
        return self._typed

    def found(self) -> list[Found]:
        """The lines shown."""
        return self._model.rows

    def current(self) -> object:
        """The value taken or under the mark, None when there is none."""
        return self._chosen.value if self._chosen is not None else None

    def text(self) -> str:
        """What stands in the line."""
        return self._line.text()

    def set_chosen(self, found: Found | None, words: str = "") -> None:
        """Show an item as taken (or the free `words`), without telling."""
        self._chosen = found
        self._line.setText(found.words if found is not None else words)
        self._line.setCursorPosition(0)
        self._count.setText("")
        self._show_rows([])

    def set_error(self, sentence: str | None) -> None:
        """Say what is wrong below; empty when it is mended."""
        self._say(sentence, "error")

    def set_question(self, sentence: str | None) -> None:
        """Say what is asked before the entry is taken; empty once it is answered."""
        self._say(sentence, "warn")

    def _say(self, sentence: str | None, state: State) -> None:
        self._box.state = state if sentence else ""
        self._note.show_text(sentence or "", state if sentence else "")
        self._line.setAccessibleDescription(sentence or "")
        self._box.update()

    def look_for(self, words: str) -> None:
        """Search as if the words had been typed."""
        self._line.setText(words)
        self._on_text(words)

    def _on_text(self, words: str) -> None:
        rows, count = self._search(words) if words.strip() else ([], "")
        self._show_found(rows, count)
        self._typed = words
        self.typed.emit(words)

    def _show_found(self, rows: Sequence[Found], count: str) -> None:
        self._count.setText(count)
        self._chosen = None
        self._show_rows(rows)
        if rows:
            self._list.setCurrentIndex(self._model.index(0))
        else:
            self.current_changed.emit(None)

    def show_all(self) -> None:
        """Show what an empty search finds."""
        self._typed = ""
        self._show_found(*self._search(""))

    def _show_rows(self, rows: Sequence[Found]) -> None:
        self._model.set_rows(rows)
        self._list.setFixedHeight(min(len(rows), _MOST_ROWS) * Height.ROW + 1)
        self._list.setVisible(bool(rows))

    def _on_current(self, index: QModelIndex) -> None:
        row = index.data(_ROLE) if index.isValid() else None
        if isinstance(row, Found):
            self._chosen = row
            self.current_changed.emit(row.value)

    def take(self) -> bool:
        """Take what is under the mark; False when there is nothing to take."""
        chosen = self._chosen
        if chosen is None:
            if self._free and self._line.text().strip():
                self._show_rows([])
                self.taken.emit(self._line.text().strip())
                return True
            return False
        self.set_chosen(chosen)
        self.taken.emit(chosen.value)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line:
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self._box.focused = event.type() == QEvent.Type.FocusIn
                self._box.update()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._press(event)
            elif event.type() == QEvent.Type.MouseButtonPress and self._browse and not self._line.text():
                self.show_all()
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not self.take():
                self._line.focusNextPrevChild(True)
            return True
        if self._browse and not self._model.rows and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.show_all()
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self._model.rows:
            row = min(max(self._list.currentIndex().row() + step, 0), len(self._model.rows) - 1)
            self._list.setCurrentIndex(self._model.index(row))
            return True
        return False
