"""The analytes from their file, compiled to JSON, so that a flowsheet needs neither YAML nor pydantic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel, NonEmpty, Text
from hsct_desktop.catalogue.listed import ListFile, ListItem, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.analyte import Analyte, AnalyteTable, LabPanel


def _read_number(value: Any) -> Decimal:
    """A number written as a text, so that no binary fraction comes between the file and the grade."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, float) or not number.is_finite():
        raise PydanticCustomError("amount_unreadable", "{text}", {"text": str(value)})
    return number


Number = Annotated[Decimal, BeforeValidator(_read_number)]


class _Analyte(ListItem):
    label: LabelModel
    short: LabelModel
    group: Id
    unit: Text
    usual: str = ""
    units: dict[str, Number] = Field(default_factory=dict)
    possible: Annotated[list[Number], Field(min_length=2, max_length=2)]
    probable: Annotated[list[Number], Field(min_length=2, max_length=2)]
    separate: list[Text] = Field(default_factory=list)
    loinc: str = ""
    log: bool = False
    also: list[Text] = Field(default_factory=list)


class _Group(FileModel):
    id: Id
    label: LabelModel


class _Panel(FileModel):
    id: Id
    label: LabelModel
    analytes: Annotated[list[Id], NonEmpty]


class _File(ListFile):
    groups: list[_Group] = Field(default_factory=list)
    panels: list[_Panel] = Field(default_factory=list)
    items: list[_Analyte]


def load_analytes(source: Source, shipped: AnalyteTable | None = None) -> AnalyteTable:
    """The table of a file; a unit's items, groups and panels override those of `shipped`. Raise CatalogueError."""
    file = source.validate(_File)
    refuse_doubles(source, file.items, "items")
    held = shipped or AnalyteTable({}, {}, {})
    groups = {**held.groups, **{group.id: group.label.label() for group in file.groups}}
    analytes = {**held.analytes, **{item.id: _analyte(item) for item in file.items}}
    panels = {
        **held.panels,
        **{panel.id: LabPanel(panel.id, panel.label.label(), tuple(panel.analytes)) for panel in file.panels},
    }
    problems = list(_check(source, file, groups.keys(), analytes.keys()))
    if problems:
        raise CatalogueError(problems)
    order = list(groups)
    ordered = dict(sorted(analytes.items(), key=lambda pair: order.index(pair[1].group)))
    return AnalyteTable(ordered, groups, panels)


def _check(source: Source, file: _File, groups: Any, codes: Any) -> Iterator[CatalogueProblem]:
    for index, item in enumerate(file.items):
        if item.group not in groups:
            yield source.problem(("items", index, "group"), "analyte_group_unknown", id=item.group)
        for name in ("possible", "probable"):
            low, high = getattr(item, name)
            if low >= high:
                yield source.problem(("items", index, name), "limits_reversed", low=str(low), high=str(high))
        if item.usual and item.usual not in (item.unit, *item.units, *item.separate):
            yield source.problem(("items", index, "usual"), "unit_unknown", unit=item.usual)
    for index, panel in enumerate(file.panels):
        for place, code in enumerate(panel.analytes):
            if code not in codes:
                yield source.problem(("panels", index, "analytes", place), "analyte_unknown", code=code)


def _analyte(item: _Analyte) -> Analyte:
    return Analyte(
        code=item.id,
        label=item.label.label(),
        short=item.short.label(),
        group=item.group,
        unit=item.unit,
        usual=item.usual or item.unit,
        units={item.unit: Decimal(1), **item.units},
        possible=(item.possible[0], item.possible[1]),
        probable=(item.probable[0], item.probable[1]),
        separate=tuple(item.separate),
        loinc=item.loinc,
        log=item.log,
        also=tuple(item.also),
    )


def analytes_to_json(table: AnalyteTable) -> str:
    """The compiled file's content."""
    content = {
        "groups": {group: asdict(label) for group, label in table.groups.items()},
        "panels": [asdict(panel) for panel in table.panels.values()],
        "analytes": [asdict(analyte) for analyte in table.analytes.values()],
    }
    return json.dumps(content, ensure_ascii=False, indent=0, default=str) + "\n"
