"""The agenda: visits and open windows day by day, each with the status that every other list gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.visit import Closing, VisitStatus, visit_status
from hsct_desktop.domain.working_days import ClosedDay, WorkingDays
from hsct_desktop.services import settings, staff
from hsct_desktop.services.person import display_name
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import agenda as stored
from hsct_desktop.store.agenda import AgendaPatient, PlannedOnAgenda, SeenOnAgenda


@dataclass(frozen=True)
class AgendaVisit:
    """A visit on its day: the day it took place, or for which it is (or was) booked.

    `booked` says that it has a booking and waits still; `day_number` counts from Day 0 to the visit's day.
    """

    day: date
    time: str
    status: VisitStatus
    label: str
    patient: AgendaPatient
    booked: bool = False
    elsewhere: bool = False
    scheduled_id: int | None = None
    visit_id: int | None = None
    outside_window: bool = False

    @property
    def name(self) -> str:
        """The name as lists show it."""
        return display_name(self.patient.family_name, self.patient.given_name)

    @property
    def day_number(self) -> int | None:
        """The day after infusion, None before there is a Day 0."""
        return None if self.patient.day0 is None else day_number(self.patient.day0, self.day)

    @property
    def takes_place(self) -> bool:
        """Whether it takes one of the unit's places of that day; what is done elsewhere takes none."""
        return not self.elsewhere


@dataclass(frozen=True)
class AgendaWindow:
    """A visit without a booking, and the days on which it may take place."""

    scheduled_id: int
    status: VisitStatus
    label: str
    target: date
    earliest: date
    latest: date
    patient: AgendaPatient
    elsewhere: bool = False

    @property
    def name(self) -> str:
        """The name as lists show it."""
        return display_name(self.patient.family_name, self.patient.given_name)

    @property
    def day_number(self) -> int | None:
        """The target as day after infusion, None before there is a Day 0."""
        return None if self.patient.day0 is None else day_number(self.patient.day0, self.target)

    def covers(self, day: date) -> bool:
        """Whether the visit may take place on that day."""
        return self.earliest <= day <= self.latest


@dataclass(frozen=True)
class AgendaDay:
    """One day: why it is closed (None: open), whether the clinic is held, its places, visits by time, windows.

    `taken` is how many places are taken, by whomever, also where the agenda was narrowed to some patients.
    """

    day: date
    closed: ClosedDay | None
    clinic: bool
    places: int
    visits: tuple[AgendaVisit, ...]
    windows: tuple[AgendaWindow, ...]
    taken: int

    @property
    def is_full(self) -> bool:
        """Whether every place of the day is taken."""
        return self.taken >= self.places


@dataclass(frozen=True)
class AgendaFilter:
    """Which patients are shown: those of a protocol (by id) and of a responsible nurse; empty shows all."""

    protocol_id: str = ""
    nurse_id: int | None = None

    def shows(self, patient: AgendaPatient) -> bool:
        """Whether a patient is shown."""
        return self.allows(patient.protocol_id, patient.nurse_id)

    def allows(self, protocol_id: str, nurse_id: int | None) -> bool:
        """Whether patients of a protocol (the latest course's) and of a responsible nurse are shown."""
        return self.protocol_id in ("", protocol_id) and self.nurse_id in (None, nurse_id)


EVERYBODY: Final = AgendaFilter()
"""The filter that shows all patients."""


@dataclass(frozen=True)
class Agenda:
    """The days from `start` to `end`, both included, as they stand on the day `on`; each window once."""

    start: date
    end: date
    on: date
    days: tuple[AgendaDay, ...]
    windows: tuple[AgendaWindow, ...]

    @property
    def visits(self) -> tuple[AgendaVisit, ...]:
        """All visits, by day and time."""
        return tuple(visit for day in self.days for visit in day.visits)

    @property
    def protocols(self) -> frozenset[str]:
        """The ids of the protocols that occur."""
        return frozenset(patient.protocol_id for patient in self._patients() if patient.protocol_id)

    @property
    def nurses(self) -> frozenset[int]:
        """The ids of the responsible nurses that occur."""
        return frozenset(patient.nurse_id for patient in self._patients() if patient.nurse_id is not None)

    def _patients(self) -> Iterator[AgendaPatient]:
        yield from (visit.patient for visit in self.visits)
        yield from (window.patient for window in self.windows)

    def day(self, day: date) -> AgendaDay | None:
        """One of its days."""
        index = (day - self.start).days
        return self.days[index] if 0 <= index < len(self.days) else None

    def narrowed(self, chosen: AgendaFilter) -> Agenda:
        """The same days with the chosen patients only; the places taken stay those of everybody."""
        if chosen == EVERYBODY:
            return self
        days = tuple(
            replace(
                day,
                visits=tuple(v for v in day.visits if chosen.shows(v.patient)),
                windows=tuple(w for w in day.windows if chosen.shows(w.patient)),
            )
            for day in self.days
        )
        return replace(self, days=days, windows=tuple(w for w in self.windows if chosen.shows(w.patient)))


