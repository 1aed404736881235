"""One value of the flowsheet with all that stands behind it: rule, range, baseline, who and when, earlier versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.problem import InputError
from hsct_desktop.views.context import Context
from hsct_desktop.views.proposal_desk import ProposalDesk
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.grade_badge import GradeBadge
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.domain.flowsheet import FlowColumn, FlowRow
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.flowsheet import Flowsheet
    from hsct_desktop.services.flowsheet_inspector import Inspection, Version


class ResultSheet(SideSheet):
    """Reads, marks as seen, grades again, decides on the toxicity that the value proposes."""

    def __init__(self, ctx: Context, sheet: Flowsheet, row: FlowRow, column: FlowColumn, result: LabResult) -> None:
        from hsct_desktop.services import flowsheet_inspector

        super().__init__(ctx.sheet_host(), row.label, top=ctx.sheet_top())
        self._ctx, self._result, self.patient_id = ctx, result, sheet.patient_id
        ws, words = ctx.ready(), ctx.wording
        day = words.day(sheet.day0, result.taken_on) if sheet.day0 is not None else ""
        when = [day, words.date_weekday(result.taken_on), result.taken_at, column.laboratory]
        self.set_title(row.label, " · ".join(part for part in when if part))
        inspection = flowsheet_inspector.inspect(ws, sheet, row, column)
        body = QWidget()
        self._lines = QVBoxLayout(body)
        self._lines.setSpacing(Space.MEDIUM)
        self._value(inspection)
        self._say_proposed()
        self._say_facts(inspection)
        self._say_now(flowsheet_inspector.now_graded(ws, sheet, row, result))
        self._say_versions(flowsheet_inspector.versions(ws, sheet, row, result))
        self._lines.addStretch(1)
        self.set_body(body)
        self.draft_button().setText(self.tr("Close"))
        self.save_button().setText(self.tr("Mark as seen"))
        self.save_button().setVisible(result.reviewed_at is None)
        self.saved.connect(self._see)

    def _value(self, inspection: Inspection) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        row.addWidget(PlainLabel(inspection.value, "page"))
        if inspection.grade:
            row.addWidget(GradeBadge(inspection.grade))
        row.addStretch(1)
        self._lines.addLayout(row)
        expected = self._ctx.wording.text("flowsheet.inspect.expected") if inspection.expected else ""
        for words in (inspection.rule, inspection.question, expected):
            if words:
                self._lines.addWidget(PlainLabel(words[:1].upper() + words[1:], wrap=True))

    def _say_facts(self, inspection: Inspection) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.LARGE)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, (caption, said) in enumerate(inspection.facts):
            grid.addWidget(PlainLabel(caption, "muted"), number, 0)
            grid.addWidget(PlainLabel(said, wrap=True), number, 1)
        from hsct_desktop.services import lab_results

        seen = self._result.reviewed_at
        if seen is not None:
            at = seen.astimezone()
            grid.addWidget(PlainLabel(self.tr("Seen"), "muted"), grid.rowCount(), 0)
            said = f"{self._ctx.wording.moment(at)} · {lab_results.seen_by(self._ctx.ready(), self._result)}"
            grid.addWidget(PlainLabel(said, wrap=True), grid.rowCount() - 1, 1)
        self._lines.addLayout(grid)

    def _say_proposed(self) -> None:
        """The proposed toxicity that this value gave, to be decided here."""
        from hsct_desktop.services import proposals

        found = proposals.for_patient(self._ctx.ready(), self.patient_id)
        self._desk = ProposalDesk(self._ctx, self.patient_id, self._decided, self)
        for row in (*found.new, *found.expected):
            if row.proposal.result_id == self._result.id:
                self._lines.addWidget(self._desk.card(row, acts=found.approved))

    def _decided(self, _saved: Changes | None) -> None:
        """Whether it was written or is gone: what this sheet shows stands no more."""
        self.close_sheet()

    def _say_now(self, now: object) -> None:
        """What holds today would give another grade: said, and graded again only when somebody asks."""
        from hsct_desktop.services.flowsheet_inspector import Regraded

        if not isinstance(now, Regraded):
            return
        grade = self.tr("no grade") if not now.grade else self.tr("grade {}").format(now.grade)
        words = self.tr("Today's rules, range and baseline would give {grade}. Nothing is changed by itself.")
        note = AlertNote(words.format(grade=grade), now.rule, "wait")
        button = KeyButton(self.tr("Grade again"), icon="history", small=True)
        button.setObjectName("grade_again")
        button.clicked.connect(self._grade_again)
        note.add(button)
        self._lines.addWidget(note)

    def _say_versions(self, versions: list[Version]) -> None:
        self._lines.addWidget(rule())
        self._lines.addWidget(PlainLabel(self.tr("Versions"), "bold"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.LARGE)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for number, version in enumerate(versions):
            current = number == 0 and not version.removed
            value = PlainLabel(version.text, "bold" if current else "muted")
            if not current:
                struck = QFont(value.font())
                struck.setStrikeOut(True)
                value.setFont(struck)
                value.setAccessibleName(self.tr("earlier: {}").format(version.text))
            grid.addWidget(value, number, 0)
            if version.grade:
                grid.addWidget(GradeBadge(version.grade, size=15), number, 1)
            what = self.tr("taken back") if version.removed else ""
            said = " · ".join(part for part in (what, self._ctx.wording.moment(version.at), version.by) if part)
            grid.addWidget(PlainLabel(said, "muted"), number, 2)
        self._lines.addLayout(grid)

    def _see(self) -> None:
        from hsct_desktop.services import lab_results

        shown = {self._result.id: self._result.version}
        self._write(lambda: lab_results.review(self._ctx.ready(), self.patient_id, shown))

    def _grade_again(self) -> None:
        from hsct_desktop.services import lab_results

        self._write(lambda: lab_results.regrade(self._ctx.ready(), self.patient_id, [self._result.id]))

    def _write(self, write: Callable[[], Changes]) -> None:
        try:
            done = self._ctx.save(write, initiator=self)
        except InputError as error:
            self._ctx.report_error(error)
            return
        if done is not None:
            self.close_sheet()
