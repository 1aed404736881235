"""Editors for settings, one for each type: they show a kept text and give back the text as typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.setting import (
    NO,
    YES,
    SettingDefinition,
    SettingType,
    typed,
    weekdays_of,
    weekdays_text,
    whole_of,
)
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.choice_box import ChoiceBox

_LINES: Final = {SettingType.DAYS: 5, SettingType.TEXTS: 4}
_VISIBLE: Final = 16
Regions = Callable[[str], Mapping[str, str]]
"""The regions of a country by code, with their names."""


class Editor(QObject):
    """An editor of one setting around the widget that is shown. `edited` tells that a person changed it."""

    edited = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.widget = widget
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.installEventFilter(self)

    def text(self) -> str:
        """What stands in the editor, as the service takes it."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Show a kept text."""
        raise NotImplementedError

    def go_to_line(self, number: int) -> None:
        """Put the cursor into a line, counted from 1, where there are several."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Turning the wheel over the page must not change what happens to lie under the pointer.
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox | QSpinBox) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class LineEditor(Editor):
    """One line of text."""

    def __init__(self) -> None:
        self._line = QLineEdit()
        super().__init__(self._line)
        self._line.textEdited.connect(lambda _text: self.edited.emit())

    def text(self) -> str:
        return self._line.text()

    def set_text(self, text: str) -> None:
        self._line.setText(text)


class AreaEditor(Editor):
    """Several lines, one entry a line; Tab leaves the field."""

    def __init__(self, definition: SettingDefinition) -> None:
        self._definition = definition
        self._area = QPlainTextEdit()
        self._area.setTabChangesFocus(True)
        height = self._area.fontMetrics().lineSpacing() * _LINES[definition.type] + 16
        self._area.setFixedHeight(height)
        super().__init__(self._area)
        self._area.textChanged.connect(self.edited)

    def text(self) -> str:
        return self._area.toPlainText()

    def set_text(self, text: str) -> None:
        self._area.setPlainText(typed(self._definition, text))

    def go_to_line(self, number: int) -> None:
        block = self._area.document().findBlockByNumber(number - 1)
        if block.isValid():
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            self._area.setTextCursor(cursor)


class NumberEditor(Editor):
    """A whole number in its range."""

    def __init__(self, definition: SettingDefinition, name: str) -> None:
        self._spin = QSpinBox()
        self._spin.setRange(definition.minimum, definition.maximum)
        # The line inside belongs to the box: it is no stop of its own, and a screen reader names it alike.
        self._spin.lineEdit().setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._spin.lineEdit().setAccessibleName(name)
        super().__init__(self._spin)
        self._spin.valueChanged.connect(lambda _value: self.edited.emit())

    def text(self) -> str:
        return str(self._spin.value())

    def set_text(self, text: str) -> None:
        number = whole_of(text)
        self._spin.setValue(self._spin.minimum() if number is None else number)


class ChoiceEditor(Editor):
    """One of a list that drops down."""

    def __init__(self, choices: Sequence[tuple[str, str]] = ()) -> None:
        self._box = ChoiceBox()
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(8)
        self._box.setMaxVisibleItems(_VISIBLE)
        super().__init__(self._box)
        self.offer(choices)
        self._box.currentIndexChanged.connect(lambda _row: self.edited.emit())

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer `(value, label)`; what was chosen stays chosen where it is still offered."""
        before = self.text()
        blocked = self._box.blockSignals(True)
        self._box.clear()
        for value, label in choices:
            self._box.addItem(label, value)
        self._box.setCurrentIndex(max(self._box.findData(before), 0))
        self._box.blockSignals(blocked)

    def text(self) -> str:
        chosen = self._box.currentData()
        return chosen if isinstance(chosen, str) else ""

    def set_text(self, text: str) -> None:
        if self._box.findData(text) < 0:
            # A value that is no longer known stays in sight until somebody chooses another.
            self._box.addItem(text, text)
        self._box.setCurrentIndex(self._box.findData(text))


class RegionEditor(ChoiceEditor):
    """The regions of the country that is chosen beside it."""

    def __init__(self, none: str, regions: Regions) -> None:
        self._none, self._regions = none, regions
        super().__init__([("", none)])

    def follow(self, country: str) -> None:
        """Offer the regions of another country; the one chosen goes with its country."""
        known = self._regions(country) if country else {}
        self.offer([("", self._none), *known.items()])
        self._box.setEnabled(bool(known))


class WeekdaysEditor(Editor):
    """Seven chips, Monday first."""

    def __init__(self, words: Wording, name: str) -> None:
        names = words.text("date.weekday.short").split()
        self._chips = ChipChoice(list(enumerate(names)), multi=True, name=name)
        super().__init__(self._chips)
        self._chips.changed.connect(lambda _values: self.edited.emit())

    def text(self) -> str:
        return weekdays_text(frozenset(day for day in self._chips.values() if isinstance(day, int)))

    def set_text(self, text: str) -> None:
        self._chips.set_values(weekdays_of(text))


def editor_for(
    definition: SettingDefinition,
    words: Wording,
    countries: Sequence[tuple[str, str]],
    regions: Regions,
) -> Editor:
    """The editor of a setting's type; `countries` are `(code, name)` in the order of the list."""
    none = words.text("setting.none")
    kind = definition.type
    if kind is SettingType.WEEKDAYS:
        return WeekdaysEditor(words, definition.label.text(words.language))
    if kind in _LINES:
        return AreaEditor(definition)
    if kind is SettingType.INTEGER:
        return NumberEditor(definition, definition.label.text(words.language))
    if kind is SettingType.COUNTRY:
        return ChoiceEditor([("", none), *countries])
    if kind is SettingType.REGION:
        return RegionEditor(none, regions)
    if kind is SettingType.CHOICE:
        return ChoiceEditor([(choice.id, choice.label.text(words.language)) for choice in definition.choices])
    if kind is SettingType.YES_NO:
        return ChoiceEditor([(value, words.text(f"setting.{value}")) for value in (YES, NO)])
    return LineEditor()


def in_words(
    definition: SettingDefinition, text: str, words: Wording, countries: Mapping[str, str], regions: Mapping[str, str]
) -> str:
    """A value in a few words, for the line that says the default; `regions` are those of its country."""
    kind = definition.type
    if not text:
        return words.text("setting.none")
    if kind is SettingType.WEEKDAYS:
        names = words.text("date.weekday.short").split()
        return ", ".join(names[day] for day in sorted(weekdays_of(text)))
    if kind in (SettingType.COUNTRY, SettingType.REGION):
        return (countries if kind is SettingType.COUNTRY else regions).get(text, text)
    if kind is SettingType.CHOICE:
        return next((c.label.text(words.language) for c in definition.choices if c.id == text), text)
    if kind is SettingType.YES_NO:
        return words.text(f"setting.{text}")
    return "; ".join(typed(definition, text).splitlines())
