"""The two boxes of a letter: what to read first (tinted, a bar at its left) and what to act on (framed)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from hsct_desktop.documents.letter_inputs import Box
from hsct_desktop.documents.letter_type import LetterType
from hsct_desktop.documents.page_canvas import PageCanvas
from hsct_desktop.documents.styles import INK, TINT
from hsct_desktop.documents.text import Markup, Text, bold, bullet, fitted, joined, para, printable

_PAD: Final = 9.4
_PAD_RIGHT: Final = 6.0
_ABOVE, _BELOW = 4.2, 5.2
_DASH: Final = "\u2013"
_ENDS: Final = ".:;!?\u2026"


class BoxFlowable(Flowable):
    """Paragraphs on a ground; between them it may break over a page."""

    def __init__(self, parts: Sequence[Flowable], width: float, accent: Color | None) -> None:
        super().__init__()
        self.parts, self.width, self.accent = list(parts), width, accent
        self.heights = [part.wrap(width - _PAD - _PAD_RIGHT, 1e6)[1] for part in self.parts]
        self.height = sum(self.heights) + _ABOVE + _BELOW

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def getSpaceBefore(self) -> float:
        """Room above."""
        return 4.0

    def getSpaceAfter(self) -> float:
        """None: what follows keeps its own distance."""
        return 0.0

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The parts that fit and the rest; a part higher than the page is split itself."""
        room, fitting = available_height - _ABOVE - _BELOW, 0
        while fitting < len(self.parts) and self.heights[fitting] <= room:
            room -= self.heights[fitting]
            fitting += 1
        pieces = self._cut(fitting, room)
        first = [*self.parts[:fitting], *pieces[:1]]
        if len(first) < 2 and not pieces:
            return []
        rest = [*pieces[1:], *self.parts[fitting + (1 if pieces else 0) :]]
        return [BoxFlowable(part, self.width, self.accent) for part in (first, rest) if part]

    def _cut(self, index: int, room: float) -> list[Flowable]:
        if index >= len(self.parts):
            return []
        return list(self.parts[index].split(self.width - _PAD - _PAD_RIGHT, room))

    def draw(self) -> None:
        """The ground below the page's mark, then the words."""
        canvas: Canvas = self.canv
        if self.accent is None:
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(1.2)
            canvas.rect(0.6, 0.6, self.width - 1.2, self.height - 1.2, stroke=1, fill=0)
        else:
            self._tint(canvas)
            canvas.setFillColor(self.accent)
            canvas.rect(0, 0, 2.2, self.height, stroke=0, fill=1)
        y = self.height - _ABOVE
        for part, height in zip(self.parts, self.heights, strict=True):
            y -= height
            part.drawOn(canvas, _PAD, y)

    def _tint(self, canvas: Canvas) -> None:
        x, y = canvas.absolutePosition(0, 0)
        width, height = self.width, self.height

        def ground(below: Canvas) -> None:
            below.setFillColor(TINT)
            below.rect(x, y, width, height, stroke=0, fill=1)

        if isinstance(canvas, PageCanvas):
            canvas.below(ground)


def read_first(box: Box, type_: LetterType, width: float) -> BoxFlowable:
    """The tinted box: title, then the items with dashes."""
    inner = width - _PAD - _PAD_RIGHT
    items = [bullet(item, type_.bullet, inner, _DASH) for item in box.items if item]
    return BoxFlowable([fitted(box.title, type_.box_title, inner), *items], width, type_.accent)


def act(box: Box, type_: LetterType, width: float) -> BoxFlowable:
    """The framed box: the title runs into the items, as one paragraph."""
    title = box.title if box.title.rstrip()[-1:] in ("", ":") else f"{box.title}:"
    said: list[Text] = [bold(title)] if title else []
    for number, item in enumerate(i for i in box.items if i):
        if number:
            said[-1] = joined([said[-1], "" if _last(said[-1]) in _ENDS else ";"], "")
        said.append(item)
    if said and _last(said[-1]) not in _ENDS:
        said[-1] = joined([said[-1], "."], "")
    return BoxFlowable([para(joined(said, " "), type_.text)], width, None)


def _last(text: Text) -> str:
    whole = "".join(run for run, _ in text.runs) if isinstance(text, Markup) else printable(text)
    return whole.rstrip()[-1:] or "."
