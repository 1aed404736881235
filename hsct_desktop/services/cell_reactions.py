"""Cytokine release and neurotoxicity after CAR T cells, which stand with the infusion and not among the toxicities."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.treatment import CellInfusion, InfusionEntry
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import treatment


def for_patient(ws: Workspace, patient_id: int) -> tuple[str, ...]:
    """Each reaction of grade 1 or more in words, by the day of the infusion; empty where none was recorded."""
    with ws.read() as session:
        infused = treatment.infusions_of(session, patient_id)
    return tuple(text for held in infused for text in _said(ws.wording, held))


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
