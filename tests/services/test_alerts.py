"""Alerts in a real file: fired in the write that brings their facts, kept, ended, acknowledged, undone."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.alert import Severity
from hsct_desktop.domain.criteria import Answer, ChecklistId
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.monitoring import Occasion, holes
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.supportive_therapy import TherapyClass
from hsct_desktop.domain.visit import VisitEntry, Vitals
from hsct_desktop.services import (
    adverse_events,
    alert_rules,
    alerts,
    criteria,
    lab_results,
    monitoring,
    patients,
    rule_sets,
    supportive_therapies,
    undo,
    visits,
)
from hsct_desktop.services.alerts import AlertLine
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store.alert import Alert
from tests.services.ward import TODAY, change_state, days, drug, register, row_counts, toxicity

RED, AMBER = Severity.RED, Severity.AMBER


def measure(ws: Workspace, patient_id: int, on: int = 0, at: str = "", **texts: str) -> str:
    """Write results of one sample, such as ANC="0.4"; the transaction."""
    cells = [CellEntry(code, Sample(days(on), at), text) for code, text in texts.items()]
    return lab_results.put_cells(ws, patient_id, cells, confirmed=True).txn


def waiting(ws: Workspace, patient_id: int) -> dict[str, AlertLine]:
    return {found.rule_id: found for found in alerts.waiting(ws, patient_id)}


def see(ws: Workspace, found: AlertLine, why: str = "seen") -> str:
    return alerts.acknowledge(ws, found.id, found.version, why).txn


@pytest.fixture
def pid(ws: Workspace) -> int:
    """A patient on Day +10 in a file whose alert rules are approved."""
    rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    return register(ws, 10)


def test_fever_in_neutropenia_fires_with_what_it_saw(ws: Workspace, pid: int) -> None:
    measure(ws, pid, ANC="0.4", TEMP="38.4")
    found = waiting(ws, pid)
    assert list(found) == ["fn", "fever_post"]
    alert = found["fn"]
    assert (alert.severity, alert.possible, alert.fired_on) == (RED, False, TODAY)
    assert alert.headline.replace("\u00a0", " ") == "Temp. 38.4 °C"
    assert [line.replace("\u00a0", " ") for line in alert.evidence][:2] == [
        "Temp. 38.4 °C on 20 Nov 2026 · limit: 38.0 °C or above",
        "ANC 0.4 ×10⁹/L on 20 Nov 2026 · limit: below 0.5 ×10⁹/L",
    ]
    assert "60 minutes" in alert.action
    with ws.read() as session:
        row = session.execute(sa.select(Alert).where(Alert.rule_id == "fn")).scalar_one()
        assert row.rules_version == ws.catalogue.alerts.version
        assert (row.value["text"], row.threshold) == ("38.4", {"op": ">=", "limit": "38.0", "limit_unit": "°C"})
        assert [fact["row"].split(":")[0] for fact in row.facts][:2] == ["lab_result", "lab_result"]


def test_a_visit_with_fever_and_no_count_is_possible(ws: Workspace, pid: int) -> None:
    measure(ws, pid, -9, ANC="1.9")
    visits.record(ws, VisitEntry(pid, TODAY, None, "Ann Nurse", Vitals(temperature=Decimal("38.6"))), True)
    alert = waiting(ws, pid)["fn"]
    assert alert.possible
    assert [text.replace("\u00a0", " ") for text in alert.missing] == ["ANC unknown since 11 Nov 2026"]
    measure(ws, pid, ANC="0.2")
    assert waiting(ws, pid)["fn"].possible is False


def test_nothing_fires_before_the_set_is_approved(ws: Workspace) -> None:
    pid = register(ws, 10)
    measure(ws, pid, ANC="0.1", TEMP="40", K="2.0")
    found = alerts.for_patient(ws, pid)
    assert (found.approved, found.waiting, found.cannot_tell) == (False, (), ())
    rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    assert alerts.refresh(ws) == 3
    assert set(waiting(ws, pid)) == {"fn", "fever_post", "k"}


def test_a_withdrawn_approval_stops_them(ws: Workspace, pid: int) -> None:
    approval = rule_sets.states(ws)[1].approval
    assert approval is not None
    rule_sets.withdraw(ws, approval.id, approval.version, "under review")
    measure(ws, pid, K="2.0")
    assert waiting(ws, pid) == {}


def test_the_same_facts_do_not_fire_twice(ws: Workspace, pid: int) -> None:
    measure(ws, pid, K="2.8")
    first = waiting(ws, pid)["k"]
    measure(ws, pid, HGB="120", ANC="3")
    assert waiting(ws, pid)["k"] == first
    see(ws, first)
    measure(ws, pid, HGB="121", at="09:00")
    assert waiting(ws, pid) == {}


def test_an_open_alert_follows_a_newer_value_and_no_milder_one(ws: Workspace, pid: int) -> None:
    measure(ws, pid, at="06:00", BILT="40", WEIGHT="70")
    first = waiting(ws, pid)["wt_sos"]
    measure(ws, pid, at="12:00", BILT="52")
    now = waiting(ws, pid)["wt_sos"]
    assert (now.id, now.fired_on) == (first.id, first.fired_on)
    assert "52" in now.headline
    assert now.version == first.version + 1


def test_after_acknowledgement_a_new_value_fires_anew(ws: Workspace, pid: int) -> None:
    measure(ws, pid, at="06:00", K="2.8")
    first = waiting(ws, pid)["k"]
    see(ws, first, "potassium IV")
    measure(ws, pid, at="14:00", K="2.6")
    again = waiting(ws, pid)["k"]
    assert again.id != first.id
    past = alerts.for_patient(ws, pid).past
    assert [(p.id, p.acknowledged_why, p.ended_on) for p in past] == [(first.id, "potassium IV", TODAY)]


def test_a_red_alert_that_is_over_waits_until_somebody_has_seen_it(ws: Workspace, pid: int) -> None:
    measure(ws, pid, at="06:00", K="2.8", HGB="75")
    measure(ws, pid, at="14:00", K="4.0", HGB="95")
    found = waiting(ws, pid)
    assert {rule: alert.ended_on for rule, alert in found.items()} == {"k": TODAY}
    see(ws, found["k"], "given potassium")
    assert waiting(ws, pid) == {}
    assert [p.rule_id for p in alerts.for_patient(ws, pid).past] == ["k", "hb"]


def test_a_value_too_old_to_tell_does_not_end_an_alert(ws: Workspace, pid: int) -> None:
    measure(ws, pid, K="2.8", HGB="75")
    ws.clock = clock_on(TODAY + timedelta(days=30))
    alerts.refresh(ws)
    found = waiting(ws, pid)
    assert {rule: alert.ended_on for rule, alert in found.items() if rule in ("k", "hb")} == {"k": None, "hb": None}


def test_a_red_one_asks_for_the_reason_and_an_amber_one_does_not(ws: Workspace, pid: int) -> None:
    measure(ws, pid, K="2.8", HGB="75")
    found = waiting(ws, pid)
    with pytest.raises(InputError) as caught:
        see(ws, found["k"], "  ")
    assert [p.key for p in caught.value.problems] == ["alert_why_missing"]
    see(ws, found["hb"], "")
    assert set(waiting(ws, pid)) == {"k"}
    see(ws, found["k"], "ECG normal")
    with pytest.raises(KnownError):
        see(ws, found["k"], "twice")
    past = {p.rule_id: p for p in alerts.for_patient(ws, pid).past}
    assert (past["k"].acknowledged_by, past["k"].acknowledged_why) == (ws.require_author().name, "ECG normal")
    assert past["k"].acknowledged_at is not None


def test_undo_of_an_acknowledgement_and_of_the_value(ws: Workspace, pid: int) -> None:
    txn = measure(ws, pid, K="2.8")
    seen = see(ws, waiting(ws, pid)["k"])
    undo.undo(ws, seen)
    assert set(waiting(ws, pid)) == {"k"}
    undo.undo(ws, txn)
    assert alerts.for_patient(ws, pid).waiting == ()


def test_a_stopped_prophylaxis_fires_and_its_restart_closes_the_gap(ws: Workspace, pid: int) -> None:
    ws.clock = clock_on(TODAY + timedelta(days=30))
    alerts.refresh(ws)
    assert set(waiting(ws, pid)) == {"pjp_gap", "pcr_gap"}
    entry = drug(pid, therapy_class=TherapyClass.PJP, name="Co-trimoxazole", catalogue_id="cotrimoxazole")
    supportive_therapies.record(ws, entry)
    assert set(waiting(ws, pid)) == {"pcr_gap"}
    past = alerts.for_patient(ws, pid).past[0]
    assert (past.rule_id, past.acknowledged_why) == ("pjp_gap", "What was missing has been recorded.")


def test_a_toxicity_fires(ws: Workspace, pid: int) -> None:
    adverse_events.record(ws, toxicity(pid, "seizure", 2))
    assert waiting(ws, pid)["seiz"].headline == "Seizure, grade 2"


def test_the_unit_gives_its_cmv_threshold_in_its_own_unit(ws: Workspace, pid: int) -> None:
    measure(ws, pid, -7, CMV="5000 copies/mL")
    assert waiting(ws, pid) == {}
    alert_rules.change(ws, "cmv", None, True, RED, {"copies": "1000 copies/mL"})
    measure(ws, pid, CMV="900 copies/mL")
    assert waiting(ws, pid) == {}
    measure(ws, pid, at="12:00", CMV="1000 copies/mL")
    assert waiting(ws, pid)["cmv"].severity is AMBER


def test_a_patient_who_is_no_longer_followed_has_no_new_alerts(ws: Workspace, pid: int) -> None:
    measure(ws, pid, HGB="70")
    change_state(ws, pid, StateChangeKind.WITHDREW)
    alerts.refresh(ws)
    measure(ws, pid, at="09:00", K="2.0")
    assert "k" not in waiting(ws, pid)
    assert alerts.of_unit(ws) == []


def test_refresh_writes_nothing_twice(ws: Workspace, pid: int) -> None:
    measure(ws, pid, K="2.8")
    assert alerts.refresh(ws) == 0
    before = row_counts(ws)
    assert alerts.refresh(ws) == 0
    assert row_counts(ws) == before


def test_the_unit_list_has_as_many_rows_as_its_count(ws: Workspace, pid: int) -> None:
    other = register(ws, 60, "MS-002")
    measure(ws, pid, K="2.8", TEMP="38.5")
    measure(ws, other, NA="120")
    rows = alerts.of_unit(ws)
    assert len(rows) == alerts.count_of_unit(ws) == 4
    assert {row.code for row in rows} == {"MS-001", "MS-002"}
    assert patients.banner(ws, pid).alerts == alerts.waiting(ws, pid)


def test_numbers_have_the_decimal_mark_of_the_language(ws: Workspace, pid: int) -> None:
    measure(ws, pid, -1, WEIGHT="70,25")
    measure(ws, pid, ANC="0,42", TEMP="38,4", WEIGHT="73.5")
    for language, anc, weight in (("en", "0.42", "70.25 on"), ("it", "0,42", "70,25 il")):
        ws.language = language
        found = waiting(ws, pid)
        assert anc in " ".join(found["fn"].evidence)
        assert weight in " ".join(found["cls"].evidence).replace("\u00a0", " ")
        assert found["fn"].headline.endswith("38,4\u00a0°C" if language == "it" else "38.4\u00a0°C")


def test_a_virus_in_another_unit_than_the_threshold_is_never_converted(ws: Workspace, pid: int) -> None:
    measure(ws, pid, -1, EBV="400000 IU/mL")
    assert "ebv_high" not in waiting(ws, pid)
    asked = {q.rule_id: q.missing for q in alerts.for_patient(ws, pid).cannot_tell}
    assert asked["ebv_high"] == ("EBV DNA measured in another unit than copies/mL",)
    measure(ws, pid, EBV="600000 IU/mL")
    found = waiting(ws, pid)["ebv_high"]
    assert (found.severity, found.possible, "600000" in found.headline) == (RED, True, True)
    assert not [q for q in alerts.for_patient(ws, pid).cannot_tell if q.rule_id == "ebv_high"]


def test_a_glucose_waits_for_whether_the_patient_was_fasting(ws: Workspace, pid: int) -> None:
    measure(ws, pid, GLU="7.4", HBA1C="5.9 %")
    asked = {q.rule_id: q.missing for q in alerts.for_patient(ws, pid).cannot_tell}
    assert asked["gluc"] == ("not known whether fasting",)
    assert "gluc" not in waiting(ws, pid)


@pytest.mark.parametrize(
    ("day", "cd4", "possible"), [(300, None, True), (300, (-250, "250"), False), (300, (-250, "90"), True)]
)
def test_no_prophylaxis_and_no_recent_cd4_is_possible(
    ws: Workspace, day: int, cd4: tuple[int, str] | None, possible: bool
) -> None:
    rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    pid = register(ws, day)
    for ago, anc in ((-290, "0.1"), (-288, "0.9"), (-287, "1.1"), (-286, "1.2")):
        measure(ws, pid, ago, ANC=anc)
    if cd4 is not None:
        measure(ws, pid, cd4[0], CD4=f"{cd4[1]} /uL")
    alerts.refresh(ws)
    found = waiting(ws, pid).get("pjp_gap")
    assert (found is not None and found.possible) == possible
    assert found is None or found.missing[0].startswith("CD4 unknown")


def test_a_question_is_a_sentence(ws: Workspace, pid: int) -> None:
    measure(ws, pid, -2, HGB="120")
    measure(ws, pid, HGB="95", LDH="200")
    said = {q.rule_id: q.sentence for q in alerts.for_patient(ws, pid).cannot_tell}
    assert said["hemol"] == "“Haemolysis?” cannot be judged: no reference limit of LDH, Haptoglobin unknown."


def test_what_cannot_be_told_is_named(ws: Workspace, pid: int) -> None:
    measure(ws, pid, ALT="900", GLU="8.1")
    questions = {q.rule_id: q.missing for q in alerts.for_patient(ws, pid).cannot_tell}
    assert questions["alt"][0] == "no reference limit of ALT"
    assert questions["gluc"] == ("HbA1c unknown", "not known whether fasting")


def test_weights_of_visits_count_from_admission(ws: Workspace, pid: int) -> None:
    visits.record(ws, VisitEntry(pid, days(-18), None, "Ann", Vitals(weight=Decimal(70))), True)
    visits.record(ws, VisitEntry(pid, days(-1), None, "Ann", Vitals(weight=Decimal("73.6"))), True)
    assert waiting(ws, pid)["wt_sos"].severity is AMBER


def test_the_weight_at_admission_is_that_of_the_checklist(ws: Workspace, pid: int) -> None:
    """BEAM/ATG begins on Day -6: what was weighed on Day -8 and Day -6, and weighs 73.6 kg now."""
    for day, weight in ((-18, "73"), (-16, "70"), (-1, "73.6")):
        visits.record(ws, VisitEntry(pid, days(day), None, "Ann", Vitals(weight=Decimal(weight))), True)
    said = criteria.filled(ws, pid, ChecklistId.SOS_EBMT2023, days(-1)).said["weight_5"]
    assert (said.answer, "wt_sos" in waiting(ws, pid)) == (Answer.YES, True)


def test_the_mean_cell_volume_is_worked_out_from_the_blood_count(ws: Workspace) -> None:
    rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    pid = register(ws, 700)
    measure(ws, pid, -300, HCT="0.38", RBC="4.2")
    measure(ws, pid, 0, HCT="0.40", RBC="4.0")
    assert waiting(ws, pid)["tmn"].headline.replace("\u00a0", " ") == "MCV 100.0 fL"


def test_what_is_stored_is_plain_json(ws: Workspace, pid: int) -> None:
    measure(ws, pid, K="2.8")
    with ws.read() as session:
        row = session.execute(sa.select(Alert)).scalar_one()
        assert json.loads(json.dumps([row.value, row.threshold, row.facts, row.missing]))


def test_a_gap_that_is_filled_leaves_the_alert_and_the_last_one_ends_it(practised: Workspace) -> None:
    """The alert and the strip say the same windows at once; all filled, it is over."""
    ws = practised
    pid = monitoring.ward(ws, "cmv_pcr").rows[0].patient_id

    def missed() -> list[Occasion]:
        found = monitoring.for_patient(ws, pid)
        assert found is not None
        strip = next(row.strip for row in found.rows if row.test.id == "cmv_pcr")
        return [one.occasion for one in holes(strip, TODAY) if one.occasion is not None]

    def alerted() -> list[str]:
        held = waiting(ws, pid).get("pcr_gap")
        return [text for text in held.evidence if text.startswith("CMV")] if held is not None else []

    first, second = missed()
    dates = f"{ws.wording.date(first.latest)}, {ws.wording.date(second.latest)}"
    assert alerted() == [f"CMV DNA PCR: none in the windows that closed {dates}"]
    measure(ws, pid, (first.target - TODAY).days, CMV="neg", EBV="neg")
    (left,) = missed()
    assert alerted() == [f"CMV DNA PCR: none in the window that closed {ws.wording.date(left.latest)}"]
    measure(ws, pid, (second.target - TODAY).days, CMV="neg", EBV="neg")
    assert (missed(), alerted()) == ([], [])
    assert "pcr_gap" not in waiting(ws, pid)
