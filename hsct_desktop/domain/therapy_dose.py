"""Changes of dose along a therapy: from a day on it is given in another dose, how often, at which times of day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.times_of_day import check_times

MAX_TEXT = 200


@dataclass(frozen=True)
class DoseStep:
    """What holds from a day on: dose as text ("960 mg"), how often, times of day ("08:00 20:00").

    The first step of a therapy is what was ordered at its start; its `id` is 0. `version` is that of a change's row.
    """

    from_on: date
    dose: str = ""
    frequency: str = ""
    times: str = ""
    reason: str = ""
    id: int = 0
    version: int = 0


@dataclass(frozen=True)
class DoseChangeEntry:
    """What the sheet for a change of dose hands over; `dose` comes with `unit` or not at all."""

    therapy_id: int
    from_on: date | None
    dose: Decimal | None = None
    unit: str = ""
    frequency: str = ""
    times: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DoseFrame:
    """Between what a change must lie: the therapy's first and last day, the days of its other changes.

    `before` is what holds until the change: dose with unit, frequency, times.
    """

    start: date
    stop: date | None
    taken: frozenset[date]
    before: tuple[Decimal | None, str, str, str]


def step_on(steps: Iterable[DoseStep], on: date) -> DoseStep | None:
    """The step that holds on a day; before the first day, the first; None when there are no steps."""
    ordered = sorted(steps, key=lambda step: step.from_on)
    begun = [step for step in ordered if step.from_on <= on]
    return begun[-1] if begun else next(iter(ordered), None)


def check_dose_change(entry: DoseChangeEntry, frame: DoseFrame) -> Iterator[Problem]:
    """Yield what is wrong with a change of dose."""
    on = entry.from_on
    if on is None:
        yield Problem("from_on", "date_missing")
    elif on <= frame.start:
        yield Problem("from_on", "dose_change_before_start", {"start": frame.start})
    elif frame.stop is not None and on > frame.stop:
        yield Problem("from_on", "dose_change_after_stop", {"stop": frame.stop})
    elif on in frame.taken:
        yield Problem("from_on", "dose_change_twice", {"on": on})
    yield from check_dose(entry.dose, entry.unit)
    yield from check_times(entry.times)
    now = (entry.dose, entry.unit, entry.frequency, entry.times)
    if now == (None, "", "", ""):
        yield Problem("dose", "dose_change_empty")
    elif now == frame.before and on not in frame.taken:
        yield Problem("dose", "dose_change_same")
    for name in ("unit", "frequency", "reason"):
        if len(getattr(entry, name)) > MAX_TEXT:
            yield Problem(name, "too_long", {"limit": MAX_TEXT})


def check_dose(dose: Decimal | None, unit: str) -> Iterator[Problem]:
    """Yield what is wrong with a dose and its unit: both or neither, above 0."""
    if dose is not None and dose <= 0:
        yield Problem("dose", "dose_not_positive")
    if dose is not None and not unit.strip():
        yield Problem("unit", "dose_without_unit")
    if dose is None and unit.strip():
        yield Problem("dose", "unit_without_dose")
