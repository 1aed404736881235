"""Findings of rules in the reader's language, with the labels that the catalogue has for what rules call by id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from hsct_desktop.catalogue.rule_words import RuleWords, names_of
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
    labelled = names_of(ws.catalogue, language)

    def name(kind: str, one: str) -> str:
        if kind == "indication" and (item := ws.catalogue.therapies.get(one)) is not None:
            return in_sentence(item.label.text(language))
        return labelled(kind, one)

    return name


def finding_line(words: RuleWords, finding: Finding, facts: RuleFacts, *, brief: bool = False) -> str:
    """What a part of a rule asks and what was found; of what only a person can say, the question alone.

    `brief` leaves the question out where something is missing: a row of a list says what to record.
    """
    if finding.is_floor:
        line = finding_line(words, replace(finding, is_floor=False), facts)
        return words.words.text("rule.program_floor", what=line)
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
