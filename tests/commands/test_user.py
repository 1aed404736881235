"""`user`: who can unlock a file; a passphrase that somebody else gave holds until one's own is chosen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.commands import passphrase
from tests.commands.running import PASSPHRASE, PERSON, Capture, refuse, run

NURSE = "Nora Rossi"


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(passphrase.VARIABLE, PASSPHRASE)


def words(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"{text}\n", encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.mark.soak
def test_somebody_is_added_chooses_and_is_disabled(locked: Path, tmp_path: Path, capsys: Capture) -> None:
    given, own = words(tmp_path, "given", "seven brown owls blink"), words(tmp_path, "own", "eleven small boats sink")
    on = ("--database", locked)
    output, beside = run("user", "add", NURSE, "--role", "nurse", "--new-passphrase-file", given, *on, capsys=capsys)
    assert beside == ""
    assert NURSE in output
    assert "one unlocking" in refuse("database", "check", locked, "--passphrase-file", given, capsys=capsys)
    assert main(["database", "info", str(locked), "--passphrase-file", str(given)]) == 2
    assert "one unlocking" in capsys.readouterr().err
    for unchosen in (("worklist",), ("user", "list"), ("backup", "--to", tmp_path / "copies")):
        assert "one unlocking" in refuse(*unchosen, *on, "--passphrase-file", given, capsys=capsys)
    run("user", "reset", NURSE, *on, "--passphrase-file", given, "--new-passphrase-file", own, capsys=capsys)
    assert run("worklist", *on, "--user", NURSE.upper(), "--passphrase-file", own, capsys=capsys)[0]
    refuse("worklist", *on, "--passphrase-file", given, capsys=capsys)
    new = ("user", "add", "Other", "--role", "nurse", "--new-passphrase-file", given)
    assert "administrator" in refuse(*new, *on, "--passphrase-file", own, capsys=capsys)
    rows = json.loads(run("user", "list", "--format", "json", *on, capsys=capsys)[0])
    assert [(row["name"], row["unlocks"], row["active"]) for row in rows] == [
        (PERSON, "yes", "yes"), (NURSE, "yes", "yes"),
    ]  # fmt: skip
    run("user", "disable", NURSE, *on, capsys=capsys)
    refuse("worklist", *on, "--passphrase-file", own, capsys=capsys)
    rows = json.loads(run("user", "list", "--format", "json", *on, capsys=capsys)[0])
    assert [(row["name"], row["active"]) for row in rows] == [(PERSON, "yes"), (NURSE, "")]
    assert "FAIL" not in run("database", "check", locked, capsys=capsys)[0]


@pytest.mark.soak
def test_who_forgot_is_given_another(locked: Path, tmp_path: Path, capsys: Capture) -> None:
    first, second = words(tmp_path, "first", "seven brown owls blink"), words(tmp_path, "second", "nine wet foxes yawn")
    on = ("--database", locked)
    run("user", "add", NURSE, "--role", "nurse", "--new-passphrase-file", first, *on, capsys=capsys)
    run("user", "reset", NURSE, "--new-passphrase-file", second, *on, capsys=capsys)
    assert "one unlocking" in refuse("worklist", *on, "--passphrase-file", second, capsys=capsys)
    assert "another one" in refuse("worklist", *on, "--passphrase-file", first, capsys=capsys)


@pytest.mark.soak
def test_what_is_refused_changes_nothing(
    locked: Path, copied: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, weak = words(tmp_path, "good", "seven brown owls blink"), words(tmp_path, "weak", "short")
    keys = locked.with_name("unit.hsct.keys")
    before = keys.read_bytes()
    on = ("--database", locked)
    add = ("user", "add", NURSE, "--role", "nurse")
    said = [
        refuse(*add, "--new-passphrase-file", weak, *on, capsys=capsys),
        refuse(*add, "--new-passphrase-file", tmp_path / "none", *on, capsys=capsys),
        refuse("user", "add", PERSON, "--role", "nurse", "--new-passphrase-file", good, *on, capsys=capsys),
        refuse("user", "add", NURSE, "--role", "king", "--new-passphrase-file", good, *on, capsys=capsys),
        refuse("user", "disable", "Nobody", *on, capsys=capsys),
        refuse("user", "disable", PERSON, *on, capsys=capsys),
        refuse("user", "reset", "Nobody", "--new-passphrase-file", good, *on, capsys=capsys),
        refuse("user", "list", *on, "--user", "Nobody", capsys=capsys),
        refuse("user", "list", "--database", copied, capsys=capsys),
    ]
    assert all(len(sentence.split()) > 4 for sentence in said)
    assert not any("seven brown" in sentence for sentence in said)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert "--new-passphrase-file" in refuse(*add, *on, capsys=capsys)
    assert keys.read_bytes() == before


def test_who_unlocked_is_who_writes(locked: Path, tmp_path: Path, capsys: Capture) -> None:
    out = ("export", "--format", "csv", "--kind", "patients", "--output", tmp_path / "out", "--database", locked)
    assert PERSON in refuse(*out, "--by", "Somebody Else", capsys=capsys)
    assert not (tmp_path / "out").exists()
    run(*out, "--by", PERSON, capsys=capsys)
    assert (tmp_path / "out").exists()


def test_a_passphrase_is_no_argument(locked: Path, capsys: Capture) -> None:
    for option in ("--passphrase", "--password", "--key"):
        assert refuse("worklist", "--database", locked, option, PASSPHRASE, capsys=capsys)
