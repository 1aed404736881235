"""The canvas of all documents: page x of y, bookmarks, page labels, and a ground on which the page is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from hsct_desktop.documents.shaping import ShapedText

FootDrawer = Callable[[Canvas, int, int], None]
Drawer = Callable[[Canvas], None]


class PageCanvas(Canvas):
    """Keeps the pages until their number is known, then writes each with its foot, its ground and its bookmarks.

    A document without any heading has one bookmark, its title.
    """

    def __init__(self, *args: Any, foot: FootDrawer, title: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._draw_foot = foot
        self._whole = title
        self._kept: list[dict[str, Any]] = []
        self._marks: list[tuple[str, float]] = []
        self._grounds: list[Drawer] = []
        self._across: list[Drawer] = []

    def beginText(self, x: float = 0, y: float = 0, direction: Any = None) -> ShapedText:
        """A text object that draws scripts which the shipped fonts lack as well."""
        return ShapedText(self, x, y, direction=direction)

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
        self._marks, self._grounds, self._across = [], [], []
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        """Write all pages, then the file."""
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
        self._code: list[str] = []
        self.saveState()
        for drawer in drawers:
            drawer(self)
        self.restoreState()
        self._code += above


def bookmark(canvas: Canvas, title: str) -> None:
    """A bookmark to here where the canvas keeps any."""
    if isinstance(canvas, PageCanvas):
        canvas.mark(title)
