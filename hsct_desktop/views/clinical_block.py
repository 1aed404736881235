"""Infections, CMV and EBV on the Toxicity tab: one line that says how they stand, and opens to all of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.infection_panel import InfectionPanel
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.virus_panel import StateChip, VirusPanel
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.infections import InfectionRow
    from hsct_desktop.services.viruses import VirusState

_KEY = "Ctrl+I"
_WIDE = 1000


class ClinicalBlock(QWidget):
    """The line, and below it the panels while it is open; without infection and virus it takes no room.

    `switched`: it was opened or closed. While it is open, the page gives it the room of the toxicities.
    """

    switched = Signal()

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._some = self._open = False
        self.infections = InfectionPanel(ctx)
        self.viruses = VirusPanel(ctx)
        self._line = Panel()
        self._line.body().setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, Space.SMALL)
        self._row: QWidget | None = None
        self._values: list[tuple[PlainLabel, str, str]] = []
        self._fold = KeyButton("", hint=_KEY, small=True)
        self._fold.clicked.connect(self.switch)
        shortcut = QShortcut(QKeySequence(_KEY), parent)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.PANEL_GAP)
        for part in (self._line, self.infections, self.viruses):
            column.addWidget(part)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether the panels stand in the place of the toxicities."""
        return self._open and self._some

    def switch(self) -> None:
        """Open or close."""
        if self._some:
            self._open = not self._open
            self._show()
            self.switched.emit()

    def show_patient(self, patient_id: int, day0: date | None) -> None:
        """Read infections and viruses of a patient."""
        from hsct_desktop.services import infections, viruses

        ws = self._ctx.ready()
        rows, states = infections.for_patient(ws, patient_id), viruses.for_patient(ws, patient_id)
        self._some = bool(rows or states)
        self.infections.show_rows(patient_id, rows, day0)
        self.viruses.show_states(patient_id, states)
        self._fill_line(rows, states)
        self._show()

    def _show(self) -> None:
        self.setVisible(self._some)
        self.infections.setVisible(self.is_open and self.infections.has_lines())
        self.viruses.setVisible(self.is_open and self.viruses.has_lines())
        self._fit()
        self._fold.set_icon("chevron-down" if self.is_open else "chevron-right")

    def _fill_line(self, rows: list[InfectionRow], states: list[VirusState]) -> None:
        if self._row is not None:
            self._fold.setParent(None)
            self._row.hide()
            self._row.setParent(None)
            self._row.deleteLater()
        self._row, self._values = QWidget(), []
        layout = QHBoxLayout(self._row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(PlainLabel(self._counted(rows), "bold"))
        layout.addWidget(ElidedLabel(" · ".join(row.what for row in rows if row.infection.is_open), "muted"), 1)
        for state in states:
            label = PlainLabel("")
            self._values.append((label, state.name, state.last.words))
            layout.addWidget(label)
            layout.addWidget(StateChip(state))
        layout.addWidget(self._fold)
        self._line.add(self._row)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Beside a sheet there is room for the names of the viruses only; the values stand in the tooltip."""
        wide = self.width() >= _WIDE
        closed = self.tr("Infections, CMV, EBV") if wide else self.tr("Show all")
        self._fold.setText(self.tr("Back to the toxicities") if self.is_open else closed)
        for label, name, value in self._values:
            label.setText(f"{name} {value}" if wide else name)
            label.setToolTip(plain_tooltip(f"{name} {value}"))

    def _counted(self, rows: list[InfectionRow]) -> str:
        if not rows:
            return self.tr("No infection recorded")
        still = sum(row.infection.is_open for row in rows)
        return self.tr("Infections: {0}, open: {1}").format(len(rows), still)
