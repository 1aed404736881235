"""What a person confirms of a patient's engraftment, and the checks on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from hsct_desktop.domain.engraftment import EngraftmentStatus, Lineage
from hsct_desktop.domain.problem import Problem

MAX_NOTE: Final = 4000
CONFIRMABLE: Final = (
    EngraftmentStatus.ENGRAFTED,
    EngraftmentStatus.NEVER_BELOW,
    EngraftmentStatus.GRAFT_FAILURE,
    EngraftmentStatus.NOT_REACHED,
)
"""What a person may say; PROVISIONAL and NOT_YET are what counts say while they are not enough."""


@dataclass(frozen=True)
class EngraftmentEntry:
    """What the engraftment form hands over; `on` goes with ENGRAFTED alone."""

    patient_id: int
    lineage: Lineage
    status: EngraftmentStatus | None
    on: date | None = None
    note: str = ""


def check_engraftment(
    entry: EngraftmentEntry, day0: date, today: date, derived: tuple[EngraftmentStatus | None, date | None]
) -> Iterator[Problem]:
    """Yield what is wrong with a confirmation. `derived` is what the counts give: other than that needs a note."""
    if entry.status is None:
        yield Problem("status", "engraftment_status_missing")
        return
    if entry.status is EngraftmentStatus.GRAFT_FAILURE and entry.lineage is Lineage.PLATELETS:
        yield Problem("status", "graft_failure_of_platelets")
    if entry.status is EngraftmentStatus.ENGRAFTED:
        if entry.on is None:
            yield Problem("on", "date_missing")
        elif entry.on < day0:
            yield Problem("on", "engraftment_before_day0", {"day0": day0})
        elif entry.on > today:
            yield Problem("on", "date_in_future")
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})
    said = (entry.status, entry.on if entry.status is EngraftmentStatus.ENGRAFTED else None)
    if said != derived and not entry.note.strip():
        yield Problem("note", "engraftment_note_missing")


def confirmable(status: EngraftmentStatus) -> EngraftmentStatus | None:
    """What a person is offered to confirm for what the counts say; None while there is nothing to confirm."""
    if status is EngraftmentStatus.PROVISIONAL:
        return EngraftmentStatus.ENGRAFTED
    return status if status in CONFIRMABLE else None
