"""What one shift tells the next: the changes since a time by patient, and what is to be done by tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.task import TaskRow


@dataclass(frozen=True)
class HandoverLine:
    """One change in words: when (local time), by whom, and the table it was made in."""

    at: datetime
    by: str
    text: str
    table: str


@dataclass(frozen=True)
class HandoverPatient:
    """A patient with what changed, oldest first; `day` counts from Day 0 to the end of the handover."""

    id: int
    code: str
    family_name: str
    given_name: str
    birth_date: date
    follow_up: FollowUp
    day: int | None
    same_name: bool
    lines: tuple[HandoverLine, ...]


@dataclass(frozen=True)
class HandoverTry:
    """Somebody to try to reach again on a day."""

    patient_id: int
    code: str
    family_name: str
    given_name: str
    birth_date: date
    same_name: bool
    on: date
    text: str
    phone: str


@dataclass(frozen=True)
class Handover:
    """The changes from `since` to `until` (local times): patients by name, then the ward's own, tasks and tries."""

    since: datetime
    until: datetime
    patients: tuple[HandoverPatient, ...]
    ward: tuple[HandoverLine, ...]
    tasks: tuple[TaskRow, ...]
    tries: tuple[HandoverTry, ...]

    @property
    def line_count(self) -> int:
        """How many changes are told."""
        return sum(len(patient.lines) for patient in self.patients) + len(self.ward)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing changed and nothing is to be done."""
        return not (self.patients or self.ward or self.tasks or self.tries)
