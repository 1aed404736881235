"""Which patients a filter of the lists keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from hsct_desktop.domain.problem import Problem

MAX_FILTER_NAME = 60


@dataclass(frozen=True)
class FilterRule:
    """What a filter asks for: any of the values of each field that has some, in all of these fields.

    `mine` stands for the person who looks, so that one filter of the unit serves everybody.
    """

    diseases: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()
    nurses: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    mine: bool = False

    @property
    def asks_nothing(self) -> bool:
        """Whether every patient passes."""
        return self == FilterRule()

    def to_json(self) -> str:
        """The definition as text, only the fields that ask for something."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> FilterRule:
        """Read a definition back. Raises ValueError for one that is damaged: no object, another field, another type."""
        try:
            held = json.loads(text)
        except (RecursionError, TypeError) as error:
            raise ValueError("the definition of a filter cannot be read") from error
        if not isinstance(held, dict) or not held:
            raise ValueError("a filter is an object with at least one field")
        return cls(**{name: _value(name, value) for name, value in held.items()})


_LISTED: dict[str, type] = {"diseases": str, "protocols": str, "nurses": int, "years": int, "tags": str}


def _value(name: str, value: object) -> Any:
    """The value of a field as FilterRule holds it. `true` is no number here."""
    if name == "mine" and isinstance(value, bool):
        return value
    if name not in _LISTED or not isinstance(value, list) or any(type(one) is not _LISTED[name] for one in value):
        raise ValueError(f"not a field of a filter: {name}")
    return tuple(value)


@dataclass(frozen=True)
class FilterFacts:
    """What a filter asks of a patient; disease and protocol by their ids, the responsible nurse by the staff's id."""

    disease_id: str = ""
    protocol_id: str = ""
    nurse_id: int | None = None
    day0: date | None = None
    tags: frozenset[str] = frozenset()


def keeps(rule: FilterRule, facts: FilterFacts, reader_id: int | None) -> bool:
    """Whether a patient passes; `reader_id` is the member of staff who looks."""
    nurses = {*rule.nurses, *((reader_id,) if rule.mine and reader_id is not None else ())}
    return (
        (not rule.diseases or facts.disease_id in rule.diseases)
        and (not rule.protocols or facts.protocol_id in rule.protocols)
        and (not (rule.nurses or rule.mine) or facts.nurse_id in nurses)
        and (not rule.years or (facts.day0 is not None and facts.day0.year in rule.years))
        and (not rule.tags or not facts.tags.isdisjoint(rule.tags))
    )


def check_filter(name: str, rule: FilterRule) -> Iterator[Problem]:
    """Yield what is wrong with a filter."""
    if not name.strip():
        yield Problem("name", "filter_name_missing")
    elif len(name) > MAX_FILTER_NAME:
        yield Problem("name", "too_long", {"limit": MAX_FILTER_NAME})
    if rule.asks_nothing:
        yield Problem("rule", "filter_asks_nothing")
