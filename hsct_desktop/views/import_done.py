"""The last step of an import: what the first Today would show, then what became of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.import_run import RowState
from hsct_desktop.views.context import Context
from hsct_desktop.views.counts_line import CountsLine
from hsct_desktop.views.import_foot import SignedLine
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel

if TYPE_CHECKING:
    from hsct_desktop.services.import_check import DryRun
    from hsct_desktop.services.import_take import Taken
    from hsct_desktop.services.import_today import FirstToday

MOST_SHOWN: Final = 500
"""Refused rows in the list; all of them go to their file."""
_STATES = (RowState.NEW, RowState.CHANGED, RowState.SAME, RowState.CONFLICT, RowState.REFUSED)
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
        heads = (self.tr("Patient"), self.tr("Code"), self.tr("Visit"), self.tr("Why it is on the list"))
        self.rows = RowsTable(self.tr("First Today"), heads, (220, 110, 150, -1))
        self.rows.set_drop_order((1,))
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
        fact = words.count("import_page.new_patients", run.new_patients)
        self.note.set_note(fact, " · ".join(facts))
        lines = [
            Line((Cell(row.name, bold=True), Cell(row.code, "muted"), Cell(row.visit), Cell(row.words)), number)
            for number, row in enumerate(found.rows)
        ]
        self.rows.set_lines(lines)
        note = (
            self.tr("what would stand on it once the rows are in") if lines else self.tr("nothing would be due or late")
        )
        self._panel.set_title(self.tr("The first Today"), note)


class DoneView(QWidget):
    """What became of the rows, and what can be done now."""

    today_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._undone = False
        self.sum = _Sum(ctx)
        self.note = AlertNote("", "", "success")
        self.undo = KeyButton(self.tr("Undo the whole import"), icon="undo", hint="Ctrl+Z")
        self.undo.clicked.connect(self.undo_wanted)
        self.note.add(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.PANEL_GAP)
        column.addWidget(self.sum)
        column.addWidget(self.note)
        heads = (self.tr("Row") + "\t", self.tr("Code"), self.tr("Value"), self.tr("Why it did not come in"))
        self.behind = RowsTable(self.tr("Refused rows"), heads, (60, 110, 150, -1))
        self._panel = Panel(self.tr("Refused rows"), " ", flush=True)
        self._panel.add(self.behind, 1)
        column.addWidget(self._panel, 1)
        column.addStretch(0)

    def show_taken(self, taken: Taken, run: DryRun | None) -> None:
        """Show what was taken in."""
        self._undone = False
        if run is not None:
            self.sum.show_run(run)
        refused = run.counts.get(RowState.REFUSED, 0) if run is not None else 0
        rest = self.tr(
            "Rows that were refused are written to a file of their own: corrected there, they come in again."
        )
        again = self.tr("The same file once more changes nothing.")
        self.note.set_note(taken.changes.text, f"{rest} {again}" if refused else again, "success")
        self.undo.setEnabled(True)
        self._show_behind(run)

    def _show_behind(self, run: DryRun | None) -> None:
        words = self._ctx.wording
        refused = [row for row in run.rows if row.state is RowState.REFUSED] if run is not None else []
        lines = []
        for row in refused[:MOST_SHOWN]:
            hard = [told for told in row.problems if not told.problem.soft]
            why = " ".join(words.problem(told.problem) for told in hard)
            value = hard[0].text if hard else ""
            cells = (Cell(str(row.key.number), "muted"), Cell(row.code, bold=True), Cell(value, "danger"), Cell(why))
            lines.append(Line(cells, row.key))
        self.behind.set_lines(lines)
        self._panel.setVisible(bool(lines))
        self._panel.set_title(self.tr("Refused rows"), words.count("import_page.rows", len(refused)))

    def say_undone(self) -> None:
        """The import was taken back."""
        self._undone = True
        self.note.set_note(self.tr("The import was taken back"), self.tr("Nothing of it is in the file."), "info")
        self.undo.setEnabled(False)

    def state_words(self) -> str:
        """What the foot says."""
        return self.tr("Taken back.") if self._undone else self.tr("Taken in. Ctrl+Z takes it out again.")
