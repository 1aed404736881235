"""Long-term items after a transplant: what is due when, what counts as done, and where it stands on a day.

One function, `stand`, gives state and due day; the tab, the visit, Today and the printed pages ask it and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from hsct_desktop.domain.dates import Offset, add_months, add_offset
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.rule import Rule
from hsct_desktop.domain.rule_facts import Judged, Missing, RuleFacts, Truth

MAX_FINDING: Final = 400
"""Characters of a finding, and of whom the patient is referred to."""
MAX_NOTE: Final = 4000
GRACE: Final = Offset(60, "d")
"""So long after its day an item is due and not yet overdue: the half window of the yearly visit (reference schedule,
clinical reference section 3)."""
WINDOWS: Final = ((Offset(18, "m"), 30), (Offset(24, "m"), 45))
"""Days on both sides of an occasion, up to so long after Day 0: those of the visit at which it is done (reference
schedule, clinical reference section 3)."""
YEARLY_WINDOW: Final = 60


class LateEffectSection(StrEnum):
    """Where an item stands on the page; wording `enum.late_effect_section.*`."""

    LATE = "late"
    FERTILITY = "fertility"
    MEASURES = "measures"


class LateEffectState(StrEnum):
    """Where an item stands on a day; wording `enum.late_effect_state.*`.

    ASKS: whether it concerns this patient, or whether it was done in time, cannot be told from the record.
    """

    NOT_YET = "not_yet"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    ASKS = "asks"

    @property
    def waits(self) -> bool:
        """Whether somebody has to do it now."""
        return self in (LateEffectState.DUE, LateEffectState.OVERDUE)


class CheckResult(StrEnum):
    """What came of a check; wording `enum.check_result.*`."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    NOT_DONE = "not_done"


class LateEffectSource(StrEnum):
    """What says that an item was done; wording `enum.late_effect_source.*`."""

    CHECK = "check"
    RESULT = "result"
    VISIT = "visit"
    FERTILITY = "fertility"


@dataclass(frozen=True)
class TotalRange:
    """The unit and the lowest and highest total of a score or value; None where there is no bound."""

    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class LateEffectItem:
    """An item of the catalogue.

    `start` and `until` count from Day 0 (`until` None: for life). Its occasions do too: one at `start`, then one after
    each `every` (None: once), from `later_from` after Day 0 on after each `later_every`. What is done within `window`
    before or after an occasion (None: the window of its visit) is done for it. `before_mobilisation`: it is due before
    the cells are mobilised, whatever `start` says. `analytes`, `assessments` and `records` name what counts as done
    beside a recorded check: results, lines of a visit's checklist, kinds of fertility record. `rule` says whom it
    concerns (None: everybody), `syndrome` is counted over recorded values and shown with the item.
    """

    id: str
    section: LateEffectSection
    label: Label
    start: Offset
    every: Offset | None = None
    until: Offset | None = None
    later_from: Offset | None = None
    later_every: Offset | None = None
    window: Offset | None = None
    grace: Offset = GRACE
    before_mobilisation: bool = False
    analytes: tuple[str, ...] = ()
    assessments: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    rule: Rule | None = None
    syndrome: Rule | None = None
    total: TotalRange | None = None
    refer: Label | None = None
    source: str = ""


@dataclass(frozen=True)
class Done:
    """Something that counts as done on a day; `words` is a result as text, `row_id` a recorded check's id."""

    on: date
    source: LateEffectSource
    result: CheckResult | None = None
    words: str = ""
    refer_to: str = ""
    referred_on: date | None = None
    row_id: int | None = None


@dataclass(frozen=True)
class Because:
    """Why an item stands as it does: a sentence of the wording files (`late.why.<key>`) with its placeholders."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Standing:
    """An item on a day: its state, the day on which it is (or was) due, what was done last, and why.

    `referral` is the latest recorded check where it refers the patient to somebody: a routine result after it does not
    end that.
    """

    item: LateEffectItem
    state: LateEffectState
    due: date | None
    last: Done | None
    why: Because
    referral: Done | None = None

    is_told: bool = True
    """Whether what was done last says something of the item: not a routine result from before its first window."""

    @property
    def is_abnormal(self) -> bool:
        """Whether what was done last was abnormal; what lies before the item's time says nothing yet."""
        return self.last is not None and self.last.result is CheckResult.ABNORMAL and self.is_told


