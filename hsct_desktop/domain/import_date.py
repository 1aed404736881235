"""Dates of a foreign table: by the one form that its column declares, so that none is ever another day than written."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from hsct_desktop.domain.book import Cell, CellKind
from hsct_desktop.domain.import_mapping import SERIALS, DateOrder, MappedColumn
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.partial_date import PartialDate, whole
from hsct_desktop.domain.problem import InputError, refuse

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
_MONTHS: Final = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "january february march april may june july august september october november december",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "jan feb mrz apr mai jun jul aug sep okt nov dez",
        "januar februar marz april mai juni juli august september oktober november dezember",
        "janner feber maerz apr mai juin juil aout sept oct nov dec",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "jan feb mar apr may june july aug sept oct nov dec",
        "jan feb mar apr mai jun jul aug setiembre okt nov dez",
    )
    for number, name in enumerate(names.split(), start=1)
}
"""Months in English, Italian, German, French and Spanish, folded; no name stands for two of them."""
_EXAMPLES: Final = {
    DateOrder.DAY_FIRST: "30/4/2019",
    DateOrder.MONTH_FIRST: "4/30/2019",
    DateOrder.YEAR_FIRST: "2019/4/30",
    DateOrder.SERIAL_1900: "43585",
    DateOrder.SERIAL_1904: "42123",
}
"""30 April 2019 in each form."""
_LEAP_BUG: Final = 60
"""The 29 February 1900 that spreadsheets count and that never was."""
_COUNT = re.compile(r"-?\d{1,20}(?:\.\d*)?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_PARTS = re.compile(r"(\d{1,4}) ?([/.\-]| ) ?(\d{1,2}) ?\2 ?(\d{1,4})\.?", re.ASCII)
_DAY_COUNT = re.compile(r"\d{5}", re.ASCII)
_COMPACT = re.compile(r"\d{8}", re.ASCII)
_TIME = re.compile(r"[ T]([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.][0-5]\d(?:\.\d+)?)?", re.ASCII)
_DAY_NAMED = re.compile(
    r"(\d{1,2})(?:°|º|er|st|nd|rd|th|\.)?[ .\-/]*(?:de )?([^\W\d_]+)\.?[ .,\-/]*(?:de |del )?(\d{4}|\d{2})"
)
_NAMED_DAY = re.compile(r"([^\W\d_]+)\.?[ \-]*(\d{1,2})(?:st|nd|rd|th)?(?:,? |-)(\d{4}|\d{2})")
_YEAR_NAMED = re.compile(r"(\d{4})[ .\-/]*([^\W\d_]+)\.?[ .\-/]*(\d{1,2})")
_YEAR = re.compile(r"\d{4}", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2}) ?[./\- ] ?(\d{4})", re.ASCII)
_YEAR_MONTH = re.compile(r"(\d{4}) ?[./\- ] ?(\d{1,2})", re.ASCII)
_NAMED_YEAR = re.compile(r"([^\W\d_]+)\.?[ ,./\-]*(?:de |del )?(\d{4})")
_YEAR_NAME = re.compile(r"(\d{4})[ ./\-]*([^\W\d_]+)\.?")
_TWO_YEARS = re.compile(r".*(?<!\d)\d{4}(?!\d).*(?<!\d)\d{4}(?!\d).*", re.ASCII)
_APPROXIMATE = re.compile(
    r"(?:~|≈|±|\+/-|ca\b|circa\b|approx|about\b|around\b|etwa\b|ungef|environ\b|env\b|vers\b|aprox|hacia\b|cerca\b|c\.)",
    re.IGNORECASE,
)


class Moment(NamedTuple):
    """A day with the time "08:30" that stood with it, "" without one (midnight is none: files add it to days)."""

    day: date
    at: str = ""


def is_approximate(text: str) -> bool:
    """Whether a text says that it is only about so."""
    return _APPROXIMATE.match(text) is not None


def read_moment(cell: Cell, typed: str, column: MappedColumn) -> Moment:
    """The day of a cell, with its time where one is written; `typed` is its text tidied. InputError for all else."""
    if cell.kind in (CellKind.DATE, CellKind.MOMENT):
        return _stored(cell)
    if cell.kind is CellKind.NUMBER:
        return Moment(_of_number(cell.text, column))
    if cell.kind is not CellKind.TEXT:
        raise refuse("date", "import_date_unreadable", text=typed, example=_example(column))
    time = _TIME.search(typed)
    if time is not None and time.end() == len(typed):
        return Moment(_of_text(typed[: time.start()], column), _clock(int(time[1]), time[2]))
    return Moment(_of_text(typed, column))


def read_partial_day(cell: Cell, typed: str, column: MappedColumn) -> PartialDate:
    """A day, a month with its year, or a year; InputError for all else (`spring 2019`)."""
    written = cell.kind is CellKind.TEXT or (cell.kind is CellKind.NUMBER and _YEAR.fullmatch(typed) is not None)
    if _YEAR.fullmatch(typed) and {column.date_order, column.serials} & SERIALS:  # days are counted, unless a year
        written = FIRST_YEAR <= int(typed) <= LAST_YEAR
    if written and (known := _year_and_month(typed)) is not None:
        return known
    try:
        return whole(read_moment(cell, typed, column).day)
    except InputError as error:
        if error.problems[0].key == "import_date_unreadable":
            raise refuse("date", "import_partial_unreadable", text=typed) from None
        raise


def _stored(cell: Cell) -> Moment:
    try:
        day = date.fromisoformat(cell.text[:10])
    except ValueError:
        raise refuse("date", "import_date_unreadable", text=cell.text, example="2019-04-30") from None
    hour, _, rest = cell.text[11:].partition(":")
    return Moment(_in_range(day, cell.text), _clock(int(hour), rest[:2]) if hour.isdecimal() else "")


def _clock(hour: int, minutes: str) -> str:
    return "" if (hour, minutes) == (0, "00") else f"{hour:02d}:{minutes}"


def _in_range(day: date, text: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise refuse("date", "import_date_year", text=text)
    return day


def _example(column: MappedColumn) -> str:
    return _EXAMPLES[column.date_order] if column.date_order is not None else "2019-04-30"


def _of_number(digits: str, column: MappedColumn) -> date:
    """A number: days as spreadsheets count, where the column declares it, or 20190430 where the year comes first."""
    if column.date_order is DateOrder.YEAR_FIRST and column.serials is None and _COMPACT.fullmatch(digits):
        return _built(digits[:4], digits[4:6], digits[6:], digits, column)
    system = column.date_order if column.date_order in SERIALS else column.serials
    if system not in SERIALS:
        raise refuse("date", "import_number_not_date", text=digits)
    return _of_serial(digits, system is DateOrder.SERIAL_1904)


def _of_serial(digits: str, from_1904: bool) -> date:
    if _COUNT.fullmatch(digits) is None:
        raise refuse("date", "import_number_not_date", text=digits)
    count = int(Decimal(digits))
    if FIRST_YEAR <= count <= LAST_YEAR:
        raise refuse("date", "import_serial_is_year", text=digits)
    if not from_1904 and (count == _LEAP_BUG or count < 1):
        raise refuse("date", "import_serial_no_day", text=digits)
    start = date(1904, 1, 1) if from_1904 else date(1899, 12, 31 if count < _LEAP_BUG else 30)
    try:
        return _in_range(start + timedelta(days=count), digits)
    except OverflowError:
        raise refuse("date", "import_date_year", text=digits) from None


def _of_text(typed: str, column: MappedColumn) -> date:
    if match := _ISO.fullmatch(typed):  # the standard's form has one reading only, whatever the column declares
        return _built(match[1], match[2], match[3], typed, column)
    order = column.date_order
    if order in SERIALS and typed.isdecimal() and typed.isascii() and len(typed) <= 6:
        return _of_serial(typed, order is DateOrder.SERIAL_1904)
    if (named := _with_month_named(typed, column)) is not None:
        return named
    compact = _COMPACT.fullmatch(typed) is not None
    match = None if compact else _PARTS.fullmatch(typed)
    if order is None and (compact or match):
        raise refuse("date", "import_date_order_unknown", text=typed)
    if match is not None:
        return _ordered((match[1], match[3], match[4]), typed, column)
    if compact:
        at = (4, 6) if order is DateOrder.YEAR_FIRST else (2, 4)
        return _ordered((typed[: at[0]], typed[at[0] : at[1]], typed[at[1] :]), typed, column)
    raise _unreadable(typed, column)


def _ordered(parts: tuple[str, str, str], typed: str, column: MappedColumn) -> date:
    """The day that three numbers give in the declared order."""
    first, second, third = parts
    if column.date_order is DateOrder.DAY_FIRST:
        year, month, day = third, second, first
    elif column.date_order is DateOrder.MONTH_FIRST:
        year, month, day = third, first, second
    elif column.date_order is DateOrder.YEAR_FIRST:
        year, month, day = first, second, third
    else:
        raise _form(typed, column)
    if max(len(month), len(day)) > 2:
        raise _form(typed, column)
    return _built(year, month, day, typed, column)


def _form(typed: str, column: MappedColumn) -> InputError:
    return refuse("date", "import_date_form", text=typed, example=_example(column))


def _built(year: str, month: str, day: str, typed: str, column: MappedColumn) -> date:
    try:
        return _in_range(date(_year(year, typed, column), int(month), int(day)), typed)
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise refuse("date", "date_does_not_exist", text=typed) from None


def _year(digits: str, typed: str, column: MappedColumn) -> int:
    """The year; of two digits only where the column says which hundred years they mean."""
    if len(digits) == 4:
        return int(digits)
    if len(digits) != 2:
        raise _form(typed, column)
    if not column.two_digit_until:
        raise refuse("date", "import_year_digits", text=typed)
    year = column.two_digit_until // 100 * 100 + int(digits)
    return year if year <= column.two_digit_until else year - 100


def _with_month_named(typed: str, column: MappedColumn) -> date | None:
    """A date whose month is a word; a year of two digits is read only where the order tells it from the day."""
    if typed.isascii() and not any(map(str.isalpha, typed)):
        return None
    if (match := _DAY_NAMED.fullmatch(typed)) and (month := _MONTHS.get(fold(match[2]))):
        day, year, orders = match[1], match[3], (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    elif (match := _NAMED_DAY.fullmatch(typed)) and (month := _MONTHS.get(fold(match[1]))):
        day, year, orders = match[2], match[3], (DateOrder.MONTH_FIRST, DateOrder.MONTH_FIRST)
    elif (match := _YEAR_NAMED.fullmatch(typed)) and (month := _MONTHS.get(fold(match[2]))):
        day, year, orders = match[3], match[1], (DateOrder.YEAR_FIRST, DateOrder.YEAR_FIRST)
    else:
        return None
    if len(year) == 2 and column.date_order not in orders:
        raise refuse("date", "import_year_digits", text=typed)
    return _built(year, str(month), day, typed, column)


def _year_and_month(typed: str) -> PartialDate | None:
    """A year, or a month with its year; None for any other text."""
    if _YEAR.fullmatch(typed):
        return _partial(typed, None, typed)
    if match := _MONTH_YEAR.fullmatch(typed):
        return _partial(match[2], int(match[1]), typed)
    if match := _YEAR_MONTH.fullmatch(typed):
        return _partial(match[1], int(match[2]), typed)
    if (match := _NAMED_YEAR.fullmatch(typed)) and (month := _MONTHS.get(fold(match[1]))):
        return _partial(match[2], month, typed)
    if (match := _YEAR_NAME.fullmatch(typed)) and (month := _MONTHS.get(fold(match[2]))):
        return _partial(match[1], month, typed)
    return None


def _partial(year: str, month: int | None, typed: str) -> PartialDate:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise refuse("date", "import_date_year", text=typed)
    if month is not None and not 1 <= month <= 12:
        raise refuse("date", "import_month_unknown", text=typed)
    return PartialDate(int(year), month)


def _unreadable(typed: str, column: MappedColumn) -> InputError:
    """Why a text is no day: in doubt, about so, two of them, a part of one, or no date at all."""
    if "?" in typed:
        return refuse("date", "import_unsure", text=typed)
    if is_approximate(typed):
        return refuse("date", "import_approximate", text=typed)
    if _TWO_YEARS.fullmatch(typed):
        return refuse("date", "import_two_values", text=typed)
    if _DAY_COUNT.fullmatch(typed):
        return refuse("date", "import_number_not_date", text=typed)
    try:
        is_part = _year_and_month(typed) is not None
    except InputError as error:
        return error
    if is_part:
        return refuse("date", "import_date_needs_day", text=typed)
    return refuse("date", "import_date_unreadable", text=typed, example=_example(column))
