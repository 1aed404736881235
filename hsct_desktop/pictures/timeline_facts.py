"""What the timeline of a course is made from; texts come in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.supportive_therapy import Therapy
from hsct_desktop.domain.transfusion import Transfusion
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.day_axis import DayAxis, Preset, course_axis, linear_axis
from hsct_desktop.pictures.ruler import RulerFacts


class MilestoneKind(StrEnum):
    """What a milestone is: decides its sign."""

    COLLECTION = "collection"
    ENGRAFTMENT = "engraftment"
    DISCHARGE = "discharge"
    RELAPSE = "relapse"
    END = "end"
    OTHER = "other"


@dataclass(frozen=True)
class Milestone:
    """A dated fact of the course with its words, such as "ANC ≥ 0.5"."""

    label: str
    on: date
    kind: MilestoneKind = MilestoneKind.OTHER


@dataclass(frozen=True)
class TimelineVisit:
    """A scheduled visit. `repeats` puts it as a dot into the weekly lane; `visit_date` is when it took place."""

    label: str
    target: date
    earliest: date
    latest: date
    status: VisitStatus
    booked: date | None = None
    visit_date: date | None = None
    repeats: bool = False
    optional: bool = False
    id: int = 0

    @property
    def ruler(self) -> RulerFacts:
        """The same facts for a ruler."""
        return RulerFacts(self.target, self.earliest, self.latest, self.status, self.booked, self.optional)


@dataclass(frozen=True)
class Counts:
    """Blood counts in ×10⁹/L as (ordinal of the day, value), in the order of their days, and what was transfused."""

    neutrophils: tuple[tuple[float, float], ...]
    platelets: tuple[tuple[float, float], ...]
    transfusions: tuple[Transfusion, ...] = ()


@dataclass(frozen=True)
class TimelineFacts:
    """A course as its picture shows it.

    `conditioning` is the first day of conditioning, `intensity` its class in a word, `engraftment` the day of
    neutrophils; cells of another `product` do not engraft. Discharge and the end of follow-up become milestones by
    themselves.
    """

    today: date
    day0: date | None = None
    mobilisation: date | None = None
    discharge: date | None = None
    conditioning: date | None = None
    engraftment: date | None = None
    milestones: tuple[Milestone, ...] = ()
    visits: tuple[TimelineVisit, ...] = ()
    episodes: tuple[Episode, ...] = ()
    therapies: tuple[Therapy, ...] = ()
    follow_up: FollowUp = FollowUp.FOLLOWED
    follow_up_end: date | None = None
    counts: Counts | None = None
    product: Product = Product.HSC
    intensity: str = ""

    @property
    def is_graft(self) -> bool:
        """Whether the cells are stem cells, which engraft and are followed week by week."""
        return self.product is Product.HSC

    @property
    def origin(self) -> date:
        """The day from which days are counted: Day 0, or for want of it the day of mobilisation or today."""
        return self.day0 or self.mobilisation or self.today

    def day(self, on: date) -> int:
        """Days after the origin."""
        return (on - self.origin).days

    @property
    def drawn_to(self) -> date:
        """Where open bars end: today, or the end of follow-up before it."""
        end = self.follow_up_end
        return self.today if end is None else min(end, self.today)


BEFORE_MOBILISATION, WITHOUT_MOBILISATION = 1, 14
AHEAD = 400
"""Days ahead of today that the whole course shows when it lies beyond the second year."""
_DAY_OF_TWO_YEARS = 731


def _starts(facts: TimelineFacts) -> list[int]:
    days = [facts.day(e.onset) for e in facts.episodes]
    days += [facts.day(m.on) for m in facts.milestones]
    days += [facts.day(v.earliest) for v in facts.visits]
    return days


def _first(facts: TimelineFacts) -> int:
    """The first day shown. Drugs taken for years before do not stretch it, what happened a month before does."""
    anchor = facts.mobilisation or facts.origin
    base = facts.day(anchor) - (BEFORE_MOBILISATION if facts.mobilisation else WITHOUT_MOBILISATION)
    early = [d - 1 for d in (*_starts(facts), *(facts.day(t.start) for t in facts.therapies)) if base - 30 <= d]
    return min([base, *early, facts.day(facts.drawn_to) - 1])


def _last(facts: TimelineFacts) -> int:
    today = facts.day(facts.today)
    if facts.follow_up_end is not None:
        ends = [facts.day(e.end or e.onset) for e in facts.episodes] + [
            facts.day(t.stop or t.start) for t in facts.therapies
        ]
        return max([facts.day(facts.follow_up_end), *(d for d in ends if d <= today)]) + 3
    if facts.day0 is None:
        ahead = [facts.day(v.latest) for v in facts.visits if v.latest - facts.today <= timedelta(days=AHEAD)]
        return max([today + 60, *ahead])
    return max(_DAY_OF_TWO_YEARS, today + AHEAD if today > 365 else 0)


def axis_of(facts: TimelineFacts, preset: Preset, left: float, width: float) -> DayAxis:
    """The axis of a preset: stretched for a course with Day 0, except for the stay in hospital, which is one scale."""
    first, last, today = _first(facts), _last(facts), facts.day(facts.today)
    if facts.day0 is None:
        return linear_axis(first, last, left, width)
    if preset is Preset.IN_PATIENT:
        start = facts.day(facts.conditioning) if facts.conditioning else -8
        end = facts.day(facts.discharge) + 2 if facts.discharge else 30
        return linear_axis(start - 1, max(end, 14), left, width)
    if preset is Preset.TO_DAY_100:
        last = 102
    elif preset is Preset.TO_2_YEARS:
        last = _DAY_OF_TWO_YEARS
    return course_axis(min(first, last - 1), last, left, width, today)
