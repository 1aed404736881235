"""One series of the plan: the doses given, those still to give with their days, and how the series stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hsct_desktop.domain.dates import add_offset, age_in_years
from hsct_desktop.domain.rule_facts import Reading, RuleFacts, Truth
from hsct_desktop.domain.vaccine import (
    ConditionVerdict,
    DoseRule,
    GivenDose,
    PlannedDose,
    SerologyCheck,
    SerologyRule,
    VaccineChoice,
    VaccineDecision,
    VaccineKind,
    VaccineLine,
    VaccineProduct,
    VaccineSeries,
    VaccineStatus,
)
from hsct_desktop.domain.vaccine_count import Count, count_doses, counts_from, restart_by
from hsct_desktop.domain.vaccine_season import count_yearly, next_dose
from hsct_desktop.domain.worklist import Reason

DONE, HELD, ASKS, LEFT_OUT = (VaccineStatus(s) for s in ("done", "held", "asks", "left_out"))
PLANNED, DUE, OVERDUE = (VaccineStatus(s) for s in ("planned", "due", "overdue"))
_ORDER: Final = (OVERDUE, DUE)


@dataclass(frozen=True)
class Given:
    """What of a patient concerns a series: its doses in order, the products, a person's choice, the series before."""

    doses: Sequence[GivenDose]
    products: Mapping[str, VaccineProduct]
    choice: VaccineChoice | None = None
    other: VaccineLine | None = None
    next_only: bool = False
    """Whether of the doses still to give the next one is enough, for lists of many patients."""


def line_of(
    series: VaccineSeries, facts: RuleFacts, given: Given, conditions: tuple[ConditionVerdict, ...]
) -> VaccineLine:
    """The line of a series on the facts' day."""
    if series.kind is VaccineKind.NEVER:
        never = tuple(PlannedDose(1, VaccineStatus.NOT_COUNTED, (Reason("never"),), given=d) for d in given.doses)
        return VaccineLine(series, VaccineStatus.NEVER, (Reason("never"),), never, choice=given.choice)
    return _Line(series, facts, given, conditions).made()


