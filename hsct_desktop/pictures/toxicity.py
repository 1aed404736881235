"""The toxicities of a course as one picture: by system, a row for each term, the grade as height and as number.

Baseline toxicities stand apart; cytopenias that aplasia explains are drawn at half strength. Laid out here once; the
window and the patient summary paint the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.adverse_event import Episode, Grade
from hsct_desktop.domain.ctcae import worst_words
from hsct_desktop.domain.proposal import CYTOPENIAS, Aplasia
from hsct_desktop.domain.supportive_therapy import TherapyClass
from hsct_desktop.pictures import timeline_frame as frame
from hsct_desktop.pictures.day_axis import Preset
from hsct_desktop.pictures.glyphs import grade_digit
from hsct_desktop.pictures.primitives import Item, Line, Picture, Polygon, Rect, TextMeasure, cross, elide
from hsct_desktop.pictures.ruler import therapy_bar
from hsct_desktop.pictures.timeline import LEAST_PLOT, axis_for
from hsct_desktop.pictures.timeline_board import PAPER as TIMELINE_PAPER
from hsct_desktop.pictures.timeline_board import SCREEN as TIMELINE_SCREEN
from hsct_desktop.pictures.timeline_board import Board, Style
from hsct_desktop.pictures.timeline_facts import TimelineFacts
from hsct_desktop.pictures.timeline_lanes import GradeSpan, episode_words, fitted, packed

__all__ = ["PAPER", "SCREEN", "Agent", "ToxicityFacts", "layout", "summary"]

SCREEN = replace(TIMELINE_SCREEN, gutter=204.0)
PAPER = replace(TIMELINE_PAPER, gutter=150.0)
"""Names of terms are longer than those of drugs."""
HEIGHTS = {1: 9.0, 2: 12.0, 3: 15.0, 4: 18.0, 5: 20.0}
"""The height of a grade's bar in pixels; its digit fits into the lowest."""
ROW = 23.0
HEAD = 17.0
LEAST_ROWS = 3


@dataclass(frozen=True)
class Agent:
    """A drug or step of the treatment with its first and last day, such as conditioning or ATG."""

    label: str
    first: date
    last: date


@dataclass(frozen=True)
class ToxicityFacts:
    """A course with its episodes (`course.episodes`), its treatment, and the days on which low counts are expected."""

    course: TimelineFacts
    agents: tuple[Agent, ...] = ()
    aplasia: tuple[Aplasia, ...] = ()

    def is_expected(self, episode: Episode, first: date, last: date) -> bool:
        """Whether aplasia explains a grade from `first` to `last`: a cytopenia between conditioning and engraftment."""
        if episode.term_id not in CYTOPENIAS:
            return False
        return any(span.holds(first) and span.holds(last) for span in self.aplasia)


@dataclass(frozen=True)
class _Group:
    """The rows of a system, or of what was there before the transplant."""

    title: str
    rows: tuple[tuple[Episode, ...], ...]


def layout(
    facts: ToxicityFacts,
    width: float,
    measure: TextMeasure,
    wording: Wording,
    preset: Preset = Preset.WHOLE,
    *,
    height: float | None = None,
    span: tuple[float, float] | None = None,
    style: Style = SCREEN,
) -> Picture:
    """The picture, `width` pixels wide; under a `height` it shows the worst rows and says how many more there are."""
    course = facts.course
    width = max(width, style.gutter + style.right + LEAST_PLOT)
    board = Board(course, axis_for(course, width, preset, span, style), style, measure, wording, width)
    frame.phases(board)
    middle = frame.axis_row(board)
    top = board.y
    milestone_middle = board.y + style.milestone / 2
    poles = frame.milestones(board)
    shades = _agents(board, facts.agents)
    groups, hidden = _within(list(_groups(board, facts)), board, height)
    if not groups:
        _nothing(board)
    for group in groups:
        _group(board, facts, group)
    if hidden:
        worst = worst_words([e for row in hidden for e in row])
        more = wording.count("picture.more", len(hidden))
        board.name(more, board.y + 9, colour="accent")
        board.write(board.left + 4, board.y + 9, wording.text("picture.more.worst", grade=worst), ground="surface")
        board.y += 18
    board.y += style.gap
    items = _layers(board, (top, middle, milestone_middle), shades, poles)
    return Picture(width, board.y, items, tuple(board.hits))


