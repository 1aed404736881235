"""The lanes of a timeline: visits, toxicities, therapies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from hsct_desktop.domain.adverse_event import Episode, Grade
from hsct_desktop.domain.ctcae import worst_words
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyStatus
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.glyphs import grade_box, grade_digit, status_glyph
from hsct_desktop.pictures.primitives import Disc, Line, Polygon, chevron, cross, elide
from hsct_desktop.pictures.ruler import booking, describe, therapy_bar, tick_colour, window_bar
from hsct_desktop.pictures.timeline_board import Board
from hsct_desktop.pictures.timeline_facts import TimelineVisit

NARROWEST_GRADE = 9.0
"""Pixels that a grade's digit needs."""
WINDOW_LINES = 3
SHORTEST_STUMP = 3.0
"""How many times as long as high the visible part of a window to come is at least."""
_Row = TypeVar("_Row", Episode, Therapy)


# --- visits -------------------------------------------------------------------------------------------------------


def visits(board: Board) -> None:
    """The weekly visits as dots, the others with their windows below."""
    facts, height, title = board.facts, board.style.visit, board.wording.text("picture.lane.visits")
    weekly = [v for v in facts.visits if v.repeats and board.shows(_dot_day(v))]
    planned = [v for v in facts.visits if not v.repeats and _has_room(board, v)]
    if weekly:
        middle = board.y + height / 2
        # Cells that are no graft are not seen week by week: after CAR T cells it is every day.
        row = "weekly" if facts.is_graft else "repeated"
        board.name(board.wording.text(f"picture.row.{row}"), middle, title)
        title = ""
        for visit in weekly:
            _dot(board, visit, middle)
        board.y += height
    middle = board.y + height / 2
    if planned or not weekly:
        board.name(board.wording.text("picture.row.window"), middle, title)
    if not planned and not weekly:
        _nothing(board, bool(facts.visits), "visits", middle)
    ends = [float("-inf")] * WINDOW_LINES
    lowest = 0
    for visit in sorted(planned, key=lambda v: (v.earliest, v.target)):
        span = board.span(visit.earliest, visit.latest, 5)
        if span is None:
            continue
        line = next((n for n, end in enumerate(ends) if span[0] > end + 2), 0)
        ends[line] = max(ends[line], span[1])
        lowest = max(lowest, line)
        _window(board, visit, span, middle + line * (board.style.window + 4))
    board.y += (height if planned or not weekly else 0) + lowest * (board.style.window + 4)


def _has_room(board: Board, visit: TimelineVisit) -> bool:
    """Whether a window is worth drawing: of one to come that the plot's end cuts, a short stump looks like a 0."""
    span = board.span(visit.earliest, visit.latest)
    to_come = visit.status in (VisitStatus.UPCOMING, VisitStatus.NOT_APPLICABLE)
    if span is None or not to_come or board.shows(visit.latest):
        return span is not None
    return span[1] - span[0] >= SHORTEST_STUMP * board.style.window


def _dot_day(visit: TimelineVisit) -> date:
    return visit.visit_date or visit.booked or visit.target


def _nothing(board: Board, any_at_all: bool, lane: str, middle: float) -> None:
    """Say that a lane is empty: in the days shown, or because nothing is recorded."""
    key = "picture.none.here" if any_at_all else f"picture.none.{lane}"
    _say(board, middle, board.wording.text(key))


def _say(board: Board, middle: float, words: str) -> None:
    """Words at the start of the plot instead of marks."""
    x = board.left + 4
    board.write(x, middle, elide(words, board.width - x - 4, board.measure, board.style.size), ground="surface")


def _dot(board: Board, visit: TimelineVisit, middle: float) -> None:
    x = board.x(_dot_day(visit))
    board.items += status_glyph(visit.status, x, middle, 10 if visit.status is VisitStatus.LATE else 9)
    board.hit(x - 5, x + 5, middle, board.style.visit, _visit_words(board, visit), f"visit:{visit.id}")


