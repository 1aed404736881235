"""Stop rules: what the rule of a running therapy says on a day, part by part; the unit's own numbers.

Three answers: the rule is met, it is not met, it cannot be told (and what is missing). A person decides; the program
never says "may stop" for want of data. The verdicts act on Today's lists once the set "stops" is approved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from hsct_desktop.catalogue.items import StopRule
from hsct_desktop.catalogue.rule_reader import bound
from hsct_desktop.catalogue.stop_rules import earliest_of
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.rule import RuleVerdict, evaluate
from hsct_desktop.domain.rule_facts import Amount, Given, RuleFacts, Truth
from hsct_desktop.domain.statement import StatementKind
from hsct_desktop.domain.stop_floor import GUARDED, PJP_FLOOR, with_floor
from hsct_desktop.domain.supportive_therapy import StopReason, SupportiveTherapyEntry, Therapy, TherapyStatus
from hsct_desktop.services import rule_facts, rule_sets
from hsct_desktop.services.rule_wording import finding_line, rule_words
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import rule_setting, supportive_therapy
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.rule_setting import StoredNumbers

SOON: Final = timedelta(days=14)
"""So far ahead of its planned stop a therapy stands under "Do not stop yet" while its rule holds it."""
GAPS: Final = {"pjp": "pjp_gap", "vzv": "vzv_gap", "hsv": "vzv_gap"}
"""The alert that fires while an indication is not covered: stopping one early says so."""
Session = ReadSession | WriteSession


@dataclass(frozen=True)
class StopVerdict:
    """What the stop rule of a therapy says on a day. `facts` are those it was judged by, for its words."""

    therapy_id: int
    rule: StopRule
    verdict: RuleVerdict
    facts: RuleFacts = field(compare=False, repr=False)

    @property
    def may_stop(self) -> bool:
        """Whether every part surely holds."""
        return self.verdict.is_met

    @property
    def is_left_to_a_person(self) -> bool:
        """Whether all that is recorded speaks for stopping and only a person can say the rest."""
        held = self.verdict.held_by
        return bool(held) and all(f.missing and all(m.kind == "asked" for m in f.missing) for f in held)

    @property
    def key(self) -> str:
        """Of its sentence: `met`, `not_met` or `cannot_tell`."""
        return {Truth.YES: "met", Truth.NO: "not_met", Truth.UNKNOWN: "cannot_tell"}[self.verdict.truth]


@dataclass(frozen=True)
class FoundLine:
    """A part of a rule in words; `truth` says whether it holds."""

    truth: Truth
    text: str


def lines(ws: Workspace, found: StopVerdict, language: str = "") -> tuple[FoundLine, ...]:
    """The parts of a verdict in words, those that hold it first."""
    words = rule_words(ws, language or ws.language)
    held = found.verdict.held_by
    ordered = [*held, *(f for f in found.verdict.findings if f.truth is Truth.YES)]
    return tuple(FoundLine(f.truth, finding_line(words, f, found.facts)) for f in ordered)


# the rules ------------------------------------------------------------------------------------------------------


def rules_in_force(ws: Workspace, session: Session) -> dict[str, StopRule]:
    """Every stop rule with the unit's own numbers (one statement)."""
    held = rule_setting.of_set(session, rule_sets.STOPS)
    rules = ws.catalogue.stop_rules.rules
    return {**rules, **{key: changed(ws, rules[key], held[key]) for key in held if key in rules}}


def changed(ws: Workspace, rule: StopRule, held: StoredNumbers) -> StopRule:
    """A rule with the numbers that the unit keeps for it."""
    if rule.rule is None:
        return rule
    kept = {name: amount_of(raw) for name, raw in held.thresholds.items()}
    own = {name: amount for name, amount in kept.items() if not _is_below(amount, rule.least.get(name))}
    limits = bound(rule.rule.conditions(), rule.rule.changed(own).thresholds, ws.catalogue.analytes)
    judged = replace(rule.rule, thresholds=limits)
    return replace(rule, rule=judged, earliest=earliest_of(judged) or rule.earliest)


