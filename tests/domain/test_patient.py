"""Checks on persons, courses, contacts, states and correspondents."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hsct_desktop.domain.contact import ContactEntry, check_contact
from hsct_desktop.domain.patient import (
    AllergyStatus,
    PatientEntry,
    StateChange,
    StateChangeKind,
    check_patient,
    check_state_change,
)
from hsct_desktop.domain.professional import ProfessionalEntry, check_professional
from hsct_desktop.domain.transplant import TransplantEntry, check_transplant

BIRTH, TODAY = date(1984, 3, 14), date(2026, 11, 20)
PATIENT = PatientEntry("MS-0107", "Rossi", "Elena", BIRTH, disease_id="ms")
COURSE = TransplantEntry("ahsct-ms", date(2026, 8, 13), date(2026, 7, 14))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"code": ""}, ("code", "code_missing")),
        ({"family_name": ""}, ("family_name", "family_name_missing")),
        ({"given_name": ""}, ("given_name", "given_name_missing")),
        ({"disease_id": ""}, ("disease_id", "disease_id_missing")),
        ({"family_name": "x" * 201}, ("family_name", "too_long")),
        ({"birth_date": None}, ("birth_date", "birth_date_missing")),
        ({"birth_date": TODAY + timedelta(1)}, ("birth_date", "birth_date_in_future")),
        ({"birth_date": date(1900, 1, 1)}, ("birth_date", "birth_date_too_old")),
        ({"allergy_status": AllergyStatus.LISTED}, ("allergies", "allergies_missing")),
    ],
)
def test_patient(change: dict[str, object], expected: tuple[str, str]) -> None:
    assert expected in {(p.field, p.key) for p in check_patient(replace(PATIENT, **change), TODAY)}


def test_a_name_of_200_characters_passes_and_direction_marks_are_dropped() -> None:
    entry = replace(PATIENT, family_name="Ł" * 200, given_name="E\u202elena\u200f").cleaned()
    assert list(check_patient(entry, TODAY)) == []
    assert entry.given_name == "Elena"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"protocol_id": ""}, ("protocol_id", "protocol_missing")),
        ({"day0": date(1980, 1, 1)}, ("day0", "day0_before_birth")),
        ({"day0": date(1994, 12, 31)}, ("day0", "day0_too_early")),
        ({"day0": date(2028, 11, 21)}, ("day0", "day0_too_late")),
        ({"mobilisation_start": date(2026, 8, 13)}, ("mobilisation_start", "mobilisation_after_day0")),
        ({"mobilisation_start": date(2020, 8, 13)}, ("mobilisation_start", "mobilisation_too_early")),
        ({"mobilisation_start": date(1980, 8, 13)}, ("mobilisation_start", "before_birth")),
        ({"cd34_dose": Decimal(0)}, ("cd34_dose", "cd34_out_of_range")),
        ({"cd34_dose": Decimal(620)}, ("cd34_dose", "cd34_out_of_range")),
        ({"cd34_dose": Decimal(6200000)}, ("cd34_dose", "cell_dose_in_cells")),
    ],
)
def test_transplant(change: dict[str, object], expected: tuple[str, str]) -> None:
    assert expected in {(p.field, p.key) for p in check_transplant(replace(COURSE, **change), BIRTH, TODAY)}


def test_sound_entries_pass() -> None:
    assert list(check_patient(PATIENT, TODAY)) == []
    assert list(check_transplant(replace(COURSE, cd34_dose=Decimal("6.2")), BIRTH, TODAY)) == []
    assert list(check_contact(ContactEntry(1, TODAY), TODAY)) == []
    assert list(check_professional(ProfessionalEntry("Dr A. Sanna"))) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (StateChange(StateChangeKind.DIED, TODAY), ("detail", "cause_missing")),
        (StateChange(StateChangeKind.TRANSFERRED, TODAY), ("detail", "transferred_to_missing")),
        (StateChange(StateChangeKind.LOST, TODAY + timedelta(1)), ("on", "date_in_future")),
        (StateChange(StateChangeKind.LOST, date(1980, 1, 1)), ("on", "before_birth")),
        (StateChange(StateChangeKind.DISCHARGED, date(2026, 8, 12)), ("on", "discharge_before_day0")),
    ],
)
def test_state(change: StateChange, expected: tuple[str, str]) -> None:
    assert expected in {(p.field, p.key) for p in check_state_change(change, BIRTH, TODAY, date(2026, 8, 13))}


def test_discharge_needs_day0() -> None:
    change = StateChange(StateChangeKind.DISCHARGED, TODAY)
    assert [p.key for p in check_state_change(change, BIRTH, TODAY, None)] == ["discharge_needs_day0"]


def test_contact_and_correspondent() -> None:
    assert [p.key for p in check_contact(ContactEntry(1, None), TODAY)] == ["date_missing"]
    late = ContactEntry(1, TODAY, next_try=TODAY - timedelta(1))
    assert [p.key for p in check_contact(late, TODAY)] == ["next_try_in_past"]
    assert [p.key for p in check_professional(ProfessionalEntry(" "))] == ["professional_name_missing"]
