"""Findings of rules in the reader's language, with the labels that the catalogue has for what rules call by id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from hsct_desktop.catalogue.rule_words import RuleWords
from hsct_desktop.catalogue.wording import in_sentence, wording
from hsct_desktop.domain.care_conditions import FreeOf, Stated
from hsct_desktop.domain.record_conditions import Asked
from hsct_desktop.domain.rule import Finding
from hsct_desktop.domain.rule_facts import RuleFacts, Truth
from hsct_desktop.services.workspace import Workspace


def rule_words(ws: Workspace, language: str) -> RuleWords:
    """The words of rules in a language."""
    return RuleWords(wording(language), ws.catalogue.analytes, _names(ws, language))


def _names(ws: Workspace, language: str) -> Callable[[str, str], str]:
    def name(kind: str, one: str) -> str:
        if kind == "drug" and (drug := ws.catalogue.drug_words.get(one)) is not None:
            return drug.label.text(language)
        if kind == "term":
            term = ws.catalogue.terms("5.0").term(one)
            return one if term is None else term.label.text(language)
        if kind == "disease" and (disease := ws.catalogue.diseases.get(one)) is not None:
            return disease.label.text(language)
        if kind == "indication" and (item := ws.catalogue.therapies.get(one)) is not None:
            return in_sentence(item.label.text(language))
        return one.replace("_", " ")

    return name


def finding_line(words: RuleWords, finding: Finding, facts: RuleFacts, *, brief: bool = False) -> str:
    """What a part of a rule asks and what was found; of what only a person can say, the question alone.

    `brief` leaves the question out where something is missing: a row of a list says what to record.
    """
    if isinstance(finding.condition, Asked):
        return words.asks(finding.condition, finding.limits)
    confirmed = _confirmed_on(finding)
    if confirmed is not None:
        what = words.asks(finding.condition, finding.limits)
        return words.words.text("statement.confirmed", what=what, on=confirmed)
    if brief and finding.truth is Truth.UNKNOWN and finding.missing:
        return words.found(finding, facts)
    return words.line(finding, facts)


def _confirmed_on(finding: Finding) -> date | None:
    """The day of the statement that alone meets a part."""
    is_said = isinstance(finding.condition, FreeOf | Stated) and finding.truth is Truth.YES
    days = [str(seen["on"]) for seen in finding.evidence if seen.get("kind") == "statement"]
    return date.fromisoformat(days[0]) if is_said and days else None


@dataclass(frozen=True)
class FindingWords:
    """A finding that is put into words when somebody looks at it: Today's rows come by the hundred."""

    ws: Workspace = field(compare=False)
    finding: Finding
    facts: RuleFacts = field(compare=False)

    def text(self, language: str) -> str:
        """What the rule asks and what was found, or what is missing: "no CD4 since month 3"."""
        return finding_line(rule_words(self.ws, language), self.finding, self.facts, brief=True)
