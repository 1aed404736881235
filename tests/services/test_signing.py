"""A signed visit is locked with its checklist and its results, until a physician unlocks it with a reason."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.attachment import PaperEntry
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.signing import SignState
from hsct_desktop.domain.visit import Vitals
from hsct_desktop.services import attachments, lab_results, reports, signing, staff, undo, visits
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.lab_result import on_days
from tests.services.ward import TODAY, days, keys, plan, register, see, work_as

START = datetime(2030, 1, 1, 8, tzinfo=UTC)


@pytest.fixture
def clock(ws: Workspace) -> list[datetime]:
    """The computer's clock, to be set."""
    held = [START]
    ws.store.machine_clock = lambda: held[0]
    return held


@pytest.fixture
def signed(ws: Workspace, clock: list[datetime]) -> tuple[int, int]:
    """A patient and a signed visit of today with two results."""
    patient_id = register(ws)
    visit_id = see(ws, patient_id, None)
    type_in(ws, patient_id, HGB="10.1", PLT="31")
    signing.sign(ws, visit_id)
    return patient_id, visit_id


def type_in(ws: Workspace, patient_id: int, **values: str) -> None:
    cells = [CellEntry(code, Sample(TODAY), text) for code, text in values.items()]
    lab_results.put_cells(ws, patient_id, cells, confirmed=True)


def shown(ws: Workspace, patient_id: int) -> dict[str, str]:
    with ws.read() as session:
        return {one.analyte: one.text for one in on_days(session, patient_id, [TODAY])}


def change(ws: Workspace, visit_id: int, pulse: int = 88) -> None:
    entry, version = visits.entry_of(ws, visit_id)
    visits.revise(ws, visit_id, version, replace(entry, vitals=Vitals(pulse=pulse)))


def refused(act: object, *args: object, **named: object) -> str:
    with pytest.raises(KnownError) as caught:
        act(*args, **named)  # type: ignore[operator]
    return caught.value.key


def test_a_signature_says_who_and_when(ws: Workspace, signed: tuple[int, int]) -> None:
    line = signing.line_of(ws, signed[1])
    assert (line.state, line.signed_by, line.is_locked) == (SignState.SIGNED, "Ann Nurse", True)
    assert line.signed_at is not None
    assert line.signed_at.date() == TODAY
    assert signing.states(ws, signed[0]) == {signed[1]: SignState.SIGNED}
    assert refused(signing.sign, ws, signed[1]) == "visit_signed_already"


def test_nothing_of_a_signed_visit_changes(ws: Workspace, signed: tuple[int, int]) -> None:
    patient_id, visit_id = signed
    assert refused(change, ws, visit_id) == "entry_signed"
    assert refused(visits.void_visit, ws, visit_id, "wrong") == "entry_signed"
    assert refused(type_in, ws, patient_id, HGB="11.0") == "entry_signed"
    assert refused(type_in, ws, patient_id, HGB="") == "entry_signed"
    with ws.read() as session:
        ids = [one.id for one in on_days(session, patient_id, [TODAY])]
    assert refused(lab_results.regrade, ws, patient_id, ids) == "entry_signed"
    assert shown(ws, patient_id) == {"HGB": "10.1", "PLT": "31"}
    assert signing.line_of(ws, visit_id).state is SignState.SIGNED


def test_a_result_that_comes_later_is_no_part_of_it(ws: Workspace, signed: tuple[int, int]) -> None:
    patient_id, visit_id = signed
    type_in(ws, patient_id, CRP="12")
    type_in(ws, patient_id, CRP="21")
    assert shown(ws, patient_id)["CRP"] == "21"
    assert signing.line_of(ws, visit_id).state is SignState.SIGNED


def test_seeing_a_result_is_no_change_of_it(ws: Workspace, signed: tuple[int, int]) -> None:
    with ws.read() as session:
        held = {one.id: one.version for one in on_days(session, signed[0], [TODAY])}
    lab_results.review(ws, signed[0], held)
    assert signing.line_of(ws, signed[1]).state is SignState.SIGNED


