"""A protocol applied to any dates of a course: what the visits would be. Nothing is saved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.closed_words import proposal_words
from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import DayField
from hsct_desktop.views.rows_model import Cell, Line
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.wrapped_table import WrappedTable

if TYPE_CHECKING:
    from hsct_desktop.services.protocol_what_if import WhatIf, WhatIfRow

_WIDTHS: Final = (-1, 128, 92, 150, 250, 92)
_CLOSED, _PLACE, _WINDOW = 4, 5, 3
_FIELD: Final = 210


class DatesTable(WrappedTable):
    """The visits of a what-if by date."""

    def __init__(self, ctx: Context) -> None:
        heads = (self.tr("Visit"), self.tr("Date"), self.tr("Day") + "\t", self.tr("Window"),
                 self.tr("Closed days"), self.tr("Where"))  # fmt: skip
        super().__init__(self.tr("Dates of the visits"), heads, _WIDTHS)
        self._ctx = ctx
        self.set_drop_order((_PLACE, _WINDOW))

    def show_dates(self, found: WhatIf, day0: date) -> None:
        """Show what the dates of a course give."""
        self.set_lines([self._line(row, day0) for row in found.rows])

    def _line(self, row: WhatIfRow, day0: date) -> Line:
        words = self._ctx.wording
        name = f"{row.label} ({words.text('protocol.optional')})" if row.optional else row.label
        window = f"{words.day_month(row.earliest)} {EN_DASH} {words.day_month(row.latest)}"
        closed = proposal_words(words, row.closed, row.proposal) if row.closed is not None else ""
        cells = (
            Cell(name, "muted" if row.optional else "", not row.optional), Cell(words.date_weekday(row.target)),
            Cell(words.day(day0, row.target)), Cell(window, "muted"), Cell(closed, "warn"), Cell(row.place, "muted"),
        )  # fmt: skip
        return Line(cells, row.key)


class CourseDates(QWidget):
    """The dates of a course to try out. `edited` tells that one of them was typed anew."""

    edited = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.day0 = captioned(DayField(), self.tr("Day 0"), "day0")
        self.mobilisation = captioned(DayField(), self.tr("Start of mobilisation (if known)"), "mobilisation")
        self.discharge = captioned(DayField(), self.tr("Discharge (if known)"), "discharge")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.MEDIUM)
        for field in self.fields():
            field.setMaximumWidth(_FIELD)
            field.bind(ctx)
            field.edited.connect(self._on_edited)
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)

    def fields(self) -> tuple[DayField, DayField, DayField]:
        """Day 0, mobilisation, discharge."""
        return self.day0, self.mobilisation, self.discharge

    def begin(self) -> None:
        """Start from today, where nothing was typed yet."""
        if not self.day0.typed().strip():
            self.day0.set_date(self._ctx.today())

    def _on_edited(self) -> None:
        """Day 0 counts the days of the others, and lets them be typed as `d+12`."""
        day0 = self.day0.date()
        for field in (self.mobilisation, self.discharge):
            field.bind(self._ctx, day0)
            field.refresh()
        self.edited.emit()

    def is_readable(self) -> bool:
        """Whether there is a Day 0, and all that was typed is a day."""
        return self.day0.date() is not None and not any(field.unreadable() for field in self.fields())

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say beside each field what is wrong with its day."""
        for field in self.fields():
            mine = [self._ctx.wording.problem(p) for p in problems if p.field == field.objectName()]
            if mine or not field.unreadable():
                field.set_error(" ".join(mine) or None)


class WhatIfTab(QWidget):
    """Dates above, visits below, drawn anew at each date typed."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._id, self._snapshot = "", 0
        self.dates = CourseDates(ctx)
        self.dates.edited.connect(self.refresh)
        self.table = DatesTable(ctx)
        self._waiting = PlainLabel("", "muted", wrap=True)
        panel = Panel(self.tr("What if"), self.tr("for a Day 0 of your choice; nothing is saved"), flush=True)
        inside = QVBoxLayout()
        inside.setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, Space.SMALL)
        inside.addWidget(self.dates)
        inside.addWidget(self._waiting)
        panel.body().addLayout(inside)
        panel.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)

    def show_protocol(self, protocol_id: str, snapshot_id: int = 0) -> None:
        """Apply another protocol, as it reads now or as kept in the file, to the dates typed."""
        self._id, self._snapshot = protocol_id, snapshot_id
        self.dates.begin()
        self.refresh()

    def focus_first(self) -> None:
        """Put the keyboard into Day 0, ready to be typed over."""
        self.dates.day0.line().setFocus(Qt.FocusReason.TabFocusReason)
        self.dates.day0.line().selectAll()

    def refresh(self) -> None:
        """Count the visits for the dates typed; unfinished dates leave what was shown."""
        day0 = self.dates.day0.date()
        if self._ctx.workspace is None or not self._id or day0 is None or not self.dates.is_readable():
            return
        from hsct_desktop.services import protocol_what_if, protocols

        ws = self._ctx.workspace
        try:
            protocol = protocols.protocol_of(ws, self._id, self._snapshot)
            mobilisation, discharge = self.dates.mobilisation.date(), self.dates.discharge.date()
            found = protocol_what_if.what_if(ws, protocol, day0, mobilisation, discharge)
        except InputError as error:
            self.dates.show_problems(error.problems)
            return
        except KnownError as error:
            self._ctx.report_error(error)
            return
        self.dates.show_problems(())
        self.table.show_dates(found, day0)
        waiting = self.tr("Dated once their day is typed: {}").format(", ".join(found.waiting))
        self._waiting.setText(waiting if found.waiting else "")
        self._waiting.setVisible(bool(found.waiting))
