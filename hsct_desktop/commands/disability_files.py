"""The files of `calc disability`: visits, relapses and settings, each bad row told and the others read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from math import copysign
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.wording import NBSP, wording
from hsct_desktop.commands.csv_table import shown, table
from hsct_desktop.domain.confirmed_disability import Assessed
from hsct_desktop.domain.disability_arguments import read_settings
from hsct_desktop.domain.disability_settings import DisabilitySettings, Outcome
from hsct_desktop.domain.names import has_marks
from hsct_desktop.domain.problem import InputError, KnownError, refuse
from hsct_desktop.exchange.json_file import read_json

MOST_SETTINGS_BYTES: Final = 1_000_000
YEARS: Final = (1900, 2900)
"""Outside them a date is a typing error."""
MOST_SDMT: Final = 110
"""Correct answers that the SDMT has room for."""
_NOT_GIVEN: Final = frozenset({"", "na", "nan", "n/a", "null", "none", "."})
"""How tables write that there is no value."""
_VALUE: Final = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{0,12})?|[+-]?[.,]\d{1,12}", re.ASCII)
_DATE: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "ymd": (re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})", re.ASCII), "2026-11-20"),
    "dmy": (re.compile(r"(?P<d>\d{1,2})([-/.])(?P<m>\d{1,2})\2(?P<y>\d{4})", re.ASCII), "20/11/2026"),
    "mdy": (re.compile(r"(?P<m>\d{1,2})([-/.])(?P<d>\d{1,2})\2(?P<y>\d{4})", re.ASCII), "11/20/2026"),
}
"""The declared orders of a date, each with an example."""
Scale = tuple[Outcome, str]
"""A scale and the column of its values."""


@dataclass
class Tables:
    """What was read: per scale the visits of each patient, the relapses of each, and (file, line, sentence) refused."""

    visits: dict[Scale, dict[str, list[Assessed]]] = field(default_factory=dict)
    relapses: dict[str, list[date]] = field(default_factory=dict)
    refused: list[tuple[Path, int, str]] = field(default_factory=list)
    patients: dict[str, None] = field(default_factory=dict)
    rows: int = 0


def read_settings_file(source: Path) -> list[tuple[str, DisabilitySettings]]:
    """The named settings of a file `[{"id": ..., "kw": {...}}]`. KnownError `disability_settings_*`, `case_*`."""
    data = read_json(source, MOST_SETTINGS_BYTES, "disability_settings_too_large")
    if not isinstance(data, list) or not data:
        raise KnownError("disability_settings_not_list", path=source)
    found: dict[str, DisabilitySettings] = {}
    for number, item in enumerate(data, 1):
        name, arguments = _named(source, number, item)
        if has_marks(name):
            raise KnownError("disability_settings_marks", path=source, number=number, name=shown(name))
        if name in found:
            raise KnownError("disability_settings_twice", path=source, name=shown(name))
        try:
            found[name] = read_settings(arguments)
        except InputError as error:
            said = _sentence(error)
            raise KnownError("disability_settings_wrong", path=source, name=shown(name), said=said) from error
    return list(found.items())


def _named(source: Path, number: int, item: object) -> tuple[str, Mapping[str, object]]:
    if isinstance(item, dict):
        name, arguments = item.get("id"), item.get("kw", {})
        is_named = isinstance(name, str | int) and not isinstance(name, bool) and str(name).strip()
        if is_named and isinstance(arguments, dict) and set(item) <= {"id", "kw"}:
            return str(name).strip(), arguments
    raise KnownError("disability_settings_item", path=source, number=number)


def read_tables(visits: Path, relapses: Path | None, scales: Sequence[Scale], dates: str, today: date) -> Tables:
    """Visits and relapses; `dates` is the declared order of day, month and year."""
    read = Tables(visits={scale: {} for scale in scales})
    _read_visits(read, visits, scales, dates, today)
    if relapses is not None:
        _read_relapses(read, relapses, dates, today)
    return read


def _read_visits(read: Tables, source: Path, scales: Sequence[Scale], dates: str, today: date) -> None:
    seen: dict[Scale, dict[tuple[str, date], list[tuple[int, float]]]] = {scale: {} for scale in scales}
    check = partial(_check_head, source, [column for _, column in scales])
    for line, cells in _rows(read, source, check):
        try:
            patient, on = _patient(cells), _past_day(cells["date"], dates, today, "disability_visit_in_future")
        except InputError as error:
            read.refused.append((source, line, _sentence(error)))
            continue
        read.patients.setdefault(patient)
        for scale in scales:
            try:
                value = _value(scale[0], cells[scale[1]])
            except InputError as error:
                read.refused.append((source, line, _sentence(error)))
                continue
            if value is not None:
                seen[scale].setdefault((patient, on), []).append((line, value))
    for scale, found in seen.items():
        for (patient, on), values in found.items():
            kept = _one_of_day(read, source, scale, on, values)
            if kept is not None:
                read.visits[scale].setdefault(patient, []).append(Assessed(on, kept))


def _one_of_day(
    read: Tables, source: Path, scale: Scale, on: date, values: Sequence[tuple[int, float]]
) -> float | None:
    """The value of a day. Of two equal ones the second row is refused; two that differ are both refused."""
    first, value = values[0]
    if len(values) == 1:
        return value
    differ = len({value for _, value in values}) > 1
    key = "disability_two_differ" if differ else "disability_two_equal"
    for line, _ in values[0 if differ else 1 :]:
        other = first if line != first else values[1][0]
        said = refuse("date", key, column=scale[1], on=on, other=other)
        read.refused.append((source, line, _sentence(said)))
    return None if differ else value


def _read_relapses(read: Tables, source: Path, dates: str, today: date) -> None:
    """Relapse onsets; one after today cannot have been seen yet."""
    for line, cells in _rows(read, source, partial(_check_head, source, [])):
        try:
            patient, on = _patient(cells), _past_day(cells["date"], dates, today, "disability_relapse_in_future")
        except InputError as error:
            read.refused.append((source, line, _sentence(error)))
            continue
        read.relapses.setdefault(patient, []).append(on)


def _rows(read: Tables, source: Path, check: Callable[[list[str]], None]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that are not empty and as long as the head."""
    for line, cells in table(source, check):
        if not any("".join(cell).strip() for cell in cells.values() if cell):
            continue
        read.rows += 1
        if None in cells.values() or None in cells:
            columns = ", ".join(cell for cell in cells if cell)
            read.refused.append((source, line, _sentence(refuse("row", "table_row_length", columns=columns))))
            continue
        yield line, cells


