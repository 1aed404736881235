"""A grade that is typed with one key: once no further digit could follow, the cursor goes on to the next field."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from hsct_desktop.domain.problem import refuse
from hsct_desktop.views.form_fields import TextField, snake

MOST_TYPED: Final = 12
"""Letters that a grade's line takes: what is no grade stays as it was typed, with the sentence that refuses it."""


class GradeField(TextField):
    """A whole number from 0 to `highest`, shown beside it."""

    def __init__(self, highest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._highest = highest
        self.line().setMaxLength(MOST_TYPED)
        self.line().textEdited.connect(self._on_typed)
        self.set_highest(highest)

    def set_highest(self, highest: int) -> None:
        """Change how far the grades go."""
        self._highest = highest
        self.set_unit(f"0–{highest}")

    def _on_typed(self, text: str) -> None:
        typed = text.strip()
        # A 0 is a grade of its own; a 1 of 16 may still become 10 to 16.
        is_whole = typed.isdecimal() and (int(typed) == 0 or int(typed) * 10 > self._highest)
        if is_whole and int(typed) <= self._highest:
            self.lead_on()

    def grade(self) -> int | None:
        """The grade typed, None when nothing is; InputError when it is no whole number."""
        typed = self.text().strip()
        if not typed:
            return None
        if not typed.isdecimal():
            raise refuse(snake(self.objectName()), "edss_grade_unreadable", text=typed)
        return int(typed)
