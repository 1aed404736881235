"""Alert rules from plain data (a YAML file as read, or the compiled JSON), with every mistake found on the way.

Needs neither YAML nor pydantic: a write that fires an alert must not wait for them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from hsct_desktop.domain import alert_conditions as c
from hsct_desktop.domain.alert import AlertRule, AlertRules, Level, Severity
from hsct_desktop.domain.alert_facts import RELATIVE, Amount
from hsct_desktop.domain.analyte import Analyte, AnalyteTable
from hsct_desktop.domain.protocol import Label

UNSET: Final = "?"
"""Stands for the number of a threshold that the unit must give."""
MCV: Final = Analyte(
    "MCV", Label("Mean red cell volume", "Volume corpuscolare medio"), Label("MCV", "MCV"), "blood", "fL", "fL",
    {"fL": Decimal(1)}, (Decimal(30), Decimal(180)), (Decimal(60), Decimal(130)),
)  # fmt: skip
"""Worked out from haematocrit and red cells of one sample where the laboratory's own value is not kept."""
Loc = tuple[int | str, ...]


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
    number, _, unit = str(text).strip().partition(" ")
    if not isinstance(text, str) or not unit.strip():
        return None
    if number == UNSET:
        return Amount(None, unit.strip())
    try:
        value = Decimal(number)
    except InvalidOperation:
        return None
    return Amount(value, unit.strip()) if value.is_finite() and value >= 0 else None


def units_for(role: str, analyte: Analyte | None) -> tuple[str, ...]:
    """The units that a threshold may have in a role of a condition."""
    if role.startswith("value "):
        return (*_own(analyte), *RELATIVE)
    if role in ("fall", "rise"):
        return (*_own(analyte), "%", "log10")
    return {"count": ("signs",), "times": ("values", "times"), "factor": ("x",), "grade": ("grade",)}.get(
        role, c.DURATIONS
    )


def _own(analyte: Analyte | None) -> tuple[str, ...]:
    return (*analyte.units, *analyte.separate) if analyte is not None else ()


def threshold_units(rule: AlertRule, table: AnalyteTable) -> dict[str, tuple[str, ...]]:
    """The units that each threshold of a rule may have: those that fit every place where it stands."""
    found: dict[str, tuple[str, ...]] = {}
    for condition in rule.conditions():
        for name, role, code in condition.roles():
            units = units_for(role, analyte_of(table, code))
            found[name] = tuple(u for u in units if u in found.get(name, units))
    return found


def bound(rule: AlertRule, table: AnalyteTable) -> AlertRule:
    """The rule with each threshold knowing the way to the unit in which values of its analyte are kept."""
    limits = dict(rule.thresholds)
    for condition in rule.conditions():
        for name, role, code in condition.roles():
            analyte = analyte_of(table, code)
            amount = limits.get(name)
            if analyte is None or amount is None or not role.startswith(("value ", "fall", "rise")):
                continue
            factor = analyte.units.get(amount.unit)
            if factor is not None:
                limits[name] = replace(amount, factor=factor, base=analyte.unit)
    return replace(rule, thresholds=limits)


