"""The list of who works here on the unlock page, with what waits for each, chosen by number, arrow or click."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.unlock_facts import Person
from hsct_desktop.views.widgets.paint import (
    MIDDLE,
    box,
    chip_size,
    colour,
    focus_ring,
    key_hint_size,
    paint_chip,
    paint_key_hint,
    text,
)

ROW: Final = 52
_MOST_SHOWN: Final = 7
_FEWEST_SHOWN: Final = 3
_FACE: Final = 30
_NUMBERED: Final = 9
_TITLES: Final = frozenset({"dr", "prof", "dott", "dott.ssa", "dr.ssa", "prof.ssa", "pd", "mr", "mrs", "ms"})
_WHO: Final = Qt.ItemDataRole.UserRole
_WAITS: Final = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class _UserDelegate(QStyledItemDelegate):
    """A row: initial in a ring, name over role, what waits, the number that chooses it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        person: Person = index.data(_WHO)
        rect, state = QRectF(option.rect), option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, colour("selection"))
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour("hover"))
        left = rect.left() + 17
        self._paint_face(painter, QRectF(left, rect.center().y() - _FACE / 2, _FACE, _FACE), person, chosen=chosen)
        right = rect.right() - 16
        right = self._paint_number(painter, rect, right, index.row())
        right = self._paint_waits(painter, rect, right, index.data(_WAITS))
        words = QRectF(left + _FACE + 12, rect.top() + 9, right - left - _FACE - 24, 18)
        text(painter, words, person.name, type_=font(bold=True))
        text(painter, words.translated(0, 16), person.role, "muted", type_=font("caption"))
        if state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, rect.adjusted(1, 1, -1, -1))

    @staticmethod
    def _paint_face(painter: QPainter, ring: QRectF, person: Person, *, chosen: bool) -> None:
        box(painter, ring, fill=None if chosen else "surface", edge="accent" if chosen else "control", radius=_FACE / 2)
        ink = "accent" if chosen else "text"
        text(painter, ring, initial(person.name), ink, type_=font(bold=True), align=MIDDLE)

    @staticmethod
    def _paint_number(painter: QPainter, rect: QRectF, right: float, row: int) -> float:
        if row >= _NUMBERED:
            return right
        size = key_hint_size(str(row + 1))
        at = QPointF(round(right - size.width()), round(rect.center().y() - size.height() / 2))
        paint_key_hint(painter, at, str(row + 1), fill=None)
        return at.x() - 12

    @staticmethod
    def _paint_waits(painter: QPainter, rect: QRectF, right: float, waits: tuple[tuple[str, str], ...]) -> float:
        for words, kind in reversed(waits):
            size = chip_size(words)
            chip = QRectF(round(right - size.width()), round(rect.center().y() - size.height() / 2), *size.toTuple())
            paint_chip(painter, chip, words, kind)
            right = chip.left() - 8
        return right


def initial(name: str) -> str:
    """The letter in the ring: that of the first word that is no title."""
    words = [word for word in name.split() if word.casefold().rstrip(".") not in _TITLES] or name.split() or ["?"]
    return words[0][0].upper()


class UserList(QListView):
    """Who can unlock. `picked(uid)` tells of each change of the choice, `taken` that one was decided for by key."""

    picked = Signal(str)
    taken = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = _MOST_SHOWN
        self.setAccessibleName(self.tr("Who works here today"))
        self.setModel(QStandardItemModel(self))
        self.setItemDelegate(_UserDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(lambda _index: self.taken.emit())

    def show_people(self, people: tuple[Person, ...], chosen: str) -> None:
        """Fill the list; somebody is always chosen."""
        model = QStandardItemModel(self)
        for person in people:
            waits = self._waits(person)
            item = QStandardItem(", ".join((person.name, person.role, *(words for words, _kind in waits))))
            item.setData(person, _WHO)
            item.setData(waits, _WAITS)
            model.appendRow(item)
        old = self.model()
        self.setModel(model)
        old.deleteLater()
        self._fit()
        self.selectionModel().currentChanged.connect(self._on_current)
        row = next((n for n, person in enumerate(people) if person.uid == chosen), 0)
        self.setCurrentIndex(model.index(row, 0))

    def set_room(self, height: int) -> None:
        """How high the list may be: as many whole rows as fit, and no fewer than three."""
        self._most = max(_FEWEST_SHOWN, min(_MOST_SHOWN, height // ROW))
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(ROW * min(max(self.model().rowCount(), 1), self._most))

    def sizeHint(self) -> QSize:
        return QSize(300, self.minimumHeight())

    def _waits(self, person: Person) -> tuple[tuple[str, str], ...]:
        waits: list[tuple[str, str]] = []
        if person.letters:
            many = self.tr("{} letters to sign").format(person.letters)
            waits.append((self.tr("1 letter to sign") if person.letters == 1 else many, "plain"))
        if person.forms:
            many = self.tr("{} unfinished forms").format(person.forms)
            waits.append((self.tr("1 unfinished form") if person.forms == 1 else many, "warn"))
        return tuple(waits)

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(index.data(_WHO).uid)

    def person(self) -> Person | None:
        """Who is chosen."""
        found = self.currentIndex().data(_WHO)
        return found if isinstance(found, Person) else None

    def step(self, by: int) -> None:
        """Choose the one above or below."""
        row = max(0, min(self.model().rowCount() - 1, self.currentIndex().row() + by))
        self.setCurrentIndex(self.model().index(row, 0))

    def choose_number(self, number: int) -> bool:
        """Choose by number; False where nobody has it."""
        if not 1 <= number <= min(_NUMBERED, self.model().rowCount()):
            return False
        self.setCurrentIndex(self.model().index(number - 1, 0))
        self.taken.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
        )  # fmt: skip
        if typed in tuple("123456789") and plain and self.choose_number(int(typed)):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif plain and typed and typed.isprintable():
            # Who begins to type a passphrase means the field.
            self.typed.emit(typed)
        else:
            super().keyPressEvent(event)
