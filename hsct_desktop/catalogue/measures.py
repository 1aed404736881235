"""Outcome measures and what counts as response, relapse or progression in them, from their file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import Days, FileModel, Id, LabelModel, NonEmpty, Text, label_or_none
from hsct_desktop.catalogue.listed import ListFile, ListItem, refuse_doubles
from hsct_desktop.catalogue.measure_json import book_to_json
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.measure import Band, Direction, Measure, MeasureItem
from hsct_desktop.domain.measure_outcome import (
    Becomes,
    ChangeTest,
    Condition,
    Ignored,
    LaboratoryTest,
    LevelTest,
    Limit,
    MeasureBook,
    MeasureOutcome,
    NoAttackTest,
    NoNewItemTest,
    Since,
    Test,
    Towards,
    VerdictKind,
    parse_limit,
)
from hsct_desktop.domain.protocol import Label

_Number = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]
_LimitText = Annotated[str, Field(pattern=r"^(<=|>=|<|>) ?-?\d+(\.\d+)?$")]
_Scores = Annotated[list[int], Field(min_length=2)]


class _Item(FileModel):
    id: Id
    label: LabelModel
    scores: _Scores | None = None


class _Group(FileModel):
    id: Id
    label: LabelModel
    scores: _Scores | None = None
    repeat: bool = False
    items: list[_Item] = Field(default_factory=list)


class _Cap(FileModel):
    items: Annotated[list[Id], NonEmpty]
    most: int


class _Band(FileModel):
    start: _Number = Field(alias="from")
    label: LabelModel


class _Measure(ListItem):
    label: LabelModel
    short: LabelModel
    unit: LabelModel | None = None
    range: Annotated[list[_Number | None], Field(min_length=2, max_length=2)]
    probable: Annotated[list[_Number], Field(min_length=2, max_length=2)] | None = None
    step: _Number | None = None
    direction: Annotated[Direction, Field(strict=False)]
    meaningful: Annotated[str, Field(pattern=r"^\d+(\.\d+)?( %)?$")] | None = None
    diseases: list[Id] = Field(default_factory=list)
    with_edss: bool = False
    hint: LabelModel | None = None
    scores: _Scores | None = None
    items: list[_Item] = Field(default_factory=list)
    groups: list[_Group] = Field(default_factory=list)
    each: list[_Item] = Field(default_factory=list)
    caps: dict[str, _Cap] = Field(default_factory=dict)
    bands: list[_Band] = Field(default_factory=list)
    unchecked: bool = False


class _Ignored(FileModel):
    item: Id
    scores: Annotated[list[int], Field(min_length=2, max_length=2)]


class _Change(FileModel):
    measure: Id
    towards: Annotated[Towards, Field(strict=False)]
    points: _LimitText | None = None
    percent: _LimitText | None = None
    since: Annotated[Since, Field(strict=False)] = Since.BASELINE
    ignored: _Ignored | None = None


class _Level(FileModel):
    measure: Id
    limit: _LimitText
    without: list[Id] = Field(default_factory=list)
    only: list[Id] = Field(default_factory=list)


class _NoNew(FileModel):
    measure: Id
    without: list[Id] = Field(default_factory=list)


class _NoAttack(FileModel):
    apart: Days = 30


class _Laboratory(FileModel):
    analyte: Id
    becomes: Annotated[Becomes, Field(strict=False)]


class _Condition(FileModel):
    label: LabelModel
    change: _Change | None = None
    level: _Level | None = None
    no_new_item: _NoNew | None = None
    no_attack: _NoAttack | None = None
    laboratory: _Laboratory | None = None


class _Outcome(ListItem):
    label: LabelModel
    kind: Annotated[VerdictKind, Field(strict=False)]
    diseases: Annotated[list[Id], NonEmpty]
    all: Annotated[list[_Condition], NonEmpty]
    within: Days = 31
    note: LabelModel | None = None
    unchecked: bool = False


class _File(ListFile):
    version: Text
    items: list[_Measure]
    outcomes: list[_Outcome] = Field(default_factory=list)
    courses: dict[str, list[Id]] = Field(default_factory=dict)


def load_measures(source: Source, analytes: AnalyteTable, shipped: MeasureBook | None = None) -> MeasureBook:
    """The measures and definitions of a file, laid over the shipped ones; raise CatalogueError."""
    file = source.validate(_File)
    refuse_doubles(source, file.items, "items")
    refuse_doubles(source, file.outcomes, "outcomes")
    base = shipped or MeasureBook()
    measures = {**base.measures, **{item.id: _measure(file, item) for item in file.items}}
    problems = [*_measure_problems(source, file, measures), *_outcome_problems(source, file, measures, analytes)]
    if problems:
        raise CatalogueError(problems)
    outcomes = {**base.outcomes, **{one.id: _outcome(file, one) for one in file.outcomes}}
    courses = {**base.courses, **{disease: tuple(codes) for disease, codes in file.courses.items()}}
    return MeasureBook(MappingProxyType(measures), MappingProxyType(outcomes), MappingProxyType(courses), file.version)


def measures_to_json(source: Source, analytes: AnalyteTable) -> str:
    """The compiled file's content: the data of a file that holds no mistake."""
    return book_to_json(load_measures(source, analytes))


