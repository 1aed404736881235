"""The preview says when moving a booking would cost its time of day, and what is confirmed is what it said."""

from dataclasses import replace

from hsct_desktop.domain.reschedule import Choice, Decisions, MoveKind
from hsct_desktop.services import replanning, transplants, visits
from hsct_desktop.services.replanning import MoveRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transplant
from tests.services.ward import days, plan, register


def asked(ws: Workspace, who: int, time: str) -> MoveRow:
    """The line of a visit booked with that time, were Day 0 ten days later."""
    row = plan(ws, who)["Day +60"]
    visits.book(ws, row.scheduled_id or 0, row.version, days(16), time, "as agreed")
    with ws.read() as session:
        course = transplant.of_patient(session, who)[-1]
        assert course.entry.day0 is not None
        later = replace(course, entry=replace(course.entry, day0=days(-35)))
        found = replanning.preview(ws, session, course, later)
    (line,) = (line for line in found.rows if line.kind is MoveKind.ASKS)
    assert line.choices == (Choice.KEEP, Choice.MOVE)
    return line


def test_the_time_that_a_move_gives_up_is_said(ws: Workspace) -> None:
    who = register(ws, 45)
    line = asked(ws, who, "9:30")
    assert "if it moves, the time 09:30 is given up" in line.why.split(" · ")
    entry, version, course_id = transplants.entry_of(ws, who) or (None, 0, 0)
    assert entry is not None
    moved = Decisions({line.key: Choice.MOVE})
    transplants.revise(ws, course_id, version, replace(entry, day0=days(-35)), decisions=moved)
    row = plan(ws, who)["Day +60"]
    assert row.booked != days(16)
    assert row.booked_time == ""


def test_a_booking_without_a_time_gives_up_none(ws: Workspace) -> None:
    assert "given up" not in asked(ws, register(ws, 45), "").why
