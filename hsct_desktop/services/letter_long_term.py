"""Long-term checks in a letter: what a visit's checklist says of them beside "done", and when they are due next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from hsct_desktop.domain.late_effect import LateEffectState, occasions, window_around
from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, NotDoneReason
from hsct_desktop.services.late_effects import LongTermRow
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import as_typed
from hsct_desktop.services.letter_facts import until
from hsct_desktop.services.products import grafts
from hsct_desktop.store import awaited_report, transplant, visit

_PLACE: Final = "visits"
_LINES: Final = "letter_long_term.lines"


@dataclass(frozen=True)
class Line:
    """What a visit's checklist says of an item that was not done there: not done and why, or done elsewhere where.

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


def line_of(ask: LetterAsk, row: LongTermRow) -> Line | None:
    """The last such line on the letter's last day; None where the item was done later, where nothing is said, and
    before the item's time, in which nobody asks for it.
    """
    standing, begins = row.standing, _begins(ask, row)
    told = standing.last.on if standing.last is not None and standing.is_told else None
    if begins is None or (told is not None and standing.due is None):
        return None
    found = [line for line in _lines(ask) if line.entry.assessment_id in standing.item.assessments]
    last = max((line for line in found if line.on >= begins), key=lambda line: line.on, default=None)
    return last if last is not None and (told is None or last.on > told) else None


def _begins(ask: LetterAsk, row: LongTermRow) -> date | None:
    """The first day of the window of an item's first occasion."""
    item, day0 = row.standing.item, _day0(ask)
    first = next(occasions(item, day0), None) if day0 is not None else None
    return window_around(item, day0, first)[0] if day0 is not None and first is not None else None


def _day0(ask: LetterAsk) -> date | None:
    """The Day 0 from which long-term items count: that of the first transplant."""
    courses = grafts(ask.ws, transplant.of_patient(ask.session, ask.patient_id))
    return min((one.entry.day0 for one in courses if one.entry.day0 is not None), default=None)


def _lines(ask: LetterAsk) -> list[Line]:
    """What was not done, or done elsewhere, up to the letter's last day; read once for a letter."""
    if _LINES not in ask.held:
        ask.held[_LINES] = _read(ask)
    return cast(list[Line], ask.held[_LINES])


def _read(ask: LetterAsk) -> list[Line]:
    reports = {(one.done_on, one.assessment_id): one for one in awaited_report.of_patient(ask.session, ask.patient_id)}
    found = []
    for held in visit.of_patient(ask.session, ask.patient_id):
        on = held.entry.on
        if on is None or on > until(ask):
            continue
        for entry in held.entry.assessments:
            if entry.state is not AssessmentState.DONE:
                report = reports.get((on, entry.assessment_id))
                arrived = report.arrived_on if report is not None else None
                known = arrived if arrived is not None and arrived <= until(ask) else None
                found.append(Line(on, entry, report is not None and known is None, known))
    return found


def is_due(ask: LetterAsk, row: LongTermRow) -> bool:
    """Whether somebody has to do it by the letter's last day, what the visits say counted in."""
    due = due_on(ask, row)
    return row.standing.state.waits and due is not None and due <= until(ask)


def due_on(ask: LetterAsk, row: LongTermRow) -> date | None:
    """The day on which an item is due next: after a line that settles an occasion the next one."""
    standing, line = row.standing, line_of(ask, row)
    if line is None or not line.settles or standing.state is LateEffectState.NOT_APPLICABLE:
        return standing.due
    if standing.due is not None and standing.due > until(ask):
        return standing.due
    item, day0 = standing.item, _day0(ask)
    if day0 is None:
        return standing.due
    return next((day for day in occasions(item, day0) if window_around(item, day0, day)[0] > line.on), None)


def said(ask: LetterAsk, line: Line) -> str:
    """The line in the reader's words: "15 Jan 2026: not needed"."""
    words = ask.words.in_tables
    if line.is_elsewhere:
        place = as_typed(ask, line.entry.detail, _PLACE)
        key = "elsewhere" if place else "elsewhere_bare"
        text = words.text(f"letter_care.late.{key}", day=line.on, place=place)
        if line.arrived_on is not None:
            return f"{text}, {words.text('letter_care.late.arrived', day=line.arrived_on)}"
        return f"{text}, {words.text('letter_care.late.awaited')}" if line.is_awaited else text
    reason = line.entry.reason
    if reason is NotDoneReason.OTHER and line.entry.detail:
        why = as_typed(ask, line.entry.detail, _PLACE)
    else:
        why = words.text(f"letter_care.late.why.{reason}") if reason not in (None, NotDoneReason.OTHER) else ""
    key = "not_done" if why else "not_done_bare"
    return words.text(f"letter_care.late.{key}", day=line.on, why=why)
