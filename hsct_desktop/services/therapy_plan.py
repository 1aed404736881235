"""The therapy plan: what the unit's rules propose in the present phase of a course, and what a person answers.

No dose is computed: the usual dose of the catalogue is offered as words, and stands in the therapy only where it is a
plain amount. An answer holds for its phase; the next phase asks again and shows what was said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.items import Drug, StopRule, TherapyItem
from hsct_desktop.catalogue.rule_words import RuleWords
from hsct_desktop.catalogue.stop_rules import indication_of
from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.domain.care_conditions import Reached
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.rule import Finding, RuleVerdict, evaluate
from hsct_desktop.domain.rule_condition import Not
from hsct_desktop.domain.rule_facts import RuleFacts, Truth
from hsct_desktop.domain.schedule import Anchors
from hsct_desktop.domain.supportive_therapy import SupportiveTherapyEntry, Therapy
from hsct_desktop.domain.therapy_plan import (
    PhaseSpan,
    PlanAnswer,
    PlanDecision,
    PlannedTherapy,
    TherapyPhase,
    decided_in,
    earlier_refusal,
    is_covered,
    phase_on,
    plain_dose,
    therapy_phases,
)
from hsct_desktop.services import engraftment, rule_facts, rule_wording, supportive_therapies
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.course_days import course_days
from hsct_desktop.services.person import changes, course_of, name_of, record_of, required_reason
from hsct_desktop.services.products import is_graft
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import supportive_therapy, therapy_plan
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.transplant import Course

KINDS: Final = supportive_therapies.KINDS
Session = ReadSession | WriteSession


@dataclass(frozen=True)
class Proposal:
    """An item that the plan proposes in a phase, in words of the reader's language.

    `truth` is YES where the trigger is met, UNKNOWN where somebody must look first: `missing` then says at what. `why`
    are the parts of the trigger as found. `usual` is the usual dose of the first of `drugs`, as text. `planned_stop` is
    the earliest day of the stop rule, as far as a calendar tells. `refused` says that an earlier phase declined it.
    """

    item: str
    label: str
    phase: TherapyPhase
    truth: Truth
    why: tuple[str, ...]
    missing: tuple[str, ...]
    start: str
    drugs: tuple[Drug, ...]
    drug: str
    usual: str
    therapy_class: str
    stop_rule_id: str
    stop_rule: str
    planned_stop: date | None
    monitoring: str
    source: str
    refused: str = ""


@dataclass(frozen=True)
class Answered:
    """An answer that was given in the present phase, in words; `reason` is that of a refusal."""

    decision: PlanDecision
    label: str
    text: str


@dataclass(frozen=True)
class Plan:
    """A patient's plan on a day: the phase, what is proposed and asked, what was answered in this phase."""

    span: PhaseSpan
    proposals: tuple[Proposal, ...]
    answered: tuple[Answered, ...]

    @property
    def proposed(self) -> tuple[Proposal, ...]:
        """Those whose trigger is met."""
        return tuple(p for p in self.proposals if p.truth is Truth.YES)


@dataclass(frozen=True)
class PlanFacts:
    """What the plan is made of: the course with its phases, therapies by item, answers, and the rules' picture."""

    card: PatientCard
    course: Course | None
    phases: tuple[PhaseSpan, ...]
    span: PhaseSpan
    therapies: tuple[Therapy, ...]
    decisions: tuple[PlanDecision, ...]
    picture: RuleFacts


def plan(ws: Workspace, patient_id: int, on: date | None = None, language: str | None = None) -> Plan:
    """The plan of a patient on a day (today), in a language; empty for whom the unit does not follow."""
    with ws.read() as session:
        return plan_in(ws, session, patient_id, on or ws.today(), wording(language or ws.language))


def plan_in(ws: Workspace, session: Session, patient_id: int, on: date, words: Wording) -> Plan:
    """The same within a session, in the words of screen or paper."""
    facts = facts_of(ws, session, patient_id, on)
    return Plan(facts.span, tuple(_proposals(ws, facts, on, words)), tuple(_answered(ws, facts, words)))


def proposals(ws: Workspace, patient_id: int, on: date) -> tuple[Proposal, ...]:
    """What the plan proposes on a day, decided items and covered indications left out."""
    return plan(ws, patient_id, on).proposals


