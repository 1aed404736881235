"""What is to be known of the day chosen in a booking: why it is proposed, that it is closed or no clinic day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.catalogue.closed_words import clinic_words, closed_words, proposal_words
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.working_days import Proposal, WorkingDays
from hsct_desktop.views.widgets.field import NoteLine, State

REACH: Final = timedelta(days=60)
"""How far after a window that is over an open day is looked for."""


@dataclass(frozen=True)
class Note:
    """One sentence below the day: to be known, or a warning."""

    text: str
    state: State = ""


@dataclass(frozen=True)
class BookingDays:
    """The window of a visit to book, on the unit's working days. A visit outside the schedule has no window."""

    days: WorkingDays
    today: date
    target: date | None
    earliest: date | None
    latest: date | None

    def proposal(self) -> Proposal | None:
        """The open day nearest to the target in what is left of the window; None where there is none."""
        if self.target is None or self.earliest is None or self.latest is None:
            return None
        return self.days.propose(self.target, self.earliest, self.latest, self.today)

    def first_day(self) -> date | None:
        """The day that stands in an untouched form: the proposal, or the next open day where the window is over."""
        if self.target is None:
            return None
        found = self.proposal()
        start = max(self.target, self.today)
        following = found or self.days.propose(start, start, start + REACH)
        return following.day if following is not None else start

    def why_closed(self, words: Wording, day: date) -> str:
        """That a day is closed, with the name it is closed for; empty for an open day."""
        closed = self.days.closed(day)
        return closed_words(words, closed) if closed is not None else ""

    def notes(self, words: Wording, day: date | None, *, is_new: bool) -> Iterator[Note]:
        """What is to be known of a chosen day; `is_new` where no day was booked before."""
        if is_new:
            yield from self._why_proposed(words, day)
        if day is None:
            return
        closed = self.days.closed(day)
        if closed is not None:
            yield Note(words.text("closed.booked_anyway", closed=closed_words(words, closed)), "warn")
        elif not self.days.is_clinic_day(day):
            yield Note(clinic_words(words, self.days, day))

    def _why_proposed(self, words: Wording, day: date | None) -> Iterator[Note]:
        """Why the target is not proposed, as long as what is proposed instead is chosen."""
        closed = self.days.closed(self.target) if self.target is not None and self.target >= self.today else None
        if closed is None or day == self.target:
            return
        found = self.proposal()
        if found is None or found.day == day:
            yield Note(proposal_words(words, closed, found))


class NotesBlock(QWidget):
    """Notes one below the other; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[NoteLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_notes(self, notes: Iterable[Note]) -> None:
        """Show other notes."""
        found = list(notes)
        while len(self._lines) < len(found):
            line = NoteLine()
            self._lines.append(line)
            self._column.addWidget(line)
        for number, line in enumerate(self._lines):
            note = found[number] if number < len(found) else Note("")
            line.show_text(note.text, note.state)
        self.setAccessibleDescription(" ".join(note.text for note in found))
        self.setVisible(bool(found))

    def texts(self) -> list[str]:
        """The sentences shown."""
        return [line.text() for line in self._lines if line.text()]
