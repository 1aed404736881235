"""The import from dry run to undo: what was announced comes in and nothing else, and all of it goes out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hsct_desktop.domain.contact import ContactEntry
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.patient import FollowUp, PatientEntry
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.visit import VisitStatus, visit_status
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import contacts, import_runs, replanning, today
from hsct_desktop.services import patients as patients_service
from hsct_desktop.services.handover import handover
from hsct_desktop.services.import_check import DryRun, SheetPlan
from hsct_desktop.services.import_take import Taken, take
from hsct_desktop.services.import_today import first_today
from hsct_desktop.services.undo import undo_last
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import alert, patient, scheduled_visit
from hsct_desktop.store.base import Base
from hsct_desktop.store.change_log import UNLOGGED, last_entry
from tests.services.importing import PATIENT_HEADS, edss, patients, plan_of, run_of
from tests.services.ward import TODAY

MARIA = ("P1", "Solinas", "Maria", "1980-05-01", "female", "ms", "2024-03-12")
PAOLO = ("P2", "Neri", "Paolo", "1975-01-31", "male", "ms", "2025-10-02")


class Cancelled(Exception):
    """Somebody pressed Cancel."""


def counts(run: DryRun | Taken) -> dict[str, int]:
    return {state.value: count for state, count in run.counts.items() if count}


def standing(ws: Workspace) -> dict[str, list[str]]:
    """Every row of every table that counts, but the log's."""
    found = {}
    with ws.read() as session:
        for name, table in Base.metadata.tables.items():
            if name in {"change_log", *UNLOGGED, "protocol_snapshot"}:
                continue
            wanted = sa.select(*(c for c in table.columns if c.name not in ("version", "updated_at", "updated_by")))
            if "voided_at" in table.columns:
                wanted = wanted.where(table.c.voided_at.is_(None))
            found[name] = sorted(map(repr, session.execute(wanted)))
    return {name: rows for name, rows in found.items() if rows}


def seq(ws: Workspace) -> int:
    with ws.read() as session:
        return last_entry(session).seq


def visits_of(ws: Workspace, code: str) -> list[tuple[scheduled_visit.Scheduled, VisitStatus]]:
    with ws.read() as session:
        found = patient.by_code(session, code)
        assert found is not None
        rows = scheduled_visit.of_patient(session, found.id)
        return [(row, visit_status(row.facts(found.follow_up), TODAY)) for row in rows]


def test_what_was_announced_comes_in_once_and_goes_out_whole(ws: Workspace) -> None:
    before = standing(ws)
    plans = [patients(MARIA, PAOLO), edss(("P1", "2024-02-01", "4.5"), ("P9", "2024-02-01", "4.5"))]
    run = run_of(ws, *plans)
    assert counts(run) == {"new": 3, "refused": 1}
    assert run.read == 4 == run.taken + 1
    assert run.new_patients == 2
    taken = take(ws, run)
    assert taken.counts == run.counts
    assert taken.run_id is not None
    (held,) = import_runs.everything(ws)
    assert (held.rows_read, held.new_rows, held.refused_rows, held.patients) == (4, 3, 1, 2)

    line = seq(ws)
    again = take(ws, run_of(ws, *plans))
    assert counts(again) == {"same": 3, "refused": 1}
    assert again.run_id is None
    assert not again.changes.txn
    assert seq(ws) == line

    undone = import_runs.undo(ws, taken.run_id)
    assert undone.text
    assert standing(ws) == before
    assert import_runs.everything(ws)[0].undone_at is not None
    with pytest.raises(KnownError, match="undo_done_already"):
        import_runs.undo(ws, taken.run_id)
    assert counts(take(ws, run_of(ws, *plans))) == counts(run)


def test_ctrl_z_takes_the_whole_import_back(ws: Workspace) -> None:
    before = standing(ws)
    take(ws, run_of(ws, patients(MARIA)))
    assert undo_last(ws) is not None
    assert standing(ws) == before


def test_a_cancelled_import_leaves_nothing(ws: Workspace) -> None:
    run = run_of(ws, patients(MARIA, PAOLO), edss(("P1", "2024-02-01", "4.5")))
    line, calls = seq(ws), []

    def cancel(done: int, total: int) -> None:
        calls.append((done, total))
        if len(calls) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        take(ws, run, cancel)
    assert seq(ws) == line
    assert len(calls) == 3
    assert counts(take(ws, run)) == {"new": 3}  # and it can still be taken


def test_no_rows_write_nothing(ws: Workspace) -> None:
    line = seq(ws)
    taken = take(ws, run_of(ws, patients()))
    assert (counts(taken), taken.run_id, seq(ws)) == ({}, None, line)


