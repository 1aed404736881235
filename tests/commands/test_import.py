"""`import`, `import-template` and `export`: exit codes, the report, what is printed, what is written."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.commands import passphrase
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import access, files
from hsct_desktop.store import staff
from hsct_desktop.store.engine import open_store
from tests.commands.running import ON, PASSPHRASE, Capture, beside_the_warning, inside, refuse, run
from tests.exchange.xlsx import packed, parts_of, sheet_xml

HEAD = "Code,Family name,Given name,Date of birth,Sex,Disease,Day 0"
MARIA = "MS-1,Solinas,Maria,1980-05-21,F,MS,2024-03-14"
PAOLO = "MS-2,Neri,Paolo,1975-01-31,M,MS,2025-10-22"
WITHOUT_BIRTH = "MS-3,Verdi,Anna,,F,MS,2025-10-22"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty file of a unit in which one physician works."""
    path = tmp_path_factory.mktemp("unit") / "unit.hsct"
    files.create(path, "Unit", "Dr Physician", Role.PHYSICIAN).close()
    return path


@pytest.fixture
def unit(fresh: Path, tmp_path: Path, usual: Path) -> Path:
    """A copy of it, with no mappings saved."""
    return Path(shutil.copy(fresh, tmp_path / "unit.hsct"))


def table(tmp_path: Path, *rows: str, name: str = "patients.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    return path


def bring(capsys: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(part) for part in ("import", *arguments, "--on", ON)])
    output, beside = capsys.readouterr()
    return code, output, beside_the_warning(beside)


