"""Cases of `calc neda` from a JSON list: each becomes a disease course, or the sentence of what is wrong with it.

The shape is described in README, "NEDA on a file". What a case does not say is not known; keys that nobody reads stay
in the answer as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any, Final

from hsct_desktop.domain.disease_course import (
    ChosenReference,
    CourseAssessment,
    CourseRelapse,
    CourseScan,
    CourseTransplant,
    DiseaseCourse,
    VolumeChange,
)
from hsct_desktop.domain.edss import is_edss
from hsct_desktop.domain.neda import reference_scan
from hsct_desktop.domain.neda_horizon import Horizon
from hsct_desktop.domain.outcome_settings import DAYS_A_YEAR, REBASELINE_MONTHS, OutcomeSettings
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.exchange.json_file import Twice, read_json

MAX_BYTES: Final = 64_000_000
ZERO: Final = date(2200, 1, 1)
"""Day 0 of every case: cases count in days, and every day within a century of it exists."""
MOST_DAYS: Final = 36_525
MOST_MONTHS: Final = 1200
MOST_LESIONS: Final = 9999
VOLUME_KEYS: Final = ("pbvc", "value", "percent", "change")
BASELINE: Final = "baseline"
"""What some tables write for the counts of a first scan, which has nothing to compare with."""


@dataclass(frozen=True)
class NedaCase:
    """A case as it was read; `course` counts from `ZERO`."""

    course: DiseaseCourse
    horizon_months: float


def read_cases(path: Path) -> list[Any]:
    """The list of a file, its cases unread. KnownError `case_*` or `cases_not_list`."""
    data = read_json(path, MAX_BYTES, "cases_too_large", keeps_twice=True)
    if not isinstance(data, list):
        raise KnownError("cases_not_list", path=path)
    return data


def _refuse_twice(row: Mapping[str, Any], place: str) -> None:
    if isinstance(row, Twice):
        raise refuse(place, "neda_key_twice", place=place, name=row.key[:60])


def _refuse_half_characters(data: Mapping[str, Any]) -> None:
    """An escape such as `\\ud800` alone is half a character: it is no text, and no file can hold it."""
    for name, value in data.items():
        try:
            json.dumps({name: value}, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise refuse("case", "neda_half_character", name=_escaped(name)[:60]) from None


def case_of(data: object, settings: OutcomeSettings) -> NedaCase:
    """A case. InputError with the first thing that is wrong with it."""
    if not isinstance(data, dict):
        raise refuse("case", "neda_case_not_object")
    _refuse_twice(data, "case")
    _refuse_half_characters(data)
    months = _horizon(data.get("horizon_months"))
    own = replace(settings, rebaseline_months=_rebaseline(data.get("mri_rebaseline_months")))
    transplant = CourseTransplant(0, 0, 1, ZERO)
    course = DiseaseCourse(
        0,
        transplant=transplant,
        transplants=(transplant,),
        assessments=_visits(data),
        relapses=tuple(CourseRelapse(n, 0, _known(day)) for n, day in enumerate(_relapse_days(data), 1)),
        scans=_scans(data),
        settings=own,
    )
    if data.get("relapse_days") is not None:
        # The list of a case is complete as it stands: it says so of the whole horizon.
        course = replace(course, looked=(Horizon.of(course, months).ends_on,))
    course = _with_choice(course, data)
    return NedaCase(replace(course, volume_changes=_volumes(course, data, months)), months)


def _horizon(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MOST_MONTHS:
        raise refuse("horizon_months", "neda_horizon", text=_shown(value), limit=MOST_MONTHS)
    return float(value)


def _rebaseline(value: object) -> int:
    if value is None:
        return REBASELINE_MONTHS
    if isinstance(value, bool) or value not in (0, REBASELINE_MONTHS):
        raise refuse("mri_rebaseline_months", "neda_rebaseline", text=_shown(value))
    return REBASELINE_MONTHS if value else 0


def _visits(data: Mapping[str, Any]) -> tuple[CourseAssessment, ...]:
    found: dict[int, CourseAssessment] = {}
    for number, (place, row) in enumerate(_rows(data, "visits"), 1):
        day, edss = _day(row.get("day"), f"{place}.day"), row.get("edss")
        if edss is None:
            continue
        if isinstance(edss, bool) or not isinstance(edss, int | float) or not is_edss(Decimal(str(edss))):
            raise refuse(place, "neda_edss", place=f"{place}.edss", text=_shown(edss))
        if day in found:
            raise refuse(place, "neda_day_twice", place=place, day=day)
        found[day] = CourseAssessment(number, 0, _known(day), float(edss))
    return tuple(found[day] for day in sorted(found))


def _relapse_days(data: Mapping[str, Any]) -> list[int]:
    held = _list(data, "relapse_days")
    return sorted(_day(value, f"relapse_days[{n}]") for n, value in enumerate(held))


def _scans(data: Mapping[str, Any]) -> tuple[CourseScan, ...]:
    found = []
    for number, (place, row) in enumerate(_rows(data, "mri"), 1):
        day = _day(row.get("day"), f"{place}.day")
        new, gd = _count(row.get("new_t2"), f"{place}.new_t2"), _count(row.get("gd"), f"{place}.gd")
        found.append((day, CourseScan(number, 0, _known(day), new_t2=new, gd=gd)))
    return tuple(scan for _, scan in sorted(found, key=lambda pair: (pair[0], pair[1].id)))


def _with_choice(course: DiseaseCourse, data: Mapping[str, Any]) -> DiseaseCourse:
    """The course with the scan that a person chose as reference, where the case names its day."""
    chosen = data.get("mri_reference_day")
    if chosen is None:
        return course
    day = _day(chosen, "mri_reference_day")
    scan = next((one for one in course.scans if course.day(one.on) == day > 0), None)
    if scan is None:
        raise refuse("mri_reference_day", "neda_reference", day=day)
    return replace(course, reference=ChosenReference(0, 0, scan.id, ""))


def _volumes(course: DiseaseCourse, data: Mapping[str, Any], months: float) -> tuple[VolumeChange, ...]:
    """Changes of brain volume in % since the reference scan, or since the day that a row names.

    A bare number is a change in % a year over the whole time from the reference to the horizon; the worst one decides.
    """
    reference = reference_scan(course).scan
    held = _list(data, "pbvc")
    yearly = [_percent(value, f"pbvc[{n}]") for n, value in enumerate(held) if not isinstance(value, dict)]
    found = []
    for n, row in enumerate(held):
        if not isinstance(row, dict):
            continue
        _refuse_twice(row, f"pbvc[{n}]")
        day = _day(row.get("day"), f"pbvc[{n}].day")
        value = next((row[key] for key in VOLUME_KEYS if row.get(key) is not None), None)
        percent = _percent(value, f"pbvc[{n}].pbvc")
        since = row.get("since_day")
        if since is None and reference is None:
            continue
        start = _day(since, f"pbvc[{n}].since_day") if since is not None else course.day(_on(reference))
        if start < day:
            found.append(VolumeChange(_date(start), _date(day), percent))
    if yearly and reference is not None:
        end = Horizon.of(course, months).ends_on
        if end > reference.on:
            years = (end - reference.on).days / DAYS_A_YEAR
            found.append(VolumeChange(reference.on, end, min(yearly) * years))
    return tuple(found)


def _on(scan: CourseScan | None) -> date:
    return ZERO if scan is None else scan.on


def _rows(data: Mapping[str, Any], name: str) -> list[tuple[str, Mapping[str, Any]]]:
    found: list[tuple[str, Mapping[str, Any]]] = []
    for n, row in enumerate(_list(data, name)):
        if not isinstance(row, dict):
            raise refuse(name, "neda_row", place=f"{name}[{n}]")
        _refuse_twice(row, f"{name}[{n}]")
        found.append((f"{name}[{n}]", row))
    return found


def _list(data: Mapping[str, Any], name: str) -> Sequence[Any]:
    held = data.get(name)
    if held is None:
        return ()
    if not isinstance(held, list):
        raise refuse(name, "neda_list", place=name)
    return held


def _day(value: object, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1 or abs(value) > MOST_DAYS:
        raise refuse(place, "neda_day", place=place, text=_shown(value))
    return int(value)


def _count(value: object, place: str) -> int | None:
    if value is None or value == BASELINE:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not isinstance(value, int | float) or value != value // 1 or not 0 <= value <= MOST_LESIONS:
        raise refuse(place, "neda_count", place=place, text=_shown(value))
    return int(value)


def _percent(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 100 or not isfinite(value):
        raise refuse(place, "neda_percent", place=place, text=_shown(value))
    return float(value)


def _date(day: int) -> date:
    return ZERO + timedelta(days=day)


def _known(day: int) -> PartialDate:
    on = _date(day)
    return PartialDate(on.year, on.month, on.day)


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]


def _escaped(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()
