"""`audit verify` and `audit export`: exit 0 only when everything holds; what was written leaves as it is."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.backup import Why
from hsct_desktop.services import backups
from hsct_desktop.store import staff
from hsct_desktop.store.engine import open_store
from tests.commands.running import Capture, refuse, run


@pytest.fixture
def own(ward: Path, tmp_path: Path) -> Path:
    """A copy of the practice ward that a test may spoil."""
    return Path(shutil.copy(ward, tmp_path / "own.hsct"))


def add(path: Path, name: str) -> None:
    store = open_store(path)
    with store.write(None, "staff.add") as session:
        staff.add(session, name, Role.NURSE)
    store.close()


def outside(path: Path, statement: str) -> None:
    """What another tool does: without our functions it must drop the triggers first."""
    other = sqlite3.connect(path, isolation_level=None)
    for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        other.execute(f"DROP TRIGGER {name}")
    other.execute(statement)
    other.close()


def verify(path: Path, capsys: Capture, *more: str | Path) -> tuple[int, dict[str, str]]:
    code = main([str(one) for one in ("audit", "verify", "--database", path, "--format", "json", *more)])
    rows = json.loads(capsys.readouterr().out)
    return code, {row["check"]: row["holds"] + " " + row["text"] for row in rows}


@pytest.mark.soak
def test_a_sound_file_holds(own: Path, capsys: Capture) -> None:
    code, found = verify(own, capsys)
    assert code == 0
    assert found["chain"].startswith("yes every entry to number ")
    assert found["rows"] == "yes every record is as the log holds it"
    assert found["kept"] == "yes signed letters and papers are as they were kept"
    assert found.keys() == {"chain", "rows", "kept"}


@pytest.mark.soak
def test_an_edited_line_is_named(own: Path, capsys: Capture) -> None:
    outside(own, "UPDATE change_log SET staff_id = 2 WHERE seq = 40")
    code, found = verify(own, capsys)
    assert code == 1
    assert found["chain"].startswith("no Entry 40 of the change log is not as it was written.")
    assert "log_patient_update" in found["triggers"]


def test_a_row_written_past_the_log_is_named(own: Path, capsys: Capture) -> None:
    outside(own, "UPDATE patient SET family_name = 'Past' WHERE id = 2")
    code, found = verify(own, capsys)
    assert code == 1
    assert found["chain"].startswith("yes ")
    assert found["rows"].startswith("no ")
    assert "patient" in found["rows"]


@pytest.mark.soak
def test_the_bytes_of_a_signed_letter_written_past_the_log_are_named(own: Path, capsys: Capture) -> None:
    outside(own, "UPDATE letter_content SET content = x'255044462d'")
    code, found = verify(own, capsys)
    assert code == 1
    assert found["rows"].startswith("yes ")
    assert found["kept"].startswith("no The signed letter ")


@pytest.mark.soak
def test_a_tail_that_was_cut_is_found_against_the_backups(own: Path, tmp_path: Path, capsys: Capture) -> None:
    add(own, "First")
    row = backups.make(own, None, Why.COMMAND)
    code, found = verify(own, capsys, "--anchor", row.path.with_name(row.path.stem + ".manifest.json"))
    assert code == 0
    assert row.path.name in found["anchor"]
    outside(own, "DELETE FROM change_log WHERE seq = (SELECT max(seq) FROM change_log)")
    outside(own, "DELETE FROM staff WHERE name = 'First'")
    code, found = verify(own, capsys)  # the usual folder is looked into by itself
    assert code == 1
    assert found["chain"].startswith("yes ")
    assert found["anchor"].startswith("no The change log lacks entries")


@pytest.mark.soak
def test_what_cannot_be_tried_says_so(own: Path, tmp_path: Path, capsys: Capture) -> None:
    asked = ("audit", "verify", "--database", own, "--anchor")
    assert "no backup" in refuse(*asked, tmp_path / "nothing", capsys=capsys)
    assert "no backup" in refuse(*asked, tmp_path, capsys=capsys)
    row = backups.make(own, None, Why.COMMAND)
    manifest = row.path.with_name(row.path.stem + ".manifest.json")
    manifest.write_text(manifest.read_text().replace('"audit_seq": ', '"audit_seq": 1'))
    assert "cannot be trusted" in refuse(*asked, manifest, capsys=capsys)
    assert "takes no --by" in refuse("audit", "verify", "--by", "X", capsys=capsys)
    assert "is not a date" in refuse("audit", "export", "--since", "X", capsys=capsys)


def test_export_by_person_period_and_kind(own: Path, tmp_path: Path, capsys: Capture) -> None:
    asked = ("audit", "export", "--database", own)
    out, _ = run(*asked, "--kind", "patient", "--format", "csv", capsys=capsys)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) > 10
    assert {"Patients", "Allergies and intolerances", "Tags"} >= {row["record"].split(" · ")[0] for row in rows}
    assert all(row["workstation"] and row["who"] for row in rows)
    out, _ = run(*asked, "--until", "2020-01-01", "--format", "json", capsys=capsys)
    assert json.loads(out) == []
    for ending, start in ((".pdf", b"%PDF-"), (".csv", b"\xef\xbb\xbf")):
        place = tmp_path / f"report{ending}"
        run(*asked, "--kind", "staff", "--output", place, capsys=capsys)
        assert place.read_bytes().startswith(start)
    assert "neither" in refuse(*asked, "--output", tmp_path / "report.txt", capsys=capsys)
    assert "no kind of record called x" in refuse(*asked, "--kind", "x", capsys=capsys)
    assert "Nobody" in refuse(*asked, "--by", "Nobody", capsys=capsys)


def test_a_paper_by_command_is_put_on_record(own: Path, tmp_path: Path, capsys: Capture) -> None:
    file = sqlite3.connect(own)
    patient_id, code = file.execute("SELECT id, code FROM patient ORDER BY id LIMIT 1").fetchone()
    before = file.execute("SELECT coalesce(max(seq), 0) FROM access_log").fetchone()
    run("summary", code, "--database", own, "--output", tmp_path / "summary.pdf", capsys=capsys)
    looks = file.execute("SELECT staff_id, patient_id, what FROM access_log WHERE seq > ?", before).fetchall()
    file.close()
    assert [(patient, what) for _, patient, what in looks] == [(patient_id, "paper")]
