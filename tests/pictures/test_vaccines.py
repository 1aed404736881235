"""The planner's picture: doses over their days, nothing touches, texts fit, held and uncounted are told apart."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.drawing import paper_measure, print_colour
from hsct_desktop.pictures.primitives import Disc, Line, Picture, Polyline, Rect, Text
from hsct_desktop.pictures.vaccines import HEADER, ROW, PlannerFacts, SeriesFacts, axis, board, course, scale_for
from tests.pictures.course import width_of
from tests.pictures.vaccine_plans import DAY0, FLU, HEXA, HPV, MMR, PLAN, PNEUMO, TODAY, VARICELLA, due, given, planned

EN, IT = wording("en"), wording("it")
WIDTH = 600.0


def row(facts: SeriesFacts, width: float = WIDTH) -> Picture:
    return course(facts, PLAN, width, ROW, width_of)


def discs(picture: Picture) -> list[Disc]:
    return [item for item in picture.items if isinstance(item, Disc)]


def test_given_and_planned_doses_stand_over_their_days() -> None:
    scale = scale_for(PLAN, WIDTH)
    wide = course(replace(PNEUMO, doses=PNEUMO.doses[:3]), PLAN, 1200.0, ROW, width_of)
    wide_scale = scale_for(PLAN, 1200.0)
    assert [d.x for d in discs(wide)] == [pytest.approx(wide_scale.x(dose.on)) for dose in PNEUMO.doses[:3]]
    assert discs(row(FLU))[1].x == pytest.approx(scale.x(date(2027, 10, 5)))


def test_a_due_dose_lies_in_the_middle_of_its_window() -> None:
    scale, picture = scale_for(PLAN, WIDTH), row(FLU)
    (bar,) = [i for i in picture.items if isinstance(i, Rect) and i.fill == "accentSoft"]
    assert (bar.x, bar.right) == pytest.approx((scale.x(date(2026, 10, 1)), scale.x(date(2027, 1, 31))))
    assert discs(picture)[0].x == pytest.approx((bar.x + bar.right) / 2)
    assert discs(picture)[0].fill == "accent"


def test_a_window_without_an_end_reaches_to_today() -> None:
    scale = scale_for(PLAN, WIDTH)
    picture = row(replace(FLU, doses=(due(1, date(2026, 5, 14)),)))
    assert discs(picture)[0].x == pytest.approx((scale.x(date(2026, 5, 14)) + scale.x(TODAY)) / 2)


def test_a_dose_that_does_not_count_is_a_cross_in_a_dashed_ring_without_a_number() -> None:
    picture = row(HEXA)
    strokes = [i for i in picture.items if isinstance(i, Polyline) and i.colour == "danger"]
    assert sum(bool(stroke.dash) for stroke in strokes) == 1
    assert sum(not stroke.dash for stroke in strokes) == 2
    assert picture.texts == ("1", "2", "3", "4")


def test_a_held_vaccine_is_hatched_to_its_first_possible_day_and_its_doses_stand_beyond() -> None:
    scale, picture = scale_for(PLAN, WIDTH), row(VARICELLA)
    (bar,) = [i for i in picture.items if isinstance(i, Rect) and i.hatch]
    assert (bar.x, bar.right) == pytest.approx((scale.left, scale.x(date(2027, 11, 14))))
    assert all(disc.x - disc.radius > bar.right for disc in discs(picture))
    assert any(isinstance(i, Line) and i.x1 == pytest.approx(bar.right) and i.width == 2 for i in picture.items)


def test_the_earliest_day_of_a_series_has_its_tick_and_a_series_without_doses_its_line() -> None:
    scale, picture = scale_for(PLAN, WIDTH), row(HPV)
    x = scale.x(date(2026, 5, 14))
    ticks = [i for i in picture.items if isinstance(i, Line) and i.colour == "muted" and i.x1 == i.x2]
    assert [tick.x1 for tick in ticks] == [pytest.approx(x)]
    assert any(isinstance(i, Line) and i.dash and i.x2 == pytest.approx(scale.right) for i in picture.items)


@pytest.mark.parametrize("width", [240.0, 330.0, 600.0])
@pytest.mark.parametrize("months", [0, 30, 140])
def test_doses_never_touch_nor_leave_the_picture(width: float, months: int) -> None:
    crowded = SeriesFacts(
        "dtap", "DTaP", "", "on course", "plain",
        (*(given(n, date(2026, 5, n)) for n in range(1, 7)), *(planned(n, date(2028, 1, n)) for n in range(7, 10))),
    )  # fmt: skip
    late = PlannerFacts(DAY0, date(2026 + months // 12, 11, 20), PLAN.groups)
    for one in (crowded, *PLAN.rows):
        found = sorted(discs(course(one, late, width, ROW, width_of)), key=lambda d: d.x)
        assert all(b.x - a.x >= a.radius + b.radius for a, b in pairwise(found)), one.id
        assert all(d.x - d.radius >= 0 and d.x + d.radius <= width for d in found), one.id


@pytest.mark.parametrize(("language", "width"), [("en", 592.0), ("it", 592.0), ("it", 240.0), ("en", 240.0)])
@pytest.mark.parametrize("today", [DAY0, date(2025, 12, 1), TODAY, date(2029, 3, 1), date(2040, 1, 1)])
def test_the_numbers_of_the_axis_fit_and_never_touch(language: str, width: float, today: date) -> None:
    picture = axis(replace(PLAN, today=today), width, HEADER, wording(language), width_of)
    texts = sorted((i for i in picture.items if isinstance(i, Text)), key=lambda t: t.x)
    spans = [(t.x - width_of(t.text, t.size, t.bold) / 2, t.x + width_of(t.text, t.size, t.bold) / 2) for t in texts]
    assert len(texts) >= 2
    assert spans[0][0] >= -1
    assert spans[-1][1] <= width
    assert all(a[1] < b[0] for a, b in pairwise(spans))


def test_today_has_no_mark_before_day_0() -> None:
    before = replace(PLAN, today=date(2025, 11, 1))
    assert not any(
        isinstance(i, Line) and i.colour == "today" for i in course(PNEUMO, before, WIDTH, ROW, width_of).items
    )
    assert EN.text("picture.today") not in axis(before, WIDTH, HEADER, EN, width_of).texts


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("width", [660.0, 800.0, 1250.0])
def test_the_board_keeps_every_text_in_its_column(language: str, width: float) -> None:
    picture = board(PLAN, width, wording(language), paper_measure)
    for text in (i for i in picture.items if isinstance(i, Text)):
        room = paper_measure(text.text, text.size, text.bold)
        left = {"start": text.x, "middle": text.x - room / 2, "end": text.x - room}[text.anchor]
        assert left >= -0.5, text
        assert left + room <= width + 0.5, text
    assert all(row.name in picture.texts for row in PLAN.rows)
    assert all(group.title in picture.texts for group in PLAN.groups)


def test_the_board_says_each_row_in_words() -> None:
    picture = board(PLAN, 1250.0, EN, paper_measure)
    assert [hit.id for hit in picture.hits] == [row.id for row in PLAN.rows]
    assert "came too early" in next(hit.text for hit in picture.hits if hit.id == "dtap")
    assert MMR.why in picture.texts


def test_on_a_black_and_white_printer_the_signs_differ_by_shape_and_weight() -> None:
    inks = {
        sign: (print_colour(str(disc.fill)), print_colour(str(disc.edge)), disc.edge_width)
        for sign, disc in zip(
            ("given", "due", "planned"), discs(row(replace(PNEUMO, doses=(given(1, date(2026, 1, 1)),
            due(2, date(2026, 11, 14)), planned(3, date(2027, 11, 14)))))), strict=True,
        )
    }  # fmt: skip
    assert len(set(inks.values())) == 3
    assert inks["due"][0] != inks["given"][0]
