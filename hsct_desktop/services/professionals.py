"""Correspondents: referring neurologists and GPs."""

from __future__ import annotations

from dataclasses import replace

from hsct_desktop.domain.names import clean, clean_lines, fold
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind, check_professional
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import professional
from hsct_desktop.store.professional import ProfessionalCard


def everybody(ws: Workspace, kind: ProfessionalKind | None = None) -> list[ProfessionalCard]:
    """All correspondents, or those of a kind, by name."""
    with ws.read() as session:
        found = professional.all_of(session)
    return sorted((c for c in found if kind in (None, c.entry.kind)), key=lambda card: fold(card.entry.name))


def add(ws: Workspace, entry: ProfessionalEntry) -> Changes:
    """Add a correspondent's card."""
    tidy = _checked(entry)
    with ws.write("professional.add") as session:
        row = professional.add(session, tidy)
        return changes(session, {"professional"}, ws.wording.text("saved.professional", name=tidy.name), None, row.id)


def revise(ws: Workspace, professional_id: int, version: int, entry: ProfessionalEntry) -> Changes:
    """Change a correspondent's card."""
    tidy = _checked(entry)
    with ws.write("professional.revise") as session:
        professional.revise(session, professional_id, version, tidy)
        text = ws.wording.text("saved.professional", name=tidy.name)
        return changes(session, {"professional"}, text, None, professional_id)


def _checked(entry: ProfessionalEntry) -> ProfessionalEntry:
    tidy = replace(
        entry,
        name=clean(entry.name),
        institution=clean(entry.institution),
        address=clean_lines(entry.address),
        phone=clean(entry.phone),
        email=clean(entry.email),
    )
    if problems := tuple(check_professional(tidy)):
        raise InputError(problems)
    return tidy