def facts_of(ws: Workspace, session: Session, patient_id: int, on: date) -> PlanFacts:
    """Read what a patient's plan is made of."""
    card, course = record_of(session, patient_id), course_of(session, patient_id)
    days = course_days(ws, session, patient_id)
    phases: tuple[PhaseSpan, ...] = (PhaseSpan(TherapyPhase.WORK_UP, date.min, date.max),)
    if course is not None:
        engrafted = engraftment.neutrophil_day(ws, session, patient_id)
        phases = therapy_phases(days[-1], engrafted, course.discharged_on)
    decisions = therapy_plan.of_course(session, patient_id, course.id if course is not None else None)
    needs = {need for item in ws.catalogue.therapies.values() if item.trigger for need in item.trigger.needs()}
    ages = _ages(ws)
    wanted = rule_facts.Wanted.by(needs, ages)
    return PlanFacts(
        card, course, phases, phase_on(phases, on), tuple(supportive_therapy.of_patient(session, patient_id)),
        tuple(decisions), rule_facts.of_patient(ws, session, patient_id, wanted, on, ages),
    )  # fmt: skip


def _ages(ws: Workspace) -> dict[str, int]:
    """How many days a value counts: what the file of therapies says for its stop rules holds for its triggers too."""
    return {code: days for rule in ws.catalogue.stop_rules.rules.values() for code, days in rule.ages.items()}


# what is proposed --------------------------------------------------------------------------------------------------


def verdict_of(item: TherapyItem, facts: PlanFacts) -> RuleVerdict | None:
    """How an item's trigger stands; None for one that the plan never proposes."""
    return None if item.trigger is None else evaluate(item.trigger, facts.picture)


def _proposals(ws: Workspace, facts: PlanFacts, on: date, words: Wording) -> Iterable[Proposal]:
    if not facts.card.follow_up.is_followed or (facts.course is not None and not is_graft(ws, facts.course)):
        return  # the plan is that of a stem cell transplant: its phases are none of other cells
    decided = decided_in(facts.decisions, facts.span.phase)
    for item in ws.catalogue.therapies.values():
        if facts.span.phase not in item.phases or item.id in decided or covers(ws, item, facts, on):
            continue
        verdict = verdict_of(item, facts)
        if verdict is None or verdict.truth is Truth.NO or (verdict.truth is Truth.UNKNOWN and not item.asks):
            continue
        yield _worded(ws, item, verdict, facts, on, words)


def covers(ws: Workspace, item: TherapyItem, facts: PlanFacts, on: date) -> bool:
    """Whether a therapy of the item's indication runs, is planned, or the item's own was ended in this phase."""
    given = [PlannedTherapy(indication, t.start, t.stop) for t in facts.therapies for indication in items_of(ws, t)]
    running = [t for t in given if t.stop is None or t.stop >= on]
    return is_covered(_group(ws, item), running, facts.span, on) or is_covered({item.id}, given, facts.span, on)


def items_of(ws: Workspace, therapy: Therapy) -> tuple[str, ...]:
    """The items that a therapy is given for: the recorded one and that of its drug, else those that know its name."""
    drug = ws.catalogue.drugs.get(therapy.catalogue_id)
    known = {name for name in (therapy.indication, drug.therapy_id if drug is not None else "") if name}
    if known:
        return tuple(sorted(known))
    name = fold(therapy.name)
    return tuple(sorted({d.therapy_id for d in ws.catalogue.drugs.values() if name in map(fold, _names(d))}))


def _names(drug: Drug) -> Iterable[str]:
    return (drug.label.en, drug.label.it, *drug.also)


def _group(ws: Workspace, item: TherapyItem) -> frozenset[str]:
    """The items of one indication: those that cover the same."""
    subject = indication_of(item)
    return frozenset(i.id for i in ws.catalogue.therapies.values() if indication_of(i) == subject)


def _worded(
    ws: Workspace, item: TherapyItem, verdict: RuleVerdict, facts: PlanFacts, on: date, words: Wording
) -> Proposal:
    language, rule, said = words.language, _rule(item), rule_wording.rule_words(ws, words.language)
    drugs = _drugs(ws, item)
    return Proposal(
        item=item.id,
        label=item.label.text(language),
        phase=facts.span.phase,
        truth=verdict.truth,
        why=tuple(_found(said, f, facts.picture) for f in verdict.findings if f.truth is Truth.YES and _tells(f)),
        missing=tuple(dict.fromkeys(said.missing(m, facts.picture) for f in verdict.held_by for m in f.missing)),
        start=item.start.text(language) if item.start is not None else "",
        drugs=drugs,
        drug=drugs[0].label.text(language) if drugs else "",
        usual=usual_dose(drugs[0], language) if drugs else "",
        therapy_class=str(drugs[0].therapy_class if drugs else item.therapy_class),
        stop_rule_id=rule.id if rule is not None else "",
        stop_rule=rule.text.text(language) if rule is not None else "",
        planned_stop=_planned_stop(rule, facts.course, on),
        monitoring=watched(ws, words, item),
        source=item.origin.source,
        refused=_refused(words, facts, item),
    )