def agenda(ws: Workspace, start: date, end: date, language: str | None = None) -> Agenda:
    """The agenda from `start` to `end` as it stands today, in the reader's language or the given one."""
    spoken, on = language or ws.language, ws.today()
    with ws.read() as session:
        planned = [*stored.booked(session, start, end), *stored.missed(session, start, end)]
        seen = stored.seen(session, start, end)
        found = stored.windows(session, start, end)
        working = settings.working_days_in(session, ws, spoken)
    visits: dict[date, list[AgendaVisit]] = {}
    for visit in (*_planned(planned, on, spoken), *_seen(seen, on, spoken)):
        visits.setdefault(visit.day, []).append(visit)
    windows = tuple(_window(row, on, spoken) for row in found)
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return Agenda(start, end, on, tuple(_day(d, working, visits.get(d, ()), windows) for d in days), windows)


def names(ws: Workspace, agenda: Agenda, language: str | None = None) -> tuple[dict[str, str], dict[int, str]]:
    """The names of the protocols and of the responsible nurses that occur in an agenda, by id, in order."""
    known = ws.catalogue.protocols
    protocols = {
        key: known[key].label.text(language or ws.language) if key in known else key for key in agenda.protocols
    }
    nurses = {row.id: row.name for row in staff.everybody(ws) if row.id in agenda.nurses}
    return dict(sorted(protocols.items(), key=lambda item: item[1])), nurses


def closed_soon(ws: Workspace, after: date, within: int = 60) -> tuple[ClosedDay, ...]:
    """The closed days with a name in the days after `after`: holidays and the unit's own, not the weekends."""
    found = settings.working_days(ws).closed_between(after + timedelta(days=1), after + timedelta(days=within))
    return tuple(closed for closed in found if closed.name)


def _planned(rows: Iterable[PlannedOnAgenda], on: date, language: str) -> Iterator[AgendaVisit]:
    for row in rows:
        status = visit_status(row.facts(), on)
        if row.booked is None or (not row.patient.follow_up.is_followed and row.booked > on):
            continue  # nobody follows the patient: what lies ahead does not exist
        yield AgendaVisit(
            row.booked, row.booked_time, status, row.label.text(language), row.patient,
            booked=row.closing is Closing.NONE, elsewhere=row.elsewhere, scheduled_id=row.scheduled_id,
            outside_window=not row.earliest <= row.booked <= row.latest,
        )  # fmt: skip


def _seen(rows: Iterable[SeenOnAgenda], on: date, language: str) -> Iterator[AgendaVisit]:
    for row in rows:
        planned = row.planned
        if planned is None:
            label = wording(language).text("visit.unscheduled")
            yield AgendaVisit(row.on, "", VisitStatus.DONE, label, row.patient, visit_id=row.visit_id)
            continue
        status = visit_status(planned.facts(), on)
        yield AgendaVisit(
            row.on, planned.booked_time if planned.booked == row.on else "", status, planned.label.text(language),
            row.patient, elsewhere=planned.elsewhere or row.away,
            scheduled_id=planned.scheduled_id, visit_id=row.visit_id,
            outside_window=not planned.earliest <= row.on <= planned.latest,
        )  # fmt: skip


def _window(row: PlannedOnAgenda, on: date, language: str) -> AgendaWindow:
    return AgendaWindow(
        row.scheduled_id, visit_status(row.facts(), on), row.label.text(language), row.target, row.earliest, row.latest,
        row.patient, row.elsewhere,
    )  # fmt: skip


def _day(
    day: date, working: WorkingDays, visits: Iterable[AgendaVisit], windows: tuple[AgendaWindow, ...]
) -> AgendaDay:
    by_time = tuple(sorted(visits, key=lambda v: (v.time or "99", v.patient.family_name, v.patient.code, v.label)))
    # Clinic days are marked only where the unit has named them: otherwise every open day would be one.
    clinic = bool(working.clinic_weekdays) and working.is_clinic_day(day)
    taken = sum(visit.takes_place for visit in by_time)
    open_on = tuple(window for window in windows if window.covers(day))
    return AgendaDay(day, working.closed(day), clinic, working.places, by_time, open_on, taken)
