"""Proposed toxicities of a patient: derived from graded results, accepted into an episode or dismissed by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hsct_desktop.catalogue.grading_words import question_text, rule_text
from hsct_desktop.catalogue.items import Term
from hsct_desktop.domain.adverse_event import Episode, Grade, GradeStep
from hsct_desktop.domain.lab_result import LabResult, conditioning_start
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.proposal import (
    Aplasia,
    Decision,
    DecisionKind,
    GradedResult,
    Proposal,
    ProposalKind,
    proposals,
)
from hsct_desktop.domain.protocol import Product
from hsct_desktop.services import adverse_events, engraftment, rule_sets
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.course_days import course_days
from hsct_desktop.services.lab_results import graded_in
from hsct_desktop.services.person import changes, name_of, record_of, required_reason
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import adverse_event, grade_decision, lab_result, setting
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.patient import PatientCard

GRADING = "grading"
"""The set of rules that must be approved before proposals act."""
HIDE_EXPECTED = "grading.hide_expected"
APLASIA_ENDS = timedelta(days=30)
"""Where engraftment is not known: from then on low counts are graft failure and expected no more (section 1)."""


@dataclass(frozen=True)
class ProposalRow:
    """A proposal in words: the term, the rule with its numbers, the question to answer first, the result.

    `choices` are the grades that a person may accept it with: the proposed one, and the one that the question names.
    """

    proposal: Proposal
    term: str
    rule: str
    question: str
    result: LabResult
    episode: Episode | None
    choices: tuple[int, ...]

    @property
    def key(self) -> Proposal:
        """Names the proposal as long as it stands just as it was shown: a decision is about that and nothing newer."""
        return self.proposal


@dataclass(frozen=True)
class ProposalList:
    """A patient's proposals; none act while the rules are not `approved`. `expected` are cytopenias of aplasia."""

    approved: bool
    new: tuple[ProposalRow, ...]
    expected: tuple[ProposalRow, ...]


def for_patient(ws: Workspace, patient_id: int) -> ProposalList:
    """What the patient's results propose, newest first, in the reader's language."""
    with ws.read() as session:
        rows = _rows(ws, session, patient_id, _derived(ws, session, patient_id))
        hidden = setting.get(session, HIDE_EXPECTED, ws.catalogue.settings[HIDE_EXPECTED].default) == "yes"
        approved = rule_sets.is_approved(ws, session, GRADING)
    expected = tuple(row for row in rows if hidden and row.proposal.expected)
    return ProposalList(approved, tuple(row for row in rows if row not in expected), expected)


def accept(ws: Workspace, patient_id: int, key: Proposal, grade: int | None = None) -> Changes:
    """Make the proposal an episode, or extend the one it is about, by the author's decision.

    `grade` is the one that the person chose after the question, one of the row's `choices`.
    KnownError `rules_not_approved`, and `proposal_gone` when the results or the record have changed since it was shown.
    """
    with ws.write("proposal.accept") as session:
        card = record_of(session, patient_id)
        row = _standing(ws, session, patient_id, key)
        chosen = row.proposal.grade if grade is None else grade
        if chosen not in row.choices:
            raise KnownError("grade_not_proposed", grade=chosen)
        event_id, label, kinds = _into_record(session, ws, card, row, chosen)
        _decide(session, patient_id, row.proposal, chosen, DecisionKind.ACCEPTED, event_id=event_id)
        text = ws.wording.text("saved.proposal_accepted", name=name_of(card), term=label, grade=chosen)
        return changes(session, kinds | {"adverse_event"}, text, patient_id, event_id)


def dismiss(ws: Workspace, patient_id: int, key: Proposal, reason: str) -> Changes:
    """Dismiss a proposal with a reason; it comes back when the grade rises."""
    why = required_reason(reason)
    with ws.write("proposal.dismiss") as session:
        card = record_of(session, patient_id)
        row = _standing(ws, session, patient_id, key)
        _decide(session, patient_id, row.proposal, row.proposal.grade, DecisionKind.DISMISSED, reason=why)
        text = ws.wording.text("saved.proposal_dismissed", name=name_of(card), term=row.term)
        return changes(session, {"adverse_event"}, text, patient_id)


def decide_all(
    ws: Workspace,
    session: WriteSession,
    card: PatientCard,
    decide: Callable[[Proposal], tuple[DecisionKind, str] | None],
) -> int:
    """Within a write, decide the proposals that stand, each as `decide` says with its reason; None leaves one open.

    Returns how many were decided. One acceptance may change what another would do: each is done as it was proposed.
    """
    count = 0
    for proposal in _derived(ws, session, card.id):
        made = decide(proposal)
        if made is None:
            continue
        kind, reason = made
        event_id = None
        if kind is DecisionKind.ACCEPTED:
            row = _rows(ws, session, card.id, [proposal])[0]
            event_id, _label, _kinds = _into_record(session, ws, card, row, proposal.grade)
        _decide(session, card.id, proposal, proposal.grade, kind, event_id=event_id, reason=reason)
        count += 1
    return count


def aplasia(ws: Workspace, session: ReadSession | WriteSession, patient_id: int) -> tuple[Aplasia, ...]:
    """The spans from the beginning of conditioning to neutrophil engraftment, one a course; stromal cells have none."""
    courses = [c for c in course_days(ws, session, patient_id, but=Product.MSC) if c.day0 is not None]
    found = []
    for number, course in enumerate(courses):
        first = conditioning_start(course)
        if first is None or course.day0 is None:
            continue
        # Engraftment is derived for the latest course; an earlier one ends by its Day +30 at the latest.
        known = engraftment.neutrophil_day(ws, session, patient_id) if number == len(courses) - 1 else None
        found.append(Aplasia(first, known or course.day0 + APLASIA_ENDS))
    return tuple(found)


