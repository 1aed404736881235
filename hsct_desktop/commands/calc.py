"""`calc`: the calculators on a table of cases, so that a unit can validate them with its own."""

from __future__ import annotations

import argparse


def run(arguments: argparse.Namespace) -> int | None:
    """Run the calculator that was asked for; only `cohort` reads a data file."""
    if arguments.calculator == "cohort":
        from hsct_desktop.commands import calc_cohort

        calc_cohort.run(arguments)
        return None
    if arguments.calculator == "disability":
        from hsct_desktop.commands import calc_disability

        return calc_disability.run(arguments)
    if arguments.calculator == "edss":
        from hsct_desktop.commands import calc_edss

        return calc_edss.run(arguments)
    if arguments.calculator == "engraftment":
        from hsct_desktop.commands import calc_engraftment

        return calc_engraftment.run(arguments)
    if arguments.calculator == "labs":
        from hsct_desktop.commands import calc_labs

        return calc_labs.run(arguments)
    if arguments.calculator == "neda":
        from hsct_desktop.commands import calc_neda

        return calc_neda.run(arguments)
    if arguments.calculator == "rules":
        from hsct_desktop.commands import calc_rules

        calc_rules.run(arguments)
        return None
    if arguments.calculator == "vaccines":
        from hsct_desktop.commands import calc_vaccines

        return calc_vaccines.run(arguments)
    raise ValueError(arguments.calculator)
