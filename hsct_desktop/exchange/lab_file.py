"""The file of a laboratory's results that were not taken: in the layout they came in, ready to be corrected."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from hsct_desktop.domain.lab_file import DateFormat, LabMapping, Places
from hsct_desktop.exchange.table_file import Stored, Table

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})((?: \d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?)", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?%?", re.ASCII)
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the start of a formula, the wide forms of East Asian keyboards included."""
_FORMS = {
    DateFormat.DAY_FIRST: r"\3/\2/\1\4",
    DateFormat.MONTH_FIRST: r"\2/\3/\1\4",
    DateFormat.YEAR_FIRST: r"\1-\2-\3\4",
    DateFormat.COMPACT: r"\1\2\3\4",
}


def rejected_csv(
    table: Table,
    mapping: LabMapping,
    places: Places,
    reasons: Mapping[int, Sequence[tuple[int, str]]],
    reason_column: str,
) -> bytes:
    """The rows named by `reasons` (row from 1 to column and sentence), below the file's own header and titles.

    Where a row holds one column an analyte, only the values not taken stay in it. UTF-8 with a mark, so that
    spreadsheets read it rightly.
    """
    delimiter = table.delimiter or ";"
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    width = table.width
    for row in table.rows[: mapping.header_row - 1]:
        writer.writerow([_shown(cell, mapping) for cell in row])
    header = _padded(table.rows[mapping.header_row - 1], mapping, width)
    former = {at for at, name in enumerate(header) if name == reason_column}  # of a file that was refused before
    writer.writerow([*_without(header, former), reason_column])
    results = {at for at, _ in places.results}
    for number, told in sorted(reasons.items()):
        kept = {column for column, _ in told}
        cells = _padded(table.rows[number - 1], mapping, width)
        if kept <= results:
            cells = ["" if at in results - kept else cell for at, cell in enumerate(cells)]
        words = " ".join(dict.fromkeys(sentence for _, sentence in told))
        writer.writerow([*_without(cells, former), _harmless(words)])
    return text.getvalue().encode("utf-8-sig")


def _without(cells: Sequence[str], dropped: set[int]) -> list[str]:
    return [cell for at, cell in enumerate(cells) if at not in dropped]


def _padded(row: Sequence[str], mapping: LabMapping, width: int) -> list[str]:
    cells = [_shown(cell, mapping) for cell in row]
    return cells + [""] * (width - len(cells))


def _shown(cell: str, mapping: LabMapping) -> str:
    """The cell as the mapping declares numbers and days, whatever kind the file says that it is of."""
    if isinstance(cell, Stored):
        if _DAY.fullmatch(cell):
            return _DAY.sub(_FORMS[mapping.date_format], cell)
        if _PLAIN.fullmatch(cell):
            return cell.replace(".", mapping.decimal)
    return _harmless(str(cell))


def _harmless(text: str) -> str:
    """A text that a spreadsheet would compute gets an apostrophe, unless it is a plain number."""
    if text.lstrip(" ").startswith(_FORMULA_STARTS) and not _PLAIN.fullmatch(text):
        return f"'{text}"
    return text
