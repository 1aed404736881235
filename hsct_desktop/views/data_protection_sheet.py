"""What a patient may ask the unit about their data: consents, a complete export, who looked, the end of the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from hsct_desktop.domain.patient import Consent
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, TextField
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.data_protection import Overview
    from hsct_desktop.services.patient_export import PatientExported


def _text(*sentences: str) -> PlainLabel:
    return PlainLabel(" ".join(sentences), wrap=True)


_LANGUAGES = (("en", "English"), ("it", "Italiano"))


class DataProtectionSheet(SideSheet):
    """Ctrl+Enter makes the export; the other parts are read, or lead to where they are changed."""

    def __init__(self, ctx: Context, patient_id: int) -> None:
        from hsct_desktop.services import data_protection

        super().__init__(ctx.sheet_host(), "", top=ctx.sheet_top(), save="")
        self._ctx = ctx
        self.patient_id = patient_id
        self.found: Overview = data_protection.overview(ctx.ready(), patient_id)
        born = ctx.wording.date(self.found.born)
        self.set_title(self.tr("Data protection"), f"{self.found.name} · {born} · {self.found.code}")
        self.set_body(self._lay())
        self.draft_button().setText(self.tr("Leave"))
        self.save_button().setText(self.tr("Export the record…"))
        self.save_button().setEnabled(not self.found.no_export)
        self.saved.connect(self._choose_place)

    # the parts --------------------------------------------------------------------------------------------------

    def _lay(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(Space.SMALL)
        self.outcome = AlertNote("", "")
        self.outcome.hide()
        column.addWidget(self.outcome)
        if self.found.pseudonymised_at is not None:
            at = self._ctx.wording.moment(self.found.pseudonymised_at.astimezone(self._ctx.ready().clock().tzinfo))
            said = self.tr("Name, contacts and documents are gone; of the birth date the year alone is known.")
            column.addWidget(AlertNote(self.tr("This record was pseudonymised on {0}").format(at), said, "info"))
        parts = (self._consents(), self._correction(), self._export(), self._looks(), self._end())
        for number, part in enumerate(parts):
            if number:
                column.addWidget(rule())
            column.addWidget(part)
        column.addStretch(1)
        return body

    def _part(self, title: str, *widgets: QWidget) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, Space.SMALL, 0, Space.SMALL)
        column.setSpacing(Space.SMALL)
        column.addWidget(PlainLabel(title, "bold"))
        for widget in widgets:
            left = Qt.AlignmentFlag.AlignLeft if isinstance(widget, KeyButton) else Qt.AlignmentFlag(0)
            column.addWidget(widget, 0, left)
        return part

    def _consents(self) -> QWidget:
        """Each answer with its day; the card is where they are changed."""
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.LARGE)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        for row, line in enumerate(self.found.consents):
            grid.addWidget(PlainLabel(line.asked, "muted"), row, 0)
            kind = "" if line.answer in (Consent.YES, Consent.NOT_ASKED) else "warn"
            grid.addWidget(PlainLabel(line.said, kind), row, 1)
            if line.on is not None:
                grid.addWidget(PlainLabel(self._ctx.wording.date(line.on), "muted"), row, 2)
        words = self.tr("Exports for research and for the registry leave out who has not said yes.")
        self.change = KeyButton(self.tr("Change on the card"), icon="edit", small=True)
        self.change.setObjectName("change_consent")
        self.change.clicked.connect(self._change)
        return self._part(self.tr("Consent"), table, PlainLabel(words, "caption", wrap=True), self.change)

    def _correction(self) -> QWidget:
        words = (
            self.tr("What is wrong is corrected where it was entered, with the reason."),
            self.tr("The old value stays in the history, which the complete export holds."),
        )
        return self._part(self.tr("Correction"), _text(*words))

    def _export(self) -> QWidget:
        words = _text(
            self.tr("A folder with a PDF to read, the same as JSON for another program,"),
            self.tr("every document and signed letter, and each change that was made."),
            self.tr("Its name holds the code, not the name."),
        )
        self.language = ChipsField()
        self.language.setProperty("caption", self.tr("Language of the PDF"))
        self.language.setObjectName("language")
        self.language.set_choices(list(_LANGUAGES))
        known = [code for code, _label in _LANGUAGES]
        self.language.set_value(self.found.language if self.found.language in known else self._ctx.language)
        self.reason = captioned(TextField(), self.tr("Why, for the change log"), "reason")
        if self.found.no_export:
            return self._part(self.tr("Complete export"), words, AlertNote(self.found.no_export, "", "info"))
        return self._part(self.tr("Complete export"), words, self.language, self.reason)

    def _looks(self) -> QWidget:
        """Who looked last; those who may not know it are told who may."""
        title = self.tr("Who looked at this record")
        if self.found.no_looks:
            return self._part(title, AlertNote(self.found.no_looks, "", "info"))
        if not self.found.looks:
            return self._part(title, PlainLabel(self.tr("Nobody since the access log began."), "muted", wrap=True))
        lines = [
            PlainLabel(" · ".join(part for part in (look.when, look.who, look.what, look.workstation) if part), "muted")
            for look in self.found.looks
        ]
        words = self.tr("The latest ones; the complete export and the unit's report hold all.")
        return self._part(title, *lines, PlainLabel(words, "caption", wrap=True))

    def _end(self) -> QWidget:
        words = _text(
            self.tr("Where the law allows an erasure, or when the time for which records are kept is over:"),
            self.tr("name, contacts, documents and letters leave the file, the treatment stays without the person."),
            self.tr("It cannot be undone."),
        )
        title = self.tr("Pseudonymise")
        if self.found.no_pseudonymising:
            return self._part(title, words, AlertNote(self.found.no_pseudonymising, "", "info"))
        if self.found.pseudonymised_at is not None:
            self.clear = KeyButton(self.tr("Clear traces in the file again"), small=True)
            self.clear.setObjectName("clear_traces")
            self.clear.clicked.connect(self._clear)
            return self._part(title, self.clear)
        self.end = KeyButton(self.tr("Pseudonymise…"), icon="alert", kind="danger", small=True)
        self.end.setObjectName("pseudonymise")
        self.end.clicked.connect(self._pseudonymise)
        return self._part(title, words, self.end)

    # what is done -----------------------------------------------------------------------------------------------

    def _change(self) -> None:
        self.close_sheet()
        self._ctx.show_registration(self.patient_id)

    def _clear(self) -> None:
        from hsct_desktop.services import pseudonymise

        try:
            pseudonymise.clean_up(self._ctx.ready())
        except KnownError as error:
            self._ctx.report_error(error)
            return
        self._ctx.toast(self.tr("No traces of what was taken out are left in the file"))

    def _pseudonymise(self) -> None:
        from hsct_desktop.views.pseudonymise_sheet import PseudonymiseSheet

        try:
            sheet = PseudonymiseSheet(self._ctx, self.patient_id)
        except KnownError as error:
            self._ctx.report_error(error)
            return
        self._ctx.open_sheet(sheet)

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder in which the export is made"))
        if chosen:
            self.write(Path(chosen))

    def write(self, parent: Path) -> None:
        """Make the export in a folder beside the window, and say here what became of it."""
        from hsct_desktop.services import patient_export

        workspace, language = self._ctx.ready(), str(self.language.value() or self._ctx.language)
        reason, jobs = self.reason.text(), self._ctx.sheet_host().window().findChild(Jobs)
        if jobs is None:
            raise RuntimeError("the window does its work by jobs")
        self.save_button().setEnabled(False)
        self.outcome.set_note(self.tr("The export is being written"), "", "wait")
        self.outcome.show()
        jobs.run(
            lambda: patient_export.export(workspace, self.patient_id, parent, language=language, reason=reason),
            self._done,
            self._failed,
        )

    def _done(self, made: PatientExported) -> None:
        if not self._is_open():
            self._ctx.toast(self.tr("Export written to {0}").format(made.folder))
            return
        self.save_button().setEnabled(True)
        words = self._ctx.wording
        said = words.text(
            "patient_export.written", folder=made.folder, tables=made.tables, rows=made.rows, papers=made.papers,
            lines=made.lines,
        )  # fmt: skip
        lacking = words.count("patient_export.lacking", len(made.lacking), files=", ".join(made.lacking))
        self.outcome.set_note(self.tr("The export is written"), f"{said} {lacking if made.lacking else ''}", "success")

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, KnownError | InputError):
            raise error
        if not self._is_open():
            self._ctx.report_error(error)
            return
        self.save_button().setEnabled(True)
        words = self._ctx.wording
        said = words.known_error(error) if isinstance(error, KnownError) else words.problems(error)
        self.outcome.set_note(self.tr("Nothing was written"), said, "danger")

    def _is_open(self) -> bool:
        return isValid(self) and not self.isHidden()
