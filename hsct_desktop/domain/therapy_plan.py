"""The therapy plan: the phases of a course, what is open in each of them, and what a person decided."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.lab_result import CourseDays, conditioning_start
from hsct_desktop.domain.toxicity_phase import DAY_100, ENGRAFTED_AT_THE_LATEST

LATE_MONTHS: Final = 6
"""From month 6 on follow-up is late: prophylaxis may end, vaccines begin (EBMT Handbook 2024, chapters 22 and 29)."""
_DAY: Final = timedelta(days=1)
_PLAIN: Final = re.compile(r"(\d+(?:\.\d+)?) ([^\d\s,]+)")


class TherapyPhase(StrEnum):
    """The phases of a course in which supportive therapies are due; wording `enum.therapy_phase.*`."""

    WORK_UP = "work_up"
    MOBILISATION = "mobilisation"
    CONDITIONING = "conditioning"
    APLASIA = "aplasia"
    ENGRAFTED = "engrafted"
    EARLY = "early"
    LATE = "late"


class PlanAnswer(StrEnum):
    """What a person answered to a proposal; wording `enum.plan_answer.*`."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    DECLINED = "declined"


@dataclass(frozen=True)
class PhaseSpan:
    """A phase with its first and last day, both inclusive; the first has no beginning, the last no end."""

    phase: TherapyPhase
    first: date
    last: date


@dataclass(frozen=True)
class PlannedTherapy:
    """A therapy of the record as the plan sees it: the item of the catalogue that it is given for, and its days."""

    item: str
    start: date
    stop: date | None = None


@dataclass(frozen=True)
class PlanDecision:
    """A person's answer to the proposal of an item in a phase; `therapy_id` is the therapy that it made."""

    id: int
    version: int
    item: str
    phase: TherapyPhase
    answer: PlanAnswer
    reason: str
    therapy_id: int | None
    on: date
    by: int | None


def therapy_phases(course: CourseDays, engrafted: date | None, discharged: date | None) -> tuple[PhaseSpan, ...]:
    """The phases of a course by its recorded or planned dates; a phase whose date is not known is not there.

    The day of engraftment ends aplasia, Day +30 where it is not known (as in `toxicity_phase.phases`). Then the phase
    after engraftment lasts to discharge or, without one, to Day +100; the early out-patient one to month 6.
    """
    begins, day0 = conditioning_start(course), course.day0
    starts = [(TherapyPhase.WORK_UP, date.min)]
    if course.mobilisation is not None:
        starts.append((TherapyPhase.MOBILISATION, course.mobilisation))
    if begins is not None and day0 is not None:
        reached = engrafted or day0 + ENGRAFTED_AT_THE_LATEST
        home = max(min(discharged or date.max, day0 + DAY_100), reached)
        starts += [
            (TherapyPhase.CONDITIONING, begins), (TherapyPhase.APLASIA, day0), (TherapyPhase.ENGRAFTED, reached + _DAY),
            (TherapyPhase.EARLY, home + _DAY), (TherapyPhase.LATE, max(add_months(day0, LATE_MONTHS), home + _DAY)),
        ]  # fmt: skip
    ends = [first - _DAY for _, first in starts[1:]] + [date.max]
    return tuple(PhaseSpan(p, first, last) for (p, first), last in zip(starts, ends, strict=True) if first <= last)


def phase_on(phases: Sequence[PhaseSpan], on: date) -> PhaseSpan:
    """The phase of a day."""
    return next(span for span in reversed(phases) if span.first <= on)


def is_covered(items: Collection[str], therapies: Iterable[PlannedTherapy], span: PhaseSpan, on: date) -> bool:
    """Whether a therapy of one of the items runs, is planned, or was ended in this phase: a person has seen to it.

    The first phase has no beginning: what ended before today does not count there.
    """
    since = span.first if span.phase is not TherapyPhase.WORK_UP else on
    return any(t.item in items and (t.stop is None or t.stop >= since) for t in therapies)


def decided_in(decisions: Iterable[PlanDecision], phase: TherapyPhase) -> Mapping[str, PlanDecision]:
    """The latest answer to each item in a phase: it holds for that phase, and the next one asks again."""
    return {decision.item: decision for decision in decisions if decision.phase is phase}


def earlier_refusal(decisions: Iterable[PlanDecision], item: str, phase: TherapyPhase) -> PlanDecision | None:
    """The last answer to an item in another phase, if it was a refusal: shown where the item is proposed again."""
    before = [decision for decision in decisions if decision.item == item and decision.phase is not phase]
    return before[-1] if before and before[-1].answer is PlanAnswer.DECLINED else None


def plain_dose(text: str) -> tuple[Decimal | None, str]:
    """Amount and unit of a usual dose that is one amount, such as "960 mg"; (None, "") for a range or a choice.

    Nothing is worked out: "5 µg/kg" stays an amount per kg.
    """
    found = _PLAIN.fullmatch(text)
    return (Decimal(found[1]), found[2]) if found is not None else (None, "")
