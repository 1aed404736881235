"""The classes of substances against which drugs are checked, from their file; a unit adds and overrides classes."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel, Text
from hsct_desktop.catalogue.listed import ListFile, ListItem, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.allergy import AllergyBook, AllergyClass, CrossReaction, Substance


class _Substance(FileModel):
    id: Id
    names: list[Text]


class _Class(ListItem):
    label: LabelModel
    names: list[Text] = Field(default_factory=list)
    substances: list[_Substance] = Field(default_factory=list)


class _Cross(FileModel):
    first: Id
    second: Id
    note: LabelModel
    source: str = ""


class _Classes(ListFile):
    items: list[_Class]
    crosses: list[_Cross] = Field(default_factory=list)


def load_allergy_classes(source: Source, shipped: AllergyBook | None = None) -> AllergyBook:
    """The classes of a file, over those `shipped` where a unit's file is read; raise CatalogueError."""
    file = source.validate(_Classes)
    refuse_doubles(source, file.items, "items")
    for number, item in enumerate(file.items):
        refuse_doubles(source, item.substances, "items", number, "substances")
    classes = dict(shipped.classes) if shipped is not None else {}
    classes |= {item.id: _class(item) for item in file.items}
    problems = list(_strangers(source, file, classes))
    if problems:
        raise CatalogueError(problems)
    crosses = tuple(CrossReaction(c.first, c.second, c.note.label(), c.source) for c in file.crosses)
    return AllergyBook(classes, (*(shipped.crosses if shipped is not None else ()), *crosses))


def _class(item: _Class) -> AllergyClass:
    substances = tuple(Substance(one.id, tuple(one.names)) for one in item.substances)
    return AllergyClass(item.id, item.label.label(), tuple(item.names), substances)


def _strangers(source: Source, file: _Classes, known: dict[str, AllergyClass]) -> Iterator[CatalogueProblem]:
    for number, cross in enumerate(file.crosses):
        for end in ("first", "second"):
            if getattr(cross, end) not in known:
                loc = ("crosses", number, end)
                yield source.problem(loc, "allergy_class_unknown", id=getattr(cross, end))
