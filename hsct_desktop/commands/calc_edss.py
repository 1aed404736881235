"""`calc edss`: the EDSS that follows from grades and ambulation, which a unit can check by its own cases."""

from __future__ import annotations

import argparse
import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

from hsct_desktop.catalogue.edss_words import rule_words
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.csv_table import is_same, shown, strange, table
from hsct_desktop.commands.opened import check_output
from hsct_desktop.commands.output import harmless, tell
from hsct_desktop.domain.edss import GRADES, Coding, ComputedEdss, FunctionalSystems, check_grades, computed_edss
from hsct_desktop.domain.names import has_marks
from hsct_desktop.domain.problem import InputError, KnownError, Problem, refuse

EXIT_SOME_REFUSED: Final = 1
"""Exit code when rows were refused and the others were written."""
NEEDED: Final = ("case", *GRADES)
ADDED: Final = ("edss", "rule")
_CODINGS: Final[Mapping[str, Coding]] = {
    "": Coding.NEUROSTATUS,
    **dict.fromkeys(("neurostatus", "0-16", "16"), Coding.NEUROSTATUS),
    **dict.fromkeys(("short", "0-12", "1-12", "12", "12-grade", "imed", "msbase", "imed/msbase"), Coding.SHORT),
}
"""The codings by the names that tables have for them."""
_GRADE: Final = re.compile(r"(\d{1,4}|-0*[1-9]\d{0,3})(?:[.,]0+)?", re.ASCII)
"""A whole number, no minus before 0; "3.0" is how tables write one in a column that also has empty cells."""
_NOT_GIVEN: Final = frozenset({"", "na", "nan"})


def run(arguments: argparse.Namespace) -> int | None:
    """Write each row with its EDSS and the rule. A bad row is told on standard error; the others are written."""
    from hsct_desktop.documents.output import write_atomically
    from hsct_desktop.services.output_file import TABLE, check_place, not_written

    if is_same(arguments.output, arguments.input):
        raise KnownError("table_output_is_input", path=arguments.output)
    check_output(arguments)
    check_place(arguments.output, None, TABLE)
    work = _Edss(arguments.input, cerebral_one_counts=arguments.cerebral_one == "counts")
    try:
        write_atomically(arguments.output, work.write)
    except OSError as error:
        raise not_written(error, arguments.output, TABLE) from error
    print(arguments.output)
    if not work.refused:
        return None
    said = wording("en").count("edss.calc.refused", work.refused, rows=work.rows)
    tell(f"hsct-desktop: {said}")
    return EXIT_SOME_REFUSED


class _Edss:
    """Reads grades row by row and writes them back with what follows from them."""

    def __init__(self, source: Path, *, cerebral_one_counts: bool) -> None:
        self._source = source
        self._counts = cerebral_one_counts
        self._words = wording("en")
        self._columns: list[str] = []
        self.rows = 0
        self.refused = 0

    def write(self, target: BinaryIO) -> None:
        """Write the whole table; each refused row is a line on standard error."""
        text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
        writer = csv.writer(text, lineterminator="\n")
        is_begun = False
        for line, cells in table(self._source, self._take_head):
            if not is_begun:
                writer.writerow([*map(harmless, self._columns), *ADDED])
                is_begun = True
            if _is_empty(cells):
                continue
            self.rows += 1
            try:
                found = self._computed(cells)
            except InputError as error:
                self._refuse(line, cells, error)
                continue
            writer.writerow([*(harmless(cells[name]) for name in self._columns), *self._answer(found)])
        if not is_begun:
            writer.writerow([*map(harmless, self._columns), *ADDED])
        text.flush()
        text.detach()

    def _take_head(self, names: list[str]) -> None:
        """Know our columns however they are capitalised; all others are kept as they are."""
        known = {*NEEDED, "coding", *ADDED}
        names[:] = [name.casefold() if name.casefold() in known else name for name in names]
        missing = [name for name in NEEDED if name not in names]
        odd = strange(names, set(names) - set(ADDED))
        if missing or odd:
            found = f"Missing: {', '.join(missing)}." if missing else f"Not wanted: {odd}."
            raise KnownError("edss_table_columns", path=self._source, found=found)
        self._columns = list(names)

    def _computed(self, cells: dict[str, str]) -> ComputedEdss:
        if None in cells.values() or None in cells:
            raise refuse("row", "table_row_length", columns=", ".join(cell for cell in cells if cell))
        name = cells["case"].strip()
        if not name:
            raise refuse("case", "case_missing")
        if has_marks(name):
            raise refuse("case", "case_marks", case=shown(name))
        return computed_edss(_systems(cells), cerebral_one_counts=self._counts)

    def _refuse(self, line: int, cells: Mapping[str, str], error: InputError) -> None:
        self.refused += 1
        name = shown((cells.get("case") or "").strip())
        told = " ".join(self._sentence(problem) for problem in error.problems)
        tell(f"{self._source}:{line}: {name}: {told}" if name else f"{self._source}:{line}: {told}")

    def _sentence(self, problem: Problem) -> str:
        said = self._words.problem(problem)
        return f"{problem.field}: {said}" if problem.field in (*GRADES, "coding") else said

    def _answer(self, found: ComputedEdss) -> tuple[str, str]:
        edss = "" if found.edss is None else f"{found.edss:.1f}"
        return edss, f"{found.rule}: {rule_words(self._words, found)}"


def _systems(cells: Mapping[str, str]) -> FunctionalSystems:
    """The grades of a row. InputError with everything that is wrong with it."""
    problems: list[Problem] = []
    grades: dict[str, int | None] = {}
    for name in GRADES:
        text = cells[name].strip()
        found = _GRADE.fullmatch(text)
        grades[name] = int(found[1]) if found is not None else None
        if found is None and text.casefold() not in _NOT_GIVEN:
            problems.append(Problem(name, "edss_grade_unreadable", {"text": shown(text)}))
    typed = cells.get("coding", "").strip()
    coding = _CODINGS.get(typed.casefold().replace("_", "-").replace(" ", "-"))
    if coding is None:
        problems.append(Problem("coding", "edss_coding_unknown", {"text": shown(typed)}))
    systems = FunctionalSystems(**grades, coding=coding or Coding.NEUROSTATUS)
    # Without its coding a grade of ambulation cannot be judged; the others can.
    problems += [p for p in check_grades(systems) if coding is not None or p.field != "ambulation"]
    if problems:
        raise InputError(problems)
    return systems


def _is_empty(cells: Mapping[str, str]) -> bool:
    """Whether it is one of the empty rows that spreadsheets leave below a table; cells too many come as a list."""
    return not any("".join(cell).strip() for cell in cells.values() if cell)
