"""Imported relapses, of histories as far as their dates are known."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import ClassVar

from hsct_desktop.domain.disease_history import check_onset
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.problem import Problem, refuse
from hsct_desktop.domain.relapse import Recovery, Relapse, RelapseEntry, Steroid, System, check_relapse
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Book, Held, Importer, Known, Others, Session, Work
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import relapse
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many, update_many


class RelapseImporter(Importer[RelapseEntry]):
    """Relapses, of which an onset has one."""

    kind: ClassVar = RecordKind.RELAPSE
    fields: ClassVar = ("onset", "systems", "steroid", "recovery", "treatment", "note")
    changed: ClassVar = frozenset({"disease"})
    enums: ClassVar = {"systems": "system", "steroid": "steroid", "recovery": "relapse_recovery"}
    blanks: ClassVar = {"steroid": Steroid.UNKNOWN, "recovery": Recovery.UNKNOWN}
    telling: ClassVar = ("systems",)
    passing: ClassVar = {"recovery": Recovery.ONGOING}

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[RelapseEntry]]]:
        """All standing relapses of some patients."""
        found = relapse.of_many(session, ids)
        return {key: [Held(one.id, one.version, one.entry) for one in rows] for key, rows in found.items()}

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> RelapseEntry:
        """The relapse; InputError without an onset."""
        given = Given(draft)
        if given.get("onset") is None:
            raise refuse("onset", "relapse_onset_missing")
        return RelapseEntry(
            person.id,
            given.get("onset"),
            given.choices("systems", System),
            given.choice("steroid", Steroid, Steroid.UNKNOWN),
            given.choice("recovery", Recovery, Recovery.UNKNOWN),
            given.text("treatment"),
            given.lines("note"),
        )

    def key(self, entry: RelapseEntry) -> Hashable:
        """The onset."""
        return entry.onset

    def find(self, book: Book[RelapseEntry], entry: RelapseEntry, draft: Draft) -> Known[RelapseEntry] | None:
        """The relapse of that day, or the one of that month that goes with it."""
        return self.of_day(book, entry, draft, lambda held: held.onset)

    def says_less(self, name: str, here: RelapseEntry, there: RelapseEntry) -> bool:
        """Some of the recorded systems are no contradiction."""
        return name == "systems" and set(there.systems) <= set(here.systems)

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: RelapseEntry, others: Others[RelapseEntry]
    ) -> Iterator[Problem]:
        """What the form finds wrong; another relapse within 30 days is only told."""
        held = (Relapse(one.id, one.version, one.entry) for one in others)
        yield from check_relapse(entry, person.birth_date, ws.today(), held)
        yield from check_onset("onset", entry.onset, person.onset)
        yield from person.after_death("onset", entry.onset.first if entry.onset is not None else None)

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[RelapseEntry]) -> None:
        """Write new relapses."""
        insert_many(session, relapse.Relapse, [relapse.columns(entry) for entry in entries])

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[RelapseEntry]]) -> None:
        """Change recorded relapses."""
        rows = [(one.row_id, one.version, relapse.columns(one.entry)) for one in work]
        update_many(session, relapse.Relapse, rows)
