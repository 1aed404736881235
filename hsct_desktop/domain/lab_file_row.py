"""One row of a laboratory's file, read by its mapping: the results in it, or why it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from hsct_desktop.domain.analyte import Analyte, AnalyteTable
from hsct_desktop.domain.lab_file import DateFormat, LabMapping, MappedColumn, NamedAnalyte, Places, Role, folded
from hsct_desktop.domain.lab_value import LabValue, check_value, read_value
from hsct_desktop.domain.problem import InputError, Problem

LONGEST = 200
"""Characters of a cell that is read; a longer one is refused before anything is done with it."""
LONGEST_LIMITS = 1_000
"""Characters of a cell of reference limits: some laboratories print a paragraph."""
_SHAPES = {
    DateFormat.DAY_FIRST: re.compile(r"(?P<d>\d{1,2})([/.-])(?P<m>\d{1,2})\2(?P<y>\d{4})", re.ASCII),
    DateFormat.MONTH_FIRST: re.compile(r"(?P<m>\d{1,2})([/.-])(?P<d>\d{1,2})\2(?P<y>\d{4})", re.ASCII),
    DateFormat.YEAR_FIRST: re.compile(r"(?P<y>\d{4})([/.-])(?P<m>\d{1,2})\2(?P<d>\d{1,2})", re.ASCII),
    DateFormat.COMPACT: re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", re.ASCII),
}
_TIME = re.compile(r"(?P<h>[01]?\d|2[0-3])[:.](?P<m>[0-5]\d)(?:[:.][0-5]\d(?:\.0+)?)?", re.ASCII)
_NUMBER = re.compile(r"\s*[*!]?\s*(?:<=|>=|[<>≤≥])?\s*(?P<number>[+-]?\d[\d.,]*)", re.ASCII)
_GROUPED = {
    ",": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
    ".": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
}
_LIMITS = re.compile(
    r"[\[(]?\s*(?:(?P<low>\d[\d.,]*)\s*(?:-|–|a|to|÷)\s*(?P<high>\d[\d.,]*)|"
    r"(?:<=?|≤|fino a|up to)\s*(?P<under>\d[\d.,]*)|(?:>=?|≥|da|from)\s*(?P<over>\d[\d.,]*))\s*[\])]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FileResult:
    """A result as a row of a file has it: `row` from 1 and `column` from 0 of the cell that holds the value.

    With a `problem` nothing else need be set; a soft one asks. `left_out`: the mapping takes no such results.
    """

    row: int
    column: int
    code: str = ""
    birth_date: date | None = None
    taken_on: date | None = None
    taken_at: str = ""
    analyte: Analyte | None = None
    text: str = ""
    value: LabValue | None = None
    unit: str = ""
    lln: Decimal | None = None
    uln: Decimal | None = None
    problem: Problem | None = None
    left_out: bool = False


class _RefusedError(Exception):
    """A cell was refused."""

    def __init__(self, column: int, problem: Problem) -> None:
        self.column = column
        self.problem = problem
        super().__init__(problem.key)


class RowReader:
    """Reads the rows of one file. `stored` is the type of the cells that a spreadsheet keeps as numbers or days;
    `usual_units` are the laboratory's units by code, where neither the file nor the mapping names one."""

    def __init__(
        self,
        mapping: LabMapping,
        places: Places,
        table: AnalyteTable,
        stored: type[str] | None = None,
        usual_units: Mapping[str, str] | None = None,
    ) -> None:
        self._mapping = mapping
        self._places = places
        self._table = table
        self._stored = stored
        self._usual = usual_units or {}
        self._names = {folded(name): named for name, named in mapping.analytes.items()}

    def read(self, number: int, row: Sequence[str]) -> Iterator[FileResult]:
        """The results of a row (`number` from 1); an empty row has none."""
        if not any(cell.strip() for cell in row):
            return
        if not self._places.results:
            yield self._one(number, row, self._at(Role.VALUE), None)
            return
        filled = [(at, column) for at, column in self._places.results if self._cell(row, at).strip()]
        for at, column in filled:
            yield self._one(number, row, at, column)
        if not filled:
            yield FileResult(number, self._places.results[0][0], left_out=True)

    def _one(self, number: int, row: Sequence[str], at: int, column: MappedColumn | None) -> FileResult:
        """The result whose value stands in the column `at`."""
        named = NamedAnalyte(column.analyte, column.unit) if column is not None else None
        held = FileResult(number, at, text=" ".join(self._cell(row, at)[:LONGEST].split()))
        try:
            self._read_cell(row, at)
            named = named or self._named(row)
            if not named.code:
                return replace(held, left_out=True)
            return self._read(held, row, named)
        except _RefusedError as refused:
            return replace(held, column=refused.column, problem=refused.problem)

    def _read(self, held: FileResult, row: Sequence[str], named: NamedAnalyte) -> FileResult:
        code = " ".join(self._read_cell(row, self._at(Role.PATIENT)).split())
        if not code:
            raise _RefusedError(self._at(Role.PATIENT), Problem("patient", "lab_code_missing"))
        birth_date, _ = self._day(row, Role.BIRTH_DATE)
        taken_on, clock = self._day(row, Role.DATE)
        analyte = self._table.analytes.get(named.code)
        if analyte is None:
            raise _RefusedError(held.column, Problem("analyte", "analyte_unknown", {"code": named.code}))
        value = self._value(row, held.column)
        unit = self._unit(row, held.column, named, analyte, value)
        soft = self._checked(held.column, analyte, value, unit)
        lln, uln = self._limits(row, analyte)
        return replace(
            held,
            code=code,
            birth_date=birth_date,
            taken_on=taken_on,
            taken_at=self._time(row) or clock,
            analyte=analyte,
            value=value,
            unit=unit,
            lln=lln,
            uln=uln,
            problem=soft,
        )

    def _at(self, role: Role) -> int:
        return self._places.roles.get(role, -1)

    @staticmethod
    def _cell(row: Sequence[str], at: int) -> str:
        return row[at] if 0 <= at < len(row) else ""

    def _read_cell(self, row: Sequence[str], at: int, longest: int = LONGEST) -> str:
        """A cell of which something is to be made; one that is too long is refused."""
        cell = self._cell(row, at)
        if len(cell) > longest:
            raise _RefusedError(at, Problem("cell", "lab_cell_too_long", {"text": cell[:40], "limit": longest}))
        return cell

    def _is_stored(self, cell: str) -> bool:
        return self._stored is not None and isinstance(cell, self._stored)

    def _named(self, row: Sequence[str]) -> NamedAnalyte:
        at = self._at(Role.ANALYTE)
        name = " ".join(self._read_cell(row, at).split())
        if not name:
            raise _RefusedError(at, Problem("analyte", "lab_analyte_missing"))
        named = self._names.get(folded(name))
        if named is None:
            raise _RefusedError(at, Problem("analyte", "lab_analyte_unknown", {"name": name}))
        return named

    def _day(self, row: Sequence[str], role: Role) -> tuple[date, str]:
        """The day of a cell, and the time where one stands behind it."""
        at = self._at(role)
        cell = self._read_cell(row, at)
        if not cell.strip():
            raise _RefusedError(at, Problem(role.value, f"lab_{role.value}_missing"))
        form = DateFormat.YEAR_FIRST if self._is_stored(cell) else self._mapping.date_format
        found = read_day(cell, form)
        if found is None:
            params = {"text": " ".join(cell.split())[:40], "format": form.value}
            raise _RefusedError(at, Problem(role.value, "lab_date_unreadable", params))
        return found

    def _time(self, row: Sequence[str]) -> str:
        at = self._at(Role.TIME)
        text = self._read_cell(row, at).strip()
        if not text:
            return ""
        found = read_time(text)
        if not found:
            raise _RefusedError(at, Problem("time", "time_unreadable", {"text": text[:40]}))
        return found

    def _value(self, row: Sequence[str], at: int) -> LabValue:
        cell = self._read_cell(row, at)
        if not cell.strip():
            raise _RefusedError(at, Problem("value", "lab_value_missing"))
        try:
            if self._is_stored(cell):
                return _stored_value(cell)
            return read_declared(cell, self._mapping.decimal)
        except InputError as error:
            raise _RefusedError(at, error.problems[0]) from None

    def _unit(self, row: Sequence[str], at: int, named: NamedAnalyte, analyte: Analyte, value: LabValue) -> str:
        """The unit of the file's column, else the one behind the value, else the mapping's, else the laboratory's."""
        written = self._read_cell(row, self._at(Role.UNIT)).strip()
        if written and value.unit and analyte.unit_named(written) != analyte.unit_named(value.unit):
            differ = {"unit": written[:40], "other": value.unit}
            raise _RefusedError(self._at(Role.UNIT), Problem("unit", "lab_units_differ", differ))
        given = written or value.unit or named.unit or self._usual.get(analyte.code, "")
        unit = analyte.unit_named(given) if given else "1" if "1" in analyte.units else None
        if unit is not None:
            return unit
        place = self._at(Role.UNIT) if written else at
        if not given:
            raise _RefusedError(at, Problem("unit", "lab_unit_missing", {"analyte": analyte.label}))
        units = ", ".join((*analyte.units, *analyte.separate))
        params: dict[str, object] = {"unit": given[:40], "analyte": analyte.label, "units": units}
        raise _RefusedError(place, Problem("unit", "unit_not_of_analyte", params))

    @staticmethod
    def _checked(at: int, analyte: Analyte, value: LabValue, unit: str) -> Problem | None:
        """The soft problem of a value, None without one; a hard one refuses it."""
        for problem in check_value(analyte, value, unit):
            if not problem.soft:
                raise _RefusedError(at, problem)
            return problem
        return None

    def _limits(self, row: Sequence[str], analyte: Analyte) -> tuple[Decimal | None, Decimal | None]:
        """The limits printed beside the value, in its unit."""
        both = self._at(Role.LIMITS)
        low, high = (self._limit(row, self._at(role)) for role in (Role.LLN, Role.ULN))
        place = self._at(Role.LLN)
        if both >= 0:
            text = self._read_cell(row, both, LONGEST_LIMITS)
            found = read_limits(text, self._mapping.decimal)
            if found is None:
                problem = Problem("limits", "lab_limits_unreadable", {"text": " ".join(text.split())[:40]})
                raise _RefusedError(both, problem)
            low, high, place = found[0] if low is None else low, found[1] if high is None else high, both
        if low is not None and high is not None and low > high:
            params = {"lln": low, "uln": high, "analyte": analyte.label}
            raise _RefusedError(place, Problem("limits", "range_reversed", params))
        return low, high if high else None

    def _limit(self, row: Sequence[str], at: int) -> Decimal | None:
        cell = self._read_cell(row, at)
        if not cell.strip():
            return None
        try:
            value = _stored_value(cell) if self._is_stored(cell) else read_declared(cell, self._mapping.decimal)
        except InputError:
            value = LabValue(None)
        if value.value is None or value.comparator or value.value < 0:
            problem = Problem("limits", "lab_limits_unreadable", {"text": " ".join(cell.split())[:40]})
            raise _RefusedError(at, problem)
        return value.value


