"""Conditions of supportive care: what somebody stated, what was given when last, where the course and the person stand.

What nobody recorded is not known. That nothing is given counts only where somebody has said so: a list that is empty
because nobody filled it must never let a drug stop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hsct_desktop.domain.rule_condition import Condition, Limits, collected, day_after, day_beside, days_before
from hsct_desktop.domain.rule_facts import Judged, Missing, RuleFacts, Transfused, Truth, all_of, any_of
from hsct_desktop.domain.value_conditions import hold, none_since_day0, shown

ANCHORS: Final = ("mobilisation", "harvest", "conditioning", "day0", "discharge")
ANSWERS: Final = ("yes", "no")
FREE_OF: Final = ("immunosuppression", "dmt", "anti_cd20", "immunoglobulin")
"""What `free_of` may name: classes of therapy and kinds of exposure."""
SUPPRESSION: Final = "immunosuppression"
"""The kind of statement that says whether any immunosuppression or disease-modifying drug runs."""


EACH_DAY: Final = 7
"""Days: a time of so many or fewer is clear only where each of its days has a value."""


@dataclass(frozen=True)
class Clear(Condition):
    """No value of a time stood so to a threshold, and a value that counts was measured.

    Of a time of a week or less each day must have its value: a day without one may have been one of fever.
    `after_day0`: values from before Day 0 do not count.
    """

    analyte: str
    op: str
    limit: str
    span: str
    after_day0: bool = False

    def needs(self) -> Iterator[str]:
        yield self.analyte
        if self.after_day0:
            yield "course"

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.limit, f"value {self.op}", self.analyte
        yield self.span, "span", self.analyte

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        held = facts.of(self.analyte)
        if self.after_day0:
            if facts.day0 is None and (gap := facts.closed("course")) is not None:
                return gap
            held = facts.after_day0(held)
            if facts.day0 is not None and not facts.after_day0(facts.current(self.analyte)):
                return none_since_day0(facts, self.analyte)
        if not facts.current(self.analyte):
            return Judged(Truth.UNKNOWN, (), (Missing("value", self.analyte, held[0].on if held else None),))
        since = days_before(facts.today, limits[self.span])
        judged = [(r, *hold(r, self.op, limits[self.limit])) for r in held if r.on > since]
        for reading, truth, missing in judged:
            if truth is Truth.YES:
                return Judged(Truth.NO, (shown(reading, self.op, limits[self.limit]),))
            if truth is Truth.UNKNOWN:
                return Judged(truth, (), missing)
        if not judged:
            return Judged(Truth.UNKNOWN, (), (Missing("value", self.analyte, held[0].on),))
        measured = {reading.on for reading, _, _ in judged}
        days = (facts.today - since).days
        wanted = [day_beside(facts.today, -n) for n in range(days)] if days <= EACH_DAY else []
        if (gap_on := next((day for day in wanted if day not in measured), None)) is not None:
            return Judged(Truth.UNKNOWN, (), (Missing("value_on", self.analyte, gap_on),))
        return Judged(Truth.YES, (shown(held[0]),))

    def from_on(self, facts: RuleFacts, limits: Limits) -> date | None:
        high = (r.on for r in facts.of(self.analyte) if hold(r, self.op, limits[self.limit])[0] is Truth.YES)
        last = next(high, None)
        return None if last is None else day_after(last, limits[self.span])


@dataclass(frozen=True)
class Stated(Condition):
    """Somebody answered a question so, no longer ago than a time; an old answer is no answer."""

    what: str
    answer: str
    within: str

    def needs(self) -> Iterator[str]:
        yield "statement"

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.within, "confirmed", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("statement")) is not None:
            return gap
        said = facts.statements.get(self.what)
        if said is None or said.answer not in ANSWERS:
            return Judged(Truth.UNKNOWN, (), (Missing("statement", self.what),))
        if said.on > facts.today or said.on < days_before(facts.today, limits[self.within]):
            return Judged(Truth.UNKNOWN, (), (Missing("statement", self.what, said.on),))
        return Judged(Truth.of(said.answer == self.answer), (_stated(self.what, said.answer, said.on, said.row),))


def _stated(what: str, answer: str, on: date, row: str) -> Mapping[str, Any]:
    return {"kind": "statement", "row": row, "what": what, "text": answer, "on": on.isoformat()}


@dataclass(frozen=True)
class FreeOf(Condition):
    """Nothing of some kinds is recorded as running, and somebody confirmed so within a time.

    A kind of which nobody knows whether it runs cannot be told, not even by that confirmation.

    `span`: the last of it ended at least that long ago; the transplant itself counts as immunosuppression.
    """

    what: tuple[str, ...]
    confirmed: str
    span: str = ""

    def needs(self) -> Iterator[str]:
        yield from ("therapy", "exposure", "statement")

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.confirmed, "confirmed", ""
        if self.span:
            yield self.span, "lasting", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        running = tuple(self._running(facts))
        if running:
            return Judged(Truth.NO, running)
        for record in ("therapy", "exposure", "statement"):
            if (gap := facts.closed(record)) is not None:
                return gap
        said = facts.statements.get(SUPPRESSION)
        if said is not None and said.answer == "yes":
            return Judged(Truth.NO, (_stated(SUPPRESSION, said.answer, said.on, said.row),))
        open_kind = next((kind for kind in self.what if _may_run(facts, kind)), None)
        if open_kind is not None:
            return Judged(Truth.UNKNOWN, (), (Missing("exposure", open_kind),))
        if said is None or said.answer not in ANSWERS:
            return Judged(Truth.UNKNOWN, (), (Missing("statement", SUPPRESSION),))
        if said.on > facts.today or said.on < days_before(facts.today, limits[self.confirmed]):
            return Judged(Truth.UNKNOWN, (), (Missing("statement", SUPPRESSION, said.on),))
        return self._long_enough(facts, limits, _stated(SUPPRESSION, said.answer, said.on, said.row))

    def _long_enough(self, facts: RuleFacts, limits: Limits, said: Mapping[str, Any]) -> Judged:
        if not self.span:
            return Judged(Truth.YES, (said,))
        if facts.day0 is None or any(self._undated(facts)):
            return Judged(Truth.UNKNOWN, (said,), (Missing("anchor", "day0") if facts.day0 is None else Missing(
                "exposure", next(self._undated(facts))
            ),))  # fmt: skip
        is_met = (free := self.from_on(facts, limits)) is not None and free <= facts.today
        return Judged(Truth.of(is_met), (said,))

    def from_on(self, facts: RuleFacts, limits: Limits) -> date | None:
        if not self.span or facts.day0 is None or any(self._running(facts)):
            return None
        ends = [facts.day0, *(t.stop for t in facts.therapies if t.therapy_class in self.what and t.stop)]
        ends += [e.last_on for k in self.what if (e := facts.exposures.get(k)) is not None and e.last_on]
        past = [on for on in ends if on <= facts.today]
        return day_after(max(past), limits[self.span]) if past else None

    def _running(self, facts: RuleFacts) -> Iterator[Mapping[str, Any]]:
        for given in facts.therapies:
            # A pause is no end: the drug may go on tomorrow.
            if given.therapy_class in self.what and given.lasts(facts.today):
                row = f"supportive_therapy:{given.id}"
                yield {"kind": "therapy", "row": row, "text": given.name, "on": given.start.isoformat()}
        for kind in self.what:
            found = facts.exposures.get(kind)
            if found is not None and found.running:
                on = found.last_on or facts.today
                yield {"kind": "exposure", "row": (*found.rows, "")[0], "what": kind, "on": on.isoformat()}

    def _undated(self, facts: RuleFacts) -> Iterator[str]:
        for kind in self.what:
            found = facts.exposures.get(kind)
            if found is not None and found.truth is Truth.YES and found.last_on is None:
                yield kind


def _may_run(facts: RuleFacts, kind: str) -> bool:
    """Whether nobody has recorded of a kind whether it is given today."""
    found = facts.exposures.get(kind)
    return found is None or found.truth is Truth.UNKNOWN or found.running is None


@dataclass(frozen=True)
class SinceLast(Condition):
    """The last of something was given at least so long ago, or surely never."""

    what: str
    at_least: str

    def needs(self) -> Iterator[str]:
        yield "exposure"

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.at_least, "lasting", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("exposure")) is not None:
            return gap
        found = facts.exposures.get(self.what)
        if found is None or found.truth is Truth.UNKNOWN:
            return Judged(Truth.UNKNOWN, (), (Missing("exposure", self.what),))
        if found.truth is Truth.NO:
            return Judged(Truth.YES)
        last = facts.today if found.running else found.last_on
        if last is None:
            return Judged(Truth.UNKNOWN, (), (Missing("exposure", self.what),))
        evidence = {"kind": "exposure", "row": (*found.rows, "")[0], "what": self.what, "on": last.isoformat()}
        return Judged(
            Truth.of(not found.running and day_after(last, limits[self.at_least]) <= facts.today), (evidence,)
        )

    def from_on(self, facts: RuleFacts, limits: Limits) -> date | None:
        found = facts.exposures.get(self.what)
        if found is None or found.running or found.last_on is None:
            return None
        return day_after(found.last_on, limits[self.at_least])


@dataclass(frozen=True)
class Exposed(Condition):
    """The patient has had something: TBI, a purine analogue, a drug of the regimen."""

    to: str

    def needs(self) -> Iterator[str]:
        yield "exposure"

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("exposure")) is not None:
            return gap
        found = facts.exposures.get(self.to)
        if found is None or found.truth is Truth.UNKNOWN:
            return Judged(Truth.UNKNOWN, (), (Missing("exposure", self.to),))
        if found.truth is Truth.NO:
            return Judged(Truth.NO)
        evidence: dict[str, Any] = {"kind": "exposure", "row": (*found.rows, "")[0], "what": self.to}
        if found.last_on is not None:
            evidence["on"] = found.last_on.isoformat()
        return Judged(Truth.YES, (evidence,))


@dataclass(frozen=True)
class SinceStart(Condition):
    """The therapy that is judged has been given for at least a time."""

    at_least: str

    def needs(self) -> Iterator[str]:
        yield "therapy"

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.at_least, "lasting", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("therapy")) is not None:
            return gap
        on = self.from_on(facts, limits)
        if on is None:
            return Judged(Truth.UNKNOWN, (), (Missing("anchor", "start"),))
        return Judged(Truth.of(on <= facts.today))

    def from_on(self, facts: RuleFacts, limits: Limits) -> date | None:
        return None if facts.subject is None else day_after(facts.subject.start, limits[self.at_least])


@dataclass(frozen=True)
class Reached(Condition):
    """The day that lies a time after (`before`: before) a day of the course has come."""

    anchor: str
    start: str
    before: bool = False

    def needs(self) -> Iterator[str]:
        yield "course"

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.start, "before" if self.before else "from", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        on = self.from_on(facts, limits)
        if on is None:
            return facts.closed("course") or Judged(Truth.UNKNOWN, (), (Missing("anchor", self.anchor),))
        return Judged(Truth.of(on <= facts.today))

    def from_on(self, facts: RuleFacts, limits: Limits) -> date | None:
        anchor = facts.anchor(self.anchor)
        if anchor is None:
            return None
        return days_before(anchor, limits[self.start]) if self.before else day_after(anchor, limits[self.start])


@dataclass(frozen=True)
class OfSex(Condition):
    """The patient's recorded sex."""

    sex: str

    def needs(self) -> Iterator[str]:
        yield "person"

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("person")) is not None:
            return gap
        if facts.sex not in ("female", "male"):
            return Judged(Truth.UNKNOWN, (), (Missing("record", "sex"),))
        return Judged(Truth.of(facts.sex == self.sex))