def _tells(finding: Finding) -> bool:
    """Whether a met part is worth a word: that a day has not passed yet is none."""
    condition = finding.condition
    return not (isinstance(condition, Not) and isinstance(condition.condition, Reached))


def _found(said: RuleWords, finding: Finding, picture: RuleFacts) -> str:
    """A met part: what it asks, with the row or the day that it rests on where there is one."""
    if finding.evidence or finding.from_on is not None:
        return said.line(finding, picture)
    return said.asks(finding.condition, finding.limits)


def _rule(item: TherapyItem) -> StopRule | None:
    return item.stop_rules[0] if item.stop_rules else None


def _drugs(ws: Workspace, item: TherapyItem) -> tuple[Drug, ...]:
    """The drugs of the item, then those of its alternatives."""
    others = [ws.catalogue.therapies[i] for i in sorted(_group(ws, item)) if i != item.id]
    return (*item.drugs, *(drug for other in others for drug in other.drugs))


def usual_dose(drug: Drug, language: str) -> str:
    """The usual dose and frequency as the catalogue writes them."""
    return ", ".join(text for text in (drug.dose.text(language), drug.frequency.text(language)) if text)


def watched(ws: Workspace, words: Wording, item: TherapyItem) -> str:
    """What to watch: the catalogue's words, else the names of the tests."""
    if item.monitoring is not None:
        return item.monitoring.text(words.language)
    return ", ".join(alert_words.analyte(words, ws.catalogue.analytes, code) for code in item.monitor)


def _planned_stop(rule: StopRule | None, course: Course | None, start: date) -> date | None:
    """The first day on which a calendar lets the rule be met, never before the start."""
    if rule is None or rule.earliest is None:
        return None
    anchors = Anchors()
    if course is not None:
        anchors = Anchors(course.entry.day0, course.entry.mobilisation_start, course.discharged_on)
    found = rule.earliest.on(anchors, start)
    return None if found is None or found < start else found


def _refused(words: Wording, facts: PlanFacts, item: TherapyItem) -> str:
    before = earlier_refusal(facts.decisions, item.id, facts.span.phase)
    if before is None:
        return ""
    phase = words.enum("therapy_phase", before.phase)
    return words.text("therapy_plan.refused", on=before.on, phase=phase, reason=before.reason)


def _answered(ws: Workspace, facts: PlanFacts, words: Wording) -> Iterable[Answered]:
    for decision in decided_in(facts.decisions, facts.span.phase).values():
        item = ws.catalogue.therapies.get(decision.item)
        label = item.label.text(words.language) if item is not None else decision.item
        yield Answered(decision, label, answer_words(ws, facts.therapies, decision, words))


def answer_words(ws: Workspace, therapies: Sequence[Therapy], decision: PlanDecision, words: Wording) -> str:
    """An answer with its day, and the drug or the reason."""
    made = next((t for t in therapies if t.id == decision.therapy_id), None)
    drug = supportive_therapies.localized(ws, made, words.language).name if made is not None else ""
    return words.text(f"therapy_plan.answer.{decision.answer}", on=decision.on, drug=drug, reason=decision.reason)


# what a person answers ----------------------------------------------------------------------------------------------


def accept(ws: Workspace, patient_id: int, item: str) -> Changes:
    """Start the usual drug of a proposed item today, with its indication, stop rule and planned stop.

    KnownError `therapy_plan_gone` where it is not proposed any more; InputError where a person must say more first.
    """
    with ws.write("therapy_plan.accept") as session:
        proposal, facts = _standing(ws, session, patient_id, item)
        entry = _entry(ws, patient_id, proposal)
        return _start(ws, session, facts, proposal, entry, PlanAnswer.ACCEPTED)


def change(ws: Workspace, patient_id: int, item: str, entry: SupportiveTherapyEntry) -> Changes:
    """Start a proposed item otherwise than usual: another drug, dose, day or rule, as entered."""
    with ws.write("therapy_plan.change") as session:
        proposal, facts = _standing(ws, session, patient_id, item)
        return _start(ws, session, facts, proposal, entry, PlanAnswer.CHANGED)


