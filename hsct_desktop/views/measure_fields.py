"""Fields of the form of outcome measures: a score typed with one key, and a measure with its items and live total."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.measure import Measure, MeasureItem, score_of, total
from hsct_desktop.domain.problem import InputError
from hsct_desktop.views.form_fields import NumberField, TextField
from hsct_desktop.views.grade_field import MOST_TYPED
from hsct_desktop.views.neurology_fields import field_grid
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel

_IN_A_ROW: Final = 4
_WIDE_IN_A_ROW: Final = 3
_LONG_NAME: Final = 16
"""Characters from which an item's name needs the wider column."""


ITEMS_KEY: Final = "Ctrl+E"
REST_KEY: Final = "Ctrl+0"


class ScoreField(TextField):
    """The score of an item: once it is one that the item can have, the cursor goes on.

    Of two scores (absent and its weight) any of 1 and the weight's digit says that it is there.
    """

    def __init__(self, item: MeasureItem, words: Wording, name: str) -> None:
        super().__init__()
        self.item = item
        low, high = item.scores[0], item.scores[-1]
        is_run = item.scores == tuple(range(low, high + 1))
        captioned(self, item.label.text(words.language), name)
        self.setToolTip(item.label.text(words.language))
        self.set_unit(f"{low}–{high}" if is_run else " / ".join(map(str, item.scores)))
        self.line().setMaxLength(MOST_TYPED)
        self.line().textEdited.connect(self._on_typed)

    def _on_typed(self, text: str) -> None:
        typed = text.strip()
        if len(self.item.scores) == 2 and typed == "1":
            typed = str(self.item.scores[1])
            self.set_text(typed)
        if typed in map(str, self.item.scores):
            self.lead_on()


