"""Every paper of the practice ward in both languages against what a person has looked at and found good.

The text is compared first, in the order in which it is read, then that the same record gives the same bytes; fonts,
language, bookmarks and title are looked at in the file itself. After a wanted change, look at the pages, then renew the
files: `HSCT_RENEW_REFERENCE=1 pytest tests/services/test_paper_reference.py`.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.commands.letters import PAPERS
from hsct_desktop.services import handover_print, printing
from hsct_desktop.services.workspace import Workspace
from tests.documents.reading import read
from tests.documents.structure import structure
from tests.services.conftest import open_workspace

FOLDER = Path(__file__).parents[1] / "_reference" / "papers"
AT: Final = dt.datetime(2026, 11, 20, 16, 42, tzinfo=dt.UTC)
ON: Final = AT.date()
CODES: Final = {
    "summary": "MS-0101",
    "emergency": "MS-0102",
    "patient-plan": "MS-0101",
    "medicine-plan": "MS-0119",
    "vaccine-plan": "MS-0112",
    "care-plan": "NMO-0110",
    "card": "SLE-0125",
    "bedside": "MS-0119",
    "therapy-plan": "MS-0101",
    "selection": "MS-0107",
    "disease": "MS-0107",
}
"""Whose paper of each kind is kept."""
Writer = Callable[[Workspace, Path, str], Path]
LISTS: Final[dict[str, Writer]] = {
    "day-list": lambda ws, path, language: printing.day_list(ws, ON, path, language),
    "week-list": lambda ws, path, language: printing.week_list(ws, ON - dt.timedelta(days=4), path, language),
    "month": lambda ws, path, language: printing.month(ws, ON.replace(day=1), path, language),
    "handover": lambda ws, path, language: handover_print.print_handover(
        ws, AT - dt.timedelta(days=1), path, language=language
    ),
}
MOST_PAGES: Final = {"summary": 6, "emergency": 1, "card": 1, "care-plan": 1, "patient-plan": 3, "disease": 1}
KEPT: Final = [f"{kind}-{language}" for kind in (*CODES, *LISTS) for language in ("en", "it")]


@pytest.fixture(scope="module")
def ward(practice_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The practice ward at a fixed moment; only read here."""
    path = tmp_path_factory.mktemp("papers") / "ward.hsct"
    opened = open_workspace(Path(shutil.copy(practice_file, path)), Catalogue())
    opened.clock = lambda: AT
    yield opened
    opened.store.close()


def _made(ward: Workspace, name: str, path: Path) -> bytes:
    kind, _, language = name.rpartition("-")
    if kind in LISTS:
        return LISTS[kind](ward, path, language).read_bytes()
    return PAPERS[kind](ward, printing.patient_id_of(ward, CODES[kind]), path, language).read_bytes()


@pytest.mark.parametrize("name", KEPT)
def test_a_paper_is_as_it_was_found_good(ward: Workspace, tmp_path: Path, name: str) -> None:
    kind, _, language = name.rpartition("-")
    content = _made(ward, name, tmp_path / "one.pdf")
    pages = read(content).pages
    found = "\f\n".join(page.replace("\r\n", "\n").strip() for page in pages) + "\n"
    if kind == "handover":  # its lines bear the minute in which the practice ward was made
        found = re.sub(r"\b\d\d:\d\d\b", "··:··", found)
    path = FOLDER / f"{name}.txt"
    if os.environ.get("HSCT_RENEW_REFERENCE"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")
    about = structure(content)
    assert (about.language, about.loose) == (language, frozenset())
    assert about.title
    assert about.bookmarks
    assert len(pages) <= MOST_PAGES.get(kind, len(pages))
    if language == "it":
        assert _made(ward, name, tmp_path / "two.pdf") == content


def test_every_kind_of_paper_is_kept_and_none_that_is_gone() -> None:
    assert set(CODES) == set(PAPERS)
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(KEPT)
