"""Choices as chips: several, or one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.flow_layout import FlowLayout

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEP: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ChipChoice(QWidget):
    """Chips for `(value, label)` that wrap in their line; `multi` allows several.

    Space switches, digits 1 to 9 switch by number (chips that are called by digits, such as grades, by that digit),
    arrows move, Enter goes on. `changed` carries the chosen values in the order offered.
    """

    changed = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[object, str]],
        *,
        multi: bool = True,
        name: str = "",
        counts: dict[object, int] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._multi = multi
        self._values = [value for value, _label in choices]
        self._chips = [ChipButton(label, count=(counts or {}).get(value)) for value, label in choices]
        flow = FlowLayout(self)
        for chip in self._chips:
            flow.addWidget(chip)
            chip.installEventFilter(self)
            chip.clicked.connect(self._on_click)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if self._chips:
            self.setFocusProxy(self._chips[0])

    def values(self) -> tuple[object, ...]:
        """The values chosen, in the order offered."""
        return tuple(value for value, chip in zip(self._values, self._chips, strict=True) if chip.isChecked())

    def value(self) -> object:
        """The first value chosen, or None."""
        return next(iter(self.values()), None)

    def set_values(self, values: Iterable[object]) -> None:
        """Choose exactly these; values that are not offered raise ValueError."""
        wanted = set(values)
        unknown = wanted - set(self._values)
        if unknown:
            raise ValueError(f"not offered: {unknown}")
        before = self.values()
        for value, chip in zip(self._values, self._chips, strict=True):
            chip.setChecked(value in wanted)
        self._point_to_chosen()
        if self.values() != before:
            self.changed.emit(self.values())

    def chip(self, value: object) -> ChipButton:
        """The chip of a value, for a count or a tooltip. ValueError when it is not offered."""
        return self._chips[self._values.index(value)]

    def _on_click(self) -> None:
        sender = self.sender()
        if not self._multi:
            for chip in self._chips:
                # One is always chosen once one has been; a second click does not take it away.
                chip.setChecked(chip is sender)
        self._point_to_chosen()
        self.changed.emit(self.values())

    def _point_to_chosen(self) -> None:
        """The keys begin on the chosen one: a ring around another would look like a second choice."""
        if not self._multi and self._chips:
            self.setFocusProxy(next((chip for chip in self._chips if chip.isChecked()), self._chips[0]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, ChipButton) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(watched, event)
        return super().eventFilter(watched, event)

    def _meant(self, typed: str) -> ChipButton | None:
        """The chip of a digit: where the chips are called by numbers (grades), the one so called, never the one in that
        place; else the first for 1, the second for 2.
        """
        if len(typed) != 1 or not typed.isdecimal():
            return None
        names = [chip.text() for chip in self._chips]
        if any(name.isdecimal() for name in names):
            return next((chip for chip, name in zip(self._chips, names, strict=True) if name == typed), None)
        return self._chips[int(typed) - 1] if 1 <= int(typed) <= len(self._chips) else None

    def _press(self, chip: ChipButton, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        meant = self._meant(event.text())
        if meant is not None:
            meant.click()
            return True
        if event.key() in _ENTER:
            # The next stop is counted from the focus, so it goes to the last chip first.
            self._chips[-1].setFocus(Qt.FocusReason.OtherFocusReason)
            self._chips[-1].focusNextPrevChild(True)
            return True
        step = _STEP.get(event.key())
        if step is None:
            return False
        self._chips[(self._chips.index(chip) + step) % len(self._chips)].setFocus(Qt.FocusReason.TabFocusReason)
        return True