def _stored_value(cell: str) -> LabValue:
    """A spreadsheet's number: exact, its point is the decimal sign."""
    try:
        number = Decimal(cell)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 18:
        raise InputError([Problem("value", "lab_value_unreadable", {"text": cell[:40]})])
    return LabValue(number)


@lru_cache(maxsize=4096)
def read_declared(text: str, decimal: str) -> LabValue:
    """A value whose decimal sign is declared; the other sign stands only between thousands. Raise InputError."""
    found = _NUMBER.match(text)
    if found is None:
        return replace(read_value(text), ambiguous=False)
    number = found["number"]
    plain = declared_number(number, decimal)
    if plain is None:
        raise InputError(
            [Problem("value", "lab_decimal_other", {"text": " ".join(text.split())[:40], "sign": decimal})]
        )
    start, end = found.span("number")
    return replace(read_value(f"{text[:start]}{plain}{text[end:]}"), ambiguous=False)


def declared_number(number: str, decimal: str) -> str | None:
    """Digits with a point as decimal sign, None where the signs do not fit the declaration."""
    other = "." if decimal == "," else ","
    if other in number:
        if _GROUPED[decimal].fullmatch(number) is None:
            return None
        number = number.replace(other, "")
    if number.count(decimal) > 1 or number.endswith(decimal):
        return None
    return number.replace(",", ".")


