"""The criteria of the selection checklist and the list of trials, from their files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel, Text, label_or_none
from hsct_desktop.catalogue.listed import ListFile, ListItem, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.selection import (
    Checked,
    Criterion,
    Limit,
    Reading,
    SelectionGroup,
    SourceLimit,
    Trial,
)

_MOST_MONTHS = 60


def _read_number(value: Any) -> Any:
    if value is None:
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise PydanticCustomError("number_unreadable", "{text}", {"text": str(value)}) from None


Number = Annotated[Decimal | None, BeforeValidator(_read_number)]


class _Limit(FileModel):
    below: Number = None
    most: Number = None
    least: Number = None
    above: Number = None
    setting: str = ""
    text: LabelModel

    def limit(self) -> Limit | None:
        bounds = (self.below, self.most, self.least, self.above)
        return None if all(bound is None for bound in bounds) else Limit(*bounds)


class _Published(FileModel):
    source: Text
    checked: Annotated[Checked, Field(strict=False)]
    text: LabelModel


class _Criterion(ListItem):
    diseases: list[Id] = Field(default_factory=list)
    group: Annotated[SelectionGroup, Field(strict=False)]
    label: LabelModel
    reads: Annotated[Reading, Field(strict=False)] = Reading.PERSON
    of: list[Text] = Field(default_factory=list)
    months: int = Field(default=12, ge=1, le=_MOST_MONTHS)
    limit: _Limit | None = None
    published: list[_Published] = Field(default_factory=list)
    note: LabelModel | None = None


class _Criteria(ListFile):
    items: list[_Criterion]


class _Trial(ListItem):
    name: Text
    registry: str = ""
    label: LabelModel
    diseases: list[Id] = Field(default_factory=list)
    arms: list[LabelModel] = Field(default_factory=list)
    closed: bool = False
    checked: Annotated[Checked, Field(strict=False)] = Checked.PRACTICE


class _Trials(ListFile):
    items: list[_Trial]


def load_selection(
    source: Source, diseases: Collection[str], known: Mapping[Reading, Collection[str]]
) -> dict[str, Criterion]:
    """The criteria of a file by id, their diseases among `diseases`, what they read among `known`; CatalogueError."""
    file = source.validate(_Criteria)
    refuse_doubles(source, file.items, "items")
    problems: list[CatalogueProblem] = []
    for index, item in enumerate(file.items):
        problems += _strange_diseases(source, index, item.diseases, diseases)
        strange = [name for name in item.of if name not in known.get(item.reads, ())]
        if strange:
            at = ("items", index, "of")
            listed = ", ".join(known.get(item.reads, ()))
            problems.append(source.problem(at, "selection_of_unknown", id=strange[0], known=listed))
    if problems:
        raise CatalogueError(problems)
    return {item.id: _criterion(source, item) for item in file.items}


def _strange_diseases(
    source: Source, index: int, named: list[str], diseases: Collection[str]
) -> list[CatalogueProblem]:
    return [
        source.problem(("items", index, "diseases"), "disease_unknown", id=name, known=", ".join(diseases))
        for name in named
        if name not in diseases
    ]


def _criterion(source: Source, item: _Criterion) -> Criterion:
    return Criterion(
        id=item.id,
        group=item.group,
        diseases=tuple(item.diseases),
        label=item.label.label(),
        reading=item.reads,
        limit=item.limit.limit() if item.limit is not None else None,
        limit_text=item.limit.text.label() if item.limit is not None else None,
        setting=item.limit.setting if item.limit is not None else "",
        of=tuple(item.of),
        months=item.months,
        sources=tuple(SourceLimit(one.source, one.text.label(), one.checked) for one in item.published),
        note=label_or_none(item.note),
        is_unit=source.is_unit,
    )


def load_trials(source: Source, diseases: Collection[str]) -> dict[str, Trial]:
    """The trials of a file by id; raise CatalogueError."""
    file = source.validate(_Trials)
    refuse_doubles(source, file.items, "items")
    problems = [
        problem
        for index, item in enumerate(file.items)
        for problem in _strange_diseases(source, index, item.diseases, diseases)
    ]
    if problems:
        raise CatalogueError(problems)
    return {
        item.id: Trial(
            item.id,
            item.name,
            item.registry,
            item.label.label(),
            tuple(item.diseases),
            tuple(arm.label() for arm in item.arms),
            item.closed,
            item.checked,
            item.source or file.source,
        )
        for item in file.items
    }
