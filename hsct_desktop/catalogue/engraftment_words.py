"""What the counts say of engraftment, in sentences for screen, paper and command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.engraftment import RULES, Count, Derived, EngraftmentStatus, Lineage, day_ranges


def days_in_words(words: Wording, days: Sequence[int]) -> str:
    """Days after the infusion: +3, +5 to +7."""
    signed = words.signed_day
    return ", ".join(
        signed(first) if first == last else words.text("engraftment.days.range", first=signed(first), last=signed(last))
        for first, last in day_ranges(days)
    )


def when(words: Wording, day: int, day0: date | None) -> str:
    """A day after the infusion, with its date where Day 0 is known: Day +12 (13 Jan 2026)."""
    said = words.text("date.day_after_infusion", day=words.signed_day(day))
    return said if day0 is None else words.text("engraftment.when", day=said, date=day0 + timedelta(days=day))


def rows_in_words(words: Wording, counts: Iterable[Count]) -> str:
    """Counts with their days: Day +12: 0.6, Day +13: <0.1."""
    return ", ".join(
        words.text("engraftment.row", day=when(words, count.day, None), value=count_in_words(words, count))
        for count in counts
    )


def count_in_words(words: Wording, count: Count) -> str:
    """A count with its comparator, without its unit."""
    return count.comparator + words.number(count.value)


def limit_in_words(words: Wording, lineage: Lineage) -> str:
    """The limit of a lineage: ANC ≥ 0.5 ×10⁹/L."""
    return words.text(f"engraftment.limit.{lineage}", limit=RULES.limit(lineage))


def sentence(words: Wording, found: Derived, day0: date | None = None) -> str:
    """What the counts give, as one sentence."""
    key = f"engraftment.says.{found.status}"
    if found.status is EngraftmentStatus.NEVER_BELOW and found.missing:
        key += "_missing"
    if found.status is EngraftmentStatus.NOT_YET and found.evidence:
        since = when(words, found.evidence[0].day, day0)
        return words.count("engraftment.says.begun", len(found.evidence), since=since)
    limit, bare = RULES.limit(found.lineage), found.status is EngraftmentStatus.NEVER_BELOW
    if found.status is EngraftmentStatus.NOT_YET and found.nadir is None:
        key, bare = "engraftment.says.not_below_yet", True
    said = words.text(
        key,
        limit=limit if bare else limit_in_words(words, found.lineage),
        when="" if found.day is None else when(words, found.day, day0),
        missing=days_in_words(words, found.missing),
        last="" if found.last_day is None else when(words, found.last_day, day0),
        day=when(words, RULES.failure_day, day0),
    )
    return said[:1].upper() + said[1:]


def remarks(words: Wording, found: Derived, day0: date | None = None) -> list[str]:
    """What a person should know before confirming: a fall, transfusions, counts that could not be used."""
    limit, said = RULES.limit(found.lineage), []
    if found.late:
        said.append(words.text("engraftment.remark.late", day=when(words, RULES.failure_day, day0)))
    if found.fall:
        said.append(words.text("engraftment.remark.fall", limit=limit, rows=rows_in_words(words, found.fall)))
    if found.transfused:
        never = found.status is EngraftmentStatus.NEVER_BELOW
        key = "transfused_never_below" if never else "transfused"
        said.append(words.text(f"engraftment.remark.{key}", days=days_in_words(words, found.transfused)))
    if found.unusable:
        rows = rows_in_words(words, found.unusable)
        said.append(words.text("engraftment.remark.unusable", limit=limit, rows=rows))
    return said
