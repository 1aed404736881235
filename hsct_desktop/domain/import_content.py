"""What the cells of a column prove of its form: the order of its dates, its decimal sign, its unit, its codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.domain.analyte import Analyte
from hsct_desktop.domain.book import Cell, CellKind
from hsct_desktop.domain.import_field import FieldType, ImportField, RecordKind
from hsct_desktop.domain.import_mapping import SERIALS, DateOrder, MappedColumn
from hsct_desktop.domain.import_number import LabText
from hsct_desktop.domain.import_table import ImportTable
from hsct_desktop.domain.import_value import PARTS, NotDone, reader_of
from hsct_desktop.domain.lab_value import read_value
from hsct_desktop.domain.problem import Problem

DATES: Final = frozenset({FieldType.DATE, FieldType.PARTIAL_DATE})
NUMBERS: Final = frozenset({FieldType.NUMBER, FieldType.WHOLE, FieldType.VALUE})
_WRITTEN_ORDERS: Final = tuple(order for order in DateOrder if order not in SERIALS)
_SERIAL_TEXT = re.compile(r"\d{5}", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2})[/.\- ]\d{1,2}[/.\- ]\d{2}", re.ASCII)
_COMING: Final = frozenset({"therapy.planned_stop", "contact.next_try"})
"""Days that lie ahead."""
_AHEAD: Final = 10
_FIRST_SERIAL: Final = 5_000
"""13 years after either start of counting: nobody who is followed has an older date."""
_USUAL_DAYS: Final = range(5, 41)
"""Days after a transplant on which neutrophils and platelets usually come back."""
_LATEST_DAY: Final = 180
_DECIMAL_SIGNS: Final = (",", ".")


@dataclass(frozen=True)
class Reading:
    """How the cells of one column are read: its field, the lists of codes, the words for "not done"."""

    field: ImportField
    codes: Mapping[str, Mapping[str, str]]
    missing: Sequence[str]

    def of(self, cells: Iterable[Cell], column: MappedColumn) -> list[object]:
        """What each cell gives under a column's form."""
        read = reader_of(self.field, column, self.codes, self.missing)
        return [read(cell) for cell in cells]

    def reads(self, cell: Cell, column: MappedColumn) -> bool:
        """Whether a cell can be read under a column's form."""
        return not isinstance(self.of((cell,), column)[0], Problem)


def cells_of(table: ImportTable, index: int) -> Counter[Cell]:
    """The cells of a column that hold something, in their order, with how often each stands there."""
    return Counter(cell for row in table.rows if not (cell := row.at(index)).is_empty)


@dataclass(frozen=True)
class DateForm:
    """The form of a column's dates as its cells prove it. `asks`: they do not; of `total` dates that need an order
    `both` fit more than one."""

    order: DateOrder | None = None
    serials: DateOrder | None = None
    two_digit_until: int = 0
    asks: bool = False
    both: int = 0
    total: int = 0
    example: str = ""


def date_form(
    cells: Mapping[Cell, int],
    reading: Reading,
    column: MappedColumn,
    today: date,
    *,
    from_1904: bool,
    declared: DateOrder | None = None,
) -> DateForm:
    """The one order in which every date of a column can be read: as its head has `declared` it, else proved by a day
    above 12; never by likelihood."""
    until = today.year + (_AHEAD if reading.field.id in _COMING else 0)
    is_birth = reading.field.id == "patient.birth_date"
    bare = replace(column, date_order=None, serials=None, two_digit_until=0)
    fits: dict[Cell, frozenset[DateOrder]] = {}
    numbers, digits = [], []
    for cell, found in zip(cells, reading.of(cells, bare), strict=True):
        if not isinstance(found, Problem):
            continue
        if cell.kind is CellKind.NUMBER and not reading.reads(cell, replace(bare, date_order=DateOrder.YEAR_FIRST)):
            numbers.append(cell)
        elif cell.kind is CellKind.TEXT and _SERIAL_TEXT.fullmatch(cell.text.strip()):
            digits.append(cell)
        else:
            tried = (replace(bare, date_order=order, two_digit_until=until) for order in _WRITTEN_ORDERS)
            can = frozenset(one.date_order for one in tried if one.date_order and reading.reads(cell, one))
            if _is_no_short_year_first(cell.text, today):
                can -= {DateOrder.YEAR_FIRST}
            if can:
                fits[cell] = can
    system = DateOrder.SERIAL_1904 if from_1904 else DateOrder.SERIAL_1900
    counted = [cell for cell in numbers if _may_be_serial(cell.text)]
    serials = system if any(reading.reads(cell, replace(bare, serials=system)) for cell in counted) else None
    if not fits:
        return _without_order(serials, digits, cells) if declared is None else DateForm(declared, serials)
    is_short = not is_birth and any(_has_short_year(cell, reading, bare, orders) for cell, orders in fits.items())
    return _ordered(fits, cells, serials, until if is_short else 0, declared)


