"""What the picture of outcome measures shows: values over the years, baseline, the change that matters, ranges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hsct_desktop.pictures.disability_facts import DisabilityFacts


@dataclass(frozen=True)
class CourseValue:
    """A value in the unit shown; `words` say all of it. `is_open` where only a limit is known ("<", ">")."""

    on: date
    value: float
    text: str
    words: str
    id: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Level:
    """A limit that a definition asks for, with its words and with its number alone (`short`, such as "≤ 5")."""

    value: float
    words: str
    short: str = ""


@dataclass(frozen=True)
class MeasureCourse:
    """A measure or laboratory test over the years.

    `latest` is the last value in words with its change, `better` which way is better. `band` are the bounds of the
    change from `baseline` that does not matter, `reference` the laboratory's range (None: no such limit). `floor` is
    the value at which the scale begins, None where it follows the values; `ceiling` the highest value that can be.
    """

    id: str
    name: str
    values: tuple[CourseValue, ...]
    latest: str = ""
    better: str = ""
    baseline: float | None = None
    band: tuple[float, float] | None = None
    reference: tuple[float | None, float | None] = (None, None)
    levels: tuple[Level, ...] = ()
    floor: float | None = None
    ceiling: float | None = None

    @property
    def numbers(self) -> list[float]:
        """Everything that the scale must reach."""
        found = [value.value for value in self.values]
        found += [bound for bound in (*self.reference, self.baseline, *(self.band or ())) if bound is not None]
        top = max((value.value for value in self.values), default=0.0)
        # A level far above or below all values would press them together.
        found += [level.value for level in self.levels if level.value <= 2 * top]
        return found


@dataclass(frozen=True)
class MeasureFacts:
    """A patient's measures on one axis of years; `frame` holds Day 0, relapses, drugs and the days of the axis."""

    frame: DisabilityFacts
    courses: tuple[MeasureCourse, ...]
    missing: tuple[str, ...] = ()
    """Names of measures of the disease without any value."""

    @property
    def is_empty(self) -> bool:
        """Whether no value is recorded."""
        return not self.courses
