"""What a unit may decide about its outcomes: step, reference, re-baseline, preset, what MEDA tolerates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.disability_settings import (
    INF,
    Baseline,
    DisabilitySettings,
    EventRule,
    StepConvention,
)

DAYS_A_MONTH: Final = 30.4375
"""A mean month of the calendar; horizons count in it."""
REBASELINE_FIRST, REBASELINE_LAST = 150, 274
"""The days after Day 0 among which the first scan is the re-baseline: target month 6, window months 5 to 9."""
REBASELINE_MONTHS: Final = 6
DAYS_A_YEAR: Final = 365.25
LOOK_BACK_DAYS: Final = 12 * DAYS_A_MONTH
"""EDSS and scan must lie in the last 12 months before a horizon, or up to `TOLERANCE_DAYS` after it."""
TOLERANCE_DAYS: Final = 60
BRAIN_VOLUME_LOSS: Final = 0.4
"""NEDA-4 tolerates a loss of brain volume up to this, in % a year."""
CONFIRMATION: Final = 168
"""24 weeks, in days from an onset to the visit that confirms it."""
EARLY: Final = 14
"""So many days earlier a visit may confirm."""
MIST_CONFIRMATION: Final = 183
"""6 months."""
MIST_FIRST_ONSET: Final = 365
"""Days after Day 0 from which worsening counts in MIST."""


class Preset(StrEnum):
    """How worsening is confirmed; wording `enum.outcome_preset.*`.

    `msprog24`: a step by the convention, confirmed at 168 days (14 before, no upper limit). `mist`: at least 1.0 after
    at least one year, at two visits 6 months apart (Burt 2019, JAMA 321:165).
    """

    MSPROG24 = "msprog24"
    MIST = "mist"


class ReferenceDay(StrEnum):
    """The EDSS reference is the last one on or before this day; wording `enum.reference_day.*`."""

    INFUSION = "infusion"
    MOBILISATION = "mobilisation"


@dataclass(frozen=True)
class OutcomeSettings:
    """The unit's decisions. `rebaseline_months` is 6 or 0 (MRI counts from the last scan before Day 0).

    `needs_gadolinium`: a scan without contrast is not known to be clear. MEDA tolerates `meda_new_t2` new or enlarging
    T2 lesions in all. `horizon_months` is the horizon that the panel opens with, 0 the next one that is due.
    """

    preset: Preset = Preset.MSPROG24
    step: StepConvention = StepConvention.FROM_5_5
    reference: ReferenceDay = ReferenceDay.INFUSION
    rebaseline_months: int = REBASELINE_MONTHS
    needs_gadolinium: bool = True
    meda_new_t2: int = 2
    horizon_months: int = 0

    def disability(self, baseline: Baseline = Baseline.FIXED) -> DisabilitySettings:
        """How worsening and improvement are confirmed, all of them in order and with their causes."""
        if self.preset is Preset.MIST:
            return MistSettings(
                event=EventRule.MULTIPLE, baseline=baseline, conf_days=(MIST_CONFIRMATION,),
                conf_tol_days=(EARLY, INF), raw_pira=True,
            )  # fmt: skip
        return DisabilitySettings(
            event=EventRule.MULTIPLE, baseline=baseline, conf_days=(CONFIRMATION,), conf_tol_days=(EARLY, INF),
            raw_pira=True, step_convention=self.step,
        )  # fmt: skip

    @property
    def first_onset_day(self) -> int:
        """The first day after Day 0 on which a worsening may begin."""
        return MIST_FIRST_ONSET if self.preset is Preset.MIST else 1


class MistSettings(DisabilitySettings):
    """A step is one point from any EDSS."""

    def step(self, reference: float) -> float:
        """1.0 wherever the reference lies."""
        return 1.0


DEFAULTS: Final = OutcomeSettings()
