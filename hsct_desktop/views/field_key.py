"""Shift+F2 on a field of a form shows what that field has read, with who, when and why."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from hsct_desktop.views.context import Context
from hsct_desktop.views.field_history import FieldVersions, Versions, read
from hsct_desktop.views.form_fields import ChipsField, snake
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

_SIZE = (360, 320)


class FieldPopup(QFrame):
    """The versions of a field beside it; Esc closes it and gives the keyboard back, so does going elsewhere."""

    def __init__(self, ctx: Context, history: Versions, field: QWidget) -> None:
        super().__init__(field.window())
        self.setProperty("role", "panel")
        self.setAutoFillBackground(True)
        self.setFixedSize(*_SIZE)
        self._before = field.window().focusWidget()
        self.versions = FieldVersions(ctx)
        self.versions.show_history(history)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.MEDIUM)
        column.addWidget(PlainLabel(self.tr("Field history"), "sheet"))
        column.addWidget(self.versions, 1)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave)
        self._show_by(field)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _show_by(self, field: QWidget) -> None:
        window = field.window()
        at = field.mapTo(window, QPoint(-self.width() - Space.SMALL, 0))
        at.setX(max(Space.SMALL, at.x()))
        at.setY(max(Space.SMALL, min(at.y(), window.height() - self.height() - Space.SMALL)))
        self.move(at)
        self.show()
        self.raise_()
        if self.versions.rows:
            self.versions.rows[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isValid(self) and self.isVisible() and new is not None and not self.isAncestorOf(new):
            self.hide()
            self.deleteLater()

    def leave(self) -> None:
        """Close it; the keyboard goes back to the field."""
        before = self._before
        self.hide()
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()


class FieldKey(QObject):
    """Gives a form the key. `draft` is the name of its draft, which tells the record that it edits."""

    def __init__(self, ctx: Context, sheet: SideSheet, draft: str) -> None:
        super().__init__(sheet)
        self._ctx, self._sheet, self._draft = ctx, sheet, draft
        self.popup: FieldPopup | None = None
        shortcut = QShortcut(QKeySequence("Shift+F2"), sheet)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.show)

    def show(self) -> None:
        """Show the history of the field that has the keyboard."""
        from hsct_desktop.services import field_names

        field = self._field()
        row = field_names.row_of(self._draft)
        if row is None or field is None:
            self._ctx.toast(self.tr("This record has no history yet: it is new."))
            return
        column = field_names.column_of(row[0], snake(field.objectName()))
        if not column:
            self._ctx.toast(self.tr("This field is kept in several parts: see the History of the patient (Alt+0)."))
            return
        history = read(self._ctx, *row, column)
        if history is not None:
            self.popup = FieldPopup(self._ctx, history, field)

    def _field(self) -> QWidget | None:
        """The named field around the widget with the keyboard."""
        widget: QWidget | None = self._sheet.focusWidget()
        while widget is not None and widget is not self._sheet:
            if isinstance(widget, FieldFrame | ChipsField) and widget.objectName():
                return widget
            widget = widget.parentWidget()
        return None
