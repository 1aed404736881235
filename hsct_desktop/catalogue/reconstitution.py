"""When each part of the immune system is expected back, from its file."""

from __future__ import annotations

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import FileModel
from hsct_desktop.catalogue.rule_reader import read_amount
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.dates import parse_offset
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.reconstitution import RecoveryRule


class _Item(FileModel):
    analyte: str
    from_: str = Field(alias="from")
    until: str
    limit: str
    own_limit: bool = False
    source: str = ""


class _File(FileModel):
    version: str
    source: str = ""
    status: str = ""
    items: list[_Item]


def load_reconstitution(source: Source, analytes: AnalyteTable) -> dict[str, RecoveryRule]:
    """The rules of a file by analyte; raise CatalogueError, also for a number without its unit."""
    file = source.validate(_File)
    found: dict[str, RecoveryRule] = {}
    problems: list[CatalogueProblem] = []
    for number, item in enumerate(file.items):
        rule = _rule(source, number, item, analytes, problems)
        if rule is not None:
            found[item.analyte] = rule
    if problems:
        raise CatalogueError(problems)
    return found


def _rule(
    source: Source, number: int, item: _Item, analytes: AnalyteTable, problems: list[CatalogueProblem]
) -> RecoveryRule | None:
    at = ("items", number)
    known = analytes.analytes.get(item.analyte)
    limit = read_amount(item.limit)
    if known is None:
        problems.append(source.problem((*at, "analyte"), "analyte_unknown", code=item.analyte))
    elif limit is None:
        problems.append(source.problem((*at, "limit"), "alert_number_bare", name="limit", text=item.limit))
    elif known.factor_of(limit.unit) is None:
        units = ", ".join(known.units)
        problems.append(source.problem((*at, "limit"), "alert_unit_foreign", unit=limit.unit, known=units))
    else:
        try:
            first, last = parse_offset(item.from_), parse_offset(item.until)
        except InputError as error:
            problems.append(source.problem((*at, "from"), error.problems[0].key, **error.problems[0].params))
        else:
            return RecoveryRule(item.analyte, first, last, limit, item.own_limit, item.source)
    return None
