"""Published results from their file: checked figures only, in two languages."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hsct_desktop.catalogue.fields import Id, LabelModel, NonEmpty, Text, label_or_none
from hsct_desktop.catalogue.listed import ListFile, ListItem, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.literature import Study


class _Study(ListItem):
    study: Text
    source: Text
    group: LabelModel
    results: Annotated[list[LabelModel], NonEmpty]
    diseases: Annotated[list[Id], NonEmpty]
    phenotypes: list[Id] = Field(default_factory=list)
    regimens: list[Id] = Field(default_factory=list)
    deaths: LabelModel | None = None


class _Studies(ListFile):
    items: list[_Study]


def load_literature(source: Source) -> dict[str, Study]:
    """The studies of a file by id, each with its own source; raise CatalogueError."""
    file = source.validate(_Studies)
    refuse_doubles(source, file.items, "items")
    return {
        item.id: Study(
            item.id,
            item.study,
            item.source,
            item.group.label(),
            tuple(result.label() for result in item.results),
            frozenset(item.diseases),
            frozenset(item.phenotypes),
            frozenset(item.regimens),
            label_or_none(item.deaths),
        )
        for item in file.items
    }
