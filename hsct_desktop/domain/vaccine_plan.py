"""The plan of vaccines after a transplant: one pure function of the catalogue, the facts, the doses and the choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.domain.rule import evaluate
from hsct_desktop.domain.rule_facts import RECORDS, RuleFacts
from hsct_desktop.domain.vaccine import (
    ConditionVerdict,
    GivenDose,
    VaccineCatalogue,
    VaccineChoice,
    VaccineCondition,
    VaccineLine,
    VaccinePlan,
    VaccineSeries,
)
from hsct_desktop.domain.vaccine_count import in_order
from hsct_desktop.domain.vaccine_line import Given, line_of


def plan(
    catalogue: VaccineCatalogue,
    variant: str,
    facts: RuleFacts,
    given: Iterable[GivenDose],
    choices: Iterable[VaccineChoice],
    on: date,
) -> VaccinePlan:
    """Every series as it stands on a day. What was given after that day is left aside.

    `facts` are those of the rule language; its Day 0 is that of the course, and doses before it do not count.
    """
    seen = replace(facts, today=on) if facts.today != on else facts
    doses = [dose for dose in in_order(given) if dose.given_on <= on]
    chosen = {choice.vaccine: choice for choice in choices}
    lines: dict[str, VaccineLine] = {}
    reading = _Reading(catalogue, seen, doses, chosen)
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

    def line(self, series: VaccineSeries, lines: Mapping[str, VaccineLine]) -> VaccineLine:
        products = self.catalogue.products
        own = tuple(d for d in self.doses if d.vaccine in products and series.id in products[d.vaccine].components)
        other = lines.get(series.follows.series) if series.follows is not None else None
        given = Given(own, products, self.chosen.get(series.id), other)
        return line_of(series, self.facts, given, self.verdicts(series.conditions))

    def verdicts(self, conditions: Iterable[VaccineCondition]) -> tuple[ConditionVerdict, ...]:
        return tuple(verdict(condition, self.facts) for condition in conditions)


def verdict(condition: VaccineCondition, facts: RuleFacts) -> ConditionVerdict:
    """A condition as it stands on the facts' day."""
    found = evaluate(condition.rule, facts)
    evidence = tuple(e for part in found.findings for e in part.evidence)
    missing = tuple(dict.fromkeys(m for part in found.findings for m in part.missing))
    codes = sorted(condition.rule.needs() - RECORDS)
    readings = tuple(reading for code in codes for reading in facts.current(code)[:1])
    return ConditionVerdict(condition, found.truth, evidence, missing, found.earliest, readings)
