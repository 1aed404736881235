"""The lane of counts: one log scale for both, engraftment as one line, transfusions as triangles."""

from dataclasses import replace

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.transfusion import BloodProduct, Irradiated, Transfusion
from hsct_desktop.pictures.primitives import Line, Picture, Polygon, Polyline, Text
from hsct_desktop.pictures.timeline import Counts, Preset, axis_for, layout
from tests.pictures.course import COURSE, DAY0, day, width_of

EN = wording("en")
WIDTH = 1225.0


def counted(*pairs: tuple[int, float]) -> tuple[tuple[float, float], ...]:
    return tuple((float(DAY0.toordinal() + number), amount) for number, amount in pairs)


COUNTS = Counts(
    counted((-7, 3.0), (0, 1.0), (6, 0.05), (11, 0.5), (20, 2.4), (99, 1.3)),
    counted((-7, 230), (0, 83), (6, 9), (11, 20), (20, 66), (99, 160)),
    (Transfusion(1, day(6), BloodProduct.PLATELETS, 1, Irradiated.YES),),
)


def drawn(counts: Counts | None = COUNTS, preset: Preset = Preset.WHOLE) -> Picture:
    return layout(replace(COURSE, counts=counts), WIDTH, width_of, EN, preset)


def curve(picture: Picture, colour: str) -> Polyline:
    return next(i for i in picture.items if isinstance(i, Polyline) and i.colour == colour and i.width >= 1.5)


def test_a_half_and_twenty_are_one_height() -> None:
    picture, axis = drawn(), axis_for(COURSE, WIDTH)
    line = next(i for i in picture.items if isinstance(i, Line) and i.colour == "success" and i.y1 == i.y2)
    for colour in ("s1", "s2"):
        at = {round(x, 3): y for x, y in curve(picture, colour).points}
        assert at[round(axis.x(11), 3)] == pytest.approx(line.y1)


def test_higher_counts_lie_higher_and_beyond_the_scale_on_its_ends() -> None:
    ys = [y for _x, y in curve(drawn(), "s1").points]
    assert ys[0] < ys[1] < ys[3] < ys[2]
    wild = Counts(counted((0, 0.0), (5, 900.0)), ())
    low, high = (y for _x, y in curve(drawn(wild), "s1").points)
    assert high < low < high + 60


def test_platelets_are_dashed_neutrophils_are_not() -> None:
    picture = drawn()
    assert curve(picture, "s2").dash
    assert not curve(picture, "s1").dash


def test_the_last_values_are_written_at_the_curves_ends() -> None:
    texts = {(t.text, t.colour) for t in drawn().items if isinstance(t, Text)}
    assert {("1.3", "s1"), ("160", "s2")} <= texts
    in_patient = {(t.text, t.colour) for t in drawn(preset=Preset.IN_PATIENT).items if isinstance(t, Text)}
    assert ("1.3", "s1") not in in_patient, "the last value lies beyond what is shown"


@pytest.mark.parametrize(
    ("amount", "said"), [(0.05, "0.05"), (0.083, "0.083"), (0.42, "0.42"), (1.27, "1.3"), (12.4, "12"), (0.0, "0.0")]
)
def test_a_low_count_keeps_two_digits_that_count(amount: float, said: str) -> None:
    found = Counts(counted((0, 1.0), (99, amount)), ())
    texts = {t.text for t in drawn(found).items if isinstance(t, Text) and t.colour == "s1"}
    assert said in texts


def test_transfusions_are_triangles_on_their_day() -> None:
    picture, axis = drawn(), axis_for(COURSE, WIDTH)
    found = [i for i in picture.items if isinstance(i, Polygon) and i.fill == "therapy.transfusion.hue"]
    assert [p.points[0][0] for p in found] == [pytest.approx(axis.x(6))]


def test_the_lane_says_its_last_values_and_is_absent_without_counts() -> None:
    said = next(h.text for h in drawn().hits if h.id == "counts").replace("\u00a0", " ")
    assert "Neutrophils last 1.3 ×10⁹/L, Day +99" in said
    assert "1 transfusion" in said
    bare = drawn(None)
    assert "Counts" not in bare.texts
    assert not [h for h in bare.hits if h.id == "counts"]


def test_years_without_a_count_are_not_bridged() -> None:
    apart = Counts(counted((0, 1.0), (10, 2.0), (400, 3.0), (410, 3.0)), ())
    far = replace(COURSE, counts=apart, today=day(500))
    picture = layout(far, WIDTH, width_of, EN)
    assert len([i for i in picture.items if isinstance(i, Polyline) and i.colour == "s1"]) == 2


def test_cells_that_are_no_graft_have_no_line_of_engraftment() -> None:
    picture = layout(replace(COURSE, counts=COUNTS, product=Product.CAR_T), WIDTH, width_of, EN)
    texts = [t.text for t in picture.items if isinstance(t, Text)]
    assert not any("engraftment" in text for text in texts)
    dashed = [i for i in picture.items if isinstance(i, Line) and i.colour == "success" and i.y1 == i.y2]
    assert not dashed
