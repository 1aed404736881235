"""Reads a laboratory value as people and printouts write it: `9,8`, `<0.1`, `>500`, `neg`, `98 g/L`, `2.3 L *`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from hsct_desktop.domain.analyte import Analyte, shown_unit
from hsct_desktop.domain.problem import InputError, Problem, refuse

MAX_TEXT = 40
"""The longest value that a cell takes, in characters."""
_FORM = re.compile(
    r"[*!]?\s*(?P<sign><=|>=|[<>≤≥])?\s*(?P<number>[+-]?\d[\d.,]*(?:[eE][+-]?\d{1,2})?)\s*(?P<unit>[^\d\s*!↑↓<>=(][^\s*!↑↓]*"
    r"(?:\s*/\s*[^\s*!↑↓]+)*|10[\^*eE]\d+\s*/\s*\S+)?\s*(?P<flag>[*!↑↓]*)",
    re.ASCII,
)
_FLAGS = frozenset({"h", "l", "hh", "ll", "a"})
"""Marks that laboratories print behind a value (high, low, abnormal): the program flags by the range itself."""
_NEGATIVE = frozenset({"neg", "neg.", "negative", "negativo", "negativa", "nd", "n.d.", "not detected", "non rilevato",
                       "non rilevabile", "undetected", "assente", "absent"})  # fmt: skip
_POSITIVE = frozenset({"pos", "pos.", "positive", "positivo", "positiva", "presente", "present"})
_THOUSANDS = re.compile(
    r"[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+"
)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


class Qualitative(StrEnum):
    """A result without a number; wording `enum.qualitative.*`. NEGATIVE: below what the test can find."""

    NONE = ""
    NEGATIVE = "neg"
    POSITIVE = "pos"


@dataclass(frozen=True)
class LabValue:
    """A value as read: `comparator` "", "<" or ">" before `value`; `unit` as written with it, "" without one.

    `ambiguous`: the sign may stand for thousands (`12.000`), so that one asks.
    """

    value: Decimal | None
    comparator: str = ""
    qualitative: Qualitative = Qualitative.NONE
    unit: str = ""
    ambiguous: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it is a number that can be compared."""
        return self.value is not None and not self.comparator


def read_value(text: str) -> LabValue:
    """Read a typed value; raise InputError (field `value`) that says what was expected.

    Comma and point both are the decimal sign; `1.234,5` and `1,234.5` are read by their last sign; `12.000` is
    twelve with three decimals, and marked as ambiguous. `<=` and `>=` are kept as `<` and `>`.
    """
    typed = " ".join(text.replace("\u2212", "-").split())
    if len(typed) > MAX_TEXT:
        raise refuse("value", "too_long", limit=MAX_TEXT)
    word = typed.casefold()
    if word in _NEGATIVE or word in _POSITIVE:
        return LabValue(None, qualitative=Qualitative.NEGATIVE if word in _NEGATIVE else Qualitative.POSITIVE)
    match = _FORM.fullmatch(typed)
    if match is None:
        raise refuse("value", "lab_value_unreadable", text=typed)
    unit = (match["unit"] or "").strip()
    if unit.casefold() in _FLAGS:
        unit = ""
    comparator = {"<=": "<", "≤": "<", ">=": ">", "≥": ">"}.get(match["sign"] or "", match["sign"] or "")
    digits = match["number"]
    return LabValue(_number(digits, typed), comparator, unit=unit, ambiguous=_EITHER.fullmatch(digits) is not None)


def _number(digits: str, typed: str) -> Decimal:
    if _THOUSANDS.fullmatch(digits):
        last = max(digits.rfind("."), digits.rfind(","))
        same = digits.count(digits[last]) > 1
        whole = re.sub(r"[.,]", "", digits if same else digits[:last])
        digits = whole if same else f"{whole}.{digits[last + 1 :]}"
    try:
        number = Decimal(digits.replace(",", "."))
    except InvalidOperation:
        raise refuse("value", "lab_value_unreadable", text=typed) from None
    if not number.is_finite() or abs(number.adjusted()) > 18:
        raise refuse("value", "lab_value_unreadable", text=typed)
    return number


def check_value(analyte: Analyte, value: LabValue, unit: str) -> Iterator[Problem]:
    """Yield what is wrong with a value in a unit: a foreign unit, a negative, impossible or improbable number.

    The improbable is soft: it is asked about once. Limits are given in the unit as typed.
    """
    known = analyte.unit_named(unit)
    if known is None:
        names = ", ".join(shown_unit(name) or "1" for name in (*analyte.units, *analyte.separate))
        yield Problem("value", "unit_not_of_analyte", {"unit": unit, "analyte": analyte.label, "units": names})
        return
    if value.value is None:
        return
    if value.value < 0:
        yield Problem("value", "lab_value_negative", {"analyte": analyte.label, "value": value.value})
        return
    factor = analyte.units.get(known, Decimal(1))
    for key, (low, high), soft in (
        ("lab_value_impossible", analyte.possible, False),
        ("lab_value_improbable", analyte.probable, True),
    ):
        measured = value.value * factor
        # "<30" says nothing of the highest, ">30" nothing of the lowest; "<0.1" lies lower still.
        too_low = measured < low and value.comparator != ">"
        too_high = measured > high and value.comparator != "<"
        if too_low or too_high:
            params = {
                "analyte": analyte.label, "value": value.value, "unit": shown_unit(known),
                "low": plain(low / factor), "high": plain(high / factor),
            }  # fmt: skip
            yield Problem("value", key, params, soft=soft)
            return
    if value.ambiguous:
        yield Problem(
            "value", "lab_value_thousands", {"analyte": analyte.label, "value": plain(value.value)}, soft=True
        )


def plain(number: Decimal) -> str:
    """A number in digits, without exponent and without zeros behind; a quotient has six significant ones."""
    rounded = number if len(number.as_tuple().digits) <= 12 else Decimal(f"{number:.6g}")
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def parsed(text: str) -> LabValue | None:
    """The value of a text, None for an unreadable one."""
    try:
        return read_value(text)
    except InputError:
        return None
