"""Who a row is, what the record holds already, and what of a wide row comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.domain.book import Book
from hsct_desktop.domain.engraftment import EngraftmentStatus, Lineage
from hsct_desktop.domain.engraftment_entry import EngraftmentEntry
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_run import Decisions, RowKey, RowState
from hsct_desktop.domain.import_table import TableRow
from hsct_desktop.domain.patient import AllergyStatus, PatientEntry, Sex
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services import disease_modifying_therapies, engraftment, professionals, states
from hsct_desktop.services import patients as patients_service
from hsct_desktop.services.import_check import DryRun, SheetPlan, dry_run
from hsct_desktop.services.import_take import take
from hsct_desktop.services.person import course_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_history, patient, transplant
from hsct_desktop.store import engraftment as engraftment_rows
from tests.services.importing import PATIENT_HEADS, cell, edss, patients, plan_of, run_of

MARIA = ("P1", "Solinas", "Maria", "1980-05-01", "female", "ms", "2024-03-12")
PAOLO = ("P2", "Neri", "Paolo", "1975-01-31", "male", "ms", "2025-10-02")
FIRST = RowKey("Patients", 2)


def registered(ws: Workspace, code: str = "P1", **other: object) -> int:
    values: dict[str, object] = {"family_name": "Solinas", "given_name": "Maria", "birth_date": date(1980, 5, 1)}
    entry = PatientEntry(code=code, disease_id="ms", **{**values, **other})  # type: ignore[arg-type]
    return patients_service.register(ws, entry, TransplantEntry("ahsct-ms", date(2024, 3, 12))).patient_id or 0


def states_of(run: DryRun) -> list[RowState]:
    return [verdict.state for verdict in run.rows]


def keys(run: DryRun, row: int = 0) -> list[str]:
    return [told.problem.key for told in run.rows[row].problems]


def wide(cells: dict[str, str], base: Sequence[str] = MARIA) -> SheetPlan:
    """One row of a patient with more columns: field → text."""
    return patients((*base, *cells.values()), heads=PATIENT_HEADS | {name: name for name in cells})


def card_of(ws: Workspace, code: str) -> PatientEntry:
    with ws.read() as session:
        found = patient.by_code(session, code)
        card = patient.get(session, found.id) if found is not None else None
    assert card is not None
    return card.entry


# who ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        (("p1", "Solinas", "Maria", "1980-05-02", "", "ms", ""), ["import_birth_date_other"]),
        (("P1", "Verdi", "Giuseppe", "", "", "ms", ""), ["import_name_other"]),
        (("P7", "Sólinas", "MARIA", "1980-05-01", "", "ms", ""), ["import_same_person"]),
        (("P7", "Maria", "Solinas", "1980-05-01", "", "ms", ""), ["import_same_person"]),
        (("P7", "Solinas", "Maria", "", "", "ms", ""), ["birth_date_missing"]),
        (("", "Rossi", "Ada", "1980-05-01", "", "ms", ""), ["code_missing"]),
    ],
)
def test_nobody_is_merged_or_guessed(ws: Workspace, row: tuple[str, ...], problems: list[str]) -> None:
    registered(ws)
    run = run_of(ws, patients(row))
    assert keys(run) == problems
    assert states_of(run) == [RowState.REFUSED]


def test_somebody_of_the_same_name_and_birth_date_is_asked_about(ws: Workspace) -> None:
    known = registered(ws)
    row = ("X7", "Solinas", "Maria", "1980-05-01", "female", "ms", "2024-03-12")
    plans = [patients(row), edss(("X7", "2024-02-01", "4.5"))]
    run = run_of(ws, *plans)
    assert [one.patient_id for one in run.rows[0].same_person] == [known]
    assert (run.asks, states_of(run)) == (1, [RowState.REFUSED, RowState.REFUSED])
    assert keys(run, 1) == ["import_patient_refused"]

    same = run_of(ws, *plans, decisions=Decisions(persons={FIRST: known}))
    # The record's code stays, which somebody may choose; sex was not recorded; the EDSS is hers.
    assert states_of(same) == [RowState.CONFLICT, RowState.NEW]
    assert [conflict.field for conflict in same.rows[0].conflicts] == ["patient.code"]
    taken = take(ws, same)
    assert taken.run.new_patients == 0
    assert card_of(ws, "P1").sex is Sex.FEMALE

    own = run_of(ws, *plans, decisions=Decisions(persons={FIRST: None}))
    assert states_of(own) == [RowState.NEW, RowState.NEW]
    assert own.new_patients == 1


def test_two_rows_of_one_code_are_one_patient_and_contradict_or_agree(ws: Workspace) -> None:
    assert states_of(run_of(ws, patients(MARIA, MARIA))) == [RowState.NEW, RowState.SAME]
    other = (*MARIA[:4], "male", *MARIA[5:])
    run = run_of(ws, patients(MARIA, other))
    assert states_of(run) == [RowState.REFUSED, RowState.REFUSED]
    assert keys(run, 1) == ["import_twice"]


def test_rows_of_a_patient_who_is_refused_stay_out_and_say_so(ws: Workspace) -> None:
    nobody = ("P3", "", "Maria", "1980-05-01", "", "ms", "2024-03-12")
    run = run_of(ws, patients(nobody), edss(("P3", "2024-02-01", "4.5"), ("", "2024-02-01", "4.5")))
    assert [keys(run, n) for n in range(3)] == [
        ["family_name_missing"],
        ["import_patient_refused"],
        ["import_whose_row"],
    ]
    group = run.groups[0]
    assert (group.state, len(group.rows)) == (RowState.REFUSED, 1)


def test_what_is_left_out_by_choice_is_counted_and_taken_out(ws: Workspace) -> None:
    run = run_of(
        ws, patients(MARIA), edss(("P1", "2024-02-01", "4.5")), decisions=Decisions(skipped=frozenset({FIRST}))
    )
    assert [keys(run, n) for n in range(2)] == [["import_skipped"], ["import_patient_unknown"]]
    assert not run.writes


def test_a_corrected_cell_is_read_and_judged_anew(ws: Workspace) -> None:
    row = (*MARIA[:3], "1.5.80", *MARIA[4:])
    assert states_of(run_of(ws, patients(row))) == [RowState.REFUSED]
    run = run_of(ws, patients(row), decisions=Decisions(cells={(FIRST, 3): "1980-05-01"}))
    assert states_of(run) == [RowState.NEW]
    take(ws, run)
    assert card_of(ws, "P1").birth_date == date(1980, 5, 1)


# what the record holds ----------------------------------------------------------------------------------------------


def test_the_record_stays_unless_the_file_is_chosen(ws: Workspace) -> None:
    registered(ws, sex=Sex.MALE)
    plan = wide({"patient.phone": "0123", "transplant.cd34_dose": "5.1"})
    run = run_of(ws, plan)
    (conflict,) = run.rows[0].conflicts
    assert (conflict.field, conflict.recorded, conflict.in_file) == ("patient.sex", "Male", "Female")
    assert (states_of(run), run.asks) == ([RowState.CONFLICT], 1)
    take(ws, run)
    assert (card_of(ws, "P1").sex, card_of(ws, "P1").phone) == (Sex.MALE, "0123")
    # What was empty has come in; the conflict is there as before, and nothing is left to write.
    again = run_of(ws, plan)
    assert (states_of(again), again.writes) == ([RowState.CONFLICT], False)
    kept = run_of(ws, plan, decisions=Decisions(keep_record=frozenset({(FIRST, "patient.sex")})))
    assert (states_of(kept), kept.asks) == ([RowState.SAME], 0)
    chosen = run_of(ws, plan, decisions=Decisions(take_file=frozenset({(FIRST, "patient.sex")})))
    assert states_of(chosen) == [RowState.CHANGED]
    take(ws, chosen)
    assert card_of(ws, "P1").sex is Sex.FEMALE
    with ws.read() as session:
        course = course_of(session, 1)
    assert course is not None
    assert course.entry.cd34_dose == Decimal("5.1")


def test_another_day0_is_a_conflict_and_moves_the_visits_when_chosen(ws: Workspace) -> None:
    patient_id = registered(ws)
    row = (*MARIA[:4], "", "ms", "2024-04-02")
    run = run_of(ws, patients(row))
    assert [c.field for c in run.rows[0].conflicts] == ["transplant.day0"]
    take(ws, run_of(ws, patients(row), decisions=Decisions(take_file=frozenset({(FIRST, "transplant.day0")}))))
    with ws.read() as session:
        (course,) = transplant.of_patient(session, patient_id)
    assert course.entry.day0 == date(2024, 4, 2)


def test_allergies_none_known_and_a_list_contradict_each_other(ws: Workspace) -> None:
    registered(ws, allergy_status=AllergyStatus.NONE_KNOWN)
    run = run_of(ws, wide({"patient.allergies": "Penicillin; latex"}, (*MARIA[:4], "", "ms", "")))
    assert [c.field for c in run.rows[0].conflicts] == ["patient.allergies"]
    same = run_of(ws, wide({"patient.allergies": "nessuna nota"}, (*MARIA[:4], "", "ms", "")))
    assert states_of(same) == [RowState.SAME]


# a wide row ---------------------------------------------------------------------------------------------------------


def test_a_wide_row_brings_all_its_records(ws: Workspace) -> None:
    plan = wide({
        "patient.neurologist": "Dr Bianchi", "patient.gp": "Dr Verdi", "patient.allergies": "Penicillin",
        "history.onset": "2010-04-01", "history.diagnosed": "2011", "history.dmts": "natalizumab; Copaxone; herbs",
        "state.discharged_on": "2024-04-02", "engraftment.neutrophils_day": "11",
        "engraftment.platelets_on": "2024-03-26", "state.last_contact": "2026-10-01",
    })  # fmt: skip
    run = run_of(ws, plan)
    assert states_of(run) == [RowState.NEW], run.groups
    taken = take(ws, run)
    entry = card_of(ws, "P1")
    assert (entry.allergy_status, entry.allergies) == (AllergyStatus.LISTED, ("Penicillin",))
    assert [card.entry.name for card in professionals.everybody(ws)] == ["Dr Bianchi", "Dr Verdi"]
    days = {state.lineage: state.on for state in engraftment.for_patient(ws, 1)}
    assert days == {Lineage.NEUTROPHILS: date(2024, 3, 23), Lineage.PLATELETS: date(2024, 3, 26)}
    assert [row.name for row in disease_modifying_therapies.for_patient(ws, 1)].count("herbs") == 1
    with ws.read() as session:
        history, course = disease_history.of_patient(session, 1), course_of(session, 1)
    assert history is not None
    assert history.entry.diagnosed is not None
    assert history.entry.diagnosed.text == "2011"
    assert course is not None
    assert course.discharged_on == date(2024, 4, 2)
    assert len(states.for_patient(ws, 1)) == 1
    assert taken.changes.kinds >= {"patient", "professional", "dmt", "engraftment", "contact"}
    assert states_of(run_of(ws, plan)) == [RowState.SAME]


def test_a_death_without_its_cause_says_so(ws: Workspace) -> None:
    take(ws, run_of(ws, wide({"state.died_on": "2025-01-05"})))
    (died,) = states.for_patient(ws, 1)
    assert died.change.detail == "not stated in the imported table"


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"state.died_on": "2024-01-05"}, "import_died_before_day0"),
        ({"state.discharged_on": "2024-01-05"}, "discharge_before_day0"),
        ({"state.died_on": "2030-01-05"}, "date_in_future"),
        ({"engraftment.neutrophils_on": "2024-03-01"}, "engraftment_before_day0"),
        ({"engraftment.neutrophils_day": "900"}, "import_engraftment_day"),
        ({"state.lost_reason": "moved"}, "date_missing"),
        ({"transplant.cd34_dose": "500"}, "cd34_out_of_range"),
        ({"history.onset": "1970"}, "before_birth"),
    ],
)
def test_what_the_forms_would_refuse_keeps_the_row_out(ws: Workspace, cells: dict[str, str], problem: str) -> None:
    run = run_of(ws, wide(cells))
    assert states_of(run) == [RowState.REFUSED]
    assert problem in keys(run)
    told = next(one for one in run.rows[0].problems if one.problem.key == problem)
    assert told.text in (*cells.values(), *MARIA)


@pytest.mark.parametrize(
    ("row", "cells", "problems"),
    [
        (("P1", "Solinas", "Maria", "", "female", "ms", ""), {"edss.edss": "3-4"}, ["birth_date", "edss"]),
        (("P1", "Solinas", "Maria", "31/4/80", "female", "ms", ""), {"edss.edss": "3-4"}, ["birth_date", "edss"]),
        (("P1", "Solinas", "Maria", "", "?!", "ms", "2024-03-12"), {}, ["birth_date", "sex"]),
        (MARIA, {"state.lost_on": "2024-13-01", "transplant.cd34_dose": "9000"}, ["cd34_dose", "lost_on"]),
        (MARIA, {"transplant.cd34_dose": "3-4", "engraftment.platelets_day": "900"}, ["cd34_dose"]),
    ],
)
def test_a_row_with_an_unreadable_cell_tells_its_other_problems_too(
    ws: Workspace, row: tuple[str, ...], cells: dict[str, str], problems: list[str]
) -> None:
    found = run_of(ws, wide(cells, row)).rows[0]
    assert found.state is RowState.REFUSED
    assert sorted(one.problem.field for one in found.problems if not one.problem.soft) == problems


def test_two_transplants_of_one_row_are_two_courses(ws: Workspace) -> None:
    plan = plan_of(ImportKind.PATIENTS, PATIENT_HEADS, [], "Patients")
    columns = (*plan.mapping.columns, replace(plan.mapping.columns[-1], head="Second"))
    row = TableRow(2, tuple(map(cell, (*MARIA[:6], "2024-03-12", "2019-05-06"))))
    table = replace(plan.table, heads=(*plan.table.heads, "Second"), rows=(row,))
    plan = SheetPlan("Patients", table, replace(plan.mapping, columns=columns))
    run = run_of(ws, plan)
    assert states_of(run) == [RowState.NEW], run.groups
    take(ws, run)
    with ws.read() as session:
        first, second = transplant.of_patient(session, 1)
    assert [first.entry.day0, second.entry.day0] == [date(2019, 5, 6), date(2024, 3, 12)]
    assert [first.closed_on, second.closed_on] == [date(2024, 3, 12), None]
    assert states_of(run_of(ws, plan)) == [RowState.SAME]


def test_a_column_that_is_not_read_is_told_with_its_values(ws: Workspace) -> None:
    plan = patients((*MARIA, "12", ""), (*PAOLO, "", ""), heads={**PATIENT_HEADS, "PLT > 20000": "", "Empty": ""})
    (group,) = run_of(ws, plan).groups
    assert (group.key, group.head, [row.number for row in group.rows]) == ("import_column_unread", "PLT > 20000", [2])
    assert group.text == (
        "1 row: The column “PLT > 20000” is not imported; assign it to a field, or leave it out knowingly."
    )


@pytest.mark.parametrize(
    ("day0", "told"),
    [
        ("2027-01-12", ["import_day0_ahead"]),  # of the next months: possible, but not with what follows it
        ("2045-03-12", ["day0_too_late"]),
        ("2024-03-12", []),
    ],
)
def test_of_a_wrong_day0_only_the_cause_is_told(ws: Workspace, day0: str, told: list[str]) -> None:
    cells = {
        "state.discharged_on": "2024-04-02", "engraftment.neutrophils_on": "2024-03-22",
        "engraftment.platelets_day": "14", "state.died_on": "2025-01-05",
    }  # fmt: skip
    run = run_of(ws, wide(cells, (*MARIA[:6], day0)))
    assert keys(run) == told
    assert (states_of(run) == [RowState.REFUSED]) == bool(told)
    assert all(one.text == day0 for one in run.rows[0].problems)


def test_each_transplant_has_a_row_of_its_own(ws: Workspace) -> None:
    """Discharge and days of engraftment belong to the transplant of their row, whatever the order of the rows."""
    heads = {**PATIENT_HEADS, "Out": "state.discharged_on", "PLT": "engraftment.platelets_day"}
    second = (*MARIA[:6], "2024-03-12", "2024-04-02", "14")
    first = (*MARIA[:6], "2019-05-06", "2019-05-30", "12")
    both = patients(second, first, heads=heads)
    run = run_of(ws, both)
    assert states_of(run) == [RowState.NEW, RowState.CHANGED], run.groups
    assert [keys(run, n) for n in range(2)] == [["import_next_transplant"], []]
    take(ws, run)
    with ws.read() as session:
        courses = transplant.of_patient(session, 1)
        days = [row.engrafted_on for row in engraftment_rows.of_many(session, [1])]
    assert [(c.entry.day0, c.discharged_on) for c in courses] == [
        (date(2019, 5, 6), date(2019, 5, 30)), (date(2024, 3, 12), date(2024, 4, 2))
    ]  # fmt: skip
    assert set(days) == {date(2019, 5, 18), date(2024, 3, 26)}
    assert states_of(run_of(ws, both)) == [RowState.SAME] * 2


@pytest.mark.parametrize(
    ("day0", "state", "told"),
    [
        ("2025-06-20", RowState.CHANGED, ["import_next_transplant"]),
        ("2024-05-11", RowState.CONFLICT, []),  # 60 days on: a typing error rather than a transplant
        ("2024-05-12", RowState.CHANGED, ["import_next_transplant"]),
        ("2025-03-12", RowState.CONFLICT, []),  # the same day of another year
        ("2023-01-10", RowState.CONFLICT, []),
    ],
)
def test_a_later_day0_of_a_recorded_patient_is_the_next_transplant(
    ws: Workspace, day0: str, state: RowState, told: list[str]
) -> None:
    take(ws, run_of(ws, patients(MARIA)))
    run = run_of(ws, patients((*MARIA[:6], day0)))
    assert (states_of(run), keys(run)) == ([state], told)


def test_a_code_that_somebody_has_cannot_be_chosen(ws: Workspace) -> None:
    known = registered(ws)
    registered(ws, "X7", family_name="Neri", birth_date=date(1975, 1, 31))
    row = ("P9", "Solinas", "Maria", "1980-05-01", "", "ms", "")
    decided = Decisions(persons={FIRST: known}, take_file=frozenset({(FIRST, "patient.code")}))
    assert states_of(run_of(ws, patients(row), decisions=decided)) == [RowState.CHANGED]
    registered(ws, "P9", family_name="Verdi", birth_date=date(1970, 1, 31))
    assert keys(run_of(ws, patients(row), decisions=decided)) == ["import_birth_date_other"]


def test_progress_runs_from_reading_to_the_end_and_can_cancel(ws: Workspace) -> None:
    told: list[tuple[int, int]] = []
    plans = [patients(MARIA), edss(*((("P1", "2024-02-01", "4.5"),) * 20))]
    dry_run(ws, Book("old.xlsx", (), ""), plans, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert {total for _, total in told} == {42}


def test_whoever_is_like_an_earlier_row_under_another_code_stays_out_with_all_rows_of_that_code(ws: Workspace) -> None:
    other = ("P3", *MARIA[1:3], "1975-01-31", *MARIA[4:])
    run = run_of(ws, patients(MARIA, other, ("P3", *MARIA[1:])), edss(("P3", "2024-02-01", "4.5")))
    assert [keys(run, n) for n in range(4)] == [
        [], ["import_patient_refused"], ["import_two_codes"], ["import_patient_refused"],
    ]  # fmt: skip


@pytest.mark.parametrize("coded_first", [True, False])
def test_a_row_without_code_is_whoever_the_file_itself_says(ws: Workspace, coded_first: bool) -> None:
    rows = (MARIA, ("", *MARIA[1:])) if coded_first else (("", *MARIA[1:]), MARIA)
    named = plan_of(
        ImportKind.EDSS,
        {"Family": "patient.family_name", "Given": "patient.given_name", "Born": "patient.birth_date",
         "Date": "edss.assessed", "EDSS": "edss.edss"},
        [("Solinas", "Maria", "1980-05-01", "2024-02-01", "4.5"), ("Neri", "Ada", "1980-05-01", "2024-02-01", "4.5")],
        "EDSS",
    )  # fmt: skip
    run = run_of(ws, patients(*rows), named)
    assert sorted(states_of(run)[:2]) == [RowState.NEW, RowState.SAME]
    assert (states_of(run)[2:], keys(run, 3)) == ([RowState.NEW, RowState.REFUSED], ["import_person_unknown"])
    take(ws, run)
    assert states_of(run_of(ws, patients(*rows), named)) == [RowState.SAME] * 3 + [RowState.REFUSED]


def test_a_graft_failure_that_somebody_confirmed_is_not_written_over(ws: Workspace) -> None:
    patient_id = registered(ws)
    failed = EngraftmentEntry(patient_id, Lineage.NEUTROPHILS, EngraftmentStatus.GRAFT_FAILURE, note="rescued")
    engraftment.confirm(ws, failed)
    plan = wide({"engraftment.neutrophils_on": "2024-03-23"}, (*MARIA[:4], "", "ms", ""))
    run = run_of(ws, plan)
    assert [(c.field, c.in_file) for c in run.rows[0].conflicts] == [
        ("engraftment.neutrophils_on", "23\u00a0Mar\u00a02024")
    ]
    assert not run.writes
    chosen = Decisions(take_file=frozenset({(FIRST, "engraftment.neutrophils_on")}))
    take(ws, run_of(ws, plan, decisions=chosen))
    assert engraftment.for_patient(ws, patient_id)[0].on == date(2024, 3, 23)
