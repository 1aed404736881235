"""Finding an item of a catalogue by typing a few letters, case and accents folded: whole words first, parts last."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from hsct_desktop.domain.protocol import Label

T = TypeVar("T")
_WORD = re.compile(r"\w+")
EXACT, LABEL_START, LABEL_WORDS, OTHER_START, OTHER_WORDS, WITHIN = range(6)
"""How well a text matches, best first: see `Index.search`."""
SHORTEST_WITHIN = 4
"""From how many letters on a match in the middle of a word is worth showing."""


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
    """A search index over items with a label and synonyms; built once, asked at each letter typed.

    `preferred` names the items that stand first among those that match equally well.
    """

    def __init__(
        self,
        entries: Iterable[tuple[T, Label, Sequence[str]]],
        preferred: Callable[[T], bool] | None = None,
    ) -> None:
        self._entries = [
            (item, _fold(label.en), _fold(label.it), tuple(_fold(other) for other in also))
            for item, label, also in entries
        ]
        self._later = [preferred is not None and not preferred(item) for item, *_ in self._entries]

    def search(self, text: str, language: str = "en", limit: int = 20) -> list[Match[T]]:
        """The items in which each typed word starts a word, best first; then those that hold the text in a word.

        The order: what is written exactly so (label or synonym), labels that start with the text, labels with the words
        anywhere, then the same for synonyms and the labels of the other language, then the text within a word. Within
        each the preferred items, then the shorter label. An empty text finds nothing.
        """
        typed = fold_in_place(text.strip())
        words = _WORD.findall(typed)
        if not words:
            return []
        ranked: list[tuple[int, bool, int, str, Match[T]]] = []
        for (item, en, it, also), later in zip(self._entries, self._later, strict=True):
            own, foreign = (it, en) if language == "it" else (en, it)
            found = _find(item, own, (*also, foreign), typed, words)
            if found is not None:
                ranked.append((found[0], later, len(own.text), own.folded, found[1]))
        ranked.sort(key=lambda row: row[:4])
        return [row[4] for row in ranked[:limit]]


def _find(
    item: T, own: _Folded, others: Sequence[_Folded], typed: str, words: list[str]
) -> tuple[int, Match[T]] | None:
    """The best match of one item: its own label before others that match as well."""
    best = min(_ways(own, others, typed, words), key=lambda way: way[0], default=None)
    if best is None:
        return None
    rank, text, spans = best
    return rank, Match(item, own.text, spans, "" if text is own else text.text)


def _ways(
    own: _Folded, others: Sequence[_Folded], typed: str, words: list[str]
) -> Iterator[tuple[int, _Folded, tuple[tuple[int, int], ...]]]:
    """Each way in which an item matches: how well, by which text, and where in it."""
    for text in (own, *others):
        spans = _spans(text, words)
        if spans is not None:
            start, anywhere = (LABEL_START, LABEL_WORDS) if text is own else (OTHER_START, OTHER_WORDS)
            rank = EXACT if text.folded == typed else start if text.folded.startswith(typed) else anywhere
            yield rank, text, spans
        elif len(typed) >= SHORTEST_WITHIN and typed in text.folded:
            place = text.folded.index(typed)
            yield WITHIN, text, ((place, place + len(typed)),)


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