def test_what_others_wrote_meanwhile_is_judged_again(ws: Workspace) -> None:
    run = run_of(ws, patients(MARIA, PAOLO), edss(("P1", "2024-02-01", "4.5"), ("P2", "2024-02-01", "3")))
    entry = PatientEntry("p1", "Other", "Somebody", date(1990, 1, 1), disease_id="ms")
    patients_service.register(ws, entry, None)
    taken = take(ws, run)
    assert counts(taken) == {"new": 2, "refused": 2}
    told = [(verdict.key.sheet, verdict.problems[0].problem.key) for verdict in taken.run.rows if verdict.problems]
    # Her EDSS is not that of whoever has the code by now.
    assert told == [("Patients", "import_birth_date_other"), ("EDSS", "import_patient_refused")]


def test_others_write_while_the_write_begins(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of(ws, patients(MARIA))
    write, entry = ws.store.write, PatientEntry("P1", "Other", "Somebody", date(1990, 1, 1), disease_id="ms")

    def late(*args: Any, **named: Any) -> Any:
        monkeypatch.setattr(ws.store, "write", write)
        patients_service.register(ws, entry, None)
        return write(*args, **named)

    monkeypatch.setattr(ws.store, "write", late)
    assert counts(take(ws, run)) == {"refused": 1}
    assert import_runs.everything(ws) == []


def test_past_visits_are_history_and_one_of_the_file_is_done(ws: Workspace) -> None:
    seen = plan_of(ImportKind.VISITS, {"Code": "patient.code", "Day": "visit.on"}, [("P2", "2026-01-09")], "Visits")
    run = run_of(ws, patients(PAOLO), seen)
    ahead = first_today(ws, run)
    taken = take(ws, run)
    found = [status for _, status in visits_of(ws, "P2")]
    assert VisitStatus.LATE not in found
    assert found.count(VisitStatus.DONE) == 1
    assert (found.count(VisitStatus.HISTORY), 1) == (ahead.history_visits, ahead.done)
    assert found.count(VisitStatus.UPCOMING) == ahead.upcoming
    assert taken.first_today == ahead
    assert [row.patient_id for row in today.lists(ws, TODAY).rows if row.status is VisitStatus.LATE] == []


def test_the_first_today_is_what_today_shows(ws: Workspace) -> None:
    day0 = [TODAY - timedelta(days=days) for days in (30, 93, 182, 363, 400)]
    rows = [(f"P{n}", f"Family{n}", "Anna", "1980-05-01", "female", "ms", str(day)) for n, day in enumerate(day0)]
    run = run_of(ws, patients(*rows))
    ahead = first_today(ws, run)
    take(ws, run)
    shown = today.lists(ws, TODAY)
    assert [(r.kind, r.code, r.task, r.why) for r in shown.rows] == [
        (r.kind, r.code, r.visit, r.words) for r in ahead.rows
    ]
    assert dict(ahead.lists) == {kind: count for kind, count in shown.counts.items() if count}
    assert ahead.lists[WorklistKind.VACCINES] == 4
    assert ahead.late == 0


def test_a_preview_leaves_nothing_and_tells_only_what_the_import_brings(ws: Workspace) -> None:
    take(ws, run_of(ws, patients(MARIA)))
    before, at = standing(ws), seq(ws)
    run = run_of(ws, patients(MARIA, PAOLO))
    ahead = first_today(ws, run)
    assert {row.code for row in ahead.rows} == {"P2"}
    assert (standing(ws), seq(ws)) == (before, at)
    assert take(ws, run).first_today == ahead


def test_patients_without_a_code_get_the_next_of_the_chosen_series(ws: Workspace) -> None:
    heads = {name: field for name, field in PATIENT_HEADS.items() if name != "Code"}
    series = {"patient.code": "P###"}

    def table(*rows: tuple[str, ...]) -> SheetPlan:
        return plan_of(ImportKind.PATIENTS, heads, [row[1:] for row in rows], "Patients", series)

    take(ws, run_of(ws, patients(("P041", "Rossi", "Anna", "1970-01-01", "", "ms", ""))))
    twice = (*MARIA[:6], "2025-09-01")
    plans = [table(MARIA, PAOLO, twice)]
    run = run_of(ws, *plans)
    assert [row.code for row in run.rows] == ["P042", "P043", "P042"], run.groups
    take(ws, run)
    again = run_of(ws, *plans)
    assert counts(again) == {"same": 3}
    assert [row.code for row in again.rows] == ["P042", "P043", "P042"]
    take(ws, run_of(ws, patients(("X1", "Verdi", "Ugo", "1980-01-02", "", "ms", ""))))
    assert run_of(ws, table(("", "Verdi", "Ugo", "1980-01-02", "", "ms", ""))).rows[0].same_person


@pytest.mark.parametrize(
    ("heads", "cells", "state"),
    [
        ({"Died": "state.died_on"}, ("2025-01-05",), FollowUp.DEAD),
        ({"Lost": "state.lost_on", "Why": "state.lost_reason"}, ("2025-01-05", "moved"), FollowUp.LOST),
        (
            {"Lost": "state.lost_on", "Died": "state.died_on", "Cause": "state.cause"},
            ("2025-01-05", "2025-06-01", "sepsis"),
            FollowUp.DEAD,
        ),
        ({"To": "state.transferred_on", "Unit": "state.transferred_to"}, ("2025-01-05", "Pisa"), FollowUp.TRANSFERRED),
    ],
)
def test_who_is_no_longer_followed_has_no_open_visits(
    ws: Workspace, heads: dict[str, str], cells: tuple[str, ...], state: FollowUp
) -> None:
    run = run_of(ws, patients((*MARIA, *cells), heads=PATIENT_HEADS | heads))
    assert counts(run) == {"new": 1}, run.groups
    take(ws, run)
    with ws.read() as session:
        found = patient.by_code(session, "P1")
    assert found is not None
    assert found.follow_up is state
    assert not any(status.awaits for _, status in visits_of(ws, "P1"))
    last = date.fromisoformat(max(cell for cell in cells if cell.startswith("20")))
    for visit, status in visits_of(ws, "P1"):  # what comes after the end never was due: it is no missed history
        assert (status is VisitStatus.HISTORY) == (visit.latest < TODAY and visit.earliest <= last), visit
    assert counts(run_of(ws, patients((*MARIA, *cells), heads=PATIENT_HEADS | heads))) == {"same": 1}


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["P1", "p1", "P2", "P3", ""]), st.sampled_from(["Solinas", "Neri", ""]),
        st.sampled_from(["Maria", "Paolo"]), st.sampled_from(["1980-05-01", "1975-01-31", "?", "2030-01-01"]),
        st.sampled_from(["female", "male", "x"]), st.sampled_from(["ms", ""]),
        st.sampled_from(["2024-03-12", "2024-03-13", "1960-01-01", ""]),
    ),
    max_size=6,
)  # fmt: skip
SCORES = st.lists(
    st.tuples(
        st.sampled_from(["P1", "P2", "P4", ""]), st.sampled_from(["2024-02-01", "2024", "soon"]),
        st.sampled_from(["4.5", "3", "11", "n.d."]),
    ),
    max_size=6,
)  # fmt: skip


