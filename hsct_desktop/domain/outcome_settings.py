"""What a unit may decide about its outcomes: step, reference, re-baseline, preset, what MEDA tolerates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DAYS_A_MONTH: Final = 30.4375
"""A mean month of the calendar; horizons count in it."""
REBASELINE_FIRST, REBASELINE_LAST = 150, 274
"""The days after Day 0 among which the first scan is the re-baseline: target month 6, window months 5 to 9."""
REBASELINE_MONTHS: Final = 6
LOOK_BACK_DAYS: Final = 12 * DAYS_A_MONTH
"""EDSS and scan must lie in the last 12 months before a horizon, or up to `TOLERANCE_DAYS` after it."""
TOLERANCE_DAYS: Final = 60
BRAIN_VOLUME_LOSS: Final = 0.4
"""NEDA-4 tolerates a loss of brain volume up to this, in % a year."""


class Preset(StrEnum):
    """How worsening is confirmed; wording `enum.outcome_preset.*`.

    `msprog24`: a step by the convention, confirmed at 168 days (14 before, no upper limit). `mist`: at least 1.0 after
    at least one year, at two visits 6 months apart (Burt 2019, JAMA 321:165).
    """

    MSPROG24 = "msprog24"
    MIST = "mist"


class StepConvention(StrEnum):
    """From which EDSS half a point is a step; wording `enum.step_convention.*`."""

    FROM_5_5 = "from_5_5"
    FROM_6 = "from_6"


class ReferenceDay(StrEnum):
    """The EDSS reference is the last one on or before this day; wording `enum.reference_day.*`."""

    INFUSION = "infusion"
    MOBILISATION = "mobilisation"


@dataclass(frozen=True)
class OutcomeSettings:
    """The unit's decisions. `rebaseline_months` is 6 or 0 (MRI counts from the last scan before Day 0).

    `needs_gadolinium`: a scan without contrast is not known to be clear. `meda_new_t2` new or enlarging T2 lesions on a
    scan are tolerated by MEDA. `horizon_months` is the horizon that the panel opens with.
    """

    preset: Preset = Preset.MSPROG24
    step: StepConvention = StepConvention.FROM_5_5
    reference: ReferenceDay = ReferenceDay.INFUSION
    rebaseline_months: int = REBASELINE_MONTHS
    needs_gadolinium: bool = True
    meda_new_t2: int = 2
    horizon_months: int = 60


DEFAULTS: Final = OutcomeSettings()
