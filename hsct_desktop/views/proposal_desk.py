"""Deciding on proposals from a card: accepted or dismissed in one write, with undo in the toast as everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hsct_desktop.domain.problem import InputError
from hsct_desktop.views.context import Context
from hsct_desktop.views.proposal_card import ProposalCard

if TYPE_CHECKING:
    from collections.abc import Callable

    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.proposals import ProposalRow


class ProposalDesk:
    """Writes what the cards of one patient decide; `done` is called after each attempt, with what was written."""

    def __init__(
        self, ctx: Context, patient_id: int, done: Callable[[Changes | None], None], initiator: object
    ) -> None:
        self._ctx, self.patient_id, self._done, self._initiator = ctx, patient_id, done, initiator

    def card(self, row: ProposalRow, *, acts: bool, wide: bool = False) -> ProposalCard:
        """A card whose decisions are written; `wide` on a page, where the details can be opened as well."""
        card = ProposalCard(self._ctx, row, acts=acts, details=wide, compact=wide)
        card.accepted.connect(self.accept)
        card.dismissed.connect(self.dismiss)
        return card

    def accept(self, row: ProposalRow, grade: int, details: bool) -> None:
        """Accept with a grade; with `details` the toxicity opens, for attribution and all else."""
        from hsct_desktop.services import proposals

        saved = self._write(lambda: proposals.accept(self._ctx.ready(), self.patient_id, row.key, grade))
        if saved is not None and details and saved.record_id is not None:
            from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet

            self._ctx.open_sheet(AdverseEventSheet(self._ctx, self.patient_id, saved.record_id))

    def dismiss(self, row: ProposalRow, reason: str) -> None:
        """Dismiss with a reason."""
        from hsct_desktop.services import proposals

        self._write(lambda: proposals.dismiss(self._ctx.ready(), self.patient_id, row.key, reason))

    def _write(self, write: Callable[[], Changes]) -> Changes | None:
        try:
            saved = self._ctx.save(write, initiator=self._initiator)
        except InputError as error:
            self._ctx.report_error(error)
            return None
        self._done(saved)
        return saved
