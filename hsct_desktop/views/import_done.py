"""The last step of an import: what the first Today would show, then what became of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.counts_line import CountsLine
from hsct_desktop.views.import_facts import RowFacts
from hsct_desktop.views.import_foot import SignedLine
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.import_check import DryRun
    from hsct_desktop.services.import_take import Taken
    from hsct_desktop.services.import_today import FirstToday

MOST_SHOWN: Final = 500
"""Refused rows in the list; all of them go to their file."""
_STATES = (RowState.NEW, RowState.CHANGED, RowState.SAME, RowState.CONFLICT, RowState.REFUSED)
_VISITS = (WorklistKind.LATE, WorklistKind.DUE, WorklistKind.THIS_WEEK)
"""The lists whose rows are counted as visits already."""
_TOKENS = {"new": "success", "changed": "accent", "conflict": "warn", "refused": "danger"}


class _Sum(Panel):
    """The sum of the rows in its card."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.counts = CountsLine()
        self.said = SignedLine("success")
        row = QHBoxLayout()
        row.setContentsMargins(Space.TIGHT, Space.TIGHT, 0, 0)
        row.addWidget(self.counts, 1)
        row.addWidget(self.said)
        self.body().addLayout(row)

    def show_run(self, run: DryRun) -> None:
        """Show the sum of a dry run."""
        words = self._ctx.wording
        said = {state: words.text(f"import_page.state.{state.value}") for state in _STATES}
        parts = [(run.counts.get(state, 0), said[state]) for state in _STATES]
        tokens = {said[RowState(value)]: token for value, token in _TOKENS.items()}
        total = (len(run.rows), words.text("import_page.state.read"))
        self.counts.show_sum(total, [(n, word) for n, word in parts if n], tokens)


