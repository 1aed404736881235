"""What the sheets of neurology visits and scans share: reading all fields before refusing, partial dates, a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QGridLayout, QWidget

from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.views.form_fields import TextField

T = TypeVar("T")


class Reader:
    """Reads one field after the other and keeps what each says is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __call__(self, read: Callable[[], T]) -> T | None:
        """What the field holds, None when it cannot be read."""
        try:
            return read()
        except InputError as error:
            self.problems += error.problems
            return None

    def refuse(self) -> None:
        """Raise InputError with everything that could not be read."""
        if self.problems:
            raise InputError(self.problems)


def holds_text(widget: QWidget) -> bool:
    """Whether something was typed into a line: what is wrong with it is said as soon as it is left."""
    return isinstance(widget, TextField) and bool(widget.text().strip())


def as_typed(day: PartialDate) -> str:
    """A date as it can be typed again."""
    parts = [part for part in (day.day, day.month) if part is not None]
    return "/".join([*(f"{part:02d}" for part in parts), str(day.year)])


def field_grid(fields: Sequence[QWidget], in_a_row: int) -> QWidget:
    """Fields beside and below each other, all of one width."""
    grid = QWidget()
    layout = QGridLayout(grid)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(8)
    layout.setVerticalSpacing(6)
    for number, field in enumerate(fields):
        layout.addWidget(field, number // in_a_row, number % in_a_row)
    for empty in range(len(fields) % in_a_row or in_a_row, in_a_row):
        # An empty place keeps the fields of a short line as wide as those above.
        layout.addWidget(QWidget(), (len(fields) - 1) // in_a_row, empty)
    for at in range(in_a_row):
        layout.setColumnStretch(at, 1)
        layout.setColumnMinimumWidth(at, 40)
    return grid
