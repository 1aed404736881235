"""The records of a row, one by one: what stands side by side in a wide row (death, loss, discharge) is parted here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from hsct_desktop.domain.engraftment import Lineage
from hsct_desktop.domain.import_field import ImportKind, RecordKind
from hsct_desktop.domain.import_row import Draft, Place, ReadRow
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.services.import_match import own_values

DMT: Final = "dmt"
LAST_CONTACT: Final = "last_contact"
ORDER: Final = (
    RecordKind.PATIENT, RecordKind.TRANSPLANT, RecordKind.STATE, RecordKind.HISTORY, DMT, RecordKind.ENGRAFTMENT,
    RecordKind.VISIT, RecordKind.LAB_RESULT, RecordKind.ADVERSE_EVENT, RecordKind.THERAPY, RecordKind.VACCINATION,
    RecordKind.EDSS, RecordKind.RELAPSE, RecordKind.MRI, RecordKind.CONTACT,
    LAST_CONTACT,
)  # fmt: skip
"""In which records are judged and written: each may hang on those before it."""
_PLACE: Final = {kind: place for place, kind in enumerate(ORDER)}
_STATES: Final = {
    StateChangeKind.DISCHARGED: ("discharged_on", ""),
    StateChangeKind.LOST: ("lost_on", "lost_reason"),
    StateChangeKind.TRANSFERRED: ("transferred_on", "transferred_to"),
    StateChangeKind.WITHDREW: ("withdrew_on", "withdrew_reason"),
    StateChangeKind.DIED: ("died_on", "cause"),
}
_LINEAGES: Final = {
    Lineage.NEUTROPHILS: ("neutrophils_on", "neutrophils_day"),
    Lineage.PLATELETS: ("platelets_on", "platelets_day"),
}


@dataclass(frozen=True)
class Part:
    """A record of a row: `kind` names its importer (a RecordKind, DMT or LAST_CONTACT), `ids` the fields of the file
    that its values came from, by the names of its draft; `mark` tells several of one kind in a row apart."""

    kind: str
    draft: Draft
    ids: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""

    def field_id(self, name: str) -> str:
        """The field of the file behind a value: "edss.edss", with the column where a row has several of them."""
        return self.ids.get(name, f"{self.draft.record.value}.{name}") + self.mark

    def place(self, name: str, row: int) -> Place:
        """Where a value came from, the whole row where it came from no cell."""
        return self.draft.places.get(name, Place(row, -1))


def parts_of(row: ReadRow) -> tuple[Part, ...]:
    """The records of a row in the order in which they are judged."""
    found = [part for draft in row.drafts for part in _parts(row, draft)]
    several = {kind for kind, count in Counter(part.kind for part in found).items() if count > 1}
    marked = [replace(part, mark=_mark(part)) if part.kind in several else part for part in found]
    return tuple(sorted(_numbered(marked), key=lambda part: (_PLACE[part.kind], part.draft.values.get("number", 0))))


def _mark(part: Part) -> str:
    columns = [place.column for place in part.draft.places.values()]
    return f"@{min(columns)}" if columns else ""


def _numbered(parts: list[Part]) -> list[Part]:
    """Several transplants of one row are the first, the second, by their days."""
    courses = [part for part in parts if part.kind == RecordKind.TRANSPLANT]
    if len(courses) < 2:
        return parts
    courses.sort(key=lambda part: str(part.draft.values.get("day0") or "9999"))
    numbers = {id(part): number for number, part in enumerate(courses, start=1)}
    return [
        replace(part, draft=replace(part.draft, values={**part.draft.values, "number": numbers[id(part)]}))
        if id(part) in numbers
        else part
        for part in parts
    ]


def _parts(row: ReadRow, draft: Draft) -> Iterator[Part]:
    if draft.record is RecordKind.PATIENT:
        yield from _patient(row, draft)
    elif draft.record is RecordKind.STATE:
        yield from _states(draft, _day0(row))
    elif draft.record is RecordKind.HISTORY:
        yield from _history(draft)
    elif draft.record is RecordKind.ENGRAFTMENT:
        yield from _engraftments(draft, _day0(row))
    elif draft.values:
        yield Part(draft.record, draft)


def _patient(row: ReadRow, draft: Draft) -> Iterator[Part]:
    """In tables of other records the name, code and birth date only say whose a row is."""
    values = dict(draft.values) if row.kind is ImportKind.PATIENTS else own_values(draft)
    if values:
        yield Part(RecordKind.PATIENT, replace(draft, values=values))


def _day0(row: ReadRow) -> dict[str, object]:
    """The Day 0 that what else the row says of a transplant belongs to; empty where the row has none, or several."""
    days = [draft.values["day0"] for draft in row.drafts if draft.values.get("day0") is not None]
    return {"day0": days[0]} if len(days) == 1 else {}


def _states(draft: Draft, day0: Mapping[str, object]) -> Iterator[Part]:
    for kind, (day, detail) in _STATES.items():
        if draft.values.get(day) is not None or (detail and draft.values.get(detail)):
            values = {"kind": kind, "on": draft.values.get(day), "detail": draft.values.get(detail, ""), **day0}
            known = day if day in draft.places else detail
            yield _renamed(draft, RecordKind.STATE, values, {"on": day, "detail": detail}, {"kind": known, "on": known})
    if draft.values.get(LAST_CONTACT) is not None:
        values = {"on": draft.values[LAST_CONTACT]}
        moved = replace(draft, record=RecordKind.CONTACT)
        yield _renamed(moved, LAST_CONTACT, values, {"on": LAST_CONTACT}, {}, "state")


def _history(draft: Draft) -> Iterator[Part]:
    values = {name: value for name, value in draft.values.items() if name != "dmts"}
    if values:
        yield Part(RecordKind.HISTORY, replace(draft, values=values))
    drugs = draft.values.get("dmts")
    for drug in drugs if isinstance(drugs, tuple) else ():
        yield _renamed(draft, DMT, {"drug": drug}, {"drug": "dmts"}, {"started": "dmts", "stopped": "dmts"})


def _engraftments(draft: Draft, day0: Mapping[str, object]) -> Iterator[Part]:
    for lineage, (day, count) in _LINEAGES.items():
        on, after = draft.values.get(day), draft.values.get(count)
        if on is None and after is None:
            continue
        values = {
            "lineage": lineage,
            **day0,
            **({} if on is None else {"on": on}),
            **({} if after is None else {"day": after}),
        }
        source = day if on is not None else count
        yield _renamed(draft, RecordKind.ENGRAFTMENT, values, {"on": source, "day": count}, {"lineage": source})


def _renamed(
    draft: Draft,
    kind: str,
    values: Mapping[str, object],
    ids: Mapping[str, str],
    also: Mapping[str, str],
    record: str = "",
) -> Part:
    """A part with names of its own; `ids` and `also` say from which field of the draft each comes."""
    found = [*also.items(), *((name, source) for name, source in ids.items() if source)]
    places = {name: draft.places[source] for name, source in found if source in draft.places}
    prefix = record or draft.record.value
    return Part(kind, Draft(draft.record, values, places), {name: f"{prefix}.{source}" for name, source in found})
