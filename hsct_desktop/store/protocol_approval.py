"""Who approved which text of a protocol, and when."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class ProtocolApproval(Recorded, Base):
    """The approval of a protocol's text as it stands in a snapshot: another text is not approved."""

    __tablename__ = "protocol_approval"

    protocol_snapshot_id: Mapped[int] = mapped_column(sa.ForeignKey("protocol_snapshot.id"), index=True)
    approved_by: Mapped[str]
    approved_on: Mapped[date]
    note: Mapped[str]
