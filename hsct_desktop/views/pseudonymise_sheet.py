"""A record without its patient: what would be taken out, what would stay, and the code typed once more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import TextField
from hsct_desktop.views.paper_desk import PaperDesk
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.pseudonymise import Preview


class PseudonymiseSheet(SideSheet):
    """Nothing typed here is kept as a draft, and Save does nothing until the code and a reason stand there."""

    def __init__(self, ctx: Context, patient_id: int) -> None:
        from hsct_desktop.services import pseudonymise

        super().__init__(ctx.sheet_host(), "", top=ctx.sheet_top(), save="")
        self._ctx = ctx
        self.found: Preview = pseudonymise.preview(ctx.ready(), patient_id)
        self.set_title(self.tr("Pseudonymise"), f"{self.found.name} · {self.found.code}")
        self.code = captioned(TextField(), self.tr("The patient's code, typed once more"), "code")
        self.reason = captioned(TextField(), self.tr("Reason, without the name"), "reason")
        self.set_body(self._lay())
        self.draft_button().setText(self.tr("Leave"))
        self.save_button().setText(self.tr("Pseudonymise for good"))
        self.saved.connect(self._take_out)
        for field in (self.code, self.reason):
            field.edited.connect(self._mended)

    def _lay(self) -> QWidget:
        from hsct_desktop.services import pseudonymise

        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(Space.SMALL)
        ws = self._ctx.ready()
        warning = self.tr("Nobody can bring it back: not by Undo, not by an administrator.")
        column.addWidget(AlertNote(self.tr("This cannot be undone"), warning, "danger"))
        self._list(column, self.tr("Is taken out of the file"), pseudonymise.changes_in(ws, self.found))
        kept = (
            self.tr("Diagnoses, transplants, visits, results, toxicities and therapies with their days stay."),
            self.tr("The change log goes on to prove that nobody altered them."),
        )
        column.addWidget(PlainLabel(" ".join(kept), wrap=True))
        held = pseudonymise.old_backups(ws.store.path, self._key(), ws.clock())
        self._list(column, self.tr("Still names the patient afterwards"), pseudonymise.stays(ws, self.found, held))
        column.addWidget(self.code)
        column.addWidget(self.reason)
        column.addStretch(1)
        return body

    def _key(self) -> bytes | None:
        unlocked = self._ctx.unlocked
        return unlocked.key if unlocked is not None else None

    def _list(self, column: QVBoxLayout, title: str, lines: Iterable[str]) -> None:
        column.addSpacing(Space.SMALL)
        column.addWidget(PlainLabel(title, "bold"))
        for line in lines:
            column.addWidget(PlainLabel(f"• {line}", wrap=True))

    def _mended(self) -> None:
        """What was wrong is not said any more once somebody types."""
        for field in (self.code, self.reason):
            field.set_error(None)
        self.set_problems([])

    def _take_out(self) -> None:
        from hsct_desktop.services import pseudonymise

        ws = self._ctx.ready()
        try:
            done = pseudonymise.take_out(ws, self.found.patient_id, self.code.text(), self.reason.text())
        except InputError as error:
            self._say(error)
            return
        except KnownError as error:
            self._ctx.report_error(error)
            return
        papers = self._ctx.sheet_host().window().findChild(PaperDesk)
        if papers is not None:
            papers.clear()  # copies of the patient's papers that were opened to be read
        self.close_sheet()
        self._ctx.news.send(done, None)
        try:
            pseudonymise.clean_up(ws)
        except KnownError as error:  # the record is done; its traces are cleared from the data protection sheet
            self._ctx.report_error(error)
            return
        self._ctx.toast(done.text)  # no Undo: there is none

    def _say(self, error: InputError) -> None:
        fields = {"code": self.code, "reason": self.reason}
        said = [(self._ctx.wording.problem(one), fields[one.field]) for one in error.problems]
        for words, field in said:
            field.set_error(words)
        self.set_problems(said)
        self.jump()
