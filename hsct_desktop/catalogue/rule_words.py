"""Rules in words: what each condition asks, what was found of it, what is missing; for screen, paper and commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import Any, Final

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.domain import care_conditions as care
from hsct_desktop.domain import record_conditions as record
from hsct_desktop.domain import rule_condition as joined
from hsct_desktop.domain import value_conditions as value
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.dates import whole_months
from hsct_desktop.domain.plan_conditions import InRegimen
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.rule import Finding
from hsct_desktop.domain.rule_condition import Condition, Limits
from hsct_desktop.domain.rule_facts import Missing, RuleFacts, Truth

SIGNS: Final = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


@dataclass(frozen=True)
class RuleWords:
    """The words of rules in one language.

    `names` gives the label of what a rule calls by id: kind "term" (CTCAE), "drug", "disease", "vaccine", "test",
    "indication".
    """

    words: Wording
    table: AnalyteTable
    names: alert_words.Names = alert_words.plain_names

    def line(self, finding: Finding, facts: RuleFacts) -> str:
        """What a part of a rule asks, and what was found: "24 months since Day 0: 12, from 14 Nov 2027"."""
        asked, found = self.asks(finding.condition, finding.limits), self.found(finding, facts)
        return self.words.text("rule.line", asks=asked, found=found) if found else asked

    def found(self, finding: Finding, facts: RuleFacts) -> str:
        """What was found of a part: the rows that decide, what is missing, or from which day time alone meets it."""
        if finding.truth is Truth.UNKNOWN and finding.missing:
            return ", ".join(dict.fromkeys(self.missing(m, facts) for m in finding.missing))
        shown = [self._evidence(seen) for seen in finding.evidence]
        if finding.from_on is not None and finding.truth is Truth.NO:
            shown.append(self._waiting(finding, facts))
        elif finding.from_on is not None and not shown:
            shown.append(self.words.text("rule.since", on=finding.from_on))
        return ", ".join(dict.fromkeys(shown)) or self._bare(finding)

    def _bare(self, finding: Finding) -> str:
        return self.words.text(f"rule.truth.{finding.truth.name.lower()}")

    def _waiting(self, finding: Finding, facts: RuleFacts) -> str:
        on = finding.from_on or facts.today
        amount = (
            finding.limits.get(finding.condition.start) if isinstance(finding.condition, record.SinceDay0) else None
        )
        if amount is not None and amount.unit == "months" and facts.day0 is not None and facts.today >= facts.day0:
            passed = whole_months(facts.day0, facts.today)
            return self.words.text("rule.months_of", n=passed, of=int(amount.value or 0), on=on)
        return self.words.text("rule.from", on=on)

    def missing(self, missing: Missing, facts: RuleFacts) -> str:
        """What is not known: "no CD4 since 12 May 2026 (month 3)"."""
        if missing.kind == "value":
            name = alert_words.analyte(self.words, self.table, missing.what)
            if missing.since is None:
                return self.words.text("rule.missing.value", what=name)
            if facts.day0 is None or missing.since < facts.day0:
                return self.words.text("rule.missing.value_since", what=name, since=missing.since)
            month = whole_months(facts.day0, missing.since)
            return self.words.text("rule.missing.value_month", what=name, since=missing.since, n=month)
        return alert_words.missing(self.words, self.table, [missing.key])[0]

    def _evidence(self, seen: Mapping[str, Any]) -> str:
        short = {name: item for name, item in seen.items() if name not in ("op", "limit", "limit_unit")}
        return alert_words.evidence(self.words, self.table, short, self.names)

    def _amount(self, limits: Limits, name: str) -> str:
        return alert_words.amount(self.words, limits[name])

    def _value(self, condition: Any, limits: Limits) -> str:
        name = alert_words.analyte(self.words, self.table, condition.analyte)
        return f"{name} {SIGNS[condition.op]} {self._amount(limits, condition.limit)}"

    def _joined(self, parts: Iterable[str], by: str = "or") -> str:
        return f" {self.words.text(f'rule.{by}')} ".join(parts)

    def _listed(self, kind: str, ids: Sequence[str]) -> str:
        return self._joined(dict.fromkeys(self.names(kind, one) for one in ids))

    def _labels(self, enum: str, ids: Sequence[str]) -> str:
        return self._joined(self._label(enum, one) for one in ids)

    def _label(self, enum: str, name: str) -> str:
        label = self.words.text(f"enum.{enum}.{name}")
        return label if label[:2].isupper() else label[:1].lower() + label[1:]

    @classmethod
    def of(cls, catalogue: Catalogue, language: str) -> RuleWords:
        """The words with the labels of a catalogue's terms, drugs, diseases, vaccines and tests."""
        return cls(wording(language), catalogue.analytes, names_of(catalogue, language))

    @singledispatchmethod
    def asks(self, condition: Condition, limits: Limits) -> str:
        """What a condition asks, in a few words."""
        raise NotImplementedError(type(condition).__name__)

    @asks.register
    def _(self, condition: joined.All, limits: Limits) -> str:
        return self._joined((self.asks(part, limits) for part in condition.conditions), "and")

    @asks.register
    def _(self, condition: joined.AnyOf, limits: Limits) -> str:
        return self._joined(self.asks(part, limits) for part in condition.conditions)

    @asks.register
    def _(self, condition: joined.AtLeast, limits: Limits) -> str:
        parts = ", ".join(self.asks(part, limits) for part in condition.conditions)
        return self.words.text("rule.at_least", n=int(limits[condition.least].value or 1), parts=parts)

    @asks.register
    def _(self, condition: joined.Not, limits: Limits) -> str:
        return self.words.text("rule.not", what=self.asks(condition.condition, limits))

    @asks.register
    def _(self, condition: value.Value, limits: Limits) -> str:
        return self._value(condition, limits)

    @asks.register
    def _(self, condition: value.Never, limits: Limits) -> str:
        within = self._amount(limits, condition.within)
        return self.words.text("rule.never", what=self._value(condition, limits), within=within)

    @asks.register
    def _(self, condition: value.Repeated, limits: Limits) -> str:
        times = int(limits[condition.times].value or 2)
        return self.words.text("rule.repeated", what=self._value(condition, limits), n=times)

    @asks.register
    def _(self, condition: value.Changed, limits: Limits) -> str:
        name = alert_words.analyte(self.words, self.table, condition.analyte)
        by, within = self._amount(limits, condition.limit), self._amount(limits, condition.within)
        return self.words.text(f"rule.{condition.by}", what=name, by=by, within=within)

    @asks.register
    def _(self, condition: value.Falling, limits: Limits) -> str:
        name = alert_words.analyte(self.words, self.table, condition.analyte)
        if not condition.times:
            return self.words.text("rule.falling", what=name)
        return self.words.text("rule.falling_times", what=name, n=int(limits[condition.times].value or 2))

    @asks.register
    def _(self, condition: value.Doubling, limits: Limits) -> str:
        name = alert_words.analyte(self.words, self.table, condition.analyte)
        factor, times = self._amount(limits, condition.factor), int(limits[condition.times].value or 2)
        return self.words.text("rule.doubling", what=name, factor=factor, n=times)

    @asks.register
    def _(self, condition: value.Lasting, limits: Limits) -> str:
        span = self._amount(limits, condition.span)
        return self.words.text("rule.lasting", what=self._value(condition, limits), span=span)

    @asks.register
    def _(self, condition: value.Quantified, limits: Limits) -> str:
        name = alert_words.analyte(self.words, self.table, condition.analyte)
        return self.words.text("rule.quantified", what=name)

    @asks.register
    def _(self, condition: care.Clear, limits: Limits) -> str:
        span = self._amount(limits, condition.span)
        return self.words.text("rule.clear", what=self._value(condition, limits), span=span)

    @asks.register
    def _(self, condition: record.SinceDay0, limits: Limits) -> str:
        start, end = self._amount(limits, condition.start), condition.end or condition.until
        if not end:
            return self.words.text("rule.since_day0", start=start)
        return self.words.text("rule.between_day0", start=start, end=self._amount(limits, end))

    @asks.register
    def _(self, condition: record.Engrafted, limits: Limits) -> str:
        return self.words.text(f"rule.engrafted.{condition.lineage}")

    @asks.register
    def _(self, condition: record.Toxicity, limits: Limits) -> str:
        what = self._listed("term", condition.terms[:3]) + (" …" if len(condition.terms) > 3 else "")
        return self.words.text("rule.toxicity", what=what, grade=self._amount(limits, condition.grade))

    @asks.register
    def _(self, condition: record.Running, limits: Limits) -> str:
        parts = [self._label("therapy_class", name) for name in condition.classes]
        parts += [self.names("drug", name) for name in condition.drugs]
        return self.words.text("rule.running", what=self._joined(parts))

    @asks.register
    def _(self, condition: record.Covered, limits: Limits) -> str:
        return self.words.text("rule.covered", what=self._listed("indication", condition.indications))

    @asks.register
    def _(self, condition: record.GivenBefore, limits: Limits) -> str:
        within = self._amount(limits, condition.within)
        return self.words.text("rule.given", what=self._listed("drug", condition.drugs[:3]), within=within)

    @asks.register
    def _(self, condition: record.Infected, limits: Limits) -> str:
        return self.words.text("rule.infection", within=self._amount(limits, condition.within))

    @asks.register
    def _(self, condition: record.Asked, limits: Limits) -> str:
        return self.words.text(f"rule.asked.{condition.what}")

    @asks.register
    def _(self, condition: care.Stated, limits: Limits) -> str:
        return self.words.text(f"statement.said.{condition.what}.{condition.answer}")

    @asks.register
    def _(self, condition: care.FreeOf, limits: Limits) -> str:
        what = self._labels("agent", condition.what)
        if not condition.span:
            return self.words.text("rule.free_of", what=what)
        return self.words.text("rule.free_for", what=what, span=self._amount(limits, condition.span))

    @asks.register
    def _(self, condition: care.SinceLast, limits: Limits) -> str:
        span = self._amount(limits, condition.at_least)
        return self.words.text("rule.since_last", what=self._label("agent", condition.what), span=span)

    @asks.register
    def _(self, condition: care.Exposed, limits: Limits) -> str:
        return self.words.text("rule.exposed", what=self._label("agent", condition.to))

    @asks.register
    def _(self, condition: InRegimen, limits: Limits) -> str:
        return self.words.text(f"rule.regimen.{condition.part}", what=self._labels("agent", condition.has))

    @asks.register
    def _(self, condition: care.SinceStart, limits: Limits) -> str:
        return self.words.text("rule.since_start", span=self._amount(limits, condition.at_least))

    @asks.register
    def _(self, condition: care.Reached, limits: Limits) -> str:
        anchor = self.words.text(f"rule.anchor.{condition.anchor}")
        if not limits[condition.start].value:
            return self.words.text("rule.reached", anchor=anchor)
        key = "rule.before" if condition.before else "rule.after"
        return self.words.text(key, anchor=anchor, span=self._amount(limits, condition.start))

    @asks.register
    def _(self, condition: care.OfSex, limits: Limits) -> str:
        return self.words.text(f"rule.sex.{condition.sex}")

    @asks.register
    def _(self, condition: care.OfAge, limits: Limits) -> str:
        parts = []
        if condition.start:
            parts.append(self.words.text("rule.age_from", age=self._amount(limits, condition.start)))
        if condition.end:
            parts.append(self.words.text("rule.age_to", age=self._amount(limits, condition.end)))
        return ", ".join(parts)

    @asks.register
    def _(self, condition: care.OfDisease, limits: Limits) -> str:
        return self._listed("disease", condition.diseases)

    @asks.register
    def _(self, condition: care.Overdue, limits: Limits) -> str:
        key = f"rule.overdue.{condition.what}"
        what = self.words.text(key) if self.words.has(key) else self.names("test", condition.what)
        return self.words.text("rule.overdue", what=what, span=self._amount(limits, condition.by))

    @asks.register
    def _(self, condition: care.NoContact, limits: Limits) -> str:
        return self.words.text("rule.no_contact", span=self._amount(limits, condition.span))

    @asks.register
    def _(self, condition: care.Vaccinated, limits: Limits) -> str:
        kind = {True: "live", False: "inactivated", None: ""}[condition.live]
        what = self.words.text(f"rule.vaccine.{kind}") if kind else self._listed("vaccine", condition.vaccines)
        asked = self.words.text("rule.vaccinated", what=what, within=self._amount(limits, condition.within))
        return self._then(asked, condition.when_given, limits)

    @asks.register
    def _(self, condition: care.GivenNotIrradiated, limits: Limits) -> str:
        asked = self.words.text("rule.not_irradiated", within=self._amount(limits, condition.within))
        return self._then(asked, condition.when_given, limits)

    def _then(self, asked: str, inner: Condition | None, limits: Limits) -> str:
        return asked if inner is None else self.words.text("rule.then", what=asked, then=self.asks(inner, limits))

    @asks.register
    def _(self, condition: care.NoContraception, limits: Limits) -> str:
        return self.words.text("rule.no_contraception")

    @asks.register
    def _(self, condition: care.Pregnant, limits: Limits) -> str:
        return self.words.text("rule.pregnant")


def names_of(catalogue: Catalogue, language: str) -> alert_words.Names:
    """The labels of a catalogue's terms, drugs, diseases, vaccines and tests in a language; else the id."""

    def name(kind: str, held: str) -> str:
        found = _labelled(catalogue, kind, held)
        return found.text(language) if found is not None else alert_words.plain_names(kind, held)

    return name


def _labelled(catalogue: Catalogue, kind: str, name: str) -> Label | None:
    if kind == "term":
        term = catalogue.terms("5.0").term(name) or catalogue.terms("6.0").term(name)
        return None if term is None else term.label
    if kind == "test":
        return catalogue.assessments.get(name)
    held: Mapping[str, Any] = {
        "drug": catalogue.drug_words, "disease": catalogue.diseases, "vaccine": catalogue.vaccines.products,
    }.get(kind, {})  # fmt: skip
    found = held.get(name)
    return None if found is None else found.label
