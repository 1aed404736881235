"""A proposed therapy started otherwise than usual: another drug, dose, day or rule, or with what must be said first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hsct_desktop.views.context import Context
from hsct_desktop.views.therapy_sheet import TherapySheet

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.therapy_plan import Proposal


class PlanSheet(TherapySheet):
    """The therapy form, filled with what the plan proposes; saving it is the answer to the proposal."""

    def __init__(self, ctx: Context, patient_id: int, proposal: Proposal) -> None:
        from hsct_desktop.services import therapy_plan

        offered = therapy_plan.offered(ctx.ready(), patient_id, proposal)
        super().__init__(ctx, patient_id, offered=offered, draft=f"plan:{proposal.item}")
        self._proposal = proposal
        self._heading = self.tr("Change what the plan proposes")
        self.set_title(self._heading, proposal.label)

    def write(self) -> Changes:
        from hsct_desktop.services import therapy_plan

        return therapy_plan.change(self.ctx.ready(), self.patient_id, self._proposal.item, self.entry())
