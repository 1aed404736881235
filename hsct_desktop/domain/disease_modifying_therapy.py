"""A drug for the disease itself: before the transplant, or restarted after it; its dates may be known only in part."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import Problem

MAX_NAME = 120
MAX_TEXT = 400
MAX_NOTE = 4000


class DmtStatus(StrEnum):
    """Whether it is being given; wording `enum.dmt_status.*`."""

    RUNNING = "running"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DiseaseModifyingTherapyEntry:
    """What the form hands over. `drug_id` is a drug of the list, "" for one that is only named (`name`).

    `reason` says why it was started, changed or stopped.
    """

    patient_id: int
    drug_id: str = ""
    name: str = ""
    started: PartialDate | None = None
    stopped: PartialDate | None = None
    status: DmtStatus = DmtStatus.STOPPED
    reason: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """What makes two entries one drug."""
        return self.drug_id or self.name.casefold()


@dataclass(frozen=True)
class DiseaseModifyingTherapy:
    """A recorded drug for the disease with its version."""

    id: int
    version: int
    entry: DiseaseModifyingTherapyEntry

    def surely_together(self, other: DiseaseModifyingTherapyEntry) -> bool:
        """Whether both were surely given on some day: partial dates are read so that they overlap least."""
        if self.entry.status is DmtStatus.RUNNING and other.status is DmtStatus.RUNNING:
            return True  # today, whenever they began
        return _begins(self.entry) < _ends(other) and _begins(other) < _ends(self.entry)


def _begins(entry: DiseaseModifyingTherapyEntry) -> date:
    return entry.started.last if entry.started is not None else date.max


def _ends(entry: DiseaseModifyingTherapyEntry) -> date:
    if entry.stopped is not None:
        return entry.stopped.first
    return date.max if entry.status is DmtStatus.RUNNING else date.min


def check_dmt(entry: DiseaseModifyingTherapyEntry, birth_date: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with an entry, as the form shows it beside its fields."""
    if not entry.drug_id and not entry.name.strip():
        yield Problem("drug", "dmt_missing")
    elif len(entry.name) > MAX_NAME:
        yield Problem("drug", "too_long", {"limit": MAX_NAME})
    for field, day in (("started", entry.started), ("stopped", entry.stopped)):
        if day is None:
            continue
        if day.last < birth_date:
            yield Problem(field, "before_birth", {"birth_date": birth_date})
        elif day.first > today:
            yield Problem(field, "dmt_in_future")
    if entry.started is not None and entry.stopped is not None and entry.stopped.last < entry.started.first:
        yield Problem("stopped", "dmt_stop_before_start")
    elif entry.stopped is not None and entry.status is DmtStatus.RUNNING:
        yield Problem("stopped", "dmt_stop_while_running")
    for field, text, limit in (("reason", entry.reason, MAX_TEXT), ("note", entry.note, MAX_NOTE)):
        if len(text) > limit:
            yield Problem(field, "too_long", {"limit": limit})


def check_overlaps(
    entry: DiseaseModifyingTherapyEntry,
    others: Iterable[tuple[DiseaseModifyingTherapy, str]],
    beside: Container[str] = (),
) -> Iterator[Problem]:
    """Ask about entries, given with their drug's name, that were surely given together with this one: a drug begun
    before the last one was stopped is rare, and a mistyped year is not.

    `beside` are the keys of drugs that are given beside others by their nature: pulses for a relapse, vitamin D. They
    are asked about only when the same drug stands there twice.
    """
    for held, name in others:
        if not held.surely_together(entry):
            continue
        if held.entry.key == entry.key:
            yield Problem("drug", "dmt_overlaps", {"drug": name}, soft=True)
        elif held.entry.key in beside or entry.key in beside:
            continue
        elif held.entry.status is DmtStatus.RUNNING and entry.status is DmtStatus.RUNNING:
            yield Problem("drug", "dmt_twice_running", {"drug": name}, soft=True)
        else:
            yield Problem("drug", "dmt_together", {"drug": name}, soft=True)
