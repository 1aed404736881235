"""The right half of the unlock page: passphrase or PIN of who was chosen, and what is wrong with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from hsct_desktop.views.theme.apply import set_variant
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.paint import box, text
from hsct_desktop.views.widgets.plain_label import plain_tooltip

PIN_LEAST: Final = 4
PIN_MOST: Final = 8
_DOT: Final = 11
_PITCH: Final = 23


class SecretEdit(QLineEdit):
    """A line whose text is hidden until the person shows it. `caps` tells that capitals are locked, as far as that
    can be told from what is typed; `passed` hands up and down keys on. While the line still holds what was `filled`
    in for the person, a digit types nothing: `numbered` hands it on."""

    caps = Signal(bool)
    passed = Signal(int)
    numbered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filled = ""
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMaxLength(1000)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.passed.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        typed, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if typed in tuple("123456789") and self.filled and self.text() == self.filled:
            self.numbered.emit(int(typed))
            return
        if len(typed) == 1 and typed.isalpha() and typed.upper() != typed.lower():
            self.caps.emit(typed.isupper() != shift)
        super().keyPressEvent(event)


class ShowButton(QToolButton):
    """Shows what was typed, and hides it again."""

    def __init__(self, edit: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit = edit
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(Height.FIELD)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._show)
        self._show(False)

    def _show(self, shown: bool) -> None:
        echo = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self._edit.setEchoMode(echo)
        self.setText(self.tr("Hide") if shown else self.tr("Show"))
        name = self.tr("Hide what is typed") if shown else self.tr("Show what is typed")
        self.setAccessibleName(name)
        self.setToolTip(plain_tooltip(name))


class SecretField(QWidget):
    """A passphrase with its label, the button that shows it, and one sentence below."""

    entered = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = SecretEdit()
        self.frame = FieldFrame(label, self.edit)
        self.show_button = ShowButton(self.edit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.frame, 1)
        holder = QWidget()
        inside = QHBoxLayout(holder)
        inside.setContentsMargins(0, 18, 0, 0)
        inside.addWidget(self.show_button)
        row.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
        self.frame.entered.connect(self.entered)
        self.edit.caps.connect(self._on_caps)
        self.edit.textChanged.connect(lambda _text: self.set_error(""))
        self.setFocusProxy(self.edit)

    def _on_caps(self, locked: bool) -> None:
        self.frame.set_warning(self.tr("Caps lock seems to be on.") if locked else None)

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def take(self, words: str) -> None:
        """Fill the field."""
        self.edit.setText(words)

    def fill_in(self, words: str) -> None:
        """Fill the field for the person: until it is changed, digits choose instead of being typed."""
        self.take(words)
        self.edit.filled = words

    def clear(self) -> None:
        """Forget what was typed, and hide what comes next."""
        self.edit.filled = ""
        self.edit.clear()
        self.show_button.setChecked(False)
        self.frame.set_warning(None)
        self.set_error("")

    def set_error(self, sentence: str) -> None:
        """Say what is wrong, or nothing more."""
        self.frame.set_error(sentence or None)


class PinEdit(QLineEdit):
    """Four to eight digits drawn as dots; `digits` rings stand for those that are still to come."""

    passed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.digits = PIN_LEAST
        self.setEchoMode(QLineEdit.EchoMode.NoEcho)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{PIN_MOST}}}"), self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFixedHeight(38)

    def set_digits(self, digits: int) -> None:
        """How many digits are expected."""
        self.digits = digits
        self.setMaxLength(max(digits, PIN_LEAST))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 38)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.passed.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        wrong = self.property("state") == "error"
        edge = "focus" if self.hasFocus() else "danger" if wrong else "control"
        box(painter, rect, fill="surface", edge=edge, width=2 if self.hasFocus() else 1)
        given = len(self.text())
        for number in range(max(self.digits, given)):
            dot = QRectF(14 + number * _PITCH, rect.center().y() - _DOT / 2, _DOT, _DOT)
            box(painter, dot, fill="text" if number < given else None, edge="text" if number < given else "control",
                radius=_DOT / 2)  # fmt: skip
        many = self.tr("{} digits").format(self.digits)
        right = rect.adjusted(0, 0, -14, 0)
        text(painter, right, many, "muted", type_=font("caption"),
             align=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)  # fmt: skip


class PinField(FieldFrame):
    """The PIN with its label and how many tries are left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        edit = PinEdit()
        super().__init__("", edit, parent=parent)
        self.edit = edit
        self.edit.setFixedHeight(38)
        self.label().setText(self.tr("PIN"))
        self.edit.setAccessibleName(self.tr("PIN"))
        self.edit.textChanged.connect(lambda _text: self.set_error(None))

    def expect(self, digits: int, tries: int) -> None:
        """Empty the field for a PIN of so many digits."""
        self.edit.clear()
        self.edit.set_digits(digits)
        set_variant(self.edit, state="")
        many = self.tr("{} tries, then the passphrase is needed").format(tries)
        self.set_understood(self.tr("1 try, then the passphrase is needed") if tries == 1 else many)


def wide(button: KeyButton) -> KeyButton:
    """The button that fills its column."""
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setMinimumHeight(34)
    return button
