"""The example set of reference ranges, which a unit copies into a laboratory and checks there."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hsct_desktop.catalogue.analytes import Number
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import FileModel, Text
from hsct_desktop.catalogue.listed import ListFile
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.reference_range import BOTH, ReferenceRange, check_range

ADULT = 18


class _Range(FileModel):
    analyte: Text
    unit: Text
    sex: str = BOTH
    lln: Number | None = None
    uln: Number | None = None
    age_from: Annotated[int, Field(ge=0)] = ADULT
    age_to: int | None = None


class _File(ListFile):
    ranges: list[_Range]


def load_ranges(source: Source, table: AnalyteTable) -> tuple[ReferenceRange, ...]:
    """The ranges of a file, in its order. Raise CatalogueError for a foreign unit, reversed limits, an overlap."""
    file = source.validate(_File)
    found: list[ReferenceRange] = []
    problems = []
    for index, item in enumerate(file.ranges):
        entry = ReferenceRange(item.analyte, item.unit, item.lln, item.uln, item.sex, item.age_from, item.age_to)
        for problem in check_range(entry, table.analytes.get(item.analyte), found):
            problems.append(source.problem(("ranges", index, problem.field), problem.key, **problem.params))
        found.append(entry)
    if problems:
        raise CatalogueError(problems)
    return tuple(found)
