"""What the practice ward decided on its therapy plans: a drug started from the plan, a proposal declined with a reason.

Patients before mobilisation are left as they are: what the plan proposes them is still to be decided.
"""

from __future__ import annotations

from typing import Final

from hsct_desktop.services import therapy_plan
from hsct_desktop.services.practice_story import Story
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import WriteSession

FIRST_DAY, LAST_DAY = -7, 20
"""From conditioning to the end of aplasia, in days from infusion."""
DECLINED: Final = {"steroid": "taper is part of the ATG order"}
ACCEPTED: Final = "fungal"


def write(session: WriteSession, ws: Workspace, patient_id: int, story: Story) -> None:
    """Answer some proposals of a patient who is in hospital for the transplant."""
    day = story.stage.day
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        return
    for item, reason in DECLINED.items():
        therapy_plan.answer_in(session, ws, patient_id, item, reason)
    if day < 0:
        therapy_plan.answer_in(session, ws, patient_id, ACCEPTED)
