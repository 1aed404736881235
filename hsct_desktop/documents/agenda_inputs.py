"""What the agenda's papers and the patient's own plan are made from: frozen facts that the services gather."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.medicine_inputs import PlanMedicine
from hsct_desktop.documents.text import Text
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.pictures.agenda import Board


@dataclass(frozen=True)
class MonthData:
    """A month of the agenda: its first day, the board of six weeks, places a day; `only` says whom a filter chose."""

    context: PrintContext
    month: dt.date
    board: Board
    places: int
    only: str = ""


@dataclass(frozen=True)
class WeekRow:
    """A visit of the week list, a window to book, or (with `kind`) a next try or a task; empty texts are not recorded.

    A try and a task have no status; a task may have no patient: neither name nor birth date. `why` stands below what is
    to be done; `day` is that of the row's own day, without one that of the list's first day.
    """

    time: str
    family_name: str
    given_name: str
    birth_date: dt.date | None
    code: str
    phone: str
    day: int | None
    task: str
    status: VisitStatus | None
    booked: bool
    elsewhere: bool
    earliest: dt.date | None = None
    latest: dt.date | None = None
    same_name: bool = False
    kind: WorklistKind | None = None
    why: str = ""


@dataclass(frozen=True)
class WeekDay:
    """One day of the week list; `closed` says why it is closed (empty: open)."""

    day: dt.date
    closed: str
    clinic: bool
    taken: int
    places: int
    rows: tuple[WeekRow, ...]


@dataclass(frozen=True)
class WeekListData:
    """What is late or due and not booked (`urgent`), seven days, the windows that must be booked now.

    `other_windows` are open as well and have time. `only` says whom a filter chose, empty for everybody.
    """

    context: PrintContext
    days: tuple[WeekDay, ...]
    to_book: tuple[WeekRow, ...]
    other_windows: int
    only: str = ""
    urgent: tuple[WeekRow, ...] = ()


@dataclass(frozen=True)
class PlanDate:
    """One of the patient's next dates: booked (`on`, `time`), or a window in which a date will be agreed.

    `late` marks a window that has passed without a visit.
    """

    label: str
    elsewhere: bool
    on: dt.date | None = None
    time: str = ""
    earliest: dt.date | None = None
    latest: dt.date | None = None
    late: bool = False


@dataclass(frozen=True)
class PatientPlanData:
    """The patient's own plan, in the patient's language; `more` later dates are not printed.

    `call_heading`, `call` (reasons to call at once) and `bring` are the unit's own words; `phone` is the unit's.
    """

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: dt.date
    sex: Sex
    phone: str
    dates: tuple[PlanDate, ...]
    more: int
    call_heading: str
    call: tuple[str, ...]
    bring: tuple[str, ...]
    medicines: tuple[PlanMedicine, ...] = ()
    """What is taken now, then what begins later."""
    stopped: tuple[str, ...] = ()
    """What is not to be taken any more, each with its day."""
    vaccines: tuple[Text, ...] = ()
    living: tuple[str, ...] = ()
