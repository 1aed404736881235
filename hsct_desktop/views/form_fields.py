"""Fields that a form of Qt Designer can name: made with a parent only, they take their caption as a property."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Property, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import NBSP
from hsct_desktop.domain.entry import parse_date, parse_decimal
from hsct_desktop.domain.problem import InputError, Problem, refuse
from hsct_desktop.views.context import Context
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.date_field import DateField
from hsct_desktop.views.widgets.field import FieldFrame


def snake(name: str) -> str:
    """The field's name as problems call it, from the name of its widget: `birthDate` is `birth_date`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


class _Captioned(FieldFrame):
    """A field whose caption and unit are properties, so that they stand in the form and are translated there."""

    edited = Signal()

    def _caption(self) -> str:
        return self.label().text()

    def _set_caption(self, text: str) -> None:
        self.label().setText(text)
        self.set_unit(self.unit())

    def _unit_text(self) -> str:
        return self.unit()

    caption = Property(str, _caption, _set_caption)
    unitText = Property(str, _unit_text, FieldFrame.set_unit)


class TextField(_Captioned):
    """One line of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._line = QLineEdit()
        # Vital signs stand three in a row: a field may become as narrow as its number.
        self._line.setMinimumWidth(36)
        super().__init__("", self._line, parent=parent)
        self._line.textChanged.connect(self.edited)

    def line(self) -> QLineEdit:
        """The line that is typed into."""
        return self._line

    def text(self) -> str:
        """What was typed."""
        return self._line.text()

    def set_text(self, text: str) -> None:
        """Fill in."""
        self._line.setText(text)
        self._line.setCursorPosition(0)

    def set_hint(self, hint: str) -> None:
        """Words shown while the field is empty."""
        self._line.setPlaceholderText(hint)


class NumberField(TextField):
    """One line that is read as a number, with comma or point."""

    def number(self) -> Decimal | None:
        """The number typed, None when nothing is; InputError when it is no number."""
        return parse_decimal(self.text(), snake(self.objectName())) if self.text().strip() else None

    def whole(self) -> int | None:
        """A whole number; InputError for a fraction."""
        value = self.number()
        if value is None:
            return None
        if value != value.to_integral_value():
            raise refuse(snake(self.objectName()), "whole_number_needed", text=self.text().strip())
        return int(value)


class ChoiceField(_Captioned):
    """One of a list that drops down. Without a choice it shows `placeholder` and its value is None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._box = ChoiceBox()
        self._values: list[object] = []
        super().__init__("", self._box, parent=parent)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(6)
        self._box.setMaxVisibleItems(16)
        self._box.currentIndexChanged.connect(self.edited)

    def box(self) -> QComboBox:
        """The box itself."""
        return self._box

    def set_choices(self, choices: Sequence[tuple[object, str]], placeholder: str = "") -> None:
        """Offer `(value, label)`; what was chosen stays chosen when it is still offered."""
        before = self.value()
        blocked = self._box.blockSignals(True)
        self._box.clear()
        self._values = [value for value, _label in choices]
        for _value, label in choices:
            self._box.addItem(label)
        self._box.setPlaceholderText(placeholder)
        self._box.setCurrentIndex(self._values.index(before) if before in self._values else -1)
        self._box.blockSignals(blocked)

    def value(self) -> object:
        """The value chosen, or None."""
        at = self._box.currentIndex()
        return self._values[at] if at >= 0 else None

    def set_value(self, value: object) -> None:
        """Choose a value; one that is not offered leaves nothing chosen."""
        self._box.setCurrentIndex(self._values.index(value) if value in self._values else -1)


