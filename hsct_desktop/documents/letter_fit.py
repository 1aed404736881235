"""How a letter is made to fit: first smaller type, then what its sections may give up, last the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hsct_desktop.documents.letter_inputs import Block, Curve, LetterData, LetterSection, Stamp
from hsct_desktop.documents.letter_type import LEAST_SCALE

_LITTLE: Final = 3.0


@dataclass(frozen=True)
class Rung:
    """A way to set a letter: the scale of its type, the sections told in brief, whether the picture is small."""

    scale: float = 1.0
    brief: frozenset[str] = frozenset()
    small_picture: bool = False
    pen_room: float = 13.0
    """Room in mm to sign a draft by hand; a signed letter has none, so a draft may not become longer by it."""

    def blocks(self, section: LetterSection) -> tuple[Block, ...]:
        """What is printed of a section."""
        return section.brief if section.brief is not None and section.id in self.brief else section.blocks


def rungs(data: LetterData) -> Iterator[Rung]:
    """From the whole letter down to the least: box, medicines, plan and call at once are never cut."""
    yield Rung()
    if data.state.stamp is Stamp.DRAFT:
        yield Rung(pen_room=_LITTLE)
    yield Rung(LEAST_SCALE, pen_room=_LITTLE)
    brief: frozenset[str] = frozenset()
    ranked = sorted((s for s in data.sections if s.brief is not None), key=lambda section: section.keep)
    for section in ranked:
        brief |= {section.id}
        yield Rung(LEAST_SCALE, brief, pen_room=_LITTLE)
    if any(isinstance(block, Curve) for section in data.sections for block in section.blocks):
        yield Rung(LEAST_SCALE, brief, small_picture=True, pen_room=_LITTLE)
