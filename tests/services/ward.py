"""A small ward for the tests of services: who is registered, what was done, and what the lists then show."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hsct_desktop.domain.adverse_event import AdverseEventEntry, Grade, GradeStep, Outcome
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.patient import PatientEntry, StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.supportive_therapy import SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.domain.visit import VisitEntry
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import patients, staff, states, today, visits
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.services.workspace import Workspace

TODAY = date(2026, 11, 20)
ANNA = PatientEntry(
    "MS-001", "Bianchi", "Anna", date(1985, 3, 7), disease_id="ms", phenotype_id="rr", allergies=("Latex",)
)


def work_as(ws: Workspace, role: Role) -> None:
    """Who works has another role from now on."""
    author = ws.require_author()
    staff.revise(ws, author.staff_id, author.name, role, True)
    ws.author = staff.author(ws, author.staff_id)


def days(count: int) -> date:
    """The day so many days from today."""
    return TODAY + timedelta(days=count)


def course(day: int = 45, protocol: str = "ahsct-ms", **changes: object) -> TransplantEntry:
    """A course that stands on Day +`day` today."""
    entry = TransplantEntry(protocol, days(-day), days(-day - 30), "mob_cy2_gcsf", "beam_atg_ms", Decimal("5.2"))
    return replace(entry, **changes)  # type: ignore[arg-type]


def register(ws: Workspace, day: int | None = 45, code: str = "MS-001", **person: object) -> int:
    """Register a patient on Day +`day` (None: without a transplant); the id."""
    entry = replace(ANNA, code=code, **person)  # type: ignore[arg-type]
    saved = patients.register(ws, entry, None if day is None else course(day), distinct=True)
    assert saved.patient_id is not None
    return saved.patient_id


def plan(ws: Workspace, patient_id: int) -> dict[str, VisitRow]:
    """The lines of the Visits tab by label."""
    with ws.read() as session:
        return {row.label: row for row in visits.rows(ws, session, patient_id, ws.today())}


def scheduled(ws: Workspace, patient_id: int, label: str) -> int:
    """The id of a scheduled visit."""
    found = plan(ws, patient_id)[label].scheduled_id
    assert found is not None
    return found


def see(ws: Workspace, patient_id: int, label: str | None, on: date = TODAY, confirmed: bool = True) -> int:
    """Record a visit, of the schedule or (None) outside it; its id."""
    planned = scheduled(ws, patient_id, label) if label is not None else None
    saved = visits.record(ws, VisitEntry(patient_id, on, planned, "Ann Nurse"), confirmed)
    assert saved.record_id is not None
    return saved.record_id


def toxicity(patient_id: int, term: str, *grades: int, onset: date = TODAY, **more: object) -> AdverseEventEntry:
    """An episode whose grades follow day by day."""
    steps = tuple(GradeStep(onset + timedelta(days=at), Grade(grade)) for at, grade in enumerate(grades))
    return replace(AdverseEventEntry(patient_id, term, "5.0", onset, steps), **more)  # type: ignore[arg-type]


def fatal(patient_id: int, on: date = TODAY) -> AdverseEventEntry:
    """A sepsis that ends in death."""
    return toxicity(patient_id, "sepsis", 5, onset=on, end=on, outcome=Outcome.FATAL)


def drug(patient_id: int, planned_stop: date | None = None, **more: object) -> SupportiveTherapyEntry:
    """Aciclovir since ten days."""
    entry = SupportiveTherapyEntry(
        patient_id, "Aciclovir", TherapyClass.ANTIVIRAL, days(-10), "aciclovir", Decimal(800), "mg",
        planned_stop=planned_stop,
    )  # fmt: skip
    return replace(entry, **more)  # type: ignore[arg-type]


def change_state(ws: Workspace, patient_id: int, kind: StateChangeKind, on: date = TODAY, detail: str = "why") -> int:
    """Record a change of state; its id."""
    saved = states.change(ws, patient_id, StateChange(kind, on, detail))
    assert saved.record_id is not None
    return saved.record_id


def listed(ws: Workspace, on: date = TODAY) -> set[tuple[str, str, str]]:
    """List, code and task of every row of Today but the vaccines: they come with the months, whatever is recorded."""
    rows = (row for row in today.lists(ws, on).rows if row.kind is not WorklistKind.VACCINES)
    return {(row.kind.value, row.code, row.task) for row in rows}


def export(ws: Workspace, on: date = TODAY) -> list[tuple[object, ...]]:
    """Every row of Today with all it shows."""
    return [
        (row.kind.value, row.key, row.name, row.code, row.birth_date, row.same_name, row.phone, row.day, row.task,
         row.status, row.target, row.earliest, row.latest, row.booked, row.booked_time, row.next_try, row.sort_day,
         row.why)
        for row in today.lists(ws, on).rows
    ]  # fmt: skip


def on_list(ws: Workspace, kind: WorklistKind, on: date = TODAY) -> list[str]:
    """The tasks on one list."""
    return [row.task for row in today.lists(ws, on).rows if row.kind is kind]


def row_counts(ws: Workspace) -> dict[str, int]:
    """How many rows each table of the file has, the change log included."""
    with closing(sqlite3.connect(ws.store.path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counted = {name: f'SELECT count(*) FROM "{name}"' for name in names}  # noqa: S608  (names of our own tables)
        return {name: connection.execute(query).fetchone()[0] for name, query in counted.items()}


def keys(error: InputError) -> set[tuple[str, str]]:
    """Field and key of each problem."""
    return {(problem.field, problem.key) for problem in error.problems}
