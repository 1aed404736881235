"""Counts as a sum: 120 read = 97 new + 6 changed + 5 refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.paint import colour, text_width

_NUMBER, _WORD, _SIGN = "number", "word", "sign"
_HEIGHT: Final = 24


class CountsLine(QWidget):
    """A sum on one line: numbers large, words muted. Where there is no room, the gaps shrink first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[tuple[str, str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The whole sum as one line."""
        return " ".join(words for words, _kind, _token in self._parts)

    def show_sum(
        self, total: tuple[int, str] | None, parts: Sequence[tuple[int, str]], tokens: Mapping[str, str] | None = None
    ) -> None:
        """Show a sum and its parts, or nothing; `tokens` are colours of numbers by their word."""
        self._parts = []
        for number, (count, word) in enumerate((total, *parts) if total is not None else ()):
            sign = "" if number == 0 else "=" if number == 1 else "+"
            if sign:
                self._parts.append((sign, _SIGN, "muted"))
            self._parts.append((str(count), _NUMBER, (tokens or {}).get(word, "text")))
            self._parts.append((word, _WORD, "muted"))
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def _needed(self, gap: int) -> float:
        widths = [text_width(words, _type(kind)) for words, kind, _token in self._parts]
        signs = sum(kind == _SIGN for _words, kind, _token in self._parts)
        numbers = sum(kind == _NUMBER for _words, kind, _token in self._parts)
        return sum(widths) + signs * 2 * gap + numbers * Space.TIGHT

    def sizeHint(self) -> QSize:
        return QSize(int(self._needed(Space.SMALL) + 1), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(int(self._needed(Space.HAIR) + 1), _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        gap = next((g for g in (Space.MEDIUM, Space.SMALL, Space.TIGHT) if self._needed(g) <= self.width()), Space.HAIR)
        left, base = 0.0, 18.0
        for words, kind, token in self._parts:
            type_ = _type(kind)
            width = text_width(words, type_)
            if kind == _SIGN:
                left += gap
            painter.setFont(type_)
            painter.setPen(colour(token))
            painter.drawText(QPointF(left, base), words)
            left += width + (gap if kind == _SIGN else Space.TIGHT if kind == _NUMBER else 0)


def _type(kind: str) -> QFont:
    return font("page" if kind != _WORD else "caption", bold=kind == _NUMBER)
