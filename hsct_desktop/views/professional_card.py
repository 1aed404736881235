"""Add a neurologist or GP where one is missing, without leaving the form."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import document_languages, wording
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.forms.ui_professional_form import Ui_ProfessionalForm
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel


def letter_languages() -> tuple[tuple[str, str], ...]:
    """The languages in which the program writes letters, each named in itself."""
    return tuple((one, wording(one).text("language.own_name")) for one in document_languages())


class ProfessionalCard(Panel):
    """The card of a new correspondent; `added` carries its kind and id once it is in the file."""

    added = Signal(object, int)
    left = Signal()

    def __init__(self, ctx: Context, kind: ProfessionalKind, name: str = "") -> None:
        title = self.tr("New neurologist") if kind is ProfessionalKind.NEUROLOGIST else self.tr("New GP")
        super().__init__(title)
        self._ctx, self._kind = ctx, kind
        form = QWidget()
        self._ui = Ui_ProfessionalForm()
        self._ui.setupUi(form)
        layout = form.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setContentsMargins(0, 0, 0, 0)
        self._ui.name.set_text(name)
        self._ui.letterLanguage.set_choices(letter_languages())
        self._ui.letterLanguage.set_value(ctx.language)
        add = KeyButton(self.tr("Add"), icon="plus", hint="Ctrl+Enter")
        leave = KeyButton(self.tr("Leave out"), hint="Esc")
        add.clicked.connect(self.add_card)
        leave.clicked.connect(self.left)
        row = QHBoxLayout()
        # The page around says that nothing is saved before its last step.
        row.addWidget(PlainLabel(self.tr("A new neurologist or GP is saved at once."), "caption", wrap=True), 1)
        row.addWidget(leave)
        row.addWidget(add)
        self.add(form)
        self.body().addLayout(row)
        for key, slot in (("Ctrl+Return", self.add_card), ("Ctrl+Enter", self.add_card), ("Esc", self.left.emit)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self.setFocusProxy(self._ui.name)

    def add_card(self) -> None:
        """Write the card."""
        from hsct_desktop.services import professionals

        ui, language = self._ui, self._ui.letterLanguage.value()
        entry = ProfessionalEntry(
            ui.name.text().strip(),
            self._kind,
            ui.institution.text().strip(),
            ui.address.text().strip(),
            ui.phone.text().strip(),
            ui.email.text().strip(),
            str(language or self._ctx.language),
        )
        try:
            changes = self._ctx.save(lambda: professionals.add(self._ctx.ready(), entry), initiator=self)
        except InputError as error:
            ui.name.set_error(self._ctx.wording.problems(error))
            ui.name.setFocus()
            return
        if changes is not None and changes.record_id is not None:
            self.added.emit(self._kind, changes.record_id)
