"""What a restore would bring and take, the monthly trial, and the age of the last proof in words."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.backup import Counted, Level, Proof, Why
from hsct_desktop.services import access, backup_place, backup_state, backups, restoring, users
from hsct_desktop.services.users import UserRow
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import backup, backup_manifest, building, chain, migrate, patient, setting, staff
from hsct_desktop.store.engine import _engine, open_store
from hsct_desktop.store.staff import Staff
from hsct_desktop.vault.key_file import key_file_of
from tests.services.ward import TODAY
from tests.store.ward import entry, fails_as

PASSPHRASE = "three wet herons wait"
NOW = datetime(2026, 11, 20, 8, 14, tzinfo=UTC)


def register(ws: Workspace, code: str, family: str) -> None:
    assert ws.author is not None
    with ws.store.write(ws.author.staff_id, "patient.register") as session:
        patient.add(session, entry(code, family, "Ingrid", birth_date=date(1990, 5, 2)))


@pytest.mark.soak
def test_the_preview_says_what_is_in_it_and_what_would_go(practised: Workspace) -> None:
    path = practised.store.path
    made = backups.make(path, None, Why.LOCK)
    register(practised, "P-900", "Berg")
    practised.store.close()
    found = restoring.preview(made.path, None, practised)
    patients = next(count for count in found.counts if count.kind is Counted.PATIENTS)
    assert patients.then is not None
    assert patients.then > 20
    assert (patients.now, patients.going) == (patients.then + 1, -1)
    assert all(count.then is not None and count.going == 0 for count in found.counts if count.kind is not patients.kind)
    assert found.patients == (("Berg, Ingrid", date(1990, 5, 2)),)
    assert found.leaving == 1
    assert not found.older
    assert (found.users_out, found.users_back) == ((), ())
    assert found.row.proof is Proof.PROVEN


def test_the_last_entries_are_told_as_the_handover_tells_them(ws: Workspace) -> None:
    register(ws, "P-1", "Ferrari")
    register(ws, "P-2", "Bianchi")
    made = backups.make(ws.store.path, None, Why.KEY)
    last = restoring.preview(made.path, None, ws).last
    assert [line.what.split(" · ")[0] for line in last[:2]] == ["Bianchi, Ingrid", "Ferrari, Ingrid"]
    assert {line.who for line in last[:2]} == {"Ann Nurse"}
    assert last[0].at.tzinfo is not None


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A file as the program of revision 0008 left it, with one entry in its log."""
    path = tmp_path / "older.hsct"
    engine = _engine(path, None, None, "rwc")
    with engine.connect() as connection:
        migrate.mark_ours(connection)
    migrate.upgrade(engine.execution_options(hsct_write=True), "0008")
    engine.dispose()
    at = "2026-11-19T18:51:00.000000Z"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO setting (id, key, value, updated_at) VALUES (1, 'file.id', 'abc', ?)", (at,))
        connection.execute(
            "INSERT INTO change_log (at, txn, action, table_name, op, row_id)"
            " VALUES (?, 't', 'x.y', 'setting', 'I', 1)",
            (at,),
        )
        connection.commit()
    return path


def test_a_backup_of_an_older_program_is_brought_up_to_date(older: Path, ws: Workspace, tmp_path: Path) -> None:
    made = backups.make(older, None, Why.KEY)
    found = restoring.preview(made.path, None, ws)
    assert found.older
    assert [(line.what, line.at) for line in found.last] == [("x.y", datetime(2026, 11, 19, 18, 51, tzinfo=UTC))]
    assert backups.before_upgrade(older, None) is not None
    restored = tmp_path / "restored.hsct"
    assert restoring.restore(made.path, restored, None, None, "new computer") is None
    store = open_store(restored)
    assert store.file_id == "abc"
    with store.read() as session:
        actions = session.execute(sa.text("SELECT action FROM change_log ORDER BY seq")).scalars().all()
        assert chain.verify(session).first_bad is None
    store.close()
    assert actions == ["x.y", "backup.restore"]
    assert sorted(place.name for place in tmp_path.iterdir() if "restored" in place.name) == ["restored.hsct"]


