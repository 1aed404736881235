"""Papers kept inside the file: reports as PDF or picture, with their bytes in a table of their own."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


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
