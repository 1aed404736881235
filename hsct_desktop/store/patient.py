"""Patients and their allergies: the models, how they are written, found and checked for doubles."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.allergy import Allergy, AllergyKind, listed_allergies
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.patient import AllergyStatus, Consent, FollowUp, PatientEntry, Sex, folded_name
from hsct_desktop.store import tag
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill, touch, void
from hsct_desktop.store.held import read_once
from hsct_desktop.store.many import ids_text, of_many_patients
from hsct_desktop.store.transplant import Transplant

REMOVED = "removed"
"""The void reason of a child row (allergy, grade, pause, checklist line) that a later entry no longer has."""


class Patient(Recorded, Base):
    """A patient. `code_key` and the folded columns are derived for search; `follow_up` follows the state changes."""

    __tablename__ = "patient"

    code: Mapped[str]
    code_key: Mapped[str]
    family_name: Mapped[str]
    given_name: Mapped[str]
    folded_name: Mapped[str] = mapped_column(index=True)
    search_text: Mapped[str]
    birth_date: Mapped[date] = mapped_column(index=True)
    sex: Mapped[Sex]
    phone: Mapped[str]
    carer_name: Mapped[str]
    carer_phone: Mapped[str]
    address: Mapped[str]
    language: Mapped[str]
    interpreter: Mapped[bool]
    allergy_status: Mapped[AllergyStatus]
    consent_care: Mapped[Consent]
    consent_registry: Mapped[Consent]
    disease_id: Mapped[str]
    phenotype_id: Mapped[str]
    indication_id: Mapped[str]
    neurologist_id: Mapped[int | None] = mapped_column(sa.ForeignKey("professional.id"), index=True)
    gp_id: Mapped[int | None] = mapped_column(sa.ForeignKey("professional.id"), index=True)
    notes: Mapped[str]
    follow_up: Mapped[FollowUp] = mapped_column(default=FollowUp.FOLLOWED)
    nurse_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"), index=True, sort_order=98)
    consent_research: Mapped[Consent] = mapped_column(default=Consent.NOT_ASKED, sort_order=98)
    consent_registry_on: Mapped[date | None] = mapped_column(sort_order=98)
    consent_research_on: Mapped[date | None] = mapped_column(sort_order=98)
    pseudonymised_at: Mapped[datetime | None] = mapped_column(sort_order=98)

    __table_args__ = (
        sa.CheckConstraint("follow_up IN ('followed', 'dead', 'transferred', 'withdrawn', 'lost')", name="follow_up"),
        sa.Index("uq_patient_code_key", "code_key", unique=True, sqlite_where=sa.text("voided_at IS NULL")),
        sa.Index(
            "ix_patient_followed", "id", sqlite_where=sa.text("follow_up = 'followed' AND voided_at IS NULL")
        ),
    )  # fmt: skip


class AllergyRow(Recorded, Base):
    """A substance that the patient does not tolerate."""

    __tablename__ = "allergy"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    substance: Mapped[str]
    position: Mapped[int]
    kind: Mapped[str | None] = mapped_column(sort_order=98)
    """"allergy" or "intolerance"; None where nobody said."""
    reaction: Mapped[str | None] = mapped_column(sort_order=98)


def search_text(entry: PatientEntry) -> str:
    """What a search looks in: the folded name, the code with and without its separators, the year of birth."""
    code = fold(entry.code)
    year = f"{entry.birth_date.year}" if entry.birth_date is not None else ""
    name = folded_name(entry.family_name, entry.given_name)
    return " ".join(part for part in (name, code, code.replace(" ", "") if " " in code else "", year) if part)


def code_key(code: str) -> str:
    """What makes two codes the same: neither case nor the form of a letter or digit (full-width, ligature) counts."""
    folded = unicodedata.normalize("NFKC", code).casefold()
    return unicodedata.normalize("NFKC", folded)  # folding may leave a form that can be composed


def add(session: WriteSession, entry: PatientEntry) -> Patient:
    """Register a patient with their allergies; the row has its id."""
    row = Patient(follow_up=FollowUp.FOLLOWED)
    _fill(row, entry)
    session.add(row)
    session.flush()
    set_allergies(session, row.id, listed_allergies(entry.allergies, entry.intolerances))
    tag.set_tags(session, row.id, entry.tags)
    return row


def revise(session: WriteSession, patient_id: int, version: int, entry: PatientEntry) -> Patient:
    """Change a patient's card; raises KnownError `stale_row` when it changed since `version`."""
    row = fetch(session, Patient, patient_id, version)
    touch(session, row)
    _fill(row, entry)
    set_allergies(session, patient_id, listed_allergies(entry.allergies, entry.intolerances))
    tag.set_tags(session, patient_id, entry.tags)
    session.flush()
    return row


