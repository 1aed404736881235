"""The downtime pack: its parts, bound with bookmarks, replaced whole; nothing else is ever replaced."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.downtime_inputs import GivenLine, MedicinesData, MedicinesLine
from hsct_desktop.documents.downtime_medicines import write_medicines
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import downtime, downtime_medicines, patients
from hsct_desktop.services.week_list import week_list_data
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import register

PARTS = 7
FORMS = 12


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def test_the_pack_holds_every_part_in_order(ws: Workspace, tmp_path: Path) -> None:
    register(ws, 45)
    made = downtime.write(ws, tmp_path, language="en")
    pages = texts(made.pack)
    assert len(pages) == made.pages
    assert pages[0].startswith("Practice") or "Working without the program" in pages[0]
    assert any("MS-001" in page and "Contacts" in page for page in pages)
    assert "New patient" in pages[-1]
    assert len(texts(made.forms)) == FORMS
    with pikepdf.open(made.pack) as pdf, pdf.open_outline() as outline:
        assert len(outline.root) == PARTS
        assert str(pdf.Root.Lang) == "en"
        assert "MS-001" not in str(dict(pdf.docinfo))


def test_an_older_pack_is_replaced_and_nothing_else(ws: Workspace, tmp_path: Path) -> None:
    first = downtime.write(ws, tmp_path, language="it").pack.read_bytes()
    assert downtime.write(ws, tmp_path, language="it").pack.read_bytes() == first
    (tmp_path / downtime.PACK).write_text("a letter")
    with pytest.raises(KnownError):
        downtime.write(ws, tmp_path)
    assert (tmp_path / downtime.PACK).read_text() == "a letter"
    with pytest.raises(KnownError) as refused:
        downtime.write(ws, tmp_path / "none")
    assert refused.value.key == "print_folder_missing"


@pytest.mark.parametrize("language", ["en", "it"])
def test_each_form_takes_one_page(ws: Workspace, tmp_path: Path, language: str) -> None:
    """With whom it is about, and who typed it in: a page that is torn off is still known."""
    pages = texts(downtime.write(ws, tmp_path, language=language).forms)
    words = wording(language)
    assert len(pages) == FORMS
    for number, page in enumerate(pages, start=1):
        assert f"{number} " in page
        assert words.text("downtime.field.signed.typed") in page
        named = words.text("downtime.field.identity.name") in page
        assert named is (number not in (11, 12))


def test_a_practice_pack_never_takes_the_place_of_a_real_one(practised: Workspace, tmp_path: Path) -> None:
    made = downtime.write(practised, tmp_path)
    assert made.pack.name == "practice-downtime.pdf"
    assert not (tmp_path / downtime.PACK).exists()


def test_the_second_week_names_what_is_to_be_booked_in_it(practised: Workspace, tmp_path: Path) -> None:
    """What the first week's list shows stands there alone; a window that opens later stands in the second."""
    day = practised.today()
    first, second = (week_list_data(practised, day + timedelta(days=7 * n), "en") for n in range(2))
    listed = {(row.code, row.task) for row in (*first.to_book, *first.urgent)}
    later = [row for row in second.to_book if (row.code, row.task) not in listed]
    assert later
    pages = texts(downtime.write(practised, tmp_path, language="en").pack)
    week = next(page for page in pages if page.startswith(f"{day + timedelta(days=7):%d}"))
    assert all(row.code in week for row in later)


def test_stopped_before_the_end_nothing_is_written(ws: Workspace, tmp_path: Path) -> None:
    asked = iter([True, True, False])
    with pytest.raises(KnownError) as stopped:
        downtime.write(ws, tmp_path, going_on=lambda: next(asked))
    assert stopped.value.key == "downtime_stopped"
    assert not list(tmp_path.glob("*downtime*"))


@pytest.mark.parametrize("language", ["en", "it"])
def test_an_empty_ward_has_its_pack(ws: Workspace, tmp_path: Path, language: str) -> None:
    pages = texts(downtime.write(ws, tmp_path, language=language).pack)
    assert any(wording(language).text("downtime.contacts.none") in page for page in pages)


def test_patients_of_one_name_are_marked_on_the_contact_sheet(ws: Workspace, tmp_path: Path) -> None:
    register(ws, 45)
    register(ws, 60, "MS-002", birth_date=date(1990, 1, 2))
    register(ws, 80, "MS-003", family_name="Verdi")
    pages = texts(downtime.write(ws, tmp_path, language="en").pack)
    contacts = next(page for page in pages if page.startswith("Contacts"))
    assert contacts.count("▲") == 2


@pytest.mark.parametrize(
    ("language", "irradiated"), [("en", "Irradiated blood until"), ("it", "Sangue irradiato fino")]
)
def test_medicines_allergies_and_rules_stand_in_the_pack(practised: Workspace, language: str, irradiated: str) -> None:
    """Of in-patients, of who comes within 14 days, and of whoever is given something; nobody else."""
    rows = {row.code: row for row in downtime_medicines.medicines(practised, practised.today(), language).rows}
    words = wording(language)
    assert words.text("downtime.medicines.in_hospital") == rows["MS-0119"].here
    assert [one.name for one in rows["MS-0119"].given][:1] == ["Aciclovir"]
    assert all(row.here for row in rows.values())
    assert rows["MS-0111"].is_alert
    assert rows["MS-0111"].allergies == "Ibuprofen"
    assert rows["MS-0119"].blood.startswith(irradiated)
    assert not rows["MS-0107"].irradiated
    known = {hit.code for hit in patients.browse(practised)}
    assert len(rows) < len(known)


def test_sixty_medicines_go_on_under_the_same_name(tmp_path: Path) -> None:
    """A row is never higher than a page; each page has the heads."""
    given = tuple(GivenLine(f"Drug {n}", "1 mg", "planned stop 1 Jan 2027") for n in range(60))
    row = MedicinesLine(
        "Verdi", "Anna", date(1990, 1, 2), "MS-9", "", "in hospital", "Latex", True, "Irradiated", True, "", given
    )
    context = PrintContext("en", "Unit", datetime(2026, 11, 20, 18), "", date(2026, 11, 20))
    write_medicines(MedicinesData(context, (row,) * 3), tmp_path / "m.pdf")
    pages = texts(tmp_path / "m.pdf")
    assert all(" ".join(pages).count(f"Drug {n}:") == 3 for n in range(60))
    assert all("Allergies" in page and "VERDI" in page for page in pages)


def test_a_discharge_that_nobody_recorded_is_no_stay(ws: Workspace) -> None:
    register(ws, 300)
    assert [row.here for row in downtime_medicines.medicines(ws, ws.today(), "en").rows if row.code == "MS-001"] != [
        "in hospital"
    ]