class Reader:
    """Makes rules of data and collects what is wrong with it in `mistakes`."""

    def __init__(self, data: Mapping[str, Any], table: AnalyteTable) -> None:
        self.data, self.table = data, table
        self.mistakes: list[Mistake] = []
        self._terms: Mapping[str, list[str]] = data.get("terms") or {}

    def rules(self) -> AlertRules:
        """All rules that could be read."""
        ages = {}
        for code, text in self.data["ages"].items():
            amount = read_amount(text)
            if amount is None or amount.unit != "d" or amount.value is None:
                self._report(("ages", code), "alert_age_unreadable", text=str(text))
            elif analyte_of(self.table, code) is None:
                self._report(("ages", code), "analyte_unknown", code=code)
            else:
                ages[code] = int(amount.value)
        groups = {group["id"]: Label(**group["label"]) for group in self.data["groups"]}
        rules = [self._rule(("items", index), item) for index, item in enumerate(self.data["items"])]
        found = AlertRules(str(self.data["version"]), {r.id: r for r in rules if r is not None}, ages, groups)
        self._check(found)
        return found

    def _report(self, loc: Loc, key: str, **params: object) -> None:
        self.mistakes.append(Mistake(loc, key, params))

    def _rule(self, loc: Loc, item: Mapping[str, Any]) -> AlertRule | None:
        thresholds: dict[str, Amount] = {}
        for name, text in item["thresholds"].items():
            amount = read_amount(text)
            if amount is None:
                self._report((*loc, "thresholds", name), "alert_number_bare", name=name, text=str(text))
            else:
                thresholds[name] = amount
        scope = item.get("scope")
        levels = []
        for number, level in enumerate(item["levels"]):
            when = self._condition((*loc, "levels", number, "when"), level["when"])
            if when is not None:
                levels.append(Level(Severity(level["severity"]), when))
        if not levels or len(levels) < len(item["levels"]):
            return None
        note = item.get("note")
        rule = AlertRule(
            item["id"], Label(**item["label"]), Label(**item["action"]), item.get("source") or self.data["source"],
            item["group"], tuple(levels), thresholds,
            None if scope is None else c.SinceDay0(scope["from"], scope.get("to") or ""),
            item.get("enabled", True), None if note is None else Label(**note),
        )  # fmt: skip
        return bound(rule, self.table)

    def _condition(self, loc: Loc, raw: Any) -> c.Condition | None:
        if not isinstance(raw, Mapping) or len(raw) != 1:
            self._report(loc, "alert_condition_one_key", known=", ".join(_MAKERS))
            return None
        ((kind, content),) = raw.items()
        if kind in ("all", "any"):
            parts = self._parts((*loc, kind), content)
            return None if parts is None else (c.All(parts) if kind == "all" else c.AnyOf(parts))
        if kind == "not":
            part = self._condition((*loc, kind), content)
            return None if part is None else c.Not(part)
        if kind == "count" and isinstance(content, Mapping) and set(content) == {"of", "least"}:
            parts = self._parts((*loc, kind, "of"), content["of"])
            return None if parts is None else c.AtLeast(parts, content["least"])
        maker = _MAKERS.get(kind)
        if maker is None or not isinstance(content, Mapping):
            self._report((*loc, kind), "alert_condition_unknown", name=kind, known=", ".join(_MAKERS))
            return None
        return self._leaf((*loc, kind), kind, maker, content)

    def _parts(self, loc: Loc, content: Any) -> tuple[c.Condition, ...] | None:
        if not isinstance(content, list) or not content:
            self._report(loc, "alert_parts_missing")
            return None
        parts = [self._condition((*loc, index), part) for index, part in enumerate(content)]
        return tuple(part for part in parts if part is not None) if all(parts) else None

    def _leaf(self, loc: Loc, kind: str, maker: Maker, content: Mapping[str, Any]) -> c.Condition | None:
        required, optional = maker.required, maker.optional
        missing = [name for name in required if name not in content]
        strange = [name for name in content if name not in (*required, *optional)]
        for name in missing:
            self._report(loc, "alert_part_missing", name=name, kind=kind)
        for name in strange:
            self._report((*loc, name), "alert_part_unknown", name=name, kind=kind, known=", ".join(required + optional))
        if content.get("op", "<") not in c.OPS:
            self._report((*loc, "op"), "alert_op_unknown", text=str(content["op"]), known=", ".join(c.OPS))
            return None
        if content.get("by", "fall") not in ("fall", "rise"):
            self._report((*loc, "by"), "alert_by_unknown", text=str(content["by"]))
            return None
        terms = content.get("terms")
        if terms is not None and terms not in self._terms:
            self._report((*loc, "terms"), "alert_terms_unknown", name=str(terms), known=", ".join(self._terms))
            return None
        return None if missing or strange else maker.make(content, self._terms)

    def _check(self, found: AlertRules) -> None:
        for index, item in enumerate(self.data["items"]):
            rule = found.rules.get(item["id"])
            if rule is not None:
                self._check_rule(("items", index), rule, found)

    def _check_rule(self, loc: Loc, rule: AlertRule, found: AlertRules) -> None:
        if rule.group not in found.groups:
            self._report((*loc, "group"), "alert_group_unknown", name=rule.group, known=", ".join(found.groups))
        ranks = [level.severity.rank for level in rule.levels]
        if ranks != sorted(set(ranks)):
            self._report((*loc, "levels"), "alert_levels_order")
        used = set()
        for name, role, code in (r for condition in rule.conditions() for r in condition.roles()):
            used.add(name)
            analyte = analyte_of(self.table, code)
            amount = rule.thresholds.get(name)
            if amount is None:
                if (name in self.data["items"][loc[1]]["thresholds"]) is False:
                    self._report(loc, "alert_threshold_unknown", name=name)
            elif (analyte is not None or not code) and amount.unit not in units_for(role, analyte):
                units = ", ".join(units_for(role, analyte))
                self._report((*loc, "thresholds", name), "alert_unit_foreign", unit=amount.unit, known=units)
            elif amount.also is not None and amount.also.unit not in units_for(role, analyte):
                units = ", ".join(units_for(role, analyte))
                self._report((*loc, "thresholds", name), "alert_unit_foreign", unit=amount.also.unit, known=units)
        for name in rule.thresholds.keys() - used:
            self._report((*loc, "thresholds", name), "alert_threshold_unused", name=name)
        for code in sorted(need for need in rule.needs() if need.isupper() or any(ch.isdigit() for ch in need)):
            if analyte_of(self.table, code) is None:
                self._report(loc, "analyte_unknown", code=code)
            elif code not in found.ages:
                self._report(loc, "alert_age_missing", code=code)


