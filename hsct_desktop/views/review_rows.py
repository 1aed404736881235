"""Rows of results to review: the head of a sample, and a result with flag, grade, range and what was before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.widgets.grade_badge import SIZE_COURSE, paint_grade
from hsct_desktop.views.widgets.paint import colour, focus_ring, text, text_width
from hsct_desktop.views.widgets.plain_label import plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.review import WaitingResult, WaitingSample

_ROW: Final = 26
_MORE: Final = 18
_HEAD: Final = 26
_SIDE: Final = 8
_WIDE: Final = (62, 84, 26, 62, 58)
_SLIM: Final = (46, 66, 24, 56, 50)
"""Before, range, badge, unit, value: in a sheet of usual width, and in that of a narrow window."""
_SLIM_BELOW: Final = 420
_ARROW: Final = 14
_ARROWS: Final = {"low": "↓", "high": "↑"}
_SEVERE: Final = 3
_CAPTION: Final = 20
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Columns:
    """Where the parts of a row stand in a width; names take what the numbers leave."""

    def __init__(self, width: float) -> None:
        before, between, badge, unit, value = _SLIM if width < _SLIM_BELOW else _WIDE
        self.before = (width - _SIDE - before, before)
        self.range = (self.before[0] - between - 4, between)
        self.badge = (self.range[0] - badge, badge)
        self.unit = (self.badge[0] - unit, unit)
        self.value = (self.unit[0] - value - 4, value)
        self.arrow = (self.value[0] - _ARROW, _ARROW)
        self.name = (float(_SIDE), self.arrow[0] - _SIDE - 4)


class CaptionRow(QWidget):
    """What stands in the columns below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_CAPTION)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, at, height = QPainter(self), Columns(self.width()), float(self.height())
        caption = font("caption")
        for place, words in ((at.range, self.tr("Range")), (at.before, self.tr("Before"))):
            text(painter, QRectF(place[0], 0, place[1], height), words, "muted", type_=caption, align=_RIGHT)
        value = QRectF(at.value[0], 0, at.value[1], height)
        text(painter, value, self.tr("Value"), "muted", type_=caption, align=_RIGHT)


class SampleHead(QWidget):
    """The day of a sample, its Day +n, time and laboratory; who entered it at the right."""

    def __init__(self, found: WaitingSample, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEAD)
        day = "" if found.day is None else self.tr("Day {}").format(words.signed_day(found.day))
        self._when = words.date_weekday(found.sample.taken_on)
        self._rest = " · ".join(part for part in (day, found.sample.taken_at, found.laboratory) if part)
        self._by = found.by
        self.setAccessibleName(", ".join(part for part in (self._when, self._rest, self._by) if part))
        self.setToolTip(plain_tooltip(self.accessibleName()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, height = QPainter(self), float(self.height())
        painter.fillRect(self.rect(), colour("alt"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line_strong"))
        bold = font(bold=True)
        x = _SIDE + text_width(self._when, bold) + 8
        text(painter, QRectF(_SIDE, 0, x, height), self._when, type_=bold, elide=False)
        right = self.width() - _SIDE - text_width(self._by, font("caption"))
        if right > x + text_width(self._rest) + 12:
            text(painter, QRectF(right, 0, self.width() - right, height), self._by, "muted", type_=font("caption"))
        text(painter, QRectF(x, 0, self.width() - x - _SIDE, height), self._rest, "muted")


class ResultRow(QWidget):
    """One result; below it how it read when it was last seen, where it has changed since.

    `old` is what the reader of this very sheet saw before it changed under their eyes.
    """

    def __init__(self, found: WaitingResult, words: Wording, old: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = found
        self._flag = words.enum("result_flag", found.result.flag) if found.result.flag else ""
        self._was, self._said = self._changed(old)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._spoken())
        self.setToolTip(plain_tooltip(self._tip()))

    def _changed(self, old: str) -> tuple[str, str]:
        """The value that is struck out, and whose it was."""
        seen = self.found.seen
        if old:
            return old, self.tr("changed while this was open")
        if seen is None:
            return "", ""
        by = seen.by or self.tr("somebody")
        graded = seen.grade != (self.found.result.grade or 0)
        if graded and seen.value.strip() == self.found.result.text.strip():
            was = self.tr("grade {}").format(seen.grade) if seen.grade else self.tr("no grade")
            return was, self.tr("when {name} saw it").format(name=by)
        return seen.value, self.tr("when {name} saw it").format(name=by)

    def _spoken(self) -> str:
        found, grade = self.found, self.found.result.grade
        parts = [found.label, f"{found.value} {found.unit}".strip(), self._flag]
        parts += [self.tr("grade {}").format(grade)] if grade else []
        parts += [self.tr("expected in aplasia")] if found.expected else []
        parts += [self.tr("cannot be graded: a limit is unknown")] if found.open else []
        parts += [self.tr("range {}").format(found.range)] if found.range else []
        parts += [self.tr("before {}").format(found.before)] if found.before else []
        parts += [f"{self._was} {self._said}"] if self._was else []
        return ", ".join(part for part in parts if part)

    def _tip(self) -> str:
        note = self.found.result.note
        return "\n".join(part for part in (self._spoken(), note) if part)

    def sizeHint(self) -> QSize:
        return QSize(300, _ROW + (_MORE if self._was else 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, at, found = QPainter(self), Columns(self.width()), self.found
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))
        bold = font(bold=(found.result.grade or 0) >= _SEVERE)
        whole = not found.short or text_width(found.label, bold) <= at.name[1]
        text(painter, _cell(at.name), found.label if whole else found.short, type_=bold)
        if found.result.flag:
            text(painter, _cell(at.arrow), _ARROWS[found.result.flag], "muted")
        text(painter, _cell(at.value), found.value, type_=bold, align=_RIGHT)
        text(painter, _cell(at.unit), found.unit, "muted", type_=font("caption"))
        if found.result.grade:
            paint_grade(
                painter, QRectF(at.badge[0], (_ROW - SIZE_COURSE) / 2, SIZE_COURSE, SIZE_COURSE), found.result.grade,
                faded=found.expected,
            )  # fmt: skip
        elif found.open:
            text(painter, _cell((at.badge[0] + 4, at.badge[1])), "?", "muted")
        text(painter, _cell(at.range), found.range, "muted", align=_RIGHT)
        text(painter, _cell(at.before), found.before, "muted", align=_RIGHT)
        if self._was:
            self._paint_was(painter)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()))

    def _paint_was(self, painter: QPainter) -> None:
        struck = QFont(font())
        struck.setStrikeOut(True)
        x, top = float(_SIDE + 12), _ROW - 4.0
        width = text_width(self._was, struck)
        text(painter, QRectF(x, top, width + 1, _MORE), self._was, "muted", type_=struck, elide=False)
        text(painter, QRectF(x + width + 8, top, self.width() - x - width, _MORE), self._said, "wait")


def _cell(place: tuple[float, float]) -> QRectF:
    return QRectF(place[0], 0, place[1], _ROW)
