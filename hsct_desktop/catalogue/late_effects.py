"""The long-term items from their YAML file: checked, then compiled to JSON: a page need not wait for pydantic."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel, NonEmpty, Text
from hsct_desktop.catalogue.late_effect_json import LateEffectReader
from hsct_desktop.catalogue.listed import ListFile, ListItem, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.late_effect import LateEffectItem

_Number = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]


class _DoneBy(FileModel):
    analytes: list[Text] = Field(default_factory=list)
    assessments: list[Id] = Field(default_factory=list)
    records: list[Id] = Field(default_factory=list)


class _Later(FileModel):
    start: Text = Field(alias="from")
    every: Text


class _Total(FileModel):
    unit: str = ""
    low: _Number | None = None
    high: _Number | None = None


class _Syndrome(FileModel):
    thresholds: dict[str, Any]
    when: dict[str, Any]


class _Item(ListItem):
    section: Literal["late", "fertility", "measures"]
    label: LabelModel
    start: Text | None = Field(default=None, alias="from")
    before: Literal["mobilisation"] | None = None
    every: Text | None = None
    until: Text | None = None
    later: _Later | None = None
    window: Text | None = None
    grace: Text | None = None
    done_by: _DoneBy | None = None
    thresholds: dict[str, Any] | None = None
    when: dict[str, Any] | None = None
    total: _Total | None = None
    syndrome: _Syndrome | None = None
    refer: LabelModel | None = None


class _File(ListFile):
    version: Text
    items: Annotated[list[_Item], NonEmpty]


def load_late_effects(source: Source, table: AnalyteTable) -> dict[str, LateEffectItem]:
    """The items of a file by id. Raise CatalogueError with every mistake found."""
    file = source.validate(_File)
    refuse_doubles(source, file.items, "items")
    reader = LateEffectReader(source.data, table)
    items = reader.items()
    if reader.mistakes:
        raise CatalogueError([source.problem(m.loc, m.key, **m.params) for m in reader.mistakes])
    return items


def late_effects_to_json(source: Source, table: AnalyteTable) -> str:
    """The compiled file's content: the data of a file that holds no mistake."""
    load_late_effects(source, table)
    return json.dumps(source.data, ensure_ascii=False, indent=0) + "\n"
