"""Possible pseudo-relapses of a patient: each offer with its two answers, and what waits for the second look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.neuro_recheck_sheet import DismissSheet, OutcomeSheet, RecheckSheet
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from collections.abc import Callable

    from hsct_desktop.domain.neuro_recheck import Recheck, RecheckOffer


class RecheckBlock(QWidget):
    """A note for each offer and for each second look that is still to come; without any it takes no room.

    The Toxicity tab and the Overview show it: the answer is the same in both places.
    """

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self.notes: list[AlertNote] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.SMALL)
        self.hide()

    def show_patient(self, patient_id: int) -> None:
        """Read what is offered and what is open."""
        from hsct_desktop.services import neuro_rechecks

        self._patient_id = patient_id
        for note in self.notes:
            note.hide()
            self._column.removeWidget(note)
            note.deleteLater()
        found = neuro_rechecks.for_patient(self._ctx.ready(), patient_id)
        self.notes = [self._offered(offer, text) for offer, text in found.offers]
        self.notes += [self._waiting(held, text) for held, text in found.held if held.is_open]
        for note in self.notes:
            self._column.addWidget(note)
        self.setVisible(bool(self.notes))

    def _offered(self, offer: RecheckOffer, text: str) -> AlertNote:
        note = AlertNote("", text, "warn", icon="fever")
        day = self._ctx.wording.date(offer.recheck_on)
        note.add_beside(
            self._buttons(
                text,
                (self.tr("Recheck on {}").format(day), "check", lambda: self._accept(offer, text)),
                (self.tr("Dismiss…"), "close", lambda: self._dismiss(offer, text)),
            )
        )
        return note

    def _waiting(self, held: Recheck, text: str) -> AlertNote:
        note = AlertNote("", text, "wait")
        note.add_beside(self._buttons(text, (self.tr("Seen again…"), "check", lambda: self._conclude(held, text))))
        return note

    @staticmethod
    def _buttons(about: str, *made: tuple[str, str, Callable[[], None]]) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        for words, icon, act in made:
            button = KeyButton(words, icon=icon, small=True)
            button.setAccessibleName(f"{words}: {about}")
            button.clicked.connect(act)
            layout.addWidget(button)
        return row

    def _accept(self, offer: RecheckOffer, text: str) -> None:
        self._ctx.open_sheet(RecheckSheet(self._ctx, self._patient_id, offer, text))

    def _dismiss(self, offer: RecheckOffer, text: str) -> None:
        self._ctx.open_sheet(DismissSheet(self._ctx, self._patient_id, offer, text))

    def _conclude(self, held: Recheck, text: str) -> None:
        self._ctx.open_sheet(OutcomeSheet(self._ctx, held, text))