@pytest.mark.parametrize("content", [b"damaged" * 1000, b""], ids=["text", "zero bytes"])
def test_a_file_that_cannot_be_read_is_no_hindrance(ws: Workspace, content: bytes) -> None:
    path = ws.store.path
    made = backups.make(path, None, Why.KEY)
    ws.store.close()
    path.write_bytes(content)
    found = restoring.preview(made.path, None, None, path)
    assert found.leaving is None
    assert {count.now for count in found.counts} == {None}
    assert restoring.restore(made.path, path, None, None, "damaged file") is not None
    open_store(path).close()


def test_the_right_to_restore_is_asked_of_the_list_that_is_replaced(ws: Workspace) -> None:
    """Who administers by the backup, or says so, and no more by the file as it stands, is refused."""
    path, ann = ws.store.path, Author(1, "Ann Nurse", Role.NURSE, True)
    with ws.store.write(None, "x") as session:
        session.get_one(Staff, 1).administers = True
    made = backups.make(path, None, Why.KEY)
    assert restoring.restore(made.path, path.with_name("another.hsct"), None, ann, "x") is None
    with ws.store.write(None, "x") as session:
        session.get_one(Staff, 1).administers = False
    ws.store.close()
    with fails_as("not_permitted"):
        restoring.restore(made.path, path, None, ann, "x")
    store = open_store(path)
    with store.write(None, "x") as session:
        row = session.get_one(Staff, 1)
        row.administers, row.active = True, False
        staff.add(session, "Otto Other", Role.ADMINISTRATOR)
    store.close()
    with fails_as("user_disabled"):
        restoring.restore(made.path, path, None, ann, "x")
    assert restoring.restore(made.path, path, None, Author(2, "Otto Other", Role.ADMINISTRATOR), "x") is not None


def test_what_does_not_hold_is_refused_and_changes_nothing(ws: Workspace) -> None:
    path = ws.store.path
    made = backups.make(path, None, Why.KEY)
    ws.store.close()
    place = backup_manifest.manifest_of(made.path)
    whole, before = place.read_bytes(), path.read_bytes()
    place.write_bytes(whole.replace(b'"patient": 0', b'"patient": 9'))
    with fails_as("backup_damaged_manifest"):
        restoring.restore(made.path, path, None, None, "x")
    with fails_as("backup_damaged_manifest"):
        restoring.preview(made.path, None, ws)
    place.unlink()
    with fails_as("backup_damaged_missing"):
        restoring.restore(made.path, path, None, None, "x")
    assert path.read_bytes() == before
    assert restoring.restore(made.path, path, None, None, "x", unproven=True) is not None
    with fails_as("restore_same_file"):
        restoring.restore(made.path, made.path, None, None, "x")


@pytest.mark.soak
def test_the_file_of_another_unit_is_not_replaced(ws: Workspace, tmp_path: Path) -> None:
    from tests.store.ward import PLAIN

    made = backups.make(ws.store.path, None, Why.KEY)
    other = tmp_path / "other.hsct"
    PLAIN.create(other).close()
    with fails_as("restore_other_file"):
        restoring.restore(made.path, other, None, None, "x")
    PLAIN.open(other).close()
    backup.keys_of(ws.store.path).write_text("it is encrypted meanwhile")
    ws.store.close()
    with fails_as("restore_other_file"):
        restoring.restore(made.path, ws.store.path, None, None, "x")


def test_the_trial_restores_counts_and_notes_it(ws: Workspace) -> None:
    path = ws.store.path
    with fails_as("backup_none"):
        restoring.drill(path, None)
    assert restoring.drill_if_due(path, None) is None
    made = backups.make(path, None, Why.KEY, at=NOW)
    tried = restoring.drill_if_due(path, None, NOW)
    assert tried is not None
    assert (tried.proof, tried.drilled_at) == (Proof.DRILLED, NOW)
    assert restoring.drill_if_due(path, None, NOW + timedelta(days=29)) is None
    assert restoring.drill_if_due(path, None, NOW + timedelta(days=30)) is not None
    assert [place.name for place in path.parent.iterdir() if ".part" in place.name] == []
    facts = json.loads(backup_manifest.manifest_of(made.path).read_text())
    assert datetime.fromisoformat(facts["drilled_at"]) == NOW + timedelta(days=30)


