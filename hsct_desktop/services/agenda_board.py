"""The agenda as the picture draws it: the same facts for the window and for paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.agenda import Bar, Board, Cell, VisitLine
from hsct_desktop.pictures.glyphs import sign_of
from hsct_desktop.services.agenda import Agenda, AgendaDay, AgendaVisit, AgendaWindow
from hsct_desktop.store.agenda import AgendaPatient


def board(agenda: Agenda, words: Wording, month: date | None, chosen: date | None = None) -> Board:
    """Whole weeks of an agenda; `month` is the first day of the month shown, None for a single week."""
    return Board(
        tuple(_cell(day, agenda.on, words) for day in agenda.days),
        tuple(_bar(window, words) for window in agenda.windows),
        month,
        agenda.on,
        chosen,
    )


def day_text(day: AgendaDay, on: date, words: Wording) -> str:
    """All that a day's cell shows, in words: for a screen reader and for the tooltip."""
    return ", ".join(_day_parts(day, on, words))


def visit_text(visit: AgendaVisit, words: Wording) -> str:
    """A visit in words: time, whose, what, and how it stands."""
    status = words.enum("visit_status", visit.status).lower()
    key = "agenda.visit" if visit.time else "agenda.visit_untimed"
    return words.text(
        key, time=visit.time, name=visit.name, born=visit.patient.birth_date, label=visit.label, status=status
    )  # fmt: skip


def window_text(window: AgendaWindow, words: Wording) -> str:
    """An open window in words."""
    return words.text(
        "agenda.window",
        name=window.name,
        born=window.patient.birth_date,
        label=window.label,
        status=words.enum("visit_status", window.status).lower(),
        window=words.range(window.earliest, window.latest),
        target=window.target,
    )


def visit_key(visit: AgendaVisit) -> str:
    """What names a visit in picture and panel."""
    return f"visit:{visit.patient.id}:{visit.scheduled_id or 0}:{visit.visit_id or 0}"


def window_key(window: AgendaWindow) -> str:
    """What names a window in picture and panel."""
    return f"window:{window.patient.id}:{window.scheduled_id}"


def days_left(window: AgendaWindow, day: date, words: Wording) -> str:
    """How many days the window still has after a day of it."""
    left = (window.latest - day).days
    return words.text("agenda.days_left.zero") if left == 0 else words.count("agenda.days_left", left)


def closed_text(day: AgendaDay, words: Wording) -> str:
    """Why a day is closed, empty for an open one."""
    if day.closed is None:
        return ""
    if day.closed.name:
        return words.text("agenda.day.closed", reason=day.closed.name)
    return words.text("agenda.day.weekend")


def _day_parts(day: AgendaDay, on: date, words: Wording) -> Iterator[str]:
    yield words.date_long(day.day)
    if day.day == on:
        yield words.text("agenda.day.today")
    if day.closed is not None:
        yield closed_text(day, words)
    if day.clinic:
        yield words.text("agenda.day.clinic")
    if day.taken:
        yield words.text("agenda.day.booked", taken=day.taken, places=day.places)
    if day.visits:
        said = "; ".join(visit_text(visit, words) for visit in day.visits)
        yield f"{words.count('agenda.day.visits', len(day.visits))}: {said}"
    else:
        yield words.text("agenda.day.visits.none")
    if day.windows:
        yield words.count("agenda.day.windows", len(day.windows))


def _cell(day: AgendaDay, on: date, words: Wording) -> Cell:
    return Cell(
        day.day,
        tuple(_line(visit, words) for visit in day.visits),
        closed=day.closed is not None,
        clinic=day.clinic,
        note=day.closed.name if day.closed is not None else "",
        places=day.places,
        taken=day.taken,
        text=day_text(day, on, words),
    )


def _line(visit: AgendaVisit, words: Wording) -> VisitLine:
    day0 = visit.patient.day0
    return VisitLine(
        key=visit_key(visit),
        sign=str(sign_of(visit.status, booked=visit.booked and visit.status is not VisitStatus.LATE)),
        time=visit.time,
        name=_short(visit.patient),
        year=str(visit.patient.birth_date.year),
        text=visit_text(visit, words),
        label=visit.label if day0 is None else f"{visit.label} · {words.day(day0, visit.day)}",
        quiet=not visit.status.awaits,
    )


def _bar(window: AgendaWindow, words: Wording) -> Bar:
    who = f"{_short(window.patient)} {window.patient.birth_date.year}"
    return Bar(
        key=window_key(window),
        first=window.earliest,
        last=window.latest,
        target=window.target,
        label=f"{who} · {window.label}",
        text=window_text(window, words),
        late=window.status is VisitStatus.LATE,
    )


def _short(patient: AgendaPatient) -> str:
    """Family name and the first letter of the given one: a cell has no room for more."""
    initial = patient.given_name[:1]
    return f"{patient.family_name} {initial}." if initial else patient.family_name
