"""No evidence of disease activity (NEDA-3, NEDA-4) and minimal evidence (MEDA) at a horizon, in three states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Whether a component holds; wording `enum.component_state.*`."""

    HELD = "held"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Neda(StrEnum):
    """The verdict; wording `enum.neda.*`. Never NEDA from missing data."""

    NEDA = "NEDA"
    EDA = "EDA"
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


@dataclass(frozen=True)
class Reason:
    """Why, as a key of the wording files (`outcomes.why.<key>`) with its placeholders."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """A relapse, visit, scan or drug on which a verdict rests: the row's id and day.

    `is_exact` is False where the day stands for a month or a year. `value` is the EDSS, or the lesions of a scan.
    """

    kind: Seen
    id: int
    on: date | None
    role: Role
    value: float | None = None
    is_exact: bool = True


@dataclass(frozen=True)
class Component:
    """One component of a verdict: its state, what it rests on, and why."""

    state: State
    why: Reason
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """NEDA at a horizon, `horizon_months` after Day 0, which is the day `ends_on`.

    `is_reached` is False while the horizon lies ahead: components then say what holds so far, and the verdict is not
    NEDA yet. `why` says in one sentence what decided.
    """

    horizon_months: float
    ends_on: date
    is_reached: bool
    neda3: Neda
    relapse: Component
    disability: Component
    mri: Component
    neda4: Neda
    brain_volume: Component
    meda: Neda
    why: Reason
