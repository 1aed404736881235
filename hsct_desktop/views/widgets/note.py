"""A note that stands out: soft ground, an edge of 4 px at the start, an icon, a bold fact and what to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Radius, Space
from hsct_desktop.views.widgets.paint import box, colour
from hsct_desktop.views.widgets.plain_label import PlainLabel

_LOOKS: Final = {
    "info": ("accent_soft", "accent", "info"),
    "success": ("success_soft", "success", "check"),
    "warn": ("warn_soft", "warn", "alert"),
    "danger": ("danger_soft", "danger", "alert"),
    "wait": ("wait_soft", "wait", "hourglass"),
}
_START: Final = 4
_ICON: Final = 16
_LEFT: Final = 14


class AlertNote(QFrame):
    """A bold fact and a sentence. Kinds: info, success, warn, danger, wait. Further widgets go below by `add`."""

    def __init__(
        self, fact: str, action: str = "", kind: str = "info", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = icon
        self._fact = PlainLabel(fact, "bold", wrap=True)
        self._action = PlainLabel(action, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT + _ICON + 10, Space.SMALL, Space.MEDIUM, Space.SMALL)
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        self._column.addWidget(self._fact)
        self._column.addWidget(self._action)
        self._column.addStretch(1)
        row.addLayout(self._column, 1)
        self._row = row
        self.set_note(fact, action, kind)

    def set_note(self, fact: str, action: str = "", kind: str = "") -> None:
        """Change what the note says. KeyError for an unknown kind."""
        self._kind = kind or self._kind
        _LOOKS[self._kind]
        self._fact.setText(fact)
        self._action.setText(action)
        self._fact.setVisible(bool(fact))
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{fact} {action}".strip())
        self.update()

    def kind(self) -> str:
        """The kind."""
        return self._kind

    def add(self, widget: QWidget) -> None:
        """Put a widget, such as a button, below the words."""
        fixed = widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed
        # A column is no wider than a part of fixed width that fills it.
        side = Qt.AlignmentFlag.AlignLeft if fixed else Qt.AlignmentFlag(0)
        self._column.insertWidget(self._column.count() - 1, widget, 0, side)

    def add_beside(self, widget: QWidget) -> None:
        """Put a widget, such as a row of buttons, at the right of the words: the note keeps to one line."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, edge, icon = _LOOKS[self._kind]
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill=fill, edge=edge)
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(rect, Radius.CONTROL, Radius.CONTROL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(clip)
        painter.fillRect(QRectF(0, 0, _START, rect.height()), colour(edge))
        painter.restore()
        paint_icon(painter, QRectF(_LEFT, Space.SMALL, _ICON, _ICON), self._icon or icon, edge)
