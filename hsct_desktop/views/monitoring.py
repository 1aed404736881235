"""Monitoring: who has a hole this week, test by test, and all tests of the chosen patient; a tab of the unit's page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.monitoring import Column, Square, SquareState, Unit
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.pictures.monitoring import SIDE, picture
from hsct_desktop.views.context import Context, Subject
from hsct_desktop.views.monitoring_table import StripLine, StripTable
from hsct_desktop.views.painting import paint
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height, Space, current
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.flow_layout import FlowLayout
from hsct_desktop.views.widgets.paint import text, text_width
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.monitoring import PatientStrips, StripRow, TestRow, WardStrips
    from hsct_desktop.services.monitoring_words import Words
    from hsct_desktop.views.printing import Printer

SHOWN_BY: Final = frozenset(
    {"patient", "transplant", "visit", "schedule", "result", "report", "state", "monitoring", "rules", "protocol"}
)
"""The kinds of news that may change a square."""
_STATES: Final = (
    SquareState.DONE, SquareState.ABOVE, SquareState.MISSED, SquareState.DUE, SquareState.AWAITED,
    SquareState.PLANNED, SquareState.NOT_REQUIRED,
)  # fmt: skip
_LEGEND_GAP: Final = 14
_LEAST_WHO: Final = 560
"""Room for the patient's name and data beside the legend."""
_LEAST_WARD: Final = 255
"""The ward keeps eight rows while the patient's tests want more than half."""
_EDGES: Final = 7
"""The edges of both cards and the line below the patient's name."""


