"""`calc rules`: what every rule says of one patient on a day, and why; JSON in, JSON out. No data file is read."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.rule_file import load_rules
from hsct_desktop.catalogue.rule_words import RuleWords
from hsct_desktop.catalogue.source import read_source
from hsct_desktop.domain.alert import AlertRule, judge
from hsct_desktop.domain.rule import Finding, Rule, evaluate
from hsct_desktop.domain.rule_facts import RuleFacts, Truth
from hsct_desktop.domain.vaccine import DEFAULT_VARIANT
from hsct_desktop.exchange.rule_case import read_case

VERDICTS: Final = {Truth.YES: "met", Truth.NO: "not_met", Truth.UNKNOWN: "cannot_tell"}


def run(arguments: argparse.Namespace) -> None:
    """Print one object for each rule of the wanted sets, in their order."""
    catalogue = Catalogue()
    words = RuleWords.of(catalogue, arguments.language)
    ages = dict(catalogue.alerts.ages)
    own = None
    if arguments.rules is not None:
        own = load_rules(read_source(arguments.rules, str(arguments.rules)), catalogue.analytes)
        ages |= own.ages
    facts = read_case(arguments.input, arguments.on, catalogue.analytes, ages)
    found = list(_own(own.rules.values(), words, facts) if own is not None else _shipped(catalogue, words, facts))
    print(json.dumps({"on": arguments.on.isoformat(), "rules": found}, ensure_ascii=False, indent=1))


def _shipped(catalogue: Catalogue, words: RuleWords, facts: RuleFacts) -> Iterator[dict[str, Any]]:
    """The rules of the program: when a drug may stop, when one may start, alerts, what holds or delays a vaccine."""
    for stop in catalogue.stop_rules.rules.values():
        if stop.rule is not None:
            yield _told("stops", stop.rule, words, facts)
    for item in catalogue.therapies.values():
        if item.trigger is not None:
            yield _told("starts", item.trigger, words, facts, item.id)
    for series in catalogue.vaccines.of(DEFAULT_VARIANT).values():
        for condition in series.conditions:
            yield _told("live_vaccines", condition.rule, words, facts, f"{series.id}.{condition.id}")
    for delay in catalogue.vaccines.delays:
        yield _told("vaccine_delays", delay.rule, words, facts, delay.id)
    for alert in catalogue.alerts.rules.values():
        yield _alert(alert, catalogue, words, facts)


def _own(rules: Any, words: RuleWords, facts: RuleFacts) -> Iterator[dict[str, Any]]:
    for rule in rules:
        yield _told("own", rule, words, facts)


def _told(rule_set: str, rule: Rule, words: RuleWords, facts: RuleFacts, name: str = "") -> dict[str, Any]:
    verdict = evaluate(rule, facts)
    return {
        "set": rule_set, "id": name or rule.id, "verdict": VERDICTS[verdict.truth],
        "parts": [_part(finding, words, facts) for finding in verdict.findings], "source": rule.source,
    }  # fmt: skip


def _part(finding: Finding, words: RuleWords, facts: RuleFacts) -> dict[str, Any]:
    return {
        "asks": words.asks(finding.condition, finding.limits),
        "verdict": VERDICTS[finding.truth],
        "found": words.found(finding, facts),
        "from": _day(finding.from_on),
        "rows": [str(seen["row"]) for seen in finding.evidence if seen.get("row")],
        "missing": [words.missing(missing, facts) for missing in finding.missing],
    }


def _alert(rule: AlertRule, catalogue: Catalogue, told: RuleWords, facts: RuleFacts) -> dict[str, Any]:
    """An alert fires surely (met), is possible, or does not; without a threshold of the unit it is off."""
    verdict, words = judge(rule, facts), told.words
    said = "off" if not rule.acts else "possible" if verdict.fires and verdict.truth is Truth.UNKNOWN else ""
    missing = alert_words.missing(words, catalogue.analytes, [missing.key for missing in verdict.missing])
    return {
        "set": "alerts", "id": rule.id, "verdict": said or VERDICTS[verdict.truth],
        "severity": verdict.severity.value if verdict.severity is not None else None,
        "evidence": list(alert_words.evidence_lines(words, catalogue.analytes, verdict.evidence, told.names)),
        "missing": missing, "source": rule.source,
    }  # fmt: skip


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
