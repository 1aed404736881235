"""Stop rules as the program judges them, from plain data (the compiled `stops.json`, or a unit's own file as read).

Needs neither YAML nor pydantic: Today shows what may stop before anybody reads the catalogue of therapies.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hsct_desktop.catalogue.items import EARLIEST_STOP_ANCHORS, START_ANCHOR, EarliestStop, StopRule, TherapyItem
from hsct_desktop.catalogue.rule_reader import Loc, RuleReader, analyte_of, read_age
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.care_conditions import Reached, SinceStart
from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.record_conditions import SinceDay0
from hsct_desktop.domain.rule import Rule
from hsct_desktop.domain.rule_condition import All, Condition
from hsct_desktop.domain.rule_facts import Amount
from hsct_desktop.domain.stop_floor import GUARDED

_UNITS: Final = {"d": "d", "months": "m", "years": "y"}


@dataclass(frozen=True)
class StopRules:
    """Every stop rule by id, with the version of the shipped ones.

    `indications` says by drug, `items` by item of the catalogue, for what it is given; an alternative counts for the
    indication that it covers: atovaquone is given for `pjp`.
    """

    version: str = ""
    rules: Mapping[str, StopRule] = field(default_factory=dict)
    indications: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    therapies: Mapping[str, Label] = field(default_factory=dict)
    """By rule, the therapy that it ends."""
    guarded: frozenset[str] = frozenset()
    """Drugs and rules of prophylaxis against Pneumocystis, as shipped or by the unit's file: see `stop_floor`."""
    text: str = ""
    """The rules as a unit's file made them; "" where the shipped ones are in force."""

    def indication(self, drug: str, recorded: str | None = None) -> str:
        """What a drug is given for: what was recorded, else what the catalogue says; "" where nobody knows."""
        return self.items.get(recorded or "", recorded or "") or self.indications.get(drug, "")


def indication_of(item: TherapyItem) -> str:
    """What an item is given for: the indication that it covers as an alternative, else its own id."""
    return item.covers or item.id


def stop_rules_of(items: Iterable[TherapyItem], shipped: StopRules | None = None, text: str = "") -> StopRules:
    """The rules of therapies that have been read; `shipped` and `text` where they stand in a unit's file."""
    held = list(items)
    base = shipped or StopRules()
    guarded = {name for item in held for name in _guarded(item)}
    return StopRules(
        base.version,
        {rule.id: rule for item in held for rule in item.stop_rules},
        {drug.id: indication_of(item) for item in held for drug in item.drugs},
        {item.id: indication_of(item) for item in held},
        {rule.id: item.label for item in held for rule in item.stop_rules},
        base.guarded | guarded,
        text,
    )


def _guarded(item: TherapyItem) -> Iterator[str]:
    """The drugs and rules of an item that the program's floor holds."""
    is_whole = GUARDED in (indication_of(item), item.therapy_class)
    yield from (drug.id for drug in item.drugs if is_whole or drug.therapy_class == GUARDED)
    if is_whole:
        yield from (rule.id for rule in item.stop_rules)


