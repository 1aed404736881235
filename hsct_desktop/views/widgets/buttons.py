"""Buttons that show the key that presses them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import icon as theme_icon
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.paint import (
    box,
    colour,
    key_hint_size,
    key_hints_shown,
    native_keys,
    paint_key_hint,
)
from hsct_desktop.views.widgets.plain_label import plain_tooltip

_SIDE: Final = 12
_ICON: Final = 16


class KeyButton(QPushButton):
    """A button with words, an optional icon and its key in a box.

    `hint` is shown only; the shortcut itself belongs to the action. Kinds: plain, primary, link (accent words without
    a box), danger and warn (link in that colour). `small` makes it 24 high.
    """

    def __init__(
        self,
        text: str,
        *,
        icon: str | None = None,
        hint: str = "",
        kind: str = "plain",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self._hint = hint
        self._kind = kind
        self._small = small
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def kind(self) -> str:
        """The kind."""
        return self._kind

    def set_kind(self, kind: str) -> None:
        """Change the kind."""
        self._kind = kind
        self.updateGeometry()
        self.update()

    def hint(self) -> str:
        """The key shown, as `Ctrl+K`."""
        return self._hint

    def set_icon(self, icon: str | None) -> None:
        """Change the icon."""
        self._icon_name = icon
        self.updateGeometry()
        self.update()

    def set_hint(self, hint: str) -> None:
        """Change the key shown."""
        self._hint = hint
        self.updateGeometry()
        self.update()

    def _flat(self) -> bool:
        return self._kind in ("link", "danger", "warn")

    def _side(self) -> int:
        return Space.TIGHT if self._flat() else (8 if self._small else _SIDE)

    def _words_width(self) -> int:
        metrics = QFontMetrics(self._type())
        return metrics.size(int(Qt.TextFlag.TextShowMnemonic), self.text()).width() if self.text() else 0

    def _type(self) -> QFont:
        return font("caption" if self._small else "body", bold=self._kind == "primary")

    def _content_width(self) -> float:
        width: float = self._words_width()
        if self._icon_name:
            width += _ICON + (6 if self.text() else 0)
        if self._hint and key_hints_shown():
            width += Space.SMALL + key_hint_size(self._hint).width()
        return width

    def sizeHint(self) -> QSize:
        height = Height.SMALL_CONTROL if self._small or self._flat() else Height.BUTTON
        return QSize(int(self._content_width() + 2 * self._side() + 0.99), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _ink(self) -> str:
        if not self.isEnabled():
            return "muted"
        return {"primary": "on_accent", "link": "accent", "danger": "danger", "warn": "warn"}.get(self._kind, "text")

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        down, hover = self.isDown() or self.isChecked(), self.underMouse()
        if self._flat():
            if hover and self.isEnabled():
                box(painter, rect, fill="hover")
        elif not self.isEnabled():
            box(painter, rect, fill="window", edge="line")
        elif self._kind == "primary":
            painter.setOpacity(0.85 if down else 0.93 if hover else 1.0)
            box(painter, rect, fill="accent")
            painter.setOpacity(1.0)
        else:
            box(painter, rect, fill="accent_soft" if down else "hover" if hover else "surface", edge="control")

    def _paint_focus(self, painter: QPainter, rect: QRectF) -> None:
        if self._kind == "primary" and self.isEnabled():
            # The ring has the button's own colour in the light theme: a gap makes it visible.
            box(painter, rect.adjusted(1.5, 1.5, -1.5, -1.5), edge="surface", width=2)
        box(painter, rect, edge="focus", width=2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        self._paint_ground(painter, rect)
        if self.hasFocus():
            self._paint_focus(painter, rect)
        left = (rect.width() - self._content_width()) / 2
        ink = self._ink()
        if self._icon_name:
            paint_icon(painter, QRectF(left, rect.center().y() - _ICON / 2, _ICON, _ICON), self._icon_name, ink)
            left += _ICON + (6 if self.text() else 0)
        painter.setFont(self._type())
        painter.setPen(colour(ink))
        words = QRectF(left, 0, self._words_width() + 1, rect.height())
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextShowMnemonic)
        painter.drawText(words, flags, self.text())
        if self._hint and key_hints_shown():
            self._paint_hint(painter, rect, left)

    def _paint_hint(self, painter: QPainter, rect: QRectF, left: float) -> None:
        room = key_hint_size(self._hint)
        at = QPointF(round(left + self._words_width() + Space.SMALL), round((rect.height() - room.height()) / 2))
        primary = self._kind == "primary" and self.isEnabled()
        token, fill = ("on_accent", None) if primary else ("muted", "alt")
        paint_key_hint(painter, at, self._hint, token=token, fill=fill)


class IconButton(QToolButton):
    """A button that is only an icon; its name is spoken and shown as tooltip, with its key."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        hint: str = "",
        token: str = "muted",
        size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setIcon(theme_icon(icon, token, size))
        self.setIconSize(QSize(size, size))
        self.setFixedSize(Height.ROW, Height.ROW)
        self.setAccessibleName(name)
        self.setToolTip(plain_tooltip(f"{name} ({native_keys(hint)})" if hint else name))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
