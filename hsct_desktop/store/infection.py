"""Infections: organism, site, source, line, resistance and treatment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import infection as domain
from hsct_desktop.domain.adverse_event import Outcome
from hsct_desktop.domain.infection import InfectionCertainty, InfectionEntry, InfectionKind, LineRelated
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill


class Infection(Recorded, Base):
    """One infection or reactivation; neutrophils at onset in 10^9/L.

    `kind` is bacterial, viral, fungal, protozoal or unknown; `certainty` proven, probable or possible; `line_related`
    yes, no or unknown.
    """

    __tablename__ = "infection"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    found_on: Mapped[date]
    kind: Mapped[str]
    certainty: Mapped[str]
    organism: Mapped[str]
    site: Mapped[str]
    specimen: Mapped[str]
    line_related: Mapped[str]
    resistance: Mapped[str]
    treatment: Mapped[str]
    treated_from: Mapped[date | None]
    treated_until: Mapped[date | None]
    anc_at_onset: Mapped[Decimal | None]
    outcome: Mapped[str]
    ended_on: Mapped[date | None]
    note: Mapped[str]


_STANDING = sa.select(Infection).where(Infection.voided_at.is_(None))
_OF_PATIENT = _STANDING.where(Infection.patient_id == sa.bindparam("patient_id")).order_by(
    Infection.found_on, Infection.id
)


def add(session: WriteSession, entry: InfectionEntry) -> Infection:
    """Record a checked infection; the row has its id."""
    row = Infection()
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, infection_id: int, version: int, entry: InfectionEntry) -> Infection:
    """Change an infection. KnownError `stale_row`."""
    row = fetch(session, Infection, infection_id, version)
    _fill(row, entry)
    session.flush()
    return row


def _fill(row: Infection, entry: InfectionEntry) -> None:
    if entry.certainty is None:
        raise ValueError("an entry is checked before it is stored")
    fill(row, entry, kind="", certainty="", line_related="", outcome="")
    row.kind, row.certainty = entry.kind.value, entry.certainty.value
    row.line_related, row.outcome = entry.line_related.value, entry.outcome.value


def of_patient(session: Session, patient_id: int) -> list[domain.Infection]:
    """A patient's infections by day (one statement)."""
    return [_plain(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id}).scalars()]


def get(session: Session, infection_id: int) -> domain.Infection:
    """One infection. KnownError `stale_row` when it is gone."""
    return _plain(fetch(session, Infection, infection_id))


def _plain(row: Infection) -> domain.Infection:
    entry = InfectionEntry(
        row.patient_id, row.found_on, InfectionKind(row.kind), InfectionCertainty(row.certainty), row.organism,
        row.site, row.specimen, LineRelated(row.line_related), row.resistance, row.treatment, row.treated_from,
        row.treated_until, row.anc_at_onset, Outcome(row.outcome), row.ended_on, row.note,
    )  # fmt: skip
    return domain.Infection(row.id, row.version, entry, row.found_on)
