"""Reads a block pasted into the flowsheet: from a spreadsheet (with or without heads) or a laboratory's printout.

Nothing is guessed: a block is placed by the dates and names it brings, else from the cursor on; what does not fit is
said with its place in the block, and the caller takes nothing. An empty cell of a block changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.analyte import Analyte, AnalyteTable
from hsct_desktop.domain.entry import parse_date
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.lab_value import parsed, read_value
from hsct_desktop.domain.problem import InputError, Problem

MOST_LINES = 2_000
MOST_CELLS = 20_000
MOST_CELL = 200
"""Signs of one cell that are read at all; a value has 40 at most."""
MOST_SIGNS = 1_000_000
"""More is no morning's blood but the wrong clipboard."""
_SHOWN = 60
"""Signs of a cell that a sentence repeats."""
_DAY_HEAD = re.compile(
    r"(?:\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?|\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}[\s\u00a0]+[^\W\d_]{3,}\.?(?:[\s\u00a0]+\d{2,4})?)",
)
"""Dates that cannot be numbers: 3.9 is a potassium, not the third of September."""
_INFUSION_DAY = re.compile(r"(?:day|giorno|g|d)\s*([+\u2212-]?\d{1,5})", re.IGNORECASE)
_TIME = re.compile(r"[\sT,]+([01]?\d|2[0-3])[:.]([0-5]\d)(?::\d\d)?$")
_RANGE = re.compile(
    r"\[[^\]]*\]|\([^)]*\)|(?<!\S)[<>]?\s*\d+(?:[.,]\d+)?\s*[-\u2013]\s*\d+(?:[.,]\d+)?(?!\S)", re.ASCII
)
_LIMIT_WORDS = r"(?:[<>≤≥]=?|fino a|inf\w*\.? a|sup\w*\.? a|up to|less than|more than)\s*\d+(?:[.,]\d+)?"
_LIMIT = re.compile(_LIMIT_WORDS, re.IGNORECASE)
"""A range with one limit: <0,5, fino a 110."""
_LIMIT_BEHIND = re.compile(rf"(?<=\S)\s+{_LIMIT_WORDS}(?:\s*[^\s\d]\S*)?$", re.IGNORECASE)
_COLLECTED = re.compile(
    r"\b(?:prelie\w+|prelevat\w+|raccolt\w+|collect\w+|drawn|sampled"
    r"|(?:date|time) of sample|sample date|data campione)\b",
    re.IGNORECASE,
)
"""Words by which a printout names the day of the sample; not those of its print, its request or a birth."""
_DAY_INSIDE = re.compile(
    r"(?<![\d.,/-])(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}(?P<sign>[/.-])\d{1,2}(?P=sign)\d{2,4})(?![\d/])"
    r"(?:[\sT,]+(?:(?:ore|alle|at|h)\s*)?(?P<at>(?:[01]?\d|2[0-3])[:.][0-5]\d))?"
)
_HEADS_UNIT = frozenset({"unit", "units", "unità", "unita", "u.m.", "um", "unità di misura"})
_HEADS_RANGE = frozenset({"range", "reference", "reference range", "valori di riferimento", "riferimento", "rif.",
                          "v.r.", "intervallo", "trend", "flag"})  # fmt: skip


class BlockKind(StrEnum):
    """How a block was placed; wording `enum.block_kind.*`."""

    CURSOR = "cursor"
    NAMED = "named"
    PRINTOUT = "printout"


@dataclass(frozen=True)
class BlockProblem:
    """What is wrong in a cell of the block; `soft`: the line would only be left out."""

    line: int
    column: int
    problem: Problem

    @property
    def soft(self) -> bool:
        """Whether a person may take the rest without it."""
        return self.problem.soft


