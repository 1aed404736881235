"""The course of the patient summary: the timeline picture and the key to its marks."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.drawing import PictureFlowable, paper_measure
from hsct_desktop.pictures.primitives import (
    PIXELS_PER_POINT,
    Disc,
    Item,
    Picture,
    Rect,
    Text,
    centred_text,
    cross,
    diamond,
    shifted,
)
from hsct_desktop.pictures.timeline import PAPER, TimelineFacts, layout

_KEY_HEIGHT = 15.0
_KEY_SIZE = 7.0


def course_picture(facts: TimelineFacts, words: Wording, width: float, most: float) -> Iterator[Flowable]:
    """The timeline, `width` points wide and at most about `most` points high, and its key where visits are drawn."""
    pixels = width * PIXELS_PER_POINT
    picture = layout(facts, pixels, paper_measure, words, height=most * PIXELS_PER_POINT, style=PAPER)
    yield PictureFlowable(picture, width)
    if facts.visits:
        yield PictureFlowable(Picture(pixels, _KEY_HEIGHT, tuple(_key(words, PAPER.gutter))), width)


def _key(words: Wording, left: float) -> Iterator[Item]:
    """The marks of the visits, each with its word, from `left` on in pixels."""
    middle = _KEY_HEIGHT / 2 + 1
    x = left
    marks: dict[str, tuple[float, tuple[Item, ...]]] = {
        "window": (18, (Rect(0, middle - 3, 18, 6, None, "text", 2),)),
        "kept": (6, (Disc(3, middle, 3, "text"),)),
        "missed": (7, cross(3.5, middle, 7, "text", 1.75)),
        "booked": (8, (diamond(4, middle, 8, "text"),)),
    }
    for name, (size, items) in marks.items():
        yield from shifted(items, x, 0)
        label = words.text(f"document.summary.key.{name}")
        yield centred_text(x + size + 5, middle, label, Text(0, 0, "", "muted", _KEY_SIZE))
        x += size + 5 + paper_measure(label, _KEY_SIZE, False) + 16
