"""Phrases of letters: text blocks with placeholders that a patient's facts fill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hsct_desktop.domain.letter import LONGEST_TEXT, FreeSection, LetterKind
from hsct_desktop.domain.problem import Problem

LONGEST_LABEL: Final = 80
PLACEHOLDERS: Final = ("patient", "age", "day0", "day", "months", "edss", "edss_date", "date", "phone", "unit")
"""What a phrase may name in braces: the patient's name and age, Day 0 with the day after it and the months since, the
last EDSS with its day, the letter's date, the unit's telephone and name."""
_NAMED: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class PhraseEntry:
    """A phrase: its name in lists, in which section of which letters it is offered (none: all), its text by language.

    Without any text it hides the shipped phrase of the same name.
    """

    label: str
    section: FreeSection = FreeSection.IMPRESSION
    kinds: frozenset[LetterKind] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)
    position: int = 0


@dataclass(frozen=True)
class Phrase:
    """A stored phrase of the unit."""

    id: int
    version: int
    entry: PhraseEntry


def check_phrase(entry: PhraseEntry, *, hides: bool = False) -> Iterator[Problem]:
    """Yield what is wrong with a phrase: no name, no text, too long, braces that name nothing known; one for a text.

    One that `hides` a shipped phrase of its name needs no text.
    """
    if not entry.label.strip():
        yield Problem("label", "phrase_label_missing")
    elif len(entry.label) > LONGEST_LABEL:
        yield Problem("label", "too_long", {"limit": LONGEST_LABEL})
    elif not hides and not any(text.strip() for text in entry.texts.values()):
        yield Problem("en", "phrase_text_missing")
    for language, text in entry.texts.items():
        yield from _of_text(language, text)


def _of_text(language: str, text: str) -> Iterator[Problem]:
    unknown = dict.fromkeys(name for name in placeholders(text) if name not in PLACEHOLDERS)
    if len(text) > LONGEST_TEXT:
        yield Problem(language, "too_long", {"limit": LONGEST_TEXT})
    elif unknown:
        known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
        yield Problem(language, "phrase_placeholder_unknown", {"name": "}, {".join(unknown), "known": known})
    elif set("{}") & set(_NAMED.sub("", text)):
        yield Problem(language, "phrase_brace_alone")


def placeholders(text: str) -> list[str]:
    """What a text names in braces, in order."""
    return _NAMED.findall(text)


def filled(text: str, values: Mapping[str, str], missing: str) -> str:
    """The text with each placeholder's value; `missing` stands for what is not known. Values are never read again."""
    return _NAMED.sub(lambda found: values.get(found[1]) or missing, text)


def text_for(entry: PhraseEntry, language: str) -> tuple[str, bool]:
    """The phrase in a language, and whether it is: else the English one, else any that there is."""
    own = entry.texts.get(language, "")
    if own:
        return own, True
    return entry.texts.get("en", "") or next((text for text in entry.texts.values() if text), ""), False
