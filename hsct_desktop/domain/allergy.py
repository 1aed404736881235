"""Allergies and intolerances: how they are written, and which of them a drug touches, by name and by class.

A small list of data, no interaction checker: what it does not know it says nothing of, and silence is no clearance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.names import fold
from hsct_desktop.domain.protocol import Label

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
    and the order of words do not matter.
    """
    texts = [text for text in (_words(name) for name in names) if text]
    found = (_hit(texts, allergy, book) for allergy in allergies)
    return tuple(hit for hit in found if hit is not None)


def same_drug(names: Sequence[str], others: Sequence[str], book: AllergyBook) -> bool:
    """Whether two drugs are one, by any of their names: the same words, or the same substances of the list."""
    own, other = [_words(name) for name in names], [_words(name) for name in others]
    if {tuple(sorted(words)) for words in own if words} & {tuple(sorted(words)) for words in other if words}:
        return True
    return bool(_substances(own, book) & _substances(other, book))


def _hit(texts: list[list[str]], allergy: Allergy, book: AllergyBook) -> AllergyHit | None:
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


def _substances(texts: Iterable[Sequence[str]], book: AllergyBook) -> set[tuple[str, str]]:
    """The substances named in texts, as (class, substance)."""
    whole = list(texts)
    return {
        (group.id, substance.id)
        for group in book.classes.values()
        for substance in group.substances
        if any(_holds(_words(name), words) for name in substance.names for words in whole)
    }


def _classes(texts: Iterable[Sequence[str]], book: AllergyBook) -> set[str]:
    """The classes named in texts by their own names."""
    whole = list(texts)
    named = ((group.id, _words(name)) for group in book.classes.values() for name in group.names)
    return {class_id for class_id, name in named if any(_holds(name, words) for words in whole)}


def _words(text: str) -> list[str]:
    """The words of a text, folded; what only says that it is an allergy counts for nothing."""
    return [word for word in fold(text).split() if word not in _NOISE]


_NOISE: Final = frozenset(
    {
        "al", "alla", "allo", "ai", "agli", "alle", "allergia", "allergic", "allergico", "allergica", "allergy",
        "and", "da", "dei", "del", "della", "di", "ed", "gli", "il", "intolerance", "intolerant",
        "intolleranza", "la", "le", "lo", "of", "or", "per", "reaction", "reazione", "the", "to", "with",
    }
)  # fmt: skip


def _holds(name: Sequence[str], words: Sequence[str]) -> bool:
    """Whether every word of a name stands in a text, in any order, whole or as neighbouring words joined."""
    if not name or not words:
        return False
    known = {"".join(words[at : at + size]) for size in _JOINS for at in range(len(words) - size + 1)}
    return all(word in known for word in name) or "".join(name) in known