def _window(board: Board, visit: TimelineVisit, span: tuple[float, float], middle: float) -> None:
    # A window as narrow as high must not read as a 0.
    radius = 2.0 if span[1] - span[0] >= 2 * board.style.window else 0.0
    bar = window_bar(visit.ruler, span[0], span[1], middle, board.style.window, radius)
    board.items.append(bar)
    half = board.style.window / 2 + 1.5
    if board.shows(visit.target):
        x = min(max(board.x(visit.target), span[0]), span[1])
        if visit.status is VisitStatus.MISSED:
            board.items += cross(x, middle, 7, "danger", 1.75)
        else:
            board.items.append(Line(x, middle - half, x, middle + half, tick_colour(visit.ruler), 1.5))
    left, right = span
    if visit.visit_date is not None and board.shows(visit.visit_date):
        seen = board.x(visit.visit_date)
        board.items += (Disc(seen, middle, 4, "surface"), Disc(seen, middle, 3, "success"))
        left, right = min(left, seen - 4), max(right, seen + 4)
    elif visit.booked is not None and visit.status.awaits and board.shows(visit.booked):
        booked = board.x(visit.booked)
        board.front += booking(booked, middle, 8)
        left, right = min(left, booked - 4), max(right, booked + 4)
    board.hit(left, right, middle, board.style.window + 4, _visit_words(board, visit), f"visit:{visit.id}")


def _visit_words(board: Board, visit: TimelineVisit) -> str:
    wording = board.wording
    words = f"{visit.label}: {wording.enum('visit_status', visit.status)}. {describe(visit.ruler, wording)}"
    if visit.visit_date is not None:
        words += wording.text("picture.hit.seen", seen=board.day(visit.visit_date))
    return words


# --- rows shared by toxicities and therapies ----------------------------------------------------------------------


def packed(entries: Iterable[_Row], ends: dict[int, date]) -> list[list[_Row]]:
    """Entries of one name in one row while they do not overlap; rows keep the order of their first entry.

    `ends` holds the last day of each entry by its id.
    """
    rows: list[list[_Row]] = []
    for entry in entries:
        start = _start(entry)
        for row in rows:
            apart = all(ends[o.id] < start or ends[entry.id] < _start(o) for o in row)
            if _name(row[0]) == _name(entry) and apart:
                row.append(entry)
                break
        else:
            rows.append([entry])
    return rows


def _start(entry: Episode | Therapy) -> date:
    return entry.onset if isinstance(entry, Episode) else entry.start


def _name(entry: Episode | Therapy) -> str:
    return entry.label if isinstance(entry, Episode) else entry.name


# --- toxicities ---------------------------------------------------------------------------------------------------


def toxicity_rows(board: Board) -> list[list[Episode]]:
    """One row for each term seen in the days shown, worst grade first, then in the order of their onset."""
    until = board.facts.drawn_to
    ends = {e.id: e.end or max(until, e.onset) for e in board.facts.episodes}
    seen = [e for e in board.facts.episodes if board.span(e.onset, ends[e.id])]
    ordered = sorted(seen, key=lambda e: (-e.worst, e.onset, e.id))
    return packed(ordered, ends)


def toxicity(board: Board, rows: Sequence[Sequence[Episode]], shown: int) -> None:
    """The lane of toxicities; rows beyond `shown` become one line that says how many and how severe."""
    title, height = board.wording.text("picture.lane.toxicity"), board.style.row
    if not rows:
        board.name("", board.y + height / 2, title)
        _nothing(board, bool(board.facts.episodes), "toxicity", board.y + height / 2)
        board.y += height
    for row in rows[:shown]:
        middle = board.y + height / 2
        board.name(row[0].label, middle, title)
        title = ""
        for episode in row:
            _episode(board, episode, middle)
        board.y += height
    rest = rows[shown:]
    if rest:
        words = board.wording.text("picture.more.worst", grade=worst_words([e for row in rest for e in row]))
        _more(board, len(rest), words, "toxicity", title)


