"""Medication: changes of dose keep history, allergies and overlapping courses ask, the medicine plan says today's."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from hsct_desktop.domain.allergy import AllergyKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.supportive_therapy import Interruption, StopReason, SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.therapy_dose import DoseChangeEntry
from hsct_desktop.domain.times_of_day import PartOfDay
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import (
    medication,
    medicine_plan,
    patients,
    supportive_therapies,
    therapy_checks,
    therapy_doses,
    undo,
)
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import patient
from tests.services.ward import TODAY, days, drug, keys, on_list, register


def change(therapy_id: int, at: int = -3, **more: object) -> DoseChangeEntry:
    entry = DoseChangeEntry(therapy_id, days(at), Decimal(400), "mg", "twice a day", "8 20", "kidney")
    return replace(entry, **more)  # type: ignore[arg-type]


def started(ws: Workspace, who: int, **more: object) -> int:
    saved = supportive_therapies.record(ws, drug(who, **more))  # type: ignore[arg-type]
    assert saved.record_id is not None
    return saved.record_id


def cotrimoxazole(who: int, **more: object) -> SupportiveTherapyEntry:
    entry = SupportiveTherapyEntry(
        who, "Co-trimoxazole", TherapyClass.PJP, TODAY, "cotrimoxazole", Decimal(960), "mg", indication="pjp"
    )
    return replace(entry, **more)  # type: ignore[arg-type]


def test_a_change_of_dose_holds_from_its_day_and_the_first_order_stays(ws: Workspace) -> None:
    who = register(ws)
    key = started(ws, who, planned_stop=TODAY)
    therapy_doses.record(ws, change(key))
    (therapy,) = supportive_therapies.for_patient(ws, who)
    assert (therapy.dose, therapy.times) == ("400 mg", "08:00 20:00")
    assert [(step.dose, step.from_on) for step in therapy.doses] == [("800 mg", days(-10)), ("400 mg", days(-3))]
    assert on_list(ws, WorklistKind.TO_STOP, TODAY) == ["Aciclovir 400 mg"]
    entry, _ = supportive_therapies.entry_of(ws, key)
    assert entry.dose == Decimal(800)
    undo.undo_last(ws)
    assert supportive_therapies.for_patient(ws, who)[0].dose == "800 mg"


def test_a_planned_change_does_not_hold_yet(ws: Workspace) -> None:
    who = register(ws)
    therapy_doses.record(ws, change(started(ws, who), 2))
    assert supportive_therapies.for_patient(ws, who)[0].dose == "800 mg"
    ws.clock = clock_on(days(2))
    assert supportive_therapies.for_patient(ws, who)[0].dose == "400 mg"


def test_a_change_is_corrected_and_taken_back(ws: Workspace) -> None:
    who = register(ws)
    key = started(ws, who)
    therapy_doses.record(ws, change(key))
    (step,) = therapy_doses.steps(ws, key)
    sheet = therapy_doses.revision(ws, step.id, key)
    therapy_doses.revise(ws, step.id, sheet.version, replace(sheet.entry, dose=Decimal(200)))
    assert supportive_therapies.for_patient(ws, who)[0].dose == "200 mg"
    with pytest.raises(KnownError, match="stale_row"):
        therapy_doses.revise(ws, step.id, sheet.version, sheet.entry)
    therapy_doses.void_change(ws, step.id, "wrong patient")
    assert supportive_therapies.for_patient(ws, who)[0].doses == ()
    assert therapy_doses.begin(ws, key, TODAY).entry.dose == Decimal(800)


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ({"at": -10}, ("from_on", "dose_change_before_start")),
        ({"at": -3}, ("from_on", "dose_change_twice")),
        ({"at": 1, "dose": Decimal("NaN")}, ("dose", "number_unreadable")),
        ({"at": -1}, ("dose", "dose_change_same")),
    ],
)
def test_bad_changes_write_nothing(ws: Workspace, entry: dict[str, object], key: tuple[str, str]) -> None:
    who = register(ws)
    therapy = started(ws, who)
    therapy_doses.record(ws, change(therapy))
    with pytest.raises(InputError) as error:
        therapy_doses.record(ws, change(therapy, **entry))  # type: ignore[arg-type]
    assert keys(error.value) == {key}
    assert len(therapy_doses.steps(ws, therapy)) == 1


def test_neither_past_the_stop_nor_a_start_moved_past_it(ws: Workspace) -> None:
    who = register(ws)
    therapy = started(ws, who)
    therapy_doses.record(ws, change(therapy))
    entry, version = supportive_therapies.entry_of(ws, therapy)
    with pytest.raises(InputError) as error:
        supportive_therapies.revise(ws, therapy, version, replace(entry, start=days(-2)))
    assert keys(error.value) == {("start", "start_after_dose_change")}
    supportive_therapies.stop(ws, therapy, version, days(-1), StopReason.NOT_NEEDED)
    with pytest.raises(InputError) as error:
        therapy_doses.record(ws, change(therapy, 0, dose=Decimal(200)))
    assert keys(error.value) == {("from_on", "dose_change_after_stop")}


def test_allergy_and_intolerance_ask_and_keep_the_reason(ws: Workspace) -> None:
    who = register(ws, allergies=("Latex", "sulfonamides: rash"), intolerances=("Aciclovir: headache",))
    with pytest.raises(InputError) as error:
        supportive_therapies.record(ws, cotrimoxazole(who))
    assert keys(error.value) == {("allergy_why", "allergy_to_drug")}
    said = ws.wording.problem(error.value.problems[0])
    assert "sulfonamides: rash" in said
    assert "same class: sulfonamide antibiotics" in said
    saved = supportive_therapies.record(ws, cotrimoxazole(who, allergy_why="desensitised"))
    assert saved.record_id is not None
    entry, version = supportive_therapies.entry_of(ws, saved.record_id)
    assert (entry.allergy_why, entry.indication) == ("desensitised", "pjp")
    supportive_therapies.revise(ws, saved.record_id, version, replace(entry, note="well", allergy_why=""))
    with pytest.raises(InputError) as error:
        supportive_therapies.record(ws, drug(who))
    assert keys(error.value) == {("allergy_why", "intolerance_of_drug")}


def test_an_allergy_entered_later_marks_the_running_drug(ws: Workspace) -> None:
    who = register(ws)
    key = started(ws, who)
    assert medication.page(ws, who).touched == {}
    entry, version = patients.entry_of(ws, who)
    patients.revise(ws, who, version, replace(entry, intolerances=("aciclovir: headache",)))
    page = medication.page(ws, who)
    assert page.touched == {key: "Intolerance: aciclovir: headache (this drug)"}
    assert [therapy.id for therapy in page.facts.therapies] == [key]


def test_a_second_course_of_the_drug_asks_another_drug_does_not(ws: Workspace) -> None:
    who = register(ws)
    started(ws, who)
    second = drug(who, start=days(-1), name="Zovirax")
    assert [problem.key for problem in therapy_checks.asks(ws, second)] == ["course_overlaps"]
    with pytest.raises(InputError) as error:
        supportive_therapies.record(ws, second)
    assert keys(error.value) == {("overlap_why", "course_overlaps")}
    supportive_therapies.record(ws, replace(second, overlap_why="IV in hospital"))
    supportive_therapies.record(ws, drug(who, name="Valaciclovir", catalogue_id="valaciclovir"))
    assert [t.overlap_why for t in supportive_therapies.for_patient(ws, who)] == ["", "", "IV in hospital"]


def test_allergies_are_kept_by_kind_and_reaction(ws: Workspace) -> None:
    who = register(ws, allergies=("Penicillin: rash",), intolerances=("Co-trimoxazole: nausea",))
    with ws.read() as session:
        held = patient.allergies_of(session, who)
    assert [(one.substance, one.kind, one.reaction) for one in held] == [
        ("Penicillin", AllergyKind.ALLERGY, "rash"),
        ("Co-trimoxazole", AllergyKind.INTOLERANCE, "nausea"),
    ]
    banner = patients.banner(ws, who)
    assert (banner.allergies, banner.intolerances) == (("Penicillin: rash",), ("Co-trimoxazole: nausea",))
    entry, version = patients.entry_of(ws, who)
    patients.revise(ws, who, version, replace(entry, allergies=(), intolerances=("Penicillin: rash",)))
    with ws.read() as session:
        (moved,) = patient.allergies_of(session, who)
    assert (moved.text, moved.kind) == ("Penicillin: rash", AllergyKind.INTOLERANCE)


def test_the_medicine_plan_says_what_holds_today_in_the_patients_words(ws: Workspace) -> None:
    who = register(ws, language="it")
    therapy_doses.record(ws, change(started(ws, who, catalogue_id="aciclovir", planned_stop=days(60))))
    pause = Interruption(days(-1), None, "counts")
    supportive_therapies.record(ws, cotrimoxazole(who, start=days(-9), interruptions=(pause,), planned_stop=TODAY))
    supportive_therapies.record(ws, drug(who, start=days(5), name="Fluconazole", catalogue_id="fluconazole"))
    plan = medicine_plan.medicine_plan_data(ws, who)
    assert plan.context.language == "it"
    aciclovir, paused = plan.current
    assert (aciclovir.dose, aciclovir.frequency) == ("400\u00a0mg", "2 volte al giorno")
    assert aciclovir.at == {PartOfDay.MORNING: ("08:00",), PartOfDay.EVENING: ("20:00",)}
    assert aciclovir.purpose == "contro il fuoco di Sant’Antonio e altri virus herpes"
    assert aciclovir.changed
    assert (paused.name, bool(paused.paused), paused.at) == ("Cotrimossazolo", True, {})
    assert "ci chiami" in paused.until
    assert [(one.name, one.is_planned) for one in plan.planned] == [("Fluconazolo", True)]
