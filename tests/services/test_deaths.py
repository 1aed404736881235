"""A death and its adjudication stand and fall together, on every way back; nothing on record lies after a death."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.death_review import DeathRelation, DeathReviewEntry
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.measure import MeasureEntry
from hsct_desktop.domain.mri import MriEntry
from hsct_desktop.domain.partial_date import PartialDate, parse_partial
from hsct_desktop.domain.patient import FollowUp, StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.relapse import RelapseEntry
from hsct_desktop.domain.selection_meeting import TrialEntry
from hsct_desktop.domain.treatment import ApheresisEntry, ConditioningEntry, InfusionEntry
from hsct_desktop.services import (
    adverse_events,
    death_reviews,
    disease_course,
    lab_results,
    measures,
    mri,
    neurology,
    patients,
    relapses,
    states,
    transplants,
    treatment,
    trials,
    undo,
)
from hsct_desktop.services import disease_modifying_therapies as dmts
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import after_death, death_review, state_change
from hsct_desktop.store.base import Base
from tests.services.ward import TODAY, change_state, days, fatal, keys, register, row_counts, see, toxicity

DIED = days(-5)


def reviewed(patient: int, relation: DeathRelation = DeathRelation.TREATMENT) -> DeathReviewEntry:
    return DeathReviewEntry(patient, relation, "Sepsis in aplasia", "Dr Verdi\nDr Neri", TODAY, "why")


def dead(ws: Workspace, patient: int) -> str:
    """Record a death; the write's transaction."""
    return states.change(ws, patient, StateChange(StateChangeKind.DIED, DIED, "sepsis")).txn


def judged(ws: Workspace, patient: int) -> tuple[DeathRelation | None, str, tuple[int, ...]]:
    """The relation as the sheet, the course and the mortality have it."""
    state = death_reviews.of_patient(ws, patient)
    review = state.review if state is not None else None
    course = disease_course.of_patient(ws, patient)
    return (
        review.entry.relation if review is not None else None,
        course.death_relation,
        death_reviews.mortality(ws)[0].related,
    )


def refused(ws: Workspace, txn: str, key: str) -> None:
    """An undo is refused with the sentence of a problem, and nothing changes."""
    before = row_counts(ws)
    with pytest.raises(KnownError, match="undo_in_the_way") as error:
        undo.undo(ws, txn)
    start = ws.wording.text(f"problem.{key}", on="*", first="*", second="*", entries="*").split("*")[0]
    assert str(error.value.params["why"]).startswith(start)
    assert row_counts(ws) == before


def test_a_death_taken_back_takes_its_adjudication_with_it_and_undo_brings_both_back(ws: Workspace) -> None:
    patient = register(ws, 45)
    dead(ws, patient)
    death_reviews.save(ws, reviewed(patient))
    [row] = states.for_patient(ws, patient)
    back = states.take_back(ws, row.id, "wrong patient")
    assert back.text == f"Death taken back, its adjudication with it: {patients.banner(ws, patient).name}"
    assert "treatment" in back.kinds
    assert judged(ws, patient) == (None, "", ())
    undo.undo(ws, back.txn)
    assert judged(ws, patient) == (DeathRelation.TREATMENT, "treatment", (patient,))
    [row] = states.for_patient(ws, patient)
    states.take_back(ws, row.id, "wrong patient")
    dead(ws, patient)
    # The next death is another one: nobody has adjudicated it.
    assert judged(ws, patient) == (None, "", ())
    assert death_reviews.mortality(ws)[0].undecided == (patient,)
    death_reviews.save(ws, reviewed(patient, DeathRelation.DISEASE))
    assert judged(ws, patient)[:2] == (DeathRelation.DISEASE, "disease")


def test_a_death_that_was_adjudicated_is_not_undone_under_its_adjudication(ws: Workspace) -> None:
    patient = register(ws, 45)
    death = dead(ws, patient)
    review = death_reviews.save(ws, reviewed(patient))
    refused(ws, death, "death_review_alone")
    assert judged(ws, patient)[0] is DeathRelation.TREATMENT
    undo.undo(ws, review.txn)
    undo.undo(ws, death)
    assert patients.banner(ws, patient).follow_up is FollowUp.FOLLOWED


