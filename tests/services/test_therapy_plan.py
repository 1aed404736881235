"""The therapy plan: what is proposed in each phase, and what an answer writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.domain.author import Author
from hsct_desktop.domain.patient import Sex, StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.domain.statement import StatementAnswer, StatementEntry, StatementKind
from hsct_desktop.domain.supportive_therapy import StopReason, SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.therapy_plan import PlanAnswer, TherapyPhase
from hsct_desktop.services import statements, states, supportive_therapies, therapy_plan, therapy_plan_print, undo
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, days, register


def items(ws: Workspace, patient_id: int, on: date = TODAY) -> dict[str, Truth]:
    return {p.item: p.truth for p in therapy_plan.proposals(ws, patient_id, on)}


def proposal(ws: Workspace, patient_id: int, item: str) -> therapy_plan.Proposal:
    return next(p for p in therapy_plan.proposals(ws, patient_id, TODAY) if p.item == item)


def free(patient_id: int, name: str, start: date) -> SupportiveTherapyEntry:
    return SupportiveTherapyEntry(patient_id, name, TherapyClass.OTHER, start)


def test_a_freshly_registered_woman_is_proposed_what_belongs_before_mobilisation(ws: Workspace) -> None:
    patient_id = register(ws, -60, sex=Sex.FEMALE)
    found = items(ws, patient_id)
    assert found == {"ovary": Truth.YES, "neuro": Truth.YES, "hepb": Truth.UNKNOWN}
    assert items(ws, register(ws, -60, code="MS-002", sex=Sex.MALE)).keys() == {"neuro", "hepb"}


def test_conditioning_proposes_by_what_the_regimen_holds(ws: Workspace) -> None:
    patient_id = register(ws, -5)
    plan = therapy_plan.plan(ws, patient_id)
    assert plan.span.phase is TherapyPhase.CONDITIONING
    assert {p.item for p in plan.proposed} == {"hsv", "fungal", "blood", "atg_pre", "steroid"}
    assert {p.item for p in plan.proposals} - {p.item for p in plan.proposed} == {"vte"}


def test_a_person_without_a_transplant_is_in_the_work_up(ws: Workspace) -> None:
    patient_id = register(ws, None)
    assert therapy_plan.plan(ws, patient_id).span.phase is TherapyPhase.WORK_UP
    assert items(ws, patient_id)["neuro"] is Truth.YES


def test_who_is_followed_no_more_is_proposed_nothing(ws: Workspace) -> None:
    patient_id = register(ws, -5)
    states.change(ws, patient_id, StateChange(StateChangeKind.WITHDREW, TODAY, "own wish"))
    assert items(ws, patient_id) == {}


def test_accepting_starts_the_usual_drug_with_indication_rule_and_stop(ws: Workspace) -> None:
    patient_id = register(ws, -5)
    saved = therapy_plan.accept(ws, patient_id, "fungal")
    (made,) = supportive_therapies.for_patient(ws, patient_id)
    assert (made.name, made.dose, made.start, made.indication) == ("Fluconazole", "400 mg", TODAY, "fungal")
    entry, _version = supportive_therapies.entry_of(ws, made.id)
    assert entry.stop_rule_id == "fungal_engrafted"
    assert saved.record_id == made.id
    assert "fungal" not in items(ws, patient_id)
    (answered,) = therapy_plan.plan(ws, patient_id).answered
    assert answered.decision.answer is PlanAnswer.ACCEPTED
    assert answered.decision.therapy_id == made.id
    assert "Fluconazole" in answered.text


def test_a_dose_that_is_a_range_is_left_to_be_ordered(ws: Workspace) -> None:
    patient_id = register(ws, -5)
    therapy_plan.accept(ws, patient_id, "hsv")
    (made,) = supportive_therapies.for_patient(ws, patient_id)
    assert made.dose == ""
    assert "250 mg/m² or 5 mg/kg" in made.note


def test_an_undone_answer_takes_its_therapy_along_and_is_proposed_again(ws: Workspace) -> None:
    patient_id = register(ws, -5)
    saved = therapy_plan.accept(ws, patient_id, "fungal")
    told = undo.undo(ws, saved.txn)
    assert "therapy" in told.kinds
    assert supportive_therapies.for_patient(ws, patient_id) == []
    assert items(ws, patient_id)["fungal"] is Truth.YES


def test_a_therapy_that_was_taken_back_is_proposed_again(ws: Workspace) -> None:
    patient_id = register(ws, -5)
    saved = therapy_plan.accept(ws, patient_id, "fungal")
    supportive_therapies.void_therapy(ws, saved.record_id or 0, "wrong patient")
    assert items(ws, patient_id)["fungal"] is Truth.YES


def test_changing_writes_what_was_entered_under_the_same_indication(ws: Workspace) -> None:
    patient_id = register(ws, -5)
    shown = proposal(ws, patient_id, "fungal")
    usual = therapy_plan.offered(ws, patient_id, shown)
    micafungin = next(d for d in shown.drugs if d.id == "micafungin")
    entry = replace(
        usual, name="Micafungin", catalogue_id=micafungin.id, dose=Decimal(50), unit="mg", start=days(1), note=""
    )
    therapy_plan.change(ws, patient_id, "fungal", entry)
    (made,) = supportive_therapies.for_patient(ws, patient_id)
    assert (made.name, made.dose, made.start, made.indication) == ("Micafungin", "50 mg", days(1), "fungal")
    assert therapy_plan.plan(ws, patient_id).answered[0].decision.answer is PlanAnswer.CHANGED


def test_a_refusal_needs_its_reason_holds_for_its_phase_and_is_told_in_the_next(ws: Workspace) -> None:
    patient_id = register(ws, -5)
    with pytest.raises(InputError):
        therapy_plan.decline(ws, patient_id, "fungal", "  ")
    therapy_plan.decline(ws, patient_id, "fungal", "QTc prolonged")
    assert "fungal" not in items(ws, patient_id)
    later = next(p for p in therapy_plan.proposals(ws, patient_id, days(6)) if p.item == "fungal")
    assert later.phase is TherapyPhase.APLASIA
    assert "QTc prolonged" in later.refused
    (answered,) = therapy_plan.plan(ws, patient_id).answered
    therapy_plan.reopen(ws, answered.decision.id, answered.decision.version, "cardiologist agrees")
    assert items(ws, patient_id)["fungal"] is Truth.YES


def test_what_somebody_else_has_decided_meanwhile_is_refused(ws: Workspace, other: Author) -> None:
    patient_id = register(ws, -5)
    therapy_plan.decline(ws, patient_id, "fungal", "QTc prolonged")
    ws.author = other
    with pytest.raises(KnownError) as refused:
        therapy_plan.accept(ws, patient_id, "fungal")
    assert refused.value.key == "therapy_plan_gone"
    assert supportive_therapies.for_patient(ws, patient_id) == []


def test_a_running_therapy_of_the_indication_covers_it_whatever_its_drug(ws: Workspace) -> None:
    patient_id = register(ws, 45)
    states.change(ws, patient_id, StateChange(StateChangeKind.DISCHARGED, days(-25)))
    on = TODAY
    assert "pjp" in items(ws, patient_id, on)  # asked: no counts, so engraftment is not known
    atovaquone = ws.catalogue.drugs["atovaquone"]
    entry = SupportiveTherapyEntry(
        patient_id, "Atovaquone", atovaquone.therapy_class, days(-20), catalogue_id="atovaquone", indication="pjp"
    )
    supportive_therapies.record(ws, entry)
    assert "pjp" not in items(ws, patient_id, on)


def test_a_free_entry_covers_by_its_name(ws: Workspace) -> None:
    patient_id = register(ws, -5)
    supportive_therapies.record(ws, free(patient_id, "fluconazolo", days(-1)))
    assert "fungal" not in items(ws, patient_id)


def test_what_was_ended_in_this_phase_is_not_proposed_again(ws: Workspace) -> None:
    patient_id = register(ws, -3)
    saved = supportive_therapies.record(ws, free(patient_id, "Fluconazole", days(-3)))
    supportive_therapies.stop(ws, saved.record_id or 0, 1, TODAY - timedelta(days=1), StopReason.TOXICITY)
    assert "fungal" not in items(ws, patient_id)


def test_an_answered_question_becomes_a_proposal_or_goes(ws: Workspace) -> None:
    patient_id = register(ws, -60)
    assert items(ws, patient_id)["hepb"] is Truth.UNKNOWN
    said = StatementEntry(patient_id, StatementKind.ANTI_HBC, StatementAnswer.YES, days(-1))
    statements.record(ws, said)
    assert items(ws, patient_id)["hepb"] is Truth.YES
    statements.record(ws, replace(said, answer=StatementAnswer.NO, stated_on=TODAY))
    assert "hepb" not in items(ws, patient_id)


def test_everything_is_said_in_the_readers_language(ws: Workspace) -> None:
    patient_id = register(ws, -5)
    ws.language = "it"
    shown = proposal(ws, patient_id, "fungal")
    assert (shown.label, shown.drug) == ("Profilassi antifungina", "Fluconazolo")
    assert shown.stop_rule == "All'attecchimento"
    assert shown.monitoring == "Funzione epatica, QTc, interazioni"


def test_the_printed_plan_says_what_the_screen_says(ws: Workspace, tmp_path: Path) -> None:
    patient_id = register(ws, -5)
    therapy_plan.accept(ws, patient_id, "fungal")
    therapy_plan.decline(ws, patient_id, "steroid", "part of the ATG order")
    data = therapy_plan_print.therapy_plan_data(ws, patient_id, "en")
    rows = {title: {row.label: row.state.replace("\u00a0", " ") for row in rows} for title, rows in data.groups}
    shown = {p.label for p in therapy_plan.proposals(ws, patient_id, TODAY)}
    assert set(rows["To be decided now"]) == shown
    assert rows["Decided or given"] == {
        "Fungal prophylaxis": "accepted 20 Nov 2026: Fluconazole",
        "Steroid taper": "declined 20 Nov 2026: part of the ATG order",
    }
    assert set(rows["Later"]) == {
        "Varicella zoster prophylaxis", "Pneumocystis prophylaxis", "G-CSF after the graft",
        "Immunoglobulin replacement",
    }  # fmt: skip
    path = therapy_plan_print.print_therapy_plan(ws, patient_id, tmp_path / "plan.pdf")
    assert path.read_bytes().startswith(b"%PDF")
    with pytest.raises(KnownError):
        therapy_plan_print.print_therapy_plan(ws, patient_id, tmp_path / "missing" / "plan.pdf")
