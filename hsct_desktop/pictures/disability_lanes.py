"""The rows below the EDSS: relapses, scans with their lesions, timed tests, drugs with why they ended, phases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from hsct_desktop.domain.partial_date import standing_day
from hsct_desktop.domain.relapse import Steroid
from hsct_desktop.domain.supportive_therapy import TherapyClass
from hsct_desktop.pictures.disability_board import Board
from hsct_desktop.pictures.disability_facts import Attack, Drug, Phase, PhaseKind, Scan, Series
from hsct_desktop.pictures.disability_labels import Taken
from hsct_desktop.pictures.disability_words import (
    attack_words,
    drug_words,
    new_t2,
    scan_words,
    value_words,
    with_unit,
)
from hsct_desktop.pictures.primitives import Disc, Item, Line, Polygon, Polyline, Rect, chevron, elide
from hsct_desktop.pictures.ruler import therapy_bar

_SERIES: Final = (("s4", ()), ("s2", (5.0, 2.0)), ("s3", (2.0, 2.0)), ("s5", (7.0, 2.0, 2.0, 2.0)))
"""Colour and dash of the timed tests in their order."""
MOST_SERIES: Final = len(_SERIES)
_MOST_LANES: Final = 4
_TESTS: Final = 50.0
_TRIANGLE: Final = 6.0
_SAMPLE: Final = 17.0
"""Pixels of a piece of curve before a test's name, and the gap after it."""
_CLOSE: Final = 11.0
"""Pixels from value to value below which a curve goes without marks."""
_READABLE: Final = 0.75
"""The share of a stretch's words below which their beginning tells nobody anything."""
_STUB: Final = 16.0
"""Pixels of a bar whose other end is not known."""
_PHASES: Final = {PhaseKind.BEFORE: "sunken", PhaseKind.WAITING: "waitSoft", PhaseKind.COUNTED: "successSoft"}


def triangle(x: float, middle: float, steroid: Steroid, size: float = _TRIANGLE) -> tuple[Item, ...]:
    """A relapse: filled with steroids, hollow without, half filled where that is not known."""
    top, foot = middle - size, middle + size
    whole = Polygon(((x, top), (x + size, foot), (x - size, foot)), "surface", "danger", 1.5)
    if steroid is Steroid.NO:
        return (whole,)
    if steroid is Steroid.YES:
        return (Polygon(whole.points, "danger", "danger", 1.5),)
    return (whole, Polygon(((x, top), (x, foot), (x - size, foot)), "danger"))


# --- relapses -----------------------------------------------------------------------------------------------------


def relapses(board: Board) -> None:
    """A triangle for each; where none stands after Day 0, the sentence that says until when."""
    facts = board.facts
    board.separate()
    middle = board.y + board.style.row / 2
    board.title(board.wording.text("disability.relapses"), middle)
    shown = [attack for attack in facts.relapses if board.shows(attack.onset)]
    for attack in shown:
        _relapse(board, attack, middle)
    if facts.without_relapse and facts.day0 is not None:
        _sentence(board, facts.without_relapse, middle, [board.x(a.onset) for a in shown], "relapse")
    elif not facts.relapses and not facts.undated_relapses:
        board.write(board.left + 6, middle, board.wording.text("disability.none_recorded"))
    if facts.undated_relapses:
        said = board.wording.count("disability.undated", facts.undated_relapses)
        board.title(said, middle + 11, "muted", bold=False)
    board.y += board.style.row


def _relapse(board: Board, attack: Attack, middle: float) -> None:
    x = board.x(attack.onset)
    board.whisker(attack.onset, middle + _TRIANGLE + 3, "muted")
    board.items += triangle(x, middle, attack.steroid, 5.0 if board.style.paper else _TRIANGLE)
    said = attack_words(attack, board.facts, board.wording)
    board.hit(x - 7, x + 7, middle, board.style.row - 6, said, f"relapse:{attack.id}")


def _sentence(board: Board, text: str, middle: float, marks: Sequence[float], row: str) -> None:
    """Words for the time after Day 0, right of every pole and mark that stands there, elided at the edge."""
    facts = board.facts
    day0 = facts.day0
    if day0 is None:
        return
    poles = [board.x(day) for day in (day0, facts.rebaseline) if day is not None]
    left = max([board.left, *poles, *marks]) + 8
    limit = max(board.x(facts.end) - 6, left)
    # Colour alone never says it: the words do. Where they find no room before today, the row says it when asked.
    short = text.partition(",")[0]
    said = next((words for words in (text, short) if board.text_width(words, True) <= limit - left), "")
    if said:
        board.write(left, middle, said, "success", bold=True)
    board.hit(left, limit, middle, board.style.line, text, f"{row}:none")


