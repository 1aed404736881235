"""The scans of a patient with what each is for the verdicts after the transplant, and the choice of the re-baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.mri import Mri, MriReference, ScanRole
from hsct_desktop.domain.partial_date import shown
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import TextField
from hsct_desktop.views.mri_sheet import MriBackSheet, MriSheet
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, name_patient
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.mri import Choice, ScanBoard, ScanRow

_DAY_WIDTH: Final = 82
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KINDS: Final = {
    ScanRole.BEFORE: "quiet",
    ScanRole.REFERENCE: "wait",
    ScanRole.BETWEEN: "quiet",
    ScanRole.REBASELINE: "wait",
    ScanRole.COUNTED: "accent",
    ScanRole.UNCLEAR: "warn",
    ScanRole.UNDATED: "warn",
    ScanRole.UNDECIDED: "warn",
}
"""The chip of each role; its words say the same."""


class MriListSheet(SideSheet):
    """Every scan, the latest first; what counts after the transplant is said with each."""

    def __init__(self, ctx: Context, patient_id: int) -> None:
        super().__init__(ctx.sheet_host(), self.tr("MRI"), top=ctx.sheet_top())
        self._ctx, self.patient_id = ctx, patient_id
        from hsct_desktop.services import mri

        board = mri.board(ctx.ready(), patient_id)
        found = board.reference
        self._candidates = {scan.id for scan in found.candidates} if found is not None else set()
        self._may_choose = found is not None and not found.is_off
        self.set_title(self.tr("MRI"), "")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(Space.MEDIUM)
        if board.rows:
            column.addWidget(self._reference(board))
            for choice in board.choices:
                if not choice.is_taken:
                    column.addWidget(self._other_choice(choice))
            lines = QVBoxLayout()
            lines.setSpacing(0)
            for row in reversed(board.rows):
                lines.addWidget(self._line(row))
            column.addLayout(lines)
        else:
            column.addWidget(PlainLabel(self.tr("No scan is recorded."), "muted"))
        column.addStretch(1)
        self.set_body(body)
        name_patient(self, ctx, patient_id)
        self.draft_button().setText(self.tr("Close"))
        self.save_button().setText(self.tr("Record MRI"))
        self.saved.connect(lambda: ctx.open_sheet(MriSheet(ctx, patient_id)))

    def open_sheet(self, first: QWidget | None = None) -> None:
        # What a list is opened for most is the next scan; the first button of it would choose a re-baseline.
        super().open_sheet(first or self.save_button())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button of the list as Space does: nothing is typed here that it could end."""
        button = self.window().focusWidget()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and plain and isinstance(button, QAbstractButton) and self.isAncestorOf(button):
            button.click()
        else:
            super().keyPressEvent(event)

    def _reference(self, board: ScanBoard) -> AlertNote:
        """Which scan is the re-baseline, why, and the way back from a person's choice."""
        from hsct_desktop.services import mri

        fact, *rest = mri.reference_words(self._ctx.wording, board.reference)
        found = board.reference
        kind = "info" if found is None or found.scan is not None else "warn"
        note = AlertNote(fact, " ".join(rest), kind)
        if found is not None and found.by_person is not None:
            note.add(self._take_back(found.by_person))
        return note

    def _other_choice(self, choice: Choice) -> AlertNote:
        """A choice of an earlier transplant, or one that no longer fits: it stands until somebody takes it back."""
        from hsct_desktop.services import mri

        note = AlertNote(*mri.choice_words(self._ctx.wording, choice, is_off=not self._may_choose), "info")
        note.add(self._take_back(choice.held, self._ctx.wording.value(shown(choice.scan.entry.scanned))))
        return note

    def _take_back(self, chosen: MriReference, on: str = "") -> KeyButton:
        back = KeyButton(self.tr("Take the choice back"), icon="undo", small=True)
        back.setObjectName("take_choice_back" if not on else f"take_choice_back_{chosen.id}")
        if on:
            back.setAccessibleName(self.tr("Take the choice back: {}").format(on))
        back.clicked.connect(lambda: self._ctx.open_sheet(ReferenceBackSheet(self._ctx, chosen)))
        return back

    def _line(self, row: ScanRow) -> QWidget:
        """Day, what was found and what it counts as; below it where, compared with what, and the ways on."""
        from hsct_desktop.services import mri

        words, entry = self._ctx.wording, row.mri.entry
        on = words.value(shown(entry.scanned))
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, Space.TIGHT, 0, Space.TIGHT)
        column.setSpacing(Space.TIGHT)
        head, foot = _row(), _row()
        day = PlainLabel(on)
        day.setFixedWidth(_DAY_WIDTH)
        head.addWidget(day)
        head.addWidget(ElidedLabel(mri.found_words(words, entry), "bold"), 1)
        if row.role is not None:
            head.addWidget(Chip(words.text(f"mri.chip.{row.role.value}"), _KINDS[row.role]))
        compared = row.compared
        told = [words.text("mri.compared", on=shown(compared.entry.scanned))] if compared is not None else []
        if row.role in (ScanRole.UNCLEAR, ScanRole.UNDATED):
            told = [words.text(f"mri.role.{row.role}")]
        foot.addWidget(PlainLabel(" · ".join([*told, mri.scanner_words(words, entry)]), "caption", wrap=True), 1)
        for button in self._buttons(row, on):
            foot.addWidget(button)
        column.addLayout(head)
        column.addLayout(foot)
        column.addWidget(rule())
        return line

    def _buttons(self, row: ScanRow, on: str) -> Iterator[QWidget]:
        """Choose it as re-baseline, revise it, take it back; each is spoken with the day of its scan."""
        ctx, scan = self._ctx, row.mri
        if self._may_choose and scan.id in self._candidates and row.role is not ScanRole.REBASELINE:
            choose = KeyButton(self.tr("Re-baseline…"), small=True)
            choose.setAccessibleName(self.tr("Choose as re-baseline: {}").format(on))
            choose.clicked.connect(lambda: ctx.open_sheet(ReferenceSheet(ctx, scan)))
            yield choose
        revise = IconButton("edit", self.tr("Revise: {}").format(on))
        revise.clicked.connect(lambda: ctx.open_sheet(MriSheet(ctx, self.patient_id, scan.id)))
        yield revise
        back = IconButton("undo", self.tr("Take back: {}").format(on))
        back.clicked.connect(lambda: ctx.open_sheet(MriBackSheet(ctx, scan)))
        yield back


