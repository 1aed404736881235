"""The live preview beside the editor: picture of the protocol as typed, and its dates for a chosen Day 0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.protocol_picture import ProtocolPicture
from hsct_desktop.views.protocol_what_if import CourseDates, DatesTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.catalogue.error import CatalogueProblem
    from hsct_desktop.domain.protocol import FollowUpProtocol
    from hsct_desktop.services.protocol_what_if import WhatIf
    from hsct_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Checked:
    """What a text gives: its mistakes, the protocol where it is sound, its dates where Day 0 is known."""

    problems: tuple[CatalogueProblem, ...]
    protocol: FollowUpProtocol | None
    dates: WhatIf | None
    wrong_dates: tuple[Problem, ...] = ()


def checker(
    ws: Workspace, text: str, file: str, dates: tuple[date | None, date | None, date | None]
) -> Callable[[], Checked]:
    """The work of one preview, to be done beside the window."""

    def work() -> Checked:
        from hsct_desktop.services import protocol_files, protocol_what_if

        reading = protocol_files.check(ws, text, file)
        day0, mobilisation, discharge = dates
        if reading.protocol is None or day0 is None:
            return Checked(reading.problems, reading.protocol, None)
        try:
            found = protocol_what_if.what_if(ws, reading.protocol, day0, mobilisation, discharge)
        except InputError as error:
            return Checked(reading.problems, reading.protocol, None, error.problems)
        return Checked(reading.problems, reading.protocol, found)

    return work


class ProtocolPreview(QWidget):
    """Picture and dates. While the text has mistakes, the last sound one stays and says so."""

    edited = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.picture = ProtocolPicture(self.tr("Course"))
        self.stale = Chip(self.tr("as before the mistake"), "warn", icon="alert")
        self.stale.hide()
        self.dates = CourseDates(ctx)
        for field in (self.dates.mobilisation, self.dates.discharge):
            field.hide()
        self.dates.edited.connect(self.edited)
        self.table = DatesTable(ctx)
        self._hint = PlainLabel(self.tr("The picture is drawn once the text has no mistake."), "muted", wrap=True)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._hint)
        column.addWidget(self.picture)
        column.addStretch(1)
        area.setWidget(inside)
        area.setFocusPolicy(area.focusPolicy().NoFocus)
        self.picture.moved.connect(lambda place: area.ensureVisible(0, place.center().y(), 0, place.height()))
        course = Panel(self.tr("Preview"), " ")
        self.picture.told.connect(lambda visit: course.set_title(self.tr("Preview"), visit))
        course.add_to_head(self.stale)
        course.add(area, 1)
        dates = Panel(flush=True)
        row = QHBoxLayout()
        row.setContentsMargins(Space.PANEL_INSIDE, Space.SMALL, Space.PANEL_INSIDE, 0)
        row.addWidget(self.dates)
        dates.body().addLayout(row)
        dates.add(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Space.PANEL_GAP)
        whole.addWidget(course, 6)
        whole.addWidget(dates, 5)

    def days(self) -> tuple[date | None, date | None, date | None]:
        """Day 0, mobilisation and discharge to try out."""
        return self.dates.day0.date(), self.dates.mobilisation.date(), self.dates.discharge.date()

    def forget(self) -> None:
        """Show nothing, for another file."""
        self.dates.begin()
        self.picture.show_protocol(None, self._ctx.wording)
        self.table.set_lines([])
        self.stale.hide()
        self._hint.show()

    def show_checked(self, checked: Checked) -> None:
        """Show what a text gives."""
        self.stale.setVisible(checked.protocol is None and self.picture.picture() is not None)
        self.dates.show_problems(checked.wrong_dates)
        if checked.protocol is None:
            return
        self._hint.hide()
        self.picture.show_protocol(checked.protocol, self._ctx.wording)
        day0 = self.dates.day0.date()
        if checked.dates is not None and day0 is not None:
            self.table.show_dates(checked.dates, day0)
