"""Numbers of a foreign table: by the declared decimal sign, with thousands only where no other reading is possible."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from hsct_desktop.domain.book import Cell, CellKind
from hsct_desktop.domain.import_date import is_approximate
from hsct_desktop.domain.lab_value import read_value
from hsct_desktop.domain.problem import InputError, refuse

MOST_DIGITS: Final = 24
_SIGN: Final = r"[+-]?"
_GROUPS: Final = r"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{0}[0-9]{{3}})+|[1-9][0-9]{{0,2}}(?:[ '][0-9]{{3}})+)"
_EXPONENT: Final = r"(?:[eE][+-]?[0-9]{1,2})?"
_POINT = re.compile(rf"{_SIGN}(?:{_GROUPS.format(',')}(?:\.[0-9]+)?|\.[0-9]+){_EXPONENT}")
_COMMA = re.compile(rf"{_SIGN}(?:{_GROUPS.format('[.]')}(?:,[0-9]+)?|,[0-9]+){_EXPONENT}")
_BARE = re.compile(r"[+-]?[0-9]{1,12}")
_TWO = re.compile(
    r"[^0-9]*[0-9][0-9.,]*(?:\s*[-/;:+|]\s*|\s+(?:to|a|al|bis|à|y|e|and|und|et|o|or|oder|ou)\s+)[0-9].*", re.IGNORECASE
)
_COMPARED = re.compile(r"[<>≤≥]")
_NUMBER: Final = (
    r"[+-]?(?=[.,]?[0-9])(?:[0-9]{1,3}(?:[ '][0-9]{3})+(?![0-9])|[0-9]+)?(?:[.,][0-9]+)*"
    r"(?:[eE][+-]?[0-9]{1,2}(?![0-9^]))?"
)
_SPLIT = re.compile(rf"({_NUMBER}) ?([^0-9.,' +-].*|10[*^eE].*)")
_LAB = re.compile(rf"[*!]? ?(?P<sign><=|>=|[<>≤≥]?) ?(?P<number>{_NUMBER})(?P<rest>.*)")
_APOSTROPHES: Final = str.maketrans({"\u2019": "'", "\u2212": "-", "\u2013": "-", "\u2011": "-", "\u2010": "-"})

_UNIT_SIGNS: Final = str.maketrans({"°": None, "º": None, "\u00b5": "\u03bc"})
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FLAT_POWER = re.compile(r"^10([5-9])/")
"""A power that lost its raised digit, 106/kg."""
_POWER = re.compile(r"[x×]? ?10(?:\^|\*\*)?([⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=[\^*])[0-9]+)")


class LabText(NamedTuple):
    """A laboratory value as text that `read_value` reads (decimal point, no thousands), and the unit in its cell."""

    text: str
    unit: str = ""


class Units(NamedTuple):
    """The record's unit of a field, and by what values in others are multiplied, folded."""

    own: str
    factors: Mapping[str, Decimal]


def _plain(typed: str) -> str:
    """A typed value with plain signs: minus, apostrophe, and powers of ten as 10^9."""
    text = typed.translate(_APOSTROPHES)
    if "10" not in text:
        return text
    return _POWER.sub(lambda power: f" 10^{power[1].translate(_RAISED)}", text).strip().replace("  ", " ")


def folded_unit(unit: str) -> str:
    """A unit as it is compared: no blanks, no case, no degree sign, one kind of micro, powers of ten in one form."""
    bare = "".join(unit.split()).casefold().translate(_UNIT_SIGNS).translate(_RAISED).removeprefix("x")
    bare = _FLAT_POWER.sub(r"10^\1/", bare)
    return bare.replace("10e", "10^").replace("10*", "10^").replace("10^^", "10^")


def units_of(own: str, others: Mapping[str, str]) -> Units:
    """The units of a field, ready to convert."""
    factors = {folded_unit(name): Decimal(factor) for name, factor in others.items()}
    return Units(own, factors | {folded_unit(own): Decimal(1)})


def read_number(cell: Cell, typed: str, decimal: str, unit: str, units: Units) -> Decimal:
    """The number of a cell in the record's unit; a unit written with it goes before the column's. InputError else."""
    number, own = _stored_or_typed(cell, typed, decimal, units)
    factor = units.factors.get(folded_unit(own or unit)) if own or unit else Decimal(1)
    if factor is None:
        raise refuse("number", "import_unit_unknown", text=typed, unit=own or unit, known=units.own or "1")
    return number if factor == 1 else number * factor


