"""The medication of a course as one picture: a bar for each drug along the days, with doses, pauses and planned end.

Laid out here once; the window and paper paint the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyStatus
from hsct_desktop.domain.therapy_dose import DoseStep
from hsct_desktop.pictures import timeline_frame as frame
from hsct_desktop.pictures.day_axis import Preset
from hsct_desktop.pictures.primitives import Item, Line, Picture, Rect, TextMeasure, centred_text, elide
from hsct_desktop.pictures.primitives import Text as Words
from hsct_desktop.pictures.ruler import therapy_bar
from hsct_desktop.pictures.timeline import LEAST_PLOT, axis_for
from hsct_desktop.pictures.timeline_board import PAPER as TIMELINE_PAPER
from hsct_desktop.pictures.timeline_board import SCREEN as TIMELINE_SCREEN
from hsct_desktop.pictures.timeline_board import Board, Style
from hsct_desktop.pictures.timeline_facts import TimelineFacts
from hsct_desktop.pictures.timeline_lanes import given_spans, packed, planned_end, therapy_words

__all__ = ["PAPER", "SCREEN", "layout", "rows_of", "summary"]

SCREEN = replace(TIMELINE_SCREEN, gutter=190.0)
PAPER = replace(TIMELINE_PAPER, gutter=140.0)
LABEL = 11.0
"""Pixels above a bar for its doses."""
_LABEL_GAP = 5.0
_SIGN = 7.0


@dataclass(frozen=True)
class _Mark:
    """A day on which another dose begins, with its words."""

    on: date
    words: str


def layout(
    facts: TimelineFacts,
    width: float,
    measure: TextMeasure,
    wording: Wording,
    preset: Preset = Preset.WHOLE,
    *,
    span: tuple[float, float] | None = None,
    style: Style = SCREEN,
) -> Picture:
    """The picture of `facts.therapies`, `width` pixels wide and as high as its rows need."""
    facts = replace(facts, visits=(), episodes=(), milestones=(), counts=None)
    width = max(width, style.gutter + style.right + LEAST_PLOT)
    board = Board(facts, axis_for(facts, width, preset, span, style), style, measure, wording, width)
    frame.phases(board)
    middle = frame.axis_row(board)
    top = board.y
    board.y += style.gap
    rows = rows_of(facts, board)
    for row in rows:
        _row(board, row)
    if not rows:
        key = "picture.none.here" if facts.therapies else "picture.none.therapy"
        board.write(board.left + 4, board.y + 10, wording.text(key), ground="surface")
        board.y += 22
    board.y += style.gap
    behind, before = frame.backdrop(board, top, middle), frame.foreground(board, top, middle)
    items = (*behind, *board.back, *board.items, *before, *board.front)
    return Picture(width, board.y, items, tuple(board.hits))


_ORDER = {TherapyStatus.RUNNING: 0, TherapyStatus.INTERRUPTED: 1, TherapyStatus.PLANNED: 2, TherapyStatus.STOPPED: 3}


def rows_of(facts: TimelineFacts, board: Board | None = None) -> list[list[Therapy]]:
    """One row for each drug, its courses beside one another; drugs that are given stand above those that ended."""
    until = facts.drawn_to
    ends = {t.id: t.stop or max(until, t.planned_stop or until, t.start) for t in facts.therapies}
    seen = [t for t in facts.therapies if board is None or board.span(t.start, ends[t.id])]

    def rank(row: Sequence[Therapy]) -> tuple[int, date]:
        return min(_ORDER[t.status(facts.today)] for t in row), min(t.start for t in row)

    return sorted(packed(sorted(seen, key=lambda t: (t.start, t.id)), ends), key=rank)


def _row(board: Board, row: Sequence[Therapy]) -> None:
    height = board.style.therapy + LABEL + 3
    middle = board.y + LABEL + board.style.therapy / 2
    is_over = all(t.status(board.facts.today) is TherapyStatus.STOPPED for t in row)
    room = board.style.gutter - board.style.name_gap - _SIGN
    hue = f"therapy.{row[-1].therapy_class}.hue"
    board.items.append(Rect(0, middle - 5, 3, 10, hue))
    name = elide(row[0].name, room, board.measure, board.style.size)
    board.write(_SIGN, middle, name, "muted" if is_over else "text")
    board.back.append(Line(board.left, board.y + height, board.right, board.y + height, "grid"))
    for order in row:
        _course(board, order, middle)
    board.y += height + 1


def _course(board: Board, order: Therapy, middle: float) -> None:
    """Bar, pauses, planned end and doses of one course."""
    facts, height = board.facts, board.style.therapy
    end = order.stop or facts.drawn_to
    hue = f"therapy.{order.therapy_class}.hue"
    lefts, rights = [], []
    for first, last in given_spans(order, end):
        found = board.span(first, last)
        if found is None:
            continue
        if order.stop is None and last == facts.drawn_to:
            # What still runs ends at the line of today, not at the end of the day.
            found = found[0], max(min(found[1], board.x(last)), found[0] + 1)
        board.items += therapy_bar(order.therapy_class, *found, middle, height, first == order.start)
        lefts.append(found[0])
        rights.append(found[1])
    if order.stop is not None and rights and board.shows(order.stop):
        x = rights[-1] - 0.5
        board.items.append(Line(x, middle - height / 2 - 1, x, middle + height / 2 + 1, hue, 2))
    for pause in order.interruptions:
        _pause(board, pause.start, min(pause.end or end, end), middle, hue)
    reach = planned_end(board, order, middle, hue)
    _doses(board, order, end, middle)
    left = min(lefts, default=board.clamped_x(order.start))
    right = max([*rights, reach, left + 4])
    words = "; ".join([therapy_words(board, order), *_dose_words(board, order)])
    board.hit(left, right, middle - LABEL / 2, height + LABEL, words, f"therapy:{order.id}")


def _pause(board: Board, first: date, last: date, middle: float, hue: str) -> None:
    """The days of a pause: the bar's outline, hatched."""
    found = board.span(first, last, 3) if first <= last else None
    if found is not None:
        left, right = found
        half = board.style.therapy / 2
        box = Rect(left, middle - half, right - left, 2 * half, "surface", hue, dash=(2.0, 2.0), hatch=hue)
        board.items.append(box)


