"""Which therapies Today lists: those that may stop, and those that are due to stop and held by their rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.domain.supportive_therapy import Interruption, Therapy, TherapyStatus
from hsct_desktop.domain.therapy_dose import DoseStep
from hsct_desktop.domain.worklist import Reason, WorklistKind
from hsct_desktop.services import stop_rules, supportive_therapies
from hsct_desktop.services.rule_wording import FindingWords
from hsct_desktop.services.stop_rules import StopVerdict
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import supportive_therapy, worklist
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.worklist import PatientOnList, TherapyToStop

_ACTIVE = (TherapyStatus.RUNNING, TherapyStatus.INTERRUPTED)
_MOST_HOLDING = 3
"""So many parts of a rule a row names; the sheet has them all."""


@dataclass(frozen=True)
class StopOnList:
    """A therapy on a list, in the reader's language; `verdict` is None where no rule acts on it."""

    kind: WorklistKind
    therapy: Therapy
    patient: PatientOnList
    verdict: StopVerdict | None


def candidates(ws: Workspace, session: ReadSession, on: date, language: str) -> Iterator[StopOnList]:
    """The rows of both lists, by planned stop: only therapies that are due soon, or that nobody set a day for."""
    acts = stop_rules.acts(ws, session)
    found = worklist.therapies_to_stop(session, on + stop_rules.SOON if acts else on)
    if acts:
        found += worklist.therapies_open_ended(session)
    ids = [one.therapy.id for one in found]
    pauses, doses = supportive_therapy.pauses_of(session, ids), supportive_therapy.changes_of(session, ids)
    rows = [_complete(one, pauses.get(one.therapy.id, ()), doses.get(one.therapy.id, ())) for one in found]
    rows = [one for one in rows if one.therapy.status(on) in _ACTIVE]
    judged = stop_rules.judge(ws, session, [(one.patient.id, one.therapy) for one in rows], on) if acts else {}
    for one in rows:
        verdict = judged.get(one.therapy.id)
        kind = _kind(one.therapy, verdict, on)
        if kind is not None:
            therapy = supportive_therapies.localized(ws, one.therapy, language)
            yield StopOnList(kind, therapy, one.patient, verdict)


def _complete(found: TherapyToStop, pauses: tuple[Interruption, ...], changes: tuple[DoseStep, ...]) -> TherapyToStop:
    if not pauses and not changes:
        return found
    return found._replace(therapy=replace(found.therapy, interruptions=pauses).with_changes(changes))


def _kind(therapy: Therapy, verdict: StopVerdict | None, on: date) -> WorklistKind | None:
    if stop_rules.is_to_stop(therapy, verdict, on):
        return WorklistKind.TO_STOP
    return WorklistKind.DO_NOT_STOP if stop_rules.is_held(therapy, verdict, on) else None


def judged_reasons(ws: Workspace, found: StopOnList) -> tuple[Reason, ...]:
    """What the rule says of it; nothing where no rule judged it."""
    verdict = found.verdict
    if verdict is None:
        return ()
    if verdict.may_stop:
        return (Reason("stop_rule_met", {"rule": found.therapy.rule_in_brief}),)
    held = verdict.verdict.held_by[:_MOST_HOLDING]
    if verdict.is_left_to_a_person:
        return tuple(Reason("stop_person", {"what": FindingWords(ws, f, verdict.facts)}) for f in held)
    return tuple(
        Reason("stop_held" if f.truth is Truth.NO else "stop_unknown", {"what": FindingWords(ws, f, verdict.facts)})
        for f in held
    )