# --- scans --------------------------------------------------------------------------------------------------------


def scans(board: Board) -> None:
    """A dot for each scan, the re-baseline ringed, an awaited one hollow; its new lesions below."""
    board.separate()
    line = board.style.line
    middle = board.y + line - 3
    rows = (middle + line, middle + 2 * line)
    words = board.wording
    board.title(words.text("disability.mri"), middle)
    board.title(new_t2(words), rows[0], "muted", bold=False)
    board.title(words.text("disability.gd"), rows[1], "muted", bold=False)
    shown = [scan for scan in board.facts.scans if board.shows(scan.on)]
    for scan in shown:
        _scan(board, scan, middle, rows[1] + line / 2)
    if not shown:
        board.write(board.left + 6, middle, words.text("disability.none_recorded"))
    for y, value in ((rows[0], lambda s: s.new_t2), (rows[1], lambda s: s.gd)):
        _counts(board, [s for s in shown if not s.awaited], y, value)
    board.y = rows[1] + line / 2 + 3


def _scan(board: Board, scan: Scan, middle: float, foot: float) -> None:
    x, radius = board.x(scan.on), board.style.dot
    board.whisker(scan.on, middle, "muted")
    if scan.awaited:
        board.items.append(Disc(x, middle, radius, "surface", "wait", 1.75))
    else:
        read = scan.new_t2 is not None or scan.gd is not None
        board.items.append(Disc(x, middle, radius, "text" if read else "surface", "text", 1.5))
    if scan.is_reference:
        ring = Disc(x, middle, radius + 4, "surface", "wait", 1.75)
        board.items.insert(len(board.items) - 1, ring)
    top = middle - radius - 5
    said = scan_words(scan, board.facts, board.wording)
    board.hit(x - 7, x + 7, (top + foot) / 2, foot - top, said, f"scan:{scan.id}")


def _counts(board: Board, shown: Sequence[Scan], y: float, value: Callable[[Scan], int | None]) -> None:
    """The numbers of a row; where two would touch, lesions go before none, and the tooltip has the rest."""
    taken = Taken()
    for scan in sorted(shown, key=lambda s: (not value(s), not s.is_reference, standing_day(s.on))):
        count = value(scan)
        text = "\u2013" if count is None else str(count)
        bold = bool(count) and scan.counts
        if taken.place([board.box(board.x(scan.on), y, text, "middle", bold=bold)]) is None:
            continue
        colour = "wait" if count and not scan.counts else "text" if count else "muted"
        x, half = board.x(scan.on), board.text_width(text, bold) / 2 + 2
        # A pole that would strike a number goes behind it.
        facts = board.facts
        poles = [board.x(day) for day in (facts.day0, facts.rebaseline, facts.end) if day is not None]
        struck = any(abs(pole - x) < half for pole in poles)
        ground = "surface" if struck else ""
        board.write(x, y, text, colour, bold=bold, anchor="middle", ground=ground, front=struck)


# --- timed tests --------------------------------------------------------------------------------------------------


def tests(board: Board) -> None:
    """A curve for each test on a scale of its own; on one line its name at the left and its last value at the right.

    The lines follow the order in which the curves end, and a piece of each curve stands before its name: grey paper
    tells them apart as well.
    """
    shown = board.facts.series[:MOST_SERIES]
    if not shown:
        return
    board.separate()
    line = 12.0 if not board.style.paper else 10.0
    height = max(_TESTS, (len(shown) + 1) * line + 8)
    board.title(board.wording.text("disability.tests"), board.y + line)
    top, foot = board.y + 9, board.y + height - 9
    ends = [_curve(board, series, top, foot, number) for number, series in enumerate(shown)]
    # A test without a value in the time shown has its name alone, below the others.
    heights = [foot + 1 if end is None else end[1] for end in ends]
    rows = spread(heights, board.y + 2 * line, board.y + height - line / 2 - 1, line)
    for number, (series, end, middle) in enumerate(zip(shown, ends, rows, strict=True)):
        colour, dash = _SERIES[number]
        _sample(board, number, middle)
        board.title(series.name, middle, colour, bold=False, inset=_SAMPLE)
        if end is not None:
            _last_value(board, end[0], middle, with_unit(series, series.points[-1][1], board.wording), colour)
    board.y += height


