"""The picture of a letter: the EDSS from two years before Day 0 on, with relapses, scans and drugs below it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from hsct_desktop.documents.letter_inputs import Curve, LetterSection
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.partial_date import PartialDate, standing_day, whole
from hsct_desktop.pictures.disability_facts import DisabilityFacts, Drug, Visit
from hsct_desktop.services import disability_picture, letter_facts
from hsct_desktop.services.letter_ask import LetterAsk

HEIGHT: Final = 58.0
LOW: Final = 45.0
"""Heights in mm: as a rule, and where the pages run short."""
YEARS_BEFORE: Final = 2
NEAR: Final = 30
"""Days from a relapse within which an EDSS says more of the relapse than of the course."""
LEAST: Final = 2
"""Fewer values are no course."""
KEEP: Final = 2
"""The picture gets lower only after the transplant and the toxicities were shortened."""


def section(ask: LetterAsk) -> LetterSection | None:
    """The picture; None for a disease without EDSS and for a course of one value."""
    if not letter_facts.has_edss(ask):
        return None
    held = letter_facts.course(ask)
    if held.series.twice is not None:
        ask.lacks("edss_day", letter_facts.DISEASE)
        return None  # two EDSS of one day: nobody can tell which to draw
    words = letter_facts.words_of(ask)
    whole_course = disability_picture.facts_in(ask.session, ask.ws, held, words.in_tables)
    facts = since(whole_course, first_day(whole_course))
    graded = facts.graded
    if len(graded) < LEAST or not _tells(facts):
        return None
    first, last = (letter_facts.partial(words, replace(seen.on, day=None)) for seen in (graded[0], graded[-1]))
    caption = words.text("letter.today.picture", first=first, last=last)
    if any(seen.hollow for seen in graded):
        caption = f"{caption} {words.text('letter.today.picture.hollow')}"
    return LetterSection(
        "picture", "", (Curve(facts, HEIGHT, caption),), brief=(Curve(facts, LOW, caption),), keep=KEEP
    )


def _tells(facts: DisabilityFacts) -> bool:
    """Whether the course goes on after Day 0, where Day 0 has come."""
    day0 = facts.day0
    return day0 is None or day0 > facts.end or any(seen.on.last > day0 for seen in facts.graded)


def first_day(facts: DisabilityFacts) -> date:
    """The first day that is drawn: two years before Day 0 (or today), or the last EDSS before that."""
    pole = facts.day0 if facts.day0 is not None and facts.day0 <= facts.today else facts.end
    first = add_months(pole, -12 * YEARS_BEFORE)
    within = [seen for seen in facts.graded if first <= standing_day(seen.on) <= pole]
    earlier = [seen for seen in facts.graded if standing_day(seen.on) < first]
    return standing_day(earlier[-1].on) if earlier and not within else first


def since(facts: DisabilityFacts, first: date) -> DisabilityFacts:
    """The facts from a day on; a drug begun before it is drawn from that day, its name says since when it was given."""
    return replace(
        facts,
        visits=tuple(_seen(one, facts) for one in facts.visits if standing_day(one.on) >= first),
        relapses=tuple(one for one in facts.relapses if standing_day(one.onset) >= first),
        scans=tuple(one for one in facts.scans if standing_day(one.on) >= first),
        drugs=tuple(_drawn(one, first) for one in facts.drugs if not _is_over(one, first)),
        changes=tuple(one for one in facts.changes if one.baseline >= first),
        unconfirmed=tuple(one for one in facts.unconfirmed if one.onset >= first),
        series=(),
        phases=(),
        other_day0s=tuple(day for day in facts.other_day0s if day >= first),
        undated_relapses=0,
    )


def _seen(visit: Visit, facts: DisabilityFacts) -> Visit:
    """An examination, hollow where a relapse began at most NEAR days before or after it."""
    on = standing_day(visit.on)
    return replace(visit, hollow=any(abs((on - standing_day(one.onset)).days) <= NEAR for one in facts.relapses))


def _is_over(drug: Drug, first: date) -> bool:
    """Whether a drug surely ended before the first day; one without any end that does not run may have."""
    if drug.stop is not None:
        return drug.stop.last < first
    return not drug.runs and (drug.start is None or drug.start.last < first)


def _drawn(drug: Drug, first: date) -> Drug:
    if drug.start is None or drug.start.first >= first:
        return drug
    return replace(drug, name=f"{drug.name} ({_short(drug.start)})", start=whole(first))


def _short(known: PartialDate) -> str:
    """Since when, as short as it can be: \u2190 03/2022."""
    return f"\u2190 {known.month:02d}/{known.year}" if known.month is not None else f"\u2190 {known.year}"
