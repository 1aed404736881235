"""Tables leave the program: a workbook, or a folder of CSV or JSON lines, with a data dictionary; whole or not at all.

Without identity unless somebody asks for it who may; every export is noted in the change log: what, how many patients,
by whom, with identity or not. The note is made before the finished file gets its place: no export goes unnoted.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from hsct_desktop import __version__
from hsct_desktop.catalogue.wording import Enumerated, Wording
from hsct_desktop.documents.output import FOLDER_OWNER_ONLY, OWNER_ONLY, part_folder
from hsct_desktop.domain.author import Author
from hsct_desktop.domain.data_table import DataColumn, DataTable, DataType
from hsct_desktop.domain.look import Look
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.patient import Purpose
from hsct_desktop.domain.permission import Right, holders, may
from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.exchange.table_writer import BLOCK, Altered, write_csv, write_jsonl, write_workbook
from hsct_desktop.services.data_dictionary import CODES, DICTIONARY, dictionary
from hsct_desktop.services.export_tables import PATIENT, RecordTables, TableWish, tables, wanted_tables
from hsct_desktop.services.known_words import LeftOut
from hsct_desktop.services.output_file import EXPORT, check_place, not_written
from hsct_desktop.services.person import MAX_REASON
from hsct_desktop.services.pseudonym import secret
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import access_log, change_log, record_rows, records, setting, staff

MADE: Final = "export.made"
IDENTIFIED: Final = "export.identified"
"""What the change log calls an export with pseudonyms, and one with identity."""
ABOUT: Final = "about"
MAY_IDENTIFY: Final = frozenset(holders(Right.EXPORT_IDENTIFIED))
_ALL: Final = 1000
_READING: Final = 333
_MOST_NAMED: Final = 5
"""Cells that are named one by one."""
Progress = Callable[[int, int], None]
"""Told how many of how many steps are done; what it raises (a person cancels) ends the export and leaves nothing."""


class TableFormat(StrEnum):
    """The kind of file; wording `export.format.*`. XLSX is a workbook, the others a folder, or a file for one table."""

    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True)
class ExportRequest:
    """What is to be exported. `kinds` () is all; `reason` is why identity is needed; `as_days`: days from Day 0;
    `delimiter` of CSV, "," or ";"; `overwrite` replaces an export that lies there; `purpose`: whose consent counts."""

    kinds: tuple[str, ...] = ()
    format: TableFormat = TableFormat.XLSX
    identified: bool = False
    reason: str = ""
    as_days: bool = False
    delimiter: str = ","
    with_voided: bool = False
    overwrite: bool = False
    purpose: Purpose = Purpose.UNIT

    @property
    def wish(self) -> TableWish:
        """What is wanted of the records."""
        return TableWish(self.kinds, self.identified, self.as_days, self.with_voided, self.purpose)


@dataclass(frozen=True)
class Exported:
    """What was written: the file or folder, its files, and what a reader must know of it.

    `altered` are cells of a workbook that could not hold their text whole.
    """

    path: Path
    files: tuple[Path, ...]
    tables: int
    patients: int
    rows: int
    identified: bool
    without_day0: int = 0
    left_out: tuple[LeftOut, ...] = ()
    altered: tuple[Altered, ...] = ()
    without_consent: int = 0
    refused_research: int = 0


@dataclass(frozen=True)
class Extent:
    """What an export would hold: patients, and of them those without Day 0; the kinds of records with their rows; how
    many patients are left out since they have not consented to the purpose, and how many of those in it refused
    research, where the purpose asks nobody."""

    patients: int
    without_day0: int
    kinds: tuple[KindCount, ...]
    without_consent: int = 0
    refused_research: int = 0


@dataclass(frozen=True)
class KindCount:
    """A kind of records that can be exported, in words, with how many rows it has now."""

    kind: str
    label: str
    rows: int


@dataclass(frozen=True)
class PastExport:
    """An export that the change log tells of; `kinds` in words."""

    at: datetime
    by: str
    identified: bool
    kinds: str
    patients: int
    rows: int
    reason: str


def may_identify(ws: Workspace) -> bool:
    """Whether who works may export identities: physicians, data managers and who administers."""
    return may(ws.author, Right.EXPORT_IDENTIFIED)


def extent(ws: Workspace, *, identified: bool = False, purpose: Purpose = Purpose.UNIT) -> Extent:
    """What there is to export; people only with identity."""
    wanted = wanted_tables(TableWish(identified=identified))
    with ws.read() as session:
        rows: dict[str, int] = {}
        for table in wanted:
            rows[table.kind] = rows.get(table.kind, 0) + record_rows.count(session, table, purpose)
        everybody = record_rows.count(session, records.tables()[PATIENT])
        patients = record_rows.count(session, records.tables()[PATIENT], purpose)
        with_day0 = len(record_rows.first_day0(session, purpose))
    kinds = (KindCount(kind, ws.wording.text(f"export.kind.{kind}"), number) for kind, number in rows.items())
    refused = refused_research(ws, purpose)
    return Extent(patients, patients - with_day0, tuple(kinds), everybody - patients, refused)


def refused_research(ws: Workspace, purpose: Purpose) -> int:
    """How many patients are in an export for the unit's own use though they refused research; 0 for other purposes."""
    if purpose is not Purpose.UNIT:
        return 0
    with ws.read() as session:
        return record_rows.refused_research(session)