def _more(board: Board, count: int, words: str, lane: str, title: str = "") -> None:
    middle = board.y + board.style.row / 2
    more = board.wording.count("picture.more", count)
    board.name(more, middle, title, colour="accent")
    _say(board, middle, words)
    board.hit(0, board.right, middle, board.style.row, f"{more}, {words}", f"more:{lane}")
    board.y += board.style.row


@dataclass
class GradeSpan:
    """A grade between two pixels, from its first to its last day."""

    left: float
    right: float
    grade: Grade
    first: date
    last: date


def _episode(board: Board, episode: Episode, middle: float) -> None:
    facts, height = board.facts, board.style.grade
    until = max(facts.drawn_to, episode.onset)
    spans = fitted(board, episode, until)
    if not spans:
        return
    for span in spans:
        grade = int(span.grade)
        board.items.append(grade_box(grade, span.left, middle - height / 2, span.right - span.left, height))
        digit_x = span.left + min((span.right - span.left) / 2, 8)
        board.items.append(grade_digit(grade, digit_x, middle, board.style.number))
        if board.style.paper and span.grade is Grade.DEATH:
            # Grades 4 and 5 are both black on paper.
            board.items += cross(span.right + 7, middle, height - 4, "text", 1.75)
    left, right = spans[0].left, spans[-1].right
    if episode.is_open and board.shows(until):
        colour = f"grade{int(episode.grades[-1].grade)}.edge"
        tip = right + 5
        board.front.append(Polygon(((right + 1, middle - 5), (tip, middle), (right + 1, middle + 5)), colour))
    words = episode_words(board, episode)
    board.hit(left, right, middle, board.style.row, words, f"episode:{episode.id}")


def fitted(board: Board, episode: Episode, until: date) -> list[GradeSpan]:
    """The grades of an episode as bars from left to right, each wide enough for its digit, with its gaps left open."""
    runs: list[list[tuple[date, date, Grade]]] = []
    for span in episode.spans(until):
        if runs and span[0] <= runs[-1][-1][1] + timedelta(days=1):
            runs[-1].append(span)
        else:
            runs.append([span])
    found: list[GradeSpan] = []
    for number, run in enumerate(runs, 1):
        whole = board.span(run[0][0], run[-1][1], NARROWEST_GRADE)
        if whole is None:
            continue
        left, right = whole
        if number == len(runs) and episode.is_open and board.shows(until):
            # An open bar ends at today's line, on which its arrow stands.
            right = board.x(until)
            left = min(left, right - NARROWEST_GRADE)
        found += _squeezed(board, run, left, right)
    return found


