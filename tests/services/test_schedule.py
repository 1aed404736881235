"""What a discharge plans and its taking back removes; visits that hang on a previous visit."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import patients, states, visits
from hsct_desktop.services.workspace import Workspace, clock_on
from tests.services.ward import ANNA, change_state, course, days, keys, plan, register, row_counts, scheduled, see

WEEKLY = "Weekly blood test, week {}"
HANGING = """
id: hanging
version: "1"
label: {en: Hanging, it: Appeso}
source: test
status: reference default
items:
  - id: first
    label: {en: First, it: Prima}
    anchor: day0
    offset: 10d
    window: {before: 2d, after: 2d}
    assessments: [vitals]
  - id: second
    label: {en: Second, it: Seconda}
    anchor: "visit:first"
    offset: 30d
    window: {before: 5d, after: 5d}
    assessments: [vitals]
  - id: third
    label: {en: Third, it: Terza}
    anchor: "visit:second"
    offset: 1m
    window: {before: 5d, after: 5d}
    assessments: [vitals]
"""


def weeks(ws: Workspace, who: int) -> dict[str, VisitStatus]:
    return {label: row.status for label, row in plan(ws, who).items() if label.startswith("Weekly")}


def test_a_discharge_plans_the_weekly_visits_and_taking_it_back_removes_the_untouched_ones(ws: Workspace) -> None:
    who = register(ws, 12)
    assert weeks(ws, who) == {}
    discharge = change_state(ws, who, StateChangeKind.DISCHARGED, days(-2))
    assert plan(ws, who)[WEEKLY.format(1)].target == days(5)
    assert WEEKLY.format(2) not in weeks(ws, who)  # absorbed by Day +30
    visits.book(ws, scheduled(ws, who, WEEKLY.format(1)), 1, days(6))
    states.take_back(ws, discharge, "still in hospital")
    assert weeks(ws, who) == {WEEKLY.format(1): VisitStatus.BOOKED}
    change_state(ws, who, StateChangeKind.DISCHARGED, days(-1))
    assert plan(ws, who)[WEEKLY.format(1)].booked == days(6)
    assert plan(ws, who)[WEEKLY.format(5)].target == days(-1 + 35)


def test_a_discharge_entered_late_leaves_out_what_is_past(ws: Workspace) -> None:
    who = register(ws, 47)
    change_state(ws, who, StateChangeKind.DISCHARGED, days(-35))
    assert list(weeks(ws, who).items())[:4] == [
        (WEEKLY.format(1), VisitStatus.HISTORY),
        (WEEKLY.format(4), VisitStatus.HISTORY),
        (WEEKLY.format(5), VisitStatus.DUE),
        (WEEKLY.format(8), VisitStatus.UPCOMING),
    ]


def test_weekly_visits_that_passed_since_the_course_was_entered_are_late(ws: Workspace) -> None:
    who = register(ws, 12)
    ws.clock = clock_on(days(21))
    change_state(ws, who, StateChangeKind.DISCHARGED, days(-2))
    assert weeks(ws, who)[WEEKLY.format(1)] is VisitStatus.LATE


@pytest.mark.parametrize(("day", "problem"), [(-21, "discharge_before_day0"), (1, "date_in_future")])
def test_a_discharge_that_cannot_be(ws: Workspace, day: int, problem: str) -> None:
    who = register(ws, 20)
    before = row_counts(ws)
    with pytest.raises(InputError) as error:
        change_state(ws, who, StateChangeKind.DISCHARGED, days(day))
    assert keys(error.value) == {("on", problem)}
    with pytest.raises(InputError) as error:
        states.change(ws, register_without(ws), StateChange(StateChangeKind.DISCHARGED, days(-1)))
    assert keys(error.value) == {("on", "discharge_needs_day0")}
    assert row_counts(ws)["state_change"] == before["state_change"]


def register_without(ws: Workspace) -> int:
    return register(ws, None, "MS-009")


def test_a_visit_that_hangs_on_a_previous_one_follows_its_real_date(ws: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "unit" / "protocols"
    folder.mkdir(parents=True)
    (folder / "hanging.yaml").write_text(HANGING, encoding="utf-8")
    ws.catalogue = Catalogue(tmp_path / "unit")
    assert ws.catalogue.problems == ()
    saved = patients.register(ws, ANNA, course(12, protocol="hanging"))
    who = saved.patient_id or 0
    assert plan(ws, who)["Second"].target == days(-12 + 40)
    held = see(ws, who, "First", days(-1))
    assert plan(ws, who)["First"].outside_window is False
    assert plan(ws, who)["Second"].target == days(-1 + 30)
    assert plan(ws, who)["Third"].target == add_months(days(-1 + 30), 1)
    visits.void_visit(ws, held, "wrong day")
    assert plan(ws, who)["Second"].target == days(-12 + 40)


def test_the_pinned_protocol_stays_when_the_units_file_changes(ws: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "unit" / "protocols"
    folder.mkdir(parents=True)
    (folder / "hanging.yaml").write_text(HANGING, encoding="utf-8")
    ws.catalogue = Catalogue(tmp_path / "unit")
    who = patients.register(ws, ANNA, course(12, protocol="hanging")).patient_id or 0
    (folder / "hanging.yaml").unlink()
    ws.catalogue = Catalogue()
    see(ws, who, "First", days(-1))
    assert plan(ws, who)["Second"].target == days(-1 + 30)
