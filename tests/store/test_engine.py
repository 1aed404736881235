"""The one door: what is in force on each connection, and what a session may do."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.visit import VisitEntry, Vitals
from hsct_desktop.store import patient, setting, visit
from hsct_desktop.store.base import fetch, void
from hsct_desktop.store.engine import Store, create_store, open_store
from hsct_desktop.store.preflight import MAGIC
from tests.store.ward import ENCRYPTED, KEY, PLAIN, Driver, entry, fails, fails_as

Register = Callable[..., tuple[int, int]]
AWKWARD = ['O\'Neil "Bob"', "x'); DROP TABLE patient;--", "🧬 李 Żółć", "<b>&amp;</b>", "n" * 200, "%_\\"]


@pytest.fixture(params=[PLAIN, ENCRYPTED], ids=["sqlite3", "sqlcipher3"])
def driver(request: pytest.FixtureRequest) -> Driver:
    """The one door is tried with both whenever anything is."""
    return request.param


def pragma(store: Store, name: str) -> object:
    with store.read() as session:
        return session.execute(sa.text(f"PRAGMA {name}")).scalar()


def test_pragmas_in_force(store: Store) -> None:
    assert pragma(store, "journal_mode") == "wal"
    assert pragma(store, "synchronous") == 2
    assert pragma(store, "foreign_keys") == 1
    assert pragma(store, "busy_timeout") == 5000
    assert isinstance(store.engine.pool, QueuePool)
    assert store.engine.hide_parameters


def test_facts_of_the_file(store: Store, driver: Driver, path: Path) -> None:
    assert (store.kind, store.path, store.is_encrypted) == ("practice", path, driver.is_encrypted)
    with store.read() as session:
        assert setting.get(session, setting.UNIT_NAME) == "Unit"
        assert setting.get(session, setting.FILE_ID) == store.file_id != ""
    store.close()
    assert path.read_bytes().startswith(MAGIC) is not driver.is_encrypted
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_no_plain_text_in_an_encrypted_file(store: Store, driver: Driver, path: Path, register: Register) -> None:
    register(entry(family="Quagliarella"))
    everything = b"".join(p.read_bytes() for p in path.parent.iterdir())
    assert (b"Quagliarella" in everything) is not driver.is_encrypted


def test_a_key_of_another_length_is_refused(path: Path) -> None:
    with pytest.raises(ValueError):
        create_store(path, key=KEY[:16])
    assert not path.exists()


def test_a_driver_that_does_not_encrypt_makes_no_file(path: Path) -> None:
    with pytest.raises(KnownError, match="file_not_encrypted"):
        create_store(path, driver=sqlite3, key=KEY)
    assert list(path.parent.iterdir()) == []


def test_an_encrypted_file_is_opened_by_no_driver_that_does_not_encrypt(path: Path) -> None:
    create_store(path, key=KEY).close()
    with pytest.raises(KnownError, match="file_foreign"):
        open_store(path, driver=sqlite3, key=KEY)


def test_a_plain_file_is_not_opened_with_a_key(path: Path) -> None:
    create_store(path).close()
    with pytest.raises(KnownError, match="file_not_encrypted"):
        open_store(path, key=KEY)


def test_a_file_may_be_given_its_id(path: Path) -> None:
    store = create_store(path, key=KEY, file_id="an id of the caller")
    assert store.file_id == "an id of the caller"
    assert store.is_encrypted
    store.close()


def test_open_does_not_import_alembic(store: Store, driver: Driver, path: Path) -> None:
    store.close()
    loaded = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "alembic"}
    try:
        driver.open(path).close()
        assert "alembic" not in sys.modules
    finally:
        sys.modules.update(loaded)


@pytest.mark.parametrize("name", ["a b", "50% #1?mode=ro", "d'été", "🧬"])
def test_awkward_file_names(driver: Driver, tmp_path: Path, name: str) -> None:
    place = tmp_path / name / f"{name}.hsct"
    place.parent.mkdir()
    driver.create(place).close()
    driver.open(place).close()
    assert [p.name for p in place.parent.iterdir()] == [place.name]


def test_write_begins_immediate_and_reads_go_on(store: Store, nurse: int) -> None:
    statements: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with store.write(nurse, "x"):
        with store.read() as reading:
            assert reading.execute(sa.text("SELECT count(*) FROM staff")).scalar() == 1
        assert statements[0] == "BEGIN IMMEDIATE"
        assert "BEGIN" in statements[1:]


def test_second_writer_waits_then_is_told(store: Store, driver: Driver, path: Path, nurse: int) -> None:
    other = driver.connect(path)
    other.execute("BEGIN IMMEDIATE")
    sa.event.listen(store.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA busy_timeout = 50"))
    with fails_as("file_locked"), store.write(nurse, "x"):
        pytest.fail("the lock was not held")
    other.execute("ROLLBACK")
    other.close()
    with store.write(nurse, "x") as session:
        setting.put(session, "a", "b")


def test_threads_write_one_after_the_other(store: Store, nurse: int) -> None:
    def work(number: int) -> None:
        for step in range(5):
            with store.write(nurse, "x") as session:
                setting.put(session, f"{number}.{step}", "v")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert len([key for key in setting.all_of(session) if key[0].isdigit()]) == 20


def test_error_rolls_everything_back(store: Store, nurse: int) -> None:
    with fails(ZeroDivisionError), store.write(nurse, "x") as session:
        patient.add(session, entry())
        raise ZeroDivisionError
    with store.read() as reading:
        assert patient.find(reading, [], 10) == []
        assert reading.execute(sa.text("SELECT count(*) FROM change_log WHERE action = 'x'")).scalar() == 0


def test_read_session_refuses_to_write(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    with fails(RuntimeError), store.read() as session:
        session.get_one(patient.Patient, patient_id).family_name = "Other"
        session.flush()


def test_author_and_times_are_set(driver: Driver, path: Path) -> None:
    moments = iter(datetime(2026, 1, 1, 8, n, tzinfo=UTC) for n in range(60))
    store = driver.create(path, clock=lambda: next(moments))
    with store.write(None, "x") as session:
        row = patient.add(session, entry())
        first = session.now
    assert (row.created_at, row.updated_at, row.created_by, row.version) == (first, first, None, 1)
    with store.write(None, "x") as session:
        row = patient.revise(session, row.id, 1, entry(given="New"))
        second = session.now
    assert (row.created_at, row.updated_at, row.version) == (first, second, 2)
    assert first < second
    store.close()


def test_stale_edit(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    with store.write(nurse, "x") as session:
        patient.revise(session, patient_id, 1, entry(given="First"))
    with fails_as("stale_row"), store.write(nurse, "x") as session:
        patient.revise(session, patient_id, 1, entry(given="Second"))
    with store.read() as reading:
        card = patient.get(reading, patient_id)
    assert card is not None
    assert (card.entry.given_name, card.version) == ("First", 2)


def test_stale_edit_of_a_row_held_since(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    with store.read() as reading:
        held = reading.get_one(patient.Patient, patient_id)
    with store.write(nurse, "x") as session:
        patient.revise(session, patient_id, 1, entry(given="First"))
    with fails_as("stale_row"), store.write(nurse, "x") as session:
        session.add(held)
        held.given_name = "Second"


def test_void_keeps_the_row(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    with store.write(nurse, "patient.void") as session:
        void(session, fetch(session, patient.Patient, patient_id, 1), "entered twice")
    with store.read() as reading:
        assert patient.get(reading, patient_id) is None
        row = reading.get_one(patient.Patient, patient_id)
        assert (row.void_reason, row.voided_by, row.is_voided) == ("entered twice", nurse, True)
    with fails_as("stale_row"), store.write(nurse, "x") as session:
        fetch(session, patient.Patient, patient_id)
    register()  # the code is free again


@pytest.mark.parametrize("name", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_texts_come_back_unchanged(store: Store, nurse: int, name: str) -> None:
    wanted = entry(family=name, given=name, notes=name, allergies=(name,))
    with store.write(nurse, "x") as session:
        patient_id = patient.add(session, wanted).id
    with store.read() as reading:
        card = patient.get(reading, patient_id)
    assert card is not None
    assert card.entry == wanted


def test_amounts_are_exact(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    vitals = Vitals(temperature=Decimal("36.10"), weight=Decimal("0.1") + Decimal("70.2"), systolic=118, diastolic=74)
    with store.write(nurse, "x") as session:
        visit_id = visit.add(session, VisitEntry(patient_id, date(2026, 2, 1), vitals=vitals), False).id
    with store.read() as reading:
        recorded = visit.get(reading, visit_id)
    assert recorded is not None
    assert str(recorded.entry.vitals.temperature) == "36.10"
    assert recorded.entry.vitals == vitals


def test_foreign_keys_hold(store: Store, nurse: int) -> None:
    with pytest.raises(sa.exc.IntegrityError), store.write(nurse, "x") as session:
        visit.add(session, VisitEntry(999, date(2026, 2, 1)), False)


def test_codes_are_unique_whatever_their_case(store: Store, register: Register) -> None:
    register(entry("Ab-1"))
    with pytest.raises(sa.exc.IntegrityError):
        register(entry("aB-1"))


def test_error_text_holds_no_patient_data(store: Store, register: Register) -> None:
    register(entry(family="Secretname"))
    with pytest.raises(sa.exc.IntegrityError) as caught:
        register(entry(family="Secretname"))
    assert "Secretname" not in str(caught.value)
