"""`patient export` and `patient pseudonymise`: a folder whose name holds the code alone; a record without a patient."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Role
from hsct_desktop.services import files
from hsct_desktop.store import staff
from tests.commands.running import PASSPHRASE, Capture, beside_the_warning, refuse, run
from tests.services.conftest import open_workspace
from tests.services.ward import register

CODE, FAMILY, PHONE = "MS-0124", "Quixotanski", "0555 010 4711"
KEEPER = ("--by", "S. Okonkwo")
REASON = "the time for which records are kept is over"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with one patient, in which a nurse works, and a data manager who administers it."""
    path = tmp_path_factory.mktemp("file") / "unit.hsct"
    files.create(path, "Unit of the tests", "M. Conti", Role.NURSE).close()
    ws = open_workspace(path, Catalogue())
    with ws.store.write(None, "staff.add") as session:
        staff.add(session, "S. Okonkwo", Role.DATA_MANAGER, administers=True)
    register(ws, 45, CODE, family_name=FAMILY, given_name="Marta", phone=PHONE, notes=f"{FAMILY} likes tea")
    ws.store.close()
    return path


@pytest.fixture
def own(made_once: Path, tmp_path: Path) -> Path:
    """A copy of it with an empty folder beside it."""
    (tmp_path / "out").mkdir()
    return Path(shutil.copy(made_once, tmp_path / "own.hsct"))


def on(path: Path, *arguments: str | Path) -> tuple[str | Path, ...]:
    return ("--database", path, "patient", *arguments)


def test_export(own: Path, tmp_path: Path, capsys: Capture) -> None:
    asked = ("export", CODE.lower(), "--output", tmp_path / "out", "--language", "it", "--reason", "asked", *KEEPER)
    said, beside = run(*on(own, *asked), capsys=capsys)
    (folder,) = (tmp_path / "out").iterdir()
    assert folder.name.startswith(f"patient-{CODE}-2")
    assert said.startswith(f"{folder}: ")
    assert beside == ""
    names = {path.name for path in folder.iterdir()}
    assert names == {"record.pdf", "record.json", "history.json", "history.csv", "README.txt"}
    held = json.loads((folder / "record.json").read_text("utf-8"))
    assert (held["patient"], held["language"]) == (CODE, "it")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("export", "MS-9999", "--output", "out", *KEEPER), "MS-9999"),
        (("export", CODE, "--output", "nowhere", *KEEPER), "nowhere"),
        (("export", CODE, "--output", "out", "--by", "M. Conti"), "nurse"),
        (("export", CODE, "--output", "out"), "--by"),
        (("pseudonymise", "MS-9999", *KEEPER), "MS-9999"),
        (("pseudonymise", CODE, "--by", "M. Conti"), "nurse"),
        (("pseudonymise", CODE, "--confirm", "MS-0123", "--reason", REASON, *KEEPER), CODE),
        (("pseudonymise", CODE, "--confirm", CODE, *KEEPER), "Say why"),
    ],
)
def test_refused(
    own: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert words in refuse(*on(own, *asked), capsys=capsys)
    assert list((tmp_path / "out").iterdir()) == []


def test_without_confirm_it_is_only_shown(own: Path, capsys: Capture) -> None:
    before = own.read_bytes()
    with pytest.raises(SystemExit) as stopped:
        main([str(one) for one in on(own, "pseudonymise", CODE, *KEEPER)])
    said, beside = capsys.readouterr()
    assert stopped.value.code == 1
    assert "change log" in said
    assert "Copies elsewhere" in said
    assert "Nothing was changed" in beside_the_warning(beside)
    assert own.read_bytes() == before


def test_pseudonymise(own: Path, capsys: Capture) -> None:
    said, beside = run(*on(own, "pseudonymise", CODE, "--confirm", CODE, "--reason", REASON, *KEEPER), capsys=capsys)
    assert "P-" in said
    assert "Copies elsewhere" in beside
    assert FAMILY not in said + beside
    content = own.read_bytes()
    assert not [one for one in (CODE, FAMILY, PHONE) if one.encode() in content]
    said, _ = run("--database", own, "audit", "verify", capsys=capsys)
    assert "yes" in said
    code = said_code(own)
    _, beside = run(*on(own, "pseudonymise", code, *KEEPER), capsys=capsys)
    assert "was pseudonymised on" in beside


def said_code(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        found: str = connection.execute("SELECT code FROM patient WHERE pseudonymised_at IS NOT NULL").fetchone()[0]
    return found


def test_an_encrypted_file_is_worked_in_by_who_unlocked_it(
    locked: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HSCT_PASSPHRASE", PASSPHRASE)
    (tmp_path / "out").mkdir()
    said = refuse(*on(locked, "export", "MS-1", "--output", tmp_path / "out"), capsys=capsys)
    assert "MS-1" in said
    said = refuse(*on(locked, "export", "MS-1", "--output", tmp_path / "out", "--by", "B. Nobody"), capsys=capsys)
    assert "A. Bianchi" in said


@pytest.mark.soak
def test_a_restore_of_a_backup_from_before_says_that_the_identity_is_back(
    own: Path, tmp_path: Path, capsys: Capture
) -> None:
    run("backup", "--to", tmp_path / "out", "--database", own, capsys=capsys)
    (one,) = (tmp_path / "out").glob("*.hsct")
    run(*on(own, "pseudonymise", CODE, "--confirm", CODE, "--reason", REASON, *KEEPER), capsys=capsys)
    _, told = run("restore", one, "--to", own, "--overwrite", "--reason", "wrong import", capsys=capsys)
    assert "before 1 record was pseudonymised" in told
    _, told = run("restore", one, "--to", own, "--overwrite", "--reason", "once more", capsys=capsys)
    assert "pseudonymised" not in told
