"""Everything of one patient leaves as a folder: every table that has rows of theirs, in words and as data, of nobody
else; whole or not at all, and noted."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import sqlalchemy as sa

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.attachment import PaperEntry
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import access_log, attachments, drafts, letters, patient_export, patient_record, patients
from hsct_desktop.services.patient_export import PatientExported
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import change_log, patient, patient_rows
from hsct_desktop.store.base import utc_text
from hsct_desktop.store.models import METADATA
from hsct_desktop.store.staff import Staff
from tests.services.conftest import open_workspace
from tests.services.test_pseudonymise import paper
from tests.services.ward import register

LETTER_WHY = "on behalf of the consultant"


def work_as(ws: Workspace, role: Role) -> None:
    """Whoever works has a role, also in the file."""
    assert ws.author is not None
    with ws.store.write(None, "staff.revise") as session:
        session.get_one(Staff, ws.author.staff_id).role = role
    ws.author = Author(ws.author.staff_id, ws.author.name, role)


@pytest.fixture(scope="module")
def ward(practice_file: Path, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The practice ward with a paper, a signed letter and a draft of the patient who has most records."""
    path = tmp_path_factory.mktemp("ward") / "ward.hsct"
    path.write_bytes(practice_file.read_bytes())
    opened = open_workspace(path, catalogue)
    work_as(opened, Role.PHYSICIAN)
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def who(ward: Workspace) -> int:
    found = patient_export.by_code(ward, "ms-0107")
    attachments.add(ward, found, PaperEntry("../../report.pdf", paper("A report")))
    letter_id = letters.create(ward, letters.prepare(ward, found, LetterKind.GP)).record_id or 0
    letters.sign(ward, letter_id, letters.get(ward, letter_id).version, "consultant", why=LETTER_WHY)
    drafts.keep(ward, "visit", found, {"notes": "half a word"})
    return found


@pytest.fixture(scope="module")
def made(ward: Workspace, who: int, tmp_path_factory: pytest.TempPathFactory) -> PatientExported:
    return patient_export.export(ward, who, tmp_path_factory.mktemp("out"), language="en", reason="asked for it")


