"""A date that is typed as people say it, and shown back as it was understood."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QVBoxLayout, QWidget

from hsct_desktop.domain.working_days import WEEKEND
from hsct_desktop.views.theme.icons import icon
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.paint import colour
from hsct_desktop.views.widgets.plain_label import plain_tooltip

_CALENDAR: Final = (280, 232)
"""Wide and high enough for days of 24 px."""
_SEEN: Final = 49
"""Days from a week before the first of a month: all that a page of the calendar shows."""
Closed = Callable[[datetime.date], str]
"""Why a day is closed, in words; empty for an open day."""


def _is_weekend(day: datetime.date) -> str:
    """The weekday's own name, where nobody has said which days are closed."""
    return QLocale().dayName(day.isoweekday()) if day.weekday() in WEEKEND else ""


class CalendarPopup(QFrame):
    """A month to choose a day from; Enter or a click takes the day, Esc leaves."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "raised")
        self._calendar = QCalendarWidget()
        self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._calendar.setGridVisible(False)
        self._calendar.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        self._calendar.setMinimumSize(*_CALENDAR)
        for name, sign in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
            button = self._calendar.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setIcon(icon(sign))
        self._calendar.activated.connect(self._take)
        self._calendar.clicked.connect(self._take)
        self._calendar.currentPageChanged.connect(lambda _year, _month: self._mark_closed())
        self._closed: Closed = _is_weekend
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(self._calendar)

    def open_at(self, field: QWidget, day: datetime.date | None) -> None:
        """Show the month of a day below a field."""
        head, plain = QTextCharFormat(), QTextCharFormat()
        head.setForeground(colour("muted"))
        plain.setForeground(colour("text"))
        for number in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            # Qt paints weekends red; which days are closed, the unit says.
            self._calendar.setWeekdayTextFormat(number, plain)
        self._calendar.setHeaderTextFormat(head)
        if day is not None:
            self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._mark_closed()
        self.adjustSize()
        self.move(field.mapToGlobal(field.rect().bottomLeft()))
        self.show()
        self._calendar.setFocus()

    def set_closed(self, closed: Closed) -> None:
        """Say of each day why it is closed ("" for an open one)."""
        self._closed = closed

    def _mark_closed(self) -> None:
        """Grey and struck through with the reason as tooltip, the six weeks that are seen."""
        self._calendar.setDateTextFormat(QDate(), QTextCharFormat())
        first = QDate(self._calendar.yearShown(), self._calendar.monthShown(), 1).addDays(-7)
        days = (first.addDays(n) for n in range(_SEEN))
        for shown in (day for day in days if datetime.MINYEAR <= day.year() <= datetime.MAXYEAR):
            why = self._closed(datetime.date(shown.year(), shown.month(), shown.day()))
            if why:
                style = QTextCharFormat()
                style.setForeground(colour("muted"))
                style.setFontStrikeOut(True)
                style.setToolTip(plain_tooltip(why))
                self._calendar.setDateTextFormat(shown, style)

    def _take(self, day: QDate) -> None:
        self.hide()
        self.chosen.emit(datetime.date(day.year(), day.month(), day.day()))


def _long_date(day: datetime.date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "dd MMM yyyy")


class DateField(FieldFrame):
    """A field for a day, read by `parse` and explained by `describe`.

    `parse` returns a date or raises ValueError, which `explain` puts into a sentence; `describe` words the day below
    the field, such as "Fri 20 Nov 2026 · Day +99". `dateChanged` carries a date or None. While typing, an unfinished
    entry is no error yet; it becomes one on leaving. F4 and Alt+Down open a calendar.
    """

    dateChanged = Signal(object)

    def __init__(
        self,
        label: str,
        parse: Callable[[str], datetime.date],
        describe: Callable[[datetime.date], str],
        *,
        show: Callable[[datetime.date], str] = _long_date,
        explain: Callable[[ValueError], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        self._line = QLineEdit()
        super().__init__(label, self._line, parent=parent)
        self._parse = parse
        self._describe = describe
        self._show = show
        self._explain = explain
        self._date: datetime.date | None = None
        self._setting = False
        self._popup: CalendarPopup | None = None
        self._closed: Closed | None = None
        opener = self.add_icon("calendar")
        opener.setText(self.tr("Choose in a calendar"))
        opener.setToolTip(self.tr("Choose in a calendar (F4)"))
        opener.triggered.connect(self.open_calendar)
        self._line.textChanged.connect(self._read)
        self._line.editingFinished.connect(self._finish)

    def line(self) -> QLineEdit:
        """The line that is typed into."""
        return self._line

    def date(self) -> datetime.date | None:
        """The day understood, or None."""
        return self._date

    def set_date(self, day: datetime.date | None) -> None:
        """Show a day as a person would write it."""
        # The day is known: its own wording need not be readable to the parser.
        self._setting = True
        self._line.setText(self._show(day) if day is not None else "")
        self._setting = False
        self._accept(day)

    def check(self) -> bool:
        """Read the entry as finished; False, with the error shown, when it is no day."""
        self._finish()
        return not self.error()

    def open_calendar(self) -> None:
        """Open the month below the field."""
        if self._popup is None:
            self._popup = CalendarPopup(self)
            self._popup.chosen.connect(self._take)
        if self._closed is not None:
            self._popup.set_closed(self._closed)
        self._popup.open_at(self._line, self._date)

    def set_closed(self, closed: Closed) -> None:
        """Say of each day why it is closed, for the calendar."""
        self._closed = closed

    def refresh(self) -> None:
        """Word the day again, when Day 0 has changed."""
        if self._date is not None:
            self.set_understood(self._describe(self._date))

    def _take(self, day: datetime.date) -> None:
        self.set_date(day)
        self._line.setFocus()

    def _accept(self, day: datetime.date | None) -> None:
        changed = day != self._date
        self._date = day
        self.set_error(None)
        self.set_understood(self._describe(day) if day is not None else "")
        if changed:
            self.dateChanged.emit(day)

    def _read(self, text: str) -> None:
        if self._setting:
            return
        try:
            self._accept(self._parse(text.strip()) if text.strip() else None)
        except ValueError:
            # Unfinished: said on leaving the field.
            self._accept(None)

    def _finish(self) -> None:
        text = self._line.text().strip()
        if not text or self._date is not None:
            return
        try:
            self._parse(text)
        except ValueError as problem:
            self.set_error(self._explain(problem))

    def go_on(self) -> None:
        self._finish()
        super().go_on()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is getattr(self, "_line", None)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_F4 or alt_down:
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)