def spread(wanted: Sequence[float], top: float, foot: float, gap: float) -> list[float]:
    """Heights in the order of those wanted and as near to them as a gap between each two allows, within top and foot.

    Where the room does not hold them all, they go on below the foot.
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    found = [0.0] * len(wanted)
    lowest = foot
    for at in reversed(order):
        found[at] = min(wanted[at], lowest)
        lowest = found[at] - gap
    highest = top
    for at in order:
        found[at] = max(found[at], highest)
        highest = found[at] + gap
    return found


def _sample(board: Board, number: int, middle: float) -> None:
    """A piece of a test's curve with its mark, before its name."""
    colour, dash = _SERIES[number]
    board.items.append(Line(0, middle, _SAMPLE - 4, middle, colour, 1.5, dash))
    board.items.append(_mark((_SAMPLE - 4) / 2, middle, number))


def _mark(x: float, y: float, number: int) -> Item:
    """The mark of a value: a disc, or a square for every second test."""
    colour = _SERIES[number][0]
    return Disc(x, y, 2.2, colour) if number % 2 == 0 else Rect(x - 2, y - 2, 4, 4, colour)


def _curve(board: Board, series: Series, top: float, bottom: float, number: int) -> tuple[float, float] | None:
    values = [value for _, value in series.points]
    low, high = min(values), max(values)
    spread = (high - low) or 1.0
    middle = high == low
    points = []
    for on, value in series.points:
        if board.shows(on):
            share = 0.5 if middle else (value - low) / spread
            points.append((board.x(on), bottom - share * (bottom - top)))
            said = value_words(series, on, value, board.facts, board.wording)
            board.hit(points[-1][0] - 5, points[-1][0] + 5, points[-1][1], 12, said, f"{series.id}:{on.isoformat()}")
    if not points:
        return None
    colour, dash = _SERIES[number]
    if len(points) > 1:
        board.items.append(Polyline(tuple(points), colour, 1.5, dash))
    # Where values stand close the curve alone is clearer; its latest value keeps its mark.
    close = len(points) * _CLOSE > points[-1][0] - points[0][0]
    for x, y in points[-1:] if close and len(points) > 2 else points:
        board.items.append(_mark(x, y, number))
    return points[-1]


def _last_value(board: Board, x: float, middle: float, text: str, colour: str) -> None:
    """A last value beside the end of its curve; at the right edge in the margin, clear of Day 0 and today."""
    wide = board.text_width(text, True)
    left = max(x + 7, min(board.x(board.facts.end) + 6, board.width - wide))
    board.write(min(left, board.width - wide), middle, text, colour, bold=True, front=True, ground="surface")


# --- drugs --------------------------------------------------------------------------------------------------------


def drugs(board: Board) -> None:
    """A bar for each drug, its name in it or beside it; below, why it ended. The transplant stands among them."""
    board.separate()
    style, facts, words = board.style, board.facts, board.wording
    lanes = _lanes(board, _visible(board))
    hidden = [drug for lane in lanes[_MOST_LANES:] for drug, _, _ in lane]
    top = board.y + 6
    board.title(words.text("disability.therapies"), top + style.bar / 2)
    is_titled = False
    for number, lane in enumerate(lanes[:_MOST_LANES] or [[]]):
        middle = top + style.bar / 2
        _names(board, lane, middle)
        foot = middle + style.bar / 2
        if number == 0 and facts.day0 is not None and board.shows(facts.day0):
            x = board.x(facts.day0)
            board.items.append(Rect(x - 3, middle - style.bar / 2, 7, style.bar, "accent"))
            said = words.text("disability.transplant", regimen=facts.regimen or "\u2013", day=words.date(facts.day0))
            board.hit(x - 4, x + 5, middle, style.bar, said, "therapy:transplant")
        if number == 0 and facts.without_drug:
            _sentence(board, facts.without_drug, middle, [], "therapy")
        elif not facts.drugs and number == 0:
            board.write(board.left + 6, middle, words.text("disability.none_recorded"))
        if any(drug.why_stopped for drug, _, _ in lane):
            if not is_titled:
                board.title(words.text("disability.why_stopped"), foot + style.line / 2 + 2, "muted", bold=False)
                is_titled = True
            _reasons(board, lane, foot + style.line / 2 + 2)
            foot += style.line
        top = foot + 4
    rest = [words.count("disability.more_drugs", len(hidden))] if hidden else []
    undated = sum(drug.start is None and drug.stop is None for drug in facts.drugs)
    rest += [words.count("disability.undated", undated)] if undated else []
    if rest:
        board.write(board.left + 6, top + 6, ", ".join(rest))
        top += style.line
    board.y = top + 2


