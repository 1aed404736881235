"""Toxicities: record, revise, extend by an accepted grade, void, list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from hsct_desktop.catalogue.items import Term
from hsct_desktop.domain.adverse_event import (
    AdverseEventEntry,
    Episode,
    Grade,
    GradeStep,
    Outcome,
    check_adverse_event,
    settled,
)
from hsct_desktop.domain.episode import extended
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.patient import FollowUp, StateChange, StateChangeKind, check_state_change
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.toxicity_phase import was_there_before
from hsct_desktop.services import alerts, death_checks
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.course_days import course_days
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


def episodes(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, language: str | None = None
) -> list[Episode]:
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
        return changes(session, kinds, _saved(ws, card, label, entry), entry.patient_id, row_id)


def revise(ws: Workspace, event_id: int, version: int, entry: AdverseEventEntry, death_cause: str = "") -> Changes:
    """Change an episode: its grades over time, its end, what it is put down to. Its CTCAE version stays.

    One that has its end changes for a reason (`ws.because`).
    """
    with ws.write("adverse_event.revise") as session:
        card = record_of(session, entry.patient_id)
        label, kinds = change(session, ws, card, event_id, version, entry, death_cause)
        return changes(session, kinds, _saved(ws, card, label, entry), entry.patient_id, event_id)


def put(
    session: WriteSession,
    ws: Workspace,
    card: PatientCard,
    entry: AdverseEventEntry,
    death_cause: str = "",
    known: Sequence[AdverseEventEntry] = (),
) -> tuple[int, str, set[str]]:
    """Check and write an episode within a write; return its id, its term in words and the kinds that changed.

    `known` are recorded episodes whose links it takes over, also where what they lead to was taken back since.
    """
    entry, term = _sound(session, ws, card, entry, None, death_cause, known)
    row = adverse_event.add(session, entry, term.label.en, term.soc_id)
    kinds = _bring_death(session, ws, card, entry, death_cause)
    alerts.after_results(session, ws, entry.patient_id)
    return row.id, _label(ws, term, entry), kinds


def change(
    session: WriteSession,
    ws: Workspace,
    card: PatientCard,
    event_id: int,
    version: int,
    entry: AdverseEventEntry,
    death_cause: str = "",
    known: Sequence[AdverseEventEntry] = (),
) -> tuple[str, set[str]]:
    """Check and change an episode within a write; return its term in words and the kinds that changed (see `put`)."""
    found = adverse_event.entry_of(session, event_id)
    if found is None or found[1].patient_id != entry.patient_id:
        raise KnownError("stale_row")
    entry, term = _sound(session, ws, card, entry, found[1], death_cause, (found[1], *known))
    adverse_event.revise(session, event_id, version, entry, term.label.en, term.soc_id)
    kinds = _bring_death(session, ws, card, entry, death_cause)
    alerts.after_results(session, ws, entry.patient_id)
    return _label(ws, term, entry), kinds


def record_from_result(
    session: WriteSession, ws: Workspace, card: PatientCard, patient_id: int, term_id: str, step: GradeStep
) -> tuple[int, str, set[str]]:
    """Within a write, a new episode from an accepted proposal: `step` has its version, result and rule."""
    if not step.ctcae_version:
        raise ValueError("a proposal names the version that graded it")
    return put(session, ws, card, AdverseEventEntry(patient_id, term_id, step.ctcae_version, step.start, (step,)))


def extend(
    session: WriteSession, ws: Workspace, card: PatientCard, event_id: int, step: GradeStep
) -> tuple[str, set[str]]:
    """Within a write, add an accepted grade to a standing episode; a grade that holds already changes nothing.

    InputError: another CTCAE version than the episode's, or a day after its end.
    """
    version, entry = _standing(session, event_id)
    return change(session, ws, card, event_id, version, extended(entry, step))


def close(session: WriteSession, ws: Workspace, card: PatientCard, event_id: int, end: date) -> tuple[str, set[str]]:
    """Within a write, end an open episode as resolved."""
    version, entry = _standing(session, event_id)
    return change(session, ws, card, event_id, version, replace(entry, end=end, outcome=Outcome.RESOLVED))


def _standing(session: WriteSession, event_id: int) -> tuple[int, AdverseEventEntry]:
    found = adverse_event.entry_of(session, event_id)
    if found is None:
        raise KnownError("stale_row")
    return found


def _saved(ws: Workspace, card: PatientCard, label: str, entry: AdverseEventEntry) -> str:
    worst = int(max(step.grade for step in entry.grades))
    return ws.wording.text("saved.adverse_event", name=name_of(card), term=label, grade=worst)


def _label(ws: Workspace, term: Term, entry: AdverseEventEntry) -> str:
    return entry.specify or term.label.text(ws.language)


def _sound(
    session: WriteSession,
    ws: Workspace,
    card: PatientCard,
    entry: AdverseEventEntry,
    held: AdverseEventEntry | None,
    death_cause: str,
    known: Sequence[AdverseEventEntry],
) -> tuple[AdverseEventEntry, Term]:
    """The entry tidied and found sound, with its term; `held` is what it replaces. InputError says what is wrong."""
    entry = settled(
        replace(
            entry,
            specify=clean(entry.specify),
            note=clean_lines(entry.note),
            narrative=clean_lines(entry.narrative),
            grades=tuple(replace(s, ctcae_version=s.ctcae_version or entry.ctcae_version) for s in entry.grades),
        )
    )
    if held is not None and held.term_id != entry.term_id:
        # A result speaks for the term that it graded, and for no other.
        entry = replace(entry, grades=tuple(replace(s, lab_result_id=None, rule="") for s in entry.grades))
    if entry.baseline is None:
        first = next(iter(course_days(ws, session, entry.patient_id)), None)
        entry = replace(entry, baseline=entry.onset is not None and was_there_before(entry.onset, first))
    refuse_problems(_problems(session, ws, card, entry, held, death_cause, known))
    term = ws.catalogue.terms(entry.ctcae_version).term(entry.term_id)
    if term is None:
        raise KnownError("stale_row")
    return entry, term


def _problems(
    session: WriteSession,
    ws: Workspace,
    card: PatientCard,
    entry: AdverseEventEntry,
    held: AdverseEventEntry | None,
    death_cause: str,
    known: Sequence[AdverseEventEntry],
) -> Iterator[Problem]:
    term = ws.catalogue.terms(entry.ctcae_version).term(entry.term_id) if entry.term_id else None
    born = birth_date_of(card)
    yield from check_adverse_event(entry, term.rule(ws.language) if term is not None else None, born, ws.today())
    yield from check_alive(session, entry.patient_id, entry.onset, "onset")
    yield from check_alive(session, entry.patient_id, entry.end, "end")
    yield from check_alive(session, entry.patient_id, max((s.start for s in entry.grades), default=None), "grade_date")
    if held is not None and held.ctcae_version != entry.ctcae_version:
        yield Problem("term", "ctcae_version_stays", {"version": held.ctcae_version})
    yield from _link_problems(session, entry, known)
    if _brings_death(entry, card):
        for problem in check_state_change(_death(entry, death_cause), born, ws.today(), None):
            yield Problem("death_cause" if problem.field == "detail" else "grade_date", problem.key, problem.params)


def _link_problems(
    session: WriteSession, entry: AdverseEventEntry, known: Sequence[AdverseEventEntry]
) -> Iterator[Problem]:
    """New links lead to standing rows of the patient; one that was there already may have been taken back since."""
    results = {result for row in known for result in row.result_ids}
    entry = replace(
        entry,
        visit_id=None if entry.visit_id in {row.visit_id for row in known} else entry.visit_id,
        therapy_id=None if entry.therapy_id in {row.therapy_id for row in known} else entry.therapy_id,
        infection_id=None if entry.infection_id in {row.infection_id for row in known} else entry.infection_id,
        grades=tuple(step for step in entry.grades if step.lab_result_id not in results),
    )
    for name in adverse_event.strange_links(session, entry):
        yield Problem(name, "link_missing")


def _brings_death(entry: AdverseEventEntry, card: PatientCard) -> bool:
    """Whether the death is news: grade 5, and no death recorded yet."""
    is_death = bool(entry.grades) and entry.grades[-1].grade is Grade.DEATH
    return is_death and card.follow_up is not FollowUp.DEAD


def _death(entry: AdverseEventEntry, cause: str) -> StateChange:
    return StateChange(StateChangeKind.DIED, entry.end or entry.grades[-1].start, clean(cause))


def _bring_death(
    session: WriteSession, ws: Workspace, card: PatientCard, entry: AdverseEventEntry, cause: str
) -> set[str]:
    """Record the death that a grade 5 is, where it is news; the kinds that changed.

    It comes when the episode has been written: InputError for what else is on record after that day.
    """
    if not _brings_death(entry, card):
        return {"adverse_event"}
    death = _death(entry, cause)
    found = death_checks.recorded_after(session, ws, entry.patient_id, death.on)
    refuse_problems(replace(problem, field="grade_date") for problem in found)
    state_change.add(session, entry.patient_id, death)
    return {"adverse_event", "state", "schedule", "patient"}


def void_event(ws: Workspace, event_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back an episode recorded by mistake, with the reason; `version` is the one that was shown."""
    why = required_reason(reason)
    with ws.because(why), ws.write("adverse_event.void") as session:
        row = fetch(session, AdverseEvent, event_id, version)
        void(session, row, why)
        session.flush()
        alerts.after_results(session, ws, row.patient_id)
        card = record_of(session, row.patient_id)
        # The death that a grade 5 recorded is a fact of its own: a person takes it back, the toast says where.
        still_dead = row.outcome is Outcome.FATAL and card.follow_up is FollowUp.DEAD
        key = "saved.adverse_event_voided_death" if still_dead else "saved.adverse_event_voided"
        text = ws.wording.text(key, name=name_of(card))
        return changes(session, {"adverse_event"}, text, row.patient_id, event_id)
