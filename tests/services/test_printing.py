"""Printing: a whole PDF or nothing, and nothing else is ever overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import printing, today
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY

Print = Callable[[Workspace, Path], Path]


def summary(ws: Workspace, path: Path) -> Path:
    return printing.summary(ws, printing.patient_id_of(ws, "ms-0101"), path)


def day_list(ws: Workspace, path: Path) -> Path:
    return printing.day_list(ws, TODAY, path)


PRINTS = pytest.mark.parametrize("make", [summary, day_list])


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def test_the_summary_reads_back(practised: Workspace, tmp_path: Path) -> None:
    text = text_of(summary(practised, tmp_path / "s.pdf"))
    for part in ("ROSSI", "Elena", "MS-0101", "14 Mar 1984", "Practice"):
        assert part in text, part
    for code in ("MS-0119", "MS-0117", "MS-0118", "MS-0107"):  # & and <, Cyrillic, Polish, apostrophe
        path = printing.summary(practised, printing.patient_id_of(practised, code), tmp_path / f"{code}.pdf", "it")
        assert code in text_of(path)


def test_the_day_list_has_every_row_in_both_languages(practised: Workspace, tmp_path: Path) -> None:
    data = printing.day_list_data(practised, TODAY, "en")
    text = text_of(day_list(practised, tmp_path / "d.pdf"))
    assert len(data.rows) == len(today.lists(practised, TODAY).rows) > 20
    for row in data.rows:
        assert row.code in text
    italian = text_of(printing.day_list(practised, TODAY, tmp_path / "it.pdf", "it"))
    assert "Prenotat" in italian
    assert "Booked" not in italian


def test_whom_to_call_to_book_or_to_confirm_has_a_telephone(practised: Workspace) -> None:
    rows = printing.day_list_data(practised, TODAY, "en").rows
    asked = {"Call", "Book", "Confirm date", "Plan next visit"}
    assert {row.kind for row in rows if asked & set(row.to_do)} >= {WorklistKind.DUE, WorklistKind.THIS_WEEK}
    for row in rows:
        assert row.calls or not asked & set(row.to_do)
        assert not (row.calls and "Record visit" in row.to_do)


@PRINTS
@pytest.mark.parametrize(
    ("place", "key"),
    [("no/such/x.pdf", "print_folder_missing"), (".", "print_is_folder"), ("x" * 300 + ".pdf", "print_not_writable")],
)
def test_bad_places(practised: Workspace, tmp_path: Path, make: Print, place: str, key: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(KnownError, match=key) as error:
        make(practised, folder / place)
    assert practised.wording.known_error(error.value)
    assert list(folder.iterdir()) == []


@PRINTS
def test_a_pdf_is_replaced_whole_and_anything_else_is_left(practised: Workspace, tmp_path: Path, make: Print) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.4 old")
    make(practised, path)
    assert text_of(path)
    before = practised.store.path.read_bytes()
    (tmp_path / "copy.txt").write_bytes(before)
    (tmp_path / "empty.hsct").write_bytes(b"")
    (tmp_path / "notes.txt").write_bytes(b"notes")
    for place, key in (
        (practised.store.path, "print_over_data"),
        (tmp_path / "copy.txt", "print_over_data"),
        (tmp_path / "empty.hsct", "print_over_data"),
        (tmp_path / "notes.txt", "print_over_other"),
    ):
        kept = place.read_bytes()
        with pytest.raises(KnownError, match=key):
            make(practised, place)
        assert place.read_bytes() == kept


@PRINTS
def test_a_folder_that_cannot_be_written_leaves_nothing(
    practised: Workspace, tmp_path: Path, make: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "old.pdf").write_bytes(b"%PDF-1.4 old")

    def refuse(*_: object) -> None:
        raise PermissionError("no right to write here")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(KnownError, match="print_not_writable"):
        make(practised, folder / "old.pdf")
    assert [p.name for p in folder.iterdir()] == ["old.pdf"]
    assert (folder / "old.pdf").read_bytes() == b"%PDF-1.4 old"


def test_an_unknown_code(practised: Workspace) -> None:
    with pytest.raises(KnownError, match="code_unknown"):
        printing.patient_id_of(practised, "MS-9999")
