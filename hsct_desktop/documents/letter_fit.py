"""How a letter is made to fit: first smaller type, then what its sections may give up, last the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hsct_desktop.documents.letter_inputs import Block, Curve, LetterData, LetterSection
from hsct_desktop.documents.letter_type import LEAST_SCALE


@dataclass(frozen=True)
class Rung:
    """A way to set a letter: the scale of its type, the sections told in brief, whether the picture is small."""

    scale: float = 1.0
    brief: frozenset[str] = frozenset()
    small_picture: bool = False

    def blocks(self, section: LetterSection) -> tuple[Block, ...]:
        """What is printed of a section."""
        return section.brief if section.brief is not None and section.id in self.brief else section.blocks


def rungs(data: LetterData) -> Iterator[Rung]:
    """From the whole letter down to the least: box, medicines, plan and call at once are never cut."""
    yield Rung()
    yield Rung(LEAST_SCALE)
    brief: frozenset[str] = frozenset()
    ranked = sorted((s for s in data.sections if s.brief is not None), key=lambda section: section.keep)
    for section in ranked:
        brief |= {section.id}
        yield Rung(LEAST_SCALE, brief)
    if any(isinstance(block, Curve) for section in data.sections for block in section.blocks):
        yield Rung(LEAST_SCALE, brief, small_picture=True)
