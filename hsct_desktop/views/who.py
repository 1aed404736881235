"""Who is working: a menu of the staff above the status bar, and the small form for a member of staff."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMenu, QPushButton, QWidget

from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.forms.ui_staff_dialog import Ui_StaffDialog
from hsct_desktop.views.theme.apply import set_variant
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import icon
from hsct_desktop.views.widgets.paint import text_width

if TYPE_CHECKING:
    from hsct_desktop.services.staff import StaffRow

_NUMBERED: Final = 9


def word_button(button: QPushButton, words: str) -> None:
    """Word a dialog's button; the default one is bold, for which Qt keeps no room."""
    button.setText(words)
    button.setMinimumWidth(int(text_width(words, font(bold=True))) + 32)


class StaffDialog(QDialog):
    """Adds a member of staff, or changes one: name, role, whether they work here."""

    def __init__(self, ctx: Context, row: StaffRow | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._row = row
        self.staff_id: int | None = None
        self.ui = Ui_StaffDialog()
        self.ui.setupUi(self)
        self.setMinimumWidth(420)
        self.ui.problem.hide()
        set_variant(self.ui.problem, role="danger")
        for role in Role:
            self.ui.role.addItem(ctx.wording.enum("role", role), role.value)
        self.ui.active.setVisible(row is not None)
        if row is not None:
            self.ui.person.setText(row.name)
            self.ui.role.setCurrentIndex(self.ui.role.findData(str(row.role)))
            self.ui.active.setChecked(row.active)
        button = self.ui.buttons.button(QDialogButtonBox.StandardButton.Save)
        word_button(button, self.tr("Save"))
        word_button(self.ui.buttons.button(QDialogButtonBox.StandardButton.Cancel), self.tr("Cancel"))
        self.ui.buttons.accepted.connect(self.accept)
        self.ui.buttons.rejected.connect(self.reject)

    def accept(self) -> None:
        """Save; what is wrong stands above the buttons and the form stays."""
        from hsct_desktop.services import staff

        workspace = self._ctx.ready()
        name, role = self.ui.person.text(), Role(self.ui.role.currentData())
        try:
            if self._row is None:
                changes = staff.add(workspace, name, role)
            else:
                row = self._row
                changes = staff.revise(workspace, row.id, name, role, self.ui.active.isChecked(), row.version)
        except InputError as error:
            self._show_problem(self._ctx.wording.problems(error))
        except KnownError as error:
            self._show_problem(self._ctx.wording.known_error(error))
        else:
            self.staff_id = changes.record_id
            self._ctx.news.send(changes, self)
            super().accept()

    def _show_problem(self, sentence: str) -> None:
        self.ui.problem.setText(sentence)
        self.ui.problem.show()
        self.ui.person.setFocus()


class WhoMenu(QMenu):
    """The active staff, numbered, and the way to add somebody. `chosen(staff_id)` is called with a choice."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from hsct_desktop.services import staff

        self._ctx = ctx
        workspace = ctx.ready()
        group = QActionGroup(self)
        for number, row in enumerate((r for r in staff.everybody(workspace) if r.active), start=1):
            name = row.name.replace("&", "&&")
            words = f"{name}, {ctx.wording.enum('role', row.role).lower()}"
            action = self.addAction(f"&{number}  {words}" if number <= _NUMBERED else words)
            action.setCheckable(True)
            action.setChecked(workspace.author is not None and workspace.author.staff_id == row.id)
            action.triggered.connect(partial(self.choose, row.id))
            group.addAction(action)
        self.addSeparator()
        self.addAction(icon("plus", "muted"), self.tr("&Add member of staff…"), self.add)

    def choose(self, staff_id: int, _checked: bool = False) -> None:
        """This person works from now on."""
        from hsct_desktop.services import staff

        workspace = self._ctx.ready()
        workspace.author = staff.author(workspace, staff_id)
        self._ctx.author_changed.emit()

    def add(self) -> None:
        """Ask for a new member of staff, who then works."""
        dialog = StaffDialog(self._ctx, parent=self.parentWidget())
        if dialog.exec() and dialog.staff_id is not None:
            self.choose(dialog.staff_id)
        dialog.deleteLater()

    def show_above(self, button: QWidget) -> None:
        """Open with the lower edge on the button; the first person is chosen for the keyboard."""
        corner = button.mapToGlobal(QPoint(0, 0))
        self.popup(corner - QPoint(0, self.sizeHint().height()))
        if self.actions():
            self.setActiveAction(next((a for a in self.actions() if a.isChecked()), self.actions()[0]))
