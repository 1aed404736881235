"""Book or move a scheduled visit, give its booking up, or close it as missed, cancelled or not applicable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QWidget

from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.domain.visit import NewDate, check_missed, is_outside_window
from hsct_desktop.pictures.ruler import RulerFacts
from hsct_desktop.views.booking_notes import BookingDays, Note, NotesBlock
from hsct_desktop.views.context import Context
from hsct_desktop.views.day_ruler import DayRuler
from hsct_desktop.views.forms.ui_booking_form import Ui_BookingForm
from hsct_desktop.views.missed_follow_up import MissedFollowUp
from hsct_desktop.views.sheet import Content, RecordSheet
from hsct_desktop.views.visit_sheet import place_in
from hsct_desktop.views.working_days import working_days

if TYPE_CHECKING:
    from hsct_desktop.domain.visit import AfterMissed
    from hsct_desktop.services.changes import Changes

Mode = Literal["book", "missed", "cancel", "not_applicable", "unbook"]


class BookingSheet(RecordSheet):
    """One scheduled visit: a day and time, or the reason why it will not or did not take place.

    A missed visit asks in the same form what follows: a next try, a new date (the form then books it), nothing more.
    """

    def __init__(self, ctx: Context, scheduled_id: int, mode: Mode = "book", on: date | None = None) -> None:
        from hsct_desktop.services import visits

        self._row = visits.scheduled(ctx.ready(), scheduled_id)
        self._form = visits.form(ctx.ready(), visits.patient_of(ctx.ready(), scheduled_id), scheduled_id)
        row = self._row
        if mode == "unbook" and row.booked is None:
            raise KnownError("visit_not_booked")
        self._days = BookingDays(working_days(ctx), ctx.today(), row.target, row.earliest, row.latest)
        super().__init__(ctx, self._form.patient_id, "", self._row.label, draft=f"{mode}:{scheduled_id}")
        self._mode, self._scheduled_id = mode, scheduled_id
        self._heading = self._title_of(mode)
        self.set_title(self._heading, self._row.label)
        self._ui, self._ruler, self._notes = Ui_BookingForm(), DayRuler(), NotesBlock()
        body, ui = QWidget(), self._ui
        ui.setupUi(body)
        place_in(ui.rulerPlace, self._ruler)
        ui.column.insertWidget(ui.column.indexOf(ui.columnRow1) + 1, self._notes)
        ui.on.bind(ctx, self._form.day0)
        ui.on.set_closed(lambda day: self._days.why_closed(ctx.wording, day))
        ui.on.set_date(on or (self._first_day() if mode == "missed" else row.booked or self._first_day()))
        ui.time.set_text("" if mode == "missed" else row.booked_time)
        ui.on.dateChanged.connect(self._on_day)
        self._ruler.picked.connect(ui.on.set_date)
        self._missed = self._ask_what_follows() if mode == "missed" else None
        self.set_body(body)
        self._on_mode()
        self.begin()
        if on is not None:
            # The day that was just pointed at, not that of a draft kept earlier.
            ui.on.set_date(on)

    def _ask_what_follows(self) -> MissedFollowUp:
        """The reason comes first, then what follows it, then the new date where one is chosen."""
        ui = self._ui
        asked = MissedFollowUp(self.ctx, self._days.days, self._form.day0)
        ui.column.insertWidget(1, ui.reason)
        ui.column.insertWidget(2, asked)
        asked.tab_between(ui.reason.line(), ui.on.line(), ui.time.line())
        asked.chosen.connect(self._on_mode)
        return asked

    def _first_day(self) -> date | None:
        """The day proposed; a visit that was missed today is not proposed for today again."""
        first = self.ctx.today() + timedelta(days=1) if self._mode == "missed" else self.ctx.today()
        return replace(self._days, today=first).first_day()

    def _books(self) -> bool:
        """Whether a day is booked: always, or as the new date of a missed visit."""
        return self._mode == "book" or (self._missed is not None and self._missed.wants_new_date())

    def _on_mode(self) -> None:
        """Show the fields of a booking where a day is booked."""
        books = self._books()
        self._ui.on.setVisible(books)
        self._ui.time.setVisible(books)
        self._ruler.set_pickable(self.ctx.today() if books else None)
        self._on_day(None)

    def _title_of(self, mode: Mode) -> str:
        closing = {
            "missed": self.tr("Visit missed"),
            "cancel": self.tr("Cancel visit"),
            "not_applicable": self.tr("Visit not applicable"),
            "unbook": self.tr("Give up booking"),
        }
        if mode in closing:
            return closing[mode]
        return self.tr("Move visit") if self._row.booked is not None else self.tr("Book visit")

    def _on_day(self, _day: object) -> None:
        row, day = self._row, self._ui.on.date()
        self._notes.show_notes(self._notes_of(day))
        if row.target is None or row.earliest is None or row.latest is None:
            self._ruler.hide()
            return
        books = self._books()
        shown = day if books else row.booked
        found = self._days.proposal() if books and not self._days.days.is_open(row.target) else None
        nearest = found.day if found is not None else None
        facts = RulerFacts(row.target, row.earliest, row.latest, row.status, shown, nearest_open=nearest)
        self._ruler.set_facts(facts, self.ctx.today(), self.ctx.wording, self._days.days)
        self._warn_outside()
        self._ui.reason.setVisible(self._mode != "book" or self._is_outside(day) or self._moves())

    def show_problems(self, problems: Iterable[Problem], *, aloud: bool = True) -> None:
        """What is wrong, beside its field; a demand stands either beside the day, in amber, or beside the reason."""
        super().show_problems(problems, aloud=aloud)
        self._warn_outside()

    def _warn_outside(self) -> None:
        row, day = self._row, self._ui.on.date()
        outside = self._is_outside(day) and not self._ui.reason.error()
        if row.earliest is not None and row.latest is not None:
            window = self.ctx.wording.range(row.earliest, row.latest)
            sentence = self.tr("Outside the window {}; give a reason.").format(window)
            self._ui.on.set_warning(sentence if outside else None)

    def _is_outside(self, day: date | None) -> bool:
        row = self._row
        if day is None or row.earliest is None or row.latest is None:
            return False
        return self._books() and is_outside_window(day, row.earliest, row.latest)

    def _notes_of(self, day: date | None) -> Iterator[Note]:
        """What is to be known of a day to book, line by line."""
        if self._books():
            yield from self._days.notes(self.ctx.wording, day, is_new=self._row.booked is None)
            if day is not None:
                yield self._load(day)

    def _load(self, day: date) -> Note:
        """How many others are booked for the day, counted as the file stands now."""
        from hsct_desktop.services import load

        others = load.others_on(self.ctx.ready(), day, self._scheduled_id)
        text, full = load.load_words(self.ctx.wording, others, self._days.days.places)
        return Note(text, "warn" if full else "")

    def _moves(self) -> bool:
        return self._row.booked is not None and self._ui.on.date() != self._row.booked

    def first_field(self) -> QWidget | None:
        return self._ui.on.line() if self._mode == "book" else self._ui.reason.line()

    def problems(self) -> Iterator[Problem]:
        row, reason, day = self._row, self._ui.reason.text().strip(), self._ui.on.date()
        if self._missed is not None and row.earliest is not None:
            yield from check_missed(row.earliest, row.booked, reason, self._follow_up(), self.ctx.today())
        elif self._mode != "book" and not reason:
            yield Problem("reason", "reason_missing")
        if self._books():
            yield from self._day_problems(day, reason)

    def _day_problems(self, day: date | None, reason: str) -> Iterator[Problem]:
        row = self._row
        if day is None:
            if self._mode == "book":
                yield Problem("on", "date_missing")
        elif day < self.ctx.today():
            yield Problem("on", "booking_in_past")
        elif self._mode != "book":
            return
        elif not reason and row.booked is not None and day != row.booked:
            yield Problem("reason", "move_reason_missing", {"booked": row.booked})
        elif not reason and row.earliest and row.latest and is_outside_window(day, row.earliest, row.latest):
            yield Problem("reason", "outside_reason_missing", {"earliest": row.earliest, "latest": row.latest})

    def _follow_up(self) -> AfterMissed | None:
        if self._missed is None:
            return None
        return self._missed.follow_up(NewDate(self._ui.on.date(), self._ui.time.text()))

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"reason": self._ui.reason, "time": self._ui.time}
        if self._missed is not None:
            fields |= {"follow_up": self._missed.choice, "next_try": self._missed.next_try}
        return fields.get(field, self._ui.on if self._books() else self._ui.reason)

    def write(self) -> Changes:
        from hsct_desktop.services import visits

        ws, ui = self.ctx.ready(), self._ui
        reason, version = ui.reason.text().strip(), self._row.version
        closing = {
            "cancel": visits.cancel,
            "not_applicable": visits.not_applicable,
            "unbook": visits.unbook,
        }
        if self._missed is not None:
            return visits.mark_missed(ws, self._scheduled_id, version, reason, self._follow_up())
        if self._mode in closing:
            return closing[self._mode](ws, self._scheduled_id, version, reason)
        day = ui.on.date()
        if day is None:
            raise InputError([Problem("on", "date_missing")])
        return visits.book(ws, self._scheduled_id, version, day, ui.time.text(), reason)

    def content(self) -> Content:
        content = {"on": self._ui.on.typed(), "time": self._ui.time.text(), "reason": self._ui.reason.text()}
        return content if self._missed is None else {**content, **self._missed.content()}

    def restore(self, content: Content) -> None:
        self._ui.on.set_typed(content["on"])
        self._ui.time.set_text(content["time"])
        self._ui.reason.set_text(content["reason"])
        if self._missed is not None:
            self._missed.restore(content)
