"""A pasted block that does not fit or replaces values: what is wrong or replaced. Nothing of it has been taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.lab_paste import BlockProblem, PastePlan
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.flowsheet_paste import Replaced

_MOST_LINES: Final = 200
"""Lines of the block that are shown; the wrong ones come first in the list above."""
_MOST_PROBLEMS: Final = 8
_MOST_COLUMNS: Final = 6


class PasteSheet(SideSheet):
    """Shows the block with its wrong cells marked, and which values it would replace. `take` writes the rest, where
    everything wrong is only left out or asked about: Enter takes, Esc leaves. Without it the sheet only tells."""

    def __init__(
        self,
        ctx: Context,
        plan: PastePlan,
        problems: Sequence[BlockProblem],
        take: Callable[[], bool] | None,
        replaced: Sequence[Replaced] = (),
    ) -> None:
        super().__init__(ctx.sheet_host(), "", top=ctx.sheet_top())
        self._ctx, self._plan, self._wrong, self._take = ctx, plan, problems, take
        self._replaced = replaced
        self.set_title(self.tr("Pasted block"), ctx.wording.enum("block_kind", plan.kind))
        self.note = AlertNote(
            self.tr("Nothing has been taken."), self.summary(), "warn" if take is not None else "danger"
        )
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        column.addWidget(self.note)
        said = list(self.sentences())
        for words in said[:_MOST_PROBLEMS]:
            column.addWidget(PlainLabel(words, "small", wrap=True))
        if len(said) > _MOST_PROBLEMS:
            column.addWidget(PlainLabel(self.tr("and {} more").format(len(said) - _MOST_PROBLEMS), "muted"))
        self.table = self._block()
        column.addWidget(self.table, 1)
        self.set_body(body)
        self.draft_button().setText(self.tr("Close"))
        self._offer(len(plan.cells))
        self.saved.connect(self._on_take)

    def _offer(self, count: int) -> None:
        """The button that takes the block, and Enter for it."""
        button = self.save_button()
        button.setText(self.tr("Take {} values").format(count) if count != 1 else self.tr("Take 1 value"))
        button.set_hint("Enter")
        button.setVisible(self._take is not None and count > 0)
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)

    def summary(self) -> str:
        """How many lines need a look, and how many cells hold another value."""
        parts = []
        wrong = len({problem.line for problem in self._wrong})
        if wrong:
            lines = max(1, len(self._plan.grid))
            parts.append(self.tr("{wrong} of {lines} lines need a look.").format(wrong=wrong, lines=lines))
        if self._replaced:
            said = self.tr("{count} of {cells} cells hold another value.")
            parts.append(said.format(count=len(self._replaced), cells=len(self._plan.cells)))
        return " ".join(parts)

    def sentences(self) -> Iterator[str]:
        """What is wrong in each cell, then what each value would replace."""
        for problem in self._wrong:
            yield self.sentence(problem)
        for found in self._replaced:
            day = self._ctx.wording.day_month(found.entry.sample.taken_on)
            when = f"{day} {found.entry.sample.taken_at}".strip()
            yield f"{found.name}, {when}: {found.old} → {found.new}"

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
        places = {entry.key: place for entry, place in zip(self._plan.cells, self._plan.places, strict=True)}
        replaced = {places[found.entry.key]: found for found in self._replaced}
        lines = []
        for number, row in enumerate(grid[:_MOST_LINES]):
            cells = [Cell(str(number + 1), "muted")]
            for column, text in enumerate(row[:width]):
                found = wrong.get((number, column))
                token = "" if found is None else "warn" if found.soft else "danger"
                tip = "" if found is None else self._ctx.wording.problem(found.problem)
                over = replaced.get((number, column))
                if over is not None and found is None:
                    token, tip = "warn", f"{over.old} → {over.new}"
                cells.append(Cell(text, token, bold=bool(token), tip=tip))
            lines.append(Line(tuple(cells), number))
        table.set_lines(lines)
        table.setMinimumHeight(min(24 * (len(lines) + 1) + 4, 320))
        return table

    def _on_take(self) -> None:
        if self._take is not None and self._take():
            self.close_sheet()
