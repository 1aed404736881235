"""The agenda's grid, month or week: days with their visits, open windows as bars, the day's load. Screen and paper.

Nothing is left out without a word: what has no room is counted in "n more", per day, for visits and for windows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures.glyphs import status_glyph
from hsct_desktop.pictures.primitives import (
    BODY,
    CAPTION,
    NUMBER,
    Hit,
    Item,
    Line,
    Picture,
    Rect,
    Text,
    TextMeasure,
    centred_text,
    elide,
    shifted,
)

DAYS: Final = 7
HEAD: Final = 24.0
"""Height of the line of weekdays."""
DAY_LINE: Final = 22.0
LINE: Final = 14.0
BAR: Final = 12.0
FOOT: Final = 3.0
_DETAIL: Final = 30.0
"""Height of a visit where its label has a line of its own."""
_EDGE: Final = 6.0
_SIGN: Final = 12.0
_SQUARE_WIDTH, _SQUARE_HEIGHT, _SQUARE_STEP = 5.0, 8.0, 6.0
_MOST_SQUARES: Final = 8
_NAME_LEAST: Final = 46.0
_KEPT: Final = 3
"""Lines of a month's day that windows never take from its visits."""


@dataclass(frozen=True)
class VisitLine:
    """A visit in its cell. `sign` is a status; `name` may be cut, `year` (of birth) never; `quiet` for what is over."""

    key: str
    sign: str
    time: str
    name: str
    year: str
    text: str
    label: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Bar:
    """An open window: its days, its target, whose it is; `late` when it closed without a visit."""

    key: str
    first: date
    last: date
    target: date
    label: str
    text: str
    late: bool = False


@dataclass(frozen=True)
class Cell:
    """One day. `note` is a holiday's name or the unit's own words; `text` says all of it for a screen reader."""

    day: date
    visits: tuple[VisitLine, ...] = ()
    closed: bool = False
    clinic: bool = False
    note: str = ""
    places: int = 0
    taken: int = 0
    text: str = ""


@dataclass(frozen=True)
class Board:
    """Whole weeks from Monday on, the windows over them, and which day is today or chosen.

    `month` is the first day of the month shown: days of other months are muted. None shows a week, with details.
    `focused` says that the keyboard is on the chosen day.
    """

    cells: tuple[Cell, ...]
    bars: tuple[Bar, ...] = ()
    month: date | None = None
    today: date | None = None
    chosen: date | None = None
    focused: bool = False

    @property
    def weeks(self) -> int:
        """How many rows the grid has."""
        return len(self.cells) // DAYS


@dataclass
class _Sheet:
    """What a layout writes on."""

    board: Board
    width: float
    height: float
    words: Wording
    measure: TextMeasure
    items: list[Item] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)

    @property
    def row(self) -> float:
        return (self.height - HEAD) / self.board.weeks

    def left(self, column: int) -> float:
        return self.width * column / DAYS

    def top(self, week: int) -> float:
        return HEAD + self.row * week


def layout(board: Board, width: float, height: float, words: Wording, measure: TextMeasure) -> Picture:
    """The grid in the given size. Hits: `day:<date>`, and over them the keys of visits and windows that are drawn."""
    sheet = _Sheet(board, width, height, words, measure)
    sheet.items.append(Rect(0, 0, width, height, "surface"))
    _head(sheet)
    for index in range(len(board.cells)):
        _ground(sheet, index)
    _lines(sheet)
    _ring(sheet)
    lanes = lanes_of(board.bars)
    for week in range(board.weeks):
        _week(sheet, week, lanes)
    return Picture(width, height, tuple(sheet.items), tuple(sheet.hits))


def lanes_of(bars: Sequence[Bar]) -> dict[str, int]:
    """A lane for each window by its key, so that no two of one lane share a day; who begins first lies lowest."""
    ends: list[date] = []
    lanes: dict[str, int] = {}
    for bar in sorted(bars, key=lambda b: (b.first, b.last, b.key)):
        lane = next((n for n, end in enumerate(ends) if end < bar.first), len(ends))
        ends[lane : lane + 1] = [bar.last]
        lanes[bar.key] = lane
    return lanes


# the ground ---------------------------------------------------------------------------------------------------------


def _head(sheet: _Sheet) -> None:
    for column in range(DAYS):
        cells = sheet.board.cells[column::DAYS]
        x, name = sheet.left(column) + _EDGE, sheet.words.weekday(cells[0].day)
        sheet.items.append(centred_text(x, HEAD / 2, name, colour="muted"))
        open_cells = [cell for cell in cells if not cell.closed]
        if open_cells and all(cell.clinic for cell in open_cells):
            after = x + sheet.measure(name, CAPTION, False) + 7
            word = elide(sheet.words.text("agenda.clinic"), sheet.left(column + 1) - after, sheet.measure, bold=True)
            sheet.items.append(centred_text(after, HEAD / 2, word, colour="accent", bold=True))


