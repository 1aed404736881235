"""Vaccines on a real file: the plan, doses recorded, changed and taken back, decisions, what asks for a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.domain.statement import StatementAnswer, StatementEntry, StatementKind
from hsct_desktop.domain.vaccination import VaccinationEntry
from hsct_desktop.domain.vaccine import VaccineDecision, VaccineStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import (
    lab_results,
    practice_vaccines,
    settings,
    statements,
    today,
    undo,
    vaccine_list,
    vaccines,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient
from tests.services.ward import TODAY, days, register


def dose(pid: int, vaccine: str, on: int, **more: object) -> VaccinationEntry:
    entry = VaccinationEntry(pid, vaccine, days(on), lot="FX 1", site="left deltoid", given_by="A. Piras")
    return replace(entry, **more)  # type: ignore[arg-type]


def asked(error: pytest.ExceptionInfo[InputError]) -> list[tuple[str, str, bool]]:
    return [(problem.field, problem.key, problem.soft) for problem in error.value.problems]


def test_a_dose_is_recorded_changed_taken_back_and_undone(ws: Workspace) -> None:
    pid = register(ws, 200)
    saved = vaccines.record(ws, dose(pid, "hexavalent", -10))
    assert saved.kinds == {"vaccine", "alert"}
    plan = vaccines.for_patient(ws, pid)
    assert [plan.line(part).counted for part in ("dtap", "ipv", "hib", "hbv", "pcv")] == [1, 1, 1, 1, 0]
    assert plan.line("dtap").given[0].given is not None
    key = saved.record_id or 0
    entry, version = vaccines.entry_of(ws, key)
    assert entry == dose(pid, "hexavalent", -10)
    vaccines.revise(ws, key, version, replace(entry, vaccine="pentavalent"))
    assert vaccines.for_patient(ws, pid).line("hbv").counted == 0
    with pytest.raises(KnownError, match="stale_row"):
        vaccines.revise(ws, key, version, entry)
    gone = vaccines.void_vaccination(ws, key, "wrong patient")
    assert vaccines.for_patient(ws, pid).line("dtap").given == ()
    assert "vaccine" in undo.undo(ws, gone.txn).kinds
    assert vaccines.for_patient(ws, pid).line("dtap").counted == 1


def test_what_cannot_have_been_is_refused_and_what_is_against_a_rule_asks_why(ws: Workspace) -> None:
    pid = register(ws, 200)
    vaccines.record(ws, dose(pid, "pcv20", -60, dose_number=1))
    wrong = {
        dose(pid, "pcv20", 1): ("given_on", "date_in_future", False),
        dose(pid, "pcv13", -60): ("given_on", "vaccine_twice_on_a_day", False),
        dose(pid, "pvc", -20): ("vaccine", "vaccine_unknown", False),
        dose(pid, "pcv20", -20, dose_number=3): ("reason", "vaccine_dose_order_why", True),
        dose(pid, "pcv20", -50): ("reason", "vaccine_too_early_why", True),
        dose(pid, "hib", -250): ("reason", "vaccine_before_day0_why", True),
        dose(pid, "mmr", -5): ("reason", "vaccine_held_why", True),
        dose(pid, "bcg", -5): ("reason", "vaccine_never_why", True),
        dose(pid, "pcv20", -20, dose_number=99): ("dose_number", "vaccine_dose_unreadable", False),
    }
    for entry, expected in wrong.items():
        with pytest.raises(InputError) as refused:
            vaccines.record(ws, entry)
        assert asked(refused) == [expected], entry
        assert ws.wording.problem(refused.value.problems[0]).endswith(".")
    assert [d.given for d in vaccines.for_patient(ws, pid).line("mmr").given] == []


def test_a_live_dose_that_was_given_is_kept_with_its_reason_and_does_not_count(ws: Workspace) -> None:
    pid = register(ws, 200)
    vaccines.record(ws, dose(pid, "mmr", -5, reason="given elsewhere, not knowing"))
    line = vaccines.for_patient(ws, pid).line("mmr")
    assert line.given[0].given is not None
    assert line.given[0].given.reason == "given elsewhere, not knowing"
    assert line.given[0].status is VaccineStatus.NOT_COUNTED
    assert line.status is VaccineStatus.HELD


def test_live_vaccines_come_once_everything_is_known_and_go_with_one_fact(ws: Workspace) -> None:
    pid = register(ws, 800)
    assert vaccines.for_patient(ws, pid).line("mmr").status is VaccineStatus.HELD
    for kind in ("immunosuppression", "relapse", "blood_elsewhere", "measles_immune"):
        statements.record(ws, StatementEntry(pid, StatementKind(kind), StatementAnswer.NO, TODAY))
    plan = vaccines.for_patient(ws, pid)
    assert {found.condition.id: found.truth for found in plan.line("mmr").open_conditions} == {}
    assert plan.line("mmr").status is VaccineStatus.DUE
    assert {f.condition.id: f.truth for f in plan.line("vzv_live").open_conditions} == {"seronegative": Truth.UNKNOWN}
    statements.record(ws, StatementEntry(pid, StatementKind.RELAPSE, StatementAnswer.YES, TODAY))
    assert vaccines.for_patient(ws, pid).line("mmr").status is VaccineStatus.HELD


def test_anti_hbs_ends_hepatitis_b_or_starts_a_second_series(ws: Workspace) -> None:
    pid = register(ws, 700)
    for on in (-500, -460, -310):
        vaccines.record(ws, dose(pid, "hbv", on))
    line = vaccines.for_patient(ws, pid).line("hbv")
    assert (line.status, line.to_give) == (VaccineStatus.OVERDUE, ())
    assert line.check is not None
    lab_results.put_cells(ws, pid, [CellEntry("AHBS", Sample(days(-270), ""), "4 mIU/mL")], confirmed=True)
    line = vaccines.for_patient(ws, pid).line("hbv")
    assert [d.number for d in line.to_give] == [4, 5, 6]
    assert line.to_give[0].due_from == days(-270)


def test_a_series_is_chosen_left_out_and_asked_again(ws: Workspace) -> None:
    pid = register(ws, 200)
    assert vaccines.for_patient(ws, pid).line("hpv").status is VaccineStatus.ASKS
    vaccines.decide(ws, pid, "hpv", VaccineDecision.PLAN)
    assert vaccines.for_patient(ws, pid).line("hpv").status is VaccineStatus.DUE
    with pytest.raises(InputError, match="reason_missing"):
        vaccines.decide(ws, pid, "hpv", VaccineDecision.LEAVE_OUT)
    vaccines.decide(ws, pid, "hpv", VaccineDecision.LEAVE_OUT, reason="declined")
    assert vaccines.for_patient(ws, pid).line("hpv").status is VaccineStatus.LEFT_OUT
    saved = vaccines.reopen(ws, pid, "hpv")
    assert "taken back" in saved.text
    assert vaccines.for_patient(ws, pid).line("hpv").status is VaccineStatus.ASKS
    vaccines.decide(ws, pid, "pcv", VaccineDecision.PLAN, "pcv20")
    plan = vaccines.for_patient(ws, pid)
    assert len(plan.line("pcv").to_give) == 4
    assert plan.line("ppsv23").status is VaccineStatus.LEFT_OUT
    with pytest.raises(InputError, match="vaccine_product_other"):
        vaccines.decide(ws, pid, "pcv", VaccineDecision.PLAN, "hexavalent")


def test_the_unit_chooses_guideline_and_numbers(ws: Workspace) -> None:
    pid = register(ws, 120)
    assert vaccines.for_patient(ws, pid).line("hib").status is VaccineStatus.DUE
    settings.put(ws, "vaccines.variant", "idsa")
    plan = vaccines.for_patient(ws, pid)
    assert (plan.variant, plan.line("hib").status) == ("idsa", VaccineStatus.PLANNED)
    assert vaccines.for_patient(ws, pid, variant="ecil7").line("hib").status is VaccineStatus.DUE
    settings.put(ws, "vaccines.suppression_free", "6")
    labels = [found.condition.label.it for found in vaccines.for_patient(ws, pid).line("mmr").conditions]
    assert "Senza immunosoppressione da 6 mesi" in labels


def test_without_a_day_0_nothing_is_due_and_that_is_said(ws: Workspace) -> None:
    plan = vaccines.for_patient(ws, register(ws, None))
    assert plan.due == ()
    assert {line.status.value for line in plan.lines} <= {"planned", "asks", "held", "never"}
    assert all(line.why for line in plan.lines)


def test_today_says_what_the_plans_say_and_every_due_vaccine_has_its_row(practised: Workspace) -> None:
    rows = {row.patient_id: row for row in today.lists(practised, TODAY).rows if row.kind is WorklistKind.VACCINES}
    assert len(rows) >= 4
    with practised.read() as session:
        people = [found.id for found in patient.find(session, [], 1000)]
    for hit in people:
        plan = vaccines.for_patient(practised, hit)
        row = rows.get(hit)
        if row is None or row.vaccines is None:
            assert plan.due == ()
            continue
        assert [(line.series.id, line.status, line.next) for line in row.vaccines.lines] == [
            (line.series.id, line.status, line.next) for line in plan.due
        ]
        assert row.task
        assert row.why


def test_the_ward_is_read_in_a_number_of_statements_that_does_not_grow(practised: Workspace) -> None:
    def statements_for(ids: list[int] | None) -> int:
        with practised.read() as session:
            made: list[str] = []
            raw = session.connection().connection.driver_connection
            assert raw is not None
            raw.set_trace_callback(made.append)
            vaccine_list.due(practised, session, TODAY, ids)
            raw.set_trace_callback(None)
            return len(made)

    assert statements_for([1]) == statements_for(None)


def test_the_practice_ward_tells_its_stories(practised: Workspace) -> None:
    early = vaccines.for_patient(practised, practice_vaccines.TOO_EARLY + 1)
    assert [d.status.value for d in early.line("dtap").given] == ["given", "not_counted", "given", "given"]
    assert early.line("pcv").next is not None
    restarted = vaccines.for_patient(practised, practice_vaccines.RESTARTED + 1).line("hbv")
    assert [d.why[0].key for d in restarted.given][:3] == ["before_day0"] * 3
    assert restarted.counted == 2
    behind = vaccines.for_patient(practised, practice_vaccines.CATCH_UP + 1).line("dtap")
    assert (behind.status.value, behind.counted, len(behind.to_give)) == ("overdue", 1, 2)
    held = vaccines.for_patient(practised, practice_vaccines.LIVE_HELD + 1).line("mmr")
    assert held.status is VaccineStatus.HELD
    assert [found.condition.id for found in held.open_conditions] == ["seronegative"]


def test_a_dose_is_asked_about_once_while_a_delay_is_surely_true(ws: Workspace) -> None:
    pid = register(ws, 200)
    vaccines.record(ws, dose(pid, "hib", -100))  # nobody knows the platelets: nothing is asked
    lab_results.put_cells(ws, pid, [CellEntry("PLT", Sample(days(-3), ""), "42")], confirmed=True)
    with pytest.raises(InputError) as refused:
        vaccines.record(ws, dose(pid, "pcv20", 0))
    assert asked(refused) == [("reason", "vaccine_delayed_why", True)]
    assert "intramuscular" in ws.wording.problem(refused.value.problems[0])
    saved = vaccines.record(ws, dose(pid, "pcv20", 0, reason="subcutaneous, platelets given before"))
    entry, _version = vaccines.entry_of(ws, saved.record_id or 0)
    assert entry.reason == "subcutaneous, platelets given before"


def test_what_delays_stands_before_what_is_due(ws: Workspace) -> None:
    pid = register(ws, 200)
    (row,) = [row for row in today.lists(ws, TODAY).rows if row.kind is WorklistKind.VACCINES]
    assert row.why.startswith("Due") or "overdue" in row.why
    lab_results.put_cells(ws, pid, [CellEntry("PLT", Sample(days(-3), ""), "42")], confirmed=True)
    (row,) = [row for row in today.lists(ws, TODAY).rows if row.kind is WorklistKind.VACCINES]
    assert row.why.replace("\u00a0", " ").startswith("Delayed: platelets below 50")
