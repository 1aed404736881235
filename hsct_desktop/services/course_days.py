"""The days of a patient's transplant courses that rules ask for: mobilisation, conditioning, Day 0."""

from __future__ import annotations

from datetime import date, timedelta

from hsct_desktop.domain.lab_result import CourseDays
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services.products import product_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transplant
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.transplant import Course


def conditioning_start(ws: Workspace, course: Course) -> date | None:
    """The first day of conditioning as the regimen's orders have it; None where they name no days."""
    return _conditioning(ws, course.entry)


def _conditioning(ws: Workspace, entry: TransplantEntry) -> date | None:
    regimen = ws.catalogue.regimens.get(entry.conditioning_regimen_id)
    days = [day for order in regimen.orders for day in order.days] if regimen is not None else []
    first = min(days, default=0)
    return entry.day0 + timedelta(days=first) if entry.day0 is not None and first < 0 else None


def days_of(ws: Workspace, entry: TransplantEntry) -> CourseDays:
    """The days of one course."""
    return CourseDays(entry.mobilisation_start, _conditioning(ws, entry), entry.day0)


def course_days(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, *, but: Product | None = None
) -> list[CourseDays]:
    """The days of each course, first transplant first; without those of one kind of cells."""
    return [
        days_of(ws, course.entry)
        for course in transplant.of_patient(session, patient_id)
        if but is None or product_of(ws, course.entry.protocol_id) is not but
    ]