def _place(sheet: _Sheet, index: int) -> Rect:
    week, column = divmod(index, DAYS)
    x = sheet.left(column)
    return Rect(x, sheet.top(week), sheet.left(column + 1) - x, sheet.row)


def _ground(sheet: _Sheet, index: int) -> None:
    cell, place = sheet.board.cells[index], _place(sheet, index)
    if cell.closed:
        sheet.items.append(Rect(place.x, place.y, place.width, place.height, "sunken"))
    sheet.hits.append(Hit(place.x, place.y, place.width, place.height, cell.text, f"day:{cell.day.isoformat()}"))


def _lines(sheet: _Sheet) -> None:
    for column in range(1, DAYS):
        x = sheet.left(column)
        sheet.items.append(Line(x, HEAD, x, sheet.height, "line"))
    for week in range(sheet.board.weeks):
        y = sheet.top(week)
        sheet.items.append(Line(0, y, sheet.width, y, "lineStrong" if week == 0 else "line"))
    for index, cell in enumerate(sheet.board.cells):
        if cell.clinic:
            place = _place(sheet, index)
            sheet.items.append(Rect(place.x, place.y, place.width, 2, "accent"))


def _ring(sheet: _Sheet) -> None:
    """The chosen day, under the windows, so that no line runs through a word; thick where the keyboard is."""
    edge, width = ("focus", 2.0) if sheet.board.focused else ("accent", 1.0)
    for index, cell in enumerate(sheet.board.cells):
        if cell.day == sheet.board.chosen:
            place = _place(sheet, index)
            ring = Rect(place.x, place.y, place.width + 1, place.height, None, edge, edge_width=width)
            sheet.items.append(ring)


# a week -------------------------------------------------------------------------------------------------------------


def _week(sheet: _Sheet, week: int, lanes: dict[str, int]) -> None:
    cells = sheet.board.cells[week * DAYS : (week + 1) * DAYS]
    bars = [bar for bar in sheet.board.bars if bar.first <= cells[-1].day and bar.last >= cells[0].day]
    # Lanes that are empty in this week close up; their order stays, so that a window keeps its height.
    used = {lane: rank for rank, lane in enumerate(sorted({lanes[bar.key] for bar in bars}))}
    ranks = {bar.key: used[lanes[bar.key]] for bar in bars}
    slots = _slots(sheet, cells, len(used))
    shown = slots if slots >= len(used) else slots - 1
    for column in range(DAYS):
        _day(sheet, week * DAYS + column, slots)
    for bar in (b for b in bars if ranks[b.key] < shown):
        _bar(sheet, week, cells, bar, ranks[bar.key])
    for column, cell in enumerate(cells):
        hidden = sum(ranks[bar.key] >= shown and bar.first <= cell.day <= bar.last for bar in bars)
        if hidden:
            _more_windows(sheet, week, column, shown, hidden)


def _slots(sheet: _Sheet, cells: Sequence[Cell], lanes: int) -> int:
    """How many lines at the foot of a week the windows get: what the visits leave, and all but three of a full week."""
    room = sheet.row - DAY_LINE - FOOT
    step = _DETAIL if sheet.board.month is None else LINE
    wanted = max((len(cell.visits) for cell in cells), default=0) * step
    least = max(1, int((room - _KEPT * step) / LINE))
    return min(lanes, max(least, int((room - wanted) / LINE)))


def _day(sheet: _Sheet, index: int, slots: int) -> None:
    cell, place = sheet.board.cells[index], _place(sheet, index)
    _day_line(sheet, index, cell, place)
    step = _DETAIL if sheet.board.month is None else LINE
    room = place.height - DAY_LINE - FOOT - slots * LINE
    fitting = int(room / step + 1e-9)
    whole = len(cell.visits) <= fitting
    # The count of those left out is a line of its own.
    shown = cell.visits if whole else cell.visits[: max(0, int((room - LINE) / step + 1e-9))]
    y = place.y + DAY_LINE
    for visit in shown:
        _visit(sheet, visit, Rect(place.x, y, place.width, step))
        y += step
    if not whole:
        hidden = len(cell.visits) - len(shown)
        text = sheet.words.count("agenda.more" if shown else "agenda.day.visits", hidden)
        x = place.x + _EDGE + (_SIGN + 2 if shown else 0)
        cut = elide(text, place.right - x - 2, sheet.measure)
        sheet.items.append(centred_text(x, y + LINE / 2, cut, colour="accent"))