def test_a_physician_unlocks_for_half_an_hour(ws: Workspace, signed: tuple[int, int], clock: list[datetime]) -> None:
    patient_id, visit_id = signed
    saved = signing.unlock(ws, visit_id, "pulse seen on the chart")
    assert saved.text == "Visit unlocked for 30 minutes: Bianchi, Anna, 20\u00a0Nov\u00a02026"
    line = signing.line_of(ws, visit_id)
    assert (line.state, line.until, line.because) == (
        SignState.UNLOCKED, START + timedelta(minutes=30), "pulse seen on the chart",
    )  # fmt: skip
    clock[0] += timedelta(minutes=29)
    change(ws, visit_id)
    type_in(ws, patient_id, HGB="11.0")
    clock[0] += timedelta(minutes=1)
    assert refused(change, ws, visit_id, 90) == "entry_signed"
    assert signing.line_of(ws, visit_id).state is SignState.CHANGED
    assert signing.line_of(ws, visit_id).is_locked
    signing.sign(ws, visit_id)
    assert signing.line_of(ws, visit_id).state is SignState.SIGNED


def test_what_was_unlocked_and_not_changed_is_signed_still(
    ws: Workspace, signed: tuple[int, int], clock: list[datetime]
) -> None:
    signing.unlock(ws, signed[1], "to look")
    clock[0] += timedelta(minutes=31)
    assert signing.line_of(ws, signed[1]).state is SignState.SIGNED


def test_signing_anew_ends_the_unlocking(ws: Workspace, signed: tuple[int, int]) -> None:
    signing.unlock(ws, signed[1], "typing error")
    change(ws, signed[1])
    signing.sign(ws, signed[1])
    assert refused(change, ws, signed[1], 90) == "entry_signed"


def test_an_unlocked_entry_changes_for_a_reason(ws: Workspace, signed: tuple[int, int]) -> None:
    signing.unlock(ws, signed[1], "typing error")
    ws.reason = ""
    for act in (lambda: change(ws, signed[1]), lambda: type_in(ws, signed[0], HGB="11.0")):
        with pytest.raises(InputError) as caught:
            act()
        assert keys(caught.value) == {("reason", "change_reason_missing")}
    with ws.because("typing error"):
        type_in(ws, signed[0], HGB="11.0")
    assert shown(ws, signed[0])["HGB"] == "11.0"


def test_a_clock_set_back_opens_nothing_longer_and_signs_nothing(
    ws: Workspace, signed: tuple[int, int], clock: list[datetime]
) -> None:
    signing.unlock(ws, signed[1], "typing error")
    clock[0] -= timedelta(minutes=6)
    assert refused(change, ws, signed[1]) == "entry_signed"
    assert refused(signing.sign, ws, signed[1]) == "clock_set_back"
    assert refused(signing.unlock, ws, signed[1], "again") == "clock_set_back"
    clock[0] += timedelta(minutes=2)  # clocks are corrected by so much
    signing.sign(ws, see(ws, signed[0], None, days(-1)))


def test_nobody_but_a_physician_unlocks(ws: Workspace, signed: tuple[int, int], other: Author) -> None:
    work_as(ws, Role.NURSE)
    assert refused(signing.unlock, ws, signed[1], "why not") == "not_permitted"
    line = signing.line_of(ws, signed[1])
    assert (line.may_sign, line.may_unlock) == (True, False)
    ws.author = other
    signing.unlock(ws, signed[1], "because")
    assert signing.line_of(ws, signed[1]).unlocked_by == other.name


def test_a_reason_is_wanted_and_only_what_is_signed_is_unlocked(ws: Workspace, signed: tuple[int, int]) -> None:
    with pytest.raises(InputError):
        signing.unlock(ws, signed[1], "  ")
    assert refused(signing.unlock, ws, see(ws, signed[0], None, days(-1)), "why") == "visit_not_signed"


