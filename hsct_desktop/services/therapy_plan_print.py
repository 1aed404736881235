"""Gathers a patient's supportive therapy plan for paper: what is open, what was decided or is given, what comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.items import TherapyItem
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.therapy_plan import PlanRow, TherapyPlanData, write_therapy_plan
from hsct_desktop.domain.care_conditions import OfAge, OfDisease, OfSex
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.plan_conditions import InRegimen
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyStatus
from hsct_desktop.domain.therapy_plan import TherapyPhase
from hsct_desktop.services import supportive_therapies, therapy_plan
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.person import birth_date_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.therapy_plan import PlanFacts, Proposal
from hsct_desktop.services.workspace import Workspace

_GROUPS: Final = ("open", "decided", "later")
_LASTING: Final = (OfSex, OfAge, OfDisease, InRegimen)
"""Conditions that no later phase changes: an item ruled out by one of them is not announced."""


def print_therapy_plan(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write a patient's plan as PDF, A4 landscape; the whole file or nothing."""
    data = therapy_plan_data(ws, patient_id, language or ws.language)
    check_place(path, ws.store.path)
    try:
        write_therapy_plan(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path


def therapy_plan_data(ws: Workspace, patient_id: int, language: str) -> TherapyPlanData:
    """What is printed today, in words of a language."""
    on, words = ws.today(), paper_wording(language, table=True)
    with ws.read() as session:
        facts = therapy_plan.facts_of(ws, session, patient_id, on)
        plan = therapy_plan.plan_in(ws, session, patient_id, on, words)
        context = print_context(ws, session, language, on)
        rows: dict[str, list[PlanRow]] = {group: [] for group in _GROUPS}
        for group, row in _rows(ws, facts, {p.item: p for p in plan.proposals}, words, on):
            rows[group].append(row)
    entry = facts.card.entry
    groups = tuple((words.text(f"therapy_plan.doc.group.{g}"), tuple(rows[g])) for g in _GROUPS if rows[g])
    return TherapyPlanData(
        context, entry.family_name, entry.given_name, birth_date_of(facts.card), entry.sex, entry.code,
        _lead(words, facts, on), groups,
    )  # fmt: skip


def _lead(words: Wording, facts: PlanFacts, on: date) -> str:
    phase = words.enum("therapy_phase", facts.span.phase)
    day0 = facts.course.entry.day0 if facts.course is not None else None
    if day0 is None:
        return words.text("therapy_plan.doc.lead_no_day", phase=phase)
    return words.text("therapy_plan.doc.lead", phase=phase, day=words.signed_day(day_number(day0, on)))


def _rows(
    ws: Workspace, facts: PlanFacts, proposed: dict[str, Proposal], words: Wording, on: date
) -> Iterator[tuple[str, PlanRow]]:
    for item in ws.catalogue.therapies.values():
        if item.trigger is None:
            continue
        state = _open(words, proposed.get(item.id))
        group = "open"
        if not state:
            group, state = "decided", _decided(ws, facts, item, words, on)
        if not state and _comes_later(item, facts):
            group, state = "later", words.text("therapy_plan.doc.later")
        if state:
            yield group, _row(ws, item, words, state)


def _open(words: Wording, proposal: Proposal | None) -> str:
    if proposal is None:
        return ""
    asked = proposal.truth is Truth.UNKNOWN and proposal.missing
    said = words.text("therapy_plan.doc.open")
    if asked:
        said = words.text("therapy_plan.doc.asks", what=", ".join(proposal.missing))
    return "; ".join(part for part in (said, proposal.refused) if part)


def _decided(ws: Workspace, facts: PlanFacts, item: TherapyItem, words: Wording, on: date) -> str:
    """The last answer of the course; for want of one the therapy that covers the indication."""
    answers = [decision for decision in facts.decisions if decision.item == item.id]
    if answers:
        return therapy_plan.answer_words(ws, facts.therapies, answers[-1], words)
    given = [t for t in facts.therapies if item.id in therapy_plan.items_of(ws, t) and _of_course(t, facts)]
    return _given(ws, given[-1], words, on) if given else ""


def _of_course(therapy: Therapy, facts: PlanFacts) -> bool:
    """Whether it has not ended before the course began."""
    begins = next((span.first for span in facts.phases if span.phase is not TherapyPhase.WORK_UP), None)
    return therapy.stop is None or begins is None or therapy.stop >= begins


def _given(ws: Workspace, therapy: Therapy, words: Wording, on: date) -> str:
    drug, status = supportive_therapies.localized(ws, therapy, words.language).name, therapy.status(on)
    if status is TherapyStatus.STOPPED:
        return words.text("therapy_plan.doc.ended", drug=drug, on=therapy.stop)
    key = "planned" if status is TherapyStatus.PLANNED else "running"
    return words.text(f"therapy_plan.doc.{key}", drug=drug, on=therapy.start)


def _comes_later(item: TherapyItem, facts: PlanFacts) -> bool:
    """Whether a phase to come will ask for it, or a later day of this one; what only an event asks for is not told."""
    order = list(TherapyPhase)
    verdict = therapy_plan.verdict_of(item, facts)
    if verdict is None or not item.asks or not facts.card.follow_up.is_followed:
        return False
    if any(f.truth is Truth.NO and isinstance(f.condition, _LASTING) for f in verdict.findings):
        return False
    if min(order.index(phase) for phase in item.phases) > order.index(facts.span.phase):
        return True
    return facts.span.phase in item.phases and verdict.from_on is not None


def _row(ws: Workspace, item: TherapyItem, words: Wording, state: str) -> PlanRow:
    language = words.language
    drug = item.drugs[0] if item.drugs else None
    rule = item.stop_rules[0] if item.stop_rules else None
    usual = therapy_plan.usual_dose(drug, language) if drug is not None else ""
    named = [drug.label.text(language) if drug is not None else "", usual]
    return PlanRow(
        item.label.text(language),
        ": ".join(part for part in named if part),
        item.start.text(language) if item.start is not None else "",
        rule.text.text(language) if rule is not None else "",
        therapy_plan.watched(ws, words, item),
        item.origin.source,
        state,
    )
