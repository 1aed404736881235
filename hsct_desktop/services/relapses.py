"""Relapses: record, revise, void, list with their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.disease_history import check_onset
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.partial_date import PartialDate, shown
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.relapse import Relapse, RelapseEntry, System, check_relapse
from hsct_desktop.services import neuro_rechecks
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    check_alive,
    course_of,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_history
from hsct_desktop.store import relapse as store
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

_WRITES: Final = frozenset({"disease"})


@dataclass(frozen=True)
class RelapseRow:
    """A relapse as lists show it. `after_day0` is None where the date leaves it open, or no Day 0 is recorded."""

    held: Relapse
    onset: str
    systems: str
    after_day0: bool | None


def for_patient(ws: Workspace, patient_id: int) -> list[RelapseRow]:
    """A patient's relapses by onset, earliest first."""
    with ws.read() as session:
        course = course_of(session, patient_id)
        day0 = course.entry.day0 if course is not None else None
        return [row_of(ws.wording, held, day0) for held in store.of_patient(session, patient_id)]


def row_of(words: Wording, held: Relapse, day0: date | None) -> RelapseRow:
    """A relapse with its words."""
    onset = held.entry.onset
    said = words.value(shown(onset)) if onset is not None else words.text("history.no_date")
    systems = systems_words(words, held.entry.systems)
    return RelapseRow(held, said, systems, is_after(onset, day0) if onset is not None else None)


def systems_words(words: Wording, systems: tuple[System, ...]) -> str:
    """The systems in words, with commas."""
    return ", ".join(words.enum("system", system) for system in systems)


def is_after(onset: PartialDate, day0: date | None) -> bool | None:
    """Whether a relapse came after Day 0; None where its date leaves that open, or there is no Day 0."""
    if day0 is None:
        return None
    return True if onset.first > day0 else False if onset.last <= day0 else None


def entry_of(ws: Workspace, row_id: int) -> tuple[RelapseEntry, int]:
    """A relapse and its version, for the form that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        held = store.get(session, row_id)
    if held is None:
        raise KnownError("stale_row")
    return held.entry, held.version


def problems(
    session: ReadSession | WriteSession,
    ws: Workspace,
    card: PatientCard,
    entry: RelapseEntry,
    row_id: int | None = None,
) -> Iterator[Problem]:
    """What is wrong with an entry, as form and table show it beside its fields."""
    others = [held for held in store.of_patient(session, entry.patient_id) if held.id != row_id]
    yield from check_relapse(entry, birth_date_of(card), ws.today(), others)
    yield from check_onset("onset", entry.onset, disease_history.onset_of(session, entry.patient_id))
    yield from check_alive(session, entry.patient_id, entry.onset.first if entry.onset is not None else None, "onset")


def _tidied(entry: RelapseEntry) -> RelapseEntry:
    """The entry without stray blanks, each system once and in the order of the list."""
    systems = tuple(system for system in System if system in entry.systems)
    return replace(entry, systems=systems, treatment=clean(entry.treatment), note=clean_lines(entry.note))


def record(ws: Workspace, entry: RelapseEntry, *, confirmed: bool = False) -> Changes:
    """Record a relapse; with `confirmed` what only asks for a second look is let through."""
    with ws.write("relapse.record") as session:
        card, entry = record_of(session, entry.patient_id), _tidied(entry)
        refuse_problems(problems(session, ws, card, entry), confirmed=confirmed)
        row_id = store.add(session, entry).id
        text = " · ".join([_saved(ws, card, entry), *_second_look(ws, session, entry)])
        return changes(session, _WRITES, text, entry.patient_id, row_id)


def revise(ws: Workspace, row_id: int, version: int, entry: RelapseEntry, *, confirmed: bool = False) -> Changes:
    """Change a relapse. KnownError `stale_row`."""
    with ws.write("relapse.revise") as session:
        card, entry = record_of(session, entry.patient_id), _tidied(entry)
        refuse_problems(problems(session, ws, card, entry, row_id), confirmed=confirmed)
        if store.revise(session, row_id, version, entry).patient_id != entry.patient_id:
            raise KnownError("stale_row")
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, row_id)


def void_relapse(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a relapse recorded by mistake, with the reason."""
    why = required_reason(reason)
    with ws.write("relapse.void") as session:
        row = fetch(session, store.Relapse, row_id, version)
        void(session, row, why)
        session.flush()
        text = ws.wording.text("saved.relapse_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, _WRITES, text, row.patient_id, row_id)


def _saved(ws: Workspace, card: PatientCard, entry: RelapseEntry) -> str:
    onset = shown(entry.onset) if entry.onset is not None else ""
    return ws.wording.text("saved.relapse", name=name_of(card), onset=onset)


def _second_look(ws: Workspace, session: WriteSession, entry: RelapseEntry) -> Iterator[str]:
    """The offer to look again, where fever, an infection or ATG stands beside a fresh relapse; it stays on offer."""
    if entry.onset is None or not entry.onset.is_whole:
        return
    session.flush()
    for offer, words in neuro_rechecks.rechecks(ws, session, entry.patient_id, ws.wording).offers:
        if offer.worsening.episode_id is None and offer.worsening.on == entry.onset.first:
            yield words
