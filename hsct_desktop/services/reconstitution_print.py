"""Has the sheet of immune reconstitution written."""

from __future__ import annotations

from pathlib import Path

from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.reconstitution import ReconstitutionData, write_reconstitution
from hsct_desktop.services import reconstitution
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.person import birth_date_of, record_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace


def print_reconstitution(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write the sheet as PDF, the whole file or nothing; KnownError `reconstitution_no_day0`."""
    spoken = language or ws.language
    facts = reconstitution.for_patient(ws, patient_id, paper_wording(spoken).in_tables)
    with ws.read() as session:
        card = record_of(session, patient_id)
        context = print_context(ws, session, spoken, facts.today)
    entry = card.entry
    data = ReconstitutionData(
        context, entry.family_name, entry.given_name, birth_date_of(card), entry.sex, entry.code, facts
    )
    check_place(path, ws.store.path)
    try:
        write_reconstitution(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path
