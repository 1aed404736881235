"""Free tasks: record, revise, do, take back, list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.task import TaskEntry, TaskRow, check_task
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, record_of, refuse_problems, required_reason
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient_facts, staff, task
from hsct_desktop.store.base import WriteSession, fetch, void
from hsct_desktop.store.task import Task

DAYS_AHEAD = timedelta(days=7)
"""Tasks due so soon stand on Today's list."""


def open_tasks(ws: Workspace, until: date | None = None) -> list[TaskRow]:
    """Open tasks due up to a day (by default a week ahead), overdue ones first."""
    with ws.read() as session:
        until = until or ws.today() + DAYS_AHEAD
        return task.open_until(session, until, patient_facts.with_namesakes(session))


def for_patient(ws: Workspace, patient_id: int, *, with_done: bool = False) -> list[TaskRow]:
    """A patient's open tasks by due day; the done ones too where asked for."""
    with ws.read() as session:
        namesakes = patient_facts.with_namesakes(session)
        return task.of_patient(session, patient_id, namesakes, with_done=with_done)


def get(ws: Workspace, task_id: int) -> TaskRow:
    """One task, for the form that edits it; KnownError `stale_row` when it is gone."""
    with ws.read() as session:
        found = task.get(session, task_id, patient_facts.with_namesakes(session))
    if found is None:
        raise KnownError("stale_row")
    return found


def record(ws: Workspace, entry: TaskEntry) -> Changes:
    """Record a task."""
    with ws.write("task.record") as session:
        entry = _checked(session, ws, entry)
        row = task.add(session, entry)
        return _saved(session, ws, "saved.task", row)


def revise(ws: Workspace, task_id: int, version: int, entry: TaskEntry) -> Changes:
    """Change a task's words, day or owner; whom it is about stays."""
    with ws.write("task.revise") as session:
        held = fetch(session, Task, task_id, version)
        entry = _checked(session, ws, replace(entry, patient_id=held.patient_id), held.owner_id)
        return _saved(session, ws, "saved.task", task.revise(session, task_id, version, entry))


def done(ws: Workspace, task_id: int, version: int) -> Changes:
    """Mark a task as done today by who works; KnownError `stale_row` when somebody has done it meanwhile."""
    with ws.write("task.done") as session:
        if fetch(session, Task, task_id, version).done_on is not None:
            raise KnownError("stale_row")
        return _saved(session, ws, "saved.task_done", task.set_done(session, task_id, version, ws.today()))


def reopen(ws: Workspace, task_id: int, version: int) -> Changes:
    """Open a task again that was marked as done."""
    with ws.write("task.reopen") as session:
        if fetch(session, Task, task_id, version).done_on is None:
            raise KnownError("stale_row")
        return _saved(session, ws, "saved.task_reopened", task.set_done(session, task_id, version, None))


def void_task(ws: Workspace, task_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a task that need not be done, with the reason; `version` is the one that was shown."""
    why = required_reason(reason)
    with ws.write("task.void") as session:
        row = fetch(session, Task, task_id, version)
        void(session, row, why)
        return _saved(session, ws, "saved.task_voided", row)


def _checked(session: WriteSession, ws: Workspace, entry: TaskEntry, owner_before: int | None = None) -> TaskEntry:
    tidy = replace(entry, words=clean(entry.words))
    if tidy.patient_id is not None:
        record_of(session, tidy.patient_id)
    refuse_problems([*check_task(tidy, ws.today()), *_owner_problems(session, tidy, owner_before)])
    return tidy


def _owner_problems(session: WriteSession, entry: TaskEntry, before: int | None) -> Iterator[Problem]:
    """Somebody who left gets no new tasks; one that was theirs may stay theirs until somebody gives it away."""
    owner = entry.owner_id
    if owner is not None and owner != before and staff.now(session, owner) is None:
        yield Problem("owner_id", "unknown_choice", {"id": owner})


def _saved(session: WriteSession, ws: Workspace, key: str, row: Task) -> Changes:
    text = ws.wording.text(key, task=row.words, due=row.due)
    return changes(session, {"task"}, text, row.patient_id, row.id)
