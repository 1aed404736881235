"""A table that leaves the program: named columns with a type, rows of values; and how texts stand in a CSV file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

DataValue = str | int | Decimal | bool | date | None
"""One cell; None is nothing. A `datetime` is never one: moments leave as their day."""


class DataType(StrEnum):
    """What a column's cells are; wording `export.type.*`. PARTIAL_DATE: text, 2019, 2019-04 or 2019-04-12. CODES:
    several codes of a list, parted by ;. ID, CODE and TEXT are text, whatever digits they hold."""

    ID = "id"
    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    PARTIAL_DATE = "partial_date"


@dataclass(frozen=True)
class DataColumn:
    """A column with what the dictionary says of it: `meaning` in the reader's language, `unit`, the list of `codes`.

    `words` is the list of a TEXT column of which a table without identity holds no other words.
    """

    name: str
    type: DataType
    meaning: str = ""
    unit: str = ""
    codes: str = ""
    words: str = ""


@dataclass(frozen=True)
class DataTable:
    """A table: `name` for the sheet or file (lower case, digits, `_`), `title` for people. A row has a value for each
    column, of the column's type or None. `is_prose`: its texts are sentences, for people to read."""

    name: str
    title: str
    columns: tuple[DataColumn, ...]
    rows: Sequence[tuple[DataValue, ...]]
    is_prose: bool = False


_FORMULA: Final = re.compile(r"'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
"""How a text begins that a spreadsheet would compute, full-width signs too; any apostrophes of ours before it."""


def guarded(text: str) -> str:
    """A text as it stands in a CSV file: an apostrophe before one that a spreadsheet would take for a formula.

    `unguarded` gives back the very same text, also of one that began with an apostrophe itself.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text of a cell that `guarded` wrote: one apostrophe less, where nothing but apostrophes and then what begins
    a formula stands first. Names (`'t Hart`, `'O'Neill`) stay; so does every text that `guarded` leaves as it is."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
