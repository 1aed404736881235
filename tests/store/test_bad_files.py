"""Files that cannot be opened: each has its key, and nothing is changed on the disk."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections import defaultdict
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.resource import resource
from hsct_desktop.store import known_error, patient, preflight
from hsct_desktop.store.engine import create_store
from tests.store.ward import ENCRYPTED, PLAIN, Driver, entry, fails_as, ordinary_user


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def refused(driver: Driver, path: Path) -> KnownError:
    """Open in vain; the folder must be as before."""
    before = snapshot(path.parent) if path.parent.is_dir() else {}
    with pytest.raises(KnownError) as caught:
        driver.open(path)
    assert (snapshot(path.parent) if path.parent.is_dir() else {}) == before
    return caught.value


@pytest.fixture
def file(driver: Driver, path: Path) -> Path:
    """A closed file with enough in it to be cut."""
    store = driver.create(path)
    with store.write(None, "x") as session:
        for number in range(60):
            patient.add(session, entry(f"P-{number}", notes="n" * 1000))
    store.close()
    return path


def test_missing(driver: Driver, path: Path) -> None:
    assert refused(driver, path).key == "file_missing"
    assert refused(driver, path.parent / "none" / "x.hsct").key == "folder_missing"


def test_folder(driver: Driver, path: Path) -> None:
    path.mkdir()
    assert refused(driver, path).key == "file_is_folder"


def test_empty(driver: Driver, path: Path) -> None:
    path.touch()
    assert refused(driver, path).key == "file_empty"


@pytest.mark.parametrize("content", [b"hello", b"no database\n" * 2000, b"\0" * 8192], ids=["short", "text", "zeros"])
def test_no_database(driver: Driver, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert refused(driver, path).key == "file_foreign"


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_database_of_another_program(path: Path, journal: str) -> None:
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA journal_mode = {journal}")
    other.execute("CREATE TABLE patient (id INTEGER PRIMARY KEY, name TEXT)")
    other.execute("INSERT INTO patient VALUES (1, 'A')")
    other.commit()
    other.close()
    assert refused(PLAIN, path).key == "file_not_ours"
    assert refused(ENCRYPTED, path).key == "file_not_encrypted"


def test_encrypted_database_of_another_program(path: Path) -> None:
    other = ENCRYPTED.connect(path)
    other.execute("CREATE TABLE t (x)")
    other.close()
    assert refused(ENCRYPTED, path).key == "file_not_ours"


def test_wrong_key_and_no_key(path: Path) -> None:
    ENCRYPTED.create(path).close()
    wrong = Driver(ENCRYPTED.module, {**ENCRYPTED.arguments, "key": bytes(32)})
    assert refused(wrong, path).key == "file_foreign"
    assert refused(PLAIN, path).key == "file_foreign"


def test_plain_file_is_not_taken_for_an_encrypted_one(path: Path) -> None:
    PLAIN.create(path).close()
    assert refused(ENCRYPTED, path).key == "file_not_encrypted"


def test_cut_in_half(driver: Driver, file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2 // 4096 * 4096)
    assert refused(driver, file).key == "file_damaged"


def test_cut_inside_the_header(path: Path) -> None:
    PLAIN.create(path).close()
    os.truncate(path, 60)
    assert refused(PLAIN, path).key == "file_damaged"


def test_overwritten_pages(driver: Driver, file: Path) -> None:
    with file.open("r+b") as stream:
        stream.seek(4096 * 20)
        stream.write(bytes(range(256)) * 64)
    assert refused(driver, file).key == "file_damaged"


def test_newer(driver: Driver, path: Path) -> None:
    driver.create(path).close()
    later = driver.connect(path)
    later.execute("UPDATE alembic_version SET version_num = '9999'")
    later.close()
    error = refused(driver, path)
    assert (error.key, error.params["revision"]) == ("file_newer", "9999")


def test_without_revision(driver: Driver, path: Path) -> None:
    driver.create(path).close()
    other = driver.connect(path)
    other.execute("DROP TABLE alembic_version")
    other.close()
    assert refused(driver, path).key == "file_damaged"


def test_read_only_file_and_folder(driver: Driver, open_folder: Path) -> None:
    with ordinary_user():
        folder = open_folder / "unit"
        folder.mkdir()
        path = folder / "ward.hsct"
        driver.create(path).close()
        path.chmod(0o444)
        assert refused(driver, path).key == "file_read_only"
        path.chmod(0o644)
        folder.chmod(0o555)
        assert refused(driver, path).key == "file_read_only"
        with pytest.raises(KnownError) as caught:
            driver.create(folder / "new.hsct")
        assert caught.value.key == "file_read_only"
        folder.chmod(0o755)
        driver.open(path).close()


def test_file_taken_away_while_open(driver: Driver, path: Path) -> None:
    store = driver.create(path)
    store.close()
    path.unlink()
    with fails_as("file_missing"), store.read() as session:
        session.connection()
    assert not path.exists()


def test_create_never_overwrites(driver: Driver, path: Path) -> None:
    path.write_text("precious")
    for place, key in [(path, "file_exists"), (path.parent, "file_is_folder"), (path / "x", "folder_missing")]:
        with pytest.raises(KnownError) as caught:
            driver.create(place)
        assert caught.value.key == key
    assert snapshot(path.parent) == {path.name: b"precious"}


def test_failed_creation_leaves_nothing(driver: Driver, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hsct_desktop.store.engine.place_durably", fail)
    with pytest.raises(KnownError) as caught:
        driver.create(path)
    assert caught.value.key == "disk_full"
    assert list(path.parent.iterdir()) == []


def test_disk_full(driver: Driver, path: Path) -> None:
    """The page limit makes SQLite answer as it does on a full disk; what was saved before stays."""
    store = driver.create(path)
    sa.event.listen(store.engine, "checkout", lambda c, *_: c.execute("PRAGMA max_page_count = 1"))
    with store.write(None, "x") as session:
        kept = patient.add(session, entry("P-0")).id
    with fails_as("disk_full"):
        for number in range(1, 100):
            with store.write(None, "x") as session:
                patient.add(session, entry(f"P-{number}", notes="n" * 4000))
    with store.read() as reading:
        assert patient.get(reading, kept) is not None
    store.close()


def test_network_shares() -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\nsrv:/x /mnt/ward\\040share nfs4 rw 0 0\n//s/y /mnt/smb cifs rw 0 0\n"
    cases: list[tuple[str, str]] = [
        ("/home/a/x.hsct", "ext4"),
        ("/mnt/ward share/x.hsct", "nfs4"),
        ("/mnt/smb/deep/x.hsct", "cifs"),
        ("/mnt/smbother/x.hsct", "ext4"),
    ]
    for place, kind in cases:
        assert preflight.file_system_of(Path(place), mounts) == kind
    assert preflight.on_network_share(Path("\\\\server\\share\\x.hsct"))
    assert not preflight.on_network_share(Path.cwd())


def test_network_share_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PLAIN.create(path).close()
    monkeypatch.setattr(preflight, "on_network_share", lambda _: True)
    assert refused(PLAIN, path).key == "file_on_network_share"
    with pytest.raises(KnownError) as caught:
        create_store(path.with_name("new.hsct"))
    assert caught.value.key == "file_on_network_share"


def test_every_key_has_its_sentence() -> None:
    keys = {*known_error._KEYS.values(), *known_error._ERRNO.values()}
    keys |= {
        "file_missing",
        "file_is_folder",
        "folder_missing",
        "file_empty",
        "file_not_ours",
        "file_newer",
        "stale_row",
    }
    keys |= {"file_on_network_share"}
    for language in ("en", "it"):
        texts = json.loads(resource(f"i18n/wording/error.{language}.json").read_text(encoding="utf-8"))
        assert {f"error.{key}" for key in keys} <= texts.keys()
        for text in texts.values():
            assert "{" not in text.format_map(defaultdict(lambda: "x")), text


def test_copy_of_a_file_opens(driver: Driver, file: Path, tmp_path: Path) -> None:
    other = shutil.copy(file, tmp_path / "copy.hsct")
    store = driver.open(Path(other))
    assert store.path == Path(other)
    store.close()
