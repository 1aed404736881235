"""Cytokine release and neurotoxicity after CAR T cells, which stand with the infusion and not among the toxicities;
cells that are no graft, in a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.treatment import CellInfusion, InfusionEntry
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import treatment
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.transplant import Course


def for_patient(ws: Workspace, patient_id: int) -> tuple[str, ...]:
    """Each reaction of grade 1 or more in words, by the day of the infusion; empty where none was recorded."""
    with ws.read() as session:
        return in_words(session, patient_id, ws.wording)


def in_words(session: ReadSession, patient_id: int, words: Wording) -> tuple[str, ...]:
    """As `for_patient`, within a session."""
    return tuple(text for held in treatment.infusions_of(session, patient_id) for text in _said(words, held))


def cells_of(session: ReadSession, course: Course, words: Wording) -> str:
    """The cells of a course that are no graft: dose, day and what they aim at; "" where none was recorded."""
    infused = treatment.infusions_of(session, course.patient_id)
    found = [_cells(words, held.entry) for held in infused if held.entry.transplant_id == course.id]
    return "; ".join(text for text in found if text)


def _cells(words: Wording, entry: InfusionEntry) -> str:
    if entry.kind is Product.HSC:
        return ""
    parts = [words.text(f"treatment.dose.{entry.kind.value}", dose=words.number(entry.dose)) if entry.dose else ""]
    parts.append(words.date(entry.infused_on) if entry.infused_on is not None else "")
    parts.append(words.text("treatment.target", target=entry.target) if entry.target else "")
    return ", ".join(part for part in parts if part)


def _said(words: Wording, held: CellInfusion) -> Iterator[str]:
    entry = held.entry
    if entry.kind is not Product.CAR_T:
        return
    for what, grade, on in graded(entry):
        if grade:
            said = words.text("treatment.grade", what=what, grade=grade)
            yield f"{said}, {since(words, entry.infused_on, on)}" if on is not None else said


def graded(entry: InfusionEntry) -> tuple[tuple[str, int | None, date | None], ...]:
    """Name, highest grade (ASTCT) and day of what is graded after CAR T cells."""
    return (("CRS", entry.crs_grade, entry.crs_on), ("ICANS", entry.icans_grade, entry.icans_on))


def since(words: Wording, infused_on: date | None, on: date) -> str:
    """A day counted from the infusion, the date alone while that is not known."""
    return words.day(infused_on, on) if infused_on is not None else words.date(on)
