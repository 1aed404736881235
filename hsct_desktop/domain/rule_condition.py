"""What a rule is made of: conditions judged in three values over recorded facts, and the words that join them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.rule_facts import Amount, Judged, RuleFacts, Truth, all_of, any_of

Limits = Mapping[str, Amount]
"""The thresholds of a rule by name."""
DURATIONS: Final = ("d", "months")
OPS: Final = ("<", "<=", ">", ">=")


class Condition:
    """A condition: what it needs, which thresholds it names in which role, and its judgement."""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        """Judge the facts."""
        raise NotImplementedError

    def parts(self) -> tuple[Condition, ...]:
        """The conditions inside this one."""
        return ()

    def roles(self) -> Iterator[tuple[str, str, str]]:
        """Each threshold it names: name, role, analyte (or "")."""
        yield from ()

    def needs(self) -> Iterator[str]:
        """What it reads: codes of analytes, or one of `rule_facts.RECORDS`."""
        yield from ()

    def absent(self) -> tuple[Mapping[str, Any], ...]:
        """What to show as evidence where its opposite holds, such as that no therapy runs."""
        return ()

    def from_on(self, facts: RuleFacts, limits: Limits) -> date | None:
        """The first day on which it is met where only time is wanting; None where it cannot be told."""
        return None


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and everything inside it, outermost first."""
    yield condition
    for part in condition.parts():
        yield from walk(part)


def month_number(amount: Amount) -> int:
    """An amount of months or years as months."""
    return int(amount.value or 0) * (12 if amount.unit == "years" else 1)


def days_before(today: date, amount: Amount) -> date:
    """The day that lies the amount (d, months, years) before today; the calendar's first or last at its ends."""
    return _stepped(today, amount, -1)


def day_after(day0: date, amount: Amount) -> date:
    """The day that lies the amount (d, months, years) after Day 0 or another day; the last at the calendar's end."""
    return _stepped(day0, amount, 1)


def day_beside(on: date, days: int) -> date:
    """The day so many days after (negative: before) another; the calendar's first or last at its ends."""
    try:
        return on + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _stepped(start: date, amount: Amount, sign: int) -> date:
    """A rule is judged on any day that a file may hold: what lies beyond the calendar is its end."""
    try:
        if amount.unit == "d":
            return start + timedelta(days=sign * int(amount.value or 0))
        return add_months(start, sign * month_number(amount))
    except (OverflowError, InputError):
        return date.max if sign > 0 else date.min


def collected(truth: Truth, parts: list[Judged]) -> Judged:
    """Evidence of what holds; what is missing counts only where it keeps the whole open.

    What is ruled out shows no sign.
    """
    evidence = tuple(e for part in parts if part.truth is Truth.YES for e in part.evidence)
    missing = tuple(dict.fromkeys(m for part in parts if part.truth is Truth.UNKNOWN for m in part.missing))
    inside = tuple(e for part in parts if part.truth is Truth.UNKNOWN for e in part.evidence)
    return Judged(truth, evidence + inside, missing, sum(part.signs for part in parts if part.truth is not Truth.NO))


@dataclass(frozen=True)
class All(Condition):
    """All of them."""

    conditions: tuple[Condition, ...]

    def parts(self) -> tuple[Condition, ...]:
        return self.conditions

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        judged = [part.judge(facts, limits) for part in self.conditions]
        return collected(all_of(j.truth for j in judged), judged)


@dataclass(frozen=True)
class AnyOf(Condition):
    """One of them at least."""

    conditions: tuple[Condition, ...]

    def parts(self) -> tuple[Condition, ...]:
        return self.conditions

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        judged = [part.judge(facts, limits) for part in self.conditions]
        return collected(any_of(j.truth for j in judged), judged)


@dataclass(frozen=True)
class AtLeast(Condition):
    """As many of them as the threshold `least` says."""

    conditions: tuple[Condition, ...]
    least: str

    def parts(self) -> tuple[Condition, ...]:
        return self.conditions

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.least, "count", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        judged = [part.judge(facts, limits) for part in self.conditions]
        wanted = int(limits[self.least].value or 1)
        sure = sum(j.truth is Truth.YES for j in judged)
        perhaps = sum(j.truth is not Truth.NO for j in judged)
        truth = Truth.YES if sure >= wanted else Truth.UNKNOWN if perhaps >= wanted else Truth.NO
        return collected(truth, judged)


@dataclass(frozen=True)
class Not(Condition):
    """The opposite; it is never a sign, and shows nothing of its own but what is missing."""

    condition: Condition

    def parts(self) -> tuple[Condition, ...]:
        return (self.condition,)

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        judged = self.condition.judge(facts, limits)
        truth = ~judged.truth
        absent = self.condition.absent() if truth is Truth.YES else ()
        return Judged(truth, absent, judged.missing)
