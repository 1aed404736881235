"""The pictures of values and toxicities on paper: what the trend sheet and the patient summary share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportlab.platypus import Flowable

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.drawing import PictureFlowable, paper_measure
from hsct_desktop.domain.transfusion import BloodProduct
from hsct_desktop.pictures import toxicity as toxic
from hsct_desktop.pictures import trend as trends
from hsct_desktop.pictures.primitives import (
    PIXELS_PER_POINT,
    Disc,
    Item,
    Picture,
    Polyline,
    Rect,
    Text,
    centred_text,
    cross,
    shifted,
)
from hsct_desktop.pictures.toxicity import ToxicityFacts
from hsct_desktop.pictures.trend import TrendFacts, TrendSeries

_KEY_HEIGHT, _KEY_SIZE = 15.0, 7.0


def plots_on(facts: TrendFacts, height: float) -> int:
    """How many plots a height in points holds beside head, drugs and key."""
    drugs = min(len(facts.course.therapies), trends.DRUG_ROWS)
    beside = 110.0 + drugs * trends.PAPER.row + (30.0 if facts.transfusions else 0.0)
    return max(2, int((height * PIXELS_PER_POINT - beside) / (trends.LEAST_PLOT + 14)))


def in_pieces(facts: TrendFacts, most: int) -> Iterator[TrendFacts]:
    """The facts in pieces of at most so many plots, evenly filled."""
    series = facts.series
    pages = max(1, -(-len(series) // most))
    each = max(1, -(-len(series) // pages))
    for start in range(0, len(series), each):
        yield replace(facts, series=series[start : start + each])


def trend_picture(
    facts: TrendFacts,
    words: Wording,
    width: float,
    span: tuple[float, float] | None,
    most: float,
    *,
    drugs: bool = True,
) -> Iterator[Flowable]:
    """The trends, `width` points wide and at most about `most` high, and the key to their marks."""
    pixels = width * PIXELS_PER_POINT
    shown = trends.layout(
        facts, pixels, paper_measure, words, trends.Period.ALL, height=most * PIXELS_PER_POINT - _KEY_HEIGHT,
        span=span, style=trends.PAPER, drugs=drugs,
    )  # fmt: skip
    yield PictureFlowable(shown.picture, width)
    yield PictureFlowable(Picture(pixels, _KEY_HEIGHT, tuple(_key(facts, words, pixels, drugs=drugs))), width)


def _key(facts: TrendFacts, words: Wording, pixels: float, *, drugs: bool) -> Iterator[Item]:
    """Each mark with its word: known and unknown way, not detected, and the products that were given."""
    middle = _KEY_HEIGHT / 2 + 1
    marks: list[tuple[str, float, tuple[Item, ...]]] = [
        ("value", 20, (Polyline(((0, middle), (20, middle)), "text", 1.75), Disc(10, middle, 2, "text"))),
        ("unknown", 20, (Polyline(((0, middle), (20, middle)), "text", 1.75, (3, 3)),)),
    ]
    if any(point.is_open for series in facts.series for point in series.points):
        marks.append(("open", 8, (Disc(4, middle, 3.5, "surface", "text"),)))
    if any(series.bands for series in facts.series):
        marks.append(("grade", 14, (Rect(0, middle - 5, 14, 10, "grade3.wash", "muted"),)))
    if any(series.missed for series in facts.series):
        marks.append(("missed", 8, cross(4, middle, 8, "text", 1.75)))
    given = {t.product for t in facts.transfusions} if drugs else set()
    for product in BloodProduct:
        if product in given:
            marks.append((f"product.{product}", 11, trends.transfusion_sign(product, 5.5, middle)))
    labels = [words.text(f"trend.key.{name}") for name, _, _ in marks]
    ends = [
        size + 19 + paper_measure(label, _KEY_SIZE, False) for (_, size, _), label in zip(marks, labels, strict=True)
    ]
    x = max(0.0, min(trends.PAPER.gutter, pixels - sum(ends) + 14))
    for (_, size, items), label in zip(marks, labels, strict=True):
        yield from shifted(items, x, 0)
        yield centred_text(x + size + 5, middle, label, Text(0, 0, "", "muted", _KEY_SIZE))
        x += size + 5 + paper_measure(label, _KEY_SIZE, False) + 14


def toxicity_picture(facts: ToxicityFacts, words: Wording, width: float, most: float) -> Iterator[Flowable]:
    """The toxicities by system, at most about `most` points high, with the key to height and dashes."""
    pixels = width * PIXELS_PER_POINT
    height = most * PIXELS_PER_POINT - _KEY_HEIGHT
    picture = toxic.layout(facts, pixels, paper_measure, words, height=height, style=toxic.PAPER)
    yield PictureFlowable(picture, width)
    key = centred_text(
        toxic.PAPER.gutter, _KEY_HEIGHT / 2 + 1, words.text("toxicity.picture.key"),
        Text(0, 0, "", "muted", _KEY_SIZE),
    )  # fmt: skip
    yield PictureFlowable(Picture(pixels, _KEY_HEIGHT, (key,)), width)


def with_values(series: tuple[TrendSeries, ...]) -> tuple[TrendSeries, ...]:
    """The series that have a value."""
    return tuple(one for one in series if one.points)
