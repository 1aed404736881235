"""To whom a letter goes: titles, surnames, the window's lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.letter import LetterEntry, LetterKind
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.professional import ProfessionalEntry
from hsct_desktop.services import professionals
from hsct_desktop.services.letter_address import MOST_LINES, Addressed, addressed, person
from hsct_desktop.services.person import record_of
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, register


@pytest.mark.parametrize(
    ("text", "title", "name", "surname"),
    [
        ("Dott.ssa Francesca Neri", "doctor_f", "Francesca Neri", "Neri"),
        ("Prof. Dott. Luigi De Luca", "professor", "Luigi De Luca", "De Luca"),
        ("Prof.ssa Anna Maria Rossi", "professor_f", "Anna Maria Rossi", "Rossi"),
        ("Prof. Dott.ssa Ada Ricci", "professor_f", "Ada Ricci", "Ricci"),
        ("Dr J. van der Berg", "doctor", "J. van der Berg", "van der Berg"),
        ("Dott. Bassi", "doctor_m", "Bassi", "Bassi"),
        ("MS Centre Northfield", "", "MS Centre Northfield", "Northfield"),
        ("Dr", "doctor", "", ""),
    ],
)
def test_a_name_is_taken_apart(text: str, title: str, name: str, surname: str) -> None:
    found = person(text)
    assert (found.title, found.name, found.surname) == (title, name, surname)


def to(ws: Workspace, language: str, card: ProfessionalEntry | None, **changes: object) -> Addressed:
    patient_id = register(ws, address="Via Roma 1\n00100 Roma", sex=changes.pop("sex", Sex.FEMALE))
    reader_id = professionals.add(ws, card).record_id if card is not None else None
    entry = LetterEntry(patient_id, LetterKind.NEUROLOGIST, language, TODAY, reader_id)
    entry = replace(entry, **changes)  # type: ignore[arg-type]
    with ws.read() as session:
        return addressed(session, paper_wording(language), record_of(session, patient_id), entry)


NERI = ProfessionalEntry(
    "Dott.ssa Francesca Neri", institution="U.O. Neurologia, Ospedale di Valchiara",
    address="Via Roma 12\n00000 Valchiara", letter_language="it",
)  # fmt: skip


def test_an_italian_colleague(ws: Workspace) -> None:
    found = to(ws, "it", NERI)
    assert found.lines == (
        "Gent.ma Dott.ssa", "Francesca Neri", "U.O. Neurologia", "Ospedale di Valchiara", "Via Roma 12",
        "00000 Valchiara",
    )  # fmt: skip
    assert found.salutation == "Gentile Dottoressa Neri,"
    assert found.known


def test_an_english_colleague(ws: Workspace) -> None:
    found = to(ws, "en", NERI)
    assert found.lines[:2] == ("", "Dr Francesca Neri")
    assert found.salutation == "Dear Dr Neri,"


def test_a_long_address_loses_the_department_first_and_never_the_town(ws: Workspace) -> None:
    long = replace(NERI, address="Padiglione 3\nVia Roma 12\n00000 Valchiara")
    assert to(ws, "it", long).lines[2:] == ("Ospedale di Valchiara", "Padiglione 3", "Via Roma 12", "00000 Valchiara")


def test_a_very_long_address_keeps_its_last_line(ws: Workspace) -> None:
    lines = to(ws, "it", replace(NERI, address="a\nb\nc\nd\ne\nTown")).lines
    assert len(lines) == MOST_LINES
    assert lines[-1].endswith("Town")


def test_nobody_is_addressed_as_a_colleague(ws: Workspace) -> None:
    found = to(ws, "it", None)
    assert (found.salutation, found.known) == ("Gentile collega,", False)
    assert found.lines[1] == "non registrato"


def test_a_reader_by_name(ws: Workspace) -> None:
    assert to(ws, "it", None, reader="Dott. Bassi").salutation == "Gentile Dottor Bassi,"


@pytest.mark.parametrize(
    ("sex", "language", "salutation"),
    [
        (Sex.FEMALE, "it", "Gentile Signora Bianchi,"),
        (Sex.MALE, "it", "Gentile Signor Bianchi,"),
        (Sex.UNKNOWN, "it", "Gentile Anna Bianchi,"),
        (Sex.FEMALE, "en", "Dear Ms Bianchi,"),
    ],
)
def test_the_patient(ws: Workspace, sex: Sex, language: str, salutation: str) -> None:
    found = to(ws, language, None, kind=LetterKind.PATIENT, sex=sex)
    assert found.salutation == salutation
    assert found.lines[-1] == "00100 Roma"