def _squeezed(board: Board, run: Sequence[tuple[date, date, Grade]], left: float, right: float) -> list[GradeSpan]:
    """The grades that follow one another without a gap, between two pixels.

    Where there is not room for all, the mildest give way to the one before them; what is left borrows width from the
    longest, so that onset and end stay where they are.
    """
    spans: list[GradeSpan] = []
    for first, last, grade in run:
        drawn = board.span(first, last, 0.0)
        if drawn is not None:
            spans.append(GradeSpan(max(drawn[0], left), min(drawn[1], right), grade, first, last))
    most = max(1, int((right - left) // NARROWEST_GRADE))
    while len(spans) > most:
        spans.pop(min(range(len(spans)), key=lambda i: (spans[i].grade, spans[i].right - spans[i].left)))
    widths = [max(0.0, s.right - s.left) for s in spans]
    widths = [w * (right - left) / (sum(widths) or 1.0) for w in widths] if sum(widths) else [right - left] * len(spans)
    lacking = sum(max(0.0, NARROWEST_GRADE - w) for w in widths)
    spare = sum(max(0.0, w - NARROWEST_GRADE) for w in widths)
    factor = lacking / spare if spare else 0.0
    x = left
    for span, width in zip(spans, widths, strict=True):
        kept = width - (width - NARROWEST_GRADE) * factor if width > NARROWEST_GRADE else NARROWEST_GRADE
        span.left, span.right = x, x + kept
        x += kept
    if spans:
        spans[-1].right = right
    return spans


def episode_words(board: Board, episode: Episode) -> str:
    """An episode in words: term, worst grade, days, and the steps when there are several."""
    wording, onset = board.wording, board.day(episode.onset)
    key, end = "picture.hit.episode", ""
    if episode.is_open:
        key = "picture.hit.episode_open"
    elif episode.end is None:
        key = "picture.hit.episode_unknown_end"
    elif episode.end == episode.onset:
        key = "picture.hit.episode_day"
    else:
        end = board.day(episode.end)
    words = wording.text(key, label=episode.label, grade=int(episode.worst), onset=onset, end=end)
    if len(episode.grades) > 1:
        steps = (wording.text("picture.hit.step", grade=int(s.grade), start=s.start) for s in episode.grades)
        words += ". " + ", ".join(steps)
    return words


# --- therapies ----------------------------------------------------------------------------------------------------


def therapy_rows(board: Board) -> list[list[Therapy]]:
    """One row for each drug seen in the days shown, in the order of their start."""
    until = board.facts.drawn_to
    ends = {t.id: t.stop or max(until, t.planned_stop or until, t.start) for t in board.facts.therapies}
    seen = [t for t in board.facts.therapies if board.span(t.start, ends[t.id])]
    return packed(sorted(seen, key=lambda t: (t.start, t.id)), ends)


def kept_therapies(board: Board, rows: Sequence[list[Therapy]], most: int) -> list[list[Therapy]]:
    """The rows to show when there is room for `most`: running ones first, then those stopped last, in their order."""
    far = date.max

    def weight(index: int) -> date:
        return max((t.stop or far for t in rows[index]), default=far)

    kept = sorted(range(len(rows)), key=weight, reverse=True)[:most]
    return [rows[i] for i in sorted(kept)]


def therapy(board: Board, rows: Sequence[list[Therapy]], shown: int) -> None:
    """The lane of therapies; rows beyond `shown` become one line that says how many."""
    title, height = board.wording.text("picture.lane.therapy"), board.style.row
    if not rows:
        board.name("", board.y + height / 2, title)
        _nothing(board, bool(board.facts.therapies), "therapy", board.y + height / 2)
        board.y += height
    kept = kept_therapies(board, rows, shown)
    for row in kept:
        middle = board.y + height / 2
        board.name(row[0].name, middle, title)
        title = ""
        for order in row:
            _therapy(board, order, middle)
        board.y += height
    if len(rows) > len(kept):
        running = sum(_runs(board, t) for row in rows if row not in kept for t in row)
        words = (
            board.wording.count("picture.more.running", running)
            if running
            else board.wording.text("picture.more.stopped")
        )
        _more(board, len(rows) - len(kept), words, "therapy", title)


def _runs(board: Board, order: Therapy) -> bool:
    return order.status(board.facts.today) in (TherapyStatus.RUNNING, TherapyStatus.INTERRUPTED)


def _therapy(board: Board, order: Therapy, middle: float) -> None:
    facts, height = board.facts, board.style.therapy
    end = order.stop or facts.drawn_to
    hue = f"therapy.{order.therapy_class}.hue"
    reach = [board.left, board.left]
    for index, (first, last) in enumerate(given_spans(order, end)):
        span = board.span(first, last)
        if span is None:
            continue
        left, right = span
        if order.stop is None and last == end and board.shows(end):
            right = max(board.x(end), left + 2)
        board.items += therapy_bar(order.therapy_class, left, right, middle, height, first == order.start)
        if order.stop is not None and last == order.stop and board.shows(last):
            board.items.append(Line(right - 0.5, middle - height / 2, right - 0.5, middle + height / 2, hue, 1))
        reach = [left if index == 0 else reach[0], right]
    for pause in order.interruptions:
        _pause(board, pause.start, min(pause.end or end, end), middle, hue)
    reach[1] = max(reach[1], planned_end(board, order, middle, hue))
    if reach[1] > reach[0] or board.span(order.start, end) is not None:
        board.hit(reach[0], reach[1], middle, board.style.row, therapy_words(board, order), f"therapy:{order.id}")


def given_spans(order: Therapy, end: date) -> list[tuple[date, date]]:
    """The stretches in which the drug was given, both days counted."""
    if order.start > end:
        return []
    one = timedelta(days=1)
    edges: list[tuple[date, date]] = []
    start = order.start
    for pause in sorted(order.interruptions, key=lambda p: p.start):
        if pause.start > start:
            edges.append((start, min(pause.start - one, end)))
        if pause.end is None or pause.end >= end:
            return edges
        start = pause.end + one
    edges.append((start, end))
    return edges


def _pause(board: Board, first: date, last: date, middle: float, hue: str) -> None:
    span = board.span(first, last, 3) if first <= last else None
    if span is not None:
        board.items.append(Line(span[0], middle, span[1], middle, hue, 1, (2, 3)))


def planned_end(board: Board, order: Therapy, middle: float, hue: str) -> float:
    """The planned part: dashed to the planned stop, a tick, the rule's words if there is room. Returns its end."""
    facts, half = board.facts, board.style.therapy / 2
    if order.stop is not None or facts.follow_up_end is not None:
        return board.left
    stop, start = order.planned_stop, max(facts.drawn_to, order.start)
    if not board.shows(start) and not board.shows(stop or start):
        return board.left
    if stop is None:
        return _rule(board, order, board.clamped_x(start) + 6, middle) if order.stop_rule else board.left
    x = board.clamped_x(stop)
    from_x = board.clamped_x(start)
    if x > from_x + 1:
        for y in (middle - half, middle + half):
            board.items.append(Line(from_x, y, x, y, hue, 1, (3, 2)))
    if not board.shows(stop):
        if stop > start:
            board.items.append(chevron(board.right, middle, False, hue, 8))
        return x
    board.items.append(Line(x, middle - half - 1, x, middle + half + 1, "text", 2))
    return max(x, _rule(board, order, max(x, from_x) + 6, middle))


def _rule(board: Board, order: Therapy, x: float, middle: float) -> float:
    room = board.width - x - 4
    text = elide(order.rule_in_brief, room, board.measure, board.style.size) if order.stop_rule and room > 40 else ""
    if text:
        board.write(x, middle, text, ground="alt" if x > board.x(board.facts.today) else "surface")
    return x + (board.text_width(text) if text else 0)


def therapy_words(board: Board, order: Therapy) -> str:
    """A therapy in words: drug, dose, days, planned stop with its rule, pauses."""
    wording = board.wording
    what = " ".join(part for part in (order.name, order.dose, order.frequency) if part)
    if order.stop is None:
        key = "picture.hit.therapy_since" if order.start <= board.facts.today else "picture.hit.therapy_planned"
        words = wording.text(key, what=what, start=board.day(order.start))
    else:
        words = wording.text("picture.hit.therapy", what=what, start=board.day(order.start), stop=board.day(order.stop))
    if order.stop is None and order.planned_stop is not None:
        words += wording.text("picture.hit.planned_stop", stop=order.planned_stop)
    if order.stop is None and order.stop_rule:
        words += f" ({order.stop_rule})"
    for pause in order.interruptions:
        key = "picture.hit.pause" if pause.end else "picture.hit.pause_open"
        words += wording.text(key, start=pause.start, end=pause.end or pause.start)
    return words
