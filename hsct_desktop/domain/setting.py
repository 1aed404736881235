"""Settings as data: what each is, in which range, and how its plain text is read and checked.

A value is kept as plain text that does not depend on a language: `sat, sun`; `2026-12-24 Christmas Eve`, one day or
span of days a line; `6`; `yes`. Days are read as people type them (24/12/2026) and kept as ISO dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.file_name import check_pattern
from hsct_desktop.domain.names import clean, fold
from hsct_desktop.domain.paper_colour import is_legible, tidy_colour
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.protocol import Label

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
YES, NO = "yes", "no"
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""The years for which a unit's calendar is kept."""
LONGEST_SPAN: Final = 366
"""Days in one closed span; a longer one is a mistyped year."""
_DAY = r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})"
_LINE = re.compile(rf"{_DAY}(?:\s*(?:-|–|\.\.)\s*{_DAY})?(?!\d)\s*[-–:,]?\s*(.*)", re.ASCII)


class SettingType(StrEnum):
    """How a setting's text is read and edited."""

    CHOICE = "choice"
    WEEKDAYS = "weekdays"
    DAYS = "days"
    INTEGER = "integer"
    TEXT = "text"
    TEXTS = "texts"
    FILE_NAME = "file_name"
    COLOUR = "colour"
    YES_NO = "yes_no"
    COUNTRY = "country"
    REGION = "region"


class SettingScope(StrEnum):
    """For all who open the data file, or for this person on this computer; wording `enum.setting_scope.*`."""

    UNIT = "unit"
    WORKSTATION = "workstation"


@dataclass(frozen=True)
class SettingChoice:
    """One value of a choice, with its label."""

    id: str
    label: Label


@dataclass(frozen=True)
class SettingDefinition:
    """One row of the table of settings. `acts` says where it acts; `default` is plain text like every value.

    `minimum` and `maximum` bound a number; `longest` is the length of a text (or of each text of a list) in characters,
    `most` how many a list may hold. `of` names the setting on which a region depends: its country.
    """

    id: str
    type: SettingType
    scope: SettingScope
    group: str
    label: Label
    help: Label
    acts: Label
    default: str = ""
    minimum: int = 0
    maximum: int = 0
    longest: int = 0
    most: int = 0
    choices: tuple[SettingChoice, ...] = ()
    of: str = ""


@dataclass(frozen=True)
class SettingTable:
    """All settings by id, in the order of the page, and the titles of their groups."""

    groups: Mapping[str, Label]
    settings: Mapping[str, SettingDefinition]


@dataclass(frozen=True)
class DaySpan:
    """A day, or the days from `first` to `last`, with the unit's words for it."""

    first: date
    last: date
    name: str = ""

    def days(self) -> Iterator[date]:
        """Each day of it."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def tidied(definition: SettingDefinition, text: str) -> str:
    """The text as it is kept; raise InputError (field: the setting's id) with all that is wrong."""
    problems = list(check(definition, text))
    if problems:
        raise InputError(problems)
    return _TIDY.get(definition.type, clean)(text)


def check(definition: SettingDefinition, text: str) -> Iterator[Problem]:
    """Yield what is wrong with a text as the value of a setting. Whether a country is known, the catalogue knows."""
    checker = _CHECKS.get(definition.type)
    if checker is not None:
        yield from checker(definition, text)


def weekdays_of(text: str) -> frozenset[int]:
    """The weekdays of a text, Monday 0; unknown words are left out."""
    return frozenset(WEEKDAYS.index(word) for word in _words(text) if word in WEEKDAYS)


def weekdays_text(days: frozenset[int]) -> str:
    """Weekdays as they are kept: `sat, sun`."""
    return ", ".join(WEEKDAYS[day] for day in sorted(days))


def whole_of(text: str) -> int | None:
    """The whole number of a text, None when it is none."""
    tidy = text.strip()
    return int(tidy) if re.fullmatch(r"[+-]?\d{1,9}", tidy, re.ASCII) else None


def texts_of(text: str) -> tuple[str, ...]:
    """The entries of a list, one a line, without empty ones."""
    return tuple(tidy for line in text.splitlines() if (tidy := clean(line)))


def spans_of(text: str) -> tuple[DaySpan, ...]:
    """The days and spans of a text by date, unreadable lines left out."""
    found = (_read_line(line) for _number, line in _lines(text))
    return tuple(sorted((f for f in found if isinstance(f, DaySpan)), key=lambda span: (span.first, span.last)))


def days_of(text: str) -> dict[date, str]:
    """Each single day of a text with its words."""
    return {day: span.name for span in spans_of(text) for day in span.days()}


def spans_text(spans: tuple[DaySpan, ...], write: Callable[[date], str] = date.isoformat) -> str:
    """Days and spans as text, one a line; `write` says how a date is written (ISO, as they are kept)."""
    lines = []
    for span in spans:
        days = write(span.first) if span.first == span.last else f"{write(span.first)} – {write(span.last)}"
        lines.append(f"{days} {span.name}".rstrip())
    return "\n".join(lines)


def typed_date(day: date) -> str:
    """A date as people type it, and as it is read back: 24/12/2026."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def typed(definition: SettingDefinition, text: str) -> str:
    """A kept text as its editor shows it: dates as people type them, all else as it is."""
    return spans_text(spans_of(text), typed_date) if definition.type is SettingType.DAYS else text


def _words(text: str) -> list[str]:
    return re.findall(r"[^\s,;]+", text.casefold())


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, numbered from 1 as the editor shows them."""
    return ((number, tidy) for number, line in enumerate(text.splitlines(), 1) if (tidy := clean(line)))


def _read_date(text: str) -> date | None:
    numbers = [int(part) for part in re.split(r"[-/.]", text)]
    year, month, day = numbers if "-" in text else reversed(numbers)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_line(line: str) -> DaySpan | Problem:
    """The span of a line, or what is wrong with it, without place and limits."""
    match = _LINE.fullmatch(line)
    first = _read_date(match[1]) if match is not None else None
    last = _read_date(match[2]) if match is not None and match[2] else first
    if match is None or first is None or last is None:
        return Problem("", "setting_day_unreadable")
    if not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (first, last)):
        return Problem("", "setting_day_out_of_range")
    if last < first:
        return Problem("", "setting_days_reversed")
    if (last - first).days >= LONGEST_SPAN:
        return Problem("", "setting_days_too_long")
    return DaySpan(first, last, match[3])


