"""One patient's complete export, for the patient or whom the patient names (GDPR, articles 15 and 20): a folder with a
PDF to read, the same as JSON, every paper and signed letter as its own file, and the history of all changes.

The folder's name holds the code and no name. It is written whole or not at all, and noted before it gets its place.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from hsct_desktop import __version__
from hsct_desktop.catalogue.wording import LANGUAGES, wording
from hsct_desktop.documents.output import FOLDER_OWNER_ONLY, OWNER_ONLY, part_folder
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.patient_export import PatientRecordData, write_patient_record
from hsct_desktop.domain.data_table import DataColumn, DataTable, DataType
from hsct_desktop.domain.file_name import file_part
from hsct_desktop.domain.look import Look
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.permission import Right
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.archive_file import check_place
from hsct_desktop.exchange.table_writer import write_csv
from hsct_desktop.services import access_log, exports, patient_record
from hsct_desktop.services.output_file import EXPORT, not_written
from hsct_desktop.services.patient_record import PatientRecord, RecordWords
from hsct_desktop.services.person import record_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import attachment, change_log, letter, patient
from hsct_desktop.store.base import ReadSession, utc_text
from hsct_desktop.store.patient_rows import Row

KIND: Final = "patient"
"""What the change log calls it among the kinds of exports."""
FORMAT: Final = "HSCT Desktop patient record"
FORMAT_VERSION: Final = 1
PDF, DATA, HISTORY, HISTORY_TABLE, README = "record.pdf", "record.json", "history.json", "history.csv", "README.txt"
FILES: Final = "files"
"""The folder of papers and letters."""
_ENDINGS: Final = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
_HISTORY_LEFT_OUT: Final = frozenset({"nonce", "digest", "mac"})
"""What proves the lines inside the data file, and nothing outside it."""
_STEPS: Final = 4
Progress = Callable[[int, int], None]
"""Told how many of how many steps are done; what it raises ends the export and leaves nothing."""


@dataclass(frozen=True)
class PatientExported:
    """What was written: the folder, its files, tables, rows, papers and letters, lines of the history, and which papers
    could not be written since their bytes are damaged or were removed."""

    folder: Path
    files: tuple[Path, ...]
    tables: int
    rows: int
    papers: int
    lines: int
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Paper:
    """A paper or letter with the name of its file; `content` is None where it could not be read."""

    table: str
    id: int
    name: str
    content: bytes | None


def suggested_name(code: str, on: str) -> str:
    """The name of the folder: the code and the day, of signs that every system takes."""
    return f"patient-{file_part(code).strip(' .-') or 'record'}-{on}"


def languages() -> tuple[str, ...]:
    """The languages that a record can be told in whole."""
    return LANGUAGES


def language_of(ws: Workspace, patient_id: int) -> str:
    """The patient's language where a record can be told in it, else that of who works."""
    with ws.read() as session:
        spoken = record_of(session, patient_id).entry.language
    return spoken if spoken in LANGUAGES else ws.language


def export(
    ws: Workspace,
    patient_id: int,
    parent: Path,
    *,
    language: str | None = None,
    reason: str = "",
    progress: Progress | None = None,
) -> PatientExported:
    """Write the export of a patient into a new folder below `parent`.

    KnownError `not_permitted`, `stale_row` for somebody who is gone, and those of a place that cannot be written to.
    """
    ws.require(Right.EXPORT_IDENTIFIED)
    spoken = language or language_of(ws, patient_id)
    told = replace(ws, language=spoken)
    step = progress or _silent
    with ws.read() as session:
        card = record_of(session, patient_id)
        folder = parent / suggested_name(card.entry.code, ws.today().isoformat())
        _check(folder)
        record = patient_record.gather(session, patient_id)
        papers = _papers(session, record)
        step(1, _STEPS)
        data = _in_words(told, session, record, papers, spoken)
    try:
        with part_folder(folder) as work:
            part = work / "whole"
            part.mkdir(FOLDER_OWNER_ONLY)
            _write(told, part, record, papers, data)
            step(2, _STEPS)
            with ws.write(exports.IDENTIFIED) as session:  # before the folder gets its place
                change_log.note(session.connection(), EXPORT, None, _noted(record, clean(reason)))
            access_log.viewed(ws, patient_id, Look.EXPORT)
            step(3, _STEPS)
            if folder.exists():
                folder.rmdir()
            part.rename(folder)
    except OSError as error:
        raise not_written(error, folder, EXPORT) from error
    step(_STEPS, _STEPS)
    files = tuple(sorted(path for path in folder.rglob("*") if path.is_file()))
    written = sum(one.content is not None for one in papers)
    lacking = tuple(one.name for one in papers if one.content is None)
    return PatientExported(folder, files, len(record.tables), record.rows, written, len(record.log), lacking)


