"""Verdicts on outcome measures: a definition of the catalogue held against the values, in three states with evidence.

Pure: facts and day in, verdict out; nothing derived is stored. The baseline is the last value on or before Day 0, later
values count after it. What is missing makes a verdict unknown, never met and never failed; one failed condition is
enough for "not met".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hsct_desktop.domain.measure import Direction, Measure, partial_sum, score_of
from hsct_desktop.domain.measure_outcome import (
    Becomes,
    ChangeTest,
    Condition,
    LaboratoryTest,
    LevelTest,
    MeasureOutcome,
    NoAttackTest,
    NoNewItemTest,
    Since,
    Test,
    Towards,
    VerdictKind,
)
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.rule_facts import Truth, all_of


@dataclass(frozen=True)
class Reading:
    """A value of a measure as verdicts read it."""

    on: date
    value: Decimal
    items: Mapping[str, str] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True)
class LabReading:
    """A laboratory value in words, and whether it is within its range or negative; None where nothing says so."""

    on: date
    text: str
    is_normal: bool | None
    is_negative: bool | None


@dataclass(frozen=True)
class VerdictFacts:
    """What verdicts read of a patient; lists are in order of their days.

    `relapses` are onsets as far as known, None for one without a date. `looked_until` is the last day on which somebody
    would have known of a relapse. Nothing after `until` (the next transplant) counts.
    """

    day0: date | None
    readings: Mapping[str, Sequence[Reading]] = field(default_factory=dict)
    labs: Mapping[str, Sequence[LabReading]] = field(default_factory=dict)
    relapses: Sequence[PartialDate | None] = ()
    looked_until: date | None = None
    until: date | None = None

    def before(self, measure_id: str) -> Reading | None:
        """The baseline: the last value on or before Day 0."""
        return next((r for r in reversed(self.readings.get(measure_id, ())) if self._is_before(r.on)), None)

    def after(self, measure_id: str) -> list[Reading]:
        """The values after Day 0."""
        return [r for r in self.readings.get(measure_id, ()) if self._is_after(r.on)]

    def previous(self, measure_id: str, reading: Reading) -> Reading | None:
        """The value before another, on either side of Day 0."""
        return next((r for r in reversed(self.readings.get(measure_id, ())) if r.on < reading.on), None)

    def _is_before(self, on: date) -> bool:
        return self.day0 is not None and on <= self.day0

    def _is_after(self, on: date) -> bool:
        return self.day0 is not None and on > self.day0 and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Part:
    """One condition of a definition as it stands: its values and, where it cannot be told, why.

    `why` is the last part of a wording key (`measure.why.*`), "" where the values say it. `present` are the items of
    the value that count against it; `amount` is the change towards the tested side (negative: the other way). `now` is
    a later value at which a change since the value before still stands. `joined` are onsets after Day 0 that are
    counted with the attack before them.
    """

    condition: Condition
    truth: Truth
    reading: Reading | None = None
    baseline: Reading | None = None
    why: str = ""
    present: tuple[str, ...] = ()
    amount: Decimal | None = None
    lab: LabReading | None = None
    lab_before: LabReading | None = None
    attacks: tuple[PartialDate, ...] = ()
    joined: tuple[PartialDate, ...] = ()
    now: Reading | None = None


@dataclass(frozen=True)
class Verdict:
    """A definition's verdict on the latest values.

    `on` is the day of the value that decides, `first_met` the first on which the definition was met, also where it no
    longer is, `met_since` the first of the values in a row up to the latest on which it was met.
    """

    outcome: MeasureOutcome
    truth: Truth
    parts: tuple[Part, ...]
    on: date | None = None
    first_met: date | None = None
    met_since: date | None = None

    @property
    def failing(self) -> tuple[Part, ...]:
        """The conditions that are not met."""
        return tuple(part for part in self.parts if part.truth is Truth.NO)

    @property
    def missing(self) -> tuple[Part, ...]:
        """The conditions that cannot be told."""
        return tuple(part for part in self.parts if part.truth is Truth.UNKNOWN)


def verdict(outcome: MeasureOutcome, measures: Mapping[str, Measure], facts: VerdictFacts) -> Verdict:
    """A definition held against a patient's values, with every day on which it could be judged looked through."""
    days = _days(outcome, facts)
    if not days:
        parts = _parts(outcome, measures, facts, None)
        return Verdict(outcome, _together(outcome, parts), parts, _decided_on(parts))
    judged = [(day, _parts(outcome, measures, facts, day)) for day in days]
    truths = [(day, _together(outcome, parts)) for day, parts in judged]
    first = next((day for day, truth in truths if truth is Truth.YES), None)
    since = None
    for day, truth in reversed(truths):
        if truth is not Truth.YES:
            break
        since = day
    return Verdict(outcome, truths[-1][1], judged[-1][1], days[-1], first, since)


