"""`user`: who can unlock a data file. What nobody may do the service refuses, whoever asks."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands import passphrase
from hsct_desktop.commands.opened import Opened, named_file, opened, unlocked_by
from hsct_desktop.commands.output import show
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.services.access import Unlocked
    from hsct_desktop.services.users import UserRow

_COLUMNS = ("name", "role", "administers", "unlocks", "active")


def run(arguments: argparse.Namespace) -> None:
    """List the users, add one, give one a new passphrase, or let one unlock the file no longer."""
    if arguments.user_command == "reset" and _is_own(arguments):
        return
    with opened(arguments) as found:
        unlocked = found.unlocked
        if unlocked is None:
            raise KnownError("users_of_plain_file", path=found.ws.store.path)
        {"list": _list, "add": _add, "disable": _disable, "reset": _reset}[arguments.user_command](
            found, unlocked, arguments
        )


def _list(found: Opened, unlocked: Unlocked, arguments: argparse.Namespace) -> None:
    from hsct_desktop.services import users

    words = wording("en")
    rows = [
        {
            "name": row.name,
            "role": words.enum("role", row.role.value),
            "administers": "yes" if row.administers else "",
            "unlocks": "yes" if row.opens else "",
            "active": "yes" if row.active else "",
        }
        for row in users.everybody(found.ws)
    ]
    show(rows, _COLUMNS, arguments.format)


def _add(found: Opened, unlocked: Unlocked, arguments: argparse.Namespace) -> None:
    from hsct_desktop.services import users

    text = passphrase.new(arguments.new_passphrase_file)
    users.add(found.ws, unlocked, arguments.name, Role(arguments.role), arguments.administers, text)
    print(wording("en").text("command.user_added", name=arguments.name))


def _disable(found: Opened, unlocked: Unlocked, arguments: argparse.Namespace) -> None:
    from hsct_desktop.services import users

    users.disable(found.ws, unlocked, _named(found, arguments.name).staff_id)
    print(wording("en").text("command.user_disabled", name=arguments.name))


def _reset(found: Opened, unlocked: Unlocked, arguments: argparse.Namespace) -> None:
    from hsct_desktop.services import users

    staff_id = _named(found, arguments.name).staff_id
    users.reset(found.ws, unlocked, staff_id, passphrase.new(arguments.new_passphrase_file))
    print(wording("en").text("command.user_reset", name=arguments.name))


def _is_own(arguments: argparse.Namespace) -> bool:
    """Whether it is one's own passphrase, which is changed then: also one that holds for one unlocking."""
    from hsct_desktop.services import access, users
    from hsct_desktop.views.opening import Place, workspace_of

    path = named_file(arguments)
    if access.state_of(path) is not access.FileState.ENCRYPTED:
        return False
    unlocked, old = unlocked_by(arguments, path)
    own = next((user.name for user in access.users_of(path) if user.uid == unlocked.uid), "")
    if fold(own) != fold(arguments.name):
        return False
    store = access.open_unlocked(unlocked)
    try:
        users.change_own(workspace_of(Place(path), store), unlocked, old, passphrase.new(arguments.new_passphrase_file))
    finally:
        store.close()
    print(wording("en").text("command.passphrase_changed", name=own))
    return True


def _named(found: Opened, name: str) -> UserRow:
    """The person who was named, of those who can unlock the file."""
    from hsct_desktop.services import users

    known = [row for row in users.everybody(found.ws) if row.opens]
    named = [row for row in known if fold(row.name) == fold(name)]
    if not named:
        raise KnownError("user_unknown", name=name, names=", ".join(row.name for row in known) or "–")
    if len(named) > 1:
        raise KnownError("user_ambiguous", name=name)
    return named[0]
