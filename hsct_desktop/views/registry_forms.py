"""The registry forms of a patient as chips, each with its state: typed in, due, not due yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.domain.registry import RegistryForm
from hsct_desktop.views.context import Context
from hsct_desktop.views.course_chips import CourseChips
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from hsct_desktop.services.registry import FormState, TransplantForms

_KEYS = {RegistryForm.DAY0: "1", RegistryForm.DAY100: "2", RegistryForm.MONTH6: "3", RegistryForm.ANNUAL: "4"}


class FormChips(QWidget):
    """A line of transplants where there are several, a line of forms. Signals carry what was asked for."""

    form_chosen = Signal(str, int)
    transplant_chosen = Signal(int)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.chips: dict[tuple[RegistryForm, int], ChipButton] = {}
        self._changed: set[int] = set()
        self.transplants = CourseChips(self.tr("Transplant"))
        self.transplants.chosen.connect(self.transplant_chosen)
        above = QHBoxLayout()
        above.addWidget(self.transplants)
        above.addStretch(1)
        self._line = QWidget()
        self._flow = FlowLayout(self._line)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        for widget in (self, self._line):
            widget.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addLayout(above)
        column.addWidget(self._line)
        self.setAccessibleName(self.tr("Registry forms"))

    def say_changed(self, state: FormState) -> None:
        """Say on its chip that the record says something else now than what was typed in with a form."""
        chip = self.chips.get((state.due.form, state.due.span.year))
        if state.typed is not None and chip is not None:
            self._changed.add(state.typed.id)
            self._word(chip, state)

    def forget_changes(self) -> None:
        """The record is another one: nothing is known to have changed."""
        self._changed.clear()

    def show_forms(
        self, known: tuple[TransplantForms, ...], own: TransplantForms | None, shown: FormState | None
    ) -> None:
        """Offer the forms of one transplant, one of them shown; chips of the same forms keep their focus."""
        words = self._ctx.wording
        named = self.tr("{0}, Day 0 {1}")
        courses = [
            (one.transplant_id, named.format(words.enum("product", one.product), words.date(one.day0))) for one in known
        ]
        self.transplants.show_courses(courses, own.transplant_id if own is not None else 0)
        forms = own.forms if own is not None else ()
        wanted = [(one.due.form, one.due.span.year) for one in forms]
        if wanted != list(self.chips):
            self._make(wanted)
        for chip, state in zip(self.chips.values(), forms, strict=True):
            chip.setEnabled(state.due.is_open)
            chip.setChecked(shown is not None and state.due == shown.due)
            self._word(chip, state)

    def _word(self, chip: ChipButton, state: FormState) -> None:
        text = self._words(state)
        chip.setText(text)
        chip.setAccessibleName(text)
        chip.updateGeometry()

    def _words(self, state: FormState) -> str:
        words, due = self._ctx.wording, state.due
        name = words.enum("registry_form", due.form)
        name = name[:1].upper() + name[1:]
        if due.span.year:
            name = self.tr("Year {}").format(due.span.year)
        if state.typed is not None and state.typed.id in self._changed:
            return self.tr("▲ {}: changed since").format(name)
        if state.typed is not None:
            return self.tr("✓ {}: typed in").format(name)
        if due.is_open:
            return self.tr("▲ {}: to be typed in").format(name)
        return self.tr("{0}: from {1}").format(name, words.date(due.span.due))

    def _make(self, keys: list[tuple[RegistryForm, int]]) -> None:
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for form, year in keys:
            chip = ChipButton("")
            chip.setToolTip(self.tr("Key {}").format(_KEYS[form]))
            chip.clicked.connect(lambda _checked=False, name=form.value, of=year: self.form_chosen.emit(name, of))
            self._flow.addWidget(chip)
            self.chips[(form, year)] = chip