def by_code(ws: Workspace, code: str) -> int:
    """The patient of a code. KnownError `patient_code_unknown`."""
    with ws.read() as session:
        found = patient.by_code(session, code)
    if found is None:
        raise KnownError("patient_code_unknown", code=code)
    return found.id


def _silent(_done: int, _of: int) -> None:
    """Nobody wants to be told."""


def _check(folder: Path) -> None:
    try:
        check_place(folder)
    except ValueError as error:  # a name that no folder can have
        raise KnownError("export_not_writable", path=folder) from error
    except OSError as error:
        raise not_written(error, folder, EXPORT) from error


def _noted(record: PatientRecord, reason: str) -> dict[str, Any]:
    return {
        "kinds": [KIND], "format": "patient", "identified": True, "reason": reason, "as_days": False, "voided": True,
        "patients": 1, "rows": record.rows, "patient_id": record.patient_id,
    }  # fmt: skip


# papers -------------------------------------------------------------------------------------------------------------


def _papers(session: ReadSession, record: PatientRecord) -> list[_Paper]:
    """The papers and signed letters; their names say what they are and of which day, never whose."""
    found = []
    for row in record.tables.get("attachment", ()):
        day, ending = row["created_at"].date().isoformat(), _ENDINGS.get(row["media_type"], "bin")
        name = f"paper-{row['id']}-{day}.{ending}"
        found.append(_Paper("attachment", row["id"], name, attachment.kept_bytes(session, row["id"])))
    for row in record.tables.get("letter_content", ()):
        head = next(one for one in record.tables["letter"] if one["id"] == row["letter_id"])
        name = f"letter-{head['id']}-{head['written_on'].isoformat()}.pdf"
        found.append(_Paper("letter", head["id"], name, letter.kept_bytes(session, head["id"])))
    return found


def _file_names(papers: list[_Paper]) -> dict[tuple[str, int], str]:
    """The file of each row that holds bytes."""
    tables = {"attachment": "attachment_content", "letter": "letter_content"}
    held = [one for one in papers if one.content is not None]
    return {(tables[one.table], one.id): f"{FILES}/{one.name}" for one in held}


# writing ------------------------------------------------------------------------------------------------------------


def _in_words(
    ws: Workspace, session: ReadSession, record: PatientRecord, papers: list[_Paper], spoken: str
) -> PatientRecordData:
    words = paper_wording(spoken, table=True)
    row = record.patient
    lead = [words.text("patient_export.lead", files=FILES, data=DATA, history=HISTORY_TABLE)]
    lacking = [one.name for one in papers if one.content is None]
    if lacking:
        lead.append(words.count("patient_export.lacking", len(lacking), files=", ".join(lacking)))
    if row["pseudonymised_at"] is not None:
        lead.append(words.text("patient_export.pseudonymised", at=row["pseudonymised_at"]))
    return PatientRecordData(
        print_context(ws, session, spoken, ws.today()), row["family_name"], row["given_name"],
        words.date(row["birth_date"]), row["code"], tuple(lead),
        RecordWords(ws, words, record, _file_names(papers)).tables(),
    )  # fmt: skip


