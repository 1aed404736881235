"""Which files are kept: told by their bytes, bounded in size, under a plain name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.attachment import (
    MAX_BYTES,
    MAX_FILE_NAME,
    MAX_TITLE,
    PaperEntry,
    PaperKind,
    check_paper,
    kind_of,
    kind_of_media_type,
    plain_name,
)

PDF = b"%PDF-1.4\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


@pytest.mark.parametrize(("content", "kind"), [(PDF, PaperKind.PDF), (PNG, PaperKind.PNG), (JPEG, PaperKind.JPEG)])
def test_the_bytes_say_what_it_is(content: bytes, kind: PaperKind) -> None:
    assert kind_of(content) is kind
    assert kind_of_media_type(kind.media_type) is kind
    assert list(check_paper(PaperEntry("holiday.exe", content))) == []


@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00", b"PK\x03\x04", b"<html>%PDF-", b"GIF89a", b"%PD", b"\xff\xd8", b"\x00"]
)
def test_a_name_makes_no_paper(content: bytes) -> None:
    assert [p.key for p in check_paper(PaperEntry("report.pdf", content))] == ["paper_other_kind"]


def test_empty_and_too_large() -> None:
    assert [p.key for p in check_paper(PaperEntry("a.pdf", b""))] == ["paper_empty"]
    assert list(check_paper(PaperEntry("a.pdf", PDF.ljust(MAX_BYTES, b" ")))) == []
    (problem,) = check_paper(PaperEntry("a.pdf", PDF.ljust(MAX_BYTES + 1, b" ")))
    assert (problem.field, problem.key, problem.params["limit"]) == ("paper", "paper_too_large", 20)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\anna\\MRI 3.pdf", "MRI 3.pdf"),
        ("a\x00b\nc.png", "ab c.png"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("..", ""),
        ("/", ""),
        ("Perche\u0301.pdf", "Perché.pdf"),
        (".pdf", "pdf"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
        ("x" * 300, "x" * 120),
    ],
)
def test_a_name_is_plain_text(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@given(st.text(max_size=400))
def test_no_name_is_a_path_or_hides_a_sign(name: str) -> None:
    plain = plain_name(name)
    assert len(plain) <= MAX_FILE_NAME
    assert not set(plain) & set("/\\")
    assert not any(unicodedata.category(letter).startswith("C") for letter in plain)
    assert not plain.startswith(".")
    assert plain_name(plain) == plain


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from([PDF, PNG, JPEG]))
def test_every_paper_has_a_name_and_a_title(name: str, title: str, content: bytes) -> None:
    paper = PaperEntry(name, content, title).cleaned()
    assert paper.file_name
    assert paper.title
    assert len(paper.title) <= MAX_TITLE
    assert paper.content == content


def test_a_title_is_kept_and_else_taken_from_the_name() -> None:
    assert PaperEntry("mri.pdf", PDF, "  MRI  brain ").cleaned().title == "MRI brain"
    assert PaperEntry("mri.pdf", PDF).cleaned().title == "mri"
    assert PaperEntry("..", JPEG).cleaned() == PaperEntry("paper.jpg", JPEG, "paper")
