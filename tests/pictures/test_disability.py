"""The course of disability: what is drawn and how, that no word covers another, that every mark says what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.pictures.disability import PAPER, SCREEN, DisabilityFacts, Range, Style, layout, legend, summary
from hsct_desktop.pictures.disability_axis import axis_for, ticks
from hsct_desktop.pictures.disability_facts import (
    Attack,
    Cause,
    Change,
    Drug,
    OpenChange,
    Phase,
    PhaseKind,
    Scan,
    Series,
    Turn,
    Visit,
)
from hsct_desktop.pictures.disability_labels import Box, Taken
from hsct_desktop.pictures.disability_lanes import spread
from hsct_desktop.pictures.primitives import PIXELS_PER_POINT, Disc, Hit, Line, Picture, Polygon, Rect, Text
from tests.pictures.course import width_of
from tests.pictures.disability_samples import DAY0, NO, TODAY, UNKNOWN, YES, dense, on, typical, whole

EN, IT = wording("en"), wording("it")
WIDTH = 955.0


def drawn(
    facts: DisabilityFacts, range_: Range = Range.ALL, *, width: float = WIDTH, height: float | None = 545.0,
    language: str = "en", style: Style = SCREEN,
) -> Picture:  # fmt: skip
    return layout(facts, width, width_of, wording(language), range_, height=height, style=style)


def hit(picture: Picture, id: str) -> Hit:
    return next(h for h in picture.hits if h.id == id)


def texts(picture: Picture) -> Iterator[tuple[Text, Box]]:
    for item in picture.items:
        if isinstance(item, Text) and item.text:
            wide, high = width_of(item.text, item.size, item.bold), item.size * PIXELS_PER_POINT * 0.72
            left = item.x - {"start": 0.0, "middle": wide / 2, "end": wide}[item.anchor]
            yield item, Box(left, item.y - high, left + wide, item.y)


CASES = [
    (facts, range_, width, height, language, style)
    for facts in (typical(), dense(20), dense(9), replace(typical(), day0=None, rebaseline=None))
    for range_ in Range
    for width, height, language, style in (
        (955.0, 545.0, "en", SCREEN), (620.0, 430.0, "it", SCREEN), (1500.0, 900.0, "en", SCREEN),
        (680.0, 390.0, "it", PAPER), (372.0, 320.0, "it", SCREEN),
    )
]  # fmt: skip


@pytest.mark.parametrize(("facts", "range_", "width", "height", "language", "style"), CASES)
def test_no_word_covers_another(
    facts: DisabilityFacts, range_: Range, width: float, height: float, language: str, style: Style
) -> None:
    picture = drawn(facts, range_, width=width, height=height, language=language, style=style)
    placed = list(texts(picture))
    clashes = [(a.text, b.text) for (a, one), (b, other) in combinations(placed, 2) if one.touches(other)]
    assert clashes == []
    assert all(box.left >= -1 and box.right <= picture.width + 1 for _, box in placed)


def test_every_mark_says_what_it_is_once() -> None:
    picture = drawn(typical())
    ids = [h.id for h in picture.hits]
    assert len(ids) == len(set(ids))
    for kind, number in (("edss", 18), ("relapse", 10), ("scan", 16), ("therapy", 6), ("change", 3), ("phase", 3)):
        assert sum(id.startswith(f"{kind}:") for id in ids) == number, kind
    assert all(h.text.strip() for h in picture.hits)


def test_a_mark_tells_which_visits_confirm_what_by_which_rule() -> None:
    picture = drawn(typical())
    change = next(h.text for h in picture.hits if h.id.startswith("change:2016"))
    for part in ("EDSS 2.0 to 3.0", "30 May 2016".replace(" ", "\u00a0"), "07 Jul 2017".replace(" ", "\u00a0"), "+1.0"):
        assert part in change
    assert "Onset of: worsening, RAW" in hit(picture, "edss:5").text
    assert "Confirms: worsening, RAW" in hit(picture, "edss:6").text
    assert "not confirmed yet" in hit(picture, "edss:18").text
    assert "Lesions on it" not in hit(picture, "scan:10").text
    assert "do not count" in hit(picture, "scan:11").text


def test_an_unconfirmed_step_is_hollow_and_says_so() -> None:
    picture = drawn(typical())
    place = hit(picture, "edss:18")
    marks = [i for i in picture.items if isinstance(i, Disc) and abs(i.x - place.x - place.width / 2) < 1]
    assert any(mark.fill == "surface" and mark.edge == "s1" for mark in marks)
    assert "4.0 today, unconfirmed" in picture.texts


@pytest.mark.parametrize("steroid", [YES, NO, UNKNOWN])
def test_relapses_tell_steroids_without_colour(steroid: object) -> None:
    facts = DisabilityFacts(TODAY, DAY0, relapses=(Attack(1, on("2020-03-01"), steroid),))  # type: ignore[arg-type]
    shapes = [i for i in drawn(facts).items if isinstance(i, Polygon) and i.fill in ("danger", "surface")]
    solid = [len(i.points) for i in shapes if i.fill == "danger"]
    assert (len(shapes), solid) == {YES: (1, [3]), NO: (1, []), UNKNOWN: (2, [3])}[steroid]  # type: ignore[index]


def test_a_date_known_by_month_is_drawn_over_its_days() -> None:
    whole_day, month, year = (
        drawn(DisabilityFacts(TODAY, DAY0, (Visit(1, on(text), 3.0),))) for text in ("2021-03-15", "2021-03", "2021")
    )

    def whiskers(picture: Picture) -> list[Line]:
        return [i for i in picture.items if isinstance(i, Line) and i.colour == "s1" and i.width == 1 and i.y1 == i.y2]

    assert whiskers(whole_day) == []
    ((short,), (long,)) = whiskers(month), whiskers(year)
    assert long.x2 - long.x1 > short.x2 - short.x1 >= 14
    assert "month only" in hit(month, "edss:1").text
    assert "year only" in hit(year, "edss:1").text


def test_lesions_before_the_rebaseline_are_told_apart() -> None:
    scans = (Scan(1, on("2022-03-01"), 4, 0, counts=False), Scan(2, on("2022-07-13"), 1, 0, True, counts=False))
    counted = Scan(3, on("2023-07-13"), 2, None)
    picture = drawn(replace(typical(), scans=(*scans, counted)))
    numbers = {(i.text, i.colour, i.bold) for i in picture.items if isinstance(i, Text) and i.text in ("4", "1", "2")}
    assert "Between Day 0 and the re-baseline" in hit(picture, "scan:1").text
    assert "not reported" in hit(picture, "scan:3").text
    assert {("4", "wait", False), ("1", "wait", False), ("2", "text", True)} <= numbers


def test_since_day_0_shows_what_lies_there() -> None:
    picture = drawn(typical(), Range.SINCE)
    assert {h.id for h in picture.hits if h.id.startswith("edss:")} == {f"edss:{n}" for n in range(12, 19)}
    assert [h.id for h in picture.hits if h.id.startswith("relapse:")] == ["relapse:none"]
    assert "5.0" in picture.texts  # the reference comes in from before


def test_without_anything_the_rows_say_so() -> None:
    picture = drawn(DisabilityFacts(TODAY))
    assert DisabilityFacts(TODAY).is_empty
    assert picture.texts.count("none recorded") == 3
    assert summary(DisabilityFacts(TODAY), EN) == EN.text("disability.none")


def test_a_running_drug_goes_on_and_one_without_an_end_asks() -> None:
    runs = Drug(1, "Ocrelizumab", on("2025-03"), None, runs=True)
    unknown = Drug(2, "Azathioprine", on("2015"), None)
    undated = Drug(3, "Steroid", None, None)
    picture = drawn(DisabilityFacts(TODAY, DAY0, drugs=(runs, unknown, undated)))
    bars = [i for i in picture.items if isinstance(i, Rect) and (i.fill or "").endswith("immunosuppression.tint")]
    assert max(bar.right for bar in bars) > max(bar.x for bar in bars) + 60
    assert "Azathioprine ?" in picture.texts
    assert "1 without dates" in picture.texts
    assert "end not known" in hit(picture, "therapy:2").text


def test_only_a_stopped_drug_says_why_it_was_stopped() -> None:
    runs = Drug(1, "Ocrelizumab", on("2025-03"), None, runs=True, reason="relapse under it")
    unknown = Drug(2, "Azathioprine", on("2015"), None, reason="pregnancy wish")
    picture = drawn(DisabilityFacts(TODAY, DAY0, drugs=(runs, unknown)))
    assert "why stopped" not in picture.texts
    assert "relapse under it" not in picture.texts
    assert "Why: relapse under it" in hit(picture, "therapy:1").text
    stopped = replace(unknown, stop=on("2016-05"))
    dated_nowhere = replace(unknown, has_ended=True)
    for ended in (stopped, dated_nowhere):
        picture = drawn(DisabilityFacts(TODAY, DAY0, drugs=(runs, ended)))
        assert {"why stopped", "pregnancy wish"} <= set(picture.texts)
        assert "relapse under it" not in picture.texts


def test_after_death_nothing_is_called_today() -> None:
    died = date(2025, 3, 1)
    picture = drawn(replace(typical(), until=died, until_word="died", visits=typical().visits[:-1]))
    assert "died" in picture.texts
    assert "today" not in picture.texts


def test_drugs_at_one_time_stand_below_one_another() -> None:
    together = (Drug(1, "Aza", on("2015-01-01"), on("2018-01-01")), Drug(2, "Mito", on("2016-01-01"), on("2017-01-01")))
    picture = drawn(DisabilityFacts(TODAY, DAY0, drugs=together))
    first, second = hit(picture, "therapy:1"), hit(picture, "therapy:2")
    assert first.y + first.height <= second.y


def test_the_key_names_only_what_is_there_and_gives_way() -> None:
    whole_key = legend(typical(), width_of, EN)
    assert "relapse, steroids?" in whole_key.texts
    assert "unconfirmed" not in legend(DisabilityFacts(TODAY, relapses=typical().relapses), width_of, EN).texts
    narrow = legend(typical(), width_of, EN, room=200.0)
    assert 0 < len(narrow.texts) < len(whole_key.texts)
    assert narrow.width <= 200


def test_a_step_that_no_visit_confirmed_is_told() -> None:
    lost = OpenChange(Turn.IMPROVEMENT, date(2023, 1, 13), 5.0, 4.0, False, "The step was lost.")
    facts = DisabilityFacts(TODAY, DAY0, (Visit(1, on("2023-01-13"), 4.0, True),), unconfirmed=(lost,))
    assert "improvement that no visit confirmed. The step was lost." in hit(drawn(facts), "edss:1").text


def test_a_bar_without_room_for_its_words_points_the_way() -> None:
    picture = drawn(dense(25), width=430.0, height=200.0)
    tips = {
        shape.fill: shape.points[1][1] - shape.points[0][1]
        for shape in picture.items
        if isinstance(shape, Polygon)
        and shape.edge is None
        and shape.points[0][1] == shape.points[2][1]
        and len(shape.points) == 3
    }
    assert tips["danger"] < 0 < tips["success"]


def late_worsening(until: date = TODAY) -> DisabilityFacts:
    """Years before Day 0, then a worsening between the re-baseline and today, where there is little room."""
    day0 = date(2025, 6, 18)
    graded = [(date(2012, 1, 1), 3.0), (date(2025, 4, 18), 5.0), (date(2025, 12, 23), 6.0), (date(2026, 6, 27), 6.0)]
    change = Change(Turn.WORSENING, Cause.PIRA, *(graded[2][0], graded[1][0]), 5.0, 6.0, (graded[3][0],), "+1.0")
    visits = tuple(Visit(n, whole(day), edss) for n, (day, edss) in enumerate(graded, 1))
    return DisabilityFacts(until, day0, visits, changes=(change,), rebaseline=graded[2][0])


@pytest.mark.parametrize("width", [955.0, 460.0])
def test_a_bar_between_poles_keeps_its_words_before_them(width: float) -> None:
    picture = drawn(late_worsening(), width=width)
    said = next(item for item, _box in texts(picture) if item.text == "worsening, PIRA")
    assert said.colour == "danger"


def test_an_unconfirmed_step_shortly_after_day_0_says_so_before_it() -> None:
    visits = (Visit(1, on("2021-11-01"), 4.0), Visit(2, on("2022-07-01"), 5.0, True))
    picture = drawn(DisabilityFacts(date(2022, 7, 8), DAY0, (Visit(0, on("2014-01-01"), 2.0), *visits)))
    assert any("unconfirmed" in item.text for item, _box in texts(picture))


def test_words_on_a_dashed_line_stand_on_a_ground() -> None:
    visits = (Visit(1, on("2019-01-01"), 5.5), Visit(2, on("2021-12-01"), 5.5), Visit(3, on("2024-01-01"), 5.5))
    picture = drawn(DisabilityFacts(TODAY, DAY0, visits), height=300.0)
    aid = next(i for i in picture.items if isinstance(i, Line) and i.dash == (4, 3))
    struck = [box for item, box in texts(picture) if item.colour == "s1" and box.top < aid.y1 < box.bottom]
    grounds = [i for i in picture.items if isinstance(i, Rect) and i.fill == "surface"]
    assert struck
    for box in struck:
        assert any(g.x <= box.left and box.right <= g.right and g.y <= aid.y1 <= g.bottom for g in grounds)


@pytest.mark.parametrize("style", [SCREEN, PAPER])
@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("width", [420.0, 560.0, 955.0])
def test_the_axis_names_its_unit_whole_and_its_ticks_stand_apart(width: float, language: str, style: Style) -> None:
    last = date(2023, 3, 1)
    facts = DisabilityFacts(last, DAY0, visits=(Visit(1, whole(last), 2.0),))
    picture = drawn(facts, Range.SINCE, width=width, language=language, style=style)
    title = wording(language).text("disability.axis.months")
    row = next(item.y for item in picture.items if isinstance(item, Text) and item.text == title)
    ticks = [box for item, box in texts(picture) if item.y > row - 1]
    assert len(ticks) > 3
    assert [1 for a, b in combinations(ticks, 2) if a.touches(b)] == []


def test_a_narrow_stretch_has_its_brief_word_or_none() -> None:
    stretches = (
        Phase(PhaseKind.BEFORE, date(2012, 1, 1), date(2012, 9, 1), "before diagnosis"),
        Phase(PhaseKind.COUNTED, date(2025, 12, 23), None, "NEDA counted here", "NEDA"),
    )
    shown = drawn(replace(late_worsening(), phases=stretches)).texts
    assert "NEDA" in shown
    assert not any(text.startswith("be") for text in shown)


def test_twenty_years_take_no_more_marks_than_they_show() -> None:
    items = {years: len(drawn(dense(years), Range.SINCE).items) for years in (8, 20)}
    assert items[20] <= items[8] * 1.3


def test_ticks_are_whole_years_and_months_only_where_they_fit() -> None:
    for last, in_months in ((date(2022, 12, 1), True), (date(2041, 1, 1), False)):
        facts = DisabilityFacts(last, DAY0, visits=(Visit(1, whole(last), 2.0),))
        axis = axis_for(facts, Range.SINCE, 100, 940)
        found = list(ticks(axis, DAY0, IT, 46, 62))
        assert {tick.in_months for tick in found} == {in_months}
        places = [axis.x(tick.on) for tick in found]
        assert all(b - a >= 45 for a, b in zip(places, places[1:], strict=False))


@settings(max_examples=max(10, settings.default.max_examples // 10))
@given(st.lists(st.tuples(st.integers(0, 7000), st.integers(2, 20)), min_size=1, max_size=30))
def test_any_course_keeps_its_words_apart(visits: list[tuple[int, int]]) -> None:
    start = date(2008, 1, 1)
    days = dict(visits)
    seen = tuple(Visit(n, whole(start + timedelta(days=d)), v / 2) for n, (d, v) in enumerate(sorted(days.items()), 1))
    picture = drawn(DisabilityFacts(date(2027, 6, 1), date(2020, 1, 1), seen))
    placed = list(texts(picture))
    assert [(a.text, b.text) for (a, x), (b, y) in combinations(placed, 2) if x.touches(y)] == []


@settings(max_examples=max(13, settings.default.max_examples // 10))
@given(st.lists(st.tuples(*[st.integers(0, 60)] * 2, *[st.integers(1, 20)] * 2), max_size=30))
def test_room_is_free_exactly_where_no_box_stands(boxes: list[tuple[int, int, int, int]]) -> None:
    taken = Taken()
    made = [Box(x, y, x + w, y + h) for x, y, w, h in boxes]
    asked = Box(20, 20, 40, 30)
    taken.add(*made)
    assert taken.is_free(asked) is not any(box.touches(asked) for box in made)


@pytest.mark.parametrize("style", [SCREEN, PAPER])
def test_a_test_has_its_name_and_its_last_value_on_one_line(style: Style) -> None:
    days = (date(2024, 1, 10), date(2026, 3, 10))
    ends = {"9HPT right": (20, 21.4), "9HPT left": (40, 22.8), "SDMT": (49, 49), "T25FW": (7.2, 9.5)}
    series = tuple(
        Series(name, name, "", tuple(zip(days, map(float, values), strict=True)), decimals=1)
        for name, values in ends.items()
    )
    placed = list(texts(drawn(replace(typical(), series=series), style=style)))
    names = [(text.y, text.text) for text, _box in placed if text.text in ends]
    values = [
        (text.y, text.text) for text, _box in placed if text.text in {f"{last:.1f}" for _first, last in ends.values()}
    ]
    assert [(y, f"{ends[name][1]:.1f}") for y, name in sorted(names)] == sorted(values)
    assert len({y for y, _name in names}) == len(ends)


def test_lines_that_want_one_place_are_spread_in_their_order() -> None:
    assert spread([50, 50, 10], 5, 60, 12) == [38, 50, 10]
    assert spread([58, 59], 5, 60, 12) == [47, 59]
    assert spread([0, 0, 0], 5, 60, 12) == [5, 17, 29]
