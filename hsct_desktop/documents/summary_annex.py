"""The pages after the summary: the disease; values after the transplant, toxicity picture, worst grades by phase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.disability_inputs import PrintedDisease
from hsct_desktop.documents.disability_parts import figures, notes, picture, verdict
from hsct_desktop.documents.frame import SUMMARY
from hsct_desktop.documents.inputs import PrintedPhases, SummaryData
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.pictures import toxicity_picture, trend_picture, with_values
from hsct_desktop.documents.styles import LEFT_OUT
from hsct_desktop.documents.summary_words import together
from hsct_desktop.documents.tables import Section, grid
from hsct_desktop.documents.text import Text, bold, clipped, line
from hsct_desktop.domain.adverse_event import Grade
from hsct_desktop.domain.toxicity_phase import SystemByPhase
from hsct_desktop.pictures.trend import TrendFacts

_PAGE: Final = (SUMMARY.bottom - SUMMARY.top_later) * mm
_SECTION: Final = 26.0
"""Points that a section's head takes with its spaces."""
_DISEASE: Final = 290.0
"""Height of the picture of the disease in points."""
_EVIDENCE: Final = 6
_PLOT, _AXIS = 62.0, 50.0
"""Points of a plot, and of what stands above and below the plots."""
_ROW: Final = 15.0
_MOST_SYSTEMS: Final = 14
_NAME: Final = 60.0
"""Width in mm of a system's name."""
_SEVERE: Final = 3
_LEAST_TOXICITY: Final = 120.0
_MOST_TOXICITY: Final = 380.0
_EPISODE: Final = 19.0
"""Points of an episode in the picture of the toxicities."""
_FIRST_DAY, _LAST_DAY = -32.0, 105.0
"""The days in which a graft is judged; years on one scale would squeeze them into a line."""


def has_annex(data: SummaryData) -> bool:
    """Whether there is anything to draw."""
    return data.disability is not None or _has_values(data)


def _has_values(data: SummaryData) -> bool:
    some = data.trend is not None and any(series.points for series in data.trend.series)
    return some or (data.toxicity is not None and bool(data.toxicity.course.episodes))


def annex(data: SummaryData, words: PaperWording, width: float) -> Iterator[Flowable]:
    """A page for the disease, a page for values and toxicities; each only where there is something to draw."""
    if data.disability is not None:
        yield from disease(data.disability, words, width)
        if _has_values(data):
            yield PageBreak()
    yield from _values(data, words, width)


def disease(held: PrintedDisease, words: PaperWording, width: float) -> Iterator[Flowable]:
    """The course of the disease with its verdicts."""
    yield from together(
        Section(words.text("disability.paper.section"), "", width), *picture(held, words, width, _DISEASE)
    )
    yield from verdict(held, words, width, _EVIDENCE)
    yield from figures(held, width)
    yield from notes(held, words, 0)


def _values(data: SummaryData, words: PaperWording, width: float) -> Iterator[Flowable]:
    """One page: what has values is drawn, the toxicities take the height that is left."""
    yield from values(data, words, width)
    room = _PAGE - 12
    if data.trend is not None and (series := with_values(data.trend.series)):
        room -= _AXIS + _PLOT * len(series) + _SECTION
    yield from toxicities(data, words, width, room)


def values(data: SummaryData, words: PaperWording, width: float) -> Iterator[Flowable]:
    """The curves of what has values."""
    series = with_values(data.trend.series) if data.trend is not None else ()
    if data.trend is None or not series:
        return
    facts = replace(data.trend, series=series)
    span = _first_months(facts)
    note = words.text(f"trend.paper.values_note.{'whole' if span is None else 'to_100'}")
    head = Section(words.text("trend.paper.values"), note, width)
    height = _AXIS + _PLOT * len(series)
    yield from together(head, *trend_picture(facts, words.in_tables, width, span, height, drugs=False))


def toxicities(data: SummaryData, words: PaperWording, width: float, room: float | None = None) -> Iterator[Flowable]:
    """The toxicities by system and the worst grades by phase; `room` in points for both, None for what they need."""
    if data.toxicity is None or not data.toxicity.course.episodes:
        return
    rows = data.phases.rows[:_MOST_SYSTEMS] if data.phases is not None else ()
    if room is None:
        height = min(
            _MOST_TOXICITY, _AXIS + 20 + _EPISODE * len(data.toxicity.course.episodes) + _ROW * (len(rows) + 2)
        )
    else:
        below = _SECTION + _ROW * (len(rows) + 2) if rows else 0
        height = max(_LEAST_TOXICITY, room - below - _SECTION)
    head = Section(words.text("toxicity.picture.paper"), "", width)
    yield from together(head, *toxicity_picture(data.toxicity, words.in_tables, width, height))
    if data.phases is not None and rows:
        yield from _phases(data.phases, words, width)


def _first_months(facts: TrendFacts) -> tuple[float, float] | None:
    """From a month before Day 0 to Day +100 where values were taken then and the course is longer; else all days."""
    course = facts.course
    if course.day0 is None or course.day(course.drawn_to) <= _LAST_DAY:
        return None
    zero = course.origin.toordinal()
    some = any(0 <= p.day - zero <= _LAST_DAY for series in facts.series for p in series.points)
    return (_FIRST_DAY, _LAST_DAY) if some else None


def _phases(phases: PrintedPhases, words: PaperWording, width: float) -> Iterator[Flowable]:
    shown = phases.rows[:_MOST_SYSTEMS]
    each = (width - _NAME * mm) / len(phases.heads)
    heads = [words.text("toxicity.picture.system"), *phases.heads]
    versions = {row.ctcae_version for row in phases.rows}
    rows = [_phase_row(phases, row, several=len(versions) > 1) for row in shown]
    head = Section(words.text("toxicity.picture.phases"), phases.note, width)
    yield from together(head, grid(heads, rows, [_NAME * mm, *[each] * len(phases.heads)]))
    rest = phases.rows[_MOST_SYSTEMS:]
    if rest:
        yield line(words.count("picture.more", len(rest)), LEFT_OUT)


def _phase_row(phases: PrintedPhases, row: SystemByPhase, *, several: bool) -> list[Text]:
    name = clipped(row.soc, 60) + (f" (CTCAE v{row.ctcae_version})" if several else "")
    return [name, *(_grade(grade, begun) for grade, begun in zip(row.worst, phases.begun, strict=True))]


def _grade(grade: Grade | None, begun: bool) -> Text:
    """The grade, bold from 3 on; a dash for none in a phase that has begun."""
    if grade is None:
        return EN_DASH if begun else ""
    return bold(str(int(grade))) if grade >= _SEVERE else str(int(grade))
