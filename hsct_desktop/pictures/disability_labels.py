"""Finds room for words beside marks: no label covers another, a mark or the line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
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
    """What already stands in a plot, by left edge; `widest` bounds how far back a search must go."""

    boxes: list[Box] = field(default_factory=list)
    _widest: float = 0.0

    def add(self, *boxes: Box) -> None:
        """Take room."""
        for box in boxes:
            self.boxes.insert(bisect_left(self.boxes, box), box)
            self._widest = max(self._widest, box.right - box.left)

    def is_free(self, box: Box) -> bool:
        """Whether nothing stands there; only boxes near it are looked at, so that long courses stay quick."""
        start = bisect_left(self.boxes, Box(box.left - self._widest - 1, -1e9, 0, 0))
        for other in self.boxes[start:]:
            if other.left >= box.right:
                return True
            if box.touches(other):
                return False
        return True

    def place(self, candidates: Iterable[Box]) -> Box | None:
        """The first candidate that is free, now taken; None when there is none."""
        for box in candidates:
            if self.is_free(box):
                self.add(box)
                return box
        return None
