"""The unit's phrases for letters."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain import phrase as domain
from hsct_desktop.domain.letter import FreeSection, LetterKind
from hsct_desktop.domain.phrase import PhraseEntry
from hsct_desktop.store.base import WriteSession, fetch
from hsct_desktop.store.letter import Phrase

_ALL = (
    sa.select(
        Phrase.id, Phrase.version, Phrase.label, Phrase.section, Phrase.kinds, Phrase.texts, Phrase.position
    )
    .where(Phrase.voided_at.is_(None))
    .order_by(Phrase.position, Phrase.id)
)  # fmt: skip


def add(session: WriteSession, entry: PhraseEntry) -> Phrase:
    """Add a checked phrase; the row has its id."""
    row = Phrase()
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, row_id: int, version: int, entry: PhraseEntry) -> Phrase:
    """Change a phrase. KnownError `stale_row`."""
    row = fetch(session, Phrase, row_id, version)
    _fill(row, entry)
    session.flush()
    return row


def _fill(row: Phrase, entry: PhraseEntry) -> None:
    row.label, row.section, row.position = entry.label, entry.section.value, entry.position
    row.kinds = ",".join(kind.value for kind in LetterKind if kind in entry.kinds)
    row.texts = json.dumps({name: text for name, text in sorted(entry.texts.items()) if text}, ensure_ascii=False)


def all_of(session: Session) -> list[domain.Phrase]:
    """Every phrase of the unit, in its order."""
    return [_plain(row) for row in session.execute(_ALL)]


def _plain(row: Any) -> domain.Phrase:
    kinds = frozenset(LetterKind(one) for one in row.kinds.split(",") if one)
    entry = PhraseEntry(row.label, FreeSection(row.section), kinds, json.loads(row.texts or "{}"), row.position)
    return domain.Phrase(row.id, row.version, entry)
