"""The before/after ruler: old above, new below, one scale around the old target."""

from datetime import date, timedelta

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.pictures.move_ruler import (
    REACHES,
    MoveFacts,
    MoveSpan,
    describe_move,
    legend,
    move_header,
    move_ruler,
    reach_for,
)
from hsct_desktop.pictures.primitives import Disc, Line, Polygon, Polyline, Rect

OLD = date(2026, 12, 3)


def span(shift: int, around: int = 7) -> MoveSpan:
    target = OLD + timedelta(days=shift)
    return MoveSpan(target, target - timedelta(days=around), target + timedelta(days=around))


def bars(facts: MoveFacts, reach: int = 35) -> list[Rect]:
    return [item for item in move_ruler(facts, 320, 30, reach).items if isinstance(item, Rect)]


def test_old_above_and_dashed_new_below_and_filled() -> None:
    old, new = bars(MoveFacts(span(0), span(6)))
    assert old.fill is None
    assert old.dash
    assert new.fill
    assert not new.dash
    assert old.bottom <= new.y
    assert new.x > old.x
    assert new.width == pytest.approx(old.width)


def test_the_old_target_stands_in_the_middle() -> None:
    ticks = [i for i in move_ruler(MoveFacts(span(0), span(6)), 320).items if isinstance(i, Line) and i.width == 2]
    assert ticks[0].x1 == pytest.approx(160)
    assert ticks[1].x1 - ticks[0].x1 == pytest.approx(6 * (320 - 16) / 71)


def test_a_window_that_leaves_the_scale_ends_in_an_arrowhead() -> None:
    long = move_ruler(MoveFacts(span(0, 60), span(6, 60)), 320)
    assert sum(isinstance(item, Polyline) for item in long.items) == 4


def test_ring_diamond_cross_and_dot() -> None:
    ring = MoveFacts(span(0), span(3), nearest_open=OLD + timedelta(days=4))
    assert any(isinstance(i, Disc) and i.fill == "surface" for i in move_ruler(ring, 320).items)
    booked = MoveFacts(span(0), span(3), booked=OLD)
    assert sum(isinstance(i, Polygon) for i in move_ruler(booked, 320).items) == 2
    gone = [i for i in move_ruler(MoveFacts(span(0), None), 320).items if isinstance(i, Polyline)]
    assert [i.colour for i in gone] == ["danger", "danger"]
    kept = move_ruler(MoveFacts(span(0), None, kept=True), 320).items
    assert [i.fill for i in kept if isinstance(i, Disc)] == ["success"]
    assert move_ruler(MoveFacts(None, None), 320).items == ()


def test_a_fixed_day_has_an_arrow_from_old_to_new() -> None:
    fixed = move_ruler(MoveFacts(span(0, 0), span(6, 0)), 320)
    assert not [i for i in fixed.items if isinstance(i, Rect)]
    assert [i for i in fixed.items if isinstance(i, Polyline)]


@pytest.mark.parametrize(("shift", "reach"), [(6, 35), (-28, 35), (29, 70), (100, 140), (-300, 420), (3000, 420)])
def test_the_scale_is_as_wide_as_the_furthest_move(shift: int, reach: int) -> None:
    assert reach_for([MoveFacts(span(0), span(shift)), MoveFacts(None, span(900))]) == reach


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize("width", [60.0, 160.0, 330.0])
def test_no_label_of_the_axis_touches_another(reach: int, width: float) -> None:
    def measure(text: str, size: float, _bold: bool) -> float:
        return len(text) * size * 0.75

    texts = sorted((t.x, t.text) for t in move_header(width, 25, reach, wording("en"), measure).items)  # type: ignore[union-attr]
    for (left, a), (right, b) in zip(texts, texts[1:], strict=False):
        assert left + len(a) * 3 < right - len(b) * 3


def test_in_words() -> None:
    words = describe_move(MoveFacts(span(0), span(6, 0), booked=OLD), wording("en")).replace("\u00a0", " ")
    assert words == "before 03 Dec 2026 (26 Nov – 10 Dec 2026); after 09 Dec 2026 (09 Dec 2026); booked 03 Dec 2026"
    assert set(legend()) == {"before", "after", "booked", "open_day"}
