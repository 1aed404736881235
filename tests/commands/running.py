"""Runs the command line in this process: a command that succeeds, and one that is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from hsct_desktop.__main__ import main

ON = "2026-11-20"
UNIT, PERSON, PASSPHRASE = "Ward of the tests", "A. Bianchi", "three wet herons wait"
Capture = pytest.CaptureFixture[str]
WARNED = re.compile(r"hsct-desktop: \S.* is not encrypted: whoever gets the file can read it\. .*\n")
"""Of a plain file, which most tests work on: opening an encrypted one takes a fifth of a second."""


def beside_the_warning(said: str) -> str:
    """What else stands on standard error than that the file is plain, which is said once at most."""
    assert len(WARNED.findall(said)) <= 1
    return WARNED.sub("", said)


def run(*arguments: str | Path, capsys: Capture) -> tuple[str, str]:
    """Run a command that succeeds; its output and what it says beside."""
    code = main([str(argument) for argument in arguments])
    output, beside = capsys.readouterr()
    assert code == 0, beside
    return output, beside_the_warning(beside)


def refuse(*arguments: str | Path, capsys: Capture) -> str:
    """Run a command that is refused; the sentence."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        code = stop.code  # type: ignore[assignment]
    output, said = capsys.readouterr()
    beside = beside_the_warning(said)
    assert code == 2
    assert output == ""
    assert beside.startswith("hsct-desktop")
    assert beside.count("\n") == 1, beside
    assert "Traceback" not in beside
    assert "{" not in beside
    return beside


@contextmanager
def inside(path: Path) -> Iterator[Any]:
    """The driver's connection to an encrypted file of the tests."""
    from sqlcipher3 import dbapi2

    from hsct_desktop.services import access

    key = access.unlock(path, PASSPHRASE).key
    with closing(dbapi2.connect(str(path))) as connection:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        yield connection
