"""Which letters of a text a search found: accents, case and the order of words do not matter."""

from __future__ import annotations

from hsct_desktop.domain.names import fold


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text letter by letter, and for each folded letter its place in the original."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in fold(letter) or ("" if letter in "'\u2019\u2018`\u00b4" else " "):
            letters.append(plain)
            places.append(place)
    return "".join(letters), places


def found_spans(text: str, typed: str) -> list[tuple[int, int]]:
    """Start and end of each run of letters that a typed word found; the start of a word is preferred."""
    letters, places = _folded(text)
    spans = []
    for word in fold(typed).split():
        at = _find(letters, word)
        if at >= 0:
            spans.append((places[at], places[at + len(word) - 1] + 1))
    return merged(spans)


def _find(letters: str, word: str) -> int:
    if letters.startswith(word):
        return 0
    inside = letters.find(f" {word}")
    return inside + 1 if inside >= 0 else letters.find(word)


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, touching ones made one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def has_all(text: str, typed: str) -> bool:
    """Whether every typed word occurs in the text."""
    folded = fold(text)
    return all(word in folded for word in fold(typed).split())
