"""The program's own floor under stop rules: no file of a unit lets a prophylaxis against Pneumocystis stop below it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from hsct_desktop.domain.care_conditions import FreeOf
from hsct_desktop.domain.record_conditions import SinceDay0
from hsct_desktop.domain.rule import Rule, RuleVerdict, evaluate
from hsct_desktop.domain.rule_condition import All
from hsct_desktop.domain.rule_facts import Amount, RuleFacts, Truth, all_of

GUARDED: Final = "pjp"
"""The indication, and the class of therapy, that the floor holds."""
PJP_FLOOR: Final = Rule(
    "pjp_floor",
    All((SinceDay0("months"), FreeOf(("immunosuppression", "dmt"), "confirmed"))),
    {"months": Amount(Decimal(6), "months"), "confirmed": Amount(Decimal(6), "months")},
    "EBMT Handbook 2024, chapters 37 and 39",
)
"""Six months after Day 0 at least, and nothing immunosuppressive: none recorded as running, and confirmed so since.

The confirmation may be older than the shipped rule allows, so that the floor never holds what that rule lets go.
"""


def with_floor(verdict: RuleVerdict, facts: RuleFacts) -> RuleVerdict:
    """The verdict, which says yes only where the floor does too.

    What the floor alone asks stands as a finding of its own.
    """
    floor = evaluate(PJP_FLOOR, facts)
    said = {(type(finding.condition), finding.truth) for finding in verdict.findings}
    extra = tuple(
        replace(finding, is_floor=True)
        for finding in floor.findings
        if finding.truth is not Truth.YES and (type(finding.condition), finding.truth) not in said
    )
    return RuleVerdict(verdict.rule, all_of((verdict.truth, floor.truth)), (*verdict.findings, *extra))
