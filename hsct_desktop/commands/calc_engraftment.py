"""`calc engraftment`: engraftment of the cases of a table, so that a unit can validate the rules with its own."""

from __future__ import annotations

import argparse
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from hsct_desktop.catalogue import engraftment_words
from hsct_desktop.catalogue.wording import NBSP, wording
from hsct_desktop.commands.csv_table import is_same, shown, strange, table
from hsct_desktop.commands.opened import check_output
from hsct_desktop.commands.output import harmless, tell
from hsct_desktop.domain.dates import parse_day
from hsct_desktop.domain.engraftment import (
    Count,
    Derived,
    EngraftmentStatus,
    Lineage,
    PlateletPreset,
    day_ranges,
    neutrophils,
    platelets,
)
from hsct_desktop.domain.names import has_marks
from hsct_desktop.domain.problem import InputError, KnownError, refuse

EXIT_SOME_REFUSED: Final = 1
"""Exit code when rows were refused and the other cases were written."""
COLUMNS: Final = ("case", "date", "day", "anc", "plt", "plt_transfusion")
OUTPUT_COLUMNS: Final = (
    "case", "lineage", "status", "date", "day", "preset", "provisional", "missing", "evidence", "nadir",
    "secondary_failure", "note",
)  # fmt: skip
ERROR: Final = "error"
"""Status of a case that could not be judged; its note says the rows and why."""
HIGHEST: Final = {"anc": Decimal(200), "plt": Decimal(3000)}
"""Counts in 10^9/L above which the unit must be another one; the analytes' catalogue has the same."""
MOST_DAYS: Final = 36_525
_COUNT = re.compile(r"(<=|>=|<|>)?\s*(\d{1,12}(?:[.,]\d{1,12})?|[.,]\d{1,12})", re.ASCII)
_SIGNS = str.maketrans({"≤": "<=", "≥": ">=", "\u2212": "-", "\u00a0": " "})
_DAY = re.compile(r"([+-]?\d{1,6})(?:\.0+)?", re.ASCII)
"""Some programs write a column of whole numbers with gaps as 5.0."""
_UNITS = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?", re.ASCII)
_NO = {"", "no", "n", "false", "none"}
_YES = {"yes", "y", "true", "x", "si", "sì"}


@dataclass(frozen=True)
class _Row:
    """A row that was read; its day after the infusion may still have to come from its date."""

    line: int
    day: int | None
    on: date | None
    anc: tuple[Decimal, str] | None
    plt: tuple[Decimal, str] | None
    transfused: bool


@dataclass
class _Case:
    """The rows of a case, and what is wrong with them as (line, sentence)."""

    rows: list[_Row] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    day0: date | None = None


def run(arguments: argparse.Namespace) -> int | None:
    """Write status, date and evidence of each case and lineage. A bad row is told; its case alone gets no answer."""
    from hsct_desktop.documents.output import write_atomically
    from hsct_desktop.services.output_file import TABLE, check_place, not_written

    if is_same(arguments.output, arguments.input):
        raise KnownError("table_output_is_input", path=arguments.output)
    check_output(arguments)
    check_place(arguments.output, None, TABLE)
    cases = _read(arguments.input)
    preset = PlateletPreset(arguments.preset.replace("-", "_"))
    try:
        write_atomically(arguments.output, lambda stream: _write(stream, cases, preset))
    except OSError as error:
        raise not_written(error, arguments.output, TABLE) from error
    wrong = [told for case in cases.values() for told in case.wrong]
    for line, sentence in sorted(wrong):
        tell(f"{arguments.input}:{line}: {sentence}")
    print(arguments.output)
    return EXIT_SOME_REFUSED if wrong else None


def _read(source: Path) -> dict[str, _Case]:
    """The cases in the order in which they first appear."""
    cases: dict[str, _Case] = {}
    for line, cells in table(source, partial(_check_head, source)):
        name = (cells.get("case") or "").strip()
        case = cases.setdefault(name if not has_marks(name) else shown(name), _Case())
        try:
            case.rows.append(_row(line, name, cells))
        except InputError as error:
            case.wrong.append((line, wording("en").problems(error)))
    for case in cases.values():
        _place(case)
    return cases


def _check_head(source: Path, names: list[str]) -> None:
    names[:] = [name.casefold() for name in names]
    odd = strange(names, COLUMNS)
    if odd or "case" not in names or not {"day", "date"} & set(names) or not {"anc", "plt"} & set(names):
        found = f"Not wanted: {odd}." if odd else ""
        raise KnownError("case_table_columns", path=source, found=found)


def _row(line: int, name: str, cells: dict[str, str]) -> _Row:
    if None in cells.values() or None in cells:
        raise refuse("row", "table_row_length", columns=", ".join(cell for cell in cells if cell))
    if not name:
        raise refuse("case", "case_missing")
    if has_marks(name):
        raise refuse("case", "case_marks", case=shown(name))
    row = _Row(
        line,
        _day(cells.get("day", "").strip()),
        _date(cells.get("date", "").strip()),
        _count("anc", cells.get("anc", "")),
        _count("plt", cells.get("plt", "")),
        _transfused(cells.get("plt_transfusion", "")),
    )
    if row.day is None and row.on is None:
        raise refuse("day", "case_day_missing")
    return row


