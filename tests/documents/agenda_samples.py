"""An invented month, week and plan for the documents of the agenda."""

from __future__ import annotations

import dataclasses
import datetime as dt

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.agenda_inputs import MonthData, PatientPlanData, PlanDate, WeekDay, WeekListData, WeekRow
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.pictures.agenda import Bar, Board, Cell, VisitLine, month_span
from tests.documents.samples import ON, context

PEOPLE = (
    ("ROSSI", "Elena", dt.date(1984, 3, 14), "R-0107"),
    ("D'Angelo", "Marta", dt.date(1986, 12, 19), "R-0131"),
    ("Hämäläinen", "Aino", dt.date(1990, 11, 9), "R-0144"),
    ("Οικονόμου", "Ελένη", dt.date(1979, 1, 2), "R-0150"),
)


def month(language: str, visits: int = 2, windows: int = 3) -> MonthData:
    """November 2026 with so many visits on each clinic day and so many windows."""
    start, _end = month_span(ON)
    cells = []
    for number in range(42):
        day = start + dt.timedelta(number)
        count = visits if day.weekday() in (1, 4) else 0
        lines = tuple(_line(n, day) for n in range(count))
        note = ("Ognissanti" if language == "it" else "All Saints") if day == dt.date(2026, 11, 1) else ""
        cells.append(Cell(day, lines, day.weekday() > 4, day.weekday() in (1, 4), note, 6, count, "text"))
    bars = tuple(_bar(number, start, language) for number in range(windows))
    return MonthData(context(language), ON.replace(day=1), Board(tuple(cells), bars, ON.replace(day=1), ON), 6)


def _line(number: int, day: dt.date) -> VisitLine:
    family, given, born, _code = PEOPLE[number % 4]
    over = day < ON
    name = f"{family} {given[0]}."
    sign = "done" if over else "booked"
    return VisitLine(f"visit:{day}:{number}", sign, f"{9 + number:02d}:15", name, str(born.year), "text", quiet=over)


def _bar(number: int, start: dt.date, language: str) -> Bar:
    family, given, born, _code = PEOPLE[number % 4]
    first = start + dt.timedelta(number * 9)
    label = f"{family} {given[0]}. {born.year} · {'Mese' if language == 'it' else 'Month'} {6 + number}"
    last = first + dt.timedelta(20)
    return Bar(f"window:{number}", first, last, first + dt.timedelta(10), label, "text", last < ON)


def week(language: str, visits: int = 2, to_book: int = 2) -> WeekListData:
    """The week of the 18th with so many visits a working day."""
    monday = ON - dt.timedelta(ON.weekday())
    days = []
    for number in range(7):
        day = monday + dt.timedelta(number)
        count = visits if number < 5 else 0
        closed = "" if number < 5 else wording(language).text("agenda.day.weekend")
        rows = tuple(_row(n, language, VisitStatus.DONE if day < ON else VisitStatus.BOOKED) for n in range(count))
        rows += _work(1, language) if number == 3 and to_book else ()
        days.append(WeekDay(day, closed, number in (1, 4), count, 6, rows))
    windows = tuple(_row(n, language, VisitStatus.OPEN, monday + dt.timedelta(n)) for n in range(to_book))
    return WeekListData(context(language), tuple(days), windows, 3, "", _urgent(language) if to_book else ())


def _urgent(language: str) -> tuple[WeekRow, ...]:
    """A late visit of one of two with the same name, one that is due, a task of no patient whose day has passed."""
    late = _row(4, language, VisitStatus.LATE, ON - dt.timedelta(12))
    task = WeekRow(
        "", "", "", None, "", "", None, "Ordinare i referti" if language == "it" else "Order the reports", None, False,
        False, kind=WorklistKind.TASKS, why="per il reparto" if language == "it" else "for the unit",
    )  # fmt: skip
    return dataclasses.replace(late, same_name=True), _row(5, language, VisitStatus.DUE, ON - dt.timedelta(2)), task


def _work(number: int, language: str) -> tuple[WeekRow, ...]:
    """The next try and the task of a Thursday."""
    family, given, born, code = PEOPLE[number]
    it = language == "it"
    again = WeekRow(
        "", family, given, born, code, "+39 000 555 0199", 371, "Ricontattare" if it else "Contact again", None, False,
        False, kind=WorklistKind.NEXT_TRIES, why="nessuna risposta" if it else "no answer",
    )  # fmt: skip
    words = "Chiedere la risonanza" if it else "Ask for the MRI"
    return again, dataclasses.replace(again, task=words, kind=WorklistKind.TASKS, why="Ann Nurse")


def _row(number: int, language: str, status: VisitStatus, earliest: dt.date | None = None) -> WeekRow:
    family, given, born, code = PEOPLE[number % 4]
    label = "Mese 12" if language == "it" else "Month 12"
    booked = status is VisitStatus.BOOKED
    latest = None if earliest is None else earliest + dt.timedelta(6)
    phone = "" if number % 4 == 3 else f"+39 000 555 01{number % 90 + 10}"
    time = f"{8 + number % 9:02d}:30" if booked else ""
    return WeekRow(
        time, family, given, born, f"{code}-{number}", phone, 370, label, status, booked, number % 4 == 2,
        earliest, latest,
    )  # fmt: skip


def plan(language: str, dates: int = 4, phone: str = "+39 000 555 0142", more: int = 0) -> PatientPlanData:
    """Chiara's plan with up to so many dates: booked, elsewhere, a window, a window that has passed."""
    it = language == "it"
    kinds = (
        PlanDate("Mese 13, esami" if it else "Month 13, blood test", False, dt.date(2026, 12, 14), "10:30"),
        PlanDate("Giorno +100" if it else "Day +100", True, dt.date(2027, 1, 1)),
        PlanDate("Mese 18" if it else "Month 18", False, None, "", dt.date(2027, 4, 13), dt.date(2027, 6, 12)),
        PlanDate("Risonanza" if it else "MRI", True, None, "", ON, dt.date(2026, 11, 10), late=True),
    )
    heading = "Chiami subito, di giorno e di notte" if it else "Call at once, by day and by night"
    call = ("febbre: 38,0 °C o più", "brividi forti") if it else ("fever: 38.0 °C or more", "strong shivering")
    bring = ("questo piano", "le medicine") if it else ("this plan", "your medicines")
    return PatientPlanData(
        context(language), "Rossetti", "Chiara", dt.date(1989, 3, 14), Sex.FEMALE, phone,
        tuple(kinds[n % 4] for n in range(dates)), more, heading, call, bring,
    )  # fmt: skip
