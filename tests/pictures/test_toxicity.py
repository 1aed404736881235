"""The toxicity picture: grade as height and number, systems in their order, what is apart and what gives way."""

from dataclasses import replace

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.adverse_event import Grade, Outcome
from hsct_desktop.pictures.primitives import Hit, Line, Picture, Rect, Text
from hsct_desktop.pictures.timeline import axis_for
from hsct_desktop.pictures.toxicity import HEIGHTS, PAPER, SCREEN, ToxicityFacts, layout, summary
from tests.pictures.course import COURSE, day, width_of
from tests.pictures.toxicities import BLOOD, EPISODES, GUT, INVESTIGATIONS, TOXICITY

EN, IT = wording("en"), wording("it")
WIDTH = 1225.0


def drawn(facts: ToxicityFacts = TOXICITY, **options: object) -> Picture:
    return layout(facts, WIDTH, width_of, EN, **options)  # type: ignore[arg-type]


def only(*ids: int) -> ToxicityFacts:
    return replace(TOXICITY, course=replace(TOXICITY.course, episodes=tuple(e for e in EPISODES if e.id in ids)))


def bars(picture: Picture, part: str = "fill") -> list[tuple[int, Rect]]:
    found = [i for i in picture.items if isinstance(i, Rect) and i.fill and i.fill.startswith("grade")]
    return [(int(i.fill[5]), i) for i in found if i.fill and i.fill.endswith(part)]


def hit(picture: Picture, id: str) -> Hit:
    return next(h for h in picture.hits if h.id == id)


def height_of(picture: Picture, text: str) -> float:
    return next(i.y for i in picture.items if isinstance(i, Text) and i.text == text)


def test_a_bar_is_as_high_as_its_grade_stands_on_its_row_and_carries_its_digit() -> None:
    picture = drawn(only(2))
    found = bars(picture)
    assert [grade for grade, _ in found] == [1, 2, 3, 2, 1]
    assert [bar.height for _, bar in found] == [HEIGHTS[g] for g in (1, 2, 3, 2, 1)]
    assert len({round(bar.bottom, 6) for _, bar in found}) == 1
    digits = [t for t in picture.items if isinstance(t, Text) and t.colour.startswith("grade")]
    for (grade, bar), digit in zip(found, digits, strict=True):
        assert digit.text == str(grade)
        assert bar.x < digit.x < bar.right
        assert bar.y < digit.y <= bar.bottom


def test_bars_lie_over_their_days() -> None:
    picture, axis = drawn(only(1)), axis_for(COURSE, WIDTH, style=SCREEN)
    ((_, bar),) = bars(picture)
    assert (bar.x, bar.right) == pytest.approx((axis.x(5.5), axis.x(10.5)))


def test_systems_stand_by_their_worst_grade_and_what_was_expected_puts_none_first() -> None:
    picture = drawn()
    assert height_of(picture, BLOOD) < height_of(picture, GUT) < height_of(picture, INVESTIGATIONS)


def test_expected_cytopenias_are_drawn_at_half_strength_with_dashes_and_their_digits() -> None:
    picture = drawn(only(5))
    half = bars(picture, "half")
    assert [grade for grade, _ in half] == [2, 3, 4]
    assert all(bar.dash for _, bar in half)
    assert not bars(picture)
    assert [t.text for t in picture.items if isinstance(t, Text) and t.colour.endswith("halfText")] == ["2", "3", "4"]
    assert "expected in aplasia" in hit(picture, "episode:5").text


def test_after_engraftment_a_low_count_is_drawn_in_full() -> None:
    late = replace(next(e for e in EPISODES if e.id == 5), end=day(30))
    picture = drawn(replace(TOXICITY, course=replace(TOXICITY.course, episodes=(late,))))
    assert [grade for grade, _ in bars(picture)] == [4], "the last grade lasts beyond engraftment"
    assert [grade for grade, _ in bars(picture, "half")] == [2, 3]


def test_a_baseline_toxicity_stands_apart_behind_the_others() -> None:
    picture = drawn()
    heading = height_of(picture, "Before the transplant (baseline)")
    assert heading > max(height_of(picture, soc) for soc in (BLOOD, GUT, INVESTIGATIONS))
    assert height_of(picture, "Spasticity") > heading
    assert "there before the transplant" in hit(picture, "episode:8").text


def test_a_gap_in_an_episode_stays_open() -> None:
    first, second = (bar for _, bar in bars(drawn(only(9))))
    axis = axis_for(COURSE, WIDTH, style=SCREEN)
    assert first.right == pytest.approx(axis.x(40.5))
    assert second.x == pytest.approx(axis.x(59.5))


def test_conditioning_and_atg_are_shaded_and_named() -> None:
    picture, axis = drawn(), axis_for(COURSE, WIDTH, style=SCREEN)
    shades = [i for i in picture.items if isinstance(i, Rect) and i.fill == "sunken" and i.height > 100]
    assert (shades[0].x, shades[0].right) == pytest.approx((axis.x(-6.5), axis.x(-0.5)))
    assert (shades[1].x, shades[1].right) == pytest.approx((axis.x(0.5), axis.x(2.5)))
    assert {"Conditioning", "ATG", "Treatment"} <= set(picture.texts)


def test_poles_of_day0_engraftment_and_discharge_go_through() -> None:
    picture, axis = drawn(), axis_for(COURSE, WIDTH, style=SCREEN)
    poles = [i for i in picture.items if isinstance(i, Line) and i.x1 == i.x2 and i.y2 == picture.height]
    for number in (0, 11, 19):
        assert any(pole.x1 == pytest.approx(axis.x(number)) for pole in poles), number
    assert "discharge" in picture.texts


def test_two_versions_are_named_and_kept_apart() -> None:
    other = replace(EPISODES[1], id=20, ctcae_version="6.0")
    picture = drawn(replace(TOXICITY, course=replace(TOXICITY.course, episodes=(EPISODES[2], other))))
    assert {f"{GUT} (CTCAE v5.0)", f"{GUT} (CTCAE v6.0)"} <= set(picture.texts)
    assert GUT in drawn(only(2, 3)).texts


def test_under_a_height_the_mildest_rows_give_way_and_are_counted() -> None:
    whole, cut = drawn(), drawn(height=300)
    assert cut.height <= 320 < whole.height
    assert "Febrile neutropenia" in cut.texts
    more = [t for t in cut.texts if t.endswith(" more")]
    assert more
    assert int(more[0].split()[0]) + sum(h.id.startswith("episode") for h in cut.hits) == len(EPISODES)


def test_death_is_marked_on_paper_where_4_and_5_are_both_black() -> None:
    fatal = replace(EPISODES[0], grades=(replace(EPISODES[0].grades[0], grade=Grade.DEATH),), outcome=Outcome.FATAL)
    facts = replace(TOXICITY, course=replace(TOXICITY.course, episodes=(fatal,)))
    screen, paper = (drawn(facts, style=style) for style in (SCREEN, PAPER))
    assert len(paper.items) > len(screen.items)


def test_no_toxicity_is_said() -> None:
    nobody = ToxicityFacts(replace(COURSE, episodes=()))
    assert "no toxicity recorded" in drawn(nobody).texts
    assert summary(nobody, IT) == IT.text("picture.none.toxicity")
    assert "9 toxicities" in summary(TOXICITY, EN)


def test_names_of_terms_are_whole_in_the_gutter() -> None:
    picture = drawn()
    assert "Neutrophil count decreased" in picture.texts
