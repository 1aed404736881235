"""The picture of a protocol as a widget: arrows go from visit to visit, each says what it is."""

from __future__ import annotations

from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.pictures.primitives import Hit, Picture
from hsct_desktop.pictures.protocol_timeline import layout
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.theme.apply import theme
from hsct_desktop.views.theme.tokens import current
from hsct_desktop.views.widgets.paint import focus_ring
from hsct_desktop.views.widgets.plain_label import plain_tooltip

_EDGE: Final = 4
_LEAST: Final = 360
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class ProtocolPicture(QWidget):
    """The picture. `moved` carries the place of the visit under the mark, for a page that scrolls; `told` its words."""

    moved = Signal(QRect)
    told = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._protocol: FollowUpProtocol | None = None
        self._words: Wording | None = None
        self._picture: Picture | None = None
        self._chosen = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_protocol(self, protocol: FollowUpProtocol | None, words: Wording) -> None:
        """Draw another protocol, which must be sound; None draws nothing."""
        self._protocol, self._words, self._chosen = protocol, words, -1
        label = protocol.label.text(words.language) if protocol is not None else ""
        self.setAccessibleName(f"{self._name}: {label}" if label else self._name)
        self.setAccessibleDescription("")
        self._relay()

    def picture(self) -> Picture | None:
        """The present layout, None before there is a protocol."""
        return self._picture

    def laid_out(self, width: float) -> Picture | None:
        """The picture of what is shown, `width` pixels wide; None while there is nothing to show."""
        if self._protocol is None or self._words is None:
            return None
        return layout(self._protocol, width, measure, self._words)

    def _relay(self) -> None:
        self._picture = self.laid_out(float(max(self.width(), _LEAST) - 2 * _EDGE))
        height = 2 * _EDGE if self._picture is None else ceil(self._picture.height) + 2 * _EDGE
        self.setFixedHeight(height)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._relay()

    def sizeHint(self) -> QSize:
        return QSize(700, self.minimumHeight())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture is None:
            return
        painter = QPainter(self)
        paint(painter, self._picture, current(), _EDGE, _EDGE)
        hit = self._hit()
        if self.hasFocus():
            ring = QRectF(self.rect()) if hit is None else _place(hit).adjusted(-2, 0, 2, 0)
            focus_ring(painter, ring)
        painter.end()

    def _hit(self) -> Hit | None:
        hits = self._picture.hits if self._picture is not None else ()
        return hits[self._chosen] if 0 <= self._chosen < len(hits) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        hits = self._picture.hits if self._picture is not None else ()
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not hits:
            super().keyPressEvent(event)
            return
        self._chosen = min(max(self._chosen + step, 0), len(hits) - 1)
        hit = hits[self._chosen]
        self.setAccessibleDescription(hit.text)
        place = _place(hit).toAlignedRect()
        self.moved.emit(place)
        self.told.emit(hit.text)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._chosen = -1
        self.setAccessibleDescription("")
        self.told.emit("")
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = QPointF(event.pos()) - QPointF(_EDGE, _EDGE)
            hits = self._picture.hits if self._picture is not None else ()
            words = next((hit.text for hit in hits if hit.contains(at.x(), at.y())), "")
            QToolTip.showText(event.globalPos(), plain_tooltip(words), self)
            return True
        return super().event(event)


def _place(hit: Hit) -> QRectF:
    return QRectF(hit.x + _EDGE, hit.y + _EDGE, hit.width, hit.height)