class NotesField(_Captioned):
    """Several lines of free text; Tab leaves the field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._area = QPlainTextEdit()
        self._area.setTabChangesFocus(True)
        super().__init__("", self._area, parent=parent)
        self.set_lines(2)
        self._area.textChanged.connect(self.edited)

    def set_lines(self, lines: int) -> None:
        """How many lines are seen at once."""
        self._area.setFixedHeight(self._area.fontMetrics().lineSpacing() * lines + 16)

    def text(self) -> str:
        """What was typed."""
        return self._area.toPlainText()

    def set_text(self, text: str) -> None:
        """Fill in."""
        self._area.setPlainText(text)


class DayField(DateField):
    """A day, read as people type it and worded with its day after infusion."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._ctx: Context | None = None
        self._day0: datetime.date | None = None
        self._full_year = False
        super().__init__("", self._read_day, self._word_day, show=self._show_day, parent=parent)
        self.line().textChanged.connect(self.edited)

    def _caption(self) -> str:
        return self.label().text()

    def _set_caption(self, text: str) -> None:
        self.label().setText(text)
        self.editor().setAccessibleName(text)

    caption = Property(str, _caption, _set_caption)

    def bind(self, ctx: Context, day0: datetime.date | None = None, *, full_year: bool = False) -> None:
        """Give what reading and wording a day need; `full_year` refuses two-digit years (birth dates)."""
        self._ctx, self._day0, self._full_year = ctx, day0, full_year

    def set_day0(self, day0: datetime.date | None) -> None:
        """Count days after infusion from here."""
        self._day0 = day0
        self.refresh()

    def _parsed(self, ctx: Context, text: str) -> datetime.date:
        return parse_date(text.replace(NBSP, " ").strip(), ctx.today(), self._day0, full_year=self._full_year)

    def _read_day(self, text: str) -> datetime.date:
        if self._ctx is None:
            raise ValueError(text)
        try:
            return self._parsed(self._ctx, text)
        except InputError as error:
            # The field shows the text of what is raised.
            raise ValueError(self._ctx.wording.problems(error)) from None

    def _show_day(self, day: datetime.date) -> str:
        return self._ctx.wording.date(day).replace(NBSP, " ") if self._ctx is not None else day.isoformat()

    def _word_day(self, day: datetime.date) -> str:
        if self._ctx is None:
            return ""
        words = self._ctx.wording.date_weekday(day)
        return words if self._day0 is None else f"{words} · {self._ctx.wording.day(self._day0, day)}"

    def typed(self) -> str:
        """What stands in the field, for the draft."""
        return self.line().text()

    def set_typed(self, text: str) -> None:
        """Put back what stood in the field."""
        self.line().setText(text)

    def reading_problems(self) -> list[Problem]:
        """Why what was typed is no day, under this field's name; empty when it is one or nothing was typed."""
        if self._ctx is None or not self.unreadable():
            return []
        try:
            self._parsed(self._ctx, self.typed())
        except InputError as error:
            return [replace(problem, field=snake(self.objectName())) for problem in error.problems]
        return []

    def unreadable(self) -> bool:
        """Whether something was typed that is no day."""
        return bool(self.line().text().strip()) and self.date() is None


class ChipsField(QWidget):
    """Choices as chips below a caption; made empty in the form and filled by `set_choices`."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._frame: FieldFrame | None = None
        self._choice: ChipChoice | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    def _caption(self) -> str:
        return self._text

    def _set_caption(self, text: str) -> None:
        self._text = text
        if self._frame is not None:
            self._frame.label().setText(text)

    caption = Property(str, _caption, _set_caption)

    def set_choices(self, choices: Sequence[tuple[object, str]], *, multi: bool = False) -> None:
        """Offer `(value, label)`; nothing is chosen then."""
        if self._frame is not None:
            self._frame.hide()
            self._frame.setParent(None)
            self._frame.deleteLater()
        self._choice = ChipChoice(choices, multi=multi, name=self._text)
        self._frame = FieldFrame(self._text, self._choice)
        self._choice.changed.connect(self.edited)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._frame)
        self.setFocusProxy(self._choice)

    def choice(self) -> ChipChoice:
        """The chips. RuntimeError before `set_choices`."""
        if self._choice is None:
            raise RuntimeError("the choices have not been set")
        return self._choice

    def frame(self) -> FieldFrame:
        """The frame that shows errors. RuntimeError before `set_choices`."""
        if self._frame is None:
            raise RuntimeError("the choices have not been set")
        return self._frame

    def value(self) -> object:
        """The first value chosen, or None."""
        return self.choice().value()

    def set_value(self, value: object) -> None:
        """Choose one value, or none."""
        self.choice().set_values(() if value is None else (value,))
