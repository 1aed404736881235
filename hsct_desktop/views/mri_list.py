"""The scans of a patient with what each is for the verdicts after the transplant, and the choice of the re-baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.mri import Mri, MriReference, ScanRole
from hsct_desktop.domain.partial_date import shown
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import TextField
from hsct_desktop.views.mri_sheet import MriSheet, past_scan
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, name_patient
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.mri import ScanBoard, ScanRow


class MriListSheet(SideSheet):
    """Every scan, the latest first; what counts after the transplant is said with each."""

    def __init__(self, ctx: Context, patient_id: int) -> None:
        super().__init__(ctx.sheet_host(), self.tr("MRI"), top=ctx.sheet_top())
        self._ctx, self.patient_id = ctx, patient_id
        from hsct_desktop.services import mri

        board = mri.board(ctx.ready(), patient_id)
        self.set_title(self.tr("MRI"), "")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(Space.MEDIUM)
        if board.rows:
            column.addWidget(self._reference(board))
            entries = [self._line(row) for row in reversed(board.rows)]
            column.addWidget(PastEntries(ctx.wording, entries, wide=True, heading=self.tr("Scans")))
        else:
            column.addWidget(PlainLabel(self.tr("No scan is recorded."), "muted"))
        column.addStretch(1)
        self.set_body(body)
        name_patient(self, ctx, patient_id)
        self.draft_button().setText(self.tr("Close"))
        self.save_button().setText(self.tr("Record MRI"))
        self.saved.connect(lambda: ctx.open_sheet(MriSheet(ctx, patient_id)))

    def _reference(self, board: ScanBoard) -> AlertNote:
        """Which scan is the re-baseline, why, and the way back from a person's choice."""
        from hsct_desktop.services import mri

        fact, *rest = mri.reference_words(self._ctx.wording, board.reference)
        found = board.reference
        kind = "info" if found is None or found.scan is not None else "wait"
        note = AlertNote(fact, " ".join(rest), kind)
        if found is not None and found.by_person is not None:
            chosen = found.by_person
            back = KeyButton(self.tr("Take the choice back"), icon="undo", small=True)
            back.setObjectName("take_choice_back")
            back.clicked.connect(lambda: self._ctx.open_sheet(ReferenceBackSheet(self._ctx, chosen)))
            note.add(back)
        return note

    def _line(self, row: ScanRow) -> PastEntry:
        words = self._ctx.wording
        role = words.enum("scan_role", row.role.value) if row.role is not None else ""
        compared = row.compared
        if compared is not None:
            told = words.text("mri.compared", on=shown(compared.entry.scanned))
            role = f"{role} · {told}" if role else told
        entry = past_scan(self._ctx, row.mri, role)
        can_be = row.role not in (None, ScanRole.BEFORE) and row.mri.entry.region.has_brain
        if not can_be or row.is_chosen or (row.role is ScanRole.REBASELINE):
            return entry
        return PastEntry(
            entry.on, entry.what, entry.detail, entry.take_back, entry.revise,
            (self.tr("Re-baseline…"), lambda: self._ctx.open_sheet(ReferenceSheet(self._ctx, row.mri))),
        )  # fmt: skip


class ReferenceSheet(RecordSheet):
    """Asks why a scan is to be the re-baseline instead of the rule's; the whole choice is one reason."""

    def __init__(self, ctx: Context, scan: Mri) -> None:
        super().__init__(ctx, scan.entry.patient_id, "", draft=f"mri_reference:{scan.id}")
        self._scan = scan
        self._heading = self.tr("Choose the re-baseline")
        self.set_title(self._heading, "")
        from hsct_desktop.services import mri

        board = mri.board(ctx.ready(), scan.entry.patient_id)
        self._found = board.reference
        words = ctx.wording
        fact = f"{words.value(shown(scan.entry.scanned))}: {mri.found_words(words, scan.entry)}"
        self._reason = captioned(TextField(), self.tr("Reason"), "reason")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        told = self.tr(
            "Its lesions will not count, those of every later scan will; relapses and EDSS count from Day 0."
        )
        column.addWidget(AlertNote(fact, told, "info"))
        column.addWidget(PlainLabel("\n".join(mri.reference_words(words, self._found)), "caption", wrap=True))
        column.addWidget(self._reason)
        column.addStretch(1)
        self.set_body(body)
        self.begin()

    def first_field(self) -> QWidget | None:
        return self._reason.line()

    def problems(self) -> Iterator[Problem]:
        from hsct_desktop.services import mri

        if self._found is not None:
            yield from mri.choice_problems(self._found, self._scan.id, self._reason.text())

    def target_of(self, _field: str) -> QWidget:
        return self._reason

    def write(self) -> Changes:
        from hsct_desktop.services import mri

        return mri.choose_reference(
            self.ctx.ready(), self.patient_id, self._scan.id, self._reason.text(), confirmed=self.confirmed
        )

    def content(self) -> Content:
        return {"reason": self._reason.text()}

    def restore(self, content: Content) -> None:
        self._reason.set_text(content["reason"])


class ReferenceBackSheet(ReasonSheet):
    """Asks why a person's choice of the re-baseline is taken back."""

    def __init__(self, ctx: Context, chosen: MriReference) -> None:
        from hsct_desktop.services import mri

        super().__init__(
            ctx,
            chosen.patient_id,
            "",
            ctx.wording.text("mri.reference.by_person", reason=chosen.reason),
            lambda ws, reason: mri.void_reference(ws, chosen.id, reason, chosen.version),
            draft=f"mri_reference_void:{chosen.id}",
        )
        self._heading = self.tr("Take the choice of the re-baseline back")
        self.set_title(self._heading)
