"""The visits that lay ahead on a letter's last day: one kept, missed or booked later was still open then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, cast

from hsct_desktop.domain.visit import Closing, VisitFacts, visit_status
from hsct_desktop.services import visits
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_facts import state_on, until
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.store import history, scheduled_visit
from hsct_desktop.store.scheduled_visit import Scheduled

_WAITING: Final = "letter_visits.waiting"
_TABLE: Final = "scheduled_visit"


def waiting(ask: LetterAsk) -> tuple[VisitRow, ...]:
    """The visits that waited then, late ones too, by their day; optional ones only when booked. Read once."""
    if _WAITING not in ask.held:
        ask.held[_WAITING] = tuple(_waiting(ask))
    return cast(tuple[VisitRow, ...], ask.held[_WAITING])


def _waiting(ask: LetterAsk) -> list[VisitRow]:
    planned = {one.id: one for one in scheduled_visit.of_patient(ask.session, ask.patient_id)}
    last = until(ask)
    rows = [
        row
        for row in visits.rows(ask.ws, ask.session, ask.patient_id, last, ask.language)
        if row.scheduled_id is not None
    ]
    reading = _Then(ask, last, _booked_later(ask, list(planned.values())))
    found = [reading.row(row, planned[row.scheduled_id]) for row in rows if row.scheduled_id is not None]
    open_ = [row for row in found if row.status.awaits and (not row.optional or row.booked is not None)]
    return sorted(open_, key=lambda row: (row.booked or row.target or date.max, row.scheduled_id or 0))


@dataclass(frozen=True)
class _Then:
    """`later` holds the visits whose booking was made after the letter's last day."""

    ask: LetterAsk
    last: date
    later: frozenset[int]

    def row(self, row: VisitRow, one: Scheduled) -> VisitRow:
        """A visit with its booking and status as they stood."""
        booked = None if one.id in self.later else one.booked
        closing = Closing.NONE if self._was_open(row, one) else one.closing
        facts = VisitFacts(one.target, one.earliest, one.latest, booked, closing, state_on(self.ask, self.last))
        return replace(
            row, status=visit_status(facts, self.last), booked=booked, booked_time=one.booked_time if booked else ""
        )

    def _was_open(self, row: VisitRow, one: Scheduled) -> bool:
        """Whether a visit that is closed now still waited: seen or missed on a later day. What was cancelled was not
        wanted, whenever that was written down.
        """
        if one.closing.took_place:
            return row.seen_on is not None and row.seen_on > self.last
        return one.closing is Closing.MISSED and (one.booked or one.latest) > self.last


def _booked_later(ask: LetterAsk, planned: Sequence[Scheduled]) -> frozenset[int]:
    """The visits whose present booking the log has on a day after the letter's last day; none in a letter of today."""
    last = until(ask)
    if last >= ask.ws.today():
        return frozenset()
    booked: Mapping[int, str] = {one.id: one.booked.isoformat() for one in planned if one.booked is not None}
    found = history.of_rows(ask.session, _TABLE, sorted(booked)) if booked else {}
    made = {
        row_id: [change.at.date() for change in found.get(row_id, ()) if change.new.get("booked") == day]
        for row_id, day in booked.items()
    }
    return frozenset(row_id for row_id, days in made.items() if not days or max(days) > last)