def _write(ws: Workspace, part: Path, record: PatientRecord, papers: list[_Paper], data: PatientRecordData) -> None:
    stream = io.BytesIO()
    write_patient_record(data, stream)
    _put(part / PDF, stream.getvalue())
    _put(part / DATA, _json(_data(ws, record, papers)))
    lines = [_line(record, line) for line in record.log]
    _put(part / HISTORY, _json({"format": f"{FORMAT}: history", "version": FORMAT_VERSION, "lines": lines}))
    table = io.BytesIO()
    write_csv(_history_table(lines), table)
    _put(part / HISTORY_TABLE, table.getvalue())
    _put(part / README, _readme().encode())
    held = [one for one in papers if one.content is not None]
    if held:
        (part / FILES).mkdir(FOLDER_OWNER_ONLY)
    for one in held:
        _put(part / FILES / one.name, one.content or b"")


def _readme() -> str:
    """What is what, one language after the other."""
    names = {"pdf": PDF, "data": DATA, "history": HISTORY, "table": HISTORY_TABLE, "files": FILES}
    texts = (wording(language).text("patient_export.readme", program=__version__, **names) for language in LANGUAGES)
    return "\n\n".join(texts) + "\n"


def _data(ws: Workspace, record: PatientRecord, papers: list[_Paper]) -> dict[str, Any]:
    """The record as JSON: each table with what its fields are and all its rows."""
    files = _file_names(papers)
    tables = []
    for name, rows in record.tables.items():
        told = [patient_record.as_data(row, _files_of(name, row, files)) for row in rows]
        title = RecordWords(ws, ws.wording, record, files).title(name)
        tables.append({"name": name, "title": title, "fields": list(patient_record.fields(ws, name)), "rows": told})
    return {
        "format": FORMAT, "version": FORMAT_VERSION, "made_at": utc_text(ws.store.machine_clock()),
        "program": __version__, "language": ws.language, "practice": ws.store.kind == "practice",
        "patient": record.patient["code"], "tables": tables,
        "staff": {str(key): name for key, name in _named(record).items()},
        "professionals": {str(key): name for key, name in _written_to(record).items()},
    }  # fmt: skip


def _files_of(name: str, row: Row, files: Mapping[tuple[str, int], str]) -> dict[str, str]:
    found = files.get((name, next(iter(row.values()))))
    return {} if found is None else {"content": found}


def _named(record: PatientRecord) -> dict[int, str]:
    """The staff whom the rows and the history name, nobody else."""
    used = {value for rows in record.tables.values() for row in rows for value in row.values() if type(value) is int}
    used |= {line["staff_id"] for line in record.log}
    return {key: name for key, name in record.staff.items() if key in used}


def _written_to(record: PatientRecord) -> dict[int, str]:
    columns = ("neurologist_id", "gp_id", "professional_id", "refer_to")
    used = {row.get(column) for rows in record.tables.values() for row in rows for column in columns}
    return {key: name for key, name in record.professionals.items() if key in used}


def _line(record: PatientRecord, line: Row) -> dict[str, Any]:
    """A line of the history as JSON has it, what it holds read from its text."""
    told: dict[str, Any] = {name: value for name, value in line.items() if name not in _HISTORY_LEFT_OUT}
    told["by"] = record.staff.get(line["staff_id"], "")
    for name in ("old", "new"):
        told[name] = None if line[name] is None else json.loads(line[name])
    return told


def _history_table(lines: list[dict[str, Any]]) -> DataTable:
    names = ("seq", "at", "by", "action", "table_name", "op", "row_id", "reason", "workstation", "old", "new")
    columns = tuple(DataColumn(name, DataType.TEXT) for name in names)
    return DataTable("history", "history", columns, [tuple(_cell(line.get(name)) for name in names) for line in lines])


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _put(path: Path, content: bytes) -> None:
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, OWNER_ONLY)) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
