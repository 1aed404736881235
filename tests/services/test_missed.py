"""A missed visit asks what follows; a visit years ahead is neither missed nor recorded without a question."""

from __future__ import annotations

import pytest

from hsct_desktop.domain.contact import ContactKind, ContactOutcome, Rung
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.visit import (
    AfterMissed,
    NewDate,
    NextTry,
    NothingMore,
    VisitEntry,
    VisitStatus,
    check_missed,
)
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import contacts, undo, visits
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import (
    TODAY,
    change_state,
    days,
    export,
    keys,
    on_list,
    plan,
    register,
    row_counts,
    see,
)

YEAR = "Month 12"


def the(ws: Workspace, who: int, label: str = YEAR) -> VisitRow:
    return plan(ws, who)[label]


def miss(
    ws: Workspace, who: int, follow_up: AfterMissed | None, label: str = YEAR, reason: str = "did not come"
) -> Changes:
    row = the(ws, who, label)
    return visits.mark_missed(ws, row.scheduled_id or 0, row.version, reason, follow_up)


def problems(ws: Workspace, who: int, follow_up: AfterMissed | None, *arguments: str) -> set[tuple[str, str]]:
    """What stands against it; nothing is written."""
    before = row_counts(ws)
    with pytest.raises(InputError) as error:
        miss(ws, who, follow_up, *arguments)
    assert row_counts(ws) == before
    return keys(error.value)


@pytest.fixture
def who(ws: Workspace) -> int:
    """On Day +394, Month 12 is due, as the patients of the review stood."""
    who = register(ws, 394)
    row = the(ws, who)
    if not row.status.awaits:
        visits.reopen(ws, row.scheduled_id or 0, row.version)
    return who


def test_what_follows_is_asked_and_the_day_with_it(ws: Workspace, who: int) -> None:
    assert problems(ws, who, None) == {("follow_up", "missed_follow_up_missing")}
    assert problems(ws, who, NextTry(None)) == {("next_try", "date_missing")}
    assert problems(ws, who, NextTry(days(-1))) == {("next_try", "next_try_in_past")}
    assert problems(ws, who, NewDate(None)) == {("on", "date_missing")}
    assert problems(ws, who, NewDate(days(-1))) == {("on", "booking_in_past")}
    assert problems(ws, who, NewDate(days(3), "25:00")) == {("time", "time_unreadable")}
    assert problems(ws, who, NothingMore(), YEAR, " ") == {("reason", "reason_missing")}


def test_a_next_try_stands_on_its_list_in_the_same_write_and_is_undone_with_it(ws: Workspace, who: int) -> None:
    before = export(ws)
    saved = miss(ws, who, NextTry(days(3)))
    assert saved.kinds == {"schedule", "contact"}
    assert saved.text.replace("\u00a0", " ") == "Missed: Bianchi, Anna, Month 12; next try 23 Nov 2026"
    assert (the(ws, who).status, the(ws, who).reason) == (VisitStatus.MISSED, "did not come")
    (made,) = contacts.for_patient(ws, who)
    assert (made.on, made.next_try, made.note) == (TODAY, days(3), "Month 12 missed: did not come")
    assert (made.kind, made.outcome) == (ContactKind.IN_PERSON, ContactOutcome.DID_NOT_COME)
    assert on_list(ws, WorklistKind.NEXT_TRIES) == ["Contact again"]
    assert on_list(ws, WorklistKind.NEXT_TRIES, days(40)) == ["Contact again"]
    assert contacts.ladder_of(ws, who).proposed is Rung.CALL_1, "nobody has called yet"
    undo.undo(ws, saved.txn)
    assert export(ws) == before
    assert contacts.for_patient(ws, who) == []


def test_nothing_more_is_said_by_somebody_and_closes(ws: Workspace, who: int) -> None:
    saved = miss(ws, who, NothingMore())
    assert saved.kinds == {"schedule"}
    assert the(ws, who).status is VisitStatus.MISSED
    assert contacts.for_patient(ws, who) == []
    assert on_list(ws, WorklistKind.NEXT_TRIES) == []


