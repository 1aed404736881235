"""A first mapping for a file that nobody has mapped: what its headers say, and how sure that is; a person confirms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hsct_desktop.domain.analyte import Analyte, AnalyteTable
from hsct_desktop.domain.lab_file import DateFormat, LabMapping, MappedColumn, NamedAnalyte, Role, folded
from hsct_desktop.domain.lab_file_row import LONGEST, read_day

_WORDS = {
    Role.PATIENT: "codice|codice paziente|cod.|cod|cod. paziente|id paziente|code|patient code|patient id|patient|mrn",
    Role.BIRTH_DATE: "data di nascita|data nascita|nato il|nata il|nato/a il|nascita|birth date|date of birth|dob|born",
    Role.DATE: "data prelievo|data del prelievo|data esame|data campione|data|giorno|prelievo|date|sample date|"
    "collection date|day|day of sample",
    Role.TIME: "ora|ora prelievo|orario|time|sample time",
    Role.ANALYTE: "esame|analita|test|analyte|prestazione|parametro|descrizione esame|nome esame",
    Role.VALUE: "risultato|valore|esito|value|result",
    Role.UNIT: "unità|unita|unità di misura|unità misura|um|u.m.|unit|units",
    Role.LLN: "min|minimo|limite inferiore|lln|low|lower limit|rif. min",
    Role.ULN: "max|massimo|limite superiore|uln|high|upper limit|rif. max",
    Role.LIMITS: "valori di riferimento|valori normali|intervallo di riferimento|range|reference range|"
    "riferimento|v.r.",
}
_ROLES = {folded(word): role for role, words in _WORDS.items() for word in words.split("|")}
_WITH_UNIT = re.compile(r"(?P<name>.+?)\s*[\[(](?P<unit>[^\])]+)[\])]")
_DECIMAL = re.compile(r"\d([.,])\d")
_SEARCHED = 15
"""Rows in which the header is looked for."""
_TRIED = 500
"""Rows by which the forms of dates and numbers are told."""


class Confidence(StrEnum):
    """How sure a suggestion is; wording `enum.confidence.*`. ASKS: a person must say."""

    SURE = "sure"
    LIKELY = "likely"
    ASKS = "asks"
    UNUSED = "unused"


@dataclass(frozen=True)
class Suggestion:
    """A mapping to begin with. `date_formats` are those that fit every date of the file: with two of them one asks.

    `decimals` are the decimal signs that stand in its values.
    """

    mapping: LabMapping
    date_formats: tuple[DateFormat, ...]
    decimals: tuple[str, ...]


def suggest(rows: Sequence[Sequence[str]], table: AnalyteTable, stored: type[str], name: str = "") -> Suggestion:
    """What the file's own header says; `stored` marks the cells that a spreadsheet keeps as numbers or days."""
    header_row = _header_row(rows, table)
    header = rows[header_row - 1] if rows else []
    columns = tuple(_columns(header, table))
    below = rows[header_row : header_row + _TRIED]
    dates = [cell for cell in _cells(columns, below, (Role.BIRTH_DATE, Role.DATE)) if not isinstance(cell, stored)]
    formats = tuple(form for form in DateFormat if all(read_day(cell, form) is not None for cell in dates))
    values = [cell for cell in _cells(columns, below, (Role.VALUE, Role.RESULT)) if not isinstance(cell, stored)]
    decimals = tuple(dict.fromkeys(sign for cell in values for sign in _DECIMAL.findall(cell)))
    mapping = LabMapping(
        name=name,
        columns=columns,
        date_format=formats[0] if formats else DateFormat.DAY_FIRST,
        decimal=decimals[0] if decimals else ",",
        header_row=header_row,
        analytes=dict(_names(columns, rows[header_row:], table)),
    )
    return Suggestion(mapping, formats, decimals)


def confidence_of(column: MappedColumn, table: AnalyteTable) -> Confidence:
    """How sure a column's role is by its own header."""
    if column.role is Role.UNUSED:
        return Confidence.UNUSED
    if column.role is not Role.RESULT:
        return Confidence.SURE if _ROLES.get(folded(column.header)) is column.role else Confidence.LIKELY
    return Confidence.SURE if column.unit else Confidence.ASKS


def meant(text: str, table: AnalyteTable) -> tuple[Analyte, str] | None:
    """The analyte that a name means and the unit in brackets behind it, None unless it is exactly one."""
    if len(text) > LONGEST:
        return None
    found = table.named(text)
    if found is not None:
        return found, ""
    parts = _WITH_UNIT.fullmatch(text.strip())
    analyte = table.named(parts["name"]) if parts is not None else None
    if parts is None or analyte is None:
        return None
    return analyte, analyte.unit_named(parts["unit"]) or ""


def _header_row(rows: Sequence[Sequence[str]], table: AnalyteTable) -> int:
    """The row, from 1, with the most cells that are headers; the first that is not empty where none is."""
    scores = [sum(folded(cell) in _ROLES or meant(cell, table) is not None for cell in row) for row in rows[:_SEARCHED]]
    best = max(scores, default=0)
    if best >= 2:
        return scores.index(best) + 1
    return next((number for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)), 1)


def _columns(header: Sequence[str], table: AnalyteTable) -> Iterator[MappedColumn]:
    used: set[Role] = set()
    roles = [_ROLES.get(folded(text)) for text in header]
    is_long = Role.ANALYTE in roles
    for text, role in zip(header, roles, strict=True):
        if not text.strip():
            continue
        if role is not None and role not in used:
            used.add(role)
            yield MappedColumn(text, role)
            continue
        found = None if is_long or role is not None else meant(text, table)
        if found is None:
            yield MappedColumn(text, Role.UNUSED)
        else:
            yield MappedColumn(text, Role.RESULT, found[0].code, found[1])


def _names(
    columns: Sequence[MappedColumn], rows: Iterable[Sequence[str]], table: AnalyteTable
) -> Iterator[tuple[str, NamedAnalyte]]:
    """The laboratory's names that are ours as well; the others ask."""
    at = next((number for number, column in enumerate(columns) if column.role is Role.ANALYTE), None)
    if at is None:
        return
    for name in dict.fromkeys(" ".join(row[at].split()) for row in rows if at < len(row)):
        found = meant(name, table) if name else None
        if found is not None:
            yield folded(name), NamedAnalyte(found[0].code, found[1])


def _cells(columns: Sequence[MappedColumn], rows: Iterable[Sequence[str]], roles: Sequence[Role]) -> Iterator[str]:
    wanted = [number for number, column in enumerate(columns) if column.role in roles]
    for row in rows:
        yield from (row[at] for at in wanted if at < len(row) and row[at].strip())