@dataclass(frozen=True)
class OfAge(Condition):
    """The patient's age lies between two ages in years: `start` included, `end` not."""

    start: str = ""
    end: str = ""

    def needs(self) -> Iterator[str]:
        yield "person"

    def roles(self) -> Iterator[tuple[str, str, str]]:
        if self.start:
            yield self.start, "age_from", ""
        if self.end:
            yield self.end, "age_to", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("person")) is not None:
            return gap
        if facts.birth_date is None:
            return Judged(Truth.UNKNOWN, (), (Missing("record", "birth_date"),))
        old_enough = not self.start or _birthday(facts.birth_date, limits, self.start) <= facts.today
        young_enough = not self.end or facts.today < _birthday(facts.birth_date, limits, self.end)
        return Judged(Truth.of(old_enough and young_enough))


def _birthday(birth_date: date, limits: Limits, name: str) -> date:
    return day_after(birth_date, limits[name])


@dataclass(frozen=True)
class OfDisease(Condition):
    """The patient's disease is one of these of the catalogue."""

    diseases: tuple[str, ...]

    def needs(self) -> Iterator[str]:
        yield "person"

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("person")) is not None:
            return gap
        if not facts.disease:
            return Judged(Truth.UNKNOWN, (), (Missing("record", "disease"),))
        return Judged(Truth.of(facts.disease in self.diseases))


