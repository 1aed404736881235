"""`calc vaccines`: the plan of vaccines from a table of doses given, so that a unit can validate the rules."""

from __future__ import annotations

import argparse
import csv
import difflib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.vaccine_words import why_text
from hsct_desktop.catalogue.wording import NBSP, wording
from hsct_desktop.commands.csv_table import is_same, shown, strange, table
from hsct_desktop.commands.opened import check_output
from hsct_desktop.commands.output import harmless, tell
from hsct_desktop.domain.dates import parse_day
from hsct_desktop.domain.problem import InputError, KnownError, refuse
from hsct_desktop.domain.rule_facts import RECORDS, RuleFacts
from hsct_desktop.domain.vaccination import MAX_LOT, MOST_DOSES, gap_before, same_day
from hsct_desktop.domain.vaccine import GivenDose, PlannedDose, VaccineCatalogue, VaccineLine, VaccineStatus
from hsct_desktop.domain.vaccine_plan import plan
from hsct_desktop.domain.worklist import Reason

EXIT_SOME_REFUSED: Final = 1
"""Exit code when rows were refused and the others were planned with."""
COLUMNS: Final = ("vaccine", "dose", "date", "lot")
NEEDED: Final = frozenset({"vaccine", "date"})
OUTPUT_COLUMNS: Final = ("vaccine", "dose", "earliest", "due", "status", "why")
NOT_NEEDED: Final = "not_needed"
"""Status of a vaccine that another one made unnecessary."""
_REPLACED: Final = frozenset({"not_needed", "replaced_perhaps"})
YEARS: Final = (1900, 2900)
"""Years of Day 0 and of the day of the plan: outside them a date is a typing error."""
_NUMBER = re.compile(r"(\d{1,3})(?:\.0+)?", re.ASCII)


@dataclass(frozen=True)
class _Row:
    """A row that could be read, with its line."""

    line: int
    dose: GivenDose


def run(arguments: argparse.Namespace) -> int | None:
    """Write the plan. A bad row is told on standard error; the plan is made from the others."""
    from hsct_desktop.documents.output import write_atomically
    from hsct_desktop.services.output_file import TABLE, check_place, not_written

    if is_same(arguments.output, arguments.input):
        raise KnownError("table_output_is_input", path=arguments.output)
    check_output(arguments)
    check_place(arguments.output, None, TABLE)
    _check_days(arguments.day0, arguments.on)
    work = _Vaccines(Catalogue().vaccines, arguments.day0, arguments.on)
    rows = work.read(arguments.input)
    lines = work.planned(rows, arguments.variant)
    try:
        write_atomically(arguments.output, lambda stream: _write(stream, lines))
    except OSError as error:
        raise not_written(error, arguments.output, TABLE) from error
    for line, sentence in sorted(work.refused):
        tell(f"{arguments.input}:{line}: {sentence}")
    print(arguments.output)
    if not work.refused:
        return None
    said = wording("en").count("vaccine.calc.refused", len(work.refused), rows=work.rows)
    tell(f"hsct-desktop: {said}")
    return EXIT_SOME_REFUSED


def _check_days(day0: date, on: date) -> None:
    for name, day in (("--day0", day0), ("--on", on)):
        if not YEARS[0] <= day.year <= YEARS[1]:
            raise KnownError("vaccine_day_range", name=name, first=str(YEARS[0]), last=str(YEARS[1]))
    if day0 > on:
        raise KnownError("vaccine_day0_after_on", day0=day0, on=on)


