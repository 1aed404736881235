"""The trend: where values, bands and ticks lie, what is hollow or dashed, and what thinning keeps."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.pictures.primitives import Disc, Line, Polygon, Polyline, Rect, Text
from hsct_desktop.pictures.trend import (
    PAPER,
    Period,
    TrendFacts,
    TrendPicture,
    TrendSeries,
    axis_for,
    cursor,
    layout,
    nearest_stop,
    said,
    stops,
    summary,
)
from hsct_desktop.pictures.trend_axis import first_period, span_of
from hsct_desktop.pictures.trend_facts import long_gap
from hsct_desktop.pictures.trend_plot import STRIP_BOX, spread
from hsct_desktop.pictures.trend_scale import (
    Scale,
    nice_step,
    scale_of,
    shown_slice,
    thinned,
    tick_label,
)
from tests.pictures.course import day, width_of
from tests.pictures.trends import ALT, CMV, FACTS, PLATELETS, negative, ten_years, value

EN, IT = wording("en"), wording("it")
WIDTH = 1225.0


def drawn(facts: TrendFacts = FACTS, **options: object) -> TrendPicture:
    return layout(facts, WIDTH, width_of, EN, **{"height": 620.0, **options})  # type: ignore[arg-type]


def of(*series: TrendSeries) -> TrendFacts:
    return replace(FACTS, series=series)


def items(shown: TrendPicture, kind: type, **wanted: object) -> list:  # type: ignore[type-arg]
    return [
        i for i in shown.picture.items if isinstance(i, kind) and all(getattr(i, k) == v for k, v in wanted.items())
    ]


# --- places ---------------------------------------------------------------------------------------------------------


def test_a_value_lies_over_its_day_at_its_height() -> None:
    shown = drawn(of(PLATELETS))
    box, axis = shown.plots[0], shown.axis
    discs = items(shown, Disc, fill="s2")
    assert (discs[0].x, discs[0].y) == pytest.approx((axis.x(-30), box.scale.y(240)))
    assert len(discs) == len(PLATELETS.points)


def test_the_scale_shows_every_value_and_its_ends_are_in_the_plot() -> None:
    box = drawn(of(PLATELETS)).plots[0]
    assert box.scale.low == 0
    assert box.scale.high >= 240
    assert box.scale.y(0) == box.scale.bottom
    assert box.scale.y(box.scale.high) == box.scale.top


def test_grade_bands_touch_each_other_and_every_grade_has_its_digit() -> None:
    shown = drawn(of(PLATELETS))
    box = shown.plots[0]
    washes = {grade: items(shown, Rect, fill=f"grade{grade}.wash")[0] for grade in (1, 2, 3, 4)}
    assert washes[1].bottom == pytest.approx(washes[2].y) == pytest.approx(box.scale.y(75))
    assert washes[4].bottom == pytest.approx(box.scale.y(0))
    digits = [t.text for t in items(shown, Text) if t.colour.startswith("grade") and t.x > shown.axis.right]
    assert sorted(digits) == ["1", "2", "3", "4"]


def test_the_reference_band_lies_between_its_limits() -> None:
    shown = drawn(of(PLATELETS))
    band = items(shown, Rect, fill="band")[0]
    assert band.bottom == pytest.approx(shown.plots[0].scale.y(150))
    assert "reference" in shown.picture.texts
    assert "range 150–400" in shown.picture.texts
    assert "range below 34" in drawn(of(ALT)).picture.texts


def test_without_limits_the_plot_says_so() -> None:
    bare = replace(PLATELETS, lln=None, uln=None, bands=())
    assert "no reference range" in drawn(of(bare)).picture.texts


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 30), st.integers(1, 4)), max_size=6))
@settings(max_examples=max(13, settings.default.max_examples // 10))
def test_the_strips_boxes_stay_in_the_plot_and_keep_apart(raw: list[tuple[float, float, int]]) -> None:
    spans, top = [], 0.0
    for gap, height, grade in raw:
        spans.append((top + gap, top + gap + height, grade))
        top += gap + height
    boxes = spread(spans, 0.0, max(top, 1.0))
    assert len(boxes) == len(spans)
    if len(spans) * STRIP_BOX <= max(top, 1.0):
        assert all(b - a >= STRIP_BOX - 1e-6 for a, b, _ in boxes)
        assert all(first[1] <= second[0] + 1e-6 for first, second in pairwise(boxes))
        assert all(a >= -1e-6 and b <= max(top, 1.0) + 1e-6 for a, b, _ in boxes)


# --- scales ---------------------------------------------------------------------------------------------------------


def test_a_log_axis_has_decades_nine_steps_and_a_row_below() -> None:
    shown = drawn(of(CMV))
    scale = shown.plots[0].scale
    assert scale.log
    assert scale.ticks() == (100.0, 1000.0, 10000.0)
    assert len(scale.minor()) == 16
    assert scale.y(100) - scale.y(1000) == pytest.approx(scale.y(1000) - scale.y(10000))
    assert scale.floor is not None
    assert scale.floor > scale.bottom
    assert "n.d." in shown.picture.texts


def test_what_was_not_detected_is_hollow_in_its_row_and_nothing_joins_two_of_them() -> None:
    shown = drawn(of(CMV))
    floor = shown.plots[0].scale.floor
    hollow = items(shown, Disc, fill="surface", edge="s4")
    assert len(hollow) == 9
    assert {d.y for d in hollow} == {floor}
    lines = items(shown, Polyline, colour="s4")
    assert not [line for line in lines if all(y == floor for _x, y in line.points)]
    dashed = [line for line in lines if line.dash]
    assert len(dashed) == 1
    assert dashed[0].points[0] == pytest.approx((shown.axis.x(61), floor))


def test_a_value_below_a_limit_stands_beside_its_limit() -> None:
    low = replace(CMV, points=(value(0, 34, "<34", comparator="<"), value(7, 200)))
    assert "<34" in drawn(of(low)).picture.texts
    assert "n.d." not in drawn(of(low)).picture.texts


def test_open_values_on_a_linear_axis_point_where_the_true_value_lies() -> None:
    series = replace(
        ALT, points=(value(0, 30), value(5, 100, ">100", comparator=">"), value(9, 10, "<10", comparator="<"))
    )
    shown = drawn(of(series))
    left, right = items(shown, Disc, fill="surface", edge="s1")
    up, down = sorted(items(shown, Polygon, fill="s1"), key=lambda p: p.points[0][0])
    assert (left.x, right.x) == pytest.approx((shown.axis.x(5), shown.axis.x(9)))
    assert up.points[2][1] < left.y
    assert down.points[2][1] > right.y


def test_the_units_threshold_is_a_dashed_line_with_its_words() -> None:
    shown = drawn(of(CMV))
    (line,) = items(shown, Line, colour="warn")
    assert line.dash
    assert line.y1 == shown.plots[0].scale.y(1000)
    assert "unit threshold 1000" in shown.picture.texts


def test_a_missed_sample_is_a_cross_with_its_word() -> None:
    shown = drawn(of(CMV))
    assert "week 11 missed" in shown.picture.texts
    assert len(items(shown, Polyline, colour="danger")) == 2


@given(
    st.lists(st.floats(0.001, 1e6), min_size=1, max_size=8), st.booleans(), st.floats(60, 300),
)  # fmt: skip
@example(values=[999_999.998046875], log=True, height=60.0)  # just under a power of ten: once above the scale's low end
def test_a_scale_is_monotone_and_holds_every_value(values: list[float], log: bool, height: float) -> None:
    series = TrendSeries("X", "X", "", tuple(value(n, v) for n, v in enumerate(values)), log=log)
    scale = scale_of(series, 0.0, height)
    assert all(scale.holds(v) for v in values)
    ordered = sorted(values)
    assert all(scale.y(a) >= scale.y(b) for a, b in pairwise(ordered))
    assert 1 <= len(scale.ticks()) <= max(3, height / 15)
    assert all(scale.low - 1e-9 <= t <= scale.high * (1 + 1e-9) for t in scale.ticks())


@given(st.floats(1e-6, 1e9))
def test_a_nice_step_is_not_below_what_was_asked_and_at_most_two_and_a_half_times_it(least: float) -> None:
    assert least * (1 - 1e-6) <= nice_step(least) <= 2.5 * least


def test_a_flat_series_has_a_scale() -> None:
    flat = replace(PLATELETS, points=tuple(value(n, 138.0) for n in range(3)), lln=None, uln=None, zero_floor=False)
    scale = scale_of(flat, 0, 100)
    assert scale.low < 138 < scale.high
    zero = replace(flat, points=(value(0, 0.0),))
    assert scale_of(zero, 0, 100).high > 0
    assert scale_of(replace(zero, log=True), 0, 100).floor is not None


def test_tick_labels() -> None:
    assert [tick_label(v, EN) for v in (0.1, 2.5, 100, 1000, 10000)] == ["0.1", "2.5", "100", "1000", "10\u00a0000"]
    assert tick_label(0.5, IT) == "0,5"
    assert tick_label(0, EN) == "0"


# --- thinning and gaps ----------------------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 500), min_size=2, max_size=400), st.integers(1, 60))
def test_thinning_keeps_both_ends_and_the_extremes_of_every_column(numbers: list[float], pieces: int) -> None:
    days = [float(n) for n in range(len(numbers))]
    kept = thinned(days, numbers, pieces)
    assert kept == sorted(set(kept))
    assert {0, len(days) - 1} <= set(kept)
    assert len(kept) <= 2 * pieces + 2
    chosen = [numbers[i] for i in kept]
    assert min(chosen) == min(numbers)
    assert max(chosen) == max(numbers)


def test_ten_years_of_daily_values_make_few_items() -> None:
    shown = drawn(ten_years(), period=Period.ALL)
    curves = items(shown, Polyline, colour="s2")
    assert sum(len(c.points) for c in curves) < 6 * 2 * WIDTH
    assert not items(shown, Disc, fill="s2"), "dots would cover the curve"
    top = min(y for c in curves[:1] for _x, y in c.points)
    highest = max(p.value or 0 for p in shown.plots[0].series.points)
    assert top == pytest.approx(shown.plots[0].scale.y(highest))


def test_a_gap_longer_than_those_around_it_is_dashed() -> None:
    days = [0.0, 7.0, 14.0, 21.0, 70.0, 77.0, 84.0]
    assert [long_gap(days, i) for i in range(6)] == [False, False, False, True, False, False]
    months = [0.0, 7.0, 14.0, 90.0, 180.0, 270.0, 360.0]
    assert not any(long_gap(months, i) for i in range(3, 6)), "three months are usual there"
    assert not long_gap([0.0, 9.0], 0)
    series = replace(PLATELETS, points=tuple(value(d, 100.0 + d) for d in days))
    dashed = [p for p in items(drawn(of(series)), Polyline, colour="s2") if p.dash]
    assert len(dashed) == 1


def test_a_curve_goes_on_to_the_edge_of_what_is_shown() -> None:
    shown = drawn(of(PLATELETS), span=(20.0, 30.0))
    (line,) = items(shown, Polyline, colour="s2")
    assert line.points[0][0] == pytest.approx(shown.axis.left)
    assert line.points[-1][0] == pytest.approx(shown.axis.right)
    box = shown.plots[0]
    at20 = box.scale.y(66 + (110 - 66) * (20 - 19) / (26 - 19))
    assert line.points[0][1] == pytest.approx(at20)


@given(st.lists(st.floats(-100, 100), max_size=20).map(sorted), st.floats(-120, 120), st.floats(0, 100))
def test_the_slice_shown_holds_all_inside_and_a_neighbour_on_either_side(
    days: list[float], first: float, length: float
) -> None:
    last = first + length
    start, end = shown_slice(days, first, last)
    inside = [d for d in days if first <= d < last]
    assert all(d in days[start:end] for d in inside)
    assert start == 0 or days[start] < first
    assert end == len(days) or days[end - 1] >= last


# --- axis -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", list(Period))
@pytest.mark.parametrize("day0", [True, False])
def test_every_period_is_one_rising_scale(period: Period, day0: bool) -> None:
    facts = FACTS if day0 else replace(FACTS, course=replace(FACTS.course, day0=None))
    first, last = span_of(facts, period)
    axis = axis_for(facts, WIDTH, period)
    assert axis.is_linear
    assert last - first >= 7
    assert axis.x(first) < axis.x((first + last) / 2) < axis.x(last)


@given(st.integers(-3000, 4000), st.integers(0, 4000), st.sampled_from(list(Period)), st.booleans())
def test_periods_hold_for_any_course(today: int, length: int, period: Period, has_day0: bool) -> None:
    points = (value(today - length, 1.0), value(today, 2.0))
    course = replace(FACTS.course, today=day(today), day0=day(0) if has_day0 else None)
    facts = replace(FACTS, course=course, series=(replace(PLATELETS, points=points),))
    first, last = span_of(facts, period)
    assert last >= first + 7
    if period is Period.ALL:
        zero = facts.course.origin.toordinal()
        assert all(first <= p.day - zero <= last for p in points)
    assert layout(facts, WIDTH, width_of, EN, period).picture.items


def test_it_opens_on_the_shortest_period_with_values() -> None:
    assert first_period(FACTS) is Period.MONTHS_5
    old = replace(FACTS, series=(replace(PLATELETS, points=(value(-300, 1), value(-290, 2))),))
    assert first_period(old) is Period.YEARS_2
    older = replace(FACTS, series=(replace(PLATELETS, points=(value(-900, 1), value(-890, 2))),))
    assert first_period(older) is Period.ALL
    assert first_period(replace(FACTS, series=())) is Period.MONTHS_5


def test_months_stand_above_the_days() -> None:
    texts = drawn().picture.texts
    assert "Jul 2026" in texts
    assert "Sep" in texts
    years = drawn(ten_years(), period=Period.ALL).picture.texts
    assert {"2027", "2035"} <= set(years)


# --- cursor and words -----------------------------------------------------------------------------------------------


def test_the_cursor_halts_on_days_with_values_and_rings_them() -> None:
    days = stops(FACTS)
    assert days == tuple(sorted(days))
    assert 89 in days
    assert 90 not in days
    shown = drawn()
    line, *rings = cursor(shown, 89)
    assert isinstance(line, Line)
    assert line.x1 == pytest.approx(shown.axis.x(89))
    assert len(rings) == 3
    assert cursor(shown, 5000) == ()


def test_the_nearest_stop() -> None:
    assert nearest_stop((0, 10, 20), 14) == 10
    assert nearest_stop((0, 10, 20), 16) == 20
    assert nearest_stop((0, 10, 20), -99) == 0
    assert nearest_stop((), 3) is None


def test_a_day_in_words_names_value_grade_rule_and_what_was_given() -> None:
    cells = said(FACTS, 89, EN)
    assert cells[0].value.replace("\u00a0", " ") == "Tue 10 Nov 2026 · Day +89"
    alt = next(c for c in cells if c.label == "ALT")
    assert (alt.value, alt.grade, alt.note) == ("104 U/L", 2, "over 3 × 34")
    assert next(c for c in cells if c.label == "CMV PCR").note == "above unit threshold"
    assert cells[-1].note == "Aciclovir, Co-trimoxazole, Ursodeoxycholic acid"
    assert any("1 platelets" in c.note for c in said(FACTS, 5, EN))


def test_values_not_reviewed_are_counted_once() -> None:
    series = tuple(replace(s, points=tuple(replace(p, reviewed=False) for p in s.points)) for s in FACTS.series)
    notes = [c.note for c in said(replace(FACTS, series=series), 89, EN)]
    assert notes.count("3 values not reviewed yet") == 1


def test_several_values_of_a_day_are_all_said() -> None:
    twice = replace(ALT, points=(value(3.25, 40), value(3.75, 60)))
    assert [c.value for c in said(of(twice), 3, EN) if c.label] == ["40", "60"]


def test_every_drawn_value_has_something_to_say() -> None:
    hits = [h for h in drawn(of(ALT)).picture.hits if h.id.startswith("result:")]
    assert len(hits) == len(ALT.points)
    assert any("grade 2, over 3 × 34" in h.text for h in hits)


def test_the_summary_for_screen_readers() -> None:
    text = summary(FACTS, EN).replace("\u00a0", " ")
    assert "ALT: 28 values, last 112 U/L on 17 Nov 2026" in text
    assert "nessun valore registrato" in summary(of(replace(ALT, points=())), IT)


# --- what stands below ----------------------------------------------------------------------------------------------


def test_drugs_and_transfusions_stand_below() -> None:
    texts = drawn().picture.texts
    assert "Valganciclovir" in texts
    assert "1 red cells, 2 platelets; all irradiated" in texts
    assert "Valganciclovir" not in drawn(drugs=False).picture.texts


def test_many_drugs_give_way_to_a_line_that_says_how_many() -> None:
    drugs = tuple(replace(d, id=n, name=f"Drug {n}") for n, d in enumerate(FACTS.course.therapies * 3))
    facts = replace(FACTS, course=replace(FACTS.course, therapies=drugs))
    hits = [h for h in drawn(facts).picture.hits if h.id == "more:therapy"]
    assert len(hits) == 1
    assert not [h for h in drawn(facts, all_drugs=True).picture.hits if h.id == "more:therapy"]


def test_an_empty_series_says_so_and_no_value_in_these_days_too() -> None:
    assert "ALT: no value recorded" in drawn(of(replace(ALT, points=(), uln=None))).picture.texts
    assert "none in these days" in drawn(of(ALT), span=(200.0, 230.0)).picture.texts


def test_plots_share_the_height_and_none_is_too_low() -> None:
    three, nine = drawn(), drawn(of(*(PLATELETS,) * 9))
    assert three.picture.height <= 620
    heights = {round(box.bottom - box.top) for box in nine.plots}
    assert len(heights) == 1
    assert min(heights) >= 60


@pytest.mark.parametrize("words", [EN, IT])
def test_the_paper_layout_holds_the_same(words: object) -> None:
    shown = layout(FACTS, 900, width_of, words, height=500, style=PAPER)  # type: ignore[arg-type]
    assert [box.series.code for box in shown.plots] == ["PLT", "ALT", "CMV"]
    assert all(isinstance(i, Polyline | Line | Rect | Disc | Polygon | Text) for i in shown.picture.items)


def test_a_value_without_a_number_breaks_the_curve_and_is_shown() -> None:
    positive = replace(negative(14), qualitative="pos", text="positive")
    series = replace(CMV, points=(value(0, 500), positive, value(28, 600)), missed=())
    shown = drawn(of(series))
    assert not items(shown, Polyline, colour="s4")
    assert items(shown, Polygon, edge="s4")


def test_scale_holds() -> None:
    scale = Scale(1, 10, 0, 100)
    assert scale.holds(1)
    assert not scale.holds(11)
    assert scale.y(99) == 0
    assert date.fromordinal(int(value(0, 1).day)) == value(0, 1).on


def test_no_curve_runs_through_the_word_reference() -> None:
    level = replace(PLATELETS, points=tuple(value(d, 160) for d in range(-60, 200, 5)), bands=())
    assert "reference" not in drawn(of(level), span=(-50.0, 100.0)).picture.texts
    late = replace(level, points=tuple(value(d, 160) for d in range(-60, 60, 5)))
    shown = drawn(of(late), span=(-50.0, 140.0))
    word = next(t for t in items(shown, Text) if t.text == "reference")
    assert word.x > shown.axis.x(99), "there is room behind today"


def test_a_value_is_written_only_where_the_curve_ends() -> None:
    assert "160" in drawn(of(PLATELETS)).picture.texts
    early = drawn(of(PLATELETS), span=(-10.0, 21.0)).picture.texts
    assert "66" not in early, "the curve goes on beyond"


def test_numbers_of_conversions_are_short() -> None:
    odd = replace(PLATELETS, points=(value(0, 86.7719), value(5, 1234567.4)))
    assert "1234567" in drawn(of(odd)).picture.texts
    assert "86.77" in drawn(of(replace(odd, points=odd.points[:1]))).picture.texts
