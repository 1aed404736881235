"""The toxicities of one transplant as a letter counts them: of its own time, expected low counts apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hsct_desktop.domain.adverse_event import Episode, Grade
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.proposal import CYTOPENIAS, Aplasia
from hsct_desktop.services import adverse_events, proposals, toxicity_phases
from hsct_desktop.services.course_days import conditioning_start
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_facts import until
from hsct_desktop.services.overview import follow_up_end
from hsct_desktop.store import transplant
from hsct_desktop.store.transplant import Course

LYMPHOPENIA: Final = frozenset({"lymphocyte_count_decreased", "cd4_lymphocytes_decreased", "lymphopenia"})
"""Low lymphocytes are expected for longer than the other low counts."""
LYMPHOPENIA_MONTHS: Final = 24
"""Until then after Day 0 low lymphocytes are told apart (CD4+ cells take one to two years after ATG)."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """The days of a course that a letter tells of: from its first day, up to the letter's day (of a discharge letter
    that of the discharge), the end of follow-up or the day before the next course.
    """

    first: date
    last: date

    def holds(self, on: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= on <= self.last


@dataclass(frozen=True)
class Span:
    """Days on which a grade held that is no expected low count."""

    first: date
    last: date
    grade: Grade


@dataclass(frozen=True)
class Counted:
    """An episode with what counts of it; empty `spans`: all of it is expected."""

    episode: Episode
    spans: tuple[Span, ...]
    is_open: bool

    @property
    def first(self) -> date:
        """The first day that counts, the onset where none does."""
        return self.spans[0].first if self.spans else self.episode.onset

    @property
    def worst(self) -> int:
        """The highest grade that counts, 0 where none does."""
        return max((int(span.grade) for span in self.spans), default=0)


def window_of(ask: LetterAsk, course: Course) -> Window:
    """The days of a course; those of the first one begin with the first record."""
    courses = transplant.of_patient(ask.session, ask.patient_id)
    ends = [until(ask)]
    following = [one for one in courses if one.number > course.number]
    if following:
        begins = _begins(ask, following[0])
        ends += [begins - _DAY] if begins is not None else []
    left = follow_up_end(ask.session, ask.patient_id)
    ends += [left] if left is not None else []
    is_first = all(one.number >= course.number for one in courses)
    first = date.min if is_first else _begins(ask, course) or date.min
    return Window(first, min(ends))


def _begins(ask: LetterAsk, course: Course) -> date | None:
    known = (course.entry.mobilisation_start, conditioning_start(ask.ws, course), course.entry.day0)
    return min((day for day in known if day is not None), default=None)


def episodes(ask: LetterAsk, window: Window) -> list[Episode]:
    """The toxicities that began in the window, without those of before the treatment, in the reader's language."""
    found = adverse_events.episodes(ask.ws, ask.session, ask.patient_id, ask.language)
    counted = toxicity_phases.as_counted(ask.ws, ask.session, ask.patient_id, found, window.last)
    return [one for one in counted if not one.baseline and window.holds(one.onset)]


def counted(ask: LetterAsk, course: Course, window: Window) -> list[Counted]:
    """The same with the days on which their grades count."""
    aplasia = proposals.aplasia(ask.ws, ask.session, ask.patient_id)
    late = _lymphopenia(ask, course)
    return [
        _counted(one, (*aplasia, *late) if one.term_id in LYMPHOPENIA else aplasia, window)
        for one in episodes(ask, window)
    ]


def _lymphopenia(ask: LetterAsk, course: Course) -> tuple[Aplasia, ...]:
    """The days on which low lymphocytes are expected."""
    day0 = course.entry.day0
    if day0 is None:
        return ()
    first = conditioning_start(ask.ws, course) or day0
    return (Aplasia(first, add_months(day0, LYMPHOPENIA_MONTHS)),)


def _counted(one: Episode, expected: Iterable[Aplasia], window: Window) -> Counted:
    ends_later = one.end is not None and one.end > window.last
    spans = [
        Span(first, min(last, window.last), grade)
        for first, last, grade in one.spans(window.last)
        if first <= window.last
    ]
    if one.term_id in CYTOPENIAS:
        for days in expected:
            spans = [part for span in spans for part in _outside(span, days)]
    return Counted(one, tuple(spans), one.is_open or ends_later)


def _outside(span: Span, days: Aplasia) -> list[Span]:
    """What of a span lies outside the days."""
    end = days.last or date.max
    if span.last < days.first or span.first > end:
        return [span]
    found = []
    if span.first < days.first:
        found.append(Span(span.first, days.first - _DAY, span.grade))
    if span.last > end:
        found.append(Span(end + _DAY, span.last, span.grade))
    return found
