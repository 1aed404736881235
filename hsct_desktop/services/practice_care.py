"""The care plan of the practice ward: one patient's plan with a line added, one changed and one left out."""

from __future__ import annotations

from typing import Final

from hsct_desktop.domain.care_plan import CareActor, CareEdit
from hsct_desktop.domain.dates import add_months
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import care_plan
from hsct_desktop.store.base import WriteSession

PLANNED: Final = 2
"""Place in the ward of the patient whose plan was edited (see `practice_story.STAGES`)."""


def write(session: WriteSession, ws: Workspace, place: int, patient_id: int) -> None:
    """Write the edits of a patient of the ward, within the write that registers it."""
    if place != PLANNED:
        return
    until = add_months(ws.today(), 5)
    for edit in (
        CareEdit(0, 0, "", CareActor.GP, "Blood count every 4 weeks, results to the unit", until),
        CareEdit(0, 0, "duty:activity", CareActor.PATIENT, "Physiotherapy twice a week, cycling on other days", until),
        CareEdit(0, 0, "late:wish", CareActor.UNIT, "", hidden=True),
    ):
        care_plan.add(session, patient_id, edit)
