"""What the infection form suggests: organisms, sites, specimens, in two languages, from their file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import LabelModel
from hsct_desktop.catalogue.items import Origin
from hsct_desktop.catalogue.listed import ListFile, ListItem, origin_of, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.infection import InfectionKind
from hsct_desktop.domain.protocol import Label

PartName = Literal["organism", "site", "specimen"]


class _Suggestion(ListItem):
    part: PartName
    label: LabelModel
    kind: Literal["bacterial", "viral", "fungal", "protozoal", ""] = ""
    also: list[str] = Field(default_factory=list)


class _Suggestions(ListFile):
    items: list[_Suggestion]


@dataclass(frozen=True)
class Suggestion:
    """A name that the form offers; `kind` is an organism's, None elsewhere; `also` are further spellings."""

    id: str
    part: PartName
    label: Label
    kind: InfectionKind | None = None
    also: tuple[str, ...] = ()
    origin: Origin = Origin()


def load_infections(source: Source) -> dict[str, Suggestion]:
    """The suggestions of a file by id; raise CatalogueError."""
    file = source.validate(_Suggestions)
    refuse_doubles(source, file.items, "items")
    problems = [
        source.problem(("items", at, "kind"), "infection_kind_missing", id=item.id)
        for at, item in enumerate(file.items)
        if (item.part == "organism") != bool(item.kind)
    ]
    if problems:
        raise CatalogueError(problems)
    return {
        item.id: Suggestion(
            item.id,
            item.part,
            item.label.label(),
            InfectionKind(item.kind) if item.kind else None,
            tuple(item.also),
            origin_of(source, file, item),
        )
        for item in file.items
    }


def named(items: Mapping[str, Suggestion], part: PartName, text: str) -> Suggestion | None:
    """The suggestion that a text means, by its label in either language or a further spelling; None for free text."""
    wanted = text.strip().casefold()
    return next((item for item in _of(items, part) if wanted in _spellings(item)), None) if wanted else None


def shown(items: Mapping[str, Suggestion], part: PartName, text: str, language: str) -> str:
    """A recorded text in the reader's language where it is a label of the list, else as it was written."""
    found = next((i for i in _of(items, part) if text in (i.label.en, i.label.it)), None)
    return text if found is None else found.label.text(language)


def _of(items: Mapping[str, Suggestion], part: PartName) -> Iterable[Suggestion]:
    return (item for item in items.values() if item.part == part)


def _spellings(item: Suggestion) -> tuple[str, ...]:
    return tuple(word.casefold() for word in (item.label.en, item.label.it, *item.also))
