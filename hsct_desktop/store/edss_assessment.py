"""Neurological examinations: the EDSS of record and the grades that it was read from."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class EdssAssessment(Recorded, Base):
    """An examination on a day (a partial date before the transplant). `edss` is the clinician's, None where not given.

    Functional systems as graded, unconverted; `coding` says how ambulation was graded: "neurostatus" (0-16) or "short"
    (the 12 grades of registries). `source` is "own" or "outside".
    """

    __tablename__ = "edss_assessment"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    assessed: Mapped[str]
    edss: Mapped[Decimal | None]
    coding: Mapped[str]
    visual: Mapped[int | None]
    brainstem: Mapped[int | None]
    pyramidal: Mapped[int | None]
    cerebellar: Mapped[int | None]
    sensory: Mapped[int | None]
    bowel_bladder: Mapped[int | None]
    cerebral: Mapped[int | None]
    ambulation: Mapped[int | None]
    rater: Mapped[str]
    source: Mapped[str]
    note: Mapped[str]
