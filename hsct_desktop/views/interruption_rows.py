"""Interruptions of a therapy: from, until, why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.supportive_therapy import Interruption
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import DayField, TextField
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.field import NoteLine


class InterruptionRow(QWidget):
    """One pause."""

    edited = Signal()
    removed = Signal(object)

    def __init__(self, ctx: Context, day0: date | None) -> None:
        super().__init__()
        self.start = captioned(DayField(), self.tr("Interrupted from"), "interruptions")
        self.end = captioned(DayField(), self.tr("Until"), "interruptions")
        self.reason = captioned(TextField(), self.tr("Why"), "interruptions")
        self.end.line().setPlaceholderText(self.tr("still"))
        remove = IconButton("close", self.tr("Remove this interruption"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for field in (self.start, self.end, self.reason):
            row.addWidget(field, 1)
            field.edited.connect(self.edited)
        row.addWidget(remove)
        self.start.bind(ctx, day0)
        self.end.bind(ctx, day0)
        remove.clicked.connect(lambda: self.removed.emit(self))
        self.setFocusProxy(self.start)

    def pause(self) -> Interruption | None:
        """The pause, None while its first day is missing."""
        start = self.start.date()
        return Interruption(start, self.end.date(), self.reason.text()) if start is not None else None

    def content(self) -> list[str]:
        """What stands in the row, for the draft."""
        return [self.start.typed(), self.end.typed(), self.reason.text()]


class InterruptionRows(QWidget):
    """All pauses; grows by a button."""

    edited = Signal()

    def __init__(self, ctx: Context, day0: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx, self._day0 = ctx, day0
        self._rows: list[InterruptionRow] = []
        self._note = NoteLine()
        self._note.hide()
        self._add = KeyButton(self.tr("Add an interruption"), icon="plus", kind="link")
        self._add.clicked.connect(self._on_add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._note)
        self._column.addWidget(self._add)

    def _on_add(self) -> None:
        row = self._append()
        row.start.set_date(self._ctx.today())
        row.setFocus()
        self.edited.emit()

    def _append(self) -> InterruptionRow:
        row = InterruptionRow(self._ctx, self._day0)
        row.edited.connect(self.edited)
        row.removed.connect(self._remove)
        self._column.insertWidget(len(self._rows), row)
        self._rows.append(row)
        row.show()
        return row

    def _remove(self, row: InterruptionRow) -> None:
        self._rows.remove(row)
        row.hide()
        row.setParent(None)
        row.deleteLater()
        self._add.setFocus()
        self.edited.emit()

    def pauses(self) -> tuple[Interruption, ...]:
        """The pauses that have a first day."""
        found = [row.pause() for row in self._rows]
        return tuple(pause for pause in found if pause is not None)

    def incomplete(self) -> bool:
        """Whether a row lacks its first day."""
        return any(row.pause() is None for row in self._rows)

    def set_pauses(self, pauses: Sequence[Interruption]) -> None:
        """Show recorded pauses."""
        for pause in pauses:
            row = self._append()
            row.start.set_date(pause.start)
            row.end.set_date(pause.end)
            row.reason.set_text(pause.reason)

    def content(self) -> list[Any]:
        """What stands in the rows, for the draft."""
        return [row.content() for row in self._rows]

    def restore(self, rows: Sequence[Sequence[str]]) -> None:
        """Put a draft back."""
        for row in list(self._rows):
            self._remove(row)
        for start, end, reason in rows:
            row = self._append()
            row.start.set_typed(start)
            row.end.set_typed(end)
            row.reason.set_text(reason)

    def set_error(self, sentence: str | None) -> None:
        """Say what is wrong below the rows; a day that cannot be read says so itself."""
        unread = [day for row in self._rows for day in (row.start, row.end) if day.unreadable()]
        for day in unread:
            day.check()
        said = sentence if sentence and not unread else ""
        self._note.show_text(said, "error" if said else "")
