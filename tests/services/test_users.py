"""Users: given, reset, changed and taken away; list and key file never stay apart."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import access, archive, slots, staff, undo, users
from hsct_desktop.services.access import Unlocked
from hsct_desktop.services.users import UserRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import setting
from hsct_desktop.store.history import last_undoable
from hsct_desktop.vault import key_file
from hsct_desktop.vault.key_file import key_file_of

ANNAS, LUCAS, OTHER = "otto gufi leggono piano", "quattro volpi cantano", "sette tassi ballano"


class Desk(NamedTuple):
    """An open file with Anna at it, who administers."""

    ws: Workspace
    unlocked: Unlocked
    recovery_key: str

    @property
    def path(self) -> Path:
        return self.unlocked.path

    def row(self, name: str) -> UserRow:
        return next(row for row in users.everybody(self.ws) if row.name == name)

    def refused(self, passphrase: str) -> str:
        """Why somebody does not get to work with that passphrase."""
        try:
            access.author_of(Workspace(self.ws.store, self.ws.catalogue), access.unlock(self.path, passphrase))
        except KnownError as error:
            return error.key
        return ""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Unlocked, str]:
    path = tmp_path_factory.mktemp("users") / "ward.hsct"
    store, unlocked, recovery_key = access.create(path, "Unit One", "Anna Rossi", Role.NURSE, ANNAS)
    store.close()
    return unlocked, recovery_key


@pytest.fixture
def desk(made: tuple[Unlocked, str], tmp_path: Path) -> Iterator[Desk]:
    for place in (made[0].path, key_file_of(made[0].path)):
        shutil.copy(place, tmp_path / place.name)
    unlocked = Unlocked(tmp_path / made[0].path.name, made[0].key, made[0].uid)
    store = access.open_unlocked(unlocked)
    ws = Workspace(store, Catalogue())
    ws.author = access.author_of(ws, unlocked)
    yield Desk(ws, unlocked, made[1])
    store.close()


def _add_luca(desk: Desk, role: Role = Role.PHYSICIAN, administers: bool = False) -> UserRow:
    users.add(desk.ws, desk.unlocked, "Luca Bianchi", role, administers, LUCAS)
    return desk.row("Luca Bianchi")


def keeper(desk: Desk) -> Workspace:
    """Who may write an archive."""
    anna = desk.row("Anna Rossi")
    users.revise(desk.ws, desk.unlocked, anna.staff_id, anna.name, Role.DATA_MANAGER, True)
    desk.ws.author = staff.author(desk.ws, anna.staff_id)
    return desk.ws


@pytest.mark.soak
def test_somebody_added_chooses_a_passphrase_of_their_own(desk: Desk) -> None:
    row = _add_luca(desk)
    assert (row.opens, row.must_change, row.active) == (True, True, True)
    assert [user.name for user in access.users_of(desk.path)] == ["Anna Rossi", "Luca Bianchi"]
    assert desk.refused(LUCAS) == "passphrase_must_change"
    unlocked = access.unlock(desk.path, LUCAS, row.uid)
    assert access.must_change(unlocked)
    nobody = Workspace(desk.ws.store, desk.ws.catalogue)
    users.change_own(nobody, unlocked, LUCAS, OTHER)
    assert not access.must_change(unlocked)
    author = access.author_of(nobody, access.unlock(desk.path, OTHER))
    assert (author.name, author.role, author.administers) == ("Luca Bianchi", Role.PHYSICIAN, False)
    assert desk.refused(LUCAS) == "wrong_passphrase"


@pytest.mark.soak
def test_one_s_own_is_changed_with_the_old_one(desk: Desk) -> None:
    for old, new, field, key in (
        (LUCAS, OTHER, "old", "passphrase_old_wrong"),
        (ANNAS, ANNAS, "passphrase", "passphrase_same"),
        (ANNAS, "short", "passphrase", "passphrase_short"),
        (ANNAS, "anna rossi unit 1", "passphrase", "passphrase_has_name"),
        (ANNAS, access.PRACTICE_PASSPHRASE, "passphrase", "passphrase_practice"),
    ):
        with pytest.raises(InputError) as caught:
            users.change_own(desk.ws, desk.unlocked, old, new)
        assert [(p.field, p.key) for p in caught.value.problems] == [(field, key)]
    users.change_own(desk.ws, desk.unlocked, ANNAS, OTHER)
    assert desk.refused(OTHER) == ""
    assert desk.refused(ANNAS) == "wrong_passphrase"


def test_a_forgotten_one_is_reset_for_one_unlocking(desk: Desk) -> None:
    row = _add_luca(desk)
    users.reset(desk.ws, desk.unlocked, row.staff_id, OTHER)
    assert desk.refused(LUCAS) == "wrong_passphrase"
    assert desk.refused(OTHER) == "passphrase_must_change"
    assert desk.row("Luca Bianchi").must_change


def test_who_is_disabled_opens_nothing_and_comes_back_with_another_slot(desk: Desk) -> None:
    row = _add_luca(desk)
    before = key_file_of(desk.path).read_bytes()
    users.disable(desk.ws, desk.unlocked, row.staff_id, row.version)
    assert desk.refused(LUCAS) == "wrong_passphrase"
    assert not desk.row("Luca Bianchi").active
    # Somebody puts the key file of yesterday back: the list still says no, and with the next who may the slot goes.
    key_file_of(desk.path).write_bytes(before)
    assert desk.refused(LUCAS) == "user_disabled"
    assert desk.refused(ANNAS) == ""
    assert desk.refused(LUCAS) == "wrong_passphrase"
    users.give(desk.ws, desk.unlocked, row.staff_id, OTHER)
    again = desk.row("Luca Bianchi")
    assert again.active
    assert again.uid != row.uid
    assert desk.refused(OTHER) == "passphrase_must_change"
    key_file_of(desk.path).write_bytes(before)
    assert desk.refused(LUCAS) != ""


def test_role_and_name_are_those_of_the_list_everywhere(desk: Desk) -> None:
    row = _add_luca(desk)
    users.revise(desk.ws, desk.unlocked, row.staff_id, "L. Bianchi", Role.READ_ONLY, False, row.version)
    (luca,) = (user for user in access.users_of(desk.path) if user.uid == row.uid)
    assert (luca.name, luca.role) == ("L. Bianchi", Role.READ_ONLY)
    with pytest.raises(KnownError, match="stale_row"):
        users.revise(desk.ws, desk.unlocked, row.staff_id, "Luca", Role.NURSE, False, row.version)
    with pytest.raises(InputError, match="staff_name_taken"):
        users.revise(desk.ws, desk.unlocked, row.staff_id, "anna rossi", Role.NURSE, False)


def test_the_last_administrator_stays(desk: Desk) -> None:
    anna, luca = desk.row("Anna Rossi"), _add_luca(desk)
    with pytest.raises(KnownError, match="last_administrator"):
        users.revise(desk.ws, desk.unlocked, anna.staff_id, "Anna Rossi", Role.NURSE, False)
    assert desk.row("Anna Rossi").administers
    with pytest.raises(KnownError, match="user_is_you"):
        users.disable(desk.ws, desk.unlocked, anna.staff_id)
    users.revise(desk.ws, desk.unlocked, luca.staff_id, "Luca Bianchi", Role.ADMINISTRATOR, False)
    users.revise(desk.ws, desk.unlocked, anna.staff_id, "Anna Rossi", Role.NURSE, False)
    assert not desk.row("Anna Rossi").administers


def test_only_who_administers_may(desk: Desk) -> None:
    row = _add_luca(desk)
    ws = Workspace(desk.ws.store, desk.ws.catalogue)
    ws.author = staff.author(ws, row.staff_id)
    before = key_file_of(desk.path).read_bytes()
    for call in (
        lambda: users.add(ws, desk.unlocked, "Eva", Role.NURSE, True, OTHER),
        lambda: users.give(ws, desk.unlocked, row.staff_id, OTHER),
        lambda: users.reset(ws, desk.unlocked, row.staff_id, OTHER),
        lambda: users.revise(ws, desk.unlocked, row.staff_id, "Luca", Role.PHYSICIAN, True),
        lambda: users.disable(ws, desk.unlocked, desk.row("Anna Rossi").staff_id),
        lambda: users.new_recovery_key(ws, desk.unlocked),
        lambda: users.recovery_drill(ws, desk.unlocked, desk.recovery_key),
    ):
        with pytest.raises(KnownError, match="not_permitted"):
            call()
    assert key_file_of(desk.path).read_bytes() == before
    assert [row.name for row in users.everybody(ws)] == ["Anna Rossi", "Luca Bianchi"]


def test_the_list_of_staff_cannot_go_past_the_key_file(desk: Desk) -> None:
    row = _add_luca(desk)
    with pytest.raises(InputError, match="staff_has_passphrase"):
        staff.revise(desk.ws, row.staff_id, row.name, row.role, active=False)
    with pytest.raises(InputError, match="staff_has_passphrase"):
        staff.revise(desk.ws, row.staff_id, row.name, Role.ADMINISTRATOR, active=True)
    staff.revise(desk.ws, row.staff_id, "Luca B.", row.role, active=True)
    assert desk.row("Luca B.").opens


def test_what_was_done_to_users_is_not_undone(desk: Desk) -> None:
    _add_luca(desk)
    with desk.ws.read() as session:
        last = last_undoable(session, desk.ws.require_author().staff_id)
    assert last is not None
    with pytest.raises(KnownError, match="user_not_undone"):
        undo.undo(desk.ws, last.txn)
    assert desk.row("Luca Bianchi").active


@pytest.mark.soak
def test_each_change_is_in_the_log_and_no_secret_is(desk: Desk) -> None:
    row = _add_luca(desk)
    users.reset(desk.ws, desk.unlocked, row.staff_id, OTHER)
    users.change_own(desk.ws, desk.unlocked, ANNAS, "nove lontre nuotano")
    text = users.new_recovery_key(desk.ws, desk.unlocked)
    users.recovery_drill(desk.ws, desk.unlocked, text)
    users.disable(desk.ws, desk.unlocked, row.staff_id)
    with desk.ws.store.engine.connect() as connection:
        lines = connection.exec_driver_sql("SELECT action, staff_id, old, new FROM change_log ORDER BY seq").all()
    lines = [line for number, line in enumerate(lines) if number == 0 or lines[number - 1].action != line.action]
    assert [line.action for line in lines[-6:]] == [
        "user.add", "user.reset", "passphrase.change", "recovery.key", "recovery.drill", "user.disable",
    ]  # fmt: skip
    assert {line.staff_id for line in lines[-6:]} == {desk.row("Anna Rossi").staff_id}
    everything = repr([tuple(line) for line in lines])
    for secret in (ANNAS, LUCAS, OTHER, text, desk.unlocked.key.hex()):
        assert secret not in everything


@pytest.mark.soak
def test_the_recovery_key_is_tried_and_replaced(desk: Desk) -> None:
    assert users.last_drill(desk.ws) is None
    users.recovery_drill(desk.ws, desk.unlocked, desk.recovery_key.lower())
    assert users.last_drill(desk.ws) is not None
    fresh = users.new_recovery_key(desk.ws, desk.unlocked)
    with pytest.raises(KnownError, match="wrong_recovery_key"):
        users.recovery_drill(desk.ws, desk.unlocked, desk.recovery_key)
    with pytest.raises(KnownError, match="recovery_key_mistyped"):
        users.recovery_drill(desk.ws, desk.unlocked, fresh[:-1])
    users.recovery_drill(desk.ws, desk.unlocked, fresh)
    assert access.unlock(desk.path, fresh).by_recovery


@pytest.mark.soak
def test_the_recovery_key_gives_an_administrator_a_new_passphrase(desk: Desk) -> None:
    luca = _add_luca(desk)
    unlocked = access.unlock(desk.path, desk.recovery_key)
    nobody = Workspace(desk.ws.store, desk.ws.catalogue)
    assert luca.uid is not None
    with pytest.raises(KnownError, match="user_gone"):
        users.reset_by_recovery(nobody, unlocked, luca.uid, OTHER)
    with pytest.raises(KnownError, match="recovery_key_none"):
        users.reset_by_recovery(nobody, desk.unlocked, desk.unlocked.uid, OTHER)
    anna = users.reset_by_recovery(nobody, unlocked, desk.unlocked.uid, OTHER)
    assert not anna.by_recovery
    assert access.author_of(nobody, anna).name == "Anna Rossi"
    assert desk.refused(OTHER) == ""
    assert desk.refused(ANNAS) == "wrong_passphrase"


class Killed(BaseException):
    """The program ends here."""


def _killed(*_: object) -> None:
    raise Killed


def test_killed_before_the_key_file_is_written_nothing_was_done(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    luca = _add_luca(desk)
    before = [(row.name, row.active, row.opens) for row in users.everybody(desk.ws)]
    with monkeypatch.context() as patch:
        patch.setattr(key_file, "write", _killed)
        for call in (
            lambda: users.add(desk.ws, desk.unlocked, "Eva Neri", Role.NURSE, False, OTHER),
            lambda: users.reset(desk.ws, desk.unlocked, luca.staff_id, OTHER),
            lambda: users.disable(desk.ws, desk.unlocked, luca.staff_id),
        ):
            with pytest.raises(Killed):
                call()
    assert [(row.name, row.active, row.opens) for row in users.everybody(desk.ws)] == before
    assert desk.refused(LUCAS) == "passphrase_must_change"
    with monkeypatch.context() as patch:
        patch.setattr(key_file, "write", _killed)
        with pytest.raises(Killed):
            users.revise(desk.ws, desk.unlocked, luca.staff_id, "L. Bianchi", Role.NURSE, False)
    assert desk.refused(ANNAS) == ""
    assert [user.name for user in access.users_of(desk.path)] == ["Anna Rossi", "L. Bianchi"]


@pytest.mark.soak
def test_killed_after_the_key_file_was_written_the_next_unlocking_brings_it_into_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data file is put back as it was before the act: what a cut before the commit leaves."""
    luca = _add_luca(desk)
    real = key_file.write

    def killed_after(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(key_file, "write", killed_after)
        with pytest.raises(Killed):
            users.add(desk.ws, desk.unlocked, "Eva Neri", Role.NURSE, False, OTHER)
        with pytest.raises(Killed):
            users.change_own(desk.ws, desk.unlocked, ANNAS, "nove lontre nuotano")
    older = key_file.earlier(key_file_of(desk.path))[0].read_bytes()
    assert desk.refused(OTHER) == "user_unlisted"
    assert desk.refused("nove lontre nuotano") == ""
    assert [user.name for user in access.users_of(desk.path)] == ["Anna Rossi", "Luca Bianchi"]
    with desk.ws.read() as session:
        assert slots.Known.of(setting.get(session, setting.KEYS_KNOWN)).number == key_file.read(desk.path).number > 1
    key_file_of(desk.path).write_bytes(older)
    assert desk.refused(ANNAS) == "key_file_older"
    assert luca.opens


def test_what_cannot_be_committed_leaves_the_passphrases_as_they_were(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    luca = _add_luca(desk)

    real = key_file.write

    def failing(path: Path, keys: key_file.KeyFile, key: bytes) -> None:
        real(path, keys, key)
        if keys.number == 2:  # the one of the act, not the one that takes it back
            raise KnownError("disk_full")

    monkeypatch.setattr(key_file, "write", failing)
    with pytest.raises(KnownError, match="disk_full"):
        users.reset(desk.ws, desk.unlocked, luca.staff_id, OTHER)
    monkeypatch.undo()
    assert desk.refused(OTHER) == "wrong_passphrase"
    assert desk.refused(LUCAS) == "passphrase_must_change"
    assert desk.refused(ANNAS) == ""


def test_an_older_key_file_brings_no_passphrase_back(desk: Desk) -> None:
    """The one that was stolen was reset: the key file that the program keeps from before does not undo that."""
    luca = _add_luca(desk)
    stolen = key_file_of(desk.path).read_bytes()
    old_recovery = desk.recovery_key
    users.reset(desk.ws, desk.unlocked, luca.staff_id, OTHER)
    users.new_recovery_key(desk.ws, desk.unlocked)
    newest = key_file_of(desk.path).read_bytes()
    key_file_of(desk.path).write_bytes(stolen)
    for passphrase in (LUCAS, old_recovery):
        with pytest.raises(KnownError, match="key_file_older"):
            access.open_unlocked(access.unlock(desk.path, passphrase))
    assert desk.refused(LUCAS) == "key_file_older"
    nobody = Workspace(desk.ws.store, desk.ws.catalogue)
    assert key_file_of(desk.path).read_bytes() == stolen, "what is refused is left as it lies"
    key_file_of(desk.path).write_bytes(newest)
    assert desk.refused(OTHER) == "passphrase_must_change"
    # Whose passphrase is still the same gets in, and what is of before goes from the key file.
    key_file_of(desk.path).write_bytes(stolen)
    unlocked = access.unlock(desk.path, ANNAS)
    assert access.author_of(nobody, unlocked).name == "Anna Rossi"
    assert desk.refused(LUCAS) == "wrong_passphrase"
    assert key_file.read(desk.path).recovery is None
    assert not desk.row("Luca Bianchi").opens


def test_a_slot_written_into_the_key_file_meanwhile_is_not_sealed_anew(desk: Desk) -> None:
    luca = _add_luca(desk)
    assert luca.uid is not None
    old = key_file.read(desk.path).slot(luca.uid)
    assert old is not None
    users.reset(desk.ws, desk.unlocked, luca.staff_id, OTHER)
    place = key_file_of(desk.path)
    facts = json.loads(place.read_text())
    (mine,) = (slot for slot in facts["slots"] if slot["uid"] == luca.uid)
    mine["ciphertext"] = key_file._base64(old.ciphertext)
    place.write_text(json.dumps(facts))
    with pytest.raises(KnownError, match="key_file_changed"):
        users.add(desk.ws, desk.unlocked, "Eva Neri", Role.NURSE, False, LUCAS)
    assert [row.name for row in users.everybody(desk.ws)] == ["Anna Rossi", "Luca Bianchi"]


def test_nobody_is_taken_on_by_what_a_key_file_says(desk: Desk) -> None:
    """An administrator who came back as a nurse, and got another slot, does not come back by that of before."""
    luca = _add_luca(desk, Role.ADMINISTRATOR, administers=True)
    users.reset(desk.ws, desk.unlocked, luca.staff_id, OTHER)
    old = key_file_of(desk.path).read_bytes()
    users.disable(desk.ws, desk.unlocked, luca.staff_id)
    users.give(desk.ws, desk.unlocked, luca.staff_id, LUCAS)
    users.revise(desk.ws, desk.unlocked, luca.staff_id, "Luca Bianchi", Role.NURSE, False)
    key_file_of(desk.path).write_bytes(old)
    assert desk.refused(OTHER) == "user_unlisted"
    users.revise(desk.ws, None, luca.staff_id, "Luca Verdi", Role.NURSE, False)
    assert desk.refused(OTHER) == "user_unlisted"
    assert [(row.name, row.role, row.administers) for row in users.everybody(desk.ws)] == [
        ("Anna Rossi", Role.NURSE, True), ("Luca Verdi", Role.NURSE, False),
    ]  # fmt: skip


@pytest.mark.soak
def test_an_archive_read_into_an_encrypted_file_keeps_its_users_in_the_same_act(desk: Desk, tmp_path: Path) -> None:
    _add_luca(desk)
    users.new_recovery_key(desk.ws, desk.unlocked)
    archive.write(keeper(desk), tmp_path / "archive")
    other = tmp_path / "other.hsct"
    store, unlocked, _ = access.create(other, "Unit Two", "anna rossi", Role.PHYSICIAN, OTHER)
    store.close()
    archive.read_in(tmp_path / "archive", other, key=unlocked.key)
    store = access.open_unlocked(access.unlock(other, OTHER))
    try:
        ws = Workspace(store, Catalogue())
        author = access.author_of(ws, unlocked)
        assert (author.name, author.role, author.administers) == ("Anna Rossi", Role.DATA_MANAGER, True)
        assert [(row.name, row.uid == unlocked.uid, row.opens) for row in users.everybody(ws)] == [
            ("Anna Rossi", True, True), ("Luca Bianchi", False, False),
        ]  # fmt: skip
        ws.author = author
        users.new_recovery_key(ws, unlocked)
    finally:
        store.close()


def test_a_plain_file_has_staff_and_no_users(tmp_path: Path) -> None:
    from hsct_desktop.services import files

    store = files.create(tmp_path / "plain.hsct", "Unit", "Anna", Role.NURSE)
    try:
        assert [(row.name, row.opens) for row in users.everybody(Workspace(store, Catalogue()))] == [("Anna", False)]
    finally:
        store.close()
