"""Below the record of a visit: the reports on it, awaited or arrived, and the papers to open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.paper_field import size_words
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.attachments import PaperRow
    from hsct_desktop.services.reports import ReportRow


class VisitPapers(QWidget):
    """The lines; without any it takes no room."""

    def __init__(self, ctx: Context, patient_id: int, visit_id: int) -> None:
        super().__init__()
        from hsct_desktop.services import attachments, reports

        self._ctx, self._patient_id, self._visit_id = ctx, patient_id, visit_id
        self.reports: Sequence[ReportRow] = reports.for_visit(ctx.ready(), visit_id)
        self.papers: Sequence[PaperRow] = attachments.for_visit(ctx.ready(), visit_id)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("Reports and documents"), "bold"), 1)
        attach = KeyButton(self.tr("Attach"), icon="plus", small=True)
        attach.setAccessibleName(self.tr("Attach document"))
        attach.clicked.connect(self._attach)
        head.addWidget(attach)
        column.addLayout(head)
        column.addWidget(rule())
        for report in self.reports:
            column.addWidget(self._report_line(report))
            column.addWidget(rule())
        for paper in self.papers:
            column.addWidget(self._paper_line(paper))
            column.addWidget(rule())

    def _line(self, *parts: QWidget, last: QWidget | None = None) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in parts:
            row.addWidget(part, 1 if isinstance(part, ElidedLabel) else 0)
        if last is not None:
            row.addWidget(last)
        line.setMinimumHeight(30)
        return line

    def _report_line(self, report: ReportRow) -> QWidget:
        words = self._ctx.wording
        detail = " · ".join(part for part in (report.place, words.date(report.done_on)) if part)
        label = PlainLabel(self.tr("Whole visit") if report.is_whole_visit else report.label, "bold")
        if report.arrived_on is not None:
            chip = Chip(self.tr("arrived {}").format(words.date(report.arrived_on)), "success", icon="check")
            return self._line(label, chip, ElidedLabel(detail, "muted"))
        chip = Chip(self.tr("report awaited"), "wait", icon="hourglass")
        came = KeyButton(self.tr("Arrived"), icon="inbox", small=True)
        came.setAccessibleName(self.tr("Report arrived") + f": {report.label}")
        came.clicked.connect(lambda: self._arrived(report.id))
        return self._line(label, chip, ElidedLabel(detail, "muted"), last=came)

    def _paper_line(self, paper: PaperRow) -> QWidget:
        kind = self._ctx.wording.enum("paper_kind", paper.kind)
        detail = f"{kind}, {size_words(self._ctx, paper.size)}"
        show = KeyButton(self.tr("Open"), icon="document", small=True)
        show.setAccessibleName(self.tr("Open") + f": {paper.title}")
        show.clicked.connect(lambda: self._ctx.open_paper(paper.id))
        return self._line(ElidedLabel(paper.title, "bold"), PlainLabel(detail, "muted"), last=show)

    def _arrived(self, report_id: int) -> None:
        from hsct_desktop.views.report_sheets import ArrivalSheet

        self._ctx.open_sheet(ArrivalSheet(self._ctx, report_id))

    def _attach(self) -> None:
        from hsct_desktop.views.report_sheets import PaperSheet

        self._ctx.open_sheet(PaperSheet(self._ctx, self._patient_id, self._visit_id))