def test_a_trial_that_fails_marks_the_backup(ws: Workspace) -> None:
    path = ws.store.path
    made = backups.make(path, None, Why.KEY)
    content = bytearray(made.path.read_bytes())
    content[8192 : 8192 * 3] = bytes(8192 * 2)
    made.path.write_bytes(content)
    with fails_as("backup_damaged"):
        restoring.drill(path, None)
    (row,) = backups.all_in(path, None)
    assert row.proof is Proof.DAMAGED
    assert row.path.exists()


def test_the_age_of_the_last_proof_in_words(ws: Workspace, tmp_path: Path) -> None:
    path = ws.store.path
    en, it = wording("en"), wording("it")
    nothing = backup_state.state(path, None, None, NOW)
    assert (nothing.level, nothing.row) == (Level.DANGER, None)
    assert backup_state.words(nothing, en, NOW).head == "No proven backup yet"
    backups.make(path, None, Why.KEY, at=NOW)
    restoring.drill(path, None, now=NOW)
    stick = tmp_path / "TRAPIANTI-2"
    stick.mkdir()
    backup_place.choose_second(stick, path)
    backups.make(path, None, Why.KEY, stick, NOW - timedelta(hours=13))
    later = NOW + timedelta(hours=2)
    found = backup_state.state(path, None, stick, later)
    said = backup_state.words(found, en, later)
    assert (said.head, said.detail) == ("Backup proven 2 hours ago", "opened, counted, head of the log fits")
    assert (said.drill, said.drill_detail) == (
        "Restore proven 2 hours ago", "next drill by itself on 20\u00a0Dec"
    )  # fmt: skip
    assert (said.second, said.second_detail) == ("Second place: 15 hours ago", "TRAPIANTI-2, plugged in")
    shutil.move(stick, tmp_path / "pulled")
    gone = backup_state.state(path, None, stick, later)
    assert (gone.second_there, gone.second_at) == (False, NOW - timedelta(hours=13))
    assert backup_state.words(gone, it, later).second_detail == "TRAPIANTI-2, non inserito"
    for passed, level in ((25, Level.WARN), (73, Level.DANGER)):
        assert backup_state.state(path, None, None, NOW + timedelta(hours=passed)).level is level
    assert backup_state.words(found, it, NOW + timedelta(days=4)).head == "Copia provata 4 giorni fa"


@pytest.mark.parametrize(
    ("passed", "english", "italian"),
    [
        (timedelta(seconds=20), "just now", "adesso"),
        (timedelta(minutes=1), "1 minute ago", "1 minuto fa"),
        (timedelta(minutes=59), "59 minutes ago", "59 minuti fa"),
        (timedelta(hours=1), "1 hour ago", "1 ora fa"),
        (timedelta(hours=47), "47 hours ago", "47 ore fa"),
        (timedelta(hours=49), "2 days ago", "2 giorni fa"),
        (timedelta(minutes=-3), "just now", "adesso"),
    ],
)
def test_ages(passed: timedelta, english: str, italian: str) -> None:
    said = [backup_state.age(NOW - passed, NOW, wording(language)) for language in ("en", "it")]
    assert said == [english, italian]


def test_a_time_to_come_is_a_wrong_clock() -> None:
    assert "clock" in backup_state.age(NOW + timedelta(hours=1), NOW, wording("en"))


@pytest.fixture
def unlocked(tmp_path: Path) -> access.Unlocked:
    path = tmp_path / "unit.hsct"
    store, found, _ = access.create(path, "Ward of the tests", "A. Bianchi", Role.PHYSICIAN, PASSPHRASE)
    store.close()
    return found


