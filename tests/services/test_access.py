"""Getting in: states, users, unlocking, and what refuses."""

import os
import shutil
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import access
from hsct_desktop.services.access import FileState, Unlocked
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.engine import create_store
from hsct_desktop.vault import key_file
from hsct_desktop.vault.key_file import key_file_of

ANNAS = "otto gufi leggono piano"


class Made(NamedTuple):
    path: Path
    unlocked: Unlocked
    recovery_key: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """An encrypted file with one user; not to be changed."""
    path = tmp_path_factory.mktemp("access") / "ward.hsct"
    store, unlocked, recovery_key = access.create(path, "Unit One", "Anna Rossi", Role.NURSE, ANNAS, "it")
    store.close()
    return Made(path, unlocked, recovery_key)


@pytest.fixture
def path(made: Made, tmp_path: Path) -> Path:
    """A copy of it that may be changed."""
    for place in (made.path, key_file_of(made.path)):
        shutil.copy(place, tmp_path / place.name)
    return tmp_path / made.path.name


def _refused(call: object, *arguments: object) -> str:
    with pytest.raises(KnownError) as caught:
        call(*arguments)  # type: ignore[operator]
    return caught.value.key


def test_a_new_file_is_encrypted_and_its_user_gets_in(made: Made) -> None:
    assert access.state_of(made.path) is FileState.ENCRYPTED
    assert b"Anna" not in made.path.read_bytes()
    (user,) = access.users_of(made.path)
    assert (user.name, user.role, user.administers) == ("Anna Rossi", Role.NURSE, True)
    unlocked = access.unlock(made.path, ANNAS, user.uid)
    assert unlocked == access.unlock(made.path, ANNAS) == made.unlocked
    store = access.open_unlocked(unlocked)
    try:
        author = access.author_of(Workspace(store, Catalogue()), unlocked)
        assert (author.name, author.role, author.administers) == ("Anna Rossi", Role.NURSE, True)
        assert store.is_encrypted
        assert store.kind == "real"
    finally:
        store.close()


def test_the_key_is_shown_by_nothing(made: Made) -> None:
    assert made.unlocked.key.hex() not in repr(made.unlocked)
    assert repr(made.unlocked.key) not in repr(made.unlocked)
    for place in made.path.parent.iterdir():
        content = place.read_bytes()
        assert made.unlocked.key not in content
        assert made.unlocked.key.hex().encode() not in content


def test_unlocking_is_refused_without_the_right_words(made: Made) -> None:
    assert _refused(access.unlock, made.path, "otto gufi leggono pian") == "wrong_passphrase"
    assert _refused(access.unlock, made.path, "") == "wrong_passphrase"
    assert _refused(access.unlock, made.path, "\0\ud800") == "wrong_passphrase"
    assert _refused(access.unlock, made.path, ANNAS, "somebody else") == "user_gone"
    assert _refused(access.unlock, made.path, ANNAS, "recovery") == "user_gone"


def test_the_recovery_key_opens_and_is_nobody(made: Made) -> None:
    unlocked = access.unlock(made.path, made.recovery_key.lower().replace("-", " "))
    assert unlocked.by_recovery
    assert unlocked.key == made.unlocked.key
    store = access.open_unlocked(unlocked)
    try:
        assert _refused(access.author_of, Workspace(store, Catalogue()), unlocked) == "recovery_key_resets_only"
    finally:
        store.close()


@pytest.mark.soak
def test_the_recovery_key_of_another_file_does_not(path: Path, tmp_path: Path) -> None:
    other, _unlocked, text = access.create(tmp_path / "other.hsct", "Unit", "Luca", Role.PHYSICIAN, ANNAS)
    other.close()
    assert _refused(access.unlock, path, text) == "wrong_recovery_key"


