"""Supportive therapies: To stop on the day and not before, stopping, the stop that a rule proposes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.supportive_therapy import Interruption, StopReason, TherapyClass, TherapyStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import overview, supportive_therapies, today
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, change_state, days, drug, keys, on_list, register, row_counts


def test_to_stop_on_the_day_and_not_before_and_gone_when_stopped(ws: Workspace) -> None:
    who = register(ws)
    saved = supportive_therapies.record(ws, drug(who, days(3)))
    for day, shown in ((2, []), (3, ["Aciclovir 800 mg"]), (400, ["Aciclovir 800 mg"])):
        assert on_list(ws, WorklistKind.TO_STOP, days(day)) == shown, day
    (row,) = [r for r in today.lists(ws, days(3)).rows if r.kind is WorklistKind.TO_STOP]
    assert (row.status, row.therapy_id, row.target, row.why) == (
        None,
        saved.record_id,
        days(3),
        "Planned stop today",
    )
    therapy = supportive_therapies.for_patient(ws, who)[0]
    supportive_therapies.stop(ws, therapy.id, therapy.version, TODAY, StopReason.PLANNED)
    assert on_list(ws, WorklistKind.TO_STOP, days(3)) == []
    with pytest.raises(KnownError, match="stale_row"):
        supportive_therapies.stop(ws, therapy.id, therapy.version, TODAY, StopReason.PLANNED)


def test_extending_takes_the_row_away_until_the_new_day(ws: Workspace) -> None:
    who = register(ws)
    saved = supportive_therapies.record(ws, drug(who, TODAY))
    entry, version = supportive_therapies.entry_of(ws, saved.record_id or 0)
    supportive_therapies.revise(ws, saved.record_id or 0, version, replace(entry, planned_stop=days(5)))
    assert on_list(ws, WorklistKind.TO_STOP) == []
    assert on_list(ws, WorklistKind.TO_STOP, days(5)) == ["Aciclovir 800 mg"]


def test_a_paused_drug_stands_on_the_list_with_its_pause(ws: Workspace) -> None:
    who = register(ws)
    supportive_therapies.record(ws, drug(who, TODAY, interruptions=(Interruption(days(-2), None, "low counts"),)))
    (row,) = [r for r in today.lists(ws, TODAY).rows if r.kind is WorklistKind.TO_STOP]
    assert "interrupted" in row.why
    assert overview.overview(ws, who, TODAY).therapies[0].status(TODAY) is TherapyStatus.INTERRUPTED


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"unit": ""}, ("unit", "dose_without_unit")),
        ({"dose": None}, ("dose", "unit_without_dose")),
        ({"dose": Decimal(0)}, ("dose", "dose_not_positive")),
        ({"name": "\u200e"}, ("name", "therapy_name_missing")),
        ({"start": None}, ("start", "date_missing")),
        ({"start": date(1900, 1, 1)}, ("start", "before_birth")),
        ({"planned_stop": days(-11)}, ("planned_stop", "stop_before_start")),
        ({"stop": days(1), "stop_reason": StopReason.PLANNED}, ("stop", "stop_in_future")),
        ({"stop": TODAY}, ("stop_reason", "stop_reason_missing")),
        ({"stop_reason": StopReason.PLANNED}, ("stop", "stop_date_missing")),
        ({"stop": TODAY, "stop_reason": StopReason.OTHER}, ("stop_detail", "stop_detail_missing")),
        ({"interruptions": (Interruption(days(-20)),)}, ("interruptions", "interruption_overlaps")),
    ],
)
def test_what_is_refused(ws: Workspace, changes: dict[str, object], problem: tuple[str, str]) -> None:
    who = register(ws)
    before = row_counts(ws)
    with pytest.raises(InputError) as error:
        supportive_therapies.record(ws, drug(who, **changes))  # type: ignore[arg-type]
    assert problem in keys(error.value)
    assert row_counts(ws) == before


def test_no_drug_starts_or_ends_after_a_death(ws: Workspace) -> None:
    who = register(ws)
    change_state(ws, who, StateChangeKind.DIED, days(-5))
    with pytest.raises(InputError) as error:
        supportive_therapies.record(ws, drug(who, start=days(-4)))
    assert keys(error.value) == {("start", "after_death")}
    with pytest.raises(InputError) as error:
        supportive_therapies.record(ws, drug(who, stop=days(-4), stop_reason=StopReason.DEATH))
    assert keys(error.value) == {("stop", "after_death")}


def test_the_rule_proposes_the_stop(ws: Workspace) -> None:
    who, day0 = register(ws, 45), days(-45)
    assert supportive_therapies.propose_stop(ws, who, "vzv_12m", None) == add_months(day0, 12)
    assert supportive_therapies.propose_stop(ws, who, "pjp_6m", None) == add_months(day0, 6)
    assert supportive_therapies.propose_stop(ws, who, "sos_d90", None) == days(45)
    assert supportive_therapies.propose_stop(ws, who, "cmv_2w", days(-1)) == days(13)
    assert supportive_therapies.propose_stop(ws, who, "gcsf_engrafted", days(-1)) is None
    assert supportive_therapies.propose_stop(ws, register(ws, None, "MS-002"), "vzv_12m", None) is None


def test_a_free_entry_stays_as_typed_and_a_drug_of_the_catalogue_is_translated(ws: Workspace) -> None:
    who = register(ws)
    supportive_therapies.record(ws, drug(who, name="Aciclovir", catalogue_id="aciclovir"))
    supportive_therapies.record(
        ws, drug(who, name="  Mouth   care ", catalogue_id="", therapy_class=TherapyClass.OTHER)
    )
    ws.language = "it"
    assert {t.name for t in supportive_therapies.for_patient(ws, who)} == {"Aciclovir", "Mouth care"}


def test_void_takes_a_reason(ws: Workspace) -> None:
    who = register(ws)
    saved = supportive_therapies.record(ws, drug(who, TODAY))
    with pytest.raises(InputError):
        supportive_therapies.void_therapy(ws, saved.record_id or 0, "")
    supportive_therapies.void_therapy(ws, saved.record_id or 0, "other patient")
    assert supportive_therapies.for_patient(ws, who) == []
    assert on_list(ws, WorklistKind.TO_STOP) == []


def test_a_therapy_that_nobody_stopped_ends_with_the_patient(ws: Workspace) -> None:
    who = register(ws, 62)
    saved = supportive_therapies.record(ws, drug(who, days(-1)))
    change_state(ws, who, StateChangeKind.DIED, days(-3))
    shown = supportive_therapies.for_patient(ws, who)[0]
    assert (shown.stop, shown.stop_reason) == (days(-3), StopReason.DEATH)
    assert shown.status(TODAY) is TherapyStatus.STOPPED
    assert supportive_therapies.entry_of(ws, saved.record_id or 0)[0].stop is None
    assert overview.overview(ws, who, TODAY).therapies == ()
