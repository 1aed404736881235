"""The grading rules as compiled into `catalogues/grading.json`, made from `grading.yaml` by `make assets`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from hsct_desktop.domain.grading_rule import (
    Bound,
    Condition,
    Criterion,
    Direction,
    GradingRule,
    GradingRules,
    Reference,
    Step,
)
from hsct_desktop.resource import resource

_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_OP = r"<=|>=|<|>"
_REFERENCES = {"LLN": Reference.LLN, "ULN": Reference.ULN, "baseline": Reference.BASELINE}
_NAMES = "|".join(_REFERENCES)
_FIXED = re.compile(rf"({_OP}) ({_NUMBER}) (\S+)", re.ASCII)
_MULTIPLE = re.compile(rf"({_OP}) (?:({_NUMBER}) x )?({_NAMES})(?: \+ ({_NUMBER}) (\S+))?", re.ASCII)
_CONDITION = re.compile(rf"({_NAMES}) ({_OP}) (?:({_NUMBER}) x )?({_NAMES})", re.ASCII)


@cache
def grading_rules(ctcae: str) -> GradingRules:
    """The rules of a CTCAE version ("5.0" or "6.0"); LookupError for a version without rules. Read once."""
    return grading_from_json(resource("catalogues/grading.json").read_text(encoding="utf-8"))[ctcae]


def grading_from_json(text: str) -> dict[str, GradingRules]:
    """The rules of each version as compiled."""
    content = json.loads(text)
    versions = sorted({version for item in content["items"] for version in item["ctcae"]})
    return {
        version: GradingRules(
            version,
            content["rules_version"],
            content["source"],
            tuple(_rule(item) for item in content["items"] if version in item["ctcae"]),
        )
        for version in versions
    }


def _rule(item: Mapping[str, Any]) -> GradingRule:
    return GradingRule(
        id=item["id"],
        analyte=item["analyte"],
        direction=Direction(item["direction"]),
        term=item["term"],
        term_id=term_id(item["term"]),
        steps=_steps(item["steps"]),
        abnormal=Direction(item["abnormal"]) if item["abnormal"] else None,
        steps_abnormal=_steps(item["steps_abnormal"]),
        steps_anticoagulated=_steps(item["steps_anticoagulated"]),
        asked=item["asked"],
    )


def _steps(stored: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    return tuple(
        Step(step["grade"], tuple(map(read_criterion, step["limits"])), step["ask"], step["fasting"]) for step in stored
    )


def term_id(term: str) -> str:
    """The id that the term list gives a term: its name in small letters with underscores."""
    return re.sub(r"[^a-z0-9]+", "_", term.lower()).strip("_")


def read_criterion(text: str) -> Criterion:
    """A limit as the file writes it: "> 1.5 x baseline if baseline < LLN". ValueError for anything else."""
    body, _, condition = text.partition(" if ")
    bounds = tuple(map(_bound, body.split(" and ")))
    if len({bound.op[0] for bound in bounds}) > 1:
        raise ValueError(text)
    return Criterion(bounds, _condition(condition) if condition else None)


def _bound(text: str) -> Bound:
    """Numbers for several units stand side by side and must be the same comparison."""
    parts = [_part(part.strip()) for part in text.split("|")]
    printed = {unit: number for _, unit, number in parts if unit}
    if len({kind for kind, _, _ in parts}) > 1 or len(printed) < len([unit for _, unit, _ in parts if unit]):
        raise ValueError(text)
    op, factor, name = parts[0][0]
    return Bound(op, _REFERENCES.get(name), factor, printed)


def _part(text: str) -> tuple[tuple[str, Decimal, str], str, Decimal]:
    """Comparison, factor and reference; the unit ("" none) and its number."""
    if fixed := _FIXED.fullmatch(text):
        return (fixed[1], Decimal(1), ""), fixed[3], Decimal(fixed[2])
    if multiple := _MULTIPLE.fullmatch(text):
        kind = (multiple[1], Decimal(multiple[2] or 1), multiple[3])
        return kind, multiple[5] or "", Decimal(multiple[4] or 0)
    raise ValueError(text)


def _condition(text: str) -> Condition:
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return Condition(_REFERENCES[match[1]], match[2], _REFERENCES[match[4]], Decimal(match[3] or 1))
