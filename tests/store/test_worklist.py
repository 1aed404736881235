"""Today's statements: what they return, that their number is fixed, and that they read no table from end to end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.patient import ENDS_FOLLOW_UP, StateChange, StateChangeKind
from hsct_desktop.domain.protocol import Label, Place, ProtocolItem, Window
from hsct_desktop.domain.schedule import PlannedVisit
from hsct_desktop.domain.supportive_therapy import StopReason, SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.visit import Closing
from hsct_desktop.domain.worklist import VisitOnList, WorklistKind, has_next_visit, list_visit
from hsct_desktop.store import (
    history,
    patient,
    saved_filter,
    scheduled_visit,
    state_change,
    supportive_therapy,
    task,
    worklist,
)
from hsct_desktop.store.base import fetch, void
from hsct_desktop.store.engine import Store
from tests.store.ward import entry

Register = Callable[..., tuple[int, int]]
TODAY = date(2026, 6, 15)
BIG = {
    "patient", "scheduled_visit", "supportive_therapy", "transplant", "change_log", "visit", "adverse_event", "contact",
    "awaited_report", "task",
}  # fmt: skip


def planned(key: str, target: date, place: Place = Place.UNIT) -> PlannedVisit:
    label = Label(f"Visit {key}", f"Visita {key}")
    item = ProtocolItem(key, label, "day0", Offset(1, "m"), Window(7, 7), place=place, ebmt_form="Day 100")
    return PlannedVisit(key, item, label, target, target - timedelta(days=7), target + timedelta(days=7))


def days(offset: int) -> date:
    return TODAY + timedelta(days=offset)


@pytest.fixture
def plan(store: Store, nurse: int, register: Register) -> Callable[..., tuple[int, dict[str, int]]]:
    """Registers a patient with visits so many days from today; the patient's id and the visits' ids by key."""

    def make(code: str, **offsets: int) -> tuple[int, dict[str, int]]:
        patient_id, course = register(entry(code))
        with store.write(nurse, "plan") as session:
            visits = [planned(key, days(offset)) for key, offset in offsets.items()]
            rows = scheduled_visit.add_plan(session, course, patient_id, visits)
            return patient_id, {row.key: row.id for row in rows}

    return make


Plan = Callable[..., tuple[int, dict[str, int]]]


def listed(store: Store) -> dict[str, WorklistKind]:
    with store.read() as session:
        found = worklist.open_visits(session, TODAY)
    placed = {row.visit.label.removeprefix("Visit "): list_visit(row.visit, TODAY) for row in found}
    return {key: place.kind for key, place in placed.items() if place is not None}


def test_every_list_gets_its_visits(store: Store, plan: Plan) -> None:
    plan("P-1", late=-400, due=-3, today=0, week=7, later=8, year=365)
    assert listed(store) == {
        "late": WorklistKind.LATE,
        "due": WorklistKind.DUE,
        "today": WorklistKind.DUE,
        "week": WorklistKind.THIS_WEEK,
    }


def test_booked_ahead_of_its_target_is_found(store: Store, nurse: int, plan: Plan) -> None:
    _, ids = plan("P-1", m6=60)
    with store.write(nurse, "visit.book") as session:
        scheduled_visit.book(session, ids["m6"], 1, TODAY, "09:30", "holidays")
    with store.read() as session:
        (row,) = worklist.open_visits(session, TODAY, "it")
    assert row.visit == VisitOnList(
        ids["m6"], row.patient.id, "Visita m6", days(60), days(53), days(67), TODAY, "09:30", 0, "holidays", False,
        "Day 100",
    )  # fmt: skip
    assert (row.patient.code, row.patient.birth_date, row.patient.day0) == ("P-1", date(1984, 3, 14), date(2026, 1, 1))


def test_moving_is_counted(store: Store, nurse: int, plan: Plan) -> None:
    _, ids = plan("P-1", m6=0)
    for offset, moved in [(0, 0), (1, 1), (1, 1), (3, 2)]:
        with store.write(nurse, "visit.book") as session:
            assert scheduled_visit.book(session, ids["m6"], None, days(offset), "", "").moved == moved


def test_closed_and_voided_visits_leave(store: Store, nurse: int, plan: Plan) -> None:
    patient_id, ids = plan("P-1", a=-1, b=-2, c=-3, d=0)
    with store.write(nurse, "x") as session:
        scheduled_visit.close(session, ids["a"], 1, Closing.MISSED, "no answer")
        scheduled_visit.close(session, ids["b"], 1, Closing.DONE, visit_id=7)
        void(session, fetch(session, scheduled_visit.ScheduledVisit, ids["c"]), "protocol changed")
    assert set(listed(store)) == {"d"}
    with store.read() as session:
        closings = {s.key: (s.closing, s.visit_id) for s in scheduled_visit.of_patient(session, patient_id)}
    assert closings == {"a": (Closing.MISSED, None), "b": (Closing.DONE, 7), "d": (Closing.NONE, None)}


@pytest.mark.parametrize("kind", [k for k in StateChangeKind if k in ENDS_FOLLOW_UP])
def test_who_is_not_followed_leaves_every_list(store: Store, nurse: int, plan: Plan, kind: StateChangeKind) -> None:
    patient_id, _ = plan("P-1", late=-40)
    with store.write(nurse, "x") as session:
        supportive_therapy.add(session, therapy(patient_id, TODAY))
    with store.write(nurse, "patient.state") as session:
        change = state_change.add(session, patient_id, StateChange(kind, TODAY, "why")).id
    assert counts(store) == (0, 0, 0)
    with store.write(nurse, "patient.state") as session:
        state_change.take_back(session, change, 1, "mistaken")
    assert counts(store) == (1, 1, 1)


def counts(store: Store) -> tuple[int, int, int]:
    with store.read() as session:
        return (
            len(worklist.open_visits(session, TODAY)),
            len(worklist.therapies_to_stop(session, TODAY)),
            len(worklist.perhaps_without_next_visit(session, TODAY)),
        )


def others(store: Store) -> tuple[int, int]:
    with store.read() as session:
        return len(worklist.attempts(session, TODAY)), len(worklist.waiting_reports(session))


def test_follow_up_is_that_of_the_latest_change(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    steps = [
        (StateChange(StateChangeKind.LOST, days(-10)), "lost"),
        (StateChange(StateChangeKind.DISCHARGED, days(-5)), "lost"),
        (StateChange(StateChangeKind.TRANSFERRED, days(-20), "Rome"), "lost"),
        (StateChange(StateChangeKind.DIED, days(-1), "sepsis"), "dead"),
    ]
    for change, expected in steps:
        with store.write(nurse, "x") as session:
            state_change.add(session, patient_id, change)
        with store.read() as session:
            assert patient.find(session, [], 1)[0].follow_up == expected


def test_no_next_visit(store: Store, nurse: int, plan: Plan) -> None:
    ahead, _ = plan("P-1", late=-40, ahead=60)
    late_only, _ = plan("P-2", late=-40)
    nothing, _ = plan("P-3")
    due, _ = plan("P-4", due=-3)
    passed, ids = plan("P-5", m6=60)
    beyond, later = plan("P-6", late=-40)
    with store.write(nurse, "x") as session:
        scheduled_visit.book(session, ids["m6"], 1, days(-1), "", "")
        scheduled_visit.book(session, later["late"], 1, days(5), "", "")
    with store.read() as session:
        found = {row.patient.id: row.visits for row in worklist.perhaps_without_next_visit(session, TODAY)}
    assert ahead not in found
    assert found[nothing] == ()
    assert {key for key, visits in found.items() if not has_next_visit(visits, TODAY)} == {late_only, nothing, passed}
    assert has_next_visit(found[due], TODAY)
    assert has_next_visit(found[beyond], TODAY)  # late, and booked beyond its window


def therapy(patient_id: int, planned_stop: date | None) -> SupportiveTherapyEntry:
    return SupportiveTherapyEntry(
        patient_id, "Aciclovir", TherapyClass.ANTIVIRAL, date(2026, 1, 1), planned_stop=planned_stop
    )


def test_therapies_to_stop(store: Store, nurse: int, register: Register) -> None:
    patient_id, _ = register()
    with store.write(nurse, "x") as session:
        past, today, stopped, *_ = [
            supportive_therapy.add(session, therapy(patient_id, stop)).id
            for stop in (days(-30), TODAY, days(-1), days(1), None)
        ]
        row = session.get_one(supportive_therapy.SupportiveTherapy, stopped)
        row.stop, row.stop_reason = days(-1), StopReason.PLANNED
    with store.read() as session:
        found = worklist.therapies_to_stop(session, TODAY)
    assert [row.therapy.id for row in found] == [past, today]
    assert all(row.therapy.is_to_stop(TODAY) for row in found)
    assert found[0].patient.code == "P-001"


@pytest.mark.parametrize("people", [1, 12])
def test_one_statement_each(store: Store, nurse: int, plan: Plan, people: int) -> None:
    for number in range(people):
        patient_id, _ = plan(f"P-{number}", late=-40, due=0)
        with store.write(nurse, "x") as session:
            supportive_therapy.add(session, therapy(patient_id, TODAY))
    statements: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert counts(store) == (2 * people, people, people)
    assert [s.split()[0] for s in statements] == ["BEGIN", "SELECT", "SELECT", "SELECT"]
    statements.clear()
    others(store)
    assert [s.split()[0] for s in statements] == ["BEGIN", "SELECT", "SELECT"]


def query_plan(store: Store, statement: sa.Select[*tuple[object, ...]]) -> list[str]:
    with store.read() as session:
        connection = session.connection()
        compiled = statement.compile(connection)
        values = tuple("2026-06-15" for _ in compiled.positiontup or ())
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)]


READERS = {
    **worklist.STATEMENTS,
    **saved_filter.STATEMENTS,
    "booked_on": worklist._BOOKED_ON,
    "tasks": task.STATEMENTS["open"],
    "history": history._OF_ROW,
    "changes": history._OF_TXN,
    "undoable": history._LAST,
    "scheduled": scheduled_visit._OF_PATIENT,
    "therapies": supportive_therapy._OF_PATIENT,
    "pauses": supportive_therapy._PAUSES_OF_PATIENT,
    "doubles": patient._BY_NAME_AND_BIRTH,
    "code": patient._BY_CODE,
}


# These ask of every followed patient, every report awaited, every open task: the indexes hold nothing else.
WHOLE_INDEXES = {
    "none_ahead": ["SCAN patient USING INDEX ix_patient_followed"],
    "reports": ["SCAN awaited_report USING INDEX ix_awaited_report_waiting"],
    "filter_facts": ["SCAN patient USING INDEX ix_patient_followed", "SCAN task USING INDEX ix_task_open"],
}


@pytest.mark.parametrize("name", READERS)
def test_no_table_is_read_from_end_to_end(store: Store, name: str) -> None:
    steps = query_plan(store, READERS[name])
    scans = [step for step in steps if step.startswith("SCAN") and step.split()[1] in BIG]
    assert scans == WHOLE_INDEXES.get(name, [])


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("open_visits", "ix_scheduled_visit_open_target"),
        ("open_visits", "ix_scheduled_visit_open_booked"),
        ("to_stop", "ix_supportive_therapy_to_stop"),
        ("none_ahead", "ix_scheduled_visit_open_patient"),
        ("attempts", "ix_contact_next_try"),
        ("attempts", "ix_contact_patient_date"),
        ("attempts", "ix_scheduled_visit_open_target"),
        ("reports", "ix_awaited_report_waiting"),
        ("tasks", "ix_task_open"),
        ("booked_on", "ix_scheduled_visit_open_booked"),
        ("filter_facts", "ix_patient_followed"),
    ],
)
def test_small_indexes_are_used(store: Store, name: str, index: str) -> None:
    assert any(index in step for step in query_plan(store, READERS[name]))
