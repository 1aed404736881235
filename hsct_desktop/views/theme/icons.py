"""One icon engine: an SVG drawn in `currentColor` becomes an icon in the colour of a token, sharp at every scale."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from hsct_desktop.resource import resource
from hsct_desktop.views.theme.tokens import current

_DISABLED: Final = 0.45
_cache: dict[tuple[str, int, str, float], QPixmap] = {}


@cache
def _source(name: str) -> str:
    """Text of the SVG file; KeyError when there is no such icon."""
    path = resource(f"icons/{name}.svg")
    if not path.is_file():
        raise KeyError(f"no icon is called {name!r}")
    return path.read_text(encoding="utf-8")


def _render(name: str, colour: str, side: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return picture


def pixmap(name: str, token: str = "text", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` device-independent pixels at a device ratio, in the colour of `token`."""
    colour = current().color(token)
    key = (name, size, colour, round(ratio, 3))
    found = _cache.get(key)
    if found is None:
        found = _render(name, colour, max(1, round(size * ratio)))
        found.setDevicePixelRatio(ratio)
        _cache[key] = found
    return found


def paint_icon(painter: QPainter, rect: QRectF, name: str, token: str = "text") -> None:
    """Draw an icon into the middle of a rectangle, as large as its shorter side, sharp at the painter's scale."""
    size = int(min(rect.width(), rect.height()))
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    left, top = rect.center().x() - size / 2, rect.center().y() - size / 2
    transform = painter.deviceTransform()
    corner = transform.map(QPointF(left, top))
    # Snap to a whole device pixel, else a stroke of 1.75 blurs over two.
    corner = QPointF(round(corner.x()), round(corner.y()))
    back, invertible = transform.inverted()
    painter.drawPixmap(back.map(corner) if invertible else QPointF(left, top), pixmap(name, token, size, ratio))


class _Engine(QIconEngine):
    """Draws from the current scheme each time, so a change of scheme needs no new icons."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name = name
        self._token = token
        _source(name)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        painter.save()
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(painter.opacity() * _DISABLED)
        paint_icon(painter, QRectF(rect), self._name, self._token)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        """`size` is in device-independent pixels; `scale` is the device ratio."""
        side = min(size.width(), size.height())
        picture = QPixmap(pixmap(self._name, self._token, side, scale))
        if mode == QIcon.Mode.Disabled:
            faded = QPixmap(picture.size())
            faded.setDevicePixelRatio(scale)
            faded.fill(Qt.GlobalColor.transparent)
            painter = QPainter(faded)
            painter.setOpacity(_DISABLED)
            painter.drawPixmap(0, 0, picture)
            painter.end()
            picture = faded
        return picture


def icon(name: str, token: str = "text", size: int = 16) -> QIcon:
    """An icon for actions, tabs and menus that follows the scheme. KeyError when no icon has this name.

    `size` only warms the cache; Qt asks for the size it needs.
    """
    pixmap(name, token, size)
    return QIcon(_Engine(name, token))


def clear_cache() -> None:
    """Forget all rendered icons; the colours have changed."""
    _cache.clear()
