"""Letters: drafts, what was signed with its bytes, how it left, the unit's phrases; registry forms typed elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from hsct_desktop.domain.letter import (
    Dispatch,
    DispatchEntry,
    FreeSection,
    Letter,
    LetterEntry,
    LetterKind,
    LetterStatus,
    SentBy,
    Signature,
)
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.patient import Patient


class LetterRow(Recorded, Base):
    """A letter; `texts` is JSON of the free sections. What was signed is in `signed_*` and in `letter_content`."""

    __tablename__ = "letter"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    professional_id: Mapped[int | None] = mapped_column(sa.ForeignKey("professional.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("letter.id"), index=True)
    kind: Mapped[str]
    language: Mapped[str]
    written_on: Mapped[date]
    reader: Mapped[str]
    since_on: Mapped[date | None]
    copies: Mapped[str]
    texts: Mapped[str]
    status: Mapped[str]
    number: Mapped[int]
    signed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    signer_name: Mapped[str]
    signer_role: Mapped[str]
    signed_at: Mapped[datetime | None]
    fingerprint: Mapped[str]
    sha256: Mapped[str]
    changed: Mapped[str] = mapped_column(server_default="", sort_order=100)
    signed_why: Mapped[str] = mapped_column(server_default="", sort_order=101)


class LetterContent(Base):
    """The signed PDF and the facts it rested on (JSON), written once; the logged letter holds their hashes."""

    __tablename__ = "letter_content"

    letter_id: Mapped[int] = mapped_column(sa.ForeignKey("letter.id"), primary_key=True)
    content: Mapped[bytes]
    facts: Mapped[str]


class LetterDispatch(Recorded, Base):
    """How, to whom and when a signed letter left."""

    __tablename__ = "letter_dispatch"

    letter_id: Mapped[int] = mapped_column(sa.ForeignKey("letter.id"), index=True)
    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    way: Mapped[str]
    to_whom: Mapped[str]
    sent_on: Mapped[date]
    note: Mapped[str]


class RegistryEntry(Recorded, Base):
    """A registry form that was typed into the registry: which, when, by whom.

    `year` counts the annual ones, 0 for every other form; `facts` is JSON: the language and what each item said then.
    """

    __tablename__ = "registry_entry"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    transplant_id: Mapped[int] = mapped_column(sa.ForeignKey("transplant.id"), index=True)
    form: Mapped[str]
    typed_on: Mapped[date]
    typed_by_name: Mapped[str]
    note: Mapped[str]
    year: Mapped[int] = mapped_column(server_default="0", sort_order=100)
    reference: Mapped[str] = mapped_column(server_default="", sort_order=101)
    facts: Mapped[str] = mapped_column(server_default="", sort_order=102)


class Phrase(Recorded, Base):
    """A text block of the unit: `texts` is JSON by language, `kinds` the letters it is offered in, comma-separated."""

    __tablename__ = "phrase"

    label: Mapped[str]
    section: Mapped[str]
    kinds: Mapped[str]
    texts: Mapped[str]
    position: Mapped[int]


class LetterheadLogo(Recorded, Base):
    """The logo of the unit's letters, PNG or JPEG: one row that counts; `size` in bytes."""

    __tablename__ = "letterhead_logo"

    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]


class LetterheadLogoContent(Base):
    """The bytes of a logo, written once."""

    __tablename__ = "letterhead_logo_content"

    letterhead_logo_id: Mapped[int] = mapped_column(sa.ForeignKey("letterhead_logo.id"), primary_key=True)
    content: Mapped[bytes]


