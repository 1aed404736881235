"""Boxes to tick with a pen, in two columns."""

from __future__ import annotations

from typing import Final

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from hsct_desktop.documents.styles import INK, ROW_TEXT

_BOX: Final = 6.6
_INDENT: Final = 9.4
_SIZE: Final = 7.9
_COLUMN_GAP: Final = 4.0


class CheckBoxes(Flowable):
    """One box an item; an item too long for half the width takes the whole of it and wraps."""

    def __init__(self, items: tuple[str, ...], width: float) -> None:
        super().__init__()
        self.width = width
        self._lines = list(_placed(items, width))
        self.height = len(self._lines) * ROW_TEXT.leading

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The width it was made for and a leading for each line, in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the boxes and their words."""
        canvas: Canvas = self.canv
        canvas.setFont(ROW_TEXT.fontName, _SIZE)
        canvas.setFillColor(INK)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.7)
        half = (self.width + _COLUMN_GAP) / 2
        for number, line in enumerate(self._lines, start=1):
            base = self.height - number * ROW_TEXT.leading + ROW_TEXT.leading - ROW_TEXT.fontSize
            for column, (text, boxed) in enumerate(line):
                if boxed:
                    canvas.rect(column * half + 0.4, base - 0.7, _BOX, _BOX)
                canvas.drawString(column * half + _INDENT, base, text)


def _placed(items: tuple[str, ...], width: float) -> list[list[tuple[str, bool]]]:
    """Lines of at most two texts, each with whether a box stands before it."""
    lines: list[list[tuple[str, bool]]] = []
    half = (width - _COLUMN_GAP) / 2 - _INDENT
    free = False
    for item in items:
        narrow = stringWidth(item, ROW_TEXT.fontName, _SIZE) <= half
        if narrow and free:
            lines[-1].append((item, True))
            free = False
            continue
        wrapped = [item] if narrow else simpleSplit(item, ROW_TEXT.fontName, _SIZE, width - _INDENT)
        lines += [[(text, index == 0)] for index, text in enumerate(wrapped)]
        free = narrow
    return lines