def _doses(board: Board, order: Therapy, end: date, middle: float) -> None:
    """A tick where a dose begins, its words above the bar as far as the next one leaves room."""
    half = board.style.therapy / 2
    marks = [mark for mark in _marks(order, end) if board.shows(mark.on)]
    for number, mark in enumerate(marks):
        x = board.axis.x(board.facts.day(mark.on) - 0.5)
        x = max(x, board.left)
        if mark.on > order.start:
            board.items.append(Line(x, middle - half - 3, x, middle + half, "text", 1.5))
        after = marks[number + 1 :]
        limit = board.axis.x(board.facts.day(after[0].on) - 0.5) if after else board.width
        words = elide(mark.words, limit - x - _LABEL_GAP, board.measure, board.style.number)
        if words and words != "\u2026":
            at = x + (2 if mark.on > order.start else 0)
            board.items += _label(board, at, middle - half - LABEL / 2, words)


def _label(board: Board, x: float, middle: float, words: str) -> Iterator[Item]:
    """Words on a ground of their own, so that neither Day 0 nor the grid runs through a figure."""
    width = board.measure(words, board.style.number, False)
    ground = "alt" if x > board.x(board.facts.drawn_to) else "surface"
    yield Rect(x - 1, middle - LABEL / 2, width + 2, LABEL - 1, ground)
    yield centred_text(x, middle, words, Words(0, 0, "", "muted", board.style.number))


def _marks(order: Therapy, end: date) -> Iterator[_Mark]:
    """The first dose and each change up to the end of the course, or ahead while it runs."""
    steps = order.doses or (DoseStep(order.start, order.dose),)
    before: DoseStep | None = None
    for step in steps:
        words = step.dose or step.frequency
        if before is not None and step.dose == before.dose:
            # The dose stays: its tick says what has changed.
            words = step.frequency if step.frequency != before.frequency else step.times
        before = step
        if words and (order.stop is None or step.from_on <= max(end, order.start)):
            yield _Mark(step.from_on, words)


def _dose_words(board: Board, order: Therapy) -> Iterator[str]:
    for step in order.doses[1:]:
        what = " ".join(part for part in (step.dose, step.frequency, step.times) if part)
        yield board.wording.text("medication.dose_from", on=board.day(step.from_on), dose=what)


def summary(facts: TimelineFacts, wording: Wording) -> str:
    """The picture in a sentence, for screen readers."""
    if not facts.therapies:
        return wording.text("picture.none.therapy")
    running = sum(t.status(facts.today) is TherapyStatus.RUNNING for t in facts.therapies)
    return wording.count("picture.summary.therapies", len(facts.therapies), running=running)
