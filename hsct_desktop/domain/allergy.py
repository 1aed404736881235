"""Allergies and intolerances: how they are written, and which of them a drug touches, by name and by class.

A small list of data, no interaction checker: what it does not know it says nothing of, and silence is no clearance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final, TypeVar

from hsct_desktop.domain.names import fold
from hsct_desktop.domain.protocol import Label

_Words = tuple[str, ...]
_Key = TypeVar("_Key", str, tuple[str, str])
_JOINS: Final = (1, 2, 3)
"""How many neighbouring words of a text may together be one word of a name: `co trimoxazole`."""


class AllergyKind(StrEnum):
    """What a patient does not tolerate, and how; wording `enum.allergy_kind.*`."""

    ALLERGY = "allergy"
    INTOLERANCE = "intolerance"


@dataclass(frozen=True)
class Allergy:
    """A substance with the reaction to it; `kind` is None where nobody said (it counts as an allergy)."""

    substance: str
    kind: AllergyKind | None = None
    reaction: str = ""

    @property
    def text(self) -> str:
        """As it is typed and listed: "Penicillin: rash"."""
        return f"{self.substance}: {self.reaction}" if self.reaction else self.substance


def read_allergy(text: str, kind: AllergyKind | None = None) -> Allergy:
    """An allergy as typed: the substance, then after a colon the reaction."""
    substance, _colon, reaction = (part.strip() for part in text.partition(":"))
    return Allergy(substance, kind, reaction) if substance and reaction else Allergy(text.strip(), kind)


def listed_allergies(allergies: Iterable[str], intolerances: Iterable[str]) -> tuple[Allergy, ...]:
    """Both lists of a patient's card as typed, without doubles; what stands in both is an allergy."""
    read = [read_allergy(text, AllergyKind.ALLERGY) for text in allergies]
    read += [read_allergy(text, AllergyKind.INTOLERANCE) for text in intolerances]
    found: dict[str, Allergy] = {}
    for allergy in read:
        found.setdefault(allergy.text, allergy)
    return tuple(found.values())


LEAST_BEGUN: Final = 4
"""So many letters of a name are taken for the name."""


