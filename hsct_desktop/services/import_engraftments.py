"""Imported engraftment: the day of a lineage as the unit's table has it, without the counts behind it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, ClassVar

from hsct_desktop.domain.engraftment import EngraftmentStatus, Lineage
from hsct_desktop.domain.engraftment_entry import EngraftmentEntry, check_engraftment
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.problem import Problem, refuse
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Held, Importer, Others, Session, Work
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import engraftment, transplant
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many


@dataclass(frozen=True)
class EngraftmentDraft:
    """The engraftment of a lineage after a patient's transplant `number`; no day where nothing engrafted."""

    patient_id: int
    number: int
    lineage: Lineage
    on: date | None
    note: str = ""
    status: EngraftmentStatus = EngraftmentStatus.ENGRAFTED


class EngraftmentImporter(Importer[EngraftmentDraft]):
    """Confirmed engraftments, one for each lineage and transplant."""

    kind: ClassVar = RecordKind.ENGRAFTMENT
    fields: ClassVar = ("on",)
    changed: ClassVar = frozenset({"engraftment"})

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[EngraftmentDraft]]]:
        """The confirmed days of engraftment."""
        numbers = {c.id: c.number for rows in transplant.of_many(session, ids).values() for c in rows}
        found: dict[int, list[Held[EngraftmentDraft]]] = {}
        for row in engraftment.of_many(session, ids):
            if row.transplant_id in numbers:
                number, lineage, status = (
                    numbers[row.transplant_id],
                    Lineage(row.lineage),
                    EngraftmentStatus(row.status),
                )
                draft = EngraftmentDraft(row.patient_id, number, lineage, row.engrafted_on, row.note, status)
                found.setdefault(row.patient_id, []).append(Held(row.id, row.version, draft))
        return found

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> EngraftmentDraft:
        """The engraftment: by its day, or by days counted from Day 0. InputError without a transplant."""
        given = Given(draft)
        on, after = given.get("on"), given.get("day")
        number = course_of(person.courses, given.get("day0"), on)
        day0 = person.courses[number - 1].day0 if number else None
        if day0 is None or (on is None and day0 > ws.today()):
            raise refuse("on", "engraftment_without_day0")
        if on is None:
            if not 0 <= int(after) <= 400:
                raise refuse("on", "import_engraftment_day", day=after)
            on = day0 + timedelta(days=int(after))
        note = ws.wording.text("import_run.engraftment_note")
        return EngraftmentDraft(person.id, number, Lineage(given.get("lineage")), on, note)

    def key(self, entry: EngraftmentDraft) -> Hashable:
        """The lineage after a transplant."""
        return entry.number, entry.lineage

    def value(self, entry: EngraftmentDraft, name: str) -> Any:
        """The day; where somebody confirmed that nothing engrafted, that."""
        if name == "on" and entry.status is not EngraftmentStatus.ENGRAFTED:
            return entry.status
        return getattr(entry, name)

    def with_values(self, entry: EngraftmentDraft, values: Mapping[str, Any]) -> EngraftmentDraft:
        """The engraftment with other values; a day says that there was one."""
        status = EngraftmentStatus.ENGRAFTED if "on" in values else entry.status
        return replace(entry, **{"status": status, **values})

    def words(self, ws: Workspace, name: str, value: object) -> str:
        """The day, or what was confirmed in its place."""
        if isinstance(value, EngraftmentStatus):
            return ws.wording.enum("engraftment_status", value)
        return super().words(ws, name, value)

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: EngraftmentDraft, others: Others[EngraftmentDraft]
    ) -> Iterator[Problem]:
        """What the form finds wrong."""
        day0 = person.courses[entry.number - 1].day0
        if day0 is not None:
            said = EngraftmentEntry(person.id, entry.lineage, EngraftmentStatus.ENGRAFTED, entry.on, entry.note)
            yield from check_engraftment(said, day0, ws.today(), (None, None))
        yield from person.after_death("on", entry.on)

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[EngraftmentDraft]) -> None:
        """Write new confirmations, with the remark that no counts stand behind them."""
        courses = transplant.of_many(session, {one.patient_id for one in entries})
        ids = {(course.patient_id, course.number): course.id for rows in courses.values() for course in rows}
        rows: list[dict[str, object]] = [
            {
                "patient_id": one.patient_id, "transplant_id": ids[one.patient_id, one.number],
                "lineage": one.lineage.value, "status": EngraftmentStatus.ENGRAFTED.value, "engrafted_on": one.on,
                "preset": "", "provisional": False, "evidence": [], "note": one.note,
            }
            for one in entries
        ]  # fmt: skip
        insert_many(session, engraftment.Engraftment, rows)

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[EngraftmentDraft]]) -> None:
        """Confirm another day in place of the recorded one."""
        for one in work:
            values: dict[str, object] = {
                "status": one.entry.status.value, "engrafted_on": one.entry.on, "preset": "", "provisional": False,
                "evidence": [], "note": ws.wording.text("import_run.engraftment_note"),
            }  # fmt: skip
            engraftment.put(session, (one.entry.patient_id, 0, one.entry.lineage), values, (one.row_id, one.version))


def course_of(courses: Sequence[TransplantEntry], day0: date | None, on: date | None) -> int:
    """The number of the transplant of the row's own Day 0; else of the latest whose Day 0 had come by a day (the latest
    of all without one), 0 for none."""
    own = [n for n, one in enumerate(courses, start=1) if day0 is not None and one.day0 == day0]
    if own:
        return own[0]
    begun = [n for n, one in enumerate(courses, start=1) if one.day0 is not None and (on is None or one.day0 <= on)]
    dated = [n for n, one in enumerate(courses, start=1) if one.day0 is not None]
    return begun[-1] if begun else dated[0] if dated else 0
