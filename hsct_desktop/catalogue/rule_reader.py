"""Conditions of rules from plain data (a YAML file as read, or compiled JSON), with every mistake found on the way.

One reader for every kind of rule: alerts, stop rules, triggers, conditions of vaccines and long-term items. It needs
neither YAML nor pydantic: a write that fires an alert must not wait for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from hsct_desktop.catalogue.rule_makers import INNER, MAKERS, Maker
from hsct_desktop.domain import rule_condition as c
from hsct_desktop.domain.alert import WHOLE
from hsct_desktop.domain.analyte import Analyte, AnalyteTable
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.rule import Rule
from hsct_desktop.domain.rule_facts import RECORDS, RELATIVE, Amount

UNSET: Final = "?"
"""Stands for the number of a threshold that the unit must give."""
MCV: Final = Analyte(
    "MCV", Label("Mean red cell volume", "Volume corpuscolare medio"), Label("MCV", "MCV"), "blood", "fL", "fL",
    {"fL": Decimal(1)}, (Decimal(30), Decimal(180)), (Decimal(60), Decimal(130)),
)  # fmt: skip
"""Worked out from haematocrit and red cells of one sample where the laboratory's own value is not kept."""
Loc = tuple[int | str, ...]
_PLAIN: Final = re.compile(r"\d{1,10}(\.\d{1,9})?", re.ASCII)
"""A number as people write it: an exponent is a typing error."""
_NUMBERED: Final = re.compile(r"[-+]?[\d.]\S* \S", re.ASCII)
LARGEST: Final = Decimal(1_000_000_000)
MOST: Final[Mapping[str, Decimal]] = {
    "d": Decimal(36_500), "months": Decimal(1200), "years": Decimal(100), "grade": Decimal(5),
    "signs": Decimal(100), "values": Decimal(100), "times": Decimal(100),
}  # fmt: skip
"""What is more than that in its unit is a typing error: a time ends after a century."""
MOST_PARTS: Final = 500
MOST_LEVELS: Final = 30
"""What a person writes has a few dozen conditions; more come of `use` that calls itself many times over."""


@dataclass(frozen=True)
class Mistake:
    """What is wrong at a place of the data: key of its sentence and parameters."""

    loc: Loc
    key: str
    params: Mapping[str, object] = field(default_factory=dict)


def analyte_of(table: AnalyteTable, code: str) -> Analyte | None:
    """The analyte of a code, the derived ones too."""
    return table.analytes.get(code) or (MCV if code == MCV.code else None)


def read_amount(text: object) -> Amount | None:
    """An amount as the file writes it, "5 x ULN"; None for a bare number and for what is none.

    "34 umol/L = 2 mg/dL" is one that is printed in two units.
    """
    first, is_twofold, second = str(text).partition(" = ")
    if isinstance(text, str) and is_twofold:
        one, other = read_amount(first), read_amount(second)
        return replace(one, also=other) if one is not None and other is not None else None
    if not isinstance(text, str):
        return None
    number, _, unit = text.strip().partition(" ")
    if number == UNSET and unit.strip():
        return Amount(None, unit.strip())
    if not unit.strip() or _PLAIN.fullmatch(number) is None:
        return None
    value = Decimal(number)
    is_whole = unit.strip() not in WHOLE or value == value.to_integral_value()
    return Amount(value, unit.strip()) if is_whole and value <= MOST.get(unit.strip(), LARGEST) else None


def read_age(text: object) -> int | None:
    """For how many days a value counts; None for what is no whole number of days from 1 on."""
    amount = read_amount(text)
    return int(amount.value) if amount is not None and amount.unit == "d" and amount.value else None


def units_for(role: str, analyte: Analyte | None) -> tuple[str, ...]:
    """The units that a threshold may have in a role of a condition."""
    if role.startswith("value "):
        return (*_own(analyte), *RELATIVE)
    if role in ("fall", "rise"):
        return (*_own(analyte), "%", "log10")
    return {
        "count": ("signs",),
        "times": ("values", "times"),
        "factor": ("x",),
        "grade": ("grade",),
        "age_from": ("years",),
        "age_to": ("years",),
    }.get(role, c.DURATIONS)


def _own(analyte: Analyte | None) -> tuple[str, ...]:
    return (*analyte.units, *analyte.separate) if analyte is not None else ()


