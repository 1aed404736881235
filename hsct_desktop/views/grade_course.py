"""Later grades of an episode: from which day each held."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.adverse_event import Grade, GradeStep
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, DayField
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.field import NoteLine


class GradeStepRow(QWidget):
    """One change of grade with the day from which it held."""

    edited = Signal()
    removed = Signal(object)

    def __init__(self, ctx: Context, day0: datetime.date | None, grades: Sequence[int]) -> None:
        super().__init__()
        self._grade = ChipsField()
        self._grade.setProperty("caption", self.tr("Then grade"))
        self._grade.set_choices([(grade, str(grade)) for grade in grades])
        self._from = DayField()
        self._from.setProperty("caption", self.tr("From"))
        self._from.setObjectName("gradeDate")
        self._from.bind(ctx, day0)
        remove = IconButton("close", self.tr("Remove this change"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._grade, 1)
        row.addWidget(self._from, 1)
        row.addWidget(remove)
        self._grade.edited.connect(self.edited)
        self._from.edited.connect(self.edited)
        remove.clicked.connect(lambda: self.removed.emit(self))
        self.setFocusProxy(self._grade)

    def fill(self, grade: int | None, typed: str, day: datetime.date | None = None) -> None:
        """Put in a grade and a day, the day as typed or as known."""
        if grade is not None and self._grade.choice() and grade in [v for v, _ in self._offered()]:
            self._grade.set_value(grade)
        if day is not None:
            self._from.set_date(day)
        elif typed:
            self._from.set_typed(typed)

    def _offered(self) -> list[tuple[int, str]]:
        return [(grade, str(grade)) for grade in range(1, 6) if self._has(grade)]

    def _has(self, grade: int) -> bool:
        try:
            self._grade.choice().chip(grade)
        except ValueError:
            return False
        return True

    def step(self) -> tuple[int | None, datetime.date | None]:
        """Grade and day, each None while missing."""
        value = self._grade.value()
        return (value if isinstance(value, int) else None), self._from.date()

    def content(self) -> list[Any]:
        """What stands in the row, for the draft."""
        return [self.step()[0], self._from.typed()]


class GradeCourse(QWidget):
    """The changes after the first grade; grows by a button."""

    edited = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._day0: datetime.date | None = None
        self._grades: tuple[int, ...] = ()
        self._rows: list[GradeStepRow] = []
        self._note = NoteLine()
        self._note.hide()
        self._add = KeyButton(self.tr("Add a change of grade"), icon="plus", kind="link")
        self._add.clicked.connect(self._on_add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._note)
        self._column.addWidget(self._add)

    def set_term(self, grades: Sequence[int], day0: datetime.date | None) -> None:
        """The grades that exist, and Day 0; rows made for another term keep what is still valid."""
        if tuple(grades) == self._grades and day0 == self._day0:
            return
        kept = self.content()
        self._grades, self._day0 = tuple(grades), day0
        self.restore(kept)

    def _on_add(self) -> None:
        row = self._append()
        row.setFocus()
        self.edited.emit()

    def _append(self) -> GradeStepRow:
        row = GradeStepRow(self._ctx, self._day0, self._grades)
        row.edited.connect(self.edited)
        row.removed.connect(self._remove)
        self._column.insertWidget(len(self._rows), row)
        self._rows.append(row)
        row.show()
        return row

    def _remove(self, row: GradeStepRow) -> None:
        self._rows.remove(row)
        row.hide()
        row.setParent(None)
        row.deleteLater()
        self._add.setFocus()
        self.edited.emit()

    def clear(self) -> None:
        """Take all rows away."""
        for row in self._rows:
            row.hide()
            row.setParent(None)
            row.deleteLater()
        self._rows = []

    def steps(self) -> tuple[GradeStep, ...]:
        """The changes that are complete."""
        found = [row.step() for row in self._rows]
        return tuple(GradeStep(day, Grade(grade)) for grade, day in found if grade is not None and day is not None)

    def incomplete(self) -> bool:
        """Whether a row lacks its grade or its day."""
        return any(None in row.step() for row in self._rows)

    def set_steps(self, steps: Sequence[GradeStep]) -> None:
        """Show recorded changes."""
        self.clear()
        for step in steps:
            self._append().fill(int(step.grade), "", step.start)

    def content(self) -> list[Any]:
        """What stands in the rows, for the draft."""
        return [row.content() for row in self._rows]

    def restore(self, rows: Sequence[Sequence[Any]]) -> None:
        """Put a draft back."""
        self.clear()
        for grade, typed in rows:
            self._append().fill(grade, typed)

    def set_error(self, sentence: str | None) -> None:
        """Say what is wrong below the rows."""
        self._note.show_text(sentence or "", "error" if sentence else "")
