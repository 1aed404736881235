"""The problems of a file by kind, each with what can be done about all of its rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.paint import box, colour
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

_HEIGHT: Final = 27
_SHOWN: Final = 5
_COUNT: Final = 62
_SIGNS: Final = {"danger": ("alert", "danger"), "warn": ("help", "warn"), "info": ("info", "info")}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Told:
    """One kind of problem: `kind` is danger, warn or info; `actions` are ids with their words, the first for Enter."""

    key: Any
    kind: str
    count: str
    words: str
    actions: tuple[tuple[str, str], ...]


class _Row(QWidget):
    """One kind; Up and Down go to the next one, Right to its actions."""

    acted = Signal(str, object)
    stepped = Signal(int)

    def __init__(self, told: Told) -> None:
        super().__init__()
        self.told = told
        self.chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(f"{told.count}: {told.words}")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.MEDIUM + 22, 0, Space.SMALL, 1)
        row.setSpacing(Space.TIGHT)
        count = PlainLabel(told.count, "bold")
        count.setMinimumWidth(_COUNT)
        row.addWidget(count)
        row.addWidget(ElidedLabel(told.words), 1)
        self.links: list[KeyButton] = []
        for name, words in told.actions:
            link = KeyButton(words, kind="link", small=True)
            link.setAutoDefault(True)
            link.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            link.setAccessibleName(f"{words}: {told.words}")
            link.clicked.connect(lambda _checked=False, name=name: self.acted.emit(name, told.key))
            row.addWidget(link)
            self.links.append(link)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        within = self.hasFocus() or any(link.hasFocus() for link in self.links)
        painter.fillRect(rect, colour("selection" if self.chosen else "surface"))
        painter.fillRect(QRectF(0, rect.bottom() - 1, rect.width(), 1), colour("line"))
        if within:
            box(painter, rect.adjusted(1, 0, -1, -1), edge="focus", width=2)
        name, token = _SIGNS[self.told.kind]
        paint_icon(painter, QRectF(Space.MEDIUM, (_HEIGHT - 1) / 2 - 7, 14, 14), name, token)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.stepped.emit(0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.told.actions:
            self.acted.emit(self.told.actions[0][0], self.told.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left) and self.links:
            self._go(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() in _ENTER and self.told.actions and not event.modifiers():
            self.acted.emit(self.told.actions[0][0], self.told.key)
        else:
            super().keyPressEvent(event)

    def _go(self, by: int) -> None:
        """From the row to its actions, from one to the next, and back."""
        places: list[QWidget] = [self, *self.links]
        focused = self.window().focusWidget()
        at = places.index(focused) if focused in places else 0
        places[min(max(at + by, 0), len(places) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        self.update()


class ProblemsPanel(Panel):
    """`acted` carries what is to be done and the key of the kind."""

    acted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", " ", flush=True, parent=parent)
        self.body().setSpacing(0)
        self.rows: list[_Row] = []
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add(rule())
        self.add(self._scroll)
        self._most = _SHOWN

    def set_most(self, most: int) -> None:
        """How many kinds are seen at once; the others are scrolled to."""
        self._most = most
        self._fit()

    def show_kinds(self, title: str, note: str, told: Sequence[Told]) -> None:
        """Show the kinds; the one chosen before stays chosen."""
        held = next((row.told.key for row in self.rows if row.chosen), None)
        had_focus = any(row.isAncestorOf(w) or row is w for row in self.rows if (w := self.window().focusWidget()))
        self.set_title(title, note)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = [_Row(one) for one in told]
        for number, row in enumerate(self.rows):
            row.acted.connect(self.acted)
            row.stepped.connect(lambda by, n=number: self._step(n, by))
            row.chosen = held is not None and row.told.key == held
            column.addWidget(row)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self.setVisible(bool(told))
        self._fit()
        self._let_tab_come(next((n for n, row in enumerate(self.rows) if row.chosen), 0))
        if had_focus and self.rows:
            next((row for row in self.rows if row.chosen), self.rows[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, key: Any) -> None:
        """Mark the kind whose rows are shown; None for none."""
        for row in self.rows:
            row.chosen = key is not None and row.told.key == key
            row.update()

    def _let_tab_come(self, at: int) -> None:
        """Tab comes to one row; arrows go to the others and to the actions."""
        for number, row in enumerate(self.rows):
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == at else Qt.FocusPolicy.ClickFocus)

    def _step(self, at: int, by: int) -> None:
        row = self.rows[min(max(at + by, 0), len(self.rows) - 1)]
        self._let_tab_come(self.rows.index(row))
        if by:
            row.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(row, 0, 0)

    def _fit(self) -> None:
        self._scroll.setFixedHeight(_HEIGHT * min(self._most, len(self.rows)) + 1)