def text_in_force(shipped: str, own: Iterable[Mapping[str, Any]]) -> str:
    """What an approval of rules rests on that files of a unit change: the shipped text and theirs."""
    held = [json.loads(compiled(data)) for data in own]
    return json.dumps({**json.loads(shipped), "unit": held}, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


class StopReader:
    """Reads the stop rules of a file of therapies; what is wrong with them stands in `mistakes` of its reader."""

    def __init__(self, data: Mapping[str, Any], table: AnalyteTable) -> None:
        self.data = data
        self.ages: dict[str, int] = {}
        self.reader = RuleReader(table, data.get("terms") or {}, self.ages)
        self._read_ages(table)

    def _read_ages(self, table: AnalyteTable) -> None:
        for code, text in (self.data.get("ages") or {}).items():
            age = read_age(text)
            if age is None:
                self.reader.report(("ages", code), "alert_age_unreadable", text=str(text))
            elif analyte_of(table, code) is None:
                self.reader.report(("ages", code), "analyte_unknown", code=code)
            else:
                self.ages[code] = age

    def rule(self, loc: Loc, raw: Mapping[str, Any], item: Mapping[str, Any]) -> StopRule:
        """One rule of an item; `earliest` comes from its matters of time, else from what the file states."""
        source = str(item.get("source") or self.data.get("source") or "")
        rule = self.reader.rule(loc, raw["id"], raw, source) if raw.get("when") is not None else None
        least = self._least(loc, raw, rule)
        short = raw.get("short")
        return StopRule(
            raw["id"], Label(**raw["text"]), earliest_of(rule) if rule is not None else None,
            Label(**short) if short else None, rule, least, dict(self.ages),
        )  # fmt: skip

    def _least(self, loc: Loc, raw: Mapping[str, Any], rule: Rule | None) -> dict[str, Amount]:
        """The bounds of the unit's own numbers, each in the unit of its threshold and not above it."""
        found = self.reader.amounts((*loc, "least"), raw.get("least") or {})
        for name, amount in found.items():
            own = rule.thresholds.get(name) if rule is not None else None
            if own is None:
                self.reader.report((*loc, "least", name), "alert_threshold_unknown", name=name)
            elif own.unit != amount.unit or (own.value or 0) < (amount.value or 0):
                known = f"{own.value} {own.unit}"
                self.reader.report((*loc, "least", name), "stop_least_wrong", name=name, known=known)
        return found


def earliest_of(rule: Rule) -> EarliestStop | None:
    """The part of a rule that a calendar can check: its longest time since Day 0, the start or another date."""
    found = [stop for part in _outermost(rule.when) if (stop := _time_of(part, rule)) is not None]
    first = found[0].anchor if found else ""
    same = [stop for stop in found if stop.anchor == first]
    return max(same, key=lambda stop: (stop.offset.unit != "d", stop.offset.count), default=None)


def _outermost(when: Condition) -> Iterator[Condition]:
    for part in when.conditions if isinstance(when, All) else (when,):
        if isinstance(part, All):
            yield from _outermost(part)
        else:
            yield part


def _time_of(part: Condition, rule: Rule) -> EarliestStop | None:
    match part:
        case SinceDay0(start=name):
            anchor = "day0"
        case SinceStart(at_least=name):
            anchor = START_ANCHOR
        case Reached(anchor=anchor, start=name, before=False) if anchor in EARLIEST_STOP_ANCHORS:
            pass
        case _:
            return None
    amount = rule.thresholds.get(name)  # a bare number is a mistake, said elsewhere
    if amount is None or amount.value is None or amount.unit not in _UNITS:
        return None
    return EarliestStop(anchor, Offset(int(amount.value), _UNITS[amount.unit]))


def compiled(data: Mapping[str, Any]) -> str:
    """The compiled file's content: what of a checked file of therapies the rules need."""
    kept = {name: data[name] for name in ("version", "source", "ages", "terms") if name in data}
    kept["items"] = [
        {
            "id": item["id"], "label": item["label"], "source": item.get("source", ""),
            "covers": item.get("covers", ""), "drugs": [drug["id"] for drug in item.get("drugs", ())],
            "stop_rules": item.get("stop_rules", []),
        }
        for item in data["items"]
    ]  # fmt: skip
    return json.dumps(kept, ensure_ascii=False, indent=0) + "\n"


def stop_rules_from_json(text: str, table: AnalyteTable) -> StopRules:
    """The rules as compiled; the file was checked when it was made."""
    data = json.loads(text)
    reader = StopReader(data, table)
    rules: dict[str, StopRule] = {}
    indications: dict[str, str] = {}
    items: dict[str, str] = {}
    therapies: dict[str, Label] = {}
    guarded: set[str] = set()
    for index, item in enumerate(data["items"]):
        for number, raw in enumerate(item["stop_rules"]):
            rules[raw["id"]] = reader.rule(("items", index, "stop_rules", number), raw, item)
            therapies[raw["id"]] = Label(**item["label"])
        items[item["id"]] = item["covers"] or item["id"]
        if items[item["id"]] == GUARDED:
            guarded |= {*item["drugs"], *(raw["id"] for raw in item["stop_rules"])}
        indications |= dict.fromkeys(item["drugs"], items[item["id"]])
    return StopRules(str(data.get("version", "")), rules, indications, items, therapies, frozenset(guarded))
