"""Whose a row of a file is: a recorded patient, or one who is new in the same file and exists as a draft until then."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from hsct_desktop.domain.patient import FollowUp, PatientEntry, Sex


@dataclass(frozen=True)
class PersonCourse:
    """A transplant course of a person, recorded or drafted (`id` None)."""

    id: int | None
    number: int
    protocol_id: str
    day0: date | None = None
    mobilisation_start: date | None = None
    discharged_on: date | None = None


@dataclass(frozen=True)
class Person:
    """What the checks need of a patient. `id` is None for one who is new in the file, `token` names the person within
    the run either way. `courses` come in their order; `day0` is the latest one that is known."""

    token: str
    id: int | None
    code: str
    birth_date: date
    sex: Sex = Sex.UNKNOWN
    disease_id: str = ""
    follow_up: FollowUp = FollowUp.FOLLOWED
    died_on: date | None = None
    courses: tuple[PersonCourse, ...] = ()
    entry: PatientEntry | None = field(default=None, compare=False)

    @property
    def day0(self) -> date | None:
        """Day 0 of the latest course that has one."""
        return next((course.day0 for course in reversed(self.courses) if course.day0 is not None), None)

    @property
    def is_new(self) -> bool:
        """Whether the file brings this person."""
        return self.id is None