def _days(outcome: MeasureOutcome, facts: VerdictFacts) -> list[date]:
    """The days on which a definition is judged: those of its first measure after Day 0, else of any of its measures."""
    ids = [measure_of(condition.test) for condition in outcome.conditions]
    for measure_id in (ids[:1], ids):
        days = {reading.on for one in measure_id if one for reading in facts.after(one)}
        if days:
            return sorted(days)
    return []


def measure_of(test: Test) -> str:
    """The measure that a test reads, "" for one that reads none."""
    return test.measure_id if isinstance(test, ChangeTest | LevelTest | NoNewItemTest) else ""


def _decided_on(parts: Sequence[Part]) -> date | None:
    return max((part.lab.on for part in parts if part.lab is not None), default=None)


def _together(outcome: MeasureOutcome, parts: Sequence[Part]) -> Truth:
    """All conditions. A gain that nobody could make (all was normal before) is no response, and no failure either."""
    if outcome.kind is VerdictKind.RESPONSE and parts and all(part.why == "was_normal" for part in parts):
        return Truth.UNKNOWN
    return all_of(part.truth for part in parts)


def _parts(
    outcome: MeasureOutcome, measures: Mapping[str, Measure], facts: VerdictFacts, on: date | None
) -> tuple[Part, ...]:
    return tuple(_part(condition, outcome, measures, facts, on) for condition in outcome.conditions)


def _part(
    condition: Condition, outcome: MeasureOutcome, measures: Mapping[str, Measure], facts: VerdictFacts, on: date | None
) -> Part:
    """One condition on a day (None: no value of the definition after Day 0)."""
    test = condition.test
    if facts.day0 is None:
        return Part(condition, Truth.UNKNOWN, why="no_day0")
    if isinstance(test, NoAttackTest):
        return _attacks(condition, test, facts)
    if isinstance(test, LaboratoryTest):
        return _laboratory(condition, test, facts)
    measure = measures[test.measure_id]
    reading = _near(facts.after(measure.id), on, outcome.within) if on is not None else None
    if reading is None:
        why = "not_same_time" if facts.after(measure.id) else "no_value_since"
        latest = next(reversed(facts.after(measure.id)), None)
        return Part(condition, Truth.UNKNOWN, latest, facts.before(measure.id), why)
    if isinstance(test, ChangeTest):
        return _changed(condition, test, measure, facts, reading)
    if isinstance(test, LevelTest):
        return _level(condition, test, measure, facts, reading)
    return _no_new(condition, test, measure, facts, reading)


def _near(readings: Sequence[Reading], on: date, within: int) -> Reading | None:
    """The value nearest to a day, the earlier of two; None when the nearest lies further off than `within` days."""
    found = min(readings, key=lambda r: (abs((r.on - on).days), r.on), default=None)
    return found if found is not None and abs((found.on - on).days) <= within else None


# a change -------------------------------------------------------------------------------------------------------


def _changed(condition: Condition, test: ChangeTest, measure: Measure, facts: VerdictFacts, reading: Reading) -> Part:
    is_previous, now = test.since is Since.PREVIOUS, None
    if is_previous and (stands := _standing(test, measure, facts, reading)) is not None:
        reading, now = stands, reading if stands != reading else None
    earlier = facts.previous(measure.id, reading) if is_previous else facts.before(measure.id)
    if earlier is None:
        return Part(condition, Truth.UNKNOWN, reading, why="no_previous" if is_previous else "no_baseline")
    amount = gain(measure, test.towards, earlier.value, reading.value)
    if test.towards is Towards.BETTER and earlier.value == _best(measure):
        return Part(condition, Truth.UNKNOWN, reading, earlier, "at_best", amount=amount)
    fewest, most = _counted(test, measure, earlier, reading, amount)
    truths = {_reaches(test, one, earlier.value) for one in (fewest, most)}
    if len(truths) > 1:
        return Part(condition, Truth.UNKNOWN, reading, earlier, "items_missing", amount=amount)
    reached = truths.pop()
    why = "ignored" if fewest == most != amount else ""
    return Part(condition, Truth.of(reached), reading, earlier, why, amount=amount, now=now)


