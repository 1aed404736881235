"""Gathers the sheet of a patient's in-patient days: which days, which drugs by name where the regimen is approved."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.wording import NBSP, Wording
from hsct_desktop.documents.day_sheet import DaySheetData, SheetDay, write_day_sheet
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.treatment import Mark
from hsct_desktop.services.conditioning import ConditioningGrid, grid
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.person import birth_date_of, course_of, died_on, record_of
from hsct_desktop.services.products import product_of
from hsct_desktop.services.regimen_approvals import RegimenState, state_in
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result, treatment
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.transplant import Course

COLUMNS: Final = {
    Product.HSC: ("day", "temperature", "vitals", "weight", "fluid", "mucositis", "anc", "plt", "drugs", "ticks"),
    Product.CAR_T: ("day", "temperature", "vitals", "weight", "crs", "icans", "anc", "plt", "drugs", "ticks"),
    Product.MSC: ("day", "temperature", "vitals", "weight", "reaction", "ticks"),
}
DAYS: Final = {Product.HSC: (-7, 21), Product.CAR_T: (-7, 21), Product.MSC: (-1, 3)}
"""First and last day from Day 0 while nothing says otherwise."""
AHEAD: Final = 7
"""Days ahead of today for somebody who is still in hospital past the last day."""
LONGEST_STAY: Final = 120
_COUNTS: Final = {"ANC": "anc", "PLT": "plt"}
_BOX: Final = {
    Mark.PLANNED: "☐", Mark.OPEN: "☐", Mark.GIVEN: "☑", Mark.CHANGED: "☑", Mark.EXTRA: "☑", Mark.OMITTED: "☒",
}  # fmt: skip


def print_day_sheet(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write a patient's sheet as PDF, A4 landscape; the whole file or nothing. KnownError `treatment_no_course`,
    `regimen_without_day0`.
    """
    data = day_sheet_data(ws, patient_id, language or ws.language)
    check_place(path, ws.store.path)
    try:
        write_day_sheet(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path


def day_sheet_data(ws: Workspace, patient_id: int, language: str) -> DaySheetData:
    """What is printed today, in words of a language."""
    words = paper_wording(language, table=True)
    with ws.read() as session:
        card, course = record_of(session, patient_id), course_of(session, patient_id)
        if course is None:
            raise KnownError("treatment_no_course")
        if course.entry.day0 is None:
            raise KnownError("regimen_without_day0")
        product = product_of(ws, course.entry.protocol_id)
        approval = _approval(ws, session, course)
        given = [c for c in treatment.conditioning_of(session, patient_id) if c.entry.transplant_id == course.id]
        regimen = ws.catalogue.regimens.get(course.entry.conditioning_regimen_id)
        found = grid(regimen, given, course.entry.day0, ws.today(), (), words)
        counts = _counts(session, patient_id, words)
        died = died_on(session, patient_id)
        infused = {c.entry.infused_on for c in treatment.infusions_of(session, patient_id)}
        context = print_context(ws, session, language, ws.today())
    entry, approved = card.entry, approval is not None and approval.is_approved
    shown = found if approved else None
    days = tuple(_days(ws, course, course.entry.day0, product, found, shown, counts, words))
    if died is not None:
        days = tuple(day for day in days if day.on <= died)
    days = tuple(replace(day, cells=_cells(day, infused, ws.today(), words)) for day in days)
    return DaySheetData(
        context, entry.family_name, entry.given_name, birth_date_of(card), entry.sex, entry.code,
        "" if approved or product is Product.MSC else words.text("treatment.sheet.not_an_order"),
        tuple(_lead(ws, course, approval, shown, words)), COLUMNS[product], days,
        words.text(f"treatment.sheet.ticks.{product.value}"),
    )  # fmt: skip


def _approval(ws: Workspace, session: ReadSession, course: Course) -> RegimenState | None:
    regimen_id = course.entry.conditioning_regimen_id
    return state_in(ws, session, regimen_id) if regimen_id in ws.catalogue.regimens else None


def _counts(session: ReadSession, patient_id: int, words: Wording) -> dict[tuple[str, date], str]:
    """The first value of each day, as it is printed."""
    found: dict[tuple[str, date], str] = {}
    for result in lab_result.of_patient(session, patient_id, list(_COUNTS)):
        if result.canonical is not None:
            said = f"{result.comparator}{words.number(result.canonical)}"
            found.setdefault((_COUNTS[result.analyte], result.taken_on), said)
    return found


def _days(
    ws: Workspace,
    course: Course,
    day0: date,
    product: Product,
    found: ConditioningGrid,
    shown: ConditioningGrid | None,
    counts: dict[tuple[str, date], str],
    words: Wording,
) -> Iterator[SheetDay]:
    first, last = DAYS[product]
    planned = [day for row in found.rows for day, square in row.squares.items() if square.mark is not Mark.NONE]
    # Somebody is admitted the day before the first drug.
    first = min([first, *(day - 1 for day in planned)])
    today = (ws.today() - day0).days
    if course.discharged_on is not None:
        last = (course.discharged_on - day0).days
    elif last - AHEAD < today <= LONGEST_STAY:
        last = today + AHEAD
    for day in range(first, max(last, first) + 1):
        on = day0 + timedelta(days=day)
        label = words.text("date.day_after_infusion", day=words.signed_day(day))
        known = {key: counts[key, on] for key in _COUNTS.values() if (key, on) in counts}
        yield SheetDay(label[:1].upper() + label[1:], on, day == 0, known, tuple(_drugs(shown, day)))


def _cells(day: SheetDay, infused: Collection[date | None], today: date, words: Wording) -> str:
    """Whether cells are recorded as infused: a Day 0 alone says no more than what was planned."""
    if day.on in infused:
        return words.text("treatment.sheet.infused")
    if not day.is_day0:
        return ""
    return words.text("treatment.sheet.to_infuse" if day.on > today else "treatment.sheet.not_infused")


def _drugs(shown: ConditioningGrid | None, day: int) -> Iterator[str]:
    """Names of the regimen's own drugs with their boxes: to be given, given, left out; never a dose."""
    for row in shown.rows if shown is not None else ():
        square = row.squares.get(day)
        if row.key and square is not None and square.mark in _BOX:
            yield f"{_BOX[square.mark]}{NBSP}{row.name.replace(' ', NBSP)}"


def _lead(
    ws: Workspace, course: Course, approval: RegimenState | None, shown: ConditioningGrid | None, words: Wording
) -> Iterator[str]:
    regimen = ws.catalogue.regimens.get(course.entry.conditioning_regimen_id)
    if regimen is None:
        if product_of(ws, course.entry.protocol_id) is not Product.MSC:
            yield words.text("treatment.sheet.no_regimen")
        return
    held = approval.approval if approval is not None else None
    if shown is None or held is None:
        yield words.text("treatment.sheet.not_approved")
        return
    params = {"by": held.approved_by, "on": held.approved_on, "version": held.rules_version}
    # A regimen's own name may hold doses: the drugs name it here.
    names = ", ".join(dict.fromkeys(row.name for row in shown.rows if row.key))
    yield words.text("treatment.sheet.approved", regimen=names, **params)
    loose = [row.name for row in shown.rows if row.key and all(s.mark is Mark.NONE for s in row.squares.values())]
    if loose:
        yield words.text("treatment.sheet.no_day", drugs=", ".join(dict.fromkeys(loose)))
