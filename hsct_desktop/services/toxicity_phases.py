"""A patient's worst grade in each phase of the course, for screen and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.toxicity_phase import Phases, SystemByPhase, counts, phases, was_there_before, worst_by_phase
from hsct_desktop.services import adverse_events
from hsct_desktop.services.course_days import course_days
from hsct_desktop.services.engraftment import neutrophil_day
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession


@dataclass(frozen=True)
class PhaseTable:
    """The worst grades by phase of the latest course, `until` its last day of follow-up or today.

    `counted` are the ids of the episodes that count as toxicity of the transplant; the others are baseline ones.
    """

    phases: Phases | None
    rows: tuple[SystemByPhase, ...]
    counted: frozenset[int]
    until: date

    def heads(self, words: Wording) -> tuple[str, ...]:
        """The names of the phases."""
        return tuple(words.enum("phase", phase.name) for phase in self.phases.phases) if self.phases else ()

    def begun(self, column: int) -> bool:
        """Whether a phase has begun by `until`; a dash stands only in those."""
        return self.phases is not None and self.phases.phases[column].first <= self.until

    def note(self, words: Wording) -> str:
        """What stands in for a date that is not known; "" where all are known."""
        if self.phases is None or self.phases.engraftment_known:
            return ""
        return words.text("service.phases.day30", on=self.phases.phases[1].last)


def by_phase(ws: Workspace, patient_id: int) -> PhaseTable:
    """The table of a patient, terms in the reader's language."""
    with ws.read() as session:
        return table(ws, session, patient_id, adverse_events.episodes(ws, session, patient_id), ws.today())


def table(ws: Workspace, session: ReadSession, patient_id: int, episodes: Sequence[Episode], until: date) -> PhaseTable:
    """The table of these episodes, within a session; without a Day 0 it has no rows."""
    courses = [c for c in course_days(ws, session, patient_id, but=Product.MSC) if c.day0 is not None]
    found = None
    if courses:
        found = phases(courses[-1], neutrophil_day(ws, session, patient_id), earlier_course=len(courses) > 1)
    rows = worst_by_phase(episodes, found, until) if found is not None else ()
    return PhaseTable(found, rows, frozenset(e.id for e in episodes if counts(e, found, until)), until)


def as_counted(
    ws: Workspace, session: ReadSession, patient_id: int, episodes: Sequence[Episode], until: date
) -> list[Episode]:
    """The episodes with `baseline` left on those alone that do not count: one that has risen since is a toxicity."""
    if not any(episode.baseline for episode in episodes):
        return list(episodes)
    courses = [c for c in course_days(ws, session, patient_id, but=Product.MSC) if c.day0 is not None]
    # Only the first day of conditioning matters here, so that engraftment need not be worked out.
    found = phases(courses[-1], None, earlier_course=len(courses) > 1) if courses else None
    return [replace(e, baseline=False) if e.baseline and counts(e, found, until) else e for e in episodes]


def proposed_baseline(ws: Workspace, patient_id: int, onset: date | None) -> bool:
    """Whether a toxicity of this onset is proposed as present before treatment."""
    if onset is None:
        return False
    with ws.read() as session:
        return was_there_before(onset, next(iter(course_days(ws, session, patient_id)), None))
