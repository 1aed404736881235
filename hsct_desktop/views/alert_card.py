"""One alert as a card to choose, and the look of a severity: icon, colour and word, never colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Radius
from hsct_desktop.views.widgets.paint import box, colour, focus_ring, text, text_width

if TYPE_CHECKING:
    from hsct_desktop.services.alerts import AlertLine

KINDS: Final = {"red": "danger", "amber": "warn", "info": "info"}
"""The note that shows a severity."""
CHIPS: Final = {"red": "danger", "amber": "warn", "info": "plain"}
ICONS: Final = {"red": "alert", "amber": "alert", "info": "info"}
_HEIGHT: Final = 46
_NAME: Final = 18
_LEFT: Final = 14


def chip_words(alerts: tuple[AlertLine, ...], words: Wording) -> str:
    """The worst alert and how many more there are: "CMV 2300 IU/mL · 1 more"."""
    first = alerts[0]
    shown = words.text("alert.possible_chip", what=first.headline) if first.possible else first.headline
    return words.count("alert.more", len(alerts) - 1, first=shown) if len(alerts) > 1 else shown


class AlertCard(QAbstractButton):
    """The rule, the value that fired it and since when; the chosen one has the accent's edge."""

    def __init__(self, alert: AlertLine, words: Wording, who: str = "", parent: QWidget | None = None) -> None:
        """`who` names the patient where the cards are those of several."""
        super().__init__(parent)
        self.alert = alert
        self._who = who
        self._words = words
        self._severity = words.text(f"alert.severity.{alert.severity}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(alert.headline)
        possible = words.text("alert.certainty.possible") if alert.possible else ""
        named = (who, self._severity, possible, alert.label, alert.headline, words.date(alert.fired_on))
        self.setAccessibleName(", ".join(dict.fromkeys(part for part in named if part)))

    def sizeHint(self) -> QSize:
        return QSize(300, _HEIGHT + (_NAME if self._who else 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        token = {"danger": "danger", "warn": "warn", "info": "accent"}[KINDS[self.alert.severity]]
        chosen = self.isChecked()
        box(painter, rect, fill="selection" if chosen else "surface", edge="accent" if chosen else "line")
        self._paint_edge(painter, rect, token)
        paint_icon(painter, QRectF(_LEFT, 8, 14, 14), ICONS[self.alert.severity], token)
        if self._who:
            text(painter, QRectF(_LEFT + 22, 5, rect.width() - _LEFT - 100, _NAME), self._who)
            rect = rect.adjusted(0, _NAME, 0, 0)
        since = self._words.day_month(self.alert.fired_on)
        width = text_width(since, font("caption")) + 12
        upper = QRectF(_LEFT + 22, rect.top() + 4, rect.width() - _LEFT - 22 - width - 8, 20)
        text(painter, upper, self.alert.label, "text", type_=font(bold=True))
        text(painter, QRectF(rect.right() - width, rect.top() + 4, width, 20), since, "muted", type_=font("caption"))
        possible = f" · {self._words.text('alert.certainty.possible')}" if self.alert.possible else ""
        value = f" · {self.alert.headline}" if self.alert.headline != self.alert.label else ""
        lower = f"{self._severity}{possible}{value}"
        text(
            painter,
            QRectF(_LEFT + 22, rect.top() + 22, rect.width() - _LEFT - 30, 20),
            lower,
            "muted",
            type_=font("caption"),
        )
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()))

    @staticmethod
    def _paint_edge(painter: QPainter, rect: QRectF, token: str) -> None:
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(rect, Radius.CONTROL, Radius.CONTROL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(clip)
        painter.fillRect(QRectF(0, 0, 4, rect.height()), colour(token))
        painter.restore()
