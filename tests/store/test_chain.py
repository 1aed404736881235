"""The chain of the change log: what anybody does to a line from outside is found, and named by the line's number."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.author import Role
from hsct_desktop.store import chain, change_log, patient, rechain, staff
from hsct_desktop.store.archive_check import is_json
from hsct_desktop.store.chain import Head
from hsct_desktop.store.engine import Store, because
from hsct_desktop.store.models import METADATA
from hsct_desktop.store.redaction import redact
from hsct_desktop.vault import keys
from tests.store.ward import KEY, Driver, entry, fails

Register = Callable[..., tuple[int, int]]


def state(store: Store, since: Head | None = None) -> chain.ChainState:
    with store.read() as session:
        return chain.verify(session, since=since)


def head(store: Store) -> Head:
    with store.read() as session:
        return chain.head(session)


def outside(driver: Driver, path: Path, *statements: str) -> None:
    """What another tool does that has the key of the file and none of the program's functions."""
    other = driver.connect(path)
    for name in [row[0] for row in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        other.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        other.execute(statement)
    other.close()


@pytest.fixture
def ward(store: Store, register: Register) -> Store:
    """Some lines of every kind: new rows, changes, a note."""
    for number in range(3):
        register(entry(f"P-{number}"))
    with store.write(1, "patient.revise", reason="typed wrongly") as session:
        session.execute(sa.update(patient.Patient).values(phone="1"))
        change_log.note(session.connection(), "export", None, {"file": "x"})
    return store


def test_every_line_is_chained(ward: Store, path: Path) -> None:
    found = state(ward)
    last = head(ward)
    assert (found.first_bad, found.entries, found.head) == (None, last.seq, last)
    assert last.seq > 12
    assert len(last.mac) == 32
    assert last.short == last.mac.hex()[:12]
    with ward.read() as session:
        lines = session.scalars(sa.select(change_log.ChangeLog).order_by(change_log.ChangeLog.seq)).all()
    assert {line.workstation for line in lines} == {ward.workstation} != {""}
    assert {line.reason for line in lines} == {None, "typed wrongly"}
    assert len({line.nonce for line in lines}) == len({line.digest for line in lines}) == len(lines)


def test_a_part_that_is_taken_back_leaves_the_chain_whole(store: Store, nurse: int) -> None:
    """A savepoint takes its lines along; what is written after it follows the last one that stayed."""
    with store.write(nurse, "parts") as session:
        patient.add(session, entry("P-1"))
        for number in range(3):
            part = session.begin_nested()
            patient.add(session, entry(f"X-{number}"))
            part.rollback()
        patient.add(session, entry("P-2"))
    with fails(ZeroDivisionError), store.write(nurse, "none") as session:
        patient.add(session, entry("P-3"))
        raise ZeroDivisionError
    with store.write(nurse, "last") as session:
        patient.add(session, entry("P-4"))
    assert state(store).first_bad is None
    with store.read() as session:
        assert [found.code for found in patient.find(session, [], 9)] == ["P-1", "P-2", "P-4"]


def test_a_part_has_a_reason_of_its_own(store: Store, nurse: int) -> None:
    with store.write(nurse, "x", reason="whole") as session:
        staff.add(session, "A", Role.NURSE)
        with because(session, "part"):
            staff.add(session, "B", Role.NURSE)
        staff.add(session, "C", Role.NURSE)
        txn = session.txn
    with store.read() as session:
        wanted = sa.select(change_log.ChangeLog.reason).where(change_log.ChangeLog.txn == txn)
        assert session.scalars(wanted.order_by(change_log.ChangeLog.seq)).all() == ["whole", "part", "whole"]


ATTACKS: dict[str, tuple[list[str], int]] = {
    "value edited": (["UPDATE change_log SET new = replace(new, ':1,', ':2,') WHERE seq = 9"], 9),
    "value before edited": (["UPDATE change_log SET old = '{}' WHERE op = 'U' AND old LIKE '%phone%'"], 0),
    "author edited": (["UPDATE change_log SET staff_id = 2 WHERE seq = 9"], 9),
    "moment edited": (["UPDATE change_log SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 9"], 9),
    "action edited": (["UPDATE change_log SET action = 'x' WHERE seq = 9"], 9),
    "workstation edited": (["UPDATE change_log SET workstation = 'x' WHERE seq = 9"], 9),
    "reason edited": (["UPDATE change_log SET reason = 'x' WHERE seq = 9"], 9),
    "reason moved into the workstation": (
        ["UPDATE change_log SET workstation = workstation || reason, reason = '' WHERE reason IS NOT NULL"], 0,
    ),
    "row exchanged": (["UPDATE change_log SET row_id = 77 WHERE seq = 9"], 9),
    "table exchanged": (["UPDATE change_log SET table_name = 'allergy' WHERE seq = 9"], 9),
    "deleted": (["DELETE FROM change_log WHERE seq = 9"], 9),
    "first deleted": (["DELETE FROM change_log WHERE seq = 1"], 1),
    "deleted and closed up": (
        ["DELETE FROM change_log WHERE seq = 9", "UPDATE change_log SET seq = -seq WHERE seq > 9",
         "UPDATE change_log SET seq = -seq - 1 WHERE seq < 0"], 9,
    ),
    "reordered": (
        ["UPDATE change_log SET seq = -9 WHERE seq = 9", "UPDATE change_log SET seq = 9 WHERE seq = 10",
         "UPDATE change_log SET seq = 10 WHERE seq = -9"], 9,
    ),
    "inserted in the end": (
        ["INSERT INTO change_log SELECT (SELECT max(seq) + 1 FROM change_log), at, staff_id, txn, action, table_name, "
         "op, row_id, old, new, workstation, reason, nonce, digest, mac, redacted FROM change_log WHERE seq = 9"], -1,
    ),
    "nonce exchanged": (["UPDATE change_log SET nonce = randomblob(16) WHERE seq = 9"], 9),
    "nonce emptied": (["UPDATE change_log SET nonce = NULL WHERE seq = 9"], 9),
    "digest exchanged": (["UPDATE change_log SET digest = randomblob(32) WHERE seq = 9"], 9),
    "mac exchanged": (["UPDATE change_log SET mac = randomblob(32) WHERE seq = 9"], 9),
    "marks emptied": (["UPDATE change_log SET nonce = NULL, digest = NULL, mac = NULL"], 1),
    "marks of another line": (
        ["UPDATE change_log SET (nonce, digest, mac) = (SELECT nonce, digest, mac FROM change_log WHERE seq = 8) "
         "WHERE seq = 9"], 9,
    ),
    "feigned redaction": (["UPDATE change_log SET nonce = NULL, new = '{}', redacted = 12 WHERE seq = 9"], 9),
    "redaction without loss": (["UPDATE change_log SET nonce = NULL, redacted = 12 WHERE seq = 9"], 9),
    "number as another kind": (["UPDATE change_log SET seq = 9 WHERE seq = 9", "UPDATE change_log SET op = 'D' "
                                "WHERE seq = 9"], 9),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_on_a_line_is_found(driver: Driver, path: Path, ward: Store, attack: str) -> None:
    """The number of the first line that is not as it was written; what the program adds afterwards heals nothing."""
    statements, number = ATTACKS[attack]
    before = head(ward)
    with ward.read() as session:
        changed = session.scalars(
            sa.select(change_log.ChangeLog.seq)
            .where(change_log.ChangeLog.reason.is_not(None))
            .order_by(change_log.ChangeLog.seq)
        ).first()
    expected = {0: changed, -1: before.seq + 1}.get(number, number)
    ward.close()
    outside(driver, path, *statements)
    again = driver.open(path)
    with again.write(None, "later") as session:
        staff.add(session, "Late", Role.NURSE)
    found = state(again)
    assert expected is not None
    assert (found.first_bad, found.head_seq) == (expected, expected - 1)
    assert found.entries == expected - 1
    again.close()


def test_a_tail_that_was_cut_is_found_against_an_anchor(driver: Driver, path: Path, ward: Store) -> None:
    """The rest holds in itself: only who kept the end knows that there was more."""
    anchor = head(ward)
    ward.close()
    outside(driver, path, f"DELETE FROM change_log WHERE seq > {anchor.seq - 3}")  # noqa: S608
    again = driver.open(path)
    assert state(again).first_bad is None
    with again.read() as session:
        assert not chain.holds(session, anchor)
    for number in range(4):  # lines that grow over the place bear other marks
        with again.write(None, "later") as session:
            staff.add(session, f"Late {number}", Role.NURSE)
    with again.read() as session:
        assert chain.head(session).seq > anchor.seq
        assert not chain.holds(session, anchor)
        assert chain.holds(session, Head(1, chain.Head(1, mac_at(session, 1)).mac))
        assert not chain.holds(session, Head(1, b""))
    again.close()


def mac_at(session: Any, seq: int) -> bytes:
    return bytes(session.scalar(sa.select(change_log.ChangeLog.mac).where(change_log.ChangeLog.seq == seq)))


def test_dropped_triggers_are_made_anew_and_it_is_on_record(driver: Driver, path: Path, ward: Store) -> None:
    before = head(ward)
    ward.close()
    outside(driver, path, "UPDATE patient SET family_name = 'Past the log' WHERE id = 1")
    again = driver.open(path)
    assert state(again).first_bad is None
    with again.read() as session:
        (note,) = change_log.notes(session, "sqlite_master", 9)
        assert "log_patient_update" in json.loads(note.new)["missing"]
        assert chain.head(session).seq == before.seq + 1
        assert chain.holds(session, before)
    again.close()


def test_another_key_holds_nothing(ward: Store) -> None:
    with ward.read() as session:
        found = chain.verify(session, b"another key of thirty-two bytes!")
    assert (found.first_bad, found.entries, found.head) == (1, 0, Head(0, b""))


def test_looking_on_from_a_place(driver: Driver, path: Path, ward: Store, nurse: int) -> None:
    place = state(ward).head
    with ward.write(nurse, "more") as session:
        staff.add(session, "More", Role.NURSE)
    found = state(ward, place)
    assert (found.first_bad, found.entries, found.head) == (None, 1, head(ward))
    assert state(ward, Head(place.seq, b"\0" * 32)).first_bad == place.seq
    assert state(ward, Head(999, place.mac)).first_bad == 999
    steps: list[tuple[int, int]] = []
    with ward.read() as session:
        chain.verify(session, progress=lambda done, of: steps.append((done, of)))
    assert steps == []  # too few lines to speak of


def test_the_program_itself_changes_no_line(ward: Store, nurse: int) -> None:
    for statement in (
        "UPDATE change_log SET new = '{}', nonce = NULL",
        "UPDATE change_log SET redacted = 1",
        "DELETE FROM change_log WHERE seq = 1",
        "INSERT OR REPLACE INTO change_log SELECT * FROM change_log WHERE seq = 1",
        "UPDATE access_log SET what = 'x'",
        "DELETE FROM access_log",
    ):
        with fails(sa.exc.IntegrityError), ward.write(nurse, "x") as session:
            values = (nurse, "PC", 1, "patient")
            session.connection().exec_driver_sql(
                "INSERT INTO access_log (at, staff_id, workstation, patient_id, what) VALUES ('x', ?, ?, ?, ?)", values
            )
            session.execute(sa.text(statement))
    assert state(ward).first_bad is None


def test_the_key_is_derived_and_that_of_a_plain_file_is_published(driver: Driver, ward: Store) -> None:
    assert chain.key_of(None) == chain.PUBLISHED_KEY
    assert chain.key_of(KEY) == keys.audit_key(KEY) != KEY
    with ward.read() as session:
        own = session.connection().info[chain.CONTEXT].key
        assert own == chain.key_of(KEY if driver.is_encrypted else None)


def test_no_two_lists_of_values_are_framed_alike() -> None:
    lists: list[tuple[object, ...]] = [
        (None,), ("",), ("-",), ("1:",), (1, 1), (11,), ("1", None), (None, "1"), ("a", "b"), ("ab", ""), ("", "ab"),
        ("a", "1:b"), ("a1:b",), ("\0",), ("\0", ""),
    ]  # fmt: skip
    assert len({chain.framed(*values) for values in lists}) == len(lists)


# pseudonymising -------------------------------------------------------------------------------------------------------


def without_name(
    table: str, row_id: int, old: dict[str, Any] | None, new: dict[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    def left(values: dict[str, Any] | None) -> dict[str, Any] | None:
        return values and {name: "" if name == "family_name" else value for name, value in values.items()}

    return (left(old), left(new)) if table == "patient" and row_id == 1 else (old, new)


def redacted(store: Store, nurse: int) -> tuple[int, int]:
    """How many lines were emptied, and the number of the line that says so."""
    with store.read() as session:
        seqs = session.scalars(sa.select(change_log.ChangeLog.seq)).all()
    with store.write(nurse, "patient.pseudonymise", reason="asked for it") as session:
        count = redact(session, seqs, without_name)
    return count, head(store).seq


def test_pseudonymised_lines_hold_and_say_nothing(ward: Store, nurse: int) -> None:
    count, note = redacted(ward, nurse)
    assert count == 1
    assert state(ward).first_bad is None
    with ward.read() as session:
        lines = session.scalars(
            sa.select(change_log.ChangeLog).where(change_log.ChangeLog.redacted.is_not(None))
        ).all()  # fmt: skip
        (said,) = change_log.notes(session, chain.REDACTION, 9)
    (line,) = lines
    assert (line.nonce, line.redacted) == (None, note)
    assert is_json(line.new, dict)
    assert json.loads(str(line.new))["family_name"] == ""
    assert json.loads(said.new)["lines"].keys() == {str(line.seq)}
    assert redacted(ward, nurse) == (0, note)  # nothing is left to be taken out, and nothing is said


def test_a_line_is_pseudonymised_twice(ward: Store, nurse: int) -> None:
    redacted(ward, nurse)
    with ward.write(nurse, "again") as session:
        assert redact(session, [9, 5, 6, 7], lambda *_: ({}, {})) == 4
    assert state(ward).first_bad is None


REDACTED_ATTACKS = {
    "value edited": "UPDATE change_log SET new = replace(new, 'female', 'male') WHERE redacted IS NOT NULL",
    "mark taken away": "UPDATE change_log SET redacted = NULL WHERE redacted IS NOT NULL",
    "mark and nonce": "UPDATE change_log SET redacted = NULL, nonce = randomblob(16) WHERE redacted IS NOT NULL",
    "another note": "UPDATE change_log SET redacted = 3 WHERE redacted IS NOT NULL",
    "digest": "UPDATE change_log SET digest = randomblob(32) WHERE redacted IS NOT NULL",
}


@pytest.mark.parametrize("attack", REDACTED_ATTACKS)
def test_a_pseudonymised_line_is_guarded_too(driver: Driver, path: Path, ward: Store, nurse: int, attack: str) -> None:
    place = head(ward)
    redacted(ward, nurse)
    with ward.read() as session:
        (seq,) = session.scalars(sa.select(change_log.ChangeLog.seq).where(change_log.ChangeLog.redacted.is_not(None)))
    ward.close()
    statement = REDACTED_ATTACKS[attack]
    if attack == "value edited":
        statement = f"UPDATE change_log SET new = json_set(new, '$.given_name', 'X') WHERE seq = {seq}"  # noqa: S608
    outside(driver, path, statement)
    again = driver.open(path)
    assert state(again).first_bad == seq
    if attack not in ("digest", "mark and nonce"):  # a line before the place is looked at where a note names it
        assert state(again, place).first_bad == seq
    again.close()


# another key ----------------------------------------------------------------------------------------------------------


def test_a_log_is_chained_with_another_key(driver: Driver, path: Path, ward: Store, nurse: int) -> None:
    """The copy of a file with another key: the old chain is verified first, and one line says where it ended."""
    redacted(ward, nurse)
    last = head(ward)
    found = rechain.with_new_key(ward, KEY if driver.is_encrypted else None)
    assert (found.first_bad, found.head) == (None, last)
    assert state(ward).first_bad is None
    with ward.read() as session:
        assert not chain.holds(session, last)
        assert change_log.installed_triggers(session.connection()) == change_log.trigger_statements(METADATA)
        said = session.get_one(change_log.ChangeLog, last.seq + 1)
    assert json.loads(str(said.old)) == {"seq": last.seq, "mac": last.mac.hex(), "first_bad": None}
    with ward.write(nurse, "on") as session:
        staff.add(session, "On", Role.NURSE)
    assert state(ward).first_bad is None


def test_what_did_not_hold_before_is_said_for_good(driver: Driver, path: Path, ward: Store) -> None:
    ward.close()
    outside(driver, path, "UPDATE change_log SET staff_id = 2 WHERE seq = 9")
    again = driver.open(path)
    assert rechain.with_new_key(again, KEY if driver.is_encrypted else None).first_bad == 9
    with again.read() as session:
        (said,) = session.scalars(sa.select(change_log.ChangeLog).where(change_log.ChangeLog.table_name == "chain"))
    assert json.loads(str(said.old))["first_bad"] == 9
    again.close()