class PreviewView(QWidget):
    """The first Today as it would be, before anything is written."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.sum = _Sum(ctx)
        self.note = AlertNote("", "", "info")
        heads = (
            self.tr("Patient"), self.tr("Birth date"), self.tr("Code"), self.tr("Visit"),
            self.tr("Why it is on the list"),
        )  # fmt: skip
        self.rows = RowsTable(self.tr("First Today"), heads, (220, 96, 110, 150, -1))
        # Name and birth date always stand: two patients may have the same name.
        self.rows.set_drop_order((2,))
        self._panel = Panel(self.tr("The first Today"), " ", flush=True)
        self._panel.add(self.rows, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.PANEL_GAP)
        column.addWidget(self.sum)
        column.addWidget(self.note)
        column.addWidget(self._panel, 1)

    def show_preview(self, found: FirstToday, run: DryRun) -> None:
        """Show what would be due, late and to come."""
        words = self._ctx.wording
        self.sum.show_run(run)
        counts = (
            ("history_visits", found.history_visits), ("late", found.late), ("due", found.due),
            ("upcoming", found.upcoming),
        )  # fmt: skip
        facts = [words.count(f"import_page.{name}", count) for name, count in counts if count]
        facts += [
            f"{words.enum('worklist', kind)} {count}" for kind, count in found.lists.items() if kind not in _VISITS
        ]
        fact = words.count("import_page.new_patients", run.new_patients)
        self.note.set_note(fact, " · ".join(facts))
        lines = [
            Line(
                (
                    Cell(row.name, bold=True), Cell(words.date(row.birth_date) if row.birth_date else "", "muted"),
                    Cell(row.code, "muted"), Cell(row.visit), Cell(row.words),
                ),
                number,
            )
            for number, row in enumerate(found.rows)
        ]  # fmt: skip
        self.rows.set_lines(lines)
        note = (
            self.tr("what would stand on it once the rows are in") if lines else self.tr("nothing would be due or late")
        )
        self._panel.set_title(self.tr("The first Today"), note)


class DoneView(QWidget):
    """What became of the rows, and what can be done now. `refused_wanted` asks for the file of refused rows."""

    today_wanted = Signal()
    undo_wanted = Signal()
    refused_wanted = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._undone = False
        self._refused = 0
        self.sum = _Sum(ctx)
        self.note = AlertNote("", "", "success")
        self.undo = KeyButton(self.tr("Undo the whole import"), icon="undo", hint="Ctrl+Z")
        self.undo.clicked.connect(self.undo_wanted)
        self.note.add_beside(self.undo)
        self.rest = AlertNote("", "", "warn")
        self.write = KeyButton(self.tr("Write refused rows…"), icon="document")
        self.write.clicked.connect(self.refused_wanted)
        self.rest.add_beside(self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.PANEL_GAP)
        for part in (self.sum, self.note, self.rest):
            column.addWidget(part)
        self._panel = self._behind_panel()
        column.addWidget(self._panel, 1)
        column.addStretch(0)

    def _behind_panel(self) -> Panel:
        heads = (
            self.tr("Row") + "\t", self.tr("Patient"), self.tr("Birth date"), self.tr("Code"), self.tr("Column"),
            self.tr("Value"), self.tr("Why it did not come in"),
        )  # fmt: skip
        self.behind = RowsTable(self.tr("Refused rows"), heads, (52, 170, 96, 96, 110, 110, -1))
        self.behind.set_drop_order((3, 5))
        self.behind.moved.connect(self._tell_row)
        panel = Panel(self.tr("Refused rows"), " ", flush=True)
        panel.add(self.behind, 1)
        foot = QFrame()
        foot.setProperty("role", "sheet-foot")
        self.line = PlainLabel("", wrap=True)
        inset = QHBoxLayout(foot)
        inset.setContentsMargins(Space.MEDIUM, 7, Space.MEDIUM, 7)
        inset.addWidget(self.line)
        panel.add(foot)
        return panel

    def show_taken(self, taken: Taken, run: DryRun) -> None:
        """Show what was taken in."""
        self._undone = False
        self._refused = run.counts.get(RowState.REFUSED, 0)
        self.sum.show_run(run)
        self.note.set_note(taken.changes.text, self.tr("The same file once more changes nothing."), "success")
        self.undo.setEnabled(True)
        self.rest.setVisible(self._refused > 0)
        self.write.show()
        self._say_rest(self.tr("Corrected in a file of their own, with the reasons beside them, they come in again."))
        self._show_behind(run)

    def _say_rest(self, sentence: str, kind: str = "warn") -> None:
        self.rest.set_note(self._ctx.wording.count("import_page.were_refused", self._refused), sentence, kind)

    def ask_to_write(self) -> None:
        """Refused rows are in no file yet, and their page is being left: ask once."""
        self._say_rest(self.tr("They are in no file yet, and later they cannot be written. Leave once more to go."))
        self.write.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_written(self, name: str) -> None:
        """The refused rows are in a file."""
        self._say_rest(self.tr("They are in {0}: corrected there, they come in again.").format(name), "info")
        self.write.hide()

    def _show_behind(self, run: DryRun) -> None:
        words, facts = self._ctx.wording, RowFacts(run.plans, run.decisions, self._ctx.wording)
        refused = [row for row in run.rows if row.state is RowState.REFUSED]
        lines = []
        for row in refused[:MOST_SHOWN]:
            for number, told in enumerate(one for one in row.problems if not one.problem.soft):
                column = facts.column(row.key, told)
                value = facts.value(row.key, column) or told.text
                first = (
                    Cell(str(row.key.number), "muted"), Cell(facts.name(row.key), bold=True),
                    Cell(facts.born(row.key), "muted"), Cell(row.code, "muted"),
                )  # fmt: skip
                what = (Cell(facts.head(row.key, column)), Cell(value, "danger"))
                why = words.problem(told.problem)
                cells = ((Cell(),) * len(first) if number else first) + (*what, Cell(why, tip=why))
                lines.append(Line(cells, (row.key, number)))
        self.behind.set_lines(lines)
        self._panel.setVisible(bool(lines))
        self._panel.set_title(self.tr("Refused rows"), words.count("import_page.rows", len(refused)))

    def _tell_row(self) -> None:
        """The whole reason of the line under the mark."""
        at = self.behind.currentIndex().row()
        lines = self.behind.rows.lines
        self.line.setText(lines[at].cells[-1].words if 0 <= at < len(lines) else "")

    def say_undone(self) -> None:
        """The import was taken back."""
        self._undone = True
        self.note.set_note(self.tr("The import was taken back"), self.tr("Nothing of it is in the file."), "info")
        self.undo.setEnabled(False)
        self.rest.hide()

    def state_words(self) -> str:
        """What the foot says."""
        return self.tr("Taken back.") if self._undone else self.tr("Taken in. Ctrl+Z takes it out again.")
