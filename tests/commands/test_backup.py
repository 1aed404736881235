"""`backup`, `backup verify` and `restore` as they are typed: exit 0 only when all of it holds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.services import access
from hsct_desktop.store import backup, backup_manifest, setting
from tests.commands.running import PASSPHRASE, Capture, refuse, run


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HSCT_PASSPHRASE", PASSPHRASE)


def made(path: Path, place: Path, capsys: Capture) -> Path:
    (row,) = json.loads(run("backup", "--to", place, "--database", path, "--format", "json", capsys=capsys)[0])
    assert (row["proof"], row["why"], row["problem"]) == ("proven", "command", "")
    return place / str(row["backup"])


def enter(path: Path, value: str) -> None:
    store = access.open_unlocked(access.unlock(path, PASSPHRASE))
    with store.write(None, "x") as session:
        setting.put(session, "colour", value)
    store.close()


def colour(path: Path) -> str:
    store = access.open_unlocked(access.unlock(path, PASSPHRASE))
    with store.read() as session:
        found = setting.get(session, "colour")
    store.close()
    return found


def test_a_backup_is_made_verified_and_restored(locked: Path, place: Path, capsys: Capture) -> None:
    enter(locked, "green")
    one = made(locked, place, capsys)
    assert run("backup", "verify", one, capsys=capsys)[0].splitlines()[1].split()[-1] == "proven"
    assert "proven" in run("backup", "verify", place, capsys=capsys)[0]
    enter(locked, "red")
    told = refuse("restore", one, "--to", locked, capsys=capsys)
    assert "--overwrite" in told
    said, _ = run("restore", one, "--to", locked, "--overwrite", "--reason", "wrong import", capsys=capsys)
    restored, kept = map(Path, said.splitlines())
    assert restored == locked
    assert (colour(restored), colour(kept)) == ("green", "red")
    new = locked.with_name("new.hsct")
    assert run("restore", one, "--to", new, capsys=capsys)[0].splitlines() == [str(new)]
    assert colour(new) == "green"


def harm(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0x04
    path.write_bytes(content)


@pytest.mark.soak
def test_verify_ends_with_1_where_one_does_not_hold(locked: Path, place: Path, capsys: Capture) -> None:
    first = made(locked, place, capsys)
    enter(locked, "green")
    second = made(locked, place, capsys)
    assert main(["backup", "verify", str(place)]) == 0
    capsys.readouterr()
    harm(first, 20_000)
    assert main(["backup", "verify", str(place), "--format", "json"]) == 1
    output, beside = capsys.readouterr()
    rows = {row["backup"]: (row["proof"], row["problem"]) for row in json.loads(output)}
    assert rows == {first.name: ("damaged", "changed"), second.name: ("proven", "")}
    assert first.name in beside
    assert main(["backup", "verify", str(first)]) == 1
    capsys.readouterr()
    before = locked.read_bytes()
    assert first.name in refuse("restore", first, "--to", locked, "--overwrite", capsys=capsys)
    assert locked.read_bytes() == before


@pytest.mark.soak
def test_a_changed_manifest_is_refused_unless_one_says_so(locked: Path, place: Path, capsys: Capture) -> None:
    one = made(locked, place, capsys)
    manifest = backup_manifest.manifest_of(one)
    manifest.write_text(manifest.read_text().replace('"why": "command"', '"why": "lock"'))
    assert main(["backup", "verify", str(one)]) == 1
    capsys.readouterr()
    target = locked.with_name("new.hsct")
    refuse("restore", one, "--to", target, capsys=capsys)
    assert not target.exists()
    run("restore", one, "--to", target, "--without-manifest", capsys=capsys)
    assert target.exists()


@pytest.mark.soak
def test_what_is_asked_wrongly_is_one_sentence(locked: Path, place: Path, tmp_path: Path, capsys: Capture) -> None:
    assert "--to" in refuse("backup", "--database", locked, capsys=capsys)
    assert "verify" in refuse("backup", "verify", capsys=capsys)
    assert "no backup" in refuse("backup", "verify", place, capsys=capsys)
    assert "none.hsct" in refuse("backup", "verify", place / "none.hsct", capsys=capsys)
    assert "gone" in refuse("backup", "--to", tmp_path / "gone", "--database", locked, capsys=capsys)
    assert "no file" in refuse("backup", "--to", place, "--database", tmp_path / "none.hsct", capsys=capsys)
    assert "none.hsct" in refuse("restore", tmp_path / "none.hsct", "--to", locked, capsys=capsys)
    one = made(locked, place, capsys)
    assert "folder" in refuse("restore", one, "--to", place, capsys=capsys)
    assert "folder" in refuse("restore", one, "--to", tmp_path / "none" / "x.hsct", capsys=capsys)


@pytest.mark.soak
def test_a_wrong_passphrase_opens_no_backup(
    locked: Path, place: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = made(locked, place, capsys)
    monkeypatch.setenv("HSCT_PASSPHRASE", "another one that is long")
    for given in (["backup", "--to", place, "--database", locked], ["backup", "verify", one]):
        assert "passphrase" in refuse(*given, capsys=capsys)
    target = locked.with_name("new.hsct")
    assert "passphrase" in refuse("restore", one, "--to", target, capsys=capsys)
    assert sorted(name.name for name in locked.parent.iterdir()) == ["unit.hsct", "unit.hsct.keys"]


@pytest.mark.soak
def test_a_file_that_is_open_elsewhere_is_not_replaced(locked: Path, place: Path, capsys: Capture) -> None:
    one = made(locked, place, capsys)
    store = access.open_unlocked(access.unlock(locked, PASSPHRASE))
    assert "open" in refuse("restore", one, "--to", locked, "--overwrite", capsys=capsys)
    with store.write(None, "x") as session:
        setting.put(session, "colour", "green")
    made(locked, place, capsys)  # but copied it can be
    store.close()
    assert colour(locked) == "green"


@pytest.mark.soak
def test_plain_files_work_as_well(copied: Path, place: Path, capsys: Capture) -> None:
    one = made(copied, place, capsys)
    assert main(["backup", "verify", str(place)]) == 0
    capsys.readouterr()
    before = backup.counted(one, None).counts
    os.truncate(copied, 5000)
    run("restore", one, "--to", copied, "--overwrite", capsys=capsys)
    after = backup.counted(copied, None).counts
    assert after == {**before, "change_log": before["change_log"] + 1}
