"""The course of disability of a patient: the picture, what stands under its mark, the latest examination, outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError
from hsct_desktop.pictures.disability import Range, legend
from hsct_desktop.views.context import Context
from hsct_desktop.views.disability_picture import DisabilityCanvas
from hsct_desktop.views.painting import measure
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.picture_label import PictureLabel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.disability_picture import DisabilityBoard, Latest

_OUTCOME_WIDTH = 276


class DisabilityPage(QWidget):
    """Picture at the left, outcomes at the right; `show(patient_id)` reads a patient."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._board: DisabilityBoard | None = None
        self.canvas = DisabilityCanvas()
        self.canvas.told.connect(self._tell)
        self.canvas.activated.connect(self._open)
        self._said = ElidedLabel("", "muted")
        self._said.setAccessibleName(self.tr("Mark under the keys"))
        self._ranges = {range_: ChipButton(ctx.wording.text(f"disability.range.{range_}")) for range_ in Range}
        for range_, button in self._ranges.items():
            button.clicked.connect(lambda _checked=False, chosen=range_: self.show_range(chosen))
        self._legend = QHBoxLayout()
        self._latest = _LatestLine(ctx)
        self._empty = EmptyState(
            ctx.wording.text("disability.none"), self.tr("Record neurology visit"), hint="N", primary=True
        )
        self._empty.activated.connect(lambda: ctx.action_wanted.emit("record_neurology"))
        self._panel = self._make_panel()
        self.outcomes = self._make_outcomes()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.MEDIUM - 2)
        row.addWidget(self._panel, 1)
        row.addWidget(self.outcomes)

    def _make_panel(self) -> Panel:
        title = self._ctx.wording.text("disability.title")
        panel = Panel(flush=True)
        panel.setAccessibleName(title)
        head = QHBoxLayout()
        head.setContentsMargins(Space.PANEL_INSIDE, Space.SMALL, Space.PANEL_INSIDE, 0)
        head.setSpacing(Space.SMALL)
        head.addWidget(PlainLabel(title, "bold"))
        head.addLayout(self._legend, 1)
        for button in self._ranges.values():
            head.addWidget(button)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.canvas)
        inside = QVBoxLayout()
        inside.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        inside.addWidget(self._area, 1)
        inside.addWidget(self._empty, 1)
        inside.addWidget(self._said)
        panel.body().addLayout(head)
        panel.body().addLayout(inside, 1)
        panel.body().addWidget(rule())
        panel.body().addWidget(self._latest)
        return panel

    def _make_outcomes(self) -> QWidget:
        panel = Panel()
        panel.setFixedWidth(_OUTCOME_WIDTH)
        return panel

    # showing ----------------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: int) -> None:
        """Read a patient's course and verdicts."""
        from hsct_desktop.services import disability_picture

        other = patient_id != self._patient_id
        self._patient_id = patient_id
        try:
            board = disability_picture.board(self._ctx.ready(), patient_id)
        except InputError as error:
            self._ctx.report_error(error)
            return
        self._board = board
        facts = board.facts
        self._empty.setVisible(facts.is_empty)
        self._area.setVisible(not facts.is_empty)
        self._said.setVisible(not facts.is_empty)
        self._ranges[Range.SINCE].setVisible(facts.day0 is not None and not facts.is_empty)
        self._ranges[Range.ALL].setVisible(facts.day0 is not None and not facts.is_empty)
        if other or facts.day0 is None:
            self.canvas.set_range(Range.ALL)
        self.canvas.set_facts(facts, self._ctx.wording)
        self._show_legend()
        self._latest.show_latest(board.latest)
        self._tell("")
        self._check_ranges()

    def _show_legend(self) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._board is not None and not self._board.facts.is_empty:
            picture = legend(self._board.facts, measure, self._ctx.wording)
            self._legend.addWidget(PictureLabel(picture, self._panel))
        self._legend.addStretch(1)

    def show_range(self, range_: Range) -> None:
        """Show all years, or those since Day 0."""
        self.canvas.set_range(range_)
        self._check_ranges()
        self._tell("")

    def _check_ranges(self) -> None:
        for range_, button in self._ranges.items():
            button.setChecked(range_ is self.canvas.range())

    def first_stop(self) -> QWidget:
        """Where the keys act."""
        empty = self._board is None or self._board.facts.is_empty
        return self._empty.button() if empty else self.canvas

    def _tell(self, text: str) -> None:
        """What stands under the mark, else which keys walk."""
        self._said.setText(" · ".join(text.splitlines()) or self._ctx.wording.text("disability.hint"))

    # acting -----------------------------------------------------------------------------------------------------

    def _open(self, id: str) -> None:
        """Open what a mark shows, to revise it."""
        from hsct_desktop.views.disability_doors import open_mark

        open_mark(self._ctx, self._patient_id, id)


class _LatestLine(QWidget):
    """The latest examination in two lines: when, EDSS and grades; timed tests and by whom."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._day = PlainLabel("", "bold")
        self._findings = ElidedLabel("")
        self._tests = ElidedLabel("", "muted")
        first = QHBoxLayout()
        first.setSpacing(Space.SMALL)
        first.addWidget(self._day)
        first.addWidget(self._findings, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PANEL_INSIDE, Space.TIGHT, Space.PANEL_INSIDE, Space.MEDIUM)
        column.setSpacing(Space.TIGHT)
        column.addLayout(first)
        column.addWidget(self._tests)

    def show_latest(self, latest: Latest | None) -> None:
        """Show an examination; None says that there is none."""
        self._day.setText(latest.day if latest is not None else "")
        self._findings.setText(
            latest.findings if latest is not None else self._ctx.wording.text("disability.latest.none")
        )
        self._tests.setText(latest.tests if latest is not None else "")
