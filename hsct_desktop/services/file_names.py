"""Names of files that leave the program: by the unit's pattern, without names of people unless the unit wants them."""

from __future__ import annotations

from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import written_in
from hsct_desktop.domain.file_name import USUAL_PATTERN, patterned
from hsct_desktop.services.person import record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import setting

PATTERN: Final = "letters.file_name"


def name_for(ws: Workspace, patient_id: int, kind: str, on: date, language: str | None) -> str:
    """The name, without its ending, of a patient's paper of a kind (a plain word) from a day.

    Without a language it is the patient's own where the program speaks it, else the window's. KnownError where the
    patient is gone.
    """
    with ws.read() as session:
        own = record_of(session, patient_id).entry
        definition = ws.catalogue.settings.get(PATTERN)
        pattern = setting.get(session, PATTERN, definition.default if definition is not None else USUAL_PATTERN)
    return patterned(
        pattern,
        {
            "code": own.code,
            "kind": kind,
            "date": on.isoformat(),
            "language": language or written_in(own.language, ws.language),
            "surname": own.family_name,
            "given": own.given_name,
        },
    )
