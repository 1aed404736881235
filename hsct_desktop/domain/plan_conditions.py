"""Conditions of the therapy plan: what the regimen that was chosen for a course holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hsct_desktop.domain.rule_condition import Condition, Limits
from hsct_desktop.domain.rule_facts import Judged, Missing, RuleFacts, Truth, any_of

PARTS: Final = ("mobilisation", "conditioning")


@dataclass(frozen=True)
class InRegimen(Condition):
    """The regimen of a part of the course holds one of the agents, whether it has begun or not.

    A course without a chosen regimen, and a regimen of which not every drug is known, cannot be told.
    """

    part: str
    has: tuple[str, ...]

    def needs(self) -> Iterator[str]:
        yield "course"

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("course")) is not None:
            return gap
        held = facts.regimens.get(self.part)
        if held is None:
            return Judged(Truth.UNKNOWN, (), (Missing("regimen", self.part),))
        truth = any_of(held.get(agent, Truth.UNKNOWN) for agent in self.has)
        missing = (Missing("regimen", self.part),) if truth is Truth.UNKNOWN else ()
        found = [agent for agent in self.has if held.get(agent) is Truth.YES]
        rows = ({"kind": "regimen", "row": f"regimen:{self.part}", "what": agent} for agent in found)
        return Judged(truth, tuple(rows), missing)
