"""What the picture of the course of disability shows: examinations, relapses, scans, drugs, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.partial_date import PartialDate, standing_day, whole
from hsct_desktop.domain.relapse import Steroid

LOWEST_TOP: Final = 7
"""The EDSS axis goes to 7 at least, so that the courses of most patients are drawn to one scale."""
TOP: Final = 10


class Turn(StrEnum):
    """Which way disability went; wording `disability.turn.*`."""

    WORSENING = "worsening"
    IMPROVEMENT = "improvement"


class Cause(StrEnum):
    """How a worsening stands to relapses (outcomes.md 1.6); wording `disability.cause.*`."""

    PIRA = "pira"
    RAW = "raw"
    UNDEFINED = "undefined"


class PhaseKind(StrEnum):
    """A stretch of the course; wording `disability.phase.*`."""

    BEFORE = "before"
    WAITING = "waiting"
    COUNTED = "counted"


@dataclass(frozen=True)
class Visit:
    """An examination. `edss` None: examined, not graded. `hollow`: its step is not confirmed (yet).

    `at` is the day that stands for it among the others where that is not the usual one (two of one month).
    """

    id: int
    on: PartialDate
    edss: float | None
    hollow: bool = False
    rater: str = ""
    at: date | None = None

    @property
    def stands_on(self) -> date:
        """Its day, or the day that stands for it."""
        return self.at or standing_day(self.on)


@dataclass(frozen=True)
class Attack:
    """A relapse with the systems that it touched and its recovery, in words."""

    id: int
    onset: PartialDate
    steroid: Steroid = Steroid.UNKNOWN
    systems: tuple[str, ...] = ()
    recovery: str = ""


@dataclass(frozen=True)
class Scan:
    """A scan; counts None where the report gives none. `on` of an awaited one is the day on which it is due, or that on
    which it was done (`is_done`) where only its report is awaited.

    `is_reference` marks the re-baseline, `reason` why a person chose it ("" when the rule did).
    """

    id: int
    on: PartialDate
    new_t2: int | None = None
    gd: int | None = None
    is_reference: bool = False
    reason: str = ""
    awaited: bool = False
    counts: bool = True
    site: str = ""
    is_done: bool = False


@dataclass(frozen=True)
class Drug:
    """A disease-modifying therapy; `stop` None while it runs (`runs`) or where its end is not known.

    `reason` is why it was started, changed or stopped: `why_stopped` only of one that is known to have ended.
    """

    id: int
    name: str
    start: PartialDate | None
    stop: PartialDate | None
    runs: bool = False
    reason: str = ""
    has_ended: bool = False

    @property
    def why_stopped(self) -> str:
        """Why it was stopped, "" while it runs or where nobody knows whether it does."""
        return self.reason if self.stop is not None or self.has_ended else ""


@dataclass(frozen=True)
class Change:
    """A confirmed worsening or improvement, from its onset to the visits that confirm it.

    `rule` says in words by which step and after which time.
    """

    turn: Turn
    cause: Cause | None
    onset: date
    baseline: date
    before: float
    after: float
    confirmed: tuple[date, ...]
    rule: str = ""
    to_the_end: bool = False

    @property
    def id(self) -> str:
        """Names the change among the marks."""
        return f"change:{self.onset.isoformat()}:{self.turn}"


@dataclass(frozen=True)
class OpenChange:
    """A step that nothing confirms (`is_open`: a later visit still could)."""

    turn: Turn
    onset: date
    before: float
    after: float
    is_open: bool
    why: str = ""


@dataclass(frozen=True)
class Series:
    """Values of a timed test; `less_is_better` tells what its curve means."""

    id: str
    name: str
    unit: str
    points: tuple[tuple[date, float], ...]
    less_is_better: bool = False
    decimals: int = 0


@dataclass(frozen=True)
class Phase:
    """A stretch with its words and, for a narrow one, a word; `last` None goes on until today."""

    kind: PhaseKind
    first: date
    last: date | None
    words: str
    brief: str = ""


@dataclass(frozen=True)
class DisabilityFacts:
    """A patient's course. `until` is the day of death or of the last contact of who is no longer followed.

    `without_relapse` and `without_drug` are sentences for the time after Day 0 where nothing stands, "" otherwise.
    """

    today: date
    day0: date | None = None
    visits: tuple[Visit, ...] = ()
    relapses: tuple[Attack, ...] = ()
    scans: tuple[Scan, ...] = ()
    drugs: tuple[Drug, ...] = ()
    changes: tuple[Change, ...] = ()
    unconfirmed: tuple[OpenChange, ...] = ()
    series: tuple[Series, ...] = ()
    phases: tuple[Phase, ...] = ()
    rebaseline: date | None = None
    regimen: str = ""
    other_day0s: tuple[date, ...] = ()
    until: date | None = None
    until_word: str = ""
    undated_relapses: int = 0
    without_relapse: str = ""
    without_drug: str = ""

    @property
    def end(self) -> date:
        """The day on which the drawn past ends."""
        return self.until or self.today

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is recorded of the disease's course."""
        done = any(not scan.awaited for scan in self.scans)
        return not (self.visits or self.relapses or self.undated_relapses or done or self.drugs or self.series)

    @property
    def graded(self) -> tuple[Visit, ...]:
        """The examinations with an EDSS, by day."""
        return tuple(sorted((v for v in self.visits if v.edss is not None), key=lambda v: standing_day(v.on)))

    @property
    def top(self) -> int:
        """The highest EDSS of the axis."""
        worst = max((v.edss or 0.0 for v in self.visits), default=0.0)
        return min(TOP, max(LOWEST_TOP, int(worst) + 1))

    def known(self, on: date) -> PartialDate:
        """What is known of the day on which an examination stands: as it was typed, never the day put in its place."""
        there = [visit.on for visit in self.visits if visit.stands_on == on]
        return next((day for day in there if day.is_whole), there[0] if there else whole(on))

    def days(self) -> Iterator[date]:
        """Every day on which something is drawn."""
        for known in (*(visit.on for visit in self.visits), *(scan.on for scan in self.scans)):
            yield from (known.first, known.last)
        for attack in self.relapses:
            yield from (attack.onset.first, attack.onset.last)
        for drug in self.drugs:
            yield from (standing_day(day) for day in (drug.start, drug.stop) if day is not None)
        for series in self.series:
            yield from (on for on, _ in series.points)
        yield from (day for day in (self.day0, self.end) if day is not None)
