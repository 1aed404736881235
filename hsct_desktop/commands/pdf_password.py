"""The password of PDF files that leave: from the environment or typed twice, never from the command line."""

from __future__ import annotations

import os
import sys
from getpass import getpass
from typing import Final

from hsct_desktop.domain.pdf_password import check_password
from hsct_desktop.domain.problem import InputError, KnownError

VARIABLE: Final = "HSCT_PDF_PASSWORD"
"""Arguments are seen by every user of the computer in the list of processes; the environment is not."""


def password(wanted: bool) -> str:
    """The password where one is wanted, else an empty text.

    KnownError `password_unset` where neither the variable holds it nor somebody can type it, InputError where it is
    one that no file may have.
    """
    if not wanted:
        return ""
    first = os.environ.get(VARIABLE, "")
    again = None
    if not first:
        if not sys.stdin.isatty():
            raise KnownError("password_unset", variable=VARIABLE)
        first, again = getpass("Password of the PDF: "), getpass("Once more: ")
    problems = tuple(check_password(first, again))
    if problems:
        raise InputError(problems)
    return first