def _derived(ws: Workspace, session: ReadSession | WriteSession, patient_id: int) -> list[Proposal]:
    results = [_graded(result) for result in lab_result.of_patient(session, patient_id) if result.term_id]
    episodes = adverse_event.of_patient(session, patient_id)
    decisions = [_decision(row) for row in grade_decision.of_patient(session, patient_id)]
    return proposals(results, episodes, decisions, aplasia(ws, session, patient_id))


def _graded(result: LabResult) -> GradedResult:
    return GradedResult(
        result.id, result.taken_on, result.taken_at, result.analyte, result.term_id, result.ctcae_version,
        result.grade, result.proposed,
    )  # fmt: skip


def _decision(row: grade_decision.Decided) -> Decision:
    return Decision(
        row.term_id, row.ctcae_version, row.grade, DecisionKind(row.decision), row.result_day, row.lab_result_id
    )


def _rows(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, found: Iterable[Proposal]
) -> list[ProposalRow]:
    """The proposals in words: each with the rule that graded its result, by the limits of then."""
    shown = list(found)
    results = {result.id: result for result in lab_result.by_id(session, {p.result_id for p in shown})}
    episodes = {e.id: e for e in adverse_events.episodes(ws, session, patient_id)} if shown else {}
    rows = []
    for proposal in shown:
        term = ws.catalogue.terms(proposal.ctcae_version).term(proposal.term_id)
        result = results[proposal.result_id]
        graded = next((g for g in graded_in(ws, result) if g.term_id == proposal.term_id), None)
        rows.append(
            ProposalRow(
                proposal,
                term.label.text(ws.language) if term is not None else proposal.term_id,
                rule_text(ws.wording, graded) if graded is not None else "",
                question_text(ws.wording, graded.question) if graded is not None else "",
                result,
                episodes.get(proposal.episode_id) if proposal.episode_id is not None else None,
                _choices(proposal, term, graded.question if graded is not None else ""),
            )
        )
    return rows


def _choices(proposal: Proposal, term: Term | None, question: str) -> tuple[int, ...]:
    """The grades from the proposed one to that of the numbers, and the one that the question names, if the term has it:
    `symptoms_3` asks whether grade 3 is right."""
    found = set(range(proposal.grade, max(proposal.by_numbers, proposal.grade) + 1))
    named = question.rpartition("_")[2]
    if proposal.grade and named.isdigit() and int(named) > proposal.grade:
        found |= {int(named)} & (set(term.grades) if term is not None else set())
    return tuple(sorted(found))


def _standing(ws: Workspace, session: WriteSession, patient_id: int, key: Proposal) -> ProposalRow:
    """The proposal as it stands now; KnownError when nothing may act or it is gone."""
    if not rule_sets.is_approved(ws, session, GRADING):
        raise KnownError("rules_not_approved")
    found = [proposal for proposal in _derived(ws, session, patient_id) if proposal == key]
    if not found:
        raise KnownError("proposal_gone")
    return _rows(ws, session, patient_id, found)[0]


def _into_record(
    session: WriteSession, ws: Workspace, card: PatientCard, row: ProposalRow, chosen: int
) -> tuple[int, str, set[str]]:
    """A new episode with its course, or the standing one with its new grades or its end."""
    proposal = row.proposal
    if proposal.kind is ProposalKind.OVER and proposal.episode_id is not None:
        label, kinds = adverse_events.close(session, ws, card, proposal.episode_id, _eve_of(row))
        return proposal.episode_id, label, kinds
    steps = [_step(proposal, step, chosen, row.rule) for step in proposal.steps]
    event_id, label, kinds = proposal.episode_id, row.term, set[str]()
    if event_id is None:
        event_id, label, kinds = adverse_events.record_from_result(
            session, ws, card, card.id, proposal.term_id, steps.pop(0)
        )
    for step in steps:
        label, more = adverse_events.extend(session, ws, card, event_id, step)
        kinds |= more
    if proposal.ended_on is not None and row.episode is None:
        label, more = adverse_events.close(session, ws, card, event_id, proposal.ended_on - timedelta(days=1))
        kinds |= more
    return event_id, label, kinds


def _eve_of(row: ProposalRow) -> date:
    """The last day of an episode that a normal result ended: the day before, but never before its last grade."""
    before = row.proposal.on - timedelta(days=1)
    return max(before, row.episode.grades[-1].start) if row.episode is not None else before


def _step(proposal: Proposal, step: tuple[date, int, int], chosen: int, rule: str) -> GradeStep:
    """A grade with its evidence; the step that the person judged has the chosen grade."""
    day, grade, result_id = step
    judged = result_id == proposal.result_id
    return GradeStep(day, Grade(chosen if judged else grade), proposal.ctcae_version, result_id, rule if judged else "")


def _decide(
    session: WriteSession,
    patient_id: int,
    proposal: Proposal,
    grade: int,
    kind: DecisionKind,
    *,
    event_id: int | None = None,
    reason: str = "",
) -> None:
    grade_decision.add(
        session, patient_id, proposal.term_id, proposal.ctcae_version, grade, kind.value, proposal.last,
        proposal.result_id, event_id, reason,
    )  # fmt: skip


def steps_in_words(ws: Workspace, steps: Sequence[tuple[date, int, int]]) -> str:
    """The course of a proposal: "grade 1 from 10 Aug, grade 3 from 12 Aug"."""
    words = ws.wording
    return ", ".join(words.text("proposal.step", grade=grade, day=words.day_month(day)) for day, grade, _ in steps)
