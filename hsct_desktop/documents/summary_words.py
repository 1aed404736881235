"""What the sections of the patient summary share: limits, names, dates with their day, notes on what is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.platypus import CondPageBreak, Flowable

from hsct_desktop.documents.frame import SUMMARY
from hsct_desktop.documents.inputs import PrintedVisit, SummaryData
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import LEFT_OUT, TEXT
from hsct_desktop.documents.tables import Grid, Section
from hsct_desktop.documents.text import capitals, clipped, fitted, line, numbered
from hsct_desktop.domain.visit import VisitStatus

_ENDLESS = 1e6


@dataclass(frozen=True)
class Limits:
    """How many lines each section may take, how many characters a text from the record, how high the course is (pt)."""

    course: int
    points: int
    episodes: int
    therapies: int
    coming: int
    past: int
    orders: int
    contacts: int
    text: int


def full_name(data: SummaryData) -> str:
    """SURNAME Given, as work papers write it."""
    return f"{capitals(data.family_name)} {data.given_name}".strip()


def standing(data: SummaryData) -> str:
    """How the record stands, as the end of a wording key: `now` followed here, at `death`, `left` by other ways."""
    if data.follow_up.is_followed:
        return "now"
    return "death" if data.is_dead else "left"


def day0_words(data: SummaryData, words: PaperWording) -> str:
    """Day 0 and its date, said to be planned while it lies ahead; else that it, or the transplant, is not recorded."""
    if data.day0 is None:
        return words.text(f"document.summary.{'no_day0' if data.has_transplant else 'no_transplant'}")
    return words.text(f"document.summary.{'day0_planned' if data.day0 > data.context.on else 'day0'}", date=data.day0)


def date_and_day(data: SummaryData, words: PaperWording, on: dt.date) -> str:
    """A date and, once Day 0 is known, its day in words: 23 Nov 2025 (Day +10)."""
    return words.date(on) if data.day0 is None else f"{words.date(on)} ({words.day(data.day0, on)})"


def date_and_number(data: SummaryData, words: PaperWording, on: dt.date) -> str:
    """A date and, once Day 0 is known, its day as a bare number: 23 Nov 2025 (+10)."""
    if data.day0 is None:
        return words.date(on)
    return f"{words.date(on)} ({words.signed_day((on - data.day0).days)})"


def label_of(visit: PrintedVisit, limits: Limits) -> str:
    """The visit's label, its number bound to its word."""
    return numbered(clipped(visit.label, limits.text))


def window_of(visit: PrintedVisit, words: PaperWording) -> str:
    """The visit's window in words, empty for a visit without one."""
    if visit.earliest is None or visit.latest is None:
        return ""
    return words.text("document.window", window=words.range(visit.earliest, visit.latest))


def ahead(visits: Sequence[PrintedVisit]) -> list[PrintedVisit]:
    """Visits that can still take place in time, the next one first."""
    return sorted((v for v in visits if v.status.lies_ahead), key=planned_day)


def overdue_since(visit: PrintedVisit, on: dt.date) -> dt.date | None:
    """The last day on which a late visit was in time: the end of its window, else the booked day that passed."""
    ends = [day for day in (visit.latest, visit.booked, visit.target) if day is not None and day < on]
    return ends[0] if ends else None


def late_visits(visits: Sequence[PrintedVisit]) -> list[PrintedVisit]:
    """Visits whose time has passed without a record, the oldest first."""
    return sorted((v for v in visits if v.status is VisitStatus.LATE), key=planned_day)


def planned_day(visit: PrintedVisit) -> dt.date:
    """The day by which visits are ordered: booked, else target, else the start of the window."""
    return visit.booked or visit.target or visit.earliest or visit.seen_on or dt.date.max


def together(*parts: Flowable) -> Iterator[Flowable]:
    """Parts that a page must not part; of a grid at its end only the head and the first rows count."""
    needed = 0.0
    for part in parts:
        height = part.least_height if isinstance(part, Grid) else part.wrap(SUMMARY.width, _ENDLESS)[1]
        needed += height + part.getSpaceBefore() + part.getSpaceAfter()
    yield CondPageBreak(needed)
    yield from parts


def sentence(title: str, text: str) -> Iterator[Flowable]:
    """A section that holds one sentence: what is not recorded is said, never left out."""
    return together(Section(title, "", SUMMARY.width), fitted(text, TEXT, SUMMARY.width))


def left_out(words: PaperWording, key: str, count: int) -> Iterator[Flowable]:
    """A line that says how many are not shown (`document.summary.more.<key>`), nothing when all are."""
    if count > 0:
        yield line(words.count(f"document.summary.more.{key}", count), LEFT_OUT)
