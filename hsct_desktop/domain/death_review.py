"""A death adjudicated: what it came from by the judgement of named people, and treatment-related mortality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.problem import Problem

MAX_CAUSE: Final = 200
MAX_MEMBERS: Final = 3600
MAX_REASON: Final = 4000
TRM_DAYS: Final = 100
"""Treatment-related mortality is reported to day 100, then at 1 and 5 years (EBMT Handbook 2024, chapter 6)."""


class DeathRelation(StrEnum):
    """What a death came from, as adjudicated; wording `enum.death_relation.*`."""

    TREATMENT = "treatment"
    DISEASE = "disease"
    OTHER = "other"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class DeathReviewEntry:
    """What the sheet hands over; `members` who judged, one name a line; `reason` why they judged so."""

    patient_id: int
    relation: DeathRelation | None = None
    cause: str = ""
    members: str = ""
    reviewed_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class DeathReview:
    """A recorded review with its version; a patient has one at most."""

    id: int
    version: int
    entry: DeathReviewEntry


def check_review(entry: DeathReviewEntry, died_on: date | None, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a review; `died_on` None: no death is recorded."""
    if died_on is None:
        yield Problem("relation", "death_not_recorded")
        return
    if entry.relation is None:
        yield Problem("relation", "death_relation_missing")
    elif entry.relation is not DeathRelation.UNDETERMINED and not entry.cause.strip():
        yield Problem("cause", "death_cause_missing")
    if not entry.members.strip():
        yield Problem("members", "death_members_missing")
    if entry.reviewed_on is None:
        yield Problem("reviewed_on", "date_missing")
    elif entry.reviewed_on < died_on:
        yield Problem("reviewed_on", "death_review_before", {"died": died_on})
    elif entry.reviewed_on > today:
        yield Problem("reviewed_on", "date_in_future")
    if entry.relation is DeathRelation.UNDETERMINED and not entry.reason.strip():
        yield Problem("reason", "death_undetermined_why")
    for name, text, limit in (
        ("cause", entry.cause, MAX_CAUSE),
        ("members", entry.members, MAX_MEMBERS),
        ("reason", entry.reason, MAX_REASON),
    ):
        if len(text) > limit:
            yield Problem(name, "too_long", {"limit": limit})


@dataclass(frozen=True)
class Treated:
    """A patient who was infused: Day 0, last day on which anything is known, death and its review (None: none)."""

    patient_id: int
    day0: date
    last_known: date | None
    died_on: date | None = None
    relation: DeathRelation | None = None


@dataclass(frozen=True)
class Mortality:
    """Deaths to a day after the infusion: from the treatment, from the disease, from another cause, undecided.

    `open` patients are neither dead nor known to have lived to that day.
    """

    days: int
    treated: int
    related: tuple[int, ...]
    disease: tuple[int, ...]
    other: tuple[int, ...]
    undecided: tuple[int, ...]
    open: tuple[int, ...]

    @property
    def non_relapse(self) -> int:
        """Deaths that the disease did not cause, adjudicated as such (NRM: EBMT Handbook 2024, chapter 6)."""
        return len(self.related) + len(self.other)


def treatment_related_mortality(patients: Iterable[Treated], days: int = TRM_DAYS) -> Mortality:
    """Deaths from Day 0 to `days` (that day included) by what was adjudicated.

    A death not adjudicated, or undetermined, counts for no cause: it is undecided.
    """
    related: list[int] = []
    disease: list[int] = []
    other: list[int] = []
    undecided: list[int] = []
    unknown: list[int] = []
    lists = {DeathRelation.TREATMENT: related, DeathRelation.DISEASE: disease, DeathRelation.OTHER: other}
    treated = 0
    for patient in patients:
        treated += 1
        if patient.died_on is not None and 0 <= (patient.died_on - patient.day0).days <= days:
            cause = undecided if patient.relation is None else lists.get(patient.relation, undecided)
            cause.append(patient.patient_id)
        elif patient.died_on is None and not _is_known(patient, days):
            unknown.append(patient.patient_id)
    return Mortality(
        days, treated, tuple(related), tuple(disease), tuple(other), tuple(undecided), tuple(unknown)
    )  # fmt: skip


def _is_known(patient: Treated, days: int) -> bool:
    """Whether a patient is known to have been followed to that day."""
    return patient.last_known is not None and (patient.last_known - patient.day0).days >= days
