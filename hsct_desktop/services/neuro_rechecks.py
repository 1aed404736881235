"""Possible pseudo-relapses: offered, accepted as a task or dismissed with a reason; what the second look found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import Wording, in_sentence, wording
from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.neuro_recheck import (
    FEVER,
    Causes,
    Near,
    Recheck,
    RecheckCause,
    RecheckDecision,
    RecheckOffer,
    RecheckOutcome,
    Worsening,
    check_decision,
    check_outcome,
    offers,
)
from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.domain.record_conditions import Toxicity
from hsct_desktop.domain.statement import StatementAnswer, StatementKind
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.services import rule_facts
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
from hsct_desktop.store import (
    adverse_event,
    infection,
    neuro_recheck,
    relapse,
    setting,
    statement,
    supportive_therapy,
    task,
    transplant,
)
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.neuro_recheck import Decided

WITHIN: Final = "neuro.near_days"
AFEBRILE: Final = "neuro.recheck_after"
RULE: Final = "pseudo"
"""The alert rule whose list of terms says what a neurological deficit is."""
LOOKING_BACK: Final = timedelta(days=60)
"""What worsened longer ago is no longer offered: a second look could tell nothing any more."""
_ATG: Final = "atg"
_TEMPERATURE: Final = "TEMP"
_KINDS: Final = frozenset({"recheck", "task"})


@dataclass(frozen=True)
class RechecksOf:
    """What a patient's pages show: what is offered, and what was decided, each with its sentence."""

    offers: tuple[tuple[RecheckOffer, str], ...]
    held: tuple[tuple[Recheck, str], ...]

    @property
    def has_any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.offers) or bool(self.held)


def for_patient(ws: Workspace, patient_id: int) -> RechecksOf:
    """What is offered for a patient today, and what was decided before, the latest first."""
    with ws.read() as session:
        return rechecks(ws, session, patient_id, ws.wording)


def rechecks(ws: Workspace, session: ReadSession | WriteSession, patient_id: int, words: Wording) -> RechecksOf:
    """The same within a session, in words of the caller's choice (a document writes its dates otherwise)."""
    language = words.language
    held = neuro_recheck.of_patient(session, patient_id)
    episodes = {episode.id: episode for episode in _episodes(ws, session, patient_id, language)}
    offered = _offers(ws, session, patient_id, episodes, held, language)
    told = [(one, sentence(words, one, _label_of(words, one, episodes))) for one in reversed(held)]
    return RechecksOf(tuple((one, offer_words(words, one)) for one in offered), tuple(told))


def _label_of(words: Wording, one: Recheck, episodes: dict[int, Episode]) -> str:
    episode = episodes.get(one.adverse_event_id or 0)
    return episode.label if episode is not None else words.text("recheck.stated")


def _episodes(ws: Workspace, session: ReadSession | WriteSession, patient_id: int, language: str) -> Iterator[Episode]:
    """The episodes of neurological terms, labels in the reader's language."""
    terms = deficits(ws)
    for episode in adverse_event.of_patient(session, patient_id):
        if episode.term_id in terms and episode.grades:
            known = ws.catalogue.terms(episode.ctcae_version).term(episode.term_id)
            label = known.label.text(language) if known is not None else episode.label
            yield replace(episode, label=episode.extra.get("specify") or label)


def deficits(ws: Workspace) -> frozenset[str]:
    """The CTCAE terms of a neurological deficit, from the alert rules."""
    rule = ws.catalogue.alerts.rules.get(RULE)
    conditions = rule.conditions() if rule is not None else ()
    return frozenset(term for c in conditions if isinstance(c, Toxicity) for term in c.terms)


