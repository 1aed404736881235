"""The conditions of which alert rules are made; each judges the facts in three values and says what it saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from hsct_desktop.domain.alert_facts import (
    RELATIVE,
    AlertFacts,
    Amount,
    Judged,
    Missing,
    Reading,
    Truth,
    all_of,
    any_of,
)
from hsct_desktop.domain.dates import add_months

Limits = Mapping[str, Amount]
DURATIONS: Final = ("d", "months")
OPS: Final = ("<", "<=", ">", ">=")


class Condition:
    """A condition: what it needs, which thresholds it names in which role, and its judgement."""

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        """Judge the facts."""
        raise NotImplementedError

    def parts(self) -> tuple[Condition, ...]:
        """The conditions inside this one."""
        return ()

    def roles(self) -> Iterator[tuple[str, str, str]]:
        """Each threshold it names: name, role, analyte (or "")."""
        yield from ()

    def needs(self) -> Iterator[str]:
        """What it reads: codes of analytes, or "toxicity", "therapy", "infection", "engraftment"."""
        yield from ()


_OPEN = Judged(Truth.UNKNOWN)


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and everything inside it, outermost first."""
    yield condition
    for part in condition.parts():
        yield from walk(part)


def days_before(today: date, amount: Amount) -> date:
    """The day that lies the amount (d, months) before today."""
    number = int(amount.value or 0)
    return add_months(today, -number) if amount.unit == "months" else today - timedelta(days=number)


def day_after(day0: date, amount: Amount) -> date:
    """The day that lies the amount (d, months) after Day 0."""
    number = int(amount.value or 0)
    return add_months(day0, number) if amount.unit == "months" else day0 + timedelta(days=number)


def _collected(truth: Truth, parts: list[Judged]) -> Judged:
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

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        judged = [part.judge(facts, limits) for part in self.conditions]
        return _collected(all_of(j.truth for j in judged), judged)


@dataclass(frozen=True)
class AnyOf(Condition):
    """One of them at least."""

    conditions: tuple[Condition, ...]

    def parts(self) -> tuple[Condition, ...]:
        return self.conditions

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        judged = [part.judge(facts, limits) for part in self.conditions]
        return _collected(any_of(j.truth for j in judged), judged)


@dataclass(frozen=True)
class AtLeast(Condition):
    """As many of them as the threshold `least` says."""

    conditions: tuple[Condition, ...]
    least: str

    def parts(self) -> tuple[Condition, ...]:
        return self.conditions

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.least, "count", ""

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        judged = [part.judge(facts, limits) for part in self.conditions]
        wanted = int(limits[self.least].value or 1)
        sure = sum(j.truth is Truth.YES for j in judged)
        perhaps = sum(j.truth is not Truth.NO for j in judged)
        truth = Truth.YES if sure >= wanted else Truth.UNKNOWN if perhaps >= wanted else Truth.NO
        return _collected(truth, judged)


@dataclass(frozen=True)
class Not(Condition):
    """The opposite; it is never a sign, and shows nothing of its own but what is missing."""

    condition: Condition

    def parts(self) -> tuple[Condition, ...]:
        return (self.condition,)

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        judged = self.condition.judge(facts, limits)
        truth = ~judged.truth
        absent = _absent(self.condition) if truth is Truth.YES else ()
        return Judged(truth, absent, judged.missing)


def _absent(condition: Condition) -> tuple[Mapping[str, Any], ...]:
    if isinstance(condition, Running):
        return ({"kind": "no_therapy", "what": ",".join(condition.classes or condition.drugs)},)
    return ()


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

    def _unknown(self, facts: AlertFacts) -> Judged:
        held = facts.of(self.analyte)
        return Judged(Truth.UNKNOWN, (), (Missing("value", self.analyte, held[0].on if held else None),))


