"""Imported scans. Which of them is the re-baseline stays what the rule or a person says: nothing of it is imported."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import ClassVar, Final

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.mri import Mri, MriEntry, Region, check_mri
from hsct_desktop.domain.problem import Problem, refuse
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Book, Held, Importer, Known, Others, Session, Work
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import mri
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many, update_many

_OF_BRAIN: Final = ("new_t2", "gd", "t2_lesions", "t2_volume", "pbvc")
_OF_CORD: Final = ("cord_new", "cord_gd")


class MriImporter(Importer[MriEntry]):
    """Scans: one of a region on a day."""

    kind: ClassVar = RecordKind.MRI
    fields: ClassVar = ("scanned", "region", "site", "field_tesla", *_OF_BRAIN, *_OF_CORD, "note")
    changed: ClassVar = frozenset({"mri"})
    telling: ClassVar = ("region", "new_t2", "gd")
    enums: ClassVar = {"region": "mri_region"}

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[MriEntry]]]:
        """All standing scans of some patients."""
        found = mri.of_many(session, ids)
        return {key: [Held(one.id, one.version, one.entry) for one in rows] for key, rows in found.items()}

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> MriEntry:
        """The scan; InputError without a day. Counts of the cord say that the cord was scanned."""
        given = Given(draft)
        if given.get("scanned") is None:
            raise refuse("scanned", "date_missing")
        numbers = {name: given.get(name) for name in ("field_tesla", *_OF_BRAIN, *_OF_CORD)}
        return MriEntry(
            person.id,
            given.get("scanned"),
            given.choice("region", Region, _region(draft)),
            given.text("site"),
            note=given.lines("note"),
            **numbers,
        )

    def key(self, entry: MriEntry) -> Hashable:
        """Day and region."""
        return entry.scanned, entry.region

    def find(self, book: Book[MriEntry], entry: MriEntry, draft: Draft) -> Known[MriEntry] | None:
        """The scan of that region; where the file names no region, the only one of that day."""
        same = self.of_day(book, entry, draft, lambda held: held.scanned if held.region is entry.region else None)
        if same is not None or "region" in draft.values or not entry.scanned.is_whole:
            return same
        alike = [one for one in book if one.held.entry.scanned == entry.scanned]
        return alike[0] if len(alike) == 1 else None

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: MriEntry, others: Others[MriEntry]
    ) -> Iterator[Problem]:
        """What the form finds wrong. With which scan one was compared no table says: that is not asked."""
        held = [Mri(one.id, one.version, one.entry) for one in others]
        row_id = others.replaced.id if others.replaced is not None else None
        for problem in check_mri(entry, person.life(ws.today()), held, row_id):
            if problem.key != "mri_change_since":
                yield problem

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[MriEntry]) -> None:
        """Write new scans."""
        insert_many(session, mri.Mri, [mri.columns(entry) for entry in entries])

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[MriEntry]]) -> None:
        """Change recorded scans."""
        rows = [(one.row_id, one.version, mri.columns(one.entry)) for one in work]
        update_many(session, mri.Mri, rows)


def _region(draft: Draft) -> Region:
    """What was scanned by the counts that the file has."""
    if not any(name in draft.values for name in _OF_CORD):
        return Region.BRAIN
    return Region.BRAIN_CORD if any(name in draft.values for name in _OF_BRAIN) else Region.CORD