def suggested_name(ws: Workspace, request: ExportRequest) -> str:
    """A name for the file or folder; it says nothing about anybody."""
    what = "identified" if request.identified else "pseudonymised"
    ending = ".xlsx" if request.format is TableFormat.XLSX else ""
    return f"hsct-export-{what}-{ws.today().isoformat()}{ending}"


def export(ws: Workspace, request: ExportRequest, target: Path, progress: Progress | None = None) -> Exported:
    """Write the records of a request to a file or folder, and note it in the change log.

    InputError for a reason too long. KnownError `nobody_working`, `export_role`, `export_kind_unknown`,
    `export_only_people`, `export_one_table`, `export_ending`, `export_rows`, and those of a place that cannot be
    written to. After any of them nothing is written.
    """
    author = _allowed(ws, request)
    wanted = wanted_tables(request.wish)
    _check_target(ws, request, target, len(wanted))
    key = b"" if request.identified else secret(ws)
    teller = _Told(progress)
    made = tables(ws, request.wish, key, teller.reading)
    book = (about(ws, request, made, author), *made.tables, *dictionary(ws, made.tables))
    teller.blocks = sum(len(table.rows) // BLOCK + 1 for table in book)
    try:
        with part_folder(target) as work:
            part, altered = _write(request, book, target, work, teller.writing)
            teller.end()
            with ws.write(IDENTIFIED if request.identified else MADE) as session:
                change_log.note(session.connection(), EXPORT, None, _noted(request, made))
                if request.identified:
                    access_log.add_each(session, author.staff_id, made.patient_ids, Look.EXPORT)
            files = _put(part, target, work)
    except OSError as error:
        raise not_written(error, target, EXPORT) from error
    return Exported(
        target, files, len(made.tables), made.patients, made.rows, request.identified,
        made.without_day0 if request.as_days else 0, made.left_out, altered,
        made.without_consent, refused_research(ws, request.purpose),
    )  # fmt: skip


class _Told:
    """How far an export is, in thousandths: a third of them for reading, the rest for writing."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._written = 0
        self.blocks = 1

    def reading(self, done: int, of: int) -> None:
        """So many of so many tables are read."""
        self._tell(_READING * done // of)

    def writing(self) -> None:
        """One more block of rows is written."""
        self._written = min(self._written + 1, self.blocks)
        self._tell(_READING + (_ALL - _READING) * self._written // self.blocks)

    def end(self) -> None:
        """All is written."""
        self._tell(_ALL)

    def _tell(self, thousandths: int) -> None:
        if self._progress is not None:
            self._progress(thousandths, _ALL)


def _allowed(ws: Workspace, request: ExportRequest) -> Author:
    author = ws.require_author()
    if request.identified and not may_identify(ws):
        raise KnownError("export_role", name=author.name, role=Enumerated("role", author.role, lower=True))
    ws.require(Right.EXPORT)
    if len(clean(request.reason)) > MAX_REASON:
        raise refuse("reason", "too_long", limit=MAX_REASON)
    return author


def _noted(request: ExportRequest, made: RecordTables) -> dict[str, Any]:
    return {
        "kinds": list(request.kinds), "format": request.format.value, "identified": request.identified,
        "reason": clean(request.reason), "as_days": request.as_days, "voided": request.with_voided,
        "patients": made.patients, "rows": made.rows, "purpose": request.purpose.value,
        "without_consent": made.without_consent,
    }  # fmt: skip


# the place ----------------------------------------------------------------------------------------------------------


def _is_single(request: ExportRequest, target: Path) -> bool:
    """Whether the target is one file: always for a workbook, else where its name ends like one."""
    return request.format is TableFormat.XLSX or target.suffix.casefold() == f".{request.format}"


def _check_target(ws: Workspace, request: ExportRequest, target: Path, count: int) -> None:
    if not _is_single(request, target):
        _check_folder(target, request.overwrite)
        return
    if target.suffix.casefold() != f".{request.format}":
        raise KnownError("export_ending", path=target, ending=f".{request.format}")
    if request.format is not TableFormat.XLSX and count > 1:
        raise KnownError("export_one_table", path=target, count=count)
    check_place(target, ws.store.path, EXPORT, overwrite=request.overwrite)


def _check_folder(target: Path, overwrite: bool) -> None:
    """A folder that does not exist yet, an empty one, or with `overwrite` one that holds an export and nothing else."""
    try:
        if not target.parent.is_dir():
            raise KnownError("export_folder_missing", folder=target.parent)
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise KnownError("export_over_other", path=target)
        held = [] if not target.exists() else list(target.iterdir())
    except OSError as error:
        raise not_written(error, target, EXPORT) from error
    except ValueError as error:  # a name that no folder can have
        raise KnownError("export_not_writable", path=target) from error
    if held and not (overwrite and all(map(_is_ours, held))):
        raise KnownError("export_folder_full", path=target)


def _is_ours(path: Path) -> bool:
    known = path.stem in (*records.tables(), ABOUT, DICTIONARY, CODES)
    return known and path.suffix in (".csv", ".jsonl") and path.is_file() and not path.is_symlink()


# writing ------------------------------------------------------------------------------------------------------------


def _write(
    request: ExportRequest, book: Sequence[DataTable], target: Path, work: Path, alive: Callable[[], None]
) -> tuple[Path, tuple[Altered, ...]]:
    """Write everything inside the working folder, on the disk; the finished part and the cells that were altered."""
    part = work / "part"
    altered: tuple[Altered, ...] = ()
    if request.format is TableFormat.XLSX:
        with part.open("xb") as stream:
            altered = write_workbook(book, stream, alive, work)
            _to_disk(stream)
        return part, altered
    if _is_single(request, target):
        _write_table(request, book[1], part, alive)
        return part, altered
    part.mkdir(FOLDER_OWNER_ONLY)
    for table in book:
        _write_table(request, table, part / f"{table.name}.{request.format}", alive)
    return part, altered


def _write_table(request: ExportRequest, table: DataTable, path: Path, alive: Callable[[], None]) -> None:
    with path.open("xb") as stream:
        if request.format is TableFormat.CSV:
            write_csv(table, stream, request.delimiter, alive)
        else:
            write_jsonl(table, stream, alive)
        _to_disk(stream)


def _to_disk(stream: Any) -> None:
    os.chmod(stream.fileno() if os.chmod in os.supports_fd else stream.name, OWNER_ONLY)
    stream.flush()
    os.fsync(stream.fileno())


def _put(part: Path, target: Path, work: Path) -> tuple[Path, ...]:
    """Move what is finished to its place; what lay there goes with the working folder."""
    if part.is_file():
        part.replace(target)
        return (target,)
    if target.exists():
        target.rename(work / "before")
    try:
        part.rename(target)
    except OSError:
        if (work / "before").exists():
            shutil.move(work / "before", target)
        raise
    return tuple(sorted(target.iterdir()))


# what is told -------------------------------------------------------------------------------------------------------


def about(ws: Workspace, request: ExportRequest, made: RecordTables, author: Author) -> DataTable:
    """What a reader must know of the export, as a table of two columns."""
    words = ws.wording
    with ws.read() as session:
        unit, practice = setting.get(session, setting.UNIT_NAME), ws.store.kind == "practice"
    days, said = "days" if request.as_days else "calendar", "identified" if request.identified else "pseudonymised"
    lines: list[tuple[str, str | int | None]] = [
        ("made_on", words.date(ws.today())), ("made_by", author.name if request.identified else None),
        ("unit", unit if request.identified else None), ("program", f"HSCT Desktop {__version__}"),
        ("identity", words.text(f"export.about.{said}")),
        ("reason", clean(request.reason) if request.identified else None),
        ("purpose", words.enum("purpose", request.purpose)),
        ("without_consent", made.without_consent or None),
        ("dates", words.text(f"export.about.dates.{days}")), ("patients", made.patients), ("rows", made.rows),
        ("without_day0", made.without_day0 if request.as_days else None),
        ("left_out", left_out_in(words, made.left_out)),
        ("voided", words.text(f"export.about.voided.{'with' if request.with_voided else 'without'}")),
        ("numbers", words.text("export.about.numbers.text")), ("empty", words.text("export.about.empty.text")),
        ("csv", words.text("export.about.csv.text") if request.format is TableFormat.CSV else None),
    ]  # fmt: skip
    rows = [(words.text(f"export.about.{key}"), str(value)) for key, value in lines if value not in (None, "")]
    if practice:
        rows.insert(0, (words.text("export.about.practice"), ""))
    heads = tuple(DataColumn(words.text(f"export.about.{key}"), DataType.TEXT) for key in ("item", "value"))
    return DataTable(ABOUT, words.text("export.about"), heads, rows, is_prose=True)


def told(words: Wording, done: Exported) -> list[str]:
    """What was written, and what a reader must know of it, as sentences for window and command line."""
    counts = (("patients", done.patients), ("rows", done.rows), ("tables", done.tables))
    lines = [" · ".join(words.count(f"export.count.{key}", number) for key, number in counts)]
    if done.without_consent:
        lines.append(words.count("export.told.without_consent", done.without_consent))
    if done.refused_research:
        lines.append(words.count("export.told.refused_research", done.refused_research))
    if done.without_day0:
        lines.append(words.count("export.told.without_day0", done.without_day0))
    if lost := left_out_in(words, done.left_out):
        lines.append(lost)
    if done.altered:
        where = ", ".join(f"{one.table} {one.row} {one.column}" for one in done.altered[:_MOST_NAMED])
        more = ", …" if len(done.altered) > _MOST_NAMED else ""
        lines.append(words.count("export.told.altered", len(done.altered), where=where + more))
    return lines


def left_out_in(words: Wording, left_out: Sequence[LeftOut]) -> str:
    """How many words were left out since no list has them, and of which columns; "" for none."""
    where = ", ".join(f"{one.table}.{one.column} ({one.cells})" for one in left_out)
    return words.count("export.told.left_out", sum(one.cells for one in left_out), where=where) if left_out else ""


def past(ws: Workspace, limit: int = 20) -> list[PastExport]:
    """The latest exports that the change log tells of, the last one first."""
    with ws.read() as session:
        names = staff.names(session)
        lines = change_log.notes(session, EXPORT, limit)
    return [_past(ws, line, names) for line in lines]


def _past(ws: Workspace, line: change_log.Note, names: Any) -> PastExport:
    held = json.loads(line.new)
    said = [ws.wording.text(f"export.kind.{kind}") for kind in held["kinds"] or ("all",)]
    return PastExport(
        line.at.astimezone(ws.clock().tzinfo), names.get(line.staff_id, ""), held["identified"], ", ".join(said),
        held["patients"], held["rows"], held["reason"],
    )  # fmt: skip