def occasions(item: LateEffectItem, day0: date) -> Iterator[date]:
    """The days on which an item is due, all counted from Day 0, up to its `until`; without end for one for life."""
    end = None if item.until is None else add_offset(day0, item.until)
    later = None if item.later_from is None else add_offset(day0, item.later_from)
    months, days = _size(item.start)
    on = add_months(day0, months) + timedelta(days=days)
    while end is None or on <= end:
        yield on
        is_later = later is not None and on >= later
        step = item.later_every if is_later else item.every
        if step is None:
            return
        more_months, more_days = _size(step)
        months, days = months + more_months, days + more_days
        after = add_months(day0, months) + timedelta(days=days)
        if item.later_from is not None and later is not None and not is_later and after > later:
            (months, days), after = _size(item.later_from), later
        on = after


_MONTHS: Final = {"m": 1, "y": 12}
_DAYS: Final = {"d": 1, "w": 7}


def _size(offset: Offset) -> tuple[int, int]:
    """Months and days of an offset: summed before they are stepped, so that month ends do not drift."""
    return offset.count * _MONTHS.get(offset.unit, 0), offset.count * _DAYS.get(offset.unit, 0)


def window_around(item: LateEffectItem, day0: date, occasion: date) -> tuple[date, date]:
    """First and last day on which something done is done for an occasion."""
    if item.window is not None:
        return add_offset(occasion, item.window, -1), add_offset(occasion, item.window)
    days = next((days for upto, days in WINDOWS if occasion <= add_offset(day0, upto)), YEARLY_WINDOW)
    return occasion - timedelta(days=days), occasion + timedelta(days=days)


def first_that_counts(item: LateEffectItem, day0: date) -> date:
    """From when on something done counts: the first day of the first window; of an item due from Day 0, any day."""
    return window_around(item, day0, add_offset(day0, item.start))[0] if item.start.count > 0 else date.min


def next_due(item: LateEffectItem, day0: date, done_on: date | None) -> date | None:
    """The first occasion that what was done last is not done for, None where there is none.

    Done before an occasion's window it is something further and shifts nothing. Done after a window it makes up for
    what was missed, and shifts nothing either: the next occasion stays where Day 0 puts it.
    """
    before: date | None = None
    for occasion in occasions(item, day0):
        if done_on is None or done_on < _opens(item, day0, occasion, before):
            return occasion
        before = occasion
    return None


