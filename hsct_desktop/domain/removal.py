"""What names a patient in a text, found however it is written, and taken out of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from hsct_desktop.domain.names import fold

REMOVED: Final = "[removed]"
"""What stands in the place of what was taken out."""
_SHORTEST_PART: Final = 3
"""Letters of a part of a name that is looked for alone: "de" and "van" stand in too many words."""
_SHORTEST_NUMBER: Final = 6
"""Digits of a telephone number that is looked for: fewer may be a value."""
_SHORTEST_LINE: Final = 6
_APOSTROPHES: Final = "'’‘`´"
_BETWEEN: Final = r"[\s.,'’\-]{1,4}"
"""What may stand between the words of a name."""
_PARTS: Final = re.compile(r"[\s\-]+")


@dataclass(frozen=True)
class Identity:
    """What names a patient: `people` are names as typed (the patient's two, the carer's), `phones`, lines of the
    address, codes and numbers, the birth date and those that stood before it was corrected; `months` are the names of
    the twelve months in each language."""

    people: tuple[str, ...]
    codes: tuple[str, ...]
    phones: tuple[str, ...]
    lines: tuple[str, ...]
    born: date
    months: tuple[Sequence[str], ...] = ()
    born_before: tuple[date, ...] = ()


@dataclass(frozen=True)
class Unsought:
    """How much of an identity is too short to be looked for alone: parts of names, telephone numbers, lines of the
    address."""

    parts: int = 0
    phones: int = 0
    lines: int = 0


def year_only(born: date) -> date:
    """What stands for a birth date of which the year alone is kept."""
    return date(born.year, 7, 1)


class Remover:
    """Takes the identity out of texts. The same text always becomes the same, and one without it stays as it is."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    @cached_property
    def unsought(self) -> Unsought:
        """What of the identity is not looked for, since as few signs stand in too many other words and values."""
        own = self._identity
        parts = {fold(part) for name in own.people for part in _PARTS.split(name) if len(part) < _SHORTEST_PART}
        phones = {digits for one in own.phones if 0 < len(digits := _digits(one)) < _SHORTEST_NUMBER}
        lines = {line for line in own.lines if 0 < len(line) < _SHORTEST_LINE}
        return Unsought(len(parts - {""}), len(phones), len(lines))

    def count(self, value: Any) -> int:
        """How often a text, or the texts of a structure, name the patient."""
        if isinstance(value, str):
            inner = _structure(value)
            return self.count(inner) if inner is not None else len(self._spans(value))
        if isinstance(value, Mapping):
            return sum(map(self.count, value.values()))
        return sum(map(self.count, value)) if isinstance(value, list | tuple) else 0

    def without(self, value: Any) -> Any:
        """A text or structure without what names the patient."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            return {key: self.without(one) for key, one in value.items()}
        return [self.without(one) for one in value] if isinstance(value, list | tuple) else value

    def _text(self, text: str) -> str:
        inner = _structure(text)
        if inner is not None:
            # As the database's own JSON is written, so that a stored text and its line in the log stay alike.
            return json.dumps(self.without(inner)) if self.count(inner) else text
        for start, end in reversed(self._spans(text)):
            text = text[:start] + REMOVED + text[end:]
        return text

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where the text names the patient, first to last; what overlaps is one."""
        folded, places = _folded(text)
        places.append(len(text))  # a match ends where the next sign begins: accents of its own go with it
        found = sorted((places[m.start()], places[m.end()]) for m in self._pattern.finditer(folded))
        spans: list[tuple[int, int]] = []
        for start, end in found:
            if spans and start < spans[-1][1]:
                spans[-1] = spans[-1][0], max(end, spans[-1][1])
            else:
                spans.append((start, end))
        return spans

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = sorted(
            dict.fromkeys(self._words()), key=len, reverse=True
        )  # the longest first: whole names, then parts
        named = [rf"(?<!\w){word}(?!\w)" for word in words]
        return re.compile("|".join([*self._numbers(), *self._days(), *named]) or r"(?!)")

    def _words(self) -> Iterator[str]:
        """Names whole and in parts, codes, lines of the address: as patterns over folded text."""
        for name in self._identity.people:
            whole = [part for part in _PARTS.split(name) if fold(part)]
            if whole and sum(map(len, whole)) >= _SHORTEST_PART:
                yield _BETWEEN.join(map(_letters, whole))
            yield from (_letters(part) for part in whole if len(part) >= _SHORTEST_PART)
        for code in self._identity.codes:
            if code:
                yield _letters(code)
        for line in self._identity.lines:
            if len(line) >= _SHORTEST_LINE:
                yield r"\s+".join(map(_letters, line.split()))

    def _numbers(self) -> Iterator[str]:
        for phone in self._identity.phones:
            digits = _digits(phone)
            if len(digits) >= _SHORTEST_NUMBER:
                yield r"(?<!\d)\+?" + r"[\s./()\-]{0,3}".join(digits) + r"(?!\d)"

    def _days(self) -> Iterator[str]:
        for born in dict.fromkeys((self._identity.born, *self._identity.born_before)):
            yield from self._day(born)

    def _day(self, born: date) -> Iterator[str]:
        day, month, year = f"0?{born.day}", f"0?{born.month}", f"(?:{born.year}|{born.year % 100:02d})"
        between = r"[\s./\-]{1,2}"
        yield rf"(?<!\d){born.year}{between}{month}{between}{day}(?!\d)"
        yield rf"(?<!\d){day}{between}{month}{between}{year}(?!\d)"
        yield rf"(?<!\d){month}{between}{day}{between}{year}(?!\d)"
        named = "|".join(dict.fromkeys(_letters(names[born.month - 1]) for names in self._identity.months))
        if named:
            nth = rf"{day}(?:st|nd|rd|th)?"
            yield rf"(?<!\d){nth}[\s.°]{{1,2}}(?:of\s)?(?:{named})[\s.,]{{1,2}}{born.year}(?!\d)"
            yield rf"(?<!\w)(?:{named})[\s.]{{1,2}}{nth}[\s.,]{{1,2}}{born.year}(?!\d)"


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())


def _structure(text: str) -> Any:
    """What a text holds that is JSON of an object or a list, None for any other text."""
    if text[:1] not in ("{", "["):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict | list) else None


def _letters(text: str) -> str:
    """A word as a pattern over folded text."""
    return re.escape(_folded(text)[0]).replace("'", "'?")


def _folded(text: str) -> tuple[str, list[int]]:
    """A text in small letters without accents, and for each of its signs the place of the one it stands for."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if unicodedata.combining(sign):
            continue
        plain = "'" if sign in _APOSTROPHES else fold(sign) if sign.isalpha() else sign
        for one in plain or sign:
            signs.append(one)
            places.append(place)
    return "".join(signs), places
