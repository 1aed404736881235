"""The picture of outcome measures: every value has its mark, nothing leaves the picture, scales hold their values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.pictures.disability_facts import DisabilityFacts, Drug, Series
from hsct_desktop.pictures.measure_facts import CourseValue, Level, MeasureCourse, MeasureFacts
from hsct_desktop.pictures.measures import PAPER, SCREEN, Range, Style, layout, legend, nice_step, scale, summary
from hsct_desktop.pictures.primitives import Line, Picture, Text

DAY0 = date(2024, 3, 1)
TODAY = date(2026, 11, 20)


def width_of(text: str, size: float, bold: bool) -> float:
    return len(text) * size * (0.68 if bold else 0.62)


def course(name: str, *values: tuple[int, float], **more: object) -> MeasureCourse:
    found = tuple(
        CourseValue(DAY0 + timedelta(days=day), value, f"{value:g}", f"{name} {value:g}", str(number))
        for number, (day, value) in enumerate(values)
    )
    return MeasureCourse(name, name, found, **more)  # type: ignore[arg-type]


def facts(*courses: MeasureCourse, day0: date | None = DAY0, missing: tuple[str, ...] = ()) -> MeasureFacts:
    series = tuple(Series(c.id, c.name, "", tuple((v.on, v.value) for v in c.values)) for c in courses)
    drugs = (Drug(1, "Mycophenolate", PartialDate(2015, 2), PartialDate(2021, 6)),)
    return MeasureFacts(DisabilityFacts(TODAY, day0, drugs=drugs, series=series), courses, missing)


SKIN = course(
    "mrss", (-30, 28), (200, 22), (400, 15), latest="15 (−13)", better="lower is better", baseline=28.0,
    band=(23.0, 33.0), floor=0.0, ceiling=51.0,
)  # fmt: skip
LAB = course("lab_C3", (-10, 0.4), (300, 1.1), reference=(0.9, 1.8), floor=0.0)
GUT = course("cdai", (-5, 340), (100, 120), levels=(Level(150.0, "remission"), Level(5000.0, "far off")), floor=0.0)


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("wide", [420.0, 900.0])
@pytest.mark.parametrize("range_", list(Range))
def test_every_value_is_marked_and_nothing_leaves_the_picture(language: str, wide: float, range_: Range) -> None:
    shown = facts(SKIN, LAB, GUT, missing=("DLCO",))
    for style in (SCREEN, PAPER):
        picture = layout(shown, wide, width_of, wording(language), range_, height=500, style=style)
        ids = {hit.id for hit in picture.hits}
        assert ids >= {"mrss:0", "mrss:2", "lab_C3:1", "cdai:1"}
        assert all(hit.y >= -1 and hit.y + hit.height <= picture.height + 1 for hit in picture.hits)
        assert all(_ends(text) <= wide + 1 for text in _texts(picture))


def _texts(picture: Picture) -> list[Text]:
    return [item for item in picture.items if isinstance(item, Text)]


def _ends(text: Text) -> float:
    wide = width_of(text.text, text.size, text.bold)
    return text.x + {"start": wide, "middle": wide / 2, "end": 0.0}[text.anchor]


def test_old_drugs_stand_only_in_all_years() -> None:
    def names(range_: Range) -> bool:
        return "Mycophenolate" in " ".join(layout(facts(SKIN), 900, width_of, wording("en"), range_).texts)

    assert names(Range.ALL)
    assert not names(Range.SINCE)


def test_baseline_and_band_begin_at_day0() -> None:
    dashes = [
        item for item in layout(facts(SKIN), 900, width_of, wording("en"), Range.SINCE).items
        if isinstance(item, Line) and item.colour == "s5"
    ]  # fmt: skip
    pole = next(
        item for item in layout(facts(SKIN), 900, width_of, wording("en"), Range.SINCE).items
        if isinstance(item, Line) and item.colour == "text" and item.x1 == item.x2
    )  # fmt: skip
    assert [round(line.x1, 3) for line in dashes] == [round(pole.x1, 3)]
    before = layout(facts(SKIN, day0=None), 900, width_of, wording("en"), Range.SINCE)
    assert not [item for item in before.items if isinstance(item, Line) and item.colour == "s5"]


@pytest.mark.parametrize("width", [420.0, 640.0, 1000.0])
@pytest.mark.parametrize("style", [SCREEN, PAPER])
def test_words_of_limits_stand_clear_of_values_poles_and_one_another(width: float, style: Style) -> None:
    limits = (Level(7.5, "prednisolone at most 7.5 mg/d"), Level(5.0, "prednisolone at most 5 mg/d"))
    steroid = course("prednisolone", (-60, 20), (40, 9.0), (200, 6.0), levels=limits, floor=0.0)
    picture = layout(facts(steroid), width, width_of, wording("en"), Range.SINCE, height=300, style=style)
    said = [text for text in _texts(picture) if text.colour == "warn"]
    others = [text for text in _texts(picture) if text.colour == "s1"]
    assert others
    assert said or width < 500
    poles = [item.x1 for item in picture.items if isinstance(item, Line) and item.width >= 1.5 and item.x1 == item.x2]
    for text in said:
        assert not any(text.x < pole < _ends(text) for pole in poles)
        rivals = [one for one in (*said, *others) if one is not text and abs(one.y - text.y) < 8]
        assert not any(one.x < _ends(text) and text.x < _ends(one) for one in rivals)


@pytest.mark.parametrize("width", [360.0, 640.0, 1000.0])
@pytest.mark.parametrize("style", [SCREEN, PAPER])
def test_words_of_a_limit_stand_nearest_to_its_own_line(width: float, style: Style) -> None:
    limits = (Level(7.5, "at most 7.5 mg/d", "\u2264 7.5"), Level(5.0, "at most 5 mg/d", "\u2264 5"))
    steroid = course("prednisolone", (-60, 20), (40, 9.0), (200, 6.0), levels=limits, floor=0.0)
    picture = layout(facts(steroid), width, width_of, wording("en"), Range.SINCE, style=style)
    lines = sorted({item.y1 for item in picture.items if isinstance(item, Line) and item.colour == "warn"})
    said = [text for text in _texts(picture) if text.colour == "warn"]
    assert len(lines) == 2
    assert said, "where its words have no room a limit says its number"
    for text in said:
        middle = text.y - text.size * 0.35
        nearest = min(lines, key=lambda line: abs(line - middle))
        assert nearest == lines[0 if "7.5" in text.text else 1]


def test_keys_walk_as_one_reads() -> None:
    hits = layout(facts(SKIN, LAB), 900, width_of, wording("en"), Range.ALL).hits
    kinds = [hit.id.partition(":")[0] for hit in hits if hit.id.partition(":")[0] in ("mrss", "lab_C3", "therapy")]
    assert kinds == ["mrss"] * 3 + ["lab_C3"] * 2 + ["therapy"] * kinds.count("therapy")


@pytest.mark.parametrize("one", [SKIN, LAB, GUT, course("x", (1, 5.0)), course("x", (1, 0.0), floor=0.0)])
def test_a_scale_holds_its_values(one: MeasureCourse) -> None:
    low, high = scale(one)
    assert low < high
    assert all(low <= number <= high for number in one.numbers)
    assert one.floor is None or low >= one.floor
    assert all(level.value not in one.numbers for level in one.levels if level.words == "far off")


def test_steps_are_round() -> None:
    assert [nice_step(raw) for raw in (0.0, 0.3, 1.0, 3.0, 11.0, 60.0)] == [1.0, 0.5, 1.0, 5.0, 20.0, 100.0]


def test_the_key_names_what_is_drawn_and_the_sentence_says_it() -> None:
    english = wording("en")
    assert len(legend(facts(course("x", (1, 5.0))), width_of, english).texts) == 0
    assert len(legend(facts(SKIN, LAB, GUT), width_of, english).texts) == 4
    assert "mrss: 3 values" in summary(facts(SKIN), english)
    assert summary(facts(), english) == english.text("measure.none")
