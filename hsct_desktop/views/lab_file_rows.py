"""The right of the page of laboratory files: counts, problems by kind, each result with its state and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.analyte import shown_unit
from hsct_desktop.views.context import Context
from hsct_desktop.views.counts_line import CountsLine
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.lab_file_check import DryRun
    from hsct_desktop.services.lab_file_check import Line as ResultLine
    from hsct_desktop.services.lab_files import Choices

MOST_SHOWN: Final = 1000
"""Results in the table: who wants to see more of a kind reads the file of refused rows."""
TOKENS: Final = {
    "new": "success", "same": "muted", "conflict": "warn", "unusual": "warn", "left_out": "muted", "refused": "danger",
}  # fmt: skip
ALL: Final = "all"
_KINDS_SHOWN: Final = 5


class RowsPanel(QWidget):
    """What the dry run found. `chosen` tells that conflicts or unusual values are to be taken, or no more."""

    chosen = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._run: DryRun | None = None
        self._kind = ""
        self._shown: list[ResultLine] = []
        self.counts = CountsLine()
        self.sum = PlainLabel("", "muted")
        sums = Panel()
        row = QHBoxLayout()
        row.addWidget(self.counts, 1)
        row.addWidget(self.sum)
        sums.body().addLayout(row)
        self.problems_panel = Panel(self.tr("Problems"), flush=True)
        heads = (self.tr("Results") + "\t", self.tr("Why"))
        self.problems = RowsTable(self.tr("Problems"), heads, (70, -1))
        self.problems.entered.connect(self._on_kind)
        self.problems_panel.add(self.problems)
        self.take_conflicts = QCheckBox(self.tr("Take the file's value where the record has another"))
        self.take_unusual = QCheckBox(self.tr("Take unusual values as they are"))
        for box in (self.take_conflicts, self.take_unusual):
            box.toggled.connect(self.chosen)
            inset = QHBoxLayout()
            inset.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, Space.TIGHT)
            inset.addWidget(box)
            self.problems_panel.body().addLayout(inset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.PANEL_GAP)
        column.addWidget(sums)
        column.addWidget(self.problems_panel)
        column.addWidget(self._rows_panel(), 1)

    def _rows_panel(self) -> Panel:
        panel = Panel(self.tr("Results"), flush=True)
        self._head = panel
        self._filter_place = QHBoxLayout()
        self._filter_place.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        panel.body().addLayout(self._filter_place)
        self.filter: ChipChoice | None = None
        heads = (
            self.tr("Row") + "\t", self.tr("State"), self.tr("Code"), self.tr("Day"), self.tr("Test"),
            self.tr("Value") + "\t", self.tr("Reason"),
        )  # fmt: skip
        self.rows = RowsTable(self.tr("Results"), heads, (48, 82, 88, 132, 122, 112, -1))
        self.rows.moved.connect(self._on_moved)
        panel.add(self.rows, 1)
        self.reason = PlainLabel("", "", wrap=True)
        self.reason.setMinimumHeight(34)
        inset = QHBoxLayout()
        inset.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, Space.SMALL)
        inset.addWidget(self.reason)
        panel.body().addLayout(inset)
        return panel

    def choices(self) -> Choices:
        """What is to be taken beside what is new."""
        from hsct_desktop.services.lab_files import Choices

        return Choices(self.take_conflicts.isChecked(), self.take_unusual.isChecked())

    def show_run(self, run: DryRun | None) -> None:
        """Show a dry run, or none."""
        self._run, self._kind = run, ""
        self._show_counts()
        self._show_problems()
        self._show_filter()
        self._show_rows()

    def _show_counts(self) -> None:
        run, words = self._run, self._ctx.wording
        found = run.counts.items() if run is not None else ()
        parts = [(n, words.text(f"lab_file.state.{state.value}")) for state, n in found if n]
        total = (run.read, words.text("lab_file.read")) if run is not None else None
        self.counts.show_sum(total, parts)
        self.sum.setText(self.tr("every result is counted") if run is not None else "")

    def _show_problems(self) -> None:
        lines = self._run.lines if self._run is not None else ()
        kinds: Counter[str] = Counter()
        first: dict[str, ResultLine] = {}
        for line in lines:
            if line.problem is not None:
                kinds[line.problem.key] += 1
                first.setdefault(line.problem.key, line)
        told = [
            Line((Cell(str(n), TOKENS[first[key].state.value], bold=True), Cell(self._sentence(first[key]))), key)
            for key, n in kinds.most_common()
        ]
        self.problems.set_lines(told)
        self.problems_panel.setVisible(bool(told))
        states = {line.state.value for line in first.values()}
        self.take_conflicts.setVisible("conflict" in states)
        self.take_unusual.setVisible("unusual" in states)
        self.problems.setFixedHeight(Height.HEADER + 2 + 29 * min(_KINDS_SHOWN, len(told)))
        title = self._ctx.wording.count("lab_file.kinds", len(told))
        self.problems_panel.set_title(title, self.tr("Enter shows them below"))

    def _show_filter(self) -> None:
        if self.filter is not None:
            self._filter_place.removeWidget(self.filter)
            self.filter.deleteLater()
            self.filter = None
        if self._run is None:
            return
        found = [(state.value, n) for state, n in self._run.counts.items() if n]
        labels = [(value, self._ctx.wording.text(f"lab_file.state.{value}")) for value, _ in found]
        counts: dict[object, int] = {ALL: self._run.read, **dict(found)}
        self.filter = ChipChoice(
            [(ALL, self.tr("All")), *labels], multi=False, name=self.tr("State"), counts=counts
        )  # fmt: skip
        self.filter.set_values([ALL])
        self.filter.changed.connect(self._on_filter)
        self._filter_place.addWidget(self.filter, 1)

    def _on_filter(self) -> None:
        self._kind = ""
        self._show_rows()

    def _on_kind(self, key: str) -> None:
        self._kind = key
        self._show_rows()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wanted(self) -> Iterable[ResultLine]:
        lines = self._run.lines if self._run is not None else ()
        if self._kind:
            return (line for line in lines if line.problem is not None and line.problem.key == self._kind)
        state = self.filter.value() if self.filter is not None else ALL
        return (line for line in lines if state in (ALL, None, line.state.value))

    def next_problem(self) -> None:
        """Go to the next result shown that has a problem; behind the last comes the first."""
        current = self.rows.key()
        at = next((number for number, line in enumerate(self._shown) if line is current), -1)
        after = (*self._shown[at + 1 :], *self._shown[: at + 1])
        found = next((line for line in after if line.problem is not None), None)
        if found is not None:
            self.rows.choose(found)
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rows(self) -> None:
        shown: list[Line] = []
        count = 0
        for count, line in enumerate(self._wanted(), start=1):
            if count <= MOST_SHOWN:
                shown.append(Line(self._cells(line), line))
        self.rows.set_lines(shown)
        self._shown = [line.key for line in shown]
        note = self.tr("the first {0} of {1}").format(MOST_SHOWN, count) if count > MOST_SHOWN else ""
        self._head.set_title(self.tr("Results"), note)

    def _cells(self, line: ResultLine) -> tuple[Cell, ...]:
        words, found = self._ctx.wording, line.result
        state = line.state.value
        token = "danger" if state == "refused" else "warn" if state in ("conflict", "unusual") else ""
        day = words.date(found.taken_on) if found.taken_on is not None else ""
        name = found.analyte.label.text(self._ctx.language) if found.analyte is not None else ""
        return (
            Cell(str(found.row), "muted"),
            Cell(words.text(f"enum.lab_line.{state}"), TOKENS[state], bold=state in ("new", "refused")),
            Cell(found.code),
            Cell(f"{day} {found.taken_at}".strip()),
            Cell(name),
            Cell(f"{found.text} {shown_unit(found.unit)}".strip(), token),
            Cell(self._sentence(line), token),
        )

    def _sentence(self, line: ResultLine) -> str:
        return self._ctx.wording.problem(line.problem) if line.problem is not None else ""

    def _on_moved(self) -> None:
        line: ResultLine | None = self.rows.key()
        if line is None or line.problem is None or self._run is None:
            self.reason.setText("")
            return
        header = self._run.file.table.rows[self._run.file.mapping.header_row - 1]
        column = header[line.result.column] if 0 <= line.result.column < len(header) else ""
        place = self.tr("Row {0}, {1}:").format(line.result.row, column)
        self.reason.setText(f"{place} {self._sentence(line)}")
