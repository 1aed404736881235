"""File > New and File > Open, each showing the place where the file lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QWidget

from hsct_desktop import SUFFIX
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.forms.ui_new_file_dialog import Ui_NewFileDialog
from hsct_desktop.views.theme.apply import set_variant
from hsct_desktop.views.user_sheets import OFFERED
from hsct_desktop.views.who import word_button
from hsct_desktop.views.widgets.plain_label import PlainLabel


class NewFileDialog(QDialog):
    """Asks for place, unit, first member of staff and passphrase; `create` makes the file and gives its recovery key,
    which `recovery_key` holds until it has been shown."""

    def __init__(
        self,
        ctx: Context,
        suggested: Path,
        create: Callable[[Path, str, str, str, str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._create = create
        self.recovery_key = ""
        self.ui = Ui_NewFileDialog()
        self.ui.setupUi(self)
        self.setMinimumWidth(560)
        self.ui.place.setText(str(suggested))
        self.ui.problem.hide()
        set_variant(self.ui.problem, role="danger")
        self.administers = PlainLabel(
            self.tr("You will administer this file: you add its users and keep its recovery key."), "muted", wrap=True
        )
        self.ui.column.insertWidget(self.ui.column.indexOf(self.ui.problem), self.administers)
        for role in OFFERED:
            self.ui.role.addItem(ctx.wording.enum("role", role), role.value)
        word_button(self.ui.buttons.button(QDialogButtonBox.StandardButton.Ok), self.tr("Create"))
        word_button(self.ui.buttons.button(QDialogButtonBox.StandardButton.Cancel), self.tr("Cancel"))
        self.ui.buttons.accepted.connect(self.accept)
        self.ui.buttons.rejected.connect(self.reject)
        self.ui.browse.clicked.connect(self._browse)
        self.ui.unit.setFocus()

    def _browse(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("New file"), self.ui.place.text(), self.tr("HSCT Desktop files (*{})").format(SUFFIX)
        )
        if chosen:
            self.ui.place.setText(chosen)

    def path(self) -> Path | None:
        """The place typed, with the program's ending where it has another or none; None for what is no place."""
        typed = self.ui.place.text().strip()
        if not typed.isprintable():
            return None
        try:
            path = Path(typed).expanduser()
        except RuntimeError:  # "~somebody" who is not known here
            return None
        if not path.name or path.is_dir() or path.suffix == SUFFIX:
            return path
        return path.with_name(path.name + SUFFIX)

    def accept(self) -> None:
        """Make the file; what is wrong stands above the buttons and the form stays."""
        unit, person, path = self.ui.unit.text().strip(), self.ui.person.text().strip(), self.path()
        if not self.ui.place.text().strip():
            self._show_problem(self.tr("Say where the file shall lie."), self.ui.place)
        elif path is None:
            self._show_problem(self.tr("No file can lie at this place: choose a folder and a name."), self.ui.place)
        elif not unit:
            self._show_problem(self.tr("Write the name of the unit: it stands on every print."), self.ui.unit)
        elif not person:
            self._show_problem(self.tr("Write your name: it stands at every entry you make."), self.ui.person)
        elif self.ui.passphrase.text() != self.ui.again.text():
            self._show_problem(self._ctx.wording.problem(Problem("again", "passphrase_differs")), self.ui.again)
        else:
            self._try(path, unit, person)

    def _try(self, path: Path, unit: str, person: str) -> None:
        try:
            role, passphrase = self.ui.role.currentData(), self.ui.passphrase.text()
            self.recovery_key = self._create(path, unit, person, role, passphrase)
        except InputError as error:
            is_passphrase = error.problems[0].field == "passphrase"
            self._show_problem(self._ctx.wording.problems(error), self.ui.passphrase if is_passphrase else self.ui.unit)
        except KnownError as error:
            self._show_problem(self._ctx.wording.known_error(error), self.ui.place)
        else:
            super().accept()

    def _show_problem(self, sentence: str, field: QWidget) -> None:
        self.ui.problem.setText(sentence)
        self.ui.problem.show()
        field.setFocus()


def ask_file(parent: QWidget, title: str, kinds: str, folder: Path) -> Path | None:
    """Ask for a file to open, beginning in `folder`; None when the person leaves."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(folder), kinds)
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """Ask for a folder, beginning in `folder`; None when the person leaves."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(folder))
    return Path(chosen) if chosen else None
