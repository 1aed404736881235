"""How one table is read: which column is which field, the one form of its dates, its decimal sign, its own codes.

Nothing is guessed: what recognition could not tell stands as a question (`asks`) until somebody answers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.book import Cell, CellKind
from hsct_desktop.domain.import_field import ImportField, ImportKind
from hsct_desktop.domain.import_numbering import CODE, pattern_in
from hsct_desktop.domain.import_table import ImportTable
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import InputError, Problem


class DateOrder(StrEnum):
    """The one form of the dates of a column; any of `/ . -` and blanks may part them; wording `enum.date_order.*`.

    SERIAL_1900 and SERIAL_1904: days as a spreadsheet counts them, where they come as numbers.
    """

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"
    SERIAL_1900 = "serial_1900"
    SERIAL_1904 = "serial_1904"


SERIALS: Final = frozenset({DateOrder.SERIAL_1900, DateOrder.SERIAL_1904})
"""The two ways to count days."""


class Confidence(StrEnum):
    """How surely a column was understood; wording `enum.import_confidence.*`. Only ASKS keeps a file out."""

    SURE = "sure"
    LIKELY = "likely"
    ASKS = "asks"
    UNUSED = "unused"


class Question(StrEnum):
    """What a column asks; wording `enum.import_question.*`. FIELD: two fields fit; DATE_ORDER: day and month cannot be
    told apart; DECIMAL: 1.234 may be a thousand; UNIT: the values fit none or several; STEP: whose day a value has;
    CODES: own codes that nobody has mapped yet; CODING: how ambulation is graded."""

    FIELD = "field"
    DATE_ORDER = "date_order"
    DECIMAL = "decimal"
    UNIT = "unit"
    STEP = "step"
    CODES = "codes"
    CODING = "coding"


def asked_as(question: Question, notes: Mapping[str, object]) -> str:
    """The key of the sentence of a question; days that are counted ask from which year, not for an order."""
    is_count = question is Question.DATE_ORDER and bool(notes.get("serials"))
    return "import_column.asks.date_count" if is_count else f"import_column.asks.{question.value}"


class StepUnit(StrEnum):
    """What a step from Day 0 counts; wording `enum.step_unit.*`."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Step:
    """When a repeated column was measured: Day 0 plus so many days, weeks, months or years (negative: before), or the
    day that another column of the row holds (`date_head`), which goes before."""

    count: int = 0
    unit: StepUnit = StepUnit.MONTHS
    date_head: str = ""


@dataclass(frozen=True)
class MappedColumn:
    """One column by its head (and `nth`, from 1, where several have the same). `field` "" leaves it out.

    `analyte` belongs to `lab_result.value` columns of a wide table. `unit` "" is the record's own. `codes` are the
    file's own codes, folded, and what they mean ("" for: not done). `serials` says how numbers among written dates
    count (else they are refused). Years of two digits are refused unless `two_digit_until` names the last year that
    they can mean: with 2026, 26 is 2026 and 27 is 1927.
    """

    head: str
    field: str = ""
    nth: int = 1
    date_order: DateOrder | None = None
    decimal: str = ""
    unit: str = ""
    analyte: str = ""
    step: Step | None = None
    codes: Mapping[str, str] = made(default_factory=dict)
    serials: DateOrder | None = None
    two_digit_until: int = 0


MISSING_WORDS = ("n.d.", "nd", "n.a.", "n/a", "na", "?", "-", "–", "--", ".", "non noto", "unknown", "missing")
"""What stands for "not done" or "not known" unless the mapping says otherwise; never in a name or a free text."""


@dataclass(frozen=True)
class ImportMapping:
    """How tables of one kind are read. `sheet` "" is the first visible one, `header_row` 0 the one that is found.

    `defaults` are values for fields without a column (`transplant.protocol_id`, `adverse_event.ctcae_version`), as they
    would stand in a cell in the program's own codes.
    """

    name: str
    kind: ImportKind
    columns: tuple[MappedColumn, ...]
    sheet: str = ""
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""
    missing: tuple[str, ...] = MISSING_WORDS
    defaults: Mapping[str, str] = made(default_factory=dict)


MOST_COLUMNS: Final = 2_000
"""Columns that a mapping may name."""
_NAMES: Final = frozenset({"patient.family_name", "patient.given_name"})
_FULL_NAMES: Final = frozenset({"patient.full_name", "patient.full_name_given_first"})


def head_key(head: str) -> str:
    """A head as it is compared with that of another file: without capitals, doubled blanks and unseen signs."""
    return clean(head).casefold()


@dataclass(frozen=True)
class Places:
    """Where the columns of a mapping stand in one table, from 0; `extra` are those that the mapping does not know."""

    columns: Mapping[int, MappedColumn]
    extra: tuple[int, ...] = ()

    def used(self) -> Iterator[tuple[int, MappedColumn]]:
        """The columns that are read."""
        return ((index, column) for index, column in self.columns.items() if column.field)


def places_of(mapping: ImportMapping, table: ImportTable) -> Places:
    """Find the mapped columns by their heads, in whatever order; InputError names each that is missing or not one."""
    at: dict[str, list[int]] = {}
    for index, head in enumerate(table.heads):
        at.setdefault(head_key(head), []).append(index)
    named: dict[str, int] = {}
    for column in mapping.columns:
        named[head_key(column.head)] = max(named.get(head_key(column.head), 0), column.nth)
    found: dict[int, MappedColumn] = {}
    problems: list[Problem] = []
    for column in mapping.columns:
        key = head_key(column.head)
        places, params = at.get(key, []), {"head": column.head or str(column.nth)}
        if len(places) == max(named[key], 1):
            found[places[column.nth - 1]] = column
        elif column.field:
            wanted = "import_head_missing" if len(places) < column.nth else "import_head_twice"
            problems.append(Problem(f"column:{column.head}", wanted, params))
    if problems:
        raise InputError(problems)
    extra = tuple(index for index in range(len(table.heads)) if index not in found)
    return Places(dict(sorted(found.items())), extra)


