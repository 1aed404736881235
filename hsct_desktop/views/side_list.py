"""The lists of Today with their counts: a column at the left, or a row of chips where room is short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QListView,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Radius, Space
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.glyphs import STATUSES, paint_status_glyph
from hsct_desktop.views.widgets.paint import box, focus_ring, text, text_width
from hsct_desktop.views.widgets.plain_label import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
ITEM_HEIGHT: Final = 30
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class ListItem:
    """One list: its key (empty for all of them), name, sign and count."""

    key: str
    name: str
    glyph: str
    count: int


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: Sequence[ListItem] = ()

    def set_items(self, items: Sequence[ListItem]) -> None:
        if [item.key for item in items] == [item.key for item in self.items]:
            self.items = items
            self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
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
            return f"{item.name} {item.count}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(item.name)
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, ITEM_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Model):
            return
        item = model.items[index.row()]
        rect = QRectF(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            box(painter, rect, fill="selection", radius=Radius.CONTROL)
            widget = option.widget
            if widget is not None and widget.hasFocus():
                focus_ring(painter, rect)
        elif state & QStyle.StateFlag.State_MouseOver:
            box(painter, rect, fill="hover", radius=Radius.CONTROL)
        sign = QRectF(rect.left() + 8, rect.center().y() - 8, 16, 16)
        if item.glyph in STATUSES:
            paint_status_glyph(painter, sign, item.glyph)
        else:
            paint_icon(painter, sign, item.glyph, "text")
        type_ = font(bold=chosen)
        count = str(item.count)
        room = text_width(count, font())
        text(painter, rect.adjusted(32, 0, -room - 16, 0), item.name, type_=type_)
        text(painter, rect.adjusted(0, 0, -8, 0), count, "text" if chosen else "muted", align=_RIGHT, elide=False)
        painter.restore()


class SideList(QListView):
    """The column of lists. `chosen(key)` tells of a choice by mouse or keyboard."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setProperty("role", "clear")
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_items(self, items: Sequence[ListItem], chosen: str) -> None:
        """Show lists and mark one of them, without telling."""
        self._model.set_items(items)
        row = next(i for i, item in enumerate(items) if item.key == chosen)
        blocked = self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self._model.index(row))
        self.selectionModel().blockSignals(blocked)
        self.viewport().update()

    def items(self) -> Sequence[ListItem]:
        """What is shown."""
        return self._model.items

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.viewport().update()
            self.chosen.emit(self._model.items[index.row()].key)


class ListChips(QWidget):
    """The same lists as chips in one row; those that find no room stand in the list of the last chip."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.SMALL - 1)
        self._more = ChipButton("", icon="chevron-down", checkable=False)
        self._more.clicked.connect(self._show_more)
        self._layout.addWidget(self._more)
        self._layout.addStretch(1)
        self._items: Sequence[ListItem] = ()
        self._chosen = ""
        self._group = QButtonGroup(self)
        self._chips: dict[str, ChipButton] = {}

    def set_items(self, items: Sequence[ListItem], chosen: str) -> None:
        """Show lists and mark one of them."""
        for position, item in enumerate(items):
            chip = self._chips.get(item.key)
            if chip is None:
                chip = ChipButton(item.name, count=item.count)
                chip.clicked.connect(lambda _checked=False, key=item.key: self.chosen.emit(key))
                self._group.addButton(chip)
                self._layout.insertWidget(position, chip)
                self._chips[item.key] = chip
            chip.set_count(item.count)
        self._chips[chosen].setChecked(True)
        self._items, self._chosen = items, chosen
        self._fit()

    def hidden_items(self) -> list[ListItem]:
        """The lists without a chip of their own at the present width."""
        return [item for item in self._items if self._chips[item.key].isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As many chips as find room, the chosen one always among them."""
        gap = self._layout.spacing()
        needs = {item.key: self._chips[item.key].sizeHint().width() + gap for item in self._items}
        left = self.width() + gap - sum(needs.values())
        shown = set(needs)
        if left < 0:
            self._more.setText(self.tr("{} more").format(len(needs)))
            left -= self._more.sizeHint().width() + gap
        for item in reversed(self._items):
            if left < 0 and item.key != self._chosen:
                shown.discard(item.key)
                left += needs[item.key]
        for key in needs:
            self._chips[key].setVisible(key in shown)
        words = self.tr("{} more").format(len(needs) - len(shown))
        self._more.setText(words)
        self._more.setAccessibleName(words)
        self._more.setVisible(len(shown) < len(needs))
        self._more.updateGeometry()

    def _show_more(self) -> None:
        menu = QMenu(self)
        for item in self.hidden_items():
            action = menu.addAction(f"{item.name}  {item.count}")
            action.triggered.connect(partial(self.chosen.emit, item.key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])
