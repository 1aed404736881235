"""Imported changes of state: discharged, died, transferred, withdrew, lost."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.patient import DETAIL_MISSING, ENDS_FOLLOW_UP, StateChange, StateChangeKind, check_state_change
from hsct_desktop.domain.problem import Problem, refuse
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services import death_checks, states
from hsct_desktop.services.import_engraftments import course_of
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Held, Importer, Others, Session, Work
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import state_change, transplant
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many
from hsct_desktop.store.state_change import StateChangeRow


@dataclass(frozen=True)
class StateDraft:
    """A change of state of a patient."""

    patient_id: int
    kind: StateChangeKind
    on: date
    detail: str = ""
    course: int = 0
    """Of which transplant a discharge is; 0 for what happens once."""

    @property
    def change(self) -> StateChange:
        """The change itself."""
        return StateChange(self.kind, self.on, self.detail)


class StateImporter(Importer[StateDraft]):
    """Changes of state, of each kind one."""

    kind: ClassVar = RecordKind.STATE
    fields: ClassVar = ("on", "detail")
    changed: ClassVar = frozenset({"state", "patient", "schedule", "transplant"})

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[StateDraft]]]:
        """The recorded changes but those of being followed again; the latest of a kind leads."""
        courses = {key: [one.entry for one in rows] for key, rows in transplant.of_many(session, ids).items()}
        return {
            patient_id: [
                Held(row.id, row.version, _drafted(patient_id, row.change, courses.get(patient_id, ())))
                for row in reversed(rows)
                if row.change.kind is not StateChangeKind.FOLLOWED_AGAIN
            ]
            for patient_id, rows in state_change.of_many(session, ids).items()
        }

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> StateDraft:
        """The change; where a file says nothing of the cause or reason, that is what is kept. InputError: no day."""
        given = Given(draft)
        kind, on = StateChangeKind(given.get("kind")), given.get("on")
        if on is None:
            raise refuse("on", "date_missing")
        unsaid = ws.wording.text("import_run.not_stated") if kind in DETAIL_MISSING else ""
        change = StateChange(kind, on, given.text("detail") or unsaid)
        return _drafted(person.id, change, person.courses, given.get("day0"))

    def key(self, entry: StateDraft) -> Hashable:
        """What happened; a discharge after each transplant."""
        return entry.kind, entry.course

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: StateDraft, others: Others[StateDraft]
    ) -> Iterator[Problem]:
        """What the form finds wrong with it."""
        yield from check_state_change(entry.change, person.birth_date, ws.today(), person.first_day0)
        if entry.kind is StateChangeKind.DIED and not person.is_new:
            yield from death_checks.recorded_after(session, ws, person.id, entry.on)
        yield from _against_death(person, entry, [one.entry for one in others])
        if entry.kind in ENDS_FOLLOW_UP and entry.kind is not StateChangeKind.DIED:
            others_left = any(
                one.entry.kind in ENDS_FOLLOW_UP and one.entry.kind is not StateChangeKind.DIED for one in others
            )
            known = any(change.kind is entry.kind for change in person.changes)
            if not known and (others_left or not person.follow_up.is_followed):
                state = ws.wording.enum("follow_up", person.follow_up)
                yield Problem("kind", "no_longer_followed", {"state": state})

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[StateDraft]) -> None:
        """Write new changes; follow-up and discharge follow in step."""
        rows = [
            {"patient_id": one.patient_id, "kind": one.kind, "changed_on": one.on, "detail": one.detail}
            for one in entries
        ]
        insert_many(session, StateChangeRow, rows)
        self._bring_in_step(session, ws, entries)

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[StateDraft]]) -> None:
        """Take back what stood, with the reason, and add what the file says: no change of state is rewritten."""
        why = ws.wording.text("import_run.replaced")
        for one in work:
            state_change.take_back(session, one.row_id, one.version, why)
        self.add(session, ws, [one.entry for one in work])

    def _bring_in_step(self, session: WriteSession, ws: Workspace, entries: Sequence[StateDraft]) -> None:
        for patient_id in {one.patient_id for one in entries if one.kind is not StateChangeKind.DISCHARGED}:
            state_change.bring_in_step(session, patient_id)
        discharged: dict[int, set[date]] = {}
        for one in entries:
            if one.kind is StateChangeKind.DISCHARGED:
                discharged.setdefault(one.patient_id, set()).add(one.on)
        courses = transplant.of_many(session, discharged) if discharged else {}
        for patient_id, days in discharged.items():
            # New courses came with their discharge; only those that were recorded before are planned anew.
            if not days <= {course.discharged_on for course in courses.get(patient_id, [])}:
                states.apply_discharge(session, ws, patient_id)


def _drafted(
    patient_id: int, change: StateChange, courses: Sequence[TransplantEntry], day0: date | None = None
) -> StateDraft:
    """A change of state; a discharge is of the transplant whose Day 0 the row has, else of the latest before it."""
    course = course_of(courses, day0, change.on) if change.kind is StateChangeKind.DISCHARGED else 0
    return StateDraft(patient_id, change.kind, change.on, change.detail, course)


def _against_death(person: Person, entry: StateDraft, others: Sequence[StateDraft]) -> Iterator[Problem]:
    """Nobody is transplanted or discharged after their death, by the same row either."""
    if entry.kind is StateChangeKind.DIED:
        later = [course.day0 for course in person.courses if course.day0 is not None and course.day0 > entry.on]
        if later:
            yield Problem("on", "import_died_before_day0", {"day0": later[0]})
    pair = {one.kind: one.on for one in (*others, entry)}
    left, died = pair.get(StateChangeKind.DISCHARGED), pair.get(StateChangeKind.DIED)
    if left is not None and died is not None and left > died:
        yield Problem("on", "after_death", {"died": died})
