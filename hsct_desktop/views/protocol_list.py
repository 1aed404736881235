"""The protocols at the left of their page: name, version, where each comes from, approval, patients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Radius
from hsct_desktop.views.widgets.paint import box, focus_ring, text, text_width
from hsct_desktop.views.widgets.plain_label import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_HEIGHT: Final = 60
_LINE: Final = 16
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class ListedProtocol:
    """A line of the list. `sign` is an icon in the colour `token`.

    `people` says how many patients follow the present text, `older` how many another one; empty for none.
    """

    key: str
    name: str
    origin: str
    standing: str
    sign: str
    token: str
    people: str = ""
    older: str = ""

    @property
    def words(self) -> str:
        """All of it as one sentence."""
        return ", ".join(part for part in (self.name, self.origin, self.standing, self.people, self.older) if part)


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: Sequence[ListedProtocol] = ()

    def set_items(self, items: Sequence[ListedProtocol]) -> None:
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(item.words)
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Model):
            return
        item, rect = model.items[index.row()], QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            box(painter, rect, fill="selection", radius=Radius.CONTROL)
            if option.widget is not None and option.widget.hasFocus():
                focus_ring(painter, rect)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            box(painter, rect, fill="hover", radius=Radius.CONTROL)
        paint_icon(painter, QRectF(rect.left() + 8, rect.top() + 7, 16, 16), item.sign, item.token)
        first = QRectF(rect.left() + 32, rect.top() + 6, rect.width() - 40, _LINE + 2)
        text(painter, first, item.name, type_=font(bold=True))
        second = first.translated(0, _LINE + 2)
        _paint_line(painter, second, item.origin, item.people, "text")
        _paint_line(painter, second.translated(0, _LINE - 1), item.standing, item.older, "warn")
        painter.restore()


def _paint_line(painter: QPainter, rect: QRectF, words: str, end: str, token: str) -> None:
    """Small words that give way to a number at the end of their line."""
    small = font("caption")
    room = text_width(end, small) + 8 if end else 0
    text(painter, rect.adjusted(0, 0, -room, 0), words, "muted", type_=small)
    text(painter, rect, end, token, type_=small, align=_RIGHT, elide=False)


class ProtocolList(QListView):
    """The list. `chosen(key)` tells of a choice by mouse or arrows, `entered(key)` of Enter or a double click."""

    chosen = Signal(str)
    entered = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setProperty("role", "clear")
        self.selectionModel().currentChanged.connect(self._on_current)
        self.doubleClicked.connect(lambda index: self.entered.emit(self._model.items[index.row()].key))

    def set_items(self, items: Sequence[ListedProtocol], chosen: str) -> None:
        """Show protocols and mark one of them, without telling."""
        blocked = self.selectionModel().blockSignals(True)
        self._model.set_items(items)
        row = next((number for number, item in enumerate(items) if item.key == chosen), 0)
        self.setCurrentIndex(self._model.index(row))
        self.selectionModel().blockSignals(blocked)
        self.viewport().update()

    def items(self) -> Sequence[ListedProtocol]:
        """What is shown."""
        return self._model.items

    def key(self) -> str:
        """The protocol under the mark, empty for none."""
        index = self.currentIndex()
        return self._model.items[index.row()].key if index.isValid() else ""

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.viewport().update()
            self.chosen.emit(self._model.items[index.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.key() and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):  # fmt: skip
            self.entered.emit(self.key())
        else:
            super().keyPressEvent(event)
