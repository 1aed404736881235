"""`import-template`: an empty workbook of a kind, with headers, allowed values and an example; needs no data file."""

from __future__ import annotations

import argparse

from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.problem import KnownError


def run(arguments: argparse.Namespace) -> None:
    """Write the workbook and print where."""
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services import files
    from hsct_desktop.services.import_template import template_bytes
    from hsct_desktop.services.output_file import EXPORT, write_file

    if arguments.output.suffix.casefold() != ".xlsx":
        raise KnownError("export_ending", path=arguments.output, ending=".xlsx")
    folder = files.unit_folder()
    catalogue = Catalogue(folder if folder.is_dir() else None)
    content = template_bytes(catalogue, ImportKind(arguments.kind), arguments.language)
    print(write_file(content, arguments.output, None, EXPORT, overwrite=arguments.overwrite))
