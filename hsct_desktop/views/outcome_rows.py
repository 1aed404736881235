"""Lines of the outcomes panel: a component with its state, sentence and evidence; a figure with its value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from hsct_desktop.domain.outcome_evidence import State
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.paint import box, colour, focus_ring
from hsct_desktop.views.widgets.plain_label import plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.outcomes import ComponentLine, Figure

ICONS: Final = {State.HELD: "check", State.BROKEN: "close", State.UNKNOWN: "hourglass"}
INKS: Final = {State.HELD: "success", State.BROKEN: "danger", State.UNKNOWN: "wait"}
"""Each state has a sign and a word beside its colour."""
_ICON: Final = 14
_LEFT: Final = 24
_WRAP: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_GAP: Final = 5


class _WrappedRow(QAbstractButton):
    """A line that is as high as its words need at its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 100 else 240
        return QSize(200, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(self.width(), 120)))


def _height(words: str, type_: QFont, width: int) -> int:
    return QFontMetrics(type_).boundingRect(QRect(0, 0, max(width, 40), 4000), _WRAP, words).height() if words else 0


class ComponentRow(_WrappedRow):
    """A component of NEDA. Pressed, it lists what it rests on; the panel then marks that in the picture."""

    def __init__(self, line: ComponentLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.setCheckable(bool(line.evidence))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(line.title)
        self.setAccessibleName(f"{line.title}: {line.said}. {line.why}")
        self.setAccessibleDescription("; ".join(evidence.text for evidence in line.evidence))
        self.toggled.connect(lambda _on: self.updateGeometry())

    def _lines(self) -> list[str]:
        return [evidence.text for evidence in self.line.evidence] if self.isChecked() else []

    def _said_below(self, width: int) -> bool:
        """Whether the state has no room beside the title."""
        metrics = QFontMetrics(font(bold=True))
        taken = metrics.horizontalAdvance(self.line.title) + metrics.horizontalAdvance(self.line.said)
        return taken + _LEFT + 12 > width

    def heightForWidth(self, width: int) -> int:
        head = QFontMetrics(font(bold=True)).height() * (2 if self._said_below(width) else 1)
        room = width - _LEFT - 2
        body = _height(self.line.why, font("caption"), room)
        listed = sum(_height(f"· {words}", font("caption"), room - 6) + 2 for words in self._lines())
        return head + body + listed + 2 * _GAP + (2 if listed else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            box(painter, rect, fill="accent_soft")
        elif self.underMouse():
            box(painter, rect, fill="hover")
        bold, small = font(bold=True), font("caption")
        line = QFontMetrics(bold).height()
        paint_icon(painter, QRectF(4, _GAP + 1, _ICON, _ICON), ICONS[self.line.state], INKS[self.line.state])
        painter.setFont(bold)
        painter.setPen(colour("text"))
        top = _GAP
        room = self.width() - _LEFT - 4
        painter.drawText(QRect(_LEFT, top, room, line), int(Qt.AlignmentFlag.AlignLeft), self.line.title)
        below = self._said_below(self.width())
        top += line if below else 0
        painter.setPen(colour(INKS[self.line.state]))
        side = Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignRight
        painter.drawText(QRect(_LEFT, top, room, line), int(side), self.line.said)
        top += line
        painter.setFont(small)
        painter.setPen(colour("muted"))
        top += self._paragraph(painter, _LEFT, top, self.line.why, small) + 2
        painter.setPen(colour("text"))
        for words in self._lines():
            top += self._paragraph(painter, _LEFT + 6, top, f"· {words}", small) + 2
        if self.hasFocus():
            focus_ring(painter, rect)
        painter.end()

    def _paragraph(self, painter: QPainter, left: int, top: int, words: str, type_: QFont) -> int:
        room = self.width() - left - 2
        height = _height(words, type_, room)
        painter.drawText(QRect(left, top, room, height + 2), _WRAP, words)
        return height


class FigureRow(_WrappedRow):
    """A figure: label, value at the right, the sentence behind it as tooltip and for screen readers."""

    def __init__(self, figure: Figure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure = figure
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setText(figure.label)
        self.setAccessibleName(f"{figure.label}: {figure.value}")
        self.setAccessibleDescription(figure.why)
        self.setToolTip(plain_tooltip(figure.why))

    def _value_width(self) -> int:
        return QFontMetrics(font(bold=True)).horizontalAdvance(self.figure.value) + 2

    def _wraps(self, width: int) -> bool:
        """Whether the value stands below its label: beside it there would be no room for words."""
        return width - self._value_width() - Space.MEDIUM < 90

    def heightForWidth(self, width: int) -> int:
        line = QFontMetrics(font(bold=True)).height()
        if self._wraps(width):
            return _height(self.figure.label, font(), width) + line + 4
        return max(line, _height(self.figure.label, font(), width - self._value_width() - Space.MEDIUM)) + 4

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        value, wraps = self._value_width(), self._wraps(self.width())
        room = self.width() if wraps else self.width() - value - Space.MEDIUM
        height = _height(self.figure.label, font(), room)
        painter.setFont(font())
        painter.setPen(colour("text"))
        painter.drawText(QRect(0, 2, room, height + 2), _WRAP, self.figure.label)
        painter.setFont(font(bold=True))
        state = self.figure.state
        painter.setPen(colour(INKS[state] if state is not None else "text"))
        line = QFontMetrics(font(bold=True)).height()
        top = 2 + height if wraps else 2
        painter.drawText(QRect(0, top, self.width(), line), int(Qt.AlignmentFlag.AlignRight), self.figure.value)
        painter.end()
