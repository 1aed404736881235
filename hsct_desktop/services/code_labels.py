"""The codes of the program in words: the lists that columns name (`ColumnClass.codes`), in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

from hsct_desktop.catalogue.catalogue import CTCAE_FILES
from hsct_desktop.catalogue.vaccine_words import product_name
from hsct_desktop.domain.vaccine import EVERY
from hsct_desktop.services.workspace import Workspace

CATALOGUE: Final = "@"
"""How the name of a list begins whose codes are a catalogue's, which a unit may add to."""
OTHER: Final = "other"
"""Stands for a drug that is none of the list: what was typed may name somebody."""
_TERMS: Final = "@term"
_PREFIXES: Final = ("enum.", "export.code.")


class CodeLabels:
    """Labels by list and code; a code that no list knows any more is its own label."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._words = ws.wording
        self._known: dict[str, Mapping[str, str]] = {}

    def label(self, codes: str, value: str, version: str = "") -> str:
        """The label of a code; `version` is the CTCAE version of a term."""
        if codes == _TERMS and version in CTCAE_FILES:
            term = self._ws.catalogue.terms(version).term(value)
            return value if term is None else term.label.text(self._words.language)
        return self.all_of(codes).get(value, value)

    def all_of(self, codes: str) -> Mapping[str, str]:
        """Every code of a list with its label."""
        if codes not in self._known:
            self._known[codes] = self._catalogued(codes) if codes.startswith(CATALOGUE) else self._enums.get(codes, {})
        return self._known[codes]

    def is_enum(self, name: str) -> bool:
        """Whether a list is one of the program's own, every code of which can be named."""
        return not name.startswith(CATALOGUE) and f"{CATALOGUE}{name}" not in self._sources

    @cached_property
    def _enums(self) -> Mapping[str, Mapping[str, str]]:
        """The members of every enum of the wording with their labels."""
        found: dict[str, dict[str, str]] = {}
        for key in sorted(self._words.keys):
            prefix = next((one for one in _PREFIXES if key.startswith(one)), None)
            if prefix is not None:
                kind, _, value = key.removeprefix(prefix).partition(".")
                found.setdefault(kind, {})[value] = self._words.text(key)
        return found

    def _catalogued(self, codes: str) -> Mapping[str, str]:
        found: dict[str, str] = self._sources[codes]()
        return found

    @cached_property
    def _sources(self) -> Mapping[str, Callable[[], dict[str, str]]]:
        known, spoken = self._ws.catalogue, self._words.language
        return {
            "@disease": lambda: {one.id: one.label.text(spoken) for one in known.diseases.values()},
            "@phenotype": lambda: {
                form.id: form.label.text(spoken) for one in known.diseases.values() for form in one.phenotypes
            },
            "@indication": lambda: {key: one.label.text(spoken) for key, one in known.indications.items()},
            "@trial": lambda: {key: one.name for key, one in known.trials.items()},
            "@dmt": lambda: {key: one.label.text(spoken) for key, one in known.dmts.items()},
            "@mobilisation": lambda: {key: one.label.text(spoken) for key, one in known.mobilisations.items()},
            "@regimen": lambda: {key: one.label.text(spoken) for key, one in known.regimens.items()},
            "@protocol": lambda: {key: one.label.text(spoken) for key, one in known.protocols.items()},
            "@assessment": self._assessments,
            "@therapy_item": lambda: {key: one.label.text(spoken) for key, one in known.therapies.items()},
            "@drug": lambda: {key: one.label.text(spoken) for key, one in known.drug_words.items()},
            "@vaccine": lambda: {key: product_name(known.vaccines, key, spoken) for key in known.vaccines.products},
            "@vaccine_series": lambda: {**self.all_of("@vaccine"), EVERY: self._words.text("export.every_vaccine")},
            "@analyte": lambda: {key: one.label.text(spoken) for key, one in known.analytes.analytes.items()},
            "@alert": lambda: {key: one.label.text(spoken) for key, one in known.alerts.rules.items()},
            "@measure": lambda: {key: one.label.text(spoken) for key, one in known.measures.items()},
            "@measure_item": lambda: {
                item.id: item.label.text(spoken) for one in known.measures.values() for item in one.items
            },
            "@late_effect": lambda: {key: one.label.text(spoken) for key, one in known.late_effects.items()},
            "@monitoring": lambda: {key: one.label.text(spoken) for key, one in known.monitoring.items()},
            _TERMS: self._terms,
        }

    def _assessments(self) -> dict[str, str]:
        """The shared lines of checklists, and those that a protocol has of its own."""
        known, spoken = self._ws.catalogue, self._words.language
        own = (one for protocol in known.protocols.values() for item in protocol.items for one in item.assessments)
        return {one.id: one.label.text(spoken) for one in own} | {
            key: label.text(spoken) for key, label in known.assessments.items()
        }

    def _terms(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for version in reversed(CTCAE_FILES):
            for term in self._ws.catalogue.terms(version).all:
                found[term.id] = term.label.text(self._words.language)
        return found