def _may_be_serial(digits: str) -> bool:
    """Whether a number counts days up to somebody's lifetime; smaller ones are day numbers and grades."""
    return digits.partition(".")[0].isdecimal() and int(digits.partition(".")[0]) >= _FIRST_SERIAL


def _has_short_year(cell: Cell, reading: Reading, bare: MappedColumn, orders: Iterable[DateOrder]) -> bool:
    """Whether the year of a date has two digits, so that a column must say what they mean."""
    return not any(reading.reads(cell, replace(bare, date_order=order)) for order in orders)


def _without_order(serials: DateOrder | None, digits: Sequence[Cell], cells: Mapping[Cell, int]) -> DateForm:
    """A workbook tells how it counts days; bare digits in a text file do not."""
    if digits:
        count = sum(cells[cell] for cell in digits)
        return DateForm(None, serials, asks=True, both=count, total=count, example=digits[0].text)
    return DateForm(serials)


def _ordered(
    fits: Mapping[Cell, frozenset[DateOrder]],
    cells: Mapping[Cell, int],
    serials: DateOrder | None,
    until: int,
    declared: DateOrder | None,
) -> DateForm:
    total = sum(cells[cell] for cell in fits)
    open_cells = [cell for cell, orders in fits.items() if len(orders) > 1]
    both = sum(cells[cell] for cell in open_cells)
    common = frozenset.intersection(*fits.values())
    against = [cell for cell, orders in fits.items() if declared is not None and declared not in orders]
    order = declared if declared is not None else next(iter(common)) if len(common) == 1 else None
    if order is not None and not against:
        return DateForm(order, serials, until, both=both, total=total)
    example = next(iter(against or open_cells or fits)).text
    return DateForm(None, serials, until, asks=True, both=both, total=total, example=example)


def _is_no_short_year_first(text: str, today: date) -> bool:
    """Whether three pairs of digits begin with no year up to now: 30/03/12 does not, 19/03/12 may."""
    match = _SHORT_YEAR.fullmatch(text.strip())
    return match is not None and int(match[1]) > today.year % 100


def decimal_sign(cells: Mapping[Cell, int], reading: Reading, column: MappedColumn) -> tuple[str, Cell | None]:
    """The decimal sign that a column proves, "" where none is needed; with it a cell that asks (1.234), or None."""
    bare = replace(column, decimal="")
    found = zip(cells, reading.of(cells, bare), strict=True)
    open_cells = [cell for cell, read in found if isinstance(read, Problem) and read.key == "import_decimal_unknown"]
    if not open_cells:
        return "", None
    signed = {sign: {c for c in cells if reading.reads(c, replace(column, decimal=sign))} for sign in _DECIMAL_SIGNS}
    telling = {cell for cell in cells if cell in signed[","] or cell in signed["."]}
    able = [sign for sign in _DECIMAL_SIGNS if telling <= signed[sign]]
    return (able[0], None) if len(able) == 1 else ("", open_cells[0])


