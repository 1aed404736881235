"""Shift handover: what changed since a time, by patient; nothing undone, nothing missing, in few statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.adverse_event import Outcome
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.contact import ContactEntry, ContactOutcome
from hsct_desktop.domain.handover import Handover
from hsct_desktop.domain.mri import MriEntry
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.supportive_therapy import StopReason
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.domain.visit import NothingMore
from hsct_desktop.services import (
    adverse_events,
    contacts,
    episodes,
    mri,
    patients,
    staff,
    states,
    supportive_therapies,
    tasks,
    transplants,
    undo,
    visits,
)
from hsct_desktop.services.handover import handover
from hsct_desktop.services.handover_since import parse_since, shift_start, this_morning, yesterday
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import handover as store_handover
from hsct_desktop.store.engine import create_store
from tests.services.ward import TODAY, change_state, days, drug, plan, register, scheduled, see, toxicity


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, hours: float = 1) -> datetime:
        self.now += timedelta(hours=hours)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ward(tmp_path: Path, catalogue: Catalogue, clock: Clock) -> Iterator[Workspace]:
    """An empty file whose clocks all follow the test's."""
    store = create_store(tmp_path / "unit.hsct", clock=clock, machine_clock=clock)
    ws = Workspace(store, catalogue, None, "en", clock)
    ws.author = staff.author(ws, staff.add(ws, "Ann Nurse", Role.NURSE).record_id or 0)
    yield ws
    store.close()


def told(ws: Workspace, since: datetime, until: datetime | None = None, language: str = "en") -> list[str]:
    """The sentences of the only patient of the handover."""
    found = handover(ws, since, until, language)
    assert len(found.patients) <= 1
    return [line.text.replace("\u00a0", " ") for patient in found.patients for line in patient.lines]


def test_only_what_lies_in_the_time_with_time_and_author(ward: Workspace, clock: Clock) -> None:
    who = register(ward)
    start = clock.goes_on()
    clock.goes_on()
    contacts.record(ward, ContactEntry(who, TODAY, outcome=ContactOutcome.NO_ANSWER, next_try=days(7), note="ill?"))
    end = clock.goes_on()
    tasks.record(ward, TaskEntry("Ring", TODAY, who))
    found = handover(ward, start, end)
    (patient,) = found.patients
    (line,) = patient.lines
    assert line.text.replace("\u00a0", " ") == "Call, patient, Fri 20 Nov: no answer; next try Fri 27 Nov; “ill?”"
    assert (line.at, line.by, line.table) == (datetime(2026, 11, 20, 8, tzinfo=UTC), "Ann Nurse", "contact")
    assert (patient.code, patient.day, patient.same_name) == ("MS-001", 45, False)
    assert (found.since, found.until) == (start, end)
    assert len(told(ward, start)) == 2
    assert told(ward, end) == ["Task due Fri 20 Nov, the unit: Ring"]
    assert told(ward, clock.goes_on()) == []


def test_the_choice_of_a_rebaseline_names_its_scan(ward: Workspace, clock: Clock) -> None:
    who = register(ward, 300)
    on = PartialDate(2026, 8, 1)
    scan = mri.record(ward, MriEntry(who, on), confirmed=True).record_id or 0
    start = clock.goes_on()
    chosen = mri.choose_reference(ward, who, scan, "the only one", confirmed=True).record_id or 0
    assert told(ward, start) == ["Re-baseline chosen by a person: scan of 01 Aug 2026; the only one"]
    start = clock.goes_on()
    back = mri.void_reference(ward, chosen, "another is better")
    said = ["Taken back: choice of the scan of 01 Aug 2026 as re-baseline; why: another is better"]
    assert told(ward, start) == said
    undo.undo(ward, back.txn)
    assert told(ward, start) == []


def test_a_date_means_from_its_midnight(ward: Workspace, clock: Clock) -> None:
    clock.goes_on(-5)
    register(ward)
    assert len(handover(ward, date(2026, 11, 20)).patients) == 1
    assert handover(ward, date(2026, 11, 21)).patients == ()


def test_a_new_patient_with_transplant_is_two_lines(ward: Workspace, clock: Clock) -> None:
    start = clock.goes_on()
    register(ward)
    first, second = told(ward, start)
    assert first == "New patient, Multiple sclerosis; allergies: Latex"
    assert second.startswith("Transplant 1 entered, Day 0 Tue 06 Oct; BEAM-ATG; protocol ")
    assert "visits planned" in second


