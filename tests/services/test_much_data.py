"""A record of 400 toxicities and 60 medicines: every paper is made, nothing is cut without saying so."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from hsct_desktop.commands.letters import PAPERS
from hsct_desktop.domain.adverse_event import Outcome
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import letter_course, letter_files, letters
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import adverse_event, supportive_therapy
from tests.services.letters import asked, lines
from tests.services.ward import days, drug, register, toxicity

TERMS = ("headache", "mucositis_oral", "fatigue", "nausea", "fever")
TOXICITIES, MEDICINES = 400, 60


def fill(ws: Workspace, patient_id: int) -> None:
    with ws.write("adverse_event.record") as session:
        for n in range(TOXICITIES):
            onset = days(-40 + n % 40)
            entry = toxicity(patient_id, TERMS[n % 5], 1 + n % 4, onset=onset, end=onset, outcome=Outcome.RESOLVED)
            adverse_event.add(session, entry, TERMS[n % 5], "10029205")
        for n in range(MEDICINES):
            entry = drug(patient_id, days(30), catalogue_id="", name=f"Medicine <i>{n}</i> & co")
            supportive_therapy.add(session, entry)


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


@pytest.mark.soak
def test_the_course_stays_a_paragraph(ws: Workspace) -> None:
    who = register(ws, 45)
    fill(ws, who)
    with asked(ws, who) as ask:
        said = " ".join(lines(letter_course.section(ask)))
    assert "oral mucositis (60 episodes" in said
    assert len(said) < 1500


@pytest.mark.soak
def test_every_paper_of_it_is_made(ws: Workspace, tmp_path: Path) -> None:
    who = register(ws, 45)
    fill(ws, who)
    for kind in LetterKind:
        path = letter_files.write(ws, letters.prepare(ws, who, kind), tmp_path / f"{kind}.pdf").path
        missing = [n for n in range(MEDICINES) if f"Medicine<i>{n}</i>&co" not in text_of(path)]
        assert missing == [], kind
    for name, make in PAPERS.items():
        try:
            assert text_of(make(ws, who, tmp_path / f"{name}.pdf", None))
        except KnownError as error:
            assert error.key == "disease_nothing"  # noqa: PT017 - nothing of the disease is recorded
