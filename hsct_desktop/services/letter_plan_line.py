"""A row of a letter's plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hsct_desktop.domain.care_plan import CareActor


@dataclass(frozen=True)
class PlanLine:
    """A row of the plan: its first day (None: no day), when in words, what, who; `visit`: at which it is done.

    `until` is the last day of what may be done since today; `goes_on`: it is done again and again until its first day.
    """

    first: date | None
    when: str
    what: str
    who: CareActor
    visit: int | None = None
    until: date | None = None
    goes_on: bool = False
