"""A small real file for the window's tests: four invented patients on Friday 20 November 2026."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from hsct_desktop.app import Shell
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.patient import PatientEntry, Sex
from hsct_desktop.domain.supportive_therapy import Route, SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services import patients, staff, supportive_therapies
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.engine import create_store, open_store

ON = date(2026, 11, 20)
PEOPLE = (
    ("MS-0107", "Rossi", "Elena", date(1984, 3, 14), 99),
    ("MS-0115", "Rossi", "Elena", date(1991, 9, 2), 41),
    ("MS-0112", "Özdemir", "Ayşe", date(1990, 6, 27), 72),
    ("MS-0031", "D'Angelo", "Marta", date(1986, 12, 19), 28),
)


def clock() -> datetime:
    return datetime(2026, 11, 20, 8, 14, tzinfo=UTC)


def leave_preview(shell: Shell) -> None:
    """Go back from the print that is shown, so that the next key is the page's again."""
    assert shell.window.place == "print_preview"
    shell.window.page("print_preview").leave.click()  # type: ignore[attr-defined]
    assert shell.window.place != "print_preview"


def open_workspace(path: Path) -> Workspace:
    """An existing file as its only nurse works on it."""
    ws = Workspace(open_store(path, clock=clock), Catalogue(), None, "en", clock)
    ws.author = staff.author(ws, staff.everybody(ws)[0].id)
    return ws


def work_as(ws: Workspace, role: Role) -> None:
    """Who works has another role from now on,."""
    author = ws.require_author()
    staff.revise(ws, author.staff_id, author.name, role, True)
    ws.author = staff.author(ws, author.staff_id)


def physician(ws: Workspace) -> Workspace:
    """The same file in the hands of a physician, for what a nurse may not do."""
    held = next((row for row in staff.everybody(ws) if row.role is Role.PHYSICIAN), None)
    row_id = held.id if held is not None else staff.add(ws, "Dr Serra", Role.PHYSICIAN).record_id or 0
    return replace(ws, author=staff.author(ws, row_id))


def make_workspace(path: Path, *, people: bool = True) -> Workspace:
    """A new file with one nurse and, with `people`, four patients; one has a therapy that is due to stop."""
    store = create_store(path, unit_name="Unit of the tests", clock=clock)
    ws = Workspace(store, Catalogue(), None, "en", clock)
    added = staff.add(ws, "M. Conti", Role.NURSE)
    assert added.record_id is not None
    ws.author = staff.author(ws, added.record_id)
    if people:
        add_patients(ws)
    return ws


def add_patients(ws: Workspace) -> None:
    """The four patients; one has a therapy that is due to stop."""
    for code, family, given, born, day in PEOPLE:
        entry = PatientEntry(code, family, given, born, Sex.FEMALE, disease_id="ms")
        day0 = ON - timedelta(days=day)
        # Registered on Day 0, so that what was not recorded since then is late.
        ws.clock = partial(datetime.combine, day0, time(9, tzinfo=UTC))
        changes = patients.register(ws, entry, TransplantEntry("ahsct-ms", day0))
    ws.clock = clock
    assert changes.patient_id is not None
    drug = SupportiveTherapyEntry(
        changes.patient_id,
        "Co-trimoxazole",
        TherapyClass.PJP,
        ON - timedelta(days=20),
        route=Route.ORAL,
        planned_stop=ON - timedelta(days=2),
    )
    supportive_therapies.record(ws, drug)
