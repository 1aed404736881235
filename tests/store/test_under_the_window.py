"""What happens to an open file behind the program's back: replaced, written by others, the clock set back."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import building, durable, engine, patient, preflight, setting, staff
from hsct_desktop.store.base import utc_text
from hsct_desktop.store.change_log import last_entry
from hsct_desktop.store.engine import Store
from hsct_desktop.store.history import last_undoable
from tests.store.ward import PLAIN, Driver, entry, fails, fails_as

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows goes by the rights of the folder")
LOG_LINE = (
    "INSERT {} INTO change_log (seq, at, staff_id, txn, action, table_name, op, row_id) "
    "VALUES ({}, '2026-01-01T00:00:00.000000Z', 1, '{}', 'visit.record', 'visit', 'I', 1)"
)


def replaced(path: Path) -> None:
    other = path.with_name("other")
    shutil.copy(path, other)
    os.replace(other, path)


@pytest.mark.parametrize("harm", [Path.unlink, replaced], ids=["deleted", "replaced"])
def test_a_file_replaced_or_deleted_takes_no_writes(
    store: Store, nurse: int, path: Path, harm: Callable[[Path], None]
) -> None:
    harm(path)
    with fails_as("file_replaced"), store.write(nurse, "x") as session:
        pytest.fail("written into a file that nobody will see")
        session.flush()


def test_a_file_replaced_during_the_write_is_noticed(store: Store, nurse: int, path: Path) -> None:
    with fails_as("file_replaced"), store.write(nurse, "x") as session:
        setting.put(session, "colour", "green")
        replaced(path)


def test_a_file_copied_over_in_place_is_noticed_by_its_shorter_log(
    driver: Driver, store: Store, nurse: int, path: Path, tmp_path: Path
) -> None:
    store.close()
    shutil.copy(path, tmp_path / "kept")
    with store.write(nurse, "x") as session:
        setting.put(session, "colour", "green")
    store.close()
    path.write_bytes((tmp_path / "kept").read_bytes())
    with fails_as("file_replaced"), store.write(nurse, "x"):
        pytest.fail("the last entry is not in this file")
    driver.open(path).close()


@pytest.mark.parametrize("how", ["", "OR REPLACE", "OR IGNORE"])
def test_the_log_cannot_be_forged(driver: Driver, store: Store, nurse: int, path: Path, how: str) -> None:
    other = driver.connect(path)
    with pytest.raises(driver.module.Error):
        other.execute(LOG_LINE.format(how, "NULL" if not how else "1", "forged"))
    other.close()
    with fails(sa.exc.IntegrityError), store.write(nurse, "x") as session:
        session.execute(sa.text(LOG_LINE.format(how, "NULL" if not how else "1", "forged")))


def test_triggers_made_anew_are_on_record(driver: Driver, store: Store, path: Path) -> None:
    store.close()
    other = driver.connect(path)
    other.execute("DROP TRIGGER log_patient_update")
    other.execute("DROP TRIGGER keep_patient")
    other.execute("CREATE TRIGGER keep_patient BEFORE DELETE ON patient BEGIN SELECT 1; END")
    other.execute("CREATE TRIGGER spy AFTER INSERT ON patient BEGIN SELECT 1; END")
    other.close()
    for _ in range(2):  # the second opening finds nothing to do
        opened = driver.open(path)
        with opened.read() as session:
            rows = session.execute(
                sa.text("SELECT staff_id, new FROM change_log WHERE action = 'triggers.reinstalled'")
            )
            ((author, found),) = rows.all()
        opened.close()
        assert author is None
        assert json.loads(found) == {
            "missing": ["log_patient_update"], "changed": ["keep_patient"], "foreign": ["spy"]
        }  # fmt: skip


def test_no_statement_writes_while_reading(store: Store, nurse: int) -> None:
    for statement in ("DELETE FROM draft", "CREATE TABLE t (x)", "UPDATE staff SET name = 'X'"):
        with fails(sa.exc.OperationalError), store.read() as session:
            session.execute(sa.text(statement))
    with store.write(nurse, "x") as session:
        setting.put(session, "colour", "green")


def test_a_clock_set_back_is_put_on_record_with_both_times(store: Store, nurse: int) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    store.machine_clock = lambda: tomorrow
    with store.write(nurse, "x") as session:
        setting.put(session, "colour", "green")
    store.machine_clock = lambda: tomorrow - timedelta(minutes=4)
    with store.write(nurse, "x") as session:
        setting.put(session, "colour", "red")
    with store.read() as session:
        assert last_entry(session).at == tomorrow  # a small correction never makes the log run backwards
    right = tomorrow - timedelta(days=1)
    store.machine_clock = lambda: right
    for colour in ("blue", "white"):
        with store.write(nurse, "x") as session:
            setting.put(session, "colour", colour)
    with store.read() as session:
        assert setting.get(session, "colour") == "white"
        assert last_entry(session).at == right
        marks = session.execute(sa.text("SELECT old, new, txn FROM change_log WHERE action = 'clock.set_back'")).all()
        assert [(json.loads(m.old)["at"], json.loads(m.new)["at"]) for m in marks] == [
            (utc_text(tomorrow), utc_text(right))
        ]
        undoable = last_undoable(session, nurse, 0)
    assert undoable is not None
    assert undoable.txn != marks[0].txn


def test_the_day_of_a_practice_ward_is_no_clock_set_back(store: Store, nurse: int) -> None:
    shown = datetime(2020, 2, 3, 12, tzinfo=UTC)
    store.clock = lambda: shown
    with store.write(nurse, "x") as session:
        row = patient.add(session, entry())
    assert row.created_at == shown
    with store.read() as session:
        logged = last_entry(session).at
    assert logged is not None
    assert abs(logged - datetime.now(UTC)) < timedelta(minutes=5)


def test_only_what_was_written_since_the_opening_is_offered_for_undo(
    driver: Driver, store: Store, nurse: int, path: Path
) -> None:
    store.close()
    opened = driver.open(path)
    with opened.read() as session:
        assert last_undoable(session, nurse, opened.opened_at_seq) is None
    with opened.write(nurse, "setting") as session:
        setting.put(session, "colour", "green")
        txn = session.txn
    with opened.read() as session:
        last = last_undoable(session, nurse, opened.opened_at_seq)
    opened.close()
    assert last is not None
    assert last.txn == txn


@POSIX
def test_files_belong_to_their_user_alone(driver: Driver, path: Path) -> None:
    held = os.umask(0)
    try:
        store = driver.create(path)
        with store.write(None, "x") as session:
            staff.add(session, "Ann", Role.NURSE)
        made = [path, *building.beside(path)[:2]]
        assert [stat.S_IMODE(place.stat().st_mode) for place in made] == [0o600] * 3
        store.close()
    finally:
        os.umask(held)


@pytest.mark.parametrize("links", [True, False], ids=["links", "no-links"])
def test_a_file_that_appears_meanwhile_is_kept(
    driver: Driver, path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", _no_links)

    def fill(store: Store) -> None:
        path.write_text("precious")

    with fails_as("file_exists"):
        driver.create(path, fill=fill)
    assert [(p.name, p.read_text()) for p in path.parent.iterdir()] == [(path.name, "precious")]


def _no_links(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_a_file_is_made_on_a_disk_without_links(driver: Driver, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    driver.create(path).close()
    driver.open(path).close()
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    part = path.with_name("part")
    part.write_text("x")
    with pytest.raises(FileExistsError):
        durable.place_durably(part, path)


def test_creation_is_whole_or_not_at_all(driver: Driver, path: Path) -> None:
    with fails(ZeroDivisionError):
        driver.create(path, fill=lambda store: 1 / 0)
    assert list(path.parent.iterdir()) == []


def test_messages_while_building_name_the_file_itself(driver: Driver, path: Path) -> None:
    def fill(store: Store) -> None:
        sa.event.listen(store.engine, "checkout", lambda c, *_: c.execute("PRAGMA max_page_count = 1"))
        store.engine.dispose()
        for number in range(100):
            with store.write(None, "x") as session:
                patient.add(session, entry(f"P-{number}", notes="n" * 4000))

    with pytest.raises(KnownError) as caught:
        driver.create(path, fill=fill)
    assert (caught.value.key, caught.value.params["file"]) == ("disk_full", str(path))


def test_old_leftovers_are_swept_at_the_next_creation(path: Path) -> None:
    old = [path.with_name(path.name + end) for end in (".0a1b2c3d.part", ".0a1b2c3d.part-wal", ".ffffffff.building")]
    kept = [
        path.with_name(name) for name in (f"{path.name}.11111111.part", "other.hsct.0a1b2c3d.part", "ward.hsct.txt")
    ]
    for place in (*old, *kept):
        place.write_text("x")
    long_ago = datetime.now(UTC).timestamp() - 2 * 86400
    for place in (*old, *kept[1:]):
        os.utime(place, (long_ago, long_ago))
    PLAIN.create(path).close()
    assert set(path.parent.iterdir()) == {path, *kept}


@POSIX
def test_pipes_devices_and_links_that_lead_nowhere(driver: Driver, path: Path) -> None:
    os.mkfifo(path)
    looped = path.with_name("loop.hsct")
    looped.symlink_to(looped)
    gone = path.with_name("gone.hsct")
    gone.symlink_to("no such file")
    cases = [(path, "file_not_regular"), (Path("/dev/null"), "file_not_regular"), (looped, "file_link_broken")]
    for place, key in [*cases, (gone, "file_link_broken")]:
        with fails_as(key):
            driver.open(place)
        with fails_as("file_exists"):
            driver.create(place)


@POSIX
def test_a_name_that_is_no_text(driver: Driver, path: Path) -> None:
    place = path.with_name(os.fsdecode(b"w\xff.hsct"))
    for attempt in (driver.create, driver.open):
        with pytest.raises(KnownError) as caught:
            attempt(place)
        assert caught.value.key == "file_name_not_text"
        str(caught.value.params["file"]).encode()
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("kind", ["9p", "vboxsf", "ceph", "lustre", "fuse.s3fs", "fuse.rclone", "fuse", "nfs4"])
def test_shared_file_systems(kind: str) -> None:
    assert preflight.is_network(kind)


@pytest.mark.parametrize("kind", ["ext4", "overlay", "fuseblk", "fuse.fuse-overlayfs", "btrfs", "tmpfs", ""])
def test_own_disks(kind: str) -> None:
    assert not preflight.is_network(kind)


@pytest.mark.parametrize("folder", ["OneDrive", "OneDrive - Hospital", "Dropbox (Ward)", "Google Drive", "Nextcloud"])
def test_synced_folders_are_refused_for_new_files(driver: Driver, path: Path, folder: str) -> None:
    place = path.parent / folder / "unit" / path.name
    place.parent.mkdir(parents=True)
    with fails_as("file_in_synced_folder"):
        driver.create(place)
    (path.parent / "short").symlink_to(place.parent)
    with fails_as("file_in_synced_folder"):
        driver.create(path.parent / "short" / path.name)
    assert list(place.parent.iterdir()) == []


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox.cache", "._sync_1a2b.db", ".owncloudsync.log"])
def test_a_file_that_is_being_synchronised_is_not_opened(driver: Driver, path: Path, mark: str) -> None:
    place = path.parent / "Ward" / "unit" / path.name
    place.parent.mkdir(parents=True)
    driver.create(place).close()
    driver.open(place).close()
    (path.parent / "Ward" / mark).touch()
    with fails_as("file_lies_in_synced_folder"):
        driver.open(place)


def test_onedrive_says_where_its_folder_is(driver: Driver, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = path.parent / "Hospital" / path.name
    place.parent.mkdir()
    driver.create(place).close()
    monkeypatch.setenv("OneDriveCommercial", str(place.parent))
    with fails_as("file_lies_in_synced_folder"):
        driver.open(place)
    monkeypatch.delenv("OneDriveCommercial")
    driver.open(place).close()


def test_a_store_opens_without_write_when_nothing_is_to_do(driver: Driver, store: Store, path: Path) -> None:
    store.close()
    before = path.read_bytes()
    driver.open(path).close()
    assert path.read_bytes() == before
    assert timedelta(minutes=5) == engine.CLOCK_TOLERANCE
