"""Components of an outcome: whether they hold, what was seen of them, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.partial_date import PartialDate


class State(StrEnum):
    """Whether a component holds; wording `enum.component_state.*`."""

    HELD = "held"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Seen(StrEnum):
    """What a piece of evidence is; wording `enum.evidence.*`."""

    RELAPSE = "relapse"
    EDSS = "edss"
    SCAN = "scan"
    THERAPY = "therapy"


class Role(StrEnum):
    """What a piece of evidence stands for; wording `enum.evidence_role.*`."""

    REFERENCE = "reference"
    ACTIVE = "active"
    ONSET = "onset"
    CONFIRMATION = "confirmation"
    CLEAR = "clear"
    UNREAD = "unread"
    LAST = "last"
    LEFT_OUT = "left_out"
    """Its day is not known well enough to say on which side of Day 0, or when after it, it lies."""


@dataclass(frozen=True)
class Reason:
    """Why, as a key of the wording files (`outcomes.why.<key>`) with its placeholders."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """A relapse, visit, scan or drug on which a verdict rests: the row's id and day.

    `is_exact` is False where the day stands for a month or a year, and `known` is then what is known of it. `value` is
    the EDSS; `new_t2` and `gd` are the lesions of a scan, of brain and cord.
    """

    kind: Seen
    id: int
    on: date | None
    role: Role
    value: float | None = None
    is_exact: bool = True
    known: PartialDate | None = None
    new_t2: int | None = None
    gd: int | None = None


@dataclass(frozen=True)
class Component:
    """One component of a verdict: its state, what it rests on, and why; `also` is what was left out, and why."""

    state: State
    why: Reason
    evidence: tuple[Evidence, ...] = ()
    also: tuple[Reason, ...] = ()
