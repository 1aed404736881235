"""The frame of a timeline: phases, axis labels, grid, shade of the future, poles of Day 0 and today, milestones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.protocol import Product
from hsct_desktop.pictures.day_axis import Tick, thin
from hsct_desktop.pictures.primitives import Disc, Item, Line, Polygon, Rect, Text, centred_text, cross, diamond
from hsct_desktop.pictures.timeline_board import Board
from hsct_desktop.pictures.timeline_facts import Milestone, MilestoneKind, TimelineFacts

_MAJOR = (-20, -7, 7, 14, 28, 60, 100)
_MINOR = (-30, 3, 10, 21, 42, 80)
_MONTHS = ((6, 1), (12, 1), (24, 1), (9, 2), (18, 2))
_DAY_STEPS = (1, 2, 7, 14, 28)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_IN_YEARS = 1600
"""Days from which on an even scale is labelled by whole years only."""
_ROOM = 46.0
"""Pixels that a label of a linear axis takes with its gap."""
TAG_SIDE = 9.0
LONGEST_ASSUMED_STAY = 30
"""Days after Day 0 during which a patient without a recorded discharge is shown as in hospital; stromal cells are
given in a day.
"""


def phases(board: Board) -> None:
    """The strip of phases at the top; a phase whose limits are not recorded is left out."""
    height, middle = board.style.phase, board.y + board.style.phase / 2
    grounds = {"aplasia": "line"}
    for index, (key, first, last) in enumerate(_phases(board.facts)):
        left, right = board.axis.clamped(first), board.axis.clamped(last)
        if right - left < 1:
            continue
        ground = grounds.get(key, "sunken" if index % 2 == 0 else "alt")
        board.back.append(Rect(left, board.y, right - left, height, ground))
        names = _names(board, key)
        board.hit(left, right, middle, height, names[0])
        said = next((name for name in names if board.text_width(name) <= right - left - 6), "")
        if said:
            board.write((left + right) / 2, middle, said, "text" if key == "aplasia" else "muted", anchor="middle")
    board.y += height


def _names(board: Board, key: str) -> list[str]:
    """What a phase is called, the longest first: conditioning with its intensity; CAR T cells have lymphodepletion."""
    words, intensity = board.wording, board.facts.intensity
    if key == "conditioning" and board.facts.product is Product.CAR_T:
        key = "lymphodepletion"
    found = [words.text(f"picture.phase.{key}"), words.text(f"picture.phase.{key}.short")]
    if key == "conditioning" and intensity:
        found = [words.text("picture.phase.intensity", phase=name, intensity=intensity) for name in found] + found
    if key == "out_patient" and not board.facts.is_graft:
        # Week by week is how stem cells are followed.
        return found[1:]
    return found


def _phases(facts: TimelineFacts) -> Iterator[tuple[str, float, float]]:
    """Key, first and last day of each phase that the record can tell."""
    today, start = facts.day(facts.today), facts.mobilisation
    if facts.day0 is None:
        if start is not None:
            yield "mobilisation", facts.day(start), today
        return
    conditioning = facts.day(facts.conditioning) if facts.conditioning else 0
    if start is not None:
        yield ("mobilisation" if facts.conditioning else "before_day0"), facts.day(start), conditioning
    if facts.conditioning:
        yield "conditioning", conditioning, 0
    end = float("inf") if facts.follow_up_end is None else facts.day(facts.follow_up_end)
    inside = 0
    if facts.engraftment is not None and facts.day(facts.engraftment) > 0:
        inside = facts.day(facts.engraftment)
        yield "aplasia", 0, inside
    yield from ((key, first, min(last, end)) for key, first, last in _after(facts, inside, today) if first < end)


def _after(facts: TimelineFacts, inside: int, today: int) -> Iterator[tuple[str, float, float]]:
    home = facts.day(facts.discharge) if facts.discharge else None
    if home is not None and home > inside:
        yield "in_patient", inside, home
        inside = home
    elif home is None and inside < today <= LONGEST_ASSUMED_STAY and facts.product is not Product.MSC:
        yield "in_patient", inside, today
        inside = today
    if inside < 100:
        yield ("out_patient" if home is not None else "to_day_100"), inside, 100
    yield "long_term", max(100, inside), 1e6


def axis_row(board: Board) -> float:
    """Day labels and the tags of Day 0 and today; the grid is drawn by `backdrop`. Returns the middle of the row."""
    middle = board.y + board.style.axis / 2 + 0.5
    taken = _taken(board, middle)
    key = "picture.day" if board.facts.day0 is not None else "picture.date"
    board.name(board.wording.text(key), middle, colour="muted")
    for tick in _ticks(board, taken):
        board.write(board.axis.x(tick.day), middle, tick.label, anchor="middle")
    board.y += board.style.axis
    return middle


def _taken(board: Board, middle: float) -> list[tuple[float, float]]:
    """Where no tick may be written: the gutter, and the tags of Day 0 and today."""
    gutter = (0.0, board.left - board.style.name_gap)
    return [gutter, *((tag.x, tag.right) for tag in _tags(board, middle) if isinstance(tag, Rect))]


def _ticks(board: Board, taken: list[tuple[float, float]]) -> tuple[Tick, ...]:
    ticks = list(_candidates(board))
    widths = {tick.label: board.text_width(tick.label) for tick in ticks}
    return thin(board.axis, ticks, widths, taken, gap=6 if board.style.paper else 8)


def _candidates(board: Board) -> Iterator[Tick]:
    if board.facts.day0 is None:
        yield from _date_ticks(board)
    elif board.axis.is_linear:
        yield from _linear_ticks(board)
    else:
        for rank, days in ((1, _MAJOR), (2, _MINOR)):
            yield from (Tick(day, board.wording.signed_day(day), rank) for day in days)
        for months, rank in _MONTHS:
            yield from _month_tick(board, months, rank)
        last_year = int(board.axis.last // 365) + 1
        yield from (t for year in range(3, last_year + 1) for t in _month_tick(board, 12 * year, 2 if year % 5 else 1))


def _month_tick(board: Board, months: int, rank: int) -> Iterator[Tick]:
    """A tick on the calendar day `months` after Day 0; none beyond the calendar."""
    facts = board.facts
    try:
        day = facts.day(add_months(facts.origin, months))
    except InputError:
        return
    if months % 12 == 0 and months > 24:
        label = board.wording.text("picture.years", n=months // 12)
    else:
        number = "one" if abs(months) == 1 else "other"
        label = board.wording.text(f"picture.months.{number}", n=board.wording.number(months))
    yield Tick(day, label, rank)


def _linear_ticks(board: Board) -> Iterator[Tick]:
    axis = board.axis
    scale = (axis.right - axis.left) / (axis.last - axis.first)
    step = next((s for s in _DAY_STEPS if s * scale >= _ROOM), None)
    if step is not None:
        first = int(axis.first // step) * step
        yield from (Tick(d, board.wording.signed_day(d), 1) for d in range(first, int(axis.last) + 1, step) if d)
        return
    months = next((m for m in _MONTH_STEPS if m * 30.4 * scale >= _ROOM), _MONTH_STEPS[-1])
    if axis.last - axis.first > _IN_YEARS:
        months = max(months, 12)
    first_month = int(axis.first / 30.4 / months) * months
    for month in range(first_month, int(axis.last / 30) + 1, months):
        if month:
            yield from _month_tick(board, month, 1)


def _date_ticks(board: Board) -> Iterator[Tick]:
    """Calendar days for a course without Day 0: Mondays, as many weeks apart as they need room."""
    axis, facts = board.axis, board.facts
    scale = (axis.right - axis.left) / (axis.last - axis.first)
    step = next((s for s in (7, 14, 28, 56, 91, 182, 364, 728) if s * scale >= _ROOM * 1.6), 1820)
    zero = facts.origin.toordinal()
    # Ordinal 1 is a Monday, so that weeks begin on multiples of 7 after it.
    first = max(1, (zero + int(axis.first) - 1) // 7 * 7 + 1)
    last = min(zero + int(axis.last) + 1, date.max.toordinal())
    for ordinal in range(first, last + 1, step):
        on = date.fromordinal(ordinal)
        label = board.wording.day_month(on) if step < 91 else board.wording.date(on)
        yield Tick(facts.day(on), label, 1)


def _tags(board: Board, middle: float) -> list[Item]:
    """The filled labels of Day 0 and today; when they would cover one another they move apart to either side."""
    facts, wording = board.facts, board.wording
    tags: list[tuple[float, str, str]] = []
    if facts.day0 is not None and board.axis.shows(0):
        key = "picture.day0" if facts.day0 <= facts.today else "picture.day0_planned"
        tags.append((board.axis.x(0), wording.text(key), "text"))
    if board.shows(facts.today):
        tags.append((board.x(facts.today), wording.text("picture.today"), "today"))
    widths = [board.text_width(text, True) + 2 * TAG_SIDE for _, text, _ in tags]
    lefts = [x - width / 2 for (x, _, _), width in zip(tags, widths, strict=True)]
    if len(tags) == 2:
        first, second = (0, 1) if tags[0][0] <= tags[1][0] else (1, 0)
        overlap = lefts[first] + widths[first] + 2 - lefts[second]
        if overlap > 0:
            lefts[first] -= overlap / 2
            lefts[second] += overlap / 2
    items: list[Item] = []
    height = board.style.axis - 2
    for (_, text, colour), left, width in zip(tags, lefts, widths, strict=True):
        left = min(max(left, board.left - board.style.name_gap), board.width - width)
        items.append(Rect(left, middle - height / 2, width, height, colour, radius=3))
        base = Text(0, 0, "", "surface", board.style.size, bold=True, anchor="middle")
        items.append(centred_text(left + width / 2, middle, text, base))
    return items


def backdrop(board: Board, top: float, middle: float) -> list[Item]:
    """Everything behind the lanes, from `top` to the board's foot: shade, grid, changes of scale, Day 0, its poles."""
    facts, axis, bottom = board.facts, board.axis, board.y
    items: list[Item] = []
    future = axis.clamped(facts.day(facts.drawn_to))
    if future < axis.right and facts.follow_up_end is None:
        items.append(Rect(future, top, board.width - future, bottom - top, "alt"))
    taken = _taken(board, middle)
    items += [Line(axis.x(t.day), top, axis.x(t.day), bottom, "grid") for t in _ticks(board, taken)]
    items += [Line(axis.x(d), top, axis.x(d), bottom, "lineStrong", 1, (1, 3)) for d in axis.breaks]
    if facts.day0 is not None and axis.shows(0):
        items.append(Line(axis.x(0), top, axis.x(0), bottom, "text", 2))
    return items