def _standing(test: ChangeTest, measure: Measure, facts: VerdictFacts, latest: Reading) -> Reading | None:
    """The value that changed so much since the one before, where nothing up to `latest` has fallen behind it again.

    A flare does not end because the next visit finds the score unchanged, only once the score is below that of the
    flare. The last such value counts.
    """
    later: list[Reading] = []
    for reading in reversed([r for r in facts.after(measure.id) if r.on <= latest.on]):
        earlier = facts.previous(measure.id, reading)
        changed = earlier is not None and gain(measure, test.towards, earlier.value, reading.value)
        kept = all(gain(measure, test.towards, reading.value, one.value) >= 0 for one in later)
        if earlier is not None and changed and kept and _reaches(test, changed, earlier.value):
            return reading
        later.append(reading)
    return None


def gain(measure: Measure, towards: Towards, earlier: Decimal, later: Decimal) -> Decimal:
    """The change towards better or worse; negative where it went the other way."""
    return (later - earlier) * _sign(measure, towards)


def _sign(measure: Measure, towards: Towards) -> int:
    """1 where a rise goes the way that is asked for, else -1."""
    return 1 if (measure.direction is Direction.HIGHER) is (towards is Towards.BETTER) else -1


def _reaches(test: ChangeTest, amount: Decimal, earlier: Decimal) -> bool:
    """Whether a change is so much; one of nothing never is."""
    if amount <= 0:
        return False
    if test.points is not None and not test.points.holds(amount):
        return False
    return test.percent is None or test.percent.holds_of_share(amount, abs(earlier))


def _best(measure: Measure) -> Decimal | None:
    """The end of the range from which nothing can become better."""
    return measure.high if measure.direction is Direction.HIGHER else measure.low


def _counted(
    test: ChangeTest, measure: Measure, earlier: Reading, later: Reading, amount: Decimal
) -> tuple[Decimal, Decimal]:
    """The least and the most of a change that counts, where one step of an item does not.

    Both are the same where the item is known, where the definition ignores nothing, and for an unchanged total.
    """
    item = measure.item(test.ignored.item_id) if test.ignored is not None else None
    if test.ignored is None or item is None:
        return amount, amount
    before, after = score_of(item, earlier.items), score_of(item, later.items)
    if before is None or after is None:
        # The totals alone: the step may stand in the change, or against it.
        step = Decimal(max(test.ignored.scores) - min(test.ignored.scores)) if amount else Decimal(0)
        return amount - step, amount + step
    if {before, after} != test.ignored.scores:
        return amount, amount
    counted = amount - (after - before) * _sign(measure, test.towards)
    return counted, counted


# a level --------------------------------------------------------------------------------------------------------


def _level(condition: Condition, test: LevelTest, measure: Measure, facts: VerdictFacts, reading: Reading) -> Part:
    baseline = facts.before(measure.id)
    if not (test.without or test.only):
        return Part(condition, Truth.of(test.limit.holds(reading.value)), reading, baseline)
    counted = [item for item in measure.items if _counts(item.id, test)]
    added = partial_sum(measure, [item.id for item in counted], reading.items)
    if added is not None:
        present = tuple(item.id for item in counted if score_of(item, reading.items))
        truth = Truth.of(test.limit.holds(added))
        return Part(condition, truth, reading, baseline, present=present, amount=added)
    others = sum(max(item.scores) for item in measure.items if not _counts(item.id, test))
    bounds = (max(Decimal(0), reading.value - others), reading.value)
    truths = {test.limit.holds(bound) for bound in bounds}
    if len(truths) > 1:
        return Part(condition, Truth.UNKNOWN, reading, baseline, "items_missing")
    return Part(condition, Truth.of(truths.pop()), reading, baseline)


