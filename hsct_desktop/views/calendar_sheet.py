"""A calendar file of one patient or of the unit: which days, with or without names, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.form_fields import DayField
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.sheet import captioned, field_row
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

SUFFIX: Final = ".ics"
USUAL_SPAN: Final = timedelta(days=92)
"""What the unit's file holds unless somebody says otherwise: a quarter of a year ahead."""


@dataclass(frozen=True)
class CalendarWish:
    """What the sheet hands over: whose visits (NOBODY: the unit's), the unit's first and last day, names or codes."""

    patient_id: int
    names: bool
    first: date | None = None
    last: date | None = None


class CalendarSheet(SideSheet):
    """`wanted` carries a CalendarWish and the place chosen for the file."""

    wanted = Signal(object, object)

    def __init__(self, ctx: Context, patient_id: int = NOBODY) -> None:
        super().__init__(ctx.sheet_host(), "", top=ctx.sheet_top(), save="")
        self._ctx = ctx
        self._patient_id = patient_id
        self.set_title(self.tr("Calendar file"), self._whose())
        self._first = captioned(DayField(), self.tr("From"), "first")
        self._last = captioned(DayField(), self.tr("To"), "last")
        self.names = QCheckBox(self.tr("Write names into the events"))
        self.names.setObjectName("names")
        self.confirmed = QCheckBox(self.tr("Only the unit's own people can see this calendar"))
        self.confirmed.setObjectName("confirmed")
        self._warning = AlertNote(
            self.tr("Whoever sees the calendar then reads who is treated here."),
            self.tr("Calendars on telephones and on the web are often shared. Without names, events carry the code."),
            "warn",
        )
        self._warning.add(self.confirmed)
        self.set_body(self._lay())
        self._draft.hide()  # nothing typed here is worth a draft
        self.save_button().setText(self.tr("Save as…"))
        self.names.toggled.connect(self._recheck)
        self.confirmed.toggled.connect(self._recheck)
        for field in (self._first, self._last):
            field.edited.connect(self._recheck)
        self.saved.connect(self._choose_place)
        self._recheck()

    def _whose(self) -> str:
        if self._patient_id == NOBODY:
            return self.tr("the unit")
        from hsct_desktop.services import patients

        banner = patients.banner(self._ctx.ready(), self._patient_id)
        born = self._ctx.wording.date(banner.birth_date)
        return f"{banner.family_name}, {banner.given_name} · {born} · {banner.code}"

    def _lay(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        words = [
            self.tr("The visits as events for a calendar. After changes save the file again and read it in again:"),
            self.tr("the same events follow, and visits that are off are marked as cancelled."),
        ]
        column.addWidget(PlainLabel(" ".join(words), "muted", wrap=True))
        span = field_row(self._first, self._last)
        for field in (self._first, self._last):
            field.bind(self._ctx)
        self._first.set_date(self._ctx.today())
        self._last.set_date(self._ctx.today() + USUAL_SPAN)
        for widget in (span, self.names, self._warning):
            column.addWidget(widget)
        span.setVisible(self._patient_id == NOBODY)
        column.addStretch(1)
        return body

    def wish(self) -> CalendarWish | None:
        """What was chosen, None while something is missing."""
        names = self.names.isChecked()
        if names and not self.confirmed.isChecked():
            return None
        if self._patient_id != NOBODY:
            return CalendarWish(self._patient_id, names)
        first, last = self._first.date(), self._last.date()
        if first is None or last is None or last < first:
            return None
        return CalendarWish(NOBODY, names, first, last)

    def _recheck(self, *_whatever: object) -> None:
        if not self.names.isChecked():
            self.confirmed.setChecked(False)  # the next time it is asked anew
        self._warning.setVisible(self.names.isChecked())
        self._say_span()
        self.save_button().setEnabled(self.wish() is not None)

    def _say_span(self) -> None:
        """An end before the beginning is said beside the field."""
        first, last = self._first.date(), self._last.date()
        if self._patient_id == NOBODY and not self._last.unreadable():
            is_odd = first is not None and last is not None and last < first
            self._last.set_error(self.tr("The last day lies before the first.") if is_odd else None)

    def suggested(self) -> str:
        """The name proposed for the file: a number or a day, never a person."""
        day = self._ctx.today().isoformat()
        if self._patient_id == NOBODY:
            return f"calendar-unit-{day}{SUFFIX}"
        return f"calendar-{self._patient_id}-{day}{SUFFIX}"

    def _choose_place(self) -> None:
        wish = self.wish()
        if wish is None:
            return
        kinds = self.tr("Calendar files (*{})").format(SUFFIX)
        chosen, _kind = QFileDialog.getSaveFileName(self, self.tr("Save calendar file"), self.suggested(), kinds)
        if chosen:
            path = Path(chosen)
            self.wanted.emit(wish, path if path.suffix else path.with_name(path.name + SUFFIX))
            self.close_sheet()


class CalendarDesk(QObject):
    """Opens the sheet and has the file written beside the window. `written` carries its path."""

    written = Signal(str)

    def __init__(self, ctx: Context, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._jobs = jobs
        ctx.calendar_wanted.connect(self.ask)

    def ask(self, patient_id: int) -> None:
        """Ask what the file of a patient, or (NOBODY) of the unit, shall hold."""
        try:
            sheet = CalendarSheet(self._ctx, patient_id)
        except KnownError as error:
            self._ctx.report_error(error)
            return
        sheet.wanted.connect(self.write)
        self._ctx.open_sheet(sheet)

    def write(self, wish: CalendarWish, path: Path) -> None:
        """Write the file; a toast or a sentence follows."""
        workspace = self._ctx.ready()

        def work() -> Path:
            from hsct_desktop.services import calendar_files

            if wish.first is not None and wish.last is not None:
                content = calendar_files.unit(workspace, wish.first, wish.last, names=wish.names)
            else:
                content = calendar_files.patient(workspace, wish.patient_id, names=wish.names)
            return calendar_files.save(workspace, content, path)

        self._jobs.run(work, self._done, self._failed)

    def _done(self, path: Path) -> None:
        self._ctx.toast(self.tr("Calendar file saved to {}").format(path))
        self.written.emit(str(path))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, KnownError | InputError):
            raise error
        self._ctx.report_error(error)
