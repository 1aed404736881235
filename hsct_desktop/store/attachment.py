"""Papers kept inside the file: reports as PDF or picture, with their bytes in a table of their own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.attachment import PaperEntry, PaperKind, kind_of, kind_of_media_type
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import Label
from hsct_desktop.store.base import Base, Recorded, WriteSession
from hsct_desktop.store.scheduled_visit import ScheduledVisit
from hsct_desktop.store.staff import Staff
from hsct_desktop.store.visit import Visit


class Attachment(Recorded, Base):
    """A paper of a patient; `file_name` is what it was called (text, never a path), `size` in bytes."""

    __tablename__ = "attachment"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    visit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    awaited_report_id: Mapped[int | None] = mapped_column(sa.ForeignKey("awaited_report.id"), index=True)
    title: Mapped[str]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]

    __table_args__ = (
        sa.CheckConstraint("media_type IN ('application/pdf', 'image/png', 'image/jpeg')", name="media_type"),
    )


class AttachmentContent(Base):
    """The bytes of an attachment, written once; the logged row of the attachment holds their SHA-256."""

    __tablename__ = "attachment_content"

    attachment_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"), primary_key=True)
    content: Mapped[bytes]


@dataclass(frozen=True)
class Paper:
    """A paper without its bytes; `visit_on` and `visit_label` are those of its visit while that stands."""

    id: int
    version: int
    patient_id: int
    visit_id: int | None
    awaited_report_id: int | None
    title: str
    file_name: str
    kind: PaperKind
    size: int
    added_at: datetime
    added_by: str
    visit_on: date | None
    visit_label: Label | None


_PAPERS = (
    sa.select(
        Attachment.id, Attachment.version, Attachment.patient_id, Attachment.visit_id, Attachment.awaited_report_id,
        Attachment.title, Attachment.file_name, Attachment.media_type, Attachment.size, Attachment.created_at,
        Staff.name.label("added_by"), Visit.visit_date, ScheduledVisit.label_en, ScheduledVisit.label_it,
    )
    .select_from(Attachment)
    .join(Staff, Staff.id == Attachment.created_by, isouter=True)
    .join(Visit, sa.and_(Visit.id == Attachment.visit_id, Visit.voided_at.is_(None)), isouter=True)
    .join(ScheduledVisit, ScheduledVisit.id == Visit.scheduled_visit_id, isouter=True)
    .where(Attachment.voided_at.is_(None))
    .order_by(Attachment.created_at.desc(), Attachment.id.desc())
)  # fmt: skip
_OF_PATIENT = _PAPERS.where(Attachment.patient_id == sa.bindparam("key"))
_OF_VISIT = _PAPERS.where(Attachment.visit_id == sa.bindparam("key"))
_ONE = _PAPERS.where(Attachment.id == sa.bindparam("key"))
# Cast: what another tool may have turned into text is read as the bytes it is, and found to be damaged.
_CONTENT = (
    sa.select(sa.cast(AttachmentContent.content, sa.LargeBinary).label("content"), Attachment.sha256, Attachment.title)
    .select_from(Attachment)
    .join(AttachmentContent, Attachment.id == AttachmentContent.attachment_id, isouter=True)
    .where(Attachment.id == sa.bindparam("key"), Attachment.voided_at.is_(None))
)

_KEPT = (
    sa.select(sa.cast(AttachmentContent.content, sa.LargeBinary).label("content"), Attachment.sha256)
    .join(AttachmentContent, Attachment.id == AttachmentContent.attachment_id)
    .where(Attachment.id == sa.bindparam("key"))
)


def add(
    session: WriteSession, patient_id: int, paper: PaperEntry, visit_id: int | None, report_id: int | None
) -> Attachment:
    """Keep a paper that was checked; the row has its id. ValueError for bytes of no known kind."""
    kind = kind_of(paper.content)
    if kind is None:
        raise ValueError("the bytes are of no kind that is kept")
    row = Attachment(
        patient_id=patient_id, visit_id=visit_id, awaited_report_id=report_id, title=paper.title,
        file_name=paper.file_name, media_type=kind.media_type, size=len(paper.content), sha256=_sum(paper.content),
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.execute(sa.insert(AttachmentContent).values(attachment_id=row.id, content=paper.content))
    return row


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def of_patient(session: Session, patient_id: int) -> list[Paper]:
    """A patient's papers, latest first, without their bytes."""
    return [_paper(row) for row in session.execute(_OF_PATIENT, {"key": patient_id})]


def of_visit(session: Session, visit_id: int) -> list[Paper]:
    """The papers of a visit, latest first, without their bytes."""
    return [_paper(row) for row in session.execute(_OF_VISIT, {"key": visit_id})]


def get(session: Session, attachment_id: int) -> Paper | None:
    """One paper without its bytes, None when there is none (any more)."""
    row = session.execute(_ONE, {"key": attachment_id}).one_or_none()
    return None if row is None else _paper(row)


def _paper(row: Any) -> Paper:
    label = None if row.label_en is None else Label(row.label_en, row.label_it)
    return Paper(
        row.id, row.version, row.patient_id, row.visit_id, row.awaited_report_id, row.title, row.file_name,
        kind_of_media_type(row.media_type), row.size, row.created_at, row.added_by or "", row.visit_date, label,
    )  # fmt: skip


def content(session: Session, attachment_id: int) -> bytes:
    """The bytes of one paper. KnownError `paper_gone`; `paper_removed` when pseudonymising took them; `paper_damaged`
    when they are not those kept."""
    row = session.execute(_CONTENT, {"key": attachment_id}).one_or_none()
    if row is None:
        raise KnownError("paper_gone")
    if row.content == b"":
        raise KnownError("paper_removed")
    if row.content is None or _sum(row.content) != row.sha256:
        raise KnownError("paper_damaged", title=row.title)
    kept: bytes = row.content
    return kept


def kept_bytes(session: Session, attachment_id: int) -> bytes | None:
    """The bytes of one paper, taken back or not; None where they are damaged or were removed."""
    row = session.execute(_KEPT, {"key": attachment_id}).one_or_none()
    whole = row is not None and row.content and _sum(row.content) == row.sha256
    return bytes(row.content) if row is not None and whole else None
