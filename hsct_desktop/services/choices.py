"""What an entry may choose from: the catalogue's items and the correspondents. Forms offer nothing else."""

from __future__ import annotations

from collections.abc import Container, Iterator

from hsct_desktop.domain.patient import PatientEntry
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services import settings
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import professional, staff, tag
from hsct_desktop.store.base import ReadSession, WriteSession

MOST_ALLERGIES = 50
"""More do not fit the banner, and are a list pasted into the wrong field."""


def check_patient_choices(
    session: ReadSession | WriteSession, ws: Workspace, entry: PatientEntry, before: PatientEntry | None = None
) -> Iterator[Problem]:
    """Yield what is not to be had; a choice that stood in the entry `before` stays, also when its item is gone."""
    cards = [card.id for card in professional.all_of(session)]
    yield from check_catalogue_choices(ws, entry, before)
    yield from _unknown("neurologist_id", entry, before, cards)
    yield from _unknown("gp_id", entry, before, cards)
    yield from _unknown("nurse_id", entry, before, [author.staff_id for author in staff.active(session)])
    known = {*settings.tags(ws), *tag.in_use(session), *(before.tags if before is not None else ())}
    yield from (Problem("tags", "unknown_choice", {"id": new}) for new in entry.tags if new not in known)
    if len(entry.allergies) + len(entry.intolerances) > MOST_ALLERGIES:
        yield Problem("allergies", "too_many", {"limit": MOST_ALLERGIES})


def check_catalogue_choices(
    ws: Workspace, entry: PatientEntry, before: PatientEntry | None = None
) -> Iterator[Problem]:
    """Yield which of a patient's choices the catalogue does not have; what stood in the entry `before` stays."""
    catalogue = ws.catalogue
    disease = catalogue.diseases.get(entry.disease_id)
    yield from _unknown("disease_id", entry, before, catalogue.diseases)
    if disease is not None:
        yield from _unknown("phenotype_id", entry, before, [item.id for item in disease.phenotypes])
    yield from _unknown("indication_id", entry, before, catalogue.indications)


def check_course_choices(
    ws: Workspace, entry: TransplantEntry, before: TransplantEntry | None = None
) -> Iterator[Problem]:
    """Yield what the catalogue does not have; what stood in the entry `before` stays."""
    catalogue = ws.catalogue
    yield from _unknown("protocol_id", entry, before, catalogue.protocols)
    yield from _unknown("mobilisation_regimen_id", entry, before, catalogue.mobilisations)
    yield from _unknown("conditioning_regimen_id", entry, before, catalogue.regimens)


def _unknown(field: str, entry: object, before: object, known: Container[object]) -> Iterator[Problem]:
    chosen = getattr(entry, field)
    stood = before is not None and getattr(before, field) == chosen
    if chosen not in (None, "") and not stood and chosen not in known:
        yield Problem(field, "unknown_choice", {"id": str(chosen)})
