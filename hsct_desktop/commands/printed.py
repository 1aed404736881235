"""`summary`, `daylist` and the other papers, as PDF."""

from __future__ import annotations

import argparse

from hsct_desktop.commands.opened import check_output, sign_as_command_line, workspace


def summary(arguments: argparse.Namespace) -> None:
    """Write a patient's summary as PDF."""
    from hsct_desktop.services import printing

    check_output(arguments)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language)
        path = printing.summary(ws, printing.patient_id_of(ws, arguments.code), arguments.output, arguments.language)
    print(path)


def day_list(arguments: argparse.Namespace) -> None:
    """Write the day list as PDF."""
    from hsct_desktop.services import printing

    check_output(arguments)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language)
        path = printing.day_list(ws, arguments.on or ws.today(), arguments.output, arguments.language)
    print(path)
