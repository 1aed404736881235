"""Backups of a real file, plain and encrypted: whole and proven or not there; what changed is noticed; what stays."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from hsct_desktop.domain.backup import Due, Keep, Level, Proof, Why
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import backup_place, backup_state, backups
from hsct_desktop.store import backup, backup_manifest, building, patient, preflight, setting
from hsct_desktop.store.engine import Store
from tests.store.ward import ENCRYPTED, KEY, PLAIN, Driver, entry, fails_as

NOW = datetime(2026, 11, 20, 8, 14, tzinfo=UTC)


class Ward:
    """A file on one driver, and what its tests do with it."""

    def __init__(self, driver: Driver, path: Path) -> None:
        self.driver, self.path = driver, path
        self.key = KEY if driver.is_encrypted else None
        self.folder = backups.folder_of(path)

    def make(self, why: Why = Why.KEY, folder: Path | None = None, at: datetime = NOW) -> backups.BackupRow:
        return backups.make(self.path, self.key, why, folder, at)

    def all_in(self, folder: Path | None = None, now: datetime = NOW) -> list[backups.BackupRow]:
        return backups.all_in(self.path, self.key, folder, now)

    def enter(self, text: str) -> None:
        store = self.driver.open(self.path)
        with store.write(None, "x") as session:
            setting.put(session, "colour", text)
        store.close()

    def names(self, folder: Path | None = None) -> list[str]:
        return sorted(one.name for one in (folder or self.folder).iterdir())


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Driver], Path]:
    made: dict[bool, Path] = {}

    def of(driver: Driver) -> Path:
        if driver.is_encrypted not in made:
            path = tmp_path_factory.mktemp("finished") / "ward.hsct"
            store = driver.create(path, kind="practice", unit_name="Unit")
            with store.write(None, "x") as session:
                for number in range(60):
                    patient.add(session, entry(f"P-{number}", notes="n" * 500))
            store.close()
            backup.keys_of(path).write_text("the wrapped key")
            made[driver.is_encrypted] = path
        return made[driver.is_encrypted]

    return of


@pytest.fixture(params=[pytest.param(PLAIN, id="sqlite3"), pytest.param(ENCRYPTED, id="sqlcipher3")])
def ward(request: pytest.FixtureRequest, tmp_path: Path, finished: Callable[[Driver], Path]) -> Ward:
    path = tmp_path / "ward.hsct"
    shutil.copy(finished(request.param), path)
    shutil.copy(backup.keys_of(finished(request.param)), backup.keys_of(path))
    return Ward(request.param, path)


@pytest.fixture
def stick(tmp_path: Path, ward: Ward) -> Path:
    folder = tmp_path / "TRAPIANTI-2"
    folder.mkdir()
    backup_place.choose_second(folder, ward.path)
    return folder


def test_a_backup_is_one_whole_file_with_its_keys_and_its_manifest(ward: Ward) -> None:
    before = ward.path.read_bytes()
    made = ward.make(Why.START)
    assert ward.names() == [
        "ward-20261120-081400.hsct", "ward-20261120-081400.hsct.keys", "ward-20261120-081400.manifest.json"
    ]  # fmt: skip
    assert (made.why, made.proof, made.kept, made.proven_at) == (Why.START, Proof.PROVEN, Keep.DAILY, NOW)
    assert made.entries == backup.read_head(ward.path, ward.key).seq > 60
    assert backup.keys_of(made.path).read_text() == "the wrapped key"
    assert ward.path.read_bytes() == before
    assert made.path.read_bytes().startswith(preflight.MAGIC) != ward.driver.is_encrypted
    found = backup.proven(made.path, ward.key)
    assert found.counts["patient"] == 60
    facts = json.loads(backup_manifest.manifest_of(made.path).read_text())
    assert facts["counts"]["patient"] == 60
    assert facts["sha256"] == backup.sha256_of(made.path)
    assert (facts["audit_seq"], facts["audit_mac"]) == (made.entries, made.head.mac)
    assert "Rossi" not in backup_manifest.manifest_of(made.path).read_text()


@pytest.mark.skipif(os.name == "nt", reason="Windows goes by the rights of the folder")
def test_a_backup_belongs_to_its_user_alone(ward: Ward) -> None:
    made = ward.make()
    places = (made.path, backup.keys_of(made.path), backup_manifest.manifest_of(made.path))
    assert {place.stat().st_mode & 0o777 for place in places} == {0o600}


def test_a_backup_holds_what_stands_in_the_log_beside_the_file(ward: Ward) -> None:
    store = ward.driver.open(ward.path)
    with store.write(None, "x") as session:
        setting.put(session, "colour", "green")
    assert building.beside(ward.path)[0].exists()
    made = ward.make()
    store.close()
    opened = backup.connect(made.path, ward.key)
    assert opened.execute("SELECT value FROM setting WHERE key = 'colour'").fetchone() == ("green",)
    opened.close()


def test_a_writer_neither_waits_nor_makes_the_copy_begin_again(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "PAGES", 20)
    store = ward.driver.open(ward.path)
    seen: list[int] = []

    def write(done: int, _: int) -> None:
        seen.append(done)
        with store.write(None, "x") as session:
            setting.put(session, "colour", f"green {done}")

    head = backup.read_head(ward.path, ward.key)
    made = backups.make(ward.path, ward.key, Why.KEY, None, NOW, write)
    store.close()
    assert len(seen) > 5
    assert seen == sorted(set(seen))
    assert made.head == head


def test_what_is_cancelled_leaves_nothing(ward: Ward) -> None:
    def cancel(done: int, _: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        backups.make(ward.path, ward.key, Why.KEY, None, NOW, cancel)
    assert ward.names() == []


def test_it_works_in_a_thread_of_its_own(ward: Ward) -> None:
    found: list[backups.BackupRow] = []
    worker = threading.Thread(target=lambda: found.append(ward.make()))
    worker.start()
    worker.join()
    assert found[0].is_sound


@pytest.mark.soak
def test_nothing_is_done_where_nothing_changed(ward: Ward) -> None:
    def ask(why: Why, now: datetime = NOW, tried: datetime | None = None) -> Due:
        return backups.is_due(ward.path, ward.key, why, now, None, tried)

    assert ask(Why.START) is Due.COPY
    ward.make()
    assert [ask(why) for why in (Why.START, Why.LOCK, Why.EXIT, Why.INTERVAL)] == [Due.NOTHING] * 4
    assert ask(Why.KEY) is Due.PROVE
    assert ask(Why.START, NOW + timedelta(days=3)) is Due.PROVE
    ward.enter("green")
    assert ask(Why.LOCK) is Due.COPY
    assert ask(Why.INTERVAL, NOW + timedelta(minutes=29)) is Due.NOTHING
    assert ask(Why.INTERVAL, NOW + timedelta(minutes=31)) is Due.COPY
    made = backups.keep_up(ward.path, ward.key, Why.LOCK, now=NOW + timedelta(minutes=31))
    assert made is not None
    assert backups.keep_up(ward.path, ward.key, Why.EXIT, now=NOW + timedelta(minutes=32)) is None
    backup.keys_of(ward.path).write_text("another passphrase")
    assert ask(Why.EXIT) is Due.COPY


def test_a_last_backup_that_no_longer_holds_is_followed_by_a_new_one(ward: Ward) -> None:
    made = ward.make()
    harm(made.path, 30_000)
    again = backups.keep_up(ward.path, ward.key, Why.KEY, now=NOW + timedelta(hours=1))
    assert again is not None
    assert again.path != made.path
    assert [row.proof for row in ward.all_in()] == [Proof.PROVEN, Proof.DAMAGED]


def harm(path: Path, at: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(at)
        byte = stream.read(1)
        stream.seek(at)
        stream.write(bytes([byte[0] ^ 0x20]))


@pytest.mark.soak
def test_a_flipped_byte_anywhere_in_a_backup_is_seen(ward: Ward) -> None:
    made = ward.make()
    size = made.path.stat().st_size
    for at in {0, 17, 24, 100, *range(1000, size, size // 12), size - 1}:
        harm(made.path, at)
        assert backups.prove(made.path, ward.key).proof is Proof.DAMAGED, at
        harm(made.path, at)
        assert backups.prove(made.path, ward.key).is_sound, at


def test_a_flipped_byte_anywhere_in_a_manifest_is_seen(ward: Ward) -> None:
    made = ward.make()
    place = backup_manifest.manifest_of(made.path)
    whole = place.read_bytes()
    told = json.loads(whole)
    for at in range(0, len(whole), 7):
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 0x01]) + whole[at + 1 :])
        row = backups.row_of(made.path, ward.key)
        try:
            same = json.loads(place.read_bytes()) == told
        except ValueError:
            same = False
        assert same or row.proof in (Proof.DAMAGED, Proof.OTHER_KEY), at
    place.write_bytes(b"[" * 70_000)
    assert backups.row_of(made.path, ward.key).damage == "manifest"
    place.unlink()
    assert backups.row_of(made.path, ward.key).damage == "missing"


def test_the_manifest_of_another_backup_does_not_fit(ward: Ward) -> None:
    first = ward.make()
    ward.enter("green")
    second = ward.make(at=NOW + timedelta(hours=1))
    shutil.copy(backup_manifest.manifest_of(first.path), backup_manifest.manifest_of(second.path))
    assert backups.row_of(second.path, ward.key).damage == "manifest"


def test_keys_that_are_missing_or_swapped_are_seen(ward: Ward) -> None:
    made = ward.make()
    backup.keys_of(made.path).write_text("another")
    assert backups.prove(made.path, ward.key).damage == "keys"
    backup.keys_of(made.path).unlink()
    assert backups.row_of(made.path, ward.key).damage == "keys"
    assert backups.row_of(made.path, ward.key).problem is not None


@pytest.mark.soak
def test_a_damaged_backup_is_named_kept_and_never_counted(ward: Ward) -> None:
    made = ward.make()
    os.truncate(made.path, 8192)
    (row,) = ward.all_in()
    assert (row.proof, row.damage, row.kept) == (Proof.DAMAGED, "size", Keep.ASIDE)
    assert backup_state.state(ward.path, ward.key, now=NOW).level is Level.DANGER
    for day in (1, 40, 400):
        ward.make(at=NOW + timedelta(days=day))
    assert made.path.exists()


def test_old_ones_go_by_their_rule_with_keys_and_manifest(ward: Ward) -> None:
    made = ward.make()
    for day in range(1, 15):
        for ending in ("", backup.KEYS):
            shutil.copy(f"{made.path}{ending}", f"{_of_day(made.path, day)}{ending}")
        older = backup_manifest.read(made.path, backups.seal_of(ward.key))
        changed = {"file": _of_day(made.path, day).name, "made_at": NOW - timedelta(days=day)}
        backup_manifest.write(_of_day(made.path, day), replace(older, **changed), backups.seal_of(ward.key))
    going = backups.thin(ward.path, ward.key, None, NOW)
    kept = [row.kept for row in ward.all_in()]
    assert kept == [Keep.DAILY] * 12 + [Keep.WEEKLY]
    assert len(going) == 2
    assert len(ward.names()) == 3 * 13


def _of_day(path: Path, day: int) -> Path:
    return path.with_name(f"ward-{NOW - timedelta(days=day):%Y%m%d}-081400.hsct")


def test_half_written_parts_of_a_killed_program_are_swept(ward: Ward, stick: Path) -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    left = stick / f"ward-20261119-190500.hsct.0a1b2c3d.{process.pid}.part"
    mine = stick / f"ward-20261119-190500.hsct.0a1b2c3d.{os.getpid()}.part"
    stray = stick / "ward-20261101-190500.hsct.keys"
    foreign = stick / "other-20261119-190500.hsct.keys"
    for place in (left, mine, stray, foreign):
        place.write_text("x")
    os.utime(stray, (0, 0))
    os.utime(foreign, (0, 0))
    ward.make(folder=stick)
    assert not left.exists()
    assert not stray.exists()
    assert mine.exists()
    assert foreign.exists()


def test_a_stick_that_is_not_there_is_one_sentence(ward: Ward, stick: Path) -> None:
    assert backup_place.is_there(stick)
    made = ward.make(folder=stick)
    assert ward.all_in(stick) == [made]
    shutil.rmtree(stick)
    with fails_as("backup_place_gone"):
        ward.make(folder=stick)
    assert not stick.exists()
    with fails_as("backup_place_gone"):
        backup_place.check_second(stick)
    stick.mkdir()  # the empty folder in which it is mounted otherwise
    assert not backup_place.is_there(stick)


def test_a_stick_pulled_out_during_the_copy_is_one_sentence_and_nothing_half(ward: Ward, stick: Path) -> None:
    pulled = stick.with_name("pulled")

    def pull(done: int, _: int) -> None:
        if stick.exists():
            stick.rename(pulled)

    with pytest.raises(KnownError) as caught:
        backups.make(ward.path, ward.key, Why.KEY, stick, NOW, pull)
    assert caught.value.key == "backup_place_gone"
    pulled.rename(stick)
    assert ward.all_in(stick) == []
    left = [name for name in ward.names(stick) if name != backup_place.MARK]
    assert all(name.endswith((".part", ".part-journal")) for name in left)


def test_two_files_of_one_name_do_not_thin_each_other(ward: Ward, stick: Path, tmp_path: Path) -> None:
    other = Ward(ward.driver, tmp_path / "other" / "ward.hsct")
    other.path.parent.mkdir()
    key = bytes(reversed(KEY)) if ward.key else None
    driver = Driver(ward.driver.module, {**ward.driver.arguments, "key": key}) if key else ward.driver
    driver.create(other.path).close()
    other.key = key
    theirs = other.make(folder=stick)
    ours = ward.make(folder=stick, at=NOW + timedelta(seconds=1))
    assert [row.path for row in ward.all_in(stick)] == [ours.path]
    assert [row.path for row in other.all_in(stick)] == [theirs.path]
    far = NOW + timedelta(days=900)
    ward.make(folder=stick, at=far)
    assert theirs.path.exists()


def test_too_little_room_is_said_before_anything_is_written(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "free_in", lambda _: 100_000)
    with pytest.raises(KnownError) as caught:
        ward.make()
    assert (caught.value.key, caught.value.params["free"]) == ("backup_no_room", 0.1)
    assert ward.names() == []
    assert backup_state.little_room(ward.path) == 0.1


@pytest.fixture
def opened(ward: Ward) -> Iterator[Store]:
    store = ward.driver.open(ward.path)
    yield store
    store.close()


def test_an_older_file_is_copied_before_its_upgrade(ward: Ward) -> None:
    assert backups.before_upgrade(ward.path, ward.key, NOW) is None
    other = ward.driver.connect(ward.path)
    other.execute("UPDATE alembic_version SET version_num = '0008'")
    other.close()
    made = backups.before_upgrade(ward.path, ward.key, NOW)
    assert made is not None
    assert (made.why, made.revision) == (Why.UPGRADE, "0008")
    ward.path.write_bytes(b"text" * 3000)
    assert backups.before_upgrade(ward.path, ward.key, NOW) is None
    ward.path.unlink()
    assert backups.before_upgrade(ward.path, ward.key, NOW) is None


def test_a_place_that_does_not_answer_is_one_sentence(ward: Ward, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ward.make(folder=stick)

    def silent(*_: object) -> list[Path]:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(backup_manifest, "backups_in", silent)
    with fails_as("backup_disk_error"):
        ward.all_in(stick)
    with fails_as("backup_disk_error"):
        backups.keep_up(ward.path, ward.key, Why.KEY, stick)


def test_a_share_is_named_as_sqlite_wants_it() -> None:
    for path, uri in (
        (PureWindowsPath(r"\\server\backups\w #1.hsct"), "file:////server/backups/w%20%231.hsct?mode=ro"),
        (PureWindowsPath(r"E:\w.hsct"), "file:///E:/w.hsct?mode=ro"),
        (PurePosixPath("/media/w?.hsct"), "file:///media/w%3F.hsct?mode=ro"),
    ):
        assert backup.uri_of(path, "ro") == uri


def test_where_a_folder_cannot_be_forced_to_the_disk(ward: Ward, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", files_only)
    assert ward.make(folder=stick).is_sound


def test_on_a_stick_without_links(ward: Ward, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    made = ward.make(folder=stick)
    assert made.is_sound
    assert len(ward.names(stick)) == 4
