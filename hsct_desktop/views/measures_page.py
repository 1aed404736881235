"""The outcome measures of a patient: courses over the years or a table of values, verdicts at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures.measures import MeasureFacts, Range, layout, legend, summary
from hsct_desktop.pictures.primitives import Picture
from hsct_desktop.views.context import Context
from hsct_desktop.views.disability_picture import DisabilityCanvas
from hsct_desktop.views.measure_panel import MeasurePanel
from hsct_desktop.views.painting import measure
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.picture_label import PictureLabel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.measure_board import MeasureBoard
    from hsct_desktop.views.printing import Printer

_DAY_WIDTH, _COUNT_WIDTH, _TITLE_WIDTH = 110, 90, 200


class MeasureCanvas(DisabilityCanvas):
    """The picture of the measures; `activated` carries the measure and its value: "mrss:12"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._measures: MeasureFacts | None = None
        super().__init__(parent)

    def show_measures(self, facts: MeasureFacts, words: Wording) -> None:
        """Draw a patient's measures."""
        self._measures = facts
        self.set_facts(facts.frame, words)
        self.setAccessibleName(f"{words.text('measure.title')}: {summary(facts, words)}")

    def laid_out(self, width: float, height: float) -> Picture | None:
        if self._measures is None or self._words is None:
            return None
        return layout(self._measures, width, measure, self._words, self._range, height=height)


