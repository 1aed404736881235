"""The Flowsheet tab: table or trend, what is typed is saved cell by cell, what cannot be saved stays in its cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.domain.flowsheet import FlowColumn
from hsct_desktop.domain.lab_paste import PasteTarget, place_block
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.change_reason_sheet import ChangeReasonSheet, wants_reason
from hsct_desktop.views.context import Context
from hsct_desktop.views.flowsheet import FlowsheetView
from hsct_desktop.views.flowsheet_bar import FlowsheetBar
from hsct_desktop.views.flowsheet_inspector import InspectorLine
from hsct_desktop.views.flowsheet_model import FlowsheetModel, Refused
from hsct_desktop.views.flowsheet_paste import CHANGED_MEANWHILE, PasteDesk
from hsct_desktop.views.flowsheet_unsaved import UnsavedTexts
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.paint import native_keys
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import plain_tooltip
from hsct_desktop.views.widgets.segmented import SegmentedChoice

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.views.trend_page import TrendPage

"""The draft that holds texts which could not be saved."""
OWN_KINDS: Final = frozenset({"result", "alert"})
"""What the tab's own writes change, and has taken over already."""
_MARKS_AFTER_MS: Final = 1500
"""Marks in the heads (engraftment, fever) follow when the typing rests."""
SWITCH_KEY: Final = "Ctrl+G"
"""Goes from the table to the trend and back."""
_TABLE, _TREND = "table", "trend"