def _is_below(amount: Amount, least: Amount | None) -> bool:
    """Whether a kept number lies below what its rule allows by now: an older one of the unit does not lower it."""
    return least is not None and amount.unit == least.unit and (amount.value or 0) < (least.value or 0)


def amount_of(raw: Mapping[str, Any]) -> Amount:
    """A number as `rule_setting` keeps it."""
    return Amount(None if raw["value"] is None else Decimal(raw["value"]), raw["unit"])


def acts(ws: Workspace, session: Session) -> bool:
    """Whether a person has approved the present text of the rules."""
    return rule_sets.is_approved(ws, session, rule_sets.STOPS)


def indication(ws: Workspace, drug: str, recorded: str = "") -> str:
    """What a drug is given for: what was recorded, else what the catalogue says; an alternative counts for what it
    covers. "" where nobody knows.
    """
    return ws.catalogue.stop_rules.indication(drug, recorded)


# verdicts -------------------------------------------------------------------------------------------------------


def judge(
    ws: Workspace, session: Session, therapies: Sequence[tuple[int, Therapy]], on: date
) -> dict[int, StopVerdict]:
    """The verdict of each therapy (patient, therapy) that has a rule to judge, by the therapy's id.

    A fixed number of statements, however many patients there are.
    """
    rules = rules_in_force(ws, session)
    asked = [(who, one, rule) for who, one in therapies if (rule := _rule_of(ws, rules, one)) is not None]
    if not asked:
        return {}
    floored = {one.id for _, one, _ in asked if is_guarded(ws, one)}
    ages = {code: days for _, _, rule in asked for code, days in rule.ages.items()}
    needs = frozenset().union(*(rule.rule.needs() for _, _, rule in asked if rule.rule is not None))
    needs |= PJP_FLOOR.needs() if floored else frozenset()
    wanted = rule_facts.Wanted.by(needs, ages)
    facts = rule_facts.of_patients(ws, session, sorted({who for who, _, _ in asked}), wanted, on, ages)
    return {
        one.id: found
        for who, one, rule in asked
        if who in facts and (found := _judged(one, rule, facts[who], on, one.id in floored)) is not None
    }


def _rule_of(ws: Workspace, rules: Mapping[str, StopRule], therapy: Therapy) -> StopRule | None:
    """The rule of a therapy that the program can judge: by its id, in older rows by the text that was kept."""
    from hsct_desktop.services.supportive_therapies import rule_words as words_of

    rule_id = therapy.stop_rule_id
    if rule_id not in rules and therapy.stop_rule and therapy.catalogue_id in ws.catalogue.drug_words:
        named = words_of(ws.catalogue.drug_words[therapy.catalogue_id], rule_id, therapy.stop_rule)
        rule_id = named.id if named is not None else rule_id
    rule = rules.get(rule_id)
    if rule_id in ws.catalogue.stop_rules.guarded and (rule is None or rule.rule is None):
        # A unit's file took away what is judged of a shipped rule: the program's floor stays.
        text = rule.text if rule is not None else Label(therapy.stop_rule, therapy.stop_rule)
        return StopRule(rule_id, text, rule=PJP_FLOOR)
    return rule if rule is not None and rule.rule is not None else None


def is_guarded(ws: Workspace, therapy: Therapy) -> bool:
    """Whether the program's floor holds a therapy: it is a prophylaxis against Pneumocystis by anything known of it."""
    guarded = ws.catalogue.stop_rules.guarded
    known = (therapy.therapy_class, therapy.indication, indication(ws, therapy.catalogue_id, therapy.indication))
    return GUARDED in known or therapy.catalogue_id in guarded or therapy.stop_rule_id in guarded


