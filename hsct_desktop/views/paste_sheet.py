"""A pasted block that does not fit: what is wrong with it, line by line. Nothing of it has been taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.lab_paste import BlockProblem, PastePlan
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

_MOST_LINES: Final = 200
"""Lines of the block that are shown; the wrong ones come first in the list above."""
_MOST_PROBLEMS: Final = 8
_MOST_COLUMNS: Final = 6


class PasteSheet(SideSheet):
    """Shows the block with its wrong cells marked. `take` writes the rest, where everything wrong is only left out or
    asked about; without it the sheet only tells."""

    def __init__(
        self,
        ctx: Context,
        plan: PastePlan,
        problems: Sequence[BlockProblem],
        take: Callable[[], bool] | None,
    ) -> None:
        super().__init__(ctx.sheet_host(), "", top=ctx.sheet_top())
        self._ctx, self._plan, self._wrong, self._take = ctx, plan, problems, take
        self.set_title(self.tr("Pasted block"), ctx.wording.enum("block_kind", plan.kind))
        count = len(plan.cells)
        self.note = AlertNote(
            self.tr("Nothing has been taken."),
            self.tr("{wrong} of {lines} lines need a look.").format(
                wrong=len({problem.line for problem in problems}), lines=max(1, len(plan.grid))
            ),
            "warn" if take is not None else "danger",
        )
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        column.addWidget(self.note)
        for problem in problems[:_MOST_PROBLEMS]:
            column.addWidget(PlainLabel(self.sentence(problem), "small", wrap=True))
        if len(problems) > _MOST_PROBLEMS:
            more = self.tr("and {} more").format(len(problems) - _MOST_PROBLEMS)
            column.addWidget(PlainLabel(more, "muted"))
        self.table = self._block()
        column.addWidget(self.table, 1)
        self.set_body(body)
        self.draft_button().setText(self.tr("Close"))
        self.save_button().setText(self.tr("Take {} values").format(count) if count != 1 else self.tr("Take 1 value"))
        self.save_button().setVisible(take is not None and count > 0)
        self.saved.connect(self._on_take)

    def wrong(self) -> Sequence[BlockProblem]:
        """What is wrong with the block."""
        return self._wrong

    def sentence(self, problem: BlockProblem) -> str:
        """What is wrong in one cell, with its line."""
        said = self._ctx.wording.problem(problem.problem)
        return self.tr("Line {line}: {problem}").format(line=problem.line + 1, problem=said)

    def _block(self) -> RowsTable:
        """The block as it was read; wrong cells stand in red and bold."""
        grid = self._plan.grid
        width = min(max((len(row) for row in grid), default=1), _MOST_COLUMNS)
        heads = [self.tr("Line") + "\t", *(str(number + 1) for number in range(width))]
        table = RowsTable(self.tr("Pasted block"), heads, [44, *([-1] * width)], row=24)
        wrong = {(problem.line, problem.column): problem for problem in self._wrong}
        lines = []
        for number, row in enumerate(grid[:_MOST_LINES]):
            cells = [Cell(str(number + 1), "muted")]
            for column, text in enumerate(row[:width]):
                found = wrong.get((number, column))
                token = "" if found is None else "warn" if found.soft else "danger"
                tip = "" if found is None else self._ctx.wording.problem(found.problem)
                cells.append(Cell(text, token, bold=found is not None, tip=tip))
            lines.append(Line(tuple(cells), number))
        table.set_lines(lines)
        table.setMinimumHeight(min(24 * (len(lines) + 1) + 4, 320))
        return table

    def _on_take(self) -> None:
        if self._take is not None and self._take():
            self.close_sheet()
