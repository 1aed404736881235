"""The plan of vaccines after a transplant: one pure function of the catalogue, the facts, the doses and the choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hsct_desktop.domain.dates import add_offset
from hsct_desktop.domain.rule import evaluate
from hsct_desktop.domain.rule_facts import RECORDS, RuleFacts
from hsct_desktop.domain.vaccine import (
    EVERY,
    ConditionVerdict,
    GivenDose,
    VaccineCatalogue,
    VaccineChoice,
    VaccineCondition,
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
    followed = {series.follows.series for series in catalogue.of(variant).values() if series.follows is not None}
    reading = _Reading(
        catalogue, seen, doses, chosen, frozenset(catalogue.of(variant)) - followed if due_only else None
    )
    may_be_live = seen.day0 is not None and on >= add_offset(seen.day0, LIVE_FROM)
    for series in catalogue.of(variant).values():
        if due_only and (series.kind is VaccineKind.NEVER or (series.kind is VaccineKind.LIVE and not may_be_live)):
            continue
        lines[series.id] = reading.line(series, lines)
    if due_only:
        wanted = tuple(line for line in lines.values() if line.status.is_due)
        return VaccinePlan(variant, on, seen.day0, wanted, reading.verdicts(catalogue.delays) if wanted else ())
    unknown = tuple(dose for dose in doses if dose.vaccine not in catalogue.products)
    return VaccinePlan(variant, on, seen.day0, tuple(lines.values()), reading.verdicts(catalogue.delays), unknown)


@dataclass
class _Reading:
    """What the lines of a plan share."""

    catalogue: VaccineCatalogue
    facts: RuleFacts
    doses: Sequence[GivenDose]
    chosen: Mapping[str, VaccineChoice]
    next_only: frozenset[str] | None = None
    """The series of which the next dose is enough, None for none."""
    _judged: dict[int, ConditionVerdict] = field(default_factory=dict)

    def line(self, series: VaccineSeries, lines: Mapping[str, VaccineLine]) -> VaccineLine:
        products = self.catalogue.products
        own = tuple(d for d in self.doses if d.vaccine in products and series.id in products[d.vaccine].components)
        other = lines.get(series.follows.series) if series.follows is not None else None
        choice = self.chosen.get(series.id) or self.chosen.get(EVERY)
        given = Given(own, products, choice, other, self.next_only is not None and series.id in self.next_only)
        return line_of(series, self.facts, given, self.verdicts(series.conditions))

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