def test_an_adjudication_comes_back_only_to_the_death_that_it_was_about(ws: Workspace) -> None:
    patient = register(ws, 45)
    first = dead(ws, patient)
    review = death_reviews.save(ws, reviewed(patient))
    assert review.record_id is not None
    voided = death_reviews.void_review(ws, review.record_id, "another cause")
    undo.undo(ws, first)
    refused(ws, voided.txn, "death_review_alone")
    dead(ws, patient)
    refused(ws, voided.txn, "death_review_of_another")
    assert judged(ws, patient) == (None, "", ())


def test_one_death_is_adjudicated_once_and_recorded_once(ws: Workspace) -> None:
    patient = register(ws, 45)
    dead(ws, patient)
    review = death_reviews.save(ws, reviewed(patient))
    assert review.record_id is not None
    voided = death_reviews.void_review(ws, review.record_id, "another cause")
    death_reviews.save(ws, reviewed(patient, DeathRelation.DISEASE))
    refused(ws, voided.txn, "death_review_twice")
    [row] = states.for_patient(ws, patient)
    back = states.take_back(ws, row.id, "wrong day")
    states.change(ws, patient, StateChange(StateChangeKind.DIED, days(-4), "sepsis"))
    with pytest.raises(KnownError):
        undo.undo(ws, back.txn)
    assert [row.change.on for row in states.for_patient(ws, patient)] == [days(-4)]
    assert judged(ws, patient) == (None, "", ())


def test_a_review_without_its_death_counts_nowhere(ws: Workspace) -> None:
    """A file in which one was left behind."""
    patient = register(ws, 45)
    dead(ws, patient)
    death_reviews.save(ws, reviewed(patient))
    with ws.write("patient.revise") as session:
        session.connection().exec_driver_sql("UPDATE death_review SET reviewed_on = ?", (days(-6).isoformat(),))
    assert judged(ws, patient) == (None, "", ())


def whole(count: int) -> PartialDate:
    found = parse_partial(days(count).isoformat())
    assert found is not None
    return found


def _cells(ws: Workspace, patient: int) -> object:
    course = transplants.courses_of(ws, patient)[-1]
    return treatment.record_infusion(ws, InfusionEntry(patient, course.id, infused_on=days(-2)), confirmed=True)


def _conditioning(ws: Workspace, patient: int) -> object:
    course = transplants.courses_of(ws, patient)[-1]
    return treatment.record_given(
        ws, ConditioningEntry(patient, course.id, days(-2), drug="Carmustine"), confirmed=True
    )


def _apheresis(ws: Workspace, patient: int) -> object:
    course = transplants.courses_of(ws, patient)[-1]
    return treatment.record_apheresis(ws, ApheresisEntry(patient, course.id, 1, days(-2)), confirmed=True)


def _result(ws: Workspace, patient: int) -> object:
    return lab_results.put_cells(ws, patient, [CellEntry("ANC", Sample(days(-2)), "1.5")], confirmed=True)


RECORDED: dict[str, Callable[[Workspace, int], object]] = {
    "visit": lambda ws, p: see(ws, p, None, days(-2)),
    "EDSS": lambda ws, p: neurology.record(ws, EdssEntry(p, whole(-2), Decimal(4)), confirmed=True),
    "MRI": lambda ws, p: mri.record(ws, MriEntry(p, whole(-2)), confirmed=True),
    "relapse": lambda ws, p: relapses.record(ws, RelapseEntry(p, whole(-2)), confirmed=True),
    "measurement": lambda ws, p: measures.record(ws, [MeasureEntry(p, "sdmt", days(-2), Decimal(50))], confirmed=True),
    "laboratory result": _result,
    "apheresis": _apheresis,
    "conditioning": _conditioning,
    "cells infused": _cells,
    "toxicity": lambda ws, p: adverse_events.record(ws, toxicity(p, "nausea", 1, onset=days(-2))),
    "drug for the disease": lambda ws, p: dmts.record(
        ws, DiseaseModifyingTherapyEntry(p, name="Rituximab", started=whole(-99), stopped=whole(-2)), confirmed=True
    ),
    "trial": lambda ws, p: trials.record(ws, TrialEntry(p, "", "beat-ms", enrolled_on=days(-9), left_on=days(-2))),
}


