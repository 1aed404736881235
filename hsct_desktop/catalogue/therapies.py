"""Supportive therapies with the drugs a nurse picks from and the written rules for ending them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel, OffsetField, Text, label_or_none
from hsct_desktop.catalogue.items import EARLIEST_STOP_ANCHORS, Drug, EarliestStop, StopRule, TherapyItem
from hsct_desktop.catalogue.listed import ListFile, ListItem, origin_of, refuse_doubles
from hsct_desktop.catalogue.rule_reader import RuleReader
from hsct_desktop.catalogue.source import Source
from hsct_desktop.catalogue.stop_rules import StopReader
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.rule import Rule
from hsct_desktop.domain.supportive_therapy import Route, TherapyClass
from hsct_desktop.domain.therapy_plan import TherapyPhase

_Class = Annotated[TherapyClass, Field(strict=False)]
_NO_TEXT = Label("", "")


class _Drug(FileModel):
    id: Id
    label: LabelModel
    therapy_class: _Class | None = None
    dose: LabelModel | None = None
    route: Annotated[Route, Field(strict=False)] = Route.ORAL
    frequency: LabelModel | None = None
    also: list[Text] = Field(default_factory=list)


class _Earliest(FileModel):
    anchor: Text
    offset: OffsetField


class _StopRule(FileModel):
    id: Id
    text: LabelModel
    short: LabelModel | None = None
    earliest_stop: _Earliest | None = None
    thresholds: dict[str, Any] = Field(default_factory=dict)
    least: dict[str, Any] = Field(default_factory=dict)
    when: dict[str, Any] | None = None

    def with_stated(self, read: StopRule) -> StopRule:
        """The rule as read, with the earliest stop that the file states where its condition names no time."""
        stated = self.earliest_stop
        if stated is None or read.earliest is not None:
            return read
        return replace(read, earliest=EarliestStop(stated.anchor, stated.offset))


class _Trigger(FileModel):
    """When the plan proposes it: a rule; `ask` is False where what is not known is no question to a person."""

    thresholds: dict[str, Any] = Field(default_factory=dict)
    when: dict[str, Any]
    ask: bool = True


class _Therapy(ListItem):
    label: LabelModel
    therapy_class: _Class
    drugs: list[_Drug] = Field(default_factory=list)
    start: LabelModel | None = None
    phases: list[Annotated[TherapyPhase, Field(strict=False)]] = Field(default_factory=list)
    trigger: _Trigger | None = None
    stop_rules: list[_StopRule] = Field(default_factory=list)
    monitoring: LabelModel | None = None
    monitor: list[Text] = Field(default_factory=list)
    covers: Id | None = None
    notes: list[LabelModel] = Field(default_factory=list)


class _Therapies(ListFile):
    items: list[_Therapy]
    version: Text = ""
    ages: dict[str, Any] = Field(default_factory=dict)
    terms: dict[str, list[Id]] = Field(default_factory=dict)


def load_therapies(source: Source, analytes: AnalyteTable) -> dict[str, TherapyItem]:
    """The therapies of a file by id, their rules over these analytes; raise CatalogueError."""
    file = source.validate(_Therapies)
    refuse_doubles(source, file.items, "items")
    reader = RuleReader(analytes, file.terms)
    triggers = _triggers(file, reader)
    stops = StopReader(source.data, analytes)
    rules = {item.id: _stop_rules(stops, index, item, source.data) for index, item in enumerate(file.items)}
    problems = [
        *(source.problem(m.loc, m.key, **m.params) for m in stops.reader.mistakes),
        *_doubled_drugs(source, file), *_unknown_anchors(source, file), *_unknown_tests(source, file, analytes),
        *(source.problem(m.loc, m.key, **m.params) for m in reader.mistakes),
    ]  # fmt: skip
    if problems:
        raise CatalogueError(problems)
    return {item.id: _therapy(source, file, item, triggers.get(item.id), rules[item.id]) for item in file.items}


def _stop_rules(stops: StopReader, index: int, item: _Therapy, data: Any) -> tuple[StopRule, ...]:
    raw = data["items"][index]
    return tuple(
        rule.with_stated(stops.rule(("items", index, "stop_rules", number), raw["stop_rules"][number], raw))
        for number, rule in enumerate(item.stop_rules)
    )


def _triggers(file: _Therapies, reader: RuleReader) -> dict[str, Rule]:
    found = {}
    for index, item in enumerate(file.items):
        if item.trigger is not None:
            raw = {"thresholds": item.trigger.thresholds, "when": item.trigger.when}
            rule = reader.rule(("items", index, "trigger"), f"{item.id}_start", raw, item.source)
            if rule is not None:
                found[item.id] = rule
    return found


def _unknown_tests(source: Source, file: _Therapies, analytes: AnalyteTable) -> Iterator[CatalogueProblem]:
    for index, item in enumerate(file.items):
        for number, code in enumerate(item.monitor):
            if code not in analytes.analytes:
                yield source.problem(("items", index, "monitor", number), "analyte_unknown", code=code)


def _therapy(
    source: Source, file: _Therapies, item: _Therapy, trigger: Rule | None, rules: tuple[StopRule, ...]
) -> TherapyItem:
    return TherapyItem(
        id=item.id,
        label=item.label.label(),
        therapy_class=item.therapy_class,
        drugs=tuple(_drug(drug, item) for drug in item.drugs),
        start=label_or_none(item.start),
        stop_rules=rules,
        monitoring=label_or_none(item.monitoring),
        phases=tuple(item.phases),
        trigger=trigger,
        asks=item.trigger is not None and item.trigger.ask,
        monitor=tuple(item.monitor),
        notes=tuple(note.label() for note in item.notes),
        origin=origin_of(source, file, item),
        covers=item.covers or "",
    )


def _drug(model: _Drug, item: _Therapy) -> Drug:
    return Drug(
        id=model.id,
        label=model.label.label(),
        therapy_class=model.therapy_class or item.therapy_class,
        therapy_id=item.id,
        dose=label_or_none(model.dose) or _NO_TEXT,
        route=model.route,
        frequency=label_or_none(model.frequency) or _NO_TEXT,
        also=tuple(model.also),
    )


def _doubled_drugs(source: Source, file: _Therapies) -> Iterator[CatalogueProblem]:
    """A drug id names one drug in the whole file: a record keeps it."""
    seen: set[str] = set()
    for index, item in enumerate(file.items):
        for number, drug in enumerate(item.drugs):
            if drug.id in seen:
                yield source.problem(("items", index, "drugs", number, "id"), "item_twice", id=drug.id)
            seen.add(drug.id)


def _unknown_anchors(source: Source, file: _Therapies) -> Iterator[CatalogueProblem]:
    for index, item in enumerate(file.items):
        for number, rule in enumerate(item.stop_rules):
            stop = rule.earliest_stop
            if stop is not None and stop.anchor not in EARLIEST_STOP_ANCHORS:
                loc = ("items", index, "stop_rules", number, "earliest_stop", "anchor")
                known = ", ".join(EARLIEST_STOP_ANCHORS)
                yield source.problem(loc, "stop_anchor_unknown", anchor=stop.anchor, known=known)