_NEXT = aliased(LetterRow)
_REPLACED_BY = (
    sa.select(_NEXT.id)
    .where(
        _NEXT.replaces_id == LetterRow.id, _NEXT.voided_at.is_(None), _NEXT.status == LetterStatus.SIGNED.value
    )
    .limit(1)
    .correlate(LetterRow)
    .scalar_subquery()
)  # fmt: skip
_LETTERS = sa.select(
    LetterRow.id, LetterRow.version, LetterRow.patient_id, LetterRow.professional_id, LetterRow.replaces_id,
    LetterRow.kind, LetterRow.language, LetterRow.written_on, LetterRow.reader, LetterRow.since_on, LetterRow.copies,
    LetterRow.texts, LetterRow.status, LetterRow.number, LetterRow.signed_by, LetterRow.signer_name,
    LetterRow.signer_role, LetterRow.signed_at, LetterRow.fingerprint, LetterRow.sha256,
    LetterRow.changed, LetterRow.signed_why, _REPLACED_BY.label("replaced_by_id"),
).where(LetterRow.voided_at.is_(None)).order_by(LetterRow.written_on.desc(), LetterRow.id.desc())  # fmt: skip
_OF_PATIENT = _LETTERS.where(LetterRow.patient_id == sa.bindparam("key"))
_ONE = _LETTERS.where(LetterRow.id == sa.bindparam("key"))
_SIGNATURE = (
    sa.select(LetterRow.signer_name, LetterRow.signer_role)
    .where(LetterRow.status == LetterStatus.SIGNED.value, LetterRow.signed_by == sa.bindparam("staff_id"))
    .order_by((LetterRow.language == sa.bindparam("language")).desc(), LetterRow.signed_at.desc(), LetterRow.id.desc())
    .limit(1)
)
_UNSENT = _LETTERS.where(
    LetterRow.status == LetterStatus.SIGNED.value, _REPLACED_BY.is_(None),
    ~sa.exists(sa.select(sa.literal(1)).where(
        LetterDispatch.letter_id == LetterRow.id, LetterDispatch.voided_at.is_(None)
    )),
    sa.exists(sa.select(sa.literal(1)).where(Patient.id == LetterRow.patient_id, Patient.voided_at.is_(None))),
)  # fmt: skip
_CORRECTION = _LETTERS.where(LetterRow.replaces_id == sa.bindparam("key"))
_CONTENT = (
    sa.select(sa.cast(LetterContent.content, sa.LargeBinary).label("content"), LetterContent.facts, LetterRow.sha256)
    .select_from(LetterRow)
    .join(LetterContent, LetterContent.letter_id == LetterRow.id, isouter=True)
    .where(LetterRow.id == sa.bindparam("key"), LetterRow.voided_at.is_(None))
)
_KEPT = (
    sa.select(sa.cast(LetterContent.content, sa.LargeBinary).label("content"), LetterRow.sha256)
    .join(LetterContent, LetterContent.letter_id == LetterRow.id)
    .where(LetterRow.id == sa.bindparam("key"))
)
_DISPATCHES = (
    sa.select(
        LetterDispatch.id, LetterDispatch.version, LetterDispatch.letter_id, LetterDispatch.way,
        LetterDispatch.to_whom, LetterDispatch.sent_on, LetterDispatch.note,
    )
    .where(LetterDispatch.voided_at.is_(None))
    .order_by(LetterDispatch.sent_on, LetterDispatch.id)
)  # fmt: skip
_SENT_OF_PATIENT = _DISPATCHES.where(LetterDispatch.patient_id == sa.bindparam("key"))


def add(session: WriteSession, entry: LetterEntry, number: int = 1, replaces_id: int | None = None) -> LetterRow:
    """Begin a draft; the row has its id."""
    row = LetterRow(
        patient_id=entry.patient_id, number=number, replaces_id=replaces_id, status=LetterStatus.DRAFT.value,
        signer_name="", signer_role="", fingerprint="", sha256="", changed="", signed_why="",
    )  # fmt: skip
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def draft(session: WriteSession, letter_id: int, version: int | None = None) -> LetterRow:
    """The draft to change. KnownError `stale_row`; `letter_is_signed` for one that is final."""
    row = fetch(session, LetterRow, letter_id)
    if row.status == LetterStatus.SIGNED.value:
        raise KnownError("letter_is_signed")
    return fetch(session, LetterRow, letter_id, version)


def revise(session: WriteSession, letter_id: int, version: int, entry: LetterEntry) -> LetterRow:
    """Change a draft. KnownError as `draft`."""
    row = draft(session, letter_id, version)
    if row.patient_id != entry.patient_id:
        raise KnownError("stale_row")
    _fill(row, entry)
    session.flush()
    return row


def sign(
    session: WriteSession, row: LetterRow, signature: Signature, content: bytes, facts: str, changed: str = ""
) -> None:
    """Make a draft final: what was signed is kept for good with the facts it rested on, and what `changed` in it."""
    row.status = LetterStatus.SIGNED.value
    row.changed, row.signed_why = changed, signature.why
    row.signed_by, row.signer_name, row.signer_role = signature.staff_id, signature.name, signature.role
    row.signed_at, row.fingerprint, row.sha256 = signature.signed_at, signature.fingerprint, signature.sha256
    session.flush()
    session.execute(sa.insert(LetterContent).values(letter_id=row.id, content=content, facts=facts))


