"""Imported visits: each keeps the scheduled visit in whose window its day lies, or stands outside the schedule."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, ClassVar, Final

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.visit import VisitEntry, Vitals, check_visit
from hsct_desktop.services import schedule, visits
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Held, Importer, Incoming, Others, Session, Work
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import scheduled_visit, transplant, visit
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many, update_many
from hsct_desktop.store.scheduled_visit import OpenVisit

_VITALS: Final = tuple(field.name for field in fields(Vitals))


class VisitImporter(Importer[VisitEntry]):
    """Visits, of which a day has one. The schedule of patients must be planned before they are written."""

    kind: ClassVar = RecordKind.VISIT
    fields: ClassVar = ("seen_by", *_VITALS, "notes")
    near: ClassVar = {"blood_pressure": "systolic", "systolic": "diastolic"}
    changed: ClassVar = frozenset({"visit", "schedule", "report", "alert"})

    def begin(self, ws: Workspace, session: Session, incoming: Sequence[Incoming]) -> None:
        """Word once who has seen the patient where the file does not say."""
        self._not_stated = ws.wording.text("import_record.not_stated")

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[VisitEntry]]]:
        """All standing visits of some patients."""
        found = visit.of_many(session, ids)
        return {key: [Held(one.id, one.version, one.entry) for one in rows] for key, rows in found.items()}

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> VisitEntry:
        """The visit."""
        given = Given(draft)
        vitals: Any = {name: given.get(name) for name in _VITALS}
        seen_by = given.text("seen_by") or self._not_stated
        return VisitEntry(
            person.id, given.get("on"), seen_by=seen_by, vitals=Vitals(**vitals), notes=given.lines("notes")
        )

    def key(self, entry: VisitEntry) -> Hashable:
        """The day."""
        return entry.on

    def value(self, entry: VisitEntry, name: str) -> Any:
        """A field; who saw the patient is empty where the record says that nobody stated it."""
        if name == "seen_by" and entry.seen_by == self._not_stated:
            return ""
        return getattr(entry.vitals, name) if name in _VITALS else getattr(entry, name)

    def with_values(self, entry: VisitEntry, values: Mapping[str, Any]) -> VisitEntry:
        """The visit with other values."""
        vitals = {name: value for name, value in values.items() if name in _VITALS}
        plain = {name: value for name, value in values.items() if name not in _VITALS}
        return replace(entry, vitals=replace(entry.vitals, **vitals), **plain)

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: VisitEntry, others: Others[VisitEntry]
    ) -> Iterator[Problem]:
        """What the form finds wrong. That a day lies before the registration is what an import is for."""
        yield from check_visit(entry, person.birth_date, ws.today())
        yield from person.after_death("on", entry.on)

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[VisitEntry]) -> None:
        """Write new visits and close the scheduled ones that they keep."""
        opened = scheduled_visit.open_of_many(session, {entry.patient_id for entry in entries})
        kept = kept_of(entries, opened)
        rows = [
            visit.columns(replace(entry, scheduled_id=held.id if held is not None else None), False)
            for entry, held in zip(entries, kept, strict=True)
        ]
        ids = insert_many(session, visit.Visit, rows)
        done = [(held, row_id) for held, row_id in zip(kept, ids, strict=True) if held is not None]
        scheduled_visit.close_done(session, done)
        self._follow(session, ws, {entry.patient_id for entry, held in zip(entries, kept, strict=True) if held})

    def _follow(self, session: WriteSession, ws: Workspace, patient_ids: Collection[int]) -> None:
        """Plan what hangs on the visits that were kept, where a protocol has such items."""
        hangs: dict[int | None, bool] = {}
        for patient_id, courses in transplant.of_many(session, patient_ids).items():
            pinned = courses[-1].protocol_snapshot_id
            if pinned not in hangs:
                protocol = schedule.pinned_protocol(session, pinned)
                hangs[pinned] = protocol is not None and any(item.previous_visit for item in protocol.items)
            if hangs[pinned]:
                visits.follow(session, ws, patient_id)

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[VisitEntry]]) -> None:
        """Change recorded visits; what they kept of the schedule stays."""
        outside = visit.outside_windows(session, [one.row_id for one in work])
        rows = [(one.row_id, one.version, visit.columns(one.entry, one.row_id in outside)) for one in work]
        update_many(session, visit.Visit, rows)


def kept_of(entries: Sequence[VisitEntry], opened: Mapping[int, Iterable[OpenVisit]]) -> list[OpenVisit | None]:
    """The scheduled visit that each visit keeps: that of the window, where several hold the day the nearest target;
    a scheduled visit is kept once, by the visit that lies nearest to its target."""
    pairs = sorted(
        (abs((entry.on - held.target).days), held.target, index, held)
        for index, entry in enumerate(entries)
        if entry.on is not None
        for held in opened.get(entry.patient_id, ())
        if held.earliest <= entry.on <= held.latest
    )
    kept: list[OpenVisit | None] = [None] * len(entries)
    taken: set[int] = set()
    for _, _, index, held in pairs:
        if kept[index] is None and held.id not in taken:
            kept[index] = held
            taken.add(held.id)
    return kept