@pytest.mark.soak
def test_swapped_key_files_are_told(made: Made, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.hsct"
    access.create(other, "Unit", "Luca", Role.PHYSICIAN, "quattro lupi cantano")[0].close()
    mine, theirs = key_file_of(path), key_file_of(other)
    kept = mine.read_bytes()
    mine.write_bytes(theirs.read_bytes())
    theirs.write_bytes(kept)
    assert _refused(access.unlock, path, ANNAS) == "wrong_passphrase"
    unlocked = access.unlock(path, "quattro lupi cantano")
    with pytest.raises(KnownError) as caught:
        access.open_unlocked(unlocked)
    assert caught.value.key == "keys_of_another_file"
    assert caught.value.params == {"file": str(path), "keys": str(mine)}


@pytest.mark.soak
def test_a_slot_of_another_file_opens_nothing(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.hsct"
    access.create(other, "Unit", "Luca", Role.PHYSICIAN, "quattro lupi cantano")[0].close()
    mine, theirs = key_file.read(path), key_file.read(other)
    key_file.write(path, mine.with_slot(theirs.users[0]), bytes(32))
    assert _refused(access.unlock, path, "quattro lupi cantano") == "wrong_passphrase"
    assert _refused(access.unlock, path, ANNAS) == "key_file_changed"


@pytest.mark.parametrize(
    ("content", "state", "key"),
    [
        (b"", FileState.EMPTY, "file_empty"),
        (b"SQLite format 3\0" + bytes(100), FileState.FOREIGN, "file_not_ours"),
        (b"SQLite", FileState.ENCRYPTED, None),
    ],
)
def test_what_stands_at_a_path(path: Path, content: bytes, state: FileState, key: str | None) -> None:
    path.write_bytes(content)
    assert access.state_of(path) is state
    if key is not None:
        assert _refused(access.unlock, path, ANNAS) == key
    else:
        assert _refused(access.open_unlocked, access.unlock(path, ANNAS)) == "keys_of_another_file"


def test_what_does_not_stand_at_a_path(path: Path, tmp_path: Path) -> None:
    key_file_of(path).write_bytes(b"{")
    assert access.state_of(path) is FileState.KEYS_DAMAGED
    assert _refused(access.users_of, path) == "key_file_damaged"
    assert _refused(access.unlock, path, ANNAS) == "key_file_damaged"
    key_file_of(path).unlink()
    assert access.state_of(path) is FileState.KEYS_MISSING
    assert _refused(access.unlock, path, ANNAS) == "key_file_missing"
    assert access.state_of(tmp_path / "none.hsct") is FileState.MISSING
    assert _refused(access.unlock, tmp_path / "none.hsct", ANNAS) == "file_missing"
    assert _refused(access.unlock, tmp_path / "no" / "none.hsct", ANNAS) == "folder_missing"
    assert access.state_of(tmp_path) is FileState.FOREIGN
    assert _refused(access.unlock, tmp_path, ANNAS) == "file_is_folder"
    assert access.state_of(tmp_path / "a\0b") is FileState.FOREIGN


def test_a_plain_file_is_not_unlocked(tmp_path: Path) -> None:
    create_store(tmp_path / "plain.hsct").close()
    assert access.state_of(tmp_path / "plain.hsct") is FileState.PLAIN
    assert _refused(access.unlock, tmp_path / "plain.hsct", ANNAS) == "file_not_encrypted"


def test_a_file_that_became_plain_is_not_opened_with_its_key(made: Made, path: Path) -> None:
    path.unlink()
    create_store(path).close()
    unlocked = Unlocked(path, made.unlocked.key, made.unlocked.uid)
    assert _refused(access.open_unlocked, unlocked) == "file_not_encrypted"


def test_a_flipped_byte_of_the_data_file_is_told(made: Made, path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in (5, 2000, 4096 * 3 + 17, len(content) - 40):
        flipped = bytearray(content)
        flipped[at] ^= 1
        path.write_bytes(bytes(flipped))
        key = _refused(access.open_unlocked, Unlocked(path, made.unlocked.key, made.unlocked.uid))
        assert key == ("keys_of_another_file" if at < 4096 else "file_damaged"), at


@pytest.mark.parametrize(
    ("name", "unit", "passphrase", "field", "key"),
    [
        ("", "Unit", ANNAS, "staff_name", "staff_name_missing"),
        ("Anna", "", ANNAS, "unit_name", "unit_name_missing"),
        ("Anna", "Unit", "short", "passphrase", "passphrase_short"),
        ("Anna", "Unit", "ward practice only", "passphrase", "passphrase_practice"),
        ("Gwendolina", "Unit", "gwendolina 17", "passphrase", "passphrase_has_name"),
    ],
)
def test_nothing_is_made_of_bad_input(
    tmp_path: Path, name: str, unit: str, passphrase: str, field: str, key: str
) -> None:
    with pytest.raises(InputError) as caught:
        access.create(tmp_path / "ward.hsct", unit, name, Role.NURSE, passphrase)
    assert [(problem.field, problem.key) for problem in caught.value.problems] == [(field, key)]
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_never_replaced_nor_its_keys(path: Path) -> None:
    before = {place: place.read_bytes() for place in path.parent.iterdir()}
    assert _refused(access.create, path, "Unit", "Luca", Role.NURSE, ANNAS) == "file_exists"
    assert {place: place.read_bytes() for place in path.parent.iterdir()} == before


@pytest.mark.soak
def test_keys_without_a_file_are_kept(path: Path) -> None:
    keys = key_file_of(path).read_bytes()
    path.unlink()
    access.create(path, "Unit", "Luca", Role.NURSE, ANNAS)[0].close()
    assert key_file.earlier(key_file_of(path))[0].read_bytes() == keys
    assert access.unlock(path, ANNAS).path == path


@pytest.mark.skipif(os.name == "nt", reason="Windows goes by the rights of the folder")
def test_both_files_belong_to_their_owner_alone(made: Made) -> None:
    for place in (made.path, key_file_of(made.path)):
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


@pytest.mark.soak
def test_a_practice_file_opens_with_the_published_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "practice.hsct"
    access.create_practice(path, on=date(2026, 11, 20), cohort="das2021").close()
    assert access.is_practice(path)
    assert access.state_of(path) is FileState.ENCRYPTED
    assert sum(user.administers for user in access.users_of(path)) == 1
    unlocked = access.unlock(path, access.PRACTICE_PASSPHRASE)
    store = access.open_unlocked(unlocked)
    try:
        assert store.kind == "practice"
        assert access.author_of(Workspace(store, Catalogue()), unlocked).name == "M. Conti"
    finally:
        store.close()


@pytest.mark.soak
def test_a_practice_file_takes_the_passphrase_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(access.VARIABLE, "quattro lupi cantano")
    path = tmp_path / "practice.hsct"
    access.create_practice(path, cohort="das2021").close()
    assert access.unlock(path, "quattro lupi cantano").path == path
    assert _refused(access.unlock, path, access.PRACTICE_PASSPHRASE) == "wrong_passphrase"
    monkeypatch.setenv(access.VARIABLE, "short")
    with pytest.raises(InputError, match="passphrase_short"):
        access.create_practice(tmp_path / "second.hsct", cohort="das2021")


def test_waits_grow_with_the_wrong_tries() -> None:
    waits = [access.wait_after(failures) for failures in range(12)]
    assert waits == sorted(waits)
    assert waits[:3] == [0, 0, 0]
    assert waits[-1] == 30


def test_what_the_unlock_page_needs_loads_nothing_heavy() -> None:
    heavy = ("sqlalchemy", "alembic", "pydantic", "cryptography", "sqlcipher3", "pandas", "reportlab")
    script = f"import sys, hsct_desktop.services.access; print([n for n in {heavy} if n in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
