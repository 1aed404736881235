"""The options of `database` and `user`: a data file as a whole, and who can unlock it. Nothing heavy is imported."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from hsct_desktop.domain.author import Role

ROLES: Final = tuple(role.value for role in Role if role is not Role.OTHER)


def add_database(parser: argparse.ArgumentParser, after: argparse.ArgumentParser) -> None:
    """`database create|check|encrypt|info FILE`."""
    named = "create|check|encrypt|info"
    verbs = parser.add_subparsers(dest="database_command", metavar=named, required=True, parser_class=type(parser))
    create = verbs.add_parser("create", parents=[after], help="a new encrypted file, with its unit and first person")
    create.add_argument("--unit", metavar="NAME", required=True, help="the unit's name")
    create.add_argument("--by", metavar="NAME", required=True, help="who makes it; they administer its users")
    create.add_argument("--role", choices=ROLES, required=True, help=f"their role: {', '.join(ROLES)}")
    create.add_argument("--language", choices=("en", "it"), default="en", help="language of what the unit types")
    said = "go through all of it: encryption, pages, references, triggers, change log, key file; exit 0 when all holds"
    check = verbs.add_parser("check", parents=[after], help=said)
    encrypt = verbs.add_parser("encrypt", parents=[after], help="encrypt a file that is not; the old one is kept")
    encrypt.add_argument("--by", metavar="NAME", help="whose passphrase it is (default: who works alone)")
    encrypt.add_argument("--role", choices=ROLES, help="with --by of somebody who is not in the file yet: their role")
    said = "what the file is and how much it holds, without patient data"
    info = verbs.add_parser("info", parents=[after], help=said)
    for verb in (create, check, encrypt, info):
        verb.add_argument("file", metavar="FILE", type=Path, help="the data file")
    for verb in (create, encrypt):
        add_recovery(verb)


def add_recovery(parser: argparse.ArgumentParser) -> None:
    """`--recovery-file`, of whatever makes an encrypted file."""
    said = "write the recovery key into this new file, to be printed and sealed, in place of showing it once"
    parser.add_argument("--recovery-file", metavar="FILE", type=Path, help=said)


def add_user(parser: argparse.ArgumentParser, after: argparse.ArgumentParser) -> None:
    """`user add|list|disable|reset`."""
    named = "add|list|disable|reset"
    verbs = parser.add_subparsers(dest="user_command", metavar=named, required=True, parser_class=type(parser))
    listed = verbs.add_parser("list", parents=[after], help="who can unlock the file, with roles")
    listed.add_argument("--format", choices=("table", "csv", "json"), default="table")
    add = verbs.add_parser("add", parents=[after], help="let somebody unlock the file, with a passphrase of their own")
    disable = verbs.add_parser("disable", parents=[after], help="let somebody unlock it no longer; their entries stay")
    reset = verbs.add_parser("reset", parents=[after], help="give somebody, or oneself, a new passphrase")
    for verb in (add, disable, reset):
        verb.add_argument("name", metavar="NAME", help="the person")
    add.add_argument("--role", choices=ROLES, required=True, help=f"their role: {', '.join(ROLES)}")
    add.add_argument("--administers", action="store_true", help="may add and disable users as well, whatever the role")
    for verb in (add, reset):
        said = "the file whose first line is their passphrase (default: it is asked for twice)"
        verb.add_argument("--new-passphrase-file", metavar="FILE", type=Path, help=said)