OVERDUE_BY: Final = {"visit": "schedule", "annual": "schedule", "vaccine": "vaccine_plan"}
"""Which record knows that something is overdue; tests are known by the monitoring strips."""


@dataclass(frozen=True)
class Overdue(Condition):
    """A visit, a test of the strips, the yearly data or a vaccine passed the end of its window by more than a time."""

    what: str
    by: str

    @property
    def record(self) -> str:
        """The record that knows it."""
        return OVERDUE_BY.get(self.what, "monitoring")

    def needs(self) -> Iterator[str]:
        yield self.record

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.by, "lasting", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed(self.record)) is not None:
            return gap
        late = tuple(on for on in facts.overdue.get(self.what, ()) if day_after(on, limits[self.by]) < facts.today)
        rows = ({"kind": "overdue", "row": f"{self.what}:{on}", "what": self.what, "on": on.isoformat()} for on in late)
        return Judged(Truth.of(bool(late)), tuple(rows), (), int(bool(late)))


@dataclass(frozen=True)
class NoContact(Condition):
    """Nobody of the unit has seen or spoken to the patient for longer than a time."""

    span: str

    def needs(self) -> Iterator[str]:
        yield "contact"

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.span, "lasting", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("contact")) is not None:
            return gap
        if facts.last_contact is None:
            return Judged(Truth.UNKNOWN, (), (Missing("record", "contact"),))
        lost = day_after(facts.last_contact, limits[self.span]) < facts.today
        row = {"kind": "contact", "row": f"contact:{facts.last_contact}", "on": facts.last_contact.isoformat()}
        return Judged(Truth.of(lost), (row,), (), int(lost))


