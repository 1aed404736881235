"""`practice`: a file of synthetic patients."""

from __future__ import annotations

import argparse


def run(arguments: argparse.Namespace) -> None:
    """Make a file of synthetic patients; an existing file is never touched."""
    from hsct_desktop.services import files, practice_cohort
    from hsct_desktop.services import practice as practice_ward

    path = arguments.database or files.practice_path()
    if arguments.cohort is not None:
        practice_cohort.create(path, arguments.cohort).close()
        print(path)
        return
    practice_ward.create(path, arguments.patients, arguments.seed, arguments.on).close()
    print(path)
