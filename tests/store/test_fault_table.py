"""What can happen to a data file, row by row: what the program says and does. Each row is tried on both drivers.

A row that is an older test's as well is tried here with its sentence: nobody has to look for it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.backup import Why
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import backups, restoring
from hsct_desktop.store import backup, building, chain, engine, patient, setting
from hsct_desktop.store.engine import Store
from tests.store.ward import ENCRYPTED, KEY, PLAIN, Driver, entry, fails, ordinary_user

PAGE = 4096


@pytest.fixture(params=[pytest.param(PLAIN, id="sqlite3"), pytest.param(ENCRYPTED, id="sqlcipher3")])
def driver(request: pytest.FixtureRequest) -> Driver:
    return request.param


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Driver], Path]:
    """A closed file with enough in it to be cut; made once for each driver."""
    made: dict[bool, Path] = {}

    def of(driver: Driver) -> Path:
        if driver.is_encrypted not in made:
            path = tmp_path_factory.mktemp("filled") / "ward.hsct"
            store = driver.create(path)
            with store.write(None, "x") as session:
                for number in range(60):
                    patient.add(session, entry(f"P-{number}", notes="n" * 1000))
            store.close()
            made[driver.is_encrypted] = path
        return made[driver.is_encrypted]

    return of


@pytest.fixture
def file(driver: Driver, path: Path, filled: Callable[[Driver], Path]) -> Path:
    return Path(shutil.copy(filled(driver), path))


def key_of(driver: Driver) -> bytes | None:
    return KEY if driver.is_encrypted else None


def said(error: KnownError, key: str) -> None:
    """It is that error, and both languages have a whole sentence for it."""
    assert error.key == key
    for language in ("en", "it"):
        sentence = wording(language).known_error(error)
        assert sentence.endswith(".")
        assert "{" not in sentence


@contextmanager
def told(key: str) -> Iterator[None]:
    with pytest.raises(KnownError) as caught:
        yield
    said(caught.value, key)


@contextmanager
def refused(file: Path, key: str) -> Iterator[None]:
    """It is said, and the file stays as it is: nothing is written into what is damaged."""
    before = file.read_bytes() if file.is_file() else None
    with told(key):
        yield
    assert (file.read_bytes() if file.is_file() else None) == before


def fill(store: Store, start: int, count: int) -> list[int]:
    """Enter patients one by one; the numbers of those that were acknowledged."""
    done = []
    for number in range(start, start + count):
        with store.write(None, "x") as session:
            patient.add(session, entry(f"Q-{number}", notes="n" * 4000))
        done.append(number)
    return done


def codes(driver: Driver, path: Path) -> set[str]:
    with closing(driver.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {str(row[0]) for row in connection.execute("SELECT code FROM patient")}


def put(driver: Driver, path: Path, value: str) -> None:
    store = driver.open(path)
    with store.write(None, "x") as session:
        setting.put(session, "colour", value)
    store.close()


def test_disk_full(driver: Driver, file: Path) -> None:
    """SQLite is told how many pages the disk has; what was saved before stays, and reading goes on."""
    store = driver.open(file)
    sa.event.listen(store.engine, "checkout", lambda c, *_: c.execute(f"PRAGMA max_page_count = {pages_of(file) + 20}"))
    store.engine.dispose()
    done: list[int] = []
    with told("disk_full"):
        for number in range(200):
            done += fill(store, number, 1)
    with store.read() as session:
        assert session.execute(sa.text("SELECT count(*) FROM patient")).scalar() == 60 + len(done)
    store.close()
    assert {f"Q-{number}" for number in done} <= codes(driver, file)


def pages_of(file: Path) -> int:
    return file.stat().st_size // PAGE


def test_a_disk_that_gets_full_while_a_file_is_made(
    driver: Driver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing a file folds its log in; without room for that the driver says nothing and leaves the log."""

    def no_room(store: Store) -> None:
        log = building.beside(store.path)[0]
        kept = log.with_name("kept")
        shutil.copy(log, kept)
        dispose = store.engine.dispose

        def disposed() -> None:
            dispose()
            os.replace(kept, log)

        monkeypatch.setattr(store.engine, "dispose", disposed)

    with told("disk_full"):
        driver.create(path, fill=no_room)
    assert list(path.parent.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_file_size_limit(driver: Driver, file: Path) -> None:
    import resource

    store = driver.open(file)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    done: list[int] = []
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, hard))
        with told("disk_error"):
            for number in range(2000):
                done += fill(store, number, 1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    store.close()
    assert {f"Q-{number}" for number in done} <= codes(driver, file)
    put(driver, file, "green")


def test_backup_to_a_full_disk(driver: Driver, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    connect = backup.connect

    def small(path: Path, key: bytes | None, mode: str = "ro") -> Any:
        made = connect(path, key, mode)
        if path.parent == stick:
            made.execute("PRAGMA max_page_count = 20")
        return made

    monkeypatch.setattr(backup, "connect", small)
    with refused(file, "backup_disk_full"):
        backups.make(file, key_of(driver), Why.KEY, stick)
    assert list(stick.iterdir()) == []


def test_a_disk_with_too_little_room_for_a_backup(driver: Driver, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "free_in", lambda _: file.stat().st_size)
    with refused(file, "backup_no_room"):
        backups.make(file, key_of(driver), Why.KEY)
    with refused(file, "backup_no_room"):
        restoring.drill(file, key_of(driver), folder=_one_backup(driver, file, monkeypatch))


def _one_backup(driver: Driver, file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = file.parent / "others"
    folder.mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(backup, "free_in", lambda _: 10**9)
        backups.make(file, key_of(driver), Why.KEY, folder)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="Windows goes by the rights of the folder")
def test_read_only_folder(driver: Driver, filled: Callable[[Driver], Path], open_folder: Path) -> None:
    with ordinary_user():
        folder = open_folder / "unit"
        folder.mkdir()
        path = Path(shutil.copy(filled(driver), folder / "ward.hsct"))
        folder.chmod(0o555)
        with refused(path, "file_read_only"):
            driver.open(path)
        with told("file_read_only"):
            driver.create(folder / "new.hsct")
        with told("backup_place_read_only"):
            backups.make(path, key_of(driver), Why.KEY, folder)
        folder.chmod(0o755)


def test_missing_file_folder_and_a_folder_in_its_place(driver: Driver, path: Path) -> None:
    with told("file_missing"):
        driver.open(path)
    assert not path.exists()  # a plain connection would have made an empty one
    with told("folder_missing"):
        driver.open(path.parent / "none" / "x.hsct")
    path.mkdir()
    with told("file_is_folder"):
        driver.open(path)


def test_zero_bytes(driver: Driver, path: Path) -> None:
    path.touch()
    with refused(path, "file_empty"):
        driver.open(path)
    with told("file_empty"):
        backups.make(path, key_of(driver), Why.KEY)
    assert backups.all_in(path, key_of(driver)) == []


@pytest.mark.parametrize("content", [b"\0" * 100, b"hello" * 5000], ids=["header gone", "text"])
def test_header_gone_or_a_text_file(driver: Driver, file: Path, content: bytes) -> None:
    whole = file.read_bytes()
    file.write_bytes(content + whole[len(content) :] if content[0] == 0 else content)
    with refused(file, "file_foreign"):
        driver.open(file)
    with told("file_foreign"):
        backups.make(file, key_of(driver), Why.KEY)


def test_wrong_key(file: Path, driver: Driver) -> None:
    other = Driver(ENCRYPTED.module, {**ENCRYPTED.arguments, "key": bytes(32)})
    key = "file_foreign" if driver.is_encrypted else "file_not_encrypted"
    with refused(file, key):
        other.open(file)


def test_random_page(driver: Driver, file: Path) -> None:
    with file.open("r+b") as stream:
        stream.seek(PAGE * 20)
        stream.write(random.Random(4).randbytes(PAGE))
    with refused(file, "file_damaged"):
        driver.open(file)
    with told("file_damaged"):
        backups.make(file, key_of(driver), Why.KEY)


def test_forty_bytes_zeroed_inside_a_page(driver: Driver, file: Path) -> None:
    """Encrypted: any page is seen, at the start and by a backup. Plain: what an index covers is seen, text is not."""
    whole = file.read_bytes()
    pages = range(1, len(whole) // PAGE, 1 if driver.is_encrypted else 9)
    for page in list(pages)[:: max(len(pages) // 12, 1)]:
        at = page * PAGE + 3000
        if not any(whole[at : at + 40]):
            continue
        file.write_bytes(whole[:at] + bytes(40) + whole[at + 40 :])
        if driver.is_encrypted:
            with refused(file, "file_damaged"):
                driver.open(file)
            with told("file_damaged"):
                backups.make(file, KEY, Why.KEY)
    assert backups.all_in(file, key_of(driver)) == []


def test_cut_in_half(driver: Driver, file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2 // PAGE * PAGE)
    with refused(file, "file_damaged"):
        driver.open(file)


def crashed(driver: Driver, file: Path, entries: int = 12) -> Path:
    """The file with its log as a crash leaves them; the log holds the last entries."""
    store = driver.open(file)
    sa.event.listen(store.engine, "checkout", lambda c, *_: c.execute("PRAGMA wal_autocheckpoint = 0"))
    fill(store, 0, entries)
    left = file.with_name("crashed") / file.name
    left.parent.mkdir()
    for place in (file, *building.beside(file)[:1]):
        shutil.copy(place, left.parent)
    store.close()
    return left


def test_a_log_left_by_a_crash_is_taken_in_by_itself(driver: Driver, file: Path) -> None:
    left = crashed(driver, file)
    driver.open(left).close()
    assert {f"Q-{number}" for number in range(12)} <= codes(driver, left)


@pytest.fixture
def left(driver: Driver, file: Path) -> Path:
    """What a crash left; a backup that was made before knows of all its entries."""
    place = crashed(driver, file)
    shutil.copytree(place.parent, place.parent.with_name("second"))
    backups.make(place, key_of(driver), Why.LOCK)
    for one in (place, *building.beside(place)):
        one.unlink(missing_ok=True)
    for one in place.parent.with_name("second").iterdir():
        shutil.copy(one, place.parent)
    return place


def test_nothing_is_missing_where_nothing_is(driver: Driver, left: Path) -> None:
    assert restoring.gap(left, key_of(driver)) is None
    put(driver, left, "green")
    assert restoring.gap(left, key_of(driver)) is None


def test_a_file_copied_without_its_log_is_noticed(driver: Driver, left: Path) -> None:
    """It opens, and is an older state: the last backup knows more."""
    building.beside(left)[0].unlink()
    driver.open(left).close()
    found = restoring.gap(left, key_of(driver))
    assert found is not None
    assert found.missing == 12
    for language in ("en", "it"):
        assert "12" in restoring.gap_words(found, wording(language))


def test_a_log_cut_in_half_is_noticed(driver: Driver, left: Path) -> None:
    log = building.beside(left)[0]
    os.truncate(log, log.stat().st_size // 2)
    driver.open(left).close()
    assert codes(driver, left)
    found = restoring.gap(left, key_of(driver))
    assert found is not None
    assert 0 < found.missing < 12


def refuses(driver: Driver, path: Path) -> bool:
    """Whether a file is refused as damaged; any other error is none of this."""
    try:
        driver.open(path).close()
    except KnownError as error:
        if error.key in ("file_damaged", "file_foreign"):
            return True
        raise
    return False


def test_a_flipped_byte_in_a_log_is_noticed(driver: Driver, left: Path) -> None:
    """A page that does not fit ends the log: what came after it is gone, and said."""
    log = building.beside(left)[0]
    whole = log.read_bytes()
    second = left.parent.with_name("second") / left.name
    for at in range(5, len(whole), len(whole) // 9):
        shutil.copy(second, left)
        log.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        if refuses(driver, left):
            continue
        held = codes(driver, left)
        found = restoring.gap(left, key_of(driver))
        assert found is not None or {f"Q-{number}" for number in range(12)} <= held, at


def test_entries_exchanged_by_others_of_the_same_number_are_noticed(driver: Driver, left: Path) -> None:
    building.beside(left)[0].unlink()
    store = driver.open(left)
    fill(store, 100, 20)
    store.close()
    found = restoring.gap(left, key_of(driver))
    assert found is not None
    assert found.missing == 0
    assert restoring.gap_words(found, wording("it")) != restoring.gap_words(found, wording("en"))


def test_a_restore_takes_entries_away_and_is_no_gap(driver: Driver, left: Path) -> None:
    older = backups.all_in(left, key_of(driver))[0]
    put(driver, left, "green")
    newer = backups.make(left, key_of(driver), Why.KEY)
    restoring.restore(older.path, left, key_of(driver), None, "wrong import")
    assert restoring.gap(left, key_of(driver)) is None
    assert newer.entries > older.entries


def test_an_old_log_beside_a_restored_file_is_gone(driver: Driver, left: Path) -> None:
    """SQLite would replay it without asking whose it is, and the check would say that all is well."""
    stale = building.beside(left)[0].read_bytes()
    (made,) = backups.all_in(left, key_of(driver))
    kept = restoring.restore(made.path, left, key_of(driver), None, "")
    assert not any(place.exists() for place in building.beside(left))
    assert kept is not None
    assert len(stale) > PAGE
    assert {f"Q-{number}" for number in range(12)} <= codes(driver, left)


def test_second_writer(driver: Driver, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 50)
    store = driver.open(file)
    with closing(driver.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        with told("file_locked"), store.write(None, "x"):
            pytest.fail("somebody else is writing")
        with store.read() as session:
            assert setting.get(session, "file.id")
        other.execute("ROLLBACK")
    with store.write(None, "x") as session:
        setting.put(session, "colour", "green")
    store.close()


def test_a_reading_that_turns_writer(driver: Driver, file: Path) -> None:
    """It cannot be: readings refuse to write, and who writes takes the lock before the first statement."""
    store = driver.open(file)
    with fails(sa.exc.OperationalError), store.read() as session:
        session.execute(sa.text("UPDATE setting SET value = 'x'"))
    with store.read() as session:
        assert setting.get(session, "colour") == ""
        fill(store, 0, 1)  # another session commits meanwhile
    with store.write(None, "x") as session:
        setting.put(session, "colour", "green")
    store.close()


def test_clock_set_back(driver: Driver, file: Path) -> None:
    store = driver.open(file)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    for now in (tomorrow, tomorrow - timedelta(days=1)):
        store.machine_clock = lambda now=now: now
        fill(store, now.day, 1)
    with store.read() as session:
        marks = session.execute(sa.text("SELECT old, new FROM change_log WHERE action = 'clock.set_back'")).all()
        assert chain.verify(session).first_bad is None
    store.close()
    assert [sorted(json.loads(row[0]) | json.loads(row[1])) for row in marks] == [["at"]]


def test_newer_revision(driver: Driver, file: Path) -> None:
    with closing(driver.connect(file)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with refused(file, "file_newer"):
        driver.open(file)


def test_a_flipped_byte_anywhere_in_an_encrypted_file_is_seen(filled: Callable[[Driver], Path], path: Path) -> None:
    """At the start or in a backup: a page that was changed is never shown."""
    whole = filled(ENCRYPTED).read_bytes()
    chance = random.Random(20261120)
    for at in [0, 15, 16, PAGE - 1, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(15))]:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        with pytest.raises(KnownError) as caught:
            ENCRYPTED.open(path)
        assert caught.value.key in ("file_damaged", "file_foreign"), at
        with pytest.raises(KnownError):
            backups.make(path, KEY, Why.KEY)


def test_a_plain_copy_of_the_file_is_no_backup(driver: Driver, file: Path) -> None:
    """The header says whose a file is; only what the backup interface made, with its manifest, counts."""
    folder = backups.folder_of(file)
    folder.mkdir(parents=True)
    shutil.copy(file, folder / "ward-20261120-081400.hsct")
    (row,) = backups.all_in(file, key_of(driver))
    assert row.damage == "missing"
