"""A process killed while it writes loses nothing that it was told is saved, and leaves no half write."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hsct_desktop.store import setting
from hsct_desktop.store.engine import Store
from tests.store.ward import ENCRYPTED, KEY, PLAIN, Driver

WRITER = """
import os, sys
from pathlib import Path
from hsct_desktop.store import setting
from hsct_desktop.store.engine import open_store
path, key = sys.argv[1:]
arguments = {}
if key:
    from sqlcipher3 import dbapi2
    arguments = {"driver": dbapi2, "key": bytes.fromhex(key)}
store = open_store(path, **arguments)
with store.read() as session:
    number = int(setting.get(session, "left", "0"))
os.write(1, b"ready\\n")
while True:
    number += 1
    with store.write(None, "count") as session:
        setting.put(session, "left", str(number))
        setting.put(session, "right", str(number))
    os.write(1, b"%d\\n" % number)
"""
KILLS = 3


@pytest.fixture(
    params=[pytest.param(PLAIN, id="sqlite3"), pytest.param(ENCRYPTED, id="sqlcipher3", marks=pytest.mark.soak)]
)
def driver(request: pytest.FixtureRequest) -> Driver:
    """The journal that a kill leaves is SQLite's own, whoever encrypts its pages."""
    return request.param


def test_kill(driver: Driver, store: Store, path: Path) -> None:
    store.close()
    acknowledged = 0
    for _ in range(KILLS):
        key = KEY.hex() if driver.is_encrypted else ""
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path), key], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(0.05 + random.random() * 0.1)
            process.kill()
            lines = process.stdout.read().split(b"\n")[:-1]
        acknowledged = max([acknowledged, *map(int, lines)])
        opened = driver.open(path)
        with opened.read() as session:
            left, right = setting.get(session, "left", "0"), setting.get(session, "right", "0")
        opened.close()
        assert left == right
        assert int(left) >= acknowledged
    assert acknowledged > KILLS