@pytest.mark.soak
def test_an_encrypted_file_with_its_users(unlocked: access.Unlocked, catalogue: Catalogue) -> None:
    """The backup is opened with its own key file too."""
    path, key = unlocked.path, unlocked.key
    made = backups.make(path, key, Why.KEY)
    again = access.unlock(made.path, PASSPHRASE)
    assert again.key == key
    store = access.open_unlocked(unlocked)
    ws = Workspace(store, catalogue, None, "en", clock_on(TODAY))
    ws.author = access.author_of(ws, unlocked)
    with store.write(ws.author.staff_id, "x") as session:
        setting.put(session, "colour", "green")
    assert restoring.author_in(path, key, unlocked.uid) == ws.author
    store.close()
    with fails_as("user_disabled"):
        restoring.author_in(path, key, "nobody")
    kept = restoring.restore(made.path, path, key, ws.author, "wrong import")
    assert kept is not None
    assert backup.keys_of(kept).is_file()
    opened = access.open_unlocked(access.unlock(path, PASSPHRASE))
    with opened.read() as session:
        assert setting.get(session, "colour") == ""
        last = session.execute(sa.text("SELECT staff_id, reason FROM change_log ORDER BY seq DESC")).first()
    opened.close()
    assert last is not None
    assert (last.staff_id, last.reason) == (ws.author.staff_id, "wrong import")
    assert not any(place.exists() for place in building.beside(path))


BOBS, NEW = "four brown owls read", "nine tall otters swim"


class Ward(NamedTuple):
    """An encrypted file with Anna and Bob, who both administer; a backup; and what happened since."""

    path: Path
    key: bytes
    backup: Path
    anna: access.Unlocked
    bob: UserRow


@pytest.fixture
def ward(unlocked: access.Unlocked, catalogue: Catalogue) -> Ward:
    with worked_at(unlocked, catalogue) as ws:
        users.add(ws, unlocked, "Bob Verdi", Role.ADMINISTRATOR, False, BOBS)
        bob = next(row for row in users.everybody(ws) if row.name == "Bob Verdi")
        users.change_own(ws, access.unlock(unlocked.path, BOBS), BOBS, NEW)
    made = backups.make(unlocked.path, unlocked.key, Why.KEY)
    return Ward(unlocked.path, unlocked.key, made.path, unlocked, bob)


@contextmanager
def worked_at(unlocked: access.Unlocked, catalogue: Catalogue) -> Iterator[Workspace]:
    store = access.open_unlocked(unlocked)
    try:
        ws = Workspace(store, catalogue)
        ws.author = access.author_of(ws, unlocked)
        yield ws
    finally:
        store.close()


def _restore_as(ward: Ward, passphrase: str) -> Path | None:
    """As the command does it."""
    found = access.unlock(restoring.asked_of(ward.backup, ward.path), passphrase)
    who = restoring.restorer(ward.backup, ward.path, found)
    return restoring.restore(ward.backup, ward.path, found.key, who, "x")


def test_who_was_demoted_or_disabled_restores_nothing(ward: Ward, catalogue: Catalogue) -> None:
    with worked_at(ward.anna, catalogue) as ws:
        users.revise(ws, ward.anna, ward.bob.staff_id, "Bob Verdi", Role.NURSE, False)
    assert restoring.asked_of(ward.backup, ward.path) == ward.path
    with fails_as("not_permitted"):
        _restore_as(ward, NEW)
    # The key file taken away: the backup's opens, and the list of the file still says what he is.
    keys = key_file_of(ward.path)
    newest = keys.read_bytes()
    keys.unlink()
    with fails_as("not_permitted"):
        _restore_as(ward, NEW)
    # The data file damaged: the sealed key file still says what he is.
    keys.write_bytes(newest)
    whole = ward.path.read_bytes()
    ward.path.write_bytes(bytes(5000) + whole[5000:])
    with fails_as("not_permitted"):
        _restore_as(ward, NEW)
    ward.path.write_bytes(whole)
    with worked_at(ward.anna, catalogue) as ws:
        users.disable(ws, ward.anna, ward.bob.staff_id)
    with fails_as("wrong_passphrase"):
        _restore_as(ward, NEW)
    keys.unlink()
    with fails_as("user_disabled"):
        _restore_as(ward, NEW)


