"""What the unit must be able to answer about one patient's data: consents, who looked, what may be done with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from hsct_desktop.domain.patient import Consent
from hsct_desktop.domain.permission import Right, may
from hsct_desktop.services import access_log, permissions
from hsct_desktop.services.access_log import LookLine
from hsct_desktop.services.person import birth_date_of, name_of, record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient_rows

MOST_LOOKS: Final = 12


@dataclass(frozen=True)
class ConsentLine:
    """An answer: what was asked in words, what was said, when."""

    asked: str
    answer: Consent
    said: str
    on: date | None


@dataclass(frozen=True)
class Overview:
    """What the sheet shows. A text that begins with `no_` says why something may not be done, "" where it may."""

    patient_id: int
    name: str
    born: date
    code: str
    language: str
    consents: tuple[ConsentLine, ...]
    looks: tuple[LookLine, ...]
    no_looks: str
    no_export: str
    no_pseudonymising: str
    pseudonymised_at: datetime | None


def overview(ws: Workspace, patient_id: int) -> Overview:
    """Everything about one patient. KnownError `stale_row` for somebody who is gone."""
    words = ws.wording
    with ws.read() as session:
        card = record_of(session, patient_id)
        own = patient_rows.of_row(session, patient_rows.PATIENT, patient_id)
    entry = card.entry
    answers = (
        ("care", entry.consent_care, None),
        ("registry", entry.consent_registry, entry.consent_registry_on),
        ("research", entry.consent_research, entry.consent_research_on),
    )
    lines = (
        ConsentLine(words.text(f"data_protection.consent.{name}"), answer, words.enum("consent", answer), on)
        for name, answer, on in answers
    )
    looks = access_log.who_viewed(ws, patient_id, MOST_LOOKS) if may(ws.author, Right.AUDIT) else []
    return Overview(
        patient_id, name_of(card), birth_date_of(card), entry.code, entry.language, tuple(lines), tuple(looks),
        permissions.why_not(ws, Right.AUDIT), permissions.why_not(ws, Right.EXPORT_IDENTIFIED),
        permissions.why_not(ws, Right.PSEUDONYMISE), own["pseudonymised_at"],
    )  # fmt: skip
