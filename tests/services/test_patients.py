"""Registering, revising and finding patients."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hsct_desktop.domain.adverse_event import Grade, GradeStep
from hsct_desktop.domain.author import Author
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import adverse_events, patients, today, transplants
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient
from tests.services.ward import (
    ANNA,
    TODAY,
    change_state,
    course,
    days,
    keys,
    on_list,
    plan,
    register,
    row_counts,
    toxicity,
)


def test_registering_writes_the_whole_schedule_as_previewed(ws: Workspace) -> None:
    preview = patients.preview(ws, ANNA, course(45))
    saved = patients.register(ws, ANNA, course(45))
    assert saved.text == "Registered: Bianchi, Anna"
    assert saved.kinds == {"patient", "transplant", "schedule"}
    rows = plan(ws, saved.patient_id or 0)
    assert {(r.label, r.target, r.earliest, r.latest) for r in preview.rows} == {
        (label, r.target, r.earliest, r.latest) for label, r in rows.items()
    }
    assert {label: (r.status, r.reason) for label, r in rows.items() if r.reason} == {
        "Day +30": (VisitStatus.HISTORY, "window had closed before the visit was planned"),
        "Month 9": (VisitStatus.CANCELLED, "not chosen at registration"),
    }
    assert "Weekly blood test, week 1" in preview.waiting
    assert {"Year 3", "Year 4"} < set(rows)
    assert "Year 5" not in rows


def test_only_what_is_ticked_is_planned(ws: Workspace) -> None:
    saved = patients.register(ws, ANNA, course(45), chosen=frozenset({"d60", "m9", "d30"}))
    rows = plan(ws, saved.patient_id or 0)
    assert {label for label, r in rows.items() if not r.reason} == {
        "Day +60",
        "Month 9",
        "Day +30",
    }
    assert rows["Day +30"].status is VisitStatus.LATE


def test_a_patient_without_a_transplant_stands_in_no_next_visit(ws: Workspace) -> None:
    register(ws, None)
    (row,) = today.lists(ws, TODAY).rows
    assert (row.kind, row.day, row.why) == (
        WorklistKind.NO_NEXT_VISIT,
        None,
        "No transplant recorded, so no visit is planned",
    )


def test_a_refusal_writes_nothing_and_names_every_problem(ws: Workspace) -> None:
    register(ws)
    before = row_counts(ws)
    with pytest.raises(InputError) as refused:
        patients.register(
            ws, replace(ANNA, family_name=" \u200e ", birth_date=days(1), disease_id=""), course(45, day0=days(900))
        )
    assert keys(refused.value) >= {
        ("family_name", "family_name_missing"),
        ("birth_date", "birth_date_in_future"),
        ("disease_id", "disease_id_missing"),
        ("day0", "day0_too_late"),
        ("code", "code_taken"),
    }
    with pytest.raises(InputError) as refused:
        patients.register(ws, replace(ANNA, code="X-1"), course(45, protocol="no-such"), distinct=True)
    assert keys(refused.value) == {("protocol_id", "unknown_choice")}
    assert row_counts(ws) == before


def test_the_same_code_is_refused_even_when_confirmed_and_in_other_case(ws: Workspace) -> None:
    register(ws)
    before = row_counts(ws)
    for distinct in (False, True):
        with pytest.raises(InputError) as refused:
            patients.register(ws, replace(ANNA, code=" ms-001 ", family_name="Verdi"), None, distinct=distinct)
        assert keys(refused.value) == {("code", "code_taken")}
        assert "Bianchi, Anna" in ws.wording.problems(refused.value)
    assert row_counts(ws) == before


def test_the_same_name_and_birth_date_asks_and_passes_when_confirmed(ws: Workspace) -> None:
    register(ws, family_name="Nuñez")
    twin = replace(ANNA, code="MS-002", family_name="NUNEZ")
    with pytest.raises(InputError) as refused:
        patients.register(ws, twin, None)
    assert keys(refused.value) == {("family_name", "same_person")}
    assert all(problem.soft for problem in refused.value.problems)
    assert patients.register(ws, twin, None, distinct=True).patient_id is not None
    assert patients.register(ws, replace(twin, code="MS-003", birth_date=date(1985, 3, 8)), None).patient_id
    assert [hit.code for hit in patients.duplicates(ws, "x", "nuñez", "ANNA", ANNA.birth_date).same_person] == [
        "MS-001",
        "MS-002",
    ]


def test_a_name_of_markup_direction_marks_and_200_letters_is_plain_text(ws: Workspace) -> None:
    register(ws, family_name="<b>\u202eO'Neil & Söhne\u202c</b>")
    register(ws, code="MS-002", family_name="x" * 200)
    with pytest.raises(InputError) as refused:
        register(ws, code="MS-003", family_name="x" * 201)
    assert keys(refused.value) == {("family_name", "too_long")}
    assert patients.name(ws, 1) == "<b>O'Neil & Söhne</b>, Anna"


def test_revising_with_a_stale_version_is_refused(ws: Workspace) -> None:
    who = register(ws)
    entry, version = patients.entry_of(ws, who)
    patients.revise(ws, who, version, replace(entry, phone="0555 1"))
    before = row_counts(ws)
    with pytest.raises(KnownError, match="stale_row"):
        patients.revise(ws, who, version, replace(entry, phone="0555 2"))
    assert row_counts(ws) == before
    assert patients.entry_of(ws, who)[0].phone == "0555 1"


def test_nobody_working_writes_nothing(ws: Workspace) -> None:
    ws.author = None
    before = row_counts(ws)
    with pytest.raises(KnownError, match="nobody_working"):
        patients.register(ws, ANNA, course())
    assert row_counts(ws) == before


@pytest.mark.parametrize(
    "typed",
    ["bianchi", "anna bia", "BIANCHI ANNA", "ms-001", "001", "7/3/1985", "07.03.1985", "1985-03-07", "7 mar 1985"],
)
def test_find_by_name_code_and_birth_date(ws: Workspace, typed: str) -> None:
    register(ws)
    register(ws, code="MS-777", family_name="Verdi", given_name="Ugo", birth_date=date(1970, 1, 1))
    assert [hit.code for hit in patients.find(ws, typed)] == ["MS-001"]


def test_find_folds_accents_apostrophes_and_letters(ws: Workspace) -> None:
    register(ws, family_name="D'Angelo-Łukasiewicz", given_name="Élise")
    register(ws, code="MS-002", family_name="Παπαδοπούλου", given_name="Ελένη")
    for typed in ("dangelo", "d'angelo", "elise luka", "łukasiewicz"):
        assert [hit.code for hit in patients.find(ws, typed)] == ["MS-001"], typed
    assert [hit.code for hit in patients.find(ws, "παπαδοπουλου")] == ["MS-002"]
    assert len(patients.find(ws, "")) == 2
    assert patients.find(ws, "---") == []
    assert patients.find(ws, "zzz") == []


def test_find_shows_followed_patients_first_and_browse_goes_by_name(ws: Workspace) -> None:
    register(ws, code="MS-001", family_name="Aab")
    register(ws, code="MS-002", family_name="Zab")
    change_state(ws, 1, StateChangeKind.LOST)
    assert [hit.code for hit in patients.find(ws, "ab")] == ["MS-002", "MS-001"]
    assert [hit.code for hit in patients.find(ws, "ab", limit=1)] == ["MS-002"]
    assert [hit.code for hit in patients.browse(ws)] == ["MS-001", "MS-002"]
    assert patients.find(ws, "aab")[0].next_visit == ws.wording.enum("follow_up", "lost")


def test_same_name_marks_appear_and_go(ws: Workspace) -> None:
    register(ws)
    assert not patients.find(ws, "anna")[0].same_name
    second = register(ws, code="MS-002", birth_date=date(1990, 1, 1))
    assert all(hit.same_name for hit in patients.find(ws, "anna"))
    assert all(row.same_name for row in today.lists(ws, TODAY).rows)
    assert [hit.code for hit in patients.banner(ws, 1).same_name] == ["MS-002"]
    entry, version = patients.entry_of(ws, second)
    patients.revise(ws, second, version, replace(entry, given_name="Carla"))
    assert not any(row.same_name for row in today.lists(ws, TODAY).rows)


def test_the_banner(ws: Workspace) -> None:
    banner = patients.banner(ws, register(ws, 45))
    assert (banner.name, banner.age, banner.day, banner.disease, banner.allergies) == (
        "Bianchi, Anna",
        41,
        45,
        "Multiple sclerosis",
        ("Latex",),
    )
    assert banner.state is None
    ws.language = "it"
    assert patients.banner(ws, 1).disease == "Sclerosi multipla"


def test_registration_is_in_the_name_of_who_works(ws: Workspace, other: Author) -> None:
    ws.author = other
    who = register(ws)
    with ws.read() as session:
        row = session.get_one(patient.Patient, who)
        assert row.created_by == other.staff_id


def test_a_second_look_at_the_transplant(ws: Workspace) -> None:
    who = register(ws, None)
    assert transplants.entry_of(ws, who) is None
    transplants.add(ws, who, course(45))
    assert on_list(ws, WorklistKind.NO_NEXT_VISIT) == []
    assert "Day +60" in plan(ws, who)


def test_the_glance_tells_the_grade_that_holds_now(ws: Workspace) -> None:
    who = register(ws)
    saved = adverse_events.record(ws, toxicity(who, "fatigue", 3, onset=days(-5)))
    assert "3" in patients.glance(ws, who).split("Fatigue")[1]
    entry, version = adverse_events.entry_of(ws, saved.record_id or 0)
    adverse_events.revise(
        ws, saved.record_id or 0, version, replace(entry, grades=(*entry.grades, GradeStep(TODAY, Grade.MILD)))
    )
    assert "Fatigue" not in patients.glance(ws, who)
