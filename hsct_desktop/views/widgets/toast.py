"""A short message at the bottom that says what was done and lets it be undone."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from hsct_desktop.views.theme.tokens import Height, Radius, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.paint import box, colour, focus_ring
from hsct_desktop.views.widgets.plain_label import PlainLabel

SHOWN_MS: Final = 6000
_ABOVE: Final = 20
_EDGE: Final = 16
_LEAST: Final = 280
_GAP: Final = 8
KEPT_CLEAR: Final = "kept_clear"
"""Object name of a line at the bottom of a page on which no message may lie."""


class _Undo(KeyButton):
    """The button inside, in the inverted colours of the toast."""

    def __init__(self) -> None:
        super().__init__("", hint="Ctrl+Z", kind="link")

    def _ink(self) -> str:
        return "surface"

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        line = colour("surface")
        if self.underMouse():
            painter.fillRect(QRectF(rect.left() + 4, rect.bottom() - 4, self._words_width(), 1), line)

    def _paint_focus(self, painter: QPainter, rect: QRectF) -> None:
        box(painter, rect, edge="surface", width=2)


class Toast(QFrame):
    """One at a time, at the bottom centre of what its host has free, `offset` above its bottom edge (the status bar).

    `keep_clear` says how much at the right a sheet covers; a line named `KEPT_CLEAR` stays free. It stays for 6 s,
    and while the pointer or the focus is on it. `undo` is emitted by its button.
    """

    undo = Signal()

    def __init__(self, host: QWidget, *, offset: int = Height.STATUS_BAR) -> None:
        super().__init__(host)
        self._host = host
        self._offset = offset
        self._clear_left = self._clear_right = self._clear_below = 0
        self._words = PlainLabel(role="toast")
        self._button = _Undo()
        self._button.clicked.connect(self._on_undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._leave)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(Space.MEDIUM, 0, Space.SMALL, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self._words)
        row.addWidget(self._button)
        self.hide()
        host.installEventFilter(self)

    def show_message(self, text: str, undo: str = "", hint: str = "Ctrl+Z") -> None:
        """Show a message; with `undo`, the word on the button."""
        self._words.setText(text)
        self._button.setText(undo)
        self._button.set_hint(hint)
        self._button.setVisible(bool(undo))
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def keep_clear(self, left: int, right: int, below: int = 0) -> None:
        """Stay between the first `left` and the last `right` pixels of the host, `below` pixels higher than usual."""
        self._clear_left, self._clear_right, self._clear_below = left, right, below
        if self.isVisible():
            self._place()

    def dismiss_notice(self) -> None:
        """Take a message away that is about what is no longer shown; what can be undone stays."""
        if self._button.isHidden():
            self.hide()

    def text(self) -> str:
        """The message shown last."""
        return self._words.text()

    def _on_undo(self) -> None:
        self.hide()
        self.undo.emit()

    def _leave(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        room = self._host.width() - self._clear_left - self._clear_right
        widest = max(room - 2 * _EDGE, _LEAST)
        self._words.setWordWrap(False)
        self._row.activate()
        whole = self.sizeHint().width()
        if whole > widest:
            self._words.setWordWrap(True)
        width = min(whole, widest)
        lines = self._row.totalHeightForWidth(width) if whole > widest else 0
        self.resize(width, max(Height.TOAST, lines + Space.MEDIUM))
        top = min(
            self._host.height() - self._offset - _ABOVE - self._clear_below - self.height(),
            *(line.mapTo(self._host, QPoint(0, 0)).y() - _GAP - self.height() for line in self._lines()),
            self._host.height(),
        )
        self.move(QPoint(self._clear_left + max(_EDGE, (room - self.width()) // 2), top))

    def _lines(self) -> list[QWidget]:
        """The lines in sight on which no message may lie."""
        lines = self._host.findChildren(QWidget, KEPT_CLEAR)
        for line in lines:
            line.installEventFilter(self)
        return [line for line in lines if line.isVisible()]

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.start()
        super().enterEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # While Python takes the widget apart, Qt may still send events to it.
        if watched is getattr(self, "_host", None):
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
        elif event.type() == QEvent.Type.Show and self.isVisible():
            QTimer.singleShot(0, self, self._place)  # a line that comes back beside a closed sheet is laid out by then
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, QRectF(self.rect()), fill="text", radius=Radius.PANEL)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), Radius.PANEL)
