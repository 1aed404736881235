"""What all list files of the catalogue share: source and status at the top, items with their own ids below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import FileModel, Id
from hsct_desktop.catalogue.items import Origin
from hsct_desktop.catalogue.source import Source


class ListFile(FileModel):
    """The top of a list file; an item may state its own source."""

    source: str = ""
    status: str = ""


class ListItem(FileModel):
    """An item of a list file."""

    id: Id
    source: str = ""
    status: str = ""


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


def origin_of(source: Source, file: ListFile, item: ListItem) -> Origin:
    """The item's source and status, those of the file where it states none."""
    return Origin(item.source or file.source, item.status or file.status, source.is_unit)


def refuse_doubles(source: Source, items: Sequence[HasId], *loc: str | int) -> None:
    """Raise CatalogueError when two items below `loc` share an id."""
    seen: set[str] = set()
    problems = []
    for index, item in enumerate(items):
        if item.id in seen:
            problems.append(source.problem((*loc, index, "id"), "item_twice", id=item.id))
        seen.add(item.id)
    if problems:
        raise CatalogueError(problems)