def _fill(row: Patient, entry: PatientEntry) -> None:
    fill(row, entry, allergies="", intolerances="", tags="")
    row.code_key = code_key(entry.code)
    row.folded_name = folded_name(entry.family_name, entry.given_name)
    row.search_text = search_text(entry)


def set_allergies(session: WriteSession, patient_id: int, allergies: Sequence[Allergy]) -> None:
    """Make the list of allergies and intolerances read so: what is gone is voided, what is new added."""
    held = session.execute(
        sa.select(AllergyRow).where(AllergyRow.patient_id == patient_id, AllergyRow.voided_at.is_(None))
    ).scalars()
    by_text = {_allergy(row).text: row for row in held}
    for text in by_text.keys() - {allergy.text for allergy in allergies}:
        void(session, by_text[text], REMOVED)
    for position, allergy in enumerate(allergies):
        row = by_text.get(allergy.text)
        if row is None:
            row = AllergyRow(patient_id=patient_id, position=position)
            fill(row, allergy)
            session.add(row)
        elif row.position != position:
            row.position = position
        if (row.kind or AllergyKind.ALLERGY) != allergy.kind:  # files from before 0004 say no kind
            row.kind = allergy.kind
    session.flush()


def _allergy(row: Any) -> Allergy:
    kind = AllergyKind(row.kind) if row.kind else None
    return Allergy(row.substance, kind, row.reaction or "")


def allergies_of(session: Session, patient_id: int) -> tuple[Allergy, ...]:
    """A patient's allergies and intolerances in their order."""
    return tuple(_allergy(row) for row in session.execute(_ALLERGIES, {"patient_id": patient_id}))


@dataclass(frozen=True)
class PatientFound:
    """A patient as a list of search results shows them; `day0` is that of the latest course that has one."""

    id: int
    code: str
    family_name: str
    given_name: str
    birth_date: date
    sex: Sex
    disease_id: str
    follow_up: FollowUp
    day0: date | None


@dataclass(frozen=True)
class PatientCard:
    """A patient's whole card, as the patient page and the registration form need it."""

    id: int
    version: int
    entry: PatientEntry
    follow_up: FollowUp


LATEST_DAY0 = (
    sa.select(Transplant.day0)
    .where(Transplant.patient_id == Patient.id, Transplant.voided_at.is_(None), Transplant.day0.is_not(None))
    .order_by(Transplant.number.desc())
    .limit(1)
    .correlate(Patient)
    .scalar_subquery()
)
"""Day 0 of a patient's latest course that has one."""

_FOUND = sa.select(
    Patient.id, Patient.code, Patient.family_name, Patient.given_name, Patient.birth_date, Patient.sex,
    Patient.disease_id, Patient.follow_up, LATEST_DAY0.label("day0"),
).where(Patient.voided_at.is_(None))  # fmt: skip
_BY_CODE = _FOUND.where(Patient.code_key == sa.bindparam("code_key"))
_BY_NAME = _FOUND.where(Patient.folded_name == sa.bindparam("folded_name"))
_BY_NAME_AND_BIRTH = _BY_NAME.where(Patient.birth_date == sa.bindparam("birth_date"))
_ENTRY_FIELDS = [f.name for f in fields(PatientEntry) if f.name not in ("allergies", "intolerances", "tags")]
_CARDS = sa.select(
    Patient.id, Patient.version, Patient.follow_up, *(getattr(Patient, name) for name in _ENTRY_FIELDS)
).where(Patient.voided_at.is_(None))
_CARD = _CARDS.where(Patient.id == sa.bindparam("patient_id"))
_CARDS_OF_MANY = of_many_patients(_CARDS, Patient.id)
_PSEUDONYMISED = of_many_patients(sa.select(Patient.id).where(Patient.pseudonymised_at.is_not(None)), Patient.id)
_NAME = sa.select(Patient.family_name, Patient.given_name).where(Patient.id == sa.bindparam("patient_id"))
_ALLERGIES = (
    sa.select(AllergyRow.substance, AllergyRow.kind, AllergyRow.reaction)
    .where(AllergyRow.patient_id == sa.bindparam("patient_id"), AllergyRow.voided_at.is_(None))
    .order_by(AllergyRow.position, AllergyRow.id)
)
_ALLERGIES_OF_MANY = of_many_patients(
    sa.select(AllergyRow.patient_id, AllergyRow.substance, AllergyRow.kind, AllergyRow.reaction).where(
        AllergyRow.voided_at.is_(None)
    ),
    AllergyRow.patient_id,
).order_by(AllergyRow.position, AllergyRow.id)
_ALL_CODES = sa.select(Patient.code).where(Patient.voided_at.is_(None)).order_by(Patient.code_key)


