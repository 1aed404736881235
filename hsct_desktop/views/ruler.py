"""The ruler of one visit as a widget: its window, target, booking and today, with the dates below."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.working_days import WEEKENDS_ONLY, WorkingDays
from hsct_desktop.pictures.primitives import Picture
from hsct_desktop.pictures.ruler import RulerFacts, describe, wide_ruler, wide_scale
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.theme.tokens import current

_HINT_WIDTH, _LEAST_WIDTH = 250, 90
_EMPTY_HEIGHT = 44


class RulerWidget(QWidget):
    """Shows a RulerFacts over its whole width; empty until there is one. Its height follows from its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: RulerFacts | None = None
        self._today = date.min
        self._wording: Wording | None = None
        self._working = WEEKENDS_ONLY
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_facts(
        self, facts: RulerFacts | None, today: date, wording: Wording, working: WorkingDays = WEEKENDS_ONLY
    ) -> None:
        """Show another visit, or none, on the unit's working days."""
        self._facts, self._today, self._wording, self._working = facts, today, wording, working
        words = describe(facts, wording) if facts is not None else ""
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def picture(self) -> Picture | None:
        """What is shown at the present width; None while there is no visit."""
        return self._laid_out(self.width())

    def facts(self) -> RulerFacts | None:
        """The visit shown."""
        return self._facts

    def day_at(self, x: float) -> date | None:
        """The day under a point, the nearest end of the scale beyond it; None while there is no visit."""
        if self._facts is None:
            return None
        return wide_scale(self._facts, self._today, float(max(self.width(), _LEAST_WIDTH))).day(x)

    def _laid_out(self, width: int) -> Picture | None:
        if self._facts is None or self._wording is None:
            return None
        room = float(max(width, _LEAST_WIDTH))
        return wide_ruler(self._facts, self._today, room, self._wording, measure, self._working)

    def sizeHint(self) -> QSize:
        return QSize(_HINT_WIDTH, self.heightForWidth(_HINT_WIDTH))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, _EMPTY_HEIGHT)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        picture = self._laid_out(width)
        return _EMPTY_HEIGHT if picture is None else int(picture.height + 0.999)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._facts is not None:
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.accessibleName(), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        picture = self.picture()
        if picture is not None:
            painter = QPainter(self)
            paint(painter, picture, current())
            painter.end()