class _Vaccines:
    """Reads the doses and plans with those that can be so."""

    def __init__(self, catalogue: VaccineCatalogue, day0: date, on: date) -> None:
        self._catalogue, self._day0, self._on = catalogue, day0, on
        self.refused: list[tuple[int, str]] = []
        self.rows = 0

    def read(self, source: Path) -> list[_Row]:
        """The rows that can be planned with; what is wrong with the others is kept."""
        found: list[_Row] = []
        for line, cells in table(source, partial(_check_head, source)):
            if not any("".join(cell).strip() for cell in cells.values() if cell):
                continue
            self.rows += 1
            try:
                found.append(_Row(line, self._dose(cells)))
            except InputError as error:
                self._refuse(line, error)
        good: list[_Row] = []
        # A table may repeat itself by the thousand: each different dose is compared once, with those of its day.
        others = list({(r.dose.vaccine, r.dose.given_on, r.dose.dose_number): r.dose for r in found}.values())
        by_day: dict[date, list[GivenDose]] = {}
        for row in found:
            same = by_day.setdefault(row.dose.given_on, [])
            try:
                self._check(row.dose, others, same)
            except InputError as error:
                self._refuse(row.line, error)
            else:
                good.append(row)
                same.append(row.dose)
        return good

    def planned(self, rows: Sequence[_Row], variant: str) -> list[Sequence[str | int]]:
        """The answers: a row for each dose given and each still to give."""
        # A table of doses says nothing of anything else: every other record is unknown, not empty.
        facts = RuleFacts(self._on, self._day0, unknown=RECORDS - {"course", "vaccine"})
        made = plan(self._catalogue, variant, facts, [row.dose for row in rows], (), self._on)
        return [cells for line in made.lines for cells in self._cells(line)]

    def _refuse(self, line: int, error: InputError) -> None:
        self.refused.append((line, wording("en").problems(error).replace(NBSP, " ")))

    def _dose(self, cells: Mapping[str, str]) -> GivenDose:
        if None in cells.values() or None in cells:
            raise refuse("row", "table_row_length", columns=", ".join(cell for cell in cells if cell))
        name = cells["vaccine"].strip()
        if not name:
            raise refuse("vaccine", "vaccine_missing")
        vaccine = self._named(name.casefold())
        if vaccine is None:
            near = difflib.get_close_matches(name.casefold(), self._catalogue.products, n=1)
            if near:
                raise refuse("vaccine", "vaccine_unknown_near", vaccine=shown(name), near=near[0])
            raise refuse("vaccine", "vaccine_unknown", vaccine=shown(name), known=", ".join(self._catalogue.products))
        lot = (cells.get("lot") or "").strip()
        if len(lot) > MAX_LOT:
            raise refuse("lot", "too_long", limit=MAX_LOT)
        return GivenDose(vaccine, _date(cells["date"].strip()), _number((cells.get("dose") or "").strip()), lot)

    def _named(self, name: str) -> str | None:
        """The product of an id, or of a name as the catalogue writes it ("oral polio")."""
        if name in self._catalogue.products:
            return name
        spoken = name.replace("_", " ")
        found = self._catalogue.products.items()
        return next((key for key, product in found if product.label.en.casefold() == spoken), None)

    def _check(self, dose: GivenDose, others: Sequence[GivenDose], same: Sequence[GivenDose]) -> None:
        """Raise InputError for a dose that cannot have been given so; `same` are the good ones of its day."""
        products = self._catalogue.products
        if dose.given_on > self._on:
            raise refuse("date", "vaccine_after_day", given_on=dose.given_on, on=self._on)
        if dose.given_on < self._day0:
            raise refuse("date", "vaccine_before_day0", given_on=dose.given_on, day0=self._day0)
        twin = same_day(products, dose, same)
        if twin is not None:
            vaccine = products[twin].label.en
            raise refuse("date", "vaccine_twice_on_a_day", vaccine=vaccine, given_on=dose.given_on)
        if gap_before(self._catalogue, dose, others):
            number = dose.dose_number or 0
            raise refuse("dose", "vaccine_dose_order", vaccine=dose.vaccine, dose=number, before=number - 1)

    def _cells(self, line: VaccineLine) -> Iterator[Sequence[str | int]]:
        for dose in line.doses:
            yield (
                line.series.id,
                _documented(dose) if dose.status is VaccineStatus.NOT_COUNTED else dose.number,
                "" if dose.earliest is None else dose.earliest.isoformat(),
                "" if dose.due_from is None else dose.due_from.isoformat(),
                dose.status.value,
                why_text(wording("en"), self._why(line, dose)).replace(NBSP, " "),
            )

        if line.why[0].key in _REPLACED:
            status = NOT_NEEDED if line.status is VaccineStatus.DONE else line.status.value
            why = why_text(wording("en"), line.why).replace(NBSP, " ")
            yield line.series.id, line.counted + 1, "", "", status, why

    def _why(self, line: VaccineLine, dose: PlannedDose) -> Iterator[Reason]:
        """A dose given says its day, the product where that is not the vaccine itself, and the number that somebody
        wrote where it counts as another."""
        if dose.given is not None:
            product = self._catalogue.products[dose.given.vaccine]
            is_single = product.id == line.series.id
            params = {"on": dose.given.given_on, "product": product.label}
            yield Reason("given_on" if is_single else "given_as", params)
        yield from dose.why
        if dose.status is VaccineStatus.GIVEN and _documented(dose) != dose.number:
            yield Reason("documented", {"number": _documented(dose)})


def _documented(dose: PlannedDose) -> int:
    """The number that somebody wrote, the place in the series where nobody did."""
    return (dose.given.dose_number if dose.given is not None else None) or dose.number


def _check_head(source: Path, names: list[str]) -> None:
    names[:] = [name.casefold() for name in names]
    odd = strange(names, COLUMNS)
    if odd or not set(names) >= NEEDED:
        found = f"Not wanted: {odd}." if odd else ""
        raise KnownError("vaccine_table_columns", path=source, found=found)


def _date(text: str) -> date:
    if not text:
        raise refuse("date", "date_missing")
    try:
        return parse_day(text)
    except ValueError:
        raise refuse("date", "case_date_unreadable", text=shown(text)) from None


def _number(text: str) -> int | None:
    if not text:
        return None
    match = _NUMBER.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= MOST_DOSES:
        raise refuse("dose", "vaccine_dose_unreadable", text=shown(text), most=MOST_DOSES)
    return int(match[1])


def _write(target: BinaryIO, rows: Sequence[Sequence[str | int]]) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(OUTPUT_COLUMNS)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    text.flush()
    text.detach()
