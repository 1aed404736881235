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
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyClass
from hsct_desktop.services.emergency_summary import _names, emergency_data, print_emergency_summary
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
                 "valganciclovir without calling us", "valid until 27 Nov 2026", "Cytomegalovirus",
                 "Last MRI: 13 Jun 2026", "Dr P. Melis"):  # fmt: skip
        assert text in page, text


def test_it_speaks_italian(ward: Workspace) -> None:
    (page,) = _pages(emergency_data(ward, _id(ward, "MS-0103"), "it"))
    for text in ("Scheda per l’emergenza", "NON FARE", "Non somministrare vaccini vivi prima del 13 aprile 2028",
                 "Emocomponenti irradiati non più necessari"):  # fmt: skip
        assert text in page, text


def test_words_of_the_catalogue_have_the_apostrophe_of_papers_too(ward: Workspace) -> None:
    (page,) = _pages(emergency_data(ward, _id(ward, "SLE-0113"), "it"))
    assert "senza segni d’organo" in page
    assert "'" not in page


def test_high_and_low_are_words_beside_their_arrows(ward: Workspace) -> None:
    (page,) = _pages(emergency_data(ward, _id(ward, "MS-0101"), "en"))
    assert "↓ low" in page
    assert "↑ high" in page


def test_before_any_transplant_nobody_is_told_to_do_what_it_asks_for(ward: Workspace) -> None:
    data = emergency_data(ward, _id(ward, "MS-0124"), "en")
    assert [duty.head for duty in data.duties] == ["New neurological signs with fever:"]
    assert "No transplant" in " ".join(str(text) for _, text in data.facts)


def _problems(data: EmergencyData) -> list[str]:
    """The lines of the problems now, each as plain text."""
    (block,) = next(one for one in data.sections if one.id == "problems").blocks
    assert isinstance(block, Listed)
    return ["".join(text if isinstance(text, str) else (run for run, _ in text.runs)) for text in block.items]


def _labelled(data: EmergencyData, label: str) -> str:
    found = dict(data.facts).get(label, "")
    return "".join(found if isinstance(found, str) else (run for run, _ in found.runs)).replace("\xa0", " ")


def test_a_new_severe_result_is_a_problem_with_the_last_value_before(ward: Workspace) -> None:
    first = _problems(emergency_data(ward, _id(ward, "MS-0106"), "en"))[0].replace("\xa0", " ")
    assert first == "Platelets 42 ×10⁹/L ↓ (19 Nov 2026; 118 on 13 Nov 2026)."
    for code, start in {"SLE-0113": "Potassium 5.7", "SSC-0105": "TSH 7.1", "MS-0114": "IgG 4.3"}.items():
        said = [line.replace("\xa0", " ") for line in _problems(emergency_data(ward, _id(ward, code), "en"))]
        assert said[0].startswith(start), code


def test_before_engraftment_the_counts_and_the_resistant_germ_are_said(ward: Workspace) -> None:
    data = emergency_data(ward, _id(ward, "MS-0115"), "en")
    assert _labelled(data, "Engraftment") == (
        "Neutrophils 0.62 ×10⁹/L ↓ (20 Nov 2026; 0.32 on 19 Nov 2026): not engrafted yet. "
        "Platelets 13 ×10⁹/L ↓ (20 Nov 2026; 13 on 19 Nov 2026): not engrafted yet."
    )
    assert "CD4 since the transplant: not recorded." in _labelled(data, "Immune state")
    (page,) = _pages(data)
    assert "629" not in page, "CD4 cells counted before the conditioning say nothing of today"
    said = " ".join(_problems(data)).replace("\xa0", " ")
    assert "Escherichia coli, bloodstream: found 13 Nov 2026, over since 17 Nov 2026. Resistance: Cipro" in said
    assert "Platelets" not in said, "what stands with the engraftment is not said twice"


def test_an_infection_is_told_once_with_its_grade(ward: Workspace) -> None:
    for code, organism, toxicity in (("MS-0114", "Escherichia coli", "infection grade"), ("MS-0101", "Cytomeg", "CMV")):
        said = _problems(emergency_data(ward, _id(ward, code), "en"))
        (line,) = [one for one in said if one.startswith(organism) and "over since" not in one]
        assert line.endswith("CTCAE\xa0grade\xa02.")
        assert not [one for one in said if toxicity in one and one != line]


def test_a_pregnancy_is_the_first_problem(ward: Workspace) -> None:
    assert _problems(emergency_data(ward, _id(ward, "MS-0107"), "it"))[0].startswith("Gravidanza in corso")


def test_stromal_cells_ask_for_nothing_of_a_transplant(ward: Workspace) -> None:
    data = emergency_data(ward, _id(ward, "MS-0126"), "en")
    assert _labelled(data, "Transfusion") == ""
    assert [duty.rest for duty in data.duties if not duty.do] == ["without our written agreement."]


def test_blood_products_are_named_once_and_each_medicine_once(ward: Workspace) -> None:
    data = emergency_data(ward, _id(ward, "MS-0107"), "it")
    assert _labelled(data, "Trasfusioni").startswith("Emocomponenti irradiati non più")
    twice = [Therapy(number, "Aciclovir", TherapyClass.ANTIVIRAL, ward.today()) for number in (1, 2)]
    assert _names(twice) == ["aciclovir"]


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