def find(session: Session, words: Sequence[str], limit: int, birth_date: date | None = None) -> list[PatientFound]:
    """Patients whose name or code holds every one of the folded `words`, in any order, and born on `birth_date`.

    Those with a word at the beginning of a name or code come first, then by name. No words and no date: everybody.
    """
    statement = _FOUND
    starts: list[sa.ColumnElement[bool]] = []
    for word in words:
        statement = statement.where(Patient.search_text.contains(word, autoescape=True))
        starts.append((sa.literal(" ") + Patient.search_text).contains(" " + word, autoescape=True))
    if birth_date is not None:
        statement = statement.where(Patient.birth_date == birth_date)
    if starts:
        statement = statement.order_by(sa.case((sa.and_(*starts), 0), else_=1))
    return _found(session, statement.order_by(Patient.folded_name, Patient.birth_date, Patient.id).limit(limit), {})


def by_code(session: Session, code: str) -> PatientFound | None:
    """The patient of a code, whatever its case."""
    return next(iter(_found(session, _BY_CODE, {"code_key": code_key(code)})), None)


@dataclass(frozen=True)
class Doubles:
    """Who may be the same person: the one with the same code (blocks), those of same name and birth date (asks)."""

    same_code: PatientFound | None
    same_person: list[PatientFound]


def duplicates(
    session: Session, code: str, folded_name: str, birth_date: date, except_id: int | None = None
) -> Doubles:
    """Look for doubles of a patient about to be saved; `except_id` is the patient being edited."""
    same_code = by_code(session, code)
    keys = {"folded_name": folded_name, "birth_date": birth_date}
    people = [found for found in _found(session, _BY_NAME_AND_BIRTH, keys) if found.id != except_id]
    return Doubles(None if same_code is None or same_code.id == except_id else same_code, people)


def same_name(session: Session, folded_name: str, except_id: int | None = None) -> list[PatientFound]:
    """Other patients with the same folded name, for the notice on opening."""
    return [found for found in _found(session, _BY_NAME, {"folded_name": folded_name}) if found.id != except_id]


def codes(session: Session) -> list[str]:
    """Every code in use, for proposing the next one."""
    return list(session.execute(_ALL_CODES).scalars())


@read_once
def get(session: Session, patient_id: int) -> PatientCard | None:
    """A patient's card with allergies, None when there is none (any more)."""
    row: Any = session.execute(_CARD, {"patient_id": patient_id}).one_or_none()
    if row is None:
        return None
    return _card(row, allergies_of(session, patient_id), tag.of_patient(session, patient_id))


def _card(row: Any, known: Sequence[Allergy], tags: tuple[str, ...]) -> PatientCard:
    entry = PatientEntry(
        allergies=tuple(one.text for one in known if one.kind is not AllergyKind.INTOLERANCE),
        intolerances=tuple(one.text for one in known if one.kind is AllergyKind.INTOLERANCE),
        tags=tags,
        **{name: getattr(row, name) for name in _ENTRY_FIELDS},
    )
    return PatientCard(row.id, row.version, entry, row.follow_up)


def cards_of(session: Session, ids: Collection[int]) -> list[PatientCard]:
    """The cards of some patients with their allergies and tags, those who are gone left out (three statements)."""
    given = ids_text(ids)
    known: dict[int, list[Allergy]] = {}
    for row in session.execute(_ALLERGIES_OF_MANY, given):
        known.setdefault(row.patient_id, []).append(_allergy(row))
    tags = tag.of_many(session, ids)
    return [_card(row, known.get(row.id, ()), tags.get(row.id, ())) for row in session.execute(_CARDS_OF_MANY, given)]


def pseudonymised(session: Session, ids: Collection[int]) -> frozenset[int]:
    """Which of some patients were pseudonymised (one statement)."""
    return frozenset(session.scalars(_PSEUDONYMISED, ids_text(ids)))


def any_name(session: Session, patient_id: int) -> tuple[str, str] | None:
    """Family and given name, also of a patient whose registration was taken back."""
    row = session.execute(_NAME, {"patient_id": patient_id}).one_or_none()
    return None if row is None else (row.family_name, row.given_name)


def _found(session: Session, statement: Any, keys: dict[str, object]) -> list[PatientFound]:
    return [PatientFound(*row) for row in session.execute(statement, keys)]
