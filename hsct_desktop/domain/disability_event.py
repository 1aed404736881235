"""What the search for confirmed changes of disability takes and gives: values on days, events, onsets still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from hsct_desktop.domain.partial_date import PartialDate


class Kind(StrEnum):
    """Confirmed disability worsening or improvement."""

    CDW = "CDW"
    CDI = "CDI"


class Cause(StrEnum):
    """How a worsening stands to relapses: independent, associated, or neither."""

    PIRA = "PIRA"
    RAW = "RAW"
    UNDEFINED = "undefined"


class Unheld(StrEnum):
    """Why nothing confirms an onset (wording `disability.unheld.*`)."""

    LOST = "lost"
    NO_VISIT = "no_visit"
    RELAPSE = "relapse"
    NOT_SUSTAINED = "not_sustained"


@dataclass(frozen=True, slots=True)
class Assessed:
    """A value of the scale on a day."""

    on: date
    value: float


class Event(NamedTuple):
    """A confirmed change. Its date is its onset.

    `confirmed_on` has one day for each confirmation period that holds, in the order of the settings; it is empty for
    a worsening at the very last visit that the settings count nevertheless (`impute_last_visit`).
    `sustained_days` run from the onset to the last visit before the step is lost.
    """

    kind: Kind
    cause: Cause | None
    onset: Assessed
    baseline: Assessed
    confirmed_on: tuple[date, ...]
    sustained_days: int
    is_sustained_to_end: bool


class Unconfirmed(NamedTuple):
    """An onset that nothing confirms; `is_open` says that a later visit could still confirm it."""

    kind: Kind
    onset: Assessed
    baseline: Assessed
    reason: Unheld
    is_open: bool


@dataclass(frozen=True, slots=True)
class DisabilityCourse:
    """What the visits of a patient show; `baseline` is the first reference used, None where no visit could be one.

    `first` and `last` are the first and last visit, None without visits. `open_causes` are the onsets of which the
    cause is left undefined because it depends on the day of a relapse of which only that much is known.
    """

    events: tuple[Event, ...] = ()
    unconfirmed: tuple[Unconfirmed, ...] = ()
    first: Assessed | None = None
    last: Assessed | None = None
    baseline: Assessed | None = None
    open_causes: tuple[tuple[date, PartialDate], ...] = ()
