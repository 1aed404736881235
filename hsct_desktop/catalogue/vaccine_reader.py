"""The vaccine catalogue from plain data (its file as read, or compiled JSON), with every mistake found on the way.

It needs neither YAML nor pydantic: Today asks for due vaccines before anybody needs those.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from hsct_desktop.catalogue.rule_reader import Loc, RuleReader, analyte_of, read_age, read_amount
from hsct_desktop.domain.analyte import AnalyteTable, shown_unit
from hsct_desktop.domain.dates import Offset, parse_offset
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.record_conditions import SinceDay0
from hsct_desktop.domain.rule import Rule
from hsct_desktop.domain.rule_condition import All, month_number
from hsct_desktop.domain.rule_facts import Amount
from hsct_desktop.domain.vaccine import (
    DoseRule,
    Follows,
    Season,
    SerologyRule,
    VaccineCatalogue,
    VaccineCondition,
    VaccineKind,
    VaccineProduct,
    VaccineSeries,
    VaccineVariant,
    Yearly,
)
from hsct_desktop.domain.vaccine_count import LIVE_FROM

LISTS: Final = ("variants", "live_rule", "delays", "products", "items")
"""The lists of the file; a unit's own file overrides and adds by id in each of them."""
_NAMED: Final = re.compile(r"\{([a-z_0-9]+)\}")
"""A threshold's name in braces within a label."""
_TIMES: Final = {"months": Label("months", "mesi"), "years": Label("years", "anni"), "d": Label("days", "giorni")}


