"""Where a file cannot be written: one clear sentence in both languages, the earlier file as it was, nothing half."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from hsct_desktop.documents import fonts, frame, output
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import letter_files, letters, patients, pdf_copy, printing
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import ANNA, register

OLD = b"%PDF-1.7 an earlier file"
NEW = b"%PDF-1.7 " + b"x" * 200_000
NOBODY = 65_534
Save = Callable[[Workspace, Path], object]


def copy(ws: Workspace, path: Path) -> object:
    return pdf_copy.save(ws, NEW, path)


def paper(ws: Workspace, path: Path) -> object:
    return printing.day_list(ws, ws.today(), path)


def letter(ws: Workspace, path: Path) -> object:
    who = register(ws, 45)
    return letter_files.write(ws, letters.prepare(ws, who, LetterKind.GP), path)


def sentence(ws: Workspace, error: KnownError, *, names: str) -> None:
    for language in ("en", "it"):
        said = replace(ws, language=language).wording.known_error(error)
        assert names in said
        assert said.endswith(".")
        assert said.count(". ") == 0
        assert "PDF cannot be written" not in said


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """The system itself takes no more than `size` bytes for a file of this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("save", [copy, paper, letter])
def test_no_room_for_the_file_leaves_the_earlier_one(ws: Workspace, tmp_path: Path, save: Save) -> None:
    path = tmp_path / "out" / "letter.pdf"
    path.parent.mkdir()
    path.write_bytes(OLD)
    opened = output._for_owner_alone

    def last_bytes(name: str, flags: int) -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        return opened(name, flags)

    with little_room(resource.getrlimit(resource.RLIMIT_FSIZE)[0]), pytest.MonkeyPatch.context() as patched:
        patched.setattr(output, "_for_owner_alone", last_bytes)  # only the file that leaves finds no room
        with pytest.raises(KnownError) as caught:
            save(ws, path)
    assert caught.value.key == "output_disk_full"
    sentence(ws, caught.value, names=str(path))
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == ["letter.pdf"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_named(ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "_for_owner_alone", lambda _name, _flags: os.open("/dev/full", os.O_WRONLY))
    with pytest.raises(KnownError) as caught:
        pdf_copy.save(ws, NEW, tmp_path / "a.pdf")
    assert caught.value.key == "output_disk_full"
    assert caught.value.__cause__.errno == errno.ENOSPC  # type: ignore[union-attr]
    assert not (tmp_path / "a.pdf").exists()


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """A folder in which this process may not write: root, whom modes do not stop, becomes somebody else meanwhile."""
    is_root = os.geteuid() == 0
    folder.chmod(0o500)
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o700)


def test_a_folder_without_rights_is_named(ws: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    with without_rights(folder), pytest.raises(KnownError) as caught:
        pdf_copy.save(ws, NEW, folder / "a.pdf")
    assert caught.value.key == "output_no_rights"
    sentence(ws, caught.value, names=str(folder))
    assert os.listdir(folder) == []


@pytest.mark.parametrize("error", [OSError(errno.EBUSY, "busy"), PermissionError(errno.EACCES, "held", "a", 32, "b")])
def test_a_file_that_another_program_holds_stays(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    path = tmp_path / "out" / "letter.pdf"
    path.parent.mkdir()
    path.write_bytes(OLD)
    if isinstance(error, PermissionError):
        error.winerror = 32  # as Windows says it; elsewhere an open file is replaced

    def held(_part: Path, _target: Path) -> Path:
        raise error

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(KnownError) as caught:
        pdf_copy.save(ws, NEW, path)
    assert caught.value.key == "output_in_use"
    sentence(ws, caught.value, names=str(path))
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == ["letter.pdf"]


def test_a_file_that_is_open_here_is_replaced_whole(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(OLD)
    with path.open("rb") as reader:
        pdf_copy.save(ws, NEW, path)
        assert reader.read() == OLD
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("content", [None, b"", b"\x00\x01\x00\x00 no font", b"OTTO" + b"\xff" * 400])
def test_a_font_file_that_is_missing_or_damaged_is_named(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    name = f"{fonts.REGULAR}.ttf"
    if content is not None:
        (shipped / name).write_bytes(content)
    monkeypatch.setattr(fonts, "resource", lambda path: shipped / Path(path).name)
    monkeypatch.setattr(frame, "register_fonts", fonts.register_fonts.__wrapped__)
    path = tmp_path / "out.pdf"
    with pytest.raises(KnownError) as caught:
        printing.day_list(ws, ws.today(), path)
    assert caught.value.key == "font_missing"
    sentence(ws, caught.value, names=name)
    assert not path.exists()
    assert list(tmp_path.glob(".*")) == []


def test_a_name_too_long_for_any_page_is_refused_with_its_limit(ws: Workspace) -> None:
    with pytest.raises(InputError) as caught:
        patients.register(ws, replace(ANNA, family_name="x" * 300), None)
    assert [(problem.field, problem.key) for problem in caught.value.problems] == [("family_name", "too_long")]
    assert "200" in ws.wording.problems(caught.value)
