"""What counts as confirmed worsening or improvement: msprog 1.0's arguments, by its names and with its meaning.

Source of names, defaults and meaning: Montobbio et al., Mult Scler 2024;30:1185-92 (doi 10.1177/13524585241243157).
All lengths are days. "Before" and "after" a relapse mean the distance of a visit from the last relapse onset on or
before its day and from the next one on or after it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from hsct_desktop.domain.disability_event import Cause, Kind

Pair = tuple[float, float]
"""Two lengths in days: before and after."""
Around = tuple[float | None, float | None]
"""Days before and after a point; None joins the point's interval with that of the point beside it."""
INF = math.inf


class Outcome(StrEnum):
    """The scale: EDSS (higher is worse, 0 to 10) or SDMT (lower is worse, 0 to 110 correct answers)."""

    EDSS = "edss"
    SDMT = "sdmt"


class EventRule(StrEnum):
    """Which events are looked for; `multiple` is all of them in order."""

    FIRST = "first"
    FIRST_CDW = "firstCDW"
    FIRST_CDI = "firstCDI"
    FIRST_PIRA = "firstPIRA"
    FIRST_RAW = "firstRAW"
    MULTIPLE = "multiple"


class Baseline(StrEnum):
    """Whether the reference stays, or moves to the confirming visit after improvements, worsenings or both."""

    FIXED = "fixed"
    ROVING = "roving"
    ROVING_IMPR = "roving_impr"
    ROVING_WORS = "roving_wors"


class Preceding(StrEnum):
    """The visit before an onset that PIRA looks at: the reference, the last one, or the last one a step away."""

    BASELINE = "baseline"
    LAST = "last"
    LAST_DELTA = "last_delta"


class StepConvention(StrEnum):
    """From which EDSS on half a point is a step: 5.5 (msprog, most trials) or 6.0 (MSBase, MSoutcomes)."""

    FROM_5_5 = "5.5"
    FROM_6_0 = "6.0"


@dataclass(frozen=True)
class RelapseFree:
    """The intervals that PIRA wants free of relapse onsets; (0, 0) ignores a point."""

    prec: Around = (0, 0)
    event: Around = (90, 30)
    conf: Around = (90, 30)
    prec_type: Preceding = Preceding.BASELINE


@dataclass(frozen=True)
class DisabilitySettings:
    """All arguments with msprog's defaults (12 weeks, 7 days early to 2 years late; first worsening; fixed reference).

    `conf_days`: one or several confirmation periods, an event is confirmed at each that holds. `conf_tol_days`: how
    much earlier and later the confirming visit may be. `require_sust_days`: how long a change must be held to count,
    `INF` to the end of follow-up. `impute_last_visit`: a worsening at the very last visit counts as an event.
    """

    outcome: Outcome = Outcome.EDSS
    value_col: str = ""
    event: EventRule = EventRule.FIRST_CDW
    baseline: Baseline = Baseline.FIXED
    conf_days: tuple[int, ...] = (84,)
    conf_tol_days: Pair = (7, 730.5)
    check_intermediate: bool = True
    require_sust_days: float = 0
    relapse_to_bl: Pair = (30, 0)
    relapse_to_event: Pair = (0, 0)
    relapse_to_conf: Pair = (30, 0)
    relapse_assoc: Pair = (90, 0)
    relapse_indep: RelapseFree = RelapseFree()
    relapse_rebl: bool = False
    raw_pira: bool = False
    impute_last_visit: bool = False
    step_convention: StepConvention = StepConvention.FROM_5_5

    @cached_property
    def column(self) -> str:
        """The column of a table that holds the values: `value_col`, else the name of the scale."""
        return self.value_col or self.outcome.value.upper()

    @cached_property
    def is_higher_worse(self) -> bool:
        """Whether a rising value is worsening."""
        return self.outcome is Outcome.EDSS

    @cached_property
    def half_point_above(self) -> float:
        """The highest EDSS from which a whole point is a step."""
        return 5.0 if self.step_convention is StepConvention.FROM_5_5 else 5.5

    @cached_property
    def windows(self) -> tuple[Pair, ...]:
        """Per confirmation period the first and last day after an onset on which a visit confirms it."""
        before, after = self.conf_tol_days
        return tuple((days - before, days + after) for days in self.conf_days)

    @cached_property
    def earliest_confirmation(self) -> float:
        """Days after an onset before which no visit confirms it."""
        return min(first for first, _ in self.windows)

    @cached_property
    def skips_other_causes(self) -> bool:
        """Whether a worsening of another cause than the wanted one (RAW, PIRA) leaves no trace."""
        return self.event in (EventRule.FIRST_PIRA, EventRule.FIRST_RAW) and not self.moves_when_worse

    @cached_property
    def wanted_kind(self) -> Kind | None:
        """The kind of event that ends the search, None for any."""
        if self.event in (EventRule.FIRST, EventRule.MULTIPLE):
            return None
        return Kind.CDI if self.event is EventRule.FIRST_CDI else Kind.CDW

    @cached_property
    def wanted_cause(self) -> Cause | None:
        """The cause of a worsening that ends the search, None for any."""
        return {EventRule.FIRST_PIRA: Cause.PIRA, EventRule.FIRST_RAW: Cause.RAW}.get(self.event)

    @cached_property
    def is_any(self) -> bool:
        """Whether an event of any kind and cause is wanted: the first of all, or all of them."""
        return self.wanted_kind is None

    @cached_property
    def is_first_of_all(self) -> bool:
        """Whether the first event of any kind is wanted."""
        return self.event is EventRule.FIRST

    def wants(self, kind: Kind, cause: Cause | None) -> bool:
        """Whether an event of that kind and cause is one that is looked for."""
        return self.is_any or (kind is self.wanted_kind and (self.wanted_cause is None or cause is self.wanted_cause))

    @cached_property
    def tells_causes(self) -> bool:
        """Whether worsening is told apart into RAW and PIRA: when asked, and always when one of them is looked for."""
        if self.event is EventRule.FIRST_CDI:
            return False
        return self.raw_pira or self.event in (EventRule.FIRST_PIRA, EventRule.FIRST_RAW)

    @cached_property
    def moves_when_better(self) -> bool:
        """Whether a confirmed improvement moves the reference."""
        return self.baseline in (Baseline.ROVING, Baseline.ROVING_IMPR)

    @cached_property
    def moves_when_worse(self) -> bool:
        """Whether a confirmed worsening moves the reference."""
        return self.baseline in (Baseline.ROVING, Baseline.ROVING_WORS)

    def step(self, reference: float) -> float:
        """The smallest change from `reference` that counts, in either direction.

        EDSS: 1.5 from 0, 1.0 up to 5.0 (or 5.5), 0.5 above. SDMT: 4 points, or a fifth of the reference below 20.
        """
        if self.outcome is Outcome.SDMT:
            return min(reference / 5, 4.0)
        if reference == 0:
            return 1.5
        return 1.0 if reference <= self.half_point_above else 0.5
