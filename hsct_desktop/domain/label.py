"""A text of the catalogues in the languages that the program speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_FURTHER: Final[dict[str, Mapping[str, str]]] = {}
_NUMBER: Final = re.compile(r"\d+")


def translate_labels(language: str, labels: Mapping[str, str]) -> None:
    """Make a language of documents known: its labels by their English text, `{n}` for the number of a series."""
    _FURTHER[language] = labels


@dataclass(frozen=True)
class Label:
    """A text of the catalogue in the languages that the program speaks."""

    en: str
    it: str

    def text(self, language: str) -> str:
        """The text in `language`; English for a language the item does not have."""
        if language == "it":
            return self.it
        return _further(_FURTHER[language], self.en) if language in _FURTHER else self.en


def _further(labels: Mapping[str, str], english: str) -> str:
    """The label itself, or that of its series with its number put back."""
    if english in labels:
        return labels[english]
    found = _NUMBER.search(english)
    series = labels.get(_NUMBER.sub("{n}", english, count=1)) if found else None
    return english if series is None or found is None else series.replace("{n}", found[0])
