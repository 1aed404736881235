"""The course of disability on paper: the picture with its key, the verdict with its evidence, figures and settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from hsct_desktop.documents.disability_inputs import PrintedComponent, PrintedDisease
from hsct_desktop.documents.drawing import PictureFlowable, paper_measure
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import NOTE
from hsct_desktop.documents.tables import Grid, Section, facts, grid
from hsct_desktop.documents.text import Text, bold, clipped, joined, para
from hsct_desktop.pictures.disability import PAPER, layout, legend
from hsct_desktop.pictures.primitives import PIXELS_PER_POINT

_NAME, _STATE = 30.0, 26.0
"""Widths in mm of a component's name and state."""
_LABEL: Final = 56.0
"""Width in mm of a figure's label."""
_CLIP: Final = 420


def picture(held: PrintedDisease, words: PaperWording, width: float, height: float) -> Iterator[Flowable]:
    """The picture `width` points wide and `height` high, under the key to its marks."""
    pixels = width * PIXELS_PER_POINT
    yield PictureFlowable(legend(held.facts, paper_measure, words.in_tables, PAPER, pixels))
    drawn = layout(
        held.facts, pixels, paper_measure, words.in_tables, height=height * PIXELS_PER_POINT, style=PAPER
    )  # fmt: skip
    yield PictureFlowable(drawn, width)


def verdict(held: PrintedDisease, words: PaperWording, width: float, most: int) -> Iterator[Flowable]:
    """The verdict and its components, each with at most so many pieces of evidence."""
    if not held.verdict:
        yield para(clipped(held.why, _CLIP), NOTE)
        return
    yield Section(f"{held.title}: {held.verdict}", held.span, width)
    if held.why:
        yield para(clipped(held.why, _CLIP), NOTE)
    heads = [words.text(f"disability.paper.{key}") for key in ("component", "state", "evidence")]
    widths = [_NAME * mm, _STATE * mm, width - (_NAME + _STATE) * mm]
    rows: list[Sequence[Text]] = [
        [bold(part.title), bold(part.said), _evidence(part, words, most)] for part in held.components
    ]
    yield grid(heads, rows, widths)


def _evidence(part: PrintedComponent, words: PaperWording, most: int) -> Text:
    """The sentence, then what it rests on: the first and the last pieces where there are too many."""
    shown = list(part.evidence)
    if len(shown) > most:
        left = len(shown) - most
        half = max(most // 2, 1)
        shown = [*shown[:half], words.text("document.and_more", n=left), *shown[len(shown) - (most - half) :]]
    said: list[Text] = [f"{part.why}."] if part.why else []
    return joined([*said, "; ".join(shown)], " ") if shown else joined(said, " ")


def figures(held: PrintedDisease, width: float) -> Iterator[Flowable]:
    """The figures in two columns."""
    if held.figures:
        pairs: list[tuple[str, Text]] = [(label, bold(value)) for label, value in held.figures]
        table: Grid = facts(pairs, width, _LABEL * mm)
        yield Spacer(1, 4)
        yield table


def notes(held: PrintedDisease, words: PaperWording, most: int) -> Iterator[Flowable]:
    """The settings that made the result, and at most so many rows of the literature beside the patient's group."""
    yield Spacer(1, 4)
    yield para(words.text("disability.settings", settings=held.settings), NOTE)
    if held.literature and most:
        shown = [clipped(row, _CLIP) for row in held.literature[:most]]
        yield para(joined([bold(words.text("disability.paper.literature")), " · ".join(shown)], " "), NOTE)
