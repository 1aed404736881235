"""Codes for the patients of a table that has none: the next free numbers of a series that somebody chose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

CODE: Final = "patient.code"
"""The field whose default may be a pattern."""
_FORM: Final = re.compile(r"([^#\s]*)(#{1,9})([^#\s]*)")


@dataclass(frozen=True)
class CodePattern:
    """A series of codes: `MS-####` counts MS-0001, MS-0002; numbers beyond its signs get longer."""

    before: str
    width: int
    after: str

    def code(self, number: int) -> str:
        """The code of a number."""
        return f"{self.before}{number:0{self.width}d}{self.after}"

    def number(self, code: str) -> int | None:
        """The number of a code of the series, whatever its case; None for another code."""
        bare, before, after = code.casefold(), self.before.casefold(), self.after.casefold()
        digits = bare[len(before) : len(bare) - len(after)]
        within = bare.startswith(before) and bare.endswith(after) and len(bare) >= len(before) + len(after)
        return int(digits) if within and digits.isascii() and digits.isdigit() and len(digits) >= self.width else None

    def next_number(self, codes: Iterable[str]) -> int:
        """The number after the highest that is used; gaps stay, for a freed code may stand on papers."""
        return 1 + max((number for code in codes if (number := self.number(code)) is not None), default=0)


def pattern_of(text: str) -> CodePattern | None:
    """The series that a text stands for; None where it is none."""
    match = _FORM.fullmatch(text.strip())
    return CodePattern(match[1], len(match[2]), match[3]) if match is not None else None


def pattern_in(defaults: Mapping[str, str]) -> CodePattern | None:
    """The series by which a mapping numbers patients without a code."""
    return pattern_of(defaults.get(CODE, ""))
