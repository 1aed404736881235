"""The patient's documents: reports that are awaited, papers kept in the file, reports that came without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.glyphs import sign_of
from hsct_desktop.views.context import Context
from hsct_desktop.views.paper_field import dropped_files, size_words
from hsct_desktop.views.print_line import PrintLine
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.report_sheets import ArrivalSheet, PaperSheet
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel

if TYPE_CHECKING:
    from hsct_desktop.services.attachments import PaperRow
    from hsct_desktop.services.letters import LetterLine
    from hsct_desktop.services.reports import ReportRow


class DocumentsTab(QWidget):
    """A table of papers and reports with the keys that act on the chosen one. A file dropped on it is attached."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._papers: dict[str, PaperRow] = {}
        self._reports: dict[str, ReportRow] = {}
        self._letters: dict[str, LetterLine] = {}
        self.setAcceptDrops(True)
        heads = [
            self.tr("Document"), self.tr("Kind"), self.tr("Size") + "\t", self.tr("Visit"), self.tr("Day"),
            self.tr("Kept by"), self.tr("About it"),
        ]  # fmt: skip
        self.table = RowsTable(self.tr("Documents"), heads, [0, 0, 74, 0, 0, 0, -1])
        self.table.set_drop_order((2, 5, 1, 6, 3))
        self._note = ElidedLabel("", "muted")
        self._empty = EmptyState(
            self.tr("No document is kept for this patient, and no report is awaited."),
            self.tr("Attach document"), icon="document",
        )  # fmt: skip
        self._empty.activated.connect(lambda: ctx.action_wanted.emit("attach_paper"))
        self._panel = Panel(flush=True)
        self._panel.add(self.table, 1)
        self._buttons = self._make_buttons()
        self._lay_out()
        self.table.entered.connect(self.open_row)
        self.table.moved.connect(self._on_move)

    def _make_buttons(self) -> dict[str, KeyButton]:
        made: dict[str, tuple[KeyButton, Callable[[], object]]] = {
            "open": (KeyButton(self.tr("Open"), icon="document", hint="Enter", small=True), self._open_chosen),
            "arrived": (KeyButton(self.tr("Arrived"), icon="inbox", hint="A", small=True), self._arrived),
            "again": (KeyButton(self.tr("Not arrived"), icon="undo", small=True), self._await_again),
            "save": (KeyButton(self.tr("Save as…"), icon="export", small=True), self._save),
            "attach": (KeyButton(self.tr("Attach"), icon="plus", small=True), self.attach),
            "void": (KeyButton(self.tr("Take back"), icon="undo", hint="Del", small=True), self._void),
        }
        buttons = {}
        for name, (button, slot) in made.items():
            button.clicked.connect(slot)
            buttons[name] = button
        shortcut = QShortcut(QKeySequence("Del"), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(buttons["void"].click)
        return buttons

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(self._note, 1)
        for button in self._buttons.values():
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        self.papers = PrintLine(self._ctx)
        column.addWidget(self.papers)
        column.addLayout(bar)
        column.addWidget(self._panel, 1)
        column.addWidget(self._empty, 1)

    # showing ----------------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: int) -> None:
        """Read the papers and reports of a patient."""
        from hsct_desktop.services import attachments, letters, reports

        ws = self._ctx.ready()
        before = self.table.key() if patient_id == self._patient_id else None
        self._patient_id = patient_id
        papers, known = attachments.for_patient(ws, patient_id), reports.for_patient(ws, patient_id)
        self._papers = {f"p{paper.id}": paper for paper in papers}
        self._reports = {f"r{report.id}": report for report in known if report.is_waiting or not report.papers}
        self._letters = {f"l{line.letter.id}": line for line in letters.for_patient(ws, patient_id)}
        groups = (
            (self.tr("Letters"), [self._letter_line(line) for line in self._letters.values()]),
            (self.tr("Reports awaited"), [self._report_line(r) for r in self._reports.values() if r.is_waiting]),
            (self.tr("Documents"), [self._paper_line(paper) for paper in papers]),
            (
                self.tr("Arrived without a file"),
                [self._report_line(r) for r in reversed(self._reports.values()) if not r.is_waiting],
            ),
        )
        lines: list[Line] = []
        for title, part in groups:
            if part:
                lines += [Line((Cell(title),), group=len(part)), *part]
        self._panel.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        for button in self._buttons.values():
            button.setVisible(bool(lines))
        self.table.set_lines(lines, before)
        self._on_move()

    def _report_line(self, report: ReportRow) -> Line:
        from hsct_desktop.services import reports

        words, title = self._ctx.wording, reports.title(self._ctx.ready(), report)
        status = VisitStatus.REPORT_AWAITED if report.is_waiting else VisitStatus.DONE
        days = self.tr("{} days").format(report.days) if report.days != 1 else self.tr("1 day")
        waited = self.tr("awaited for {}").format(days)
        if report.arrived_on is not None:
            waited = self.tr("arrived {}").format(words.date(report.arrived_on))
        about = " · ".join(part for part in (waited, report.place, report.note.replace("\n", " · ")) if part)
        tip = f"{title}: {words.enum('visit_status', status)}"
        cells = (
            Cell(title, bold=True, status=sign_of(status, booked=False), tip=tip),
            Cell(self.tr("report")),
            Cell(""),
            Cell(report.visit),
            Cell(words.date(report.done_on), tip=self.tr("Done on {}").format(words.date(report.done_on))),
            Cell(""),
            Cell(about, "muted", tip=about),
        )
        return Line(cells, f"r{report.id}")

    def _letter_line(self, line: LetterLine) -> Line:
        words, letter = self._ctx.wording, line.letter
        kind, signed = words.enum("letter_kind", letter.entry.kind), letter.signature
        state = words.enum("letter_status", letter.status)
        if letter.replaced_by_id is not None:
            state = self.tr("replaced")
        if letter.number > 1:
            state = " · ".join((state, self.tr("version {}").format(letter.number)))
        sent = [f"{words.enum('sent_by', one.entry.way)} {words.date(one.entry.sent_on)}" for one in line.sent]
        left = ", ".join(sent) or (self.tr("not sent yet") if signed and letter.replaced_by_id is None else "")
        about = f"{state} · {left}" if left else state
        title = self.tr("Letter: {}").format(line.reader)
        cells = (
            Cell(title, bold=True, status=_sign(line), tip=f"{title}, {kind}: {about}"),
            Cell(kind),
            Cell(""),
            Cell(""),
            Cell(words.date(letter.entry.written_on)),
            Cell(signed.name if signed is not None else ""),
            Cell(about, "warn" if _sign(line) in (VisitStatus.OPEN, VisitStatus.DUE) else "muted", tip=about),
        )
        return Line(cells, f"l{letter.id}")

    def _paper_line(self, paper: PaperRow) -> Line:
        words = self._ctx.wording
        visit = f"{paper.visit}, {words.date(paper.visit_on)}" if paper.visit_on is not None else ""
        cells = (
            Cell(paper.title, bold=True, tip=paper.title),
            Cell(words.enum("paper_kind", paper.kind)),
            Cell(size_words(self._ctx, paper.size)),
            Cell(visit),
            Cell(words.date(paper.on), tip=self.tr("Kept on {}").format(words.date(paper.on))),
            Cell(paper.by),
            Cell(paper.file_name, "muted", tip=paper.file_name),
        )
        return Line(cells, f"p{paper.id}")

    # acting -----------------------------------------------------------------------------------------------------

    def chosen_report(self) -> ReportRow | None:
        """The report under the mark, None where the mark is on a paper."""
        return self._reports.get(self.table.key() or "")

    def chosen_paper(self) -> PaperRow | None:
        """The paper under the mark, None where the mark is on a report."""
        return self._papers.get(self.table.key() or "")

    def _on_move(self) -> None:
        paper, report = self.chosen_paper(), self.chosen_report()
        waits = report is not None and report.is_waiting
        enabled = {
            "open": paper is not None or self.table.key() in self._letters,
            "save": paper is not None,
            "arrived": waits,
            "again": report is not None and not waits,
            "attach": True,
            "void": paper is not None or report is not None,
        }
        for name, button in self._buttons.items():
            button.setEnabled(enabled[name])
        shown = bool(self._papers or self._reports or self._letters)
        # What means nothing for the chosen line is not offered at all.
        for name in ("open", "save"):
            self._buttons[name].setVisible(shown and report is None)
        for name, offered in (("arrived", waits), ("again", report is not None and not waits)):
            self._buttons[name].setVisible(shown and offered)

    def _open_chosen(self) -> None:
        self.open_row(self.table.key())

    def open_row(self, key: object) -> None:
        """Open a letter or a paper, or ask whether an awaited report came."""
        if str(key) in self._letters:
            self._ctx.show_patient(self._patient_id, f"letter@{self._letters[str(key)].letter.id}")
            return
        paper, report = self._papers.get(str(key)), self._reports.get(str(key))
        if paper is not None:
            self._ctx.open_paper(paper.id)
        elif report is not None and report.is_waiting:
            self._ctx.open_sheet(ArrivalSheet(self._ctx, report.id))
        elif report is not None:
            self._ctx.open_sheet(PaperSheet(self._ctx, self._patient_id, report.visit_id, report.id))

    def _arrived(self) -> None:
        report = self.chosen_report()
        if report is not None and report.is_waiting:
            self._ctx.open_sheet(ArrivalSheet(self._ctx, report.id))

    def _await_again(self) -> None:
        from hsct_desktop.services import reports

        report = self.chosen_report()
        if report is not None and not report.is_waiting:
            self._ctx.save(lambda: reports.await_again(self._ctx.ready(), report.id, report.version))

    def _save(self) -> None:
        paper = self.chosen_paper()
        if paper is not None:
            self._ctx.save_paper(paper.id)

    def attach(self) -> PaperSheet:
        """Keep a paper: of the report under the mark that came without one, else of the patient."""
        report = self.chosen_report()
        if report is not None and not report.is_waiting:
            sheet = PaperSheet(self._ctx, self._patient_id, report.visit_id, report.id)
        else:
            sheet = PaperSheet(self._ctx, self._patient_id)
        self._ctx.open_sheet(sheet)
        return sheet

    def _void(self) -> None:
        paper, report = self.chosen_paper(), self.chosen_report()
        if paper is not None:
            self._void_paper(paper)
        elif report is not None:
            self._void_report(report)

    def _void_paper(self, paper: PaperRow) -> None:
        from hsct_desktop.services import attachments

        sheet = ReasonSheet(
            self._ctx,
            self._patient_id,
            self.tr("Take back a document"),
            f"{paper.title}, {self._ctx.wording.date(paper.on)}",
            lambda ws, reason: attachments.void_paper(ws, paper.id, reason, paper.version),
            draft=f"void_paper:{paper.id}",
        )
        self._ctx.open_sheet(sheet)

    def _void_report(self, report: ReportRow) -> None:
        from hsct_desktop.services import reports

        what = f"{report.label}, {self._ctx.wording.date(report.done_on)}"
        if report.is_whole_visit:
            # Said before, not after: the visit's record goes with it.
            what = self.tr("{}. The visit's record is taken back as well, and the visit is open again.").format(what)
        sheet = ReasonSheet(
            self._ctx,
            self._patient_id,
            self.tr("Wait for a report no longer"),
            what,
            lambda ws, reason: reports.void_report(ws, report.id, reason, report.version),
            draft=f"void_report:{report.id}",
        )
        self._ctx.open_sheet(sheet)

    # dropping ---------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        files = dropped_files(event.mimeData())
        report = self.chosen_report()
        if report is not None and report.is_waiting:
            arrival = ArrivalSheet(self._ctx, report.id)
            self._ctx.open_sheet(arrival)
            arrival.take_files(files)
        else:
            self.attach().take_files(files)


def _sign(line: LetterLine) -> VisitStatus:
    """The sign before a letter: a draft is open, a signed one is to be sent, a replaced one counts no more."""
    if line.is_draft:
        return VisitStatus.OPEN
    if line.letter.replaced_by_id is not None:
        return VisitStatus.NOT_APPLICABLE
    return VisitStatus.DONE if line.sent else VisitStatus.DUE
