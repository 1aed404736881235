"""Tasks: recorded, done by whom, taken back, undone; read in one statement of an index."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from hsct_desktop.domain.author import Author
from hsct_desktop.domain.patient import FollowUp, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.task import TaskEntry, TaskRow
from hsct_desktop.services import staff, tasks, undo
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import task as store_task
from tests.services.ward import TODAY, change_state, days, keys, register


def put(ws: Workspace, words: str = "Ring the laboratory", due: int = 0, **more: int | None) -> TaskRow:
    saved = tasks.record(ws, TaskEntry(words, days(due), **more))
    assert saved.record_id is not None
    assert saved.kinds == {"task"}
    return tasks.get(ws, saved.record_id)


def test_the_list_holds_what_is_due_in_a_week_overdue_first(ws: Workspace) -> None:
    put(ws, "in a week", 7)
    put(ws, "in eight days", 8)
    put(ws, "yesterday", -1)
    assert [row.words for row in tasks.open_tasks(ws)] == ["yesterday", "in a week"]
    assert [row.words for row in tasks.open_tasks(ws, days(8))] == ["yesterday", "in a week", "in eight days"]


def test_a_task_names_patient_and_owner(ws: Workspace, other: Author) -> None:
    who = register(ws)
    register(ws, code="MS-002")
    row = put(ws, "Ask for the MRI", 2, patient_id=who, owner_id=other.staff_id)
    assert row.owner == "Otto Other"
    assert row.patient is not None
    assert (row.patient.code, row.patient.same_name, row.patient.day0) == ("MS-001", True, days(-45))
    assert put(ws).patient is None
    assert put(ws).owner == ""
    assert [found.words for found in tasks.for_patient(ws, who)] == ["Ask for the MRI"]


def test_done_is_by_who_works_and_only_once(ws: Workspace) -> None:
    row = put(ws)
    saved = tasks.done(ws, row.id, row.version)
    assert saved.text == "Done: Ring the laboratory"
    held = tasks.get(ws, row.id)
    assert (held.done_on, held.done_by, held.is_open) == (TODAY, "Ann Nurse", False)
    assert tasks.open_tasks(ws) == []
    with pytest.raises(KnownError, match="stale_row"):
        tasks.done(ws, row.id, held.version)
    with pytest.raises(KnownError, match="stale_row"):
        tasks.done(ws, row.id, row.version)
    tasks.reopen(ws, row.id, held.version)
    again = tasks.get(ws, row.id)
    assert (again.done_on, again.done_by) == (None, "")
    with pytest.raises(KnownError, match="stale_row"):
        tasks.reopen(ws, row.id, again.version)


def test_revised_words_day_and_owner_but_not_whose(ws: Workspace, other: Author) -> None:
    who, another = register(ws), register(ws, code="MS-002")
    row = put(ws, patient_id=who)
    tasks.revise(ws, row.id, row.version, TaskEntry("  Ring  twice ", days(3), another, other.staff_id))
    held = tasks.get(ws, row.id)
    assert held.patient is not None
    assert (held.words, held.due, held.owner, held.patient.id) == ("Ring twice", days(3), "Otto Other", who)
    with pytest.raises(KnownError, match="stale_row"):
        tasks.revise(ws, row.id, row.version, TaskEntry("late", days(3)))


def test_nothing_is_written_of_a_wrong_entry(ws: Workspace, other: Author) -> None:
    card = next(row for row in staff.everybody(ws) if row.id == other.staff_id)
    mine = put(ws, owner_id=other.staff_id)
    staff.revise(ws, card.id, card.name, card.role, active=False)
    with pytest.raises(InputError) as wrong:
        tasks.record(ws, TaskEntry(" ", None, owner_id=other.staff_id))
    assert keys(wrong.value) == {
        ("words", "task_words_missing"), ("due", "date_missing"), ("owner_id", "unknown_choice")
    }  # fmt: skip
    with pytest.raises(KnownError, match="stale_row"):
        tasks.record(ws, TaskEntry("Ring", TODAY, patient_id=77))
    assert len(tasks.open_tasks(ws)) == 1
    tasks.revise(ws, mine.id, mine.version, TaskEntry("still theirs", TODAY, owner_id=other.staff_id))
    assert tasks.get(ws, mine.id).owner == "Otto Other"


def test_taken_back_with_a_reason(ws: Workspace) -> None:
    row = put(ws)
    with pytest.raises(InputError):
        tasks.void_task(ws, row.id, "  ")
    tasks.void_task(ws, row.id, "came by mail", row.version)
    assert tasks.open_tasks(ws) == []
    with pytest.raises(KnownError, match="stale_row"):
        tasks.get(ws, row.id)


@pytest.mark.parametrize("write", ["revise", "done", "void"])
def test_undo_brings_the_same_task_back(ws: Workspace, write: str) -> None:
    row = put(ws)
    writes = {
        "revise": lambda: tasks.revise(ws, row.id, row.version, TaskEntry("other words", days(5))),
        "done": lambda: tasks.done(ws, row.id, row.version),
        "void": lambda: tasks.void_task(ws, row.id, "not needed"),
    }
    saved = undo.undo(ws, writes[write]().txn)
    assert saved.kinds == {"task"}
    assert saved.text.startswith("Undone: task")
    back = tasks.get(ws, row.id)
    assert (back.words, back.due, back.done_on, back.done_by) == (row.words, row.due, None, "")
    undo.undo_last(ws)
    assert tasks.open_tasks(ws) == []


def test_the_task_of_a_patient_who_left_stays_and_says_so(ws: Workspace) -> None:
    who = register(ws)
    put(ws, "Send the papers", 1, patient_id=who)
    change_state(ws, who, StateChangeKind.TRANSFERRED)
    (row,) = tasks.open_tasks(ws)
    assert row.patient is not None
    assert row.patient.follow_up is FollowUp.TRANSFERRED


def test_one_search_of_the_index_of_open_tasks(ws: Workspace) -> None:
    put(ws)
    with ws.store.engine.connect() as connection:
        compiled = store_task.STATEMENTS["open"].compile(connection)
        values = tuple(
            str(days(7)) if name == "until" else compiled.params[name] for name in compiled.positiontup or ()
        )
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)]
    assert any("SEARCH task USING INDEX ix_task_open" in line for line in plan), plan
    assert not any(line.startswith("SCAN") and "task" in line for line in plan), plan


def test_the_list_takes_two_statements_however_many_tasks(ws: Workspace) -> None:
    seen: list[str] = []
    event.listen(ws.store.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    tasks.open_tasks(ws)
    few = len(seen)
    for number in range(5):
        put(ws, f"task {number}")
    seen.clear()
    tasks.open_tasks(ws)
    assert len(seen) == few
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 2
