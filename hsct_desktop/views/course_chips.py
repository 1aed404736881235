"""Which of a patient's transplant courses is shown: a chip for each, none where there is only one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.chip import ChipButton


class CourseChips(QWidget):
    """The chips; `chosen` carries the id of the course that was asked for."""

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.chips: dict[int, ChipButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.TIGHT)
        self.hide()

    def show_courses(self, courses: Sequence[tuple[int, str]], shown: int) -> None:
        """Offer courses as (id, words), one of them shown; chips of the same courses keep their focus."""
        if [(id, chip.text()) for id, chip in self.chips.items()] != list(courses):
            self._make(courses)
        for id, chip in self.chips.items():
            chip.setChecked(id == shown)
        self.setVisible(len(self.chips) > 1)

    def _make(self, courses: Sequence[tuple[int, str]]) -> None:
        for chip in self.chips.values():
            chip.hide()
            chip.deleteLater()
        self.chips = {id: ChipButton(words) for id, words in courses}
        for id, chip in self.chips.items():
            chip.clicked.connect(lambda _checked=False, wanted=id: self.chosen.emit(wanted))
            self._row.addWidget(chip)