def decline(ws: Workspace, patient_id: int, item: str, reason: str) -> Changes:
    """Decline a proposed item for this phase, with the reason."""
    why = required_reason(reason)
    with ws.write("therapy_plan.decline") as session:
        proposal, facts = _standing(ws, session, patient_id, item)
        row = _decide(ws, session, facts, proposal, PlanAnswer.DECLINED, reason=why)
        text = ws.wording.text("saved.therapy_plan_declined", name=name_of(facts.card), item=proposal.label)
        return changes(session, KINDS, text, patient_id, row.id)


def reopen(ws: Workspace, decision_id: int, version: int, reason: str) -> Changes:
    """Take a refusal back with the reason: the item is proposed again as far as its trigger says so."""
    why = required_reason(reason)
    with ws.write("therapy_plan.reopen") as session:
        row = fetch(session, therapy_plan.TherapyDecision, decision_id, version)
        void(session, row, why)
        item = ws.catalogue.therapies.get(row.item)
        label = item.label.text(ws.language) if item is not None else row.item
        name = name_of(record_of(session, row.patient_id))
        text = ws.wording.text("saved.therapy_plan_reopened", name=name, item=label)
        return changes(session, KINDS, text, row.patient_id, decision_id)


def offered(ws: Workspace, patient_id: int, proposal: Proposal) -> SupportiveTherapyEntry:
    """What the form of a change begins with: the therapy that accepting would make; its dose is ordered there."""
    return replace(_entry(ws, patient_id, proposal), note="")


def _entry(ws: Workspace, patient_id: int, proposal: Proposal) -> SupportiveTherapyEntry:
    """The usual drug from today; without a plain usual dose the dose is left to be ordered, and a note says so.

    A dose is kept as the catalogue's words have it; no number is worked out.
    """
    if not proposal.drugs:
        raise KnownError("therapy_plan_gone")
    drug, language = proposal.drugs[0], ws.language
    dose, unit = plain_dose(drug.dose.en)
    said = drug.dose.text(language)
    note = ws.wording.text("therapy_plan.dose_note", dose=said) if said and dose is None else ""
    return SupportiveTherapyEntry(
        patient_id, drug.label.text(language), drug.therapy_class, ws.today(), drug.id, dose, unit, drug.route,
        drug.frequency.text(language), proposal.planned_stop, proposal.stop_rule_id, proposal.stop_rule, note=note,
        indication=indication_of(ws.catalogue.therapies[proposal.item]),
    )  # fmt: skip


def answer_in(session: WriteSession, ws: Workspace, patient_id: int, item: str, reason: str = "") -> None:
    """Within a write, accept a proposed item, or decline it with a reason; nothing where it is not proposed."""
    facts, on = facts_of(ws, session, patient_id, ws.today()), ws.today()
    proposal = next((p for p in _proposals(ws, facts, on, ws.wording) if p.item == item), None)
    if proposal is None:
        return
    if reason:
        _decide(ws, session, facts, proposal, PlanAnswer.DECLINED, reason=reason)
    else:
        _start(ws, session, facts, proposal, _entry(ws, patient_id, proposal), PlanAnswer.ACCEPTED)


def _standing(ws: Workspace, session: WriteSession, patient_id: int, item: str) -> tuple[Proposal, PlanFacts]:
    """The proposal as it stands now; KnownError `therapy_plan_gone` where somebody was quicker."""
    facts, on = facts_of(ws, session, patient_id, ws.today()), ws.today()
    for proposal in _proposals(ws, facts, on, ws.wording):
        if proposal.item == item:
            return proposal, facts
    raise KnownError("therapy_plan_gone")


def _start(
    ws: Workspace,
    session: WriteSession,
    facts: PlanFacts,
    proposal: Proposal,
    entry: SupportiveTherapyEntry,
    answer: PlanAnswer,
) -> Changes:
    indication = indication_of(ws.catalogue.therapies[proposal.item])
    entry = replace(entry, patient_id=facts.card.id, indication=indication)
    therapy_id = supportive_therapies.put(session, ws, facts.card, entry)
    _decide(ws, session, facts, proposal, answer, therapy_id=therapy_id)
    text = ws.wording.text("saved.therapy_plan_accepted", name=name_of(facts.card), drug=entry.name)
    return changes(session, KINDS, text, facts.card.id, therapy_id)


def _decide(
    ws: Workspace,
    session: WriteSession,
    facts: PlanFacts,
    proposal: Proposal,
    answer: PlanAnswer,
    *,
    reason: str = "",
    therapy_id: int | None = None,
) -> therapy_plan.TherapyDecision:
    return therapy_plan.add(
        session, facts.card.id, facts.course.id if facts.course is not None else None, proposal.item, proposal.phase,
        answer, ws.today(), reason, therapy_id,
    )  # fmt: skip