class TotalField(NumberField):
    """The total of a measure with items: Enter goes on to what is typed next, past the buttons beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.passed: tuple[QWidget, ...] = ()

    def go_on(self) -> None:
        super().go_on()
        for _button in self.passed:
            if QApplication.focusWidget() in self.passed:
                self.line().focusNextPrevChild(True)


class MeasureBlock(QWidget):
    """A measure with items: its total, which is typed or added up, and the items below it, shown or not."""

    edited = Signal()

    def __init__(self, measure: Measure, words: Wording, *, shows_items: bool) -> None:
        super().__init__()
        self.measure = measure
        self._words = words
        self._last = ""
        self._typed = ""
        language = words.language
        name = measure.short.text(language)
        self.total = captioned(TotalField(), name, measure.id)
        self.total.set_unit(_range(measure, words))
        self.scores = {
            item.id: ScoreField(item, words, f"{measure.id}_{item.id}".replace(".", "_")) for item in measure.items
        }
        self.toggle = KeyButton(self.tr("Items"), hint=ITEMS_KEY, small=True)
        self.toggle.setCheckable(True)
        self.toggle.setAccessibleName(self.tr("Items of {}").format(name))
        self.rest = KeyButton(self.tr("Rest 0"), hint=REST_KEY, small=True)
        self.rest.setAccessibleName(self.tr("Every item of {} left: 0").format(name))
        self.total.passed = (self.toggle, self.rest)
        self._items = self._make_items()
        self._lay_out()
        self._connect()
        self.toggle.setChecked(shows_items)
        self._items.setVisible(shows_items)
        self.rest.setVisible(shows_items)

    def _make_items(self) -> QWidget:
        """The items under the headings of their groups."""
        measure, language = self.measure, self._words.language
        items = QWidget()
        column = QVBoxLayout(items)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        if measure.hint is not None:
            column.addWidget(PlainLabel(measure.hint.text(language), "caption", wrap=True))
        groups = list(dict.fromkeys(item.group for item in measure.items))
        for group in groups:
            of = [item for item in measure.items if item.group == group]
            if group in measure.groups:
                column.addWidget(PlainLabel(measure.groups[group].text(language), "muted"))
            is_wide = max(len(item.label.text(language)) for item in of) > _LONG_NAME
            in_a_row = _WIDE_IN_A_ROW if is_wide else _IN_A_ROW
            column.addWidget(field_grid([self.scores[item.id] for item in of], in_a_row))
        return items

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.MEDIUM)
        head.addWidget(self.total, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 20, 0, 0)
        buttons.addWidget(self.toggle)
        buttons.addWidget(self.rest)
        buttons.addStretch(1)
        head.addLayout(buttons, 2)
        head.setAlignment(buttons, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addLayout(head)
        column.addWidget(self._items)
        self.setTabOrder(self.total.line(), self.toggle)

    def _connect(self) -> None:
        self.toggle.toggled.connect(self.show_items)
        self.rest.clicked.connect(self.fill_rest)
        for field in self.scores.values():
            field.edited.connect(self._add_up)
        self.total.edited.connect(self.edited)
        for key, act in ((ITEMS_KEY, self.toggle.click), (REST_KEY, self.fill_rest)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def show_items(self, shown: bool) -> None:
        """Show or hide the items; hidden ones count no longer, the total stays to be typed."""
        self._items.setVisible(shown)
        self.rest.setVisible(shown)
        line = next(iter(self.scores.values())).line() if shown else self.total.line()
        line.setFocus(Qt.FocusReason.TabFocusReason)
        self._add_up()

    def fill_rest(self) -> None:
        """Give every item that has no score yet its lowest: what was looked for and is not there."""
        if not self.toggle.isChecked():
            return
        for field in self.scores.values():
            if not field.text().strip():
                field.set_text(str(field.item.scores[0]))

    # values -----------------------------------------------------------------------------------------------------

    def items(self) -> dict[str, str]:
        """The scores typed, as text; empty while the items are hidden."""
        return self.scored() if self.toggle.isChecked() else {}

    def scored(self) -> dict[str, str]:
        """The scores typed, as text, also while the items are hidden."""
        found = {item_id: field.text().strip() for item_id, field in self.scores.items()}
        return {item_id: text for item_id, text in found.items() if text}

    def set_items(self, items: Mapping[str, str]) -> None:
        """Put scores into the fields."""
        for item_id, field in self.scores.items():
            field.set_text(items.get(item_id, ""))

    def value(self) -> Decimal | None:
        """The total typed, None where it is added up; InputError where it is no number."""
        return None if self.items() else self.total.number()

    def typed_total(self) -> str:
        """The total as it was typed, which the items may have taken the place of."""
        return self._typed if self.items() else self.total.text()

    def set_last(self, text: str) -> None:
        """The value of the last time, muted below the total."""
        self._last = text
        self._say()

    def _add_up(self) -> None:
        """The total follows the items; while they are not complete it says how far it is."""
        items, is_added = self.items(), self.total.line().isReadOnly()
        self.total.line().setReadOnly(bool(items))
        if items:
            if not is_added:
                self._typed = self.total.text()
            added = total(self.measure, items)
            self.total.set_text(self._words.number(added) if added is not None else "")
        elif is_added and not self.total.text():
            # No sum came of it: the total that was typed stands again.
            self.total.set_text(self._typed)
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        items = self.items()
        known = [score for item in self.measure.items if (score := score_of(item, items)) is not None]
        if items and len(known) < len(self.measure.items):
            told = self.tr("{} of {} scored, {} so far").format(len(known), len(self.measure.items), sum(known))
            before = self.tr("typed before: {}").format(self._typed) if self._typed.strip() else ""
            self.total.set_understood(f"{told} · {before}" if before else told)
            return
        self.total.set_understood(self._band() or self._last)

    def _band(self) -> str:
        """The name of the value's part of the range, with the last value."""
        try:
            value = self.total.number()
        except InputError:
            return ""
        band = self.measure.band_of(value) if value is not None else None
        if band is None:
            return ""
        name = band.label.text(self._words.language)
        return f"{name} · {self._last}" if self._last else name


def _range(measure: Measure, words: Wording) -> str:
    """The range beside a total; nothing where a bound is missing."""
    if measure.low is None or measure.high is None:
        return ""
    return f"{words.number(measure.low)}–{words.number(measure.high)}"


def value_field(measure: Measure, words: Wording) -> NumberField:
    """The field of a measure without items: its unit, or its range, inside at the right."""
    field = captioned(NumberField(), measure.short.text(words.language), measure.id)
    unit = measure.unit.text(words.language) if measure.unit is not None else _range(measure, words)
    field.set_unit(unit)
    hint = measure.hint.text(words.language) if measure.hint is not None else ""
    name = measure.label.text(words.language)
    field.setToolTip(f"{name}\n{hint}" if hint else name)
    return field