def read_limits(text: str, decimal: str) -> tuple[Decimal | None, Decimal | None] | None:
    """LLN and ULN of `12,0 - 16,0`, `< 5` or `> 90`; nothing of a text without digits; None where digits do not fit."""
    if not any(character.isdigit() for character in text):
        return None, None
    found = _LIMITS.match(text.strip())
    if found is None:
        return None
    numbers = {name: declared_number(part, decimal) for name, part in found.groupdict().items() if part is not None}
    if None in numbers.values():
        return None
    limits = {name: Decimal(number) for name, number in numbers.items() if number is not None}
    return limits.get("low", limits.get("over")), limits.get("high", limits.get("under"))


@lru_cache(maxsize=8192)
def read_day(text: str, form: DateFormat) -> tuple[date, str] | None:
    """A day in the declared form, with the time behind it ("" without one); None for all else."""
    parts = text.strip().replace("T", " ").split()
    if not 1 <= len(parts) <= 2:
        return None
    found = _SHAPES[form].fullmatch(parts[0])
    clock = read_time(parts[1]) if len(parts) == 2 else ""
    if found is None or (len(parts) == 2 and not clock):
        return None
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])), clock
    except ValueError:
        return None


def read_time(text: str) -> str:
    """A time of day as `08:30`, "" for what is none; seconds are left out."""
    found = _TIME.fullmatch(text)
    return f"{int(found['h']):02d}:{found['m']}" if found is not None else ""
