"""Every paper of one patient whose texts are as hard as can be: what is in the files, and what making them touches."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pikepdf
import pypdfium2
import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.commands.letters import PAPERS
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.patient import Consent
from hsct_desktop.domain.registry import RegistryForm
from hsct_desktop.pictures.trend import TrendShown
from hsct_desktop.services import (
    flowsheet_print,
    handover_print,
    letter_files,
    letters,
    measure_print,
    monitoring_print,
    pdf_copy,
    printing,
    protocol_printing,
    reconstitution_print,
    registry,
    trend_printing,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import supportive_therapy
from tests import disease_rows
from tests.documents.structure import Structure, structure
from tests.services.conftest import open_workspace
from tests.services.test_disability_picture import typical
from tests.services.ward import TODAY, drug, register

FAMILY: Final = "<b>Qvortrup</b> & </para> {0} O'Neil-Łő"
GIVEN: Final = "=1+1 \u202eZibby\u202c\x07 \u738b\u5c0f\u660e"
NAMED: Final = ("qvortrup", "zibby", "\u738b")
UNIT: Final = "Unit of the tests"
PASSWORD: Final = "rain over Turin"
LANGUAGE: Final = "it"
Make = Callable[[Workspace, int, Path], object]
MADE: Final[dict[str, Make]] = {
    **{
        f"letter-{kind}": lambda ws, who, path, kind=kind: letter_files.write(
            ws, letters.prepare(ws, who, kind, language=LANGUAGE), path
        )
        for kind in LetterKind
    },
    **{kind: lambda ws, who, path, make=make: make(ws, who, path, LANGUAGE) for kind, make in PAPERS.items()},
    "flowsheet": lambda ws, who, path: flowsheet_print.print_flowsheet(
        ws, who, "daily", (TODAY - timedelta(days=9), TODAY), path, LANGUAGE
    ),
    "trend": lambda ws, who, path: trend_printing.trend(ws, who, TrendShown(("ANC",), (-9.0, 9.0)), path, LANGUAGE),
    "reconstitution": lambda ws, who, path: reconstitution_print.print_reconstitution(ws, who, path, LANGUAGE),
    "measures": lambda ws, who, path: measure_print.print_measures(ws, who, path, LANGUAGE),
    "monitoring": lambda ws, who, path: monitoring_print.print_patient(ws, who, path, LANGUAGE),
    "day-list": lambda ws, _who, path: printing.day_list(ws, TODAY, path, LANGUAGE),
    "week": lambda ws, _who, path: printing.week_list(ws, TODAY, path, LANGUAGE),
    "month": lambda ws, _who, path: printing.month(ws, TODAY, path, LANGUAGE),
    "handover": lambda ws, _who, path: handover_print.print_handover(ws, TODAY, path, None, LANGUAGE),
    "protocol": lambda ws, _who, path: protocol_printing.protocol(ws, "ahsct-ms", path, LANGUAGE),
    "registry": lambda ws, who, path: registry.write(
        ws, registry.sheet(ws, who, RegistryForm.DAY0, LANGUAGE), path
    ),
}  # fmt: skip
"""Everything that becomes a PDF of its own, but the downtime pack, which binds some of these together."""
_touched: list[tuple[str, str]] = []
_watching: list[bool] = []


def _watch(event: str, given: tuple[object, ...]) -> None:
    """Note what Python itself asks of the system: connections, and files that are opened to be written."""
    if not _watching:
        return
    if event.startswith("socket.") and event != "socket.__new__":
        _touched.append((event, repr(given)))
    elif event == "open" and isinstance(given[0], str | bytes | os.PathLike):
        flags = given[2] if isinstance(given[2], int) else 0
        place = os.path.abspath(os.fsdecode(given[0]))
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and "__pycache__" not in place:
            _touched.append((event, place))
    elif event.startswith("tempfile."):
        _touched.append((event, repr(given)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("papers")


@pytest.fixture(scope="module")
def papers(
    folder: Path, fresh_file: Path, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Path]]:
    """Each paper as a file, made once; what that touched stands in `_touched`."""
    database = tmp_path_factory.mktemp("file") / "unit.hsct"
    database.write_bytes(fresh_file.read_bytes())
    ws = open_workspace(database, catalogue)
    who = register(
        ws, 400, family_name=FAMILY, given_name=GIVEN, notes="<img src='/etc/passwd'>", consent_registry=Consent.YES
    )
    with ws.write("therapy.record") as session:
        supportive_therapy.add(session, drug(who, TODAY + timedelta(days=30), note="+cmd|' /C calc'!A0"))
    disease_rows.write(ws, who, typical())
    sys.addaudithook(_watch)
    kept = tempfile.tempdir
    tempfile.tempdir = str(tmp_path_factory.mktemp("temporary"))
    _watching.append(True)
    try:
        for kind, make in MADE.items():
            make(ws, who, folder / f"{kind}.pdf")
    finally:
        _watching.clear()
        left, tempfile.tempdir = os.listdir(tempfile.tempdir), kept
    assert left == []
    yield {kind: folder / f"{kind}.pdf" for kind in MADE}
    ws.store.close()


@pytest.fixture(scope="module")
def found(papers: dict[str, Path]) -> dict[str, Structure]:
    return {kind: structure(path.read_bytes()) for kind, path in papers.items()}


KINDS = pytest.mark.parametrize("kind", sorted(MADE))


@KINDS
def test_a_paper_says_what_it_is_in_its_language_and_names_nobody(found: dict[str, Structure], kind: str) -> None:
    paper = found[kind]
    assert paper.title
    assert paper.language == LANGUAGE
    assert paper.author == UNIT
    assert not [name for name in NAMED if name in paper.information.lower()]
    assert paper.bookmarks
    assert [page for _title, page in paper.bookmarks] == sorted(page for _title, page in paper.bookmarks)
    assert paper.labels == tuple(str(number + 1) for number in range(len(paper.labels)))


@KINDS
def test_every_font_is_embedded_as_the_part_of_it_that_is_used(
    papers: dict[str, Path], found: dict[str, Structure], kind: str
) -> None:
    assert found[kind].loose == frozenset()
    assert found[kind].fonts
    assert all(font[6:7] == "+" and "DejaVuSans" in font for font in found[kind].fonts), found[kind].fonts
    assert papers[kind].stat().st_size < 400_000


@pytest.mark.parametrize("kind", sorted(set(MADE) - {"protocol", "week", "month"}))  # nobody stands in these
def test_a_name_is_text_and_what_cannot_be_printed_is_flagged(papers: dict[str, Path], kind: str) -> None:
    with pypdfium2.PdfDocument(papers[kind]) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document).casefold()
    assert "<b>qvortrup" in "".join(text.split())
    assert "\x07" not in text
    assert "\u202e" not in text
    if "zibby" in text:
        assert "\ufffd = " in text.replace("\u00a0", " ")


@KINDS
def test_with_a_password_a_paper_stays_what_it_is(
    papers: dict[str, Path], found: dict[str, Structure], kind: str
) -> None:
    closed = pdf_copy.with_password(papers[kind].read_bytes(), PASSWORD)
    assert found[kind].title.encode() not in closed
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(closed))
    opened = io.BytesIO()
    with pikepdf.open(io.BytesIO(closed), password=PASSWORD) as pdf:
        pdf.save(opened)
    assert structure(opened.getvalue()) == found[kind]


@pytest.mark.usefixtures("papers")
def test_making_papers_asks_no_network_and_writes_nowhere_else(folder: Path) -> None:
    parts = {place for event, place in _touched if event == "open"}
    assert [entry for entry in _touched if entry[0] != "open"] == []
    assert len(parts) == len(MADE)
    assert {os.path.dirname(place) for place in parts} == {str(folder)}
    assert all(os.path.basename(place).startswith(".") and place.endswith(".part") for place in parts)
    assert sorted(os.listdir(folder)) == sorted(f"{kind}.pdf" for kind in MADE)