@dataclass
class _Line:
    """One series being planned."""

    series: VaccineSeries
    facts: RuleFacts
    given: Given
    conditions: tuple[ConditionVerdict, ...]

    def made(self) -> VaccineLine:
        day0 = self.facts.day0
        if day0 is None:
            return self._without_day0()
        if self.series.yearly is not None:
            found = count_yearly(self.series, self.series.yearly, self.given.doses, day0)
            follow = next_dose(self.series, self.series.yearly, found, day0, self.facts.today)
            return self._line(found.doses, [follow], None)
        rules, count, check, floor = self._counted(day0)
        replaced = self._replaced()
        if replaced is not None and len(count.counted) < len(rules):
            status, why = replaced
            return VaccineLine(self.series, status, (why,), tuple(count.doses), choice=self.given.choice)
        return self._line(count.doses, list(self._to_give(rules, count, day0, floor)), check)

    def _without_day0(self) -> VaccineLine:
        why = (Reason("no_day0"),)
        rows = [PlannedDose(d.dose_number or 1, VaccineStatus.NOT_COUNTED, why, given=d) for d in self.given.doses]
        number = 1 if self.series.yearly is not None else len(self._rules())
        return self._line(rows, [PlannedDose(n + 1, PLANNED, why) for n in range(number)], None)

    def _rules(self) -> list[DoseRule]:
        """The doses of the series for this patient; those for children only where the age is known."""
        born, today = self.facts.birth_date, self.facts.today
        age = age_in_years(born, today) if born is not None else None
        return [r for r in self.series.doses if r.child_age is None or (age is not None and age < r.child_age)]

    def _counted(self, day0: date) -> tuple[list[DoseRule], Count, SerologyCheck | None, date | None]:
        """The doses of the series, the count, the serology that ends it, and the day before which nothing is due."""
        rules, other = self._rules(), self._other_days()
        count = count_doses(self.series, rules, self.given.doses, day0, other)
        restart_by(self.series, count, self.facts.today)
        serology, floor, check = self.series.serology, None, None
        if serology is not None and len(count.counted) >= len(rules):
            check = self._check(serology, count.counted[len(rules) - 1])
            if check.protected is Truth.NO:
                first = replace(rules[0], earliest=None, interval=serology.earliest)
                rules = [*rules, first, *rules[1 : serology.more]]
                count, floor = count_doses(self.series, rules, self.given.doses, day0, other), check.result_on
                if len(count.counted) >= len(rules):
                    check = self._check(serology, count.counted[len(rules) - 1])
        return rules, count, check, floor

    def _check(self, serology: SerologyRule, last: date) -> SerologyCheck:
        """The serology after a dose: the first result that can tell, from the day on which it is asked for."""
        first, latest = add_offset(last, serology.earliest), add_offset(last, serology.latest)
        for reading in reversed([r for r in self.facts.of(serology.analyte) if r.on >= first]):
            protected = _protected(reading, serology)
            if protected is not Truth.UNKNOWN:
                return SerologyCheck(serology.analyte, DONE, first, latest, protected, reading.on, reading.value)
        today = self.facts.today
        status = PLANNED if today < first else DUE if today <= latest else OVERDUE
        return SerologyCheck(serology.analyte, status, first, latest)

    def _other_days(self) -> list[date]:
        """The days of the counted doses of the series before, without a further one that replaces this."""
        other = self.given.other
        return [] if other is None else [d.given.given_on for d in _basic(other) if d.given is not None]

    def _replaced(self) -> tuple[VaccineStatus, Reason] | None:
        """Whether another series makes this one unnecessary, or may do so."""
        other, follows = self.given.other, self.series.follows
        if other is None or follows is None or follows.replaced_by is None:
            return None
        further = [d.given for d in other.doses if d.status is VaccineStatus.GIVEN and d.number == follows.replaced_by]
        for dose in further:
            product = self.given.products[dose.vaccine] if dose is not None else None
            if dose is not None and product is not None and product.replaces == self.series.id:
                return DONE, Reason("not_needed", {"product": product.label, "on": dose.given_on})
            if dose is not None and product is not None and product.id == other.series.id:
                return ASKS, Reason("replaced_perhaps", {"on": dose.given_on})
        planned = self.given.products.get(other.choice.product) if other.choice is not None else None
        if planned is not None and planned.replaces == self.series.id and other.status is not LEFT_OUT:
            return LEFT_OUT, Reason("replaced_planned", {"product": planned.label})
        return None

    def _to_give(self, rules: list[DoseRule], count: Count, day0: date, floor: date | None) -> Iterator[PlannedDose]:
        counted, today, base = list(count.counted), self.facts.today, len(self._rules())
        follows_on = self._follows_on()
        for place in range(len(counted), len(rules)):
            rule = rules[place]
            if rule.replacing and not self._is_replacing():
                return
            bound = counts_from(self.series, rules, counted, day0, follows_on, base)
            due_from, due_to = self._window(rule, bound.on, counted, day0, place // base * base)
            is_first = place == len(count.counted)
            if is_first:
                due_from = max(due_from, floor or due_from)
                due_to = max(due_to, add_offset(due_from, rule.within)) if due_from > bound.on else due_to
            why = [bound.reason, *(self._more(count, due_to) if is_first else ())]
            if is_first and floor is not None:
                why.insert(0, Reason("second_series", {"on": floor}))
            status = PLANNED if not is_first or today < due_from else DUE if today <= due_to else OVERDUE
            if rule.asks is not None and not self._is_chosen():
                status, why = ASKS, [Reason("asks", {"question": rule.asks}), bound.reason]
            yield PlannedDose(place + 1, status, tuple(why), bound.on, due_from, due_to)
            if self.given.next_only:
                return
            counted.append(max(due_from, today))

    def _window(
        self, rule: DoseRule, earliest: date, counted: Sequence[date], day0: date, first: int
    ) -> tuple[date, date]:
        """From when to when a dose that counts from `earliest` on is due."""
        days = [earliest]
        if rule.recommended is not None:
            days.append(add_offset(counted[-1] if counted else day0, rule.recommended))
        if rule.recommended_first is not None and len(counted) > first:
            days.append(add_offset(counted[first], rule.recommended_first))
        due_from = max(days)
        until = add_offset(day0, rule.until) if rule.until is not None else None
        return due_from, until if until is not None and until >= due_from else add_offset(due_from, rule.within)

    def _follows_on(self) -> date | None:
        """The day of the last dose of the series before, given or still planned."""
        other = self.given.other
        if other is None or other.status is LEFT_OUT:
            return None
        days = [d.given.given_on for d in other.doses if d.status is VaccineStatus.GIVEN and d.given is not None]
        days += [max(d.due_from, self.facts.today) for d in _basic(other) if not d.is_given and d.due_from is not None]
        return max(days, default=None)

    def _more(self, count: Count, due_to: date) -> Iterator[Reason]:
        """What else there is to say of the next dose."""
        if count.void_on is not None:
            yield Reason("repeats", {"on": count.void_on})
        if not count.counted and count.before_day0:
            yield Reason("starts_again", {"number": count.before_day0})
        if self.facts.today > due_to and self.series.kind is not VaccineKind.LIVE:
            yield Reason("overdue", {"due_to": due_to})
            if count.counted:
                yield Reason("goes_on")

    def _is_chosen(self) -> bool:
        choice = self.given.choice
        return choice is not None and choice.decision is VaccineDecision.PLAN

    def _is_replacing(self) -> bool:
        choice = self.given.choice
        product = self.given.products.get(choice.product) if choice is not None and self._is_chosen() else None
        return product is not None and bool(product.replaces)

    def _line(
        self, doses: Sequence[PlannedDose], to_give: Sequence[PlannedDose], check: SerologyCheck | None
    ) -> VaccineLine:
        follow = [self._decided(dose) for dose in to_give]
        status, why = self._state(follow, doses, check)
        return VaccineLine(
            self.series,
            status,
            why,
            (*doses, *follow),
            self.conditions,
            check if not follow else None,
            self.given.choice,
        )

    def _decided(self, dose: PlannedDose) -> PlannedDose:
        """A dose still to give under what a person decided, or what holds it."""
        choice, today = self.given.choice, self.facts.today
        if choice is not None and choice.decision is VaccineDecision.LEAVE_OUT:
            return replace(dose, status=LEFT_OUT, why=(Reason("left_out", {"reason": choice.reason}),))
        is_live = self.series.kind is VaccineKind.LIVE
        if is_live and (self._open() or not self.conditions or dose.earliest is None or today < dose.earliest):
            return self._held(dose)
        if is_live and dose.status is OVERDUE:
            dose = replace(dose, status=DUE)
        begun = any(d.given_on >= (self.facts.day0 or d.given_on) for d in self.given.doses)
        if self.series.asks is not None and choice is None and not begun:
            why = [found for found in dose.why if found.key not in ("overdue", "goes_on")]
            return replace(dose, status=ASKS, why=(Reason("asks", {"question": self.series.asks}), *why))
        return dose

    def _open(self) -> tuple[ConditionVerdict, ...]:
        return tuple(found for found in self.conditions if found.truth is not Truth.YES)

    def _held(self, dose: PlannedDose) -> PlannedDose:
        times = [found.from_on for found in self._open() if found.from_on is not None]
        earliest = None if dose.earliest is None else max([dose.earliest, *times])
        is_ahead = earliest is not None and earliest > self.facts.today
        why = [Reason("held_until", {"earliest": earliest}) if is_ahead else Reason("held")]
        if earliest is None:
            why += dose.why
        for key, truth in (("not_met", Truth.NO), ("not_known", Truth.UNKNOWN)):
            labels = tuple(found.condition.label for found in self.conditions if found.truth is truth)
            if labels:
                why.append(Reason(key, {"conditions": labels}))
        if self.series.asks is not None:
            why.append(Reason("asks", {"question": self.series.asks}))
        return replace(dose, status=HELD, earliest=earliest, due_from=None, due_to=None, why=tuple(why))

    def _state(
        self, follow: Sequence[PlannedDose], doses: Sequence[PlannedDose], check: SerologyCheck | None
    ) -> tuple[VaccineStatus, tuple[Reason, ...]]:
        """The status of the series and why: those of its next dose, of its serology, or that it is complete."""
        if follow:
            return follow[0].status, follow[0].why
        counted = [d for d in doses if d.status is VaccineStatus.GIVEN and d.given is not None]
        why = [Reason("complete", {"number": len(counted)})]
        if check is not None:
            why.append(_serology_reason(check))
            if check.status is not DONE:
                return check.status, tuple(why)
        if self.series.booster is not None and counted and counted[-1].given is not None:
            on = add_offset(counted[-1].given.given_on, self.series.booster)
            why.append(Reason("booster", {"time": self.series.booster, "on": on}))
        return DONE, tuple(why)


def _basic(line: VaccineLine) -> Iterator[PlannedDose]:
    """The doses of a series without those that replace another series or do not count."""
    basic = sum(not rule.replacing for rule in line.series.doses)
    return (d for d in line.doses if d.number <= basic and d.status is not VaccineStatus.NOT_COUNTED)


def _protected(reading: Reading, serology: SerologyRule) -> Truth:
    limit = serology.limit.number
    if limit is None or reading.unit not in (serology.limit.kept_unit, serology.limit.unit):
        return Truth.UNKNOWN
    return reading.compared(">=", limit)


def _serology_reason(check: SerologyCheck) -> Reason:
    params = {"analyte": check.analyte, "first": check.due_from, "last": check.due_to, "on": check.result_on}
    if check.status is not DONE:
        return Reason(f"serology_{check.status.value}", params)
    return Reason("serology_protects" if check.protected is Truth.YES else "serology_low", params)
