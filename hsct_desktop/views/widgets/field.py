"""A field with its label, its unit, what was understood, and what is wrong with it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from hsct_desktop.views.theme.apply import set_variant, theme
from hsct_desktop.views.theme.icons import icon, pixmap
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.plain_label import PlainLabel

State = Literal["", "error", "warn"]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAD = -6
"""Qt leaves more room after an icon than the 7 px wanted."""
_SPIN_MARGIN = 7
_SIGN = 12
"""Width of the sign before an error or a warning."""
_ONE_LINE = (QLineEdit, QComboBox, QAbstractSpinBox)


class NoteLine(QWidget):
    """One sentence of 8 pt below a field: muted, or an error or warning with its icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State = ""
        self._icon = QLabel()
        self._icon.setFixedWidth(_SIGN)
        self._words = PlainLabel(role="caption", wrap=True)
        self._words.setMinimumHeight(16)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(Space.TIGHT)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignTop)
        theme().changed.connect(self._tint)

    def text(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def show_text(self, text: str, state: State = "") -> None:
        """Show a sentence in a state; an empty one hides the line."""
        self._state = state
        self._words.set_role({"error": "danger", "warn": "warn"}.get(state, "caption"))
        self._words.setText(text)
        self._icon.setVisible(bool(state))
        self._tint()
        self.setVisible(bool(text))

    def _tint(self) -> None:
        if self._state:
            token = "danger" if self._state == "error" else "warn"
            self._icon.setPixmap(pixmap("alert", token, _SIGN, self.devicePixelRatioF()))
            self._icon.setContentsMargins(0, 2, 0, 0)


class FieldFrame(QWidget):
    """Label above (its buddy is the editor), editor 30 high, unit inside at the right, one sentence below.

    An error hides a question, a question hides a warning, a warning hides what was understood. Enter goes on to the
    next field, except in fields of several lines; `entered` is emitted before. After `lead_on` the next field lets one
    Enter pass, which belonged to the value typed before.
    """

    entered = Signal()

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        unit: str = "",
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._lead = 0
        self._is_led_to = False
        self._error = self._question = self._warning = self._understood = ""
        self._label = PlainLabel(label, "caption")
        self._label.setBuddy(editor)
        self._unit = PlainLabel(unit, "caption")
        self._note = NoteLine()
        self._note.hide()
        editor.setAccessibleName(f"{label} ({unit})" if unit else label)
        self._lay_out()
        if icon_name:
            self.add_icon(icon_name)
        if isinstance(editor, QComboBox):
            # With this delegate the style sheet reaches the rows of the list.
            editor.setItemDelegate(QStyledItemDelegate(editor))
        if isinstance(editor, QAbstractSpinBox):
            # The style sheet's padding does not reach the line inside a spin box.
            editor.lineEdit().setTextMargins(_SPIN_MARGIN, 0, 0, 0)
        editor.installEventFilter(self)
        self.setFocusProxy(editor)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._label.setFixedHeight(18)
        column.addWidget(self._label)
        if isinstance(self._editor, _ONE_LINE):
            self._editor.setFixedHeight(Height.FIELD)
        self._editor.setSizePolicy(QSizePolicy.Policy.Expanding, self._editor.sizePolicy().verticalPolicy())
        if self._unit.text() and not isinstance(self._editor, QLineEdit):
            row = QHBoxLayout()
            row.setSpacing(Space.SMALL)
            row.addWidget(self._editor, 1)
            row.addWidget(self._unit)
            column.addLayout(row)
        else:
            column.addWidget(self._editor)
        column.addWidget(self._note)
        column.addStretch(1)
        if isinstance(self._editor, QLineEdit):
            self._unit.setParent(self._editor)
            self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._unit.setVisible(bool(self._unit.text()))
            self._place_unit()

    def add_icon(self, name: str) -> QAction:
        """Put an icon inside at the start of a line; TypeError for another editor."""
        if not isinstance(self._editor, QLineEdit):
            raise TypeError("only a line has room for an icon")
        self._lead = _LEAD
        self._set_margins()
        return self._editor.addAction(icon(name, "muted"), QLineEdit.ActionPosition.LeadingPosition)

    def _set_margins(self) -> None:
        if isinstance(self._editor, QLineEdit):
            trail = self._unit.sizeHint().width() + Space.TIGHT if self._unit.text() else 0
            self._editor.setTextMargins(self._lead, 0, trail, 0)

    def _place_unit(self) -> None:
        if not isinstance(self._editor, QLineEdit) or not self._unit.text():
            return
        size: QSize = self._unit.sizeHint()
        self._set_margins()
        left = self._editor.width() - size.width() - Space.SMALL - 1
        self._unit.setGeometry(left, 0, size.width(), self._editor.height())

    def editor(self) -> QWidget:
        """The editor inside."""
        return self._editor

    def label(self) -> PlainLabel:
        """The label above."""
        return self._label

    def unit(self) -> str:
        """The unit shown."""
        return self._unit.text()

    def set_unit(self, unit: str) -> None:
        """Change the unit inside."""
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))
        self._editor.setAccessibleName(f"{self._label.text()} ({unit})" if unit else self._label.text())
        self._place_unit()

    def set_error(self, text: str | None) -> None:
        """Show what is wrong and blocks saving; None when it is mended."""
        self._error = text or ""
        self._show_note()

    def set_question(self, text: str | None) -> None:
        """Show what is asked before the entry is taken, and that it is no error; None once it is answered."""
        self._question = text or ""
        self._show_note()

    def set_warning(self, text: str | None) -> None:
        """Show what asks for a reason; None when it does not any more."""
        self._warning = text or ""
        self._show_note()

    def set_understood(self, text: str) -> None:
        """Show how the entry was read."""
        self._understood = text
        self._show_note()

    def error(self) -> str:
        """The error shown, or an empty text."""
        return self._error

    def warning(self) -> str:
        """The warning set, or an empty text."""
        return self._warning

    def note(self) -> str:
        """The sentence below the field."""
        return self._note.text()

    def _show_note(self) -> None:
        state: State = "error" if self._error else "warn" if self._question or self._warning else ""
        text = self._error or self._question or self._warning or self._understood
        self._note.show_text(text, state)
        self._editor.setAccessibleDescription(text)
        if (self._editor.property("state") or "") != state:
            set_variant(self._editor, state=state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # While Python takes the widget apart, Qt may still send events to it.
        if watched is getattr(self, "_editor", None):
            if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange):
                self._place_unit()
            elif event.type() == QEvent.Type.FocusOut:
                self._is_led_to = False
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                led_to, self._is_led_to = self._is_led_to, False
                if self._is_enter(event):
                    if not led_to:
                        self.go_on()
                    return True
        return super().eventFilter(watched, event)

    def _is_enter(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return plain and event.key() in _ENTER and not isinstance(self._editor, QPlainTextEdit | QTextEdit)

    def go_on(self) -> None:
        """Finish this field and move to the next."""
        self.entered.emit()
        if isinstance(self._editor, QLineEdit):
            self._editor.returnPressed.emit()
        self._editor.focusNextPrevChild(True)

    def lead_on(self) -> None:
        """Move to the next field because this one is complete.

        Who types Enter after every value types it now all the same: it belongs to the value, and skips no field.
        """
        self.go_on()
        widget = QApplication.focusWidget()
        while widget is not None and not isinstance(widget, FieldFrame):
            widget = widget.parentWidget()
        if widget is not None and widget is not self:
            widget._is_led_to = True
