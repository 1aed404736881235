"""The outcome measures as compiled JSON, so that a patient's page need not wait for YAML and pydantic."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

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
)
from hsct_desktop.domain.protocol import Label

_TESTS: Final = {
    "change": ChangeTest,
    "level": LevelTest,
    "no_new_item": NoNewItemTest,
    "no_attack": NoAttackTest,
    "laboratory": LaboratoryTest,
}


def book_to_json(book: MeasureBook) -> str:
    """The compiled file's content."""
    stored = {
        "version": book.version,
        "courses": {disease: list(codes) for disease, codes in book.courses.items()},
        "measures": [asdict(measure) for measure in book.measures.values()],
        "outcomes": [_stored_outcome(outcome) for outcome in book.outcomes.values()],
    }
    return json.dumps(stored, ensure_ascii=False, indent=0, default=_plain) + "\n"


def _stored_outcome(outcome: MeasureOutcome) -> dict[str, Any]:
    kinds = {test: name for name, test in _TESTS.items()}
    conditions = [
        {"kind": kinds[type(one.test)], "test": asdict(one.test), "label": asdict(one.label)}
        for one in outcome.conditions
    ]
    return {**asdict(outcome), "conditions": conditions}


def _plain(value: object) -> object:
    if isinstance(value, Decimal | Enum):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(type(value))


def book_from_json(text: str) -> MeasureBook:
    """The measures and definitions as compiled."""
    stored = json.loads(text)
    measures = {one["id"]: _measure(one) for one in stored["measures"]}
    outcomes = {one["id"]: _outcome(one) for one in stored["outcomes"]}
    courses = {disease: tuple(codes) for disease, codes in stored["courses"].items()}
    return MeasureBook(
        MappingProxyType(measures), MappingProxyType(outcomes), MappingProxyType(courses), stored["version"]
    )


def _label(stored: dict[str, str] | None) -> Label | None:
    return Label(**stored) if stored is not None else None


def _number(stored: str | None) -> Decimal | None:
    return Decimal(stored) if stored is not None else None


def _measure(stored: dict[str, Any]) -> Measure:
    numbers = {key: _number(stored[key]) for key in ("low", "high", "step", "meaningful", "meaningful_percent")}
    probable = stored["probable"]
    items = [{**item, "label": Label(**item["label"]), "scores": tuple(item["scores"])} for item in stored["items"]]
    return Measure(**{
        **stored,
        **numbers,
        "label": Label(**stored["label"]),
        "short": Label(**stored["short"]),
        "unit": _label(stored["unit"]),
        "hint": _label(stored["hint"]),
        "direction": Direction(stored["direction"]),
        "diseases": tuple(stored["diseases"]),
        "probable": (Decimal(probable[0]), Decimal(probable[1])) if probable is not None else None,
        "items": tuple(MeasureItem(**item) for item in items),
        "groups": {group: Label(**label) for group, label in stored["groups"].items()},
        "bands": tuple(Band(Decimal(band["start"]), Label(**band["label"])) for band in stored["bands"]),
    })  # fmt: skip


def _outcome(stored: dict[str, Any]) -> MeasureOutcome:
    conditions = [Condition(_test(one["kind"], one["test"]), Label(**one["label"])) for one in stored["conditions"]]
    return MeasureOutcome(**{
        **stored,
        "label": Label(**stored["label"]),
        "kind": VerdictKind(stored["kind"]),
        "diseases": tuple(stored["diseases"]),
        "conditions": tuple(conditions),
        "note": _label(stored["note"]),
    })  # fmt: skip


def _test(kind: str, stored: dict[str, Any]) -> Test:
    if kind == "change":
        ignored = stored["ignored"]
        return ChangeTest(
            stored["measure_id"], Towards(stored["towards"]), _limit(stored["points"]), _limit(stored["percent"]),
            Since(stored["since"]), Ignored(ignored["item_id"], frozenset(ignored["scores"])) if ignored else None,
        )  # fmt: skip
    if kind == "level":
        limit = Limit(stored["limit"]["sign"], Decimal(stored["limit"]["number"]))
        return LevelTest(stored["measure_id"], limit, tuple(stored["without"]), tuple(stored["only"]))
    if kind == "no_new_item":
        return NoNewItemTest(stored["measure_id"], tuple(stored["without"]))
    if kind == "no_attack":
        return NoAttackTest(stored["apart"])
    return LaboratoryTest(stored["analyte"], Becomes(stored["becomes"]))


def _limit(stored: dict[str, str] | None) -> Limit | None:
    return Limit(stored["sign"], Decimal(stored["number"])) if stored is not None else None
