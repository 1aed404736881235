"""An empty workbook for an import: its columns with what they mean, what they take, and an example."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Example = str | int | Decimal | date | None
"""What stands in a cell of the example row; None leaves it empty."""


class ColumnForm(StrEnum):
    """How the cells of a column are formatted and checked. TEXT keeps 00123 as it is typed."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    WHOLE = "whole"


@dataclass(frozen=True)
class TemplateColumn:
    """One column. `meaning`, `takes` (its form in words) and `unit` stand in the notes; `choices` are the values that a
    list offers; `strict`: the spreadsheet program asks about any other. `least` and `most` bound whole numbers."""

    head: str
    form: ColumnForm
    meaning: str
    takes: str
    unit: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    strict: bool = False
    least: int = 0
    most: int = 1_000_000
    example: Example = None


@dataclass(frozen=True)
class Template:
    """A workbook: titles of its sheets, the line above the header, the columns, the notes' heads and lines below."""

    title: str
    sheet: str
    notes_sheet: str
    about: str
    columns: tuple[TemplateColumn, ...]
    notes_heads: tuple[str, str, str, str, str]
    needed: str
    notes: tuple[str, ...] = ()
    not_listed: str = ""
    """The question of the spreadsheet program about a value that is not in the list."""
