"""The outcomes of a transplant beside its picture: NEDA with its evidence, figures, settings, literature."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.domain.neda import Neda
from hsct_desktop.views.context import Context
from hsct_desktop.views.outcome_rows import ComponentRow, FigureRow
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip, ChipButton
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.domain.disease_course import DiseaseCourse
    from hsct_desktop.domain.outcome_evidence import Evidence
    from hsct_desktop.services.outcomes import OutcomePanel as Outcomes

WIDTH: Final = 284
_KINDS: Final = {Neda.NEDA: ("success", "check"), Neda.EDA: ("danger", "alert"), Neda.UNKNOWN: ("wait", "hourglass")}
_LONGEST: Final = 40
"""Years after Day 0 that can be asked about at most."""
_SETTING: Final = "outcomes.preset"


class OutcomePanel(Panel):
    """The panel. `evidence` carries the marks of the picture that the pressed component rests on, none when let go."""

    evidence = Signal(tuple)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        self._ctx = ctx
        self._patient_id = 0
        self._course: DiseaseCourse | None = None
        self._months: int | None = None
        self.shown: Outcomes | None = None
        self.rows: list[ComponentRow] = []
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Outcome"))
        self._chips = QHBoxLayout()
        self._chips.setSpacing(Space.TIGHT)
        self._years = QLineEdit()
        self._years.setValidator(QIntValidator(1, _LONGEST, self))
        self._years.setProperty("compact", "true")
        self._years.setFixedSize(52, Height.SMALL_CONTROL)
        self._years.setPlaceholderText(self.tr("years"))
        self._years.setAccessibleName(self.tr("Own horizon in years after Day 0"))
        self._years.returnPressed.connect(self._own_horizon)
        self._inside = QWidget()
        self._inside.setProperty("role", "clear")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, Space.SMALL)
        self._column.setSpacing(Space.TIGHT)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inside)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.PANEL_INSIDE, Space.SMALL, Space.SMALL, 0)
        head.setSpacing(Space.TIGHT)
        head.addWidget(PlainLabel(self.tr("Outcome"), "bold"), 1)
        head.addLayout(self._chips)
        head.addWidget(self._years)
        record = KeyButton(self.tr("Record neurology visit"), hint="N", kind="primary")
        record.clicked.connect(lambda: self._ctx.action_wanted.emit("record_neurology"))
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, Space.SMALL)
        foot.addWidget(record, 1, Qt.AlignmentFlag.AlignHCenter)
        self.body().addLayout(head)
        self.body().addWidget(self._area, 1)
        self.body().addWidget(rule())
        self.body().addLayout(foot)

    # showing ----------------------------------------------------------------------------------------------------

    def show_course(self, patient_id: int, course: DiseaseCourse) -> None:
        """Judge a course that has been read at the chosen horizon; another patient begins at the unit's own."""
        if patient_id != self._patient_id:
            self._months = None
        self._patient_id, self._course = patient_id, course
        self._judge()

    def choose_horizon(self, months: int) -> None:
        """Judge at a horizon of so many months after Day 0."""
        self._months = months
        self._judge()

    def _own_horizon(self) -> None:
        if self._years.hasAcceptableInput():
            self.choose_horizon(12 * int(self._years.text()))
            self._years.clear()

    def _judge(self) -> None:
        from hsct_desktop.services import outcomes

        if self._course is None:
            return
        self.shown = outcomes.panel_of(self._ctx.ready(), self._course, self._months)
        self.evidence.emit(())
        self._show_chips(self.shown)
        self._show(self.shown)

    def _show_chips(self, shown: Outcomes) -> None:
        _empty(self._chips)
        for months in shown.horizons if shown.neda is not None else ():
            chip = ChipButton(self._ctx.wording.text("disability.horizon", years=self._years_of(months)))
            chip.setChecked(months == shown.horizon_months)
            chip.clicked.connect(lambda _checked=False, chosen=months: self.choose_horizon(chosen))
            self._chips.addWidget(chip)
        self._years.setVisible(shown.neda is not None)

    def _years_of(self, months: int) -> str:
        return self._ctx.wording.number(round(months / 12, 1)) if months % 12 else str(months // 12)

    def _show(self, shown: Outcomes) -> None:
        had = next((row.line.name for row in self.rows if row.hasFocus()), "")
        _empty(self._column)
        self.rows = []
        if shown.neda is None:
            self._add(PlainLabel(shown.why, wrap=True))
        else:
            self._show_neda(shown)
        figures = (*shown.at_horizons, *shown.figures)
        if figures:
            self._add(rule())
        for figure in figures:
            self._add(FigureRow(figure))
        self._show_settings(shown)
        self._show_literature()
        self._column.addStretch(1)
        again = next((row for row in self.rows if row.line.name == had), None)
        if again is not None:
            again.setFocus()

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _show_neda(self, shown: Outcomes) -> None:
        neda = shown.neda
        if neda is None:
            return
        kind, icon = _KINDS[neda.verdict.neda3]
        line = QHBoxLayout()
        line.setSpacing(Space.SMALL)
        line.addWidget(PlainLabel(neda.title, "page"))
        line.addWidget(Chip(neda.said, kind, icon=icon))
        line.addStretch(1)
        self._column.addLayout(line)
        self._add(PlainLabel(neda.span, "muted", wrap=True))
        if neda.verdict.neda3 is Neda.UNKNOWN:
            self._add(PlainLabel(neda.why, "caption", wrap=True))
        self._add(rule())
        for component in neda.components:
            row = ComponentRow(component)
            row.toggled.connect(lambda on, pressed=row: self._press(pressed, on=on))
            self.rows.append(row)
            self._add(row)

    def _press(self, pressed: ComponentRow, *, on: bool) -> None:
        """Mark what a component rests on; only one is pressed at a time."""
        if on:
            for row in self.rows:
                if row is not pressed:
                    row.setChecked(False)
            self.evidence.emit(marks(line.seen for line in pressed.line.evidence))
        elif not any(row.isChecked() for row in self.rows):
            self.evidence.emit(())

    def _show_settings(self, shown: Outcomes) -> None:
        self._add(rule())
        text = self._ctx.wording.text("disability.settings", settings=shown.settings_text)
        self._add(PlainLabel(text, "caption", wrap=True))
        change = KeyButton(self.tr("Change"), kind="link")
        change.setAccessibleName(self.tr("Change the settings of outcomes"))
        change.clicked.connect(lambda: self._ctx.show_setting(_SETTING))
        self._column.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_literature(self) -> None:
        from hsct_desktop.services import outcomes

        rows = outcomes.literature(self._ctx.ready(), self._course) if self._course is not None else ()
        if not rows:
            return
        self._add(rule())
        self._add(PlainLabel(self.tr("In the literature"), "bold"))
        self._add(PlainLabel(self._ctx.wording.text("outcomes.literature.warning"), "caption", wrap=True))
        for row in rows:
            self._add(PlainLabel(row.study, "bold"))
            self._add(PlainLabel(f"{row.group} · {row.why}", "caption", wrap=True))
            for result in (*row.results, row.deaths):
                if result:
                    self._add(PlainLabel(result, wrap=True))
            self._add(PlainLabel(row.source, "caption", wrap=True))


def marks(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The ids of the picture's marks for pieces of evidence."""
    return tuple(f"{one.kind.value}:{one.id}" for one in evidence)


def _empty(layout: QHBoxLayout | QVBoxLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if isinstance(inner, QHBoxLayout | QVBoxLayout):
            _empty(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()
