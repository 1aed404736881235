"""The red alerts of all followed patients that nobody has acknowledged: a list to work through."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.views.alert_card import AlertCard
from hsct_desktop.views.context import Context
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.side_sheet import SideSheet


class UnitAlertsSheet(SideSheet):
    """A card for each alert; Enter or a click goes to its patient and shows the alerts there."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.sheet_host(), "", "", top=ctx.sheet_top(), save=self.tr("Close"))
        from hsct_desktop.services import alerts

        self._ctx, words = ctx, ctx.wording
        found = alerts.of_unit(ctx.ready())
        self.set_title(self.tr("Red alerts"), words.count("alert.red", len(found)))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(8)
        if not found:
            column.addWidget(AlertNote(self.tr("No red alert is open"), "", "success"))
        self.cards = []
        for row in found:
            card = AlertCard(row.alert, words, f"{row.name} · {words.date(row.birth_date)} · {row.code}")
            card.clicked.connect(partial(self.go, row.alert.patient_id))
            self.cards.append(card)
            column.addWidget(card)
        column.addStretch(1)
        self.set_body(body)
        self.draft_button().hide()
        self.saved.connect(self.close_sheet)

    def open_sheet(self, first: QWidget | None = None) -> None:
        super().open_sheet(first or (self.cards[0] if self.cards else None))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = next((card for card in self.cards if card.hasFocus()), None)
        if chosen is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(chosen.alert.patient_id)
        else:
            super().keyPressEvent(event)

    def go(self, patient_id: int, _checked: bool = False) -> None:
        """Show the patient, with the alerts to acknowledge."""
        from hsct_desktop.views.alert_sheet import AlertSheet

        ctx = self._ctx
        self.close_sheet()
        ctx.show_patient(patient_id)
        ctx.open_sheet(AlertSheet(ctx, patient_id))

    def keep_draft(self) -> None:
        """There is nothing to keep."""
        self.close_sheet()
