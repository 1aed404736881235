"""What a paper says and what the window shows are the same facts: asked of the services of each, not of one function.

The window shows visits and therapies (tabs), irradiated products and allergies (banner) and the day from which a live
vaccine may be thought of (vaccine plan); the papers are the emergency page, the card and the patient's own plan.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.documents.emergency_summary import EmergencyData
from hsct_desktop.documents.letter_inputs import Rows
from hsct_desktop.documents.patient_card import PatientCardData, write_patient_card
from hsct_desktop.documents.text import Text
from hsct_desktop.domain.supportive_therapy import TherapyStatus
from hsct_desktop.domain.vaccine import VaccineStatus
from hsct_desktop.services import irradiation, patients, supportive_therapies, vaccines, visits
from hsct_desktop.services.emergency_summary import emergency_data
from hsct_desktop.services.patient_card import card_data
from hsct_desktop.services.patient_plan import patient_plan_data
from hsct_desktop.services.printing import patient_id_of
from hsct_desktop.services.workspace import Workspace
from tests.documents.reading import read
from tests.services.conftest import open_workspace

ON = dt.date(2026, 11, 20)
CODES = (
    "MS-0101", "MS-0102", "MS-0103", "SSC-0105", "MS-0106", "MS-0107", "MS-0108", "CIDP-0109", "NMO-0110", "MS-0111",
    "MS-0112", "SLE-0113", "MS-0114", "MS-0115", "CD-0116", "MS-0117", "MS-0118", "MS-0119", "SSC-0123", "MS-0124",
    "SLE-0125", "MS-0126",
)  # fmt: skip
"""Every patient of the ward who is followed."""
_TAKEN = (TherapyStatus.RUNNING, TherapyStatus.INTERRUPTED)


@pytest.fixture(scope="module")
def ward(practice_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The practice ward at a fixed moment; only read here."""
    path = tmp_path_factory.mktemp("facts") / "ward.hsct"
    opened = open_workspace(Path(shutil.copy(practice_file, path)), Catalogue())
    opened.clock = lambda: dt.datetime(2026, 11, 20, 16, 42, tzinfo=dt.UTC)
    yield opened
    opened.store.close()


def _plain(text: Text) -> str:
    said = text if isinstance(text, str) else "".join(run for run, _ in text.runs)
    return said.replace("\u00a0", " ")


@pytest.mark.parametrize("code", CODES)
def test_own_plan_shows_the_visits_and_medicines_of_the_window(ward: Workspace, code: str) -> None:
    who = patient_id_of(ward, code)
    plan = patient_plan_data(ward, who, "en")
    rows = [row for row in visits.for_patient(ward, who, ON) if row.status.awaits]
    near = [row for row in rows if row.booked or (row.earliest is not None and row.earliest <= ON + dt.timedelta(400))]
    shown = {(one.label, one.on or one.latest) for one in plan.dates}
    known = {(row.label, row.booked if row.booked and row.booked >= ON else row.latest) for row in near}
    assert shown <= known
    assert len(plan.dates) + plan.more == len(near)
    assert sorted(one.name for one in plan.medicines if not one.is_planned) == sorted(_taken(ward, who))


def _taken(ward: Workspace, who: int) -> list[str]:
    """What the tab of therapies calls running or interrupted today."""
    held = supportive_therapies.for_patient(ward, who)
    return [one.name for one in held if one.is_listed(ON) and one.status(ON) in _TAKEN]


@pytest.mark.parametrize("code", CODES)
def test_emergency_page_and_card_say_what_banner_and_tabs_show(ward: Workspace, code: str) -> None:
    who = patient_id_of(ward, code)
    page, card = emergency_data(ward, who, "en"), card_data(ward, who, "en")
    banner, line = patients.banner(ward, who), irradiation.for_patient(ward, who)
    assert (card.allergies, card.intolerances) == (banner.allergies, banner.intolerances)
    for one in (*banner.allergies, *banner.intolerances):
        assert [said for said in page.allergies if one in said], one
    assert _medicines(page) == sorted(_taken(ward, who))
    blood = [duty.head for duty in page.duties] + [_plain(text) for _, text in page.facts]
    assert line is not None
    said = [text.replace("\u00a0", " ") for text in blood if "rradiated" in text]
    days = set(re.findall(r"\d+ [A-Z][a-z]{2} \d{4}", " ".join(said)))
    assert card.irradiation == line.verdict
    if line.verdict.on is not None and said:
        assert days == {f"{line.verdict.on.day} {line.verdict.on:%b %Y}"}
    assert bool(said) or not line.chip, "what the banner warns of stands on the page"


def _medicines(page: EmergencyData) -> list[str]:
    (section,) = [one for one in page.sections if one.id == "medicines"]
    return sorted(_plain(row[0]) for block in section.blocks if isinstance(block, Rows) for row in block.rows)


@pytest.mark.parametrize("code", ["MS-0101", "MS-0106", "MS-0112", "MS-0115", "NMO-0110"])
def test_no_paper_lets_a_live_vaccine_be_given_before_the_plan_of_the_window(ward: Workspace, code: str) -> None:
    who = patient_id_of(ward, code)
    lines = vaccines.for_patient(ward, who).lines
    days = [line.next.earliest for line in lines if line.status is VaccineStatus.HELD and line.next is not None]
    held = min(day for day in days if day is not None)
    assert card_data(ward, who, "en").live_from == held
    day = f"{held.day} {held:%b %Y}"
    live = [duty.rest for duty in emergency_data(ward, who, "en").duties if "live" in duty.head]
    assert [day in text.replace("\u00a0", " ") for text in live] == [True]
    assert day in " ".join(_plain(text) for text in patient_plan_data(ward, who, "en").vaccines)


@pytest.mark.parametrize(("code", "cells"), [("SLE-0125", "CAR T cells"), ("MS-0126", "mesenchymal stromal cells")])
def test_other_cells_are_named_and_called_no_transplant(ward: Workspace, code: str, cells: str) -> None:
    who = patient_id_of(ward, code)
    card = read(_card(card_data(ward, who, "en")))
    assert card.has(f"Infusion of {cells}")
    assert not card.has("Autologous transplant")
    said = " ".join(_plain(text) for _, text in emergency_data(ward, who, "en").facts)
    assert f"Infusion of {cells}." in said
    assert "transplant" not in said


def _card(data: PatientCardData) -> bytes:
    stream = io.BytesIO()
    write_patient_card(data, stream)
    return stream.getvalue()
