"""Finding an item of a catalogue by typing a few letters: at word starts, case and accents folded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from hsct_desktop.domain.protocol import Label

T = TypeVar("T")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Match(Generic[T]):
    """A found item. `spans` are the [start, end) parts of `shown` to highlight.

    `shown` is the label in the reader's language; `via` is the synonym or other-language label that matched instead,
    empty when the shown label itself did (then `spans` are places in `shown`, else in `via`).
    """

    item: T
    shown: str
    spans: tuple[tuple[int, int], ...]
    via: str = ""


@dataclass(frozen=True)
class _Folded:
    """A text folded letter by letter, so that a place in the folded text is the same place in the text."""

    text: str
    folded: str
    starts: tuple[int, ...]


def fold_in_place(text: str) -> str:
    """The text without accents and case, of the same length: `Nausea`, `Più` become `nausea`, `piu`."""
    if text.isascii():
        return text.lower()
    return "".join((unicodedata.normalize("NFD", letter)[0].lower() or letter)[:1] for letter in text)


def _fold(text: str) -> _Folded:
    folded = fold_in_place(text)
    return _Folded(text, folded, tuple(match.start() for match in _WORD.finditer(folded)))


class Index(Generic[T]):
    """A search index over items with a label and synonyms; built once, asked at each letter typed."""

    def __init__(self, entries: Iterable[tuple[T, Label, Sequence[str]]]) -> None:
        self._entries = [
            (item, _fold(label.en), _fold(label.it), tuple(_fold(other) for other in also))
            for item, label, also in entries
        ]

    def search(self, text: str, language: str = "en", limit: int = 20) -> list[Match[T]]:
        """The items in which each typed word starts a word, best first.

        First labels that start with the text, then labels with the words anywhere, then synonyms and the labels of the
        other language; within each the shorter label first. An empty text finds nothing.
        """
        typed = fold_in_place(text.strip())
        words = _WORD.findall(typed)
        if not words:
            return []
        ranked: list[tuple[int, int, str, Match[T]]] = []
        for item, en, it, also in self._entries:
            own, foreign = (it, en) if language == "it" else (en, it)
            found = _find(item, own, (*also, foreign), typed, words)
            if found is not None:
                ranked.append((found[0], len(own.text), own.folded, found[1]))
        ranked.sort(key=lambda row: row[:3])
        return [row[3] for row in ranked[:limit]]


def _find(
    item: T, own: _Folded, others: Sequence[_Folded], typed: str, words: list[str]
) -> tuple[int, Match[T]] | None:
    spans = _spans(own, words)
    if spans is not None:
        return (0 if own.folded.startswith(typed) else 1), Match(item, own.text, spans)
    for other in others:
        spans = _spans(other, words)
        if spans is not None:
            return (2 if other.folded.startswith(typed) else 3), Match(item, own.text, spans, other.text)
    return None


def _spans(text: _Folded, words: list[str]) -> tuple[tuple[int, int], ...] | None:
    """Where each typed word starts a word of the text (each place once), None when one of them does not."""
    taken: set[int] = set()
    spans = []
    for word in sorted(words, key=len, reverse=True):
        place = next((s for s in text.starts if s not in taken and text.folded.startswith(word, s)), None)
        if place is None:
            return None
        taken.add(place)
        spans.append((place, place + len(word)))
    return tuple(sorted(spans))
