"""Free tasks of the ward, with a patient or without."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from hsct_desktop.domain.task import TaskEntry, TaskPatient, TaskRow
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill
from hsct_desktop.store.patient import LATEST_DAY0, Patient
from hsct_desktop.store.staff import Staff

OPEN_TASK = "done_on IS NULL AND voided_at IS NULL"


class Task(Recorded, Base):
    """Something to do by `due`; an owner of None is the unit, a patient of None is nobody in particular."""

    __tablename__ = "task"

    patient_id: Mapped[int | None] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    words: Mapped[str]
    due: Mapped[date]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    done_on: Mapped[date | None]
    done_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))

    __table_args__ = (sa.Index("ix_task_open", "due", sqlite_where=sa.text(OPEN_TASK)),)


_OWNER, _DOER = aliased(Staff), aliased(Staff)
_TASKS = (
    sa.select(
        Task.id, Task.version, Task.words, Task.due, Task.owner_id, Task.done_on, Task.patient_id,
        _OWNER.name.label("owner"), _DOER.name.label("doer"),
        Patient.code, Patient.family_name, Patient.given_name, Patient.birth_date, Patient.follow_up,
        Patient.phone,
        LATEST_DAY0.label("day0"),
    )
    .join(_OWNER, _OWNER.id == Task.owner_id, isouter=True)
    .join(_DOER, _DOER.id == Task.done_by, isouter=True)
    .join(Patient, Patient.id == Task.patient_id, isouter=True)
    .where(Task.voided_at.is_(None))
    .order_by(Task.due, Task.id)
)  # fmt: skip
_IS_OPEN = Task.done_on.is_(None)
_OPEN = _TASKS.where(Task.due <= sa.bindparam("until"), _IS_OPEN)
_OPEN_OF_PATIENT = _TASKS.where(Task.patient_id == sa.bindparam("patient_id"), _IS_OPEN)
_OF_PATIENT = _TASKS.where(Task.patient_id == sa.bindparam("patient_id"))
_ONE = _TASKS.where(Task.id == sa.bindparam("task_id"))
STATEMENTS = {"open": _OPEN}
"""The statements by name, for the test that reads their query plans."""


def add(session: WriteSession, entry: TaskEntry) -> Task:
    """Record a task; the row has its id."""
    row = Task()
    fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, task_id: int, version: int | None, entry: TaskEntry) -> Task:
    """Change a task; raises KnownError `stale_row` when it changed since `version`."""
    row = fetch(session, Task, task_id, version)
    fill(row, entry)
    session.flush()
    return row


def set_done(session: WriteSession, task_id: int, version: int | None, on: date | None) -> Task:
    """Mark a task as done on a day by who writes; None opens it again."""
    row = fetch(session, Task, task_id, version)
    row.done_on, row.done_by = on, session.author_id if on is not None else None
    session.flush()
    return row


def open_until(session: Session, until: date, namesakes: frozenset[int]) -> list[TaskRow]:
    """Open tasks due up to a day, overdue ones first (one statement); `namesakes` marks patients of one name."""
    return _rows(session.execute(_OPEN, {"until": until}), namesakes)


def of_patient(
    session: Session, patient_id: int, namesakes: frozenset[int], *, with_done: bool = False
) -> list[TaskRow]:
    """A patient's tasks by due day; those that are done only when asked for."""
    wanted = _OF_PATIENT if with_done else _OPEN_OF_PATIENT
    return _rows(session.execute(wanted, {"patient_id": patient_id}), namesakes)


def get(session: Session, task_id: int, namesakes: frozenset[int] = frozenset()) -> TaskRow | None:
    """One task, None when there is none (any more)."""
    return next(iter(_rows(session.execute(_ONE, {"task_id": task_id}), namesakes)), None)


def _rows(found: Iterable[Any], namesakes: frozenset[int]) -> list[TaskRow]:
    return [_row(row, namesakes) for row in found]


def _row(row: Any, namesakes: frozenset[int]) -> TaskRow:
    patient = None
    if row.patient_id is not None:
        patient = TaskPatient(
            row.patient_id, row.code, row.family_name, row.given_name, row.birth_date, row.follow_up, row.day0,
            row.patient_id in namesakes, row.phone,
        )  # fmt: skip
    return TaskRow(
        row.id, row.version, row.words, row.due, row.owner_id, row.owner or "", row.done_on, row.doer or "", patient
    )
