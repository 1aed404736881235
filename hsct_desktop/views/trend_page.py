"""The trend side of the flowsheet: panels of analytes, periods, the picture, and what the cursor's day says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.pictures.trend import Period, TrendFacts, TrendShown
from hsct_desktop.pictures.trend_axis import first_period
from hsct_desktop.pictures.trend_panels import PANELS
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.trend import TrendCanvas
from hsct_desktop.views.trend_words import TrendWords
from hsct_desktop.views.widgets.buttons import IconButton
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes

_ZOOM: Final = 1.25
_FRAME: Final = 10
"""Pixels around the canvas that the panel takes from its scroll area."""


class TrendPage(QWidget):
    """Chips, picture and words. `table_wanted` asks for the flowsheet's table, `activated` carries what was chosen."""

    table_wanted = Signal()
    activated = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._analytes: tuple[str, ...] = ()
        self._facts: TrendFacts | None = None
        self._recorded: dict[str, int] = {}
        self._stale = False
        words = ctx.wording
        panels: list[tuple[object, str]] = [(name, words.text(f"trend.panel.{name}")) for name in PANELS]
        self.panels = ChipChoice(panels, multi=False, name=self.tr("Analytes shown"))
        self.panels.changed.connect(self._on_panel)
        periods: list[tuple[object, str]] = [(p, words.text(f"trend.period.{p}")) for p in Period]
        self.periods = ChipChoice(periods, multi=False, name=self.tr("Period shown"))
        self.periods.changed.connect(self._on_period)
        self.add_button = ChipButton(self.tr("analyte"), checkable=False, icon="plus")
        self.add_button.setToolTip(plain_tooltip(self.tr("Add an analyte to the picture (Ins)")))
        self.add_button.clicked.connect(self.choose_analyte)
        self.canvas = TrendCanvas()
        self.canvas.moved.connect(self._say)
        self.canvas.activated.connect(self.activated)
        self.words = TrendWords()
        self._empty = EmptyState("", "", icon="flask")
        self._empty.activated.connect(self.table_wanted)
        self._lay_out()
        ctx.news.changed.connect(self._on_news)

    def _lay_out(self) -> None:
        self._bar = QHBoxLayout()
        self._bar.setSpacing(Space.SMALL)
        middle = Qt.AlignmentFlag.AlignVCenter
        self._bar.addWidget(self.panels, 0, middle)
        self._bar.addWidget(self.add_button, 0, middle)
        self._bar.addStretch(1)
        self._bar.addWidget(self.periods, 0, middle)
        for button in self._make_buttons():
            self._bar.addWidget(button)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.canvas)
        for ground in (self.canvas, self._area.viewport()):
            ground.setAutoFillBackground(False)
        self._area.viewport().installEventFilter(self)
        self._panel = Panel()
        self._panel.add(self._area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.SMALL, Space.PAGE_EDGE, Space.SMALL)
        column.setSpacing(Space.SMALL)
        column.addLayout(self._bar)
        column.addWidget(self._panel, 1)
        column.addWidget(self.words)
        column.addWidget(self._empty, 1)

    def _make_buttons(self) -> list[IconButton]:
        made = (
            ("zoom-out", self.tr("Show more days"), "-", lambda: self.canvas.zoom(1 / _ZOOM)),
            ("zoom-in", self.tr("Show fewer days"), "+", lambda: self.canvas.zoom(_ZOOM)),
            ("fit", self.tr("Back to the period"), "0", self.canvas.fit),
            ("print", self.tr("Print the trend"), "Alt+P", self.print_shown),
        )
        buttons = []
        for icon, name, key, slot in made:
            button = IconButton(icon, name, hint=key)
            button.clicked.connect(slot)
            buttons.append(button)
        for key, slot in (("Ins", self.choose_analyte), ("Alt+P", self.print_shown)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        return buttons

    def set_lead(self, widget: QWidget) -> None:
        """Put a widget at the left end of the bar: the switch between table and trend."""
        self._bar.insertWidget(0, widget)

    # --- what is shown ---

    def show_patient(self, patient_id: int, day0: date | None = None) -> None:
        """Read a patient's trends; the panel stays, for another patient the cursor and the period begin anew."""
        del day0  # the course's own Day 0 counts
        from hsct_desktop.services import trends

        other = patient_id != self._patient_id
        self._patient_id = patient_id
        self._recorded = trends.recorded(self._ctx.ready(), patient_id)
        if other:
            self.canvas.forget_day()
            self._analytes = ()
        if not self._analytes:
            self._analytes = PANELS[self._first_panel()]
        self._read(keep=not other)

    def show_analyte(self, code: str) -> None:
        """Show one analyte alone."""
        self._analytes = (code,)
        self._read(keep=True)

    def analytes(self) -> tuple[str, ...]:
        """The codes of the analytes asked for."""
        return self._analytes

    def facts(self) -> TrendFacts | None:
        """What is drawn, None before there is a patient."""
        return self._facts

    def focus_first(self) -> None:
        """Put the focus where the keys act."""
        (self.canvas if self._panel.isVisibleTo(self) else self._empty.button()).setFocus()

    def _first_panel(self) -> str:
        """The first panel of which something is recorded."""
        return next(
            (name for name, codes in PANELS.items() if any(self._recorded.get(c) for c in codes)), "blood_count"
        )

    def _read(self, *, keep: bool) -> None:
        """Read and show; `keep` keeps the period that somebody chose."""
        from hsct_desktop.services import trends

        found = trends.of_patient(self._ctx.ready(), self._patient_id, self._analytes)
        some = tuple(series for series in found.series if series.points)
        self._facts = replace(found, series=some) if some else found
        self._mark_panel()
        period = self.periods.value() if keep else None
        period = period if isinstance(period, Period) else first_period(self._facts)
        self.periods.blockSignals(True)
        self.periods.set_values([period])
        self.periods.blockSignals(False)
        for shown in (Period.IN_PATIENT, Period.TO_DAY_100):
            self.periods.chip(shown).setVisible(found.course.day0 is not None)
        self._show_empty(bool(some))
        self.canvas.set_facts(self._facts, self._ctx.wording, period)

    def _show_empty(self, some: bool) -> None:
        self._panel.setVisible(some)
        self.words.setVisible(some)
        self._empty.setVisible(not some)
        if some:
            return
        if self._recorded:
            self._empty.set_text(self.tr("None of these analytes has a value yet."), self.tr("Show the table"))
        else:
            sentence = self.tr("No laboratory result has been recorded for this patient.")
            self._empty.set_text(sentence, self.tr("Enter results"))

    def _mark_panel(self) -> None:
        """The chip of the panel shown; none for a choice of one's own."""
        name = next((name for name, codes in PANELS.items() if codes == self._analytes), None)
        self.panels.blockSignals(True)
        self.panels.set_values([] if name is None else [name])
        self.panels.blockSignals(False)

    def _on_panel(self, values: object) -> None:
        if isinstance(values, list | tuple) and values and self._patient_id:
            self._analytes = PANELS[str(values[0])]
            self._read(keep=True)

    def _on_period(self, values: object) -> None:
        if isinstance(values, list | tuple) and values and self._facts is not None:
            self.canvas.set_period(Period(values[0]))

    def _say(self) -> None:
        self.words.set_cells(self.canvas.cells())

    # --- other analytes ---

    def analyte_menu(self) -> QMenu:
        """Every analyte with a value, those shown ticked; choosing adds one or takes it away."""
        menu = QMenu(self)
        menu.setObjectName("trend_analytes")
        language = self._ctx.language
        known = self._ctx.ready().catalogue.analytes.analytes
        for code, analyte in known.items():
            count = self._recorded.get(code, 0)
            if not count:
                continue
            action = QAction(f"{analyte.label.text(language)}  ({count})".replace("&", "&&"), menu)
            action.setData(code)
            action.setCheckable(True)
            action.setChecked(code in self._analytes)
            action.triggered.connect(lambda _on=False, chosen=code: self.toggle(chosen))
            menu.addAction(action)
        if menu.isEmpty():
            nothing = menu.addAction(self.tr("No value has been recorded"))
            nothing.setEnabled(False)
        return menu

    def choose_analyte(self) -> None:
        """Open the menu of analytes at its button."""
        if not self._patient_id:
            return
        menu = self.analyte_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def toggle(self, code: str) -> None:
        """Add an analyte to the picture, or take it away; the last one stays."""
        drawn = [c for c in self._analytes if self._recorded.get(c)]
        if code in drawn:
            drawn = [c for c in drawn if c != code] or [code]
        else:
            drawn.append(code)
        self._analytes = tuple(drawn)
        self._read(keep=True)

    # --- paper and news ---

    def print_shown(self) -> None:
        """Print what is shown: these analytes, these days."""
        if self._facts is None or not any(series.points for series in self._facts.series):
            return
        codes = tuple(dict.fromkeys(series.code for series in self._facts.series))
        self._ctx.print_trend(self._patient_id, TrendShown(codes, self.canvas.span()))

    def _on_news(self, changes: Changes, _initiator: object) -> None:
        if self._patient_id and changes.patient_id in (self._patient_id, None):
            if self.isVisible():
                self.show_patient(self._patient_id)
            else:
                self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self._patient_id:
            self._stale = False
            self.show_patient(self._patient_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The room is known when the viewport has its size, which is after this widget has its own.
        if event.type() == QEvent.Type.Resize and watched is self._area.viewport():
            self.canvas.set_room(self._area.viewport().height() - _FRAME)
        return super().eventFilter(watched, event)
