"""Which tables the history page of a patient has."""

from __future__ import annotations

from typing import Final

from hsct_desktop.services.history_course_rows import CourseTable, RelapseTable
from hsct_desktop.services.history_finding_rows import EdssTable, MriTable
from hsct_desktop.services.history_rows import HistoryTable
from hsct_desktop.services.history_therapy_rows import TherapyTable
from hsct_desktop.services.person import course_of, record_of
from hsct_desktop.services.workspace import Workspace

WITH_EDSS: Final = frozenset({"ms", "nmosd"})
"""Diseases that are followed by functional systems, EDSS and scans."""


def tables(ws: Workspace, patient_id: int) -> tuple[HistoryTable, ...]:
    """The tables of a patient in the order in which they are typed; EDSS and scans where the disease is followed by
    them or something of them is recorded. KnownError `stale_row` when the patient is gone.
    """
    with ws.read() as session:
        card, course = record_of(session, patient_id), course_of(session, patient_id)
    day0 = course.entry.day0 if course is not None else None
    of = (ws, patient_id, day0)
    findings = (EdssTable(*of), MriTable(*of))
    followed = card.entry.disease_id in WITH_EDSS
    shown = tuple(table for table in findings if followed or table.rows())
    return (CourseTable(*of), RelapseTable(*of, systems=followed), TherapyTable(*of), *shown)
