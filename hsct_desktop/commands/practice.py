"""`practice`: a file of synthetic patients."""

from __future__ import annotations

import argparse

from hsct_desktop.commands import passphrase


def run(arguments: argparse.Namespace) -> None:
    """Make an encrypted file of synthetic patients; an existing file is never touched.

    Its passphrase is the published one, or the one that was handed over.
    """
    from hsct_desktop.services import access, files

    path = arguments.database or files.practice_path()
    access.create_practice(
        path,
        on=arguments.on,
        passphrase=passphrase.given(arguments),
        patients=arguments.patients,
        seed=arguments.seed,
        cohort=arguments.cohort,
    ).close()
    print(path)
