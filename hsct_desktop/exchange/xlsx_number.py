"""A spreadsheet's stored number as the text that its reader sees: days as ISO dates, no digits that nobody typed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum

_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Numbers of the formats that show days or times without being written out (ECMA-376 18.8.30)."""
_BUILT_IN_PERCENT = frozenset((9, 10))
_DURATION = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_SIGNS = re.compile(r"[dmyhs]", re.IGNORECASE)
_PLAIN = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?")
_LONGEST_CODE = 1_000
"""Characters of a format that is read; a spreadsheet takes 255. A longer one shows a number."""
_DIGITS_SHOWN = 15
"""A spreadsheet shows no more; the 16th and 17th are those of the binary fraction (4.9000000000000004)."""
_FALSE_LEAP_DAY = 60
"""29 February 1900, a day that was none but has a number."""
_LAST = 2_958_466
"""The day after 31 December 9999."""


class Shown(Enum):
    """What a number is shown as."""

    NUMBER = "number"
    DATE = "date"
    PERCENT = "percent"


class Formats:
    """Takes the tags of a workbook's styles; `kind` tells what a cell's style shows."""

    def __init__(self, date1904: bool = False) -> None:
        self.date1904 = date1904
        self._codes: dict[int, Shown] = {}
        self._styles: list[int] = []
        self._in_cell_styles = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        if tag == "numFmt":
            code = attributes.get("formatCode", "")
            shown = shown_by(code) if len(code) <= _LONGEST_CODE else Shown.NUMBER
            self._codes[int(attributes.get("numFmtId", "0"))] = shown
        elif tag == "cellXfs":
            self._in_cell_styles = True
        elif tag == "xf" and self._in_cell_styles:
            self._styles.append(int(attributes.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        """A tag closes."""
        if tag == "cellXfs":
            self._in_cell_styles = False

    @property
    def shows_percent(self) -> bool:
        """Whether any style shows a share in per cent."""
        return any(self.kind(style) is Shown.PERCENT for style in range(len(self._styles)))

    def kind(self, style: int) -> Shown:
        """What the cells of a style show; an unknown style shows numbers."""
        number = self._styles[style] if 0 <= style < len(self._styles) else 0
        if number in self._codes:
            return self._codes[number]
        if number in _BUILT_IN_DATES:
            return Shown.DATE
        return Shown.PERCENT if number in _BUILT_IN_PERCENT else Shown.NUMBER


def shown_by(code: str) -> Shown:
    """What a written format shows: `dd/mm/yyyy` a day, `0.0%` a share, `[h]:mm` (a length of time) a number."""
    if _DURATION.search(code):
        return Shown.NUMBER
    bare = _LITERAL.sub("", code.partition(";")[0])
    if "general" in bare.casefold():
        return Shown.NUMBER
    if _DATE_SIGNS.search(bare):
        return Shown.DATE
    return Shown.PERCENT if "%" in bare else Shown.NUMBER


def number_text(stored: str, kind: Shown, date1904: bool = False) -> str:
    """The text of a stored number; what is no finite number stays as it stands, to be refused where it is read."""
    stored = stored.strip()
    try:
        number = Decimal(stored)
    except InvalidOperation:
        return stored
    if not number.is_finite():
        return stored
    if kind is Shown.DATE:
        return _day_text(number, date1904) or _plain(stored, number)
    if kind is Shown.PERCENT:
        return _plain("", number * 100) + "%"
    return _plain(stored, number)


def _plain(stored: str, number: Decimal) -> str:
    """The digits as they are stored where a person can have typed them, otherwise those that a spreadsheet shows."""
    if _PLAIN.fullmatch(stored) and len(number.as_tuple().digits) <= _DIGITS_SHOWN:
        return stored
    if not -300 < number.adjusted() < 300:
        return stored or str(number)
    shown = Decimal(format(number, f".{_DIGITS_SHOWN}g"))
    text = format(shown, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day_text(number: Decimal, date1904: bool) -> str:
    """The day, the day with its time, or the time alone of a number below 1; empty for a number that is no day."""
    if not 0 <= number < _LAST:
        return ""
    minutes = int(((number % 1) * 86_400).to_integral_value() // 60)
    whole = int(number) + (1 if minutes == 1440 else 0)
    time = f"{minutes % 1440 // 60:02d}:{minutes % 60:02d}"
    if number < 1 and not date1904:
        return time
    if whole == _FALSE_LEAP_DAY and not date1904:
        return ""
    first = date(1904, 1, 1) if date1904 else date(1899, 12, 31 if whole < _FALSE_LEAP_DAY else 30)
    try:
        day = datetime.combine(first, datetime.min.time()) + timedelta(days=whole)
    except OverflowError:
        return ""
    return day.date().isoformat() + (f" {time}" if minutes % 1440 else "")