def test_a_death_before_what_is_on_record_is_refused_and_names_it(ws: Workspace) -> None:
    for number, (what, record) in enumerate(RECORDED.items()):
        patient = register(ws, 3, f"MS-{number}")
        record(ws, patient)
        with pytest.raises(InputError) as error:
            dead(ws, patient)
        assert keys(error.value) == {("on", "died_before_entries")}, what
        said = ws.wording.problems(error.value).replace("\u00a0", " ")
        assert f"On record after this day: {what} (18 Nov 2026)" in said
        change_state(ws, patient, StateChangeKind.DIED, days(-2))


def test_nothing_of_all_that_is_recorded_after_a_death(ws: Workspace) -> None:
    patient = register(ws, 9)
    change_state(ws, patient, StateChangeKind.DIED, days(-3))
    for what, record in RECORDED.items():
        with pytest.raises(InputError) as error:
            record(ws, patient)
        assert "after_death" in {key for _field, key in keys(error.value)}, what
    course = transplants.courses_of(ws, patient)[-1]
    for field, more in {
        "crs_on": {"crs_grade": 1, "crs_on": days(-2)},
        "icans_on": {"icans_grade": 1, "icans_on": days(-2)},
        "expansion_on": {"expansion_peak": Decimal(9), "expansion_unit": "/uL", "expansion_on": days(-2)},
    }.items():
        cells = replace(InfusionEntry(patient, course.id, Product.CAR_T, days(-9)), **more)  # type: ignore[arg-type]
        with pytest.raises(InputError) as error:
            treatment.record_infusion(ws, cells, confirmed=True)
        assert keys(error.value) == {(field, "after_death")}


def test_day_0_is_not_moved_behind_a_death_but_stays_where_it_was_planned(ws: Workspace) -> None:
    patient = register(ws, -3)
    dead(ws, patient)
    [course] = transplants.courses_of(ws, patient)
    with pytest.raises(InputError) as error:
        transplants.revise(ws, course.id, course.version, replace(course.entry, day0=days(-1)))
    assert keys(error.value) == {("day0", "after_death")}
    transplants.revise(ws, course.id, course.version, replace(course.entry, cd34_dose=Decimal(4)))


def test_a_month_that_may_lie_before_the_death_is_no_contradiction(ws: Workspace) -> None:
    patient = register(ws, None)
    neurology.record(ws, EdssEntry(patient, PartialDate(2026, 11), Decimal(4)), confirmed=True)
    relapses.record(ws, RelapseEntry(patient, PartialDate(2026)), confirmed=True)
    dead(ws, patient)
    with ws.read() as session:
        assert after_death.of_patient(session, patient, days(-25)) == [("edss", PartialDate(2026, 11))]


def test_five_kinds_after_a_death_are_four_and_more(ws: Workspace) -> None:
    patient = register(ws, 45)
    for what in ("visit", "EDSS", "MRI", "relapse", "measurement"):
        RECORDED[what](ws, patient)
    with pytest.raises(InputError) as error:
        dead(ws, patient)
    assert keys(error.value) == {("on", "died_before_more")}


def test_undo_puts_nothing_behind_a_death(ws: Workspace) -> None:
    patient = register(ws, 45)
    event = adverse_events.record(ws, toxicity(patient, "nausea", 1, onset=days(-2)))
    assert event.record_id is not None
    voided = adverse_events.void_event(ws, event.record_id, "another patient")
    dead(ws, patient)
    refused(ws, voided.txn, "died_before_entries")
    [row] = states.for_patient(ws, patient)
    back = states.take_back(ws, row.id, "alive")
    undo.undo(ws, voided.txn)
    refused(ws, back.txn, "died_before_entries")
    assert patients.banner(ws, patient).follow_up is FollowUp.FOLLOWED