def _fill(row: LetterRow, entry: LetterEntry) -> None:
    row.professional_id, row.reader, row.kind = entry.professional_id, entry.reader, entry.kind.value
    row.language, row.written_on, row.since_on = entry.language, entry.written_on, entry.since_on
    row.copies = entry.copies
    texts = {section.value: text for section, text in sorted(entry.texts.items()) if text}
    row.texts = json.dumps(texts, ensure_ascii=False)


def of_patient(session: Session, patient_id: int) -> list[Letter]:
    """A patient's letters, drafts too, the latest first (one query)."""
    return [_letter(row) for row in session.execute(_OF_PATIENT, {"key": patient_id})]


def get(session: Session, letter_id: int) -> Letter | None:
    """One letter, None when it is gone."""
    row = session.execute(_ONE, {"key": letter_id}).one_or_none()
    return None if row is None else _letter(row)


def unsent(session: Session) -> list[Letter]:
    """The signed letters of all standing patients that have not left yet and are not replaced, the latest first (one
    query)."""
    return [_letter(row) for row in session.execute(_UNSENT)]


def last_signature(session: Session, staff_id: int, language: str) -> tuple[str, str] | None:
    """Name and role under the last letter that a member of staff has signed, in that language or else in any; None
    before the first."""
    row = session.execute(_SIGNATURE, {"staff_id": staff_id, "language": language}).one_or_none()
    return None if row is None else (row.signer_name, row.signer_role)


def correction_of(session: Session, letter_id: int) -> Letter | None:
    """The letter that replaces this one, or the draft that will; None when nobody has begun one."""
    row = session.execute(_CORRECTION, {"key": letter_id}).first()
    return None if row is None else _letter(row)


def content(session: Session, letter_id: int) -> bytes:
    """The PDF as it was signed. KnownError `letter_gone`; `letter_removed` when pseudonymising took it;
    `letter_damaged` when it is not what was signed."""
    row = session.execute(_CONTENT, {"key": letter_id}).one_or_none()
    if row is None or not row.sha256:
        raise KnownError("letter_gone")
    if row.content == b"":
        raise KnownError("letter_removed")
    if row.content is None or hashlib.sha256(row.content).hexdigest() != row.sha256:
        raise KnownError("letter_damaged")
    kept: bytes = row.content
    return kept


def kept_bytes(session: Session, letter_id: int) -> bytes | None:
    """The PDF of a signed letter, taken back or not; None where it is damaged or was removed."""
    row = session.execute(_KEPT, {"key": letter_id}).one_or_none()
    whole = row is not None and row.content and hashlib.sha256(row.content).hexdigest() == row.sha256
    return bytes(row.content) if row is not None and whole else None


def facts(session: Session, letter_id: int) -> Mapping[str, Any]:
    """What a signed letter rested on. KnownError `letter_gone`."""
    row = session.execute(_CONTENT, {"key": letter_id}).one_or_none()
    if row is None or row.facts is None:
        raise KnownError("letter_gone")
    if not row.facts:
        raise KnownError("letter_removed")
    known: Mapping[str, Any] = json.loads(row.facts)
    return known


def _letter(row: Any) -> Letter:
    texts = {FreeSection(name): text for name, text in json.loads(row.texts or "{}").items()}
    entry = LetterEntry(
        row.patient_id, LetterKind(row.kind), row.language, row.written_on, row.professional_id, row.reader,
        row.since_on, row.copies, texts,
    )  # fmt: skip
    signature = None
    if row.status == LetterStatus.SIGNED.value:
        signature = Signature(
            row.signed_by, row.signer_name, row.signer_role, row.signed_at, row.fingerprint, row.sha256,
            row.signed_why,
        )  # fmt: skip
    return Letter(
        row.id, row.version, entry, LetterStatus(row.status), row.number, row.replaces_id, row.replaced_by_id,
        signature, row.changed,
    )  # fmt: skip


def add_dispatch(session: WriteSession, patient_id: int, entry: DispatchEntry) -> LetterDispatch:
    """Record that a letter left; the row has its id."""
    row = LetterDispatch(
        letter_id=entry.letter_id, patient_id=patient_id, way=entry.way.value, to_whom=entry.to_whom,
        sent_on=entry.sent_on, note=entry.note,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def dispatches(session: Session, patient_id: int) -> list[Dispatch]:
    """How a patient's letters left, the first first (one query)."""
    return [_dispatch(row) for row in session.execute(_SENT_OF_PATIENT, {"key": patient_id})]


def _dispatch(row: Any) -> Dispatch:
    entry = DispatchEntry(row.letter_id, SentBy(row.way), row.to_whom, row.sent_on, row.note)
    return Dispatch(row.id, row.version, entry)
