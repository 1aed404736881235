"""Conditions on what is recorded beside values: the course, toxicities, therapies, infections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hsct_desktop.domain.rule_condition import Condition, Limits, day_after, day_beside, days_before
from hsct_desktop.domain.rule_facts import Given, Judged, Missing, RuleFacts, Truth

BEFORE_DAY0: Final = ("mobilisation", "harvest", "conditioning")
"""Days of a course that lie before its Day 0: while one of them is to come, Day 0 is too."""


@dataclass(frozen=True)
class SinceDay0(Condition):
    """Today lies between two times after Day 0, both included; without a Day 0 nothing lies after it.

    `until` instead of `end`: that day is no part of it.
    """

    start: str
    end: str = ""
    until: str = ""

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.start, "from", ""
        if self.end:
            yield self.end, "to", ""
        if self.until:
            yield self.until, "to", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if facts.day0 is None:
            before = any(on > facts.today for name, on in facts.anchors.items() if name in BEFORE_DAY0)
            return Judged(Truth.NO) if before else facts.closed("course") or Judged(Truth.NO)
        if facts.today < day_after(facts.day0, limits[self.start]):
            return Judged(Truth.NO)
        if self.end and facts.today > day_after(facts.day0, limits[self.end]):
            return Judged(Truth.NO)
        if self.until and facts.today >= day_after(facts.day0, limits[self.until]):
            return Judged(Truth.NO)
        return Judged(Truth.YES)

    def from_on(self, facts: RuleFacts, limits: Limits) -> date | None:
        return None if facts.day0 is None else day_after(facts.day0, limits[self.start])


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

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if facts.day0 is None or facts.today < facts.day0:
            return facts.closed("course") or Judged(Truth.NO)
        if (gap := facts.closed("engraftment")) is not None:
            return gap
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

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("toxicity")) is not None:
            return gap
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

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("therapy")) is not None:
            return gap
        running = any(t.running and (t.therapy_class in self.classes or t.drug in self.drugs) for t in facts.therapies)
        return Judged(Truth.of(running))

    def absent(self) -> tuple[Mapping[str, Any], ...]:
        return ({"kind": "no_therapy", "what": ",".join(self.classes or self.drugs)},)


@dataclass(frozen=True)
class Covered(Condition):
    """A drug for one of the indications (or of the classes, or named) is given and goes on, or begins by tomorrow.

    So a switch from one drug to another on the same or the next day is no gap; a drug whose last day is today leaves
    one. A pause counts as not given.
    """

    indications: tuple[str, ...]
    drugs: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    def needs(self) -> Iterator[str]:
        yield "therapy"

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("therapy")) is not None:
            return gap
        tomorrow = day_beside(facts.today, 1)
        own = [t for t in facts.therapies if self._counts(t)]
        covered = any((t.running or t.start == tomorrow) and (t.stop is None or t.stop >= tomorrow) for t in own)
        return Judged(Truth.of(covered))

    def _counts(self, given: Given) -> bool:
        return given.indication in self.indications or given.drug in self.drugs or given.therapy_class in self.classes

    def absent(self) -> tuple[Mapping[str, Any], ...]:
        return ({"kind": "no_therapy", "what": ",".join(self.indications)},)


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

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("therapy")) is not None:
            return gap
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

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("infection")) is not None:
            return gap
        since = days_before(facts.today, limits[self.within])
        found = [on for on in facts.infections if since <= on <= facts.today]
        evidence = tuple({"kind": "infection", "row": f"infection:{on}", "on": on.isoformat()} for on in found)
        return Judged(Truth.of(bool(found)), evidence)


@dataclass(frozen=True)
class Asked(Condition):
    """Something that the record does not hold, such as whether the patient was fasting: a person must say it."""

    what: str

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        return Judged(Truth.UNKNOWN, (), (Missing("asked", self.what),))
