"""`--protect`: a password from the environment or typed twice; nothing but closed files is written."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.commands import pdf_password
from hsct_desktop.services import downtime, letters_due
from tests.commands.running import ON, Capture, refuse, run

CODE = "MS-0101"
PASSWORD = "rain over Turin"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pdf_password.VARIABLE, PASSWORD)


def is_closed(path: Path) -> bool:
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password=PASSWORD) as pdf:
        return bool(pdf.encryption.R == 6 and len(pdf.pages) > 0)


def wanted(ward: Path, path: Path, *more: str) -> tuple[str | Path, ...]:
    return (*more, "--database", ward, "--on", ON, "--output", path, "--protect")


@pytest.mark.soak
@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    "command",
    [
        ("letter", CODE, "--to", "gp"),
        ("documents", CODE, "--kind", "care-plan"),
        ("registry", CODE, "--form", "day0"),
    ],
    ids=["letter", "paper", "registry"],
)
def test_a_file_is_closed_with_the_password_of_the_environment(
    ward: Path, tmp_path: Path, capsys: Capture, command: tuple[str, ...]
) -> None:
    path = tmp_path / "closed.pdf"
    out, err = run(*wanted(ward, path, *command), capsys=capsys)
    assert is_closed(path)
    assert [found.name for found in tmp_path.iterdir()] == ["closed.pdf"]
    assert PASSWORD not in out + err


@pytest.mark.usefixtures("known")
def test_each_file_of_a_batch_is_closed(
    ward: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = letters_due.due
    monkeypatch.setattr(letters_due, "due", lambda ws, on=None: every(ws, on)[:1])
    run("documents", "batch", "--due", "--database", ward, "--on", ON, "--folder", tmp_path, "--protect", capsys=capsys)
    assert [is_closed(path) for path in tmp_path.iterdir()] == [True]


@pytest.mark.usefixtures("known")
def test_the_downtime_pack_is_given_the_password(ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Asked(Exception):
        """Making the whole pack takes seconds, and its own tests do that."""

    def write(*_given: object, password: str = "") -> None:
        raise Asked(password)

    monkeypatch.setattr(downtime, "write", write)
    with pytest.raises(Asked, match=PASSWORD):
        main(["downtime", "--database", str(ward), "--on", ON, "--folder", str(tmp_path), "--protect"])


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    left = list(answers)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(pdf_password, "getpass", lambda _asked: left.pop(0))


def test_it_is_typed_twice(ward: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, PASSWORD, PASSWORD)
    run(*wanted(ward, tmp_path / "l.pdf", "letter", CODE, "--to", "gp"), capsys=capsys)
    assert is_closed(tmp_path / "l.pdf")


@pytest.mark.parametrize(("answers", "said"), [((PASSWORD, "another one"), "differ"), (("tiny", "tiny"), "too short")])
def test_a_password_typed_wrong_writes_nothing(
    ward: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...], said: str
) -> None:
    typed(monkeypatch, *answers)
    command = ("documents", CODE, "--kind", "summary")
    sentence = refuse(*wanted(ward, tmp_path / "d.pdf", *command), capsys=capsys)
    assert said in sentence
    assert not any(answer in sentence for answer in answers)
    assert list(tmp_path.iterdir()) == []


def test_nobody_is_asked_where_nobody_can_type_and_none_is_an_argument(
    ward: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    command = wanted(ward, tmp_path / "l.pdf", "letter", CODE, "--to", "gp")
    assert pdf_password.VARIABLE in refuse(*command, capsys=capsys)
    assert refuse(*command[:-1], "--password", PASSWORD, capsys=capsys)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("known")
def test_a_table_cannot_be_closed(ward: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "open.csv"
    assert "CSV" in refuse(*wanted(ward, path, "registry", CODE, "--form", "day0"), capsys=capsys)
    assert not path.exists()
