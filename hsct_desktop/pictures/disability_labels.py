"""Finds room for words beside marks: no label covers another, a mark or the line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        """Whether two boxes share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass
class Taken:
    """What already stands in a plot, by left edge; `_widest` bounds how far back a search must go."""

    boxes: list[Box] = field(default_factory=list)
    _lefts: list[float] = field(default_factory=list)
    _widest: float = 0.0

    def add(self, *boxes: Box) -> None:
        """Take room."""
        for box in boxes:
            place = bisect_left(self._lefts, box.left)
            self._lefts.insert(place, box.left)
            self.boxes.insert(place, box)
            self._widest = max(self._widest, box.right - box.left)

    def is_free(self, box: Box) -> bool:
        """Whether nothing stands there; only boxes near it are looked at, so that long courses stay quick."""
        first = bisect_left(self._lefts, box.left - self._widest)
        last = bisect_left(self._lefts, box.right)
        top, bottom, left = box.top, box.bottom, box.left
        return not any(
            other.right > left and other.top < bottom and top < other.bottom for other in self.boxes[first:last]
        )

    def place(self, candidates: Iterable[Box]) -> Box | None:
        """The first candidate that is free, now taken; None when there is none."""
        for box in candidates:
            if self.is_free(box):
                self.add(box)
                return box
        return None
