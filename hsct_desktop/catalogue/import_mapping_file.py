"""A mapping of an import as a file: YAML that people can read, change and give away; read strictly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import FileModel, NonEmpty
from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.catalogue.source import Source, source_of
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import (
    MISSING_WORDS,
    MOST_COLUMNS,
    DateOrder,
    ImportMapping,
    MappedColumn,
    Step,
    StepUnit,
    check_mapping,
)
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import Problem

MOST_CHARACTERS: Final = 1_000_000
"""A longer text is no mapping: 2,000 columns with all their keys have 300,000."""
MOST_CODES: Final = 5_000
MOST_KNOWN: Final = 80
"""Meanings that a comment lists."""
LONGEST: Final = 1_000
"""Characters of a head or code."""
_TAB: Final = "\t"
_FIELD = re.compile(r"[a-z_]+\.[a-z0-9_]+")
_STEP = re.compile(r"([+-]?\d{1,5}) (days|weeks|months|years)")


def _read_step(value: Any) -> Any:
    match = _STEP.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("import_step_unreadable", "{text}", {"text": str(value)[:60]})
    return Step(int(match[1]), StepUnit(match[2]))


def _list_of_codes(value: Any) -> Any:
    """Codes are a list, for a code may stand for any text: {F: female} would read `no` and `1` as something else."""
    if isinstance(value, dict):
        own, means = next(iter(value.items()), ("F", "female"))
        form = f"- {{own: {_quoted(str(own)[:60])}, means: {clean(str(means))[:60]}}}"
        raise PydanticCustomError("import_codes_form", "{form}", {"form": form})
    return value


Text = Annotated[str, StringConstraints(max_length=LONGEST)]


class _Code(FileModel):
    own: Text
    means: Text


class _Column(FileModel):
    head: Text
    nth: Annotated[int, Field(ge=1, le=MOST_COLUMNS)] = 1
    field: Text = ""
    dates: Annotated[DateOrder | None, Field(strict=False)] = None
    numbers_as: Literal["", "serial_1900", "serial_1904"] = ""
    years_until: Annotated[int, Field(ge=0, le=2200)] = 0
    decimal: Literal["", ",", "."] = ""
    unit: Text = ""
    analyte: Text = ""
    step: Annotated[Step | None, BeforeValidator(_read_step)] = None
    date_column: Text = ""
    codes: Annotated[list[_Code], Field(max_length=MOST_CODES), BeforeValidator(_list_of_codes)] = Field(
        default_factory=list
    )


class _Default(FileModel):
    field: Text
    value: Text


class _File(FileModel):
    name: Text
    kind: Annotated[ImportKind, Field(strict=False)]
    sheet: Text = ""
    header_row: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    encoding: Text = ""
    delimiter: Literal["", ",", ";", "|", "tab"] = ""
    missing: Annotated[list[Text], Field(max_length=200)] = Field(default_factory=lambda: list(MISSING_WORDS))
    defaults: Annotated[list[_Default], Field(max_length=200)] = Field(default_factory=list)
    columns: Annotated[list[_Column], NonEmpty, Field(max_length=MOST_COLUMNS)]


@dataclass(frozen=True)
class AskedCodes:
    """The own codes of a column of which somebody has to say what they mean, and what they can."""

    own: tuple[str, ...]
    known: tuple[str, ...]


Asked = Mapping[tuple[str, int], AskedCodes]
"""By head and number of the column."""


def mapping_text(mapping: ImportMapping, language: str = "en", asked: Asked = MappingProxyType({})) -> str:
    """The mapping as YAML with comments in `language`, always in the same order; heads and codes tidied.

    Codes that are `asked` stand as comments with what they may mean, to be filled in.
    """
    lines = [f"# {line}" for line in wording(language).text("import_column.file.head").splitlines()]
    lines += [f"name: {_quoted(mapping.name)}", f"kind: {mapping.kind.value}"]
    for key, value in (("sheet", mapping.sheet), ("encoding", mapping.encoding)):
        lines += [f"{key}: {_quoted(value)}"] if value else []
    if mapping.header_row:
        lines.append(f"header_row: {mapping.header_row}")
    if mapping.delimiter:
        lines.append(f"delimiter: {'tab' if mapping.delimiter == _TAB else _quoted(mapping.delimiter)}")
    lines.append(f"missing: [{', '.join(map(_quoted, mapping.missing))}]")
    if mapping.defaults:
        lines.append("defaults:")
        defaults = sorted(mapping.defaults.items())
        lines += [f"  - {{field: {_quoted(name)}, value: {_quoted(value)}}}" for name, value in defaults]
    lines.append("columns:")
    for column in mapping.columns:
        lines += _column_lines(column)
        if (codes := asked.get((column.head, column.nth))) is not None:
            lines += _asked_lines(codes, language)
    return "\n".join(lines) + "\n"


def _asked_lines(codes: AskedCodes, language: str) -> Iterator[str]:
    known = ", ".join(codes.known[:MOST_KNOWN]) + (" …" if len(codes.known) > MOST_KNOWN else "")
    yield f"    # {wording(language).text('import_column.file.codes', known=known)}"
    yield "    # codes:"
    yield from (f"    #   - {{own: {_quoted(own)}, means: }}" for own in codes.own[:MOST_CODES])


def mapping_from(text: str, file: str = "mapping.yaml") -> ImportMapping:
    """Read a mapping; `file` is its name in sentences. CatalogueError with every mistake and its line."""
    if len(text) > MOST_CHARACTERS:
        limit = Problem("", "import_mapping_too_large", {"limit": MOST_CHARACTERS // 1000})
        raise CatalogueError([CatalogueProblem(file, 0, limit)])
    source = source_of(text.removeprefix("\ufeff"), file)
    read = source.validate(_File)
    mapping = ImportMapping(
        name=clean(read.name),
        kind=read.kind,
        columns=tuple(map(_column, read.columns)),
        sheet=read.sheet,
        header_row=read.header_row,
        encoding=read.encoding,
        delimiter=_TAB if read.delimiter == "tab" else read.delimiter,
        missing=tuple(read.missing),
        defaults={default.field: default.value for default in read.defaults},
    )
    problems = list(_problems(source, mapping))
    if problems:
        raise CatalogueError(problems)
    return mapping


def _problems(source: Source, mapping: ImportMapping) -> Iterator[CatalogueProblem]:
    """What is wrong with a column or default; that a field has no column yet is for the table to say."""
    places: dict[str, tuple[str | int, ...]] = {}
    for index, column in enumerate(mapping.columns):
        places.setdefault(f"column:{column.head}", ("columns", index))
    for index, name in enumerate(mapping.defaults):
        places[f"default:{name}"] = ("defaults", index)
    for problem in check_mapping(mapping, import_fields()[mapping.kind]):
        if problem.field in places and problem.key not in _LATER:
            yield source.problem(places[problem.field], problem.key, **problem.params)


_LATER: Final = frozenset({"import_columns_alike", "import_analyte_missing"})
"""What a person may still be asked when the table is there."""


def _quoted(text: str) -> str:
    """A text in double quotes: what JSON escapes, YAML reads."""
    return json.dumps(clean(text), ensure_ascii=False)


def _column_lines(column: MappedColumn) -> list[str]:
    pairs: list[tuple[str, str]] = [("head", _quoted(column.head))]
    if column.nth > 1:
        pairs.append(("nth", str(column.nth)))
    pairs.append(("field", column.field if _FIELD.fullmatch(column.field) else _quoted(column.field)))
    if column.date_order is not None:
        pairs.append(("dates", column.date_order.value))
    if column.serials is not None:
        pairs.append(("numbers_as", column.serials.value))
    if column.two_digit_until:
        pairs.append(("years_until", str(column.two_digit_until)))
    pairs += [(key, _quoted(value)) for key, value in _texts_of(column) if value]
    step = column.step
    if step is not None and (step.count or step.unit is not StepUnit.MONTHS or not step.date_head):
        pairs.append(("step", _quoted(f"{step.count} {step.unit.value}")))
    if step is not None and step.date_head:
        pairs.append(("date_column", _quoted(step.date_head)))
    lines = [f"{'  - ' if at == 0 else '    '}{key}: {value}" for at, (key, value) in enumerate(pairs)]
    if column.codes:
        lines.append("    codes:")
        codes = sorted(column.codes.items())
        lines += [f"      - {{own: {_quoted(own)}, means: {_quoted(means)}}}" for own, means in codes]
    return lines


def _texts_of(column: MappedColumn) -> tuple[tuple[str, str], ...]:
    return (("decimal", column.decimal), ("unit", column.unit), ("analyte", column.analyte))


def _column(read: _Column) -> MappedColumn:
    step = read.step
    if read.date_column:
        step = Step(step.count, step.unit, read.date_column) if step is not None else Step(date_head=read.date_column)
    return MappedColumn(
        head=read.head,
        field=read.field,
        nth=read.nth,
        date_order=read.dates,
        decimal=read.decimal,
        unit=read.unit,
        analyte=read.analyte,
        step=step,
        codes={code.own: code.means for code in read.codes},
        serials=DateOrder(read.numbers_as) if read.numbers_as else None,
        two_digit_until=read.years_until,
    )