class FlowsheetTab(QWidget):
    """`finished` tells that whoever came from a visit has typed its values."""

    finished = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._day0: date | None = None
        self._panel = ""
        self._extra: list[Sample] = []
        self._from_visit = False
        self._marks_due = False
        self._wanted_day: date | None = None
        self._trend: TrendPage | None = None
        self._bar: FlowsheetBar | None = None
        self.model = FlowsheetModel(ctx)
        self.table = FlowsheetView(ctx, self.model, self._write)
        self.inspector = InspectorLine()
        self._stack = QStackedWidget()
        self._page = QWidget()
        self._unsaved = UnsavedTexts(ctx, self)
        self._later = QTimer(self, singleShot=True, interval=_MARKS_AFTER_MS)
        self._later.timeout.connect(self._refresh_marks)
        self._lay_out()
        table = self.table
        table.moved.connect(self._inspect)
        table.scrolled.connect(self._name_span)
        table.opened.connect(self._open_versions)
        table.emptied.connect(self._empty_marked)
        table.pasted.connect(self.paste)
        table.finished.connect(self._finish)
        table.unheard.connect(self.inspector.say_unheard)
        table.sample_wanted.connect(lambda: self.bar().sample.open())
        self.inspector.versions.clicked.connect(self._open_versions)
        self.model.refused_changed.connect(self._keep_refused)
        other = QShortcut(QKeySequence(SWITCH_KEY), self)
        other.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        other.activated.connect(self.show_other)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, 0)
        self._column.setSpacing(Space.PANEL_GAP)
        panel = Panel(flush=True)
        panel.add(self.table, 1)
        self._column.addWidget(panel, 1)
        self._column.addWidget(self.inspector)
        self._stack.addWidget(self._page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def bar(self) -> FlowsheetBar:
        """The bar above, made with the first patient: its panels come from the catalogue."""
        if self._bar is None:
            from hsct_desktop.services import flowsheet

            self.switch = self._make_switch()
            bar = self._bar = FlowsheetBar(self._ctx, flowsheet.panels(self._ctx.ready()), self.switch)
            bar.panels.changed.connect(self._on_panel)
            bar.pager.paged.connect(self.turn)
            bar.day0.clicked.connect(self._go_day0)
            bar.today.clicked.connect(self._go_today)
            bar.sample.wanted.connect(self._set_sample)
            bar.sample.left.connect(self.table.setFocus)
            bar.print_.clicked.connect(self.print_shown)
            self._column.insertWidget(0, bar)
            self._order(bar)
        return self._bar

    def _order(self, bar: FlowsheetBar) -> None:
        """Shift+Tab leads from the table into its bar, which was made after it."""
        stops = [
            widget
            for widget in bar.findChildren(QWidget)
            # The list of a box is a window of its own.
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is self.window()
        ]
        for widget, after in pairwise([*stops, self.table]):
            QWidget.setTabOrder(widget, after)

    def _make_switch(self) -> SegmentedChoice:
        names: list[tuple[object, str]] = [(_TABLE, self.tr("Table")), (_TREND, self.tr("Trend"))]
        purpose = self.tr("Table or trend")
        switch = SegmentedChoice(names, name=purpose)
        switch.set_value(_TABLE)
        switch.setToolTip(plain_tooltip(f"{purpose} ({native_keys(SWITCH_KEY)})"))
        switch.chosen.connect(self._on_switch)
        return switch

    # showing ----------------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: int, day0: date | None) -> None:
        """Read a patient's sheet; for another patient with the panel of the phase, the cursor in today's column."""
        from hsct_desktop.services import flowsheet

        other = patient_id != self._patient_id
        if other:
            self._leave()
        elif self.table.is_typing():
            # What others wrote is read once the value is typed: the line over the cell must not lose its cell.
            self._later.start()
            return
        self._patient_id, self._day0 = patient_id, day0
        bar = self.bar()
        if other:
            self._extra, self.model.refused = [], {}
            self.inspector.say_saved(False)
            self._panel = flowsheet.panel_of_phase(self._ctx.ready(), patient_id)
            bar.panels.blockSignals(True)
            bar.panels.set_values([self._panel])
            bar.panels.blockSignals(False)
            self._restore_refused()
        self._read(keep=not other)
        if self._wanted_day is not None:
            day, self._wanted_day = self._wanted_day, None
            self.go_to_day(day)
        if self._trend is not None and self._is_trend():
            self._trend.show_patient(patient_id, day0)

    def _read(self, *, keep: bool) -> None:
        """Read the sheet anew; with `keep` cursor and span stay where they are."""
        from hsct_desktop.services import flowsheet

        held = self._where() if keep else None
        first = self.table.span()[0] if keep and self.model.columns else None
        first_sample = self.model.columns[first].sample if first is not None else None
        sheet = flowsheet.sheet(self._ctx.ready(), self._patient_id, self._panel, self._samples())
        self.model.show(sheet)
        self.bar().sample.set_laboratories(sheet.laboratories)
        self.bar().set_day0(sheet.day0 is not None)
        if held is None or not self._put_cursor(*held):
            self.go_to_day(sheet.last_day)
        if first_sample is not None:
            self.table.show_from(self._column_of(first_sample.taken_on))
            at = self.table.place()
            if at is not None:
                self.table.go(*at)
        self._name_span()
        self._inspect()

    def _samples(self) -> list[Sample]:
        """The samples that were asked for, and those of texts that could not be saved."""
        return [*self._extra, *(refused.entry.sample for refused in self.model.refused.values())]

    def _where(self) -> tuple[str, Sample] | None:
        at = self.table.place()
        if at is None:
            return None
        return self.model.rows[at[0]].code, self.model.columns[at[1]].sample

    def _put_cursor(self, code: str, sample: Sample) -> bool:
        place = self.model.place(code, sample)
        if place is None:
            row = next((n for n, found in enumerate(self.model.rows) if found.code == code), None)
            row = self.table.first_row() if row is None or not self.model.rows[row].is_typed else row
            if not any(column.sample.taken_on == sample.taken_on for column in self.model.columns):
                return False
            place = row, self._column_of(sample.taken_on)
        self.table.go(*place)
        return True

    def _column_of(self, day: date) -> int:
        """The first column of a day, else the first after it, else the last."""
        columns = self.model.columns
        return next((n for n, column in enumerate(columns) if column.sample.taken_on >= day), len(columns) - 1)

    def go_to_day(self, day: date, *, row: int | None = None) -> None:
        """Put the cursor into a day's column, in its first row; a day that has none gets one."""
        if not any(column.sample.taken_on == day for column in self.model.columns) and day <= self._ctx.today():
            self._extra.append(Sample(day))
            self._read(keep=True)
        if self.model.columns:
            self.table.go(self.table.first_row() if row is None else row, self._column_of(day))

    def want_day(self, day: date) -> None:
        """Go to a day as soon as the sheet is read; Ctrl+Enter there ends what began with the visit."""
        self._wanted_day, self._from_visit = day, True
        self.show_part(trend=False)

    def turn(self, by: int) -> None:
        """Show the span before or after."""
        first, _last = self.table.span()
        self.table.show_from(max(0, first + by * self.table.page()))

    def _go_day0(self) -> None:
        sheet = self.model.sheet
        if sheet is not None and sheet.day0 is not None:
            column = self._column_of(sheet.day0)
            self.table.show_from(column)
            at = self.table.place()
            self.table.go(at[0] if at else self.table.first_row(), column)
            self.table.setFocus()

    def _go_today(self) -> None:
        self.go_to_day(self._ctx.today())
        self.table.setFocus()

    def _name_span(self) -> None:
        if self._bar is None or not self.model.columns:
            return
        first, last = self.table.span()
        columns, words = self.model.columns, self._ctx.wording
        start, end = columns[min(first, len(columns) - 1)], columns[max(0, min(last, len(columns) - 1))]
        if start.number is not None and end.number is not None:
            days = words.signed_day(start.number), words.signed_day(end.number)
            named = self.tr("Day {first} to {last}").format(first=days[0], last=days[1])
        else:
            named = words.range(start.sample.taken_on, end.sample.taken_on)
        self._bar.pager.show_span(named, earlier=first > 0, later=last < len(columns) - 1)

    def _inspect(self) -> None:
        """Say what stands behind the cell under the cursor."""
        from hsct_desktop.services import flowsheet_inspector

        at, sheet = self.table.place(), self.model.sheet
        if at is None or sheet is None or not self.model.rows[at[0]].is_typed:
            self.inspector.show_cell(None)
            return
        row, column = self.model.rows[at[0]], self.model.columns[at[1]]
        refused = self.model.refusal(*at)
        if refused is not None:
            self.inspector.say_saved(False)
        inspection = flowsheet_inspector.inspect(self._ctx.ready(), sheet, row, column)
        self.inspector.show_cell(
            inspection, refused.sentence if refused else "", soft=bool(refused and refused.soft)
        )  # fmt: skip
        laboratory = column.laboratory if column.sample.laboratory_id is not None else ""
        self.bar().sample.show_sample(column.sample, laboratory, self._day0)

    def _on_panel(self, values: object) -> None:
        if isinstance(values, tuple) and values and self._patient_id:
            self.table.commit()
            self._panel = str(values[0])
            self._read(keep=True)

    def _on_switch(self, value: object) -> None:
        """Table or trend: the switch goes with the page shown."""
        if value == _TREND and self._trend is None:
            from hsct_desktop.views.trend_page import TrendPage

            self._trend = TrendPage(self._ctx)
            self.trend_switch = self._make_switch()
            self._trend.set_lead(self.trend_switch)
            self._trend.table_wanted.connect(partial(self._on_switch, _TABLE))
            self._stack.addWidget(self._trend)
        trend = self._trend
        if trend is None:
            return
        trending = value == _TREND
        for switch in (self.switch, self.trend_switch):
            switch.blockSignals(True)
            switch.set_value(value)
            switch.blockSignals(False)
        self._stack.setCurrentWidget(trend if trending else self._page)
        if trending:
            trend.show_patient(self._patient_id, self._day0)
            trend.focus_first()
        else:
            self.table.setFocus()

    def show_other(self) -> None:
        """From the table to the trend, or back."""
        if self._patient_id:
            self.show_part(trend=not self._is_trend())

    def show_part(self, *, trend: bool) -> None:
        """Show the trend or the table."""
        if trend != self._is_trend():
            self._on_switch(_TREND if trend else _TABLE)

    def _is_trend(self) -> bool:
        return self._trend is not None and self._stack.currentWidget() is self._trend

    def focus_first(self) -> None:
        """Put the focus where the keys act."""
        if self._trend is not None and self._is_trend():
            self._trend.focus_first()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # writing ----------------------------------------------------------------------------------------------------

    def _write(self, row: int, column: int, text: str) -> bool:
        """Save one cell; True when it stands as typed. What cannot be saved stays in the cell, with its reason."""
        result = self.model.cell(row, column).result
        seen = result.version if result is not None else 0
        entry = CellEntry(self.model.rows[row].code, self.model.columns[column].sample, text, seen=seen)
        refused = self.model.refusal(row, column)
        if refused is None and text.strip() == self.model.cell(row, column).text:
            return True
        confirmed = refused is not None and refused.soft and refused.entry.text == text
        if not text.strip() and result is None:
            self.model.drop(entry)
            return True
        return self._put([entry], confirmed=confirmed)

    def _put(self, entries: Sequence[CellEntry], *, confirmed: bool = False) -> bool:
        """Write cells; refused ones are kept with their sentences."""
        from hsct_desktop.services import lab_results

        def put() -> Changes:
            return lab_results.put_cells(self._ctx.ready(), self._patient_id, entries, confirmed=confirmed)

        try:
            changes = put()
        except InputError as error:
            self._refuse(entries, error)
            if wants_reason(error):
                said = partial(self._said_why, entries)
                self._ctx.open_sheet(ChangeReasonSheet(self._ctx, self._patient_id, put, said))
            return False
        except KnownError as error:
            self._ctx.report_error(error)
            sentence = self._ctx.wording.known_error(error)
            self._unsaved.wait()  # a draft would wait for the same file, and the window with it
            for entry in entries:
                self.model.keep(Refused(entry, sentence, soft=False))
            return False
        self._taken(entries, changes, aloud=len(entries) > 1)
        return True

    def _said_why(self, entries: Sequence[CellEntry], _changes: Changes) -> None:
        """What waited for its reason is written; the news that follow read it."""
        for entry in entries:
            self.model.drop(entry)

    def _taken(self, entries: Sequence[CellEntry], changes: Changes, *, aloud: bool = True) -> None:
        """Show what was written, and tell the other pages."""
        for entry in entries:
            self.model.drop(entry)
        known = {column.sample for column in self.model.columns}
        if all(entry.sample in known for entry in entries):
            self._read_days({entry.sample.taken_on for entry in entries})
        else:
            self._read(keep=True)
        if changes.kinds:
            self._ctx.news.send(changes, self)
            if aloud:
                self._ctx.toast(changes.text, changes.txn)
            self._later.start()
        self._inspect()
        self.inspector.say_saved(bool(changes.kinds))

    def _read_days(self, days: set[date]) -> None:
        """Read the values of some days again."""
        from hsct_desktop.services import flowsheet

        if self.model.sheet is not None:
            self.model.patch(flowsheet.reread(self._ctx.ready(), self.model.sheet, days), days)

    def _refuse(self, entries: Sequence[CellEntry], error: InputError) -> None:
        """Keep what was not saved in its cells; what somebody else has written meanwhile is read."""
        if any(problem.key in CHANGED_MEANWHILE for problem in error.problems):
            self._read_days({entry.sample.taken_on for entry in entries})
        by_key = {entry.key: entry for entry in entries}
        for entry in entries:
            found = [problem for problem in error.problems if by_key.get(problem.field, entries[0]).key == entry.key]
            if found:
                sentence = " ".join(self._ctx.wording.problem(problem) for problem in found)
                self.model.keep(Refused(entry, sentence, soft=all(problem.soft for problem in found)))
        self._inspect()

    def _empty_marked(self) -> None:
        """Take back the marked values; the toast undoes it."""
        entries = []
        for row, column in self.table.marked():
            refused = self.model.refusal(row, column)
            if refused is not None:
                self.model.drop(refused.entry)
            elif self.model.is_open(row, column) and self.model.cell(row, column).result is not None:
                entries.append(self._cleared(row, column))
        if entries:
            self._put(entries)
        self._inspect()

    def _cleared(self, row: int, column: int) -> CellEntry:
        """Takes back the value that is shown."""
        result = self.model.cell(row, column).result
        seen = result.version if result is not None else 0
        return CellEntry(self.model.rows[row].code, self.model.columns[column].sample, "", seen=seen)

    def _refresh_marks(self) -> None:
        if self.table.is_typing() or len(self.table.marked()) > 1 or not self.isVisible():
            self._marks_due = True
            if self.isVisible():
                self._later.start()
        elif self.model.sheet is not None:
            self._marks_due = False
            self._read(keep=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._marks_due:
            self._later.start()

    def _finish(self) -> None:
        """Ctrl+Enter: all is saved; whoever came from a visit goes back to where the visit was."""
        if not self._from_visit:
            return
        for refused in self.model.refused.values():
            place = self.model.place(refused.entry.analyte, refused.entry.sample)
            if place is not None:
                self.table.go(*place)
            return
        self._from_visit = False
        self.finished.emit()

    # texts that could not be saved ------------------------------------------------------------------------------

    def _keep_refused(self) -> None:
        self._unsaved.keep(self._patient_id, self.model.refused)

    def _restore_refused(self) -> None:
        self.model.refused.update(self._unsaved.find(self._patient_id))

    def _leave(self) -> None:
        """Save what is being typed before another patient is shown."""
        if self._patient_id and self.table.is_typing():
            self.table.commit()

    def hideEvent(self, event: QHideEvent) -> None:
        if self._ctx.workspace is not None:
            self._leave()
        super().hideEvent(event)

    # samples ----------------------------------------------------------------------------------------------------

    def _set_sample(self, wanted: object) -> None:
        """Add a column for a sample, or put the cursor into the one there is."""
        if not isinstance(wanted, Sample):
            return
        at = self.table.place()
        row = at[0] if at else self.table.first_row()
        if wanted not in {column.sample for column in self.model.columns}:
            self._extra.append(wanted)
            self._read(keep=True)
        found = next((n for n, column in enumerate(self.model.columns) if column.sample == wanted), None)
        if found is not None:
            self.table.go(row, found)
        self.table.setFocus()

    # pasting ----------------------------------------------------------------------------------------------------

    def paste(self, text: str) -> None:
        """Place a block from the clipboard; one that does not fit or replaces values is shown before it is taken."""
        at = self.table.place()
        if at is None or self.model.sheet is None:
            return
        rows = [row.code for row in self.model.rows[at[0] :] if row.is_typed]
        samples = [column.sample for column in self.model.columns]
        table = self._ctx.ready().catalogue.analytes
        target = PasteTarget(table, rows, samples[at[1] :], samples, self._ctx.today(), self.model.sheet.day0)
        PasteDesk(self._ctx, self._patient_id, self._taken, self._read_days).take(place_block(text, target))

    # behind a value ---------------------------------------------------------------------------------------------

    def _open_versions(self) -> None:
        from hsct_desktop.views.result_sheet import ResultSheet

        at, sheet = self.table.place(), self.model.sheet
        if at is None or sheet is None:
            return
        column: FlowColumn = self.model.columns[at[1]]
        result = column.values.get(self.model.rows[at[0]].code)
        if result is not None:
            self._ctx.open_sheet(ResultSheet(self._ctx, sheet, self.model.rows[at[0]], column, result))

    def print_shown(self) -> None:
        """Print the span in sight."""
        first, last = self.table.span()
        columns = self.model.columns
        if columns:
            span = columns[first].sample.taken_on, columns[max(first, min(last, len(columns) - 1))].sample.taken_on
            self._ctx.print_flowsheet(self._patient_id, self._panel, *span)

    # keys -------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)
