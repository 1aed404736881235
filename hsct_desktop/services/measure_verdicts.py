"""Verdicts on outcome measures in words: state, values with their days, what fails or is missing, rule and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from hsct_desktop.catalogue.wording import MINUS, NBSP, Wording
from hsct_desktop.domain.dates import whole_months
from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.lab_value import Qualitative
from hsct_desktop.domain.measure import Direction, Measure, MeasureValue, implied, score_of
from hsct_desktop.domain.measure_outcome import (
    ChangeTest,
    LaboratoryTest,
    LevelTest,
    Limit,
    MeasureBook,
    MeasureOutcome,
    NoAttackTest,
    Since,
    Towards,
    VerdictKind,
)
from hsct_desktop.domain.measure_verdict import LabReading, Part, Reading, Verdict, VerdictFacts, verdict
from hsct_desktop.domain.partial_date import shown as partial_shown
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.services.measures import shown

_SIGNS = {">": "above", ">=": "at_least", "<": "below", "<=": "at_most"}
_OLD_MONTHS = 7
"""A baseline taken so many whole months before Day 0 is said to be old."""
_PLACES = 1
"""Decimals of a change in percent."""


class Tone(StrEnum):
    """How a line is shown: its sign and colour; the word beside it says the same."""

    GOOD = "good"
    BAD = "bad"
    PLAIN = "plain"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PartLine:
    """A condition of a definition of several, in words."""

    truth: Truth
    label: str
    evidence: str


@dataclass(frozen=True)
class VerdictLine:
    """A line of the panel: what was asked, the answer in a word, and what it rests on.

    `parts` are the conditions of a definition that has several; `more` says when it was met before. `unchecked` says
    that the rule was not read at its source yet, "" where it was.
    """

    id: str
    title: str
    state: str
    tone: Tone
    evidence: str
    parts: tuple[PartLine, ...] = ()
    more: str = ""
    rule: str = ""
    note: str = ""
    source: str = ""
    unchecked: str = ""

    @property
    def sentence(self) -> str:
        """All of it in one text, for readers and papers."""
        parts = [f"{part.label}: {part.evidence}" for part in self.parts]
        head = f"{self.title}: {self.state}"
        texts = (head, self.evidence, *parts, self.more, self.rule, self.note, self.source, self.unchecked)
        return "\n".join(text for text in texts if text)


def readings(values: Iterable[MeasureValue], measures: Mapping[str, Measure]) -> dict[str, list[Reading]]:
    """The values by measure, in the order of their days; those without a number count nowhere."""
    found: dict[str, list[Reading]] = {}
    for held in values:
        entry = held.entry
        if entry.value is not None and entry.measured_on is not None:
            known = measures.get(entry.measure_id)
            items = implied(known, entry.value, entry.items) if known is not None else entry.items
            found.setdefault(entry.measure_id, []).append(Reading(entry.measured_on, entry.value, items, held.id))
    return {measure_id: sorted(of, key=lambda r: (r.on, r.id)) for measure_id, of in found.items()}


def lab_reading(result: LabResult, text: str) -> LabReading:
    """A laboratory result against the limits that judged it, in the unit as typed."""
    if result.qualitative:
        is_negative = result.qualitative == Qualitative.NEGATIVE
        return LabReading(result.taken_on, text, is_negative, is_negative)
    value, sign = result.value, result.comparator
    below_upper = _under(value, sign, result.uln)
    above_lower = None if value is None or result.lln is None else _over(value, sign, result.lln)
    sides = [side for side, limit in ((below_upper, result.uln), (above_lower, result.lln)) if limit is not None]
    is_normal = None if not sides or None in sides else all(sides)
    if False in sides:
        is_normal = False
    return LabReading(result.taken_on, text, is_normal, below_upper)


def _under(value: Decimal | None, sign: str, limit: Decimal | None) -> bool | None:
    """Whether a value surely does not exceed an upper limit."""
    if value is None or limit is None:
        return None
    if sign == "<":
        return True if value <= limit else None
    if sign == ">":
        return False if value >= limit else None
    return value <= limit


def _over(value: Decimal, sign: str, limit: Decimal) -> bool | None:
    """Whether a value surely does not fall below a lower limit."""
    if sign == "<":
        return False if value <= limit else None
    if sign == ">":
        return True if value >= limit else None
    return value >= limit


def lines(words: Wording, book: MeasureBook, disease_id: str, facts: VerdictFacts) -> list[VerdictLine]:
    """The verdicts of a disease in the order of the catalogue; better and worse of one measure are one line."""
    verdicts = [verdict(outcome, book.measures, facts) for outcome in book.outcomes_of(disease_id)]
    said = _Said(words, book.measures, facts)
    found: list[VerdictLine] = []
    done: set[str] = set()
    for one in verdicts:
        if one.outcome.id in done:
            continue
        other = next((v for v in verdicts if _are_pair(one.outcome, v.outcome)), None)
        if other is not None:
            done.add(other.outcome.id)
        found.append(said.pair(one, other) if other is not None else said.line(one))
    return found


def _are_pair(one: MeasureOutcome, other: MeasureOutcome) -> bool:
    """Whether two definitions ask the same change of a measure, one for the better and one for the worse."""
    if {one.kind, other.kind} != {VerdictKind.RESPONSE, VerdictKind.WORSENING}:
        return False
    tests = [outcome.conditions[0].test for outcome in (one, other) if len(outcome.conditions) == 1]
    if len(tests) < 2:
        return False
    first, second = tests
    return (
        isinstance(first, ChangeTest)
        and isinstance(second, ChangeTest)
        and (first.measure_id, first.points, first.percent, first.since, first.ignored)
        == (second.measure_id, second.points, second.percent, second.since, second.ignored)
        and first.towards is not second.towards
    )


@dataclass(frozen=True)
class _Said:
    """Words for verdicts of one patient, in one language."""

    words: Wording
    measures: Mapping[str, Measure]
    facts: VerdictFacts

    def line(self, held: Verdict) -> VerdictLine:
        """One definition."""
        key = f"{held.outcome.kind}.{held.truth.name.lower()}"
        several = len(held.parts) > 1
        parts = tuple(self._part_line(part) for part in held.parts) if several else ()
        if several:
            # What one fears and is not there needs no list of what is missing for it.
            evidence = "" if held.truth is Truth.NO and not held.outcome.kind.is_good else self._several(held)
        else:
            evidence = self.evidence(held.parts[0])
        return VerdictLine(
            held.outcome.id,
            held.outcome.label.text(self.words.language),
            self.words.text(f"measure.state.{key}"),
            _tone(held),
            evidence,
            parts,
            self._more(held),
            self._rules(held.outcome),
            *self._margin(held.outcome),
        )

    def pair(self, one: Verdict, other: Verdict) -> VerdictLine:
        """Better and worse of one measure as one answer."""
        better, worse = (one, other) if one.outcome.kind is VerdictKind.RESPONSE else (other, one)
        if Truth.YES in (better.truth, worse.truth):
            deciding, key = (better, "better") if better.truth is Truth.YES else (worse, "worse")
            tone = Tone.GOOD if key == "better" else Tone.BAD
        elif Truth.UNKNOWN in (better.truth, worse.truth) and not _only_best(better, worse):
            deciding, key, tone = (better if better.truth is Truth.UNKNOWN else worse), "unknown", Tone.UNKNOWN
        else:
            deciding, key, tone = worse, "same", Tone.PLAIN
        test = deciding.parts[0].condition.test
        title = self.measures[test.measure_id].short if isinstance(test, ChangeTest) else deciding.outcome.label
        more = [self._more(held) for held in (better, worse) if held.truth is not Truth.YES]
        return VerdictLine(
            deciding.outcome.id,
            title.text(self.words.language),
            self.words.text(f"measure.state.pair.{key}"),
            tone,
            self.evidence(deciding.parts[0]),
            (),
            " ".join(text for text in more if text),
            self._rule_of_pair(better),
            *self._margin(deciding.outcome),
        )

    def _margin(self, outcome: MeasureOutcome) -> tuple[str, str, str]:
        note = outcome.note.text(self.words.language) if outcome.note is not None else ""
        return note, outcome.source, self.words.text("measure.unchecked") if outcome.unchecked else ""

    def _part_line(self, part: Part) -> PartLine:
        return PartLine(part.truth, part.condition.label.text(self.words.language), self.evidence(part))

    def _several(self, held: Verdict) -> str:
        """Which of several conditions fails or is missing, by name; all of them where none does."""
        language = self.words.language
        if held.failing:
            names = ", ".join(part.condition.label.text(language) for part in held.failing)
            return self.words.text("measure.failing", names=names)
        if held.missing and held.truth is Truth.UNKNOWN:
            names = ", ".join(part.condition.label.text(language) for part in held.missing)
            return self.words.text("measure.missing", names=names)
        return self.words.text("measure.all_met", n=len(held.parts))

    def _more(self, held: Verdict) -> str:
        """Since when it is met; or that it was met once and no longer is."""
        kind = held.outcome.kind
        if held.truth is Truth.YES and held.met_since is not None:
            return self.words.text(f"measure.since.{kind}", day=held.met_since)
        if held.first_met is not None and held.truth is not Truth.YES:
            return self.words.text(f"measure.once.{kind}", day=held.first_met)
        return ""

    # evidence ---------------------------------------------------------------------------------------------------

    def evidence(self, part: Part) -> str:
        """The values of a condition with their days, and why it cannot be told where it cannot."""
        test = part.condition.test
        if isinstance(test, NoAttackTest):
            return self._attacks(part)
        if isinstance(test, LaboratoryTest):
            return self._lab(part)
        measure = self.measures[test.measure_id]
        if isinstance(test, ChangeTest):
            values = self._change(part, measure, test)
        else:
            values = self._level(part, measure)
        # What was before says itself that nothing came after.
        return values if values and part.why == "no_value_since" else _joined(values, self._why(part))

    def _why(self, part: Part) -> str:
        return self.words.text(f"measure.why.{part.why}") if part.why else ""

    def _change(self, part: Part, measure: Measure, test: ChangeTest) -> str:
        words, before, after = self.words, part.baseline, part.reading
        if before is None and after is None:
            return ""
        if before is None or after is None:
            one = before or after
            key = "measure.only_before" if after is None else "measure.only_after"
            return words.text(key, value=shown(words, measure, one.value), day=one.on) if one is not None else ""
        said = words.text(
            "measure.changed.previous" if test.since is Since.PREVIOUS else "measure.changed",
            before=shown(words, measure, before.value),
            before_on=before.on,
            after=shown(words, measure, after.value),
            after_on=after.on,
            change=change_words(words, before.value, after.value),
        )
        return _joined(said, self._stands(part, measure, test) or self._old(before, test))

    def _stands(self, part: Part, measure: Measure, test: ChangeTest) -> str:
        """That a later value has not taken the change back."""
        if part.now is None:
            return ""
        rose = (measure.direction is Direction.HIGHER) is (test.towards is Towards.BETTER)
        key = "measure.stands" if rose else "measure.stands.higher"
        return self.words.text(key, value=shown(self.words, measure, part.now.value), day=part.now.on)

    def _old(self, baseline: Reading, test: ChangeTest) -> str:
        """That a baseline lies long before Day 0: the disease may have been another then."""
        day0 = self.facts.day0
        months = whole_months(baseline.on, day0) if day0 is not None and test.since is Since.BASELINE else 0
        return self.words.text("measure.old_baseline", n=months) if months >= _OLD_MONTHS else ""

    def _level(self, part: Part, measure: Measure) -> str:
        words, reading = self.words, part.reading
        if reading is None:
            return ""
        named = [item.label.text(words.language) for item in measure.items if item.id in part.present]
        key, names, groups, counted = "measure.at_items" if named else "measure.at", ", ".join(named), "", ""
        if part.amount is not None and named and part.amount != reading.value:
            key, counted = "measure.at_items_part", words.number(part.amount)
        elif part.amount is not None and not named and reading.value:
            names, groups = self._others(measure, reading)
            key = "measure.at_others" if names else "measure.at_none"
        return words.text(
            key,
            measure=measure.short.text(words.language),
            value=shown(words, measure, reading.value),
            day=reading.on,
            names=names,
            groups=groups,
            counted=counted,
        )

    def _others(self, measure: Measure, reading: Reading) -> tuple[str, str]:
        """The items that make up a value, and the groups they stand in; "" while one is not known."""
        language = self.words.language
        present = [item for item in measure.items if score_of(item, reading.items)]
        if sum(score_of(item, reading.items) or 0 for item in present) != reading.value:
            return "", ""
        titles = [measure.groups[item.group].text(language) for item in present if item.group in measure.groups]
        groups = dict.fromkeys(title[:1].lower() + title[1:] for title in titles)
        return ", ".join(item.label.text(language) for item in present), ", ".join(groups)

    def _lab(self, part: Part) -> str:
        words, before, after = self.words, part.lab_before, part.lab
        if before is not None and after is not None:
            text = words.text(
                "measure.lab", before=before.text, before_on=before.on, after=after.text, after_on=after.on
            )
        elif after is not None:
            text = words.text("measure.only_after", value=after.text, day=after.on)
        else:
            text = words.text("measure.only_before", value=before.text, day=before.on) if before is not None else ""
        return text if text and part.why == "no_value_since" else _joined(text, self._why(part))

    def _attacks(self, part: Part) -> str:
        words = self.words
        if part.attacks:
            first = partial_shown(part.attacks[0])
            return self._with_joined(words.count("measure.attacks", len(part.attacks), first=first), part)
        if part.truth is Truth.YES and self.facts.looked_until is not None:
            return self._with_joined(words.text("measure.no_attack", until=self.facts.looked_until), part)
        return self._why(part)

    def _with_joined(self, text: str, part: Part) -> str:
        """The sentence with the recorded onsets that begin no attack of their own."""
        test = part.condition.test
        if not part.joined or not isinstance(test, NoAttackTest):
            return text
        first = partial_shown(part.joined[0])
        return f"{text} {self.words.count('measure.joined', len(part.joined), first=first, apart=test.apart)}"

    # rules ------------------------------------------------------------------------------------------------------

    def _rules(self, outcome: MeasureOutcome) -> str:
        """The rule of a definition in words; a definition of several conditions names them itself."""
        if len(outcome.conditions) > 1:
            names = "; ".join(condition.label.text(self.words.language) for condition in outcome.conditions)
            return self.words.text("measure.rule", rule=names)
        test = outcome.conditions[0].test
        if isinstance(test, ChangeTest):
            rule = self._change_rule(test)
        elif isinstance(test, LevelTest):
            rule = self._limit(test.limit)
        else:
            return ""
        return self.words.text("measure.rule", rule=rule)

    def _rule_of_pair(self, better: Verdict) -> str:
        test = better.parts[0].condition.test
        if not isinstance(test, ChangeTest):
            return ""
        return self.words.text("measure.rule", rule=self.words.text("measure.rule.either", limits=self._limits(test)))

    def _change_rule(self, test: ChangeTest) -> str:
        measure = self.measures[test.measure_id]
        rises = (measure.direction is Direction.HIGHER) is (test.towards is Towards.BETTER)
        way = "rise" if rises else "fall"
        return self.words.text(f"measure.rule.{way}.{test.since}", limits=self._limits(test))

    def _limits(self, test: ChangeTest) -> str:
        unit = self.measures[test.measure_id].unit
        said = unit.text(self.words.language) if unit is not None else ""
        parts = [self._limit(test.points, said)] if test.points is not None else []
        if test.percent is not None:
            of = "measure.of_previous" if test.since is Since.PREVIOUS else "measure.of_baseline"
            parts.append(f"{self._limit(test.percent, '%')} {self.words.text(of)}")
        return self.words.text("measure.both", first=parts[0], second=parts[1]) if len(parts) == 2 else parts[0]

    def _limit(self, limit: Limit, unit: str = "") -> str:
        number = self.words.number(limit.number)
        return self.words.text(f"measure.limit.{_SIGNS[limit.sign]}", n=f"{number}{NBSP}{unit}" if unit else number)


def _only_best(better: Verdict, worse: Verdict) -> bool:
    """Whether better is open only because nothing can be better than the baseline was: then it is "no change"."""
    return worse.truth is Truth.NO and better.parts[0].why == "at_best"


def _tone(held: Verdict) -> Tone:
    if held.truth is Truth.UNKNOWN:
        return Tone.UNKNOWN
    if held.outcome.kind is VerdictKind.WORSENING:
        # No comfort where it was there before, where its first condition, the change itself, may be, or where the
        # value rose since the visit before: of two definitions of a flare the other may be met.
        test = held.parts[0].condition.test
        is_flare = isinstance(test, ChangeTest) and test.since is Since.PREVIOUS
        went = is_flare and (held.parts[0].amount or 0) > 0
        may_be = held.first_met is not None or held.parts[0].truth is not Truth.NO or went
        return Tone.BAD if held.truth is Truth.YES else Tone.PLAIN if may_be else Tone.GOOD
    return Tone.GOOD if held.truth is Truth.YES else Tone.PLAIN


def _joined(*texts: str) -> str:
    return " ".join(text for text in texts if text)


def change_words(words: Wording, before: Decimal, after: Decimal) -> str:
    """A change with its sign, and in percent of the earlier value where that is not 0: "−12, −50 %"."""
    change = after - before
    said = _signed(words, change)
    if not before or not change:
        return said
    share = (change * 100 / abs(before)).quantize(Decimal(1).scaleb(-_PLACES))
    share = share.to_integral_value() if share == share.to_integral_value() else share
    return f"{said}, {_signed(words, share)}{NBSP}%"


def signed_change(words: Wording, before: Decimal, after: Decimal) -> str:
    """A change with its sign alone: "−12"."""
    return _signed(words, after - before)


def _signed(words: Wording, value: Decimal) -> str:
    number = words.number(abs(value))
    return f"+{number}" if value > 0 else f"{MINUS}{number}" if value < 0 else words.text("measure.unchanged")
