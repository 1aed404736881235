"""`database`: a data file as a whole. Making one, proving it, encrypting a plain one, saying what it is."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands import passphrase, recovery_key
from hsct_desktop.commands.opened import LOCKED, tell_when_plain, unlock
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.services.access import Unlocked

EXIT_FAILS = 1
"""Exit code of `database check` when something does not hold; each finding is a line on standard output."""


def run(arguments: argparse.Namespace) -> int | None:
    """Do what was asked of the file that the command names; the exit code."""
    if arguments.database is not None or arguments.practice:
        raise KnownError("database_named_twice")
    verbs = {"create": _create, "check": _check, "encrypt": _encrypt, "info": _info}
    return verbs[arguments.database_command](arguments)


def _create(arguments: argparse.Namespace) -> None:
    from hsct_desktop.services import access
    from hsct_desktop.vault.key_file import key_file_of

    path: Path = arguments.file
    recovery_key.check_place(arguments.recovery_file, path)
    store, _, key = access.create(
        path, arguments.unit, arguments.by, Role(arguments.role), passphrase.of_new_file(arguments), arguments.language
    )
    store.close()
    print(wording("en").text("command.database_created", path=path, keys=key_file_of(path).name))
    recovery_key.hand_over(key, arguments.recovery_file)


def _check(arguments: argparse.Namespace) -> int | None:
    from hsct_desktop.services import file_check

    path: Path = arguments.file
    unlocked = _unlocked(arguments, path)
    words = wording("en")
    is_whole = True
    for found in file_check.findings(path, unlocked):
        is_whole = is_whole and found.holds
        sentence = words.text(f"check.{found.what}.{'holds' if found.holds else 'fails'}", **found.params)
        print(f"{'ok  ' if found.holds else 'FAIL'}  {sentence}", flush=True)
    return None if is_whole else EXIT_FAILS


def _unlocked(arguments: argparse.Namespace, path: Path) -> Unlocked | None:
    """The key of the file; None for a plain one, of which a sentence warns. KnownError where there is no file."""
    from hsct_desktop.services import access
    from hsct_desktop.store.known_error import gone

    if (missing := gone(path)) is not None:
        raise KnownError(missing, file=str(path), folder=str(path.parent))
    if access.state_of(path) is access.FileState.PLAIN:
        tell_when_plain(path)
        return None
    return _of_their_own(unlock(arguments, path))


def _of_their_own(unlocked: Unlocked) -> Unlocked:
    """A passphrase that an administrator gave opens nothing before it is changed. KnownError."""
    from hsct_desktop.services import access

    if access.must_change(unlocked):
        raise KnownError("passphrase_must_change")
    return unlocked


def _encrypt(arguments: argparse.Namespace) -> None:
    """Whose passphrase it is, is said (--by) or known: somebody of the file, or with --role somebody new."""
    from hsct_desktop.views.opening import Place, encrypt_place

    path: Path = arguments.file
    recovery_key.check_place(arguments.recovery_file, path)
    name, role = _first_user(path, arguments.by, arguments.role)
    made, key = encrypt_place(Place(path), name, role, passphrase.of_new_file(arguments))
    made.workspace.store.close()
    kept = path.with_name(f"{path.stem}-before-encryption{path.suffix}")
    print(wording("en").text("command.database_encrypted", path=path, kept=kept))
    recovery_key.hand_over(key, arguments.recovery_file)


def _first_user(path: Path, name: str | None, role: str | None) -> tuple[str, Role]:
    """The person whose passphrase the file gets, as the file has them. KnownError where there is a choice."""
    from hsct_desktop.services import access, staff
    from hsct_desktop.views.opening import Place, open_place

    if access.state_of(path).value in LOCKED:
        raise KnownError("database_encrypted_already", path=path)
    ws = open_place(Place(path))
    try:
        known = [row for row in staff.everybody(ws) if row.active]
    finally:
        ws.store.close()
    if name is None and len(known) == 1:
        return known[0].name, known[0].role
    found = next((row for row in known if name is not None and fold(row.name) == fold(name)), None)
    if found is not None:
        return found.name, found.role
    names = ", ".join(row.name for row in known) or "–"
    if name is None:
        raise KnownError("staff_needed", names=names)
    if role is None:
        raise KnownError("staff_unknown", name=name, names=names)
    return name, Role(role)


def _info(arguments: argparse.Namespace) -> None:
    """Facts that hold no patient's data, each on a line; those within an encrypted file need its passphrase."""
    from hsct_desktop.services import access, file_info

    path: Path = arguments.file
    _tell(file_info.outside(path))
    is_plain = access.state_of(path) is access.FileState.PLAIN
    if is_plain or passphrase.given(arguments) is not None or access.is_practice(path):
        _tell(file_info.inside(path, None if is_plain else _of_their_own(unlock(arguments, path))))


def _tell(facts: Mapping[str, object]) -> None:
    for name, value in facts.items():
        print(f"{name}: {value}")
