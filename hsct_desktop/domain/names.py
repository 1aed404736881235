"""Folding of names for search and for the duplicate check: case, accents and letters that have no accent form."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def fold(text: str) -> str:
    """Casefold, drop accents and everything that is not a letter or digit; words stay apart by one space.

    Apostrophes vanish without a gap (`D'Angelo` -> `dangelo`), so that both spellings find the patient.
    """
    joined = "".join(c for c in text if c not in "'\u2019\u2018`\u00b4")
    decomposed = joined
    for _ in range(2):  # a sign may decompose to a letter that still has a case
        decomposed = unicodedata.normalize("NFKD", decomposed.casefold().translate(_LETTERS))
    decomposed = decomposed.translate(_LETTERS)
    plain = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.split())


def clean(text: str) -> str:
    """Trim, fold runs of white space and drop control and direction marks, which must never reach a list or a page."""
    kept = "".join(" " if c in "\t\n\r" else c for c in text if c in "\t\n\r" or unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())


def has_marks(text: str) -> bool:
    """Whether control or direction marks or line breaks stand in a text: what a screen obeys and nobody sees."""
    if text.isprintable():
        return False
    return any(unicodedata.category(c) in _UNSEEN for c in text)


def clean_lines(text: str) -> str:
    """Like `clean`, line by line, for notes of several lines."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()
