"""Monitoring strips as PDF: the very rows that the page shows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hsct_desktop.documents.monitoring_strips import PrintedStrip, StripsData, subtitle, write_strips
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.problem import refuse
from hsct_desktop.services import monitoring
from hsct_desktop.services.monitoring import StripRow, TestRow
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace


def print_ward(ws: Workspace, test_id: str, path: Path, language: str | None = None) -> Path:
    """Write the ward's strips of a test, holes first; the whole file or nothing. KnownError."""
    spoken = language or ws.language
    found = monitoring.ward(ws, test_id, spoken)
    words = paper_wording(spoken)
    holes = sum(row.sentence.is_hole for row in found.rows)
    said = words.count("monitoring.print.holes", holes) if holes else words.text("monitoring.print.no_holes")
    count = words.count("monitoring.print.patients", len(found.rows))
    title = words.text("monitoring.print.ward", test=found.test.label.text(spoken))
    with ws.read() as session:
        context = print_context(ws, session, spoken, found.on)
    data = StripsData(
        context, title, subtitle([words.date(found.on), count, said]), "", found.columns,
        tuple(_of_ward(row, words.date(row.birth_date)) for row in found.rows), found.on,
    )  # fmt: skip
    return _write(ws, data, path)


def _of_ward(row: StripRow, born: str) -> PrintedStrip:
    cells = {column: square.state for column, square in row.strip.cells().items()}
    sentence = row.sentence
    return PrintedStrip(
        row.name, f"{born} · {row.code}", row.day, cells, sentence.text, sentence.is_hole, row.same_name
    )  # fmt: skip


def print_patient(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write all strips of a patient. InputError `strips_need_day0` before there is a Day 0; KnownError."""
    spoken = language or ws.language
    found = monitoring.for_patient(ws, patient_id, spoken)
    if found is None:
        raise refuse("day0", "strips_need_day0")
    words = paper_wording(spoken)
    who = subtitle([found.name, words.date(found.birth_date), found.code, words.day(found.day0, found.on)])
    with ws.read() as session:
        context = print_context(ws, session, spoken, found.on)
    title = words.text("monitoring.print.patient")
    data = StripsData(
        context, title, subtitle([words.date(found.on), found.protocol]), who, found.columns,
        tuple(_of_patient(found.rows, spoken)), found.on,
    )  # fmt: skip
    return _write(ws, data, path)


def _of_patient(rows: Iterable[TestRow], language: str) -> Iterable[PrintedStrip]:
    for row in rows:
        cells = {column: square.state for column, square in row.strip.cells().items()}
        said = row.sentence.text if row.sentence.is_hole else row.asked
        yield PrintedStrip(row.test.label.text(language), row.latest, None, cells, said, row.sentence.is_hole)


def _write(ws: Workspace, data: StripsData, path: Path) -> Path:
    check_place(path, ws.store.path)
    try:
        write_strips(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path
