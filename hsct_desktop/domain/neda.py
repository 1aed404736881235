"""No evidence of disease activity (NEDA-3, NEDA-4) and minimal evidence (MEDA) at a horizon, in three states.

Day 0 is the infusion. Anything active is evidence of activity (EDA), even where something else is unknown; nothing
active but something unknown is unknown; only what was looked at and found clear is NEDA.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.disease_course import DiseaseCourse
from hsct_desktop.domain.neda_brain import brain_volume_component
from hsct_desktop.domain.neda_clinical import disability_component, relapse_component
from hsct_desktop.domain.neda_horizon import Horizon
from hsct_desktop.domain.neda_mri import ReferenceScan, mri_component, reference_scan, tolerated_component
from hsct_desktop.domain.outcome_evidence import Component, Evidence, Reason, Role, Seen, State

__all__ = [
    "Component", "Evidence", "Horizon", "Neda", "Reason", "ReferenceScan", "Role", "Seen", "State", "Verdict",
    "reference_scan", "verdict",
]  # fmt: skip


class Neda(StrEnum):
    """The verdict; wording `enum.neda.*`. Never NEDA from missing data."""

    NEDA = "NEDA"
    EDA = "EDA"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """NEDA at a horizon, `horizon_months` after Day 0, which is the day `ends_on`.

    `is_reached` is False while the horizon lies ahead, or where death or the next transplant came before it: components
    then say what holds so far, and the verdict is never NEDA. `why` is the reason that decided. `meda` uses the words
    of NEDA for minimal evidence.
    """

    horizon_months: float
    ends_on: date
    is_reached: bool
    neda3: Neda
    relapse: Component
    disability: Component
    mri: Component
    neda4: Neda
    brain_volume: Component
    meda: Neda
    why: Reason

    @property
    def components(self) -> tuple[Component, Component, Component]:
        """The three of NEDA-3, in the order in which they are told."""
        return self.relapse, self.disability, self.mri


def verdict(course: DiseaseCourse, horizon_months: float) -> Verdict:
    """NEDA-3, NEDA-4 and MEDA at a horizon by the course's settings. ValueError for a course without a Day 0."""
    horizon = Horizon.of(course, horizon_months)
    parts = relapse_component(course, horizon), disability_component(course, horizon), mri_component(course, horizon)
    brain = brain_volume_component(course, horizon)
    neda3 = _together(parts, is_reached=horizon.is_reached)
    return Verdict(
        horizon_months,
        horizon.ends_on,
        horizon.is_reached,
        neda3,
        *parts,
        _together((*parts, brain), is_reached=horizon.is_reached),
        brain,
        _together((*parts[:2], tolerated_component(course, horizon)), is_reached=horizon.is_reached),
        _why(course, neda3, parts, horizon),
    )


def _together(parts: Iterable[Component], *, is_reached: bool) -> Neda:
    states = {part.state for part in parts}
    if State.BROKEN in states:
        return Neda.EDA
    return Neda.NEDA if states == {State.HELD} and is_reached else Neda.UNKNOWN


def _why(course: DiseaseCourse, neda3: Neda, parts: tuple[Component, ...], horizon: Horizon) -> Reason:
    """What decided: the first component that is broken, or unknown; else that the horizon was not reached, or NEDA."""
    wanted = State.BROKEN if neda3 is Neda.EDA else State.UNKNOWN
    found = next((part.why for part in parts if part.state is wanted), None)
    if horizon.cut_by is not None and neda3 is Neda.UNKNOWN:
        return horizon.cut_by
    if found is not None:
        return found
    return Reason("neda", {"until": min(horizon.ends_on, course.last_seen or horizon.ends_on)})