class Legend(QWidget):
    """What the squares mean, in one line; too narrow for all of it, it is as short as it can be."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = [(state, ctx.wording.enum("square_state", state)) for state in _STATES]
        self.setAccessibleName(", ".join(word for _state, word in self._words))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        type_ = font("caption")
        width = sum(SIDE + 6 + text_width(word, type_) + _LEGEND_GAP for _state, word in self._words)
        return QSize(int(width), Height.SMALL_CONTROL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, x = QPainter(self), 0.0
        for state, word in self._words:
            paint(painter, picture(state), current(), x, (self.height() - SIDE) / 2)
            width = text_width(word, font("caption"))
            rect = QRectF(x + SIDE + 6, 0, width + 2, self.height())
            text(painter, rect, word, "muted", type_=font("caption"), elide=False)
            x += SIDE + 6 + width + _LEGEND_GAP


class MonitoringPage(QWidget):
    """The page: chips of tests with their holes, the ward's strips of the chosen test, the chosen patient's tests."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.shown: WardStrips | None = None
        self.patient: PatientStrips | None = None
        self.test = ""
        self._chips: dict[str, ChipButton] = {}
        self._group = QButtonGroup(self)
        self._chip_line = QWidget()
        self._chip_line.setAccessibleName(self.tr("Tests"))
        self._flow = FlowLayout(self._chip_line)
        self._after = PlainLabel(self.tr("patients with a hole"), "caption")
        self._after.setMinimumHeight(Height.SMALL_CONTROL)
        self.legend = Legend(ctx)
        groups = {Unit.WEEK: self.tr("Week"), Unit.MONTH: self.tr("Month"), Unit.YEAR: self.tr("Year")}
        heads = (self.tr("Patient, holes first"), self.tr("Born"), self.tr("Day"), self.tr("This week"))
        self.ward = StripTable(self.tr("Strips of the ward"), heads, groups)
        self.own = StripTable(self.tr("All tests of the patient"), ("", "", "", ""), groups, headed=False)
        self.own.marks_always = False
        self.empty = EmptyState(self.tr("No followed patient has a Day 0 yet."), self.tr("New patient"))
        self.empty.activated.connect(partial(ctx.action_wanted.emit, "new_patient"))
        self._name = PlainLabel("", "bold")
        self._who = ElidedLabel("", "caption")
        self.open_button = KeyButton(self.tr("Open patient"), kind="link", hint="Enter", small=True)
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        self._upper = Panel(flush=True)
        inside = QWidget()
        self._stack = QStackedLayout(inside)
        self._stack.addWidget(self.ward)
        self._stack.addWidget(self.empty)
        self._upper.add(inside, 1)
        self._lower = Panel(flush=True)
        head = QWidget()
        head.setFixedHeight(Height.ROW)
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.CELL, 0, Space.CELL, 0)
        row.setSpacing(Space.SMALL)
        for widget, stretch in ((self._name, 0), (self._who, 1), (self.legend, 0), (self.open_button, 0)):
            row.addWidget(widget, stretch)
        self._lower.body().setSpacing(0)
        self._lower.add(head)
        self._lower.add(rule())
        self._lower.add(self.own, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(self._chip_line)
        column.addWidget(self._upper)
        column.addWidget(self._lower)
        column.addStretch(1)

    def _listen(self) -> None:
        ctx = self._ctx
        self.ward.moved.connect(self._on_row)
        self.ward.entered.connect(self._open_patient)
        self.own.entered.connect(lambda _key: self._open_patient(self.ward.key()))
        self.open_button.clicked.connect(lambda: self._open_patient(self.ward.key()))
        for table in (self.ward, self.own):
            table.acted.connect(self._on_square)
            table.digit.connect(self._choose_number)
        for key, by in (("[", -1), ("]", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._step_test, by))
        ctx.strips_wanted.connect(self.show_patient)
        ctx.news.changed.connect(self._on_news)
        ctx.workspace_changed.connect(self._on_workspace)

    # what the unit's page asks of its tabs ----------------------------------------------------------------------

    def focus_first(self) -> None:
        """Read the strips as they stand and put the keyboard into them."""
        self._read_again()
        target = self.ward if self._stack.currentWidget() is self.ward else self.empty.button()
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def subject(self) -> Subject | None:
        """Whom the letters act on: the chosen patient, with the visit of the square under the cursor."""
        key = self.ward.key()
        if key is None:
            return None
        table = self.own if self.own.hasFocus() else self.ward
        square = table.square()
        return Subject(key, square.scheduled_id if square is not None else None)

    def print_name(self) -> str:
        """What the print button says."""
        return self.tr("Print strips")

    def print_shown(self, printer: Printer) -> None:
        """Print the ward's strips of the shown test; of one patient where the keyboard is in the lower table."""
        if self.own.hasFocus() and self.patient is not None:
            printer.strips_of_patient(self.patient.patient_id)
        else:
            printer.strips(self.test)

    def show_patient(self, patient_id: int) -> None:
        """Put the mark on a patient; one whom nobody follows has no row, but strips of their own."""
        self._read_again()
        if patient_id and not self.ward.choose(patient_id) and self._ctx.workspace is not None:
            from hsct_desktop.services import monitoring

            self.patient = monitoring.for_patient(self._ctx.workspace, patient_id)
            self._show_patient()

    # reading ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the strips of the chosen test."""
        workspace = self._ctx.workspace
        if workspace is None:
            self.shown = self.patient = None
            self.ward.set_lines((), ())
            self._show_patient()
            return
        from hsct_desktop.services import monitoring, monitoring_words

        found = self.shown = monitoring.ward(workspace, self.test)
        self.test = found.test.id
        self._fill_chips(found)
        words = monitoring_words.Words(workspace)
        self.ward.set_lines(found.columns, [self._line(row, words) for row in found.rows])
        self._stack.setCurrentWidget(self.ward if found.rows else self.empty)
        self._read_patient()

    def _line(self, row: StripRow, words: Words) -> StripLine:
        wording = self._ctx.wording
        test = row.strip.test

        def said(column: Column) -> str:
            return words.square(test, column, row.strip.in_column(column))

        return StripLine(
            row.patient_id, row.name, wording.date(row.birth_date), wording.signed_day(row.day), row.strip.cells(),
            row.sentence.text, row.sentence.tone, row.sentence.is_hole, row.same_name, said,
        )  # fmt: skip

    def _fill_chips(self, found: WardStrips) -> None:
        if list(self._chips) != [chip.test.id for chip in found.chips]:
            for old in self._chips.values():
                self._group.removeButton(old)
                old.deleteLater()
            self._flow.removeWidget(self._after)
            self._chips = {}
            for chip in found.chips:
                button = self._chips[chip.test.id] = ChipButton(chip.test.short.text(self._ctx.language))
                button.clicked.connect(partial(self.choose_test, chip.test.id))
                self._group.addButton(button)
                self._flow.addWidget(button)
            self._flow.addWidget(self._after)
        for chip in found.chips:
            button = self._chips[chip.test.id]
            button.set_count(chip.holes)
            button.set_alarm(chip.holes > 0)
            words = self._ctx.wording
            none = words.text("monitoring.print.no_holes")
            button.setToolTip(words.count("monitoring.print.holes", chip.holes) if chip.holes else none)
            button.setChecked(chip.test.id == self.test)

    def _read_patient(self) -> None:
        from hsct_desktop.services import monitoring

        key, workspace = self.ward.key(), self._ctx.workspace
        self.patient = monitoring.for_patient(workspace, key) if workspace is not None and key is not None else None
        self._show_patient()

    def _show_patient(self) -> None:
        found, workspace = self.patient, self._ctx.workspace
        self._lower.setVisible(found is not None)
        if found is None or workspace is None:
            self.own.set_lines((), ())
            return
        from hsct_desktop.services import monitoring_words

        words, wording = monitoring_words.Words(workspace), self._ctx.wording
        day = wording.text("date.day_after_infusion", day=wording.signed_day(found.day))
        about = self.tr("all tests of protocol {}").format(found.protocol) if found.protocol else ""
        if self.legend.isHidden():
            # A narrow window: what the strip's own row has no room to say.
            about = next((row.sentence.text for row in found.rows if row.test.id == self.test), about)
        parts = [wording.date(found.birth_date), found.code, day, about]
        self._name.setText(found.name)
        self._who.setText(" · ".join(part for part in parts if part))
        self.own.set_lines(found.columns, [self._test_line(row, words) for row in found.rows])
        width = max(self.ward.name_width(), self.own.name_width())
        self.ward.set_name_width(width)
        self.own.set_name_width(width)
        self._share_height()

    def _test_line(self, row: TestRow, words: Words) -> StripLine:
        def said(column: Column) -> str:
            return words.square(row.test, column, row.strip.in_column(column))

        label = row.test.label.text(self._ctx.language)
        cells: Mapping[Column, Square] = row.strip.cells()
        return StripLine(row.test.id, label, row.latest, "", cells, row.asked, "muted", tips=said)

    # room -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= self.legend.sizeHint().width() + _LEAST_WHO
        if roomy == self.legend.isHidden():
            self.legend.setVisible(roomy)
            self._show_patient()
        self._share_height()

    def _share_height(self) -> None:
        """Each table as high as its rows; where both do not fit, the patient's tests take at most half."""
        chips = self._flow.heightForWidth(self.width() - 2 * Space.LARGE)
        margins = Space.SMALL + Space.LARGE + 2 * Space.MEDIUM
        spare = self.height() - chips - margins - Height.ROW - _EDGES
        own, ward = self.own.whole_height() + 2, self.ward.whole_height() + 2
        if self.patient is None:
            own = 0
        if own + ward > spare:
            own = min(own, max(spare - ward, spare // 2, spare - _LEAST_WARD))
            ward = spare - own
        self.own.setFixedHeight(max(own, 60))
        self._upper.setFixedHeight(max(ward, 120) if self._stack.currentWidget() is self.ward else max(spare, 200))

    # events -----------------------------------------------------------------------------------------------------

    def choose_test(self, test_id: str) -> None:
        """Show the ward's strips of a test."""
        self.test = test_id
        self._read_again()
        self.ward.choose_first()
        self.ward.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_number(self, number: int) -> None:
        if number <= len(self._chips):
            self.choose_test(list(self._chips)[number - 1])

    def _step_test(self, by: int) -> None:
        order = list(self._chips)
        if self.test in order:
            self.choose_test(order[(order.index(self.test) + by) % len(order)])

    def _on_row(self) -> None:
        key = self.ward.key()
        if self._ctx.workspace is not None and (self.patient is None or self.patient.patient_id != key):
            self._read_patient()

    def _open_patient(self, key: object) -> None:
        if isinstance(key, int):
            self._ctx.show_patient(key)

    def _on_square(self, line: StripLine, column: Column) -> None:
        """A result opens in the flowsheet; what has none opens the sheet that records or says why."""
        square, patient_id = line.cells.get(column), self.ward.key()
        if square is None or self.shown is None or not isinstance(patient_id, int):
            return
        if square.result_id is not None and square.on is not None:
            self._ctx.show_patient(patient_id, f"flowsheet@{square.on.isoformat()}")
            return
        from hsct_desktop.views.monitoring_sheet import MonitoringSheet

        tests = self._ctx.ready().catalogue.monitoring
        test = tests[line.key] if isinstance(line.key, str) else self.shown.test
        self._ctx.open_sheet(MonitoringSheet(self._ctx, patient_id, test, column, square))

    def _on_news(self, changes: Changes, _initiator: object) -> None:
        if self.isVisible() and changes.kinds & SHOWN_BY:
            self._read_again()

    def _on_workspace(self) -> None:
        self.shown = self.patient = None
        if self.isVisible():
            self._read_again()

    def _read_again(self) -> None:
        try:
            self.refresh()
        except KnownError as error:
            self._ctx.report_error(error)
