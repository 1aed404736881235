"""The columns of the table of patients on what the transplant achieved, by the unit's settings of outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

from hsct_desktop.domain.confirmed_disability import Kind
from hsct_desktop.domain.data_table import DataType
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.disease_course import CourseAssessment, DiseaseCourse
from hsct_desktop.domain.neda import Verdict, verdict
from hsct_desktop.domain.outcomes import (
    TimeTo,
    first_event,
    progression_free,
    relapse_free,
    time_to_failure,
    time_to_improvement,
    time_to_progression,
    worsening_free,
)
from hsct_desktop.domain.relapse_rate import rate_after
from hsct_desktop.domain.remission import EdssGain, edss_gain
from hsct_desktop.services.analysis_facts import Facts, Told, number
from hsct_desktop.services.analysis_patients import per_year

NEDA_YEARS: Final = (1, 2, 3, 4, 5)
EDSS_MONTHS: Final = (3, 6, 12, 18, 24, 36, 48, 60)
"""Months after Day 0 at which the EDSS is told."""
WINDOW_EARLY, WINDOW_LATE = 45, 91
"""Days on either side of a month up to 6, and of a later one, within which an EDSS stands for it."""
TIMES: Final[dict[str, Callable[[DiseaseCourse], TimeTo]]] = {
    "relapse_free": relapse_free,
    "worsening_free": worsening_free,
    "progression_free": progression_free,
    "pira_free": time_to_progression,
    "improvement": time_to_improvement,
    "failure_free": time_to_failure,
}


class Outcomes:
    """The outcomes of the course that is being told, each worked out once."""

    def __init__(self) -> None:
        self._course: DiseaseCourse | None = None
        self._held: dict[object, object] = {}

    def _once(self, facts: Facts, key: object, make: Callable[[], object]) -> object:
        if self._course is not facts.course:
            self._course, self._held = facts.course, {}
        if key not in self._held:
            self._held[key] = make()
        return self._held[key]

    def time(self, facts: Facts, name: str) -> TimeTo | None:
        """A time by its name."""
        if facts.day0 is None:
            return None
        found = self._once(facts, name, lambda: TIMES[name](facts.course))
        return found if isinstance(found, TimeTo) else None

    def verdict(self, facts: Facts, year: int) -> Verdict | None:
        """NEDA at so many years."""
        if facts.day0 is None:
            return None
        found = self._once(facts, year, lambda: verdict(facts.course, 12 * year))
        return found if isinstance(found, Verdict) else None

    def gain(self, facts: Facts) -> EdssGain | None:
        """Best and last EDSS."""
        found = None if facts.day0 is None else self._once(facts, "gain", lambda: edss_gain(facts.course))
        return found if isinstance(found, EdssGain) else None

    def gained(self, name: str, facts: Facts) -> Decimal | None:
        """The best or last EDSS after Day 0."""
        gain = self.gain(facts)
        return None if gain is None else number((gain.best if name == "best" else gain.last).value)

    def gained_day(self, name: str, facts: Facts) -> int | None:
        """Its day."""
        gain = self.gain(facts)
        return None if gain is None else facts.day((gain.best if name == "best" else gain.last).on)

    def days(self, name: str, facts: Facts) -> int | None:
        """A time in days, None where it cannot be told."""
        found = self.time(facts, name)
        return None if found is None else found.days

    def ending(self, name: str, facts: Facts) -> str | None:
        """What ended it."""
        found = self.time(facts, name)
        return None if found is None else found.ending.value

    def at_latest(self, name: str, facts: Facts) -> bool | None:
        """Whether the time is the longest that it may have been."""
        found = self.time(facts, name)
        return None if found is None or found.days is None else found.is_latest

    def answer(self, year: int, name: str, facts: Facts) -> str | None:
        """NEDA-3, NEDA-4 or MEDA at so many years."""
        found = self.verdict(facts, year)
        if found is None:
            return None
        return {"neda3": found.neda3, "neda4": found.neda4, "meda": found.meda}[name].value

    def component(self, year: int, name: str, facts: Facts) -> str | None:
        """Whether a component of NEDA-3 holds at so many years."""
        found = self.verdict(facts, year)
        if found is None:
            return None
        return {"relapse": found.relapse, "disability": found.disability, "mri": found.mri}[name].state.value


def edss() -> Iterator[Told]:
    """EDSS at steps, the best and the last one."""
    made = Outcomes()
    for months in EDSS_MONTHS:
        said = {"months": months, "days": window(months)}
        yield Told(f"edss_m{months}", DataType.NUMBER, partial(_edss_value, months), "edss_at", params=said)
        yield Told(
            f"edss_m{months}_day", DataType.WHOLE, partial(_edss_day, months), "edss_at_day", "days",
            params=said,
        )  # fmt: skip
    for name in ("best", "last"):
        yield Told(f"edss_{name}", DataType.NUMBER, partial(made.gained, name))
        yield Told(f"edss_{name}_day", DataType.WHOLE, partial(made.gained_day, name), unit="days")


def outcomes() -> Iterator[Told]:
    """Relapses after Day 0, confirmed changes, times with what ended them, NEDA at one to five years."""
    made = Outcomes()
    yield Told("relapses_after", DataType.WHOLE, _relapses_after)
    yield Told("arr_after", DataType.NUMBER, lambda f: per_year(rate_after(f.course)) if f.day0 else None, "arr_after",
               "per year")  # fmt: skip
    yield Told("worsening_cause", DataType.CODE, _cause, codes="worsening_cause")
    for name in TIMES:
        yield Told(f"{name}_days", DataType.WHOLE, partial(made.days, name), f"{name}_days", "days")
        yield Told(
            f"{name}_ending", DataType.CODE, partial(made.ending, name), "ending",
            codes="ending", params={"column": f"{name}_days"},
        )  # fmt: skip
        yield Told(
            f"{name}_at_latest", DataType.YES_NO, partial(made.at_latest, name), "at_latest",
            params={"column": f"{name}_days"},
        )  # fmt: skip
    for year in NEDA_YEARS:
        for name in ("neda3", "neda4", "meda"):
            yield Told(
                f"{name}_y{year}", DataType.CODE, partial(made.answer, year, name), name,
                codes="neda", params={"months": 12 * year},
            )  # fmt: skip
        for name in ("relapse", "disability", "mri"):
            yield Told(
                f"no_{name}_y{year}", DataType.CODE, partial(made.component, year, name),
                f"no_{name}", codes="component_state", params={"months": 12 * year},
            )  # fmt: skip


def window(months: int) -> int:
    """Days on either side of a month within which an EDSS stands for it."""
    return WINDOW_EARLY if months <= 6 else WINDOW_LATE


def _edss_value(months: int, facts: Facts) -> Decimal | None:
    return _edss_at(facts, months)[0]


def _edss_day(months: int, facts: Facts) -> int | None:
    return _edss_at(facts, months)[1]


def _edss_at(facts: Facts, months: int) -> tuple[Decimal | None, int | None]:
    """The EDSS nearest to so many months after Day 0, the earlier of two equally near; only those of a known day."""
    if facts.day0 is None:
        return None, None
    target = add_months(facts.day0, months)
    held = [
        one for one in facts.course.assessments
        if one.edss is not None and one.assessed.is_whole and facts.day0 < one.on <= facts.until
        and abs((one.on - target).days) <= window(months)
    ]  # fmt: skip
    nearest = min(held, key=lambda one: _distance(one, target), default=None)
    return (None, None) if nearest is None else (number(nearest.edss), facts.day(nearest.on))


def _distance(one: CourseAssessment, target: date) -> tuple[int, date, int]:
    return abs((one.on - target).days), one.on, one.id


def _relapses_after(facts: Facts) -> int | None:
    """Those that surely lie after Day 0; None while nobody has looked since."""
    rate = rate_after(facts.course) if facts.day0 is not None else None
    return None if rate is None else rate.relapses


def _cause(facts: Facts) -> str | None:
    """Whether the first confirmed worsening stands to a relapse or not."""
    found = first_event(facts.course, Kind.CDW) if facts.day0 is not None else None
    return None if found is None or found.cause is None else found.cause.value
