"""The bar above the flowsheet: panels, period, Day 0, the sample of the column, print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from hsct_desktop.domain.entry import parse_date
from hsct_desktop.domain.lab_result import Sample, check_sample
from hsct_desktop.domain.problem import InputError
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.paint import box, native_keys
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.flowsheet import PanelChoice

_DAY_WIDTH = 92
_TIME_WIDTH = 56
SAMPLE_KEY = "Ctrl+T"
_TIGHT = 960
"""Width in pixels below which the bar does without what the keys do as well."""


class PeriodPager(QWidget):
    """The span in sight between two arrows, in one box."""

    paged = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.back = IconButton("chevron-left", self.tr("Earlier days"), hint="PgUp")
        self.forth = IconButton("chevron-right", self.tr("Later days"), hint="PgDown")
        self.label = PlainLabel("", "small")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(2)
        for button, by in ((self.back, -1), (self.forth, 1)):
            button.setFixedSize(22, 22)
            button.clicked.connect(lambda _checked=False, step=by: self.paged.emit(step))
        for widget in (self.back, self.label, self.forth):
            row.addWidget(widget)

    def paintEvent(self, _event: QPaintEvent) -> None:
        box(QPainter(self), QRectF(self.rect()), fill="surface", edge="control")

    def show_span(self, words: str, *, earlier: bool, later: bool) -> None:
        """Name the span and say whether there are days before and after it."""
        self.label.setText(words)
        self.back.setEnabled(earlier)
        self.forth.setEnabled(later)


class SampleField(QWidget):
    """The laboratory and time of the cursor's column; opened, a day, a time and a laboratory to set or to add.

    `wanted` carries the sample that was asked for.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._sample: Sample | None = None
        self._day0: date | None = None
        self._laboratory, self._tight = "", False
        self.shown = KeyButton("", hint=SAMPLE_KEY, kind="link", small=True)
        self.shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shown.clicked.connect(self.open)
        self.day, self.time, self.laboratory = QLineEdit(), QLineEdit(), ChoiceBox()
        names = ((self.day, self.tr("Day of the sample")), (self.time, self.tr("Time of the sample")),
                 (self.laboratory, self.tr("Laboratory of the sample")))  # fmt: skip
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.TIGHT)
        row.addWidget(self.shown)
        for field, name in names:
            field.setAccessibleName(name)
            field.setToolTip(name)
            field.setProperty("compact", True)
            field.setFixedHeight(Height.SMALL_CONTROL)
            field.installEventFilter(self)
            field.hide()
            row.addWidget(field)
        self.day.setFixedWidth(_DAY_WIDTH)
        self.time.setFixedWidth(_TIME_WIDTH)
        self.time.setPlaceholderText("07:00")

    def set_laboratories(self, laboratories: Mapping[int | None, str]) -> None:
        """Which laboratories there are; None is the hospital's own."""
        self.laboratory.clear()
        for key, name in laboratories.items():
            self.laboratory.addItem(name or self.tr("own laboratory"), key)

    def show_sample(self, sample: Sample | None, laboratory: str, day0: date | None) -> None:
        """Say which sample the cursor's column is."""
        self._sample, self._day0, self._laboratory = sample, day0, laboratory
        self._name()

    def set_tight(self, tight: bool) -> None:
        """Where there is little room: the time alone, else the laboratory; the rest is in the tooltip."""
        if tight != self._tight:
            self._tight = tight
            self._name()

    def _name(self) -> None:
        sample, words = self._sample, self._laboratory or self.tr("own laboratory")
        short = self._laboratory or "+"
        if sample is not None and sample.taken_at:
            words = self.tr("{laboratory} · sample {time}").format(laboratory=words, time=sample.taken_at)
            short = sample.taken_at
        self.shown.setText("" if sample is None else short if self._tight else words)
        self.shown.set_hint("" if self._tight else SAMPLE_KEY)
        self.shown.setAccessibleName(words)
        self.shown.setToolTip(plain_tooltip(f"{words} ({native_keys(SAMPLE_KEY)})") if self._tight else "")

    def is_open(self) -> bool:
        """Whether the fields are shown."""
        return self.day.isVisible()

    def open(self) -> None:
        """Show the fields, filled from the cursor's column, the time ready to be typed."""
        if self._sample is None:
            return
        self.day.setText(self._ctx.wording.date(self._sample.taken_on).replace("\u00a0", " "))
        self.time.setText(self._sample.taken_at)
        self.laboratory.setCurrentIndex(max(0, self.laboratory.findData(self._sample.laboratory_id)))
        self._show_fields(True)
        self.time.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.time.selectAll()

    def _show_fields(self, shown: bool) -> None:
        self.shown.setVisible(not shown)
        for field in (self.day, self.time):
            field.setVisible(shown)
            field.setProperty("state", "")
        self.laboratory.setVisible(shown and self.laboratory.count() > 1)

    def close_fields(self) -> None:
        """Hide the fields; nothing is changed."""
        self._show_fields(False)
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.close_fields() if event.key() == Qt.Key.Key_Escape else self._take()
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        """Read the fields; what cannot be is said and stays."""
        typed = self.time.text().strip().replace(".", ":")
        if typed.isdigit() and len(typed) in (3, 4):
            typed = f"{typed[:-2]}:{typed[-2:]}"
        at = typed.zfill(5) if ":" in typed else typed
        try:
            day = parse_date(self.day.text(), self._ctx.today(), self._day0)
        except InputError as error:
            self._ctx.report_error(error)
            self.day.setFocus()
            return
        laboratory = self.laboratory.currentData() if self.laboratory.count() else None
        sample = Sample(day, at, laboratory if isinstance(laboratory, int) else None)
        problems = list(check_sample(sample, "", date.min, self._ctx.today(), None))
        if problems:
            self._ctx.report_error(InputError(problems))
            (self.time if problems[0].key == "time_unreadable" else self.day).setFocus()
            return
        self._show_fields(False)
        self.wanted.emit(sample)


class FlowsheetBar(QWidget):
    """Panels at the left, the span in the middle, sample and print at the right; `lead` is the switch to the trend."""

    def __init__(self, ctx: Context, panels: Sequence[PanelChoice], lead: QWidget) -> None:
        super().__init__()
        self.has_day0 = False
        choices: list[tuple[object, str]] = [(panel.id, panel.label) for panel in panels]
        self.panels = ChipChoice(choices, multi=False, name=self.tr("Panel"))
        self.pager = PeriodPager()
        self.day0 = KeyButton(self.tr("Go to Day 0"), small=True)
        self.today = KeyButton(self.tr("Today"), small=True)
        self.sample = SampleField(ctx)
        self.print_ = KeyButton(self.tr("Print"), icon="print", small=True)
        self.print_.setObjectName("flowsheet_print")
        self._print_words = self.print_.text()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(lead)
        row.addWidget(self.panels, 1)
        for widget in (self.pager, self.day0, self.today, self.sample, self.print_):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room the panels keep it: the shortcuts to days go, and Print gives up its words."""
        tight = self.width() < _TIGHT
        self.sample.set_tight(tight)
        self.day0.setVisible(not tight and self.has_day0)
        self.today.setVisible(not tight)
        self.print_.setText("" if tight else self._print_words)
        self.print_.setAccessibleName(self._print_words)

    def set_day0(self, known: bool) -> None:
        """Whether there is a Day 0 to go to."""
        self.has_day0 = known
        self._fit()
