"""`registry`: the facts of one registry form, as PDF to type from or as CSV."""

from __future__ import annotations

import argparse

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.opened import check_output, put_on_record, sign_as_command_line, workspace
from hsct_desktop.commands.output import tell
from hsct_desktop.commands.pdf_password import password
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.registry import RegistryForm


def run(arguments: argparse.Namespace) -> None:
    """Write the sheet; what the record lacks is marked in it and named on standard error."""
    if arguments.output.suffix.casefold() not in (".pdf", ".csv"):
        raise KnownError("registry_output_name", path=arguments.output)
    check_output(arguments)
    if arguments.protect and arguments.output.suffix.casefold() == ".csv":
        raise KnownError("registry_csv_protected")
    closed_with = password(arguments.protect)
    from hsct_desktop.services import pdf_copy, printing, registry

    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language)
        patient_id = printing.patient_id_of(ws, arguments.code)
        found = registry.sheet(ws, patient_id, RegistryForm(arguments.form), arguments.language, arguments.on)
        with pdf_copy.protecting(closed_with):
            path = registry.write(ws, found, arguments.output, overwrite=arguments.overwrite)
        put_on_record(ws, patient_id)
        lacking = [ws.catalogue.registry[item.id].label.text("en") for item in found.missing]
    for label in lacking:
        tell(wording("en").text("registry.not_recorded", item=label))
    print(path)
