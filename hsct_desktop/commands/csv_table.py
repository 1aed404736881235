"""Tables that somebody else made: read row by row, each way to be no table told in a sentence of its own."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.user_file import NotRegularError, open_regular

MOST_IN_LINE = 500_000
"""Characters of a line: a longer one is no row but a mistake, and is not read to its end."""
_MOST_SHOWN = 80
_MOST_NAMED = 20
_CSV_ERRORS = {"field limit": "table_cell_too_long", "unexpected end of data": "table_quote_open"}
"""What the reader says of a table, with the key of the sentence."""


def table(source: Path, check_head: Callable[[list[str]], None]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table in UTF-8 with their line numbers; commas or semicolons between the cells.

    `check_head` is given the names of the columns and raises KnownError for others than it wants. A row of another
    length than the head has None among its keys or values. KnownError when the table cannot be read.
    """
    with _opened(source) as text:
        line = 1
        try:
            lines = _lines(text, source)
            head = next(lines, "")
            delimiter = ";" if head.count(";") > head.count(",") else ","
            names = [name.strip() for name in next(csv.reader([head], delimiter=delimiter), [])]
            check_head(names)
            reader = csv.DictReader(lines, names, delimiter=delimiter, strict=True)
            for cells in reader:
                line = reader.line_num + 1
                yield line, cells
        except UnicodeDecodeError as error:
            raise KnownError("table_not_utf8", path=source) from error
        except OSError as error:  # a file that can be opened and not read, as on a disk that fails
            raise KnownError("table_unreadable", path=source) from error
        except csv.Error as error:
            key = next((key for hint, key in _CSV_ERRORS.items() if hint in str(error)), "table_quotes")
            raise KnownError(key, path=source, line=line, limit=csv.field_size_limit()) from error


def shown(text: str) -> str:
    """A cell as sentences show it: nothing that a terminal obeys, and not all of a long one."""
    tidy = clean(text)
    return tidy if len(tidy) <= _MOST_SHOWN else tidy[:_MOST_SHOWN] + "…"


def strange(names: Iterable[str], known: Container[str]) -> str:
    """The names of columns that are not known or stand more than once, as a sentence lists them; "" where none is."""
    odd = sorted(name for name, times in Counter(names).items() if times > 1 or name not in known)
    told = ", ".join(shown(name) or "(empty)" for name in odd[:_MOST_NAMED])
    return f"{told}, …" if len(odd) > _MOST_NAMED else told


def is_same(output: Path, source: Path) -> bool:
    """Whether the table to write is the one that is read."""
    try:
        return output.samefile(source)
    except (OSError, ValueError):  # one of them is not there: said when it is opened
        return False


def _lines(text: TextIO, source: Path) -> Iterator[str]:
    """Line by line, none of them read further than a row can be long."""
    number = 0
    while line := text.readline(MOST_IN_LINE + 1):
        number += 1
        if len(line) > MOST_IN_LINE:
            raise KnownError("table_line_too_long", path=source, line=number, limit=MOST_IN_LINE)
        yield line


@contextmanager
def _opened(source: Path) -> Iterator[TextIO]:
    with ExitStack() as stack:
        try:
            raw = stack.enter_context(open_regular(source))
        except FileNotFoundError as error:
            raise KnownError("table_missing", path=source) from error
        except IsADirectoryError as error:
            raise KnownError("table_source_is_folder", path=source) from error
        except NotRegularError as error:
            raise KnownError("table_not_regular", path=source) from error
        except (OSError, ValueError) as error:
            raise KnownError("table_unreadable", path=source) from error
        yield stack.enter_context(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))