def _row() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.SMALL)
    return row


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
        self._seen = (board.choice.id, board.choice.version) if board.choice is not None else None
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
            self.ctx.ready(),
            self.patient_id,
            self._scan.id,
            self._reason.text(),
            seen=self._seen,
            confirmed=self.confirmed,
        )

    def content(self) -> Content:
        return {"reason": self._reason.text()}

    def restore(self, content: Content) -> None:
        self._reason.set_text(content["reason"])


class ReferenceBackSheet(ReasonSheet):
    """Asks why a person's choice of the re-baseline is taken back."""

    def __init__(self, ctx: Context, chosen: MriReference) -> None:
        from hsct_desktop.services import mri

        board = mri.board(ctx.ready(), chosen.patient_id)
        is_off = board.reference is not None and board.reference.is_off
        said = [mri.choice_words(ctx.wording, one, is_off=is_off) for one in board.choices if one.held.id == chosen.id]
        super().__init__(
            ctx,
            chosen.patient_id,
            "",
            "\n".join(said[0]) if said else ctx.wording.text("mri.reference.by_person", reason=chosen.reason),
            lambda ws, reason: mri.void_reference(ws, chosen.id, reason, chosen.version),
            draft=f"mri_reference_void:{chosen.id}",
        )
        self._heading = self.tr("Take the choice of the re-baseline back")
        self.set_title(self._heading)