def _check_weekdays(definition: SettingDefinition, text: str) -> Iterator[Problem]:
    for word in _words(text):
        if word not in WEEKDAYS:
            yield Problem(definition.id, "setting_weekday_unknown", {"text": word, "known": ", ".join(WEEKDAYS)})
    if definition.most and len(weekdays_of(text)) > definition.most:
        yield Problem(definition.id, "setting_weekdays_too_many", {"limit": definition.most})


def _check_integer(definition: SettingDefinition, text: str) -> Iterator[Problem]:
    number = whole_of(text)
    if number is None or not definition.minimum <= number <= definition.maximum:
        params = {"text": clean(text), "low": definition.minimum, "high": definition.maximum}
        yield Problem(definition.id, "setting_number_out_of_range", params)


def _check_days(definition: SettingDefinition, text: str) -> Iterator[Problem]:
    taken: dict[date, int] = {}
    for number, line in _lines(text):
        span = _read_line(line)
        if isinstance(span, Problem):
            limits = {"first": FIRST_YEAR, "last": LAST_YEAR, "limit": LONGEST_SPAN}
            yield replace(span, field=definition.id, params={"line": number, "text": line, **limits})
            continue
        if len(span.name) > definition.longest:
            yield Problem(definition.id, "setting_line_too_long", {"line": number, "limit": definition.longest})
        double = next((day for day in span.days() if day in taken), None)
        if double is not None:
            params = {"line": number, "day": double, "other": taken[double]}
            yield Problem(definition.id, "setting_day_twice", params)
        taken |= dict.fromkeys(span.days(), number)
    yield from _check_count(definition, len(list(_lines(text))))


def _check_texts(definition: SettingDefinition, text: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for number, line in _lines(text):
        if len(line) > definition.longest:
            yield Problem(definition.id, "setting_line_too_long", {"line": number, "limit": definition.longest})
        # Two entries that differ in capitals or accents alone cannot be told apart in a list.
        key = fold(line) or line
        if key in seen:
            yield Problem(definition.id, "setting_text_twice", {"line": number, "text": line, "other": seen[key]})
        seen.setdefault(key, number)
    yield from _check_count(definition, len(seen))


def _check_count(definition: SettingDefinition, count: int) -> Iterator[Problem]:
    if count > definition.most:
        yield Problem(definition.id, "setting_list_too_long", {"count": count, "limit": definition.most})


def _check_text(definition: SettingDefinition, text: str) -> Iterator[Problem]:
    if len(clean(text)) > definition.longest:
        yield Problem(definition.id, "too_long", {"limit": definition.longest})


def _check_choice(definition: SettingDefinition, text: str) -> Iterator[Problem]:
    known = [choice.id for choice in definition.choices]
    if definition.type is SettingType.YES_NO:
        known = [YES, NO]
    if clean(text) not in known:
        yield Problem(definition.id, "setting_choice_unknown", {"text": clean(text), "known": ", ".join(known)})


def _check_file_name(definition: SettingDefinition, text: str) -> Iterator[Problem]:
    yield from _check_text(definition, text)
    yield from check_pattern(definition.id, clean(text))


def _check_colour(definition: SettingDefinition, text: str) -> Iterator[Problem]:
    if not is_legible(tidy_colour(text)):
        yield Problem(definition.id, "colour_not_legible")


_CHECKS: Final[dict[SettingType, Callable[[SettingDefinition, str], Iterator[Problem]]]] = {
    SettingType.CHOICE: _check_choice,
    SettingType.YES_NO: _check_choice,
    SettingType.WEEKDAYS: _check_weekdays,
    SettingType.DAYS: _check_days,
    SettingType.INTEGER: _check_integer,
    SettingType.TEXT: _check_text,
    SettingType.TEXTS: _check_texts,
    SettingType.FILE_NAME: _check_file_name,
    SettingType.COLOUR: _check_colour,
}
_TIDY: Final[dict[SettingType, Callable[[str], str]]] = {
    SettingType.COLOUR: tidy_colour,
    SettingType.WEEKDAYS: lambda text: weekdays_text(weekdays_of(text)),
    SettingType.DAYS: lambda text: spans_text(spans_of(text)),
    SettingType.INTEGER: lambda text: str(whole_of(text)),
    SettingType.TEXTS: lambda text: "\n".join(texts_of(text)),
}
