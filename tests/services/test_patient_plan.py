"""A patient's own plan in whole: medicines by time of day, vaccines and how to live well, read back from the page."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.items import PlanSection
from hsct_desktop.documents.agenda_inputs import PatientPlanData
from hsct_desktop.documents.medicine_inputs import PlanMedicine
from hsct_desktop.documents.patient_plan import write_patient_plan
from hsct_desktop.domain.times_of_day import PartOfDay
from hsct_desktop.resource import resource
from hsct_desktop.services.patient_plan import patient_plan_data
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


def _data(ward: Workspace, code: str, language: str) -> PatientPlanData:
    with ward.read() as session:
        card = by_code(session, code)
    assert card is not None
    return patient_plan_data(ward, card.id, language)


def _pages(data: PatientPlanData) -> list[str]:
    stream = io.BytesIO()
    write_patient_plan(data, stream)
    return [" ".join(page.split()) for page in read(stream.getvalue()).pages]


def test_it_names_medicines_what_was_stopped_vaccines_and_old_symptoms(ward: Workspace) -> None:
    page = " ".join(_pages(_data(ward, "MS-0101", "en")))
    for text in ("Co-trimoxazole", "2 to 3 times a week",
                 "Stopped: ursodeoxycholic acid, since 11 Nov 2026",
                 "Influenza: every autumn", "not before 13 Aug 2028",
                 "Fever or heat can bring old symptoms"):  # fmt: skip
        assert text in page, text


def test_it_speaks_formally_in_italian(ward: Workspace) -> None:
    page = " ".join(_pages(_data(ward, "MS-0103", "it")))
    for text in ("Le mie medicine", "Non smetta una medicina senza chiamarci", "non farli prima del 13 aprile 2028"):
        assert text in page, text


def test_hours_stand_under_their_part_of_the_day_and_the_head_comes_again(ward: Workspace) -> None:
    at = {PartOfDay.MORNING: ("08:00",), PartOfDay.NIGHT: ("22:00",)}
    many = tuple(PlanMedicine(f"Drug {number} <i>", "for something", "10 mg", at) for number in range(40))
    pages = _pages(replace(_data(ward, "MS-0101", "en"), medicines=many))
    holding = [page for page in pages if "Drug" in page]
    assert len(holding) > 2
    assert [page[:160] for page in holding if "Morning Noon Evening Night" not in page] == []
    assert sum(page.count("<i>") for page in pages) == 40
    assert sum(page.count("22:00") for page in pages) == 40


def test_one_thought_a_sentence_of_fifteen_words_at_most() -> None:
    files = resource("i18n/wording").glob("patient_plan.*.json")
    texts = [text for path in files for text in json.loads(path.read_text(encoding="utf-8")).values()]
    lay = (PlanSection.CALL, PlanSection.BRING, PlanSection.LIVING, PlanSection.LIVING_NEUROLOGY, PlanSection.VACCINES)
    lines = [line for line in Catalogue().patient_plan.values() if line.section in lay]
    texts += [line.label.text(language) for line in lines for language in ("en", "it")]
    sentences = [part for text in texts for part in re.split(r"(?<=[.?!]) ", text)]
    assert len(sentences) > 60
    assert not [part for part in sentences if len(part.split()) > 15]


def test_a_pregnancy_stands_first_and_the_wish_for_a_child_is_not_asked_for(ward: Workspace) -> None:
    living = _data(ward, "MS-0107", "en").living
    assert living[0] == "You are pregnant. Say so before any scan, medicine or vaccine."
    assert not [line for line in living if "wish for a child" in line]
    assert "Do you wish for a child? Talk with us first." in _data(ward, "MS-0101", "en").living


def test_cells_without_chemotherapy_set_no_day_for_live_vaccines(ward: Workspace) -> None:
    said = " ".join(str(line) for line in _data(ward, "MS-0126", "en").vaccines)
    assert "2028" not in said
    assert "without" in said
