"""The table of settings from its file, and a unit's own defaults for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel
from hsct_desktop.catalogue.holidays import country_holidays
from hsct_desktop.catalogue.listed import refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.setting import (
    NO,
    YES,
    SettingChoice,
    SettingDefinition,
    SettingScope,
    SettingTable,
    SettingType,
    check,
    tidied,
)


def _read_default(value: Any) -> str:
    """The plain text of a default written as YAML likes it: `6`, `true`, `[sat, sun]`."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


Default = Annotated[str, BeforeValidator(_read_default)]


class _Choice(FileModel):
    id: Id
    label: LabelModel


class _Group(FileModel):
    id: Id
    label: LabelModel


class _Setting(FileModel):
    id: Id
    type: Annotated[SettingType, Field(strict=False)]
    scope: Annotated[SettingScope, Field(strict=False)] = SettingScope.UNIT
    group: Id
    label: LabelModel
    help: LabelModel
    acts: LabelModel
    default: Default = ""
    minimum: int = 0
    maximum: int = 0
    longest: int = 0
    most: int = 0
    choices: list[_Choice] = Field(default_factory=list)
    of: str = ""


class _Settings(FileModel):
    groups: list[_Group]
    items: list[_Setting]


class _Own(FileModel):
    id: Id
    default: Default


class _OwnFile(FileModel):
    source: str = ""
    status: str = ""
    items: list[_Own]


def load_settings(source: Source) -> SettingTable:
    """The table of settings of the shipped file; raise CatalogueError."""
    file = source.validate(_Settings)
    refuse_doubles(source, file.items, "items")
    groups = {group.id: group.label.label() for group in file.groups}
    table = SettingTable(groups, {item.id: _definition(item) for item in file.items})
    _refuse(_check_table(source, table))
    return table


def load_own_defaults(source: Source, shipped: Mapping[str, SettingDefinition]) -> dict[str, SettingDefinition]:
    """The settings for which a unit's file gives another default; raise CatalogueError."""
    file = source.validate(_OwnFile)
    refuse_doubles(source, file.items, "items")
    known = ", ".join(shipped)
    _refuse(
        source.problem(("items", index, "id"), "setting_unknown", id=item.id, known=known)
        for index, item in enumerate(file.items)
        if item.id not in shipped
    )
    found = {item.id: replace(shipped[item.id], default=item.default) for item in file.items}
    _refuse(_check_defaults(source, found))
    _refuse(_check_places(source, {**shipped, **found}, list(found)))
    return {name: replace(own, default=tidied(own, own.default)) for name, own in found.items()}


def _definition(item: _Setting) -> SettingDefinition:
    plain = item.model_dump(include={"id", "type", "scope", "group", "minimum", "maximum", "longest", "most", "of"})
    found = SettingDefinition(
        **plain,
        label=item.label.label(),
        help=item.help.label(),
        acts=item.acts.label(),
        default=item.default,
        choices=tuple(SettingChoice(choice.id, choice.label.label()) for choice in item.choices),
    )
    try:
        return replace(found, default=tidied(found, item.default))
    except InputError:
        return found  # `_check_table` says with its line what is wrong with the default


def _check_table(source: Source, table: SettingTable) -> Iterator[CatalogueProblem]:
    for index, definition in enumerate(table.settings.values()):
        if definition.group not in table.groups:
            known = ", ".join(table.groups)
            yield source.problem(("items", index, "group"), "setting_group_unknown", id=definition.group, known=known)
        if (definition.type is SettingType.REGION) != (definition.of in table.settings):
            yield source.problem(("items", index, "of"), "setting_of_unknown", id=definition.of)
    yield from _check_defaults(source, table.settings)


def _check_defaults(source: Source, settings: Mapping[str, SettingDefinition]) -> Iterator[CatalogueProblem]:
    for index, definition in enumerate(settings.values()):
        for problem in check(definition, definition.default):
            yield source.problem(("items", index, "default"), problem.key, **problem.params)


def _check_places(
    source: Source, settings: Mapping[str, SettingDefinition], own: list[str]
) -> Iterator[CatalogueProblem]:
    """Countries and regions that the library of holidays does not know."""
    for index, definition in enumerate(settings[name] for name in own):
        if definition.type not in (SettingType.COUNTRY, SettingType.REGION) or not definition.default:
            continue
        place = (settings[definition.of].default, definition.default) if definition.of else (definition.default, "")
        try:
            country_holidays(*place)
        except InputError as error:
            for problem in error.problems:
                yield source.problem(("items", index, "default"), problem.key, **problem.params)


def _refuse(problems: Iterator[CatalogueProblem]) -> None:
    found = list(problems)
    if found:
        raise CatalogueError(found)