def foreground(board: Board, top: float, middle: float) -> list[Item]:
    """Today's line above the lanes, and the tags above the lines."""
    items: list[Item] = []
    if board.shows(board.facts.today):
        x = board.x(board.facts.today)
        items.append(Line(x, top, x, board.y, "today", 2))
    return [*items, *_tags(board, middle)]


_POLES = {MilestoneKind.ENGRAFTMENT: "success", MilestoneKind.DISCHARGE: "muted", MilestoneKind.END: "text"}


def milestones(board: Board) -> list[tuple[float, str]]:
    """The lane of milestones; a label without room beside its sign goes a line lower. Returns the poles (x, token)."""
    row = board.style.milestone
    shown = sorted((m for m in _with_ends(board) if board.shows(m.on)), key=lambda m: m.on)
    board.name(board.wording.text("picture.lane.milestones"), board.y + row / 2)
    lines = _obstacles(board, shown)
    poles: list[tuple[float, str]] = []
    lowest = 0
    for milestone in shown:
        x, middle = board.x(milestone.on), board.y + row / 2
        board.items += _sign(milestone.kind, x, middle)
        board.hit(x - 6, x + 6, middle, row, f"{milestone.label}: {board.day(milestone.on)}")
        lowest = max(lowest, _place(board, milestone, x, lines))
        if milestone.kind in _POLES:
            poles.append((x, _POLES[milestone.kind]))
    board.y += row * (lowest + 1)
    return poles


