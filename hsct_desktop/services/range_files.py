"""Reference ranges from a table: a dry run says of each row what becomes of it, then the new ones are added at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from hsct_desktop.domain.lab_file import DateFormat, folded
from hsct_desktop.domain.lab_file_row import read_day
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.reference_range import ReferenceRange, check_range, overlaps
from hsct_desktop.exchange.table_file import Stored, Table, read_table
from hsct_desktop.services.laboratories import RangesTaken, put_ranges, ranges, tidied
from hsct_desktop.services.workspace import Workspace

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "analyte": ("analyte", "test", "esame", "analita"),
    "unit": ("unit", "unità", "unita", "unità di misura"),
    "sex": ("sex", "sesso"),
    "age_from": ("age_from", "age from", "età da", "eta da"),
    "age_to": ("age_to", "age to", "below age", "età fino a", "età a", "eta a"),
    "valid_from": ("valid_from", "valid from", "valido dal"),
    "valid_to": ("valid_to", "valid to", "valido fino al", "valido al"),
    "lln": ("lln", "lower limit", "limite inferiore", "min"),
    "uln": ("uln", "upper limit", "limite superiore", "max"),
}
"""The columns by the headers that name them; the others are passed over."""
_NEEDED = ("analyte", "unit", "lln", "uln")
_SEXES = {
    "": "", "both": "", "entrambi": "", "f": "female", "female": "female", "femmina": "female", "donna": "female",
    "donne": "female", "femmine": "female", "m": "male", "male": "male", "maschio": "male", "uomo": "male",
    "uomini": "male", "maschi": "male",
}  # fmt: skip
_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


@dataclass(frozen=True)
class RangeLine:
    """A row of the file, counted from 1: the range in it, or the problems for which it is refused.

    `same`: the laboratory has exactly this range already.
    """

    row: int
    entry: ReferenceRange | None
    problems: tuple[Problem, ...] = ()
    same: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it will be added."""
        return self.entry is not None and not self.problems and not self.same


@dataclass(frozen=True)
class RangesRun:
    """The dry run: rows read = new + same + refused."""

    name: str
    lines: tuple[RangeLine, ...]

    @property
    def new(self) -> list[ReferenceRange]:
        """What would be added."""
        return [line.entry for line in self.lines if line.is_new and line.entry is not None]


def check(ws: Workspace, laboratory_id: int, path: Path, encoding: str | None = None) -> RangesRun:
    """Read a table of ranges against what the laboratory has; nothing is written.

    Days stand as 2026-12-31 or 31/12/2026, numbers with comma or point, the sex as female, male or empty.
    KnownError `tablefile_*`; InputError when a needed column is missing.
    """
    table = read_table(path, encoding=encoding)
    held = [row.range for row in ranges(ws, laboratory_id)]
    return RangesRun(path.name, tuple(_lines(ws, table, held)))


def take(ws: Workspace, laboratory_id: int, run: RangesRun) -> RangesTaken:
    """Add the new ranges of a dry run in one write."""
    return put_ranges(ws, laboratory_id, run.new)


def _lines(ws: Workspace, table: Table, held: list[ReferenceRange]) -> Iterator[RangeLine]:
    places = _places(table.rows[0])
    known = list(held)
    for number, row in enumerate(table.rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[at] if at < len(row) else "" for name, at in places.items()}
        problems: list[Problem] = []
        entry = tidied(ws, _entry(ws, cells, problems))
        if not problems and entry in known:
            yield RangeLine(number, entry, same=True)
            continue
        problems += () if problems else check_range(entry, ws.catalogue.analytes.analytes.get(entry.analyte), known)
        if not problems and not any(overlaps(entry, other) for other in known):
            known.append(entry)
        yield RangeLine(number, entry, tuple(problems))


def _places(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, text in enumerate(header):
        name = next((name for name, words in COLUMNS.items() if folded(text) in words), None)
        if name is not None:
            found.setdefault(name, at)
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        raise InputError([Problem("", "range_columns_missing", {"columns": ", ".join(missing)})])
    return found


def _entry(ws: Workspace, cells: Mapping[str, str], problems: list[Problem]) -> ReferenceRange:
    """The range of a row; what cannot be read goes to `problems`."""
    named = ws.catalogue.analytes.named(cells["analyte"])
    sex = folded(cells.get("sex", ""))
    if sex not in _SEXES:
        problems.append(Problem("sex", "range_sex_unknown", {"text": cells.get("sex", "")[:40]}))
    return ReferenceRange(
        named.code if named is not None else cells["analyte"].strip()[:40],
        cells["unit"].strip()[:40],
        _number(cells["lln"], "lln", problems),
        _number(cells["uln"], "uln", problems),
        _SEXES.get(sex, ""),
        _age(cells.get("age_from", ""), "age_from", problems),
        _age(cells.get("age_to", ""), "age_to", problems),
        _day(cells.get("valid_from", ""), "valid_from", problems),
        _day(cells.get("valid_to", ""), "valid_to", problems),
    )


def _number(cell: str, name: str, problems: list[Problem]) -> Decimal | None:
    text = cell.strip()
    if not text:
        return None
    if _NUMBER.fullmatch(text) is None:
        problems.append(Problem(name, "number_unreadable", {"text": text[:40]}))
        return None
    if not isinstance(cell, Stored) and _EITHER.fullmatch(text):
        problems.append(Problem(name, "range_thousands", {"text": text}))
    return Decimal(text.replace(",", "."))


def _age(cell: str, name: str, problems: list[Problem]) -> int | None:
    text = cell.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        problems.append(Problem(name, "number_unreadable", {"text": text[:40]}))
        return None
    return int(text)


def _day(cell: str, name: str, problems: list[Problem]) -> date | None:
    if not cell.strip():
        return None
    for form in (DateFormat.YEAR_FIRST, DateFormat.DAY_FIRST):
        if (found := read_day(cell, form)) is not None:
            return found[0]
    params = {"text": cell.strip()[:40], "format": DateFormat.DAY_FIRST.value}
    problems.append(Problem(name, "lab_date_unreadable", params))
    return None
