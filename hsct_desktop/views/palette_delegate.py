"""Paints the palette's lines: found letters bold in accent, the chosen patient with a second line."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hsct_desktop.views.highlight import found_spans
from hsct_desktop.views.palette_model import ACTIONS, HELP, PATIENTS, PaletteItem, PaletteModel
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.widgets.paint import colour, key_hint_size, paint_key_hint, paint_same_name, text, text_width

Index = QModelIndex | QPersistentModelIndex
ROW: Final = 30
ROW_CHOSEN: Final = 50
HEAD: Final = 26
_ICON_LEFT: Final = 20
_TEXT_LEFT: Final = 46
_BORN: Final = 192
_CODE: Final = 328
_DAY_RIGHT: Final = 476
_EDGE: Final = 20
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PaletteDelegate(QStyledItemDelegate):
    """`typed` is what to mark in the texts, `glance` the second line of the patient in row `glance_row`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.typed = ""
        self.glance = ""
        self.glance_row = -1

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        if not isinstance(model, PaletteModel):
            return QSize(0, ROW)
        item = model.items()[index.row()]
        if item.is_head:
            return QSize(0, HEAD)
        return QSize(0, ROW_CHOSEN if index.row() == self.glance_row and self.glance else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, PaletteModel):
            return
        item = model.items()[index.row()]
        rect = QRectF(option.rect)
        painter.save()
        if item.is_head:
            self._paint_head(painter, rect, item)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            if chosen or hovered:
                painter.fillRect(rect, colour("selection" if chosen else "hover"))
            if chosen:
                painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), colour("accent"))
            line = QRectF(rect.left(), rect.top(), rect.width(), ROW)
            paint_icon(painter, QRectF(rect.left() + _ICON_LEFT, line.center().y() - 8, 16, 16), item.icon, "muted")
            if item.group == PATIENTS:
                self._paint_patient(painter, line, item, chosen=chosen)
                if index.row() == self.glance_row and self.glance:
                    self._paint_glance(painter, rect)
            else:
                self._paint_action(painter, line, item, chosen=chosen)
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRectF, item: PaletteItem) -> None:
        painter.fillRect(rect, colour("alt"))
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), colour("line"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour("line"))
        bold = font(bold=True)
        words = rect.adjusted(_ICON_LEFT, 0, -_EDGE, 0)
        text(painter, words, item.text, type_=bold)
        note = words.adjusted(text_width(item.text, bold) + 8, 0, 0, 0)
        text(painter, note, item.note, "muted", type_=font("caption"))

    def _paint_glance(self, painter: QPainter, rect: QRectF) -> None:
        line = QRectF(rect.left() + _TEXT_LEFT, rect.top() + 26, rect.width() - _TEXT_LEFT - _EDGE, 18)
        text(painter, line, self.glance, "muted", type_=font("caption"))

    def _paint_patient(self, painter: QPainter, rect: QRectF, item: PaletteItem, *, chosen: bool) -> None:
        left = rect.left()
        name = QRectF(left + _TEXT_LEFT, rect.top(), _BORN - _TEXT_LEFT - (26 if item.same_name else 6), rect.height())
        end = self._paint_marked(painter, name, item.text, bold=chosen)
        if item.same_name:
            paint_same_name(painter, QRectF(end + 6, rect.center().y() - 8, 16, 16))
        born = QRectF(left + _BORN, rect.top(), _CODE - _BORN, rect.height())
        text(painter, born, item.born, elide=False)
        text(painter, born.adjusted(text_width(item.born) + 4, 0, 0, 0), item.age, "muted", elide=False)
        text(painter, QRectF(left + _CODE, rect.top(), 80, rect.height()), item.code, "muted")
        day = QRectF(left + _CODE + 80, rect.top(), _DAY_RIGHT - _CODE - 80, rect.height())
        text(painter, day, item.day, align=_RIGHT, elide=False)
        right = rect.right() - _EDGE
        if chosen:
            size = key_hint_size("Enter")
            at = QPointF(round(right - size.width()), round(rect.center().y() - size.height() / 2))
            paint_key_hint(painter, at, "Enter", fill="surface")
        else:
            room = QRectF(left + _DAY_RIGHT + 16, rect.top(), right - left - _DAY_RIGHT - 16, rect.height())
            text(painter, room, item.note, "muted", type_=font("caption"), align=_RIGHT)

    def _paint_action(self, painter: QPainter, rect: QRectF, item: PaletteItem, *, chosen: bool) -> None:
        right = rect.right() - _EDGE
        if item.key:
            size = key_hint_size(item.key)
            right -= size.width()
            at = QPointF(round(right), round(rect.center().y() - size.height() / 2))
            paint_key_hint(painter, at, item.key, fill="surface" if chosen else "alt")
        words = QRectF(rect.left() + _TEXT_LEFT, rect.top(), right - rect.left() - _TEXT_LEFT - 8, rect.height())
        end = self._paint_marked(painter, words, item.text, bold=False, token="muted" if item.held else "text")
        if item.group in (ACTIONS, HELP) and item.note:
            text(painter, QRectF(end + 8, rect.top(), words.right() - end - 8, rect.height()), item.note, "muted")

    def _paint_marked(self, painter: QPainter, rect: QRectF, words: str, *, bold: bool, token: str = "text") -> float:
        """Draw words with the found letters bold in accent; returns where they end."""
        plain, strong = font(bold=bold), font(bold=True)
        x, at = rect.left(), 0
        for start, end in [*found_spans(words, self.typed), (len(words), len(words))]:
            for piece, type_, ink in ((words[at:start], plain, token), (words[start:end], strong, "accent")):
                if piece and x < rect.right():
                    width = text_width(piece, type_)
                    text(painter, QRectF(x, rect.top(), min(width, rect.right() - x), rect.height()), piece, ink,
                         type_=type_)  # fmt: skip
                    x = min(x + width, rect.right())
            at = end
        return x