@pytest.fixture(scope="module")
def data(made: PatientExported) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((made.folder / "record.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def pdf(made: PatientExported) -> str:
    document = pypdfium2.PdfDocument(made.folder / "record.pdf")
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def owned_by_keys() -> set[str]:
    """Every table that hangs on the patients by foreign keys, however far, or holds their number."""
    found = {"patient"}
    while True:
        more = {
            table.name
            for table in METADATA.tables.values()
            if "patient_id" in table.columns or any(key.column.table.name in found for key in table.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def test_the_tables_are_those_of_the_models() -> None:
    assert set(patient_rows.owned()) == owned_by_keys()


def test_every_table_with_rows_is_in_both(ward: Workspace, who: int, data: dict[str, Any], pdf: str) -> None:
    with ward.read() as session:
        rows = patient_rows.of_patient(session, who)
        words = patient_record.RecordWords(ward, wording("en"), patient_record.gather(session, who), {})
    told = {table["name"]: table for table in data["tables"]}
    # The export itself is one look more, which came after what it holds was read.
    assert {name: len(table["rows"]) for name, table in told.items() if name != "access_log"} == {
        name: len(found) for name, found in rows.items() if name != "access_log"
    }
    assert {"draft", "attachment_content", "letter_content", "lab_result"} <= told.keys()
    for name in told:
        assert words.title(name) in pdf
        assert told[name]["title"] == words.title(name)


def plain(value: Any) -> Any:
    """A stored value as JSON must have it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def test_every_cell_is_the_stored_one(ward: Workspace, who: int, data: dict[str, Any]) -> None:
    with ward.read() as session:
        rows = patient_rows.of_patient(session, who)
    for table in data["tables"]:
        names = [field["name"] for field in table["fields"]]
        assert names == list(METADATA.tables[table["name"]].columns.keys())
        for told, row in zip(table["rows"], rows[table["name"]], strict=False):
            assert list(told) == names
            for name, value in row.items():
                if not isinstance(value, bytes):
                    assert told[name] == plain(value), (table["name"], name)


def test_fields_say_what_they_are(data: dict[str, Any]) -> None:
    fields = {(t["name"], f["name"]): f for t in data["tables"] for f in t["fields"]}
    assert fields["visit", "temperature"]["unit"] == "°C"
    assert fields["patient", "sex"]["codes"] == "sex"
    assert fields["lab_result", "value"]["unit"] == "=unit"
    assert fields["visit_assessment", "visit_id"]["table"] == "visit"
    assert fields["transplant", "day0"]["type"] == "date"
    assert all(field["meaning"] and field["class"] and field["type"] for field in fields.values())


def test_nothing_of_another_patient(ward: Workspace, who: int, made: PatientExported, pdf: str) -> None:
    with ward.read() as session:
        others = [one for one in patient.find(session, [], 100) if one.id != who]
    text = pdf + "".join(path.read_text("utf-8") for path in made.files if path.suffix in (".json", ".csv", ".txt"))
    own = patients.name(ward, who)
    for other in others:
        assert other.code not in text
        if other.family_name not in own:
            assert f"{other.family_name}, {other.given_name}" not in text
    data = json.loads((made.folder / "record.json").read_text("utf-8"))
    ids = {row["patient_id"] for table in data["tables"] for row in table["rows"] if "patient_id" in row}
    assert ids == {who}


def test_papers_and_letters_lie_beside_it(made: PatientExported, data: dict[str, Any]) -> None:
    files = sorted(path.name for path in (made.folder / "files").iterdir())
    assert [name.split("-")[0] for name in files] == ["letter", "paper"]
    assert all((made.folder / "files" / name).read_bytes().startswith(b"%PDF-") for name in files)
    named = {
        row["content"] for table in data["tables"] if table["name"].endswith("_content") for row in table["rows"]
    }  # fmt: skip
    assert named == {f"files/{name}" for name in files}
    assert made.papers == 2


def test_the_history_tells_every_change(ward: Workspace, who: int, made: PatientExported) -> None:
    lines = json.loads((made.folder / "history.json").read_text("utf-8"))["lines"]
    with ward.read() as session:
        stored = [line for line in patient_rows.log_lines(session, who) if line["seq"] <= lines[-1]["seq"]]
    assert [line["seq"] for line in lines] == [line["seq"] for line in stored]
    assert all(line["by"] for line in lines if line["staff_id"] is not None)
    assert not {"mac", "digest", "nonce"} & lines[0].keys()
    rows = list(csv.reader(io.StringIO((made.folder / "history.csv").read_text("utf-8-sig"))))
    assert len(rows) == len(lines) + 1


def test_names_on_the_disk_hold_no_name(made: PatientExported) -> None:
    assert made.folder.name == "patient-MS-0107-2026-11-20"
    for path in made.files:
        assert "angelo" not in str(path.relative_to(made.folder)).casefold()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 or os.name == "nt"


def test_it_is_noted_and_looked_up(ward: Workspace, who: int, made: PatientExported) -> None:
    with ward.read() as session:
        noted = json.loads(change_log.notes(session, "export", 1)[0].new)
    assert (noted["kinds"], noted["reason"], noted["identified"], noted["rows"]) == (
        ["patient"], "asked for it", True, made.rows,
    )  # fmt: skip
    looks = access_log.who_viewed(ward, who)
    assert looks[0].what == ward.wording.enum("look", "export")


@pytest.mark.parametrize("language", ["en", "it"])
def test_in_the_language_asked_for(ws: Workspace, tmp_path: Path, language: str) -> None:
    work_as(ws, Role.PHYSICIAN)
    made = patient_export.export(ws, register(ws, None), tmp_path, language=language)
    document = pypdfium2.PdfDocument(made.folder / "record.pdf")
    assert wording(language).text("patient_export.title") in document[0].get_textpage().get_text_range()
    document.close()


def test_in_the_patients_own_language(ws: Workspace) -> None:
    assert patient_export.language_of(ws, register(ws, None, language="it")) == "it"
    assert patient_export.language_of(ws, register(ws, None, "MS-2", language="uk")) == ws.language


@pytest.mark.parametrize("code", ["../../etc", "MS 1/2", "CON", "\u202egpj.exe", "..", "a" * 40])
def test_no_code_leads_out_of_the_folder(ws: Workspace, tmp_path: Path, code: str) -> None:
    work_as(ws, Role.PHYSICIAN)
    out = tmp_path / "out"
    out.mkdir()
    made = patient_export.export(ws, register(ws, None, code), out)
    assert list(out.iterdir()) == [made.folder]
    assert made.folder.name.startswith("patient-")
    assert made.folder.name.endswith("-2026-11-20")
    assert not set(made.folder.name) & set('/\\:*?"<>|\u202e')


@pytest.mark.parametrize("role", [Role.NURSE, Role.READ_ONLY])
def test_who_may_not(ws: Workspace, tmp_path: Path, role: Role) -> None:
    patient_id = register(ws, None)
    work_as(ws, role)
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(KnownError, match="not_permitted"):
        patient_export.export(ws, patient_id, out)
    assert list(out.iterdir()) == []


class _StopError(Exception):
    pass


@pytest.mark.parametrize("at", [1, 2, 3])
def test_whole_or_not_at_all(ws: Workspace, tmp_path: Path, at: int) -> None:
    work_as(ws, Role.PHYSICIAN)
    patient_id = register(ws, 45)
    out = tmp_path / "out"
    out.mkdir()

    def stop(done: int, _of: int) -> None:
        if done == at:
            raise _StopError

    with pytest.raises(_StopError):
        patient_export.export(ws, patient_id, out, progress=stop)
    assert list(out.iterdir()) == []


def test_places_that_cannot_be(ws: Workspace, tmp_path: Path) -> None:
    work_as(ws, Role.PHYSICIAN)
    patient_id = register(ws, None)
    with pytest.raises(KnownError, match="folder_missing"):
        patient_export.export(ws, patient_id, tmp_path / "nowhere")
    patient_export.export(ws, patient_id, tmp_path)
    with pytest.raises(KnownError, match="taken"):  # the one of today lies there
        patient_export.export(ws, patient_id, tmp_path)
    with pytest.raises(KnownError, match="patient_code_unknown"):
        patient_export.by_code(ws, "MS-999")


def test_a_damaged_paper_is_named(ws: Workspace, tmp_path: Path) -> None:
    work_as(ws, Role.PHYSICIAN)
    patient_id = register(ws, None)
    attachments.add(ws, patient_id, PaperEntry("scan.pdf", paper("whole")))
    with closing(sqlite3.connect(ws.store.path)) as outside:
        outside.execute("DROP TRIGGER keep_attachment_content_update")
        outside.execute("UPDATE attachment_content SET content = x'00'")
        outside.commit()
    made = patient_export.export(ws, patient_id, tmp_path)
    assert made.papers == 0
    assert len(made.lacking) == 1
    assert not (made.folder / "files").exists()


def test_long_texts_are_not_cut(ws: Workspace, tmp_path: Path) -> None:
    work_as(ws, Role.PHYSICIAN)
    notes = " ".join(f"word{number}" for number in range(450))
    made = patient_export.export(ws, register(ws, None, notes=notes), tmp_path, language="en")
    document = pypdfium2.PdfDocument(made.folder / "record.pdf")
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    assert all(f"word{number}" in text for number in range(450))


def test_what_was_taken_back_is_told_as_such(ws: Workspace, tmp_path: Path) -> None:
    work_as(ws, Role.PHYSICIAN)
    patient_id = register(ws, None, allergies=("Latex",))
    entry, version = patients.entry_of(ws, patient_id)
    patients.revise(ws, patient_id, version, replace(entry, allergies=("Iodine",)), distinct=True)
    made = patient_export.export(ws, patient_id, tmp_path, language="en")
    document = pypdfium2.PdfDocument(made.folder / "record.pdf")
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    assert "Latex" in text
    assert "taken back by" in text


@pytest.mark.parametrize("language", ["en", "it"])
def test_no_mark_of_the_program_stands_on_the_paper(ward: Workspace, language: str) -> None:
    with ward.read() as session:
        found = session.execute(sa.text("SELECT patient_id FROM scheduled_visit WHERE closing_reason = '@not_chosen'"))
        record = patient_record.gather(session, found.scalars().first() or 0)
    told = patient_record.RecordWords(ward, wording(language), record, {}).tables()
    assert told
    assert "@not_chosen" not in repr(list(told))


def test_each_column_of_the_data_says_what_it_is(ward: Workspace) -> None:
    said = {one["name"]: one["meaning"] for one in patient_record.fields(ward, "patient")}
    assert (said["code_key"], said["folded_name"]) == ("Code, as it is searched", "Name, as it is sorted")