def _day_line(sheet: _Sheet, index: int, cell: Cell, place: Rect) -> None:
    board, middle = sheet.board, place.y + 12
    own = board.month is None or (cell.day.year, cell.day.month) == (board.month.year, board.month.month)
    text = str(cell.day.day) if cell.day.day > 1 and index > 0 else sheet.words.day_month(cell.day).lstrip("0")
    bold = own or cell.day == board.today
    x = place.x + _EDGE
    end = x + sheet.measure(text, BODY, bold)
    if cell.day == board.today:
        sheet.items.append(Rect(x, middle - 8, end - x + 10, 16, "today", radius=2))
        sheet.items.append(centred_text(x + 5, middle, text, colour="surface", size=BODY, bold=True))
        end += 10
    else:
        sheet.items.append(
            centred_text(x, middle, text, colour="text" if own else "muted", size=BODY, bold=bold)
        )  # fmt: skip
    left = _load(sheet, cell, place, middle, end + 6)
    note = elide(cell.note, left - end - 12, sheet.measure, NUMBER)
    if note:
        sheet.items.append(centred_text(end + 6, middle, note, colour="muted", size=NUMBER))


def _load(sheet: _Sheet, cell: Cell, place: Rect, middle: float, left: float) -> float:
    """The places of the day as squares, filled as they are taken; figures where squares have no room. Returns its x."""
    right = place.right - 4
    if cell.places <= 0 or (cell.closed and not cell.taken):
        return right
    width = _SQUARE_STEP * cell.places
    if cell.places > _MOST_SQUARES or right - width < left:
        text = f"{cell.taken}/{cell.places}"
        sheet.items.append(
            centred_text(right, middle, text, colour="muted", size=NUMBER, anchor="end")
        )  # fmt: skip
        x = right - sheet.measure(text, NUMBER, False)
    else:
        x = right - width
        for number in range(cell.places):
            fill, edge = ("muted", "muted") if number < cell.taken else (None, "lineStrong")
            square = Rect(x + number * _SQUARE_STEP, middle - 4, _SQUARE_WIDTH, _SQUARE_HEIGHT, fill, edge)
            sheet.items.append(square)
    return x - _full(sheet, cell, x - 4, middle, left)


def _full(sheet: _Sheet, cell: Cell, right: float, middle: float, left: float) -> float:
    """The word for a day without a free place, with how many too many there are; returns its width."""
    over = cell.taken - cell.places
    if over < 0:
        return 0.0
    words = sheet.words
    text = words.text("agenda.full") if over == 0 else words.text("agenda.over", n=over)
    text = elide(text, right - left, sheet.measure, bold=True)
    if text:
        sheet.items.append(centred_text(right, middle, text, colour="warn", bold=True, anchor="end"))
    return sheet.measure(text, CAPTION, True) + 4


def _visit(sheet: _Sheet, visit: VisitLine, place: Rect) -> None:
    middle, ink = place.y + LINE / 2, "muted" if visit.quiet else "text"
    sheet.items.extend(status_glyph(visit.sign, place.x + _EDGE + 5.5, middle, _SIGN))
    x, right = place.x + _EDGE + _SIGN + 2, place.right - 3
    year = f" {visit.year}"
    year_width = sheet.measure(year, CAPTION, False)
    time_width = sheet.measure(visit.time, CAPTION, False) + 4 if visit.time else 0.0
    detailed = place.height >= _DETAIL
    beside = bool(visit.time) and right - x - time_width - year_width >= _NAME_LEAST
    if beside:
        sheet.items.append(centred_text(x, middle, visit.time, colour="muted"))
        x += time_width
    name = elide(visit.name, right - x - year_width, sheet.measure)
    sheet.items.append(centred_text(x, middle, name + year, colour=ink))
    if detailed:
        # Where the name leaves no room for the time, it stands below: a booked time is never left out of a week.
        below = visit.label if beside or not visit.time else f"{visit.time} {visit.label}"
        label = elide(below, right - place.x - _EDGE - _SIGN - 2, sheet.measure, NUMBER)
        at = place.x + _EDGE + _SIGN + 2
        sheet.items.append(centred_text(at, middle + 12, label, colour="muted", size=NUMBER))
    sheet.hits.append(Hit(place.x, place.y, place.width, place.height, visit.text, visit.key))


# windows ------------------------------------------------------------------------------------------------------------


def _bar_top(sheet: _Sheet, week: int, rank: int) -> float:
    return sheet.top(week + 1) - FOOT - BAR - rank * LINE


