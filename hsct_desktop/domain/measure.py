"""Outcome measures: timed tests, scores and totals of the disease on a day, added up from items or as a total.

What a measure is (range, step, items, what counts as a change) is data of the catalogue; this module only computes and
checks. Licensed questionnaires are kept as totals, and as items under short names of our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import Label

MAX_NOTE: Final = 4000


class Direction(StrEnum):
    """Which way is better; wording `enum.measure_direction.*`."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


@dataclass(frozen=True)
class MeasureItem:
    """A part of a sum: the `scores` that it can have, in their order; `group` is the heading under which it stands.

    `cap` names the cap (`Measure.caps`) under which its score counts, "" for none.
    """

    id: str
    label: Label
    scores: tuple[int, ...]
    group: str = ""
    cap: str = ""


@dataclass(frozen=True)
class Band:
    """A named part of the range: values from `start` on (included) until the next band begins."""

    start: Decimal
    label: Label


@dataclass(frozen=True)
class Measure:
    """A measure of the catalogue.

    `low` and `high` bound what can be (None: no bound), `probable` what is not asked about. `step` is the smallest
    difference between two values (None: any). `meaningful` is the least change that matters, in the measure's own unit,
    `meaningful_percent` in percent of the baseline: a band in pictures. `caps` bound the sum of the items that name
    them. `with_edss`: recorded beside the neurological examination. `unchecked`: its figures were not read at their
    source yet, and the screen says so.
    """

    id: str
    label: Label
    short: Label
    direction: Direction
    diseases: tuple[str, ...] = ()
    unit: Label | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    probable: tuple[Decimal, Decimal] | None = None
    step: Decimal | None = None
    meaningful: Decimal | None = None
    meaningful_percent: Decimal | None = None
    items: tuple[MeasureItem, ...] = ()
    groups: Mapping[str, Label] = field(default_factory=dict)
    caps: Mapping[str, int] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    with_edss: bool = False
    hint: Label | None = None
    source: str = ""
    unchecked: bool = False

    def concerns(self, disease_id: str) -> bool:
        """Whether it is offered for a disease; one that names no disease is for all."""
        return not self.diseases or disease_id in self.diseases

    def meaningful_from(self, baseline: Decimal) -> Decimal | None:
        """The least change from a baseline that matters, in the measure's unit; None where the catalogue names none."""
        if self.meaningful_percent is not None:
            return abs(baseline) * self.meaningful_percent / 100
        return self.meaningful

    def band_of(self, value: Decimal) -> Band | None:
        """The named part of the range in which a value lies."""
        return next((band for band in reversed(self.bands) if value >= band.start), None)

    def item(self, item_id: str) -> MeasureItem | None:
        """One of its items."""
        return next((item for item in self.items if item.id == item_id), None)


@dataclass(frozen=True)
class MeasureEntry:
    """A value on a day. `items` are scores by item id, as text, where it was added up; else empty.

    `edss_assessment_id` names the neurological examination that it was taken with.
    """

    patient_id: int
    measure_id: str
    measured_on: date | None
    value: Decimal | None
    items: Mapping[str, str] = field(default_factory=dict)
    edss_assessment_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class MeasureValue:
    """A recorded value with its version."""

    id: int
    version: int
    entry: MeasureEntry


def total(measure: Measure, items: Mapping[str, str]) -> Decimal | None:
    """The sum of the items, each capped group at its cap; None while an item is missing or none of its scores."""
    scores: list[tuple[str, int]] = []
    for item in measure.items:
        score = score_of(item, items)
        if score is None:
            return None
        scores.append((item.cap, score))
    if not scores:
        return None
    free = sum(score for cap, score in scores if not cap)
    capped = sum(min(limit, sum(s for cap, s in scores if cap == name)) for name, limit in measure.caps.items())
    return Decimal(free + capped)


