"""CMV and EBV of a patient: last value, pace, threshold, reactivation; a way to the toxicity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.viruses import VirusState


class StateChip(Chip):
    """Not above the laboratory's limit, above it, above the unit's threshold: a word beside each colour."""

    def __init__(self, state: VirusState) -> None:
        super().__init__("")
        if not state.last.is_above:
            self.set_text(self.tr("not above the limit"))
            self.set_kind("success", "check")
        elif state.reached:
            self.set_text(self.tr("above the threshold"))
            self.set_kind("danger", "alert")
        else:
            self.set_text(self.tr("above the limit"))
            self.set_kind("warn")


class VirusPanel(Panel):
    """Two lines for each virus with a result."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(" ")
        self._ctx = ctx
        self._patient_id = 0
        self.set_title(self.tr("CMV and EBV in blood"), "")
        self._parts: list[QWidget] = []
        self.hide()

    def has_lines(self) -> bool:
        """Whether there is anything to show."""
        return bool(self._parts)

    def show_states(self, patient_id: int, states: Sequence[VirusState]) -> None:
        """Show what the results of a patient say."""
        self._patient_id = patient_id
        for part in self._parts:
            part.hide()
            part.setParent(None)
            part.deleteLater()
        self._parts = [self._part(state) for state in states]
        for part in self._parts:
            self.add(part)

    def _part(self, state: VirusState) -> QWidget:
        from hsct_desktop.services import viruses

        words, part = self._ctx.wording, QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        row.addWidget(PlainLabel(state.name, "bold"))
        value = PlainLabel(viruses.value_words(words, state.last))
        value.setToolTip(plain_tooltip("\n".join(viruses.value_words(words, one) for one in state.values)))
        row.addWidget(value)
        row.addWidget(StateChip(state))
        if state.rise is not None:
            row.addWidget(ElidedLabel(viruses.rise_words(words, state.rise), "muted"), 1)
        else:
            row.addStretch(1)
        if state.reactivation is not None and not state.recorded:
            row.addWidget(self._button(state))
        column.addLayout(row)
        below = PlainLabel(self._below(state), "caption", wrap=True)
        column.addWidget(below)
        return part

    def _below(self, state: VirusState) -> str:
        from hsct_desktop.services import viruses

        ws, words = self._ctx.ready(), self._ctx.wording
        parts = [viruses.matrix_words(words, state.matrix), viruses.threshold_words(ws, state)]
        if state.reactivation is not None:
            parts.insert(0, viruses.reactivation_words(words, state.reactivation))
        if state.mixed_units:
            parts.append(self.tr("values in several units, never compared with each other"))
        return " · ".join(parts)

    def _button(self, state: VirusState) -> KeyButton:
        button = KeyButton(self.tr("Record as toxicity"), icon="alert", small=True)
        button.setAccessibleName(self.tr("Record as toxicity") + f": {state.name}")
        button.clicked.connect(lambda: self._record(state))
        return button

    def _record(self, state: VirusState) -> None:
        """The toxicity of the reactivation; its grade is clinical and left to the person."""
        from hsct_desktop.services import viruses

        given = viruses.toxicity_entry(self._ctx.ready(), self._patient_id, state)
        if given is not None:
            draft = f"virus_toxicity:{state.code}:{given.onset}"
            self._ctx.open_sheet(AdverseEventSheet(self._ctx, self._patient_id, given=given, draft=draft))
