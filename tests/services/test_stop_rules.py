"""Stop rules of a patient: verdicts, Today's two lists, a stop against the rule, extending, the unit's own numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.domain.statement import StatementAnswer, StatementEntry, StatementKind
from hsct_desktop.domain.supportive_therapy import StopReason, SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import (
    alerts,
    lab_results,
    printing,
    rule_sets,
    statements,
    stop_rules,
    stop_settings,
    supportive_therapies,
    today,
    undo,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.rule_setting import StoredNumbers
from tests.services.ward import TODAY, days, drug, keys, register

TO_STOP, HELD = WorklistKind.TO_STOP, WorklistKind.DO_NOT_STOP
DAY0 = add_months(TODAY, -6)


@pytest.fixture
def ward(ws: Workspace) -> Workspace:
    """An open file whose rules were approved."""
    rule_sets.approve(ws, "stops", "Dr Serra", TODAY)
    rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    return ws


def patient(ws: Workspace, months: int = 6, code: str = "MS-001") -> int:
    """Registered, so many months after Day 0."""
    return register(ws, (TODAY - add_months(TODAY, -months)).days, code)


def pjp(who: int, planned: date | None = TODAY, rule: str = "pjp_6m_cd4", **more: object) -> SupportiveTherapyEntry:
    entry = drug(
        who, planned, name="Co-trimoxazole", therapy_class=TherapyClass.PJP, catalogue_id="cotrimoxazole",
        start=days(-150), stop_rule_id=rule, stop_rule="as written",
    )  # fmt: skip
    return replace(entry, **more)  # type: ignore[arg-type]


def give(ws: Workspace, entry: SupportiveTherapyEntry) -> int:
    return supportive_therapies.record(ws, entry).record_id or 0


def measure(ws: Workspace, who: int, on: date = TODAY, **texts: str) -> None:
    cells = [CellEntry(code, Sample(on, ""), text) for code, text in texts.items()]
    lab_results.put_cells(ws, who, cells, confirmed=True)


def state(ws: Workspace, who: int, answer: StatementAnswer = StatementAnswer.NO, on: date = TODAY) -> int:
    entry = StatementEntry(who, StatementKind.IMMUNOSUPPRESSION, answer, on)
    return statements.record(ws, entry).record_id or 0


def stop(ws: Workspace, therapy_id: int, reason: StopReason, detail: str = "", on: date = TODAY) -> None:
    _, version = supportive_therapies.entry_of(ws, therapy_id)
    supportive_therapies.stop(ws, therapy_id, version, on, reason, detail)


def rows(ws: Workspace, kind: WorklistKind, on: date = TODAY) -> list[str]:
    return [f"{row.task}: {row.why}" for row in today.lists(ws, on).rows if row.kind is kind]


def verdict(ws: Workspace, who: int, therapy_id: int, on: date = TODAY) -> Truth:
    found = stop_rules.of_therapy(ws, who, therapy_id, on)
    assert found is not None
    return found.verdict.truth


def test_what_is_missing_holds_a_drug_until_it_is_recorded(ward: Workspace) -> None:
    who = patient(ward)
    one = give(ward, pjp(who))
    (held,) = rows(ward, HELD)
    assert "no CD4" in held
    assert "cannot tell" in held
    measure(ward, who, CD4="250")
    assert "CD4" not in rows(ward, HELD)[0]
    state(ward, who)
    assert rows(ward, HELD) == []
    (may,) = rows(ward, TO_STOP)
    assert "rule met: 6 mo, CD4 ≥200" in may
    assert verdict(ward, who, one) is Truth.YES


def test_a_low_count_holds_it_and_is_named(ward: Workspace) -> None:
    who = patient(ward)
    one = give(ward, pjp(who))
    state(ward, who)
    measure(ward, who, CD4="150")
    assert verdict(ward, who, one) is Truth.NO
    (held,) = rows(ward, HELD)
    assert "CD4" in held
    assert "150" in held


def test_a_running_immunosuppressant_holds_it_whatever_was_confirmed(ward: Workspace) -> None:
    who = patient(ward)
    one = give(ward, pjp(who))
    state(ward, who)
    measure(ward, who, CD4="250")
    kind = TherapyClass.IMMUNOSUPPRESSION
    give(ward, drug(who, None, name="Prednisone", therapy_class=kind, catalogue_id="prednisone"))
    assert verdict(ward, who, one) is Truth.NO
    assert "Prednisone" in rows(ward, HELD)[0]
    with pytest.raises(InputError) as caught:
        state(ward, who)
    assert keys(caught.value) == {("answer", "statement_contradicted")}


@pytest.mark.parametrize(("ahead", "listed"), [(0, True), (14, True), (15, False)])
def test_do_not_stop_yet_looks_two_weeks_ahead(ward: Workspace, ahead: int, listed: bool) -> None:
    give(ward, pjp(patient(ward), days(ahead)))
    assert bool(rows(ward, HELD)) is listed
    assert rows(ward, TO_STOP) == []


def test_without_a_day_only_a_rule_that_is_met_lists_it(ward: Workspace) -> None:
    who = patient(ward)
    give(ward, pjp(who, None))
    assert (rows(ward, HELD), rows(ward, TO_STOP)) == ([], [])
    measure(ward, who, CD4="250")
    state(ward, who)
    assert len(rows(ward, TO_STOP)) == 1


def test_before_the_approval_the_planned_stop_alone_decides(ws: Workspace) -> None:
    who = patient(ws)
    one = give(ws, pjp(who))
    give(ws, pjp(patient(ws, code="MS-002"), days(3)))
    assert rows(ws, HELD) == []
    (listed,) = rows(ws, TO_STOP)
    assert "rule: 6 mo, CD4 ≥200" in listed
    assert verdict(ws, who, one) is Truth.UNKNOWN
    stop(ws, one, StopReason.PLANNED)
    assert rows(ws, TO_STOP) == []


def test_what_only_a_person_can_say_is_left_to_a_person(ward: Workspace) -> None:
    who = register(ward, 40)
    entry = drug(who, TODAY, name="Prednisone", therapy_class=TherapyClass.IMMUNOSUPPRESSION,
                 catalogue_id="prednisone", stop_rule_id="steroid_taper", stop_rule="x")  # fmt: skip
    one = give(ward, entry)
    assert rows(ward, HELD) == []
    (listed,) = rows(ward, TO_STOP)
    assert "for a person to judge: taper ended" in listed
    stop(ward, one, StopReason.PLANNED)
    assert rows(ward, TO_STOP) == []


@pytest.mark.parametrize(
    ("reason", "detail", "problem"),
    [
        (StopReason.RULE_MET, "", ("stop_reason", "stop_rule_cannot_tell")),
        (StopReason.RULE_MET, "I am sure", ("stop_reason", "stop_rule_cannot_tell")),
        (StopReason.PLANNED, "", ("stop_detail", "stop_why_cannot_tell")),
        (StopReason.NOT_NEEDED, " ", ("stop_detail", "stop_why_cannot_tell")),
        (StopReason.NOT_NEEDED, "decided with the neurologist", None),
        (StopReason.TOXICITY, "", None),
    ],
)
def test_a_stop_against_the_rule_asks_why(
    ward: Workspace, reason: StopReason, detail: str, problem: tuple[str, str] | None
) -> None:
    who = patient(ward)
    one = give(ward, pjp(who))
    if problem is None:
        stop(ward, one, reason, detail)
        (held,) = supportive_therapies.for_patient(ward, who)
        assert (held.stop, held.stop_detail) == (TODAY, detail)
        return
    with pytest.raises(InputError) as caught:
        stop(ward, one, reason, detail)
    assert keys(caught.value) == {problem}


def test_a_stop_that_the_form_of_the_therapy_records_is_asked_the_same(ward: Workspace) -> None:
    one = give(ward, pjp(patient(ward)))
    entry, version = supportive_therapies.entry_of(ward, one)
    ended = replace(entry, stop=TODAY, stop_reason=StopReason.RULE_MET)
    with pytest.raises(InputError) as caught:
        supportive_therapies.revise(ward, one, version, ended)
    assert keys(caught.value) == {("stop_reason", "stop_rule_cannot_tell")}


def test_a_stop_before_its_start_is_refused(ward: Workspace) -> None:
    one = give(ward, pjp(patient(ward)))
    with pytest.raises(InputError) as caught:
        stop(ward, one, StopReason.TOXICITY, on=days(-151))
    assert ("stop", "stop_before_start") in keys(caught.value)


def gaps(ws: Workspace, who: int) -> set[str]:
    return {a.rule_id for a in alerts.waiting(ws, who)} & {"pjp_gap", "vzv_gap"}


def test_an_early_stop_opens_the_gap_alert_in_the_same_write(ward: Workspace) -> None:
    who = patient(ward, 3)
    one = give(ward, pjp(who, add_months(TODAY, 3)))
    seen = stop_rules.view(ward, who, one, TODAY)
    assert (seen.key, seen.gap, seen.asks_why) == ("not_met", "No Pneumocystis prophylaxis", True)
    assert gaps(ward, who) == set()
    stop(ward, one, StopReason.NOT_NEEDED, "blood counts too low")
    assert gaps(ward, who) == {"pjp_gap"}


@pytest.mark.parametrize("starts", [0, 1])
def test_a_switch_on_the_same_or_the_next_day_is_no_gap(ward: Workspace, starts: int) -> None:
    who = patient(ward, 3)
    one = give(ward, pjp(who, add_months(TODAY, 3)))
    other = pjp(who, None, "pjp_alt_6m", name="Atovaquone", catalogue_id="atovaquone", start=days(starts))
    give(ward, other)
    assert stop_rules.view(ward, who, one, TODAY).gap == ""
    stop(ward, one, StopReason.SWITCHED)
    assert gaps(ward, who) == set()


def test_a_switch_two_days_later_leaves_a_gap_until_it_is_given(ward: Workspace) -> None:
    who = patient(ward, 3)
    one = give(ward, pjp(who, add_months(TODAY, 3)))
    stop(ward, one, StopReason.SWITCHED)
    assert gaps(ward, who) == {"pjp_gap"}
    give(ward, pjp(who, None, "pjp_alt_6m", name="Atovaquone", catalogue_id="atovaquone", start=days(2)))
    assert gaps(ward, who) == {"pjp_gap"}
    give(ward, pjp(who, None, "pjp_alt_6m", name="Pentamidine", catalogue_id="pentamidine", start=days(1)))
    assert gaps(ward, who) == set()


def test_extending_by_one_key_goes_a_month_on_and_back(ward: Workspace) -> None:
    who = patient(ward)
    one = give(ward, pjp(who, days(-3)))
    saved = supportive_therapies.extend(ward, one)
    (held,) = supportive_therapies.for_patient(ward, who)
    assert held.planned_stop == add_months(TODAY, 1)
    assert rows(ward, HELD) == []
    supportive_therapies.extend(ward, one, why="counts still low")
    assert supportive_therapies.for_patient(ward, who)[0].planned_stop == add_months(TODAY, 2)
    undo.undo(ward, supportive_therapies.extend(ward, one).txn)
    assert supportive_therapies.for_patient(ward, who)[0].planned_stop == add_months(TODAY, 2)
    assert saved.record_id == one
    with pytest.raises(InputError) as caught:
        supportive_therapies.extend(ward, one, days(-1))
    assert keys(caught.value) == {("planned_stop", "extended_into_past")}
    stop(ward, one, StopReason.TOXICITY)
    with pytest.raises(KnownError, match="therapy_already_stopped"):
        supportive_therapies.extend(ward, one)


# the unit's numbers ---------------------------------------------------------------------------------------------


def texts(ws: Workspace, rule_id: str) -> dict[str, str]:
    row = next(r for r in stop_settings.listing(ws) if r.id == rule_id)
    return {limit.name: limit.text for limit in row.thresholds}


def test_the_unit_sets_its_months_and_the_planned_day_follows(ward: Workspace) -> None:
    who = patient(ward, 7)
    assert supportive_therapies.propose_stop(ward, who, "vzv_12m", TODAY) == add_months(add_months(TODAY, -7), 12)
    stop_settings.change(ward, "vzv_12m", None, texts(ward, "vzv_12m") | {"months": "9"})
    assert supportive_therapies.propose_stop(ward, who, "vzv_12m", TODAY) == add_months(add_months(TODAY, -7), 9)
    set_state = next(s for s in rule_sets.states(ward) if s.rule_set == "stops")
    assert (set_state.acts, set_state.changed) == (True, ("vzv_12m",))
    row = next(r for r in stop_settings.listing(ward) if r.id == "vzv_12m")
    assert row.version == 1
    stop_settings.change(ward, "vzv_12m", 1, texts(ward, "vzv_12m") | {"months": "12"})
    assert next(r for r in stop_settings.listing(ward) if r.id == "vzv_12m").version is None


def test_a_kept_number_below_what_the_rule_allows_by_now_does_not_lower_it(ward: Workspace) -> None:
    shipped = ward.catalogue.stop_rules.rules["vzv_3m"]
    for kept, months in (("3", 6), ("9", 9)):
        numbers = {"months": {"value": kept, "unit": "months"}}
        found = stop_rules.changed(ward, shipped, StoredNumbers(1, 1, "vzv_3m", numbers, "", datetime(2026, 1, 1)))
        assert found.rule is not None
        assert found.rule.thresholds["months"].value == months


@pytest.mark.parametrize(
    ("rule_id", "number", "problem"),
    [
        ("pjp_6m_cd4", {"months": "5"}, ("months", "stop_number_too_low")),
        ("vzv_12m", {"months": "5"}, ("months", "stop_number_too_low")),
        ("vzv_12m", {"months": "180 d"}, ("months", "stop_number_too_low")),
        ("pjp_6m_cd4", {"months": "6.5"}, ("months", "alert_threshold_not_whole")),
        ("pjp_6m_cd4", {"months": "999"}, ("months", "stop_number_too_high")),
        ("pjp_6m_cd4", {"months": "6 moons"}, ("months", "alert_unit_foreign")),
        ("pjp_6m_cd4", {"cd4": "many"}, ("cd4", "alert_threshold_unreadable")),
        ("pjp_6m_cd4", {"cd4": ""}, ("cd4", "alert_threshold_unreadable")),
    ],
)
def test_a_number_out_of_bounds_is_refused(
    ward: Workspace, rule_id: str, number: dict[str, str], problem: tuple[str, str]
) -> None:
    with pytest.raises(InputError) as caught:
        stop_settings.change(ward, rule_id, None, texts(ward, rule_id) | number)
    assert keys(caught.value) == {problem}


def test_an_unknown_rule_is_refused(ward: Workspace) -> None:
    with pytest.raises(KnownError, match="stop_rule_unknown"):
        stop_settings.change(ward, "moon", None, {})


# statements -----------------------------------------------------------------------------------------------------


def test_the_latest_statement_counts_and_taking_it_back_brings_the_one_before(ward: Workspace) -> None:
    who = patient(ward)
    state(ward, who, StatementAnswer.NO, days(-30))
    later = state(ward, who, StatementAnswer.YES, days(-2))
    kind = StatementKind.IMMUNOSUPPRESSION
    assert statements.latest(ward, who)[kind].entry.answer is StatementAnswer.YES
    statements.void_statement(ward, later, "wrong patient")
    held = statements.latest(ward, who)[kind]
    assert (held.entry.answer, held.entry.stated_on) == (StatementAnswer.NO, days(-30))
    assert "none running, confirmed" in statements.line(ward, kind, held)
    assert "never confirmed" in statements.line(ward, kind, None)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"answer": None}, ("answer", "statement_answer_missing")),
        ({"stated_on": None}, ("stated_on", "date_missing")),
        ({"stated_on": days(1)}, ("stated_on", "date_in_future")),
        ({"stated_on": date(1950, 1, 1)}, ("stated_on", "before_birth")),
        ({"note": "x" * 401}, ("note", "too_long")),
    ],
)
def test_a_statement_that_cannot_be_is_refused(
    ward: Workspace, changes: dict[str, object], problem: tuple[str, str]
) -> None:
    entry = StatementEntry(patient(ward), StatementKind.RELAPSE, StatementAnswer.NO, TODAY)
    with pytest.raises(InputError) as caught:
        statements.record(ward, replace(entry, **changes))  # type: ignore[arg-type]
    assert keys(caught.value) == {problem}


# the whole ward -------------------------------------------------------------------------------------------------


def count_statements(ws: Workspace, on: date) -> int:
    seen: list[str] = []
    with ws.read() as session:
        engine = session.get_bind()
        sa.event.listen(engine, "before_cursor_execute", lambda *given: seen.append(str(given[2])))
    today.lists(ws, on)
    return len(seen)


def test_verdicts_of_many_patients_cost_as_many_statements_as_those_of_one(ward: Workspace) -> None:
    give(ward, pjp(patient(ward)))
    one = count_statements(ward, TODAY)
    for number in range(2, 8):
        give(ward, pjp(patient(ward, code=f"MS-{number:03}")))
    assert len(rows(ward, HELD)) == 7
    assert count_statements(ward, TODAY) <= 2 * one + 1  # the first listener still counts


def test_the_day_list_prints_what_must_not_stop(ward: Workspace) -> None:
    give(ward, pjp(patient(ward)))
    (row,) = [row for row in printing.day_list_data(ward, TODAY, "it").rows if row.kind is HELD]
    assert len(row.to_do) == 1
    assert "CD4" in row.why