def test_a_moved_day0_is_one_line_however_many_visits(ward: Workspace, clock: Clock) -> None:
    who = register(ward)
    start = clock.goes_on()
    entry, version, course = transplants.entry_of(ward, who) or pytest.fail("a course")
    assert entry.day0 is not None
    transplants.revise(ward, course, version, replace(entry, day0=entry.day0 + timedelta(days=3)))
    (line,) = told(ward, start)
    assert line.startswith("Day 0 moved from Tue 06 Oct to Fri 09 Oct; ")
    assert "visits moved" in line


def test_visits_recorded_booked_moved_missed_and_opened_again(ward: Workspace, clock: Clock) -> None:
    who = register(ward, 53)
    start = clock.goes_on()
    planned = scheduled(ward, who, "Day +60")

    def version() -> int:
        return plan(ward, who)["Day +60"].version

    visits.book(ward, planned, version(), days(5), "10:30")
    visits.book(ward, planned, version(), days(6), "9:05", "patient's wish")
    visits.mark_missed(ward, planned, version(), "did not come", NothingMore())
    visits.reopen(ward, planned, version())
    see(ward, who, "Day +30")
    assert told(ward, start) == [
        "Booked: Day +60, Wed 25 Nov 10:30",
        "Booking moved: Day +60, from Wed 25 Nov 10:30 to Thu 26 Nov 09:05: patient's wish",
        "Missed: Day +60: did not come",
        "Open again: Day +60",
        "Visit recorded: Day +30, seen Fri 20 Nov by Ann Nurse; outside its window",
    ]


def test_toxicities_new_worse_better_ended(ward: Workspace, clock: Clock) -> None:
    who = register(ward)
    start = clock.goes_on()
    event = adverse_events.record(ward, toxicity(who, "nausea", 2, onset=days(-3))).record_id or 0
    for grades in ((2, 3), (2, 3, 1)):
        _, version = adverse_events.entry_of(ward, event)
        adverse_events.revise(ward, event, version, toxicity(who, "nausea", *grades, onset=days(-3)))
    entry, version = adverse_events.entry_of(ward, event)
    adverse_events.revise(ward, event, version, replace(entry, end=TODAY, outcome=Outcome.RESOLVED))
    adverse_events.void_event(ward, event, "wrong patient")
    assert told(ward, start) == [
        "New toxicity: Nausea, grade 2, since Tue 17 Nov (taken back since)",
        "Toxicity worse: Nausea, grade 2 → 3, since Wed 18 Nov",
        "Toxicity better: Nausea, grade 3 → 1, since Thu 19 Nov",
        "Toxicity ended: Nausea, Fri 20 Nov, resolved",
        "Taken back: toxicity Nausea; why: wrong patient",
    ]


def test_therapies_started_changed_stopped(ward: Workspace, clock: Clock) -> None:
    who = register(ward)
    start = clock.goes_on()
    therapy = supportive_therapies.record(ward, drug(who, days(30))).record_id or 0
    entry, version = supportive_therapies.entry_of(ward, therapy)
    supportive_therapies.revise(ward, therapy, version, replace(entry, planned_stop=days(60)))
    supportive_therapies.stop(ward, therapy, version + 1, TODAY, StopReason.TOXICITY, "rash")
    lines = told(ward, start)
    assert lines[0] == "Therapy from Tue 10 Nov: Aciclovir; 800 mg, oral; planned stop Sun 20 Dec"
    assert lines[1] == "Changed, therapy Aciclovir: planned stop Sun 20 Dec → Tue 19 Jan"
    assert lines[2] == "Stopped: Aciclovir, last day Fri 20 Nov: toxicity; rash"


def test_states_and_what_they_did_to_the_schedule(ward: Workspace, clock: Clock) -> None:
    who = register(ward)
    start = clock.goes_on()
    change_state(ward, who, StateChangeKind.DISCHARGED, days(-20), "")
    died = change_state(ward, who, StateChangeKind.DIED, TODAY, "Sepsis")
    states.take_back(ward, died, "another patient")
    lines = told(ward, start)
    assert lines[0].startswith("Discharged, Sat 31 Oct; ")
    assert "planned: Weekly blood test, week 3 (Sat 21 Nov)" in lines[0]
    assert lines[1:] == [
        "Died, Fri 20 Nov; Sepsis (taken back since)",
        "Taken back: Died, Fri 20 Nov; why: another patient",
    ]


