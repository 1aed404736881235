"""What stands on the patient's medicine plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.times_of_day import PartOfDay


@dataclass(frozen=True)
class PlanMedicine:
    """A medicine in the patient's words; `at` has the clock times by part of the day, `frequency` what was written.

    `since` is its first day here; `paused` and `until` are whole sentences, empty where there is nothing to say.
    """

    name: str
    purpose: str
    dose: str
    at: dict[PartOfDay, tuple[str, ...]] = field(default_factory=dict)
    frequency: str = ""
    route: str = ""
    since: dt.date | None = None
    until: str = ""
    changed: str = ""
    paused: str = ""
    is_planned: bool = False


@dataclass(frozen=True)
class MedicinePlanData:
    """The patient's medicine plan, in the patient's language; `phone` and `call_heading` are the unit's."""

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: dt.date
    sex: Sex
    phone: str
    call_heading: str
    current: tuple[PlanMedicine, ...]
    planned: tuple[PlanMedicine, ...]
    allergies: str = ""
    intolerances: str = ""
