"""The grades that exist for a term, each with its text; a digit chooses.

Where the unit has loaded the NCI's own wording, it stands below ours in one line, and in full at W.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.field import NoteLine
from hsct_desktop.views.widgets.grade_badge import SIZE, paint_grade
from hsct_desktop.views.widgets.paint import (
    box,
    colour,
    elided,
    focus_ring,
    key_hint_size,
    key_hints_shown,
    paint_key_hint,
    text,
)
from hsct_desktop.views.widgets.plain_label import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_WHOLE: Final = Qt.ItemDataRole.UserRole + 2
_LEFT: Final = 38
_OFFICIAL_LINE: Final = 15
_OFFICIAL_GAP: Final = 2
_RIGHT: Final = 36
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WRAP: Final = int(Qt.TextFlag.TextWordWrap)
OFFICIAL: Final = "NCI"
"""Whose wording the second text is: a proper name, the same in every language."""
_SELECTED: Final = QStyle.StateFlag.State_Selected


@dataclass(frozen=True)
class GradeChoice:
    """A grade with its name and what it means for the term; `official` is the NCI's own text, "" without one."""

    grade: int
    name: str
    meaning: str
    official: str = ""


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[GradeChoice] = []
        self.whole = False

    def set_rows(self, rows: Sequence[GradeChoice]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def show_whole(self, whole: bool) -> None:
        """Show the NCI's text in full or in one line."""
        self.whole = whole
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == _ROLE:
            return row
        if role == _WHOLE:
            return self.whole
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            official = f" ({OFFICIAL}: {row.official})" if row.official else ""
            return f"{row.grade} {row.name}: {row.meaning}{official}"
        if role == Qt.ItemDataRole.ToolTipRole and row.official:
            return plain_tooltip(f"{OFFICIAL}: {row.official}")
        return None


class _Delegate(QStyledItemDelegate):
    def _text_height(self, width: int, words: str, role: str = "body") -> int:
        if not words:
            return 0
        metrics = QFontMetrics(font(role))
        return metrics.boundingRect(0, 0, max(40, width - _LEFT - _RIGHT), 2000, _WRAP, words).height()

    def _official_height(self, width: int, row: GradeChoice, whole: bool) -> int:
        if not row.official:
            return 0
        return _OFFICIAL_GAP + (self._text_height(width, _official(row), "caption") if whole else _OFFICIAL_LINE)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(_ROLE)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        if not isinstance(row, GradeChoice):
            return QSize(width, 0)
        texts = self._text_height(width, row.meaning) + self._official_height(width, row, bool(index.data(_WHOLE)))
        return QSize(width, 5 + 16 + texts + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(_ROLE)
        if not isinstance(row, GradeChoice):
            return
        rect = QRectF(option.rect)
        chosen = bool(option.state & _SELECTED)
        painter.fillRect(rect, colour("selection" if chosen else "surface"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour("line"))
        if chosen:
            painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height() - 1), colour("accent"))
        paint_grade(painter, QRectF(rect.left() + 10, rect.center().y() - SIZE / 2, SIZE, SIZE), row.grade)
        name = QRectF(rect.left() + _LEFT, rect.top() + 5, rect.width() - _LEFT - _RIGHT, 16)
        text(painter, name, row.name, type_=font(bold=True))
        painter.save()
        painter.setFont(font())
        painter.setPen(colour("muted"))
        below = name.adjusted(0, 16, 0, rect.height())
        painter.drawText(below, _WRAP, row.meaning)
        if row.official:
            top = self._text_height(round(rect.width()), row.meaning) + _OFFICIAL_GAP
            painter.setFont(font("caption"))
            words = _official(row)
            if not index.data(_WHOLE):
                words = elided(words, below.width(), font("caption"))
            painter.drawText(below.adjusted(0, top, 0, 0), _WRAP, words)
        painter.restore()
        if key_hints_shown():
            hint = key_hint_size(str(row.grade))
            at = QPointF(rect.right() - hint.width() - 10, round(rect.center().y() - hint.height() / 2))
            paint_key_hint(painter, at, str(row.grade))


def _official(row: GradeChoice) -> str:
    return f"{OFFICIAL}: {row.official}"


class _List(QListView):
    """Digits choose by grade, W shows the NCI's wording in full, Enter goes on."""

    def __init__(self, picker: GradePicker) -> None:
        super().__init__(picker)
        self._picker = picker

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._picker.choose(int(event.text()))
        elif event.text().casefold() == "w" and self._picker.has_official():
            self._picker.whole.toggle()
        elif event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self._picker.value() is None and self.currentIndex().isValid():
                self.selectionModel().select(self.currentIndex(), self.selectionModel().SelectionFlag.ClearAndSelect)
            self.focusNextPrevChild(True)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picker.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        rect = QRectF(self.viewport().rect())
        if self.hasFocus():
            focus_ring(painter, rect)
        else:
            box(painter, rect, edge="danger" if self._picker.state == "error" else "control")


class GradePicker(QWidget):
    """A list of grades without scrolling. `chosen` carries the grade."""

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = ""
        self._model = _Model(self)
        self._list = _List(self)
        self._list.setAccessibleName(name)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Delegate(self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.selectionModel().selectionChanged.connect(self._on_selection)
        self._note = NoteLine()
        self._note.hide()
        self.whole = KeyButton(self.tr("NCI wording in full"), hint="W", kind="link", small=True)
        self.whole.setCheckable(True)
        self.whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.whole.toggled.connect(self._on_whole)
        self.whole.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._list)
        column.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._note)
        self.setFocusProxy(self._list)
        self.fit()

    def set_choices(self, choices: Sequence[GradeChoice]) -> None:
        """Offer these grades; one that was chosen stays when it still exists."""
        before = self.value()
        if list(choices) == self._model.rows:
            return
        self._model.set_rows(choices)
        self.whole.setVisible(self.has_official())
        if before is not None and any(row.grade == before for row in choices):
            self.choose(before)
        self.fit()

    def choices(self) -> list[GradeChoice]:
        """What is offered."""
        return list(self._model.rows)

    def has_official(self) -> bool:
        """Whether any grade comes with the NCI's own text."""
        return any(row.official for row in self._model.rows)

    def value(self) -> int | None:
        """The grade chosen, or None."""
        for index in self._list.selectionModel().selectedIndexes():
            return self._model.rows[index.row()].grade
        return None

    def choose(self, grade: int) -> bool:
        """Choose a grade; False when the term does not have it."""
        for number, row in enumerate(self._model.rows):
            if row.grade == grade:
                self._list.setCurrentIndex(self._model.index(number))
                return True
        return False

    def set_error(self, sentence: str | None) -> None:
        """Say what is wrong below."""
        self.state = "error" if sentence else ""
        self._note.show_text(sentence or "", "error" if sentence else "")
        self._list.setAccessibleDescription(sentence or "")
        self._list.viewport().update()

    def fit(self) -> None:
        """As high as its rows."""
        height = sum(
            self._list.sizeHintForIndex(self._model.index(row)).height() for row in range(len(self._model.rows))
        )
        self._list.doItemsLayout()
        self._list.setFixedHeight(max(height, Space.SMALL))
        self._list.setVisible(bool(self._model.rows))

    def _on_whole(self, whole: bool) -> None:
        self._model.show_whole(whole)
        self.whole.setText(self.tr("NCI wording in one line") if whole else self.tr("NCI wording in full"))
        self.fit()

    def _on_selection(self) -> None:
        grade = self.value()
        if grade is not None:
            self.chosen.emit(grade)
