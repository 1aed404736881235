"""The alert rules from their YAML file: checked, then compiled to JSON, so that a write need not wait for pydantic."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import Field

from hsct_desktop.catalogue.alert_rules import Reader
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel, NonEmpty, Text
from hsct_desktop.catalogue.listed import ListFile, ListItem, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.alert import AlertRules
from hsct_desktop.domain.analyte import AnalyteTable


class _Level(FileModel):
    severity: Annotated[str, Field(pattern="^(red|amber|info)$")]
    when: dict[str, Any]


class _Scope(FileModel):
    start: Text = Field(alias="from")
    to: Text | None = None
    until: Text | None = None


class _Rule(ListItem):
    group: Id
    label: LabelModel
    action: LabelModel
    note: LabelModel | None = None
    thresholds: dict[str, Any]
    scope: _Scope | None = None
    levels: Annotated[list[_Level], NonEmpty]
    enabled: bool = True


class _Group(FileModel):
    id: Id
    label: LabelModel


class _File(ListFile):
    version: Text
    ages: dict[str, Any]
    terms: dict[str, Annotated[list[Id], NonEmpty]] = Field(default_factory=dict)
    groups: Annotated[list[_Group], NonEmpty]
    items: Annotated[list[_Rule], NonEmpty]


def load_alerts(source: Source, table: AnalyteTable) -> AlertRules:
    """The rules of a file. Raise CatalogueError with every mistake found."""
    file = source.validate(_File)
    refuse_doubles(source, file.items, "items")
    reader = Reader(source.data, table)
    rules = reader.rules()
    if reader.mistakes:
        raise CatalogueError([source.problem(m.loc, m.key, **m.params) for m in reader.mistakes])
    return rules


def alerts_to_json(source: Source, table: AnalyteTable) -> str:
    """The compiled file's content: the data of a file that holds no mistake."""
    load_alerts(source, table)
    return json.dumps(source.data, ensure_ascii=False, indent=0) + "\n"
