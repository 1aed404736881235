"""What waits for each member of staff: forms they left half filled, letters they wrote and nobody signed."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.store.draft import Draft
from hsct_desktop.store.letter import LetterRow
from hsct_desktop.store.staff import Staff

_FORMS = (
    sa.select(Staff.uid, sa.func.count())
    .join(Draft, Draft.staff_id == Staff.id)
    .where(Staff.uid.is_not(None))
    .group_by(Staff.uid)
)
_LETTERS = (
    sa.select(Staff.uid, sa.func.count())
    .join(LetterRow, LetterRow.created_by == Staff.id)
    .where(Staff.uid.is_not(None), LetterRow.signed_at.is_(None), LetterRow.voided_at.is_(None))
    .group_by(Staff.uid)
)


def forms(session: Session) -> dict[str, int]:
    """How many drafts each user left, by uid."""
    return {str(uid): count for uid, count in session.execute(_FORMS)}


def letters(session: Session) -> dict[str, int]:
    """How many letters each user wrote that are not signed, by uid."""
    return {str(uid): count for uid, count in session.execute(_LETTERS)}
