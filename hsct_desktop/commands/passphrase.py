"""The passphrase of a data file: from a file, the environment or typed; never from the command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from getpass import getpass
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.output import tell
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.user_file import NotRegularError, open_regular, read_up_to

VARIABLE: Final = "HSCT_PASSPHRASE"
"""Arguments are seen by every user of the computer in the list of processes; the environment is not."""
_MOST_BYTES: Final = 4096
_OF_OTHERS: Final = 0o077


def given(arguments: argparse.Namespace) -> str | None:
    """The passphrase that somebody handed over: the file's first line, else the variable; None where there is none."""
    path: Path | None = getattr(arguments, "passphrase_file", None)
    return read(path) if path is not None else of_environment()


def of_environment(environment: Mapping[str, str] = os.environ) -> str | None:
    """What the variable holds; None where it is not set or empty."""
    return environment.get(VARIABLE) or None


def asked(arguments: argparse.Namespace) -> str:
    """The passphrase that was handed over, else the one that is typed.

    KnownError `passphrase_unset` where nobody can type it.
    """
    found = given(arguments)
    if found is not None:
        return found
    check_terminal("--passphrase-file")
    return getpass("Passphrase: ")


def new(path: Path | None, option: str = "--new-passphrase-file") -> str:
    """A new passphrase, from a file or typed twice. Whether it may be one the service says."""
    if path is not None:
        return read(path)
    check_terminal(option)
    first, again = getpass("New passphrase: "), getpass("Once more: ")
    if first != again:
        raise KnownError("passphrase_differs")
    return first


def of_new_file(arguments: argparse.Namespace) -> str:
    """The passphrase of a file that is being made: the one that was handed over, else typed twice."""
    found = given(arguments)
    return found if found is not None else new(None, "--passphrase-file")


def check_terminal(option: str) -> None:
    """KnownError `passphrase_unset` where there is no terminal to type on."""
    if not sys.stdin.isatty():
        raise KnownError("passphrase_unset", variable=VARIABLE, option=option)


def read(path: Path) -> str:
    """The first line of a file, without its end alone: blanks at its ends are part of it.

    A file that others on this computer may read is used all the same, with a warning.
    """
    try:
        with open_regular(path) as stream:
            rights = os.fstat(stream.fileno()).st_mode
            line = read_up_to(stream, _MOST_BYTES + 1).partition(b"\n")[0].removesuffix(b"\r")
    except NotRegularError as error:
        raise KnownError("passphrase_file_not_regular", path=path) from error
    except (OSError, ValueError) as error:  # a name that no file can have
        raise KnownError("passphrase_file_unreadable", path=path) from error
    if os.name == "posix" and rights & _OF_OTHERS:
        tell(f"hsct-desktop: {wording('en').text('command.passphrase_file_open', path=path)}")
    try:
        text = line.decode("utf-8-sig")  # an editor of Windows marks its texts
    except UnicodeDecodeError as error:
        raise KnownError("passphrase_file_not_text", path=path) from error
    if not text or len(line) > _MOST_BYTES:
        raise KnownError("passphrase_file_empty", path=path)
    return text
