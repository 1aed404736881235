"""Files of rules: those of the catalogue by their name, and a unit's own list; checked with line and remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.rule_reader import Loc, RuleReader, analyte_of, read_age
from hsct_desktop.catalogue.source import Source, read_source
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.rule import Rule

_KEYS: Final = ("version", "source", "ages", "terms", "conditions", "rules")
_RULE_KEYS: Final = ("id", "thresholds", "when", "source")


@dataclass(frozen=True)
class RuleFile:
    """A unit's own rules by id, and how many days a value of an analyte counts for them."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    ages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedFile:
    """What a file holds: how many rules of which kind, or every mistake in the order of their lines."""

    kind: str
    count: int
    problems: tuple[CatalogueProblem, ...] = ()


def check_rule_file(path: Path, table: AnalyteTable) -> CheckedFile:
    """Check a file as what its name says (alerts, therapies, vaccines, ...), any other name as a list of rules."""
    kind, load = _LOADERS.get(path.stem, ("rules", _count_rules))
    try:
        return CheckedFile(kind, load(read_source(path, str(path)), table))
    except CatalogueError as error:
        return CheckedFile(kind, 0, tuple(sorted(error.problems, key=lambda problem: problem.line)))


def load_rules(source: Source, table: AnalyteTable) -> RuleFile:
    """The rules of a list. Raise CatalogueError with every mistake found."""
    reader = _ListReader(source.data, table)
    found = reader.file()
    if reader.mistakes:
        raise CatalogueError([source.problem(m.loc, m.key, **m.params) for m in reader.mistakes])
    return found


class _ListReader(RuleReader):
    def __init__(self, data: Mapping[str, Any], table: AnalyteTable) -> None:
        super().__init__(table, _mapping(data.get("terms")), None, _mapping(data.get("conditions")))
        self.data = data

    def file(self) -> RuleFile:
        """All that could be read."""
        for name in self.data.keys() - set(_KEYS):
            self.report((name,), "yaml_key_unknown", name=name, known=", ".join(_KEYS))
        for name in ("ages", "terms", "conditions"):
            if self.data.get(name) is not None and not isinstance(self.data[name], Mapping):
                self.report((name,), "yaml_mapping_wanted", name=name, value=str(self.data[name])[:60])
        ages = self._ages()
        rules: dict[str, Rule] = {}
        listed = self.data.get("rules")
        if not isinstance(listed, list) or not listed:
            self.report(("rules",), "rules_missing")
            listed = []
        for index, raw in enumerate(listed):
            rule = self._rule(("rules", index), raw)
            if rule is not None and rule.id in rules:
                self.report(("rules", index, "id"), "item_twice", id=rule.id)
            elif rule is not None:
                rules[rule.id] = rule
        return RuleFile(rules, ages)

    def _ages(self) -> dict[str, int]:
        found = {}
        for code, text in _mapping(self.data.get("ages")).items():
            age = read_age(text)
            if age is None:
                self.report(("ages", code), "alert_age_unreadable", text=str(text))
            elif analyte_of(self.table, code) is None:
                self.report(("ages", code), "analyte_unknown", code=code)
            else:
                found[code] = age
        return found

    def _rule(self, loc: Loc, raw: Any) -> Rule | None:
        is_whole = isinstance(raw, Mapping) and isinstance(raw.get("id"), str) and raw["id"].strip() and "when" in raw
        if not is_whole or not isinstance(raw.get("thresholds", {}), Mapping):
            self.report(loc, "rule_incomplete")
            return None
        for place, held in (((*loc, "source"), raw.get("source")), (("source",), self.data.get("source"))):
            if held is not None and not isinstance(held, str):
                self.report(place, "yaml_text_wanted", name="source", value=str(held)[:60])
                return None
        for name in raw.keys() - set(_RULE_KEYS):
            self.report((*loc, name), "yaml_key_unknown", name=name, known=", ".join(_RULE_KEYS))
        return self.rule(loc, raw["id"], raw, str(raw.get("source") or self.data.get("source") or ""))


def _mapping(held: Any) -> dict[str, Any]:
    return dict(held) if isinstance(held, Mapping) else {}


def _count_rules(source: Source, table: AnalyteTable) -> int:
    return len(load_rules(source, table).rules)


def _count_alerts(source: Source, table: AnalyteTable) -> int:
    from hsct_desktop.catalogue.alerts import load_alerts

    return len(load_alerts(source, table).rules)


def _count_therapies(source: Source, table: AnalyteTable) -> int:
    from hsct_desktop.catalogue.therapies import load_therapies

    items = load_therapies(source, table).values()
    return sum(rule.rule is not None for item in items for rule in item.stop_rules) + sum(
        item.trigger is not None for item in items
    )


def _count_vaccines(source: Source, table: AnalyteTable) -> int:
    from hsct_desktop.catalogue.vaccines import load_vaccines

    found = load_vaccines(source, table)
    live = {condition.id for series in found.series.values() for s in series.values() for condition in s.conditions}
    return len(live) + len(found.delays)


def _count_late_effects(source: Source, table: AnalyteTable) -> int:
    from hsct_desktop.catalogue.late_effects import load_late_effects

    return len(load_late_effects(source, table))


def _count_irradiation(source: Source, table: AnalyteTable) -> int:
    from hsct_desktop.catalogue.irradiation import load_irradiation

    load_irradiation(source)
    return 1


def _count_monitoring(source: Source, table: AnalyteTable) -> int:
    from hsct_desktop.catalogue.monitoring import load_monitoring

    return len(load_monitoring(source, table))


def _count_dmts(source: Source, table: AnalyteTable) -> int:
    from hsct_desktop.catalogue.dmts import load_dmts

    return len(load_dmts(source))


def _count_allergy_classes(source: Source, table: AnalyteTable) -> int:
    from hsct_desktop.catalogue.allergy_classes import load_allergy_classes

    load_allergy_classes(source)
    return len(source.data.get("items") or source.data.get("classes") or ())


def _count_reconstitution(source: Source, table: AnalyteTable) -> int:
    from hsct_desktop.catalogue.reconstitution import load_reconstitution

    return len(load_reconstitution(source, table))


_LOADERS: Final[Mapping[str, tuple[str, Callable[[Source, AnalyteTable], int]]]] = {
    "alerts": ("alerts", _count_alerts),
    "therapies": ("therapies", _count_therapies),
    "vaccines": ("vaccines", _count_vaccines),
    "late_effects": ("late_effects", _count_late_effects),
    "irradiation": ("irradiation", _count_irradiation),
    "monitoring": ("monitoring", _count_monitoring),
    "dmts": ("dmts", _count_dmts),
    "allergy_classes": ("allergy_classes", _count_allergy_classes),
    "reconstitution": ("reconstitution", _count_reconstitution),
}
