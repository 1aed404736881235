"""What the subcommands share: the data file that the options name, and the care for the file they write."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.services.workspace import Workspace


@contextmanager
def workspace(arguments: argparse.Namespace) -> Iterator[Workspace]:
    """The file that the options name, closed in the end. KnownError when they name none."""
    from hsct_desktop.views.opening import Place, default_file, open_place

    path: Path | None = arguments.database
    if path is None and not arguments.practice:
        raise KnownError("database_missing")
    practice = bool(arguments.practice)
    ws = open_place(Place(path or default_file(practice=True), practice, "en", getattr(arguments, "on", None)))
    try:
        yield ws
    finally:
        ws.store.close()


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
    """No member of staff stands behind a print from the command line: the foot of the page says so."""
    ws.author = Author(0, wording(language).text("summary.command_line"), Role.OTHER)


def act_as(ws: Workspace, name: str | None, roles: frozenset[Role] = frozenset()) -> None:
    """Let a member of staff work, by name; without one whoever works alone, in practice somebody.

    `roles`: in practice somebody who has one of them. KnownError `staff_unknown`, and `staff_needed` where there is a
    choice.
    """
    from hsct_desktop.services import staff

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