def _day(text: str) -> int | None:
    if not text:
        return None
    match = _DAY.fullmatch(text.translate(_SIGNS))
    if match is None or abs(int(match[1])) > MOST_DAYS:
        raise refuse("day", "case_day_unreadable", text=shown(text))
    return int(match[1])


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return parse_day(text)
    except ValueError:
        raise refuse("date", "case_date_unreadable", text=shown(text)) from None


def _count(column: str, text: str) -> tuple[Decimal, str] | None:
    """A count with its comparator; None for an empty cell."""
    plain = text.translate(_SIGNS).strip()
    if not plain:
        return None
    match = _COUNT.fullmatch(plain)
    if match is None:
        raise refuse(column, "count_unreadable", name=column.upper(), text=shown(text))
    value = Decimal(match[2].replace(",", "."))
    if value > HIGHEST[column]:
        raise refuse(column, "count_impossible", name=column.upper(), value=value, limit=HIGHEST[column])
    return value, match[1] or ""


def _transfused(text: str) -> bool:
    plain = text.strip().casefold()
    if plain in _NO:
        return False
    if plain in _YES:
        return True
    if _UNITS.fullmatch(plain) is None:
        raise refuse("plt_transfusion", "transfusion_unreadable", text=shown(text))
    return Decimal(plain.replace(",", ".")) > 0


def _place(case: _Case) -> None:
    """Find Day 0 where a row gives day and date; the other rows must go with it, and dates alone need it."""
    known: tuple[int, date] | None = None
    for row in case.rows:
        if row.day is None or row.on is None:
            continue
        try:
            day0 = row.on - timedelta(days=row.day)
        except OverflowError:
            case.wrong.append((row.line, _sentence("case_day_unreadable", text=str(row.day))))
            continue
        if known is None:
            known = (row.line, day0)
        elif day0 != known[1]:
            told = _sentence("case_day0_differs", day=row.day, date=row.on, day0=day0, line=known[0], other=known[1])
            case.wrong.append((row.line, told))
    case.day0 = known[1] if known is not None else None
    if case.day0 is None:
        case.wrong += [(row.line, _sentence("case_day0_unknown")) for row in case.rows if row.day is None]


def _sentence(key: str, **params: object) -> str:
    return wording("en").problems(refuse("day", key, **params))


def _write(target: BinaryIO, cases: dict[str, _Case], preset: PlateletPreset) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(OUTPUT_COLUMNS)
    for name, case in cases.items():
        for cells in _judged(case, preset):
            writer.writerow([harmless(cell) for cell in (name, *cells)])
    text.flush()
    text.detach()


def _judged(case: _Case, preset: PlateletPreset) -> Iterator[tuple[str | int, ...]]:
    if case.wrong:
        note = " ".join(f"Line {line}: {sentence}" for line, sentence in sorted(case.wrong))
        for lineage in Lineage:
            used = preset.value if lineage is Lineage.PLATELETS else ""
            yield (lineage.value, ERROR, "", "", used, "", "", "", "", "", note)
        return
    placed = [(_day_of(row, case.day0), row) for row in case.rows]
    anc = [Count(day, *row.anc) for day, row in placed if row.anc is not None]
    plt = [Count(day, *row.plt) for day, row in placed if row.plt is not None]
    given = [day for day, row in placed if row.transfused]
    for found in (neutrophils(anc), platelets(plt, given, preset)):
        yield _cells(found, case.day0)


def _day_of(row: _Row, day0: date | None) -> int:
    if row.day is not None:
        return row.day
    if row.on is None or day0 is None:
        raise ValueError(f"line {row.line} has no day")  # refused before
    return (row.on - day0).days


def _cells(found: Derived, day0: date | None) -> tuple[str | int, ...]:
    on = day0 + timedelta(days=found.day) if day0 is not None and found.day is not None else None
    words = wording("en")
    said = [engraftment_words.sentence(words, found, day0)] if found.status is not EngraftmentStatus.ENGRAFTED else []
    note = " ".join([*said, *engraftment_words.remarks(words, found, day0)]).replace(NBSP, " ")
    return (
        found.lineage.value,
        found.status.value,
        "" if on is None else on.isoformat(),
        "" if found.day is None else found.day,
        "" if found.preset is None else found.preset.value,
        "yes" if found.provisional else "no",
        "; ".join(str(first) if first == last else f"{first} to {last}" for first, last in day_ranges(found.missing)),
        _listed(found.evidence),
        "" if found.nadir is None else _listed((found.nadir,)),
        _listed(found.fall),
        note,
    )


def _listed(counts: tuple[Count, ...]) -> str:
    """Counts by day: "12: 0.5; 13: 0.7"."""
    return "; ".join(f"{count.day}: {count}" for count in counts)
