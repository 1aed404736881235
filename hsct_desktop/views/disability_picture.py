"""The course of disability as a widget: arrows walk its marks, evidence is ringed, each mark says what it is."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures.disability import DisabilityFacts, Range, layout, summary
from hsct_desktop.pictures.primitives import Hit, Picture
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.theme.apply import theme
from hsct_desktop.views.theme.tokens import current
from hsct_desktop.views.widgets.paint import box, colour, focus_ring
from hsct_desktop.views.widgets.plain_label import plain_tooltip

_EDGE: Final = 4
_LEAST_WIDTH, _LEAST_HEIGHT = 360, 260
_SIDEWAYS: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_UPRIGHT: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENDS: Final = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class DisabilityCanvas(QWidget):
    """The picture. `told` carries the words of the mark under the keys or the pointer, "" for none; `activated` its id
    ("edss:7", "scan:3", "relapse:2", "therapy:5").
    """

    told = Signal(str)
    activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: DisabilityFacts | None = None
        self._words: Wording | None = None
        self._range = Range.ALL
        self._picture: Picture | None = None
        self._chosen = -1
        self._pointed: list[Hit] = []
        self._marked: frozenset[str] = frozenset()
        self._cache: tuple[tuple[object, ...], QPixmap] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(_LEAST_WIDTH)
        theme().changed.connect(self.update)

    # --- what is shown ---

    def set_facts(self, facts: DisabilityFacts, words: Wording, range_: Range | None = None) -> None:
        """Show a course in the words of a language; the range stays as it is unless told."""
        self._facts, self._words, self._range = facts, words, range_ or self._range
        self._chosen, self._marked = -1, frozenset()
        self.setAccessibleName(f"{words.text('disability.title')}: {summary(facts, words)}")
        self.setMinimumHeight(_LEAST_HEIGHT)
        self._relay()

    def set_range(self, range_: Range) -> None:
        """Show all years, or those since Day 0."""
        self._range, self._chosen = range_, -1
        self.setMinimumHeight(_LEAST_HEIGHT)
        self._relay()

    def range(self) -> Range:
        """What is shown."""
        return self._range

    def picture(self) -> Picture | None:
        """The present layout, None before there are facts."""
        return self._picture

    def mark(self, ids: Iterable[str]) -> None:
        """Ring the marks of these ids, such as the visits and scans on which a verdict rests."""
        self._marked = frozenset(ids)
        self.update()

    def marked(self) -> frozenset[str]:
        """What is ringed."""
        return self._marked

    def laid_out(self, width: float, height: float) -> Picture | None:
        """The picture of what is shown in so many pixels; None while there is nothing to show."""
        if self._facts is None or self._words is None:
            return None
        return layout(self._facts, width, measure, self._words, self._range, height=height)

    def _relay(self) -> None:
        width, height = float(max(1, self.width() - 2 * _EDGE)), float(max(1, self.height() - 2 * _EDGE))
        picture = self.laid_out(width, height)
        if picture is None:
            return
        self._picture, self._pointed = picture, []
        self._chosen = min(self._chosen, len(self._picture.hits) - 1)
        if self._picture.height > height + 1:
            # What does not fit is never cut off: the area around it scrolls.
            self.setMinimumHeight(ceil(self._picture.height) + 2 * _EDGE)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relay()

    def sizeHint(self) -> QSize:
        return QSize(900, 520)

    # --- painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self._layer(self._picture))
        for hit in self._picture.hits:
            if hit.id in self._marked:
                box(painter, _place(hit).adjusted(-1, 1, 1, -1), edge="accent", width=2)
        if self.hasFocus():
            chosen = self.chosen()
            focus_ring(painter, QRectF(self.rect()) if chosen is None else _place(chosen).adjusted(-1, -1, 1, 1))
        painter.end()

    def _layer(self, picture: Picture) -> QPixmap:
        """The picture as pixels, painted anew when layout, size, device ratio or colours have changed."""
        ratio = self.devicePixelRatioF()
        key = (id(picture), self.width(), self.height(), ratio, current())
        if self._cache is None or self._cache[0] != key:
            layer = QPixmap(QSize(round(self.width() * ratio), round(self.height() * ratio)))
            layer.setDevicePixelRatio(ratio)
            layer.fill(colour("surface"))
            painter = QPainter(layer)
            paint(painter, picture, current(), _EDGE, _EDGE)
            painter.end()
            self._cache = (key, layer)
        return self._cache[1]

    # --- keys and pointer ---

    def chosen(self) -> Hit | None:
        """The mark under the keys."""
        hits = self.hits()
        return hits[self._chosen] if 0 <= self._chosen < len(hits) else None

    def hits(self) -> tuple[Hit, ...]:
        """The marks that are shown, row by row."""
        return self._picture.hits if self._picture is not None else ()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, hits = Qt.Key(event.key()), self.hits()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held != Qt.KeyboardModifier.NoModifier or not hits:
            super().keyPressEvent(event)
        elif key in _SIDEWAYS:
            self._go(self._beside(_SIDEWAYS[key]))
        elif key in _UPRIGHT:
            self._go(self._above(_UPRIGHT[key]))
        elif key in _ENDS:
            row = self._row(self._chosen if self._chosen >= 0 else self._start())
            self._go(row[_ENDS[key]])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen() is not None:
            self.activated.emit(hits[self._chosen].id)
        else:
            super().keyPressEvent(event)

    def _start(self) -> int:
        """Where the keys begin: on the latest examination, else on the first mark."""
        found = [number for number, hit in enumerate(self.hits()) if _kind(hit) == "edss"]
        return found[-1] if found else 0

    def _row(self, number: int) -> list[int]:
        """The marks of the row in which a mark stands, by time."""
        kind = _kind(self.hits()[number])
        return [n for n, hit in enumerate(self.hits()) if _kind(hit) == kind]

    def _beside(self, by: int) -> int:
        if self._chosen < 0:
            return self._start()
        row = self._row(self._chosen)
        return row[min(max(row.index(self._chosen) + by, 0), len(row) - 1)]

    def _above(self, by: int) -> int:
        if self._chosen < 0:
            return self._start()
        hits = self.hits()
        kinds = list(dict.fromkeys(_kind(hit) for hit in hits))
        place = min(max(kinds.index(_kind(hits[self._chosen])) + by, 0), len(kinds) - 1)
        middle = _middle(hits[self._chosen])
        row = [n for n, hit in enumerate(hits) if _kind(hit) == kinds[place]]
        return min(row, key=lambda n: abs(_middle(hits[n]) - middle))

    def _go(self, number: int) -> None:
        self._chosen = number
        hit = self.hits()[number]
        self.setAccessibleDescription(hit.text)
        self.told.emit(hit.text)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._under(event.position()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point([])

    def _point(self, hits: list[Hit]) -> None:
        """Tell what lies under the pointer at once; where nothing does, what the keys have chosen."""
        if hits == self._pointed:
            return
        self._pointed = hits
        self.setCursor(Qt.CursorShape.PointingHandCursor if hits else Qt.CursorShape.ArrowCursor)
        chosen = self.chosen()
        self.told.emit("\n".join(hit.text for hit in hits or ([chosen] if chosen is not None else [])))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        hit = self._at(event.position())
        if hit is not None:
            self._go(self.hits().index(hit))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self._at(event.position())
        if hit is not None:
            self.activated.emit(hit.id)

    def _at(self, point: QPointF) -> Hit | None:
        return next(iter(self._under(point)), None)

    def _under(self, point: QPointF) -> list[Hit]:
        """The marks at a point: the smallest, not a wide one that lies behind it, and those that all but cover it."""
        at = point - QPointF(_EDGE, _EDGE)
        found = sorted(
            (hit for hit in self.hits() if hit.contains(at.x(), at.y())), key=lambda hit: hit.width * hit.height
        )
        return [hit for hit in found if hit.width * hit.height <= 2 * found[0].width * found[0].height]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._chosen = -1
        self.setAccessibleDescription("")
        self.told.emit("")
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            said = "\n\n".join(hit.text for hit in self._under(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), plain_tooltip(said), self)
            return True
        return super().event(event)


def _kind(hit: Hit) -> str:
    return hit.id.partition(":")[0]


def _middle(hit: Hit) -> float:
    return hit.x + hit.width / 2


def _place(hit: Hit) -> QRectF:
    return QRectF(hit.x + _EDGE, hit.y + _EDGE, hit.width, hit.height)
