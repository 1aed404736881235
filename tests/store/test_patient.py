"""Finding patients, doubles, and the lists that belong to a record: what is gone is voided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.adverse_event import (
    AdverseEventEntry,
    Attribution,
    Causality,
    Grade,
    GradeStep,
    Judgement,
    Outcome,
    SeriousnessCriterion,
)
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.contact import ContactEntry, ContactOutcome
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.patient import AllergyStatus, folded_name
from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind
from hsct_desktop.domain.supportive_therapy import Interruption, Route, SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.transplant import GraftManipulation, TransplantEntry
from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, NotDoneReason, VisitEntry
from hsct_desktop.store import (
    adverse_event,
    contact,
    patient,
    professional,
    staff,
    supportive_therapy,
    transplant,
    visit,
)
from hsct_desktop.store.engine import Store
from tests.store.ward import entry

Register = Callable[..., tuple[int, int]]
ON = date(2026, 6, 15)


@pytest.fixture
def ward(register: Register) -> None:
    register(entry("AB-017", "Łukasiewicz", "Zoë"))
    register(entry("AB-018", "D'Angelo", "Anna Maria", birth_date=date(1990, 1, 2)))
    register(entry("AB-019", "De Rossi", "Marianna"), None)
    register(entry("X%_1", "Иванова", "Жанна"))


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("zoe luk", ["AB-017"]),
        ("LUKASIEWICZ", ["AB-017"]),
        ("ab 017", ["AB-017"]),
        ("maria dangelo", ["AB-018"]),
        ("d'ang", ["AB-018"]),
        ("maria", ["AB-018", "AB-019"]),
        ("mari", ["AB-018", "AB-019"]),
        ("anna", ["AB-018", "AB-019"]),
        ("жан", ["X%_1"]),
        ("%", ["AB-018", "AB-019", "AB-017", "X%_1"]),
        ("nobody", []),
    ],
)
def test_find(store: Store, ward: None, typed: str, codes: list[str]) -> None:
    with store.read() as session:
        assert [found.code for found in patient.find(session, fold(typed).split(), 10)] == codes


def test_find_by_birth_date_and_limit(store: Store, ward: None) -> None:
    with store.read() as session:
        assert [p.code for p in patient.find(session, [], 10, date(1990, 1, 2))] == ["AB-018"]
        assert [p.code for p in patient.find(session, ["rossi"], 10, date(1984, 3, 14))] == ["AB-019"]
        assert patient.find(session, ["rossi"], 10, date(1990, 1, 2)) == []
        assert len(patient.find(session, [], 2)) == 2
        assert patient.find(session, ["%"], 10) == [] == patient.find(session, ["b_0"], 10)


def test_found_patients_carry_day0_of_the_latest_course(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    with store.write(nurse, "x") as session:
        second = transplant.add(session, patient_id, TransplantEntry("ahsct-ms", date(2026, 5, 1)), "1", None)
    assert second.number == 2
    with store.read() as session:
        assert patient.find(session, [], 1)[0].day0 == date(2026, 5, 1)


def test_doubles(store: Store, register: Register) -> None:
    first, _ = register(entry("P-1"))
    second, _ = register(entry("P-2", birth_date=date(1950, 1, 1)))
    name = folded_name("ROSSI", "Zoe")
    with store.read() as session:
        doubles = patient.duplicates(session, "p-1", name, date(1984, 3, 14))
        assert doubles.same_code is not None
        assert (doubles.same_code.id, [p.id for p in doubles.same_person]) == (first, [first])
        assert patient.duplicates(session, "p-1", name, date(1984, 3, 14), first) == patient.Doubles(None, [])
        assert [p.id for p in patient.same_name(session, name, first)] == [second]
        assert patient.codes(session) == ["P-1", "P-2"]


def voided(store: Store, table: str) -> int:
    with store.read() as session:
        counted = session.execute(sa.text(f"SELECT count(*) FROM {table} WHERE void_reason = 'removed'")).scalar()  # noqa: S608
    return int(counted or 0)


def test_allergies(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register(entry(allergy_status=AllergyStatus.LISTED, allergies=("latex", "iodine")))
    with store.write(nurse, "x") as session:
        patient.revise(session, patient_id, 1, entry(allergies=("penicillin", "latex")))
    with store.read() as session:
        card = patient.get(session, patient_id)
    assert card is not None
    assert card.entry.allergies == ("penicillin", "latex")
    assert voided(store, "allergy") == 1


def test_episode(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    course = (GradeStep(ON, Grade.MILD, "5.0"), GradeStep(date(2026, 6, 20), Grade.SEVERE, "5.0", None, "by a rule"))
    first = AdverseEventEntry(
        patient_id, "mucositis", "5.0", ON, course, attributions=(Attribution.CONDITIONING, Attribution.ATG),
        serious=True, seriousness=SeriousnessCriterion.HOSPITAL, note="n", narrative="long",
        seriousness_also=(SeriousnessCriterion.DISABILITY,), baseline=True,
        causality=(Judgement(Attribution.ATG, Causality.PROBABLE),),
    )  # fmt: skip
    with store.write(nurse, "x") as session:
        event_id = adverse_event.add(session, first, "Mucositis oral", "Gastrointestinal").id
    with store.read() as session:
        assert adverse_event.entry_of(session, event_id) == (1, first)
        (episode,) = adverse_event.of_patient(session, patient_id)
    assert (episode.label, episode.worst, episode.is_open) == ("Mucositis oral", Grade.SEVERE, True)
    second = AdverseEventEntry(
        patient_id, "mucositis", "5.0", ON, (GradeStep(ON, Grade.MODERATE),), date(2026, 6, 30), Outcome.RESOLVED
    )
    with store.write(nurse, "x") as session:
        adverse_event.revise(session, event_id, 1, second, "Mucositis oral")
    # A grade that names no version has its episode's.
    second = replace(second, grades=(GradeStep(ON, Grade.MODERATE, "5.0"),))
    with store.read() as session:
        assert adverse_event.entry_of(session, event_id) == (2, second)
        assert adverse_event.entry_of(session, 999) is None
    assert voided(store, "adverse_event_grade") == 1


def test_therapy(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    first = SupportiveTherapyEntry(
        patient_id, "Co-trimoxazole", TherapyClass.PJP, ON, "cotrimoxazole", Decimal("960"), "mg", Route.ORAL, "3/week",
        interruptions=(Interruption(date(2026, 7, 1), date(2026, 7, 5), "rash"), Interruption(date(2026, 8, 1))),
    )  # fmt: skip
    with store.write(nurse, "x") as session:
        therapy_id = supportive_therapy.add(session, first).id
    with store.read() as session:
        assert supportive_therapy.entry_of(session, therapy_id) == (1, first)
        (therapy,) = supportive_therapy.of_patient(session, patient_id)
    assert (therapy.dose, therapy.interruptions) == ("960 mg", first.interruptions)
    second = SupportiveTherapyEntry(
        patient_id, "Co-trimoxazole", TherapyClass.PJP, ON,
        interruptions=(Interruption(date(2026, 7, 1), date(2026, 7, 9), "rash"),),
    )  # fmt: skip
    with store.write(nurse, "x") as session:
        supportive_therapy.revise(session, therapy_id, 1, second)
    with store.read() as session:
        assert supportive_therapy.entry_of(session, therapy_id) == (2, second)
        assert supportive_therapy.of_patient(session, patient_id)[0].dose == ""
    assert voided(store, "therapy_interruption") == 1


def test_visit_with_checklist(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    lines = (
        AssessmentEntry("edss", "EDSS", AssessmentState.DONE),
        AssessmentEntry("mri", "MRI", AssessmentState.NOT_DONE, NotDoneReason.DECLINED),
        AssessmentEntry("blood", "Blood count", AssessmentState.ELSEWHERE, detail="GP"),
    )
    with store.write(nurse, "x") as session:
        visit_id = visit.add(session, VisitEntry(patient_id, ON, None, "Dr X", assessments=lines), True).id
    changed = VisitEntry(patient_id, ON, None, "Dr X", assessments=lines[1:])
    with store.write(nurse, "x", "typing error") as session:
        visit.revise(session, visit_id, 1, changed, False)
    with store.read() as session:
        (recorded,) = visit.of_patient(session, patient_id)
        assert visit.get(session, visit_id) == recorded
    assert (recorded.entry, recorded.outside_window) == (changed, False)
    assert voided(store, "visit_assessment") == 1


def test_contacts_latest_first_with_their_author(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    entries = [ContactEntry(patient_id, date(2026, 6, day), outcome=ContactOutcome.NO_ANSWER) for day in (1, 3, 2)]
    with store.write(nurse, "x") as session:
        for wanted in entries:
            contact.add(session, wanted)
    with store.read() as session:
        found = contact.of_patient(session, patient_id)
    assert [c.entry for c in found] == [entries[1], entries[2], entries[0]]
    assert {c.made_by for c in found} == {"Ann Nurse"}


def test_courses_and_pinned_protocols(store: Store, nurse: int, register: Register) -> None:
    patient_id, course_id = register()
    wanted = TransplantEntry(
        "ahsct-ms", date(2026, 1, 1), date(2025, 11, 20), "cy-gcsf", "beam-atg", Decimal("5.40"), GraftManipulation.NONE
    )
    with store.write(nurse, "x") as session:
        first = transplant.pin_protocol(session, "ahsct-ms", "1", '{"a": 1}')
        assert transplant.pin_protocol(session, "ahsct-ms", "1", '{"a": 1}') == first
        assert transplant.pin_protocol(session, "ahsct-ms", "2", '{"a": 2}') != first
        transplant.revise(session, course_id, 1, wanted)
        transplant.set_discharge(session, course_id, date(2026, 1, 20))
    with store.read() as session:
        (course,) = transplant.of_patient(session, patient_id)
        assert transplant.protocol_content(session, first) == '{"a": 1}'
    assert (course.entry, course.discharged_on, course.number) == (wanted, date(2026, 1, 20), 1)
    assert str(course.entry.cd34_dose) == "5.40"


def test_professionals_and_staff(store: Store, nurse: int) -> None:
    card = ProfessionalEntry("Dr Neri", ProfessionalKind.NEUROLOGIST, "Hospital", "Via 1", "1", "a@b", "it")
    with store.write(nurse, "x") as session:
        professional_id = professional.add(session, card).id
        staff.revise(session, staff.add(session, "Left", Role.OTHER).id, "Left", Role.OTHER, active=False)
    with store.read() as session:
        assert professional.all_of(session) == [professional.get(session, professional_id)]
        assert professional.all_of(session)[0].entry == card
        assert staff.active(session) == [Author(nurse, "Ann Nurse", Role.NURSE)]
        assert set(staff.names(session).values()) == {"Ann Nurse", "Left"}