@dataclass(frozen=True)
class Maker:
    """How a condition is made of its mapping: keys it must and may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    make: Callable[[Mapping[str, Any], Mapping[str, list[str]]], c.Condition]


_MAKERS: Final[Mapping[str, Maker]] = {
    "value": Maker(
        ("analyte", "op", "limit"), ("anyone", "sign"),
        lambda raw, _: c.Value(
            raw["analyte"], raw["op"], raw["limit"], raw.get("anyone", False), raw.get("sign", True)
        ),
    ),
    "repeated": Maker(
        ("analyte", "op", "limit", "times"), (),
        lambda raw, _: c.Repeated(raw["analyte"], raw["op"], raw["limit"], raw["times"]),
    ),
    "never": Maker(
        ("analyte", "op", "limit", "within"), (),
        lambda raw, _: c.Never(raw["analyte"], raw["op"], raw["limit"], raw["within"]),
    ),
    "change": Maker(
        ("analyte", "by", "limit", "within"), ("sign",),
        lambda raw, _: c.Changed(raw["analyte"], raw["by"], raw["limit"], raw["within"], raw.get("sign", True)),
    ),
    "falling": Maker(("analyte", "within"), (), lambda raw, _: c.Falling(raw["analyte"], raw["within"])),
    "doubling": Maker(
        ("analyte", "factor", "times"), (),
        lambda raw, _: c.Doubling(raw["analyte"], raw["factor"], raw["times"]),
    ),
    "lasting": Maker(
        ("analyte", "op", "limit", "span"), (),
        lambda raw, _: c.Lasting(raw["analyte"], raw["op"], raw["limit"], raw["span"]),
    ),
    "quantified": Maker(("analyte",), (), lambda raw, _: c.Quantified(raw["analyte"])),
    "since_day0": Maker(("from",), ("to",), lambda raw, _: c.SinceDay0(raw["from"], raw.get("to") or "")),
    "engrafted": Maker(("lineage",), ("after",), lambda raw, _: c.Engrafted(raw["lineage"], raw.get("after", ""))),
    "toxicity": Maker(
        ("terms", "grade"), ("lasting", "within"),
        lambda raw, terms: c.Toxicity(
            tuple(terms[raw["terms"]]), raw["grade"], raw.get("lasting", ""), raw.get("within", "")
        ),
    ),
    "running": Maker(
        (), ("classes", "drugs"), lambda raw, _: c.Running(tuple(raw.get("classes", ())), tuple(raw.get("drugs", ())))
    ),
    "given": Maker(("drugs", "within"), (), lambda raw, _: c.GivenBefore(tuple(raw["drugs"]), raw["within"])),
    "infection": Maker(("within",), (), lambda raw, _: c.Infected(raw["within"])),
    "asked": Maker(("what",), (), lambda raw, _: c.Asked(raw["what"])),
}  # fmt: skip


def alerts_from_json(text: str, table: AnalyteTable) -> AlertRules:
    """The rules as compiled; the file was checked when it was made."""
    return Reader(json.loads(text), table).rules()


def listed_rules(rules: AlertRules) -> Iterator[AlertRule]:
    """The rules by group, in the order of the file."""
    for group in rules.groups:
        yield from (rule for rule in rules.rules.values() if rule.group == group)
