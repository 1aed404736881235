"""Reads what a nurse types: dates such as `t`, `+3`, `fri`, `d+100`, `12/3`; numbers with comma or point."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from hsct_desktop.domain.dates import add_offset, parse_offset
from hsct_desktop.domain.problem import InputError, refuse

_MONTHS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "january february march april may june july august september october november december",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    )
    for number, name in enumerate(names.split(), start=1)
}
_WEEKDAYS = {
    name: number
    for names in (
        "mon tue wed thu fri sat sun",
        "monday tuesday wednesday thursday friday saturday sunday",
        "lun mar mer gio ven sab dom",
        "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    )
    for number, name in enumerate(names.split())
}
_TODAY = {"t", "today", "o", "oggi"}
_YESTERDAY = {"y", "yesterday", "ieri"}
_TOMORROW = {"tomorrow", "domani"}
_RELATIVE = re.compile(r"([+-]\d{1,4})([dwmy]?)", re.ASCII)
_DAY_AFTER_INFUSION = re.compile(r"[dg]\s*([+-]?\d{1,5})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{2,4}))?", re.ASCII)
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[ .-]*([a-z]+)\.?(?:[ .-]*(\d{2,4}))?", re.ASCII)
_MINUS_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2011": "-", "\u00ec": "i"})


def month_named(name: str) -> int | None:
    """The number of a month by its English or Italian name, in full or by three letters; None for any other word."""
    return _MONTHS.get(name.casefold())


def parse_date(text: str, today: date, day0: date | None = None, *, full_year: bool = False) -> date:
    """Read a typed date; raise InputError (field `date`) that says what was expected.

    `t` today, `+3` / `-1w` from today, `fri` the next such weekday, `d+100` a day after infusion (needs `day0`), `12/3`
    day and month nearest to today, `12/3/2026`, `12032026`, `2026-03-12`, `12 mar 2026`; the day before the month.
    With `full_year` (birth dates) only complete dates with a four-digit year are read.
    """
    typed = " ".join(text.translate(_MINUS_SIGNS).casefold().split())
    if not typed:
        raise refuse("date", "date_missing")
    if not full_year and (found := _relative(typed, today, day0)) is not None:
        return found
    return _absolute(typed, text, today, full_year=full_year)


def _relative(typed: str, today: date, day0: date | None) -> date | None:
    if typed in _TODAY:
        return today
    if typed in _YESTERDAY or typed in _TOMORROW:
        return today + timedelta(days=1 if typed in _TOMORROW else -1)
    if typed in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[typed] - today.weekday() - 1) % 7 + 1)
    if match := _RELATIVE.fullmatch(typed):
        return add_offset(today, parse_offset(match[1] + (match[2] or "d")))
    if match := _DAY_AFTER_INFUSION.fullmatch(typed):
        if day0 is None:
            raise refuse("date", "date_needs_day0", text=typed)
        return add_offset(day0, parse_offset(match[1] + "d"))
    return None


def _absolute(typed: str, text: str, today: date, *, full_year: bool) -> date:
    if match := _ISO.fullmatch(typed):
        return _build(match[1], int(match[2]), match[3], text, today, full_year=full_year)
    if match := _NUMERIC.fullmatch(typed) or _COMPACT.fullmatch(typed):
        return _build(match[3], int(match[2]), match[1], text, today, full_year=full_year)
    if (match := _NAMED.fullmatch(typed)) and match[2] in _MONTHS:
        return _build(match[3], _MONTHS[match[2]], match[1], text, today, full_year=full_year)
    raise refuse("date", "birth_date_unreadable" if full_year else "date_unreadable", text=text)


def _build(year: str | None, month: int, day: str, text: str, today: date, *, full_year: bool) -> date:
    if full_year and (year is None or len(year) != 4):
        raise refuse("date", "year_needs_four_digits", text=text)
    if year is not None and len(year) == 3:
        raise refuse("date", "date_unreadable", text=text)
    try:
        if year is None:
            return _nearest_year(month, int(day), today)
        return date(int(year) if len(year) == 4 else 2000 + int(year), month, int(day))
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise refuse("date", "date_does_not_exist", text=text) from None


def _nearest_year(month: int, day: int, today: date) -> date:
    """The year that brings day and month closest to today: on 20 December `12/1` means next January."""
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, month, day))
        except ValueError:  # 29 February of a common year: another candidate may hold
            continue
    if not candidates:
        raise refuse("date", "date_does_not_exist", text=f"{day}/{month}")
    return min(candidates, key=lambda found: abs((found - today).days))


def parse_decimal(text: str, field: str = "number") -> Decimal:
    """Read a number with comma or point as decimal mark; raise InputError (field `field`) for anything else."""
    typed = text.translate(_MINUS_SIGNS).strip().replace(",", ".")
    if typed.count(".") > 1 or not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", typed, re.ASCII):
        raise refuse(field, "number_unreadable", text=text)
    try:
        return Decimal(typed)
    except InvalidOperation:
        raise refuse(field, "number_unreadable", text=text) from None


def parse_blood_pressure(text: str) -> tuple[int, int]:
    """Read systolic/diastolic pressure in mmHg, such as `118/74`; raise InputError (field `blood_pressure`)."""
    match = re.fullmatch(r"\s*(\d{2,3})\s*/\s*(\d{2,3})\s*", text, re.ASCII)
    if match is None:
        raise refuse("blood_pressure", "blood_pressure_unreadable", text=text)
    return int(match[1]), int(match[2])
