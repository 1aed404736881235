"""Restoring: the replaced file is kept, nothing of it stays beside the new one, a power cut leaves a whole file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.author import Role
from hsct_desktop.store import backup, building, durable, restore, setting, staff
from hsct_desktop.store.engine import Store
from hsct_desktop.store.restore import Restoring
from tests.store.killing import DEAD, Nursery, die_at
from tests.store.ward import ENCRYPTED, KEY, PLAIN, Driver, fails_as

DRIVERS = {"sqlite3": PLAIN, "sqlcipher3": ENCRYPTED}
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are made by fork")


@pytest.fixture(params=[pytest.param(PLAIN, id="sqlite3"), pytest.param(ENCRYPTED, id="sqlcipher3")])
def driver(request: pytest.FixtureRequest) -> Driver:
    return request.param


def key_of(driver: Driver) -> bytes | None:
    return KEY if driver.is_encrypted else None


def colour(driver: Driver, path: Path) -> str:
    opened = driver.open(path)
    with opened.read() as session:
        found = setting.get(session, "colour")
    opened.close()
    return found


def glance(driver: Driver, path: Path) -> str:
    """As `colour`, without the program around it."""
    with closing(driver.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return str(connection.execute("SELECT value FROM setting WHERE key = 'colour'").fetchone()[0])


def put(store: Store, value: str) -> None:
    with store.write(None, "x") as session:
        setting.put(session, "colour", value)


@pytest.fixture
def saved(driver: Driver, store: Store, path: Path) -> Path:
    """A backup in which the colour is green; the file itself is closed and says red."""
    with store.write(None, "staff.add") as session:
        staff.add(session, "Ann Nurse", Role.NURSE)
    put(store, "green")
    place = path.with_name("backup.hsct")
    place.touch()
    backup.copy(path, place, key_of(driver))
    backup.keys_of(place).write_text("keys of then")
    backup.keys_of(path).write_text("keys of now")
    put(store, "red")
    store.close()
    return place


def asked(driver: Driver, saved: Path, path: Path, **more: object) -> Restoring:
    return Restoring(saved, path, key_of(driver), **more)  # type: ignore[arg-type]


def names(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


def test_the_backup_stands_in_the_files_place_and_the_file_beside_it(driver: Driver, saved: Path, path: Path) -> None:
    kept = restore.restore(asked(driver, saved, path, author_id=1, author_name="Ann Nurse", reason="wrong import")).kept
    assert kept is not None
    assert names(path) == [
        "backup.hsct", "backup.hsct.keys", "ward-before-restore.hsct", "ward-before-restore.hsct.keys", "ward.hsct",
        "ward.hsct.keys",
    ]  # fmt: skip
    assert backup.keys_of(path).read_text() == "keys of then"
    assert backup.keys_of(kept).read_text() == "keys of now"
    assert (colour(driver, path), colour(driver, kept)) == ("green", "red")
    opened = driver.open(path)
    with opened.read() as session:
        line = session.execute(
            sa.text("SELECT staff_id, action, reason, new FROM change_log ORDER BY seq DESC")
        ).first()
    opened.close()
    assert line is not None
    assert (line.staff_id, line.action, line.reason) == (1, "backup.restore", "wrong import")
    assert '"from": "backup.hsct"' in line.new
    put(driver.open(path), "blue")


def test_who_is_not_in_the_backup_is_named_and_not_numbered(driver: Driver, saved: Path, path: Path) -> None:
    restore.restore(asked(driver, saved, path, author_id=1, author_name="Otto Other"))
    opened = driver.open(path)
    with opened.read() as session:
        line = session.execute(sa.text("SELECT staff_id, new FROM change_log ORDER BY seq DESC")).first()
    opened.close()
    assert line is not None
    assert line.staff_id is None
    assert "Otto Other" in line.new


def test_a_second_restore_keeps_both(driver: Driver, saved: Path, path: Path) -> None:
    first = restore.restore(asked(driver, saved, path)).kept
    second = restore.restore(asked(driver, saved, path)).kept
    assert [place.name for place in (first, second) if place] == [
        "ward-before-restore.hsct", "ward-before-restore-2.hsct"
    ]  # fmt: skip


def test_a_file_that_somebody_has_open_is_left_alone(driver: Driver, saved: Path, path: Path) -> None:
    opened = driver.open(path)
    before = names(path)
    with fails_as("restore_file_in_use"):
        restore.restore(asked(driver, saved, path))
    assert names(path) == before
    put(opened, "blue")
    opened.close()


def test_a_log_left_by_a_crash_goes_with_the_replaced_file(driver: Driver, saved: Path, path: Path) -> None:
    store = driver.open(path)
    put(store, "violet")
    for place in (path, *building.beside(path)[:1]):
        shutil.copy(place, f"{place}.crashed")
    store.close()
    for place in (path, *building.beside(path)[:1]):
        os.replace(f"{place}.crashed", place)
    kept = restore.restore(asked(driver, saved, path)).kept
    assert kept is not None
    assert not any(place.exists() for place in building.beside(path))
    assert (colour(driver, path), colour(driver, kept)) == ("green", "violet")


def test_a_damaged_file_is_replaced_and_kept_as_it_is(driver: Driver, saved: Path, path: Path) -> None:
    path.write_bytes(b"damaged" * 1000)
    log = building.beside(path)[0]
    log.write_bytes(b"a log")
    kept = restore.restore(asked(driver, saved, path)).kept
    assert kept is not None
    assert kept.read_bytes() == b"damaged" * 1000
    assert not log.exists()
    assert colour(driver, path) == "green"


def test_where_no_file_is_yet(driver: Driver, saved: Path, path: Path) -> None:
    path.unlink()
    assert restore.restore(asked(driver, saved, path)).kept is None
    assert colour(driver, path) == "green"


def test_a_damaged_backup_changes_nothing(driver: Driver, saved: Path, path: Path) -> None:
    os.truncate(saved, 8192 * 4)
    before = names(path)
    with fails_as("backup_damaged"):
        restore.restore(asked(driver, saved, path))
    assert names(path) == before
    assert colour(driver, path) == "red"
    opened = driver.open(path)
    with opened.read() as session:
        assert session.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal"
    opened.close()


def test_a_backup_of_a_newer_program_is_refused(driver: Driver, saved: Path, path: Path) -> None:
    other = driver.connect(saved)
    other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.close()
    before = names(path)
    with fails_as("file_newer"):
        restore.restore(asked(driver, saved, path))
    assert names(path) == before
    assert colour(driver, path) == "red"


def test_on_a_disk_without_links(driver: Driver, saved: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    kept = restore.restore(asked(driver, saved, path)).kept
    assert kept is not None
    assert (colour(driver, path), colour(driver, kept)) == ("green", "red")
    assert durable.NO_LINKS


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery(__name__)
    yield made
    made.close()


def restore_and_die(kind: str, saved: str, path: str, step: str) -> None:
    """In a child: restore, and end just before a step."""
    left = die_at(int(step))
    restore.restore(asked(DRIVERS[kind], Path(saved), Path(path)))
    Path(path).with_name("steps").write_text(str(int(step) - left[0]))


def cut(nursery: Nursery, driver: Driver, saved: Path, path: Path, step: int) -> tuple[str, str, int]:
    """What stands there after a power cut at that step: the colour, the keys; and how many steps there are, or 0."""
    folder = path.parent / f"step-{step}"
    folder.mkdir()
    for place in (path, backup.keys_of(path), saved, backup.keys_of(saved)):
        shutil.copy(place, folder)
    there = folder / path.name
    kind = "sqlcipher3" if driver.is_encrypted else "sqlite3"
    ended = nursery.run("restore_and_die", kind, folder / saved.name, there, step)
    steps = int((folder / "steps").read_text()) if ended == 0 else 0
    assert ended in (0, DEAD)
    found = glance(driver, there)
    if found == "green":
        assert glance(driver, folder / "ward-before-restore.hsct") == "red"
    keys = backup.keys_of(there).read_text()
    shutil.rmtree(folder)
    return found, keys, steps


@pytest.mark.parametrize("driver", [pytest.param(ENCRYPTED, id="sqlcipher3")], indirect=True)
def test_a_power_cut_while_the_names_change_leaves_a_whole_file(saved: Path, path: Path, nursery: Nursery) -> None:
    """The last steps, in which files get their names, and the first one; `make soak` tries all of them."""
    steps = cut(nursery, ENCRYPTED, saved, path, 0)[2]
    assert steps > 12
    found = [
        cut(nursery, ENCRYPTED, saved, path, step)[:2]
        for step in (1, steps - 7, steps - 4, steps - 2, steps - 1, steps, steps + 1)
    ]
    assert found[0] == ("red", "keys of now")
    assert found[-1] == ("green", "keys of then")
    assert set(found) <= {("red", "keys of now"), ("green", "keys of now"), ("green", "keys of then")}


@pytest.mark.soak
def test_a_power_cut_at_any_step_leaves_a_whole_file(driver: Driver, saved: Path, path: Path, nursery: Nursery) -> None:
    steps = cut(nursery, driver, saved, path, 0)[2]
    found = [cut(nursery, driver, saved, path, step)[:2] for step in range(1, steps + 2)]
    assert found == sorted(found, key=lambda one: (one[0] == "green", one[1] == "keys of then"))
    assert (found[0], found[-1]) == (("red", "keys of now"), ("green", "keys of then"))
