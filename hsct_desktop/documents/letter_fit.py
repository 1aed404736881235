"""How a letter is made to fit: first smaller type, then what its sections may give up, last the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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

    tight: bool = False
    """Whether the rows of tables stand closer: the last thing to try, for a few lines too many."""

    picture_later: bool = False
    """Whether the picture stands after the section that follows it."""

    def ordered(self, sections: tuple[LetterSection, ...]) -> tuple[LetterSection, ...]:
        """The sections in the order in which they are printed."""
        at = next((number for number, section in enumerate(sections) if _is_picture(section)), None)
        if not self.picture_later or at is None:
            return sections
        return (*sections[:at], *sections[at + 1 : at + 2], sections[at], *sections[at + 2 :])

    def blocks(self, section: LetterSection) -> tuple[Block, ...]:
        """What is printed of a section."""
        return section.brief if section.brief is not None and section.id in self.brief else section.blocks


def rungs(data: LetterData) -> Iterator[Rung]:
    """From the whole letter down to the least: box, medicines, plan and call at once are never cut.

    Before anything is cut, the section after the picture may fill the page that the picture leaves half empty.
    """
    yield Rung()
    if data.state.stamp is Stamp.DRAFT:
        yield Rung(pen_room=_LITTLE)
    for step in _steps(data):
        yield step
        if any(_is_picture(section) for section in data.sections):
            yield replace(step, picture_later=True)


def _steps(data: LetterData) -> Iterator[Rung]:
    yield Rung(LEAST_SCALE, pen_room=_LITTLE)
    brief: frozenset[str] = frozenset()
    for section in sorted((s for s in data.sections if s.brief is not None), key=_worth):
        brief |= {section.id}
        yield Rung(LEAST_SCALE, brief, pen_room=_LITTLE)
    small = any(_is_picture(section) for section in data.sections)
    if small:
        yield Rung(LEAST_SCALE, brief, small_picture=True, pen_room=_LITTLE)
    yield Rung(LEAST_SCALE, brief, small_picture=small, pen_room=_LITTLE, tight=True)


def given_back(data: LetterData, rung: Rung) -> tuple[str, ...]:
    """The sections that a rung tells in brief, those that a letter gives up last first.

    Where the page before the picture ends in white, one of them may be told in full at no cost.
    """
    short = [section for section in data.sections if section.id in rung.brief]
    return tuple(section.id for section in sorted(short, key=_worth, reverse=True))


def _worth(section: LetterSection) -> tuple[int, bool]:
    """How long a section is kept whole; of equals a picture gets small before words are left out."""
    return section.keep, not _is_picture(section)


def _is_picture(section: LetterSection) -> bool:
    return bool(section.blocks) and isinstance(section.blocks[0], Curve)
