"""The bar above a page: its title, the day, the way to the palette, and the page's actions."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from hsct_desktop.views.actions import Actions, Entry
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.paint import box, focus_ring, key_hint_size, paint_key_hint, text
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip

_SEARCH_WIDTH: Final = 310
_WORDS_FROM: Final = 110
_SEARCH_LEAST: Final = 36
"""Room for the sign alone: the words and the key go before a tab does."""


class SearchButton(QAbstractButton):
    """Looks like a field and opens the palette, where the typing is done."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = entry.key
        self._words = self.tr("Find patient, action or help")
        self.setAccessibleName(self._words)
        self.setToolTip(plain_tooltip(f"{self._words} ({self._hint})"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(_SEARCH_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.clicked.connect(entry.action.trigger)

    def sizeHint(self) -> QSize:
        return QSize(_SEARCH_WIDTH, Height.BUTTON)

    def minimumSizeHint(self) -> QSize:
        return QSize(_SEARCH_LEAST, Height.BUTTON)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="surface", edge="control")
        if self.hasFocus():
            focus_ring(painter, rect)
        paint_icon(painter, QRectF(10, rect.center().y() - 8, 16, 16), "search", "muted")
        if rect.width() < _WORDS_FROM:
            return
        room = key_hint_size(self._hint)
        at = QPointF(rect.right() - room.width() - 8, round((rect.height() - room.height()) / 2))
        paint_key_hint(painter, at, self._hint)
        text(painter, QRectF(33, 0, at.x() - 39, rect.height()), self._words, "muted")


def action_button(entry: Entry, kind: str = "plain", parent: QWidget | None = None) -> KeyButton:
    """A button that triggers an action of the registry and shows its key; the primary one shows none."""
    button = KeyButton(
        entry.action.text(), icon=entry.icon, hint="" if kind == "primary" else entry.key, kind=kind, parent=parent
    )
    button.setObjectName(f"button_{entry.id}")
    button.clicked.connect(entry.action.trigger)
    return button


class TopBar(QWidget):
    """Title and day at the left, search and actions at the right."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(Height.TOP_BAR)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        layout.setSpacing(Space.MEDIUM)
        self._title = PlainLabel("", "page")
        self._day = PlainLabel("", "muted")
        layout.addWidget(self._title)
        layout.addWidget(self._day)
        layout.addStretch(1)
        layout.addWidget(SearchButton(actions.entry("find")), 2)
        entry = actions.entry("print_list")
        self._print = KeyButton(self.tr("Print list"), icon=entry.icon, hint=entry.key)
        self._print.setObjectName("button_print_list")
        self._print.clicked.connect(entry.action.trigger)
        layout.addWidget(self._print)
        self._new = action_button(actions.entry("new_patient"), "primary")
        layout.addWidget(self._new)
        self._row = layout
        self._parts: list[QWidget] = []

    def show_page(self, title: str, day: str, *, with_print: bool) -> None:
        """Name the page and the day; the list is printed from Today only."""
        self._title.setText(title)
        self._day.setText(day)
        self._print.setText(self.tr("Print list"))
        self._print.setVisible(with_print)
        self._new.show()
        self._show_parts()

    def show_tabs(self, tabs: QWidget, print_words: str, primary: QWidget | None = None) -> None:
        """Put a page's tabs behind its title, and what its print button says; no words, no button.

        `primary` is the page's own main button, at the right.
        """
        if tabs not in self._parts:
            self._row.insertWidget(1, tabs, 0, Qt.AlignmentFlag.AlignBottom)
        if primary is not None and primary not in self._parts:
            self._row.addWidget(primary)
        self._show_parts(tabs, primary)
        self._new.hide()
        self._print.setText(print_words)
        self._print.setVisible(bool(print_words))

    def _show_parts(self, *shown: QWidget | None) -> None:
        """Show these of the tabs and buttons that pages have brought, and hide those of other pages."""
        self._parts += [part for part in shown if part is not None and part not in self._parts]
        for part in self._parts:
            part.setVisible(part in shown)
