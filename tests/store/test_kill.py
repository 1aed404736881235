"""A process killed while it writes loses nothing that it was told is saved, and leaves no half write."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hsct_desktop.store import chain, setting
from hsct_desktop.store.engine import Store
from tests.store.killing import Nursery
from tests.store.ward import ENCRYPTED, PLAIN, Driver

DRIVERS = {"sqlite3": PLAIN, "sqlcipher3": ENCRYPTED}
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are made by fork")


@pytest.fixture(params=[pytest.param(ENCRYPTED, id="sqlcipher3")])
def driver(request: pytest.FixtureRequest) -> Driver:
    """What the program writes is encrypted; the journal that a kill leaves is SQLite's own."""
    return request.param


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery(__name__)
    yield made
    made.close()


def write_on(kind: str, path: str, told: str) -> None:
    """In a child: count up in one file, and after each commit append the number to another, until somebody ends it."""
    said = os.open(told, os.O_WRONLY | os.O_APPEND)
    store = DRIVERS[kind].open(Path(path))
    with store.read() as session:
        number = int(setting.get(session, "left", "0"))
    while True:
        number += 1
        with store.write(None, "count") as session:
            setting.put(session, "left", str(number))
            setting.put(session, "right", str(number))
        os.write(said, b"%d\n" % number)


def written(told: Path) -> int:
    """The last number that was acknowledged."""
    lines = told.read_bytes().split(b"\n")[:-1]
    return int(lines[-1]) if lines else 0


def kill_while_writing(nursery: Nursery, driver: Driver, path: Path, kills: int) -> int:
    """Let somebody write and end them at a random moment, again and again; how many entries were acknowledged."""
    told = path.with_name("told")
    told.touch()
    kind = "sqlcipher3" if driver.is_encrypted else "sqlite3"
    chance = random.Random(20261120)
    for _ in range(kills):
        before = written(told)
        child = nursery.begin("write_on", kind, path, told)
        last = time.monotonic() + 20
        while written(told) == before and time.monotonic() < last:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.05)
        nursery.kill(child)
        acknowledged = written(told)
        assert acknowledged > before
        with closing(driver.connect(path)) as connection:
            rows = dict(connection.execute("SELECT key, value FROM setting WHERE key IN ('left', 'right')"))
            torn = connection.execute("PRAGMA quick_check(1)").fetchone()
        assert torn == ("ok",)
        assert rows["left"] == rows["right"]
        assert int(rows["left"]) >= acknowledged
    return written(told)


def test_thirty_kills(nursery: Nursery, driver: Driver, store: Store, path: Path) -> None:
    store.close()
    acknowledged = kill_while_writing(nursery, driver, path, 30)
    opened = driver.open(path)
    with opened.read() as session:
        assert int(setting.get(session, "left")) >= acknowledged >= 30
        assert chain.verify(session).first_bad is None
    opened.close()


@pytest.mark.soak
@pytest.mark.parametrize(
    ("driver", "kills"),
    [pytest.param(ENCRYPTED, 1000, id="sqlcipher3"), pytest.param(PLAIN, 100, id="sqlite3")],
    indirect=["driver"],
)
def test_a_thousand_kills(nursery: Nursery, driver: Driver, store: Store, path: Path, kills: int) -> None:
    store.close()
    acknowledged = kill_while_writing(nursery, driver, path, kills)
    opened = driver.open(path)
    with opened.read() as session:
        assert int(setting.get(session, "left")) >= acknowledged >= kills
    opened.close()
