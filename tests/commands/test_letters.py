"""`letter` and `documents`: always a letter for a known patient, what is missing on standard error."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.commands.letters import KINDS, LETTERS, PAPERS
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.services import letters_due
from hsct_desktop.services.letters_due import DueLetter
from hsct_desktop.services.workspace import Workspace
from tests.commands.running import ON, Capture, refuse, run

CODE = "MS-0101"


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document).replace("\u00a0", " ")


def letter(ward: Path, path: Path, capsys: Capture, *more: str) -> tuple[str, str]:
    return run("letter", CODE, "--database", ward, "--on", ON, "--output", path, *more, capsys=capsys)


def test_the_kinds_are_those_of_letters_and_papers() -> None:
    assert set(LETTERS) == {kind.value for kind in LetterKind}
    assert len(KINDS) == len(LETTERS) + len(PAPERS)


def test_a_letter_in_italian_opens_with_gentile(ward: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "l.pdf"
    out, err = letter(ward, path, capsys, "--to", "neurologist", "--language", "it")
    assert out.strip() == str(path)
    assert "not recorded: The doctor's assessment" in err
    text = text_of(path)
    assert "Gentile" in text
    assert "Valutazione" in text
    assert "BOZZA" in text
    assert "MS-0101" in text


@pytest.mark.parametrize("kind", [kind for kind in LETTERS if kind != "neurologist"])
def test_each_letter_is_always_written(ward: Path, tmp_path: Path, capsys: Capture, kind: str) -> None:
    out, _err = letter(ward, tmp_path / "l.pdf", capsys, "--to", kind, "--language", "en")
    assert out.strip().endswith("l.pdf")
    assert "Dear" in text_of(tmp_path / "l.pdf")


def test_a_letter_to_a_patient_who_has_died_is_written_and_says_so(ward: Path, tmp_path: Path, capsys: Capture) -> None:
    common = ("--database", ward, "--on", ON, "--output", tmp_path / "l.pdf", "--language", "en")
    out, err = run("letter", "MS-0120", "--to", "patient", *common, capsys=capsys)
    assert out.strip().endswith("l.pdf")
    assert "ATTENTION: Who receives the letter: the patient died on 01 Sep 2026." in err
    assert "Dear" not in text_of(tmp_path / "l.pdf")


def test_a_letter_since_a_day_of_ones_own(ward: Path, tmp_path: Path, capsys: Capture) -> None:
    letter(ward, tmp_path / "l.pdf", capsys, "--to", "neurologist", "--language", "en", "--since", "2026-10-01")
    assert "Since my last letter (1 Oct 2026)" in text_of(tmp_path / "l.pdf")


def test_letters_that_are_refused(ward: Path, tmp_path: Path, capsys: Capture) -> None:
    path, common = tmp_path / "l.pdf", ("--database", ward, "--on", ON)
    assert "NOBODY" in refuse("letter", "NOBODY", "--to", "gp", *common, "--output", path, capsys=capsys)
    assert refuse("letter", CODE, "--to", "gp", *common, "--output", tmp_path / "l.txt", capsys=capsys)
    late = refuse("letter", CODE, "--to", "gp", "--since", "2027-01-01", *common, "--output", path, capsys=capsys)
    assert "later than the letter" in late
    assert refuse("documents", CODE, "--kind", "novel", *common, "--output", path, capsys=capsys)
    assert refuse("documents", "batch", "--due", *common, capsys=capsys)
    assert refuse("documents", CODE, "--due", *common, "--folder", tmp_path, capsys=capsys)
    assert refuse("documents", "batch", "--due", *common, "--folder", tmp_path / "none", capsys=capsys)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["letter-gp", "summary", "care-plan", "vaccine-plan"])
def test_a_document_by_its_kind(ward: Path, tmp_path: Path, capsys: Capture, kind: str) -> None:
    path = tmp_path / "d.pdf"
    command = ("documents", CODE, "--kind", kind, "--database", ward, "--on", ON, "--output", path)
    out, _err = run(*command, capsys=capsys)
    assert out.strip() == str(path)
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_batch_is_one_file_for_the_printer(
    ward: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = letters_due.due
    monkeypatch.setattr(letters_due, "due", lambda ws, on=None: every(ws, on)[:2])  # of some twenty
    due = ("documents", "batch", "--due", "--database", ward, "--on", ON, "--folder", tmp_path)
    out, err = run(*due, "--one-file", capsys=capsys)
    assert [path.name for path in tmp_path.iterdir()] == [f"letters-{ON}.pdf"]
    assert out.strip() == str(tmp_path / f"letters-{ON}.pdf")
    assert all(": not recorded: " in line for line in err.splitlines())


def test_a_letter_of_a_batch_that_cannot_be_made_is_named(
    ward: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = letters_due.due

    def with_one_gone(ws: Workspace, on: date | None = None) -> list[DueLetter]:
        first, second = every(ws, on)[:2]
        return [replace(first, patient_id=99_999, code="GONE-1"), second]

    monkeypatch.setattr(letters_due, "due", with_one_gone)
    code = main(["documents", "batch", "--due", "--database", str(ward), "--on", ON, "--folder", str(tmp_path)])
    out, err = capsys.readouterr()
    assert code == 1
    assert [str(path) for path in tmp_path.iterdir()] == out.split()
    assert "GONE-1: " in err
    assert "Traceback" not in err