def check_mapping(mapping: ImportMapping, fields: Sequence[ImportField]) -> Iterator[Problem]:
    """Yield what is wrong with a mapping, whatever the file. `fields` are those of its kind."""
    if len(mapping.columns) > MOST_COLUMNS:
        yield Problem("columns", "import_mapping_too_long", {"limit": MOST_COLUMNS})
        return
    known = {item.id: item for item in fields}
    used = [column for column in mapping.columns if column.field]
    heads = [(head_key(column.head), column.nth) for column in mapping.columns]
    for column in mapping.columns:
        if heads.count((head_key(column.head), column.nth)) > 1:
            yield Problem(f"column:{column.head}", "import_column_twice", {"head": column.head})
    for column in used:
        yield from _check_column(column, known.get(column.field), mapping)
    waiting = known if mapping.kind is ImportKind.PATIENTS else {}
    repeating = {item.id for item in fields if item.may_repeat}
    single = [one for one in used if one.step or not (_waits(waiting.get(one.field)) or one.field in repeating)]
    yield from _check_doubles(single)
    for name in mapping.defaults:
        if name not in known:
            yield Problem(f"default:{name}", "import_default_unknown", {"field": name})
    if mapping.defaults.get(CODE) and (pattern_in(mapping.defaults) is None or mapping.kind is not ImportKind.PATIENTS):
        yield Problem(f"default:{CODE}", "import_code_pattern", {"text": mapping.defaults[CODE]})
    have = {column.field for column in used} | (set(mapping.defaults) - {CODE})
    yield from _check_wanted(have, used, fields)


def check_days(places: Places, table: ImportTable) -> Iterator[Problem]:
    """Yield the columns that count days otherwise than the workbook does: each date would be another by four years."""
    system = DateOrder.SERIAL_1904 if table.starts_1904 else DateOrder.SERIAL_1900
    for index, column in places.used():
        wrong = {column.date_order, column.serials} & (SERIALS - {system})
        if wrong and any(_counts_days(row.at(index)) for row in table.rows):
            params = {"head": column.head, "year": 1904 if table.starts_1904 else 1900}
            yield Problem(f"column:{column.head}", "import_days_otherwise", params)


def _counts_days(cell: Cell) -> bool:
    """Whether a workbook's cell holds a number that is no year; the digits of a text file are none of its counting."""
    days = cell.text.partition(".")[0]
    return cell.kind is CellKind.NUMBER and days.isdecimal() and not 1900 <= int(days) <= 2100


def _check_column(column: MappedColumn, item: ImportField | None, mapping: ImportMapping) -> Iterator[Problem]:
    place, params = f"column:{column.head}", {"head": column.head}
    if item is None:
        kind = mapping.kind.value
        yield Problem(place, "import_column_field", {**params, "field": column.field, "kind": kind})
        return
    if column.step is not None and not item.steps:
        yield Problem(place, "import_column_step", params)
    if column.analyte and item.id != "lab_result.value":
        yield Problem(place, "import_column_analyte", params)
    if column.decimal not in ("", ",", "."):
        yield Problem(place, "import_column_decimal", {**params, "text": column.decimal})
    by = column.step.date_head if column.step is not None else ""
    if by and not any(head_key(one.head) == head_key(by) and one.field for one in mapping.columns):
        yield Problem(place, "import_date_head_missing", {**params, "date": by})


def _waits(item: ImportField | None) -> bool:
    """Whether a column without a step is still to be asked for its day."""
    return item is not None and item.steps


def _check_doubles(used: Sequence[MappedColumn]) -> Iterator[Problem]:
    """Two columns must not fill the same field of the same day."""
    first: dict[tuple[str, str, Step | None], MappedColumn] = {}
    for column in used:
        held = first.setdefault((column.field, column.analyte, column.step), column)
        if held is not column:
            params = {"head": column.head, "other": held.head}
            yield Problem(f"column:{column.head}", "import_columns_alike", params)


def _check_wanted(have: set[str], used: Sequence[MappedColumn], fields: Sequence[ImportField]) -> Iterator[Problem]:
    """What every table must have: whose the row is, and the required fields (days may stand in the steps)."""
    names = have >= _NAMES or bool(have & _FULL_NAMES)
    if "patient.code" not in have and not (names and "patient.birth_date" in have):
        yield Problem("patient.code", "import_who_wanted")
    if have & _NAMES and have & _FULL_NAMES or have >= _FULL_NAMES:
        yield Problem("patient.full_name", "import_names_twice")
    stepped = {column.field.partition(".")[0] for column in used if column.step is not None}
    for item in fields:
        if item.required and item.id not in have and not (item.steps and item.record.value in stepped):
            yield Problem(item.id, "import_column_wanted", {"field": item.id})
    if "lab_result.value" in have and "lab_result.analyte" not in have:
        for column in used:
            if column.field == "lab_result.value" and not column.analyte:
                yield Problem(f"column:{column.head}", "import_analyte_missing", {"head": column.head})
