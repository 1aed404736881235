"""Reference ranges: which limits of a laboratory hold for a patient's sample, and what no range may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hsct_desktop.domain.analyte import Analyte
from hsct_desktop.domain.dates import age_in_years
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.problem import Problem

BOTH = ""
"""The sex of a range that holds for everybody."""
SEXES = (BOTH, Sex.FEMALE.value, Sex.MALE.value)
OLDEST = 130
"""Years: nobody has been older, so a greater age is a typing error."""


@dataclass(frozen=True)
class LaboratoryEntry:
    """A laboratory's card; `own` is the hospital's own, of which there is one."""

    name: str
    own: bool = False
    note: str = ""


@dataclass(frozen=True)
class ReferenceRange:
    """Limits of an analyte in `unit`, for a sex ("" both), ages from `age_from` up to but not including `age_to`
    (whole years, None unbounded), samples from `valid_from` to `valid_to` (both days included, None unbounded)."""

    analyte: str
    unit: str
    lln: Decimal | None
    uln: Decimal | None
    sex: str = BOTH
    age_from: int | None = None
    age_to: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_for(self, sex: Sex, age: int) -> bool:
        """Whether it is meant for such a patient; a sex that is not known has only the ranges of both."""
        of_age = (self.age_from is None or age >= self.age_from) and (self.age_to is None or age < self.age_to)
        return of_age and self.sex in (BOTH, sex.value)

    def holds_on(self, on: date) -> bool:
        """Whether it is valid for a sample of that day."""
        after = self.valid_from is None or on >= self.valid_from
        return after and (self.valid_to is None or on <= self.valid_to)


def pick(ranges: Iterable[ReferenceRange], sex: Sex, birth_date: date, on: date) -> ReferenceRange | None:
    """The range of one analyte and laboratory for a patient's sample of a day; None where none holds."""
    age = age_in_years(birth_date, on)
    return next((r for r in ranges if r.holds_on(on) and r.holds_for(sex, age)), None)


def why_none(ranges: Sequence[ReferenceRange], sex: Sex, birth_date: date, on: date) -> str:
    """Why `pick` finds nothing: the key of a sentence `range.none.*`, empty where it finds one.

    `missing`: the laboratory has none for the analyte. `outdated`: the day lies outside the validity of those that
    would fit the patient. `patient`: none is for this sex and age.
    """
    if not ranges:
        return "missing"
    age = age_in_years(birth_date, on)
    fitting = [r for r in ranges if r.holds_for(sex, age)]
    if not fitting:
        return "patient"
    return "" if any(r.holds_on(on) for r in fitting) else "outdated"


def overlaps(one: ReferenceRange, other: ReferenceRange) -> bool:
    """Whether some patient's sample would have both: then nobody could tell which limits count."""
    if one.analyte != other.analyte:
        return False
    sexes = one.sex == other.sex or BOTH in (one.sex, other.sex)
    ages = _below(one.age_from, other.age_to) and _below(other.age_from, one.age_to)
    days = _not_after(one.valid_from, other.valid_to) and _not_after(other.valid_from, one.valid_to)
    return sexes and ages and days


def _below(start: int | None, end: int | None) -> bool:
    return start is None or end is None or start < end


def _not_after(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start <= end


def check_laboratory(entry: LaboratoryEntry, others: Iterable[LaboratoryEntry]) -> Iterator[Problem]:
    """Yield what is wrong with a laboratory's card beside the others'."""
    known = list(others)
    if not entry.name:
        yield Problem("name", "laboratory_name_missing")
    elif len(entry.name) > 120:
        yield Problem("name", "too_long", {"limit": 120})
    elif any(other.name.casefold() == entry.name.casefold() for other in known):
        yield Problem("name", "laboratory_twice", {"name": entry.name})
    own = next((other for other in known if other.own), None)
    if entry.own and own is not None:
        yield Problem("own", "laboratory_own_twice", {"name": own.name})


def check_range(entry: ReferenceRange, analyte: Analyte | None, others: Iterable[ReferenceRange]) -> Iterator[Problem]:
    """Yield what is wrong with a range beside the others of its laboratory. The field is the column's name."""
    if analyte is None:
        yield Problem("analyte", "analyte_unknown", {"code": entry.analyte})
        return
    if analyte.unit_named(entry.unit) is None:
        units = ", ".join((*analyte.units, *analyte.separate))
        yield Problem("unit", "unit_not_of_analyte", {"unit": entry.unit, "analyte": analyte.label, "units": units})
        return
    problems = [*_check_limits(entry, analyte), *_check_bounds(entry)]
    yield from problems
    if problems:
        return
    other = next((other for other in others if overlaps(entry, other)), None)
    if other is not None:
        yield Problem("analyte", "range_overlaps", {"analyte": analyte.label, "lln": _shown(other.lln),
                                                     "uln": _shown(other.uln), "unit": other.unit})  # fmt: skip


def _check_limits(entry: ReferenceRange, analyte: Analyte) -> Iterator[Problem]:
    if entry.lln is None and entry.uln is None:
        yield Problem("lln", "range_without_limits", {"analyte": analyte.label})
        return
    factor = analyte.factor_of(entry.unit)
    for name, limit in (("lln", entry.lln), ("uln", entry.uln)):
        if limit is None:
            continue
        if not limit.is_finite() or abs(limit.adjusted()) > 15:
            yield Problem(name, "number_unreadable", {"text": str(limit)})
        elif limit < 0 or (name == "uln" and limit == 0):
            yield Problem(name, "range_limit_negative", {"analyte": analyte.label, "value": limit})
        elif factor is not None and limit * factor > analyte.possible[1]:
            high = analyte.possible[1] / factor
            yield Problem(name, "range_limit_impossible", {"analyte": analyte.label, "value": limit,
                                                           "unit": entry.unit, "high": high.normalize()})  # fmt: skip
    finite = all(limit is None or limit.is_finite() for limit in (entry.lln, entry.uln))
    if finite and entry.lln is not None and entry.uln is not None and entry.lln > entry.uln:
        yield Problem("lln", "range_reversed", {"lln": entry.lln, "uln": entry.uln, "analyte": analyte.label})


def _check_bounds(entry: ReferenceRange) -> Iterator[Problem]:
    if entry.sex not in SEXES:
        yield Problem("sex", "range_sex_unknown", {"text": entry.sex})
    for name, age in (("age_from", entry.age_from), ("age_to", entry.age_to)):
        if age is not None and not 0 <= age <= OLDEST:
            yield Problem(name, "range_age_impossible", {"age": age, "limit": OLDEST})
    if entry.age_from is not None and entry.age_to is not None and entry.age_from >= entry.age_to:
        yield Problem("age_to", "range_ages_reversed", {"age_from": entry.age_from, "age_to": entry.age_to})
    if not _not_after(entry.valid_from, entry.valid_to):
        yield Problem("valid_to", "range_validity_reversed", {"valid_from": entry.valid_from,
                                                              "valid_to": entry.valid_to})  # fmt: skip


def _shown(limit: Decimal | None) -> str:
    return "…" if limit is None else format(limit, "f")