@pytest.mark.soak
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, scores=SCORES)
def test_whatever_the_tables_say_every_row_is_counted_and_comes_in_once(
    ws_of: Callable[[], Workspace], rows: list[tuple[str, ...]], scores: list[tuple[str, ...]]
) -> None:
    ws = ws_of()
    before, plans = standing(ws), [patients(*rows), edss(*scores)]
    run = run_of(ws, *plans)
    assert sum(run.counts.values()) == run.read == len(rows) + len(scores) == len({v.key for v in run.rows})
    assert all((v.state is RowState.REFUSED) == any(not p.problem.soft for p in v.problems) for v in run.rows)
    taken = take(ws, run)
    assert taken.counts == run.counts
    again = run_of(ws, *plans)
    assert again.counts[RowState.NEW] == again.counts[RowState.CHANGED] == 0
    # A row that could not register somebody says nothing new of who is recorded by another row.
    assert again.counts[RowState.REFUSED] <= run.counts[RowState.REFUSED]
    assert not again.writes
    if taken.run_id is not None:
        import_runs.undo(ws, taken.run_id)
    assert standing(ws) == before


def test_the_shift_is_told_of_the_import_and_not_of_each_row(ws: Workspace) -> None:
    taken = take(ws, run_of(ws, patients(MARIA, PAOLO), edss(("P1", "2024-02-01", "4.5"))))
    told = handover(ws, ws.clock() - timedelta(hours=1))
    assert [line.text for line in told.ward if line.table == "import_run"] == ["import of old.xlsx: 3 rows taken in"]
    assert told.patients == ()
    import_runs.undo(ws, taken.run_id or 0)
    told = handover(ws, ws.clock() - timedelta(hours=1))
    assert [line.text for line in told.ward if "import" in line.text] == []


def test_what_the_program_adds_as_days_pass_does_not_hold_an_import_in(ws: Workspace) -> None:
    before = standing(ws)
    taken = take(ws, run_of(ws, patients(MARIA)))
    later = replace(ws, clock=clock_on(TODAY + timedelta(days=1200)))
    assert replanning.keep_ahead(later) == 1  # visits of the years to come
    fired = {
        "rule_id": "any", "rules_version": "1", "severity": "red", "certainty": "sure", "value": {}, "threshold": {},
        "facts": [], "missing": [], "fired_on": TODAY, "ended_on": None,
    }  # fmt: skip
    with ws.store.write(None, "alert.refresh") as session:
        alert.fire(session, 1, fired)
    assert counts(run_of(ws, patients(MARIA))) == {"same": 1}
    import_runs.undo(ws, taken.run_id or 0)
    assert standing(ws) == before


def test_what_a_person_has_entered_since_holds_the_import_in(ws: Workspace) -> None:
    taken = take(ws, run_of(ws, patients(MARIA)))
    contacts.record(ws, ContactEntry(1, TODAY))
    with pytest.raises(KnownError, match="undo_changed_since"):
        import_runs.undo(ws, taken.run_id or 0)
    assert import_runs.everything(ws)[0].undone_at is None