def _check_head(source: Path, columns: Sequence[str], names: list[str]) -> None:
    """Give the needed columns their exact names; all other columns are left as they are."""
    needed = ["id", "date", *columns]
    folded = [name.casefold() for name in names]
    for column in dict.fromkeys(needed):
        at = [index for index, name in enumerate(names) if name == column]
        at = at or [index for index, name in enumerate(folded) if name == column.casefold()]
        if len(at) != 1:
            key = "disability_columns" if not at else "disability_column_twice"
            raise KnownError(key, path=source, column=shown(column), columns=", ".join(dict.fromkeys(needed)))
        names[at[0]] = column
    seen: set[str] = set()
    for index, name in enumerate(names):  # a column that is not needed may stand twice or have no name
        if name in seen or not name:
            names[index] = f"{name} ({index + 1})"
        seen.add(names[index])


def _patient(cells: Mapping[str, str]) -> str:
    name = cells["id"].strip()
    if not name:
        raise refuse("id", "disability_id_missing")
    if has_marks(name):
        raise refuse("id", "disability_id_marks", text=shown(name))
    return name


def _past_day(text: str, dates: str, today: date, key: str) -> date:
    """A day up to today; InputError with the sentence `key` for a later one."""
    on = _day(text, dates)
    if on > today:
        raise refuse("date", key, on=on)
    return on


def _day(text: str, dates: str) -> date:
    pattern, example = _DATE[dates]
    plain = text.strip()
    if not plain:
        raise refuse("date", "date_missing")
    match = pattern.fullmatch(plain)
    if match is None:
        raise refuse("date", "disability_date_unreadable", text=shown(plain), example=example)
    try:
        on = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        raise refuse("date", "disability_date_impossible", text=shown(plain), example=example) from None
    if not YEARS[0] <= on.year <= YEARS[1]:
        raise refuse("date", "disability_date_year", text=shown(plain))
    return on


def _value(outcome: Outcome, text: str) -> float | None:
    """The value of a cell, None for an empty one; comma or point."""
    plain = text.strip()
    if plain.casefold() in _NOT_GIVEN:
        return None
    key = "disability_edss_value" if outcome is Outcome.EDSS else "disability_sdmt_value"
    if _VALUE.fullmatch(plain) is None:
        raise refuse("value", key, text=shown(plain))
    value = float(plain.replace(",", "."))
    if copysign(1, value) < 0:  # also -0, of which nobody knows what was meant
        raise refuse("value", key, text=shown(plain))
    is_edss = value == 0 or (1 <= value <= 10 and value * 2 == int(value * 2))
    if not (is_edss if outcome is Outcome.EDSS else 0 <= value <= MOST_SDMT and value == int(value)):
        raise refuse("value", key, text=shown(plain))
    return value


def _sentence(error: InputError) -> str:
    return wording("en").problems(error).replace(NBSP, " ")