def _judged(therapy: Therapy, rule: StopRule, facts: RuleFacts, on: date, floored: bool) -> StopVerdict | None:
    if rule.rule is None:
        return None
    running = therapy.status(on) is TherapyStatus.RUNNING
    subject = Given(
        therapy.id, therapy.therapy_class, therapy.catalogue_id, therapy.name, therapy.start, therapy.stop, running
    )
    seen = replace(facts, subject=subject, ages=rule.ages)
    found = evaluate(rule.rule, seen)
    return StopVerdict(therapy.id, rule, with_floor(found, seen) if floored else found, seen)


def of_therapy(ws: Workspace, patient_id: int, therapy_id: int, on: date) -> StopVerdict | None:
    """The verdict of one therapy on a day; None where it has no rule that the program can judge."""
    with ws.read() as session:
        return of_therapy_in(ws, session, patient_id, therapy_id, on)


def of_therapy_in(ws: Workspace, session: Session, patient_id: int, therapy_id: int, on: date) -> StopVerdict | None:
    """The same within a session."""
    held = [t for t in supportive_therapy.of_patient(session, patient_id) if t.id == therapy_id]
    return judge(ws, session, [(patient_id, therapy) for therapy in held], on).get(therapy_id)


def of_patient(ws: Workspace, session: Session, patient_id: int, on: date) -> dict[int, StopVerdict]:
    """The verdicts of a patient's running and interrupted therapies, by the therapy's id."""
    active = (TherapyStatus.RUNNING, TherapyStatus.INTERRUPTED)
    held = [t for t in supportive_therapy.of_patient(session, patient_id) if t.stop is None and t.status(on) in active]
    return judge(ws, session, [(patient_id, therapy) for therapy in held], on)


def briefs(ws: Workspace, patient_id: int, on: date | None = None, language: str = "") -> dict[int, str]:
    """What the rule of each running therapy says today in a few words, by the therapy's id: "not yet: CD4 129 /µL"."""
    with ws.read() as session:
        return briefs_in(ws, session, patient_id, on or ws.today(), language)


def briefs_in(ws: Workspace, session: Session, patient_id: int, on: date, language: str = "") -> dict[int, str]:
    """The same within a session, in a language of the caller's choice."""
    spoken = language or ws.language
    return {key: _brief(ws, found, spoken) for key, found in of_patient(ws, session, patient_id, on).items()}


def _brief(ws: Workspace, found: StopVerdict, language: str) -> str:
    words = wording(language)
    if found.may_stop:
        return words.text("stop.brief.met")
    if found.is_left_to_a_person:
        return words.text("stop.brief.person")
    first = found.verdict.held_by[0]
    said = rule_words(ws, language)
    what = said.found(first, found.facts) if first.evidence or first.missing or first.from_on else ""
    return words.text(f"stop.brief.{found.key}", what=what or said.asks(first.condition, first.limits))


# stopping against a rule ----------------------------------------------------------------------------------------

_SPEAKS: Final = frozenset({StopReason.TOXICITY, StopReason.SWITCHED, StopReason.PATIENT_WISH, StopReason.DEATH})
"""Reasons that say themselves why a drug ends before its rule is met."""


def stop_problems(entry: SupportiveTherapyEntry, found: StopVerdict | None) -> Iterator[Problem]:
    """What speaks against ending a therapy so: "rule met" where it is not, or no reason why it ends all the same."""
    if found is not None and not found.may_stop and not found.is_left_to_a_person and entry.stop is not None:
        yield from why_problems(entry, found.key)


def why_problems(entry: SupportiveTherapyEntry, key: str) -> Iterator[Problem]:
    """What is wrong with ending a therapy against its rule, which is `not_met` or which one `cannot_tell`."""
    if entry.stop_reason is StopReason.RULE_MET:
        yield Problem("stop_reason", f"stop_rule_{key}")
    elif entry.stop_reason is not None and entry.stop_reason not in _SPEAKS and not entry.stop_detail.strip():
        yield Problem("stop_detail", f"stop_why_{key}")


