"""The letters of the practice ward, of each kind and in each language, against what a person has read and found good.

The text is compared first, then that the same record gives the same bytes. After a wanted change, read the letters,
then renew the files: `HSCT_RENEW_REFERENCE=1 pytest tests/services/test_letter_reference.py`.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.letter import LetterEntry, LetterKind
from hsct_desktop.services import letters
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.patient import by_code
from tests.documents.reading import read
from tests.documents.structure import structure
from tests.services.conftest import open_workspace

FOLDER = Path(__file__).parents[1] / "_reference" / "letters"
AT = dt.datetime(2026, 11, 20, 16, 42, tzinfo=dt.UTC)
CODES = {
    LetterKind.NEUROLOGIST: "MS-0101",
    LetterKind.GP: "MS-0103",
    LetterKind.PATIENT: "MS-0101",
    LetterKind.DISCHARGE: "MS-0103",
    LetterKind.ANNUAL: "MS-0107",
}
SINCE = {"en": "MS-0112", "it": "MS-0114"}
"""Their neurologists had a letter before, in their own language: this one tells what is new."""
KEPT = [(kind, language) for kind in LetterKind for language in ("en", "it")]


@pytest.fixture(scope="module")
def ward(practice_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The practice ward at a fixed moment; only read here."""
    path = tmp_path_factory.mktemp("letters") / "ward.hsct"
    opened = open_workspace(Path(shutil.copy(practice_file, path)), Catalogue())
    opened.clock = lambda: AT
    yield opened
    opened.store.close()


@pytest.mark.parametrize(("kind", "language"), KEPT, ids=[f"{kind}-{language}" for kind, language in KEPT])
def test_a_letter_is_as_it_was_found_good(ward: Workspace, kind: LetterKind, language: str) -> None:
    content = letters.preview(ward, _entry(ward, CODES[kind], kind, language)).content
    found, kept = _found_and_kept(content, f"{kind}-{language}")
    assert found == kept
    _check_structure(content, language)


@pytest.mark.parametrize("language", SINCE)
def test_a_letter_since_the_last_one_is_as_it_was_found_good(ward: Workspace, language: str) -> None:
    entry = _entry(ward, SINCE[language], LetterKind.NEUROLOGIST)
    assert entry.language == language, "of the reader, not of the window"
    before = [line.letter for line in letters.for_patient(ward, entry.patient_id)]
    assert [held.entry.written_on for held in before] == [entry.since_on]
    content = letters.preview(ward, entry).content
    found, kept = _found_and_kept(content, f"since-{language}")
    assert found == kept
    _check_structure(content, language)


def _found_and_kept(content: bytes, name: str) -> tuple[str, str]:
    found = "\f\n".join(page.replace("\r\n", "\n").strip() for page in read(content).pages) + "\n"
    path = FOLDER / f"{name}.txt"
    if os.environ.get("HSCT_RENEW_REFERENCE"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    return found, path.read_text(encoding="utf-8")


def _check_structure(content: bytes, language: str) -> None:
    about = structure(content)
    assert (about.language, about.loose) == (language, frozenset())
    assert len(about.bookmarks) >= 2


def test_the_same_record_gives_the_same_bytes(ward: Workspace) -> None:
    entry = _entry(ward, CODES[LetterKind.NEUROLOGIST], LetterKind.NEUROLOGIST, "it")
    assert letters.preview(ward, entry).content == letters.preview(ward, entry).content


def test_no_reference_without_a_letter() -> None:
    known = {f"{kind}-{language}" for kind, language in KEPT} | {f"since-{language}" for language in SINCE}
    assert {path.stem for path in FOLDER.glob("*.txt")} == known


def _entry(ward: Workspace, code: str, kind: LetterKind, language: str | None = None) -> LetterEntry:
    with ward.read() as session:
        found = by_code(session, code)
    assert found is not None
    return letters.prepare(ward, found.id, kind, language=language)