def _stored_or_typed(cell: Cell, typed: str, decimal: str, units: Units) -> tuple[Decimal, str]:
    if cell.kind is CellKind.NUMBER:
        return _checked(typed, ".", typed), ""
    if cell.kind in (CellKind.DATE, CellKind.MOMENT, CellKind.TIME):
        raise refuse("number", "import_date_not_number", text=typed)
    if cell.kind is not CellKind.TEXT:
        raise refuse("number", "import_number_unreadable", text=typed)
    text = _plain(typed)
    match = _SPLIT.fullmatch(text) if units.own and "?" not in text else None
    if match is not None and not (_TWO.fullmatch(text) or _POINT.fullmatch(text) or _COMMA.fullmatch(text)):
        return _checked(match[1].strip(), decimal, typed), match[2].rstrip(". ")
    return _checked(text, decimal, typed), ""


def _checked(digits: str, decimal: str, typed: str) -> Decimal:
    """The one number that digits can be; InputError where there are two, or none."""
    if _BARE.fullmatch(digits):
        return Decimal(digits)
    point = _value(digits, ".") if _POINT.fullmatch(digits) else None
    comma = _value(digits, ",") if _COMMA.fullmatch(digits) else None
    found = {".": point, ",": comma}
    wanted = found.get(decimal, point if comma is None else comma)
    if decimal not in found and None not in (point, comma) and point != comma:
        raise refuse("number", "import_decimal_unknown", text=typed)
    if wanted is None and (point is not None or comma is not None):
        raise refuse("number", "import_decimal_other", text=typed, sign=decimal)
    if wanted is None:
        raise unreadable(typed)
    if len(wanted.as_tuple().digits) > MOST_DIGITS or abs(wanted.adjusted()) > MOST_DIGITS:
        raise refuse("number", "import_number_unreadable", text=typed)
    return wanted


def _value(digits: str, sign: str) -> Decimal:
    other = "," if sign == "." else "."
    return Decimal(digits.replace(other, "").replace(" ", "").replace("'", "").replace(",", "."))


def unreadable(typed: str) -> InputError:
    """Why a text is no number: in doubt, about so, a limit, two of them, or none at all."""
    if "?" in typed:
        return refuse("number", "import_unsure", text=typed)
    if is_approximate(typed):
        return refuse("number", "import_approximate", text=typed)
    if _COMPARED.match(typed):
        return refuse("number", "import_comparator", text=typed)
    if _TWO.fullmatch(typed.translate(_APOSTROPHES)):
        return refuse("number", "import_two_values", text=typed)
    return refuse("number", "import_number_unreadable", text=typed)


def read_lab(cell: Cell, typed: str, decimal: str) -> LabText:
    """A laboratory value: `9,8`, `<0,1`, `neg`, `98 g/L`; InputError for what is in doubt, two values or none."""
    if cell.kind in (CellKind.DATE, CellKind.MOMENT, CellKind.TIME):
        raise refuse("number", "import_date_not_number", text=typed)
    if cell.kind is CellKind.NUMBER:
        return LabText(_written(_checked(typed, ".", typed)))
    text = _plain(typed)
    if "?" in text:
        raise refuse("number", "import_unsure", text=typed)
    match = _LAB.fullmatch(text)
    if match is None:
        return _word(text, typed)
    if _TWO.fullmatch(match["number"] + match["rest"]):
        raise refuse("number", "import_two_values", text=typed)
    rest = match["rest"].strip()
    number = _written(_checked(match["number"].strip(), decimal, typed))
    return _read(f"{match['sign']}{number} {rest}".rstrip(), typed, f"{match['sign']}{number}")


def _written(number: Decimal) -> str:
    return format(number, "f")


def _word(text: str, typed: str) -> LabText:
    if any(map(str.isdecimal, text)):
        raise unreadable(typed)
    return _read(text, typed, text)


def _read(text: str, typed: str, kept: str) -> LabText:
    try:
        value = read_value(text)
    except InputError as error:
        if error.problems[0].key == "too_long":
            raise
        raise refuse("number", "import_lab_unreadable", text=typed) from None
    if value.unit and not any(c.isalpha() or c == "%" for c in value.unit):
        raise refuse("number", "import_lab_unreadable", text=typed)
    return LabText(kept, value.unit)
