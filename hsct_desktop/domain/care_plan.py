"""The care plan: who does what until when. Lines follow from the record; a person's edits are laid over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.problem import Problem

MAX_TEXT: Final = 200
"""A line is one thought: the whole plan stands on one page."""
MOST_OWN: Final = 24
"""Lines of a person's own: more would be no page to hand out."""
FURTHEST_AHEAD: Final = timedelta(days=3653)
FURTHEST_BACK: Final = timedelta(days=366)
"""A day beyond these is a mistyped year."""


class CareActor(StrEnum):
    """Who does something; wording `enum.care_actor.*`."""

    UNIT = "unit"
    GP = "gp"
    NEUROLOGIST = "neurologist"
    PATIENT = "patient"


class CareState(StrEnum):
    """How a line came about; wording `enum.care_state.*`.

    `gone`: a person changed a line whose source is no longer in the record. The person's words stay, and say so.
    """

    DERIVED = "derived"
    EDITED = "edited"
    OWN = "own"
    GONE = "gone"


@dataclass(frozen=True)
class CareLine:
    """A line that follows from the record; `key` names its source, `until` is the last day (None: no day).

    `is_booked`: it is for that very day, not for the days up to it.
    """

    key: str
    who: CareActor
    text: str
    until: date | None = None
    is_late: bool = False
    is_booked: bool = False


@dataclass(frozen=True)
class CareEdit:
    """What a person recorded of a line, or a line of one's own (`source_key` is "").

    A `text` of "" leaves words, day and person as the record has them: only the place was changed. `position` is the
    place in its list, from 1; 0 is the natural one, by day.
    """

    id: int
    version: int
    source_key: str
    who: CareActor
    text: str
    until: date | None = None
    hidden: bool = False
    position: int = 0


@dataclass(frozen=True)
class CareRow:
    """A line as shown; `source` is what the record says now, `edit` what a person recorded of it."""

    key: str
    who: CareActor
    text: str
    until: date | None
    state: CareState
    source: CareLine | None = None
    edit: CareEdit | None = None

    @property
    def is_late(self) -> bool:
        """Whether its day has passed, as the record says; a person's words are not judged."""
        return self.state is CareState.DERIVED and self.source is not None and self.source.is_late

    @property
    def by_person(self) -> bool:
        """Whether a person wrote or changed it."""
        return self.state is not CareState.DERIVED

    @property
    def is_booked(self) -> bool:
        """Whether it is for its very day."""
        return self.state is CareState.DERIVED and self.source is not None and self.source.is_booked


@dataclass(frozen=True)
class CarePlan:
    """The lines of a patient on a day, by who and place, and those that a person left out."""

    on: date
    rows: tuple[CareRow, ...]
    hidden: tuple[CareRow, ...] = ()

    def of(self, who: CareActor) -> tuple[CareRow, ...]:
        """What one of them does."""
        return tuple(row for row in self.rows if row.who is who)

    def row(self, key: str) -> CareRow | None:
        """The line of a key, one that was left out too."""
        return next((row for row in (*self.rows, *self.hidden) if row.key == key), None)

    @property
    def touched(self) -> int:
        """How many lines a person wrote or changed."""
        return sum(row.by_person for row in self.rows)


def own_key(edit_id: int) -> str:
    """The key of a line of one's own."""
    return f"own:{edit_id}"


def merged(lines: Sequence[CareLine], edits: Iterable[CareEdit], on: date) -> CarePlan:
    """The plan: each derived line as it is, changed or left out; then one's own lines; in each list by place.

    Nothing derived is lost: it is among the rows or among those left out. Of two edits of a line the later one holds.
    """
    held = {edit.source_key or own_key(edit.id): edit for edit in sorted(edits, key=lambda edit: edit.id)}
    rows, hidden = list[CareRow](), list[CareRow]()
    for line in lines:
        edit = held.pop(line.key, None)
        (hidden if edit is not None and edit.hidden else rows).append(_laid_over(line, edit))
    for key, edit in held.items():
        if edit.text and not edit.hidden:
            state = CareState.GONE if edit.source_key else CareState.OWN
            rows.append(CareRow(key, edit.who, edit.text, edit.until, state, edit=edit))
    ordered = [row for who in CareActor for row in placed([row for row in rows if row.who is who])]
    return CarePlan(on, tuple(ordered), tuple(hidden))


def _laid_over(line: CareLine, edit: CareEdit | None) -> CareRow:
    if edit is None or edit.hidden or not edit.text:
        return CareRow(line.key, line.who, line.text, line.until, CareState.DERIVED, line, edit)
    return CareRow(line.key, edit.who, edit.text, edit.until, CareState.EDITED, line, edit)


def placed(rows: Sequence[CareRow]) -> list[CareRow]:
    """One list in order: by day, what has none last; those that a person moved stand at their place."""
    moved = [row for row in rows if _place(row)]
    natural = sorted((row for row in rows if not _place(row)), key=lambda row: row.until or date.max)
    for row in sorted(moved, key=_place):
        natural.insert(min(_place(row) - 1, len(natural)), row)
    return natural


def _place(row: CareRow) -> int:
    return row.edit.position if row.edit is not None and not row.edit.hidden else 0


@dataclass(frozen=True)
class CareEntry:
    """What the form hands over of a line."""

    patient_id: int
    who: CareActor | None
    text: str
    until: date | None = None


def check_entry(entry: CareEntry, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a line: nobody to do it, no words, too many words, a mistyped year."""
    if entry.who is None:
        yield Problem("who", "care_who_missing")
    if not entry.text.strip():
        yield Problem("text", "care_text_missing")
    elif len(entry.text) > MAX_TEXT:
        yield Problem("text", "too_long", {"limit": MAX_TEXT})
    if entry.until is not None and not -FURTHEST_BACK <= entry.until - today <= FURTHEST_AHEAD:
        yield Problem("until", "care_until_too_far", {"until": entry.until})
