"""Chips: a short fact with its state, or a choice that can be on or off."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from hsct_desktop.views.theme.tokens import Height
from hsct_desktop.views.widgets.paint import CHIP_LOOKS, chip_size, focus_ring, paint_chip


class Chip(QWidget):
    """A fact in a chip. Kinds: plain, accent, success, warn, danger, wait, quiet. It takes no focus."""

    def __init__(
        self, text: str, kind: str = "plain", *, icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = icon
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_kind(kind)
        self.set_text(text)

    def text(self) -> str:
        """The words."""
        return self._text

    def kind(self) -> str:
        """The kind."""
        return self._kind

    def set_text(self, text: str) -> None:
        """Change the words."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str, icon: str | None = None) -> None:
        """Change the kind and, when given, the icon. KeyError for an unknown kind."""
        CHIP_LOOKS[kind]
        self._kind = kind
        self._icon = icon or self._icon
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._text, icon=self._icon).toSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = (self.height() - Height.CHIP) // 2
        paint_chip(painter, QRectF(0, top, self.width(), Height.CHIP), self._text, self._kind, icon=self._icon)


class ChipButton(QAbstractButton):
    """A chip to press: a filter, a choice, a step into something. 20 px drawn, 24 px to hit.

    A checkable one shows `accentSoft` with the accent's edge when on; `count` stands muted after the words. A chip
    that only acts (`checkable=False`) may have any kind of `Chip`.
    """

    def __init__(
        self,
        text: str,
        *,
        checkable: bool = True,
        kind: str = "choice",
        icon: str | None = None,
        count: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        CHIP_LOOKS[kind]
        self._kind = kind
        self._icon = icon
        self._count = "" if count is None else str(count)
        self._alarm = False
        self.setText(text)
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name()

    def set_count(self, count: int | None) -> None:
        """Change the count; None takes it away."""
        self._count = "" if count is None else str(count)
        self._name()
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str, icon: str | None = None) -> None:
        """Change the look while the chip is off, and its icon. KeyError for an unknown kind."""
        CHIP_LOOKS[kind]
        self._kind, self._icon = kind, icon
        self.updateGeometry()
        self.update()

    def set_alarm(self, alarm: bool) -> None:
        """Show the count as what asks for something, or muted as ever."""
        self._alarm = alarm
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()} {self._count}".strip())

    def sizeHint(self) -> QSize:
        size = chip_size(self.text(), icon=self._icon, count=self._count).toSize()
        return QSize(size.width(), Height.SMALL_CONTROL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(0, (self.height() - Height.CHIP) // 2, self.width(), Height.CHIP)
        kind = "chosen" if self.isChecked() else self._kind
        if not self.isEnabled():
            kind = "quiet"
        paint_chip(painter, rect, self.text(), kind, icon=self._icon, count=self._count, alarm=self._alarm)
        if self.hasFocus():
            focus_ring(painter, rect)
