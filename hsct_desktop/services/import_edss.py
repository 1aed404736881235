"""Imported neurological examinations: the EDSS of record and the grades beside it, in either coding of ambulation."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from hsct_desktop.domain.disease_history import check_onset
from hsct_desktop.domain.edss import GRADES, SYSTEMS, Coding, FunctionalSystems, check_grades, computed_edss
from hsct_desktop.domain.edss_assessment import EdssAssessment as Held_
from hsct_desktop.domain.edss_assessment import EdssEntry, EdssSource, check_edss
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.problem import Problem, refuse
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Book, Held, Importer, Known, Others, Session, Work
from hsct_desktop.services.neurology import cerebral_one_counts
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import edss_assessment
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many, update_many

_SYSTEMS: Final = frozenset(SYSTEMS)


class EdssImporter(Importer[EdssEntry]):
    """Examinations, of which a day has one. A grade of ambulation and its coding are one value."""

    kind: ClassVar = RecordKind.EDSS
    fields: ClassVar = ("assessed", "edss", *GRADES, "rater", "source", "note")
    changed: ClassVar = frozenset({"neurology", "measure"})
    telling: ClassVar = ("edss",)
    near: ClassVar = {"edss": "assessed"}
    enums: ClassVar = {"source": "edss_source"}

    def begin(self, ws: Workspace, session: Session, incoming: Sequence[Any]) -> None:
        """Ask the unit's setting once."""
        self._counts = cerebral_one_counts(ws)

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[EdssEntry]]]:
        """All standing examinations of some patients."""
        found = edss_assessment.of_many(session, ids)
        return {key: [Held(one.id, one.version, one.entry) for one in rows] for key, rows in found.items()}

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> EdssEntry:
        """The examination; InputError without a day."""
        given = Given(draft)
        assessed = given.get("assessed")
        if assessed is None:
            raise refuse("assessed", "date_missing")
        grades = {name: given.get(name) for name in GRADES}
        systems = FunctionalSystems(**grades, coding=given.choice("coding", Coding, Coding.NEUROSTATUS))
        source = given.choice("source", EdssSource, EdssSource.OWN)
        return EdssEntry(
            person.id, assessed, given.get("edss"), systems, given.text("rater"), source, given.lines("note")
        )

    def key(self, entry: EdssEntry) -> Hashable:
        """The day."""
        return entry.assessed

    def find(self, book: Book[EdssEntry], entry: EdssEntry, draft: Draft) -> Known[EdssEntry] | None:
        """The examination of that day, or the one of that month that goes with it."""
        return self.of_day(book, entry, draft, lambda held: held.assessed)

    def value(self, entry: EdssEntry, name: str) -> Any:
        """A field; grades stand in `systems`."""
        if name == "ambulation":
            systems = entry.systems
            return None if systems.ambulation is None else (systems.ambulation, systems.coding)
        return getattr(entry.systems, name) if name in _SYSTEMS else getattr(entry, name)

    def with_values(self, entry: EdssEntry, values: Mapping[str, Any]) -> EdssEntry:
        """The examination with other values."""
        grades = {name: value for name, value in values.items() if name in _SYSTEMS}
        if "ambulation" in values:
            grades["ambulation"], grades["coding"] = values["ambulation"]
        plain = {name: value for name, value in values.items() if name not in GRADES}
        return replace(entry, systems=replace(entry.systems, **grades) if grades else entry.systems, **plain)

    def words(self, ws: Workspace, name: str, value: object) -> str:
        """A field in words; ambulation with its coding."""
        if name == "ambulation" and isinstance(value, tuple):
            grade, coding = value
            return f"{grade} ({ws.wording.enum('edss_coding', coding)})"
        return super().words(ws, name, value)

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: EdssEntry, others: Others[EdssEntry]
    ) -> Iterator[Problem]:
        """What the form finds wrong, and an EDSS other than the one that follows from the grades."""
        held = (Held_(one.id, one.version, one.entry) for one in others)
        yield from check_edss(entry, person.life(ws.today()), held)
        yield from check_onset("assessed", entry.assessed, person.onset)
        if entry.edss is None or entry.systems.is_empty or list(check_grades(entry.systems)):
            return
        computed = computed_edss(entry.systems, cerebral_one_counts=self._counts).edss
        if computed is not None and computed != entry.edss:
            told = {"edss": entry.edss, "computed": computed}
            yield Problem("edss", "import_edss_computed", told, soft=True)

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[EdssEntry]) -> None:
        """Write new examinations."""
        insert_many(session, edss_assessment.EdssAssessment, [edss_assessment.columns(entry) for entry in entries])

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[EdssEntry]]) -> None:
        """Change recorded examinations."""
        rows = [(one.row_id, one.version, edss_assessment.columns(one.entry)) for one in work]
        update_many(session, edss_assessment.EdssAssessment, rows)
