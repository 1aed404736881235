"""`rules check`: whether files of rules can be read, each mistake with its line; no data file is needed."""

from __future__ import annotations

import argparse
import sys

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.rule_file import check_rule_file
from hsct_desktop.commands.parsers import EXIT_REFUSED


def run(arguments: argparse.Namespace) -> int:
    """One line for each sound file, one on standard error for each mistake; 2 when there is any."""
    table = Catalogue().analytes
    broken = False
    for path in arguments.files:
        checked = check_rule_file(path, table)
        for problem in checked.problems:
            print(problem.text("en"), file=sys.stderr)
        if checked.problems:
            broken = True
        else:
            print(f"{path}: ok ({checked.kind}, {checked.count} {'rule' if checked.count == 1 else 'rules'})")
    return EXIT_REFUSED if broken else 0
