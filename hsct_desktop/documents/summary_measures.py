"""Outcome measures on the patient summary: latest values, then the verdicts with what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportlab.platypus import Flowable

from hsct_desktop.documents.inputs import SummaryData
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import BULLET
from hsct_desktop.documents.summary_words import Limits, together
from hsct_desktop.documents.tables import Section
from hsct_desktop.documents.text import bold, bullet, clipped, joined

_MOST: Final = 240
"""Characters of a line."""


def measures(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The section; left out where no measure was recorded."""
    if not data.measures:
        return
    points = [
        joined([bold(clipped(score.title, limits.text)), clipped(score.text, _MOST)], ": ") if score.text else
        bold(clipped(score.title, limits.text))
        for score in data.measures
    ]  # fmt: skip
    bullets = [bullet(point, BULLET, width) for point in points]
    yield from together(Section(words.text("measure.title"), "", width), *bullets[:2])
    yield from bullets[2:]