def _hold(reading: Reading, op: str, amount: Amount) -> tuple[Truth, tuple[Missing, ...]]:
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
    """

    op: str
    limit: str
    anyone: bool = False
    sign: bool = True

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.limit, f"value {self.op}", self.analyte

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        current = facts.current(self.analyte)
        amount = limits[self.limit]
        if not current or amount.value is None:
            return self._unknown(facts)
        held = [(r, *_hold(r, self.op, amount)) for r in (current if self.anyone else current[:1])]
        truth = any_of(t for _, t, _ in held)
        reading, _, missing = next(h for h in held if h[1] is truth)
        if truth is Truth.YES:
            limit = _as_typed(reading, amount) or amount
            return Judged(truth, (shown(reading, self.op, limit),), missing, int(self.sign))
        bare = truth is Truth.UNKNOWN and _is_foreign(missing) and reading.compared(self.op, amount.value) is Truth.YES
        return Judged(truth, (shown(reading),) if bare else (), missing, int(bare and self.sign))


@dataclass(frozen=True)
class Never(_OfAnalyte):
    """No value since Day 0 and within a time stood so to a threshold: what has not recovered is a sure finding."""

    op: str
    limit: str
    within: str

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.limit, f"value {self.op}", self.analyte
        yield self.within, "within", self.analyte

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        first = days_before(facts.today, limits[self.within])
        since = max(first, facts.day0) if facts.day0 is not None else first
        held = (_hold(r, self.op, limits[self.limit])[0] for r in facts.of(self.analyte) if r.on >= since)
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

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        amount, wanted = limits[self.limit], int(limits[self.times].value or 2)
        if not facts.current(self.analyte) or amount.value is None:
            return self._unknown(facts)
        last = facts.of(self.analyte)[:wanted]
        held = [_hold(r, self.op, amount) for r in last]
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

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
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
        return now >= before * Decimal(10) ** wanted
    number = limit.number or Decimal(0)
    return change > 0 and (change > number if by == "rise" else change >= number)


@dataclass(frozen=True)
class Falling(_OfAnalyte):
    """The latest value is below the one before it, which is not older than a time."""

    within: str

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.within, "within", self.analyte

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        current = facts.current(self.analyte)
        if not current or current[0].exact is None:
            return self._unknown(facts)
        latest, first = current[0], days_before(current[0].on, limits[self.within])
        held = [r for r in facts.of(self.analyte) if r.moment < latest.moment and r.on >= first]
        if not held or held[0].exact is None:
            return Judged(Truth.UNKNOWN, (), (Missing("earlier", self.analyte, latest.on),))
        falls = (latest.exact or Decimal(0)) < held[0].exact
        return Judged(Truth.of(falls), (shown(latest, before=held[0]),) if falls else (), (), 0)


@dataclass(frozen=True)
class Doubling(_OfAnalyte):
    """Each of the last values was at least `factor` times the one before, as often in a row as `times` says."""

    factor: str
    times: str

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.factor, "factor", self.analyte
        yield self.times, "times", self.analyte

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
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

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        amount = limits[self.limit]
        if not facts.current(self.analyte):
            return self._unknown(facts)
        held = facts.of(self.analyte)
        first = days_before(held[0].on, limits[self.span])
        for reading in held:
            truth, missing = _hold(reading, self.op, amount)
            if truth is not Truth.YES:
                return Judged(truth, (), missing)
            if reading.on <= first:
                return Judged(Truth.YES, (shown(held[0], self.op, amount, reading),), (), 1)
        return Judged(Truth.UNKNOWN, (), (Missing("earlier", self.analyte, held[-1].on),))


@dataclass(frozen=True)
class Quantified(_OfAnalyte):
    """The latest value that counts is above what the laboratory can quantify: a number without `<`, or "pos"."""

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        current = facts.current(self.analyte)
        if not current:
            return self._unknown(facts)
        latest = current[0]
        exact = latest.exact
        found = latest.qualitative == "pos" or latest.comparator == ">" or (exact is not None and exact > 0)
        return Judged(Truth.of(found), (shown(latest),) if found else (), (), int(found))


@dataclass(frozen=True)
class SinceDay0(Condition):
    """Today lies between two times after Day 0, both included; without a Day 0 nothing lies after it."""

    start: str
    end: str = ""

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.start, "from", ""
        if self.end:
            yield self.end, "to", ""

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        if facts.day0 is None or facts.today < day_after(facts.day0, limits[self.start]):
            return Judged(Truth.NO)
        if self.end and facts.today > day_after(facts.day0, limits[self.end]):
            return Judged(Truth.NO)
        return Judged(Truth.YES)


@dataclass(frozen=True)
class Engrafted(Condition):
    """The lineage has engrafted; `after`: no longer ago than that."""

    lineage: str
    after: str = ""

    def roles(self) -> Iterator[tuple[str, str, str]]:
        if self.after:
            yield self.after, "after", ""

    def needs(self) -> Iterator[str]:
        yield "engraftment"

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        if facts.day0 is None or facts.today < facts.day0:
            return Judged(Truth.NO)
        if "engraftment" in facts.unread:
            return _OPEN
        if self.lineage not in facts.engrafted:
            return Judged(Truth.UNKNOWN, (), (Missing("engraftment", self.lineage),))
        on = facts.engrafted[self.lineage]
        if on is None or on > facts.today:
            return Judged(Truth.NO)
        if self.after and facts.today > day_after(on, limits[self.after]):
            return Judged(Truth.NO)
        return Judged(Truth.YES)


@dataclass(frozen=True)
class Toxicity(Condition):
    """An open toxicity of one of the terms has at least a grade; what nobody recorded counts as not there.

    `lasting`: it has been there for that time. `within`: one that began within that time counts although it is over.
    """

    terms: tuple[str, ...]
    grade: str
    lasting: str = ""
    within: str = ""

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.grade, "grade", ""
        if self.lasting:
            yield self.lasting, "lasting", ""
        if self.within:
            yield self.within, "within", ""

    def needs(self) -> Iterator[str]:
        yield "toxicity"

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        if "toxicity" in facts.unread:
            return _OPEN
        least = int(limits[self.grade].value or 1)
        since = days_before(facts.today, limits[self.lasting]) if self.lasting else facts.today
        recent = days_before(facts.today, limits[self.within]) if self.within else date.max
        found = [
            t for t in facts.toxicities
            if t.term in self.terms and t.grade >= least and t.since <= since and (t.open or t.since >= recent)
        ]  # fmt: skip
        evidence = tuple(
            {"kind": "toxicity", "row": f"adverse_event:{t.id}:{t.grade}", "term": t.term, "text": t.label,
             "grade": t.grade, "on": t.since.isoformat()}
            for t in found
        )  # fmt: skip
        return Judged(Truth.of(bool(found)), evidence, (), int(bool(found)))


@dataclass(frozen=True)
class Running(Condition):
    """A therapy of one of the classes, or one of the drugs, is given today; a pause counts as not given."""

    classes: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()

    def needs(self) -> Iterator[str]:
        yield "therapy"

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        if "therapy" in facts.unread:
            return _OPEN
        running = any(t.running and (t.therapy_class in self.classes or t.drug in self.drugs) for t in facts.therapies)
        return Judged(Truth.of(running))


@dataclass(frozen=True)
class GivenBefore(Condition):
    """One of the drugs was given within a time. Not recorded is not known: it may have been given elsewhere.

    `drugs` are ids of the catalogue or parts of a name.
    """

    drugs: tuple[str, ...]
    within: str

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.within, "within", ""

    def needs(self) -> Iterator[str]:
        yield "therapy"

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        if "therapy" in facts.unread:
            return _OPEN
        since = days_before(facts.today, limits[self.within])
        for given in facts.therapies:
            named = given.drug in self.drugs or any(drug in given.name.casefold() for drug in self.drugs)
            if named and given.start <= facts.today and (given.stop or facts.today) >= since:
                row = {"kind": "therapy", "row": f"supportive_therapy:{given.id}", "text": given.name,
                       "on": given.start.isoformat()}  # fmt: skip
                return Judged(Truth.YES, (row,))
        return Judged(Truth.UNKNOWN, (), (Missing("therapy", self.drugs[0]),))


@dataclass(frozen=True)
class Infected(Condition):
    """An infection was recorded within a time; what nobody recorded counts as not there."""

    within: str

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.within, "within", ""

    def needs(self) -> Iterator[str]:
        yield "infection"

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        if "infection" in facts.unread:
            return _OPEN
        since = days_before(facts.today, limits[self.within])
        found = [on for on in facts.infections if since <= on <= facts.today]
        evidence = tuple({"kind": "infection", "row": f"infection:{on}", "on": on.isoformat()} for on in found)
        return Judged(Truth.of(bool(found)), evidence)


@dataclass(frozen=True)
class Asked(Condition):
    """Something that the record does not hold, such as whether the patient was fasting: a person must say it."""

    what: str

    def judge(self, facts: AlertFacts, limits: Limits) -> Judged:
        return Judged(Truth.UNKNOWN, (), (Missing("asked", self.what),))