def _layers(
    board: Board,
    heights: tuple[float, float, float],
    shades: Sequence[tuple[float, float]],
    poles: list[tuple[float, str]],
) -> tuple[Item, ...]:
    top, middle, milestone_middle = heights
    behind = frame.backdrop(board, top, middle)
    shaded = [Rect(left, top, right - left, board.y - top, "sunken") for left, right in shades]
    lines = frame.pole_lines(board, poles, milestone_middle)
    before = frame.foreground(board, top, middle)
    grounds = [item for item in behind if isinstance(item, Rect)]
    others = [item for item in behind if not isinstance(item, Rect)]
    return (*grounds, *shaded, *others, *board.back, *lines, *board.items, *before, *board.front)


# --- what is shown ------------------------------------------------------------------------------------------------


def _groups(board: Board, facts: ToxicityFacts) -> Iterator[_Group]:
    """Systems by their worst grade, then by name; what was there before the transplant comes last.

    A grade that was expected puts no system before others.
    """
    course = board.facts
    until = course.drawn_to
    ends = {e.id: e.end or max(until, e.onset) for e in course.episodes}
    seen = [e for e in course.episodes if board.span(e.onset, ends[e.id])]
    systems = sorted({(e.soc, e.ctcae_version) for e in seen if not e.baseline})
    versions = {version for _, version in systems}
    found = []
    for soc, version in systems:
        own = [e for e in seen if (e.soc, e.ctcae_version) == (soc, version) and not e.baseline]
        title = soc or board.wording.text("toxicity.picture.no_system")
        # Grades of two versions are never put side by side without a word.
        title += f" (CTCAE v{version})" if len(versions) > 1 else ""
        found.append(_Group(title, _rows(own, ends)))
    yield from sorted(found, key=lambda g: (-_worst(facts, g), g.title))
    baseline = [e for e in seen if e.baseline]
    if baseline:
        yield _Group(board.wording.text("toxicity.picture.baseline"), _rows(baseline, ends))


def _rows(episodes: Sequence[Episode], ends: dict[int, date]) -> tuple[tuple[Episode, ...], ...]:
    ordered = sorted(episodes, key=lambda e: (-e.worst, e.onset, e.id))
    return tuple(tuple(row) for row in packed(ordered, ends))


def _worst(facts: ToxicityFacts, group: _Group) -> int:
    until = facts.course.drawn_to
    spans = ((e, span) for row in group.rows for e in row for span in e.spans(until))
    return max((int(grade) for e, (first, last, grade) in spans if not facts.is_expected(e, first, last)), default=0)


def _row_height(board: Board) -> float:
    return ROW * (0.86 if board.style.paper else 1.0)


def _within(groups: list[_Group], board: Board, height: float | None) -> tuple[list[_Group], list[tuple[Episode, ...]]]:
    """The groups that fit into a height, the mildest rows left out first; and the rows that are left out."""
    hidden: list[tuple[Episode, ...]] = []
    if height is None:
        return groups, hidden
    room = height - board.y - 3 * board.style.gap

    def taken() -> float:
        return sum(HEAD + len(g.rows) * _row_height(board) for g in groups) + (18 if hidden else 0)

    while taken() > room and sum(len(g.rows) for g in groups) > LEAST_ROWS:
        where = min(range(len(groups)), key=lambda i: (max(int(e.worst) for e in groups[i].rows[-1]), -i))
        hidden.append(groups[where].rows[-1])
        kept = groups[where].rows[:-1]
        groups = [replace(g, rows=kept) if i == where else g for i, g in enumerate(groups)]
        groups = [g for g in groups if g.rows]
    return groups, hidden


# --- drawing ------------------------------------------------------------------------------------------------------