class MeasuresPage(QWidget):
    """Picture or table at the left, verdicts at the right. Enter on a value opens it to be revised."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._board: MeasureBoard | None = None
        words = ctx.wording
        self.canvas = MeasureCanvas()
        self.canvas.told.connect(self._tell)
        self.canvas.activated.connect(self._open)
        self.table = RowsTable(
            words.text("measure.title"),
            [self.tr("Date"), self.tr("Day"), self.tr("Measure"), self.tr("Value") + "\t", self.tr("Details")],
            [_DAY_WIDTH, _COUNT_WIDTH, 0, 0, -1],
        )
        self.table.entered.connect(self._revise)
        self._said = ElidedLabel("", "muted")
        self._said.setAccessibleName(self.tr("Mark under the keys"))
        self._ranges = {range_: ChipButton(words.text(f"measure.range.{range_}")) for range_ in Range}
        for range_, button in self._ranges.items():
            button.clicked.connect(lambda _checked=False, chosen=range_: self.show_range(chosen))
        self._as_table = ChipButton(self.tr("Table"))
        self._as_table.clicked.connect(self.show_table)
        self._key = QWidget()
        self._legend = QHBoxLayout(self._key)
        self._legend.setContentsMargins(0, 0, 0, 0)
        self._empty = EmptyState(words.text("measure.none"), self.tr("Record scores"), hint="Shift+Y", primary=True)
        self._empty.activated.connect(self.record)
        self.verdicts = MeasurePanel(words)
        self.verdicts.record.connect(self.record)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.MEDIUM - 2)
        self._need = 0
        self._panel = self._make_panel()
        row.addWidget(self._panel, 1)
        row.addWidget(self.verdicts)

    def _make_panel(self) -> Panel:
        panel = Panel(flush=True)
        panel.setAccessibleName(self._ctx.wording.text("measure.title"))
        head = QHBoxLayout()
        head.setContentsMargins(Space.PANEL_INSIDE, Space.SMALL, Space.PANEL_INSIDE, 0)
        head.setSpacing(Space.SMALL)
        head.addWidget(PlainLabel(self._ctx.wording.text("measure.title"), "bold"))
        head.addWidget(self._key, 1)
        for button in (*self._ranges.values(), self._as_table):
            head.addWidget(button)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.canvas)
        self._stack = QStackedWidget()
        for part in (self._area, self.table, self._empty):
            self._stack.addWidget(part)
        inside = QVBoxLayout()
        inside.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        inside.addWidget(self._stack, 1)
        inside.addWidget(self._said)
        panel.body().addLayout(head)
        panel.body().addLayout(inside, 1)
        return panel

    # showing ----------------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: int) -> None:
        """Read a patient's measures and verdicts."""
        from hsct_desktop.services import measure_board

        other = patient_id != self._patient_id
        self._patient_id = patient_id
        self._board = board = measure_board.for_patient(self._ctx.ready(), patient_id)
        empty = board.facts.is_empty
        for button in (*self._ranges.values(), self._as_table):
            button.setVisible(not empty)
        self._said.setVisible(not empty)
        if other:
            self.canvas.set_range(Range.SINCE)
        self.canvas.show_measures(board.facts, self._ctx.wording)
        self.table.set_lines(self._lines(board))
        key = "measure.no_definitions.ms" if board.disease_id == "ms" else "measure.no_definitions"
        self.verdicts.show_lines(board.lines, board.settings, self._ctx.wording.text(key))
        self._show_legend(board)
        if empty:
            self._stack.setCurrentWidget(self._empty)
        elif other or self._stack.currentWidget() is self._empty:
            self._stack.setCurrentWidget(self._area)
        self._check()
        self._tell("")

    def _lines(self, board: MeasureBoard) -> list[Line]:
        """Every value, the latest first."""
        found = []
        for row in board.rows:
            for name, cell in zip(board.columns, row.cells, strict=True):
                if cell.id is not None:
                    details = " · ".join(cell.words.splitlines()[1:])
                    cells = (
                        Cell(self._ctx.wording.date(row.on)), Cell(row.day, "muted"), Cell(name, bold=True),
                        Cell(cell.text), Cell(details, "muted", tip=cell.words),
                    )  # fmt: skip
                    found.append(Line(cells, cell.id))
        return found

    def _show_legend(self, board: MeasureBoard) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not board.facts.is_empty:
            label = PictureLabel(legend(board.facts, measure, self._ctx.wording), self)
            self._need = label.sizeHint().width()
            self._legend.addWidget(label)
        self._legend.addStretch(1)
        self._fit()

    def _fit(self) -> None:
        """The key goes where a sheet leaves no room for it: what it says stands in the tooltips too."""
        taken = sum(button.sizeHint().width() for button in (*self._ranges.values(), self._as_table))
        self._key.setVisible(self._panel.width() - taken - self._need > _TITLE_WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_range(self, range_: Range) -> None:
        """Show the courses of all years, or those since Day 0."""
        self._stack.setCurrentWidget(self._area)
        self.canvas.set_range(range_)
        self._check()
        self._tell("")

    def show_table(self) -> None:
        """Show every value in a table."""
        self._stack.setCurrentWidget(self.table)
        self._check()
        self._tell("")
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _check(self) -> None:
        as_table = self._stack.currentWidget() is self.table
        self._as_table.setChecked(as_table)
        for range_, button in self._ranges.items():
            button.setChecked(not as_table and range_ is self.canvas.range())

    def first_stop(self) -> QWidget:
        """Where the keys act."""
        current = self._stack.currentWidget()
        if current is self._empty:
            return self._empty.button()
        return self.table if current is self.table else self.canvas

    def _tell(self, text: str) -> None:
        """What stands under the mark, else which keys walk."""
        hint = self.tr("Enter revises the value") if self._stack.currentWidget() is self.table else ""
        self._said.setText(" · ".join(text.splitlines()) or hint or self._ctx.wording.text("measure.hint"))

    # acting -----------------------------------------------------------------------------------------------------

    def record(self) -> None:
        """Open the form for a new day."""
        self._ctx.action_wanted.emit("record_measure")

    def _revise(self, row_id: int) -> None:
        from hsct_desktop.views.measure_sheet import MeasureSheet

        self._ctx.open_sheet(MeasureSheet(self._ctx, self._patient_id, row_id))

    def _open(self, id: str) -> None:
        """Open what a mark shows: a value, else the relapse or drug."""
        from hsct_desktop.views.disability_doors import open_mark

        kind, _, row_id = id.partition(":")
        if kind in self._ctx.ready().catalogue.measures:
            self._revise(int(row_id))
        else:
            open_mark(self._ctx, self._patient_id, id)

    def print_shown(self, printer: Printer) -> None:
        """What Ctrl+P prints here."""
        printer.measures(self._patient_id)
