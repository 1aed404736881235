"""`downtime`: the paper with which a ward works a day without the program, into a folder."""

from __future__ import annotations

import argparse

from hsct_desktop.commands.opened import sign_as_command_line, workspace
from hsct_desktop.commands.pdf_password import password


def run(arguments: argparse.Namespace) -> None:
    """Write the pack for a day, closed where that is asked for, and name its files on standard output."""
    from hsct_desktop.services import downtime

    closed_with = password(arguments.protect)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language)
        made = downtime.write(ws, arguments.folder, arguments.on, arguments.language, password=closed_with)
    print(made.pack)
    print(made.forms)
