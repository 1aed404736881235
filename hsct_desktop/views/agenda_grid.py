"""The agenda's grid as a widget: the picture, a day that has the focus, keys, tooltips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.dates import add_months
from hsct_desktop.pictures.agenda import Board, layout
from hsct_desktop.pictures.primitives import Hit, Picture
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.theme.apply import theme
from hsct_desktop.views.theme.tokens import current
from hsct_desktop.views.widgets.paint import box
from hsct_desktop.views.widgets.plain_label import plain_tooltip

_EDGE: Final = 1
_STEPS: Final[dict[int, int]] = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


class AgendaGrid(QWidget):
    """Shows a Board. `wanted` asks for another day, `entered` for the chosen day's own visits (Enter, click on "more").

    `picked` carries the key of a visit or window that was clicked.
    """

    wanted = Signal(object)
    entered = Signal()
    picked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._board: Board | None = None
        self._wording: Wording | None = None
        self._picture: Picture | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def set_board(self, board: Board, wording: Wording) -> None:
        """Show other days or another choice."""
        self._board, self._wording, self._picture = board, wording, None
        chosen = next((cell for cell in board.cells if cell.day == board.chosen), None)
        # A screen reader says the name anew when it changes: the day that has the focus.
        self.setAccessibleName(chosen.text if chosen is not None else self._name)
        self.setAccessibleDescription(self._name)
        self.update()

    def board(self) -> Board | None:
        """What is shown, None before there is anything."""
        return self._board

    def picture(self) -> Picture | None:
        """The layout for the present size, None before there is a board."""
        if self._board is None or self._wording is None:
            return None
        size = (float(self.width() - 2 * _EDGE), float(self.height() - 2 * _EDGE))
        if self._picture is None or (self._picture.width, self._picture.height) != size:
            board = replace(self._board, focused=self.hasFocus())
            self._picture = layout(board, *size, self._wording, measure)
        return self._picture

    def sizeHint(self) -> QSize:
        return QSize(990, 648)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 300)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        picture = self.picture()
        if picture is not None:
            paint(painter, picture, current(), _EDGE, _EDGE)
        box(painter, self.rect().toRectF(), edge="line", radius=0)
        painter.end()

    # keyboard and mouse -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        board = self._board
        if board is None or board.chosen is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        target = self._day_for(event.key(), board.chosen, whole_month=board.month is not None)
        if target is not None:
            self.wanted.emit(target)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _day_for(self, key: int, day: date, *, whole_month: bool) -> date | None:
        """Where a key leads from a day; None for a key that does not move."""
        moves: dict[int, Callable[[], date]] = {
            Qt.Key.Key_Home: lambda: day - timedelta(days=day.weekday()),
            Qt.Key.Key_End: lambda: day + timedelta(days=6 - day.weekday()),
            Qt.Key.Key_PageUp: lambda: turned(day, -1, whole_month=whole_month),
            Qt.Key.Key_PageDown: lambda: turned(day, 1, whole_month=whole_month),
        }
        if key in _STEPS:
            return day + timedelta(days=_STEPS[key])
        return moves[key]() if key in moves else None

    def _hit(self, x: float, y: float) -> Hit | None:
        picture = self.picture()
        return picture.hit(x - _EDGE, y - _EDGE) if picture is not None else None

    def _day_at(self, x: float, y: float) -> date | None:
        picture = self.picture()
        days = [h for h in picture.hits if h.id.startswith("day:")] if picture is not None else []
        found = next((h for h in days if h.contains(x - _EDGE, y - _EDGE)), None)
        return date.fromisoformat(found.id.removeprefix("day:")) if found is not None else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        day, hit = self._day_at(at.x(), at.y()), self._hit(at.x(), at.y())
        if event.button() == Qt.MouseButton.LeftButton and day is not None:
            self.wanted.emit(day)
            if hit is not None and not hit.id.startswith("day:"):
                self.picked.emit(hit.id)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.entered.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._lay_out_anew()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._lay_out_anew()

    def _lay_out_anew(self) -> None:
        self._picture = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self._hit(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), plain_tooltip(hit.text) if hit is not None else "", self)
            return True
        return super().event(event)


def turned(day: date, pages: int, *, whole_month: bool) -> date:
    """The same day so many months (the last of a shorter month) or weeks on."""
    return add_months(day, pages) if whole_month else day + timedelta(days=7 * pages)