def test_a_new_date_leaves_the_visit_open_and_says_when_it_was_missed(ws: Workspace, who: int) -> None:
    row = the(ws, who)
    visits.book(ws, row.scheduled_id or 0, row.version, TODAY, "09:00", "as agreed")
    before = export(ws)
    saved = miss(ws, who, NewDate(days(4), "9:30"))
    row = the(ws, who)
    assert (row.status, row.booked, row.booked_time) == (VisitStatus.BOOKED, days(4), "09:30")
    assert row.move_reason.replace("\u00a0", " ") == "missed on 20 Nov 2026: did not come"
    with ws.read() as session:
        moved = session.connection().exec_driver_sql(
            "SELECT moved FROM scheduled_visit WHERE id = ?", (row.scheduled_id,)
        )
        assert moved.scalar() == 1
    assert on_list(ws, WorklistKind.THIS_WEEK) == [YEAR]
    assert undo.undo(ws, saved.txn).text == "Undone: visit missed, Bianchi, Anna"
    assert export(ws) == before


def test_a_new_date_of_a_visit_that_was_never_booked(ws: Workspace, who: int) -> None:
    miss(ws, who, NewDate(days(4)))
    assert the(ws, who).move_reason == "missed: did not come"


def test_a_visit_whose_window_has_not_opened_is_not_missed(ws: Workspace) -> None:
    who = register(ws, 10)
    for follow_up in (NothingMore(), NextTry(days(3)), None):
        assert problems(ws, who, follow_up, "Month 24") == {("reason", "missed_before_window")}
    row = the(ws, who, "Month 24")
    visits.book(ws, row.scheduled_id or 0, row.version, days(1), "", "she travels")
    assert problems(ws, who, NothingMore(), "Month 24") == {("reason", "missed_before_window")}
    row = the(ws, who, "Month 24")
    visits.book(ws, row.scheduled_id or 0, row.version, TODAY, "", "she travels")
    miss(ws, who, NothingMore(), "Month 24")
    assert the(ws, who, "Month 24").status is VisitStatus.MISSED


@pytest.mark.parametrize(("today", "refused"), [(-1, True), (0, False), (1, False)])
def test_the_window_opens_on_its_first_day(today: int, refused: bool) -> None:
    found = list(check_missed(days(0), None, "why", NothingMore(), days(today)))
    assert [problem.key for problem in found] == ["missed_before_window"] * refused


def test_a_visit_recorded_long_before_its_window_asks(ws: Workspace) -> None:
    who = register(ws, 62)
    row = the(ws, who, "Month 24")
    assert row.earliest is not None
    assert row.latest is not None
    entry = VisitEntry(who, TODAY, row.scheduled_id, "Ann Nurse")
    before = row_counts(ws)
    with pytest.raises(InputError) as error:
        visits.record(ws, entry)
    assert keys(error.value) == {("on", "visit_outside_window")}
    assert all(problem.soft for problem in error.value.problems)
    assert f"{ws.wording.date(row.earliest)} to {ws.wording.date(row.latest)}" in ws.wording.problems(error.value)
    assert row_counts(ws) == before
    visits.record(ws, entry, confirmed=True)
    assert the(ws, who, "Month 24").outside_window


@pytest.mark.parametrize(("before", "asks"), [(30, False), (31, True)])
def test_thirty_days_before_the_window_are_let_through(ws: Workspace, before: int, asks: bool) -> None:
    who = register(ws, 0)
    row = the(ws, who, "Day +60")
    assert row.earliest is not None
    who = register(ws, (row.earliest - TODAY).days - before, "MS-002")
    planned = the(ws, who, "Day +60")
    assert planned.earliest == days(before)
    entry = VisitEntry(who, TODAY, planned.scheduled_id, "Ann Nurse")
    if asks:
        with pytest.raises(InputError, match="visit_outside_window"):
            visits.record(ws, entry)
    else:
        visits.record(ws, entry)


def test_revising_a_visit_to_a_day_long_before_its_window_asks(ws: Workspace, who: int) -> None:
    held = see(ws, who, YEAR)
    entry, version = visits.entry_of(ws, held)
    early = VisitEntry(who, days(-200), entry.scheduled_id, "Ann Nurse")
    with pytest.raises(InputError) as error:
        visits.revise(ws, held, version, early)
    assert ("on", "visit_outside_window") in keys(error.value)


def test_only_the_first_impossible_thing_is_said_of_a_booking(ws: Workspace) -> None:
    who = register(ws, 58)
    row = the(ws, who, "Day +60")

    def refused(on_day: int, time: str = "", reason: str = "") -> list[str]:
        with pytest.raises(InputError) as error:
            visits.book(ws, row.scheduled_id or 0, row.version, days(on_day), time, reason)
        return [problem.key for problem in error.value.problems]

    assert refused(-20, "25:00") == ["booking_in_past"]
    change_state(ws, who, StateChangeKind.DIED, TODAY)
    assert refused(200, "25:00") == ["after_death"]
    assert refused(0, "25:00") == ["no_longer_followed"]
