"""A workbook of 5,000 rows: calamine against openpyxl, the same call of pandas; and the whole way through the child.

python -m benchmarks.book [pairs]
"""

from __future__ import annotations

import io
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from benchmarks.pairs import PAIRS, race, spread

ROWS = 5_000
COLUMNS = 15
AIM = 1 / 8
"""calamine is to take at most an eighth of openpyxl's time."""
FIRST = date(2015, 1, 1)


def main(pairs: int = PAIRS) -> None:
    """Print the ratios, the seconds of the whole way, and what it costs in memory."""
    from hsct_desktop.exchange.book_file import book_of

    content = _workbook(False)
    race(f"{ROWS} rows of {COLUMNS} cells read: calamine / openpyxl", AIM, _reading(content, "calamine"),
         _reading(content, "openpyxl"), pairs)  # fmt: skip
    for title, made in (("plain", content), ("with formulas", _workbook(True))):
        seconds = []
        for _ in range(max(3, pairs // 3)):
            start = time.perf_counter()
            book = book_of(made, "bench.xlsx")
            seconds.append(time.perf_counter() - start)
            assert len(book.sheets[0].rows) == ROWS + 1, len(book.sheets[0].rows)
        spread(f"the same as a book, {title}: a child process started, read, checked", seconds, "s", 2)
        print(f"  {ROWS / min(seconds):,.0f} rows/s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  peak memory of a child {peak:,.0f} MB")


def _workbook(formulas: bool) -> bytes:
    """Codes, names, dates and numbers, as a unit keeps them."""
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Pazienti")
        sheet.write_row(0, 0, [f"Head {column}" for column in range(COLUMNS)])
        for row in range(1, ROWS + 1):
            sheet.write_string(row, 0, f"MS-{row:04d}")
            sheet.write_string(row, 1, f"Synthetic {row % 700}")
            sheet.write_datetime(row, 2, FIRST + timedelta(days=row % 3000), day)
            for column in range(3, COLUMNS):
                sheet.write_number(row, column, (row * column % 160) / 8)
            if formulas:
                sheet.write_formula(row, COLUMNS - 1, f"=D{row + 1}*2", None, (row * 3 % 160) / 4)
    return target.getvalue()


def _reading(content: bytes, engine: Literal["calamine", "openpyxl"]) -> Callable[[], float]:
    import pandas

    def read() -> float:
        start = time.perf_counter()
        frame = pandas.read_excel(
            io.BytesIO(content), engine=engine, header=None, dtype=object, keep_default_na=False, na_filter=False
        )
        assert frame.shape == (ROWS + 1, COLUMNS), frame.shape
        return time.perf_counter() - start

    return read


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
