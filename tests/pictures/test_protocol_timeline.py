"""The picture of a protocol: every visit has its row, its window stands where its days are, nothing leaves the page."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import FollowUpProtocol, Label, Place, ProtocolItem, Repeat, Window
from hsct_desktop.domain.protocol_check import check_whole
from hsct_desktop.pictures.primitives import Disc, Line, Picture, Rect
from hsct_desktop.pictures.protocol_timeline import layout, note
from tests.domain.protocols import tame

NAME = Label("Visit {n}", "Visita {n}")


def measure(text: str, size: float, bold: bool) -> float:
    return len(text) * size * 0.7


def one(*items: ProtocolItem) -> Picture:
    return layout(FollowUpProtocol("p", "1", Label("P", "P"), items), 700, measure, wording("en"))


def visit(name: str = "v", days: int = 30, **more: object) -> ProtocolItem:
    given = {"anchor": "day0", "window": Window(5, 10), **more}
    return ProtocolItem(name, Label(name, name), offset=Offset(days, "d"), **given)  # type: ignore[arg-type]


def bars(picture: Picture) -> list[Rect]:
    """Windows; the key's samples stand lower."""
    return [i for i in picture.items if isinstance(i, Rect) and i.height == 9 and i.fill != "alt"]


def targets(picture: Picture) -> list[Line]:
    return [i for i in picture.items if isinstance(i, Line) and i.y2 - i.y1 == 14]


@pytest.mark.parametrize("name", ["ahsct-ms", "ahsct-generic", "ahsct-ssc"])
@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("width", [420, 661, 1400])
def test_all_visits_are_drawn_inside(name: str, language: str, width: float) -> None:
    protocol = Catalogue().protocol(name)
    picture = layout(protocol, width, measure, wording(language))
    assert [hit.id for hit in picture.hits] == [item.id for item in protocol.items]
    assert len(targets(picture)) == 10
    assert picture.width == width
    for item in picture.items:
        if isinstance(item, Rect):
            assert item.x >= 0
            assert item.right <= width
        if isinstance(item, Disc):
            assert 0 <= item.x <= width


def test_window_and_target_are_to_scale() -> None:
    picture = one(visit("a", 30), visit("b", 60))
    (a, b), (tick, later) = bars(picture), targets(picture)
    per_day = (later.x1 - tick.x1) / 30
    assert a.x == pytest.approx(tick.x1 - 5 * per_day)
    assert a.right == pytest.approx(tick.x1 + 10 * per_day)
    assert b.width == pytest.approx(a.width)


def test_optional_ones_are_outlines_and_those_elsewhere_are_hatched() -> None:
    usual, optional, elsewhere = bars(
        one(visit("a"), visit("b", 60, optional=True), visit("c", 90, place=Place.ELSEWHERE))
    )
    assert usual.fill == "accentSoft"
    assert (optional.fill, bool(optional.dash)) == (None, True)
    assert elsewhere.hatch is not None


def test_a_series_is_dots_and_an_arrow_when_it_never_ends() -> None:
    ending = visit("s", 7, repeat=Repeat(Offset(7, "d"), "day0", Offset(28, "d")), window=Window(0, 0))
    dots = [i for i in one(ending).items if isinstance(i, Disc)]
    assert len(dots) == 4 + 1  # and the one of the key
    endless = visit("s", 365, repeat=Repeat(Offset(1, "y")), window=Window(0, 0))
    assert "for life" in one(endless).texts
    assert "for life" not in one(ending).texts


def test_anchors_are_named_where_something_hangs_on_them() -> None:
    assert "discharge" not in one(visit()).texts
    picture = one(visit("a", 3, anchor="discharge"), visit("m", 1, anchor="mobilisation"))
    assert {"discharge", "start of mobilisation", "Day 0"} <= set(picture.texts)
    tick, early = targets(picture)
    zero = next(i for i in picture.items if isinstance(i, Line) and i.width == 2 and i.colour == "text" and i.y1 == 18)
    assert early.x1 < zero.x1 < tick.x1


def test_the_hit_says_the_rule_in_words() -> None:
    (hit,) = one(visit("a", 30)).hits
    assert hit.text == "a: 30 days after Day 0, −5 to +10 days, In the unit"


def test_the_note_says_what_is_assumed() -> None:
    protocol = Catalogue().protocol("ahsct-ms")
    assert "discharge drawn on Day +18" in note(protocol, wording("en"))
    assert "mobilisation" not in note(protocol, wording("en"))
    assert "dimissione" in note(protocol, wording("it"))


def test_odd_protocols_are_drawn_too() -> None:
    assert one(visit("early", -60)).hits
    assert one(visit("late", 36000)).hits
    assert one(visit("same", 0, window=Window(0, 0))).hits
    assert one(visit("life", 1, repeat=Repeat(Offset(50, "y")), window=Window(0, 0))).hits


@settings(
    max_examples=max(15, settings.default.max_examples // 20),
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(tame(), st.floats(300, 1600))
def test_any_sound_protocol_is_drawn_inside_its_picture(protocol: FollowUpProtocol, width: float) -> None:
    assume(not list(check_whole(protocol)))
    picture = layout(protocol, width, measure, wording("it"))
    assert [hit.id for hit in picture.hits] == [item.id for item in protocol.items]
    for item in picture.items:
        if isinstance(item, Rect):
            assert item.x >= 0
            assert item.right <= width + 0.001
        if isinstance(item, Line):
            assert min(item.x1, item.x2) >= 0
            assert max(item.x1, item.x2) <= width
        assert not isinstance(item, Disc) or item.x <= width
