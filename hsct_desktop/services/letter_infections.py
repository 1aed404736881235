"""Infections and viral loads in a letter: what was found where, how it was treated, how high the DNA rose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.wording import NBSP, in_sentence
from hsct_desktop.domain.infection import InfectionCertainty, InfectionKind, LineRelated
from hsct_desktop.domain.reactivation import Reactivation, ViralLoad, in_order, reactivations
from hsct_desktop.services import infections
from hsct_desktop.services.infections import InfectionRow
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import as_typed
from hsct_desktop.services.letter_episodes import Window
from hsct_desktop.services.letter_facts import until
from hsct_desktop.services.letter_words import amount, from_day, listed, on_day, sourced_unit, to_day
from hsct_desktop.services.viruses import VIRUSES, load
from hsct_desktop.store import lab_result

TERMS: Final = {
    "cytomegalovirus_infection_reactivation": "CMV",
    "epstein_barr_virus_infection_reactivation": "EBV",
}
"""The toxicities that speak of a virus, and its analyte."""
_VIRAEMIA: Final = "blood_viraemia"
"""The site of a virus that is found in blood alone, in the list of sites."""
_VIRAL_DIGITS: Final = 4
"""Viral loads stand in groups of three digits from here on: 3 800."""


def of_window(ask: LetterAsk, window: Window) -> list[InfectionRow]:
    """The infections found in the window, the earliest first, in the reader's language."""
    rows = infections.rows(ask.ws, ask.session, ask.patient_id, ask.language)
    return [row for row in reversed(rows) if window.holds(row.infection.found_on)]


def details(ask: LetterAsk, row: InfectionRow, *, term: str = "", virus: bool = False, dated: bool = False) -> str:
    """Organism, site, how sure, the line, the treatment. `term` is the toxicity beside which it stands, `virus`: it
    names the organism already; `dated`: with its day, for an infection that stands by itself.
    """
    entry, words = row.infection.entry, ask.words
    organism = "" if virus else in_sentence(row.organism) if entry.kind is InfectionKind.VIRAL else row.organism
    if not organism and dated:
        organism = words.text(f"letter_transplant.infection.{entry.kind.value}")
    parts = [organism, _site(ask, row, term)]
    if entry.certainty in (InfectionCertainty.PROBABLE, InfectionCertainty.POSSIBLE):
        parts.append(in_sentence(words.enum("infection_certainty", entry.certainty)))
    if entry.line_related is LineRelated.YES:
        parts.append(in_sentence(words.enum("line_related", entry.line_related)))
    if dated and entry.found_on is not None:
        parts.append(on_day(words, entry.found_on))
    parts.append(_treatment(ask, row))
    return ", ".join(part for part in parts if part)


def _site(ask: LetterAsk, row: InfectionRow, term: str) -> str:
    """The site in a sentence; "" where the toxicity beside it names it."""
    blood = ask.ws.catalogue.infections.get(_VIRAEMIA)
    if blood is not None and row.site == blood.label.text(ask.language):
        return ask.words.text("letter_transplant.viraemia")
    site = in_sentence(row.site)
    return "" if site.casefold() in term.casefold() else site


def _treatment(ask: LetterAsk, row: InfectionRow) -> str:
    """What it was treated with, and for how long or since when."""
    entry, words = row.infection.entry, ask.words
    if not entry.treatment:
        return ""
    drug = generic(ask, entry.treatment)
    start, stop = entry.treated_from, entry.treated_until
    if start is not None and stop is not None and stop <= until(ask):
        days = (stop - start).days + 1
        return words.count("letter_transplant.treated", days, drug=drug)
    if start is not None:
        return words.text("letter_transplant.treated_since", drug=drug, since=from_day(words, start))
    return drug


def generic(ask: LetterAsk, text: str) -> str:
    """A drug in the reader's language and in a sentence where the catalogue has that name; else as it was typed, and
    listed where the letter speaks another language.
    """
    wanted = text.strip().casefold()
    for item in ask.ws.catalogue.therapies.values():
        for drug in item.drugs:
            if wanted in (drug.label.en.casefold(), drug.label.it.casefold()):
                return in_sentence(drug.label.text(ask.language))
    return as_typed(ask, text, "toxicity")


# viral loads --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Viral:
    """What the results of a virus say in a window: its name, its reactivations, how many tests, the last one's day."""

    code: str
    name: str
    periods: tuple[Reactivation, ...]
    tests: int
    last: date


def virals(ask: LetterAsk, window: Window, day0: date) -> list[Viral]:
    """CMV and EBV from Day 0 on, each where a result is recorded."""
    results = lab_result.of_patient(ask.session, ask.patient_id, VIRUSES)
    found = []
    for code in VIRUSES:
        own = [load(ask.ws, one) for one in results if one.analyte == code and window.holds(one.taken_on)]
        since = [one for one in own if one.on >= day0]
        if since:
            known = ask.ws.catalogue.analytes.analytes.get(code)
            name = known.short.text(ask.language) if known is not None else code
            periods = tuple(period for period in reactivations(own) if period.last.on >= day0)
            found.append(Viral(code, name, periods, len(since), in_order(since)[-1].on))
    return found


def value(ask: LetterAsk, one: ViralLoad) -> str:
    """A viral load with its unit: 3 800 IU/mL."""
    if one.amount is None:
        return ask.words.text("letter_transplant.viral.positive")
    number = amount(ask.words, Decimal(one.amount), _VIRAL_DIGITS)
    return f"{one.comparator}{number}{NBSP}{sourced_unit(ask.words, one.unit)}".strip()


def course_of_virus(ask: LetterAsk, period: Reactivation) -> str:
    """Peak and end of a period: "peak 880 IU/mL on 22 May 2026, below the laboratory's limit from 19 Jun 2026"."""
    words, ended, last = ask.words, period.ended_on, period.last
    is_open = ended is None or ended > until(ask)
    parts = []
    for one in period.peaks:
        key = "peak_last" if is_open and one.on == last.on and not period.negatives else "peak"
        parts.append(words.text(f"letter_transplant.viral.{key}", value=value(ask, one), on=one.on))
    if not is_open and ended is not None:
        parts.append(words.text("letter_transplant.viral.ended", on=ended))
    elif period.negatives:
        parts.append(words.text("letter_transplant.viral.once_below", on=last.on))
    elif all(one.on != last.on for one in period.peaks):
        parts.append(words.text("letter_transplant.viral.last", value=value(ask, last), on=last.on))
    return ", ".join(parts)


def sentences_of(ask: LetterAsk, found: Sequence[Viral], told: frozenset[tuple[str, date]]) -> Iterator[str]:
    """A sentence for each period that stands with no toxicity (`told` are those that do), one for what never rose."""
    words = ask.words
    for viral in found:
        for period in viral.periods:
            if (viral.code, period.first.on) not in told:
                key = "since" if period.after_negative else "since_first"
                yield words.text(
                    f"letter_transplant.viral.{key}",
                    name=viral.name, since=from_day(words, period.first.on), course=course_of_virus(ask, period),
                )  # fmt: skip
    never = [viral for viral in found if not viral.periods]
    if never:
        names = listed(words, [viral.name for viral in never])
        last = max(viral.last for viral in never)
        count = sum(viral.tests for viral in never)
        yield words.count("letter_transplant.viral.never", count, names=names, to=to_day(words, last))
