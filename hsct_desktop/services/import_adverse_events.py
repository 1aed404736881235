"""Imported toxicities: episodes of a CTCAE term with the grade that the file has."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from hsct_desktop.catalogue.catalogue import CTCAE_FILES
from hsct_desktop.catalogue.items import Term
from hsct_desktop.domain.adverse_event import (
    Action,
    AdverseEventEntry,
    Attribution,
    Grade,
    GradeStep,
    Outcome,
    SeriousnessCriterion,
    check_adverse_event,
    settled,
)
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.import_same import plain_text
from hsct_desktop.domain.problem import InputError, KnownError, Problem, refuse
from hsct_desktop.domain.toxicity_phase import was_there_before
from hsct_desktop.services.course_days import days_of
from hsct_desktop.services.grading_settings import ctcae_version
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Held, Importer, Incoming, Others, Session, Work
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import adverse_event
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many


class AdverseEventImporter(Importer[AdverseEventEntry]):
    """Episodes: one of a term from a day on. `grade` is the highest of the episode."""

    kind: ClassVar = RecordKind.ADVERSE_EVENT
    fields: ClassVar = (
        "grade", "end", "outcome", "attributions", "serious", "seriousness", "action", "specify", "note",
    )  # fmt: skip
    changed: ClassVar = frozenset({"adverse_event", "alert"})
    enums: ClassVar = {
        "outcome": "outcome", "attributions": "attribution", "seriousness": "seriousness", "action": "action",
    }  # fmt: skip
    blanks: ClassVar = {"outcome": Outcome.UNKNOWN, "action": Action.NONE, "serious": False}
    near: ClassVar = {
        "term": "term_id", "grade_date": "onset", "outcome": "end", "seriousness": "serious", "specify": "term_id",
    }  # fmt: skip
    passing: ClassVar = {"outcome": Outcome.ONGOING}

    def begin(self, ws: Workspace, session: Session, incoming: Sequence[Incoming]) -> None:
        """Ask the unit's version once."""
        self._version, self._terms = ctcae_version(ws, session), ws.catalogue.terms

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[AdverseEventEntry]]]:
        """All standing episodes of some patients."""
        found = adverse_event.of_many(session, ids)
        return {key: [Held(*row) for row in rows] for key, rows in found.items()}

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> AdverseEventEntry:
        """The episode, graded from its onset on; InputError without term, onset or grade."""
        given = Given(draft)
        onset, grade = given.get("onset"), given.get("grade")
        missing = {"term_id": "term_missing", "onset": "date_missing", "grade": "grade_missing"}
        absent = [Problem(name, key) for name, key in missing.items() if given.get(name) in (None, "")]
        if absent:
            raise InputError(absent)
        if grade not in range(1, 6):
            raise refuse("grade", "import_grade", text=grade)
        version = str(given.get("ctcae_version") or self._version)
        if version not in CTCAE_FILES:
            raise refuse("ctcae_version", "import_code_unknown", text=version, known=", ".join(CTCAE_FILES))
        seriousness = given.option("seriousness", SeriousnessCriterion)
        entry = settled(
            AdverseEventEntry(
                person.id,
                given.text("term_id"),
                version,
                onset,
                (GradeStep(onset, Grade(grade)),),
                given.get("end"),
                given.choice("outcome", Outcome, Outcome.UNKNOWN),
                given.choices("attributions", Attribution),
                bool(given.get("serious")) or seriousness is not None,
                seriousness,
                given.choice("action", Action, Action.NONE),
                given.text("specify"),
                given.lines("note"),
            )
        )
        first = days_of(ws, person.courses[0]) if person.courses else None
        return replace(entry, baseline=was_there_before(onset, first))

    def key(self, entry: AdverseEventEntry) -> Hashable:
        """Term and onset; two of an "Other, specify" term are told apart by what was specified."""
        term = self._terms(entry.ctcae_version).term(entry.term_id) if entry.specify else None
        specified = plain_text(entry.specify) if term is not None and term.other else ""
        return entry.term_id, entry.onset, specified

    def value(self, entry: AdverseEventEntry, name: str) -> Any:
        """A field; the grade is the highest."""
        return int(max(step.grade for step in entry.grades)) if name == "grade" else getattr(entry, name)

    def with_values(self, entry: AdverseEventEntry, values: Mapping[str, Any]) -> AdverseEventEntry:
        """The episode with other values; a grade of the file holds from the onset on."""
        plain = {name: value for name, value in values.items() if name != "grade"}
        if "grade" in values and entry.onset is not None:
            plain["grades"] = (GradeStep(entry.onset, Grade(values["grade"]), entry.ctcae_version),)
        return settled(replace(entry, **plain))

    def problems(
        self,
        ws: Workspace,
        session: Session,
        person: Person,
        entry: AdverseEventEntry,
        others: Others[AdverseEventEntry],
    ) -> Iterator[Problem]:
        """What the form finds wrong; an episode of the same term on the same days is told."""
        term = _term(ws, entry)
        found = check_adverse_event(entry, term.rule(ws.language) if term else None, person.birth_date, ws.today())
        yield from found
        yield from person.after_death("onset", entry.onset)
        yield from person.after_death("end", entry.end)
        if any(step.grade is Grade.DEATH for step in entry.grades) and person.died is None:
            yield Problem("grade", "import_grade5_alive")
        for other in others:
            if other.entry.term_id == entry.term_id and _share_days(entry, other.entry):
                yield Problem("onset", "import_episode_overlaps", {"onset": other.entry.onset}, soft=True)
                return

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[AdverseEventEntry]) -> None:
        """Write new episodes with their grades."""
        rows = []
        for entry in entries:
            term = _sound_term(ws, entry)
            rows.append(adverse_event.columns(entry, term.label.en, term.soc_id))
        ids = insert_many(session, adverse_event.AdverseEvent, rows)
        steps = [
            adverse_event.grade_columns(event_id, step, entry.ctcae_version)
            for event_id, entry in zip(ids, entries, strict=True)
            for step in entry.grades
        ]
        insert_many(session, adverse_event.AdverseEventGrade, steps)

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[AdverseEventEntry]]) -> None:
        """Change recorded episodes."""
        for one in work:
            term = _sound_term(ws, one.entry)
            adverse_event.revise(session, one.row_id, one.version, one.entry, term.label.en, term.soc_id)


def _term(ws: Workspace, entry: AdverseEventEntry) -> Term | None:
    return ws.catalogue.terms(entry.ctcae_version).term(entry.term_id)


def _sound_term(ws: Workspace, entry: AdverseEventEntry) -> Term:
    term = _term(ws, entry)
    if term is None:
        raise KnownError("stale_row")
    return term


def _share_days(one: AdverseEventEntry, other: AdverseEventEntry) -> bool:
    """Whether two episodes have a day in common; one without an end is taken to last."""
    if one.onset is None or other.onset is None:
        return False
    return one.onset <= (other.end or date.max) and other.onset <= (one.end or date.max)
