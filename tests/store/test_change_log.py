"""The change log and undo: every write is logged, none can pass by, and undo is a write like any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.contact import ContactEntry
from hsct_desktop.domain.patient import FollowUp, StateChange, StateChangeKind
from hsct_desktop.store import change_log, contact, draft, patient, setting, state_change, transplant
from hsct_desktop.store.engine import Store
from hsct_desktop.store.history import changes_of, history, last_undoable
from hsct_desktop.store.models import METADATA
from hsct_desktop.store.undo import revert
from tests.store.ward import Driver, entry, fails, fails_as

Register = Callable[..., tuple[int, int]]


def test_triggers_are_those_of_the_models(store: Store) -> None:
    with store.read() as session:
        assert change_log.installed_triggers(session.connection()) == change_log.trigger_statements(METADATA)
    logged = {table.name for table in change_log.logged_tables(METADATA)}
    assert set(METADATA.tables) - logged == {
        "access_log", "attachment_content", "change_log", "draft", "letter_content", "letterhead_logo_content",
    }  # fmt: skip
    for table in logged:
        assert {f"log_{table}_insert", f"log_{table}_update", f"keep_{table}"} <= set(
            change_log.trigger_statements(METADATA)
        )


def test_insert_and_update_are_logged(store: Store, nurse: int) -> None:
    before = datetime.now(UTC)
    with store.write(nurse, "patient.register") as session:
        patient_id, txn = patient.add(session, entry(given='Zoë "q" 🧬')).id, session.txn
    with store.write(nurse, "patient.revise") as session:
        patient.revise(session, patient_id, 1, entry(given="New", allergies=("latex",)))
    with store.read() as session:
        (added,) = changes_of(session, txn)
        first, second = history(session, "patient", patient_id)
    assert first == added
    assert (added.staff_id, added.action, added.table, added.inserted) == (nurse, "patient.register", "patient", True)
    assert added.new["given_name"] == 'Zoë "q" 🧬'
    assert set(added.new) == {column.name for column in METADATA.tables["patient"].columns}
    assert abs(added.at - before) < timedelta(minutes=1)
    assert second.old.keys() == second.new.keys()
    assert set(second.new) - {"version", "updated_at"} == {"given_name", "folded_name", "search_text"}
    assert (second.old["given_name"], second.new["given_name"]) == ('Zoë "q" 🧬', "New")


def test_bulk_statements_are_logged(store: Store, nurse: int, register: Register) -> None:
    register(entry("P-1"))
    register(entry("P-2"))
    with store.write(nurse, "bulk") as session:
        session.execute(sa.update(patient.Patient).values(phone="1"))
        txn = session.txn
    with store.read() as session:
        assert [change.new["phone"] for change in changes_of(session, txn)] == ["1", "1"]


def test_unchanged_rows_leave_no_trace(store: Store, nurse: int, register: Register) -> None:
    register(entry(phone="1"))
    with store.write(nurse, "x") as session:
        session.execute(sa.update(patient.Patient).values(phone="1"))
        txn = session.txn
    with store.read() as session:
        assert changes_of(session, txn) == []


def test_drafts_are_not_logged_and_really_deleted(store: Store, nurse: int) -> None:
    for content in ("one", "two"):
        with store.write(nurse, "draft") as session:
            draft.put(session, "visit", None, nurse, content)
            txn = session.txn
    with store.read() as session:
        kept = draft.get(session, "visit", None, nurse)
        assert kept is not None
        assert (kept.content, kept.patient_id) == ("two", None)
        assert changes_of(session, txn) == []
    with store.write(nurse, "draft") as session:
        draft.delete(session, "visit", None, nurse)
    with store.read() as session:
        assert draft.get(session, "visit", None, nurse) is None


def test_foreign_writer_is_refused(driver: Driver, store: Store, path: Path, register: Register) -> None:
    register()
    other = driver.connect(path)
    for statement in (
        "UPDATE patient SET family_name = 'X'",
        "INSERT INTO setting (key, value, updated_at) VALUES ('a', 'b', 'c')",
        "DELETE FROM patient",
        "DELETE FROM change_log",
        "UPDATE change_log SET staff_id = 2",
    ):
        with pytest.raises(driver.module.Error):
            other.execute(statement)
    other.close()


def test_own_connection_outside_a_write_is_refused(store: Store, register: Register) -> None:
    register()
    with fails(sa.exc.OperationalError), store.read() as session:
        session.execute(sa.text("UPDATE patient SET family_name = 'X'"))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM patient",
        "DELETE FROM allergy",
        "DELETE FROM change_log",
        "UPDATE change_log SET action = 'x'",
        "INSERT OR REPLACE INTO staff SELECT * FROM staff",
    ],
)
def test_nothing_is_deleted(store: Store, nurse: int, register: Register, statement: str) -> None:
    register(entry(allergies=("latex",)))
    with fails(sa.exc.IntegrityError), store.write(nurse, "x") as session:
        session.execute(sa.text(statement))


def test_undo_of_an_entry_voids_it(store: Store, nurse: int, register: Register) -> None:
    patient_id, transplant_id = register(entry(allergies=("latex",)))
    with store.read() as session:
        last = last_undoable(session, nurse)
    assert last is not None
    assert last.action == "patient.register"
    with store.write(nurse, "undo") as session:
        undone = revert(session, last.txn)
        txn = session.txn
    assert {change.table for change in undone} == {"patient", "allergy", "transplant"}
    with store.read() as session:
        assert patient.get(session, patient_id) is None
        row = session.get_one(transplant.Transplant, transplant_id)
        assert (row.void_reason, row.voided_by, row.version) == ("undone", nurse, 2)
        assert {change.action for change in changes_of(session, txn)} == {f"undo:{last.txn}"}
        assert last_undoable(session, nurse) is None
    with fails_as("undo_done_already"), store.write(nurse, "undo") as session:
        revert(session, last.txn)
    with store.write(nurse, "redo") as session:
        revert(session, txn)
    with store.read() as session:
        card = patient.get(session, patient_id)
    assert card is not None
    assert card.entry.allergies == ("latex",)


def test_undo_of_changes_one_after_the_other(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    for version, given in enumerate(["First", "Second"], start=1):
        with store.write(nurse, "patient.revise") as session:
            patient.revise(session, patient_id, version, entry(given=given, phone=given))
    expected = ["First", "Zoë"]
    for given in expected:
        with store.read() as session:
            last = last_undoable(session, nurse)
        assert last is not None
        with store.write(nurse, "undo") as session:
            revert(session, last.txn)
        with store.read() as session:
            card = patient.get(session, patient_id)
        assert card is not None
        assert card.entry.given_name == given
    assert card.version == 5
    assert card.entry == entry()


def test_undo_is_refused_when_the_row_changed_since(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    with store.write(nurse, "patient.revise") as session:
        patient.revise(session, patient_id, 1, entry(given="First"))
        txn = session.txn
    with store.write(nurse, "patient.revise") as session:
        patient.revise(session, patient_id, 2, entry(given="Second"))
        later = session.txn
    with fails_as("undo_changed_since"), store.write(nurse, "undo") as session:
        revert(session, txn)
    with store.write(nurse, "undo") as session:
        revert(session, later)
        counter = session.txn
    with store.write(nurse, "redo") as session:
        revert(session, counter)
    with fails_as("undo_changed_since"), store.write(nurse, "undo") as session:
        revert(session, txn)
    with store.read() as session:
        card = patient.get(session, patient_id)
    assert card is not None
    assert card.entry.given_name == "Second"


def test_undo_is_refused_when_something_hangs_on_the_row(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    with store.read() as session:
        last = last_undoable(session, nurse)
    assert last is not None
    with store.write(nurse, "contact.log") as session:
        contact.add(session, ContactEntry(patient_id, date(2026, 2, 1)))
    with fails_as("undo_changed_since"), store.write(nurse, "undo") as session:
        revert(session, last.txn)
    with store.read() as session:
        assert patient.get(session, patient_id) is not None
        assert last_undoable(session, nurse) != last


def test_undo_of_a_death(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    with store.write(nurse, "patient.state") as session:
        state_change.add(session, patient_id, StateChange(StateChangeKind.DIED, date(2026, 2, 1), "sepsis"))
        txn = session.txn
    with store.read() as session:
        assert patient.find(session, [], 1)[0].follow_up is FollowUp.DEAD
    with store.write(nurse, "undo") as session:
        revert(session, txn)
    with store.read() as session:
        assert patient.find(session, [], 1)[0].follow_up is FollowUp.FOLLOWED
        assert state_change.of_patient(session, patient_id) == []


def test_undo_of_settings(store: Store, nurse: int) -> None:
    txns = []
    for value in ("one", "two"):
        with store.write(nurse, "setting") as session:
            setting.put(session, "colour", value)
            txns.append(session.txn)
    for txn, left in zip(reversed(txns), ["one", "unset"], strict=True):
        with store.write(nurse, "undo") as session:
            revert(session, txn)
        with store.read() as session:
            assert setting.get(session, "colour", "unset") == left
