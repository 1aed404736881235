"""The care plan in a real file: its days are those of the pages, edits hold, are undone and printed on one page."""

from datetime import date
from pathlib import Path

import pytest

from hsct_desktop.domain.care_plan import MAX_TEXT, MOST_OWN, CareActor, CareEntry, CarePlan, CareRow, CareState
from hsct_desktop.domain.late_effect import LateEffectState
from hsct_desktop.domain.patient import Sex, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import (
    care_plan,
    care_plan_print,
    irradiation,
    late_effects,
    supportive_therapies,
    tasks,
    today,
    undo,
    vaccines,
    visits,
)
from hsct_desktop.services.workspace import Workspace
from tests.documents.reading import read
from tests.services.ward import TODAY, change_state, days, drug, register

UNIT, GP, NEUROLOGIST, PATIENT = CareActor


@pytest.fixture
def pid(ws: Workspace) -> int:
    """A woman of 41 on Day +200 with a drug and a task."""
    found = register(ws, 200, sex=Sex.FEMALE)
    supportive_therapies.record(ws, drug(found, days(30)))
    tasks.record(ws, TaskEntry("Ask for the MRI pictures", days(5), found))
    return found


def entry(pid: int, text: str = "Own line", who: CareActor = GP, until: date | None = None) -> CareEntry:
    return CareEntry(pid, who, text, until)


def row(plan: CarePlan, key: str) -> CareRow:
    found = plan.row(key)
    assert found is not None
    return found


def test_the_days_are_those_of_the_pages_and_lists(ws: Workspace, pid: int) -> None:
    plan = care_plan.plan(ws, pid)
    for visit in visits.for_patient(ws, pid, TODAY):
        line = plan.row(f"visit:{visit.scheduled_id}")
        if line is not None:
            assert line.until == (visit.booked or visit.latest)
            assert line.is_late is (visit.status is VisitStatus.LATE)
    late = {row.key for row in plan.rows if row.key.startswith("visit:") and row.is_late}
    listed = {f"visit:{r.scheduled_id}" for r in today.lists(ws, TODAY).rows if r.kind.value == "late"}
    assert late == listed
    for found in late_effects.for_patient(ws, pid).rows:
        line = plan.row(f"late:{found.id}")
        if line is not None:
            assert line.until == found.standing.due
            assert line.is_late is (found.standing.state is LateEffectState.OVERDUE)
    assert [line.until for line in plan.rows if line.key.startswith("task:")] == [days(5)]
    assert [line.until for line in plan.rows if line.key.startswith("therapy:")] == [days(30)]
    said = irradiation.for_patient(ws, pid)
    assert said is not None
    assert row(plan, "irradiation").text == said.sentence.rstrip(".")
    due = vaccines.for_patient(ws, pid).due
    names = row(plan, "vaccines_due").text
    assert due
    assert all((line.series.short or line.series.label).text("en") in names for line in due)


def test_each_of_the_four_has_something_to_do(ws: Workspace, pid: int) -> None:
    plan = care_plan.plan(ws, pid)
    assert all(plan.of(who) for who in CareActor)
    assert [line.key.partition(":")[0] for line in plan.of(NEUROLOGIST)] == ["mri", "edss"]
    assert "re-baseline" in plan.of(NEUROLOGIST)[0].text
    duties = {line.key for line in plan.of(PATIENT)}
    assert {"fever", "medicines", "duty:activity", "duty:vitamin_d", "duty:smoking", "duty:sun"} <= duties


@pytest.mark.parametrize(("day", "until"), [(60, days(-60 + 181)), (200, None)])
def test_contraception_ends_half_a_year_after_day_0(ws: Workspace, day: int, until: date | None) -> None:
    plan = care_plan.plan(ws, register(ws, day, "MS-077", sex=Sex.FEMALE))
    line = plan.row("duty:contraception")
    assert (line.until if line is not None else None) == until


def test_lines_are_added_changed_left_out_put_back_and_undone(ws: Workspace, pid: int) -> None:
    added = care_plan.record(ws, entry(pid, "  Count   every month ", until=days(60)))
    assert added.kinds == {"care_plan"}
    own = next(line for line in care_plan.plan(ws, pid).rows if line.state is CareState.OWN)
    assert (own.text, own.until, own.who) == ("Count every month", days(60), GP)
    care_plan.revise(ws, "fever", 0, entry(pid, "Call at 37.8 °C", PATIENT))
    fever = row(care_plan.plan(ws, pid), "fever")
    assert (fever.text, fever.state) == ("Call at 37.8 °C", CareState.EDITED)
    assert fever.source is not None
    assert "38.0" in fever.source.text
    hid = care_plan.hide(ws, pid, "fever", fever.edit.version if fever.edit else 0)
    assert [line.key for line in care_plan.plan(ws, pid).hidden] == ["fever"]
    undo.undo(ws, hid.txn)
    assert row(care_plan.plan(ws, pid), "fever").text == "Call at 37.8 °C"
    again = row(care_plan.plan(ws, pid), "fever")
    care_plan.restore(ws, pid, "fever", again.edit.version if again.edit else 0)
    assert row(care_plan.plan(ws, pid), "fever").state is CareState.DERIVED
    care_plan.hide(ws, pid, own.key, 1)
    assert care_plan.plan(ws, pid).row(own.key) is None


