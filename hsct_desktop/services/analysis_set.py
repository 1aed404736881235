"""The analysis set: a folder of CSV files for pandas or R, with pseudonyms, a dictionary and the settings used.

`patients.csv` has one row for each patient and transplant; the long tables have one row for each record. What is not
known is empty, never 0. Every figure comes from the services that the screen shows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from hsct_desktop import __version__
from hsct_desktop.catalogue import outcome_words
from hsct_desktop.documents.output import part_folder
from hsct_desktop.domain.data_table import DataTable, DataType
from hsct_desktop.domain.outcome_settings import DAYS_A_MONTH
from hsct_desktop.domain.patient import Purpose
from hsct_desktop.domain.permission import Right
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.analysis_frame import csv_of
from hsct_desktop.exchange.archive_file import check_place
from hsct_desktop.services import analysis_outcomes, analysis_patients, analysis_safety, disease_course, exports
from hsct_desktop.services.analysis_facts import Told, gather
from hsct_desktop.services.analysis_long import LONG, Person, Row
from hsct_desktop.services.data_dictionary import dictionary
from hsct_desktop.services.engraftment import rules_of
from hsct_desktop.services.known_words import KnownWords, LeftOut
from hsct_desktop.services.output_file import EXPORT, not_written
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import change_log

PATIENTS: Final = "patients"
SETTINGS: Final = "settings.json"
KIND: Final = "analysis"
"""What the change log calls it among the kinds of exports."""
_DATES: Final = frozenset({DataType.DATE, DataType.PARTIAL_DATE})
_OWNER_ONLY: Final = 0o700
Progress = Callable[[int, int], None]
"""Patients told and patients in all; what it raises ends the work and leaves nothing."""


@dataclass(frozen=True)
class AnalysisSet:
    """The tables, `patients` first, and the settings by which they were made."""

    tables: tuple[DataTable, ...]
    settings: dict[str, Any]
    patients: int
    left_out: tuple[LeftOut, ...] = ()
    without_consent: int = 0
    refused_research: int = 0

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(len(table.rows) for table in self.tables)


def columns(ws: Workspace) -> list[Told]:
    """The columns of the table of patients, in their order."""
    return [
        *analysis_patients.person(),
        *analysis_patients.baseline(ws),
        *analysis_patients.treatment(ws),
        *analysis_safety.engrafted(),
        *analysis_safety.toxicity(ws),
        *analysis_safety.infections(),
        *analysis_outcomes.edss(),
        *analysis_outcomes.outcomes(),
        *analysis_patients.life(),
    ]


def make(
    ws: Workspace,
    *,
    as_days: bool = False,
    purpose: Purpose = Purpose.UNIT,
    progress: Progress | None = None,
) -> AnalysisSet:
    """The tables in memory; `as_days` leaves the dates of the calendar out, `purpose` who has not consented to it.

    KnownError `nobody_working`.
    """
    told, words = columns(ws), ws.wording
    rows: list[Row] = []
    held: dict[str, list[Row]] = {long.name: [] for long in LONG}
    patients = 0
    with ws.read() as session:
        for _, group in groupby(gather(ws, progress, purpose), key=lambda facts: facts.card.id):
            facts = list(group)
            patients += 1
            rows += [tuple(one.value(each) for one in told) for each in facts]
            for long in LONG:
                held[long.name] += long.rows(ws, session, Person(facts))
    title = words.text("analysis.patients.title")
    tables = [DataTable(PATIENTS, title, tuple(one.column(words) for one in told), rows)]
    tables += [long.table(words, held[long.name]) for long in LONG]
    if as_days:
        tables = [_without_dates(table) for table in tables]
    known = KnownWords(ws)
    kept = [known.only(table) for table in tables]
    tables, left_out = [table for table, _ in kept], tuple(one for _, lost in kept for one in lost)
    settings = _settings(ws, tables, as_days=as_days)
    lacking = exports.extent(ws, purpose=purpose).without_consent
    settings |= {"purpose": purpose.value, "left_out_without_consent": lacking}
    settings["left_out"] = {f"{one.table}.{one.column}": one.cells for one in left_out}
    refused = exports.refused_research(ws, purpose)
    return AnalysisSet(tuple(tables), settings, patients, left_out, lacking, refused)


def _without_dates(table: DataTable) -> DataTable:
    kept = [index for index, column in enumerate(table.columns) if column.type not in _DATES]
    columns = tuple(table.columns[index] for index in kept)
    return replace(table, columns=columns, rows=[tuple(row[index] for index in kept) for row in table.rows])


def _settings(ws: Workspace, tables: Sequence[DataTable], *, as_days: bool) -> dict[str, Any]:
    """Everything by which figures were made that a unit, or an analyst, might have decided otherwise."""
    words = ws.wording
    with ws.read() as session:
        own = disease_course.settings_in(session, ws)
        rules, preset = rules_of(ws, session)
    return {
        "program": __version__,
        "made_on": ws.today().isoformat(),
        "practice": ws.store.kind == "practice",
        "dates": "days from Day 0" if as_days else "calendar and days from Day 0",
        "missing": "empty",
        "outcomes": {key: value for key, value in asdict(own).items() if key != "horizon_months"},
        "outcomes_in_words": list(outcome_words.settings_lines(words, own)),
        "days_a_month": DAYS_A_MONTH,
        "edss_windows_days": {f"m{m}": analysis_outcomes.window(m) for m in analysis_outcomes.EDSS_MONTHS},
        "engraftment": {"platelets": preset.value, **{key: str(value) for key, value in asdict(rules).items()}},
        "mortality_days": list(analysis_patients.MORTALITY_DAYS),
        "rows": {table.name: len(table.rows) for table in tables},
    }


def write(
    ws: Workspace,
    folder: Path,
    *,
    as_days: bool = False,
    purpose: Purpose = Purpose.UNIT,
    progress: Progress | None = None,
) -> AnalysisSet:
    """Write the set into a folder that does not exist or is empty, and note it in the change log; whole or not at all.

    KnownError `nobody_working`, and those of a place that cannot be written to.
    """
    ws.require(Right.EXPORT)
    _check(folder)
    try:
        found = make(ws, as_days=as_days, purpose=purpose, progress=progress)
        with part_folder(folder) as work:
            part = work / "whole"
            part.mkdir(_OWNER_ONLY)
            for table in (*found.tables, *dictionary(ws, found.tables)):
                _put(part / f"{table.name}.csv", csv_of(table))
            _put(part / SETTINGS, (json.dumps(found.settings, ensure_ascii=False, indent=1) + "\n").encode())
            with ws.write(exports.MADE) as session:  # before the folder gets its place: nothing leaves unnoted
                change_log.note(session.connection(), EXPORT, None, _noted(found, as_days=as_days))
            if folder.exists():
                folder.rmdir()
            part.rename(folder)
    except OSError as error:
        raise not_written(error, folder, EXPORT) from error
    return found


def _check(folder: Path) -> None:
    try:
        check_place(folder)
    except ValueError as error:  # a name that no folder can have
        raise KnownError("export_not_writable", path=folder) from error
    except OSError as error:
        raise not_written(error, folder, EXPORT) from error


def _noted(found: AnalysisSet, *, as_days: bool) -> dict[str, Any]:
    return {
        "kinds": [KIND], "format": "csv", "identified": False, "reason": "", "as_days": as_days, "voided": False,
        "patients": found.patients, "rows": found.rows, "purpose": found.settings["purpose"],
        "without_consent": found.without_consent,
    }  # fmt: skip


def _put(path: Path, content: bytes) -> None:
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
