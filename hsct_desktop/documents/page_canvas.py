"""The canvas of all documents: page x of y, bookmarks, page labels, and a ground on which the page is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, Final

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from hsct_desktop.documents.operators import fill, length, stroke
from hsct_desktop.documents.shaping import ShapedText
from hsct_desktop.documents.shared_font import Letters, SharedFont

FootDrawer = Callable[[Canvas, int, int], None]
Drawer = Callable[[Canvas], None]

_ROUND: Final = 0.5522847
"""How far the handles of a quarter of a circle reach, as a share of its radius."""
_PAINTS: Final = {(False, False): "n", (False, True): "f*", (True, False): "S", (True, True): "B*"}


class PageCanvas(Canvas):
    """Keeps the pages until their number is known, then writes each with its foot, its ground and its bookmarks.

    A document without any heading has one bookmark, its title. What documents draw most is written in one step.
    """

    _doc: Any
    _extgstate: Any
    _code: list[str]
    _currentMatrix: tuple[float, float, float, float, float, float]

    def __init__(self, *args: Any, foot: FootDrawer, title: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._draw_foot = foot
        self._whole = title
        self._kept: list[dict[str, Any]] = []
        self._marks: list[tuple[str, float]] = []
        self._grounds: list[Drawer] = []
        self._across: list[Drawer] = []
        self._letters: dict[str, tuple[Letters, str]] = {}
        self._waiting: list[Drawer] = []

    def beginText(self, x: float = 0, y: float = 0, direction: Any = None) -> ShapedText:
        """A text object that draws scripts which the shipped fonts lack as well."""
        return ShapedText(self, x, y, direction=direction)

    def letters(self, font: str) -> tuple[Letters, str] | None:
        """How letters of a shipped font stand in this PDF, and its name there; None for a font of another kind."""
        found = self._letters.get(font)
        if found is None:
            shared = getFont(font)
            if not isinstance(shared, SharedFont):
                return None
            letters = Letters(shared, self._doc)
            found = self._letters[font] = letters, str(shared.getSubsetInternalName(0, self._doc))
        return found

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:
        """The colour of areas and text that follow."""
        if alpha is None and _is_opaque(aColor, self._extgstate):
            self._fillColorObj = aColor
            self._code.append(fill(aColor))
        else:
            super().setFillColor(aColor, alpha)

    def setStrokeColor(self, aColor: Any, alpha: float | None = None) -> None:
        """The colour of lines that follow."""
        if alpha is None and _is_opaque(aColor, self._extgstate):
            self._strokeColorObj = aColor
            self._code.append(stroke(aColor))
        else:
            super().setStrokeColor(aColor, alpha)

    def setLineWidth(self, width: float) -> None:
        """The width in points of lines that follow."""
        self._lineWidth = width
        self._code.append(f"{length(width)} w")

    def translate(self, dx: float, dy: float) -> None:
        """Move the origin."""
        a, b, c, d, e, f = self._currentMatrix
        self._currentMatrix = (a, b, c, d, dx * a + dy * c + e, dx * b + dy * d + f)
        self._code.append(f"1 0 0 1 {length(dx)} {length(dy)} cm")

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line."""
        self._code.append(f"n {length(x1)} {length(y1)} m {length(x2)} {length(y2)} l S")

    def circle(self, x_cen: float, y_cen: float, r: float, stroke: float = 1, fill: float = 0) -> None:
        """A circle of four curves."""
        k = r * _ROUND
        points = ((r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0))
        curves = (
            " ".join(length(y_cen + part if odd % 2 else x_cen + part) for odd, part in enumerate(curve)) + " c"
            for curve in points
        )
        self._code.append(f"n {length(x_cen + r)} {length(y_cen)} m {' '.join(curves)} h")
        self._code.append(_PAINTS[bool(stroke), bool(fill)])

    def drawString(self, x: float, y: float, text: str, *args: Any, **options: Any) -> None:
        """A text that begins at (x, y)."""
        if args or options:
            super().drawString(x, y, text, *args, **options)
            return
        writing = self.beginText(x, y)
        writing.put(text)
        self.drawText(writing)

    @property
    def pages(self) -> int:
        """The pages that are finished."""
        return len(self._kept)

    def later(self, drawer: Drawer) -> None:
        """Let something be drawn on this page when the file is saved."""
        self._waiting.append(drawer)

    def mark(self, title: str) -> None:
        """A bookmark to where the canvas's origin now stands on the page."""
        self._marks.append((title, self.absolutePosition(0, 0)[1]))

    def below(self, drawer: Drawer) -> None:
        """Let something be drawn below all that stands on this page, in points from the page's lower left corner."""
        self._grounds.append(drawer)

    def over_ground(self, drawer: Drawer) -> None:
        """Let something be drawn above the page's grounds and below all else."""
        self._across.append(drawer)

    def showPage(self) -> None:
        """Keep the page for later instead of writing it."""
        self._kept.append(dict(self.__dict__))
        self._marks, self._grounds, self._across, self._waiting = [], [], [], []
        self._startPage()  # type: ignore[attr-defined]

    def save_to(self, stream: BinaryIO) -> None:
        """Write the file to another stream than the one that it was made for."""
        for page in self._kept:
            page["_filename"] = stream
        self.save()

    def save(self) -> None:
        """Draw and write all pages, then the file."""
        for index, page in enumerate(self._kept):
            self.__dict__.update(page)
            for drawer in self._waiting:
                drawer(self)
            self._kept[index] = dict(self.__dict__)
        pages, total = self._kept, len(self._kept)
        if pages and not any(page["_marks"] for page in pages):
            pages[0]["_marks"] = [(self._whole, pages[0]["_pagesize"][1])]
        self.addPageLabel(0, style="ARABIC", start=1)
        count = 0
        for number, page in enumerate(pages, start=1):
            self.__dict__.update(page)
            self._draw_foot(self, number, total)
            self._lay_ground()
            for title, top in self._marks:
                count += 1
                self.bookmarkPage(f"part{count}", fit="XYZ", left=0, top=top)
                self.addOutlineEntry(title, f"part{count}")
            super().showPage()
        super().save()

    def _lay_ground(self) -> None:
        """Put what was asked to stand below everything before the rest of the page's code."""
        drawers = [*self._grounds, *self._across]
        if not drawers:
            return
        above: list[str] = self._code
        self._code = []
        self.saveState()
        for drawer in drawers:
            drawer(self)
        self.restoreState()
        self._code += above


def _is_opaque(colour: Any, state: Any) -> bool:
    """Whether neither a colour nor what was drawn before it lets anything through."""
    return type(colour) is Color and colour.alpha == 1 and state is not None and not state._c


def bookmark(canvas: Canvas, title: str) -> None:
    """A bookmark to here where the canvas keeps any."""
    if isinstance(canvas, PageCanvas):
        canvas.mark(title)