def _visible(board: Board) -> list[tuple[Drug, float, float]]:
    """The drugs that reach into the axis with the ends of their bars."""
    found = []
    for drug in board.facts.drugs:
        if drug.start is None and drug.stop is None:
            continue
        start = board.x(drug.start) if drug.start is not None else None
        if drug.stop is not None:
            end = board.x(drug.stop)
        else:
            end = board.x(board.facts.end) if drug.runs else (start or 0.0) + _STUB
        start = end - _STUB if start is None else start
        if end > board.left and start < board.right:
            left = max(start, board.left)
            found.append((drug, left, max(min(end, board.right), left + 4)))
    return sorted(found, key=lambda bar: bar[1])


def _lanes(board: Board, bars: Sequence[tuple[Drug, float, float]]) -> list[list[tuple[Drug, float, float]]]:
    """Bars that overlap stand below one another."""
    lanes: list[list[tuple[Drug, float, float]]] = []
    for bar in bars:
        # A stop and a start on one day touch; three pixels of a line's width are no overlap.
        lane = next((lane for lane in lanes if lane[-1][2] <= bar[1] + 3), None)
        if lane is None:
            lanes.append([bar])
        else:
            lane.append(bar)
    return lanes


def _names(board: Board, lane: Sequence[tuple[Drug, float, float]], middle: float) -> None:
    style = board.style
    for number, (drug, left, right) in enumerate(lane):
        starts = drug.start is not None and board.shows(drug.start)
        board.items += therapy_bar(TherapyClass.IMMUNOSUPPRESSION, left, right, middle, style.bar, starts)
        name = drug.name + (" ?" if drug.start is None or (drug.stop is None and not drug.runs) else "")
        if drug.runs and right < board.width - 8:
            board.items.append(chevron(right + 6, middle, False, "muted", 8))
        inside, beside = right - left - 7, _limit(board, lane, number) - right - 10
        width = board.text_width(name)
        if width <= inside or beside < width:
            said = elide(name, inside, board.measure, style.size)
            if said:
                board.write(left + 5, middle, said, "text")
        else:
            board.write(right + 5, middle, name, "text")
        board.hit(left, right, middle, style.bar, drug_words(drug, board.facts, board.wording), f"therapy:{drug.id}")


def _limit(board: Board, lane: Sequence[tuple[Drug, float, float]], number: int) -> float:
    """How far words beside a bar may reach: to the next bar, to Day 0 or to today."""
    right = lane[number][2]
    ends = [board.x(day) for day in (board.facts.day0, board.facts.end) if day is not None]
    ends += [lane[number + 1][1]] if number + 1 < len(lane) else []
    return min((end for end in ends if end > right), default=board.right)


def _reasons(board: Board, lane: Sequence[tuple[Drug, float, float]], middle: float) -> None:
    for number, (drug, left, _right) in enumerate(lane):
        day0 = board.x(board.facts.day0) if board.facts.day0 is not None else board.right
        limit = min(lane[number + 1][1] if number + 1 < len(lane) else board.right, board.right)
        limit = min(limit, day0) if left < day0 else limit
        said = elide(drug.why_stopped, limit - left - 8, board.measure, board.style.size)
        if len(said) > 2:
            board.write(left + 1, middle, said)


# --- phases -------------------------------------------------------------------------------------------------------


def phases(board: Board) -> None:
    """The stretches of the course: before the transplant, waiting for the re-baseline, what is counted."""
    if not board.facts.phases:
        return
    board.separate()
    height = board.style.line
    middle = board.y + 6 + height / 2
    board.title(board.wording.text("disability.phase"), middle)
    for number, phase in enumerate(board.facts.phases):
        _phase(board, phase, middle, height, number)
    board.y = middle + height / 2 + 6


def _phase(board: Board, phase: Phase, middle: float, height: float, number: int) -> None:
    last = phase.last or board.facts.end
    if last < board.axis.first or phase.first > board.axis.last:
        return
    left, right = board.axis.clamped(phase.first), board.axis.clamped(last)
    # Edges keep neighbours apart on paper, where the grounds are nearly one.
    edge = "line" if not board.style.paper else "lineStrong"
    board.items.append(Rect(left, middle - height / 2, right - left, height, _PHASES[phase.kind], edge, 2))
    short = phase.words.partition(" \u00b7 ")[0]
    words = phase.words if board.text_width(phase.words) <= right - left - 8 else short
    said = elide(words, right - left - 8, board.measure, board.style.size)
    if len(said) < _READABLE * len(words):
        said = phase.brief if board.text_width(phase.brief) <= right - left - 8 else ""
    if said:
        board.write((left + right) / 2, middle, said, "text", anchor="middle")
    days = board.wording.range(phase.first, max(last, phase.first + timedelta(days=1)))
    board.hit(left, right, middle, height, f"{phase.words}\n{days}", f"phase:{number}")
