"""The timeline of a course as one picture: phases, axis, milestones, counts, visits, toxicities and therapies.

Laid out here once; the window and the printed summary paint the same picture.
"""

from __future__ import annotations

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.ctcae import worst_words
from hsct_desktop.pictures import timeline_frame as frame
from hsct_desktop.pictures import timeline_lanes as lanes
from hsct_desktop.pictures.day_axis import DayAxis, Preset, linear_axis
from hsct_desktop.pictures.primitives import Picture, TextMeasure
from hsct_desktop.pictures.timeline_board import PAPER, SCREEN, Board, Style
from hsct_desktop.pictures.timeline_counts import counts
from hsct_desktop.pictures.timeline_facts import (
    Counts,
    Milestone,
    MilestoneKind,
    TimelineFacts,
    TimelineVisit,
    axis_of,
)

__all__ = [
    "PAPER",
    "SCREEN",
    "Counts",
    "Milestone",
    "MilestoneKind",
    "Preset",
    "Style",
    "TimelineFacts",
    "TimelineVisit",
    "axis_for",
    "layout",
    "summary",
]

LEAST_PLOT = 120.0
"""Pixels that the plot keeps beside the gutter, however narrow the picture."""
LEAST_ROWS = 2


def axis_for(
    facts: TimelineFacts,
    width: float,
    preset: Preset = Preset.WHOLE,
    span: tuple[float, float] | None = None,
    style: Style = SCREEN,
) -> DayAxis:
    """The axis on which `layout` draws: for zooming at a point. `span` (first and last day) is linear and wins."""
    plot = max(LEAST_PLOT, width - style.gutter - style.right)
    if span is not None:
        return linear_axis(span[0], span[1], style.gutter, plot)
    return axis_of(facts, preset, style.gutter, plot)


def layout(
    facts: TimelineFacts,
    width: float,
    measure: TextMeasure,
    wording: Wording,
    preset: Preset = Preset.WHOLE,
    *,
    height: float | None = None,
    span: tuple[float, float] | None = None,
    style: Style = SCREEN,
) -> Picture:
    """The picture, `width` pixels wide and as high as it needs.

    Under a `height` it shows the worst toxicities and the running therapies, and says how many more there are; it gets
    higher than that only when even two rows of each do not fit.
    """
    width = max(width, style.gutter + style.right + LEAST_PLOT)
    board = Board(facts, axis_for(facts, width, preset, span, style), style, measure, wording, width)
    frame.phases(board)
    middle = frame.axis_row(board)
    top = board.y
    milestone_middle = board.y + style.milestone / 2
    poles = frame.milestones(board)
    if facts.counts is not None:
        board.separate()
        counts(board, facts.counts)
    board.separate()
    lanes.visits(board)
    board.separate()
    toxic, drugs = lanes.toxicity_rows(board), lanes.therapy_rows(board)
    room = _rooms(board, len(toxic), len(drugs), height)
    lanes.toxicity(board, toxic, room[0])
    board.separate()
    lanes.therapy(board, drugs, room[1])
    board.y += style.gap
    behind = frame.backdrop(board, top, middle)
    lines = frame.pole_lines(board, poles, milestone_middle)
    before = frame.foreground(board, top, middle)
    items = (*behind, *board.back, *lines, *board.items, *before, *board.front)
    return Picture(width, board.y, items, tuple(board.hits))


def _rooms(board: Board, toxic: int, drugs: int, height: float | None) -> tuple[int, int]:
    """How many rows of toxicities and therapies there is room for; a line "n more" is a row too."""
    if height is None:
        return toxic, drugs
    rows = int((height - board.y - 3 * board.style.gap) // board.style.row)
    if max(toxic, 1) + max(drugs, 1) <= rows:
        return toxic, drugs
    # Toxicities are looked at first: therapies are asked for room before them, down to a third.
    for_drugs = max(min(max(drugs, 1), max(rows // 3, LEAST_ROWS + 1)), rows - max(toxic, 1))
    for_toxic = rows - for_drugs
    return _without_line(toxic, for_toxic), _without_line(drugs, for_drugs)


def _without_line(wanted: int, rows: int) -> int:
    return wanted if wanted <= rows else max(LEAST_ROWS, rows - 1)


def summary(facts: TimelineFacts, wording: Wording) -> str:
    """The course in one sentence, for screen readers."""
    if facts.day0 is None:
        begin = wording.text("picture.summary.no_day0")
    else:
        begin = wording.text("picture.summary.day0", day=wording.day(facts.day0, facts.today), day0=facts.day0)
    still_open = sum(e.is_open for e in facts.episodes)
    parts = [begin, wording.count("picture.summary.visits", len(facts.visits))]
    if facts.episodes:
        grade = worst_words(facts.episodes)
        parts.append(wording.count("picture.summary.episodes", len(facts.episodes), open=still_open, grade=grade))
    else:
        parts.append(wording.text("picture.none.toxicity"))
    running = sum(t.stop is None and t.start <= facts.today for t in facts.therapies)
    parts.append(wording.count("picture.summary.therapies", len(facts.therapies), running=running))
    return wording.text("picture.summary", parts=", ".join(parts))