def count(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {name} WHERE voided_at IS NULL").fetchone()[0]  # noqa: S608
        return found


def test_a_file_comes_in_once(unit: Path, tmp_path: Path, capsys: Capture) -> None:
    file, report, refused = table(tmp_path, MARIA, PAOLO), tmp_path / "r.json", tmp_path / "refused.csv"
    how = (file, "--kind", "patients", "--database", unit, "--report", report, "--rejected", refused)
    code, output, _ = bring(capsys, *how, "--dry-run")
    assert (code, count(unit, "patient")) == (0, 0)
    assert "kind: patients" in output  # the mapping that was recognised
    assert "2 read = 2 new + 0 changed" in output
    code, output, _ = bring(capsys, *how, "--overwrite")
    assert (code, count(unit, "patient"), refused.exists()) == (0, 2, False)
    said = json.loads(report.read_text(encoding="utf-8"))
    assert {key: said[key] for key in ("kind", "rows_read", "new", "refused", "dry_run")} == {
        "kind": "patients", "rows_read": 2, "new": 2, "refused": 0, "dry_run": False,
    }  # fmt: skip
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(output[: output.index("2 read")], encoding="utf-8")
    code, output, _ = bring(capsys, *how, "--overwrite", "--mapping", mapping)
    assert (code, output.splitlines()[0]) == (0, "2 read = 0 new + 0 changed + 2 same + 0 conflict + 0 refused")


def test_what_is_refused_is_told_and_comes_back_corrected(unit: Path, tmp_path: Path, capsys: Capture) -> None:
    file, refused = table(tmp_path, MARIA, WITHOUT_BIRTH), tmp_path / "refused.csv"
    how = ("--kind", "patients", "--database", unit, "--rejected", refused)
    code, _, beside = bring(capsys, file, *how)
    assert (code, count(unit, "patient")) == (3, 1)
    assert "[3]" in beside
    lines = refused.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith(HEAD)
    assert lines[1].startswith(WITHOUT_BIRTH)
    alone = tmp_path / "alone.csv"
    code, _, _ = bring(capsys, refused, "--kind", "patients", "--database", unit, "--rejected", alone)
    assert code == 2  # nothing of it could be done
    assert alone.read_text(encoding="utf-8-sig").splitlines() == lines
    refused.write_text("\n".join(lines).replace("Anna,,", "Anna,1990-02-28,"), encoding="utf-8")
    assert bring(capsys, refused, *how[:-1], alone, "--overwrite")[0] == 0
    assert count(unit, "patient") == 2


@pytest.mark.soak
def test_the_sheets_of_the_kind_are_taken_and_said(unit: Path, tmp_path: Path, capsys: Capture) -> None:
    """Of four sheets the two of patients; refused rows of both are no CSV, which is said before anything comes in."""
    people = {name: [HEAD.split(","), row.split(",")] for name, row in (("A", MARIA), ("B", PAOLO))}
    scores = [["Code", "Date of examination", "EDSS", "Examiner"], ["MS-1", "2024-05-02", "4.0", "Rossi"]]
    file, refused = tmp_path / "unit.xlsx", tmp_path / "refused.csv"
    how = (file, "--kind", "patients", "--database", unit)
    for name in people:
        people[name].append(["", *WITHOUT_BIRTH.split(",")[1:]])
    sheets = {"Read me": [["What this is"]], "A": people["A"], "EDSS": scores, "B": people["B"]}
    file.write_bytes(packed(parts_of({name: sheet_xml(rows) for name, rows in sheets.items()})))
    code, _, beside = bring(capsys, *how, "--rejected", refused)
    assert (code, "refused.csv" in beside) == (2, True)
    assert (count(unit, "patient"), refused.exists()) == (0, False)
    code, output, beside = bring(capsys, *how)
    assert (code, count(unit, "patient")) == (3, 2)
    assert "Sheets read: A, B; not read: Read me, EDSS" in beside
    assert ('sheet: "A"' in output, 'sheet: "B"' in output) == (True, True)


def test_a_column_that_would_be_guessed_is_a_refusal_that_names_it(unit: Path, tmp_path: Path, capsys: Capture) -> None:
    row = MARIA.replace("1980-05-21", "03/04/1980")
    code, output, beside = bring(
        capsys, table(tmp_path, row), "--kind", "patients", "--database", unit, "--report", tmp_path / "r.json"
    )
    assert (code, count(unit, "patient")) == (2, 0)
    assert "Date of birth" in beside
    assert "kind: patients" in output
    said = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert {column["head"]: column["asks"] for column in said["columns"]}["Date of birth"] == ["date_order"]


def test_what_cannot_be_done_is_one_sentence(unit: Path, tmp_path: Path, capsys: Capture) -> None:
    file = table(tmp_path, MARIA)
    base = ("import", file, "--kind", "patients")
    second = Path(shutil.copy(unit, tmp_path / "two.hsct"))
    store = open_store(second)
    with store.write(1, "staff.add") as session:
        staff.add(session, "Bea", Role.NURSE)
    store.close()
    said = {
        "file": refuse("import", tmp_path / "no.csv", "--kind", "patients", "--database", unit, capsys=capsys),
        "database": refuse(*base, capsys=capsys),
        "who": refuse(*base, "--database", second, capsys=capsys),
        "name": refuse(*base, "--database", unit, "--by", "Nobody", capsys=capsys),
        "kind": refuse("import", file, "--kind", "cars", "--database", unit, capsys=capsys),
        "mapping": refuse(*base, "--database", unit, "--mapping", "unheard", capsys=capsys),
        "sheet": refuse(*base, "--database", unit, "--sheet", "Neuro", capsys=capsys),
        "archive": refuse("import", tmp_path, "--kind", "all", "--database", tmp_path / "n.hsct", capsys=capsys),
        "option": refuse("import", tmp_path, "--kind", "all", "--sheet", "x", "--database", unit, capsys=capsys),
        "report": refuse(*base, "--database", unit, "--report", file, capsys=capsys),
        "rejected": refuse(*base, "--database", unit, "--rejected", unit, capsys=capsys),
        "over": refuse(*base, "--database", unit, "--rejected", file, capsys=capsys),
        "format": refuse("export", "--output", tmp_path / "x", "--database", unit, capsys=capsys),
        "exported": refuse("export", "--kind", "cars", "--format", "csv", "--output", tmp_path / "x", "--database",
                           unit, capsys=capsys),
        "analysis": refuse("export", "analysis", "--identified", "--output", tmp_path / "x", "--database", unit,
                           capsys=capsys),
        "template": refuse("import-template", "edss", "--output", tmp_path / "t.csv", capsys=capsys),
    }  # fmt: skip
    assert {what: len(text.split()) > 4 for what, text in said.items()} == dict.fromkeys(said, True)
    assert "Bea" in said["who"]
    assert not (tmp_path / "n.hsct").exists()
    assert count(unit, "patient") == 0


@pytest.mark.soak
def test_a_new_file_is_made_for_a_table_and_only_for_one(
    tmp_path: Path, capsys: Capture, usual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, new = table(tmp_path, MARIA), tmp_path / "new.hsct"
    how = (file, "--kind", "patients", "--database", new)
    assert "--create" in refuse("import", *how, capsys=capsys)
    assert "--by" in refuse("import", *how, "--create", capsys=capsys)
    assert passphrase.VARIABLE in refuse("import", *how, "--create", "--by", "Dora", capsys=capsys)
    monkeypatch.setenv(passphrase.VARIABLE, PASSPHRASE)
    code, output, _ = bring(capsys, *how, "--create", "--by", "Dora", "--dry-run")
    assert (code, "recovery key" in output) == (0, False)
    assert bring(capsys, table(tmp_path, WITHOUT_BIRTH, name="bad.csv"), *how[1:], "--create", "--by", "Dora")[0] == 2
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith("new")]
    code, output, _ = bring(capsys, *how, "--create", "--by", "Dora", "--unit", "Ward 7")
    assert code == 0
    assert access.unlock(new, output.splitlines()[-1].strip()).by_recovery
    with inside(new) as connection:
        assert connection.execute("SELECT count(*) FROM patient").fetchone() == (1,)
        assert connection.execute("SELECT name, role FROM staff").fetchall() == [("Dora", "data_manager")]
        assert connection.execute("SELECT value FROM setting WHERE key = 'unit.name'").fetchone() == ("Ward 7",)
    before = new.read_bytes()
    assert "exists already" in refuse("import", *how, "--create", "--by", "Dora", capsys=capsys)
    assert new.read_bytes() == before


@pytest.mark.soak
def test_a_complete_copy_becomes_an_encrypted_file(
    unit: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, new, place = tmp_path / "whole", tmp_path / "new.hsct", tmp_path / "sealed.txt"
    bring(capsys, table(tmp_path, MARIA), "--kind", "patients", "--database", unit)
    run("export", "--format", "jsonl", "--identified", "--output", folder, "--database", unit, capsys=capsys)
    how = ("import", folder, "--kind", "all", "--database", new)
    assert passphrase.VARIABLE in refuse(*how, capsys=capsys)
    run(*how, "--dry-run", capsys=capsys)
    monkeypatch.setenv(passphrase.VARIABLE, PASSPHRASE)
    assert "Nobody" in refuse(*how, "--by", "Nobody", capsys=capsys)
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith("new")]
    output, _ = run(*how, "--by", "dr physician", "--recovery-file", place, capsys=capsys)
    assert access.unlock(new, place.read_text(encoding="utf-8").strip()).by_recovery
    assert place.read_text(encoding="utf-8").strip() not in output
    assert [user.name for user in access.users_of(new)] == ["Dr Physician"]
    with inside(new) as connection:
        assert connection.execute("SELECT family_name FROM patient").fetchall() == [("Solinas",)]
    assert "FAIL" not in run("database", "check", new, capsys=capsys)[0]
    assert "Dr Physician" in run("user", "list", "--database", new, capsys=capsys)[0]


@pytest.mark.soak
def test_a_place_where_nothing_can_be_written_is_told_before_anything_comes_in(
    unit: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, out, gone = table(tmp_path, MARIA, WITHOUT_BIRTH), tmp_path / "out.csv", tmp_path / "gone"
    mapping = tmp_path / "map.csv"
    mapping.write_text("x", encoding="utf-8")
    before = file.read_bytes()
    base = ("import", file, "--kind", "patients", "--database", unit, "--overwrite")
    link = tmp_path / "link.csv"
    link.hardlink_to(file)
    for places in (
        ("--rejected", file), ("--report", file), ("--rejected", link), ("--rejected", out, "--report", out),
        ("--rejected", gone / "x.csv"), ("--rejected", "/proc/x.csv"), ("--mapping", mapping, "--report", mapping),
    ):  # fmt: skip
        assert refuse(*base, *places, capsys=capsys)
    assert count(unit, "patient") == 0
    assert (file.read_bytes(), out.exists()) == (before, False)

    def full(*_: object, **__: object) -> None:
        raise KnownError("output_disk_full", path=out)

    monkeypatch.setattr("hsct_desktop.services.import_report.write_refused", full)
    code, output, beside = bring(capsys, *base[1:], "--rejected", out, "--report", tmp_path / "r.json")
    assert (code, count(unit, "patient")) == (3, 1)  # what is in is in, and is not called nothing
    assert "2 read = 1 new" in output
    assert "out.csv" in beside
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["new"] == 1


def test_own_codes_that_are_asked_stand_in_the_printed_mapping_with_what_they_can_mean(
    unit: Path, tmp_path: Path, capsys: Capture
) -> None:
    file = table(tmp_path, MARIA.replace(",F,", ",zz,"))
    how = (file, "--kind", "patients", "--database", unit)
    code, output, _ = bring(capsys, *how)
    assert code == 2
    assert "female, male" in output
    mapping = tmp_path / "map.yaml"
    answered = output.replace('{own: "zz", means: }', '{own: "zz", means: female}').replace("    # codes", "    codes")
    mapping.write_text(answered.replace("    #   -", "      -"), encoding="utf-8")
    assert bring(capsys, *how, "--mapping", mapping)[0] == 0
    mapping.write_text(answered.replace("    codes:", "    codes: {zz: female}"), encoding="utf-8")
    code, _, beside = bring(capsys, *how, "--mapping", mapping)
    assert (code, beside.count("\n")) == (2, 1)
    assert '- {own: "zz", means: female}' in beside
    assert refuse("import", *how, "--mapping", "m" * 5000, capsys=capsys)


@pytest.mark.skipif(os.name == "nt", reason="names of bytes are those of POSIX")
def test_a_name_that_is_no_text_is_shown_as_far_as_it_is_one(unit: Path, tmp_path: Path, capsys: Capture) -> None:
    file = table(tmp_path, MARIA).rename(tmp_path / os.fsdecode(b"old\xff.csv"))
    how = ("--kind", "patients", "--database", unit)
    assert "cannot be read" in refuse("import", file, *how, "--by", os.fsdecode(b"Ann\xff"), capsys=capsys)
    code, output, _ = bring(capsys, file, *how, "--report", tmp_path / "r.json")
    assert code == 0
    assert 'name: "old\ufffd"' in output
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["file"] == "old\ufffd.csv"
    with closing(sqlite3.connect(unit)) as connection:
        assert connection.execute("SELECT file_name FROM import_run").fetchall() == [("old\ufffd.csv",)]


@pytest.mark.soak
def test_everything_goes_out_and_becomes_the_same_file(unit: Path, tmp_path: Path, capsys: Capture) -> None:
    bring(capsys, table(tmp_path, MARIA), "--kind", "patients", "--database", unit)
    folder, new = tmp_path / "archive", tmp_path / "new.hsct"
    run("export", "--kind", "all", "--format", "jsonl", "--identified", "--output", folder, "--database", unit,
        capsys=capsys)  # fmt: skip
    assert (folder / "tables" / "patient.jsonl").read_text(encoding="utf-8").count("Solinas") >= 1
    output, _ = run("import", folder, "--kind", "all", "--database", new, "--dry-run", capsys=capsys)
    assert "can be read in" in output
    assert not new.exists()
    run("import", folder, "--kind", "all", "--database", new, capsys=capsys)
    assert count(new, "scheduled_visit") == count(unit, "scheduled_visit") > 0
    assert refuse("import", folder, "--kind", "all", "--database", new, capsys=capsys)


def test_tables_the_analysis_set_and_a_template(unit: Path, tmp_path: Path, capsys: Capture) -> None:
    bring(capsys, table(tmp_path, MARIA), "--kind", "patients", "--database", unit)
    out = tmp_path / "edss.csv"
    run("export", "--kind", "edss", "--format", "csv", "--output", out, "--database", unit, capsys=capsys)
    assert out.read_text(encoding="utf-8-sig").startswith("patient")
    output, _ = run("export", "analysis", "--output", tmp_path / "set", "--days", "--database", unit, capsys=capsys)
    assert "patients.csv: 1" in output
    assert "Solinas" not in (tmp_path / "set" / "patients.csv").read_text(encoding="utf-8")
    run("import-template", "edss", "--output", tmp_path / "edss.xlsx", "--language", "it", capsys=capsys)
    assert (tmp_path / "edss.xlsx").read_bytes().startswith(b"PK")
