"""A field that finds one of many by any part of its words, and offers to add one that is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Property, QEvent, QObject, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from hsct_desktop.views.highlight import found_spans, has_all
from hsct_desktop.views.search_picker import Found, SearchPicker

_ADD: Final = object()
"""The value of the last line, which adds."""


class SearchField(QWidget):
    """Typing searches (contains, accents folded), Down shows everything, Enter takes; the last line adds a new one.

    Made with a parent only, so that a form of Qt Designer can name it. `edited` tells of another value, `add_wanted`
    carries what was typed when somebody takes the last line.
    """

    edited = Signal()
    add_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: list[tuple[object, str]] = []
        self._value: object = None
        self._add = ""
        self._picker = SearchPicker("", self._search, browse=True)
        self._picker.taken.connect(self._on_taken)
        self._picker.line().installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._picker)
        self.setFocusProxy(self._picker.line())

    def _caption(self) -> str:
        return self._picker.label().text()

    def _set_caption(self, text: str) -> None:
        self._picker.set_label(text)

    caption = Property(str, _caption, _set_caption)

    def line(self) -> QLineEdit:
        """The line that is typed into."""
        return self._picker.line()

    def picker(self) -> SearchPicker:
        """The line with what was found below it."""
        return self._picker

    def set_choices(self, choices: Sequence[tuple[object, str]], add: str = "", hint: str = "") -> None:
        """Offer `(value, words)`; with `add`, the words of the last line. `hint` shows while the field is empty."""
        self._choices, self._add = list(choices), add
        self._picker.line().setPlaceholderText(hint)
        self.set_value(self._value)

    def value(self) -> object:
        """The value taken, or None."""
        return self._value

    def words(self) -> str:
        """The words of the value taken, empty without one."""
        return next((words for value, words in self._choices if value == self._value), "")

    def set_value(self, value: object) -> None:
        """Show a value as taken, without telling; one that is not offered leaves the field empty."""
        known = any(offered == value for offered, _words in self._choices)
        self._value = value if known else None
        self._picker.set_error(None)
        self._picker.set_chosen(Found(self._value, self.words()) if known else None)

    def _search(self, typed: str) -> tuple[list[Found], str]:
        rows = [
            Found(value, words, tuple(found_spans(words, typed)))
            for value, words in self._choices
            if has_all(words, typed)
        ]
        if self._add:
            rows.append(Found(_ADD, self._add))
        return rows, ""

    def _on_taken(self, value: object) -> None:
        if value is _ADD:
            typed = self._picker.typed_words()
            self.set_value(self._value)
            self.add_wanted.emit("" if typed == self.words() else typed)
            return
        self._commit(value)
        self._picker.line().focusNextPrevChild(True)

    def _commit(self, value: object) -> None:
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.edited.emit()

    def _settle(self) -> None:
        """On leaving: no words, no value; the line under the mark counts; words that find nobody are said."""
        typed, current = self._picker.text().strip(), self._picker.current()
        if not typed:
            self._commit(None)
        elif typed == self.words():
            self.set_value(self._value)
        elif current is not None and current is not _ADD:
            self._commit(current)
        else:
            self._commit(None)
            self._picker.set_chosen(None, typed)
            self._picker.set_error(self.tr("Nobody is found by these words: choose from the list, or add."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # While Python takes the widget apart, Qt may still send events to it.
        picker = getattr(self, "_picker", None)
        if picker is not None and watched is picker.line() and event.type() == QEvent.Type.FocusOut:
            self._settle()
        return super().eventFilter(watched, event)
