"""What visits' checklists say of long-term items beside "done": not done and why, or done elsewhere where.

The one place that decides whether such a line settles an item: window, care plan and letters ask the rows of
`late_effects` and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hsct_desktop.catalogue.wording import Wording, in_sentence
from hsct_desktop.domain.late_effect import Standing, occasions, window_around
from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, NotDoneReason
from hsct_desktop.store import awaited_report
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.visit import RecordedVisit


@dataclass(frozen=True)
class Line:
    """A line of a visit's checklist that was not done there.

    `arrived_on` is the day of a report from elsewhere, None while it is awaited or none is.
    """

    on: date
    entry: AssessmentEntry
    is_awaited: bool = False
    arrived_on: date | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it was done, in another place."""
        return self.entry.state is AssessmentState.ELSEWHERE

    @property
    def settles(self) -> bool:
        """Whether its occasion is settled: done elsewhere, or found not to be needed. Who declined is asked again."""
        return self.is_elsewhere or self.entry.reason is NotDoneReason.NOT_NEEDED


def lines(
    session: ReadSession | WriteSession, patient_id: int, seen: Iterable[RecordedVisit], until: date
) -> tuple[Line, ...]:
    """What was not done, or done elsewhere, at the visits up to a day, with what is known of its report by then."""
    found = [
        (held.entry.on, entry)
        for held in seen
        if held.entry.on is not None and held.entry.on <= until
        for entry in held.entry.assessments
        if entry.state is not AssessmentState.DONE
    ]
    return tuple(_with_reports(session, patient_id, found, until)) if found else ()


def _with_reports(
    session: ReadSession | WriteSession, patient_id: int, found: Sequence[tuple[date, AssessmentEntry]], until: date
) -> Iterator[Line]:
    reports = {(one.done_on, one.assessment_id): one for one in awaited_report.of_patient(session, patient_id)}
    for on, entry in found:
        report = reports.get((on, entry.assessment_id))
        arrived = report.arrived_on if report is not None else None
        known = arrived if arrived is not None and arrived <= until else None
        yield Line(on, entry, report is not None and known is None, known)


def line_of(standing: Standing, held: Sequence[Line], day0: date | None) -> Line | None:
    """The last line that speaks of an item; None where the item was done later, where nothing is said, and before the
    item's time, in which nobody asks for it.
    """
    begins = _begins(standing, day0)
    told = standing.last.on if standing.last is not None and standing.is_told else None
    if begins is None or (told is not None and standing.due is None):
        return None
    found = [line for line in held if line.entry.assessment_id in standing.item.assessments and line.on >= begins]
    last = max(found, key=lambda line: line.on, default=None)
    return last if last is not None and (told is None or last.on > told) else None


def _begins(standing: Standing, day0: date | None) -> date | None:
    """The first day of the window of an item's first occasion."""
    first = next(occasions(standing.item, day0), None) if day0 is not None else None
    return window_around(standing.item, day0, first)[0] if day0 is not None and first is not None else None


def line_words(words: Wording, line: Line) -> str:
    """A line in a few words: "15 Jan 2026 · not done · declined by the patient"."""
    entry, detail = line.entry, line.entry.detail
    parts = [words.date(line.on), in_sentence(words.enum("assessment_state", entry.state))]
    if line.is_elsewhere:
        parts += [detail, words.text("late.report_awaited") if line.is_awaited else ""]
    elif entry.reason is NotDoneReason.OTHER and detail:
        parts.append(detail)
    elif entry.reason is not None:
        parts.append(in_sentence(words.enum("not_done_reason", entry.reason)))
    return " · ".join(part for part in parts if part)