def _bar(sheet: _Sheet, week: int, cells: Sequence[Cell], bar: Bar, rank: int) -> None:
    """The part of a window that lies in one week; it runs to the edge of the grid where it goes on."""
    first, last = max(bar.first, cells[0].day), min(bar.last, cells[-1].day)
    starts, ends = first == bar.first, last == bar.last
    left = sheet.left((first - cells[0].day).days) + (3 if starts else 0)
    right = sheet.left((last - cells[0].day).days + 1) - (3 if ends else 0)
    y = _bar_top(sheet, week, rank)
    fill, edge = ("dangerSoft", "danger") if bar.late else ("accentSoft", "accent")
    sheet.items.append(Rect(left, y, right - left, BAR, fill, edge, 3.0 if starts or ends else 0.0))
    tick = None
    if first <= bar.target <= last:
        tick = sheet.left((bar.target - cells[0].day).days) + sheet.width / DAYS / 2
        sheet.items.append(Line(tick, y - 1, tick, y + BAR + 1, edge, 2))
    _bar_label(sheet, bar, left + 5, right - 3, tick, y + BAR / 2)
    sheet.hits.append(Hit(left, y, right - left, BAR, bar.text, bar.key))


def _bar_label(sheet: _Sheet, bar: Bar, left: float, right: float, tick: float | None, middle: float) -> None:
    """The name, before the tick or behind it: no line runs through a word."""
    if bar.late:
        sheet.items.extend(status_glyph("late", left + 3, middle, 9))
        left += 11
    if tick is not None and left + sheet.measure(bar.label, NUMBER, False) > tick - 4:
        if right - tick > tick - left:
            left = tick + 5
        else:
            right = tick - 4
    text = elide(bar.label, right - left, sheet.measure, NUMBER)
    if text:
        sheet.items.append(centred_text(left, middle, text, size=NUMBER))


def _more_windows(sheet: _Sheet, week: int, column: int, rank: int, hidden: int) -> None:
    x, middle = sheet.left(column) + _EDGE, _bar_top(sheet, week, rank) + BAR / 2
    room = sheet.left(column + 1) - x - 3
    text = sheet.words.count("agenda.more_windows" if rank > 0 else "agenda.windows", hidden)
    if sheet.measure(text, NUMBER, False) > room:
        text = f"+{hidden}"
    sheet.items.append(centred_text(x, middle, text, colour="accent", size=NUMBER))


# the key ------------------------------------------------------------------------------------------------------------


def legend(words: Wording, measure: TextMeasure, places: int, room: float) -> Picture:
    """The signs with their words in one line of at most `room` pixels; the rarest go first where it is short."""
    entries: list[tuple[tuple[Item, ...], float, str]] = [
        (status_glyph("booked", 6, 8, _SIGN), 12, words.text("agenda.key.booked")),
        (status_glyph("done", 6, 8, _SIGN), 12, words.text("agenda.key.done")),
        (status_glyph("missed", 6, 8, _SIGN), 12, words.text("agenda.key.missed")),
        (
            (Rect(0, 4, 26, 8, "accentSoft", "accent", 2), Line(13, 2, 13, 14, "accent", 2)),
            26,
            words.text("agenda.key.window"),
        ),
        (tuple(_squares()), 18, words.count("agenda.key.load", places)),
    ]
    while len(entries) > 1 and sum(_entry_width(entry, measure) for entry in entries) > room:
        del entries[-1]
    return _in_a_line(entries, measure)


def _squares() -> Iterator[Rect]:
    for number in range(3):
        fill, edge = ("muted", "muted") if number < 2 else (None, "lineStrong")
        yield Rect(number * _SQUARE_STEP, 4, _SQUARE_WIDTH, _SQUARE_HEIGHT, fill, edge)


def _entry_width(entry: tuple[tuple[Item, ...], float, str], measure: TextMeasure) -> float:
    return entry[1] + 5 + measure(entry[2], CAPTION, False) + 12


def _in_a_line(entries: list[tuple[tuple[Item, ...], float, str]], measure: TextMeasure) -> Picture:
    items: list[Item] = []
    x = 0.0
    for entry in entries:
        signs, width, text = entry
        items.extend(shifted(signs, x, 0))
        items.append(centred_text(x + width + 5, 8, text, Text(0, 0, "", "muted")))
        x += _entry_width(entry, measure)
    return Picture(max(x - 12, 0.0), 16, tuple(items))


def month_title(month: date, words: Wording) -> str:
    """The month in full with its year, as a heading: November 2026."""
    name = words.text("date.month.long").split()[month.month - 1]
    return f"{name[:1].upper()}{name[1:]} {month.year:04d}"


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def month_span(month: date) -> tuple[date, date]:
    """The six weeks in which a month is shown: always as many, so that the grid stays where it is."""
    first = monday(month.replace(day=1))
    return first, first + timedelta(days=6 * DAYS - 1)
