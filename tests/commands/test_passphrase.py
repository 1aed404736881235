"""The passphrase on the command line: a file's first line, the environment, the terminal; never an argument."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest

from hsct_desktop.commands import passphrase
from hsct_desktop.domain.problem import KnownError
from tests.commands.running import Capture

WORDS = "three wet herons wait"


def file_of(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    path = folder / "passphrase"
    path.write_bytes(content)
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        (b"three wet herons wait", WORDS),
        (b"three wet herons wait\n", WORDS),
        (b"three wet herons wait\r\n", WORDS),
        (b"three wet herons wait\nand what follows\n", WORDS),
        (b"  blanks are part of it \n", "  blanks are part of it "),
        (b"\xef\xbb\xbfthree wet herons wait\r\n", WORDS),
        ("drei nasse Störche\n".encode(), "drei nasse Störche"),
    ],
)
def test_the_first_line_without_its_end(tmp_path: Path, capsys: Capture, content: bytes, meant: str) -> None:
    assert passphrase.read(file_of(tmp_path, content)) == meant
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "passphrase_file_empty"),
        (b"\nthree wet herons wait\n", "passphrase_file_empty"),
        (b"a" * 5000, "passphrase_file_empty"),
        (b"\xff\xfe\x00", "passphrase_file_not_text"),
    ],
)
def test_a_file_without_one_is_told(tmp_path: Path, content: bytes, key: str) -> None:
    with pytest.raises(KnownError, match=key):
        passphrase.read(file_of(tmp_path, content))


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none", Path("\0")):
        with pytest.raises(KnownError, match="passphrase_file_unreadable"):
            passphrase.read(path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(KnownError, match="passphrase_file_not_regular"):
        passphrase.read(pipe)


def test_a_file_that_others_may_read_is_warned_of(tmp_path: Path, capsys: Capture) -> None:
    assert passphrase.read(file_of(tmp_path, b"three wet herons wait\n", 0o640)) == WORDS
    beside = capsys.readouterr().err
    assert "chmod 600" in beside
    assert WORDS not in beside


def test_the_file_goes_before_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(passphrase.VARIABLE, "of the environment")
    without = argparse.Namespace(passphrase_file=None)
    assert passphrase.given(without) == "of the environment"
    assert passphrase.given(argparse.Namespace(passphrase_file=file_of(tmp_path, WORDS.encode()))) == WORDS
    monkeypatch.setenv(passphrase.VARIABLE, "")
    assert passphrase.given(without) is None


def test_it_is_asked_for_where_there_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = argparse.Namespace(passphrase_file=None)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(KnownError, match="passphrase_unset"):
        passphrase.asked(nothing)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(passphrase, "getpass", lambda _asked: WORDS)
    assert passphrase.asked(nothing) == WORDS
    assert passphrase.new(None) == WORDS


def test_a_new_one_is_typed_twice_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([WORDS, "three wet herons wade"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(passphrase, "getpass", lambda _asked: next(answers))
    with pytest.raises(KnownError, match="passphrase_differs"):
        passphrase.new(None)