def test_a_write_and_its_undo_cancel_each_other(ward: Workspace, clock: Clock) -> None:
    who = register(ward)
    start = clock.goes_on()
    saved = contacts.record(ward, ContactEntry(who, TODAY))
    assert len(told(ward, start)) == 1
    undone = undo.undo(ward, saved.txn)
    assert told(ward, start) == []
    undo.undo(ward, undone.txn)
    assert told(ward, start) == ["Call, patient, Fri 20 Nov: reached"]


def test_an_undo_of_an_earlier_write_is_told(ward: Workspace, clock: Clock) -> None:
    who = register(ward)
    planned = scheduled(ward, who, "Day +60")
    booked = visits.book(ward, planned, plan(ward, who)["Day +60"].version, days(15), "10:30")
    called = contacts.record(ward, ContactEntry(who, TODAY))
    start = clock.goes_on()
    undo.undo(ward, called.txn)
    undo.undo(ward, booked.txn)
    assert told(ward, start) == [
        "Undone · Taken out: Call, patient, of Fri 20 Nov",
        "Undone · Booking given up: Day +60, Sat 05 Dec 10:30",
    ]


def test_an_undo_after_the_time_takes_nothing_out_of_it(ward: Workspace, clock: Clock) -> None:
    who = register(ward)
    start = clock.goes_on()
    saved = contacts.record(ward, ContactEntry(who, TODAY))
    end = clock.goes_on()
    undo.undo(ward, saved.txn)
    assert told(ward, start, end) == ["Call, patient, Fri 20 Nov: reached"]


def test_personal_data_and_allergies(ward: Workspace, clock: Clock) -> None:
    who = register(ward)
    start = clock.goes_on()
    entry, version = patients.entry_of(ward, who)
    patients.revise(ward, who, version, replace(entry, phone="0555 1", allergies=("Penicillin",)))
    assert told(ward, start) == [
        "Changed, personal data: telephone – → 0555 1",
        "Taken out: allergy Latex",
        "Allergy entered: Penicillin",
    ]


def test_tasks_of_the_ward_and_the_list_until_tomorrow(ward: Workspace, clock: Clock) -> None:
    start = clock.goes_on()
    first = tasks.record(ward, TaskEntry("Ring", days(1))).record_id or 0
    tasks.record(ward, TaskEntry("Overdue", days(-1)))
    tasks.record(ward, TaskEntry("Later", days(2)))
    found = handover(ward, start)
    assert [task.words for task in found.tasks] == ["Overdue", "Ring"]
    assert found.patients == ()
    assert len(found.ward) == 3
    tasks.done(ward, first, 1)
    found = handover(ward, start)
    assert found.ward[-1].text == "Task done: Ring"
    assert [task.words for task in found.tasks] == ["Overdue"]
    assert not found.is_quiet


def test_patients_by_name_and_namesakes_marked(ward: Workspace, clock: Clock) -> None:
    start = clock.goes_on()
    for code, family, given in (("3", "Zeta", "Ada"), ("1", "Àlvarez", "Bo"), ("2", "zeta", "Ada")):
        register(ward, None, code, family_name=family, given_name=given)
    found = handover(ward, start)
    assert [patient.code for patient in found.patients] == ["1", "2", "3"] or [
        patient.code for patient in found.patients
    ] == ["1", "3", "2"]
    assert [patient.same_name for patient in found.patients] == [False, True, True]


def test_who_tries_again_tomorrow_stands_below(ward: Workspace, clock: Clock) -> None:
    who = register(ward, 45, phone="0555 7")
    start = clock.goes_on()
    contacts.record(ward, ContactEntry(who, TODAY, outcome=ContactOutcome.NO_ANSWER, next_try=days(1)))
    (again,) = handover(ward, start).tries
    assert (again.code, again.on, again.phone) == ("MS-001", days(1), "0555 7")
    assert again.text
    other = register(ward, 45, "MS-002", family_name="Later")
    contacts.record(ward, ContactEntry(other, TODAY, outcome=ContactOutcome.NO_ANSWER, next_try=days(2)))
    assert len(handover(ward, start).tries) == 1


def test_italian(ward: Workspace, clock: Clock) -> None:
    who = register(ward)
    start = clock.goes_on()
    contacts.record(ward, ContactEntry(who, TODAY, outcome=ContactOutcome.NO_ANSWER, next_try=days(7)))
    assert told(ward, start, language="it") == [
        "Telefonata, paziente, ven 20 nov: nessuna risposta; nuovo tentativo ven 27 nov"
    ]


