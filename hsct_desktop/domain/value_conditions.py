"""Conditions on measured values: how the latest stands to a threshold, how it moved, how long it has stood so."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hsct_desktop.domain.rule_condition import Condition, Limits, days_before
from hsct_desktop.domain.rule_facts import RELATIVE, Amount, Judged, Missing, Reading, RuleFacts, Truth, all_of, any_of


def shown(
    reading: Reading, op: str = "", amount: Amount | None = None, before: Reading | None = None
) -> dict[str, Any]:
    """A reading as evidence that JSON can hold, with the limit and the earlier value it was held against."""
    found: dict[str, Any] = {
        "kind": "value", "row": reading.row, "analyte": reading.analyte, "text": reading.text,
        "unit": reading.typed_unit or reading.unit, "on": reading.on.isoformat(), "at": reading.at,
    }  # fmt: skip
    if before is not None:
        found |= {"before": before.text, "before_on": before.on.isoformat()}
    if amount is not None and amount.value is not None:
        found |= {"op": op, "limit": f"{amount.value:f}", "limit_unit": amount.unit}
    return found


@dataclass(frozen=True)
class _OfAnalyte(Condition):
    analyte: str

    def needs(self) -> Iterator[str]:
        yield self.analyte

    def _unknown(self, facts: RuleFacts) -> Judged:
        held = facts.of(self.analyte)
        return Judged(Truth.UNKNOWN, (), (Missing("value", self.analyte, held[0].on if held else None),))


def none_since_day0(facts: RuleFacts, analyte: str) -> Judged:
    """What becomes of a condition on values since Day 0 where there is none that counts."""
    held = facts.after_day0(facts.of(analyte))
    missing = Missing("value", analyte, held[0].on) if held else Missing("value_day0", analyte)
    return Judged(Truth.UNKNOWN, (), (missing,))


def hold(reading: Reading, op: str, amount: Amount) -> tuple[Truth, tuple[Missing, ...]]:
    """How a reading stands to a threshold; what is missing where it cannot be told."""
    relative = amount.unit in RELATIVE
    if own := _as_typed(reading, amount):
        return reading.compared(op, own.value or Decimal(0), relative=True), ()
    if not relative and reading.value is not None and reading.unit != amount.kept_unit and not reading.qualitative:
        return Truth.UNKNOWN, (Missing("unit", f"{reading.analyte} {amount.unit}", reading.on),)
    limit = reading.limit_in(amount)
    if limit is None:
        kind = "baseline" if amount.unit == "x baseline" else "limit"
        return Truth.UNKNOWN, (Missing(kind, reading.analyte, reading.on),)
    truth = reading.compared(op, limit, relative=relative)
    missing = (Missing("value", reading.analyte, reading.on),) if truth is Truth.UNKNOWN else ()
    return truth, missing


def _as_typed(reading: Reading, amount: Amount) -> Amount | None:
    """The limit in the unit in which an exact value was typed, where it is printed in that one too."""
    also = amount.also
    exact = reading.typed is not None and not reading.comparator and not reading.qualitative
    return also if also is not None and exact and reading.typed_unit == also.unit else None


def _is_foreign(missing: tuple[Missing, ...]) -> bool:
    return any(m.kind == "unit" for m in missing)


@dataclass(frozen=True)
class Value(_OfAnalyte):
    """The latest value that still counts stands so to a threshold; `anyone`: any of those that still count does.

    A value in a unit that is never converted into that of the threshold (copies, IU) cannot be told; where its bare
    number stands so, it is a sign all the same: what is above 500,000 in one of them is high in the other.
    `after_day0`: a value from before Day 0 does not count; `any_age`: the latest counts however old it is.
    """

    op: str
    limit: str
    anyone: bool = False
    sign: bool = True
    after_day0: bool = False
    any_age: bool = False

    def needs(self) -> Iterator[str]:
        yield self.analyte
        if self.after_day0:
            yield "course"

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.limit, f"value {self.op}", self.analyte

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        current = facts.of(self.analyte) if self.any_age else facts.current(self.analyte)
        amount = limits[self.limit]
        if self.after_day0:
            if facts.day0 is None and (gap := facts.closed("course")) is not None:
                return gap
            current = facts.after_day0(current)
            if not current and facts.day0 is not None:
                return none_since_day0(facts, self.analyte)
        if not current or amount.value is None:
            return self._unknown(facts)
        held = [(r, *hold(r, self.op, amount)) for r in (current if self.anyone else current[:1])]
        truth = any_of(t for _, t, _ in held)
        reading, _, missing = next(h for h in held if h[1] is truth)
        if truth is Truth.YES:
            limit = _as_typed(reading, amount) or amount
            return Judged(truth, (shown(reading, self.op, limit),), missing, int(self.sign))
        bare = truth is Truth.UNKNOWN and _is_foreign(missing) and reading.compared(self.op, amount.value) is Truth.YES
        seen = (shown(reading),) if bare or truth is Truth.NO else ()
        return Judged(truth, seen, missing, int(bare and self.sign))


@dataclass(frozen=True)
class Never(_OfAnalyte):
    """No value since Day 0 and within a time stood so to a threshold: what has not recovered is a sure finding."""

    op: str
    limit: str
    within: str

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.limit, f"value {self.op}", self.analyte
        yield self.within, "within", self.analyte

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        first = days_before(facts.today, limits[self.within])
        since = max(first, facts.day0) if facts.day0 is not None else first
        held = (hold(r, self.op, limits[self.limit])[0] for r in facts.of(self.analyte) if r.on >= since)
        truth = ~any_of(held)
        return Judged(truth, (), (), int(truth is Truth.YES))


@dataclass(frozen=True)
class Repeated(_OfAnalyte):
    """The last values, as many as the threshold `times` says, all stand so to a threshold."""

    op: str
    limit: str
    times: str

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.limit, f"value {self.op}", self.analyte
        yield self.times, "times", self.analyte

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        amount, wanted = limits[self.limit], int(limits[self.times].value or 2)
        if not facts.current(self.analyte) or amount.value is None:
            return self._unknown(facts)
        last = facts.of(self.analyte)[:wanted]
        held = [hold(r, self.op, amount) for r in last]
        truth = all_of(t for t, _ in held)
        if truth is Truth.YES and len(last) < wanted:
            return Judged(Truth.UNKNOWN, (), (Missing("earlier", self.analyte, last[0].on),))
        missing = tuple(m for t, ms in held if t is Truth.UNKNOWN for m in ms) if truth is Truth.UNKNOWN else ()
        evidence = tuple(shown(r, self.op, amount) for r in last) if truth is Truth.YES else ()
        return Judged(truth, evidence, missing, int(truth is Truth.YES))


@dataclass(frozen=True)
class Changed(_OfAnalyte):
    """The latest value fell or rose by the threshold (unit of the analyte, % or log10) within a time."""

    by: str
    limit: str
    within: str
    sign: bool = True

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.limit, self.by, self.analyte
        yield self.within, "within", self.analyte

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        current = facts.current(self.analyte)
        if not current or current[0].exact is None:
            return self._unknown(facts)
        latest, first = current[0], days_before(current[0].on, limits[self.within])
        ratio = limits[self.limit].unit == "log10"  # of a negative test to a number there is none
        earlier = [
            r for r in facts.of(self.analyte)
            if r.moment < latest.moment and r.on >= first and r.unit == latest.unit
            and r.exact is not None and (r.exact > 0 or not ratio)
        ]  # fmt: skip
        if not earlier:
            return Judged(Truth.UNKNOWN, (), (Missing("earlier", self.analyte, latest.on),))
        pick: Callable[..., Reading] = max if self.by == "fall" else min
        furthest = pick(earlier, key=lambda r: r.exact)
        if not _moved(furthest.exact or Decimal(0), latest.exact or Decimal(0), self.by, limits[self.limit]):
            return Judged(Truth.NO)
        return Judged(Truth.YES, (shown(latest, self.by, limits[self.limit], furthest),), (), int(self.sign))


def _moved(before: Decimal, now: Decimal, by: str, limit: Amount) -> bool:
    """Whether a value moved from `before` to `now` by at least the limit; a fall of exactly the limit counts, a rise
    must pass it (weight "more than 3 %", red cell volume "more than 5 fL"), but one of log10 need not.
    """
    change = now - before if by == "rise" else before - now
    wanted = limit.value or Decimal(0)
    if limit.unit == "%":
        part = change * 100
        return change > 0 and (part > wanted * before if by == "rise" else part >= wanted * before)
    if limit.unit == "log10":
        power = Decimal(10) ** wanted
        return now >= before * power if by == "rise" else before > 0 and before >= now * power
    number = limit.number or Decimal(0)
    return change > 0 and (change > number if by == "rise" else change >= number)


@dataclass(frozen=True)
class Falling(_OfAnalyte):
    """The latest value is below the one before it, which is not older than a time.

    `times`: so many falls in a row. Numbers of units that are never converted (copies, IU) tell nothing of a fall.
    """

    within: str
    times: str = ""

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.within, "within", self.analyte
        if self.times:
            yield self.times, "times", self.analyte

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        current = facts.current(self.analyte)
        if not current or current[0].exact is None:
            return self._unknown(facts)
        steps = int(limits[self.times].value or 2) if self.times else 1
        held = [r for r in facts.of(self.analyte) if r.moment <= current[0].moment]
        pairs = list(itertools.pairwise([current[0], *(r for r in held if r.moment < current[0].moment)]))[:steps]
        judged = [_fell(now, before, limits[self.within]) for now, before in pairs]
        truth = all_of(t for t, _ in judged)
        if truth is Truth.NO:
            return Judged(truth)
        missing = tuple(m for t, m in judged if t is Truth.UNKNOWN and m is not None)
        if not missing and len(pairs) < steps:
            missing = (Missing("earlier", self.analyte, held[-1].on),)
        if missing:
            return Judged(Truth.UNKNOWN, (), missing)
        return Judged(Truth.YES, tuple(shown(now, before=before) for now, before in pairs))


def _fell(now: Reading, before: Reading, within: Amount) -> tuple[Truth, Missing | None]:
    """Whether a value fell from the one before it; what is missing where it cannot be told."""
    if now.exact is None:
        return Truth.UNKNOWN, Missing("value", now.analyte, now.on)
    if before.exact is None or before.on < days_before(now.on, within):
        return Truth.UNKNOWN, Missing("earlier", now.analyte, now.on)
    if now.unit != before.unit and now.exact and before.exact:  # nothing found is nothing in any unit
        return Truth.UNKNOWN, Missing("unit", f"{now.analyte} {now.typed_unit or now.unit}", before.on)
    return Truth.of(now.exact < before.exact), None


@dataclass(frozen=True)
class Doubling(_OfAnalyte):
    """Each of the last values was at least `factor` times the one before, as often in a row as `times` says."""

    factor: str
    times: str

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.factor, "factor", self.analyte
        yield self.times, "times", self.analyte

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if not facts.current(self.analyte):
            return self._unknown(facts)
        steps, factor = int(limits[self.times].value or 2), limits[self.factor].value or Decimal(2)
        last = facts.of(self.analyte)[: steps + 1]
        pairs = list(zip(last, last[1:], strict=False))
        truth = all_of(_grew(now, before, factor) for now, before in pairs)
        if truth is Truth.YES and len(pairs) < steps:
            truth = Truth.UNKNOWN
        if truth is Truth.UNKNOWN:
            return Judged(truth, (), (Missing("earlier", self.analyte, last[0].on),))
        evidence = (shown(last[0], before=last[-1]),)
        return Judged(truth, evidence if truth is Truth.YES else (), (), int(truth is Truth.YES))


def _grew(now: Reading, before: Reading, factor: Decimal) -> Truth:
    if now.exact is None or before.exact is None or now.unit != before.unit:
        return Truth.UNKNOWN
    return Truth.of(before.exact > 0 and now.exact >= factor * before.exact)


@dataclass(frozen=True)
class Lasting(_OfAnalyte):
    """All values of a time stand so to a threshold, the oldest of them at least that long ago."""

    op: str
    limit: str
    span: str

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.limit, f"value {self.op}", self.analyte
        yield self.span, "span", self.analyte

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        amount = limits[self.limit]
        if not facts.current(self.analyte):
            return self._unknown(facts)
        held = facts.of(self.analyte)
        first = days_before(held[0].on, limits[self.span])
        for reading in held:
            truth, missing = hold(reading, self.op, amount)
            if truth is not Truth.YES:
                return Judged(truth, (), missing)
            if reading.on <= first:
                return Judged(Truth.YES, (shown(held[0], self.op, amount, reading),), (), 1)
        return Judged(Truth.UNKNOWN, (), (Missing("earlier", self.analyte, held[-1].on),))


@dataclass(frozen=True)
class Quantified(_OfAnalyte):
    """The latest value that counts is above what the laboratory can quantify: a number without `<`, or "pos"."""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        current = facts.current(self.analyte)
        if not current:
            return self._unknown(facts)
        latest = current[0]
        exact = latest.exact
        found = latest.qualitative == "pos" or latest.comparator == ">" or (exact is not None and exact > 0)
        return Judged(Truth.of(found), (shown(latest),) if found else (), (), int(found))