def test_a_visit_whose_report_is_awaited_is_not_signed(ws: Workspace, clock: list[datetime]) -> None:
    patient_id = register(ws, 100)
    label = next(name for name, row in plan(ws, patient_id).items() if row.status.awaits)
    row = plan(ws, patient_id)[label]
    reports.done_elsewhere(ws, row.scheduled_id or 0, row.version, TODAY, "Northfield", "by train", confirmed=True)
    visit_id = plan(ws, patient_id)[label].visit_id or 0
    assert refused(signing.sign, ws, visit_id) == "visit_not_complete"
    assert not signing.line_of(ws, visit_id).is_complete


def test_a_signature_is_not_undone_nor_what_was_signed(ws: Workspace, clock: list[datetime]) -> None:
    patient_id = register(ws)
    saved = visits.record(ws, replace(visits.entry_of(ws, see(ws, patient_id, None, days(-1)))[0], on=TODAY), True)
    assert signing.sign(ws, saved.record_id or 0).txn == ""
    assert refused(undo.undo_last, ws) == "signature_stays"
    assert refused(undo.undo, ws, saved.txn) == "entry_locked"
    signing.unlock(ws, saved.record_id or 0, "wrong patient")
    assert refused(undo.undo_last, ws) == "signature_stays"
    undo.undo(ws, saved.txn)
    with pytest.raises(KnownError, match="stale_row"):
        visits.entry_of(ws, saved.record_id or 0)


def test_a_statement_that_passes_the_services_by_is_stopped(ws: Workspace, signed: tuple[int, int]) -> None:
    for statement in (
        "UPDATE visit SET pulse = 1", "UPDATE visit SET voided_at = 'x'", "UPDATE lab_result SET text = '99'",
        "UPDATE record_signature SET facts_sha256 = ''",
    ):  # fmt: skip
        with pytest.raises(KnownError, match="entry_locked"), ws.write("visit.revise") as session:
            session.execute(sa.text(statement))
    with closing(sqlite3.connect(ws.store.path)) as foreign, pytest.raises(sqlite3.OperationalError):
        foreign.execute("UPDATE visit SET pulse = 1")


def test_any_nurse_signs(ws: Workspace, clock: list[datetime]) -> None:
    visit_id = see(ws, register(ws), None)
    added = staff.add(ws, "Nina Nurse", Role.NURSE)
    ws.author = staff.author(ws, added.record_id or 0)
    signing.sign(ws, visit_id)
    assert signing.line_of(ws, visit_id).signed_by == "Nina Nurse"


def test_what_hangs_on_a_signed_visit_is_not_taken_back(ws: Workspace, signed: tuple[int, int]) -> None:
    patient_id, visit_id = signed
    attachments.add(ws, patient_id, PaperEntry("scan.pdf", b"%PDF-1.4\n\x00\xff", "Scan"), visit_id)
    (paper,) = attachments.for_patient(ws, patient_id)
    assert refused(attachments.void_paper, ws, paper.id, "wrong paper") == "entry_signed"
    signing.unlock(ws, visit_id, "a paper of somebody else")
    attachments.void_paper(ws, paper.id, "wrong paper")
    assert attachments.for_patient(ws, patient_id) == []


def test_a_report_of_a_signed_visit_stays_arrived(ws: Workspace, clock: list[datetime]) -> None:
    patient_id = register(ws, 100)
    row = next(one for one in plan(ws, patient_id).values() if one.status.awaits)
    reports.done_elsewhere(ws, row.scheduled_id or 0, row.version, TODAY, "Northfield", "by train", confirmed=True)
    (report,) = reports.waiting(ws, patient_id)
    reports.arrived(ws, report.id, report.version, TODAY)
    held = reports.one(ws, report.id)
    visit_id = plan(ws, patient_id)[row.label].visit_id or 0
    signing.sign(ws, visit_id)
    assert refused(reports.await_again, ws, report.id, held.version) == "entry_signed"
    assert refused(reports.void_report, ws, report.id, "wrong", held.version) == "entry_signed"
    signing.unlock(ws, visit_id, "the report was somebody else's")
    reports.await_again(ws, report.id, held.version)
    assert not signing.line_of(ws, visit_id).is_complete
