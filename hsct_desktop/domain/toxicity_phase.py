"""The worst grade in each phase of a transplant, and what counts as there before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.adverse_event import Episode, Grade
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.lab_result import CourseDays, conditioning_start

ENGRAFTED_AT_THE_LATEST: Final = timedelta(days=30)
"""Day +30 stands in for an unknown engraftment: later it is graft failure (EBMT Handbook 2024, chapter 41)."""
DAY_100: Final = timedelta(days=100)
_DAY: Final = timedelta(days=1)


class PhaseName(StrEnum):
    """The phases of a course; wording `enum.phase.*`."""

    MOBILISATION = "mobilisation"
    ENGRAFTMENT = "engraftment"
    DAY_100 = "day100"
    YEAR = "year"
    LATER = "later"


@dataclass(frozen=True)
class Phase:
    """A span of days, both inclusive; the first phase has no beginning, the last no end."""

    name: PhaseName
    first: date
    last: date


@dataclass(frozen=True)
class Phases:
    """The phases of one course, and whether Day +30 stands in for an unknown engraftment."""

    phases: tuple[Phase, ...]
    conditioning: date
    engraftment_known: bool = True


@dataclass(frozen=True)
class TermByPhase:
    """A term's worst grade in each phase, None where it was not there."""

    term_id: str
    label: str
    worst: tuple[Grade | None, ...]


@dataclass(frozen=True)
class SystemByPhase:
    """A system organ class's worst grade in each phase, of one CTCAE version, with its terms."""

    soc: str
    ctcae_version: str
    worst: tuple[Grade | None, ...]
    terms: tuple[TermByPhase, ...]


def phases(course: CourseDays, engrafted: date | None, earlier_course: bool = False) -> Phases | None:
    """The phases of a course, None without its Day 0; `engrafted` is the day of neutrophil engraftment.

    All before conditioning is the phase of mobilisation; after an earlier course it begins on the first day of
    mobilisation. The day of engraftment, Day +100 and the day a year after Day 0 each end a phase.
    """
    begins = conditioning_start(course)
    if course.day0 is None or begins is None:
        return None
    reached = engrafted or course.day0 + ENGRAFTED_AT_THE_LATEST
    lasts = [begins - _DAY, reached, course.day0 + DAY_100, add_months(course.day0, 12), date.max]
    opens = (course.mobilisation or begins) if earlier_course else date.min
    firsts = [opens, *(last + _DAY for last in lasts[:-1])]
    found = tuple(Phase(*row) for row in zip(PhaseName, firsts, lasts, strict=True))
    return Phases(found, begins, engrafted is not None)


def was_there_before(onset: date, course: CourseDays | None) -> bool:
    """Whether a toxicity of this onset is proposed as baseline: it was there before the (first) treatment began.

    Treatment begins with mobilisation: what its chemotherapy does is a toxicity of the treatment and no baseline. Where
    no mobilisation is recorded, it begins with conditioning. Without a transplant nothing is baseline.
    """
    if course is None:
        return False
    began = [day for day in (conditioning_start(course), course.mobilisation) if day is not None]
    return bool(began) and onset < min(began)


def counted(episode: Episode, conditioning: date, until: date) -> Iterator[tuple[date, date, Grade]]:
    """The spans of grades that count as toxicity of the transplant.

    All of an episode, but of a baseline toxicity only the days from the first day of conditioning on which the grade
    is above the one held on the day before (above none where it had ended).
    """
    if not episode.baseline:
        yield from episode.spans(until)
        return
    before = episode.grade_on(conditioning - _DAY) or 0
    for first, last, grade in episode.spans(until):
        if last >= conditioning and grade > before:
            yield max(first, conditioning), last, grade


def counts(episode: Episode, found: Phases | None, until: date) -> bool:
    """Whether an episode counts as a toxicity of the transplant: no baseline one, or one that has risen since."""
    if found is None or not episode.baseline:
        return not episode.baseline
    return any(True for _ in counted(episode, found.conditioning, until))


def worst_by_phase(episodes: Sequence[Episode], found: Phases, until: date) -> tuple[SystemByPhase, ...]:
    """The worst grade by system and term in each phase up to `until`; versions of CTCAE are never mixed."""
    rows = []
    for soc, version in sorted({(episode.soc, episode.ctcae_version) for episode in episodes}):
        own = [e for e in episodes if (e.soc, e.ctcae_version) == (soc, version)]
        terms = []
        for term_id, label in sorted({(e.term_id, e.label) for e in own}, key=lambda pair: pair[1]):
            same = [e for e in own if (e.term_id, e.label) == (term_id, label)]
            worst = _worst(same, found, until)
            if any(worst):
                terms.append(TermByPhase(term_id, label, worst))
        if terms:
            rows.append(SystemByPhase(soc, version, _highest([term.worst for term in terms]), tuple(terms)))
    return tuple(rows)


def _worst(episodes: Sequence[Episode], found: Phases, until: date) -> tuple[Grade | None, ...]:
    spans = [span for episode in episodes for span in counted(episode, found.conditioning, until)]
    return tuple(
        max((grade for first, last, grade in spans if first <= phase.last and last >= phase.first), default=None)
        for phase in found.phases
    )


def _highest(rows: Sequence[tuple[Grade | None, ...]]) -> tuple[Grade | None, ...]:
    return tuple(
        max((grade for grade in column if grade is not None), default=None) for column in zip(*rows, strict=True)
    )
