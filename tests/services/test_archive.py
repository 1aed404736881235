"""Everything goes out and comes back: the same file, or one sentence and nothing written."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hsct_desktop.documents.output import part_of
from hsct_desktop.domain.attachment import PaperEntry
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.letter import FreeSection, LetterEntry, LetterKind, Signature
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.archive_file import Manifest, TableFile, Value, write_archive
from hsct_desktop.services import adverse_events, archive, staff
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import attachment, change_log, draft, letter, migrate
from hsct_desktop.store import staff as stored
from hsct_desktop.store.engine import create_store, open_store
from hsct_desktop.store.known_error import translated
from hsct_desktop.store.models import METADATA
from tests.services.ward import register, row_counts, toxicity, work_as

ON = date(2026, 11, 20)
Tables = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def content(path: Path) -> Tables:
    """Every table with its columns and rows, each value with the kind in which it is stored."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: Tables = {}
        for name in names:
            columns = [column[1] for column in connection.execute(f'PRAGMA table_info("{name}")')]
            both = ", ".join(f'"{column}", typeof("{column}")' for column in columns)
            found[name] = columns, connection.execute(f'SELECT {both} FROM "{name}" ORDER BY 1').fetchall()  # noqa: S608
        return found


def structure(path: Path) -> set[tuple[str, str, str]]:
    """Tables, indexes and triggers of a file as SQLite keeps them."""
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT type, name, sql FROM sqlite_master"))


def same_but_one_line(before: Tables, after: Tables) -> dict[str, Any]:
    """Assert that both files hold the same; the one line that the log has more."""
    assert before.keys() == after.keys()
    for name, (columns, rows) in before.items():
        assert after[name][0] == columns, name
        if name == "change_log":
            continue
        assert after[name][1] == rows, name
    columns, old = before["change_log"]
    new = after["change_log"][1]
    assert new[:-1] == old
    return dict(zip(columns, new[-1][::2], strict=True))


def as_physician(ws: Workspace) -> Workspace:
    """The same file in the hands of a physician."""
    staff.revise(ws, ws.require_author().staff_id, "Ann Nurse", Role.PHYSICIAN, True)
    ws.author = staff.author(ws, ws.require_author().staff_id)
    return ws


@pytest.fixture
def ward(ws: Workspace) -> Workspace:
    """A patient with a toxicity, a signed letter, a paper's bytes, a draft and difficult text; a physician works."""
    patient_id = register(as_physician(ws), notes='Ł "quoted"; a\nnew line \u2028 {"base64": "AA=="} =1+1')
    adverse_events.record(ws, toxicity(patient_id, "nausea", 2), True)
    with ws.write("attachment.add") as session:
        attachment.add(session, patient_id, PaperEntry("scan.pdf", b"%PDF-1.4\n\x00\xff", "Scan"), None, None)
        draft.put(session, "visit", patient_id, ws.require_author().staff_id, '{"a": 1}')
        texts = {FreeSection.IMPRESSION: "Stable."}
        entry = LetterEntry(patient_id, LetterKind.GP, "en", ON, None, "", None, "", texts)
        written, digest = letter.add(session, entry), hashlib.sha256(b"%PDF-letter").hexdigest()
        by = Signature(
            ws.require_author().staff_id, "Ann", "physician", datetime(2026, 11, 20, tzinfo=UTC), "f", digest
        )
        letter.sign(session, written, by, b"%PDF-letter", "{}")
    return ws


@pytest.fixture
def folder(ward: Workspace, tmp_path: Path) -> Path:
    archive.write(ward, tmp_path / "archive")
    return tmp_path / "archive"


def refused(folder: Path, path: Path) -> str:
    with pytest.raises(KnownError) as caught:
        archive.read_in(folder, path)
    return caught.value.key


