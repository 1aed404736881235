"""The mapping of the record to the registry's forms, from its file; a unit adds and overrides items by id."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as value
from typing import Annotated, Literal

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel
from hsct_desktop.catalogue.items import Origin
from hsct_desktop.catalogue.listed import ListFile, ListItem, origin_of, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.registry import RegistryFact, RegistryForm


@dataclass(frozen=True)
class RegistryItem:
    """An item of the registry's forms: its section, the forms that ask for it, what of the record fills it.

    `none_is_said`: where nothing is recorded it is said so, and not marked as missing. `field` is the registry's own
    name, "" until somebody has copied it.
    """

    id: str
    section: Label
    forms: frozenset[RegistryForm]
    fact: RegistryFact
    label: Label
    none_is_said: bool = False
    field: str = ""
    origin: Origin = value(default_factory=Origin)


class _Section(FileModel):
    id: Id
    label: LabelModel


class _Item(ListItem):
    section: str
    forms: list[Annotated[RegistryForm, Field(strict=False)]]
    fact: Annotated[RegistryFact, Field(strict=False)]
    empty: Literal["missing", "none"] = "missing"
    field: str = ""
    label: LabelModel


class _File(ListFile):
    version: str = ""
    sections: list[_Section] = Field(default_factory=list)
    items: list[_Item]


def load_registry(source: Source) -> dict[str, RegistryItem]:
    """The items of a file by id, in the order of the forms; raise CatalogueError, also for an unknown section."""
    file = source.validate(_File)
    refuse_doubles(source, file.items, "items")
    refuse_doubles(source, file.sections, "sections")
    sections = {section.id: section.label.label() for section in file.sections}
    problems = [
        source.problem(("items", index, "section"), "registry_section_unknown", id=item.section)
        for index, item in enumerate(file.items)
        if item.section not in sections
    ]
    if problems:
        raise CatalogueError(problems)
    return {
        item.id: RegistryItem(
            item.id, sections[item.section], frozenset(item.forms), item.fact, item.label.label(),
            item.empty == "none", item.field, origin_of(source, file, item),
        )
        for item in file.items
    }  # fmt: skip
