"""The phrases for letters that come with the program, from their file; a unit adds and overrides by id."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import LabelModel
from hsct_desktop.catalogue.items import Origin
from hsct_desktop.catalogue.listed import ListFile, ListItem, origin_of, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.letter import FreeSection, LetterKind
from hsct_desktop.domain.phrase import PhraseEntry, check_phrase
from hsct_desktop.domain.protocol import Label


@dataclass(frozen=True)
class ShippedPhrase:
    """A phrase of the file; `label` names it in lists, `entry` holds its texts by language."""

    id: str
    label: Label
    entry: PhraseEntry
    origin: Origin = field(default_factory=Origin)


class _Phrase(ListItem):
    section: Annotated[FreeSection, Field(strict=False)]
    kinds: list[Annotated[LetterKind, Field(strict=False)]] = Field(default_factory=list)
    label: LabelModel
    text: LabelModel


class _File(ListFile):
    items: list[_Phrase]


def load_phrases(source: Source) -> dict[str, ShippedPhrase]:
    """The phrases of a file by id; raise CatalogueError, also for a placeholder that nothing fills."""
    file = source.validate(_File)
    refuse_doubles(source, file.items, "items")
    found, problems = {}, []
    for index, item in enumerate(file.items):
        texts = {"en": item.text.en, "it": item.text.it}
        entry = PhraseEntry(item.label.en, item.section, frozenset(item.kinds), texts, index)
        for problem in check_phrase(entry):
            place = ("items", index, "text", problem.field) if problem.field in texts else ("items", index, "label")
            problems.append(source.problem(place, problem.key, **problem.params))
        found[item.id] = ShippedPhrase(item.id, item.label.label(), entry, origin_of(source, file, item))
    if problems:
        raise CatalogueError(problems)
    return found