def statements(ws: Workspace, since: datetime) -> tuple[list[str], Handover]:
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]).split()[0])

    sa.event.listen(ws.store.engine, "before_cursor_execute", note)
    found = handover(ws, since)
    sa.event.remove(ws.store.engine, "before_cursor_execute", note)
    return seen, found


def test_as_many_statements_for_many_patients_as_for_one(ward: Workspace, clock: Clock) -> None:
    start = clock.goes_on()
    register(ward, 45, "A-1")
    few, _ = statements(ward, start)
    for number in range(2, 6):
        register(ward, 45, f"A-{number}", family_name=f"Name {number}")
    many, found = statements(ward, start)
    assert len(found.patients) == 5
    assert few == many


def test_the_log_is_searched_by_its_time(ward: Workspace) -> None:
    with ward.read() as session:
        connection = session.connection()
        compiled = store_handover.STATEMENTS["lines"].compile(connection)
        query = f"EXPLAIN QUERY PLAN {compiled}"
        steps = [row[3] for row in connection.exec_driver_sql(query, ("2026-11-20T06:00:00.000000Z",))]
    assert steps[0] == "SEARCH change_log USING INDEX ix_change_log_at (at>?)"
    assert steps[-1].startswith("SEARCH change_log_1 USING")  # the imports, by their table


@pytest.mark.soak
def test_a_practice_ward_tells_what_was_done_in_it_and_not_its_invention(practised: Workspace) -> None:
    found = handover(practised, yesterday(practised.clock()))
    texts = [line.text for patient in found.patients for line in patient.lines] + [line.text for line in found.ward]
    assert texts
    assert not [text for text in texts if text.startswith(("New patient", "Visit recorded"))]
    assert any(text.startswith("Task") for text in texts)
    assert {line.at.date() for line in found.ward} == {TODAY}


NOW = datetime(2026, 11, 20, 8, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07:00", datetime(2026, 11, 20, 7, tzinfo=UTC)),
        ("8:14", datetime(2026, 11, 20, 8, 14, tzinfo=UTC)),
        ("08:15", datetime(2026, 11, 19, 8, 15, tzinfo=UTC)),
        (" 2026-11-19 ", datetime(2026, 11, 19, tzinfo=UTC)),
        ("2026-11-19T21:30", datetime(2026, 11, 19, 21, 30, tzinfo=UTC)),
        ("2026-11-19 21:30", datetime(2026, 11, 19, 21, 30, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_times_that_are_read(text: str, expected: datetime) -> None:
    assert parse_since(text, NOW).replace(tzinfo=UTC) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "since_unreadable"),
        ("yesterday", "since_unreadable"),
        ("24:00", "since_unreadable"),
        ("7", "since_unreadable"),
        ("2026-02-29", "since_unreadable"),
        ("2026-11-20T24:01", "since_unreadable"),
        ("2026-11-21", "since_in_future"),
        ("2026-11-20T08:15", "since_in_future"),
        ("٠٧:٠٠", "since_unreadable"),
    ],
)
def test_times_that_are_refused(text: str, key: str) -> None:
    with pytest.raises(InputError) as wrong:
        parse_since(text, NOW)
    assert [(problem.field, problem.key) for problem in wrong.value.problems] == [("since", key)]


def test_the_times_that_are_offered() -> None:
    assert shift_start(NOW) == datetime(2026, 11, 19, 20, 14, tzinfo=UTC)
    assert this_morning(NOW).replace(tzinfo=UTC) == datetime(2026, 11, 20, 7, tzinfo=UTC)
    assert yesterday(NOW).replace(tzinfo=UTC) == datetime(2026, 11, 19, tzinfo=UTC)


def test_merged_and_split_episodes_are_told(ward: Workspace, clock: Clock) -> None:
    who = register(ward)
    ended = replace(toxicity(who, "nausea", 3, onset=days(-20)), end=days(-15), outcome=Outcome.RESOLVED)
    adverse_events.record(ward, ended)
    adverse_events.record(ward, toxicity(who, "nausea", 1, onset=days(-9)))
    start = clock.goes_on()
    shown = [(e.id, e.version) for e in adverse_events.for_patient(ward, who)]
    episodes.merge(ward, shown, "one course")
    lines = told(ward, start)
    assert "Toxicity merged with another episode of the same term: Nausea; one course" in lines
    assert "Toxicity open again: Nausea" in lines
    again = clock.goes_on()
    (whole,) = adverse_events.for_patient(ward, who)
    episodes.split(ward, whole.id, whole.version, days(-9))
    assert any(line.startswith("New toxicity: Nausea, grade 1") for line in told(ward, again))
