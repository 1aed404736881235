"""The agenda's grid: nothing overlaps, nothing is left out without a word, windows lie on exactly their days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.pictures import agenda
from hsct_desktop.pictures.agenda import DAYS, HEAD, Bar, Board, Cell, VisitLine, lanes_of, layout, monday, month_span
from hsct_desktop.pictures.primitives import Hit, Picture, Rect, Text
from tests.pictures.course import width_of

NOVEMBER = date(2026, 11, 1)
TODAY = date(2026, 11, 20)
EN = wording("en")
SIZES = st.tuples(st.floats(560, 1400), st.floats(330, 900))


def line(number: int, day: date) -> VisitLine:
    return VisitLine(f"visit:{day}:{number}", "booked", "09:15", f"Rossi{number} E.", "1984", "words", "Day +100")


def bar(number: int, first: date, before: int, after: int, late: bool = False) -> Bar:
    target, last = first + timedelta(before), first + timedelta(before + after)
    return Bar(f"window:{number}", first, last, target, f"Kovács R. 1996 · Month {number}", "words", late)


def board(counts: dict[int, int], bars: tuple[Bar, ...] = (), month: date | None = NOVEMBER) -> Board:
    """The six weeks of November 2026, or the week of its 20th, with so many visits on the nth day."""
    start, end = month_span(month) if month is not None else (monday(TODAY), monday(TODAY) + timedelta(6))
    days = [start + timedelta(n) for n in range((end - start).days + 1)]
    cells = []
    for n, day in enumerate(days):
        visits = tuple(line(i, day) for i in range(counts.get(n, 0)))
        closed = day.weekday() > 4
        cells.append(Cell(day, visits, closed, day.weekday() in (1, 4), "", 6, len(visits), f"day {day}"))
    return Board(tuple(cells), bars, month, TODAY, TODAY)


@st.composite
def boards(draw: st.DrawFn) -> Board:
    month = draw(st.sampled_from([NOVEMBER, None]))
    weeks = 6 if month else 1
    counts = draw(st.dictionaries(st.integers(0, weeks * DAYS - 1), st.integers(0, 12)))
    start = month_span(NOVEMBER)[0]
    bars = [
        bar(number, start + timedelta(offset), before, after, late)
        for number, (offset, before, after, late) in enumerate(
            draw(
                st.lists(
                    st.tuples(st.integers(-60, 60), st.integers(0, 40), st.integers(0, 40), st.booleans()), max_size=9
                )
            )
        )
    ]
    return board(counts, tuple(bars), month)


def made(shown: Board, size: tuple[float, float] = (990.0, 648.0)) -> Picture:
    return layout(shown, size[0], size[1], EN, width_of)


def hits(picture: Picture, kind: str) -> list[Hit]:
    return [hit for hit in picture.hits if hit.id.startswith(kind)]


def overlap(a: Hit, b: Hit) -> bool:
    wide = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    high = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return wide > 0.01 and high > 0.01


def counted(picture: Picture, cell: Hit, word: str) -> int:
    """The n of "n more" or "n more windows" in a cell, 0 where there is none."""
    for item in picture.items:
        inside = isinstance(item, Text) and cell.contains(item.x, item.y) and item.colour == "accent"
        if inside and isinstance(item, Text):
            found = re.fullmatch(rf"\+?(\d+) ?({word})?", item.text)
            if found and (found[2] or item.text.startswith("+") == (word[0] != "m")):
                return int(found[1])
    return 0


@settings(max_examples=max(20, settings.default.max_examples // 10), deadline=None)
@given(boards(), SIZES)
def test_nothing_overlaps_and_nothing_leaves_the_grid(shown: Board, size: tuple[float, float]) -> None:
    picture = made(shown, size)
    drawn = hits(picture, "visit") + hits(picture, "window")
    assert not [(a.id, b.id) for a, b in combinations(drawn, 2) if overlap(a, b)]
    for hit in picture.hits:
        assert hit.x >= -0.01
        assert hit.x + hit.width <= size[0] + 0.01
        assert hit.y >= HEAD - 0.01
        assert hit.y + hit.height <= size[1] + 0.01


@settings(max_examples=max(20, settings.default.max_examples // 10), deadline=None)
@given(boards(), SIZES)
def test_every_visit_is_shown_or_counted(shown: Board, size: tuple[float, float]) -> None:
    picture = made(shown, size)
    for cell, place in zip(shown.cells, hits(picture, "day"), strict=True):
        drawn = [hit for hit in hits(picture, "visit") if place.contains(hit.x + 1, hit.y + 1)]
        assert [hit.id for hit in drawn] == [visit.key for visit in cell.visits][: len(drawn)]
        assert len(drawn) + counted(picture, place, "more|visits?") == len(cell.visits)


@settings(max_examples=max(20, settings.default.max_examples // 10), deadline=None)
@given(boards(), SIZES)
def test_every_window_is_shown_on_exactly_its_days_or_counted(shown: Board, size: tuple[float, float]) -> None:
    picture = made(shown, size)
    segments = hits(picture, "window")
    for cell, place in zip(shown.cells, hits(picture, "day"), strict=True):
        middle = place.x + place.width / 2
        drawn = {
            hit.id
            for hit in segments
            if hit.x <= middle <= hit.x + hit.width and place.y <= hit.y <= place.y + place.height
        }
        open_then = {window.key for window in shown.bars if window.first <= cell.day <= window.last}
        assert drawn <= open_then
        assert len(drawn) + counted(picture, place, "(?:more )?windows?") == len(open_then)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 30)), max_size=25))
def test_no_two_windows_of_a_lane_share_a_day(spans: list[tuple[int, int]]) -> None:
    bars = [bar(n, NOVEMBER + timedelta(first), 0, length) for n, (first, length) in enumerate(spans)]
    lanes = lanes_of(bars)
    for a, b in combinations(bars, 2):
        if lanes[a.key] == lanes[b.key]:
            assert a.last < b.first or b.last < a.first
    most = max((sum(b.first <= a.first <= b.last for b in bars) for a in bars), default=0)
    assert len(set(lanes.values())) == most


def test_a_target_has_its_tick_in_the_middle_of_its_day() -> None:
    window = bar(1, date(2026, 11, 3), 15, 20)
    picture = made(board({}, (window,)))
    ticks = [i for i in picture.items if getattr(i, "width", 0) == 2 and getattr(i, "x1", -1) == getattr(i, "x2", 0)]
    (place,) = [hit for hit in hits(picture, "day") if hit.id == "day:2026-11-18"]
    assert [tick.x1 for tick in ticks] == [pytest.approx(place.x + place.width / 2)]
    words = [item for item in picture.items if isinstance(item, Text) and "Month" in item.text]
    for word in words:
        end = word.x + width_of(word.text, word.size, word.bold)
        assert end <= ticks[0].x1 or word.x >= ticks[0].x1 or not place.contains(place.x + 1, word.y)


def test_a_window_that_closed_says_so_by_a_sign_and_not_by_colour_alone() -> None:
    window = bar(1, date(2026, 11, 3), 2, 3)
    late = bar(1, date(2026, 11, 3), 2, 3, late=True)
    assert len(made(board({}, (late,))).items) > len(made(board({}, (window,))).items)


def test_days_of_other_months_are_muted_and_the_first_of_a_month_is_named() -> None:
    picture = made(board({}))
    by_text = {item.text: item for item in picture.items if isinstance(item, Text)}
    assert by_text["26\u00a0Oct"].colour == "muted"
    assert by_text["1\u00a0Nov"].bold
    assert by_text["1\u00a0Dec"].colour == "muted"
    assert by_text["20"].colour == "surface"


def test_load_is_squares_then_figures_and_a_full_day_says_so() -> None:
    picture = made(board({0: 2, 1: 6, 2: 7}))
    filled = [i for i in picture.items if isinstance(i, Rect) and i.fill == "muted"]
    assert len(filled) == 2 + 6 + 6
    assert {"full", "1 too many"} <= set(picture.texts)
    narrow = layout(board({0: 2}), 300, 600, EN, width_of)
    assert "2/6" in narrow.texts


def test_a_year_of_birth_is_never_cut() -> None:
    shown = board({4: 1})
    for width in (1400.0, 800.0, 500.0):
        texts = [t for t in layout(shown, width, 600, EN, width_of).texts if t.endswith("1984")]
        assert len(texts) == 1


def test_a_week_shows_each_visit_with_its_label() -> None:
    picture = made(board({4: 3}, month=None))
    assert picture.texts.count("Day +100") == 3
    assert "Day +100" not in made(board({4: 3})).texts


@pytest.mark.parametrize("month", [date(2026, 2, 1), date(2027, 2, 1), date(2024, 12, 1), date(1999, 5, 1)])
def test_six_weeks_from_a_monday_hold_every_month(month: date) -> None:
    first, last = month_span(month)
    assert first.weekday() == 0
    assert (last - first).days == 41
    following = (month + timedelta(32)).replace(day=1)
    assert first <= month < following <= last + timedelta(1)


def test_the_key_drops_its_end_where_it_has_no_room() -> None:
    whole = agenda.legend(EN, width_of, 6, 2000)
    assert "load, 6 places" in whole.texts
    short = agenda.legend(EN, width_of, 6, whole.width - 5)
    assert len(short.texts) == 4
    assert short.width <= whole.width
