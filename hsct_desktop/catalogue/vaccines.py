"""The vaccine catalogue from its YAML file: checked, then compiled to JSON, so that Today waits for no pydantic."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel, NonEmpty, OffsetField, Text
from hsct_desktop.catalogue.listed import ListFile, ListItem, refuse_doubles
from hsct_desktop.catalogue.rule_reader import Loc
from hsct_desktop.catalogue.source import Source
from hsct_desktop.catalogue.vaccine_reader import LISTS, VaccineReader, merged
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.vaccine import VaccineCatalogue

_Count = Annotated[int, Field(ge=1, le=20)]


class _Variant(FileModel):
    id: Id
    label: LabelModel
    source: str = ""


class _Condition(ListItem):
    label: LabelModel
    note: LabelModel | None = None
    thresholds: dict[str, Any] = Field(default_factory=dict)
    when: dict[str, Any]


class _Product(ListItem):
    label: LabelModel
    components: Annotated[list[Id], NonEmpty]
    replaces: Id | None = None
    also: list[Text] = Field(default_factory=list)


class _Dose(FileModel):
    interval: OffsetField | None = None
    since_first: OffsetField | None = None
    earliest: OffsetField | None = None
    recommended: OffsetField | None = None
    recommended_first: OffsetField | None = None
    within: OffsetField | None = None
    until: OffsetField | None = None
    asks: LabelModel | None = None
    child_age: Annotated[int, Field(ge=1, le=30)] | None = None
    replacing: bool = False


class _Season(FileModel):
    first: Text
    last: Text


class _Yearly(FileModel):
    season: _Season
    early: OffsetField | None = None
    early_interval: OffsetField | None = None


class _Serology(FileModel):
    analyte: Id
    limit: Text
    earliest: OffsetField
    latest: OffsetField
    more: _Count


class _Follows(FileModel):
    series: Id
    interval: OffsetField
    replaced_by: _Count | None = None


class _Differs(FileModel):
    """What another guideline says of a series."""

    earliest: OffsetField | None = None
    doses: Annotated[list[_Dose], NonEmpty] | None = None
    yearly: _Yearly | None = None


class _Series(ListItem):
    label: LabelModel
    short: LabelModel | None = None
    detail: LabelModel | None = None
    kind: Literal["inactivated", "live", "never"]
    earliest: OffsetField | None = None
    doses: list[_Dose] = Field(default_factory=list)
    yearly: _Yearly | None = None
    follows: _Follows | None = None
    serology: _Serology | None = None
    booster: OffsetField | None = None
    restart_after: OffsetField | None = None
    asks: LabelModel | None = None
    note: LabelModel | None = None
    conditions: list[_Condition] = Field(default_factory=list)
    variants: dict[str, _Differs] = Field(default_factory=dict)


class _File(ListFile):
    version: str = ""
    ages: dict[Id, Text] = Field(default_factory=dict)
    variants: list[_Variant] = Field(default_factory=list)
    live_rule: list[_Condition] = Field(default_factory=list)
    delays: list[_Condition] = Field(default_factory=list)
    products: list[_Product] = Field(default_factory=list)
    items: list[_Series] = Field(default_factory=list)


def load_vaccines(source: Source, table: AnalyteTable, shipped: dict[str, Any] | None = None) -> VaccineCatalogue:
    """The catalogue of a file; a unit's own file over the data that is `shipped`. CatalogueError with every mistake."""
    file = source.validate(_File)
    for name in LISTS:
        refuse_doubles(source, getattr(file, name), name)
    data = source.data if shipped is None else merged(shipped, source.data)
    reader = VaccineReader(data, table)
    catalogue = reader.catalogue()
    found = {(_own_place(source, data, m.loc), m.key): m for m in reader.mistakes}
    if found:
        raise CatalogueError([source.problem(loc, key, **m.params) for (loc, key), m in found.items()])
    return catalogue


def _own_place(source: Source, data: dict[str, Any], loc: Loc) -> Loc:
    """Where a mistake of the merged data stands in the file at hand: a unit's file has fewer items."""
    if len(loc) < 2 or loc[0] not in LISTS or not isinstance(loc[1], int):
        return loc
    wanted = data[str(loc[0])][loc[1]]["id"]
    places = [at for at, item in enumerate(source.data.get(str(loc[0])) or ()) if item["id"] == wanted]
    return (loc[0], *places[:1], *loc[2:])


def vaccines_to_json(source: Source, table: AnalyteTable) -> str:
    """The compiled file's content: the data of a file that holds no mistake."""
    load_vaccines(source, table)
    return json.dumps(source.data, ensure_ascii=False, indent=0) + "\n"
