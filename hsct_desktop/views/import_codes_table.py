"""A file's own codes and what each means: letters find the meaning, Enter takes it and goes to the next code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.names import fold
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.search_picker import Found, SearchPicker
from hsct_desktop.views.theme.tokens import Height, Space

NOT_DONE: Final = ""
_SHOWN: Final = 8
_FOUND: Final = 40


class Finder(SearchPicker):
    """Letters that find nothing keep the keys, and are said to."""

    def __init__(self, label: str, search: Callable[[str], tuple[list[Found], str]]) -> None:
        super().__init__(label, search, browse=True)
        self.typed.connect(lambda _words: self.set_error(None))

    def take(self) -> bool:
        if super().take():
            return True
        if self.text().strip():
            self.set_error(self.tr("Nothing of that name: other letters, or Down for the whole list."))
            return True
        return False

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4) and not self.found():
            self.set_error(None)
            self.show_all()
            return True
        return super()._press(event)


class CodesTable(QWidget):
    """`values()` are the codes as they stand in the file with the ids that they mean; NOT_DONE for "not done"."""

    changed = Signal()

    def __init__(
        self,
        codes: Sequence[tuple[str, int]],
        choices: Sequence[tuple[str, str]],
        held: Mapping[str, str],
        not_done: str,
    ) -> None:
        """`codes` with the rows in which each stands; `choices` are ids with labels; `not_done` words that choice."""
        super().__init__()
        self._codes = list(codes)
        self._choices = [*choices, (NOT_DONE, not_done)]
        self._labels = dict(self._choices)
        self._values = {code: held[code] for code, _count in codes if code in held}
        heads = (self.tr("In the file"), self.tr("Means"), self.tr("Cells") + "\t")
        self.table = RowsTable(self.tr("Own codes"), heads, (150, -1, 56))
        self.table.moved.connect(self._on_moved)
        self.picker = Finder(self.tr("Means"), self._search)
        self.table.entered.connect(lambda _key: self.picker.line().setFocus(Qt.FocusReason.TabFocusReason))
        self.picker.taken.connect(self._on_taken)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(self.table)
        column.addWidget(self.picker)
        self.table.setFixedHeight(Height.HEADER + 2 + 29 * min(_SHOWN, max(1, len(self._codes))))
        self._show(next((code for code, _count in self._codes if code not in self._values), None))

    def values(self) -> dict[str, str]:
        """What each code means, as far as it was said."""
        return dict(self._values)

    def missing(self) -> int:
        """How many codes mean nothing yet."""
        return sum(code not in self._values for code, _count in self._codes)

    def say_missing(self) -> None:
        """Say how many codes mean nothing yet, the keys in the line that finds."""
        words = self.tr("{0} of {1} codes mean nothing yet. Ctrl+Enter once more leaves them so.")
        self.picker.set_error(words.format(self.missing(), len(self._codes)))
        self.picker.line().setFocus(Qt.FocusReason.TabFocusReason)

    def first(self) -> QWidget:
        """Where typing begins."""
        return self.picker.line()

    def _show(self, choose: str | None) -> None:
        lines = []
        for code, count in self._codes:
            known = code in self._values
            means = self._labels.get(self._values[code], self._values[code]) if known else self.tr("what does it mean?")
            lines.append(
                Line((Cell(code, bold=True), Cell(means, "" if known else "warn"), Cell(str(count), "muted")), code)
            )
        self.table.set_lines(lines, choose)

    def _search(self, typed: str) -> tuple[list[Found], str]:
        words = fold(typed).split()
        fitting = [
            (code, label) for code, label in self._choices if all(word in fold(f"{label} {code}") for word in words)
        ]
        fitting.sort(key=lambda pair: not fold(pair[1]).startswith(fold(typed)))
        return [Found(code, label) for code, label in fitting[:_FOUND]], str(len(fitting))

    def _on_moved(self) -> None:
        code = self.table.key()
        self.picker.set_label(self.tr("“{0}” means").format(code) if code else self.tr("Means"))
        held = self._values.get(code)
        self.picker.set_chosen(Found(held, self._labels.get(held, held)) if held is not None else None)

    def _on_taken(self, value: object) -> None:
        code = self.table.key()
        if code is None:
            return
        self._values[code] = str(value)
        codes = [one for one, _count in self._codes]
        at = codes.index(code)
        after = [one for one in (*codes[at + 1 :], *codes[:at]) if one not in self._values]
        self._show(after[0] if after else code)
        self.changed.emit()
