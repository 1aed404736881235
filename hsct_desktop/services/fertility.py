"""Fertility, contraception and pregnancy: record, revise, void; what is recorded, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import Wording, in_sentence
from hsct_desktop.domain.fertility import FertilityEntry, FertilityKind, FertilityRecord, check_fertility
from hsct_desktop.domain.names import clean_lines
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.services import alerts
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    died_on,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import late_effect, transplant
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

_KINDS: Final = frozenset({"long_term", "alert"})
_ASKED: Final = frozenset({"fertility"})


def for_patient(ws: Workspace, patient_id: int) -> list[FertilityRecord]:
    """A patient's fertility records by day."""
    with ws.read() as session:
        return late_effect.fertility_of(session, patient_id)


def entry_of(ws: Workspace, record_id: int) -> FertilityRecord:
    """A fertility record, for the form that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        return late_effect.get_fertility(session, record_id)


def mobilised_on(session: ReadSession | WriteSession, patient_id: int) -> date | None:
    """The first day of the first mobilisation, after which nothing can be preserved untouched."""
    courses = transplant.of_patient(session, patient_id)
    return min((c.entry.mobilisation_start for c in courses if c.entry.mobilisation_start is not None), default=None)


def problems(
    session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, entry: FertilityEntry
) -> Iterator[Problem]:
    """What is wrong with an entry."""
    died, mobilised = died_on(session, entry.patient_id), mobilised_on(session, entry.patient_id)
    yield from check_fertility(entry, card.entry.sex, birth_date_of(card), ws.today(), mobilised, died)


def record(ws: Workspace, entry: FertilityEntry, *, confirmed: bool = False) -> Changes:
    """Record an answer, a preservation or a pregnancy. Soft problems pass once `confirmed`."""
    with ws.write("fertility.record") as session:
        card = record_of(session, entry.patient_id)
        entry = _sound(session, ws, card, entry, confirmed)
        row_id = late_effect.add_fertility(session, entry).id
        alerts.after_results(session, ws, entry.patient_id, _ASKED)
        return changes(session, _KINDS, _saved(ws, card, entry), entry.patient_id, row_id)


def revise(ws: Workspace, record_id: int, version: int, entry: FertilityEntry, *, confirmed: bool = False) -> Changes:
    """Change a fertility record. KnownError `stale_row`."""
    with ws.write("fertility.revise") as session:
        card = record_of(session, entry.patient_id)
        entry = _sound(session, ws, card, entry, confirmed)
        if late_effect.get_fertility(session, record_id).entry.patient_id != entry.patient_id:
            raise KnownError("stale_row")
        late_effect.revise_fertility(session, record_id, version, entry)
        alerts.after_results(session, ws, entry.patient_id, _ASKED)
        return changes(session, _KINDS, _saved(ws, card, entry), entry.patient_id, record_id)


def void_record(ws: Workspace, record_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a fertility record made by mistake, with the reason."""
    why = required_reason(reason)
    with ws.write("fertility.void") as session:
        row = fetch(session, late_effect.FertilityRecord, record_id, version)
        void(session, row, why)
        session.flush()
        alerts.after_results(session, ws, row.patient_id, _ASKED)
        text = ws.wording.text("saved.fertility_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, _KINDS, text, row.patient_id, record_id)


def _sound(
    session: WriteSession, ws: Workspace, card: PatientCard, entry: FertilityEntry, confirmed: bool
) -> FertilityEntry:
    tidy = replace(entry, note=clean_lines(entry.note))
    if entry.kind.is_pregnancy:
        tidy = replace(tidy, answer="")
    refuse_problems(problems(session, ws, card, tidy), confirmed=confirmed)
    return tidy


def _saved(ws: Workspace, card: PatientCard, entry: FertilityEntry) -> str:
    return ws.wording.text("saved.fertility", name=name_of(card), what=in_words(ws.wording, entry))


def in_words(words: Wording, entry: FertilityEntry) -> str:
    """A record as a clause: "Fertility preservation: sperm banked", "Pregnancy, ended 3 May 2026: live birth"."""
    kind = words.enum("fertility_kind", entry.kind)
    if not entry.kind.is_pregnancy:
        said = words.text(
            "fertility.answered", kind=kind, answer=in_sentence(words.enum("fertility_answer", entry.answer))
        )
        return said if entry.ended_on is None else words.text("fertility.until", what=said, day=entry.ended_on)
    if entry.ended_on is None or entry.outcome is None:
        return words.text("fertility.going_on", kind=kind)
    outcome = in_sentence(words.enum("pregnancy_outcome", entry.outcome))
    return words.text("fertility.ended", kind=kind, day=entry.ended_on, outcome=outcome)


def line(words: Wording, records: Sequence[FertilityRecord]) -> str:
    """One line for the papers: the latest of each kind with its day, every pregnancy; "" where nothing is recorded."""
    latest: dict[FertilityKind, FertilityRecord] = {}
    for held in records:
        latest[held.entry.kind] = held
    shown = [held for held in records if held.entry.kind.is_pregnancy or latest[held.entry.kind] is held]
    return "; ".join(f"{in_words(words, held.entry)} ({words.date(held.recorded_on)})" for held in shown)
