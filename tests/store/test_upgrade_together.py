"""Several programs and one older file: one of them upgrades it, nobody is told a falsehood, nothing is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsct_desktop.store import building, migrate, setting
from hsct_desktop.store.engine import Store, _engine
from tests.store.ward import ENCRYPTED, KEY, PLAIN, Driver, fails_as

PROGRAMS = 3
ROUNDS = 3
PROGRAM = """
import os, sys
from pathlib import Path
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import migrate, setting
from hsct_desktop.store.engine import open_store
arguments = {}
if sys.argv[1]:
    from sqlcipher3 import dbapi2
    arguments = {"driver": dbapi2, "key": bytes.fromhex(sys.argv[1])}
if sys.argv[2:] == ["killed"]:
    migrate.place_durably = lambda *_: os.kill(os.getpid(), 9)
import alembic.command  # so that all are equally quick
print("ready", flush=True)
for line in sys.stdin:
    try:
        store = open_store(line.rstrip("\\n"), **arguments)
        with store.write(None, "x") as session:
            setting.put(session, f"by {os.getpid()}", "was here")
        print("opened", flush=True)
        sys.stdin.readline()
        store.close()
    except KnownError as error:
        print(error.key, flush=True)
        sys.stdin.readline()
"""


@pytest.fixture(
    params=[pytest.param(PLAIN, id="sqlite3"), pytest.param(ENCRYPTED, id="sqlcipher3", marks=pytest.mark.soak)]
)
def driver(request: pytest.FixtureRequest) -> Driver:
    """That an encrypted file is upgraded is told quickly by test_upgrade; the crowd at its door is the same."""
    return request.param


class Program:
    """A start of the program in a process of its own, which opens the files that it is told."""

    def __init__(self, driver: Driver, *how: str) -> None:
        arguments = [sys.executable, "-c", PROGRAM, KEY.hex() if driver.is_encrypted else "", *how]
        self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def programs(driver: Driver) -> Iterator[list[Program]]:
    with ExitStack() as ends:
        made = [Program(driver) for _ in range(PROGRAMS)]
        for program in made:
            ends.callback(program.end)
        assert [program.answer() for program in made] == ["ready"] * PROGRAMS
        yield made


def make_0001(driver: Driver, path: Path) -> None:
    """A file of revision 0001 with a megabyte in it, so that copying it takes a moment."""
    engine = _engine(path, driver.module, KEY if driver.is_encrypted else None, "rwc")
    with engine.connect() as connection:
        migrate.mark_ours(connection)
    migrate.upgrade(engine.execution_options(hsct_write=True), "0001")
    engine.dispose()
    with closing(driver.connect(path)) as connection:
        rows = [(f"key {number}", "v" * 10_000) for number in range(100)]
        connection.executemany("INSERT INTO setting (key, value, updated_at) VALUES (?, ?, '2026-01-01')", rows)


def revision(driver: Driver, path: Path) -> str:
    with closing(driver.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def beside(path: Path) -> set[str]:
    """What lies beside a file that nobody has open."""
    return {place.name for place in path.parent.iterdir()} - {path.name}


def test_programs_that_start_at_once(driver: Driver, programs: list[Program], tmp_path: Path) -> None:
    for number in range(ROUNDS):
        path = tmp_path / str(number) / "ward.hsct"
        path.parent.mkdir()
        make_0001(driver, path)
        for program in programs:
            program.tell(str(path))
        assert [program.answer() for program in programs] == ["opened"] * PROGRAMS
        for program in programs:
            program.tell("close")
        (copy,) = beside(path) - {f"{path.name}{ending}" for ending in building.LOG_ENDINGS}
        assert copy.startswith("ward-before-upgrade-0001-")
        assert copy.endswith(".hsct")
        assert (revision(driver, path), revision(driver, path.with_name(copy))) == (migrate.REVISIONS[-1], "0001")
        with closing(driver.connect(path)) as connection:
            assert connection.execute("SELECT count(*) FROM setting WHERE key LIKE 'by %'").fetchone() == (PROGRAMS,)
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_who_waits_in_vain_is_told_of_the_upgrade(driver: Driver, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_0001(driver, path)
    monkeypatch.setattr(migrate, "UPGRADE_WAIT_MS", 50)
    with closing(driver.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with fails_as("file_being_upgraded"):
            driver.open(path)
        assert not [name for name in beside(path) if building.BEFORE_UPGRADE in name]
    driver.open(path).close()
    assert revision(driver, path) == migrate.REVISIONS[-1]


def test_a_newer_program_is_first(driver: Driver, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the first look at the file and its lock a program upgrades it to what this one does not know."""
    make_0001(driver, path)
    locked = migrate._locked

    def late(engine: sa.Engine, place: Path) -> AbstractContextManager[sa.Connection]:
        with closing(driver.connect(path)) as other:
            other.execute("UPDATE alembic_version SET version_num = '9999'")
        return locked(engine, place)

    monkeypatch.setattr(migrate, "_locked", late)
    with fails_as("file_newer"):
        driver.open(path)
    assert beside(path) == set()