def threshold_units(conditions: Iterable[c.Condition], table: AnalyteTable) -> dict[str, tuple[str, ...]]:
    """The units that each threshold of some conditions may have: those that fit every place where it stands."""
    found: dict[str, tuple[str, ...]] = {}
    for condition in conditions:
        for name, role, code in condition.roles():
            units = units_for(role, analyte_of(table, code))
            found[name] = tuple(u for u in units if u in found.get(name, units))
    return found


def bound(conditions: Iterable[c.Condition], limits: Mapping[str, Amount], table: AnalyteTable) -> dict[str, Amount]:
    """The thresholds, each knowing the way to the unit in which values of its analyte are kept."""
    found = dict(limits)
    for condition in conditions:
        for name, role, code in condition.roles():
            analyte, amount = analyte_of(table, code), found.get(name)
            if analyte is None or amount is None or not role.startswith(("value ", "fall", "rise")):
                continue
            factor = analyte.units.get(amount.unit)
            if factor is not None:
                found[name] = replace(amount, factor=factor, base=analyte.unit)
    return found


class RuleReader:
    """Makes conditions and rules of data, and collects what is wrong with it in `mistakes`.

    `terms` are named lists of CTCAE terms, `named` conditions that rules share by `use: {rule: name}`. `ages` says how
    many days a value of an analyte counts; None where another file says it.
    """

    def __init__(
        self,
        table: AnalyteTable,
        terms: Mapping[str, list[str]] | None = None,
        ages: Mapping[str, int] | None = None,
        named: Mapping[str, Any] | None = None,
    ) -> None:
        self.mistakes: list[Mistake] = []
        self.table, self.terms, self.ages = table, self._read_terms(terms or {}), ages
        self.named = {str(name): condition for name, condition in (named or {}).items()}
        self._inside: list[int] = []
        self._parts_left = MOST_PARTS

    def _read_terms(self, raw: Any) -> dict[str, list[str]]:
        """The named lists of terms; what is none is a mistake."""
        found: dict[str, list[str]] = {}
        for name, held in raw.items() if isinstance(raw, Mapping) else ():
            if isinstance(held, list) and held and all(isinstance(term, str) and term for term in held):
                found[str(name)] = held
            else:
                self.report(("terms", name), "rule_value_wrong", name=str(name), text=str(held)[:60], known="[...]")
        return found

    def report(self, loc: Loc, key: str, **params: object) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(loc, key, params))

    def rule(self, loc: Loc, rule_id: str, raw: Mapping[str, Any], source: str = "") -> Rule | None:
        """The rule of a mapping with `when` and `thresholds`; None, and mistakes, where it cannot be read."""
        thresholds = self.amounts((*loc, "thresholds"), raw.get("thresholds") or {})
        when = self.condition((*loc, "when"), raw["when"])
        if when is None:
            return None
        conditions = list(c.walk(when))
        self.check(loc, conditions, thresholds, raw.get("thresholds") or {})
        return Rule(rule_id, when, bound(conditions, thresholds, self.table), source)

    def amounts(self, loc: Loc, raw: Mapping[str, Any]) -> dict[str, Amount]:
        """The thresholds of a rule by name; a bare number is a mistake."""
        found: dict[str, Amount] = {}
        for name, text in raw.items():
            amount = read_amount(text)
            if amount is None and _NUMBERED.match(str(text)):
                self.report((*loc, name), "rule_number_range", name=name, text=str(text)[:60])
            elif amount is None:
                self.report((*loc, name), "alert_number_bare", name=name, text=str(text)[:60])
            else:
                found[name] = amount
        return found

    def condition(self, loc: Loc, raw: Any) -> c.Condition | None:
        """The condition of a mapping with one key; None, and mistakes, where it cannot be read."""
        if id(raw) in self._inside:
            self.report(loc, "rule_circle")
            return None
        if not self._inside:
            self._parts_left = MOST_PARTS
        self._parts_left -= 1
        if len(self._inside) >= MOST_LEVELS or self._parts_left < 0:
            if self._parts_left >= -1:  # said once of a rule
                self.report(loc, "rule_too_large", parts=MOST_PARTS, levels=MOST_LEVELS)
            self._parts_left = -1
            return None
        self._inside.append(id(raw))
        found = self._condition(loc, raw)
        self._inside.pop()
        return found

    def _condition(self, loc: Loc, raw: Any) -> c.Condition | None:
        if not isinstance(raw, Mapping) or len(raw) != 1:
            self.report(loc, "alert_condition_one_key", known=", ".join(MAKERS))
            return None
        ((kind, content),) = raw.items()
        if kind in ("all", "any"):
            parts = self._parts((*loc, kind), content)
            return None if parts is None else (c.All(parts) if kind == "all" else c.AnyOf(parts))
        if kind == "not":
            part = self.condition((*loc, kind), content)
            return None if part is None else c.Not(part)
        if kind == "count" and isinstance(content, Mapping) and set(content) == {"of", "least"}:
            if not isinstance(content["least"], str):
                text = str(content["least"])
                self.report((*loc, kind, "least"), "rule_value_wrong", name="least", text=text, known="text")
                return None
            parts = self._parts((*loc, kind, "of"), content["of"])
            return None if parts is None else c.AtLeast(parts, content["least"])
        if kind == "use" and isinstance(content, Mapping) and set(content) == {"rule"}:
            if not isinstance(content["rule"], str) or content["rule"] not in self.named:
                known = ", ".join(self.named)
                self.report((*loc, kind, "rule"), "rule_name_unknown", name=str(content["rule"]), known=known)
                return None
            return self.condition((*loc, kind), self.named[content["rule"]])
        maker = MAKERS.get(kind)
        if maker is None or not isinstance(content, Mapping):
            self.report((*loc, kind), "alert_condition_unknown", name=kind, known=", ".join(MAKERS))
            return None
        return self._leaf((*loc, kind), kind, maker, content)

    def _parts(self, loc: Loc, content: Any) -> tuple[c.Condition, ...] | None:
        if not isinstance(content, list) or not content:
            self.report(loc, "alert_parts_missing")
            return None
        parts = [self.condition((*loc, index), part) for index, part in enumerate(content)]
        return tuple(part for part in parts if part is not None) if all(parts) else None

    def _leaf(self, loc: Loc, kind: str, maker: Maker, content: Mapping[str, Any]) -> c.Condition | None:
        required, optional = maker.required, maker.optional
        missing = [name for name in required if name not in content]
        strange = [name for name in content if name not in (*required, *optional)]
        for name in missing:
            self.report(loc, "alert_part_missing", name=name, kind=kind)
        for name in strange:
            self.report((*loc, name), "alert_part_unknown", name=name, kind=kind, known=", ".join(required + optional))
        terms = content.get("terms")
        if terms is not None and str(terms) not in self.terms:
            self.report((*loc, "terms"), "alert_terms_unknown", name=str(terms), known=", ".join(self.terms))
            return None
        if missing or strange:
            return None
        if INNER in content:
            inner = self.condition((*loc, INNER), content[INNER])
            if inner is None:
                return None
            content = {**content, INNER: inner}
        return self._made(loc, maker, content)

    def _made(self, loc: Loc, maker: Maker, content: Mapping[str, Any]) -> c.Condition | None:
        for name, value in content.items():
            wrong = maker.wrong(name, value)
            if wrong is not None:
                self.report((*loc, name), "rule_value_wrong", name=name, text=str(value), known=wrong)
                return None
        return maker.make(content, self.terms)

    def check(
        self, loc: Loc, conditions: Iterable[c.Condition], thresholds: Mapping[str, Amount], given: Mapping[str, Any]
    ) -> None:
        """Note thresholds that are unknown, unused or of a foreign unit, and analytes that nobody knows."""
        conditions = list(conditions)
        used = set()
        for name, role, code in (r for condition in conditions for r in condition.roles()):
            used.add(name)
            self._check_unit(loc, name, role, code, thresholds, given)
        for name in thresholds.keys() - used:
            self.report((*loc, "thresholds", name), "alert_threshold_unused", name=name)
        needs = {need for condition in conditions for need in condition.needs()} - RECORDS
        for code in sorted(needs):
            if analyte_of(self.table, code) is None:
                self.report(loc, "analyte_unknown", code=code)
            elif self.ages is not None and code not in self.ages:
                self.report(loc, "alert_age_missing", code=code)

    def _check_unit(
        self, loc: Loc, name: str, role: str, code: str, thresholds: Mapping[str, Amount], given: Mapping[str, Any]
    ) -> None:
        analyte, amount = analyte_of(self.table, code), thresholds.get(name)
        if amount is None:
            if name not in given:
                self.report(loc, "alert_threshold_unknown", name=name)
            return
        if analyte is None and code:
            return
        allowed = units_for(role, analyte)
        for one in (amount, amount.also):
            if one is not None and one.unit not in allowed:
                where = (*loc, "thresholds", name)
                self.report(where, "alert_unit_foreign", unit=one.unit, known=", ".join(allowed))
                return