def score_of(item: MeasureItem, items: Mapping[str, str]) -> int | None:
    """The score of an item, None while it has none that it can have."""
    text = items.get(item.id, "")
    return next((score for score in item.scores if str(score) == text), None)


def implied(measure: Measure, value: Decimal, items: Mapping[str, str]) -> Mapping[str, str]:
    """The items with those that can only be 0: where the recorded ones add up to the total, no other has a score.

    A total of the lowest possible says it of all. Where a cap bounds a part of the sum, nothing is concluded.
    """
    known = [score for item in measure.items if (score := score_of(item, items)) is not None]
    least = all(item.scores[0] == 0 for item in measure.items)
    if not measure.items or measure.caps or not least or sum(known) != value:
        return items
    return {item.id: items.get(item.id) or "0" for item in measure.items}


def partial_sum(measure: Measure, item_ids: Iterable[str], items: Mapping[str, str]) -> Decimal | None:
    """The sum of some items without any cap; None while one of them is missing."""
    found = [score_of(item, items) for item in measure.items if item.id in set(item_ids)]
    known = [score for score in found if score is not None]
    return Decimal(sum(known)) if found and len(known) == len(found) else None


def check_measure(measure: Measure, entry: MeasureEntry, birth_date: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with an entry, as the form shows it beside its fields.

    A problem of the value stands at the field of the measure's id, one of an item at `<measure>.<item>`.
    """
    yield from check_day(entry.measured_on, birth_date, today)
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})
    if entry.items:
        yield from _check_items(measure, entry)
    elif entry.value is None:
        yield Problem(measure.id, "measure_value_missing")
    else:
        yield from check_value(measure, entry.value)


def check_day(on: date | None, birth_date: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with the day of an examination (field `measured_on`)."""
    if on is None:
        yield Problem("measured_on", "date_missing")
    elif on > today:
        yield Problem("measured_on", "date_in_future", {"today": today})
    elif on < birth_date:
        yield Problem("measured_on", "before_birth", {"birth_date": birth_date})


def _check_items(measure: Measure, entry: MeasureEntry) -> Iterator[Problem]:
    known = {item.id for item in measure.items}
    for item_id, text in entry.items.items():
        item = measure.item(item_id)
        if item is None or item_id not in known:
            yield Problem(measure.id, "measure_item_unknown", {"item": item_id})
        elif score_of(item, entry.items) is None:
            scores = ", ".join(map(str, item.scores))
            yield Problem(f"{measure.id}.{item.id}", "measure_item_impossible", {"text": text, "scores": scores})
    missing = [item for item in measure.items if not entry.items.get(item.id)]
    if missing:
        yield Problem(f"{measure.id}.{missing[0].id}", "measure_items_missing", {"count": len(missing)})
        return
    added = total(measure, entry.items)
    if added is not None and entry.value is not None and entry.value != added:
        yield Problem(measure.id, "measure_total_differs", {"value": entry.value, "total": added})


def check_value(measure: Measure, value: Decimal) -> Iterator[Problem]:
    """Yield what is wrong with a total: out of range, between two steps, or (soft) improbable."""
    low, high = measure.low, measure.high
    if not value.is_finite():
        yield Problem(measure.id, "number_unreadable", {"text": str(value)})
    elif (low is not None and value < low) or (high is not None and value > high):
        yield Problem(measure.id, _beyond(measure), {"low": low, "high": high})
    elif measure.step is not None and (value - (low or 0)) % measure.step:
        yield Problem(measure.id, "measure_off_step", {"step": measure.step})
    elif measure.probable is not None and not measure.probable[0] <= value <= measure.probable[1]:
        yield Problem(
            measure.id, "measure_improbable", {"low": measure.probable[0], "high": measure.probable[1]}, soft=True
        )


def _beyond(measure: Measure) -> str:
    """The sentence, which names the bounds that the measure has."""
    if measure.high is None:
        return "measure_out_of_range_low"
    return "measure_out_of_range_high" if measure.low is None else "measure_out_of_range"