def test_what_a_killed_upgrade_left_is_swept(driver: Driver, path: Path) -> None:
    make_0001(driver, path)
    killed = Program(driver, "killed")
    try:
        assert killed.answer() == "ready"
        killed.tell(str(path))
        assert killed.answer() == ""
    finally:
        killed.end()
    left = [name for name in beside(path) if building.BEFORE_UPGRADE in name]
    assert left
    assert all(".part" in name for name in left)
    older = "ward-before-upgrade-0001-20260101-100000.hsct.part"
    others = {
        "ward-2-before-upgrade-0001-20260101-100000.hsct.part",
        "ward-before-upgrade-0001-20260101-100000.hsct",
        "ward-before-upgrade-0001-20260101-100000.hsct.part.txt",
    }
    for name in (older, f"{older}-journal", f"{older}-shm", *others):
        path.with_name(name).write_text("x")
    driver.open(path).close()
    assert revision(driver, path) == migrate.REVISIONS[-1]
    assert len(beside(path) - others) == 1
    assert not [name for name in beside(path) - others if ".part" in name]
    assert others <= beside(path)


def test_an_old_part_goes_when_the_file_is_opened_and_a_young_one_stays(
    driver: Driver, store: Store, path: Path
) -> None:
    store.close()
    old = path.with_name("ward-before-upgrade-0001-20260101-100000.hsct.0a1b2c3d.part")
    young = path.with_name("ward-before-upgrade-0001-20260102-100000.hsct.part")
    for place in (old, young):
        place.write_text("x")
    long_ago = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(old, (long_ago, long_ago))
    driver.open(path).close()
    assert beside(path) == {young.name}


def test_a_copy_never_takes_the_place_of_an_older_one(driver: Driver, path: Path) -> None:
    make_0001(driver, path)
    older = path.with_name("ward-before-upgrade-0001-20260102-030405.hsct")
    older.write_text("precious")
    driver.open(path, clock=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)).close()
    assert beside(path) == {older.name, "ward-before-upgrade-0001-20260102-030405-2.hsct"}
    assert older.read_text() == "precious"


def upgraded_by_a_newer_program(driver: Driver, path: Path) -> None:
    """As a newer program does it: other columns, triggers made anew, one transaction."""
    with closing(driver.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ALTER TABLE setting ADD COLUMN unit TEXT")
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.execute("COMMIT")


@pytest.mark.parametrize("written_before", [True, False])
def test_a_window_left_open_writes_no_more(driver: Driver, store: Store, path: Path, written_before: bool) -> None:
    if written_before:
        with store.write(None, "x") as session:
            setting.put(session, "colour", "green")
    upgraded_by_a_newer_program(driver, path)
    for _ in range(2):
        with fails_as("file_upgraded"), store.write(None, "x") as session:
            setting.put(session, "colour", "red")
    with closing(driver.connect(path)) as other:
        found = other.execute("SELECT value FROM setting WHERE key = 'colour'").fetchall()
    assert found == ([("green",)] if written_before else [])


def test_other_changes_of_the_schema_stop_nobody(driver: Driver, store: Store, path: Path) -> None:
    for colour in ("green", "red"):
        with store.write(None, "x") as session:
            setting.put(session, "colour", colour)
        with closing(driver.connect(path)) as other:
            other.execute("VACUUM")
            other.execute(f"CREATE INDEX by_{colour} ON setting (value)")
    with store.read() as session:
        assert setting.get(session, "colour") == "red"


def test_an_older_file_copied_over_in_place_is_no_upgrade(driver: Driver, store: Store, path: Path) -> None:
    with closing(driver.connect(path)) as other:
        other.execute("UPDATE alembic_version SET version_num = '0001'")
    with fails_as("file_replaced"), store.write(None, "x"):
        pytest.fail("the file is not what was opened")
