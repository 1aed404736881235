"""`calc labs`: the CTCAE grades of the results of a table, so that a unit can validate the rules with its own cases."""

from __future__ import annotations

import argparse
import csv
import io
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.grading_json import grading_rules
from hsct_desktop.catalogue.grading_words import question_text, rule_text
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.csv_table import is_same, shown, strange, table
from hsct_desktop.commands.opened import check_output
from hsct_desktop.commands.output import harmless, tell
from hsct_desktop.domain.analyte import Analyte
from hsct_desktop.domain.grading import GradedTerm, GradingCase, grade_result
from hsct_desktop.domain.grading_rule import GradingRules
from hsct_desktop.domain.names import has_marks
from hsct_desktop.domain.problem import InputError, KnownError, refuse

EXIT_SOME_REFUSED: Final = 1
"""Exit code when rows were refused and the others were written."""
COLUMNS: Final = ("case", "analyte", "value", "unit", "lln", "uln", "baseline")
NEEDED: Final = frozenset(COLUMNS[:4])
OUTPUT_COLUMNS: Final = ("case", "term", "direction", "grade", "proposed", "rule", "question")
_SIGNS = str.maketrans({"\u2212": "-", "\u00a0": " ", "\u202f": " "})
_NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:[.,]\d{0,30})?|[.,]\d{1,30})(?:[eE][+-]?\d{1,2})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+|[+-]?\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d+)?", re.ASCII)
_COUNTED = ("/",)
"""How the units begin in which counts have no decimals, so that a comma there can only be a sign for thousands."""


def run(arguments: argparse.Namespace) -> int | None:
    """Write the grade of each row and term. A bad row is told on standard error; the others are written."""
    from hsct_desktop.documents.output import write_atomically
    from hsct_desktop.services.output_file import TABLE, check_place, not_written

    if is_same(arguments.output, arguments.input):
        raise KnownError("table_output_is_input", path=arguments.output)
    check_output(arguments)
    check_place(arguments.output, None, TABLE)
    work = _Labs(arguments.input, grading_rules(arguments.ctcae), Catalogue().analytes.analytes)
    try:
        write_atomically(arguments.output, work.write)
    except OSError as error:
        raise not_written(error, arguments.output, TABLE) from error
    work.tell_ungraded()
    print(arguments.output)
    if not work.refused:
        return None
    said = wording("en").count("grading.calc.refused", work.refused, rows=work.rows)
    tell(f"hsct-desktop: {said}")
    return EXIT_SOME_REFUSED


class _Labs:
    """Reads results row by row and writes their grades row by row: a long table takes no more memory than a short."""

    def __init__(self, source: Path, rules: GradingRules, analytes: Mapping[str, Analyte]) -> None:
        self._source = source
        self._rules = rules
        self._analytes = analytes
        self._words = wording("en")
        self._without: dict[str, int] = {}
        self.rows = 0
        self.refused = 0

    def write(self, target: BinaryIO) -> None:
        """Write the whole table; each refused row is a line on standard error."""
        text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(OUTPUT_COLUMNS)
        for line, cells in table(self._source, partial(_check_head, self._source)):
            if _is_empty(cells):
                continue
            self.rows += 1
            try:
                name, graded = self._graded(cells)
            except InputError as error:
                self.refused += 1
                name = shown((cells.get("case") or "").strip())
                told = f"{self._source}:{line}: {name}: " if name else f"{self._source}:{line}: "
                tell(told + self._words.problems(error))
                continue
            start = harmless(name)
            for term in graded:
                writer.writerow([start, *self._cells(term)])
        text.flush()
        text.detach()

    def tell_ungraded(self) -> None:
        """Say which analytes have no line because the version grades nothing by their numbers."""
        if rows := sum(self._without.values()):
            said = {"version": self._rules.ctcae, "analytes": ", ".join(sorted(self._without))}
            tell(f"hsct-desktop: {self._words.count('grading.calc.ungraded', rows, **said)}")

    def _graded(self, cells: dict[str, str]) -> tuple[str, tuple[GradedTerm, ...]]:
        if None in cells.values() or None in cells:
            raise refuse("row", "table_row_length", columns=", ".join(cell for cell in cells if cell))
        name = cells["case"].strip()
        if not name:
            raise refuse("case", "case_missing")
        if has_marks(name):
            raise refuse("case", "case_marks", case=shown(name))
        code = cells["analyte"].strip()
        analyte = self._analytes.get(code.upper())
        if analyte is None:
            raise refuse("analyte", "grading_analyte_unknown", analyte=shown(code))
        graded = grade_result(self._rules, _case(analyte, cells), analyte)
        if not graded:
            self._without[analyte.code] = self._without.get(analyte.code, 0) + 1
        return name, graded

    def _cells(self, term: GradedTerm) -> Iterator[str | int]:
        yield term.term
        yield term.direction.value
        yield "" if term.grade is None else term.grade
        yield "" if term.proposed is None else term.proposed
        yield rule_text(self._words, term)
        yield question_text(self._words, term.question)


def _is_empty(cells: Mapping[str, str]) -> bool:
    """Whether it is one of the empty rows that spreadsheets leave below a table; cells too many come as a list."""
    return not any("".join(cell).strip() for cell in cells.values() if cell)


def _check_head(source: Path, names: list[str]) -> None:
    names[:] = [name.casefold() for name in names]
    odd = strange(names, COLUMNS)
    if odd or not set(names) >= NEEDED:
        found = f"Not wanted: {odd}." if odd else ""
        raise KnownError("lab_table_columns", path=source, found=found)


def _case(analyte: Analyte, cells: dict[str, str]) -> GradingCase:
    unit = cells["unit"].strip()
    if not unit and analyte.factor_of(unit) is None:
        raise refuse("unit", "grading_unit_missing", units=", ".join(analyte.units))
    text = cells["value"].translate(_SIGNS).strip()
    if not text:
        raise refuse("value", "grading_value_missing")
    comparator = text[0] if text[0] in "<>" else ""
    value = _number("value", text[len(comparator) :].strip(), unit)
    lln, uln, baseline = (_optional(name, cells.get(name, ""), unit) for name in ("lln", "uln", "baseline"))
    return GradingCase(analyte.code, value, shown(unit), lln, uln, baseline, comparator)


def _optional(name: str, text: str, unit: str) -> Decimal | None:
    plain = text.translate(_SIGNS).strip()
    return _number(name, plain, unit) if plain else None


def _number(name: str, text: str, unit: str) -> Decimal:
    """A number with comma or point. A comma before three digits is refused where it can only stand for thousands."""
    is_number = _NUMBER.fullmatch(text) is not None
    if _THOUSANDS.fullmatch(text) and (not is_number or ("," in text and unit.startswith(_COUNTED))):
        raise refuse(name, "grading_number_thousands", name=name, text=shown(text))
    if not is_number:
        raise refuse(name, "grading_number_unreadable", name=name, text=shown(text))
    return Decimal(text.replace(",", "."))
