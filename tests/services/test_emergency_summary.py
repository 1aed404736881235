"""The emergency summary, read back from the page: always one page, both languages, little and much recorded."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.documents.emergency_summary import EmergencyData, write_emergency_summary
from hsct_desktop.documents.letter_inputs import LetterSection, Listed, Rows, Words
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services.emergency_summary import emergency_data, print_emergency_summary
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.patient import by_code
from tests.documents.reading import read
from tests.services.conftest import open_workspace


@pytest.fixture(scope="module")
def ward(practice_file: Path) -> Iterator[Workspace]:
    """The practice ward at a fixed moment; only read here."""
    opened = open_workspace(practice_file, Catalogue())
    opened.clock = lambda: dt.datetime(2026, 11, 20, 16, 42, tzinfo=dt.UTC)
    yield opened
    opened.store.close()


def _id(ward: Workspace, code: str) -> int:
    with ward.read() as session:
        card = by_code(session, code)
    assert card is not None
    return card.id


def _pages(data: EmergencyData) -> list[str]:
    stream = io.BytesIO()
    write_emergency_summary(data, stream)
    return [" ".join(page.split()) for page in read(stream.getvalue()).pages]


def test_it_says_what_to_do_and_what_not_to_do(ward: Workspace) -> None:
    (page,) = _pages(emergency_data(ward, _id(ward, "MS-0101"), "en"))
    for text in ("Today Day +99", "Temperature ≥ 38.0 °C", "Do not give live vaccines before 13 Aug 2028",
                 "valganciclovir without calling us", "valid until 27 Nov 2026", "CMV reactivation",
                 "Last MRI: 13 Jun 2026", "Dr P. Melis"):  # fmt: skip
        assert text in page, text


def test_it_speaks_italian(ward: Workspace) -> None:
    (page,) = _pages(emergency_data(ward, _id(ward, "MS-0103"), "it"))
    for text in ("Scheda per l’emergenza", "NON FARE", "Non somministrare vaccini vivi prima del 13 aprile 2028",
                 "Emocomponenti irradiati non più necessari"):  # fmt: skip
        assert text in page, text


def test_high_and_low_are_words_beside_their_arrows(ward: Workspace) -> None:
    (page,) = _pages(emergency_data(ward, _id(ward, "MS-0101"), "en"))
    assert "↓ low" in page
    assert "↑ high" in page


def test_before_any_transplant_nobody_is_told_to_do_what_it_asks_for(ward: Workspace) -> None:
    data = emergency_data(ward, _id(ward, "MS-0124"), "en")
    assert [duty.head for duty in data.duties] == ["New neurological signs with fever:"]
    assert "No transplant" in " ".join(str(text) for _, text in data.facts)


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_patient_of_the_ward_has_one_page(ward: Workspace, language: str) -> None:
    with ward.read() as session:
        ids = [card.id for code in ("MS-0102", "NMO-0110", "MS-0107", "MS-0112") if (card := by_code(session, code))]
    assert len(ids) == 4
    for patient_id in ids:
        assert len(_pages(emergency_data(ward, patient_id, language))) == 1


def test_sixty_drugs_and_endless_texts_stay_on_one_page_and_are_counted(ward: Workspace) -> None:
    data = emergency_data(ward, _id(ward, "MS-0101"), "en")
    drug = ("Drug with a long name", "100 mg twice a day", "1 Jan 2026", "a rule that says a lot " * 5)
    rows = Rows(("Medicine", "Dose", "Since", "Planned stop"), (drug,) * 60, (35, 46, 21, 0))
    sections = (
        LetterSection("problems", "Problems now", (Listed(("A toxicity with a long name",) * 400),)),
        LetterSection("neurology", "Neurology", (Words("word " * 2000),)),
        LetterSection("medicines", "Medicines now", (rows,)),
        data.sections[-1],
    )
    name, allergies = "N" * 300, tuple(f"allergy {number} <b>&amp;" for number in range(30))
    (page,) = _pages(replace(data, sections=sections, family_name=name, allergies=allergies))
    assert "more: see the patient summary" in page
    assert "allergy 0 <b>&amp;" in page


def test_it_is_written_whole_or_not_at_all(ward: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "none" / "page.pdf"
    with pytest.raises(KnownError):
        print_emergency_summary(ward, _id(ward, "MS-0101"), path)
    assert not path.exists()
