"""Trials that a patient takes part in: record, revise, void, list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from hsct_desktop.catalogue.selection_words import trial_words
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.names import clean, clean_lines, fold
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.selection import Trial
from hsct_desktop.domain.selection_meeting import TrialEnrolment, TrialEntry, check_trial
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    check_alive,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import selection as store
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

KINDS: Final = frozenset({"selection"})


@dataclass(frozen=True)
class TrialRow:
    """An enrolment in words; `span` is from when until when."""

    held: TrialEnrolment
    name: str
    span: str


def for_patient(ws: Workspace, patient_id: int, words: Wording | None = None) -> list[TrialRow]:
    """A patient's enrolments as they were entered."""
    said = words or ws.wording
    with ws.read() as session:
        record_of(session, patient_id)
        found = store.trials_of(session, patient_id)
    return [TrialRow(held, trial_name(ws, held.entry), span(said, held.entry)) for held in found]


def trial_name(ws: Workspace, entry: TrialEntry) -> str:
    """The trial's name; as typed where the list does not have it."""
    known = ws.catalogue.trials.get(entry.trial_id)
    return known.name if known is not None else entry.name or entry.trial_id


def span(words: Wording, entry: TrialEntry) -> str:
    """From when until when a patient took part, as far as it is recorded."""
    if entry.enrolled_on is not None and entry.left_on is not None:
        return words.range(entry.enrolled_on, entry.left_on)
    if entry.enrolled_on is not None:
        return words.text("selection.trial_since", day=entry.enrolled_on)
    return words.text("selection.trial_until", day=entry.left_on) if entry.left_on is not None else ""


def offered(ws: Workspace, patient_id: int) -> list[tuple[Trial, str]]:
    """The trials of the list for the patient's disease with their words, those that recruit first."""
    with ws.read() as session:
        disease = record_of(session, patient_id).entry.disease_id
    found = [one for one in ws.catalogue.trials.values() if not one.diseases or disease in one.diseases]
    return [(one, trial_words(ws.wording, one)) for one in sorted(found, key=lambda one: one.is_closed)]


def meant(ws: Workspace, name: str) -> Trial | None:
    """The trial of the list that a typed name means."""
    wanted = fold(name)
    if not wanted:
        return None
    return next((one for one in ws.catalogue.trials.values() if wanted in (fold(one.name), fold(one.registry))), None)


def problems(
    session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, entry: TrialEntry
) -> Iterator[Problem]:
    """What is wrong with an enrolment, as the sheet shows it beside its fields."""
    yield from check_trial(entry, birth_date_of(card), ws.today())
    yield from check_alive(session, entry.patient_id, entry.enrolled_on, "enrolled_on")
    yield from check_alive(session, entry.patient_id, entry.left_on, "left_on")
    if entry.name and not entry.trial_id:
        yield Problem("trial", "trial_not_listed", {"name": entry.name}, soft=True)


def record(ws: Workspace, entry: TrialEntry, *, confirmed: bool = False) -> Changes:
    """Record that a patient takes part in a trial; one that the list does not have is asked about once."""
    with ws.write("trial.record") as session:
        card = record_of(session, entry.patient_id)
        entry = _tidied(ws, entry)
        refuse_problems(problems(session, ws, card, entry), confirmed=confirmed)
        row_id = store.add_trial(session, entry).id
        return changes(session, KINDS, _saved(ws, card, entry), entry.patient_id, row_id)


def revise(ws: Workspace, row_id: int, version: int, entry: TrialEntry, *, confirmed: bool = False) -> Changes:
    """Change an enrolment; a name that stands already is not asked about again. KnownError `stale_row`."""
    with ws.write("trial.revise") as session:
        card = record_of(session, entry.patient_id)
        entry = _tidied(ws, entry)
        known = any(one.entry.name == entry.name for one in store.trials_of(session, card.id) if one.id == row_id)
        refuse_problems(problems(session, ws, card, entry), confirmed=confirmed or known)
        if store.revise_trial(session, row_id, version, entry).patient_id != entry.patient_id:
            raise KnownError("stale_row")
        return changes(session, KINDS, _saved(ws, card, entry), entry.patient_id, row_id)


def _tidied(ws: Workspace, entry: TrialEntry) -> TrialEntry:
    name = clean(entry.name)
    known = ws.catalogue.trials.get(entry.trial_id) or (meant(ws, name) if name else None)
    return replace(
        entry,
        trial_id=known.id if known is not None else "",
        name="" if known is not None else name,
        arm=clean(entry.arm),
        screening_number=clean(entry.screening_number),
        note=clean_lines(entry.note),
    )


def _saved(ws: Workspace, card: PatientCard, entry: TrialEntry) -> str:
    return ws.wording.text("saved.trial", name=name_of(card), trial=trial_name(ws, entry))


def void_trial(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back an enrolment entered by mistake, with the reason. KnownError `stale_row`."""
    why = required_reason(reason)
    with ws.write("trial.void") as session:
        row = fetch(session, store.TrialEnrolment, row_id, version)
        void(session, row, why)
        session.flush()
        text = ws.wording.text("saved.trial_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, KINDS, text, row.patient_id, row_id)


def entry_of(ws: Workspace, patient_id: int, row_id: int) -> tuple[TrialEntry, int]:
    """An enrolment and its version, for the sheet that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        held = next((one for one in store.trials_of(session, patient_id) if one.id == row_id), None)
    if held is None:
        raise KnownError("stale_row")
    return held.entry, held.version
