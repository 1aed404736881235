"""The pages of a PDF as pictures and as words to search; PDFium is loaded with the first PDF that is shown."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage

PIXELS_PER_POINT: Final = 96 / 72
"""Size of a point at 100 %."""
_MOST_KEPT: Final = 24
"""So many pictures of pages are kept; scrolling back shows them at once."""
_MOST_FOUND: Final = 999


@dataclass(frozen=True)
class Hit:
    """A place where the words searched for stand: the page from 0 and rectangles in points from its upper left."""

    page: int
    rects: tuple[QRectF, ...]


class PdfPages:
    """A PDF that is open for looking at. Not for other threads: PDFium is used from the window's alone."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        self._pdf: Any = pypdfium2.PdfDocument(content)
        self._sizes = [QSizeF(*self._pdf.get_page_size(number)) for number in range(len(self._pdf))]
        self._kept: OrderedDict[tuple[int, int], QImage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._sizes)

    def size(self, page: int) -> QSizeF:
        """Width and height of a page in points."""
        return self._sizes[page]

    def image(self, page: int, width: int) -> QImage:
        """A page as a picture `width` real pixels wide."""
        key = (page, width)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        image = self._kept[key] = self.rendered(page, width / self._sizes[page].width())
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return image

    def rendered(self, page: int, scale: float) -> QImage:
        """A page as a picture, `scale` real pixels a point; not kept."""
        held = self._pdf[page]
        bitmap = held.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
        form = QImage.Format.Format_RGB32
        image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form).copy()
        bitmap.close()
        held.close()
        return image

    def find(self, words: str) -> list[Hit]:
        """Where words stand, page after page; capitals do not matter. Empty words are found nowhere."""
        wanted = words.strip()
        return [hit for page in range(len(self)) for hit in self._find_on(page, wanted)][:_MOST_FOUND] if wanted else []

    def _find_on(self, page: int, words: str) -> list[Hit]:
        held = self._pdf[page]
        text = held.get_textpage()
        height, hits = self._sizes[page].height(), []
        searcher = text.search(words, match_case=False)
        while (found := searcher.get_next()) is not None:
            number = text.count_rects(*found)
            edges = [text.get_rect(index) for index in range(number)]
            rects = [QRectF(left, height - top, right - left, top - bottom) for left, bottom, right, top in edges]
            hits.append(Hit(page, tuple(rects)))
        searcher.close()
        text.close()
        held.close()
        return hits

    def text(self, page: int) -> str:
        """The words of a page."""
        held = self._pdf[page]
        words: str = held.get_textpage().get_text_range()
        return words

    def close(self) -> None:
        """Let go of the document; a second time is harmless."""
        self._kept.clear()
        self._sizes = []
        if self._pdf is not None:
            self._pdf.close()
        self._pdf = None
