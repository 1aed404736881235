"""The serial tests of the monitoring strips from their YAML file, and the compiled form that the window reads."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel, NonEmpty, Text
from hsct_desktop.catalogue.listed import ListFile, ListItem, refuse_doubles
from hsct_desktop.catalogue.monitoring_json import tests_to_json
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.monitoring import Above, InPatient, MonitoringTest


class _Above(FileModel):
    rule: Id
    threshold: Id
    analyte: Text


class _InPatient(FileModel):
    every: Annotated[str, Field(pattern=r"^[1-9][0-9]?d$")]
    since: Annotated[str, Field(alias="from", pattern=r"^day0( \+ [1-9][0-9]?d)?$")]


class _Test(ListItem):
    label: LabelModel
    short: LabelModel | None = None
    analytes: Annotated[list[Text], NonEmpty]
    lead: Annotated[list[Text], NonEmpty]
    above: _Above | None = None
    by_visit: bool = False
    inpatient: _InPatient | None = None
    result_within: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2} d$")]


class _File(ListFile):
    version: Text
    items: Annotated[list[_Test], NonEmpty]


def load_monitoring(source: Source, table: AnalyteTable) -> dict[str, MonitoringTest]:
    """The tests of a file by id. Raise CatalogueError with every mistake found."""
    file = source.validate(_File)
    refuse_doubles(source, file.items, "items")
    problems = [
        source.problem(("items", at, part, number), "analyte_unknown", code=code)
        for at, item in enumerate(file.items)
        for part in ("analytes", "lead")
        for number, code in enumerate(getattr(item, part))
        if code not in table.analytes
    ]
    if problems:
        raise CatalogueError(problems)
    return {item.id: _test(item) for item in file.items}


def monitoring_to_json(source: Source, table: AnalyteTable) -> str:
    """The compiled file's content: the data of a file that holds no mistake."""
    return json.dumps(tests_to_json(load_monitoring(source, table)), ensure_ascii=False, indent=0) + "\n"


def _test(item: _Test) -> MonitoringTest:
    above = item.above
    return MonitoringTest(
        item.id,
        item.label.label(),
        (item.short or item.label).label(),
        tuple(item.analytes),
        tuple(item.lead),
        int(item.result_within.split()[0]),
        Above(above.rule, above.threshold, above.analyte) if above is not None else None,
        item.by_visit,
        _inpatient(item.inpatient) if item.inpatient is not None else None,
    )


def _inpatient(given: _InPatient) -> InPatient:
    later = given.since.partition(" + ")[2]
    return InPatient(int(given.every[:-1]), int(later[:-1]) if later else 0)
