"""What the subcommands share: the data file that the options name, who unlocks it, and care for what they write."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands import passphrase
from hsct_desktop.commands.output import tell
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.services.access import Unlocked
    from hsct_desktop.services.workspace import Workspace

_WRONG: Final = "wrong_passphrase"
LOCKED: Final = ("encrypted", "keys_missing", "keys_damaged")
"""The states of a file (services.access.FileState) that is not opened without a passphrase."""


@dataclass(frozen=True)
class Opened:
    """An open file; `unlocked` is None for one that is not encrypted."""

    ws: Workspace
    unlocked: Unlocked | None


@contextmanager
def workspace(arguments: argparse.Namespace) -> Iterator[Workspace]:
    """The file that the options name, closed in the end. KnownError when they name none."""
    with opened(arguments) as found:
        yield found.ws


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[Opened]:
    """As `workspace`, with who unlocked it."""
    from hsct_desktop.services import access
    from hsct_desktop.views.opening import Place, open_place, open_with

    place = Place(named_file(arguments), bool(arguments.practice), "en", getattr(arguments, "on", None))
    if place.practice and not os.path.lexists(place.path):
        access.create_practice(place.path, on=place.on, passphrase=passphrase.given(arguments)).close()
    unlocked: Unlocked | None = None
    if access.state_of(place.path) in LOCKED:
        unlocked = unlock(arguments, place.path)
        ws = open_with(place, unlocked, None).workspace
    else:  # a plain file, or none that can be opened, which says why
        tell_when_plain(place.path)
        ws = open_place(place)
    try:
        yield Opened(ws, unlocked)
    finally:
        ws.store.close()


def named_file(arguments: argparse.Namespace) -> Path:
    """The file that the options name. KnownError when they name none."""
    from hsct_desktop.views.opening import default_file

    path: Path | None = arguments.database
    if path is None and not arguments.practice:
        raise KnownError("database_missing")
    return path or default_file(practice=True)


def tell_when_plain(path: Path) -> None:
    """Warn of a file that anybody can read, before it is opened."""
    from hsct_desktop.services import access

    if access.state_of(path) is access.FileState.PLAIN:
        tell(f"hsct-desktop: {wording('en').text('command.plain_file', path=path)}")


def unlock(arguments: argparse.Namespace, path: Path) -> Unlocked:
    """Unlock a file with the passphrase that was handed over; a practice file with its published one; else ask for it.

    KnownError where none is the right one.
    """
    return unlocked_by(arguments, path)[0]


def unlocked_by(arguments: argparse.Namespace, path: Path) -> tuple[Unlocked, str]:
    """As `unlock`, with the passphrase that did it."""
    from hsct_desktop.services import access

    uid = _uid(path, arguments.user)
    handed = passphrase.given(arguments)
    published = access.PRACTICE_PASSPHRASE if access.is_practice(path) else None
    if handed is not None:
        # The variable may be that of the ward's own file: --practice asks for nothing but the practice ward.
        tries = [handed, published] if arguments.practice and arguments.passphrase_file is None else [handed]
    else:
        tries = [published]
    for one in tries:
        if one is not None and (found := _unlocked(path, one, uid)) is not None:
            return found, one
    if handed is not None:
        raise KnownError(_WRONG)
    typed = passphrase.asked(arguments)
    return access.unlock(path, typed, uid), typed


def _unlocked(path: Path, one: str, uid: str | None) -> Unlocked | None:
    from hsct_desktop.services import access

    try:
        return access.unlock(path, one, uid)
    except KnownError as error:
        if error.key != _WRONG:
            raise
        return None


def _uid(path: Path, name: str | None) -> str | None:
    """The slot of the person who was named; None where nobody was. KnownError for a name that has none."""
    from hsct_desktop.services import access

    if name is None:
        return None
    known = access.users_of(path)
    found = [user.uid for user in known if fold(user.name) == fold(name)]
    if not found:
        raise KnownError("user_unknown", name=name, names=", ".join(user.name for user in known) or "–")
    if len(found) > 1:
        raise KnownError("user_ambiguous", name=name)
    return found[0]


def check_pdf_output(arguments: argparse.Namespace) -> None:
    """As check_output; the name must say that it is a PDF, since nothing else is ever written there."""
    if arguments.output.suffix.casefold() != ".pdf":
        raise KnownError("print_not_named_pdf", path=arguments.output)
    check_output(arguments)


def check_output(arguments: argparse.Namespace) -> None:
    """A file that is there already is replaced only by who says so; what else may be wrong the service says."""
    is_file = os.path.isfile(arguments.output) and not os.path.islink(arguments.output)
    if not arguments.overwrite and is_file:
        raise KnownError("print_exists", path=arguments.output)


def sign_as_command_line(ws: Workspace, language: str) -> None:
    """Who unlocked the file stands on the foot of a page; for a plain or practice file the foot says: nobody."""
    if _is_somebodys(ws):
        return
    ws.author = Author(0, wording(language).text("summary.command_line"), Role.OTHER)


def _is_somebodys(ws: Workspace) -> bool:
    """Whether who works is known by a passphrase of their own."""
    return ws.store.is_encrypted and ws.store.kind != "practice"


def put_on_record(ws: Workspace, patient_id: int) -> None:
    """That somebody has a paper of a patient now, in the log of who looked at whose record."""
    from hsct_desktop.domain.look import Look
    from hsct_desktop.services import access_log

    access_log.viewed(ws, patient_id, Look.PAPER)


def act_as(ws: Workspace, name: str | None, roles: frozenset[Role] = frozenset()) -> None:
    """Let a member of staff work, by name; without one whoever works alone, in practice somebody.

    Who unlocked an encrypted file is the one who works. `roles`: in practice somebody who has one of them. KnownError
    `staff_unknown`, `staff_needed` where there is a choice, and `by_another_person`.
    """
    from hsct_desktop.services import staff

    if _is_somebodys(ws):
        author = ws.require_author()
        if name is not None and fold(name.strip()) != fold(author.name):
            raise KnownError("by_another_person", name=author.name)
        return
    known = [row for row in staff.everybody(ws) if row.active]
    names = ", ".join(row.name for row in known) or "–"
    if name is not None:
        found = next((row for row in known if row.name.casefold() == name.strip().casefold()), None)
        if found is None:
            raise KnownError("staff_unknown", name=name, names=names)
        ws.author = staff.author(ws, found.id)
        return
    if roles and ws.store.kind == "practice":
        able = next((row for row in known if row.role in roles), None)
        ws.author = staff.author(ws, able.id) if able is not None else ws.author
    if ws.author is None:
        raise KnownError("staff_needed", names=names)