@dataclass(frozen=True)
class Vaccinated(Condition):
    """A dose of one of the vaccines, or of any live (`live`) or inactivated one, was given within a time.

    `when_given` is judged with what held on the day of the dose.
    """

    within: str
    vaccines: tuple[str, ...] = ()
    live: bool | None = None
    when_given: Condition | None = None

    def parts(self) -> tuple[Condition, ...]:
        return () if self.when_given is None else (self.when_given,)

    def needs(self) -> Iterator[str]:
        yield "vaccine"

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.within, "within", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("vaccine")) is not None:
            return gap
        since = days_before(facts.today, limits[self.within])
        doses = [d for d in facts.doses if since <= d.on <= facts.today]
        found = [d for d in doses if d.vaccine in self.vaccines or d.live is self.live]
        judged = (
            _when_given(
                Judged(
                    Truth.YES, ({"kind": "vaccine", "row": d.row, "text": d.vaccine, "on": d.on.isoformat()},), (), 1
                ),
                self.when_given, facts.on(d.on), limits,
            )
            for d in found
        )  # fmt: skip
        return _any_given(list(judged))


def _when_given(given: Judged, inner: Condition | None, then: RuleFacts, limits: Limits) -> Judged:
    """What was given, judged together with what had to hold on its day."""
    if inner is None:
        return given
    held = inner.judge(then, limits)
    return collected(all_of((given.truth, held.truth)), [given, held])


def _any_given(judged: list[Judged]) -> Judged:
    """What was given that counts: what surely does, else what may."""
    truth = any_of(one.truth for one in judged)
    counted = [one for one in judged if one.truth is truth and truth is not Truth.NO]
    found = collected(truth, counted)
    return Judged(truth, found.evidence, found.missing, int(found.signs > 0))


@dataclass(frozen=True)
class GivenNotIrradiated(Condition):
    """A blood product that was not irradiated was given within a time; one of which nobody knows cannot be told.

    `when_given` is judged with what held on the day of the transfusion.
    """

    within: str
    when_given: Condition | None = None

    def parts(self) -> tuple[Condition, ...]:
        return () if self.when_given is None else (self.when_given,)

    def needs(self) -> Iterator[str]:
        yield "transfusion"

    def roles(self) -> Iterator[tuple[str, str, str]]:
        yield self.within, "within", ""

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("transfusion")) is not None:
            return gap
        since = days_before(facts.today, limits[self.within])
        given = [t for t in facts.transfusions if since <= t.on <= facts.today and t.irradiated != "yes"]
        return _any_given([_when_given(_unirradiated(t), self.when_given, facts.on(t.on), limits) for t in given])


def _unirradiated(given: Transfused) -> Judged:
    row = {"kind": "transfusion", "row": given.row, "text": given.product, "on": given.on.isoformat()}
    if given.irradiated == "no":
        return Judged(Truth.YES, (row,), (), 1)
    return Judged(Truth.UNKNOWN, (row,), (Missing("exposure", "irradiated", given.on),), 1)


@dataclass(frozen=True)
class Pregnant(Condition):
    """A pregnancy of the patient is recorded that has not ended."""

    def needs(self) -> Iterator[str]:
        yield "fertility"

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("fertility")) is not None:
            return gap
        if facts.pregnant is None:
            return Judged(Truth.UNKNOWN, (), (Missing("statement", "pregnancy"),))
        return Judged(Truth.of(facts.pregnant), (), (), int(facts.pregnant))


@dataclass(frozen=True)
class NoContraception(Condition):
    """Somebody recorded since Day 0 that no contraception is used; what nobody asked cannot be told."""

    def needs(self) -> Iterator[str]:
        yield "fertility"

    def judge(self, facts: RuleFacts, limits: Limits) -> Judged:
        if (gap := facts.closed("fertility")) is not None:
            return gap
        said = facts.contraception
        if said is None or said.on > facts.today or (facts.day0 is not None and said.on < facts.day0):
            return Judged(Truth.UNKNOWN, (), (Missing("record", "contraception", said.on if said else None),))
        evidence = {"kind": "contraception", "row": said.row, "text": said.answer, "on": said.on.isoformat()}
        is_none = said.answer == "no"
        return Judged(Truth.of(is_none), (evidence,) if is_none else (), (), int(is_none))