def _counts(item_id: str, test: LevelTest | NoNewItemTest) -> bool:
    if isinstance(test, LevelTest) and test.only:
        return item_id in test.only
    return item_id not in test.without


def _no_new(condition: Condition, test: NoNewItemTest, measure: Measure, facts: VerdictFacts, reading: Reading) -> Part:
    previous = facts.previous(measure.id, reading)
    if reading.value == 0:
        return Part(condition, Truth.YES, reading, previous)
    if previous is None:
        return Part(condition, Truth.UNKNOWN, reading, why="no_previous")
    counted = [item for item in measure.items if _counts(item.id, test)]
    scores = [(item.id, _at(item.id, measure, previous), _at(item.id, measure, reading)) for item in counted]
    new = tuple(item_id for item_id, before, now in scores if before == 0 and now)
    if new:
        return Part(condition, Truth.NO, reading, previous, present=new)
    if any(before is None or now is None for _item, before, now in scores):
        return Part(condition, Truth.UNKNOWN, reading, previous, "items_missing")
    return Part(condition, Truth.YES, reading, previous)


def _at(item_id: str, measure: Measure, reading: Reading) -> int | None:
    """An item's score; a total of 0 says that none is present."""
    item = measure.item(item_id)
    score = score_of(item, reading.items) if item is not None else None
    return 0 if score is None and reading.value == 0 else score


# attacks and laboratory -----------------------------------------------------------------------------------------


def _attacks(condition: Condition, test: NoAttackTest, facts: VerdictFacts) -> Part:
    """No attack after Day 0, so far as somebody looked; one whose date leaves the side open leaves the verdict open."""
    day0 = facts.day0
    if day0 is None:
        return Part(condition, Truth.UNKNOWN, why="no_day0")
    known = sorted((onset for onset in facts.relapses if onset is not None), key=lambda onset: onset.first)
    begun = attacks(known, test.apart)
    later = [onset for onset in known if onset.first > day0 and (facts.until is None or onset.first <= facts.until)]
    after = tuple(onset for onset in later if onset in begun)
    joined = tuple(onset for onset in later if onset not in begun)
    if after:
        return Part(condition, Truth.NO, attacks=after, joined=joined)
    if any(onset.first <= day0 < onset.last for onset in known) or len(known) < len(facts.relapses):
        return Part(condition, Truth.UNKNOWN, why="attack_undated")
    if facts.looked_until is None or facts.looked_until <= day0:
        return Part(condition, Truth.UNKNOWN, why="nobody_looked")
    return Part(condition, Truth.YES, joined=joined)


def attacks(onsets: Sequence[PartialDate], apart: int) -> list[PartialDate]:
    """The onsets that begin an attack: those at least `apart` days after the onset of the attack before.

    A date known only in part begins one unless it surely belongs to the attack before.
    """
    begun: list[PartialDate] = []
    for onset in sorted(onsets, key=lambda one: one.first):
        if not begun or (onset.last - begun[-1].first).days >= apart:
            begun.append(onset)
    return begun


def _laboratory(condition: Condition, test: LaboratoryTest, facts: VerdictFacts) -> Part:
    day0 = facts.day0
    held = facts.labs.get(test.analyte, ())
    before = next((lab for lab in reversed(held) if day0 is not None and lab.on <= day0), None)
    later = [lab for lab in held if day0 is not None and lab.on > day0]
    later = [lab for lab in later if facts.until is None or lab.on <= facts.until]
    if not later:
        return Part(condition, Truth.UNKNOWN, why="no_value_since", lab_before=before)
    latest = later[-1]
    if before is None:
        return Part(condition, Truth.UNKNOWN, why="no_baseline", lab=latest)
    was, now = _reached(test, before), _reached(test, latest)
    if was is None or now is None:
        return Part(condition, Truth.UNKNOWN, why="no_range", lab=latest, lab_before=before)
    return Part(condition, Truth.of(now), why="was_normal" if was else "", lab=latest, lab_before=before)


def _reached(test: LaboratoryTest, lab: LabReading) -> bool | None:
    return lab.is_negative if test.becomes is Becomes.NEGATIVE else lab.is_normal