def checked_stop(ws: Workspace, session: Session, therapy_id: int, entry: SupportiveTherapyEntry) -> Iterator[Problem]:
    """The same for a therapy of the file, judged on its last day; nothing before the rules are approved."""
    if entry.stop is not None and entry.stop_reason is not None and acts(ws, session):
        yield from stop_problems(entry, of_therapy_in(ws, session, entry.patient_id, therapy_id, entry.stop))


@dataclass(frozen=True)
class StopView:
    """What the stop sheet shows of a therapy on a day: whether its rule is met, why, and what stopping opens.

    `key` is of `stop.verdict.*`, "" where no rule judges it. `gap` is the label of the alert that an early stop opens.
    `until` is the day to which one key extends it.
    """

    key: str
    rule: str
    found: tuple[FoundLine, ...]
    gap: str
    until: date
    asks_why: bool
    asks_none: bool = False
    """Whether it waits for somebody to confirm that no immunosuppression is running."""


def view(ws: Workspace, patient_id: int, therapy_id: int, on: date) -> StopView:
    """What the stop rule says on a day, for the sheet. KnownError `stale_row`."""
    from hsct_desktop.services.supportive_therapies import extended_to

    with ws.read() as session:
        held = supportive_therapy.of_patient(session, patient_id)
        therapy = next((t for t in held if t.id == therapy_id), None)
        if therapy is None:
            raise KnownError("stale_row")
        found = judge(ws, session, [(patient_id, therapy)], on).get(therapy_id)
        asks = acts(ws, session)
        covered = any(_covers_beyond(ws, other, therapy, on) for other in held if other.id != therapy_id)
    until = extended_to(therapy.planned_stop, ws.today())
    if found is None:
        return StopView("", therapy.stop_rule, (), "", until, False)
    by_person = found.is_left_to_a_person
    early = not found.may_stop and not by_person
    gap = _gap_label(ws, indication(ws, therapy.catalogue_id, therapy.indication)) if early and not covered else ""
    key, text = "person" if by_person else found.key, found.rule.text.text(ws.language)
    return StopView(key, text, lines(ws, found), gap, until, early and asks, _waits(found))


def _waits(found: StopVerdict) -> bool:
    missing = (m for part in found.verdict.findings for m in part.missing)
    return any(m.kind == "statement" and m.what == StatementKind.IMMUNOSUPPRESSION for m in missing)


def _covers_beyond(ws: Workspace, other: Therapy, stopped: Therapy, on: date) -> bool:
    """Whether another drug for the same indication is given after the last day of the stopped one."""
    own = indication(ws, stopped.catalogue_id, stopped.indication)
    same = indication(ws, other.catalogue_id, other.indication) == own
    return same and other.start <= on + timedelta(days=1) and (other.stop is None or other.stop > on)


def _gap_label(ws: Workspace, of: str) -> str:
    rule = ws.catalogue.alerts.rules.get(GAPS.get(of, ""))
    return "" if rule is None else rule.label.text(ws.language)


# lists ----------------------------------------------------------------------------------------------------------


def is_to_stop(therapy: Therapy, found: StopVerdict | None, on: date) -> bool:
    """Whether Today lists a therapy under To stop: its planned stop has come or is open, nothing holds it."""
    if found is None:
        return therapy.is_to_stop(on)
    if therapy.planned_stop is None:
        return found.may_stop
    return therapy.planned_stop <= on and (found.may_stop or found.is_left_to_a_person)


def is_held(therapy: Therapy, found: StopVerdict | None, on: date) -> bool:
    """Whether Today warns of stopping it: its planned stop has come or is near, and its rule is not surely met."""
    if found is None or found.may_stop or found.is_left_to_a_person:
        return False
    return therapy.planned_stop is not None and therapy.planned_stop <= on + SOON


def required(ws: Workspace, rule_id: str) -> StopRule:
    """The shipped rule of an id; KnownError `stop_rule_unknown`."""
    rule = ws.catalogue.stop_rules.rules.get(rule_id)
    if rule is None or rule.rule is None:
        raise KnownError("stop_rule_unknown", name=rule_id)
    return rule
