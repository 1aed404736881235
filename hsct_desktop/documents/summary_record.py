"""The last pages of a patient summary: the whole record as tables, cut only where six pages do not hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from reportlab.platypus import Flowable

from hsct_desktop.documents.letter_blocks import Pieces
from hsct_desktop.documents.letter_inputs import Block, LetterSection, Rows, Words
from hsct_desktop.documents.letter_type import letter_type
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.text import bold

_ACCENT: Final = "#173F4F"


def record(
    sections: Sequence[LetterSection], words: PaperWording, width: float, most_rows: int
) -> dict[str, list[Flowable]]:
    """The sections by their id, in their order, with at most so many rows in a table."""
    pieces = Pieces(letter_type(1.0, False, _ACCENT), words, width, small=True)
    return {one.id: list(pieces.section(one, list(_cut(one.blocks, words, most_rows)))) for one in sections}


def _cut(blocks: Sequence[Block], words: PaperWording, most: int) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Rows) and len(block.rows) > most:
            yield replace(block, rows=block.rows[:most])
            yield Words(bold(words.text("document.and_more_items", n=len(block.rows) - most)))
        else:
            yield block