@dataclass(frozen=True)
class PastePlan:
    """The cells that a block would write, where each came from, and what does not fit. `grid` is the block as read."""

    kind: BlockKind
    grid: tuple[tuple[str, ...], ...]
    cells: tuple[CellEntry, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    problems: tuple[BlockProblem, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether every line of the block has its place."""
        return not self.problems


@dataclass(frozen=True)
class PasteTarget:
    """Where a block goes: the rows and samples from the cursor on, all samples of the sheet, and what dates mean."""

    table: AnalyteTable
    rows: Sequence[str]
    samples: Sequence[Sample]
    columns: Sequence[Sample]
    today: date
    day0: date | None = None


@dataclass
class _Reading:
    """A plan that grows."""

    target: PasteTarget
    grid: list[list[str]]
    kind: BlockKind = BlockKind.CURSOR
    cells: list[CellEntry] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    problems: list[BlockProblem] = field(default_factory=list)

    def put(self, line: int, column: int, code: str, sample: Sample, text: str, unit: str = "") -> None:
        """Take a cell whose text is a value; say so when it is none."""
        if not text:
            return
        try:
            read_value(text)
        except InputError as error:
            self.problems += [BlockProblem(line, column, problem) for problem in error.problems]
            return
        self.cells.append(CellEntry(code, sample, text, unit))
        self.places.append((line, column))

    def wrong(self, line: int, column: int, key: str, *, soft: bool = False, **params: object) -> None:
        self.problems.append(BlockProblem(line, column, Problem("", key, params, soft=soft)))

    def plan(self) -> PastePlan:
        if not self.cells and not self.problems:
            self.wrong(0, 0, "paste_empty")
        grid = tuple(tuple(row) for row in self.grid)
        return PastePlan(self.kind, grid, tuple(self.cells), tuple(self.places), tuple(self.problems))


def place_block(text: str, target: PasteTarget) -> PastePlan:
    """Place a pasted text; it never raises, whatever the text."""
    if len(text) > MOST_SIGNS:
        return _too_large(len(text), MOST_SIGNS)
    reading = _Reading(target, _split(text))
    count = sum(map(len, reading.grid))
    if len(reading.grid) > MOST_LINES or count > MOST_CELLS:
        return _too_large(count, MOST_CELLS)
    if not reading.grid:
        return reading.plan()
    if max(map(len, reading.grid)) == 1 and any(_named_line(row[0], target.table) for row in reading.grid):
        _read_printout(reading)
    else:
        _read_table(reading)
    return reading.plan()


def _too_large(count: int, limit: int) -> PastePlan:
    problem = Problem("", "too_many_cells", {"limit": limit, "count": count})
    return PastePlan(BlockKind.CURSOR, (), problems=(BlockProblem(0, 0, problem),))


def _split(text: str) -> list[list[str]]:
    """The block as a rectangle of tidied cells; empty lines at both ends are no lines."""
    # A NUL becomes a blank: digits on both sides of it are no one number.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ").split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    lines = lines[filled[0] : filled[-1] + 1] if filled else []
    sign = "\t" if "\t" in text else ";" if ";" in text else None
    rows = [[_tidy(cell) for cell in (line.split(sign) if sign else [line])] for line in lines]
    width = max((_filled(row) for row in rows), default=0)
    return [(row + [""] * width)[:width] for row in rows] if width else []


def _filled(row: Sequence[str]) -> int:
    return max((number for number, cell in enumerate(row, 1) if cell), default=0)


def _tidy(cell: str) -> str:
    """The cell without needless blanks; of a longer one only what shows that it is no value: patterns read it next."""
    text = " ".join(cell[:MOST_CELL].split())
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


# names and days ---------------------------------------------------------------------------------------------------


def _analyte(text: str, table: AnalyteTable) -> tuple[Analyte | None, str]:
    """The analyte of a name, and the unit that stands in brackets behind it."""
    name = text.strip(" :.")
    found = table.named(name) if name else None
    if found is not None:
        return found, ""
    match = re.fullmatch(r"(.+?)\s*[(\[]([^)\]]+)[)\]]", name)
    if match is None:
        return None, ""
    found = table.named(match[1].strip(" :."))
    unit = found.unit_named(match[2]) if found is not None else None
    return (found, unit) if unit is not None else (None, "")


def _day(text: str, target: PasteTarget) -> tuple[date, str] | None:
    """The day and time of a head; None for what is no date."""
    time = _TIME.search(text)
    day = text[: time.start()].strip() if time else text
    at = f"{int(time[1]):02d}:{time[2]}" if time else ""
    infusion = _INFUSION_DAY.fullmatch(day)
    if infusion is None and not _DAY_HEAD.fullmatch(day):
        return None
    try:
        if infusion is not None:
            number = int(infusion[1].replace("\u2212", "-"))
            return parse_date(f"d{number:+d}", target.today, target.day0), at
        return parse_date(day, target.today, target.day0), at
    except (InputError, OverflowError, ValueError):
        return None


def _sample_of(day: date, at: str, target: PasteTarget) -> Sample:
    """The column of a day: the one of that time, without a time the first of the day, else a new one."""
    of_day = [sample for sample in target.columns if sample.taken_on == day]
    if at:
        return next((sample for sample in of_day if sample.taken_at == at), Sample(day, at))
    return of_day[0] if of_day else Sample(day)


# tables -----------------------------------------------------------------------------------------------------------


def _read_table(reading: _Reading) -> None:
    grid, target = reading.grid, reading.target
    if _days_down(grid, target):
        grid = reading.grid = [list(row) for row in zip(*grid, strict=True)]
    dated = _has_days(grid[0], target)
    body = list(enumerate(grid))[1 if dated or _is_plain_head(grid, target) else 0 :]
    named = any(_analyte(row[0], target.table)[0] is not None for _line, row in body)
    if dated or named:
        reading.kind = BlockKind.NAMED
    units, silent = _side_columns(grid, body, target) if named else (None, set())
    first = 1 if named else 0
    places = [column for column in range(first, len(grid[0])) if column != units and column not in silent]
    samples = dict(_samples(reading, places, dated=dated))
    for at, (line, row) in enumerate(body):
        code, unit = _row_code(reading, line, row, at, named=named)
        if code is None:
            continue
        unit = row[units] if units is not None and row[units] else unit
        for column in places:
            if column in samples:
                reading.put(line, column, code, samples[column], row[column], unit)


def _days_down(grid: Sequence[Sequence[str]], target: PasteTarget) -> bool:
    """Whether the block lies on its side: names across the top, days down the first column."""
    if len(grid) < 2 or not any(_analyte(cell, target.table)[0] for cell in grid[0][1:]):
        return False
    return all(_day(row[0], target) for row in grid[1:] if row[0]) and any(row[0] for row in grid[1:])


def _has_days(row: Sequence[str], target: PasteTarget) -> bool:
    """Whether a row is a head of days: a day stands in it, and it begins neither with a test nor with a value.

    A head among them that is no day is then said, not taken for a value.
    """
    if not any(_day(cell, target) for cell in row) or _analyte(row[0], target.table)[0] is not None:
        return False
    return bool(_day(row[0], target)) or parsed(row[0]) is None


def _is_head(cell: str) -> bool:
    return cell.casefold() in _HEADS_UNIT | _HEADS_RANGE


def _is_plain_head(grid: Sequence[Sequence[str]], target: PasteTarget) -> bool:
    """Whether the first row only names its columns (test, result, unit, range)."""
    row = grid[0]
    return len(grid) > 1 and any(_is_head(cell) for cell in row) and _analyte(row[0], target.table)[0] is None


def _side_columns(
    grid: Sequence[Sequence[str]], body: Sequence[tuple[int, Sequence[str]]], target: PasteTarget
) -> tuple[int | None, set[int]]:
    """Which column holds units, and which hold ranges or nothing: neither brings values."""
    units: int | None = None
    silent: set[int] = set()
    for column in range(1, len(grid[0])):
        cells = [(row[0], row[column]) for _line, row in body if row[column]]
        head = grid[0][column].casefold()
        if head in _HEADS_RANGE or not cells or _are_ranges([cell for _name, cell in cells]):
            silent.add(column)
        elif units is None and (head in _HEADS_UNIT or all(_is_unit(name, cell, target) for name, cell in cells)):
            units = column
    return units, silent


def _are_ranges(cells: Sequence[str]) -> bool:
    """Whether cells are ranges; those with one limit look like values, so that one with two must stand among them."""
    two = [cell for cell in cells if _RANGE.fullmatch(cell)]
    return bool(two) and all(_LIMIT.fullmatch(cell) for cell in cells if cell not in two)


def _is_unit(name: str, cell: str, target: PasteTarget) -> bool:
    if cell[0].isdigit() and not cell.startswith("10"):
        return False
    analyte, _unit = _analyte(name, target.table)
    return analyte is None or (analyte.unit_named(cell) is not None and not cell.isdigit())


def _samples(reading: _Reading, places: Sequence[int], *, dated: bool) -> Iterator[tuple[int, Sample]]:
    """The sample of each column: by its date, else from the cursor to the right."""
    target, grid = reading.target, reading.grid
    for at, column in enumerate(places):
        if dated:
            head = grid[0][column]
            found = _day(head, target)
            if found is not None:
                yield column, _sample_of(*found, target)
            elif any(row[column] for row in grid[1:]):
                reading.wrong(0, column, "paste_day_unreadable", text=head[:_SHOWN])
        elif at < len(target.samples):
            yield column, target.samples[at]
        else:
            reading.wrong(0, column, "paste_too_wide", columns=len(places), room=len(target.samples))
            return


def _row_code(reading: _Reading, line: int, row: Sequence[str], at: int, *, named: bool) -> tuple[str | None, str]:
    """The analyte of a row, by its name or from the cursor down, and the unit beside its name."""
    target = reading.target
    if not named:
        if at < len(target.rows):
            return target.rows[at], ""
        if any(row):
            reading.wrong(line, 0, "paste_too_long", lines=at + 1, room=len(target.rows))
        return None, ""
    analyte, unit = _analyte(row[0], target.table)
    if analyte is None and any(row[1:]):
        reading.wrong(line, 0, "paste_name_unknown", soft=True, name=row[0][:_SHOWN])
    return (analyte.code if analyte is not None else None), unit


# printouts --------------------------------------------------------------------------------------------------------


def _named_line(text: str, table: AnalyteTable) -> tuple[Analyte, str] | None:
    """The analyte with which a line of a printout begins, and the rest of the line."""
    words = text.split()[:12]
    for count in range(min(len(words) - 1, 6), 0, -1):
        analyte, unit = _analyte(" ".join(words[:count]), table)
        if analyte is not None:
            rest = text.split(None, count)[count].strip(" :.")
            return analyte, f"{rest} {unit}".strip()
    return None


def _read_printout(reading: _Reading) -> None:
    reading.kind = BlockKind.PRINTOUT
    samples = reading.target.samples
    if not samples:
        reading.wrong(0, 0, "paste_too_wide", columns=1, room=0)
        return
    dated, sample = _collected(reading.grid, reading.target) or (-1, samples[0])
    for line, (text,) in enumerate(reading.grid):
        if line == dated:
            if sample != samples[0]:
                reading.wrong(line, 0, "paste_printout_day", soft=True, day=sample.taken_on)
            continue
        found = _named_line(text, reading.target.table)
        if found is None:
            if any(sign.isdigit() for sign in text):
                reading.wrong(line, 0, "paste_line_unknown", soft=True, text=text[:_SHOWN])
            continue
        analyte, rest = found
        reading.put(line, 0, analyte.code, sample, _without_range(rest))


def _collected(grid: Sequence[Sequence[str]], target: PasteTarget) -> tuple[int, Sample] | None:
    """The line that names the day of the sample, and its column; None where no line or more than one day does so."""
    found: dict[tuple[date, str], int] = {}
    for line, (text,) in enumerate(grid):
        if not _COLLECTED.search(text):
            continue
        for match in _DAY_INSIDE.finditer(text):
            day = _day(match["day"], target)
            if day is not None:
                at = match["at"].replace(".", ":").zfill(5) if match["at"] else ""
                found.setdefault((day[0], at), line)
    if len(found) != 1:
        return None
    ((day_at, line),) = found.items()
    return line, _sample_of(*day_at, target)


def _without_range(rest: str) -> str:
    """A value and its unit without the laboratory's range behind it, also one with a single limit (`12 mg/L <5`)."""
    head, *_behind = _RANGE.split(rest, maxsplit=1) if not _RANGE.match(rest) else [rest]
    tidy = " ".join(head.split())
    return tidy if parsed(tidy) is not None else _LIMIT_BEHIND.sub("", tidy)