@dataclass(frozen=True)
class Substance:
    """A substance of a class with its names in all languages and its trade names."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class AllergyClass:
    """A class of substances; `names` are those of the class itself ("sulfonamides", "sulfamidici")."""

    id: str
    label: Label
    names: tuple[str, ...]
    substances: tuple[Substance, ...]


@dataclass(frozen=True)
class CrossReaction:
    """Who is allergic to something of class `first` may react to class `second`, and the other way round."""

    first: str
    second: str
    note: Label
    source: str = ""


@dataclass(frozen=True)
class AllergyBook:
    """The list of classes by id and of what crosses from one to another."""

    classes: Mapping[str, AllergyClass]
    crosses: tuple[CrossReaction, ...] = ()

    @cached_property
    def substance_words(self) -> Mapping[str, Sequence[tuple[tuple[str, str], _Words]]]:
        """The (class, substance) of each name and its words, by a word without which it stands nowhere; folded once."""
        groups = self.classes.values()
        return _by_word(((g.id, s.id), name) for g in groups for s in g.substances for name in s.names)

    @cached_property
    def class_words(self) -> Mapping[str, Sequence[tuple[str, _Words]]]:
        """The id of each name of a class and its words, by a word without which it stands nowhere; folded once."""
        return _by_word((group.id, name) for group in self.classes.values() for name in group.names)


def _by_word(named: Iterable[tuple[_Key, str]]) -> dict[str, list[tuple[_Key, _Words]]]:
    """Names by their first word and by all their words joined: one of the two is in a text that holds the name."""
    found: dict[str, list[tuple[_Key, _Words]]] = {}
    for key, name in named:
        words: _Words = _words(name)
        for word in {*words[:1], "".join(words)}:
            found.setdefault(word, []).append((key, words))
    return found


class Why(StrEnum):
    """Why a drug touches a recorded allergy, the nearest first; wording `enum.allergy_match.*`."""

    NAME = "name"
    CLASS = "class"
    CROSS = "cross"


@dataclass(frozen=True)
class AllergyHit:
    """A recorded allergy that a drug touches: by its own name, by the class, by a cross-reaction between classes."""

    allergy: Allergy
    why: Why
    class_id: str = ""
    cross: CrossReaction | None = None


def allergy_hits(names: Sequence[str], allergies: Iterable[Allergy], book: AllergyBook) -> tuple[AllergyHit, ...]:
    """The allergies that a drug (or vaccine) of these names touches, each once, by its nearest reason.

    `names` are all names of one drug: labels in both languages, synonyms, what is in it. Case, accents, punctuation
    and the order of words do not matter; what is no name but begins those of one substance alone stands for it.
    """
    texts = [text for text in (_words(name) for name in names) if text]
    texts += [whole for text in texts if (whole := _completed(text, book))]
    found = (_hit(texts, allergy, book) for allergy in allergies)
    return tuple(hit for hit in found if hit is not None)


def _completed(text: _Words, book: AllergyBook) -> _Words:
    """The name of which a text of one word is the beginning ("ibup"); none where names of several substances are."""
    begun = text[0] if len(text) == 1 else ""
    if len(begun) < LEAST_BEGUN or begun in book.substance_words:
        return ()
    found = [one for word, named in book.substance_words.items() if word.startswith(begun) for one in named]
    return found[0][1] if len({substance for (_class_id, substance), _name in found}) == 1 else ()


def same_drug(names: Sequence[str], others: Sequence[str], book: AllergyBook) -> bool:
    """Whether two drugs are one, by any of their names: the same words, or the same substances of the list."""
    own, other = [_words(name) for name in names], [_words(name) for name in others]
    if {tuple(sorted(words)) for words in own if words} & {tuple(sorted(words)) for words in other if words}:
        return True
    return bool(_substances(own, book) & _substances(other, book))


def _hit(texts: list[_Words], allergy: Allergy, book: AllergyBook) -> AllergyHit | None:
    told = _words(allergy.substance)
    if not told or not texts:
        return None
    drug, meant = _substances(texts, book), _substances([told], book)
    if drug & meant or any(_holds(told, words) or _holds(words, told) for words in texts):
        return AllergyHit(allergy, Why.NAME, min((class_id for class_id, _ in drug & meant), default=""))
    of_drug = {class_id for class_id, _ in drug} | _classes(texts, book)
    of_allergy = {class_id for class_id, _ in meant} | _classes([told], book)
    if of_drug & of_allergy:
        return AllergyHit(allergy, Why.CLASS, min(of_drug & of_allergy))
    cross = next(_crossing(of_drug, of_allergy, book), None)
    return None if cross is None else AllergyHit(allergy, Why.CROSS, "", cross)


def _crossing(drug: set[str], allergy: set[str], book: AllergyBook) -> Iterator[CrossReaction]:
    for cross in book.crosses:
        ends = ((cross.first, cross.second), (cross.second, cross.first))
        if any(one in drug and other in allergy for one, other in ends):
            yield cross


def _substances(texts: Iterable[_Words], book: AllergyBook) -> set[tuple[str, str]]:
    """The substances named in texts, as (class, substance)."""
    return {key for words in texts for key in _named(words, book.substance_words)}


def _classes(texts: Iterable[_Words], book: AllergyBook) -> set[str]:
    """The classes named in texts by their own names."""
    return {class_id for words in texts for class_id in _named(words, book.class_words)}


def _named(words: _Words, book: Mapping[str, Sequence[tuple[_Key, _Words]]]) -> Iterator[_Key]:
    """The keys of a book of which a name stands in a text."""
    known = _joined(words)
    return (key for word in known for key, name in book.get(word, ()) if _stands(name, known))


@lru_cache(maxsize=1024)  # the same few drugs are asked about again and again
def _words(text: str) -> _Words:
    """The words of a text, folded; what only says that it is an allergy counts for nothing."""
    return tuple(word for word in fold(text).split() if word not in _NOISE)


_NOISE: Final = frozenset(
    {
        "al", "alla", "allo", "ai", "agli", "alle", "allergia", "allergic", "allergico", "allergica", "allergy",
        "and", "da", "dei", "del", "della", "di", "ed", "gli", "il", "intolerance", "intolerant",
        "intolleranza", "la", "le", "lo", "of", "or", "per", "reaction", "reazione", "the", "to", "with",
    }
)  # fmt: skip


def _holds(name: _Words, words: _Words) -> bool:
    """Whether every word of a name stands in a text, in any order, whole or as neighbouring words joined."""
    return _stands(name, _joined(words))


def _joined(words: Sequence[str]) -> set[str]:
    """Each word of a text, and its neighbouring words joined."""
    return {"".join(words[at : at + size]) for size in _JOINS for at in range(len(words) - size + 1)}


def _stands(name: _Words, known: set[str]) -> bool:
    if not name or not known:
        return False
    return all(word in known for word in name) or "".join(name) in known
