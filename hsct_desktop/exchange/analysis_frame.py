"""A table of the analysis set as a pandas frame, and as the CSV that pandas and R read back with the same types."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hsct_desktop.domain.data_table import DataTable, DataType, DataValue, guarded

if TYPE_CHECKING:
    from pandas import DataFrame

_WHOLE: Final = "Int64"
"""Whole numbers with gaps: without it pandas would make 3 of a 3.0 beside an empty cell."""


def frame(table: DataTable) -> DataFrame:
    """The table as a frame: whole numbers as such, everything else as the text that stands in the file.

    Amounts stay the digits that were recorded: a float of 0.3 may be written as 0.30000000000000004.
    """
    import pandas

    whole = [column.name for column in table.columns if column.type is DataType.WHOLE]
    kinds = [column.type is DataType.WHOLE for column in table.columns]
    rows = [
        [value if is_whole else _text(value) for value, is_whole in zip(row, kinds, strict=True)] for row in table.rows
    ]
    found = pandas.DataFrame(rows, columns=[column.name for column in table.columns], dtype=object)
    return found.astype(dict.fromkeys(whole, _WHOLE))


def csv_of(table: DataTable) -> bytes:
    """The table as CSV: commas, points, empty cells for what is not known; plain UTF-8, since R takes the mark of
    spreadsheets for a part of the first name. A text that a spreadsheet would compute gets an apostrophe.
    """
    text: str = frame(table).to_csv(index=False, na_rep="", lineterminator="\r\n")
    return text.encode()


def _text(value: DataValue) -> str | None:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)
