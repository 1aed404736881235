"""The data dictionary: what every exported field means, its type, unit and codes, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.data_table import DataColumn, DataTable, DataType, DataValue
from hsct_desktop.services.code_labels import CATALOGUE, CodeLabels
from hsct_desktop.services.workspace import Workspace

DICTIONARY: Final = "dictionary"
CODES: Final = "codes"


class Meanings:
    """What fields mean: a sentence of their own (`export.field.<table>.<column>`, `export.field.<column>`), else the
    name by which the shift handover calls them."""

    def __init__(self, words: Wording) -> None:
        self._words = words
        self.days, self.years = words.text("export.unit.days"), words.text("export.unit.years")

    def table(self, name: str) -> str:
        """What the records of a table are called."""
        return self._words.text(f"export.table.{name}")

    def field(self, table: str, column: str) -> str:
        """What a column means; its own name where nobody has said so, which a test finds."""
        keys = (
            f"export.field.{table}.{column}", f"export.field.{column}", f"handover.column.{column}",
            f"audit.field.{column}",
        )  # fmt: skip
        key = next((key for key in keys if self._words.has(key)), None)
        text = column if key is None else self._words.text(key)
        return text[:1].upper() + text[1:]

    def patient(self, *, identified: bool) -> str:
        """What stands for the patient."""
        return self._words.text("export.meaning.identified" if identified else "export.meaning.pseudonym")

    def link(self, table: str) -> str:
        """The number of another record."""
        return self._words.text("export.meaning.link", table=table)

    def label(self, meaning: str) -> str:
        """The words of a code."""
        return self._words.text("export.meaning.label", meaning=meaning)

    def day(self, meaning: str) -> str:
        """A date as days from Day 0."""
        return self._words.text("export.meaning.day", meaning=meaning)

    def year(self, meaning: str) -> str:
        """A date of which less than a day may be known, as years from that of Day 0."""
        return self._words.text("export.meaning.year", meaning=meaning)

    def unit_beside(self, column: str) -> str:
        """The unit stands in another column."""
        return self._words.text("export.unit.beside", name=column)


def dictionary(ws: Workspace, tables: Sequence[DataTable]) -> tuple[DataTable, DataTable]:
    """The dictionary of tables and the codes of the lists that they name, as two tables of their own."""
    words = ws.wording
    heads = ("table", "records", "field", "type", "meaning", "unit", "codes")
    rows = [
        (table.name, table.title, column.name, words.text(f"export.type.{column.type}"), column.meaning,
         column.unit or None, "; ".join(filter(None, column.codes.split(">"))) or None)
        for table in tables
        for column in table.columns
    ]  # fmt: skip
    codes = [(listed, code, label) for listed, code, label in _codes(ws, tables)]
    return (
        _texts(DICTIONARY, words.text("export.dictionary"), heads, rows),
        _texts(CODES, words.text("export.codes"), ("codes", "code", "meaning"), codes),
    )


def _texts(name: str, title: str, heads: Sequence[str], rows: Sequence[tuple[DataValue, ...]]) -> DataTable:
    return DataTable(name, title, tuple(DataColumn(head, DataType.TEXT) for head in heads), rows, is_prose=True)


def _codes(ws: Workspace, tables: Sequence[DataTable]) -> Iterator[tuple[str, str, str]]:
    """Every code of the lists that the tables name, and those that occur though no list has them."""
    labels = CodeLabels(ws)
    used: dict[str, set[str]] = {}
    for table in tables:
        for index, column in enumerate(table.columns):
            if column.codes:
                _collect(used, column, {str(row[index]) for row in table.rows if row[index] is not None})
    for listed in sorted(used):
        known = labels.all_of(listed if labels.is_enum(listed) else CATALOGUE + listed)
        strange = {code: code for code in sorted(used[listed]) if code not in known}
        yield from ((listed, code, label) for code, label in {**known, **strange}.items())


def _collect(used: dict[str, set[str]], column: DataColumn, values: set[str]) -> None:
    """Sort the codes of a column by their lists: one of a cell, or several of which each may have its own."""
    first, _, second = column.codes.partition(">")
    several = second or column.type is DataType.CODES
    pairs = [part.strip().partition("=") for value in values for part in (value.split(";") if several else (value,))]
    used.setdefault(first, set()).update(pair[0] for pair in pairs)
    if second:
        used.setdefault(second, set()).update(pair[2] for pair in pairs if pair[2])
