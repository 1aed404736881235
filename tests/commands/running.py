"""Runs the command line in this process: a command that succeeds, and one that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsct_desktop.__main__ import main

ON = "2026-11-20"
Capture = pytest.CaptureFixture[str]


def run(*arguments: str | Path, capsys: Capture) -> tuple[str, str]:
    """Run a command that succeeds; its output and what it says beside."""
    code = main([str(argument) for argument in arguments])
    output, beside = capsys.readouterr()
    assert code == 0, beside
    return output, beside


def refuse(*arguments: str | Path, capsys: Capture) -> str:
    """Run a command that is refused; the sentence."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        code = stop.code  # type: ignore[assignment]
    output, beside = capsys.readouterr()
    assert code == 2
    assert output == ""
    assert beside.startswith("hsct-desktop")
    assert beside.count("\n") == 1, beside
    assert "Traceback" not in beside
    assert "{" not in beside
    return beside
