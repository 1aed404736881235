"""The logo of the unit's letters: one picture that counts, its bytes in a table of their own."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.store.base import WriteSession, void
from hsct_desktop.store.letter import LetterheadLogo, LetterheadLogoContent

REPLACED = "replaced"
"""The void reason of a logo in whose place another one came."""
_ROWS = (
    sa.select(LetterheadLogo).where(LetterheadLogo.voided_at.is_(None)).order_by(LetterheadLogo.id.desc())
)  # fmt: skip
_CONTENT = (
    sa.select(sa.cast(LetterheadLogoContent.content, sa.LargeBinary))
    .join(LetterheadLogo, LetterheadLogo.id == LetterheadLogoContent.letterhead_logo_id)
    .where(LetterheadLogo.voided_at.is_(None))
    .order_by(LetterheadLogo.id.desc())
    .limit(1)
)


def put(session: WriteSession, content: bytes, media_type: str) -> LetterheadLogo:
    """Keep a checked picture as the logo that counts; the row has its id."""
    clear(session, REPLACED)
    row = LetterheadLogo(media_type=media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest())
    session.add(row)
    session.flush()
    session.execute(sa.insert(LetterheadLogoContent).values(letterhead_logo_id=row.id, content=content))
    return row


def clear(session: WriteSession, reason: str) -> int:
    """Take the logo away; returns how many rows that were (none or one)."""
    rows = list(session.execute(_ROWS).scalars())
    for row in rows:
        void(session, row, reason)
    session.flush()
    return len(rows)


def content(session: Session) -> bytes | None:
    """The logo's bytes, None where there is none."""
    found: bytes | None = session.execute(_CONTENT).scalar()
    return found
