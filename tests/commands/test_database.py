"""`database`: made encrypted, proven line by line, and told about without a word of a patient."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.commands import passphrase
from hsct_desktop.domain.author import Role
from hsct_desktop.services import access
from tests.commands.running import PASSPHRASE, PERSON, UNIT, Capture, inside, refuse, run

CREATE = ("--unit", UNIT, "--by", PERSON, "--role", "physician")
LINES = ("encryption", "page", "structure", "reference", "revision", "triggers", "change log", "key file", "recovery")


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(passphrase.VARIABLE, PASSPHRASE)


def ends(capsys: Capture, *arguments: str | Path) -> tuple[int, str]:
    code = main([str(argument) for argument in arguments])
    return code, capsys.readouterr().out


@pytest.mark.soak
@pytest.mark.usefixtures("known")
def test_a_file_is_made_encrypted_and_its_recovery_key_shown_once(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "new.hsct"
    output, beside = run("database", "create", path, *CREATE, capsys=capsys)
    assert beside == ""
    assert sorted(found.name for found in tmp_path.iterdir()) == ["new.hsct", "new.hsct.keys"]
    assert access.state_of(path) is access.FileState.ENCRYPTED
    recovery_key = output.splitlines()[-1].strip()
    assert access.unlock(path, recovery_key).by_recovery
    keys = path.with_name("new.hsct.keys").read_text(encoding="utf-8")
    assert recovery_key not in keys
    assert PASSPHRASE not in output + keys
    if os.name == "posix":
        assert {found.stat().st_mode & 0o077 for found in tmp_path.iterdir()} == {0}
    assert "new.hsct" in refuse("database", "create", path, *CREATE, capsys=capsys)


@pytest.mark.usefixtures("known")
def test_the_recovery_key_goes_into_a_new_file_that_nobody_else_reads(tmp_path: Path, capsys: Capture) -> None:
    path, place = tmp_path / "new.hsct", tmp_path / "sealed.txt"
    output, _ = run("database", "create", path, *CREATE, "--recovery-file", place, capsys=capsys)
    recovery_key = place.read_text(encoding="utf-8").strip()
    assert recovery_key not in output
    assert access.unlock(path, recovery_key).by_recovery
    if os.name == "posix":
        assert place.stat().st_mode & 0o077 == 0
    other = tmp_path / "other.hsct"
    for taken in (place, other, tmp_path / "none" / "sealed.txt"):
        refuse("database", "create", other, *CREATE, "--recovery-file", taken, capsys=capsys)
    assert not other.exists()


def test_a_weak_passphrase_makes_no_file(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    for weak in ("short", "123456789012", "passwordpassword", f"{PERSON} {PERSON}"):
        monkeypatch.setenv(passphrase.VARIABLE, weak)
        assert weak not in refuse("database", "create", tmp_path / "new.hsct", *CREATE, capsys=capsys)
    monkeypatch.delenv(passphrase.VARIABLE)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert passphrase.VARIABLE in refuse("database", "create", tmp_path / "new.hsct", *CREATE, capsys=capsys)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("known")
def test_check_says_of_each_thing_that_it_holds(locked: Path, capsys: Capture) -> None:
    before = locked.read_bytes()
    output, beside = run("database", "check", locked, capsys=capsys)
    assert beside == ""
    lines = output.splitlines()
    assert all(line.startswith("ok  ") for line in lines)
    assert all(any(word in line for line in lines) for word in LINES)
    assert locked.read_bytes() == before


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("place", [20, 5000, 200_000, -3000])
def test_a_flipped_byte_anywhere_is_found(locked: Path, capsys: Capture, place: int) -> None:
    content = bytearray(locked.read_bytes())
    content[place] ^= 1
    locked.write_bytes(content)
    code, output = ends(capsys, "database", "check", locked)
    assert code == 1
    assert any(line.startswith("FAIL") for line in output.splitlines())


def altered(path: Path, *statements: str) -> None:
    """What somebody who has the key does with another program."""
    with inside(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE change_log SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 3", "broken at entry 3"),
        ("DELETE FROM change_log WHERE seq = 2", "broken at entry 2"),
        ("SELECT 1", "Triggers of the change log that are missing"),
        ("UPDATE alembic_version SET version_num = '9999'", "revision 9999"),
        ("PRAGMA application_id = 7", "no data file of this program"),
    ],
)
def test_what_was_changed_behind_the_program_is_named(locked: Path, capsys: Capture, statement: str, said: str) -> None:
    altered(locked, statement)
    code, output = ends(capsys, "database", "check", locked)
    assert code == 1
    failed = [line for line in output.splitlines() if line.startswith("FAIL")]
    assert any(said in line for line in failed), output


@pytest.mark.soak
@pytest.mark.usefixtures("known")
def test_a_cut_log_is_found_by_the_newest_backup(locked: Path, capsys: Capture) -> None:
    from hsct_desktop.domain.backup import Why
    from hsct_desktop.services import backups

    key = access.unlock(locked, PASSPHRASE).key
    made = backups.make(locked, key, Why.COMMAND)
    assert made.head.seq in (entry for entry in range(1, 100))
    assert made.path.name in run("database", "check", locked, capsys=capsys)[0]
    altered(locked, f"DELETE FROM change_log WHERE seq = {made.head.seq}")  # noqa: S608 - a number
    code, output = ends(capsys, "database", "check", locked)
    assert code == 1
    assert f"Entry {made.head.seq} of the backup" in output


def test_a_plain_file_fails_for_its_encryption_alone(copied: Path, capsys: Capture) -> None:
    code, output = ends(capsys, "database", "check", copied)
    assert code == 1
    assert [line for line in output.splitlines() if line.startswith("FAIL")] == [
        "FAIL  The file is not encrypted: whoever gets it can read it."
    ]


@pytest.mark.usefixtures("known")
def test_a_key_file_that_somebody_edited_is_named(locked: Path, capsys: Capture) -> None:
    keys = locked.with_name("unit.hsct.keys")
    keys.write_text(keys.read_text(encoding="utf-8").replace('"administers": true', '"administers": false'))
    said = refuse("database", "check", locked, capsys=capsys)
    assert "unit.hsct.keys" in said


def test_info_tells_without_a_passphrase_what_anybody_can_see(
    locked: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, _ = run("database", "info", locked, capsys=capsys)
    assert {"encrypted: yes", "practice: no", f"users: {PERSON} (physician)", "backups: 0"} <= set(outside.splitlines())
    assert "unit:" not in outside
    monkeypatch.setenv(passphrase.VARIABLE, PASSPHRASE)
    inside, _ = run("database", "info", locked, capsys=capsys)
    assert {"kind: real", f"unit: {UNIT}", "patients: 0", "staff: 1"} <= set(inside.splitlines())


def test_info_of_a_file_with_patients_names_none(copied: Path, capsys: Capture) -> None:
    with closing(sqlite3.connect(copied)) as connection:
        names = {
            name for row in connection.execute("SELECT family_name, given_name, code FROM patient") for name in row
        }
    output, _ = run("database", "info", copied, capsys=capsys)
    assert "patients: 26" in output
    assert not any(name in output for name in names)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("verb", ["check", "info"])
def test_what_is_no_file_is_one_sentence(tmp_path: Path, capsys: Capture, verb: str) -> None:
    (tmp_path / "empty.hsct").touch()
    (tmp_path / "text.hsct").write_text("just words\n" * 50, encoding="utf-8")
    for name in ("none.hsct", "none/below.hsct", ".", "empty.hsct", "text.hsct"):
        assert refuse("database", verb, tmp_path / name, capsys=capsys)


def test_the_file_stands_behind_the_command(locked: Path, capsys: Capture) -> None:
    assert "--database" in refuse("database", "check", locked, "--database", locked, capsys=capsys)
    assert "--practice" in refuse("database", "info", locked, "--practice", capsys=capsys)


@pytest.mark.soak
def test_a_practice_file_is_checked_by_its_published_passphrase(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "ward.hsct"
    access.create_practice(path, on=date(2026, 11, 20), patients=1).close()
    output, _ = run("database", "check", path, capsys=capsys)
    assert "FAIL" not in output
    assert "kind: practice" in run("database", "info", path, capsys=capsys)[0]
    moved = tmp_path / "moved.hsct"
    shutil.copy(path, moved)
    assert "moved.hsct.keys" in refuse("worklist", "--database", moved, capsys=capsys)
    assert Role.NURSE.value in run("database", "info", path, capsys=capsys)[0]
