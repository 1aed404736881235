"""An undo never puts a row beside what was entered in its place since; straight after a write it always works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.domain.disease_history import PhenotypeEntry
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.measure import MeasureEntry
from hsct_desktop.domain.mri import MriEntry, Region
from hsct_desktop.domain.partial_date import PartialDate, parse_partial
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.relapse import RelapseEntry
from hsct_desktop.domain.therapy_dose import DoseChangeEntry
from hsct_desktop.domain.treatment import ApheresisEntry, ConditioningEntry, InfusionEntry, OrderState
from hsct_desktop.domain.vaccination import VaccinationEntry
from hsct_desktop.domain.vaccine import VaccineDecision
from hsct_desktop.domain.visit import VisitEntry
from hsct_desktop.services import (
    disease_history,
    disease_modifying_therapies,
    lab_results,
    measures,
    mri,
    neurology,
    relapses,
    selection,
    states,
    supportive_therapies,
    therapy_doses,
    transplants,
    treatment,
    undo,
    vaccines,
    visits,
)
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, days, drug, register

DAY = 700
"""Today is Day +700."""


def on(day: date | str) -> PartialDate:
    found = parse_partial(day if isinstance(day, str) else day.isoformat())
    assert found is not None
    return found


def in_the_way(ws: Workspace, undone: Changes) -> str:
    """Why a write is not undone; nothing of the file has changed."""
    with ws.read() as session:
        before = session.connection().exec_driver_sql("SELECT max(seq) FROM change_log").scalar()
    with pytest.raises(KnownError) as refused:
        undo.undo(ws, undone.txn)
    with ws.read() as session:
        assert session.connection().exec_driver_sql("SELECT max(seq) FROM change_log").scalar() == before
    assert refused.value.key == "undo_in_the_way"
    said = str(refused.value.params["why"]).replace("\u00a0", " ")
    assert said in ws.wording.known_error(refused.value).replace("\u00a0", " ")
    return said


@pytest.fixture
def who(ws: Workspace) -> int:
    return register(ws, DAY)


def row(saved: Changes) -> int:
    assert saved.record_id is not None
    return saved.record_id


Record = Callable[[Workspace, int], Changes]
Void = Callable[[Workspace, int, str], Changes]


def collect(ws: Workspace, who: int) -> Changes:
    course = transplants.courses_of(ws, who)[-1].id
    return treatment.record_apheresis(ws, ApheresisEntry(who, course, 1, days(-DAY - 12), Decimal("3.1")))


def give(ws: Workspace, who: int) -> Changes:
    course = transplants.courses_of(ws, who)[-1].id
    entry = ConditioningEntry(who, course, days(-DAY - 6), "carmustine", "Carmustine", OrderState.GIVEN)
    return treatment.record_given(ws, entry)


def infuse(ws: Workspace, who: int) -> Changes:
    course = transplants.courses_of(ws, who)[-1].id
    return treatment.record_infusion(ws, InfusionEntry(who, course, Product.HSC, days(-DAY), dose=Decimal("5.2")))


def examine(ws: Workspace, who: int) -> Changes:
    return neurology.record(ws, EdssEntry(who, on(TODAY), Decimal("3.5")), {"sdmt": Decimal(48)})


def measure(ws: Workspace, who: int) -> Changes:
    return measures.record(ws, [MeasureEntry(who, "sdmt", days(-1), Decimal(50))])


def scan(ws: Workspace, who: int) -> Changes:
    return mri.record(ws, MriEntry(who, on(days(-2)), new_t2=0), confirmed=True)


def relapse(ws: Workspace, who: int) -> Changes:
    return relapses.record(ws, RelapseEntry(who, on(days(-20))))


def phenotype(ws: Workspace, who: int) -> Changes:
    return disease_history.record_phenotype(ws, PhenotypeEntry(who, on("2015"), "rr"))


def treat(ws: Workspace, who: int) -> Changes:
    entry = DiseaseModifyingTherapyEntry(who, "ocr", started=on("2016"), stopped=on("2018"), status=DmtStatus.STOPPED)
    return disease_modifying_therapies.record(ws, entry, confirmed=True)


def meet(ws: Workspace, who: int) -> Changes:
    return selection.begin(ws, who)


def cover(ws: Workspace, who: int) -> Changes:
    return supportive_therapies.record(ws, drug(who))


def vaccinate(ws: Workspace, who: int) -> Changes:
    return vaccines.record(ws, VaccinationEntry(who, "pcv20", days(-300), 1), confirmed=True)


TWIN = "Another entry of this kind stands for the same time by now"
TWICE: list[tuple[Record, Void, str]] = [
    (collect, treatment.void_apheresis, "Session 1 is recorded already, on 08 Dec 2024"),
    (give, treatment.void_given, "Carmustine is recorded on 14 Dec 2024 already"),
    (infuse, treatment.void_infusion, TWIN),
    (examine, neurology.void_assessment, "An EDSS of 3.5 stands on 20 Nov 2026 already"),
    (measure, measures.void_measure, "SDMT has a value on this day already (50"),
    (scan, mri.void_mri, TWIN),
    (relapse, relapses.void_relapse, TWIN),
    (phenotype, disease_history.void_phenotype, TWIN),
    (treat, disease_modifying_therapies.void_dmt, TWIN),
    (meet, selection.void_meeting, "Another meeting is being prepared already"),
    (cover, supportive_therapies.void_therapy, "Aciclovir"),
    (vaccinate, vaccines.void_vaccination, "was already given on 24 Jan 2026"),
]


@pytest.mark.parametrize(("record", "void", "said"), TWICE, ids=[case[0].__name__ for case in TWICE])
def test_what_was_taken_back_does_not_come_back_beside_what_replaced_it(
    ws: Workspace, who: int, record: Record, void: Void, said: str
) -> None:
    voided = void(ws, row(record(ws, who)), "typed twice")
    record(ws, who)
    assert said in in_the_way(ws, voided)


def test_a_drug_does_not_come_back_beside_the_same_drug_by_another_name(ws: Workspace, who: int) -> None:
    voided = treatment.void_given(ws, row(give(ws, who)), "typed twice")
    course = transplants.courses_of(ws, who)[-1].id
    treatment.record_given(ws, ConditioningEntry(who, course, days(-DAY - 6), "", "carmustina"))
    assert "is recorded on 14 Dec 2024 already" in in_the_way(ws, voided)


def test_an_undo_straight_after_the_write_always_works(ws: Workspace, who: int) -> None:
    for record, void, _said in TWICE:
        saved = record(ws, who)
        undone = undo.undo(ws, void(ws, row(saved), "typed twice").txn)
        assert {at for _table, at in undone.put_back} >= {row(saved)}, record.__name__


def test_a_change_is_not_undone_onto_a_day_that_is_taken_now(ws: Workspace, who: int) -> None:
    first = row(examine(ws, who))
    entry, version = neurology.entry_of(ws, first)
    moved = neurology.revise(ws, first, version, replace(entry, assessed=on(days(-30))), {"sdmt": Decimal(48)})
    neurology.record(ws, EdssEntry(who, on(TODAY), Decimal("4.0")))
    assert in_the_way(ws, moved).startswith("An EDSS of 4.0 stands on 20 Nov 2026 already")
    taken = row(collect(ws, who))
    held = treatment.apheresis_of(ws, who, taken)
    renumbered = treatment.revise_apheresis(ws, taken, held.version, replace(held.entry, session=2))
    course = transplants.courses_of(ws, who)[-1].id
    treatment.record_apheresis(ws, ApheresisEntry(who, course, 1, days(-DAY - 13), Decimal("1.1")))
    treatment.record_apheresis(ws, ApheresisEntry(who, course, 3, days(-DAY - 11), Decimal("1.2")))
    assert in_the_way(ws, renumbered).startswith("Session 1 is recorded already")


def test_a_scan_comes_back_neither_before_what_it_was_compared_with_nor_without_it(ws: Workspace, who: int) -> None:
    late, early = row(mri.record(ws, MriEntry(who, on(days(-10))))), row(mri.record(ws, MriEntry(who, on(days(-200)))))
    entry, version = mri.entry_of(ws, late)
    moved = mri.revise(ws, late, version, replace(entry, scanned=on(days(-300))))
    other, version = mri.entry_of(ws, early)
    mri.revise(ws, early, version, replace(other, compared_with_id=late))
    assert in_the_way(ws, moved).startswith("The scan of 04 May 2026 was compared with this one")
    with pytest.raises(KnownError, match="mri_is_compared"):
        mri.void_mri(ws, late, "other patient")
    gone = mri.void_mri(ws, early, "other patient")
    mri.void_mri(ws, late, "other patient")
    with pytest.raises(KnownError, match="undo_parent_gone"):
        undo.undo(ws, gone.txn)


def test_a_choice_of_the_rebaseline_comes_back_only_on_a_scan_that_can_be_it(ws: Workspace, who: int) -> None:
    made = row(mri.record(ws, MriEntry(who, on(days(200 - DAY)), Region.BRAIN_CORD)))
    chosen = mri.choose_reference(ws, who, made, "the best of them")
    back = mri.void_reference(ws, row(chosen), "not needed")
    entry, version = mri.entry_of(ws, made)
    mri.revise(ws, made, version, replace(entry, region=Region.CORD))
    assert "it must show the brain" in in_the_way(ws, back)
    entry, version = mri.entry_of(ws, made)
    mri.revise(ws, made, version, replace(entry, region=Region.BRAIN, scanned=on(days(-DAY - 9))))
    assert "must lie after Day 0" in in_the_way(ws, back)
    entry, version = mri.entry_of(ws, made)
    mri.revise(ws, made, version, replace(entry, scanned=on(days(200 - DAY))))
    mri.choose_reference(ws, who, made, "after all")
    with pytest.raises(KnownError, match="undo_changed_since"):
        undo.undo(ws, back.txn)


def test_a_value_does_not_come_back_without_the_examination_it_was_taken_with(ws: Workspace, who: int) -> None:
    exam = row(examine(ws, who))
    (held,) = measures.for_patient(ws, who)
    gone = measures.void_measure(ws, held.id, "read from another sheet")
    neurology.void_assessment(ws, exam, "other patient")
    with pytest.raises(KnownError, match="undo_parent_gone"):
        undo.undo(ws, gone.txn)


def test_two_values_of_a_day_do_not_meet_across_examination_and_form(ws: Workspace, who: int) -> None:
    gone = neurology.void_assessment(ws, row(examine(ws, who)), "other patient")
    measures.record(ws, [MeasureEntry(who, "sdmt", TODAY, Decimal(51))])
    assert in_the_way(ws, gone).startswith("SDMT has a value on this day already")


def test_a_second_decision_on_a_vaccine_does_not_meet_the_first(ws: Workspace, who: int) -> None:
    vaccines.decide(ws, who, "pcv", VaccineDecision.PLAN, "pcv20")
    reopened = vaccines.reopen(ws, who, "pcv")
    vaccines.decide(ws, who, "pcv", VaccineDecision.PLAN, "pcv13")
    assert TWIN in in_the_way(ws, reopened)


def test_undoing_an_undo_leaves_nothing_that_hangs_on_what_goes(ws: Workspace, who: int) -> None:
    exam = row(examine(ws, who))
    back = undo.undo(ws, neurology.void_assessment(ws, exam, "other patient").txn)
    entry, version = neurology.entry_of(ws, exam)
    neurology.revise(ws, exam, version, entry, {"sdmt": Decimal(48), "mfis": Decimal(30)})
    first, last = (mri.record(ws, MriEntry(who, on(days(day)))) for day in (-200, -10))
    found = undo.undo(ws, mri.void_mri(ws, row(first), "other patient").txn)
    entry_of_last, version = mri.entry_of(ws, row(last))
    mri.revise(ws, row(last), version, replace(entry_of_last, compared_with_id=row(first)))
    for txn in (back.txn, found.txn):
        with pytest.raises(KnownError, match="undo_changed_since"):
            undo.undo(ws, txn)


def test_nothing_comes_back_after_a_death(ws: Workspace, who: int) -> None:
    course = transplants.courses_of(ws, who)[-1].id
    cells = treatment.record_infusion(ws, InfusionEntry(who, course, Product.HSC, days(-5)), confirmed=True)
    seen = visits.record(ws, VisitEntry(who, days(-3), None, "Ann Nurse"), True)
    gone = [
        treatment.void_infusion(ws, row(cells), "other patient"), visits.void_visit(ws, row(seen), "other patient"),
    ]  # fmt: skip
    states.change(ws, who, StateChange(StateChangeKind.DIED, days(-20), "sepsis"))
    for voided in gone:
        assert in_the_way(ws, voided).startswith("The patient died on 31 Oct 2026")


def test_doses_and_results_of_one_time_do_not_meet(ws: Workspace, who: int) -> None:
    therapy = row(cover(ws, who))
    step = DoseChangeEntry(therapy, days(-5), Decimal(400), "mg")
    therapy_doses.record(ws, step)
    (held,) = therapy_doses.steps(ws, therapy)
    gone = therapy_doses.void_change(ws, held.id, "other drug")
    therapy_doses.record(ws, replace(step, dose=Decimal(200)))
    assert "15 Nov 2026" in in_the_way(ws, gone)
    cell = CellEntry("ANC", Sample(days(-1), "08:00"), "1.3")
    first = lab_results.put_cells(ws, who, [cell], confirmed=True)
    emptied = lab_results.put_cells(ws, who, [replace(cell, text="")], confirmed=True)
    lab_results.put_cells(ws, who, [replace(cell, text="2.6")], confirmed=True)
    for txn in (emptied.txn, first.txn):
        with pytest.raises(KnownError, match="undo_changed_since"):
            undo.undo(ws, txn)