def _agents(board: Board, agents: Sequence[Agent]) -> list[tuple[float, float]]:
    """A row for each part of the treatment, and the uprights between which its days are shaded."""
    shades = []
    shown = [(agent, board.span(agent.first, agent.last)) for agent in agents]
    if any(span for _, span in shown):
        board.separate()
    title = board.wording.text("toxicity.picture.treatment")
    for agent, span in shown:
        if span is None:
            continue
        middle = board.y + board.style.row / 2
        board.name(agent.label, middle, title)
        title = ""
        board.items += therapy_bar(TherapyClass.IMMUNOSUPPRESSION, *span, middle, board.style.therapy - 2, True)
        words = f"{agent.label}: {board.day(agent.first)} \u2013 {board.day(agent.last)}"
        board.hit(*span, middle, board.style.row, words, "treatment")
        shades.append(span)
        board.y += board.style.row
    return shades


def _nothing(board: Board) -> None:
    board.separate()
    key = "picture.none.here" if board.facts.episodes else "picture.none.toxicity"
    board.write(board.left + 4, board.y + 10, board.wording.text(key), ground="surface")
    board.y += 24


def _group(board: Board, facts: ToxicityFacts, group: _Group) -> None:
    board.y += 2
    board.back.append(Line(0, board.y, board.width, board.y, "line"))
    # The name of a system is longer than the gutter: it stands in a line of its own, on a ground of its own.
    room = board.width - 8
    title = elide(group.title, room, board.measure, board.style.size, bold=True)
    board.write(0, board.y + HEAD / 2, title, "text", bold=True, ground="surface")
    board.y += HEAD - 2
    height = _row_height(board)
    for row in group.rows:
        foot = board.y + height - 2
        board.name(row[0].label, foot - 7)
        board.back.append(Line(board.left, foot, board.right, foot, "grid"))
        for episode in row:
            _episode(board, facts, episode, foot)
        board.y += height


def _episode(board: Board, facts: ToxicityFacts, episode: Episode, foot: float) -> None:
    course = board.facts
    until = max(course.drawn_to, episode.onset)
    spans = fitted(board, episode, until)
    if not spans:
        return
    for span in spans:
        _step(board, span, foot, half=facts.is_expected(episode, span.first, span.last))
    left, right = spans[0].left, spans[-1].right
    if episode.is_open and board.shows(until):
        grade = int(spans[-1].grade)
        middle = foot - _height(board, spans[-1].grade) / 2
        arrow = ((right + 1, middle - 4), (right + 5, middle), (right + 1, middle + 4))
        board.front.append(Polygon(arrow, f"grade{grade}.edge"))
    words = episode_words(board, episode)
    if episode.baseline:
        words += f", {board.wording.text('toxicity.picture.was_there')}"
    if all(facts.is_expected(episode, s.first, s.last) for s in spans):
        words += f", {board.wording.text('toxicity.picture.expected')}"
    board.hit(left, right, foot - ROW / 2 + 1, ROW - 2, words, f"episode:{episode.id}")


def _height(board: Board, grade: Grade) -> float:
    return HEIGHTS[int(grade)] * (0.9 if board.style.paper else 1.0)


def _step(board: Board, span: GradeSpan, foot: float, *, half: bool) -> None:
    """A grade's bar on its row: as high as the grade, with its digit; at half strength where it was expected."""
    grade, height, width = int(span.grade), _height(board, span.grade), span.right - span.left
    top = foot - height
    fill = f"grade{grade}.half" if half else f"grade{grade}.fill"
    dash = (2.0, 2.0) if half else ()
    board.items.append(Rect(span.left, top, width, height, fill, f"grade{grade}.edge", 1.5, dash=dash))
    digit = grade_digit(grade, span.left + min(width / 2, 8), foot - height / 2, board.style.number)
    board.items.append(replace(digit, colour=f"grade{grade}.halfText") if half else digit)
    if board.style.paper and span.grade is Grade.DEATH:
        # Grades 4 and 5 are both black on paper.
        board.items += cross(span.right + 7, foot - height / 2, 9, "text", 1.75)


def summary(facts: ToxicityFacts, wording: Wording) -> str:
    """The picture in a sentence, for screen readers."""
    episodes = facts.course.episodes
    if not episodes:
        return wording.text("picture.none.toxicity")
    still_open = sum(e.is_open for e in episodes)
    return wording.count("picture.summary.episodes", len(episodes), open=still_open, grade=worst_words(episodes))
