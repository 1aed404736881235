"""Small drawing pieces shared by widgets and table delegates; colours come from the tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeySequence, QPainter, QPen

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Height, Radius, Space, current

_HINT_HEIGHT: Final = 16
_HINT_SIDE: Final = 4
_CHIP_SIDE: Final = 7
_CHIP_ICON: Final = 12
_SHOWN = {"key_hints": True}

MIDDLE: Final = Qt.AlignmentFlag.AlignCenter
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def show_key_hints(shown: bool) -> None:
    """Show or hide the key boxes in buttons, for the whole program; redraw and re-layout is the caller's."""
    _SHOWN["key_hints"] = shown


def key_hints_shown() -> bool:
    """True when buttons show their keys."""
    return _SHOWN["key_hints"]


def colour(token: str) -> QColor:
    """A token as a QColor."""
    return QColor(current().color(token))


def box(
    painter: QPainter,
    rect: QRectF,
    *,
    fill: str | None = None,
    edge: str | None = None,
    radius: float = Radius.CONTROL,
    width: float = 1.0,
    dashed: bool = False,
) -> None:
    """A rounded box whose edge lies wholly inside `rect`; `fill` and `edge` are tokens."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(colour(fill) if fill else Qt.BrushStyle.NoBrush)
    half = 0.0
    if edge:
        pen = QPen(colour(edge), width)
        if dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        half = width / 2
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    corner = max(0.0, radius - half)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), corner, corner)
    painter.restore()


def focus_ring(painter: QPainter, rect: QRectF, radius: float = Radius.CONTROL) -> None:
    """The 2 px ring of the focused control, inside its rectangle so that nothing moves."""
    box(painter, rect, edge="focus", radius=radius, width=2)


def text(
    painter: QPainter,
    rect: QRectF,
    words: str,
    token: str = "text",
    *,
    type_: QFont | None = None,
    align: Qt.AlignmentFlag = LEFT,
    elide: bool = True,
    whole_end: bool = False,
) -> None:
    """One line of plain text in a token's colour; what does not fit is left out at the right.

    With `whole_end` it is left out in the middle, for words that differ at their end.
    """
    painter.save()
    painter.setFont(type_ or font())
    painter.setPen(colour(token))
    if elide:
        words = elided(words, rect.width() + 0.5, painter.font(), whole_end=whole_end)
    painter.drawText(rect, int(align) | int(Qt.TextFlag.TextSingleLine), words)
    painter.restore()


def elided(words: str, width: float, type_: QFont | None = None, *, whole_end: bool = False) -> str:
    """The words as they fit into a width."""
    mode = Qt.TextElideMode.ElideMiddle if whole_end else Qt.TextElideMode.ElideRight
    return QFontMetricsF(type_ or font()).elidedText(words, mode, width)


def text_width(words: str, type_: QFont | None = None) -> float:
    """Width of one line in device-independent pixels."""
    return QFontMetricsF(type_ or font()).horizontalAdvance(words)


def native_keys(hint: str) -> str:
    """A key in the words of this computer: `Ctrl+K`, on macOS its signs."""
    return QKeySequence(hint).toString(QKeySequence.SequenceFormat.NativeText) or hint


def key_hint_size(hint: str) -> QSizeF:
    """Room a key box takes."""
    return QSizeF(text_width(native_keys(hint), font("caption")) + 2 * _HINT_SIDE + 2, _HINT_HEIGHT)


def paint_key_hint(
    painter: QPainter, at: QPointF, hint: str, *, token: str = "muted", fill: str | None = "alt"
) -> None:
    """A key in its box, top left corner at `at`."""
    rect = QRectF(at, key_hint_size(hint))
    edge = "line_strong" if token == "muted" else token
    box(painter, rect, fill=fill, edge=edge, radius=3)
    text(painter, rect, native_keys(hint), token, type_=font("caption"), align=MIDDLE, elide=False)


@dataclass(frozen=True, slots=True)
class ChipLook:
    """Colours of a chip: ground, edge and words, each a token."""

    fill: str
    edge: str
    words: str


CHIP_LOOKS: Final = {
    "plain": ChipLook("surface", "line_strong", "text"),
    "accent": ChipLook("accent_soft", "accent", "accent"),
    "success": ChipLook("success_soft", "success", "success"),
    "warn": ChipLook("warn_soft", "warn", "warn"),
    "danger": ChipLook("danger_soft", "danger", "danger"),
    "wait": ChipLook("wait_soft", "wait", "wait"),
    "chosen": ChipLook("accent_soft", "accent", "accent"),
    "choice": ChipLook("surface", "control", "text"),
    "quiet": ChipLook("surface", "line", "muted"),
    "step_done": ChipLook("window", "window", "success"),
}


def chip_size(words: str, *, icon: str | None = None, count: str = "", bold: bool = False) -> QSizeF:
    """Room a chip takes, in device-independent pixels."""
    width = text_width(words, font("caption", bold=bold)) + 2 * _CHIP_SIDE + 2
    if icon:
        width += _CHIP_ICON + (Space.TIGHT + 1 if words else 0)
    if count:
        width += text_width(count, font("caption", bold=bold)) + Space.TIGHT + 1
    return QSizeF(float(int(width + 0.99)), Height.CHIP)


def paint_chip(
    painter: QPainter,
    rect: QRectF,
    words: str,
    kind: str = "plain",
    *,
    icon: str | None = None,
    count: str = "",
    bold: bool = False,
    alarm: bool = False,
) -> None:
    """A chip filling `rect`; the count stands muted after the words, in `danger` where it is an alarm."""
    look = CHIP_LOOKS[kind]
    box(painter, rect, fill=look.fill, edge=look.edge)
    type_ = font("caption", bold=bold)
    inside = rect.adjusted(_CHIP_SIDE + 1, 0, -_CHIP_SIDE - 1, 0)
    if icon:
        paint_icon(painter, QRectF(inside.left(), rect.center().y() - 6, _CHIP_ICON, _CHIP_ICON), icon, look.words)
        inside.setLeft(inside.left() + _CHIP_ICON + Space.TIGHT + 1)
    if count:
        room = text_width(count, type_)
        token = "danger" if alarm else "muted" if look.words == "text" else look.words
        right = QRectF(inside.right() - room, inside.top(), room, inside.height())
        text(painter, right, count, token, type_=font("caption", bold=bold or alarm), elide=False)
        inside.setRight(right.left() - Space.TIGHT - 1)
    text(painter, inside, words, look.words, type_=type_)


def paint_same_name(painter: QPainter, rect: QRectF) -> None:
    """The mark beside a name that two patients share."""
    side = 15.0
    mark = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    mark = QRectF(round(mark.left()), round(mark.top()), side, side)
    box(painter, mark, fill="warn_soft", edge="warn", radius=3)
    for offset in (-2.0, 1.0):
        painter.fillRect(QRectF(mark.left() + 4, mark.center().y() + offset - 0.5, side - 8, 1.2), colour("warn"))
