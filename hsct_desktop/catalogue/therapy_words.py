"""The words of drugs and stop rules that lists show, without reading and validating the whole therapy catalogue.

Today stands on the screen before anybody needs doses or monitoring. So the shipped words are also kept as
`resources/catalogues/therapy_words.json`, compiled from `therapies.yaml` by `make assets` and checked to be fresh.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from hsct_desktop.catalogue.items import TherapyItem
from hsct_desktop.domain.protocol import Label


@dataclass(frozen=True)
class RuleWords:
    """A stop rule in full and, where it has one, in brief."""

    text: Label
    short: Label | None = None


@dataclass(frozen=True)
class DrugWords:
    """A drug's name, its usual frequency and the stop rules of its therapy."""

    label: Label
    frequency: Label
    rules: tuple[RuleWords, ...] = ()


def words_of(therapies: Mapping[str, TherapyItem]) -> dict[str, DrugWords]:
    """The words of every drug, by the drug's id."""
    return {
        drug.id: DrugWords(drug.label, drug.frequency, tuple(RuleWords(r.text, r.short) for r in item.stop_rules))
        for item in therapies.values()
        for drug in item.drugs
    }


def words_to_json(words: Mapping[str, DrugWords]) -> str:
    """The compiled file's content."""
    drugs = {
        drug_id: [
            _pair(drug.label),
            _pair(drug.frequency),
            [[_pair(r.text), _pair(r.short) if r.short else None] for r in drug.rules],
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
            tuple(RuleWords(Label(*full), Label(*short) if short else None) for full, short in rules),
        )
        for drug_id, (label, frequency, rules) in json.loads(text).items()
    }


def _pair(label: Label) -> list[str]:
    return [label.en, label.it]