def merged(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped data with a unit's own items, by id."""
    found = {**shipped, "ages": {**shipped["ages"], **(own.get("ages") or {})}}
    for name in LISTS:
        items = {item["id"]: item for item in shipped[name]}
        found[name] = list({**items, **{item["id"]: item for item in own.get(name) or ()}}.values())
    return found


def vaccines_from_json(text: str, table: AnalyteTable) -> VaccineCatalogue:
    """The catalogue as compiled; the file was checked when it was made."""
    return VaccineReader(json.loads(text), table).catalogue()


def with_numbers(catalogue: VaccineCatalogue, numbers: Mapping[tuple[str, str], Decimal]) -> VaccineCatalogue:
    """The catalogue with a unit's own numbers: by condition and threshold, in the unit that the threshold has."""

    def changed(conditions: tuple[VaccineCondition, ...]) -> tuple[VaccineCondition, ...]:
        return tuple(_changed(condition, numbers) for condition in conditions)

    series = {
        variant: {s.id: replace(s, conditions=changed(s.conditions)) if s.conditions else s for s in of.values()}
        for variant, of in catalogue.series.items()
    }
    return replace(catalogue, series=series, delays=changed(catalogue.delays))


def _changed(condition: VaccineCondition, numbers: Mapping[tuple[str, str], Decimal]) -> VaccineCondition:
    limits = condition.rule.thresholds
    own = {
        name: replace(limits[name], value=value)
        for (where, name), value in numbers.items()
        if where == condition.id and name in limits and limits[name].value != value
    }
    if not own:
        return condition
    rule = condition.rule.changed(own)
    return replace(condition, rule=rule, label=_filled(condition.template, rule.thresholds))


class VaccineReader:
    """Makes the catalogue of data and collects what is wrong with it in `mistakes`."""

    def __init__(self, data: Mapping[str, Any], table: AnalyteTable) -> None:
        self.data, self.table = data, table
        self._rules = RuleReader(table)
        self.mistakes = self._rules.mistakes

    def catalogue(self) -> VaccineCatalogue:
        """All that could be read."""
        live = self._conditions(("live_rule",), self.data["live_rule"])
        if not self.mistakes and not any(_waits(condition.rule) for condition in live):
            self._rules.report(("live_rule",), "vaccine_live_too_early", months=LIVE_FROM.count)
        variants = {
            v["id"]: VaccineVariant(v["id"], _label(v["label"]), v.get("source", "")) for v in self.data["variants"]
        }
        series = {
            variant: {item["id"]: self._series(at, item, variant, live) for at, item in enumerate(self.data["items"])}
            for variant in variants
        }
        single = {s.id: VaccineProduct(s.id, s.label, (s.id,)) for s in next(iter(series.values()), {}).values()}
        catalogue = VaccineCatalogue(
            variants,
            series,
            {**single, **self._products(single)},
            self._conditions(("delays",), self.data["delays"]),
            self._ages(),
        )
        self._check(catalogue)
        return catalogue

    def _ages(self) -> dict[str, int]:
        found = {}
        for code, text in self.data["ages"].items():
            age = read_age(text)
            if analyte_of(self.table, code) is None:
                self._rules.report(("ages", code), "analyte_unknown", code=code)
            elif age is None:
                self._rules.report(("ages", code), "alert_age_unreadable", text=str(text))
            else:
                found[code] = age
        return found

    def _conditions(self, loc: Loc, raw: list[Mapping[str, Any]]) -> tuple[VaccineCondition, ...]:
        found = []
        for at, item in enumerate(raw):
            rule = self._rules.rule((*loc, at), item["id"], item, item.get("source", ""))
            if rule is not None:
                template = _label(item["label"])
                for name in _strangers(template, rule.thresholds):
                    self._rules.report((*loc, at), "vaccine_placeholder", name=name, known=", ".join(rule.thresholds))
                label = _filled(template, rule.thresholds)
                found.append(VaccineCondition(item["id"], label, rule, template, _label_or_none(item.get("note"))))
        return tuple(found)

    def _series(
        self, at: int, item: Mapping[str, Any], variant: str, live: tuple[VaccineCondition, ...]
    ) -> VaccineSeries:
        loc = ("items", at)
        raw = {**item, **(item.get("variants") or {}).get(variant, {})}
        kind = VaccineKind(raw["kind"])
        own = self._conditions((*loc, "conditions"), raw.get("conditions") or [])
        follows = raw.get("follows")
        return VaccineSeries(
            id=item["id"],
            label=_label(raw["label"]),
            kind=kind,
            earliest=_offset(raw.get("earliest")),
            doses=tuple(_dose(dose) for dose in raw.get("doses") or ()),
            yearly=self._yearly(loc, raw.get("yearly")),
            follows=None if follows is None else Follows(
                follows["series"], parse_offset(follows["interval"]), follows.get("replaced_by")
            ),
            serology=self._serology(loc, raw.get("serology")),
            booster=_offset(raw.get("booster")),
            restart_after=_offset(raw.get("restart_after")),
            asks=_label_or_none(raw.get("asks")),
            note=_label_or_none(raw.get("note")),
            short=_label_or_none(raw.get("short")),
            detail=_label_or_none(raw.get("detail")),
            source=raw.get("source") or self.data.get("source", ""),
            conditions=(*live, *own) if kind is VaccineKind.LIVE else (),
        )  # fmt: skip

    def _yearly(self, loc: Loc, raw: Mapping[str, Any] | None) -> Yearly | None:
        if raw is None:
            return None
        first, last = (_day_of_year(raw["season"][name]) for name in ("first", "last"))
        if first is None or last is None:
            self._rules.report((*loc, "yearly", "season"), "vaccine_season_unreadable")
            return None
        return Yearly(Season(first, last), _offset(raw.get("early")), _offset(raw.get("early_interval")))

    def _serology(self, loc: Loc, raw: Mapping[str, Any] | None) -> SerologyRule | None:
        if raw is None:
            return None
        where = (*loc, "serology")
        analyte, amount = analyte_of(self.table, raw["analyte"]), read_amount(raw["limit"])
        if analyte is None:
            self._rules.report((*where, "analyte"), "analyte_unknown", code=raw["analyte"])
            return None
        if amount is None:
            self._rules.report((*where, "limit"), "alert_number_bare", name="limit", text=str(raw["limit"]))
            return None
        factor = analyte.units.get(amount.unit)
        if factor is None:
            self._rules.report(
                (*where, "limit"), "alert_unit_foreign", unit=amount.unit, known=", ".join(analyte.units)
            )
            return None
        limit = replace(amount, factor=factor, base=analyte.unit)
        return SerologyRule(
            analyte.code, limit, parse_offset(raw["earliest"]), parse_offset(raw["latest"]), raw["more"]
        )

    def _products(self, single: Mapping[str, VaccineProduct]) -> dict[str, VaccineProduct]:
        found = {}
        for at, item in enumerate(self.data["products"]):
            for component in (*item["components"], *([item["replaces"]] if item.get("replaces") else [])):
                if component not in single:
                    known = ", ".join(single)
                    self._rules.report(("products", at), "vaccine_series_unknown", id=component, known=known)
            found[item["id"]] = VaccineProduct(
                item["id"],
                _label(item["label"]),
                tuple(item["components"]),
                item.get("replaces") or "",
                tuple(item.get("also") or ()),
            )
        return found

    def _check(self, catalogue: VaccineCatalogue) -> None:
        for at, item in enumerate(self.data["items"]):
            for variant, series in catalogue.series.items():
                found = series[item["id"]]
                if found.kind is VaccineKind.LIVE and not _lasts(found.earliest):
                    self._rules.report(("items", at, "earliest"), "vaccine_live_too_early", months=LIVE_FROM.count)
                if found.kind is not VaccineKind.NEVER and not found.doses and found.yearly is None:
                    self._rules.report(("items", at), "vaccine_doses_missing")
                if found.follows is not None and found.follows.series not in series:
                    known = ", ".join(series)
                    self._rules.report(
                        ("items", at, "follows"), "vaccine_series_unknown", id=found.follows.series, known=known
                    )
                if item.get("variants") and set(item["variants"]) - set(catalogue.variants):
                    self._rules.report(
                        ("items", at, "variants"), "vaccine_variant_unknown", known=", ".join(catalogue.variants)
                    )
                    break
                if variant == next(iter(catalogue.series)) and item["id"] in {p["id"] for p in self.data["products"]}:
                    self._rules.report(("items", at, "id"), "item_twice", id=item["id"])


def _waits(rule: Rule) -> bool:
    """Whether a condition of live vaccines asks for the time since Day 0 that they have to wait at least."""
    parts = rule.when.conditions if isinstance(rule.when, All) else (rule.when,)
    limits = [rule.thresholds[part.start] for part in parts if isinstance(part, SinceDay0)]
    return any(limit.unit in ("months", "years") and month_number(limit) >= LIVE_FROM.count for limit in limits)


def _lasts(earliest: Offset | None) -> bool:
    """Whether a time after Day 0 is as long as live vaccines have to wait."""
    if earliest is None or earliest.unit not in ("m", "y"):
        return False
    return earliest.count * (12 if earliest.unit == "y" else 1) >= LIVE_FROM.count


def _dose(raw: Mapping[str, Any]) -> DoseRule:
    found = DoseRule(
        interval=_offset(raw.get("interval")),
        since_first=_offset(raw.get("since_first")),
        earliest=_offset(raw.get("earliest")),
        recommended=_offset(raw.get("recommended")),
        recommended_first=_offset(raw.get("recommended_first")),
        until=_offset(raw.get("until")),
        asks=_label_or_none(raw.get("asks")),
        child_age=raw.get("child_age"),
        replacing=raw.get("replacing", False),
    )
    within = _offset(raw.get("within"))
    return found if within is None else replace(found, within=within)


def _strangers(label: Label, thresholds: Mapping[str, Amount]) -> Iterator[str]:
    """What stands in braces and names no threshold, and braces that stand alone."""
    for text in (label.en, label.it):
        yield from (f"{{{name}}}" for name in _NAMED.findall(text) if name not in thresholds)
        yield from (sign for sign in "{}" if sign in _NAMED.sub("", text))


def _filled(label: Label, thresholds: Mapping[str, Amount]) -> Label:
    """A label with its thresholds written out: {from} is 24 months, 24 mesi.

    A unit's file may hold anything between braces: it is looked up as a name and never read as a format.
    """
    shown = {name: _amount(amount) for name, amount in thresholds.items()}
    return Label(
        _NAMED.sub(lambda found: shown[found[1]].en if found[1] in shown else found[0], label.en),
        _NAMED.sub(lambda found: shown[found[1]].it if found[1] in shown else found[0], label.it),
    )


def _amount(amount: Amount) -> Label:
    unit = _TIMES.get(amount.unit) or Label(shown_unit(amount.unit), shown_unit(amount.unit))
    number = f"{amount.value:f}" if amount.value is not None else "?"
    return Label(f"{number} {unit.en}", f"{number.replace('.', ',')} {unit.it}")


def _day_of_year(text: object) -> tuple[int, int] | None:
    """A day written as month-day; the last days of February and of long months stay out of doubt by being refused."""
    month, _, day = str(text).partition("-")
    if not (month.isdigit() and day.isdigit()):
        return None
    found = int(month), int(day)
    last = 28 if found[0] == 2 else 30 if found[0] in (4, 6, 9, 11) else 31
    return found if 1 <= found[0] <= 12 and 1 <= found[1] <= last else None


def _offset(text: str | None) -> Offset | None:
    return None if text is None else parse_offset(text)


def _label(raw: Mapping[str, str]) -> Label:
    return Label(raw["en"], raw["it"])


def _label_or_none(raw: Mapping[str, str] | None) -> Label | None:
    return None if raw is None else _label(raw)
