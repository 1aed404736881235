"""The plan of vaccines after a transplant: one pure function of the catalogue, the facts, the doses and the choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hsct_desktop.domain.dates import add_offset
from hsct_desktop.domain.rule import evaluate
from hsct_desktop.domain.rule_facts import RECORDS, RuleFacts, Truth
from hsct_desktop.domain.vaccine import (
    EVERY,
    ConditionVerdict,
    GivenDose,
    VaccineCatalogue,
    VaccineChoice,
    VaccineCondition,
    VaccineDecision,
    VaccineKind,
    VaccineLine,
    VaccinePlan,
    VaccineSeries,
)
from hsct_desktop.domain.vaccine_count import LIVE_FROM, in_order
from hsct_desktop.domain.vaccine_line import Given, line_of


def plan(
    catalogue: VaccineCatalogue,
    variant: str,
    facts: RuleFacts,
    given: Iterable[GivenDose],
    choices: Iterable[VaccineChoice],
    on: date,
    *,
    due_only: bool = False,
) -> VaccinePlan:
    """Every series as it stands on a day. What was given after that day is left aside.

    `facts` are those of the rule language; its Day 0 is that of the course, and doses before it do not count.
    `due_only`: the lines of what is due and nothing else, the same as in the whole plan, for lists of many patients.
    """
    seen = replace(facts, today=on) if facts.today != on else facts
    doses = [dose for dose in in_order(given) if dose.given_on <= on]
    chosen = {choice.vaccine: choice for choice in choices}
    lines: dict[str, VaccineLine] = {}
    reading = _Reading(catalogue, seen, doses, chosen)
    if due_only:
        return reading.due(variant)
    for series in catalogue.of(variant).values():
        lines[series.id] = reading.line(series, lines)
    unknown = tuple(dose for dose in doses if dose.vaccine not in catalogue.products)
    return VaccinePlan(variant, on, seen.day0, tuple(lines.values()), reading.verdicts(catalogue.delays), unknown)


@dataclass
class _Reading:
    """What the lines of a plan share."""

    catalogue: VaccineCatalogue
    facts: RuleFacts
    doses: Sequence[GivenDose]
    chosen: Mapping[str, VaccineChoice]
    _judged: dict[int, ConditionVerdict] = field(default_factory=dict)

    def line(self, series: VaccineSeries, lines: Mapping[str, VaccineLine], *, next_only: bool = False) -> VaccineLine:
        other = lines.get(series.follows.series) if series.follows is not None else None
        given = Given(self._own(series), self.catalogue.products, self._choice(series), other, next_only)
        return line_of(series, self.facts, given, self.verdicts(series.conditions))

    def due(self, variant: str) -> VaccinePlan:
        """The lines of what is due; what surely is not is passed over unlooked at."""
        every, day0, on = self.catalogue.of(variant).values(), self.facts.day0, self.facts.today
        followed = {series.follows.series for series in every if series.follows is not None}
        lines: dict[str, VaccineLine] = {}
        for series in every:
            if day0 is not None and (series.id in followed or self._may_be_due(series, day0)):
                lines[series.id] = self.line(series, lines, next_only=series.id not in followed)
        found = tuple(line for line in lines.values() if line.status.is_due)
        return VaccinePlan(variant, on, day0, found, self.verdicts(self.catalogue.delays) if found else ())

    def _may_be_due(self, series: VaccineSeries, day0: date) -> bool:
        choice, own = self._choice(series), self._own(series)
        if series.kind is VaccineKind.NEVER or (choice is not None and choice.decision is VaccineDecision.LEAVE_OUT):
            return False
        if series.asks is not None and choice is None and not any(dose.given_on >= day0 for dose in own):
            return False
        if series.kind is VaccineKind.LIVE:
            return self.facts.today >= add_offset(day0, LIVE_FROM) and all(
                self._verdict(condition).truth is Truth.YES for condition in series.conditions
            )
        return True

    def _own(self, series: VaccineSeries) -> tuple[GivenDose, ...]:
        products = self.catalogue.products
        return tuple(d for d in self.doses if d.vaccine in products and series.id in products[d.vaccine].components)

    def _choice(self, series: VaccineSeries) -> VaccineChoice | None:
        return self.chosen.get(series.id) or self.chosen.get(EVERY)

    def verdicts(self, conditions: Iterable[VaccineCondition]) -> tuple[ConditionVerdict, ...]:
        return tuple(self._verdict(condition) for condition in conditions)

    def _verdict(self, condition: VaccineCondition) -> ConditionVerdict:
        """Live vaccines share most of their conditions: each is judged once."""
        held = self._judged.get(id(condition))
        if held is None:
            held = self._judged[id(condition)] = verdict(condition, self.facts)
        return held


def verdict(condition: VaccineCondition, facts: RuleFacts) -> ConditionVerdict:
    """A condition as it stands on the facts' day."""
    found = evaluate(condition.rule, facts)
    evidence = tuple(e for part in found.findings for e in part.evidence)
    missing = tuple(dict.fromkeys(m for part in found.findings for m in part.missing))
    codes = sorted(condition.rule.needs() - RECORDS)
    readings = tuple(reading for code in codes for reading in facts.current(code)[:1])
    return ConditionVerdict(condition, found.truth, evidence, missing, found.earliest, readings)