def test_a_toxicity_of_grade_5_is_a_death_like_any_other(ws: Workspace) -> None:
    patient = register(ws, 45)
    neurology.record(ws, EdssEntry(patient, whole(-2), Decimal(4)), confirmed=True)
    with pytest.raises(InputError) as error:
        adverse_events.record(ws, fatal(patient, days(-4)), "sepsis")
    assert keys(error.value) == {("grade_date", "died_before_entries")}
    death = adverse_events.record(ws, fatal(patient, days(-2)), "sepsis")
    death_reviews.save(ws, reviewed(patient))
    refused(ws, death.txn, "death_review_alone")


def test_every_kind_has_its_words(ws: Workspace) -> None:
    assert [kind for kind in after_death.KINDS if not ws.wording.has(f"death.entry.{kind}")] == []


MAY_LIE_AFTER = {
    "alert", "awaited_report", "care_plan_item", "contact", "death_review", "grade_decision", "monitoring_mark",
    "scheduled_visit", "state_change", "statement", "task", "therapy_decision", "transplant", "vaccine_decision",
    "disease_history", "letter", "letter_dispatch", "registry_entry",
}  # fmt: skip
"""What is planned, written to others, decided or talked about, and what begins long before: may lie after a death."""


def test_every_dated_table_is_looked_at_or_may_lie_after_a_death() -> None:
    dated = {
        table.name
        for table in Base.metadata.tables.values()
        if "patient_id" in table.columns
        and any(isinstance(column.type, sa.Date) or column.name in ("onset", "since") for column in table.columns)
    }
    assert dated - {model.__tablename__ for _kind, model, _columns in after_death.DAYS} == MAY_LIE_AFTER


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_no_order_of_entries_and_undos_leaves_a_contradiction(ws: Workspace, seed: int) -> None:
    chance = random.Random(seed)
    patient = register(ws, 45)

    def state(kind: StateChangeKind) -> Changes:
        return states.change(ws, patient, StateChange(kind, days(-chance.randint(0, 8)), "why"))

    def review() -> Changes:
        held = death_reviews.of_patient(ws, patient)
        version = held.review.version if held is not None and held.review is not None else 0
        return death_reviews.save(ws, reviewed(patient, chance.choice(list(DeathRelation))), version)

    def event() -> Changes:
        on = days(-chance.randint(0, 8))
        entry = chance.choice([fatal(patient, on), toxicity(patient, "nausea", 1, onset=on)])
        return adverse_events.record(ws, entry, "sepsis")

    written: list[str] = []
    acts: list[Callable[[], Changes]] = [
        lambda: state(StateChangeKind.DIED),
        lambda: state(StateChangeKind.LOST),
        lambda: states.take_back(ws, chance.choice(states.for_patient(ws, patient)).id, "why"),
        lambda: adverse_events.void_event(ws, chance.choice(adverse_events.for_patient(ws, patient)).id, "why"),
        review,
        event,
        *[lambda: undo.undo(ws, chance.choice(written))] * 4,
    ]
    for _step in range(25):
        with suppress(InputError, KnownError, IndexError):  # refused, or nothing is there to act on
            written.append(chance.choice(acts)().txn)
        with ws.write("patient.revise") as session:
            died = [one.change.on for one in state_change.of_patient(session, patient) if is_death(one)]
            reviews = death_review.rows_of(session, patient)
            counted = death_review.of_patient(session, patient)
            after = [after_death.of_patient(session, patient, day) for day in died]
        assert len(died) <= 1
        assert len(reviews) == (counted is not None)
        assert after in ([], [[]])
        assert (patients.banner(ws, patient).follow_up is FollowUp.DEAD) == bool(died)


def is_death(held: state_change.RecordedChange) -> bool:
    return held.change.kind is StateChangeKind.DIED