def units_that_fit(cells: Iterable[Cell], reading: Reading, column: MappedColumn, analyte: Analyte) -> tuple[str, ...]:
    """The units in which every value of a column is probable, one for each factor; cells are counted whole, so that
    2.35 is no number of cells in a microlitre."""
    values = [value for cell in cells if (value := _lab_number(reading, cell, column)) is not None]
    low, high = analyte.probable
    found: dict[Decimal, str] = {}
    for unit, factor in sorted(analyte.units.items(), key=lambda pair: pair[0] != analyte.usual):
        whole = unit.casefold() in ("/ul", "/mm3")
        if values and all(low <= v * factor <= high and (not whole or v == v.to_integral_value()) for v in values):
            found.setdefault(factor, unit)
    return tuple(found.values())


def _lab_number(reading: Reading, cell: Cell, column: MappedColumn) -> Decimal | None:
    found = reading.of((cell,), column)[0]
    if not isinstance(found, LabText) or found.unit:
        return None
    value = read_value(found.text)
    return value.value if value.is_exact else None


@dataclass(frozen=True)
class Unknown:
    """Codes of a column that mean nothing yet, as they stand, each once; `known` counts the cells that mean one."""

    codes: tuple[str, ...] = ()
    known: int = 0
    cells: int = 0


def unknown_codes(cells: Mapping[Cell, int], reading: Reading, column: MappedColumn) -> Unknown:
    """The file's own codes that match no label, short or synonym (or several), and that nobody has mapped."""
    found: dict[str, None] = {}
    known = 0
    for cell, read in zip(cells, reading.of(cells, column), strict=True):
        if not isinstance(read, Problem):
            known += cells[cell] if not isinstance(read, NotDone) else 0
        elif reading.field.type is FieldType.CODES:
            parts = (Cell(part.strip(), CellKind.TEXT) for part in PARTS.split(cell.text) if part.strip())
            found.update({part.text: None for part in parts if not reading.reads(part, column)})
        elif cell.kind in (CellKind.TEXT, CellKind.NUMBER, CellKind.BOOL):
            found[" ".join(cell.text.split())] = None
    return Unknown(tuple(found), known, sum(cells.values()))


def share_that_fits(cells: Mapping[Cell, int], reading: Reading, column: MappedColumn, today: date) -> float:
    """How many of a column's cells could be the field under any form; of codes those that mean something."""
    form = date_form(cells, reading, column, today, from_1904=False)
    order = form.order or DateOrder.DAY_FIRST
    tried = replace(column, date_order=order, serials=form.serials, two_digit_until=today.year, decimal=".")
    other = replace(tried, date_order=DateOrder.MONTH_FIRST, decimal=",")
    shares = share_read(cells, reading, tried), share_read(cells, reading, other)
    return max(shares)


def share_read(cells: Mapping[Cell, int], reading: Reading, column: MappedColumn) -> float:
    """How many of the cells that say something can be read as the field; 1 for a column without any."""
    said = good = 0
    for cell, read in zip(cells, reading.of(cells, column), strict=True):
        if isinstance(read, NotDone):
            continue
        said += cells[cell]
        good += 0 if isinstance(read, Problem) else cells[cell]
    return good / said if said else 1.0


def may_be_days(cells: Mapping[Cell, int], reading: Reading, column: MappedColumn) -> bool:
    """Whether whole numbers may count the days up to an engraftment, and are no counts of cells; True for the rest."""
    if reading.field.record is not RecordKind.ENGRAFTMENT or reading.field.type is not FieldType.WHOLE:
        return True
    days = [day for day in reading.of(cells, column) if type(day) is int]
    usual = [day for day in days if day in _USUAL_DAYS]
    return len(usual) > len(days) * 0.5 and max(days) <= _LATEST_DAY


def examples_of(cells: Mapping[Cell, int], most: int = 4) -> tuple[str, ...]:
    """The first few different values of a column, as they stand."""
    return tuple(dict.fromkeys(" ".join(cell.text.split())[:80] for cell in cells if cell.text.strip()))[:most]
