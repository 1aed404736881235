"""The sheets of a PDF one below the other, and their small pictures beside them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from hsct_desktop.views.pdf_pages import PIXELS_PER_POINT, Hit, PdfPages
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.widgets.paint import MIDDLE, colour, text

_GAP: Final = 12
_EDGE: Final = 12
_LEAST, _MOST = 0.25, 4.0
_STEP: Final = 1.2
_THUMB: Final = 62
_THUMBS: Final = 92
"""Width of a small picture, and of the column with them."""


def _mark(here: bool) -> QColor:
    """What is laid over a word that was looked for: the paper is white in both schemes, and the word stays legible."""
    tone = colour("found_here" if here else "found")
    tone.setAlpha(150 if here else 110)
    return tone


class PdfCanvas(QAbstractScrollArea):
    """The sheets. `fit` is "width", "page" or "" where somebody chose a size; `moved` tells the page in sight."""

    moved = Signal(int)
    scaled = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: PdfPages | None = None
        self._hits: list[Hit] = []
        self._hit = -1
        self._scale = 1.0
        self.fit = "width"
        self._page = 0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())

    # what is shown ----------------------------------------------------------------------------------------------

    def set_pages(self, pages: PdfPages) -> None:
        """Show another document; the place in it stays, so that an edit is seen where it was made."""
        self._pages = pages
        self._hits, self._hit = [], -1
        self._lay_out()
        self._on_scroll()

    def set_hits(self, hits: list[Hit], here: int) -> None:
        """Mark places and bring the one at `here` into sight."""
        self._hits, self._hit = hits, here
        if 0 <= here < len(hits) and hits[here].rects:
            self._show(hits[here])
        self.viewport().update()

    def _show(self, hit: Hit) -> None:
        rect = self._on_paper(hit.page, hit.rects[0])
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if rect.top() < bar.value() + _EDGE or rect.bottom() > bar.value() + height - _EDGE:
            bar.setValue(int(rect.center().y() - height / 3))

    def scale(self) -> float:
        """1.0 is 100 %."""
        return self._scale

    def page(self) -> int:
        """The page in sight, from 0."""
        return self._page

    def go(self, page: int) -> None:
        """Bring the head of a page into sight."""
        if self._pages is not None and 0 <= page < len(self._pages):
            self.verticalScrollBar().setValue(int(self._rect(page).top()) - _EDGE)

    def zoom(self, scale: float) -> None:
        """Show at a size; it stays until a fit is asked for."""
        self.fit = ""
        self._set_scale(scale)

    def zoom_by(self, steps: int) -> None:
        """Larger or smaller by steps."""
        self.zoom(self._scale * _STEP**steps)

    def set_fit(self, fit: str) -> None:
        """Fit the `width` of a page or the whole `page` into the room there is, now and later."""
        self.fit, page = fit, self._page
        self._lay_out()
        if fit == "page":
            self.go(page)

    def _set_scale(self, scale: float) -> None:
        bar = self.verticalScrollBar()
        before = bar.value() / max(1, bar.maximum() + bar.pageStep())
        self._scale = min(max(scale, _LEAST), _MOST)
        self._set_bars()
        bar.setValue(round(before * (bar.maximum() + bar.pageStep())))
        self.viewport().update()
        self.scaled.emit(self._scale)

    # where things are -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        if self._pages is None or not len(self._pages):
            return
        room = self.viewport().size()
        widest = max(self._pages.size(number).width() for number in range(len(self._pages))) * PIXELS_PER_POINT
        tallest = max(self._pages.size(number).height() for number in range(len(self._pages))) * PIXELS_PER_POINT
        across = (room.width() - 2 * _EDGE) / widest
        if self.fit == "width":
            self._set_scale(across)
        elif self.fit == "page":
            self._set_scale(min(across, (room.height() - 2 * _EDGE) / tallest))
        else:
            self._set_scale(self._scale)

    def _size(self, page: int) -> QSize:
        if self._pages is None:
            return QSize()
        size = self._pages.size(page) * (PIXELS_PER_POINT * self._scale)
        return QSize(round(size.width()), round(size.height()))

    def _rect(self, page: int) -> QRectF:
        """A sheet's place on the whole strip of sheets."""
        top = _EDGE + sum(self._size(number).height() + _GAP for number in range(page))
        size = self._size(page)
        left = max(_EDGE, (self.viewport().width() - size.width()) // 2)
        return QRectF(left, top, size.width(), size.height())

    def _on_paper(self, page: int, rect: QRectF) -> QRectF:
        sheet, by = self._rect(page), PIXELS_PER_POINT * self._scale
        return QRectF(
            sheet.left() + rect.left() * by, sheet.top() + rect.top() * by, rect.width() * by, rect.height() * by
        )

    def _set_bars(self) -> None:
        count = len(self._pages) if self._pages is not None else 0
        sizes = [self._size(number) for number in range(count)]
        height = sum(size.height() + _GAP for size in sizes) - _GAP + 2 * _EDGE
        width = max((size.width() for size in sizes), default=0) + 2 * _EDGE
        room = self.viewport().size()
        for bar, whole, seen in (
            (self.verticalScrollBar(), height, room.height()),
            (self.horizontalScrollBar(), width, room.width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(40)

    def _on_scroll(self) -> None:
        self.viewport().update()
        if self._pages is None:
            return
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        page = next((n for n in range(len(self._pages)) if self._rect(n).bottom() >= middle), len(self._pages) - 1)
        if page != self._page or page == 0:
            self._page = page
            self.moved.emit(page)

    # drawing and keys -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colour("sunken"))
        if self._pages is not None:
            shift = QPointF(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
            for page in range(len(self._pages)):
                sheet = self._rect(page).translated(shift)
                if sheet.intersects(QRectF(event.rect())):
                    self._paint_sheet(painter, page, sheet)
            for number, hit in enumerate(self._hits):
                for rect in hit.rects:
                    painter.fillRect(self._on_paper(hit.page, rect).translated(shift), _mark(number == self._hit))
        painter.end()

    def _paint_sheet(self, painter: QPainter, page: int, sheet: QRectF) -> None:
        if self._pages is None:
            return
        ratio = self.devicePixelRatioF()
        image = self._pages.image(page, round(sheet.width() * ratio))
        painter.fillRect(sheet.adjusted(-1, -1, 1, 1), colour("line_strong"))
        painter.drawImage(sheet, image)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._pages) - 1 if self._pages is not None else 0
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: bar.maximum()}
        if event.key() in ends:
            bar.setValue(ends[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.go(min(max(self._page + (1 if event.key() == Qt.Key.Key_Right else -1), 0), last))
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(640, 600)


class PdfThumbs(QAbstractScrollArea):
    """The small pictures; a click or an arrow key goes to a page."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: PdfPages | None = None
        self._page = 0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFixedWidth(_THUMBS)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())

    def set_pages(self, pages: PdfPages) -> None:
        """Show another document's pages."""
        self._pages = pages
        self._set_bar()
        self.viewport().update()

    def set_page(self, page: int) -> None:
        """Frame the page that is in sight."""
        self._page = page
        if self._pages is not None and page < len(self._pages):
            rect, bar = self._rect(page), self.verticalScrollBar()
            if rect.top() < bar.value() or rect.bottom() + 18 > bar.value() + self.viewport().height():
                bar.setValue(rect.top() - _EDGE)
        self.viewport().update()

    def _rect(self, page: int) -> QRect:
        top = _EDGE - 2
        for number in range(page):
            top += self._height(number) + 30
        return QRect((_THUMBS - _THUMB) // 2, top, _THUMB, self._height(page))

    def _height(self, page: int) -> int:
        if self._pages is None:
            return 0
        size = self._pages.size(page)
        return round(_THUMB * size.height() / size.width())

    def _set_bar(self) -> None:
        count = len(self._pages) if self._pages is not None else 0
        whole = self._rect(count - 1).bottom() + 30 if count else 0
        self.verticalScrollBar().setRange(0, max(0, whole - self.viewport().height()))
        self.verticalScrollBar().setPageStep(self.viewport().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_bar()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colour("sunken"))
        painter.fillRect(QRectF(self.viewport().width() - 1, 0, 1, self.viewport().height()), colour("line_strong"))
        count = len(self._pages) if self._pages is not None else 0
        for page in range(count):
            rect = self._rect(page).translated(0, -self.verticalScrollBar().value())
            if rect.bottom() + 24 < event.rect().top() or rect.top() - 4 > event.rect().bottom():
                continue
            here = page == self._page
            edge = 2 if here else 1
            painter.fillRect(
                rect.adjusted(-edge - here, -edge - here, edge + here, edge + here),
                colour("accent" if here else "line_strong"),
            )
            if here:
                painter.fillRect(rect.adjusted(-1, -1, 1, 1), colour("surface"))
            self._paint_page(painter, page, rect)
            below = QRectF(rect.left(), rect.bottom() + 4, rect.width(), 18)
            text(painter, below, str(page + 1), "text" if here else "muted", type_=font("caption"), align=MIDDLE)
        painter.end()

    def _paint_page(self, painter: QPainter, page: int, rect: QRect) -> None:
        if self._pages is not None:
            painter.drawImage(rect, self._pages.image(page, round(rect.width() * self.devicePixelRatioF() * 2)).scaled(
                rect.size() * self.devicePixelRatioF(), Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            ))  # fmt: skip

    def _at(self, point: QPoint) -> int | None:
        down = point + QPoint(0, self.verticalScrollBar().value())
        count = len(self._pages) if self._pages is not None else 0
        return next((page for page in range(count) if self._rect(page).adjusted(-8, -8, 8, 24).contains(down)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        page = self._at(event.position().toPoint())
        if page is not None:
            self.chosen.emit(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        count = len(self._pages) if self._pages is not None else 0
        if step is None or not count:
            super().keyPressEvent(event)
        else:
            self.chosen.emit(min(max(self._page + step, 0), count - 1))
