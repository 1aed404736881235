"""The rule for irradiated blood products, from its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import FileModel
from hsct_desktop.catalogue.rule_reader import read_amount
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.irradiation import IrradiationRule
from hsct_desktop.domain.rule_condition import DURATIONS
from hsct_desktop.domain.rule_facts import Amount

LEAST: Final[Mapping[str, int]] = {"after": 3, "after_tbi": 6}
"""Months after Day 0 at least: EBMT Handbook 2024, chapter 24; after TBI the Austrian guideline."""
MOST_MONTHS: Final = 120
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


def _days(amount: Amount) -> int:
    """About how many days an amount has."""
    return int(amount.value or 0) * (1 if amount.unit == "d" else 30)


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
        elif not LEAST.get(name, 0) * 30 <= _days(amount) <= MOST_MONTHS * 30:
            least = LEAST.get(name, 0)
            problems.append(
                source.problem(("thresholds", name), "irradiation_bounds", name=name, least=least, most=MOST_MONTHS)
            )
        else:
            found[name] = amount
    if not file.until_the_blood_bank_says:
        problems.append(source.problem(("until_the_blood_bank_says",), "irradiation_list_empty"))
    if problems:
        raise CatalogueError(problems)
    return IrradiationRule(
        found["before"], found["after"], found["after_tbi"], tuple(file.until_the_blood_bank_says), file.source
    )
