"""The three facts above the list of backups: last proof, last drill, second place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from hsct_desktop.domain.backup import Level
from hsct_desktop.views.backup_words import Said
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Radius, Space
from hsct_desktop.views.widgets.paint import LEFT, box, colour, text, text_width
from hsct_desktop.views.widgets.plain_label import plain_tooltip

_HEIGHT: Final = 48
_ICON: Final = 16
_LEFT: Final = 41


class FactCard(QWidget):
    """A card with a sign, a bold fact and a muted line; `icon` stands there while all is well, else a triangle."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.said = Said(Level.OK, "")
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_fact(self, said: Said) -> None:
        """Show another fact."""
        self.said = said
        self.setAccessibleName(f"{said.fact}, {said.note}" if said.note else said.fact)
        self.setToolTip(plain_tooltip(f"{said.fact}\n{said.note}"))
        self.update()

    def sizeHint(self) -> QSize:
        widest = max(text_width(self.said.fact, font(bold=True)), text_width(self.said.note, font("caption")))
        return QSize(_LEFT + int(widest) + Space.MEDIUM, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        is_ok = self.said.level is Level.OK
        box(painter, rect, fill="surface", edge="line" if is_ok else self.said.token, radius=Radius.PANEL)
        sign = QRectF(Space.MEDIUM, rect.center().y() - _ICON / 2, _ICON, _ICON)
        paint_icon(painter, sign, self._icon if is_ok else "alert", self.said.token)
        words = rect.adjusted(_LEFT, 0, -Space.SMALL, 0)
        token, type_ = "text" if is_ok else self.said.token, font(bold=True)
        if text_width(self.said.fact, type_) > words.width():
            # The fact itself is never cut: it takes both lines, and the note is the tooltip's.
            painter.setFont(type_)
            painter.setPen(colour(token))
            painter.drawText(words, int(LEFT) | int(Qt.TextFlag.TextWordWrap), self.said.fact)
            return
        fact = QRectF(words.left(), rect.center().y() - 16, words.width(), 16)
        text(painter, fact, self.said.fact, token, type_=type_)
        text(painter, fact.translated(0, 16), self.said.note, "muted", type_=font("caption"))


class FactCards(QWidget):
    """The three cards side by side, equally wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.proven, self.restored, self.second = FactCard("shield"), FactCard("undo"), FactCard("backup")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.PANEL_GAP)
        for card in (self.proven, self.restored, self.second):
            row.addWidget(card, 1)
