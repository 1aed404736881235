"""The course of disability of a patient: the picture, what stands under its mark, the latest examination, outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError
from hsct_desktop.pictures.disability import DisabilityFacts, Range, legend
from hsct_desktop.views.context import Context
from hsct_desktop.views.disability_picture import DisabilityCanvas
from hsct_desktop.views.outcome_panel import OutcomePanel
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.theme.tokens import Space, current
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.disability_picture import DisabilityBoard, Latest


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
        self._ranges = {range_: ChipButton(ctx.wording.text(f"disability.range.{range_}")) for range_ in Range}
        for range_, button in self._ranges.items():
            button.clicked.connect(lambda _checked=False, chosen=range_: self.show_range(chosen))
        self._legend = _Legend(ctx)
        self._latest = _LatestLine(ctx)
        self._empty = EmptyState(
            ctx.wording.text("disability.none"), self.tr("Record neurology visit"), hint="N", primary=True
        )
        self._empty.activated.connect(lambda: ctx.action_wanted.emit("record_neurology"))
        self._panel = self._make_panel()
        self.outcomes = OutcomePanel(ctx)
        self.outcomes.evidence.connect(self._mark)
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
        head.addWidget(self._legend, 1)
        for button in self._ranges.values():
            head.addWidget(button)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.canvas)
        inside = QVBoxLayout()
        inside.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        inside.addWidget(self._area, 1)
        inside.addWidget(self._empty, 1)
        panel.body().addLayout(head)
        panel.body().addLayout(inside, 1)
        panel.body().addWidget(rule())
        panel.body().addWidget(self._latest)
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
        self._ranges[Range.SINCE].setVisible(facts.day0 is not None and not facts.is_empty)
        self._ranges[Range.ALL].setVisible(facts.day0 is not None and not facts.is_empty)
        self.canvas.set_facts(facts, self._ctx.wording, Range.ALL if other or facts.day0 is None else None)
        self._legend.show_facts(facts)
        self._latest.show_latest(board.latest)
        self._check_ranges()
        self.outcomes.show_course(patient_id, board.course)

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
        """What stands under the mark; without one, the latest examination."""
        self._latest.explain(text)

    def _mark(self, ids: tuple[str, ...]) -> None:
        """Ring what a verdict rests on; all years are shown where some of it lies before Day 0."""
        shown = {hit.id for hit in self.canvas.hits()}
        if any(id not in shown for id in ids) and self.canvas.range() is Range.SINCE:
            self.show_range(Range.ALL)
        self.canvas.mark(ids)

    def explanation(self) -> str:
        """What the line below the picture says now."""
        return self._latest.text()

    # acting -----------------------------------------------------------------------------------------------------

    def _open(self, id: str) -> None:
        """Open what a mark shows, to revise it."""
        from hsct_desktop.views.disability_doors import open_mark

        open_mark(self._ctx, self._patient_id, id)


class _Legend(QWidget):
    """The key to the marks, as much of it as has room."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._facts: DisabilityFacts | None = None
        self.setFixedHeight(18)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_facts(self, facts: DisabilityFacts) -> None:
        """Show the key of a course."""
        self._facts = facts
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._facts is None or self._facts.is_empty:
            return
        painter = QPainter(self)
        picture = legend(self._facts, measure, self._ctx.wording, room=float(self.width()))
        paint(painter, picture, current())
        painter.end()


class _LatestLine(QWidget):
    """Two lines: the latest examination, when, EDSS, grades, timed tests and by whom; or what stands under the mark."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._shown: Latest | None = None
        self._head = PlainLabel("", "bold")
        self._first = ElidedLabel("")
        self._second = ElidedLabel("", "muted")
        line = QHBoxLayout()
        line.setSpacing(Space.SMALL)
        line.addWidget(self._head)
        line.addWidget(self._first, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, Space.SMALL)
        column.setSpacing(Space.TIGHT)
        column.addLayout(line)
        column.addWidget(self._second)

    def show_latest(self, latest: Latest | None) -> None:
        """Show an examination; None says that there is none."""
        self._shown = latest
        self.explain("")

    def explain(self, text: str) -> None:
        """Say what stands under the mark; "" goes back to the latest examination."""
        latest = self._shown
        if text:
            head, *others = text.splitlines()
            self._set(head, others[0] if others else "", " ".join(others[1:]))
        elif latest is None:
            self._set("", self._ctx.wording.text("disability.latest.none"), "")
        else:
            self._set(latest.day, latest.findings, latest.tests)

    def text(self) -> str:
        """Both lines."""
        return " ".join(label.text() for label in (self._head, self._first, self._second)).strip()

    def _set(self, head: str, first: str, second: str) -> None:
        self._head.setText(head)
        self._first.setText(first)
        # An empty line keeps its height, so that the picture does not move under the keys.
        self._second.setText(second or " ")
