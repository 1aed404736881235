"""The line in which a cell of a table is typed, and the proposals below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QWidget

from hsct_desktop.views.flowsheet_editor import CellEditor
from hsct_desktop.views.theme.tokens import Height

if TYPE_CHECKING:
    from hsct_desktop.services.history_rows import Choice

_MOST: Final = 8
_LEAST_WIDTH: Final = 190
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_VALUE: Final = Qt.ItemDataRole.UserRole + 1


class ChoiceList(QListWidget):
    """Proposals for a cell, below it or, where there is no room, above; the focus stays in the cell."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setProperty("role", "raised")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(self.tr("Proposals"))
        self.setUniformItemSizes(True)
        self.hide()

    def propose(self, choices: Sequence[Choice], cell: QRect, *, chosen: bool) -> None:
        """Show proposals at a cell, given in the host's pixels; with `chosen` the first one is marked."""
        self.clear()
        for choice in choices[:_MOST]:
            item = QListWidgetItem(f"{choice.value}   {choice.beside}".rstrip(), self)
            item.setData(_VALUE, choice.value)
        if not choices:
            self.hide()
            return
        self.setCurrentRow(0 if chosen else -1)
        high = self.count() * Height.ROW + 2 * self.frameWidth()
        wide = min(max(cell.width(), self.sizeHintForColumn(0) + 24, _LEAST_WIDTH), self._host.width() - 8)
        top = cell.bottom() + 2
        if top + high > self._host.height():
            top = max(0, cell.top() - high - 2)
        self.setGeometry(min(cell.left(), self._host.width() - wide - 4), top, wide, high)
        self.raise_()
        self.show()

    def value(self) -> str:
        """What is marked, "" for nothing."""
        item = self.currentItem() if self.isVisible() else None
        return str(item.data(_VALUE)) if item is not None else ""

    def step(self, by: int) -> None:
        """Mark the next or the previous proposal, round the ends."""
        at = self.currentRow() + by if self.currentRow() >= 0 or by > 0 else self.count() - 1
        self.setCurrentRow(at % self.count())


class EntryEditor(CellEditor):
    """Like the flowsheet's line, for words: at the left, and with Up and Down in the proposals while they stand."""

    stepped = Signal(int)
    proposals_closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setTextMargins(5, 0, 2, 0)
        self.proposing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.proposing and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif self.proposing and key == Qt.Key.Key_Escape:
            self.proposals_closed.emit()
        elif key in _ENTER and not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | _SHIFT):
            self.committed.emit("enter")
        else:
            super().keyPressEvent(event)