def _measure(file: _File, item: _Measure) -> Measure:
    low, high = (Decimal(bound) if bound is not None else None for bound in item.range)
    return Measure(
        item.id,
        item.label.label(),
        item.short.label(),
        item.direction,
        tuple(item.diseases),
        label_or_none(item.unit),
        low,
        high,
        (Decimal(item.probable[0]), Decimal(item.probable[1])) if item.probable is not None else None,
        Decimal(item.step) if item.step is not None else None,
        *_meaningful(item.meaningful),
        tuple(_items(item)),
        {group.id: group.label.label() for group in item.groups},
        {name: cap.most for name, cap in item.caps.items()},
        tuple(Band(Decimal(band.start), band.label.label()) for band in item.bands),
        item.with_edss,
        label_or_none(item.hint),
        item.source or file.source,
        item.unchecked,
    )


def _meaningful(text: str | None) -> tuple[Decimal | None, Decimal | None]:
    """The change that matters, in the measure's unit or in percent."""
    if text is None:
        return None, None
    return (None, Decimal(text[:-2])) if text.endswith(" %") else (Decimal(text), None)


def _items(measure: _Measure) -> Iterator[MeasureItem]:
    """The items as they stand, those of each group, and those of `each` once in every group that repeats them."""

    def made(item_id: str, item: _Item, label: Label, group: _Group | None) -> MeasureItem:
        scores = item.scores or (group.scores if group is not None else None) or measure.scores or [0, 1]
        cap = next((name for name, cap in measure.caps.items() if item.id in cap.items or item_id in cap.items), "")
        return MeasureItem(item_id, label, tuple(scores), group.id if group is not None else "", cap)

    for item in measure.items:
        yield made(item.id, item, item.label.label(), None)
    for group in measure.groups:
        for item in group.items:
            yield made(item.id, item, item.label.label(), group)
        for item in measure.each if group.repeat else ():
            yield made(f"{group.id}_{item.id}", item, item.label.label(), group)


def _measure_problems(source: Source, file: _File, measures: dict[str, Measure]) -> Iterator[CatalogueProblem]:
    for number, item in enumerate(file.items):
        made = measures[item.id]
        if made.low is not None and made.high is not None and made.low >= made.high:
            yield source.problem(("items", number, "range"), "measure_range_empty", low=made.low, high=made.high)
        ids = [part.id for part in made.items]
        for twice in sorted({part for part in ids if ids.count(part) > 1}):
            yield source.problem(("items", number), "item_twice", id=twice)


def _outcome_problems(
    source: Source, file: _File, measures: dict[str, Measure], analytes: AnalyteTable
) -> Iterator[CatalogueProblem]:
    for number, outcome in enumerate(file.outcomes):
        for place, condition in enumerate(outcome.all):
            at = ("outcomes", number, "all", place)
            tests = [condition.change, condition.level, condition.no_new_item, condition.no_attack]
            if sum(test is not None for test in (*tests, condition.laboratory)) != 1:
                yield source.problem(at, "measure_condition_unclear")
            elif condition.change is not None and not (condition.change.points or condition.change.percent):
                yield source.problem((*at, "change"), "measure_change_without_limit")
            elif condition.laboratory is not None:
                if condition.laboratory.analyte not in analytes.analytes:
                    code = condition.laboratory.analyte
                    yield source.problem((*at, "laboratory"), "analyte_unknown", code=code)
            else:
                yield from _named(source, at, condition, measures)


def _named(
    source: Source, at: tuple[str | int, ...], condition: _Condition, measures: dict[str, Measure]
) -> Iterator[CatalogueProblem]:
    """Every measure and item that a condition names must be there."""
    test = condition.change or condition.level or condition.no_new_item
    if test is None:
        return
    known = measures.get(test.measure)
    if known is None:
        yield source.problem(at, "measure_of_file_unknown", id=test.measure, known=", ".join(measures))
        return
    named: list[str] = []
    if isinstance(test, _Change):
        named = [test.ignored.item] if test.ignored is not None else []
    else:
        named = [*test.without, *(test.only if isinstance(test, _Level) else [])]
    for item_id in named:
        if known.item(item_id) is None:
            yield source.problem(at, "measure_item_of_file_unknown", item=item_id, id=known.id)


def _outcome(file: _File, outcome: _Outcome) -> MeasureOutcome:
    return MeasureOutcome(
        outcome.id,
        outcome.label.label(),
        outcome.kind,
        tuple(outcome.diseases),
        tuple(Condition(_test(condition), condition.label.label()) for condition in outcome.all),
        outcome.within,
        label_or_none(outcome.note),
        outcome.source or file.source,
        outcome.unchecked,
    )


def _test(condition: _Condition) -> Test:
    if condition.change is not None:
        change = condition.change
        ignored = Ignored(change.ignored.item, frozenset(change.ignored.scores)) if change.ignored is not None else None
        return ChangeTest(
            change.measure, change.towards, _limit(change.points), _limit(change.percent), change.since, ignored
        )
    if condition.level is not None:
        level = condition.level
        limit = _limit(level.limit)
        assert limit is not None  # the pattern of the field holds it
        return LevelTest(level.measure, limit, tuple(level.without), tuple(level.only))
    if condition.no_new_item is not None:
        return NoNewItemTest(condition.no_new_item.measure, tuple(condition.no_new_item.without))
    if condition.laboratory is not None:
        return LaboratoryTest(condition.laboratory.analyte, condition.laboratory.becomes)
    return NoAttackTest(condition.no_attack.apart if condition.no_attack is not None else 30)


def _limit(text: str | None) -> Limit | None:
    return parse_limit(text) if text is not None else None
