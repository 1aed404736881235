"""A sheet for what no draft may hold: passphrases and keys are typed, used and forgotten."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import TextField
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes

_HINTS = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


def secret_field(caption: str, name: str) -> TextField:
    """A line that shows dots; no keyboard learns what is typed, and none corrects it."""
    field = captioned(TextField(), caption, name)
    field.line().setEchoMode(QLineEdit.EchoMode.Password)
    field.line().setInputMethodHints(_HINTS)
    return field


class SecretSheet(SideSheet):
    """Fields, one act, no draft. A subclass builds its body with `lay_out` and overrides `act`.

    What the act refuses stands beside the field that the problem or the failure names, else beside the first one.
    """

    def __init__(self, ctx: Context, title: str, sub: str = "", *, save: str = "") -> None:
        super().__init__(ctx.sheet_host(), title, sub, top=ctx.sheet_top(), save=save)
        self.ctx = ctx
        self._named: dict[str, FieldFrame] = {}
        self.draft_button().setText(self.tr("Leave"))
        self.saved.connect(self.save)

    def act(self) -> Changes:
        """Do what was asked for. Raises InputError or KnownError; then the form stays."""
        raise NotImplementedError

    def beside(self) -> dict[str, str]:
        """To which field a known failure belongs, by its key."""
        return {}

    def lay_out(self, *parts: QWidget, show: bool = True) -> None:
        """The body: parts below each other, and a tick that shows what is typed."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(Space.MEDIUM)
        secrets = []
        for part in parts:
            column.addWidget(part)
            if isinstance(part, FieldFrame):
                self._named[part.objectName()] = part
            if isinstance(part, TextField) and part.line().echoMode() == QLineEdit.EchoMode.Password:
                secrets.append(part.line())
        if show and secrets:
            shown = QCheckBox(self.tr("Show what is typed"))
            for line in secrets:
                shown.toggled.connect(partial(_show, line))
            column.addWidget(shown)
        column.addStretch(1)
        self.set_body(body)

    def save(self) -> None:
        """Do it; whatever is refused is said beside its field and the form stays as it is."""
        self.complain(())
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # a key is derived: a third of a second
        try:
            changes = self.act()
        except InputError as error:
            self.complain(error.problems)
        except KnownError as error:
            self._fail(error)
        else:
            self.ctx.news.send(changes, self)
            self.ctx.toast(changes.text)
            self.done(changes)
            self.close_sheet()
        finally:
            QGuiApplication.restoreOverrideCursor()

    def done(self, _changes: Changes) -> None:
        """What follows once it is done, before the sheet goes."""

    def complain(self, problems: tuple[Problem, ...]) -> None:
        """Say each problem beside its field."""
        for frame in self._named.values():
            frame.set_error(None)
        listed: list[tuple[str, QWidget]] = []
        for problem in problems:
            frame = self._named.get(problem.field) or next(iter(self._named.values()))
            words = self.ctx.wording.problem(problem)
            if not frame.error():
                frame.set_error(words)
            listed.append((words, frame))
        self.set_problems(listed)
        if listed:
            self.jump()

    def _fail(self, error: KnownError) -> None:
        frame = self._named.get(self.beside().get(error.key, ""))
        if frame is None:
            self.ctx.report_error(error)
            return
        words = self.ctx.wording.known_error(error)
        frame.set_error(words)
        self.set_problems([(words, frame)])
        self.jump()


def _show(line: QLineEdit, shown: bool) -> None:
    line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
