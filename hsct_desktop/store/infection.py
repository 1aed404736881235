"""Infections: organism, site, source, line, resistance and treatment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


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
