"""The rail at the left: the few places of the program, and how many visits are late."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from hsct_desktop.views.actions import Actions
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.paint import MIDDLE, box, colour, focus_ring, text, text_width
from hsct_desktop.views.widgets.plain_label import plain_tooltip

WIDTH: Final = 84
WIDTH_NARROW: Final = 56
_ICON: Final = 20
_PILL: Final = 15
_BAR: Final = 3


class RailButton(QToolButton):
    """One place: icon over its name; chosen it stands on `surface` with a bar at the start edge."""

    def __init__(self, place: str, name: str, picture: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self._picture = picture
        self._count = 0
        self._narrow = False
        self.setText(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show a count in a pill; none when 0."""
        self._count = count
        late = self.tr("{place}, {n} late").format(place=self.text(), n=count)
        self.setAccessibleName(late if count else self.text())
        self.setToolTip(plain_tooltip(self.accessibleName()))
        self.update()

    def count(self) -> int:
        """The count shown."""
        return self._count

    def set_narrow(self, narrow: bool) -> None:
        """Leave the name to the tooltip where the window is narrow."""
        self._narrow = narrow
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_NARROW if self._narrow else WIDTH, Height.RAIL_ITEM)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        chosen = self.isChecked()
        if chosen:
            painter.fillRect(rect, colour("surface"))
            painter.fillRect(QRectF(0, 0, _BAR, rect.height()), colour("accent"))
        elif self.underMouse():
            painter.fillRect(rect, colour("hover"))
        token = "accent" if chosen else "muted"
        top = (rect.height() - _ICON) / 2 if self._narrow else 10
        paint_icon(painter, QRectF((rect.width() - _ICON) / 2, top, _ICON, _ICON), self._picture, token)
        if not self._narrow:
            name = QRectF(2, 32, rect.width() - 4, 16)
            text(painter, name, self.text(), token, type_=font("caption", bold=chosen), align=MIDDLE)
        if self._count:
            self._paint_count(painter, rect, top)
        if self.hasFocus():
            focus_ring(painter, rect.adjusted(1, 1, -1, -1))

    def _paint_count(self, painter: QPainter, rect: QRectF, top: float) -> None:
        words, type_ = str(self._count), font("badge", bold=True)
        width = max(float(_PILL + 1), text_width(words, type_) + 8)
        pill = QRectF(round(rect.center().x() + 13 - width / 2), top - 7, width, _PILL + 1)
        box(painter, pill, fill="danger", radius=pill.height() / 2)
        text(painter, pill, words, "surface", type_=type_, align=MIDDLE, elide=False)


class Rail(QWidget):
    """The places in order, Settings and Lock at the foot. `chosen(place)` tells of a press."""

    chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Places"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.SMALL, 0, 0)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailButton] = {}
        for place in ("today", "patients", "unit", "protocols", "settings"):
            entry = actions.entry(f"go_{place}")
            button = RailButton(place, entry.action.text(), entry.icon, self)
            button.clicked.connect(entry.action.trigger)
            self._group.addButton(button)
            self._buttons[place] = button
            if place == "settings":
                layout.addStretch(1)
                self._menu = self._make_button("menu", actions)
                layout.addWidget(self._menu)
            layout.addWidget(button)
        self._lock = self._make_button("lock", actions)
        self._lock.hide()
        layout.addWidget(self._lock)

    def _make_button(self, name: str, actions: Actions) -> RailButton:
        """A button at the foot that is no place."""
        entry = actions.entry(name)
        button = RailButton(name, entry.action.text(), entry.icon, self)
        button.setCheckable(False)
        button.clicked.connect(entry.action.trigger)
        return button

    def set_lockable(self, lockable: bool) -> None:
        """Whether there is something to lock: a file without encryption opens for everybody."""
        self._lock.setVisible(lockable)

    def menu_button(self) -> RailButton:
        """The button at which the whole menu opens."""
        return self._menu

    def choose(self, place: str) -> None:
        """Mark the place that is shown."""
        self._buttons[place].setChecked(True)

    def set_late(self, count: int) -> None:
        """How many visits are late, in the pill at Today."""
        self._buttons["today"].set_count(count)

    def late(self) -> int:
        """The count in the pill."""
        return self._buttons["today"].count()

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, where the window is narrow."""
        for button in (*self._buttons.values(), self._menu, self._lock):
            button.set_narrow(narrow)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("sunken"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), colour("line"))