def _offers(
    ws: Workspace,
    session: ReadSession | WriteSession,
    patient_id: int,
    episodes: dict[int, Episode],
    held: list[Recheck],
    language: str,
) -> list[RecheckOffer]:
    card, today = record_of(session, patient_id), ws.today()
    if not card.follow_up.is_followed:
        return []
    since = today - LOOKING_BACK
    worse = [w for episode in episodes.values() for w in worsenings(episode) if w.on >= since]
    stated = wording(language).text("recheck.stated")
    worse += [
        Worsening(None, stated, said.entry.stated_on)
        for said in statement.of_patient(session, patient_id)
        if said.entry.kind is StatementKind.RELAPSE
        and said.entry.answer is StatementAnswer.YES
        and said.entry.stated_on is not None
        and said.entry.stated_on >= since
    ]
    worse += _recorded(session, patient_id, since, stated, {w.on for w in worse if w.episode_id is None})
    if not worse:
        return []
    near = near_of(ws, session)
    return offers(worse, _causes(ws, session, patient_id, since - timedelta(days=near.within)), held, near, today)


def _recorded(
    session: ReadSession | WriteSession, patient_id: int, since: date, label: str, said: set[date]
) -> Iterator[Worsening]:
    """The recorded relapses of which the very day is known, but for those that were also stated."""
    for held in relapse.of_patient(session, patient_id):
        onset = held.entry.onset
        if onset is not None and onset.is_whole and onset.first >= since and onset.first not in said:
            yield Worsening(None, label, onset.first)


def worsenings(episode: Episode) -> Iterator[Worsening]:
    """The days on which an episode began or rose; that a baseline one was there at the beginning is no worsening."""
    before = None
    for step in episode.grades:
        if before is None:
            if not episode.baseline:
                yield Worsening(episode.id, episode.label, step.start)
        elif step.grade > before:
            yield Worsening(episode.id, episode.label, step.start)
        before = step.grade


def near_of(ws: Workspace, session: ReadSession | WriteSession) -> Near:
    """The unit's numbers of days."""
    table = ws.catalogue.settings
    within, afebrile = (int(setting.get(session, name, table[name].default)) for name in (WITHIN, AFEBRILE))
    return Near(within, afebrile)


def _causes(ws: Workspace, session: ReadSession | WriteSession, patient_id: int, since: date) -> Causes:
    back = (ws.today() - since).days
    wanted = rule_facts.Wanted(frozenset(), {_TEMPERATURE: back})
    readings = rule_facts.of_patient(ws, session, patient_id, wanted, ws.today(), {}).of(_TEMPERATURE)
    fever = {reading.on for reading in readings if reading.value is not None and reading.value >= FEVER}
    infected = {found.found_on for found in infection.of_patient(session, patient_id)}
    return Causes(frozenset(fever), frozenset(infected), frozenset(_atg_days(ws, session, patient_id)))


def _atg_days(ws: Workspace, session: ReadSession | WriteSession, patient_id: int) -> Iterator[date]:
    """The days of ATG: of the regimen's orders (Day 0 where they name none), and of a recorded therapy."""
    for course in transplant.of_patient(session, patient_id):
        regimen, day0 = ws.catalogue.regimens.get(course.entry.conditioning_regimen_id), course.entry.day0
        if regimen is None or day0 is None:
            continue
        for order in regimen.orders:
            if order.agent == _ATG:
                yield from (day0 + timedelta(days=day) for day in order.days or (0,))
    for therapy in supportive_therapy.of_patient(session, patient_id):
        if _ATG in therapy.catalogue_id.split("_") and therapy.start <= ws.today():
            yield therapy.stop or therapy.start


# deciding -----------------------------------------------------------------------------------------------------------


def accept(ws: Workspace, patient_id: int, offer: RecheckOffer, recheck_on: date | None) -> Changes:
    """Take an offer: a task to examine again on the day, in the same write. KnownError `stale_row` when it is gone."""
    with ws.write("recheck.accept") as session:
        card = record_of(session, patient_id)
        _still_offered(ws, session, patient_id, offer)
        refuse_problems(check_decision(recheck_on, offer.worsening.on, ws.today()))
        words = ws.wording.text("recheck.task", what=offer.worsening.label, on=offer.worsening.on)
        row = task.add(session, TaskEntry(words, recheck_on, patient_id))
        decided = Decided(patient_id, RecheckDecision.ACCEPTED, "", recheck_on, row.id)
        row_id = neuro_recheck.add(session, offer, decided).id
        text = ws.wording.text("saved.recheck", name=name_of(card), day=recheck_on)
        return changes(session, _KINDS, text, patient_id, row_id)


