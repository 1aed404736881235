"""Each kind of write undone brings Today back to exactly the rows before, whole and once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from hsct_desktop.domain.adverse_event import Outcome
from hsct_desktop.domain.author import Author
from hsct_desktop.domain.contact import ContactEntry
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.supportive_therapy import StopReason
from hsct_desktop.domain.visit import NewDate, NextTry, VisitEntry
from hsct_desktop.services import (
    adverse_events,
    contacts,
    patients,
    staff,
    states,
    supportive_therapies,
    transplants,
    undo,
    visits,
)
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import ANNA, TODAY, course, days, drug, export, fatal, plan, register, scheduled, toxicity

Write = Callable[[Workspace, int], Changes]


def register_another(ws: Workspace, who: int) -> Changes:
    return patients.register(ws, replace(ANNA, code="MS-002"), course(62), distinct=True)


def record_visit(ws: Workspace, who: int) -> Changes:
    return visits.record(ws, VisitEntry(who, TODAY, scheduled(ws, who, "Day +60"), "Ann Nurse"), True)


def book(ws: Workspace, who: int) -> Changes:
    return visits.book(ws, scheduled(ws, who, "Day +60"), plan(ws, who)["Day +60"].version, days(1), "10:00")


def miss(ws: Workspace, who: int) -> Changes:
    row = plan(ws, who)["Day +60"]
    return visits.mark_missed(ws, row.scheduled_id or 0, row.version, "did not come", NextTry(days(3)))


def miss_and_book_anew(ws: Workspace, who: int) -> Changes:
    row = plan(ws, who)["Day +60"]
    return visits.mark_missed(ws, row.scheduled_id or 0, row.version, "did not come", NewDate(days(2), "10:30"))


def reopen(ws: Workspace, who: int) -> Changes:
    return visits.reopen(ws, scheduled(ws, who, "Day +30"), plan(ws, who)["Day +30"].version)


def discharge(ws: Workspace, who: int) -> Changes:
    return states.change(ws, who, StateChange(StateChangeKind.DISCHARGED, days(-35)))


def die(ws: Workspace, who: int) -> Changes:
    return states.change(ws, who, StateChange(StateChangeKind.DIED, TODAY, "Sepsis"))


def die_of_toxicity(ws: Workspace, who: int) -> Changes:
    return adverse_events.record(ws, fatal(who), "Sepsis")


def give(ws: Workspace, who: int) -> Changes:
    return supportive_therapies.record(ws, drug(who, TODAY, overlap_why="a second order"))


def stop(ws: Workspace, who: int) -> Changes:
    therapy = supportive_therapies.for_patient(ws, who)[0]
    return supportive_therapies.stop(ws, therapy.id, therapy.version, TODAY, StopReason.PLANNED)


def void_drug(ws: Workspace, who: int) -> Changes:
    return supportive_therapies.void_therapy(ws, supportive_therapies.for_patient(ws, who)[0].id, "other patient")


def move_day0(ws: Workspace, who: int) -> Changes:
    entry, version, course_id = transplants.entry_of(ws, who) or (course(), 0, 0)
    return transplants.revise(ws, course_id, version, replace(entry, day0=days(-30)))


def rename(ws: Workspace, who: int) -> Changes:
    entry, version = patients.entry_of(ws, who)
    return patients.revise(ws, who, version, replace(entry, family_name="Verdi", allergies=("Penicillin",)))


def ring(ws: Workspace, who: int) -> Changes:
    return contacts.record(ws, ContactEntry(who, TODAY, note="Well"))


def grade(ws: Workspace, who: int) -> Changes:
    return adverse_events.record(ws, toxicity(who, "nausea", 1, 2, onset=days(-3), end=TODAY, outcome=Outcome.RESOLVED))


WRITES = [
    register_another, record_visit, book, miss, miss_and_book_anew, reopen, discharge, die, die_of_toxicity, give, stop,
    void_drug, move_day0, rename, ring, grade,
]  # fmt: skip
SEEN_ON_TODAY = set(WRITES) - {ring, grade}


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_undo_brings_back_the_rows_before(ws: Workspace, write: Write) -> None:
    who = register(ws, 62)
    supportive_therapies.record(ws, drug(who, days(-1)))
    before, banner = export(ws), patients.banner(ws, who)
    saved = write(ws, who)
    assert (export(ws) != before) == (write in SEEN_ON_TODAY)
    undone = undo.undo(ws, saved.txn)
    assert export(ws) == before
    assert replace(patients.banner(ws, who), version=0) == replace(banner, version=0)
    assert undone.text.startswith("Undone: ")
    assert undone.text.endswith(", Bianchi, Anna")
    assert undone.patient_id == (who if write is not register_another else saved.patient_id)
    # A write says that alerts may have changed; its undo says so where one did.
    assert undone.kinds >= saved.kinds - {"patient", "schedule", "transplant", "report", "alert"}
    with pytest.raises(KnownError, match="undo_done_already"):
        undo.undo(ws, saved.txn)
    assert export(ws) == before


def test_the_last_own_write_is_undone_and_only_once(ws: Workspace, other: Author) -> None:
    who = register(ws, 62)
    before = export(ws)
    record_visit(ws, who)
    mine, ws.author = ws.author, other
    ring(ws, who)
    ws.author = mine
    undo.undo_last(ws)
    assert export(ws) == before
    assert len(contacts.for_patient(ws, who)) == 1


def test_what_was_changed_since_is_not_undone(ws: Workspace) -> None:
    who = register(ws, 62)
    first = book(ws, who)
    visits.book(ws, scheduled(ws, who, "Day +60"), plan(ws, who)["Day +60"].version, days(2), "", "bus strike")
    before = export(ws)
    with pytest.raises(KnownError, match="undo_changed_since"):
        undo.undo(ws, first.txn)
    assert export(ws) == before


def test_nobody_undoes_the_invented_patients_of_the_practice_ward(practised: Workspace) -> None:
    before = export(practised)
    for person in staff.everybody(practised):
        practised.author = staff.author(practised, person.id)
        assert undo.undo_last(practised) is None
    assert export(practised) == before
