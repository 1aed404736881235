"""A patient as the checks of imported records see one: recorded already, or registered by the same file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hsct_desktop.domain.edss_assessment import Life
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.patient import FollowUp, PatientEntry, StateChange, StateChangeKind, follow_up_of
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.store import disease_history, patient, state_change, transplant
from hsct_desktop.store.base import ReadSession, WriteSession


@dataclass(frozen=True)
class Person:
    """Who a record belongs to. `id` is negative for a patient whom the file itself registers, until that is done.

    `courses` are the transplants in their order, `changes` the changes of state, `onset` the first symptoms.
    """

    id: int
    entry: PatientEntry
    courses: tuple[TransplantEntry, ...] = ()
    changes: tuple[StateChange, ...] = ()
    onset: PartialDate | None = None

    @property
    def is_new(self) -> bool:
        """Whether nothing of the patient is recorded yet."""
        return self.id < 0

    @property
    def code(self) -> str:
        """The unit's code."""
        return self.entry.code

    @property
    def birth_date(self) -> date:
        """The birth date, without which nobody is registered. ValueError for a draft that has none."""
        if self.entry.birth_date is None:
            raise ValueError("a patient is checked before their records are")
        return self.entry.birth_date

    @property
    def died(self) -> date | None:
        """The day of death, None for the living."""
        return next((change.on for change in self.changes if change.kind is StateChangeKind.DIED), None)

    @property
    def discharged(self) -> date | None:
        """The day of discharge after the latest transplant, None where none is known."""
        days = [change.on for change in self.changes if change.kind is StateChangeKind.DISCHARGED]
        day0 = self.day0
        return next((day for day in reversed(days) if day0 is not None and day >= day0), None)

    @property
    def follow_up(self) -> FollowUp:
        """Whether the unit still follows the patient."""
        return follow_up_of(self.changes)

    @property
    def day0(self) -> date | None:
        """The latest course's Day 0."""
        return self.courses[-1].day0 if self.courses else None

    @property
    def first_day0(self) -> date | None:
        """The first Day 0 of all."""
        return min((course.day0 for course in self.courses if course.day0 is not None), default=None)

    def life(self, today: date) -> Life:
        """The days between which an examination or a scan can lie."""
        return Life(self.birth_date, today, self.first_day0, self.died)

    def after_death(self, field: str, *days: date | None) -> Iterator[Problem]:
        """Yield a problem when one of the days lies after the patient's death."""
        died = self.died
        if died is not None and any(day is not None and day > died for day in days):
            yield Problem(field, "after_death", {"died": died})


def recorded(session: ReadSession | WriteSession, ids: Collection[int]) -> dict[int, Person]:
    """The recorded patients of some ids, those who are gone left out; a fixed number of statements for any number."""
    cards = patient.cards_of(session, ids)
    courses = transplant.of_many(session, ids)
    changes = state_change.of_many(session, ids)
    onsets = disease_history.onsets_of(session, ids)
    return {
        card.id: Person(
            card.id,
            card.entry,
            tuple(course.entry for course in courses.get(card.id, ())),
            tuple(held.change for held in changes.get(card.id, ())),
            onsets.get(card.id),
        )
        for card in cards
    }


def drafted(
    person_id: int,
    entry: PatientEntry,
    courses: Iterable[TransplantEntry] = (),
    changes: Iterable[StateChange] = (),
    onset: PartialDate | None = None,
) -> Person:
    """A patient whom the file registers; `person_id` is negative and the patient's own. ValueError for another."""
    if person_id >= 0:
        raise ValueError("a patient who is not recorded has no id of the record")
    return Person(person_id, entry, tuple(courses), tuple(changes), onset)
