"""A plain file is encrypted: nothing is lost, whenever the program is killed."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import access, files, users
from hsct_desktop.services.access import FileState
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import backup, chain, encrypting
from hsct_desktop.vault.key_file import key_file_of

ANNAS = "otto gufi leggono piano"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "ward.hsct"
    files.create(path, "Unit One", "Anna Rossi", Role.PHYSICIAN, "it").close()
    return path


@pytest.fixture
def path(plain: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(plain, tmp_path / plain.name))


def _rows(path: Path, key: bytes | None) -> dict[str, list[object]]:
    with backup.reading(path, key) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}  # noqa: S608


def _key(call: object, *arguments: object) -> str:
    with pytest.raises(KnownError) as caught:
        call(*arguments)  # type: ignore[operator]
    return caught.value.key


@pytest.mark.soak
def test_everything_is_in_the_encrypted_file_and_the_plain_one_is_kept(path: Path) -> None:
    before = _rows(path, None)
    unlocked, recovery_key = access.encrypt(path, "anna rossi", Role.NURSE, ANNAS)
    assert access.state_of(path) is FileState.ENCRYPTED
    (kept,) = access.kept_plain(path)
    assert kept.name == "ward-before-encryption.hsct"
    assert _rows(kept, None) == before
    after = _rows(path, unlocked.key)
    changed = {name for name, rows in before.items() if after[name] != rows}
    assert changed == {"change_log", "staff"}
    assert after["change_log"][0][0] == before["change_log"][0][0]
    assert len(after["change_log"]) > len(before["change_log"])
    store = access.open_unlocked(access.unlock(path, ANNAS))
    try:
        author = access.author_of(Workspace(store, Catalogue()), unlocked)
        assert (author.name, author.role, author.administers) == ("Anna Rossi", Role.PHYSICIAN, True)
        with store.read() as session:
            assert chain.verify(session.connection(), chain.key_of(unlocked.key)).first_bad is None
        assert [row.name for row in users.everybody(Workspace(store, Catalogue()))] == ["Anna Rossi"]
        with store.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    finally:
        store.close()
    assert access.unlock(path, recovery_key).by_recovery
    assert sorted(place.name for place in path.parent.iterdir()) == [
        "ward-before-encryption.hsct", "ward.hsct", "ward.hsct.keys",
    ]  # fmt: skip


@pytest.mark.soak
def test_somebody_new_is_added(path: Path) -> None:
    unlocked, _text = access.encrypt(path, "Luca Bianchi", Role.DATA_MANAGER, ANNAS)
    store = access.open_unlocked(unlocked)
    try:
        found = {row.name: (row.role, row.opens) for row in users.everybody(Workspace(store, Catalogue()))}
    finally:
        store.close()
    assert found == {"Anna Rossi": (Role.PHYSICIAN, False), "Luca Bianchi": (Role.DATA_MANAGER, True)}


def test_an_encrypted_file_is_not_encrypted_again(path: Path) -> None:
    access.encrypt(path, "Anna Rossi", Role.NURSE, ANNAS)
    assert _key(access.encrypt, path, "Anna Rossi", Role.NURSE, ANNAS) == "file_encrypted_already"


@pytest.mark.soak
@pytest.mark.parametrize("passphrase", ["short", "anna rossi 17", "unit one unit one", access.PRACTICE_PASSPHRASE])
def test_a_bad_passphrase_changes_nothing(path: Path, passphrase: str) -> None:
    before = path.read_bytes()
    with pytest.raises(InputError):
        access.encrypt(path, "Anna Rossi", Role.NURSE, passphrase)
    assert _rows(path, None)["staff"]
    assert len(path.read_bytes()) == len(before)
    assert [place.name for place in path.parent.iterdir()] == [path.name]


def test_a_file_that_somebody_has_open_stays_as_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN'); c.execute('SELECT * FROM staff').fetchall()\n"
        "print('open', flush=True); sys.stdin.read()"
    )
    monkeypatch.setattr(backup, "BUSY_MS", 50)
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        assert _key(access.encrypt, path, "Anna Rossi", Role.NURSE, ANNAS) == "file_in_use"
        other.communicate("")
    assert access.state_of(path) is FileState.PLAIN
    assert not key_file_of(path).exists()


def test_a_copy_that_differs_is_thrown_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypting, "_differs", lambda _source: True)
    assert _key(access.encrypt, path, "Anna Rossi", Role.NURSE, ANNAS) == "copy_differs"
    assert [place.name for place in path.parent.iterdir()] == [path.name]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from hsct_desktop.domain.author import Role
from hsct_desktop.services import access
from hsct_desktop.store import encrypting
from hsct_desktop.vault import key_file
module, name = sys.argv[2].split(":")
owner = {"encrypting": encrypting, "key_file": key_file}[module]
done = getattr(owner, name)
def then_killed(*arguments, **named):
    if sys.argv[3] == "after":
        done(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, name, then_killed)
access.encrypt(Path(sys.argv[1]), "Anna Rossi", Role.NURSE, "otto gufi leggono piano")
"""


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
@pytest.mark.parametrize(
    ("step", "when"),
    [
        ("key_file:write_new", "after"),
        pytest.param("encrypting:_exported", "after", marks=pytest.mark.soak),
        pytest.param("encrypting:refit", "after", marks=pytest.mark.soak),
        pytest.param("encrypting:_kept", "after", marks=pytest.mark.soak),
        pytest.param("key_file:write_new", "before", marks=pytest.mark.soak),
        pytest.param("encrypting:replace_durably", "before", marks=pytest.mark.soak),
        pytest.param("encrypting:replace_durably", "after", marks=pytest.mark.soak),
    ],
)
def test_killed_at_any_step_nothing_is_lost(path: Path, step: str, when: str) -> None:
    before = _rows(path, None)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path), step, when], check=False)
    assert ended.returncode == -signal.SIGKILL
    if access.state_of(path) is FileState.PLAIN:
        assert _rows(path, None) == before
        access.encrypt(path, "Anna Rossi", Role.NURSE, ANNAS)
    unlocked = access.unlock(path, ANNAS)
    access.open_unlocked(unlocked).close()
    assert _rows(path, unlocked.key)["setting"] == before["setting"]
    assert any(_rows(kept, None) == before for kept in access.kept_plain(path))
    assert not list(path.parent.glob("*.part*"))
