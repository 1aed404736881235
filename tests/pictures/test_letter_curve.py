"""The curve of a letter: every value in figures, the levels in words, what scans tell and what they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hsct_desktop.documents.drawing import paper_measure
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.partial_date import whole
from hsct_desktop.pictures.disability_facts import DisabilityFacts, Drug, Scan, Visit
from hsct_desktop.pictures.letter_curve import letter_curve
from hsct_desktop.pictures.primitives import Disc, Line, Picture, Polygon, Rect, Text
from tests.documents import letter_samples
from tests.pictures.disability_samples import on

WIDTH = 623.6


def drawn(facts: DisabilityFacts, height: float = 170.0, language: str = "it") -> Picture:
    return letter_curve(facts, WIDTH, paper_measure, paper_wording(language, table=True), height, 70.0)


def test_every_value_is_printed_and_the_last_is_the_largest() -> None:
    facts = letter_samples.facts()
    texts = [item for item in drawn(facts).items if isinstance(item, Text)]
    figures = [item for item in texts if "," in item.text and item.text.replace(",", "").isdigit()]
    beside = [item for item in figures if item.x > WIDTH - 122]
    assert len(figures) - len(beside) == len(facts.graded)
    assert [item.text for item in beside] == ["4,5"]
    largest = max(texts, key=lambda item: item.size)
    assert (largest.text, largest.bold) == ("3,0", True)


def test_levels_and_reference_are_words() -> None:
    texts = drawn(letter_samples.facts()).texts
    assert {"un appoggio, 100 m", "500 m senza aiuto", "riferimento", "riferim.", "ricaduta"} <= set(texts)
    assert "RM, attività non nota" not in texts


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_key_is_never_cut(language: str) -> None:
    scans = (
        Scan(1, on("2025-01"), 2, 0),
        Scan(2, on("2025-03-05"), 0, 0),
        Scan(3, on("2025-05-05"), awaited=True, is_done=True),
    )
    texts = drawn(replace(letter_samples.facts(), scans=scans), language=language).texts
    assert paper_wording(language).text("letter.curve.key.unknown") in texts
    assert not [text for text in texts if text.endswith("\u2026")]


@pytest.mark.parametrize("height", [110, 140, 165])
def test_a_dash_of_the_reference_never_reads_as_a_minus(height: float) -> None:
    """A figure near the dashed line stands off it, or has a ground that keeps the dashes away."""
    facts = letter_samples.facts()
    day0 = facts.day0
    assert day0 is not None
    course = ((-20, 2.5), (-7, 3.0), (-2, 3.0), (6, 2.5), (12, 4.0), (18, 4.0))
    low = tuple(Visit(month, whole(add_months(day0, month)), value) for month, value in course)
    items = drawn(replace(facts, visits=low, relapses=()), height).items
    straight = [item for item in items if isinstance(item, Line)]
    (dashes,) = [item for item in straight if item.dash == (4, 3)]
    figures = [item for item in items if isinstance(item, Text) and item.text == "2,5" and item.x > dashes.x1]
    for one in figures:
        half = paper_measure(one.text, one.size, one.bold) / 2 + 5
        grounds = [
            ground for ground in items if isinstance(ground, Rect) and ground.y < dashes.y1 < ground.y + ground.height
        ]
        beside = [ground for ground in grounds if ground.x <= one.x <= ground.x + ground.width]
        assert all(ground.x <= one.x - half + 1 and one.x + half - 1 <= ground.x + ground.width for ground in beside)
    assert len(figures) == 1


def test_the_name_of_a_drug_keeps_clear_of_day_0() -> None:
    facts = letter_samples.facts()
    day0 = facts.day0
    assert day0 is not None
    stop = add_months(day0, -8)
    long = Drug(
        1, "Fumarati (dimetilfumarato, diroximel, monometil) (\u2190 2020)", whole(add_months(stop, -4)), whole(stop)
    )
    texts = [item for item in drawn(replace(facts, drugs=(long,))).items if isinstance(item, Text)]
    (name,) = [item for item in texts if "Fumarati" in item.text]
    (pole,) = [item for item in texts if item.text.startswith("Giorno")]
    assert name.text == "\u2190 Fumarati"
    assert name.anchor == "end" or name.x + paper_measure(name.text, name.size, name.bold) < pole.x


def test_an_edss_near_a_relapse_is_hollow() -> None:
    discs = [item for item in drawn(letter_samples.facts()).items if isinstance(item, Disc)]
    assert [disc.fill for disc in discs].count("surface") == 1


@pytest.mark.parametrize(
    ("scan", "mark"),
    [
        (Scan(1, on("2025-01-05"), 2, 0), "text"),
        (Scan(1, on("2025-01-05"), 0, 0), "surface"),
        (Scan(1, on("2025-01-05"), None, 0), "?"),
        (Scan(1, on("2025-01-05"), None, 3), "text"),
        (Scan(1, on("2027-01-05"), awaited=True), ""),
        (Scan(1, on("2025-01-05"), awaited=True, is_done=True), "?"),
    ],
)
def test_what_a_scan_tells(scan: Scan, mark: str) -> None:
    picture = drawn(replace(letter_samples.facts(), scans=(scan,), relapses=()))
    shapes = [item.fill for item in picture.items if isinstance(item, Polygon)]
    if mark in ("?", ""):
        assert shapes == []
        assert picture.texts.count("?") == 2 * len(mark)
    else:
        assert shapes == [mark] * 2


def test_it_has_the_height_that_was_asked_for_until_the_edss_would_be_unreadable() -> None:
    facts = letter_samples.facts()
    assert drawn(facts, 170.0).height == pytest.approx(170.0)
    assert drawn(facts, 20.0).height > 120


def test_no_figure_stands_on_another() -> None:
    crowd = tuple(Visit(n, on(f"2025-{n:02d}-10"), 3.0 + (n % 3) / 2) for n in range(1, 10))
    facts = replace(letter_samples.facts(), visits=crowd)
    texts = [item for item in drawn(facts, 200).items if isinstance(item, Text) and item.x < WIDTH - 122]
    figures = [item for item in texts if item.text.startswith(("3,", "4,"))]
    assert len(figures) == len(crowd)
    for one in figures:
        close = [o for o in figures if o is not one and abs(o.x - one.x) < 12 and abs(o.y - one.y) < 6]
        assert close == []


@pytest.mark.parametrize("facts", [
    DisabilityFacts(letter_samples.facts().today, visits=(Visit(1, on("2020"), 6.5), Visit(2, on("2021-03"), 9.5))),
    DisabilityFacts(letter_samples.facts().today),
], ids=["no Day 0", "nothing"])  # fmt: skip
def test_little_is_drawn_too(facts: DisabilityFacts) -> None:
    texts = drawn(facts).texts
    assert "EDSS" in texts
    assert {text for text in texts if text in ("6,5", "9,5")} == ({"6,5", "9,5"} if facts.visits else set())
