"""The words of drugs and stop rules that lists show, without reading and validating the whole therapy catalogue.

Today stands on the screen before anybody needs doses or monitoring. So the shipped words are also kept as
`resources/catalogues/therapy_words.json`, compiled from `therapies.yaml` by `make assets` and checked to be fresh.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from hsct_desktop.catalogue.items import EarliestStop, TherapyItem
from hsct_desktop.domain.dates import parse_offset
from hsct_desktop.domain.protocol import Label


@dataclass(frozen=True)
class RuleWords:
    """A stop rule in full and, where it has one, in brief; `earliest` is the part that a calendar can check."""

    text: Label
    short: Label | None = None
    id: str = ""
    earliest: EarliestStop | None = None


@dataclass(frozen=True)
class DrugWords:
    """A drug's name, its usual frequency and the stop rules of its therapy."""

    label: Label
    frequency: Label
    rules: tuple[RuleWords, ...] = ()


def words_of(therapies: Mapping[str, TherapyItem]) -> dict[str, DrugWords]:
    """The words of every drug, by the drug's id."""
    return {
        drug.id: DrugWords(
            drug.label, drug.frequency, tuple(RuleWords(r.text, r.short, r.id, r.earliest) for r in item.stop_rules)
        )
        for item in therapies.values()
        for drug in item.drugs
    }


def words_to_json(words: Mapping[str, DrugWords]) -> str:
    """The compiled file's content."""
    drugs = {
        drug_id: [
            _pair(drug.label),
            _pair(drug.frequency),
            [[_pair(r.text), _pair(r.short) if r.short else None, r.id, _earliest(r)] for r in drug.rules],
        ]
        for drug_id, drug in words.items()
    }
    return json.dumps(drugs, ensure_ascii=False, indent=0) + "\n"


def words_from_json(text: str) -> dict[str, DrugWords]:
    """The words as compiled."""
    return {
        drug_id: DrugWords(
            Label(*label),
            Label(*frequency),
            tuple(_rule(*rule) for rule in rules),
        )
        for drug_id, (label, frequency, rules) in json.loads(text).items()
    }


def _rule(full: list[str], short: list[str] | None, rule_id: str, earliest: list[str] | None) -> RuleWords:
    stop = EarliestStop(earliest[0], parse_offset(earliest[1])) if earliest else None
    return RuleWords(Label(*full), Label(*short) if short else None, rule_id, stop)


def _earliest(rule: RuleWords) -> list[str] | None:
    return [rule.earliest.anchor, str(rule.earliest.offset)] if rule.earliest is not None else None


def _pair(label: Label) -> list[str]:
    return [label.en, label.it]