@pytest.mark.soak
def test_a_passphrase_of_before_restores_nothing(ward: Ward, catalogue: Catalogue) -> None:
    with worked_at(ward.anna, catalogue) as ws:
        users.reset(ws, ward.anna, ward.bob.staff_id, BOBS)
    with fails_as("wrong_passphrase"):
        _restore_as(ward, NEW)
    shutil.copy(key_file_of(ward.backup), key_file_of(ward.path))
    with fails_as("key_file_older"):
        _restore_as(ward, NEW)
    with fails_as("key_file_older"):
        restoring.author_now(access.unlock(ward.path, NEW))


@pytest.mark.soak
def test_the_users_of_today_hold_after_a_restore(ward: Ward, catalogue: Catalogue) -> None:
    with worked_at(ward.anna, catalogue) as ws:
        users.revise(ws, ward.anna, ward.bob.staff_id, "Bob Neri", Role.READ_ONLY, False)
        users.add(ws, ward.anna, "Eva Bruni", Role.NURSE, False, BOBS)
        today = [(row.name, row.uid, row.role, row.administers, row.active) for row in users.everybody(ws)]
    keys = key_file_of(ward.path).read_bytes()
    found = restoring.preview(ward.backup, ward.key, None, ward.path)
    assert (found.users_out, found.users_back, found.users_stay) == ((), (), True)
    assert _restore_as(ward, PASSPHRASE) is not None
    assert key_file_of(ward.path).read_bytes() == keys
    with worked_at(access.unlock(ward.path, PASSPHRASE), catalogue) as ws:
        assert [(row.name, row.uid, row.role, row.administers, row.active) for row in users.everybody(ws)] == today
        with ws.read() as session:
            assert chain.verify(session).first_bad is None
    shutil.copy(key_file_of(ward.backup), key_file_of(ward.path))
    assert access.author_of(ws_of(ward, catalogue), access.unlock(ward.path, NEW)).role is Role.READ_ONLY


def ws_of(ward: Ward, catalogue: Catalogue) -> Workspace:
    return Workspace(access.open_unlocked(access.unlock(ward.path, PASSPHRASE)), catalogue)


@pytest.mark.soak
def test_of_a_damaged_file_the_key_file_says_who_the_users_are(ward: Ward, catalogue: Catalogue) -> None:
    with worked_at(ward.anna, catalogue) as ws:
        users.revise(ws, ward.anna, ward.bob.staff_id, "Bob Verdi", Role.NURSE, False)
    ward.path.write_bytes(bytes(5000) + ward.path.read_bytes()[5000:])
    assert _restore_as(ward, PASSPHRASE) is not None
    with worked_at(access.unlock(ward.path, NEW), catalogue) as ws:
        assert ws.require_author().role is Role.NURSE


def test_nobody_s_entries_get_another_name(ws: Workspace) -> None:
    """Two branches of a file gave one number to two people."""
    path = ws.store.path
    first = backups.make(path, None, Why.KEY)
    with ws.store.write(None, "x") as session:
        luca = staff.add(session, "Luca Blu", Role.NURSE).id
    second = backups.make(path, None, Why.KEY)
    ws.store.close()
    for one, names in ((first, ["Luca Blu"]), (second, ["Luca Blu", "Luca Blu"])):
        restoring.restore(one.path, path, None, None, "x")
        store = open_store(path)
        with store.read() as session:
            rows = [row for row in staff.all_of(session) if row.name == "Luca Blu"]
        assert [row.name for row in rows] == names
        assert [row.active for row in rows] == [True] if len(rows) == 1 else [False, True]
        assert rows[0].id == luca
        store.close()


def test_a_backup_made_with_another_key_is_said_to_be_so(unlocked: access.Unlocked) -> None:
    made = backups.make(unlocked.path, unlocked.key, Why.KEY)
    row = backups.row_of(made.path, bytes(32))
    assert row.proof is Proof.OTHER_KEY
    with fails_as("backup_other_key"):
        restoring.preview(made.path, bytes(32), None, unlocked.path)
