"""The line in which somebody says why something changes that is complete: chosen from a list, or typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.choice_box import is_typed
from hsct_desktop.views.widgets.field import FieldFrame

_MOST: Final = 400


class _TypedBox(QComboBox):
    """A list that drops down and whose line takes any words; letters never start what the page does with them."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and is_typed(event):
            event.accept()
            return True
        return super().event(event)


class ChangeReasonBar(QFrame):
    """Above the foot of a sheet: "Reason for change", to be chosen or typed; `edited` at each change."""

    edited = Signal()

    def __init__(self, choices: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet-foot")
        self.box, self.line = _TypedBox(), QLineEdit()
        self.box.setEditable(True)
        self.box.setLineEdit(self.line)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.addItems(list(choices))
        self.box.setCurrentIndex(-1)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.line.setPlaceholderText(self.tr("Choose or type"))
        self.line.setMaxLength(_MOST)
        self.field = FieldFrame(self.tr("Reason for change"), self.box)
        self.line.setAccessibleName(self.tr("Reason for change"))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        column.addWidget(self.field)
        self.box.editTextChanged.connect(self.edited)

    def text(self) -> str:
        """The reason, "" while there is none."""
        return self.box.currentText().strip()

    def clear(self) -> None:
        """Forget what was said."""
        self.box.setCurrentIndex(-1)
        self.box.clearEditText()
