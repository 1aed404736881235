"""The checklist of a visit: each line done, not done with its reason, or done elsewhere with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, NotDoneReason
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.apply import set_variant
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.field import NoteLine
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel
from hsct_desktop.views.widgets.segmented import SegmentedChoice

if TYPE_CHECKING:
    from hsct_desktop.services.reports import ReportRow
    from hsct_desktop.services.visit_evidence import Recorded
    from hsct_desktop.services.visits import FormAssessment

_NAME_LEAST: Final = 120
"""Where the choice leaves the name less than this, the name stands in a line of its own."""
_NOTHING, _REASON, _PLACE = 0, 1, 2


class AssessmentRow(QWidget):
    """One line. The part at its end asks what the choice needs."""

    edited = Signal()

    def __init__(self, ctx: Context, assessment_id: str, label: str, *, if_indicated: bool) -> None:
        super().__init__()
        self.assessment_id, self.label = assessment_id, label
        self._reasons = list(NotDoneReason)
        words = ctx.wording
        self._choice = SegmentedChoice([(s, words.enum("assessment_state", s)) for s in AssessmentState], name=label)
        self._reason = ChoiceBox()
        for reason in self._reasons:
            self._reason.addItem(words.enum("not_done_reason", reason))
        self._reason.setPlaceholderText(self.tr("Reason"))
        self._reason.setCurrentIndex(-1)
        self._place, self._which = QLineEdit(), QLineEdit()
        self._place.setPlaceholderText(self.tr("where, when"))
        self._which.setPlaceholderText(self.tr("which reason"))
        self._note = NoteLine()
        self._note.hide()
        self._chip = Chip(self.tr("report awaited"), "wait", icon="hourglass")
        self._chip.hide()
        self._with_report = True
        self._recorded, self._by_record = "", False
        self._lay_out(label, if_indicated=if_indicated)
        self._choice.chosen.connect(self._on_choice)
        self._reason.currentIndexChanged.connect(self._on_reason)
        self._place.textChanged.connect(self.edited)
        self._which.textChanged.connect(self.edited)
        self.setFocusProxy(self._choice)

    def _lay_out(self, label: str, *, if_indicated: bool) -> None:
        names = (
            (self._reason, self.tr("Reason")),
            (self._place, self.tr("Place")),
            (self._which, self.tr("Which reason")),
        )
        for editor, name in names:
            editor.setProperty("compact", "true")
            editor.setMinimumWidth(60)
            editor.setAccessibleName(f"{label}: {name}")
            editor.setFixedHeight(24)
        reason = QWidget()
        lines = QVBoxLayout(reason)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(3)
        lines.addWidget(self._reason)
        lines.addWidget(self._which)
        self._which.hide()
        self._end = QStackedWidget()
        for page in (QWidget(), reason, self._place):
            self._end.addWidget(page)
        self._name = PlainLabel(label, "muted" if if_indicated else "", wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self._name, 0, 0)
        self._grid.addWidget(self._choice, 0, 1)
        self._grid.addWidget(self._end, 2, 0, 1, 2)
        self._grid.addWidget(self._chip, 3, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self._stacked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._grid)
        column.addWidget(self._note)
        column.addWidget(rule())
        self._end.setFixedHeight(24)
        self._end.hide()

    def _on_choice(self, _state: object) -> None:
        state = self.state()
        page = (
            {AssessmentState.NOT_DONE: _REASON, AssessmentState.ELSEWHERE: _PLACE}.get(state, _NOTHING) if state else 0
        )
        self._end.setCurrentIndex(page)
        self._fit()
        self.edited.emit()

    def _on_reason(self, _at: int) -> None:
        self._which.setVisible(self._chosen_reason() is NotDoneReason.OTHER)
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        tall = self._end.currentIndex() == _REASON and self._chosen_reason() is NotDoneReason.OTHER
        self._end.setFixedHeight(51 if tall else 24)
        self._end.setVisible(self._end.currentIndex() != _NOTHING)
        self._chip.setVisible(self._with_report and self.state() is AssessmentState.ELSEWHERE)
        wanting = self._end.currentIndex() == _REASON and self._chosen_reason() is None
        set_variant(self._reason, state="error" if wanting else "")

    def fit_name(self, width: int) -> None:
        """Share a line of that width between name and choice, the same for every line; a long name wraps.

        Where that leaves the name less than it needs to be known by, it stands in a line of its own.
        """
        left = width - self._choice.sizeHint().width() - 8
        stacked = left < _NAME_LEAST
        if stacked != self._stacked:
            self._stacked = stacked
            for part in (self._name, self._choice):
                self._grid.removeWidget(part)
            self._grid.addWidget(self._name, 0, 0, 1, 2 if stacked else 1)
            self._grid.addWidget(self._choice, 1 if stacked else 0, 0 if stacked else 1)
        self._name.setFixedWidth(width if stacked else left)
        self._chip.setMaximumWidth(width)

    def state(self) -> AssessmentState | None:
        """What was chosen, None while nothing was."""
        value = self._choice.value()
        return value if isinstance(value, AssessmentState) else None

    def set_state(self, state: AssessmentState | None) -> None:
        """Choose for the line."""
        self._choice.set_value(state)

    def _chosen_reason(self) -> NotDoneReason | None:
        at = self._reason.currentIndex()
        return self._reasons[at] if at >= 0 else None

    def entry(self) -> AssessmentEntry | None:
        """The line as it will be recorded, None while nothing was chosen."""
        state = self.state()
        if state is None:
            return None
        reason = self._chosen_reason() if state is AssessmentState.NOT_DONE else None
        detail = self._place.text() if state is AssessmentState.ELSEWHERE else ""
        if reason is NotDoneReason.OTHER:
            detail = self._which.text()
        return AssessmentEntry(self.assessment_id, self.label, state, reason, detail.strip())

    def fill(self, state: str, reason: str, place: str, which: str) -> None:
        """Put recorded or drafted values back."""
        if reason:
            self._reason.setCurrentIndex(self._reasons.index(NotDoneReason(reason)))
        self._place.setText(place)
        self._which.setText(which)
        self.set_state(AssessmentState(state) if state else None)

    def content(self) -> list[str]:
        """What stands in the line, for the draft."""
        state, reason = self.state(), self._chosen_reason()
        return [str(state or ""), str(reason or ""), self._place.text(), self._which.text()]

    def set_report(self, words: str, *, arrived: bool = False) -> None:
        """Say of a recorded line done elsewhere how its report stands; no words where none is awaited."""
        self._with_report = bool(words)
        self._chip.set_text(words)
        self._chip.set_kind("success" if arrived else "wait", "check" if arrived else "hourglass")
        self._fit()

    def set_error(self, sentence: str | None) -> None:
        """Say what is wrong below the line."""
        self._note.show_text(sentence or self._recorded, "error" if sentence else "")

    def set_recorded(self, recorded: Recorded | None) -> None:
        """Say what the record of the day holds of the line; it ticks a line that nobody has answered yet.

        A tick made so goes when another day holds nothing.
        """
        answers = recorded is not None and recorded.is_whole
        if answers and self.state() is None:
            self._by_record = True
            self.set_state(AssessmentState.DONE)
        elif self._by_record and not answers:
            self._by_record = False
            if self.state() is AssessmentState.DONE:
                self.set_state(None)
        self._recorded = self.tr("recorded: {}").format(recorded.words) if recorded is not None else ""
        self._note.show_text(self._recorded)


class AssessmentRows(QWidget):
    """All lines with a head that counts them and a key that marks all as done."""

    edited = Signal()

    def __init__(self, ctx: Context, assessments: Sequence[FormAssessment]) -> None:
        super().__init__()
        self._ctx = ctx
        self._rows = [AssessmentRow(ctx, a.id, a.label, if_indicated=a.if_indicated) for a in assessments]
        self._required = [row for row, a in zip(self._rows, assessments, strict=True) if not a.if_indicated]
        self._count = ElidedLabel("", "caption")
        self._all = KeyButton(self.tr("All done"), hint="Ctrl+D", small=True)
        self._all.clicked.connect(self.mark_all_done)
        QShortcut(QKeySequence("Ctrl+D"), self).activated.connect(self.mark_all_done)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 2)
        head.setSpacing(8)
        head.addWidget(PlainLabel(self.tr("Assessments"), "bold"))
        head.addWidget(self._count, 1)
        head.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        for row in self._rows:
            column.addWidget(row)
            row.edited.connect(self._on_edit)
        if not self._rows:
            self.hide()
        self._recount()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for row in self._rows:
            row.fit_name(event.size().width())

    def row(self, assessment_id: str) -> AssessmentRow | None:
        """The line of an assessment."""
        return next((row for row in self._rows if row.assessment_id == assessment_id), None)

    def set_recorded(self, found: Mapping[str, Recorded]) -> None:
        """Say what the record of the day holds of each line."""
        for row in self._rows:
            row.set_recorded(found.get(row.assessment_id))
        self._recount()

    def mark_all_done(self) -> None:
        """Mark as done every line that nobody has answered yet; those done only when indicated stay open."""
        for row in self._required:
            if row.state() is None:
                row.set_state(AssessmentState.DONE)

    def _on_edit(self) -> None:
        self._recount()
        self.edited.emit()

    def _recount(self) -> None:
        states = [row.state() for row in self._rows]
        counted = [
            (self.tr("{} done"), states.count(AssessmentState.DONE)),
            (self.tr("{} elsewhere"), states.count(AssessmentState.ELSEWHERE)),
            (self.tr("{} not done"), states.count(AssessmentState.NOT_DONE)),
            (self.tr("{} open"), states.count(None)),
        ]
        self._count.setText(" · ".join(words.format(number) for words, number in counted if number))

    def entries(self) -> tuple[AssessmentEntry, ...]:
        """The lines that were answered."""
        found = [row.entry() for row in self._rows]
        return tuple(entry for entry in found if entry is not None)

    def set_entries(self, entries: Sequence[AssessmentEntry]) -> None:
        """Show recorded lines."""
        for entry in entries:
            row = self.row(entry.assessment_id)
            if row is not None:
                elsewhere = entry.state is AssessmentState.ELSEWHERE
                detail = entry.detail
                row.fill(entry.state, entry.reason or "", detail if elsewhere else "", "" if elsewhere else detail)

    def set_reports(self, entries: Sequence[AssessmentEntry], reports: Sequence[ReportRow]) -> None:
        """Show of the lines recorded as done elsewhere how their reports stand."""
        held = {report.assessment_id: report for report in reports}
        for entry in entries:
            row, report = self.row(entry.assessment_id), held.get(entry.assessment_id)
            if row is None or entry.state is not AssessmentState.ELSEWHERE:
                continue
            if report is None:  # taken back, or older than the list of awaited reports
                row.set_report("")
                continue
            came, words = report.arrived_on, self._ctx.wording
            said = self.tr("report awaited") if came is None else self.tr("report arrived {}").format(words.date(came))
            parts = (said, report.place, words.date(report.done_on))
            row.set_report(" · ".join(part for part in parts if part), arrived=came is not None)

    def content(self) -> dict[str, Any]:
        """What stands in the lines, for the draft."""
        return {row.assessment_id: row.content() for row in self._rows}

    def restore(self, content: dict[str, Any]) -> None:
        """Put a draft back; lines that the checklist no longer has are left out."""
        for assessment_id, values in content.items():
            row = self.row(assessment_id)
            if row is not None:
                row.fill(*values)