MILESTONE_LINES = 3
_BESIDE, _CLEAR = 6.5, 2.0


def _obstacles(board: Board, shown: list[Milestone]) -> list[list[tuple[float, float]]]:
    """For each line of labels what it must not touch: today, and on the first line Day 0 and the other signs.

    On lower lines a label covers the poles that lie behind it.
    """
    today = board.x(board.facts.today)
    upright = [(today - 1, today + 1)]
    zero = [(board.axis.x(0) - 1, board.axis.x(0) + 1)] if board.facts.day0 is not None else []
    signs = [(board.x(m.on) - 4.5, board.x(m.on) + 4.5) for m in shown]
    return [[*upright, *zero, *signs], *(list(upright) for _ in range(MILESTONE_LINES - 1))]


def _place(board: Board, milestone: Milestone, x: float, lines: list[list[tuple[float, float]]]) -> int:
    """Write a milestone's label where it touches nothing: right, left, then a line lower; else the sign stays alone."""
    width, row = board.text_width(milestone.label), board.style.milestone
    sides = (("start", x + _BESIDE, x + _BESIDE + width), ("end", x - _BESIDE - width, x - _BESIDE))
    for number, line in enumerate(lines):
        for anchor, left, right in sides:
            inside = left >= board.left and right + _CLEAR <= board.width
            if inside and all(right + _CLEAR <= a or left - _CLEAR >= b for a, b in line):
                line.append((left - 4, right + 4))
                middle = board.y + row * (number + 0.5)
                at = left if anchor == "start" else right
                ground = "alt" if x > board.x(board.facts.today) else "surface"
                board.write(at, middle, milestone.label, "text", anchor=anchor, ground=ground)
                return number
    return 0


def _with_ends(board: Board) -> Iterator[Milestone]:
    facts = board.facts
    yield from facts.milestones
    kinds = {m.kind for m in facts.milestones}
    if facts.discharge is not None and MilestoneKind.DISCHARGE not in kinds:
        yield Milestone(board.wording.text("picture.discharge"), facts.discharge, MilestoneKind.DISCHARGE)
    if facts.follow_up_end is not None and MilestoneKind.END not in kinds:
        words = board.wording.text(f"picture.end.{facts.follow_up}")
        yield Milestone(words, facts.follow_up_end, MilestoneKind.END)


def _sign(kind: MilestoneKind, x: float, y: float) -> tuple[Item, ...]:
    if kind is MilestoneKind.ENGRAFTMENT:
        return (diamond(x, y, 9, "success"),)
    if kind is MilestoneKind.RELAPSE:
        return (Polygon(((x, y - 4.5), (x + 4.5, y + 4), (x - 4.5, y + 4)), "danger"),)
    if kind is MilestoneKind.END:
        return cross(x, y, 7, "text", 1.75)
    return (Disc(x, y, 3.5, "muted"),)


def pole_lines(board: Board, poles: list[tuple[float, str]], top: float) -> list[Item]:
    """The dashed poles of milestones from their row to the foot of the picture."""
    return [Line(x, top, x, board.y, colour, 1, (4, 3)) for x, colour in poles]
