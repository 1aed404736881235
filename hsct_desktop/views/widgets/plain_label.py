"""Labels that never read their text as markup."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from hsct_desktop.views.theme.apply import set_variant


def plain_tooltip(text: str) -> str:
    """Text for a tooltip that is shown exactly as it is; long text wraps."""
    escaped = html.escape(text).replace("\n", "<br>")
    return f"<qt>{escaped}</qt>" if text else ""


class PlainLabel(QLabel):
    """A label whose text is plain.

    `role` is a variant of the style sheet: caption, small, muted, bold, day, sheet, page, lock, count, danger, warn
    or success.
    """

    def __init__(self, text: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def set_role(self, role: str) -> None:
        """Change the variant."""
        if self.property("role") != role:
            set_variant(self, role=role)


class ElidedLabel(PlainLabel):
    """A plain label that shortens at the right when there is no room and has the whole text as tooltip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 32), super().minimumSizeHint().height())

    def is_elided(self) -> bool:
        """True when the text does not fit."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(plain_tooltip(self.text()) if self.is_elided() else "")
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(rect, int(self.alignment()) | int(Qt.TextFlag.TextSingleLine), shown)