def test_what_was_left_out_comes_back_with_the_words_it_had(ws: Workspace, pid: int) -> None:
    care_plan.revise(ws, "duty:sun", 0, entry(pid, "A hat, please", PATIENT))
    care_plan.hide(ws, pid, "duty:sun", 1)
    care_plan.restore(ws, pid, "duty:sun", 2)
    assert row(care_plan.plan(ws, pid), "duty:sun").text == "A hat, please"


def test_a_changed_line_outlives_its_source_and_says_so(ws: Workspace, pid: int) -> None:
    key = next(line.key for line in care_plan.plan(ws, pid).rows if line.key.startswith("task:"))
    care_plan.revise(ws, key, 0, entry(pid, "MRI pictures on a disc", UNIT))
    task = tasks.for_patient(ws, pid)[0]
    tasks.done(ws, task.id, task.version)
    gone = row(care_plan.plan(ws, pid), key)
    assert (gone.state, gone.text) == (CareState.GONE, "MRI pictures on a disc")
    care_plan.hide(ws, pid, key, 1)
    assert care_plan.plan(ws, pid).row(key) is None


def test_lines_are_moved_among_those_of_one_person(ws: Workspace, pid: int) -> None:
    before = [line.key for line in care_plan.plan(ws, pid).of(PATIENT)]
    care_plan.move(ws, pid, before[2], -1, 0)
    care_plan.move(ws, pid, before[2], -1, 1)
    assert [line.key for line in care_plan.plan(ws, pid).of(PATIENT)] == [before[2], *before[:2], *before[3:]]
    care_plan.move(ws, pid, before[0], -1, 0)
    assert [line.key for line in care_plan.plan(ws, pid).of(PATIENT)][:2] == [before[0], before[2]]
    assert row(care_plan.plan(ws, pid), before[0]).state is CareState.DERIVED
    with pytest.raises(KnownError):
        care_plan.move(ws, pid, before[0], -1, 1)


def test_two_people_at_one_line_are_told(ws: Workspace, pid: int) -> None:
    care_plan.revise(ws, "fever", 0, entry(pid, "first", PATIENT))
    with pytest.raises(KnownError, match="stale_row"):
        care_plan.revise(ws, "fever", 0, entry(pid, "second", PATIENT))
    with pytest.raises(KnownError, match="stale_row"):
        care_plan.hide(ws, pid, "fever", 0)
    with pytest.raises(KnownError, match="stale_row"):
        care_plan.restore(ws, pid, "duty:sun", 0)
    with pytest.raises(KnownError, match="stale_row"):
        care_plan.revise(ws, "nothing", 0, entry(pid))
    with pytest.raises(InputError):
        care_plan.record(ws, entry(pid, " "))


def test_there_is_an_end_to_lines_of_ones_own(ws: Workspace, pid: int) -> None:
    for number in range(MOST_OWN):
        care_plan.record(ws, entry(pid, f"line {number}"))
    with pytest.raises(InputError):
        care_plan.record(ws, entry(pid))


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_plan_is_one_page_with_every_line(ws: Workspace, pid: int, tmp_path: Path, language: str) -> None:
    care_plan.record(ws, entry(pid, "Blood <b>count</b>", until=days(60)))
    path = care_plan_print.print_care_plan(ws, pid, tmp_path / "plan.pdf", language)
    found = read(path.read_bytes())
    assert len(found.pages) == 1
    data = care_plan_print.plan_data(ws, pid, language)
    lines = [line for actor in data.actors for line in actor.lines]
    assert [line.text for line in lines if not found.has(line.text)] == []
    assert [line.until for line in lines if not found.has(line.until)] == []
    assert found.has("P Blood <b>count</b>")
    assert found.has("BIANCHI Anna")


def test_too_much_for_a_page_is_counted_never_a_second_page(ws: Workspace, pid: int, tmp_path: Path) -> None:
    for number in range(MOST_OWN):
        care_plan.record(ws, entry(pid, f"{number} " + "W" * (MAX_TEXT - 5)))
    found = read(care_plan_print.print_care_plan(ws, pid, tmp_path / "plan.pdf").read_bytes())
    assert len(found.pages) == 1
    assert found.has("have no room here and stand in the record")


def test_nobody_plans_for_the_dead(ws: Workspace, pid: int, tmp_path: Path) -> None:
    care_plan.record(ws, entry(pid))
    change_state(ws, pid, StateChangeKind.DIED)
    plan = care_plan.plan(ws, pid)
    assert [line.state for line in plan.rows] == [CareState.OWN]
    with pytest.raises(KnownError, match="plan_not_followed"):
        care_plan_print.print_care_plan(ws, pid, tmp_path / "plan.pdf")
    assert not (tmp_path / "plan.pdf").exists()
