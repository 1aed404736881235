"""How a laboratory's file is read: which column is what, one declared form of dates and numbers, whose name is which
analyte. Nothing is guessed: what does not fit the declaration is refused with its row, its cell and the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.problem import InputError, Problem

E = TypeVar("E", bound=StrEnum)
MAX_NAME = 120
"""Characters of a mapping's name, a header or an analyte's name."""
MOST_NAMES = 2_000
"""Columns and names of analytes that a mapping holds."""


class Role(StrEnum):
    """What a column holds; wording `enum.lab_column.*`. RESULT: the values of one analyte (one column for each).

    LIMITS holds both limits in one text (`12.0 - 16.0`).
    """

    PATIENT = "patient"
    BIRTH_DATE = "birth_date"
    DATE = "date"
    TIME = "time"
    ANALYTE = "analyte"
    VALUE = "value"
    UNIT = "unit"
    LLN = "lln"
    ULN = "uln"
    LIMITS = "limits"
    RESULT = "result"
    UNUSED = "unused"


class DateFormat(StrEnum):
    """The one form of the dates in a file; years have four digits. Any of `/ . -` may stand between the parts.

    Wording `enum.date_format.*`.
    """

    DAY_FIRST = "dd/mm/yyyy"
    MONTH_FIRST = "mm/dd/yyyy"
    YEAR_FIRST = "yyyy-mm-dd"
    COMPACT = "yyyymmdd"


ALWAYS_WANTED = (Role.PATIENT, Role.BIRTH_DATE, Role.DATE)
ONE_A_ROW = (Role.ANALYTE, Role.VALUE)
"""The columns of a file with one result a row; the other layout has RESULT columns instead."""


@dataclass(frozen=True)
class NamedAnalyte:
    """What the laboratory's own name means: our code ("" leaves such results out), the unit where the file has none."""

    code: str
    unit: str = ""


@dataclass(frozen=True)
class MappedColumn:
    """A column by its header. `analyte` and `unit` belong to RESULT columns."""

    header: str
    role: Role
    analyte: str = ""
    unit: str = ""


@dataclass(frozen=True)
class LabMapping:
    """How files of one laboratory are read. `header_row` counts from 1; empty `encoding` and `delimiter`: as found.

    `analytes` are the laboratory's names, compared without capitals and doubled spaces.
    """

    name: str
    columns: tuple[MappedColumn, ...]
    date_format: DateFormat = DateFormat.DAY_FIRST
    decimal: str = ","
    header_row: int = 1
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    analytes: Mapping[str, NamedAnalyte] = field(default_factory=dict)

    @property
    def is_wide(self) -> bool:
        """Whether a row holds one column for each analyte."""
        return any(column.role is Role.RESULT for column in self.columns)

    def header_of(self, role: Role) -> str:
        """The header of the column with that role, "" without one."""
        return next((column.header for column in self.columns if column.role is role), "")


def folded(text: str) -> str:
    """A header or name as it is compared."""
    return " ".join(text.split()).casefold()


def check_mapping(mapping: LabMapping, table: AnalyteTable) -> Iterator[Problem]:
    """Yield what is wrong with a mapping, whatever the file."""
    if not mapping.name.strip():
        yield Problem("name", "lab_mapping_name_missing")
    if mapping.decimal not in (",", "."):
        yield Problem("decimal", "lab_mapping_decimal", {"text": mapping.decimal})
    if mapping.header_row < 1:
        yield Problem("header_row", "lab_mapping_header_row", {"row": mapping.header_row})
    if len(mapping.columns) > MOST_NAMES or len(mapping.analytes) > MOST_NAMES:
        yield Problem("columns", "lab_mapping_too_long", {"limit": MOST_NAMES})
        return
    yield from _check_roles(mapping)
    for column in mapping.columns:
        if column.role is Role.RESULT:
            yield from _check_named(f"column:{column.header}", NamedAnalyte(column.analyte, column.unit), table)
    for name, named in mapping.analytes.items():
        if named.code:
            yield from _check_named(f"analyte:{name}", named, table)


def _check_roles(mapping: LabMapping) -> Iterator[Problem]:
    wanted = ALWAYS_WANTED if mapping.is_wide else (*ALWAYS_WANTED, *ONE_A_ROW)
    used = [column.role for column in mapping.columns]
    for role in wanted:
        if role not in used:
            yield Problem(role.value, f"lab_role_missing_{role.value}")
    for role in Role:
        if role not in (Role.RESULT, Role.UNUSED) and used.count(role) > 1:
            headers = ", ".join(column.header for column in mapping.columns if column.role is role)
            yield Problem(role.value, "lab_role_twice", {"headers": headers})
    if mapping.is_wide and any(role in used for role in ONE_A_ROW):
        yield Problem("columns", "lab_layouts_mixed")


def _check_named(place: str, named: NamedAnalyte, table: AnalyteTable) -> Iterator[Problem]:
    analyte = table.analytes.get(named.code)
    if analyte is None:
        yield Problem(place, "analyte_unknown", {"code": named.code})
    elif named.unit and analyte.unit_named(named.unit) is None:
        units = ", ".join((*analyte.units, *analyte.separate))
        params = {"unit": named.unit, "analyte": analyte.label, "units": units}
        yield Problem(place, "unit_not_of_analyte", params)