def test_an_archive_makes_the_same_file(ward: Workspace, folder: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.hsct"
    made = archive.read_in(folder, new)
    line = same_but_one_line(content(ward.store.path), content(new))
    assert (line["action"], line["table_name"], line["op"], line["staff_id"]) == (
        "archive.read_in", "archive", "U", None,
    )  # fmt: skip
    assert json.loads(line["new"])["rows"] == made.rows == sum(row_counts(ward).values()) - 1  # the revision's own
    assert structure(new) == structure(ward.store.path)
    assert migrate.REVISIONS[-1] == made.schema
    with open_store(new).write(1, "staff.add") as session:  # the triggers stand: the next write is logged
        stored.add(session, "Second", Role.NURSE)
    assert content(new)["change_log"][1][-1][8] == "staff.add"


@pytest.mark.soak
def test_the_practice_ward_comes_back_whole(practised: Workspace, tmp_path: Path) -> None:
    physician = next(row for row in staff.everybody(practised) if row.role is Role.PHYSICIAN)
    practised.author = staff.author(practised, physician.id)
    archive.write(practised, tmp_path / "archive")
    target = tmp_path / "new.hsct"
    create_store(target, "real", unit_name="Another").close()
    archive.read_in(tmp_path / "archive", target)
    same_but_one_line(content(practised.store.path), content(target))
    assert structure(target) == structure(practised.store.path)
    again = open_store(target)
    assert (again.kind, again.file_id) == ("practice", practised.store.file_id)
    again.close()


def test_an_empty_file_takes_it_and_a_window_that_has_it_open_notices(
    ward: Workspace, folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "empty.hsct"
    window = create_store(target, "real", unit_name="Empty")
    with window.write(None, "staff.add") as session:
        stored.add(session, "Somebody", Role.NURSE)
    archive.read_in(folder, target)
    line = same_but_one_line(content(ward.store.path), content(target))
    assert json.loads(line["old"]) == {"file": window.file_id}
    with pytest.raises(KnownError, match="file_replaced"), window.write(1, "x"):
        pass
    window.close()


def test_every_table_and_column_is_in_it(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found = {table["name"]: table["columns"] for table in manifest["tables"]}
    assert found == {table.name: [column.name for column in table.columns] for table in METADATA.sorted_tables}
    for table in manifest["tables"]:
        whole = (folder / table["file"]).read_bytes()
        assert (hashlib.sha256(whole).hexdigest(), whole.count(b"\n")) == (table["sha256"], table["rows"])
    people = [
        json.loads(line) for line in (folder / "tables/patient.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    ]
    assert people[0]["family_name"] == "Bianchi"
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    assert "SHA256SUMS" in readme
    assert "ARCHIVIO" in readme


def test_only_a_physician_or_the_data_manager_takes_everything_out(ws: Workspace, tmp_path: Path) -> None:
    work_as(ws, Role.NURSE)
    with pytest.raises(KnownError, match="export_role"):
        archive.write(ws, tmp_path / "archive")
    assert not (tmp_path / "archive").exists()


def test_that_it_was_made_stands_in_the_log_before_anything_leaves(ward: Workspace, folder: Path) -> None:
    last = (folder / "tables/change_log.jsonl").read_text(encoding="utf-8").split("\n")[-2]
    assert json.loads(last)["action"] == "export.identified"
    assert json.loads(last)["staff_id"] == ward.require_author().staff_id


def test_where_something_stands_nothing_is_written(ward: Workspace, folder: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for place, key in ((folder, "archive_folder_taken"), (folder / "README.txt", "archive_place_is_file")):
        with pytest.raises(KnownError, match=key):
            archive.write(ward, place)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_a_killed_program_left_of_it_is_swept(ward: Workspace, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    dead = part_of(tmp_path / "old")
    dead = dead.with_name(dead.name.replace(f"-{os.getpid()}.", f"-{gone.pid}."))
    dead.mkdir()
    (dead / "patient.jsonl").write_text("{}", encoding="utf-8")
    archive.write(ward, tmp_path / "archive")
    assert not dead.exists()
    parts = [tmp_path / f"new.hsct.0a1b2c3d.{pid}.part{end}" for pid in (gone.pid, os.getpid()) for end in ("", "-wal")]
    for part in parts:
        part.touch()
    archive.verify(tmp_path / "archive", tmp_path / "new.hsct")
    assert [path for path in parts if path.exists()] == parts[2:]  # those of a process that is still at work


def test_an_archive_that_ends_in_the_middle_ends_its_reading_first(ward: Workspace, tmp_path: Path) -> None:
    ended: list[bool] = []

    def rows() -> Iterator[tuple[Value, ...]]:
        try:
            yield (1,)
            yield ("no number of columns", 2)
        finally:
            ended.append(True)

    head = Manifest("1", "0008", "real", "2026-11-20T12:00:00.000000Z", (TableFile("thing", ("id",)),))
    made = rows()  # held here, as by a traceback
    with pytest.raises(ValueError, match="shorter|longer"):
        write_archive(tmp_path / "archive", head, lambda table: made, "")
    assert ended == [True]


def test_a_log_whose_clock_was_set_back_is_whole(ward: Workspace, tmp_path: Path) -> None:
    with ward.store.read() as session:
        last = change_log.last_entry(session).at
    assert last is not None
    ward.store.machine_clock = lambda: last - timedelta(days=1)
    archive.write(ward, tmp_path / "archive")
    rows = (tmp_path / "archive/tables/change_log.jsonl").read_text(encoding="utf-8")
    assert '"action":"clock.set_back"' in rows
    assert archive.verify(tmp_path / "archive", tmp_path / "new.hsct").rows
    assert not (tmp_path / "new.hsct").exists()


def test_rows_are_not_held_against_a_log_that_was_once_passed_by(ward: Workspace, tmp_path: Path) -> None:
    path = ward.store.path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER log_patient_update")
        connection.execute("UPDATE patient SET family_name = 'Rossi'")
        connection.commit()
    again = Workspace(open_store(path), ward.catalogue, ward.author, "en")  # makes the trigger anew, and logs that
    archive.write(again, tmp_path / "archive")
    assert archive.verify(tmp_path / "archive", tmp_path / "new.hsct").rows
    again.store.close()


def test_a_file_that_is_being_built_is_told_by_the_name_it_will_have(tmp_path: Path) -> None:
    class FullDiskError(Exception):
        sqlite_errorname = "SQLITE_IOERR_WRITE"

    part, place = tmp_path / "new.hsct.0a1b2c3d.1.part", tmp_path / "new.hsct"
    part.touch()
    with pytest.raises(KnownError) as told, translated(part, called=place):
        raise FullDiskError
    assert (told.value.key, told.value.params["file"]) == ("disk_error", str(place))


@pytest.mark.soak
def test_a_cancelled_archive_leaves_nothing(ward: Workspace, tmp_path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        raise RuntimeError("cancelled")

    archive.write(ward, tmp_path / "archive")
    new = tmp_path / "new.hsct"
    with pytest.raises(RuntimeError, match="cancelled"):
        archive.read_in(tmp_path / "archive", new, cancel)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(("new", "archive"))) == ["archive"]


def test_a_file_with_patients_is_refused(ward: Workspace, folder: Path) -> None:
    before = content(ward.store.path)
    assert refused(folder, ward.store.path) == "archive_target_patients"
    assert content(ward.store.path) == before


def seal(folder: Path, change: Callable[[dict[str, Any]], None] = lambda facts: None) -> None:
    """Make the sums right again after a change of lines or manifest: as somebody who means harm would."""
    facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for table in facts["tables"]:
        if (folder / table["file"]).exists():
            whole = (folder / table["file"]).read_bytes()
            sums = {"sha256": hashlib.sha256(whole).hexdigest(), "bytes": len(whole), "rows": whole.count(b"\n")}
            table.update(sums)
    change(facts)
    text = json.dumps(facts).encode()
    (folder / "manifest.json").write_bytes(text)
    (folder / "SHA256SUMS").write_text(f"{hashlib.sha256(text).hexdigest()}  manifest.json\n", encoding="utf-8")


def edit(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / "tables" / f"{table}.jsonl"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines_of(folder: Path, table: str, change: Callable[[int, dict[str, Any]], object]) -> None:
    """Change the rows of a table, each in its place, and make the sums right; rows for which it gives True go."""
    path = folder / "tables" / f"{table}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
    kept = [row for at, row in enumerate(rows) if change(at, row) is not True]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in kept), encoding="utf-8")
    seal(folder)


def of_patient(row: dict[str, Any], **values: Any) -> None:
    """Other values in the log's line of the patient's first entry."""
    if row["table_name"] == "patient" and row["op"] == "I":
        row["new"] = json.dumps(json.loads(row["new"]) | values)


def said(folder: Path, **facts: Any) -> None:
    """Something else in the manifest."""
    seal(folder, lambda found: found.update(facts))


def of_table(folder: Path, **facts: Any) -> None:
    """Something else of the first table in the manifest."""
    seal(folder, lambda found: found["tables"][0].update(facts))


def drop_table(facts: dict[str, Any]) -> None:
    facts["tables"] = [table for table in facts["tables"] if table["name"] != "relapse"]


def add_table(facts: dict[str, Any]) -> None:
    facts["tables"].append({**facts["tables"][0], "name": "stranger"})


def other_column(facts: dict[str, Any]) -> None:
    next(table for table in facts["tables"] if table["name"] == "patient")["columns"].append("stranger")


def climb(facts: dict[str, Any]) -> None:
    facts["tables"][0]["name"] = "../../patient"


def newer(facts: dict[str, Any]) -> None:
    facts["schema"] = "9999"


DAMAGE: list[tuple[str, Callable[[Path], object], str]] = [
    ("a letter of a row", lambda f: edit(f, "patient", "Bianchi", "Bianchj"), "archive_file_changed"),
    ("a longer row", lambda f: edit(f, "patient", "Bianchi", "Bianchini"), "archive_file_changed"),
    ("a lost file", lambda f: (f / "tables/relapse.jsonl").unlink(), "archive_file_missing"),
    ("a strange file", lambda f: (f / "tables/x.jsonl").write_text("{}\n"), "archive_file_unknown"),
    ("the manifest", lambda f: (f / "manifest.json").write_text("{}"), "archive_none"),
    ("no manifest", lambda f: (f / "manifest.json").unlink(), "archive_none"),
    ("a manifest cut short", lambda f: (f / "manifest.json").write_text("{"), "archive_file_unreadable"),
    ("no sums", lambda f: (f / "SHA256SUMS").unlink(), "archive_file_missing"),
    ("no folder", lambda f: shutil.rmtree(f), "archive_no_folder"),
    ("newer tables", lambda f: seal(f, newer), "archive_newer"),
    ("a newer form", lambda f: seal(f, lambda facts: facts.update(format_version=2)), "archive_newer"),
    ("a table less", lambda f: seal(f, drop_table), "archive_table_missing"),
    ("a table more", lambda f: seal(f, add_table), "archive_table_unknown"),
    ("a column more", lambda f: seal(f, other_column), "archive_column_unknown"),
    ("a way out", lambda f: seal(f, climb), "archive_file_unreadable"),
    ("no row", lambda f: (edit(f, "patient", "{", "["), seal(f)), "archive_line_unreadable"),
    ("no state", lambda f: (edit(f, "patient", '"consent_care":"', '"consent_care":"x'), seal(f)),
     "archive_value_unreadable"),
    ("no id", lambda f: (edit(f, "patient", '"id":1', '"id":"one"'), seal(f)), "archive_value_unreadable"),
    ("no day", lambda f: (edit(f, "patient", "1985-03-07", "1985-13-07"), seal(f)), "archive_value_unreadable"),
    ("no patient", lambda f: (edit(f, "transplant", '"patient_id":1', '"patient_id":7'), seal(f)),
     "archive_reference"),
    ("half a character", lambda f: lines_of(f, "patient", lambda _, r: r.update(family_name="a\ud800b")),
     "archive_line_unreadable"),
    ("a zero", lambda f: lines_of(f, "patient", lambda _, r: r.update(family_name="a\0b")), "archive_line_unreadable"),
    ("no count", lambda f: of_table(f, rows=float("inf")), "archive_file_unreadable"),
    ("a count in words", lambda f: of_table(f, rows="1"), "archive_file_unreadable"),
    ("a form before the first", lambda f: said(f, format_version=-1), "archive_file_unreadable"),
    ("no form", lambda f: said(f, format_version=True), "archive_file_unreadable"),
    ("another kind", lambda f: said(f, kind="practice"), "archive_setting"),
    ("no kind", lambda f: said(f, kind="evil"), "archive_setting"),
    ("no moment", lambda f: said(f, made_at="yesterday"), "archive_log_broken"),
    ("made before", lambda f: said(f, made_at="2020-01-01T00:00:00.000000Z"), "archive_log_broken"),
    ("no settings", lambda f: lines_of(f, "setting", lambda *_: True), "archive_row_otherwise"),
    ("an id too large", lambda f: lines_of(f, "patient", lambda _, r: r.update(id=2**63 - 1)),
     "archive_value_unreadable"),
    ("no number", lambda f: lines_of(f, "adverse_event", lambda _, r: r.update(created_at="2026-11-20")),
     "archive_value_unreadable"),
    ("a letter that cannot be read", lambda f: lines_of(f, "letter", lambda _, r: r.update(texts="junk[")),
     "archive_value_unreadable"),
    ("another letter", lambda f: lines_of(f, "letter_content", lambda _, r: r.update(content={"base64": "AAAA"})),
     "archive_letter_otherwise"),
    ("no letter", lambda f: lines_of(f, "letter_content", lambda *_: True), "archive_letter_otherwise"),
    ("another signer", lambda f: lines_of(f, "letter", lambda _, r: r.update(signer_name="Bob")),
     "archive_row_otherwise"),
    ("another paper", lambda f: lines_of(f, "attachment_content", lambda _, r: r.update(content={"base64": "AAAA"})),
     "archive_attachment_otherwise"),
    ("an empty log", lambda f: lines_of(f, "change_log", lambda *_: True), "archive_log_broken"),
    ("a log cut short", lambda f: lines_of(f, "change_log", lambda at, _: at > 4), "archive_row_otherwise"),
    ("a log with a gap", lambda f: lines_of(f, "change_log", lambda at, _: at == 3), "archive_log_broken"),
    ("a log of nobody", lambda f: lines_of(f, "change_log", lambda at, r: r.update(staff_id=999) if at == 5 else 0),
     "archive_log_broken"),
    ("a log to come", lambda f: lines_of(f, "change_log", lambda _, r: r.update(at="2999-01-01T00:00:00.000000Z")),
     "archive_log_broken"),
    ("a log that runs back", lambda f: lines_of(
        f, "change_log", lambda at, r: r.update(at="2020-01-01T00:00:00.000000Z") if at == 5 else 0
    ), "archive_log_broken"),
    ("junk in the log", lambda f: lines_of(f, "change_log", lambda _, r: r.update(new="junk")), "archive_log_broken"),
    ("a log of strangers", lambda f: lines_of(
        f, "change_log", lambda at, r: r.update(table_name="stranger") if at == 5 else 0
    ), "archive_log_broken"),
    ("a row that the log holds otherwise", lambda f: lines_of(f, "change_log", lambda _, r: of_patient(r, code="X")),
     "archive_row_otherwise"),
    ("no code", lambda f: (edit(f, "patient", '"code":"MS-001"', '"code":null'), seal(f)), "archive_rows_refused"),
]  # fmt: skip


@pytest.mark.parametrize("damages", [DAMAGE[::6], pytest.param(DAMAGE, marks=pytest.mark.soak)], ids=["some", "all"])
def test_what_is_not_whole_is_refused_and_nothing_is_written(
    folder: Path, tmp_path: Path, damages: list[tuple[str, Callable[[Path], object], str]]
) -> None:
    empty = tmp_path / "empty.hsct"
    create_store(empty, "real", unit_name="Empty").close()
    before, found = content(empty), {}
    for what, damage, _ in damages:
        damaged = tmp_path / "damaged"
        shutil.copytree(folder, damaged)
        damage(damaged)
        found[what] = refused(damaged, empty)
        shutil.rmtree(damaged, ignore_errors=True)
    assert found == {what: key for what, _, key in damages}
    assert content(empty) == before
    assert refused(tmp_path / "gone", tmp_path / "none.hsct") == "archive_no_folder"
    assert not (tmp_path / "none.hsct").exists()


@pytest.mark.soak
def test_an_archive_of_an_older_program_is_brought_up_to_date(ws: Workspace, tmp_path: Path) -> None:
    """Revision 0008 added one table to 0007: without it, the archive is one that 0007 would have made."""

    def older(facts: dict[str, Any]) -> None:
        facts["schema"] = "0007"
        facts["tables"] = [table for table in facts["tables"] if table["name"] != "import_run"]

    register(as_physician(ws), None)  # nobody whose visits are history, which 0007 did not know
    folder = tmp_path / "archive"
    archive.write(ws, folder)
    (folder / "tables/import_run.jsonl").unlink()
    seal(folder, older)
    archive.read_in(folder, tmp_path / "new.hsct")
    same_but_one_line(content(ws.store.path), content(tmp_path / "new.hsct"))
    assert structure(tmp_path / "new.hsct") == structure(ws.store.path)
