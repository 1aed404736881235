"""The rule for irradiated blood products, from its file."""

from __future__ import annotations

from typing import Any, Literal

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import FileModel
from hsct_desktop.catalogue.rule_reader import read_amount
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.irradiation import IrradiationRule
from hsct_desktop.domain.rule_condition import DURATIONS
from hsct_desktop.domain.rule_facts import Amount

Lasting = Literal["purine_analogue", "alemtuzumab", "atg"]


class _Thresholds(FileModel):
    before: Any
    after: Any
    after_tbi: Any


class _Irradiation(FileModel):
    version: str
    source: str = ""
    status: str = ""
    thresholds: _Thresholds
    until_the_blood_bank_says: list[Lasting]


def load_irradiation(source: Source) -> IrradiationRule:
    """The rule of a file; raise CatalogueError, also for a number without its unit."""
    file = source.validate(_Irradiation)
    found: dict[str, Amount] = {}
    problems = []
    for name, text in file.thresholds:
        amount = read_amount(text)
        if amount is None:
            problems.append(source.problem(("thresholds", name), "alert_number_bare", name=name, text=str(text)))
        elif amount.unit not in DURATIONS or amount.value is None or amount.value != int(amount.value):
            known = ", ".join(DURATIONS)
            problems.append(source.problem(("thresholds", name), "alert_unit_foreign", unit=amount.unit, known=known))
        else:
            found[name] = amount
    if problems:
        raise CatalogueError(problems)
    return IrradiationRule(
        found["before"], found["after"], found["after_tbi"], tuple(file.until_the_blood_bank_says), file.source
    )
