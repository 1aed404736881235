"""Toxicities: record, revise, void, list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hsct_desktop.domain.adverse_event import AdverseEventEntry, Episode, Grade, Outcome, check_adverse_event
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.patient import FollowUp, StateChange, StateChangeKind, check_state_change
from hsct_desktop.domain.problem import KnownError, Problem
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
from hsct_desktop.store import adverse_event, state_change
from hsct_desktop.store.adverse_event import AdverseEvent
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard


def for_patient(ws: Workspace, patient_id: int) -> list[Episode]:
    """A patient's episodes by onset, terms in the reader's language."""
    with ws.read() as session:
        return episodes(ws, session, patient_id)


def episodes(ws: Workspace, session: ReadSession, patient_id: int, language: str | None = None) -> list[Episode]:
    """The episodes of `for_patient` within a session, in a language of the caller's choice."""
    spoken = language or ws.language
    return [localized(ws, episode, spoken) for episode in adverse_event.of_patient(session, patient_id)]


def localized(ws: Workspace, episode: Episode, language: str) -> Episode:
    """The episode with term and system organ class in words; an "Other, specify" term shows what was specified."""
    term = ws.catalogue.terms(episode.ctcae_version).term(episode.term_id)
    if term is None:
        return episode
    specify = episode.extra.get("specify", "")
    return replace(episode, label=specify or term.label.text(language), soc=term.soc_short.text(language))


def entry_of(ws: Workspace, event_id: int) -> tuple[AdverseEventEntry, int]:
    """An episode as entered and its version, for the form that edits it."""
    with ws.read() as session:
        found = adverse_event.entry_of(session, event_id)
    if found is None:
        raise KnownError("stale_row")
    return found[1], found[0]


def record(ws: Workspace, entry: AdverseEventEntry, death_cause: str = "") -> Changes:
    """Record an episode. Grade 5 records the death as well, with `death_cause`, in the same write."""
    with ws.write("adverse_event.record") as session:
        card = record_of(session, entry.patient_id)
        row_id, label, kinds = put(session, ws, card, entry, death_cause)
        text = ws.wording.text("saved.adverse_event", name=name_of(card), term=label, grade=_worst(entry))
        return changes(session, kinds, text, entry.patient_id, row_id)


def put(
    session: WriteSession, ws: Workspace, card: PatientCard, entry: AdverseEventEntry, death_cause: str = ""
) -> tuple[int, str, set[str]]:
    """Check and write an episode within a write; return its id, its term in words and the kinds that changed."""
    entry = _clean(entry)
    refuse_problems(_problems(session, ws, card, entry, death_cause))
    term = ws.catalogue.terms(entry.ctcae_version).term(entry.term_id)
    if term is None:
        raise KnownError("stale_row")
    row = adverse_event.add(session, entry, term.label.en, term.soc_id)
    kinds = {"adverse_event"}
    if _brings_death(entry, card):
        state_change.add(session, entry.patient_id, _death(entry, death_cause))
        kinds |= {"state", "schedule", "patient"}
    return row.id, entry.specify or term.label.text(ws.language), kinds


def _clean(entry: AdverseEventEntry) -> AdverseEventEntry:
    return replace(entry, specify=clean(entry.specify), note=clean_lines(entry.note))


def _worst(entry: AdverseEventEntry) -> int:
    return int(max(step.grade for step in entry.grades))


def _brings_death(entry: AdverseEventEntry, card: PatientCard) -> bool:
    """Whether the death is news: grade 5, and no death recorded yet."""
    is_death = bool(entry.grades) and entry.grades[-1].grade is Grade.DEATH
    return is_death and card.follow_up is not FollowUp.DEAD


def _death(entry: AdverseEventEntry, cause: str) -> StateChange:
    return StateChange(StateChangeKind.DIED, entry.end or entry.grades[-1].start, clean(cause))


def _problems(
    session: WriteSession, ws: Workspace, card: PatientCard, entry: AdverseEventEntry, death_cause: str
) -> Iterator[Problem]:
    term = ws.catalogue.terms(entry.ctcae_version).term(entry.term_id) if entry.term_id else None
    born = birth_date_of(card)
    yield from check_adverse_event(entry, term.rule(ws.language) if term is not None else None, born, ws.today())
    yield from check_alive(session, entry.patient_id, entry.onset, "onset")
    yield from check_alive(session, entry.patient_id, entry.end, "end")
    yield from check_alive(session, entry.patient_id, max((s.start for s in entry.grades), default=None), "grade_date")
    if _brings_death(entry, card):
        for problem in check_state_change(_death(entry, death_cause), born, ws.today(), None):
            yield Problem("death_cause" if problem.field == "detail" else "grade_date", problem.key, problem.params)


def revise(ws: Workspace, event_id: int, version: int, entry: AdverseEventEntry, death_cause: str = "") -> Changes:
    """Change an episode: its grades over time, its end, what it is put down to."""
    with ws.write("adverse_event.revise") as session:
        card = record_of(session, entry.patient_id)
        entry = _clean(entry)
        refuse_problems(_problems(session, ws, card, entry, death_cause))
        term = ws.catalogue.terms(entry.ctcae_version).term(entry.term_id)
        if term is None:
            raise KnownError("stale_row")
        adverse_event.revise(session, event_id, version, entry, term.label.en, term.soc_id)
        kinds = {"adverse_event"}
        if _brings_death(entry, card):
            state_change.add(session, entry.patient_id, _death(entry, death_cause))
            kinds |= {"state", "schedule", "patient"}
        label = entry.specify or term.label.text(ws.language)
        text = ws.wording.text("saved.adverse_event", name=name_of(card), term=label, grade=_worst(entry))
        return changes(session, kinds, text, entry.patient_id, event_id)


def void_event(ws: Workspace, event_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back an episode recorded by mistake, with the reason; `version` is the one that was shown."""
    why = required_reason(reason)
    with ws.write("adverse_event.void") as session:
        row = fetch(session, AdverseEvent, event_id, version)
        void(session, row, why)
        card = record_of(session, row.patient_id)
        # The death that a grade 5 recorded is a fact of its own: a person takes it back, the toast says where.
        still_dead = row.outcome is Outcome.FATAL and card.follow_up is FollowUp.DEAD
        key = "saved.adverse_event_voided_death" if still_dead else "saved.adverse_event_voided"
        text = ws.wording.text(key, name=name_of(card))
        return changes(session, {"adverse_event"}, text, row.patient_id, event_id)
