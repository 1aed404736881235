"""Rulers: where bar, tick and diamond stand, at every status and beyond the scale."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.supportive_therapy import TherapyClass
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.working_days import WorkingDays
from hsct_desktop.pictures import ruler
from hsct_desktop.pictures.primitives import Line, Picture, Polygon, Polyline, Rect, Text
from hsct_desktop.pictures.ruler import RulerFacts, StopFacts

TODAY = date(2026, 11, 20)
EN = wording("en")


def width_of(text: str, size: float, bold: bool) -> float:
    return len(text) * size * 0.75 * (1.1 if bold else 1.0)


def facts(
    earliest: int, target: int, latest: int, status: VisitStatus = VisitStatus.DUE, booked: int | None = None
) -> RulerFacts:
    def day(n: int) -> date:
        return TODAY + timedelta(n)

    return RulerFacts(day(target), day(earliest), day(latest), status, None if booked is None else day(booked))


def bars(picture: Picture) -> list[Rect]:
    return [i for i in picture.items if isinstance(i, Rect) and i.height == ruler.BAR]


def chevrons(picture: Picture) -> list[Polyline]:
    return [i for i in picture.items if isinstance(i, Polyline)]


def test_bar_holds_first_and_last_day_and_today_stands_in_the_middle() -> None:
    picture = ruler.visit_ruler(facts(-13, 1, 15, booked=0), TODAY, 204)
    (bar,) = bars(picture)
    scale = ruler.scale_around(TODAY, 35, 204)
    assert scale.x(TODAY) == pytest.approx(102)
    assert bar.x == pytest.approx(102 - 13.5 * scale.per_day)
    assert bar.right == pytest.approx(102 + 15.5 * scale.per_day)
    assert (bar.fill, bar.edge) == ("accentSoft", "accent")
    tick = next(i for i in picture.items if isinstance(i, Line) and i.width == 2)
    assert tick.x1 == pytest.approx(scale.x(TODAY + timedelta(1)))
    diamond = [i for i in picture.items if isinstance(i, Polygon) and i.fill == "text"]
    assert diamond[0].points[0][0] == pytest.approx(102)


def test_window_that_leaves_the_scale_ends_in_an_arrowhead() -> None:
    picture = ruler.visit_ruler(facts(-60, -45, -8, VisitStatus.LATE), TODAY, 204)
    (bar,) = bars(picture)
    assert bar.x == ruler.PADDING
    assert bar.edge == "danger"
    (head,) = chevrons(picture)
    assert head.points[1][0] < head.points[0][0]
    assert not [i for i in picture.items if isinstance(i, Line) and i.width == 2], "the target is off the scale"


@pytest.mark.parametrize(("first", "last", "left"), [(-200, -100, True), (50, 90, False)])
def test_window_wholly_off_the_scale_is_two_arrowheads_on_its_side(first: int, last: int, left: bool) -> None:
    picture = ruler.visit_ruler(facts(first, first + 5, last), TODAY, 204)
    assert not bars(picture)
    heads = chevrons(picture)
    assert len(heads) == 2
    assert all((head.points[1][0] < 102) is left for head in heads)


@pytest.mark.parametrize(
    ("status", "edge"),
    [
        (VisitStatus.LATE, "danger"),
        (VisitStatus.DUE, "accent"),
        (VisitStatus.OPEN, "accent"),
        (VisitStatus.DONE, "success"),
        (VisitStatus.UPCOMING, "control"),
        (VisitStatus.CANCELLED, "muted"),
    ],
)
def test_status_decides_the_colour(status: VisitStatus, edge: str) -> None:
    assert bars(ruler.visit_ruler(facts(-5, 0, 5, status), TODAY, 204))[0].edge == edge


def test_missed_visit_has_a_cross_and_no_tick() -> None:
    picture = ruler.visit_ruler(facts(-20, -15, -10, VisitStatus.MISSED), TODAY, 204)
    assert len(chevrons(picture)) == 2
    assert not [i for i in picture.items if isinstance(i, Line) and i.width == 2]


def test_fixed_day_is_a_tick_alone_and_optional_is_dashed() -> None:
    assert not bars(ruler.schedule_ruler(facts(4, 4, 4, VisitStatus.UPCOMING), 280))
    optional = RulerFacts(TODAY, TODAY - timedelta(9), TODAY + timedelta(9), VisitStatus.UPCOMING, optional=True)
    (bar,) = bars(ruler.schedule_ruler(optional, 280))
    assert bar.dash
    assert bar.fill is None


def test_closed_days_are_saturday_and_sunday_as_one_block() -> None:
    picture = ruler.schedule_ruler(facts(-5, 0, 5), 280)
    closed = [i for i in picture.items if isinstance(i, Rect) and i.fill == "sunken"]
    scale = ruler.scale_around(TODAY, 49, 280)
    assert len(closed) == 14
    saturday = TODAY + timedelta(1)
    assert closed[7].x == pytest.approx(scale.x(saturday) - scale.per_day / 2)
    assert closed[7].width == pytest.approx(2 * scale.per_day)


def test_therapy_runs_to_its_planned_stop_in_its_colours() -> None:
    stop = StopFacts(TODAY - timedelta(190), TODAY - timedelta(7), TherapyClass.PJP)
    picture = ruler.stop_ruler(stop, TODAY, 204)
    assert [i.fill for i in picture.items if isinstance(i, Rect)] == ["therapy.pjp.tint", "therapy.pjp.hue"]
    tick = next(i for i in picture.items if isinstance(i, Line) and i.width == 2)
    assert tick.x1 == pytest.approx(ruler.scale_around(TODAY, 35, 204).x(TODAY - timedelta(7)))
    assert len(chevrons(picture)) == 1


def test_header_names_the_days_and_drops_every_second_when_narrow() -> None:
    wide = ruler.ruler_header(204, 26, EN, width_of)
    assert wide.texts == ("−28", "−14", "today", "+14", "+28")
    assert ruler.ruler_header(130, 26, EN, width_of).texts == ("−28", "today", "+28")
    assert ruler.schedule_header(400, 26, EN, width_of).texts[3] == "target"


def test_wide_ruler_writes_all_three_dates_without_touching() -> None:
    picture = ruler.wide_ruler(facts(-13, 1, 15, booked=0), TODAY, 256, EN, width_of)
    assert [t.replace("\xa0", " ") for t in picture.texts] == ["07 Nov", "05 Dec", "target 21 Nov"]
    assert picture.hits[0].text.replace("\xa0", " ") == (
        "Target 21 Nov 2026, window 07 Nov – 05 Dec 2026, booked for 20 Nov 2026"
    )


def test_wide_ruler_too_narrow_for_a_line_puts_the_target_below() -> None:
    picture = ruler.wide_ruler(facts(0, 2, 4), TODAY, 110, EN, width_of)
    lines = {t.y for t in picture.items if isinstance(t, Text)}
    assert len(lines) == 2
    assert any("target" in t for t in picture.texts)


days = st.integers(-4000, 4000)


@given(days, st.integers(0, 200), st.integers(0, 200), st.sampled_from(VisitStatus), st.floats(40, 600))
def test_no_bar_leaves_its_picture(target: int, before: int, after: int, status: VisitStatus, width: float) -> None:
    what = facts(target - before, target, target + after, status, booked=target)
    pictures = [
        ruler.visit_ruler(what, TODAY, width),
        ruler.schedule_ruler(what, width),
        ruler.wide_ruler(what, TODAY, width, EN, width_of),
    ]
    for picture in pictures:
        for bar in bars(picture):
            assert bar.x >= 0
            assert bar.right <= width + 4


@given(st.integers(-35, 35), st.floats(60, 900))
def test_a_point_on_the_scale_leads_back_to_its_day(offset: int, width: float) -> None:
    scale = ruler.scale_around(TODAY, 35, width)
    day = TODAY + timedelta(offset)
    assert scale.day(scale.x(day)) == day


def test_calendar_ends_do_not_break_a_ruler() -> None:
    for day in (date.min, date.max):
        edge = RulerFacts(day, day, day, VisitStatus.DUE)
        assert ruler.visit_ruler(edge, day, 204).items
        assert ruler.wide_ruler(edge, TODAY, 204, EN, width_of).items


def test_the_units_own_calendar_closes_days_of_the_ruler() -> None:
    working = WorkingDays(frozenset(), unit_days={TODAY: "", TODAY + timedelta(1): ""})
    for picture in (
        ruler.schedule_ruler(facts(-5, 0, 5), 280, working=working),
        ruler.wide_ruler(facts(-5, 0, 5), TODAY, 280, EN, width_of, working),
    ):
        (closed,) = [i for i in picture.items if isinstance(i, Rect) and i.fill == "sunken"]
        assert closed.hatch == "line"


def test_a_screen_reader_hears_of_the_proposed_day() -> None:
    what = RulerFacts(TODAY, TODAY, TODAY + timedelta(5), VisitStatus.OPEN, nearest_open=TODAY + timedelta(1))
    assert ruler.describe(what, EN).endswith("proposed, since the target is a closed day")
    same = RulerFacts(TODAY, TODAY, TODAY + timedelta(5), VisitStatus.OPEN, nearest_open=TODAY)
    assert "proposed" not in ruler.describe(same, EN)
