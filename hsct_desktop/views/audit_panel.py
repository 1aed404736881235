"""Settings, Audit: whether the change log holds, who wrote what in a time, and who looked at whose record."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.permission import Right, may
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.chain_line import ChainLine
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChoiceField, DayField
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.segmented import SegmentedChoice

if TYPE_CHECKING:
    from hsct_desktop.documents.audit_report_inputs import AuditReport
    from hsct_desktop.services.access_log import LookLine

_DAYS: Final = 30
_SHOWN: Final = 500
"""Lines on the screen; the report on paper and as CSV holds more."""
_WRITTEN, _LOOKED = 0, 1


class AuditPanel(QWidget):
    """The page. Without the right to the unit's report it says who has it, and shows the chain alone."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.report: AuditReport | None = None
        self.looks: list[LookLine] = []
        self.chain = ChainLine(ctx)
        self.unable = AlertNote("", "", "info")
        self.who = captioned(ChoiceField(), self.tr("Who"), "who")
        self.first = captioned(DayField(), self.tr("From"), "first")
        self.last = captioned(DayField(), self.tr("To"), "last")
        self.kind = captioned(ChoiceField(), self.tr("Kind of record"), "kind")
        self.what = SegmentedChoice(
            [(_WRITTEN, self.tr("Written")), (_LOOKED, self.tr("Looked at"))],
            _WRITTEN,
            name=self.tr("What is listed"),
        )
        self.show_ = KeyButton(self.tr("Show"), kind="primary")
        self.export = KeyButton(self.tr("Save as PDF or CSV…"), icon="export")
        self.table = RowsTable(self.tr("Report of the unit"), self._heads(), [130, 110, 90, 190, 130, 120, -1, 130])
        self.table.set_drop_order((7, 5, 2))
        self.panel = Panel(self.tr("Report of the unit"), flush=True)
        self._lay_out()
        self.show_.clicked.connect(self.read)
        self.export.clicked.connect(self._ask_place)
        self.what.chosen.connect(lambda _value: self.read())
        for day in (self.first, self.last):
            day.bind(ctx)
        ctx.workspace_changed.connect(self._forget)
        self._forget()

    def _heads(self) -> list[str]:
        return [
            self.tr("Time"), self.tr("Who"), self.tr("Patient"), self.tr("Record"), self.tr("What"),
            self.tr("Before"), self.tr("After"), self.tr("Reason"),
        ]  # fmt: skip

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.MEDIUM)
        for field in (self.who, self.first, self.last, self.kind):
            row.addWidget(field, 1)
        buttons = QVBoxLayout()
        buttons.setContentsMargins(0, 18, 0, 0)
        line = QHBoxLayout()
        line.setSpacing(Space.SMALL)
        for widget in (self.what, self.show_, self.export):
            line.addWidget(widget)
        buttons.addLayout(line)
        buttons.addStretch(1)
        row.addLayout(buttons)
        self.choice = QWidget()
        self.choice.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.panel.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, 0, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.PANEL_GAP)
        for part in (self.chain, self.unable, self.choice):
            column.addWidget(part)
        column.addWidget(self.panel, 1)

    # what is shown ----------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        """Another file has other people: nothing is listed until somebody asks."""
        self.report, self.looks = None, []
        self.table.set_lines([])
        self.panel.set_title(self.tr("Report of the unit"), "")

    def showEvent(self, event: QShowEvent) -> None:
        """What was written lately is listed at once, as soon as the tab is there."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._read_first)

    def _read_first(self) -> None:
        ws = self._ctx.workspace
        if ws is None or self.report is not None or self.looks or not may(ws.author, Right.AUDIT):
            return
        self.refresh()
        self.read()

    def refresh(self) -> None:
        """Offer the staff and kinds of the open file; the lists are read when asked for."""
        ws = self._ctx.workspace
        able = ws is not None and may(ws.author, Right.AUDIT)
        for widget in (self.choice, self.panel):
            widget.setVisible(able)
        self.unable.setVisible(ws is not None and not able)
        if ws is None:
            return
        self.chain.refresh()
        if not able:
            self._say_unable()
            return
        from hsct_desktop.services import audit_report, staff

        people: list[tuple[object, str]] = [(0, self.tr("Everybody"))]
        people += [(row.id, row.name) for row in staff.everybody(ws)]
        self.who.set_choices(people)
        kinds: list[tuple[object, str]] = [("", self.tr("All kinds"))]
        self.kind.set_choices([*kinds, *audit_report.report_kinds(ws)])
        for field, usual in ((self.who, 0), (self.kind, "")):
            if field.value() is None:
                field.set_value(usual)
        if self.first.date() is None and self.last.date() is None:
            today = self._ctx.today()
            self.first.set_date(today - timedelta(days=_DAYS))
            self.last.set_date(today)

    def _say_unable(self) -> None:
        from hsct_desktop.services import permissions

        self.unable.set_note(
            self.tr("The unit's report is not for everybody."), permissions.why_not(self._ctx.ready(), Right.AUDIT)
        )

    def read(self) -> None:
        """Read what was asked for."""
        try:
            if self.what.value() == _LOOKED:
                self._read_looks()
            else:
                self._read_report()
        except (KnownError, InputError) as error:
            self._ctx.report_error(error)

    def _read_report(self) -> None:
        self.report = self._asked()
        words = self._ctx.wording
        shown = self.report.lines[:_SHOWN]
        self.table.set_lines([
            Line((
                Cell(one.when, token="muted", tip=f"{one.at} · {one.workstation}"), Cell(one.who),
                Cell(one.patient, token="muted"), Cell(one.record, bold=True), Cell(one.field),
                Cell(one.before or "–", token="muted"), Cell(one.after or "–", bold=True),
                Cell(one.reason, token="muted"),
            ), key=number)
            for number, one in enumerate(shown)
        ])  # fmt: skip
        told = self.tr("{} entries").format(words.number(self.report.total))
        if len(shown) < len(self.report.lines):
            told = self.tr("{all}, the last {shown} lines here, all of them in the file").format(all=told, shown=_SHOWN)
        self.panel.set_title(self.tr("Report of the unit"), told)
        self.export.setEnabled(True)

    def _asked(self) -> AuditReport:
        from hsct_desktop.services import audit_report

        kind, who = self.kind.value(), self.who.value()
        return audit_report.unit_report(
            self._ctx.ready(),
            who if isinstance(who, int) and who else None,
            self.first.date(),
            self.last.date(),
            (str(kind),) if kind else (),
        )

    def _read_looks(self) -> None:
        from hsct_desktop.services import access_log

        who, first, last = self.who.value(), self.first.date(), self.last.date()
        since = datetime.combine(first, time()).astimezone() if first is not None else None
        until = datetime.combine(last + timedelta(days=1), time()).astimezone() if last is not None else None
        staff_id = who if isinstance(who, int) and who else None
        self.looks = access_log.looks(self._ctx.ready(), staff_id, since, until, _SHOWN)
        self.table.set_lines([
            Line((
                Cell(one.when, token="muted", tip=one.workstation), Cell(one.who),
                Cell(one.code, token="muted"), Cell(one.what, bold=True),
            ), key=number)
            for number, one in enumerate(self.looks)
        ])  # fmt: skip
        told = self.tr("{} looks").format(len(self.looks))
        if len(self.looks) == _SHOWN:
            told = self.tr("the last {}").format(_SHOWN)
        self.panel.set_title(self.tr("Who looked at what"), told)
        self.export.setEnabled(False)

    def focus_first(self) -> None:
        """The keyboard begins at who."""
        self.who.box().setFocus()

    # as a file --------------------------------------------------------------------------------------------------

    def _ask_place(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Save the report"), "audit-report.pdf", self.tr("PDF or CSV (*.pdf *.csv)")
        )
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Write the report as it is asked for now; the dialog has asked before it gave the name of a file."""
        from hsct_desktop.services import audit_report

        try:
            place = audit_report.export(self._ctx.ready(), self._asked(), path, overwrite=True)
        except (KnownError, InputError) as error:
            self._ctx.report_error(error)
        else:
            self._ctx.toast(self.tr("Saved to {}").format(place))
