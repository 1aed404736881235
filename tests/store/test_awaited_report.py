"""The list of awaited reports in a real file: by its small index, without those that nobody follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.visit import VisitEntry
from hsct_desktop.store import awaited_report, state_change, visit
from hsct_desktop.store.awaited_report import WHOLE_VISIT
from hsct_desktop.store.engine import Store
from tests.store.ward import entry

ON = date(2026, 6, 15)
Register = Callable[..., tuple[int, int]]


def wait(store: Store, nurse: int, patient_id: int, on: date = ON) -> int:
    """A visit outside the schedule whose report is awaited; the report's id."""
    with store.write(nurse, "visit.elsewhere") as session:
        seen = visit.add(session, VisitEntry(patient_id, on, None, "Northfield"), False)
        return awaited_report.add(session, seen, WHOLE_VISIT, "Visit", "Northfield").id


def test_oldest_first_and_followed_only(store: Store, nurse: int, register: Register) -> None:
    first, _course = register(entry("P-1"))
    second, _course = register(entry("P-2"))
    later, earlier, gone = (
        wait(store, nurse, first),
        wait(store, nurse, second, date(2026, 6, 1)),
        wait(store, nurse, second),
    )
    with store.read() as session:
        assert [found.id for found in awaited_report.waiting(session)] == [earlier, later, gone]
        assert awaited_report.waiting(session)[0].words("it") == "Visit"
    with store.write(nurse, "report.arrived") as session:
        awaited_report.arrive(session, later, None, ON, "")
    with store.write(nurse, "state.lost") as session:
        state_change.add(session, second, StateChange(StateChangeKind.LOST, ON, "moved"))
    with store.read() as session:
        assert awaited_report.waiting(session) == []
        assert [found.id for found in awaited_report.of_patient(session, second)] == [earlier, gone]
        held = awaited_report.get(session, later)
    assert held is not None
    assert held.arrived_on == ON


def test_the_list_is_read_by_its_own_index(store: Store) -> None:
    with store.engine.connect() as connection:
        compiled = awaited_report.STATEMENTS["waiting"].compile(connection)
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
    assert any("ix_awaited_report_waiting" in step for step in steps)
    assert not any(step.startswith("SCAN") and "ix_awaited_report_waiting" not in step for step in steps)
