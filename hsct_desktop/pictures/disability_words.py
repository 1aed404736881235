"""What every mark of the course of disability says: date, value, which visits confirm it and by which rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.pictures.disability_facts import (
    Attack,
    Cause,
    Change,
    DisabilityFacts,
    Drug,
    OpenChange,
    Scan,
    Series,
    Turn,
    Visit,
)


def when(on: PartialDate, facts: DisabilityFacts, words: Wording) -> str:
    """A date as far as it is known, with its day after Day 0 where it is known to the day."""
    if on.is_whole:
        return day(on.first, facts, words)
    if on.month is None:
        return words.text("disability.when.year", year=str(on.year))
    return words.text("disability.when.month", month=month_words(on.first, words))


def month_words(on: date, words: Wording) -> str:
    """Month and year, also where a paper writes its days in figures: Sep 2019."""
    name = words.text("date.month.short").split()[on.month - 1]
    return words.text("disability.tick.month", month=name, year=str(on.year))


def day(on: date, facts: DisabilityFacts, words: Wording) -> str:
    """A day with its distance from Day 0."""
    return _day(on, facts.day0, words)


@lru_cache(maxsize=2048)
def _day(on: date, day0: date | None, words: Wording) -> str:
    # Examination, scan and tests are of one day: it is worded once.
    said = words.date(on)
    return said if day0 is None else f"{said}, {words.day(day0, on)}"


def edss(value: float, words: Wording) -> str:
    """An EDSS with one decimal."""
    return words.number(value, 1)


def visit_words(visit: Visit, facts: DisabilityFacts, words: Wording) -> str:
    """An examination: when, EDSS, by whom, and what it confirms."""
    value = words.text("disability.no_edss") if visit.edss is None else f"EDSS {edss(visit.edss, words)}"
    lines = [f"{value} · {when(visit.on, facts, words)}"]
    if visit.rater:
        lines.append(words.text("disability.by", name=visit.rater))
    lines += _roles(visit.stands_on, facts, words) if facts.known(visit.stands_on) == visit.on else ()
    return "\n".join(lines)


def _roles(on: date, facts: DisabilityFacts, words: Wording) -> Iterator[str]:
    """What the examination of a day begins, confirms or leaves open."""
    for change in facts.changes:
        if on == change.onset:
            yield words.text("disability.visit.onset", what=change_name(change, words))
        elif on in change.confirmed:
            what = change_name(change, words)
            yield words.text("disability.visit.confirms", what=what, day=_typed(change.onset, facts, words))
    for open_ in facts.unconfirmed:
        if on == open_.onset:
            yield open_words(open_, words)


def change_name(change: Change, words: Wording) -> str:
    """`worsening, PIRA`."""
    turn = words.text(f"disability.turn.{change.turn}")
    if change.cause is None or change.turn is Turn.IMPROVEMENT or change.cause is Cause.UNDEFINED:
        return turn
    return f"{turn}, {words.text(f'disability.cause.{change.cause}')}"


def change_words(change: Change, facts: DisabilityFacts, words: Wording) -> str:
    """A confirmed change: from what to what, from which visit, which visits confirm it, by which rule."""
    key = f"disability.change.{change.turn}"
    params = {"before": edss(change.before, words), "after": edss(change.after, words)}
    onset, baseline = when(facts.known(change.onset), facts, words), _typed(change.baseline, facts, words)
    lines = [words.text(key, onset=onset, baseline=baseline, **params)]
    days = ", ".join(when(facts.known(on), facts, words) for on in change.confirmed)
    lines.append(words.text("disability.change.confirmed", days=days))
    if change.turn is Turn.WORSENING and change.cause is not None:
        lines.append(words.text(f"disability.cause.{change.cause}.means"))
    if change.to_the_end:
        lines.append(words.text("disability.change.to_the_end"))
    return "\n".join(line for line in (*lines, change.rule) if line)


def _typed(on: date, facts: DisabilityFacts, words: Wording) -> str:
    """The date of an examination as it was typed, without its distance from Day 0."""
    known = facts.known(on)
    return words.date(on) if known.is_whole else when(known, facts, words)


def open_words(change: OpenChange, words: Wording) -> str:
    """A step that nothing confirms, and why."""
    params = {"before": edss(change.before, words), "after": edss(change.after, words)}
    key = "open" if change.is_open else "not_confirmed"
    said = words.text(f"disability.{key}.{change.turn}", **params)
    return f"{said} {change.why}".strip()


def attack_words(attack: Attack, facts: DisabilityFacts, words: Wording) -> str:
    """A relapse: when, where, steroids, recovery."""
    systems = ", ".join(attack.systems) or words.text("disability.systems_unknown")
    lines = [
        f"{words.text('disability.relapse')} · {when(attack.onset, facts, words)}",
        systems,
        words.text(f"disability.steroid.{attack.steroid}"),
        attack.recovery,
    ]
    return "\n".join(line for line in lines if line)


def scan_words(scan: Scan, facts: DisabilityFacts, words: Wording) -> str:
    """A scan: when, new lesions, and whether it is the reference or counted at all."""
    if scan.awaited:
        key = "disability.scan.report" if scan.is_done else "disability.scan.awaited"
        return words.text(key, day=words.date(scan.on.last))
    counts = [
        words.text("disability.scan.unread", what=what)
        if value is None
        else words.text("disability.scan.count", what=what, n=value)
        for what, value in ((new_t2(words), scan.new_t2), (words.text("disability.gd"), scan.gd))
    ]
    lines = [f"{words.text('disability.mri')} · {when(scan.on, facts, words)}", ", ".join(counts)]
    if scan.is_reference:
        lines.append(words.text("disability.scan.reference"))
        lines.append(words.text("disability.scan.chosen", reason=scan.reason) if scan.reason else "")
    elif not scan.counts:
        lines.append(words.text("disability.scan.not_counted"))
    return "\n".join(line for line in (*lines, scan.site) if line)


def new_t2(words: Wording) -> str:
    """The name of the count of new or enlarging T2 lesions."""
    return words.text("disability.new_t2")


def drug_words(drug: Drug, facts: DisabilityFacts, words: Wording) -> str:
    """A drug: from when to when, and why it was stopped."""
    start = words.text("disability.unknown_date") if drug.start is None else when(drug.start, facts, words)
    if drug.stop is not None:
        end = when(drug.stop, facts, words)
    else:
        end = words.text("disability.drug.runs" if drug.runs else "disability.drug.end_unknown")
    lines = [drug.name, f"{start} \u2013 {end}"]
    if drug.reason:
        lines.append(words.text("disability.drug.why", reason=drug.reason))
    return "\n".join(lines)


def value_words(series: Series, on: date, value: float, facts: DisabilityFacts, words: Wording) -> str:
    """A value of a timed test."""
    return f"{series.name} {with_unit(series, value, words)} · {day(on, facts, words)}"


def with_unit(series: Series, value: float, words: Wording) -> str:
    """A value as it is written: 7.2 s."""
    return f"{words.number(value, series.decimals)} {series.unit}".strip()


def summary(facts: DisabilityFacts, words: Wording) -> str:
    """The picture in a sentence, for screen readers and the head of the paper."""
    if facts.is_empty:
        return words.text("disability.none")
    parts = [
        words.count("disability.count.visits", len(facts.graded)),
        words.count("disability.count.relapses", len(facts.relapses)),
        words.count("disability.count.scans", sum(not scan.awaited for scan in facts.scans)),
    ]
    for turn in Turn:
        number = sum(change.turn is turn for change in facts.changes)
        if number:
            parts.append(words.count(f"disability.count.{turn}", number))
    return words.text("disability.summary", counts=", ".join(parts))