def _opens(item: LateEffectItem, day0: date, occasion: date, before: date | None) -> date:
    """From when on something done is done for an occasion: in its window, and nearer to it than to the one before."""
    if before is None:
        return first_that_counts(item, day0)
    nearer = before + timedelta(days=(occasion - before).days // 2 + 1)
    return max(window_around(item, day0, occasion)[0], nearer)


def _asked_until(item: LateEffectItem, day0: date) -> date | None:
    """The last day of an item that ends: `until`, or the end of its last occasion's window; None: for life."""
    if item.until is None:
        return None
    last = max(occasions(item, day0), default=None)
    end = add_offset(day0, item.until)
    return end if last is None or item.every is None else max(end, window_around(item, day0, last)[1])


def stand(
    item: LateEffectItem, facts: RuleFacts, day0: date | None, done: Sequence[Done], mobilisation: date | None = None
) -> Standing:
    """Where an item stands on the day of the facts; `day0` is the one from which it counts.

    What is recorded for a later day does not count yet.
    """
    checks = [d for d in done if d.source is LateEffectSource.CHECK and d.on <= facts.today]
    latest = max(checks, key=lambda d: (d.on, d.row_id or 0), default=None)
    referral = latest if latest is not None and latest.refer_to else None
    found = _stand(item, facts, day0, done, mobilisation)
    return replace(found, referral=referral, is_told=_is_told(item, day0, found.last))


def _stand(
    item: LateEffectItem, facts: RuleFacts, day0: date | None, done: Sequence[Done], mobilisation: date | None
) -> Standing:
    on = facts.today
    past = sorted((d for d in done if d.on <= on and d.result is not CheckResult.NOT_DONE), key=lambda d: d.on)
    last = past[-1] if past else None
    concerns = Judged(Truth.YES) if item.rule is None else item.rule.when.judge(facts, item.rule.thresholds)
    if concerns.truth is Truth.NO:
        return Standing(item, LateEffectState.NOT_APPLICABLE, None, last, Because("not_for"))
    if item.before_mobilisation:
        return _before_mobilisation(item, on, last, mobilisation, day0)
    if day0 is None:
        return Standing(item, LateEffectState.NOT_YET, None, last, Because("no_day0"))
    due, end = next_due(item, day0, None if last is None else last.on), _asked_until(item, day0)
    if due is None and last is not None:
        return Standing(item, LateEffectState.DONE, None, last, Because("done_once", {"day": last.on}))
    if due is None or (end is not None and on > end):
        return Standing(item, LateEffectState.NOT_APPLICABLE, None, last, Because("ended", {"day": end}))
    if on < due:
        is_first = last is None or last.on < first_that_counts(item, day0)
        state, key = (LateEffectState.NOT_YET, "from") if is_first else (LateEffectState.DONE, "again")
        return Standing(item, state, due, last, Because(key, {"day": due}))
    if concerns.truth is Truth.UNKNOWN:
        return Standing(item, LateEffectState.ASKS, due, last, Because("asks", {"day": due}, concerns.missing))
    is_late = on > add_offset(due, item.grace)
    state, key = (LateEffectState.OVERDUE, "overdue") if is_late else (LateEffectState.DUE, "due")
    return Standing(item, state, due, last, Because(key, {"day": due}))


def settled(found: Standing, day0: date, on: date, today: date, *, elsewhere: bool) -> Standing:
    """Where an item stands when a visit settled its occasion: done `elsewhere`, or found not to be needed.

    It is due again at the first occasion whose window opens after that visit. What is not due is left as it is.
    """
    item, key = found.item, "elsewhere" if elsewhere else "not_needed"
    if found.due is None or found.due > today or found.state is LateEffectState.NOT_APPLICABLE:
        return found
    due = next((day for day in occasions(item, day0) if window_around(item, day0, day)[0] > on), None)
    if due is None:
        state = LateEffectState.DONE if elsewhere else LateEffectState.NOT_APPLICABLE
        return replace(found, state=state, due=None, why=Because(f"{key}_once", {"on": on}))
    if due > today:
        state = LateEffectState.DONE if elsewhere else LateEffectState.NOT_YET
        return replace(found, state=state, due=due, why=Because(key, {"on": on, "day": due}))
    if found.state is LateEffectState.ASKS:
        return replace(found, due=due, why=replace(found.why, params={"day": due}))
    is_late = today > add_offset(due, item.grace)
    state = LateEffectState.OVERDUE if is_late else LateEffectState.DUE
    return replace(found, state=state, due=due, why=Because("overdue" if is_late else "due", {"day": due}))


def _is_told(item: LateEffectItem, day0: date | None, last: Done | None) -> bool:
    """A recorded check says something from Day 0 on, a routine result or a visit's line once it may count."""
    if last is None or item.before_mobilisation:
        return last is not None
    if day0 is None:
        return False
    by_hand = last.source in (LateEffectSource.CHECK, LateEffectSource.FERTILITY)
    return last.on >= (day0 if by_hand else first_that_counts(item, day0))


def _before_mobilisation(
    item: LateEffectItem, on: date, last: Done | None, mobilisation: date | None, day0: date | None
) -> Standing:
    """Due until mobilisation; after it nobody can do it any more, and the record does not say whether it was."""
    if last is not None:
        return Standing(item, LateEffectState.DONE, None, last, Because("done_once", {"day": last.on}))
    begun = min((day for day in (mobilisation, day0) if day is not None), default=None)
    if begun is None or on < begun:
        key = "before_mobilisation" if begun is None else "before_day"
        return Standing(item, LateEffectState.DUE, begun, None, Because(key, {"day": begun}))
    return Standing(item, LateEffectState.ASKS, None, None, Because("not_recorded_before", {"day": begun}))


@dataclass(frozen=True)
class Criterion:
    """One criterion of a syndrome: met, not met, or not known for want of `missing`; `evidence` is what it rests on."""

    truth: Truth
    evidence: tuple[Mapping[str, Any], ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Syndrome:
    """How many criteria are met; `truth` says whether enough of them are, however the unknown ones turn out."""

    truth: Truth
    criteria: tuple[Criterion, ...]
    least: int

    @property
    def met(self) -> int:
        """The criteria that are surely met."""
        return sum(criterion.truth is Truth.YES for criterion in self.criteria)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What has not been measured, or lately."""
        open_ones = (criterion for criterion in self.criteria if criterion.truth is Truth.UNKNOWN)
        return tuple(dict.fromkeys(missing for criterion in open_ones for missing in criterion.missing))


def syndrome_of(item: LateEffectItem, facts: RuleFacts) -> Syndrome | None:
    """The syndrome of an item, counted in three values; None for an item without one."""
    if item.syndrome is None:
        return None
    rule = item.syndrome
    judged = [part.judge(facts, rule.thresholds) for part in rule.when.parts()]
    criteria = tuple(Criterion(j.truth, j.evidence, j.missing) for j in judged)
    least = next((int(rule.thresholds[name].value or 0) for name, role, _ in rule.when.roles() if role == "count"), 0)
    return Syndrome(rule.when.judge(facts, rule.thresholds).truth, criteria, least)


@dataclass(frozen=True)
class CheckEntry:
    """What the form of a check hands over: the item's id, the day, the result, a value with its unit, the finding, and
    to whom the patient is referred on which day ("" and None: to nobody)."""

    patient_id: int
    item: str
    done_on: date | None
    result: CheckResult | None
    value: Decimal | None = None
    unit: str = ""
    finding: str = ""
    refer_to: str = ""
    referred_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Check:
    """A recorded check."""

    id: int
    version: int
    entry: CheckEntry
    done_on: date


def check_late_effect(
    entry: CheckEntry, total: TotalRange | None, birth_date: date, today: date, died: date | None = None
) -> Iterator[Problem]:
    """Yield what is wrong with a check: its day, its result, a total out of its range, a referral without its day."""
    yield from check_day("done_on", entry.done_on, birth_date, today, died, required=True)
    if entry.result is None:
        yield Problem("result", "late_effect_result_missing")
    if entry.value is not None and entry.result is CheckResult.NOT_DONE:
        yield Problem("value", "late_effect_value_of_nothing")
    if entry.value is not None and total is not None:
        low, high = total.low, total.high
        if (low is not None and entry.value < low) or (high is not None and entry.value > high):
            yield Problem("value", "late_effect_total", {"low": low, "high": high})
    yield from _check_referral(entry)
    for name, limit in (("finding", MAX_FINDING), ("refer_to", MAX_FINDING), ("note", MAX_NOTE)):
        if len(getattr(entry, name)) > limit:
            yield Problem(name, "too_long", {"limit": limit})


def _check_referral(entry: CheckEntry) -> Iterator[Problem]:
    """A referral names both: to whom and by which day; that day may lie ahead."""
    if entry.refer_to.strip() and entry.referred_on is None:
        yield Problem("referred_on", "late_effect_referral_day")
    elif entry.referred_on is not None and not entry.refer_to.strip():
        yield Problem("refer_to", "late_effect_referral_to")
    elif entry.referred_on is not None and entry.done_on is not None and entry.referred_on < entry.done_on:
        yield Problem("referred_on", "late_effect_referral_before", {"done": entry.done_on})
    if entry.result is CheckResult.ABNORMAL and not entry.finding.strip() and entry.value is None:
        yield Problem("finding", "late_effect_finding_missing")


def check_day(
    name: str, day: date | None, birth_date: date, today: date, died: date | None, *, required: bool = False
) -> Iterator[Problem]:
    """Yield what is wrong with the day of something that has happened."""
    if day is None:
        if required:
            yield Problem(name, "date_missing")
    elif day < birth_date:
        yield Problem(name, "before_birth", {"birth_date": birth_date})
    elif died is not None and day > died:
        yield Problem(name, "after_death", {"died": died})
    elif day > today:
        yield Problem(name, "date_in_future")