@dataclass(frozen=True)
class Places:
    """Where the columns of a mapping stand in one file, from 0."""

    roles: Mapping[Role, int]
    results: tuple[tuple[int, MappedColumn], ...]


def places_of(mapping: LabMapping, header: Sequence[str]) -> Places:
    """Find the mapped columns by their headers; InputError names each that is missing or stands twice."""
    at: dict[str, list[int]] = {}
    for index, text in enumerate(header):
        at.setdefault(folded(text), []).append(index)
    roles: dict[Role, int] = {}
    results: list[tuple[int, MappedColumn]] = []
    problems: list[Problem] = []
    for column in mapping.columns:
        if column.role is Role.UNUSED:
            continue
        found = at.get(folded(column.header), [])
        if len(found) != 1:
            key = "lab_header_twice" if found else "lab_header_missing"
            problems.append(Problem(f"column:{column.header}", key, {"header": column.header}))
        elif column.role is Role.RESULT:
            results.append((found[0], column))
        else:
            roles[column.role] = found[0]
    if problems:
        raise InputError(problems)
    return Places(roles, tuple(results))


def to_json(mapping: LabMapping) -> dict[str, Any]:
    """The mapping as it is stored."""
    return {
        "date_format": mapping.date_format.value,
        "decimal": mapping.decimal,
        "header_row": mapping.header_row,
        "sheet": mapping.sheet,
        "encoding": mapping.encoding,
        "delimiter": mapping.delimiter,
        "columns": [_column_to_json(column) for column in mapping.columns],
        "analytes": {name: {"code": named.code, "unit": named.unit} for name, named in mapping.analytes.items()},
    }


def _column_to_json(column: MappedColumn) -> dict[str, str]:
    told = {"header": column.header, "role": column.role.value}
    return told | ({"analyte": column.analyte, "unit": column.unit} if column.role is Role.RESULT else {})


def from_json(name: str, content: Mapping[str, Any]) -> LabMapping:
    """A stored or written mapping; InputError `lab_mapping_unreadable` (field: the key) for what can be none."""
    try:
        return LabMapping(
            name=_text(name, "name"),
            columns=tuple(_columns(content.get("columns"))),
            date_format=_choice(DateFormat, content.get("date_format", DateFormat.DAY_FIRST.value), "date_format"),
            decimal=_text(content.get("decimal", ","), "decimal"),
            header_row=_whole(content.get("header_row", 1), "header_row"),
            sheet=_text(content.get("sheet", ""), "sheet"),
            encoding=_text(content.get("encoding", ""), "encoding"),
            delimiter=_text(content.get("delimiter", ""), "delimiter"),
            analytes=dict(_names(content.get("analytes", {}))),
        )
    except _UnreadableError as error:
        raise InputError([Problem(error.key, "lab_mapping_unreadable", {"place": error.key})]) from None


class _UnreadableError(Exception):
    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def _columns(given: object) -> Iterator[MappedColumn]:
    if not isinstance(given, list) or len(given) > MOST_NAMES:
        raise _UnreadableError("columns")
    for item in given:
        if not isinstance(item, Mapping):
            raise _UnreadableError("columns")
        role = _choice(Role, item.get("role"), "role")
        header = _text(item.get("header"), "header")
        yield MappedColumn(
            header, role, _text(item.get("analyte", ""), "analyte").upper(), _text(item.get("unit", ""), "unit")
        )


def _names(given: object) -> Iterator[tuple[str, NamedAnalyte]]:
    if not isinstance(given, Mapping) or len(given) > MOST_NAMES:
        raise _UnreadableError("analytes")
    for name, item in given.items():
        if isinstance(item, str):
            item = {"code": item}
        if not isinstance(item, Mapping):
            raise _UnreadableError("analytes")
        code = _text(item.get("code", ""), "code").upper()
        yield folded(_text(name, "analytes")), NamedAnalyte(code, _text(item.get("unit", ""), "unit"))


def _choice(kind: type[E], given: object, key: str) -> E:
    try:
        return kind(_text(given, key))
    except ValueError:
        raise _UnreadableError(key) from None


def _text(given: object, key: str) -> str:
    if not isinstance(given, str) or len(given) > MAX_NAME:
        raise _UnreadableError(key)
    return given


def _whole(given: object, key: str) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= 1_000_000:
        raise _UnreadableError(key)
    return given


def names_in(mapping: LabMapping, rows: Iterable[Sequence[str]], places: Places) -> list[str]:
    """The laboratory's names of analytes that stand in the rows, each once, in their order."""
    at = places.roles.get(Role.ANALYTE)
    if at is None:
        return []
    found = (" ".join(row[at].split()) for row in rows if at < len(row))
    seen: dict[str, str] = {}
    for name in found:
        if name:
            seen.setdefault(folded(name), name)
    return list(seen.values())
