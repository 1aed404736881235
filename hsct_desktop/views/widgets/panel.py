"""A surface card with a title row."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel


def rule(parent: QWidget | None = None) -> QFrame:
    """A horizontal line of 1 px."""
    line = QFrame(parent)
    line.setProperty("role", "line")
    line.setFixedHeight(1)
    return line


class Panel(QFrame):
    """A card: radius 6, an edge of 1 px; title bold at the left, a muted note beside it, widgets at the right.

    Without a title there is no title row. `flush` takes the side margins from the body, for tables.
    """

    def __init__(self, title: str = "", note: str = "", *, flush: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(title)
        self._title = PlainLabel(title, "bold")
        self._note = ElidedLabel(note, "caption")
        self._head = QHBoxLayout()
        self._head.setSpacing(Space.SMALL)
        self._head.setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, 0)
        self._head.addWidget(self._title)
        self._head.addWidget(self._note, 1)
        side = 1 if flush else Space.PANEL_INSIDE
        bottom = 1 if flush else Space.MEDIUM
        self._body = QVBoxLayout()
        self._body.setContentsMargins(side, 0, side, bottom)
        self._body.setSpacing(Space.SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0 if flush and not title else Space.SMALL, 0, 0)
        column.setSpacing(Space.SMALL)
        if title or note:
            self._title.setMinimumHeight(16)
            column.addLayout(self._head)
        column.addLayout(self._body, 1)

    def set_title(self, title: str, note: str | None = None) -> None:
        """Change the title and, when given, the note beside it."""
        self._title.setText(title)
        self.setAccessibleName(title)
        if note is not None:
            self._note.setText(note)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a chip or a button at the right of the title row."""
        self._head.addWidget(widget)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget below."""
        self._body.addWidget(widget, stretch)

    def body(self) -> QVBoxLayout:
        """The layout below the title row."""
        return self._body
