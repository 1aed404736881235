"""What is to be looked at before a letter is signed: facts that the record does not hold, words in another language,
what has gone by; each with the way to where it is entered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.paint import box, colour
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.letter_ask import Missing

_ICON: Final = 14
_MOST_ROWS: Final = 3
"""So many items are seen before somebody asks for all."""


def sentence(text: str) -> str:
    """With a capital at its start: items stand in a list, not within a text."""
    return text[:1].upper() + text[1:]


class _Sign(QWidget):
    """The warning sign before a line."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_ICON + 4, _ICON + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, QRectF(2, 2, _ICON, _ICON), "alert", "warn")
        painter.end()


class _Door(KeyButton):
    """Where one missing item is entered; Enter goes there."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)


class MissingPanel(QWidget):
    """The list. `wanted` carries the place of an item: a tab, a page, `settings` or `assessment`."""

    wanted = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._at = 0
        self._shown: tuple[tuple[str, str], ...] = ()
        self._doors: list[_Door] = []
        self._title = PlainLabel("", "bold")
        self._next = KeyButton(self.tr("next"), hint="F8", kind="link", small=True)
        self._next.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._next.clicked.connect(self.step)
        self._more = KeyButton("", kind="link", small=True)
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more.clicked.connect(self.show_all)
        self._open = False
        head = QHBoxLayout()
        head.setSpacing(Space.SMALL)
        head.addWidget(self._title)
        head.addWidget(ElidedLabel(self.tr("what is not recorded is marked in the text"), "muted"), 1)
        head.addWidget(self._more)
        head.addWidget(self._next)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 10, 6)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(self._rows)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """List what is missing, each once; nothing hides the panel."""
        words = self._ctx.wording
        listed = {sentence(words.text(f"letter.missing.{one.key}", **one.params)): one.place for one in missing}
        shown = tuple(listed.items())
        if shown == self._shown:
            return
        self._shown = shown
        self._clear()
        for at, (said, place) in enumerate(shown):
            row = self._row(said, place)
            self._rows.addWidget(row)
            row.setVisible(self._open or at < _MOST_ROWS or len(shown) == _MOST_ROWS + 1)
        hidden = 0 if self._open or len(shown) <= _MOST_ROWS + 1 else len(shown) - _MOST_ROWS
        self._more.setText(self.tr("{} more").format(hidden))
        self._more.setVisible(hidden > 0)
        self._title.setText(self.tr("To look at, {}").format(len(shown)))
        self._next.setVisible(bool(self._doors))
        self.setAccessibleName(self.tr("To look at, {}").format(len(shown)))
        self.setVisible(bool(shown))

    def count(self) -> int:
        """How many items are missing."""
        return len(self._shown)

    def doors(self) -> Sequence[QWidget]:
        """The ways to where something is entered, in their order."""
        return self._doors

    def _clear(self) -> None:
        self._doors = []
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _row(self, said: str, place: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.SMALL)
        line.addWidget(_Sign())
        label = ElidedLabel(said)
        line.addWidget(label, 1)
        name = self.place_name(place)
        if name:
            door = _Door(name, icon=None, kind="link", small=True)
            door.setAccessibleName(f"{said}: {name}")
            at = len(self._doors)
            door.clicked.connect(lambda _checked=False, to=place, at=at: self._go_there(to, at))
            line.addWidget(door)
            self._doors.append(door)
        return row

    def _go_there(self, place: str, at: int) -> None:
        self._at = at
        self.wanted.emit(place)

    def at(self) -> int:
        """The number of the item, from 0, whose way was taken last."""
        return self._at

    def go(self, at: int) -> None:
        """Put the focus on the way of an item by its number, on the last where there are fewer by now."""
        if self._doors:
            self.show_all()
            self._doors[min(at, len(self._doors) - 1)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def place_name(self, place: str) -> str:
        """A place in words; empty for none."""
        names = {
            "overview": self.tr("Overview"),
            "visits": self.tr("Visits"),
            "flowsheet": self.tr("Flowsheet"),
            "toxicity": self.tr("Toxicity"),
            "therapy": self.tr("Therapy"),
            "vaccines": self.tr("Vaccines"),
            "disease": self.tr("Disease"),
            "history": self.tr("History of the disease"),
            "history@therapies": self.tr("Drugs for the disease"),
            "treatment": self.tr("Treatment"),
            "selection": self.tr("Selection"),
            "long_term": self.tr("Long term"),
            "documents": self.tr("Documents"),
            "settings": self.tr("Settings"),
            "care_plan": self.tr("Care plan"),
            "patient": self.tr("Patient data"),
            "edit": self.tr("Patient data"),
            "letter": self.tr("Here"),
        }
        return names.get(place.partition(".")[0]) or names.get(place.partition("@")[0], "")

    def show_all(self) -> None:
        """Show every item, not only the first."""
        self._open = True
        self._more.hide()
        for at in range(self._rows.count()):
            item = self._rows.itemAt(at)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.show()

    def step(self) -> None:
        """Put the focus on the next item that can be entered somewhere, round and round."""
        self.show_all()
        if self._doors:
            here = next((at for at, door in enumerate(self._doors) if door.hasFocus()), -1)
            self._doors[(here + 1) % len(self._doors)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="warn_soft", edge="warn")
        painter.fillRect(QRectF(1, 1, 3, rect.height() - 2), colour("warn"))
        painter.end()
