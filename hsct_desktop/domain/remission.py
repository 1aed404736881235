"""Life without drugs for the disease since Day 0, and drug-free remission; best and last EDSS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hsct_desktop.domain.confirmed_disability import Assessed
from hsct_desktop.domain.disease_course import CourseTherapy, DiseaseCourse
from hsct_desktop.domain.disease_modifying_therapy import DmtStatus
from hsct_desktop.domain.neda import Neda, Verdict
from hsct_desktop.domain.neda_horizon import Horizon
from hsct_desktop.domain.outcome_evidence import Component, Evidence, Reason, Role, Seen, State


def without_therapy(course: DiseaseCourse, horizon: Horizon | None = None) -> Component:
    """No drug for the disease since Day 0, up to the horizon or (None) to the last day on which somebody looked.

    None recorded is none only as far as somebody looked, and not where it was said that the list is incomplete.
    """
    last, seen = horizon.ends_on if horizon is not None else None, course.last_seen
    if course.day0 is None or seen is None or seen <= course.day0:
        return Component(State.UNKNOWN, Reason("therapy_nobody_looked"))
    read = [(one, _since_day0(course, one, last)) for one in course.therapies if one.is_modifying]
    for state, key, role in (
        (State.BROKEN, "therapy_since", Role.ACTIVE),
        (State.UNKNOWN, "therapy_unsure", Role.UNREAD),
    ):
        those = [one for one, known in read if known is state]
        if those:
            why = Reason(key, {"drug": those[0].name or those[0].drug_id, "drug_id": those[0].drug_id})
            return Component(state, why, tuple(_evidence(one, role) for one in those))
    incomplete = course.therapies_incomplete_on
    if incomplete is not None and incomplete > course.day0:
        return Component(State.UNKNOWN, Reason("therapy_incomplete", {"on": incomplete}))
    if horizon is not None and horizon.is_reached and course.day(seen) < horizon.look_from:
        return Component(State.UNKNOWN, Reason("therapy_not_looked", {"until": seen}))
    return Component(State.HELD, Reason("therapy_none", {"until": seen if last is None else min(seen, last)}))


def _since_day0(course: DiseaseCourse, therapy: CourseTherapy, last: date | None) -> State:
    """BROKEN where the drug was surely given after Day 0, HELD where it surely was not."""
    day0 = course.day0
    if day0 is None:
        return State.UNKNOWN
    begun, ended = therapy.started, therapy.stopped
    end = min((day for day in (last, course.until) if day is not None), default=None)
    if (ended is not None and ended.last <= day0) or (begun is not None and end is not None and begun.first > end):
        return State.HELD
    if begun is not None and begun.first > day0 and (end is None or begun.last <= end):
        return State.BROKEN
    # Begun by the end and held on after Day 0: whether it began before or after it, it was given after it.
    was_on = begun is not None and (end is None or begun.last <= end)
    if was_on and (therapy.status is DmtStatus.RUNNING or (ended is not None and ended.first > day0)):
        return State.BROKEN
    # A drug that runs today has been given after Day 0, whenever it began; at an earlier horizon that is not known.
    return State.BROKEN if therapy.status is DmtStatus.RUNNING and end is None else State.UNKNOWN


def _evidence(therapy: CourseTherapy, role: Role) -> Evidence:
    begun = therapy.started
    return Evidence(
        Seen.THERAPY, therapy.id, begun.first if begun else None, role, None, bool(begun and begun.is_whole)
    )


def drug_free_remission(verdict: Verdict, therapy: Component) -> Component:
    """NEDA-3 at a horizon without any drug for the disease since Day 0, in three states."""
    if therapy.state is State.BROKEN:
        return therapy
    if verdict.neda3 is Neda.EDA:
        return Component(State.BROKEN, verdict.why)
    if verdict.neda3 is Neda.UNKNOWN:
        return Component(State.UNKNOWN, verdict.why)
    return Component(therapy.state, therapy.why, therapy.evidence)


@dataclass(frozen=True)
class EdssGain:
    """The EDSS after Day 0: reference, best and last, and whether the last is lower by a step (the papers' plain rule).

    `step` is the smallest change from the reference that counts.
    """

    reference: Assessed
    best: Assessed
    last: Assessed
    step: float

    @property
    def is_lower_by_a_step(self) -> bool:
        """Whether the last EDSS lies at least a step below the reference; nothing confirms it."""
        return self.reference.value - self.last.value >= self.step


def edss_gain(course: DiseaseCourse) -> EdssGain | None:
    """The gain, None without a reference or without an EDSS after Day 0. Of equal best ones the first counts."""
    reference, seen = course.edss_reference, course.seen_after
    if reference is None or not seen:
        return None
    best = min(seen, key=lambda visit: (visit.value, visit.on))
    return EdssGain(reference, best, seen[-1], course.settings.disability().step(reference.value))
