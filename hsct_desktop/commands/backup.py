"""`backup`: a proven copy of the data file into a folder; `backup verify`: whether one, or all of a folder, hold."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.opened import named_file, tell_when_plain, unlock
from hsct_desktop.commands.output import Row, show, tell
from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.services.access import Unlocked
    from hsct_desktop.services.backups import BackupRow

COLUMNS = ["backup", "made", "why", "entries", "bytes", "proof", "problem"]
EXIT_DAMAGED = 1


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("action", nargs="?", choices=("verify",), help="read backups back instead of making one")
    parser.add_argument("place", nargs="?", metavar="FILE|DIR", type=Path, help="verify: a backup, or a folder of them")
    parser.add_argument("--to", metavar="DIR", type=Path, help="the folder into which the file is copied")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")


def check(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """What goes together and what does not."""
    if arguments.action is None and arguments.to is None:
        parser.error("the following arguments are required: --to DIR (or: backup verify FILE|DIR)")
    if arguments.action is not None and (arguments.place is None or arguments.to is not None):
        parser.error("backup verify takes one FILE or DIR, and no --to")


def run(arguments: argparse.Namespace) -> int:
    """Make or verify; 0 only when all of it holds."""
    rows = list(_verified(arguments)) if arguments.action else [_made(arguments)]
    show([_shown(row) for row in rows], COLUMNS, arguments.format)
    return 0 if all(row.is_sound for row in rows) else EXIT_DAMAGED


def _made(arguments: argparse.Namespace) -> BackupRow:
    from hsct_desktop.domain.backup import Why
    from hsct_desktop.domain.permission import Right
    from hsct_desktop.services import backups, permissions, restoring

    path = named_file(arguments)
    key = None
    if (unlocked := unlocked_or_plain(arguments, path)) is not None:
        key = unlocked.key
        if not unlocked.by_recovery:
            permissions.require(restoring.author_now(unlocked), Right.BACKUP)
    return backups.make(path, key, Why.COMMAND, arguments.to)


def unlocked_or_plain(arguments: argparse.Namespace, path: Path) -> Unlocked | None:
    """The key of a file or backup; None for a plain one, of which a sentence warns. KnownError where there is none."""
    from hsct_desktop.services import access
    from hsct_desktop.store.known_error import gone

    missing = gone(path)
    if missing is not None:
        raise KnownError(missing, file=str(path), folder=str(path.parent))
    if access.state_of(path) is access.FileState.PLAIN:
        tell_when_plain(path)
        return None
    unlocked = unlock(arguments, path)
    if access.must_change(unlocked):
        raise KnownError("passphrase_must_change")
    return unlocked


def _verified(arguments: argparse.Namespace) -> Iterator[BackupRow]:
    from hsct_desktop.domain.backup import Proof
    from hsct_desktop.services import backups

    held: list[bytes | None] = []
    for one in _named(arguments.place):
        rows = [backups.prove(one, key) for key in held]
        row = next((row for row in rows if row.proof is not Proof.OTHER_KEY), None)
        if row is None:
            key = _key(arguments, one)
            row = backups.prove(one, key)
            held.append(key)
        yield row


def _key(arguments: argparse.Namespace, one: Path) -> bytes | None:
    """A backup that cannot be unlocked is still listed, as what it is."""
    try:
        unlocked = unlocked_or_plain(arguments, one)
    except KnownError as error:
        if error.key.startswith(("wrong_", "passphrase_", "user_")):
            raise
        return None
    return None if unlocked is None else unlocked.key


def _named(place: Path) -> list[Path]:
    from hsct_desktop.services import backups

    if not place.is_dir():
        if not place.is_file():
            raise KnownError("backup_missing", file=str(place))
        return [place]
    found = backups.everything_in(place)
    if not found:
        raise KnownError("backup_none", place=str(place))
    return found


def _shown(row: BackupRow) -> Row:
    words = wording("en")
    problem = "" if row.problem is None else words.known_error(row.problem)
    if problem:
        tell(f"hsct-desktop: {problem}")
    return {
        "backup": row.path.name,
        "made": row.made_at.astimezone().isoformat(timespec="seconds"),
        "why": row.why.value if row.why is not None else "",
        "entries": row.entries,
        "bytes": row.size,
        "proof": row.proof.value,
        "problem": row.damage,
    }
