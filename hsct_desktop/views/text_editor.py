"""A plain text with line numbers, in which lines with a mistake are marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from hsct_desktop.views.theme.apply import theme
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.paint import colour, text_width
from hsct_desktop.views.widgets.plain_label import plain_tooltip

_SIGN: Final = 12
_BREAK: Final = "\u2029"
"""How Qt ends a line of a document."""


class _Gutter(QWidget):
    """The numbers at the left, with a sign where a line has a mistake."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._editor.paint_numbers(painter, event.rect())
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self._editor.marks().get(self._editor.line_at(event.pos().y()), "")
            QToolTip.showText(event.globalPos(), plain_tooltip(words), self)
            return True
        return super().event(event)


class TextEditor(QPlainTextEdit):
    """The editor. Lines count from 1. Enter keeps the indentation, Tab leaves the field."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: dict[int, str] = {}
        self.setAccessibleName(name)
        self.setFont(font())
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._gutter = _Gutter(self)
        self.blockCountChanged.connect(self._fit)
        self.updateRequest.connect(self._on_update)
        self.cursorPositionChanged.connect(self._show_lines)
        theme().changed.connect(self._show_lines)
        self._fit()

    # the text ---------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """What stands in the editor, to the last character: `toPlainText` would change hard spaces."""
        return self.document().toRawText().replace(_BREAK, "\n")

    def load(self, text: str) -> None:
        """Show another text, which then counts as unchanged."""
        self.setPlainText(text)
        self.document().setModified(False)

    def replace_all(self, text: str) -> None:
        """Put another text in place of this one; Ctrl+Z brings it back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def line(self) -> int:
        """The line of the cursor."""
        return self.textCursor().blockNumber() + 1

    def go_to(self, line: int) -> None:
        """Put cursor and keyboard on a line, behind its indentation; a line beyond the end is the last one."""
        block = self.document().findBlockByNumber(min(max(line, 1), self.blockCount()) - 1)
        words = block.text()
        cursor = self.textCursor()
        cursor.setPosition(block.position() + len(words) - len(words.lstrip()))
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            before = self.textCursor().block().text()[: self.textCursor().positionInBlock()]
            self.insertPlainText("\n" + before[: len(before) - len(before.lstrip())])
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    # marks ------------------------------------------------------------------------------------------------------

    def marks(self) -> Mapping[int, str]:
        """The marked lines, each with its sentence."""
        return self._marks

    def set_marks(self, marks: Mapping[int, str]) -> None:
        """Mark lines, each with a sentence."""
        self._marks = dict(marks)
        self._show_lines()

    def _show_lines(self) -> None:
        """Give marked lines and the line of the cursor their ground."""
        grounds = [(self.line(), "hover"), *((line, "danger_soft") for line in self._marks)]
        shown = []
        for line, token in grounds:
            block = self.document().findBlockByNumber(line - 1)
            if not block.isValid():
                continue
            ground = QTextEdit.ExtraSelection()
            ground.cursor = QTextCursor(block)
            ground.format.setBackground(colour(token))
            ground.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            shown.append(ground)
        self.setExtraSelections(shown)
        words = self._marks.get(self.line(), "")
        if self.accessibleDescription() != words:
            self.setAccessibleDescription(words)
        self._gutter.update()

    # numbers ----------------------------------------------------------------------------------------------------

    def gutter_width(self) -> int:
        """Room that the numbers and the signs take, in pixels."""
        digits = max(2, len(str(self.blockCount())))
        return int(text_width("8" * digits, font("caption", bold=True)) + _SIGN + 3 * Space.TIGHT + 1)

    def line_at(self, y: int) -> int:
        """The line at a height of the gutter."""
        block = self.firstVisibleBlock()
        bottom = self._top(block) + self.blockBoundingRect(block).height()
        while block.next().isValid() and bottom <= y:
            block = block.next()
            bottom += self.blockBoundingRect(block).height()
        return block.blockNumber() + 1

    def _top(self, block: object) -> float:
        return self.blockBoundingGeometry(block).translated(self.contentOffset()).top()  # type: ignore[arg-type]

    def paint_numbers(self, painter: QPainter, rect: QRect) -> None:
        """Paint the gutter."""
        painter.fillRect(rect, colour("alt"))
        block, width = self.firstVisibleBlock(), self._gutter.width()
        top, here = self._top(block), self.line()
        while block.isValid() and top <= rect.bottom():
            height, line = self.blockBoundingRect(block).height(), block.blockNumber() + 1
            marked = line in self._marks
            painter.setFont(font("caption", bold=marked or line == here))
            painter.setPen(colour("danger" if marked else "text" if line == here else "muted"))
            place = QRectF(0, top, width - Space.TIGHT, height)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(line))
            if marked:
                paint_icon(painter, QRectF(3, round(top + (height - _SIGN) / 2), _SIGN, _SIGN), "alert", "danger")
            top += height
            block = block.next()

    def _fit(self) -> None:
        self.setViewportMargins(self.gutter_width() + Space.TIGHT, 0, 0, 0)
        self._place()

    def _place(self) -> None:
        inside = self.contentsRect()
        self._gutter.setGeometry(QRect(inside.left() + 1, inside.top(), self.gutter_width(), inside.height()))

    def _on_update(self, _rect: QRect, by: int) -> None:
        if by:
            self._gutter.scroll(0, by)
        self._gutter.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
