"""A relapse of the disease: its onset as far as it is known, what it touched, how it was treated and what was left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.partial_date import PartialDate, shown
from hsct_desktop.domain.problem import Problem

ONE_RELAPSE: Final = timedelta(days=30)
"""Symptoms within 30 days of the last onset belong to that relapse (McDonald criteria 2017: at least 30 days apart)."""
MAX_TEXT = 400
MAX_NOTE = 4000


class System(StrEnum):
    """What a relapse touched, by the functional systems; wording `enum.system.*`."""

    VISUAL = "visual"
    BRAINSTEM = "brainstem"
    PYRAMIDAL = "pyramidal"
    CEREBELLAR = "cerebellar"
    SENSORY = "sensory"
    BOWEL_BLADDER = "bowel_bladder"
    CEREBRAL = "cerebral"
    OTHER = "other"


class Recovery(StrEnum):
    """What was left of a relapse; wording `enum.relapse_recovery.*`."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"
    ONGOING = "ongoing"
    UNKNOWN = "unknown"


class Steroid(StrEnum):
    """Whether it was treated with a steroid pulse; wording `enum.steroid.*`."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class RelapseEntry:
    """What form or table hands over. `systems` has each system once, `treatment` what else was given."""

    patient_id: int
    onset: PartialDate | None
    systems: tuple[System, ...] = ()
    steroid: Steroid = Steroid.UNKNOWN
    recovery: Recovery = Recovery.UNKNOWN
    treatment: str = ""
    note: str = ""


@dataclass(frozen=True)
class Relapse:
    """A recorded relapse with its version."""

    id: int
    version: int
    entry: RelapseEntry


def surely_one(a: PartialDate, b: PartialDate) -> bool:
    """Whether two onsets surely lie within 30 days of each other, whatever days stand for what is not known."""
    return max(a.last, b.last) - min(a.first, b.first) <= ONE_RELAPSE


def check_relapse(
    entry: RelapseEntry, birth_date: date, today: date, others: Iterable[Relapse] = ()
) -> Iterator[Problem]:
    """Yield what is wrong with an entry, as form and table show it beside its fields; `others` are the patient's other
    relapses: one within 30 days is asked about.
    """
    if entry.onset is None:
        yield Problem("onset", "relapse_onset_missing")
    elif entry.onset.last < birth_date:
        yield Problem("onset", "before_birth", {"birth_date": birth_date})
    elif entry.onset.first > today:
        yield Problem("onset", "relapse_in_future")
    else:
        yield from _one_or_two(entry.onset, others)
    for field, text, limit in (("treatment", entry.treatment, MAX_TEXT), ("note", entry.note, MAX_NOTE)):
        if len(text) > limit:
            yield Problem(field, "too_long", {"limit": limit})


def _one_or_two(onset: PartialDate, others: Iterable[Relapse]) -> Iterator[Problem]:
    near = [held.entry.onset for held in others if held.entry.onset and surely_one(held.entry.onset, onset)]
    if near:
        yield Problem("onset", "relapse_near", {"other": shown(near[0])}, soft=True)


def order(held: Relapse) -> tuple[date, date, int]:
    """By onset, earliest first; of one day as they were entered. A relapse without a date stands first."""
    onset = held.entry.onset
    return (onset.first, onset.last, held.id) if onset is not None else (date.min, date.min, held.id)
