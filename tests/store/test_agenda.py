"""The agenda's statements: what they return, their fixed number, and that no table is read from end to end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.patient import ENDS_FOLLOW_UP, StateChange, StateChangeKind
from hsct_desktop.domain.visit import Closing, VisitEntry
from hsct_desktop.store import agenda, scheduled_visit, state_change, visit
from hsct_desktop.store.base import fetch, void
from hsct_desktop.store.engine import Store
from tests.store.test_worklist import BIG, TODAY, days, planned, query_plan
from tests.store.ward import entry

Register = Callable[..., tuple[int, int]]
FIRST, LAST = TODAY - timedelta(days=20), TODAY + timedelta(days=21)


@pytest.fixture
def plan(store: Store, nurse: int, register: Register) -> Callable[..., tuple[int, dict[str, int]]]:
    """Registers a patient with visits so many days from today; the patient's id and the visits' ids by key."""

    def make(code: str, **offsets: int) -> tuple[int, dict[str, int]]:
        patient_id, course = register(entry(code))
        with store.write(nurse, "plan") as session:
            rows = scheduled_visit.add_plan(
                session, course, patient_id, [planned(key, days(offset)) for key, offset in offsets.items()]
            )
            return patient_id, {row.key: row.id for row in rows}

    return make


Plan = Callable[..., tuple[int, dict[str, int]]]


def book(store: Store, nurse: int, scheduled_id: int, day: date, time: str = "") -> None:
    with store.write(nurse, "visit.book") as session:
        scheduled_visit.book(session, scheduled_id, None, day, time, "")


def read(store: Store) -> tuple[list[str], list[str], list[date], list[str]]:
    with store.read() as session:
        return (
            [row.label.en for row in agenda.booked(session, FIRST, LAST)],
            [row.label.en for row in agenda.missed(session, FIRST, LAST)],
            [row.on for row in agenda.seen(session, FIRST, LAST)],
            [row.label.en for row in agenda.windows(session, FIRST, LAST)],
        )


def test_booked_days_at_both_ends_are_in_and_the_days_beyond_are_not(store: Store, nurse: int, plan: Plan) -> None:
    _, ids = plan("P-1", a=-20, b=21, c=-21, d=22)
    for key, day in {"a": FIRST, "b": LAST, "c": days(-21), "d": days(22)}.items():
        book(store, nurse, ids[key], day, "09:00")
    assert read(store) == (["Visit a", "Visit b"], [], [], [])


def test_a_window_that_only_touches_the_span_is_found(store: Store, plan: Plan) -> None:
    # The windows last seven days to each side of the target.
    plan("P-1", before=-28, ends_in=-27, inside=0, begins_in=28, after=29)
    assert read(store)[3] == ["Visit ends_in", "Visit inside", "Visit begins_in"]


def test_a_window_longer_than_the_span_is_found(store: Store, nurse: int, plan: Plan) -> None:
    _, ids = plan("P-1", wide=90)
    with store.write(nurse, "x") as session:
        row = fetch(session, scheduled_visit.ScheduledVisit, ids["wide"])
        row.earliest, row.latest = days(-300), days(300)
    assert read(store)[3] == ["Visit wide"]


def test_what_happened_stands_on_its_day_and_its_window_is_gone(store: Store, nurse: int, plan: Plan) -> None:
    patient_id, ids = plan("P-1", seen=-3, missed=-2, gone=-1, taken_back=0)
    for key in ids:
        book(store, nurse, ids[key], days(-4))
    with store.write(nurse, "x") as session:
        scheduled = VisitEntry(patient_id, days(-3), ids["seen"], "Ann")
        row = visit.add(session, scheduled, False)
        visit.add(session, VisitEntry(patient_id, days(-1), None, "Ann"), False)
        voided = visit.add(session, VisitEntry(patient_id, days(-1), None, "Ann"), False)
        void(session, voided, "mistaken")
        scheduled_visit.close(session, ids["seen"], None, Closing.DONE, visit_id=row.id)
        scheduled_visit.close(session, ids["missed"], None, Closing.MISSED, "did not come")
        scheduled_visit.close(session, ids["gone"], None, Closing.CANCELLED, "ill")
        void(session, fetch(session, scheduled_visit.ScheduledVisit, ids["taken_back"]), "protocol changed")
    assert read(store) == ([], ["Visit missed"], [days(-3), days(-1)], [])
    with store.read() as session:
        in_plan, outside = agenda.seen(session, FIRST, LAST)
    assert in_plan.planned is not None
    assert in_plan.planned.label.en == "Visit seen"
    assert outside.planned is None
    assert outside.patient.code == "P-1"


@pytest.mark.parametrize("kind", sorted(ENDS_FOLLOW_UP))
def test_nothing_lies_ahead_of_who_is_not_followed(store: Store, nurse: int, plan: Plan, kind: StateChangeKind) -> None:
    patient_id, ids = plan("P-1", a=3, b=10)
    book(store, nurse, ids["a"], days(3))
    before = read(store)
    with store.write(nurse, "patient.state") as session:
        change = state_change.add(session, patient_id, StateChange(kind, TODAY, "why")).id
    assert read(store) == ([], [], [], [])
    with store.write(nurse, "patient.state") as session:
        state_change.take_back(session, change, 1, "mistaken")
    assert read(store) == before == (["Visit a"], [], [], ["Visit b"])


@pytest.mark.parametrize("people", [1, 12])
def test_one_statement_each(store: Store, nurse: int, plan: Plan, people: int) -> None:
    for number in range(people):
        _, ids = plan(f"P-{number}", a=0, b=1)
        book(store, nurse, ids["a"], TODAY)
    statements: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert [len(found) for found in read(store)] == [people, 0, 0, people]
    assert [s.split()[0] for s in statements] == ["BEGIN", "SELECT", "SELECT", "SELECT", "SELECT"]


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("booked", "ix_scheduled_visit_open_booked"),
        ("missed", "ix_scheduled_visit_closed_booked"),
        ("seen", "ix_visit_visit_date"),
        ("windows", "ix_scheduled_visit_open_window"),
    ],
)
def test_small_indexes_are_used_and_no_table_is_read_from_end_to_end(store: Store, name: str, index: str) -> None:
    steps = query_plan(store, agenda.STATEMENTS[name])
    assert any(f"USING INDEX {index} (" in step or f"USING COVERING INDEX {index} (" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN") and step.split()[1] in BIG] == []