def dismiss(ws: Workspace, patient_id: int, offer: RecheckOffer, reason: str) -> Changes:
    """Turn an offer down with the reason. KnownError `stale_row` when it is gone."""
    why = required_reason(reason)
    with ws.write("recheck.dismiss") as session:
        card = record_of(session, patient_id)
        _still_offered(ws, session, patient_id, offer)
        row_id = neuro_recheck.add(session, offer, Decided(patient_id, RecheckDecision.DISMISSED, why)).id
        text = ws.wording.text("saved.recheck_dismissed", name=name_of(card))
        return changes(session, _KINDS, text, patient_id, row_id)


def _still_offered(ws: Workspace, session: WriteSession, patient_id: int, offer: RecheckOffer) -> None:
    """Whoever decides decides what is still open: of two people at two screens the second is told."""
    for held in neuro_recheck.of_patient(session, patient_id):
        if held.adverse_event_id == offer.worsening.episode_id and held.found_on >= offer.worsening.on:
            raise KnownError("stale_row")


def conclude(ws: Workspace, recheck_id: int, version: int, outcome: RecheckOutcome | None, on: date | None) -> Changes:
    """Record what the second look found; its task is done with it. KnownError `stale_row`."""
    with ws.write("recheck.conclude") as session:
        held = neuro_recheck.get(session, recheck_id)
        card = record_of(session, held.patient_id)
        if held.decision is RecheckDecision.DISMISSED:
            raise KnownError("stale_row")
        died = died_on(session, held.patient_id)
        refuse_problems(check_outcome(outcome, on, held.found_on, birth_date_of(card), ws.today(), died))
        if outcome is None or on is None:
            raise refuse("outcome", "recheck_outcome_missing")
        neuro_recheck.set_outcome(session, recheck_id, version, outcome, on)
        if held.task_id is not None:
            _finish_task(session, ws, held.task_id)
        text = ws.wording.text("saved.recheck_outcome", name=name_of(card))
        return changes(session, _KINDS, text, held.patient_id, recheck_id)


def _finish_task(session: WriteSession, ws: Workspace, task_id: int) -> None:
    found = task.get(session, task_id)
    if found is not None and found.is_open:
        task.set_done(session, task_id, found.version, ws.today())


# words --------------------------------------------------------------------------------------------------------------


def offer_words(words: Wording, offer: RecheckOffer) -> str:
    """The offer in a sentence: what, beside what, when to look again."""
    return words.text(
        "recheck.offer",
        what=offer.worsening.label,
        on=offer.worsening.on,
        cause=_cause(words, offer.because),
        cause_on=offer.because_on,
        day=offer.recheck_on,
    )


def _cause(words: Wording, cause: RecheckCause) -> str:
    """The cause inside a sentence; an abbreviation keeps its capitals."""
    label = words.enum("recheck_cause", cause)
    return label if cause is RecheckCause.ATG else in_sentence(label)


def sentence(words: Wording, held: Recheck, label: str) -> str:
    """What was decided and found, for the summary and for the letter's slot."""
    cause = _cause(words, held.because)
    params = {"what": label, "on": held.found_on, "cause": cause, "day": held.recheck_on, "reason": held.reason}
    if held.decision is RecheckDecision.DISMISSED:
        return words.text("recheck.sentence.dismissed", **params)
    if held.outcome is None:
        return words.text("recheck.sentence.open", **params)
    return words.text(f"recheck.sentence.{held.outcome.value}", **params, seen=held.outcome_on)


def letter_sentence(ws: Workspace, session: ReadSession, patient_id: int, language: str) -> str:
    """The sentence slot of the letter: what was accepted, the latest last; "" where nothing was."""
    found = rechecks(ws, session, patient_id, wording(language)).held
    told = [text for one, text in reversed(found) if one.decision is RecheckDecision.ACCEPTED]
    return " ".join(told)
