"""Rows on standard output: a table to read, CSV for a spreadsheet, JSON for a program."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Cell = str | int | dt.date | None
Row = Mapping[str, Cell]


def show(rows: Sequence[Row], columns: Sequence[str], form: str) -> None:
    """Print the rows in the wanted form (`table`, `csv` or `json`)."""
    if form == "json":
        print(json.dumps([{c: plain(row[c]) for c in columns} for row in rows], ensure_ascii=False, indent=1))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([plain(row[c]) if c == "offset" else harmless(plain(row[c])) for c in columns] for row in rows)
    else:
        _print_table([[str(plain(row[c]) if row[c] is not None else "") for c in columns] for row in rows], columns)


def tell(sentence: str) -> None:
    """Say a sentence on standard error, on a line of its own; a file's name or cell gives the terminal no orders."""
    one_line = "".join(" " if c.isspace() else c for c in sentence)
    print("".join(c for c in one_line if unicodedata.category(c) not in ("Cc", "Cf")), file=sys.stderr)


def write_bytes(content: bytes) -> None:
    """Put a finished file on standard output, byte by byte as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def plain(cell: Cell) -> str | int | None:
    """A cell with its date written out."""
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def harmless(cell: str | int | None) -> str | int | None:
    """A text that a spreadsheet would take for a formula gets an apostrophe; numbers and dates stay."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _print_table(rows: Iterable[Sequence[str]], columns: Sequence[str]) -> None:
    lines = [list(columns), *map(list, rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
