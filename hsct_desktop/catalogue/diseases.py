"""Diseases with their phenotypes, indications, languages and countries, from their files."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel
from hsct_desktop.catalogue.items import Disease, Indication, Phenotype, SpokenLanguage
from hsct_desktop.catalogue.listed import ListFile, ListItem, origin_of, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.protocol import Label


class _Phenotype(FileModel):
    id: Id
    label: LabelModel
    short: LabelModel
    follows: list[Id] | None = None

    def phenotype(self) -> Phenotype:
        follows = None if self.follows is None else tuple(self.follows)
        return Phenotype(self.id, self.label.label(), self.short.label(), follows)


class _Disease(ListItem):
    label: LabelModel
    short: LabelModel
    protocol: Id
    phenotypes: list[_Phenotype] = Field(default_factory=list)


class _Diseases(ListFile):
    items: list[_Disease]


class _Labelled(ListItem):
    label: LabelModel


class _LabelledFile(ListFile):
    items: list[_Labelled]


def load_diseases(source: Source, protocols: Collection[str]) -> dict[str, Disease]:
    """The diseases of a file by id, each with one of `protocols`; raise CatalogueError."""
    file = source.validate(_Diseases)
    refuse_doubles(source, file.items, "items")
    known = ", ".join(protocols)
    problems = [
        source.problem(("items", index, "protocol"), "disease_protocol_unknown", id=item.protocol, known=known)
        for index, item in enumerate(file.items)
        if item.protocol not in protocols
    ]
    if problems:
        raise CatalogueError(problems)
    for index, item in enumerate(file.items):
        refuse_doubles(source, item.phenotypes, "items", index, "phenotypes")
    return {
        item.id: Disease(
            id=item.id,
            label=item.label.label(),
            short=item.short.label(),
            phenotypes=tuple(form.phenotype() for form in item.phenotypes),
            protocol_id=item.protocol,
            origin=origin_of(source, file, item),
        )
        for item in file.items
    }


def load_indications(source: Source) -> dict[str, Indication]:
    """The indications of a file by id; raise CatalogueError."""
    file = source.validate(_LabelledFile)
    refuse_doubles(source, file.items, "items")
    return {i.id: Indication(i.id, i.label.label(), origin_of(source, file, i)) for i in file.items}


def load_languages(source: Source) -> dict[str, SpokenLanguage]:
    """The languages of a file by ISO 639 code; raise CatalogueError."""
    file = source.validate(_LabelledFile)
    refuse_doubles(source, file.items, "items")
    return {i.id: SpokenLanguage(i.id, i.label.label(), origin_of(source, file, i)) for i in file.items}


def load_labels(source: Source) -> dict[str, Label]:
    """The labels of a plain list by id; raise CatalogueError."""
    file = source.validate(_LabelledFile)
    refuse_doubles(source, file.items, "items")
    return {i.id: i.label.label() for i in file.items}
