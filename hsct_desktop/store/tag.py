"""The ward's own tags on patients."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, Recorded, WriteSession, void
from hsct_desktop.store.many import ids_text, of_many_patients

REMOVED = "removed"
"""The void reason of a tag that a patient no longer bears."""


class PatientTag(Recorded, Base):
    """A tag that a patient bears; the tags to choose from are a setting of the unit."""

    __tablename__ = "patient_tag"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"))
    tag: Mapped[str]

    __table_args__ = (
        sa.Index(
            "uq_patient_tag", "patient_id", "tag", unique=True, sqlite_where=sa.text("voided_at IS NULL"),
        ),
    )  # fmt: skip


_OF_PATIENT = (
    sa.select(PatientTag.tag)
    .where(PatientTag.patient_id == sa.bindparam("patient_id"), PatientTag.voided_at.is_(None))
    .order_by(PatientTag.id)
)
_BORNE = sa.select(PatientTag.patient_id, PatientTag.tag).where(PatientTag.voided_at.is_(None))
_BORNE_BY_MANY = of_many_patients(_BORNE, PatientTag.patient_id).order_by(PatientTag.id)
_IN_USE = sa.select(PatientTag.tag).where(PatientTag.voided_at.is_(None)).distinct().order_by(PatientTag.tag)


def set_tags(session: WriteSession, patient_id: int, tags: Sequence[str]) -> None:
    """Make the patient's tags read `tags`: what is gone is voided, what is new added."""
    held = session.execute(
        sa.select(PatientTag).where(PatientTag.patient_id == patient_id, PatientTag.voided_at.is_(None))
    ).scalars()
    by_tag = {row.tag: row for row in held}
    for gone in by_tag.keys() - set(tags):
        void(session, by_tag[gone], REMOVED)
    session.add_all([PatientTag(patient_id=patient_id, tag=new) for new in dict.fromkeys(tags) if new not in by_tag])
    session.flush()


def of_patient(session: Session, patient_id: int) -> tuple[str, ...]:
    """A patient's tags in the order in which they were given."""
    return tuple(session.execute(_OF_PATIENT, {"patient_id": patient_id}).scalars())


def of_many(session: Session, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The tags of some patients in their order, for those who bear one (one statement)."""
    found: dict[int, tuple[str, ...]] = {}
    for row in session.execute(_BORNE_BY_MANY, ids_text(ids)):
        found[row.patient_id] = (*found.get(row.patient_id, ()), row.tag)
    return found


def by_patient(session: Session) -> dict[int, frozenset[str]]:
    """The tags of all patients who bear any (one statement)."""
    found: dict[int, set[str]] = {}
    for patient_id, tag in session.execute(_BORNE):
        found.setdefault(patient_id, set()).add(tag)
    return {patient_id: frozenset(tags) for patient_id, tags in found.items()}


def in_use(session: Session) -> tuple[str, ...]:
    """Every tag that some patient bears."""
    return tuple(session.execute(_IN_USE).scalars())
