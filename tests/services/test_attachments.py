"""Papers: read from the disk, kept, listed, given back byte for byte, taken back; what is no paper is refused."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from hsct_desktop.domain.attachment import MAX_BYTES, MAX_FILE_NAME, PaperEntry
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import attachments, undo
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.engine import create_store
from tests.services.ward import TODAY, keys, register, row_counts, see
from tests.store.ward import ordinary_user

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 40


@pytest.fixture
def pid(ws: Workspace) -> int:
    return register(ws, 60)


def paper(name: str = "report.pdf", content: bytes = PDF, title: str = "") -> PaperEntry:
    return PaperEntry(name, content, title)


def refused(path: Path) -> set[str]:
    """The keys for which a file is not taken."""
    with pytest.raises(InputError) as error:
        attachments.read(path)
    assert {field for field, _key in keys(error.value)} == {"paper"}
    return {key for _field, key in keys(error.value)}


# reading --------------------------------------------------------------------------------------------------------


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    place = tmp_path / "Référto «1».pdf"
    place.write_bytes(PDF)
    assert attachments.read(place) == PaperEntry("Référto «1».pdf", PDF)


def test_twenty_megabytes_are_taken_and_one_byte_more_is_not(tmp_path: Path) -> None:
    place = tmp_path / "scan.pdf"
    place.write_bytes(PDF.ljust(MAX_BYTES, b"\0"))
    assert len(attachments.read(place).content) == MAX_BYTES
    with place.open("ab") as stream:
        stream.write(b"\0")
    assert refused(place) == {"paper_too_large"}


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    place = tmp_path / "disk.pdf"
    with place.open("wb") as stream:
        stream.truncate(2**40)  # sparse: nothing of it is on the disk
    assert refused(place) == {"paper_too_large"}


def test_what_is_no_paper(tmp_path: Path) -> None:
    place = tmp_path / "report.pdf"
    place.write_bytes(b"")
    assert refused(place) == {"paper_empty"}
    place.write_bytes(b"MZ\x90\x00 a program under another name")
    assert refused(place) == {"paper_other_kind"}
    place.unlink()
    assert refused(place) == {"paper_unreadable"}
    assert refused(tmp_path) == {"paper_unreadable"}
    assert refused(Path("a\0b.pdf")) == {"paper_unreadable"}
    assert refused(tmp_path / ("x" * 300)) == {"paper_unreadable"}


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_pipe_is_not_waited_for_and_a_device_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert refused(tmp_path / "pipe.pdf") == {"paper_unreadable"}
    assert refused(Path("/dev/zero")) == {"paper_unreadable"}


@pytest.mark.skipif(sys.platform == "win32", reason="rights are other things there")
def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    place = tmp_path / "report.pdf"
    place.write_bytes(PDF)
    place.chmod(0)
    with ordinary_user():
        assert refused(place) == {"paper_unreadable"}


# keeping --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../home/anna/.ssh/x.pdf", "x.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("<b>&amp;'; DROP TABLE patient; --.pdf", "<b>&amp;'; DROP TABLE patient; --.pdf"),
        ("x" * 300 + ".pdf", "x" * (MAX_FILE_NAME - 4) + ".pdf"),
        ("\ud800.pdf", "pdf"),
        ("", "paper.pdf"),
    ],
)
def test_a_name_is_kept_as_plain_text(ws: Workspace, pid: int, name: str, shown: str) -> None:
    attachments.add(ws, pid, paper(name))
    (row,) = attachments.for_patient(ws, pid)
    assert row.file_name == shown
    assert row.title
    assert attachments.content(ws, row.id) == PDF


def test_a_paper_of_a_visit(ws: Workspace, pid: int) -> None:
    visit_id = see(ws, pid, "Day +60")
    saved = attachments.add(ws, pid, paper(title="ECG"), visit_id)
    assert (saved.kinds, saved.text) == ({"attachment"}, "Document kept: Bianchi, Anna, ECG")
    (row,) = attachments.for_visit(ws, visit_id)
    assert attachments.for_patient(ws, pid) == [row] == [attachments.one(ws, saved.record_id or 0)]
    assert (row.visit, row.visit_on, row.by, row.size) == ("Day +60", TODAY, "Ann Nurse", len(PDF))
    assert abs(row.on - TODAY) <= timedelta(days=1)
    free = see(ws, pid, None)
    attachments.add(ws, pid, paper(), free)
    assert attachments.for_visit(ws, free)[0].visit == "Visit outside the schedule"


def test_several_are_kept_or_none(ws: Workspace, pid: int) -> None:
    counts = row_counts(ws)
    with pytest.raises(InputError) as error:
        attachments.add_all(ws, pid, (paper(), paper("x.doc", b"\xd0\xcf\x11\xe0")))
    assert keys(error.value) == {("paper", "paper_other_kind")}
    with pytest.raises(InputError):
        attachments.add_all(ws, pid, ())
    assert row_counts(ws) == counts
    saved = attachments.add_all(ws, pid, (paper("1.pdf"), paper("2.pdf")), title="CT")
    assert [row.title for row in attachments.for_patient(ws, pid)] == ["CT", "CT"]
    undo.undo(ws, saved.txn)
    assert attachments.for_patient(ws, pid) == []


def test_a_paper_never_hangs_on_another_patients_visit(ws: Workspace, pid: int) -> None:
    other = register(ws, 60, "MS-002")
    visit_id = see(ws, other, "Day +60")
    counts = row_counts(ws)
    with pytest.raises(KnownError, match="stale_row"):
        attachments.add(ws, pid, paper(), visit_id)
    assert row_counts(ws) == counts


def test_taking_back_keeps_the_bytes_and_can_be_undone(ws: Workspace, pid: int) -> None:
    saved = attachments.add(ws, pid, paper(title="ECG"))
    paper_id = saved.record_id or 0
    (row,) = attachments.for_patient(ws, pid)
    with pytest.raises(InputError):
        attachments.void_paper(ws, paper_id, " ", row.version)
    with pytest.raises(KnownError, match="stale_row"):
        attachments.void_paper(ws, paper_id, "wrong patient", row.version + 1)
    taken = attachments.void_paper(ws, paper_id, "wrong patient", row.version)
    assert taken.text == "Document taken back: Bianchi, Anna, ECG"
    for read in (attachments.content, attachments.one):
        with pytest.raises(KnownError, match="paper_gone"):
            read(ws, paper_id)
    assert undo.undo(ws, taken.txn).text == "Undone: document taken back, Bianchi, Anna"
    assert attachments.content(ws, paper_id) == PDF


# giving back ----------------------------------------------------------------------------------------------------


def test_saved_as_it_was_and_for_its_user_alone(ws: Workspace, pid: int, tmp_path: Path) -> None:
    paper_id = attachments.add(ws, pid, paper()).record_id or 0
    place = tmp_path / "copy.pdf"
    place.write_bytes(b"an older copy")
    with pytest.raises(KnownError, match="paper_over_other"):
        attachments.save_as(ws, paper_id, place)
    assert place.read_bytes() == b"an older copy"
    assert attachments.save_as(ws, paper_id, place, overwrite=True) == place
    assert place.read_bytes() == PDF
    new = tmp_path / "new.pdf"
    attachments.save_as(ws, paper_id, new)
    assert new.read_bytes() == PDF
    if sys.platform != "win32":
        assert place.stat().st_mode & 0o777 == 0o600


def test_never_saved_over_the_data_file(ws: Workspace, pid: int, tmp_path: Path) -> None:
    paper_id = attachments.add(ws, pid, paper()).record_id or 0
    for place in (ws.store.path, ws.store.path.with_name(ws.store.path.name + "-wal")):
        with pytest.raises(KnownError, match="print_over_data"):
            attachments.save_as(ws, paper_id, place, overwrite=True)
    assert attachments.content(ws, paper_id) == PDF


def test_never_saved_over_another_units_data_file(ws: Workspace, pid: int, tmp_path: Path) -> None:
    """Known by its mark under any name, by its ending when it is encrypted; what SQLite writes beside it too."""
    paper_id = attachments.add(ws, pid, paper()).record_id or 0
    folder = tmp_path / "other unit"
    folder.mkdir()
    renamed = folder / "backup.pdf"
    create_store(folder / "other.hsct", "real", unit_name="Other").close()
    renamed.write_bytes((folder / "other.hsct").read_bytes())
    (folder / "locked.HSCT").write_bytes(bytes(range(256)) * 16)
    (folder / "locked.hsct-wal").write_bytes(b"pages")
    for place in sorted(folder.iterdir()):
        before = place.read_bytes()
        with pytest.raises(KnownError, match="print_over_data") as error:
            attachments.save_as(ws, paper_id, place, overwrite=True)
        assert ws.wording.known_error(error.value)
        assert place.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_never_saved_over_a_link_a_pipe_or_a_device(ws: Workspace, pid: int, tmp_path: Path) -> None:
    paper_id = attachments.add(ws, pid, paper()).record_id or 0
    (tmp_path / "notes.txt").write_bytes(b"notes")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "notes.txt")
    (tmp_path / "nowhere.pdf").symlink_to(tmp_path / "gone.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    for place in (*(tmp_path / name for name in ("link.pdf", "nowhere.pdf", "pipe.pdf")), Path("/dev/null")):
        with pytest.raises(KnownError, match="print_not_regular"):
            attachments.save_as(ws, paper_id, place, overwrite=True)
        assert not place.is_file() or place.is_symlink()
    assert (tmp_path / "notes.txt").read_bytes() == b"notes"
    assert not (tmp_path / "gone.pdf").exists()


def test_a_place_that_cannot_be_written(ws: Workspace, pid: int, tmp_path: Path) -> None:
    paper_id = attachments.add(ws, pid, paper()).record_id or 0
    before = sorted(tmp_path.rglob("*"))
    for place, key in (
        (tmp_path / "no" / "copy.pdf", "paper_folder_missing"),
        (tmp_path, "paper_is_folder"),
        (tmp_path / ("x" * 300), "paper_not_writable"),
        (tmp_path / "a\0b.pdf", "paper_not_writable"),
    ):
        with pytest.raises(KnownError, match=key) as error:
            attachments.save_as(ws, paper_id, place)
        assert ws.wording.known_error(error.value)
    assert sorted(tmp_path.rglob("*")) == before
