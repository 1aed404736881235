"""Users: given, reset, changed and taken away; list and key file never stay apart."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import access, staff, undo, users
from hsct_desktop.services.access import Unlocked
from hsct_desktop.services.users import UserRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import staff as store_staff
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
    # Somebody puts the key file of yesterday back: the list still says no, and the slot goes again.
    key_file_of(desk.path).write_bytes(before)
    assert desk.refused(LUCAS) == "user_disabled"
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


def test_each_change_is_in_the_log_and_no_secret_is(desk: Desk) -> None:
    row = _add_luca(desk)
    users.reset(desk.ws, desk.unlocked, row.staff_id, OTHER)
    users.change_own(desk.ws, desk.unlocked, ANNAS, "nove lontre nuotano")
    text = users.new_recovery_key(desk.ws, desk.unlocked)
    users.recovery_drill(desk.ws, desk.unlocked, text)
    users.disable(desk.ws, desk.unlocked, row.staff_id)
    with desk.ws.store.engine.connect() as connection:
        lines = connection.exec_driver_sql("SELECT action, staff_id, old, new FROM change_log ORDER BY seq").all()
    actions = [line.action for line in lines]
    assert actions[-6:] == [
        "user.add", "user.reset", "passphrase.change", "recovery.key", "recovery.drill", "user.disable",
    ]  # fmt: skip
    assert {line.staff_id for line in lines[-6:]} == {desk.row("Anna Rossi").staff_id}
    everything = repr([tuple(line) for line in lines])
    for secret in (ANNAS, LUCAS, OTHER, text, desk.unlocked.key.hex()):
        assert secret not in everything


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


def test_a_crash_after_the_list_was_written_is_healed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the key file lags behind by, the next unlocking brings it into line or the list can be worked on."""
    luca = _add_luca(desk)

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(key_file, "write", killed)
        with pytest.raises(Killed):
            users.add(desk.ws, desk.unlocked, "Eva Neri", Role.NURSE, False, OTHER)
        with pytest.raises(Killed):
            users.revise(desk.ws, desk.unlocked, luca.staff_id, "L. Bianchi", Role.NURSE, False)
        with pytest.raises(Killed):
            users.disable(desk.ws, desk.unlocked, luca.staff_id)
    assert desk.refused(LUCAS) in ("user_disabled", "wrong_passphrase")
    assert desk.refused(ANNAS) == ""
    assert desk.refused(LUCAS) == "wrong_passphrase"
    eva = desk.row("Eva Neri")
    assert (eva.active, eva.opens) == (True, False)
    users.give(desk.ws, desk.unlocked, eva.staff_id, OTHER)
    assert desk.refused(OTHER) == "passphrase_must_change"


def test_who_has_a_slot_stays_in_when_the_list_was_exchanged(desk: Desk) -> None:
    """An archive that was read in brings a list without their uid."""
    with desk.ws.store.write(None, "test") as session:
        row = store_staff.by_uid(session)[desk.unlocked.uid]
        row.uid, row.administers = None, False
    author = access.author_of(Workspace(desk.ws.store, desk.ws.catalogue), desk.unlocked)
    assert (author.staff_id, author.administers) == (desk.ws.require_author().staff_id, True)
    with desk.ws.store.write(None, "test") as session:
        row = store_staff.by_uid(session)[desk.unlocked.uid]
        row.uid, row.name = None, "Somebody else"
    author = access.author_of(Workspace(desk.ws.store, desk.ws.catalogue), desk.unlocked)
    assert (author.name, author.role, author.administers) == ("Anna Rossi", Role.NURSE, True)


def test_a_plain_file_has_staff_and_no_users(tmp_path: Path) -> None:
    from hsct_desktop.services import files

    store = files.create(tmp_path / "plain.hsct", "Unit", "Anna", Role.NURSE)
    try:
        assert [(row.name, row.opens) for row in users.everybody(Workspace(store, Catalogue()))] == [("Anna", False)]
    finally:
        store.close()
