"""The records that the same rows may be: each day that a row of unknown day may have, as far as an answer sees it.

A search for confirmed changes sees of days only their order, whether two examinations lie far enough apart to confirm,
and whether a relapse lies near. Where no possible day of a row alters any of these it stands where it stands; of the
others every combination is read of the days on which one of these turns, with the first and last possible ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import prod
from typing import Final

from hsct_desktop.domain.disability_settings import INF, DisabilitySettings
from hsct_desktop.domain.disease_types import CourseAssessment, CourseRelapse
from hsct_desktop.domain.partial_date import standing_day, whole

Row = CourseAssessment | CourseRelapse
MOST: Final = 2000
"""So many combinations are read; of more nobody can tell."""


@dataclass(frozen=True)
class Reading:
    """One record that the rows may be, all with days; `moved` are the ordinals of those whose day may matter."""

    assessments: tuple[CourseAssessment, ...]
    relapses: tuple[CourseRelapse, ...]
    moved: tuple[int, ...] = ()


@dataclass(frozen=True)
class Readings:
    """All readings, and the rows whose day may matter; `too_many`: there are more than anybody reads, and none here."""

    rows: tuple[Row, ...] = ()
    all: tuple[Reading, ...] = ()
    too_many: bool = False


@dataclass(frozen=True)
class _Span:
    """The days that a row may have, as ordinals; `row` None for a border such as Day 0."""

    row: Row | None
    first: int
    last: int
    standing: int

    @property
    def is_vague(self) -> bool:
        return self.first < self.last

    @property
    def is_relapse(self) -> bool:
        return isinstance(self.row, CourseRelapse)

    @property
    def days(self) -> set[int]:
        return {self.first, self.last}


def readings(
    assessments: Sequence[CourseAssessment],
    relapses: Sequence[CourseRelapse],
    settings: DisabilitySettings,
    borders: Iterable[date],
) -> Readings:
    """Every reading of examinations with an EDSS and of relapses with a date; `borders` are last days of a stretch."""
    spans = [_span(row, row.assessed.first, row.assessed.last, row.on) for row in assessments]
    spans += [
        _span(row, row.onset.first, row.onset.last, standing_day(row.onset))
        for row in relapses
        if row.onset is not None
    ]
    if not any(span.is_vague for span in spans):
        return Readings()
    others = [*spans, *(_span(None, day, day, day) for day in borders)]
    limits = _Limits.of(settings)
    tried = {at: days for at, span in enumerate(spans) if (days := _tried(span, others, limits))}
    rows = tuple(row for at in tried if (row := spans[at].row) is not None)
    if prod(map(len, tried.values())) > MOST:
        return Readings(rows, too_many=True)
    found = []
    for chosen in product(*tried.values()):
        placed = _placed(spans, dict(zip(tried, chosen, strict=True)))
        if placed is not None:
            found.append(Reading(*placed, chosen))
    return Readings(rows, tuple(found), too_many=not found)


def _span(row: Row | None, first: date, last: date, standing: date) -> _Span:
    return _Span(row, first.toordinal(), last.toordinal(), standing.toordinal())


@dataclass(frozen=True)
class _Limits:
    """Distances at which an answer turns, from below the number to it: of one row from another (`visit - visit`), and
    of an examination from a relapse.
    """

    visits: tuple[int, ...]
    relapses: tuple[int, ...]

    @classmethod
    def of(cls, settings: DisabilitySettings) -> _Limits:
        visits = {0, 1}
        for first, last in settings.windows:
            ends = [int(first), *([] if last == INF else [int(last) + 1])]
            visits |= {turn for end in ends for turn in (end, 1 - end)}
        relapses = {0, 1}
        for pair in (settings.relapse_to_bl, settings.relapse_to_event, settings.relapse_to_conf):
            relapses |= {int(pair[0]), 1 - int(pair[1])}
        free = settings.relapse_indep
        for before, after in (settings.relapse_assoc, free.prec, free.event, free.conf):
            relapses |= {int(before or 0) + 1, -int(after or 0)}
        return cls(tuple(sorted(visits)), tuple(sorted(relapses)))

    def between(self, one: _Span, other: _Span) -> tuple[int, ...]:
        """The distances of `one` after `other` at which an answer turns."""
        if other.row is None:
            return (1,)
        if one.is_relapse == other.is_relapse:
            return () if one.is_relapse else self.visits
        return tuple(1 - turn for turn in self.relapses) if one.is_relapse else self.relapses


def _tried(span: _Span, others: Iterable[_Span], limits: _Limits) -> list[int]:
    """The days to try of a row, none where its day is known or does not matter."""
    if not span.is_vague:
        return []
    matters, days = False, span.days
    for other in others:
        if other is span:
            continue
        for turn in limits.between(span, other):
            if span.first - other.last < turn <= span.last - other.first:
                matters = True
                days |= {at + turn - back for at in other.days for back in (0, 1)}
    return sorted(day for day in days if span.first <= day <= span.last) if matters else []


def _placed(
    spans: Sequence[_Span], chosen: Mapping[int, int]
) -> tuple[tuple[CourseAssessment, ...], tuple[CourseRelapse, ...]] | None:
    """The rows on their days, in order; None where two examinations would share one."""
    seen: dict[int, CourseAssessment] = {}
    attacks: list[tuple[int, CourseRelapse]] = []
    for at, span in enumerate(spans):
        day = chosen.get(at, span.standing)
        known = whole(date.fromordinal(day))
        if isinstance(span.row, CourseRelapse):
            attacks.append((day, replace(span.row, onset=known) if span.is_vague else span.row))
        elif span.row is not None:
            if day in seen:
                return None
            seen[day] = replace(span.row, assessed=known) if span.is_vague else span.row
    in_order = sorted(attacks, key=lambda pair: pair[0])
    return tuple(seen[day] for day in sorted(seen)), tuple(row for _, row in in_order)


def blamed(found: Readings, told: Sequence[object]) -> Row | None:
    """The row whose day alone turns what the readings tell (`told`, one for each), else the first that may."""
    for at, row in enumerate(found.rows):
        alike: dict[tuple[int, ...], object] = {}
        for reading, said in zip(found.all, told, strict=True):
            rest = (*reading.moved[:at], *reading.moved[at + 1 :])
            if alike.setdefault(rest, said) != said:
                return row
    return next(iter(found.rows), None)
