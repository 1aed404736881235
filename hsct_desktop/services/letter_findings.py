"""What a reader must not overlook in a letter: results newly out of range or clearly worse, a pregnancy.

The box at the beginning of a letter and the "problems now" of the emergency page tell the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import NBSP, in_sentence
from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.fertility import FertilityKind
from hsct_desktop.domain.lab_value import Qualitative
from hsct_desktop.services import adverse_events, letter_facts, letter_results
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_infections import TERMS
from hsct_desktop.services.letter_results import Found
from hsct_desktop.store import late_effect

RECENT: Final = timedelta(days=60)
"""Without an earlier letter a result is new if it was in range, or clearly better, so many days ago."""
SEVERE: Final = 3
FAR: Final = 0.1
"""A result is news if it lies farther out of its range than this share of the limit."""
NEAR: Final = 1.0
"""Up to twice its upper limit a value that falls is no news."""
WORSE: Final = 1.5
"""One that was out of range already is news if it lies so many times as far out of it."""
_COUNTS: Final = frozenset({"HGB", "HCT", "RBC", "WBC", "ANC", "ALC", "MONO", "EOS", "PLT"})
_LYMPHOCYTES: Final = frozenset({"WBC", "ALC", "CD3", "CD4", "CD8", "CD19", "NK"})
_ENGRAFTED: Final = frozenset({"ANC", "PLT"})
"""Counts that are expected to stay once they have come back."""
COUNTS_DAYS, LYMPHOCYTES_DAYS = 60, 730
"""Days after Day 0 for which a low count is no news."""


def results(ask: LetterAsk, since: date | None = None) -> list[Found]:
    """The results that are news, the most severe first: after the day of the last letter, else of the last 60 days."""
    first = since or letter_facts.until(ask) - RECENT
    told = _told_viruses(ask)
    found = [one for one in letter_results.all_found(ask) if one.last.taken_on > first and one.analyte.code not in told]
    news = [one for one in found if _is_news(ask, one, first)]
    return sorted(news, key=lambda one: (-severity(one), -one.distance))


def severity(one: Found) -> int:
    """The grade of a result from which on it is severe, 0 below that."""
    grade = one.last.grade or 0
    return grade if grade >= SEVERE else 0


def words(ask: LetterAsk, one: Found) -> str:
    """A result with its day and the last one before: "platelets 42 x 10^9/L (19 Nov 2026; 118 on 13 Nov 2026)"."""
    said = letter_facts.words_of(ask)
    sign = {"high": "\u2191", "low": "\u2193"}.get(one.last.flag, "")
    unit = letter_results.unit_of(ask, one.last, in_table=False)
    number = letter_results.value_of(ask, one.last)
    measured = f"{number}{unit}" if unit.startswith("/") else NBSP.join(part for part in (number, unit) if part)
    value = NBSP.join(part for part in (measured, sign) if part)
    name = in_sentence(one.analyte.label.text(ask.language))
    if one.before is None:
        return said.text("letter.today.box.result", name=name, value=value, on=one.last.taken_on)
    before = letter_results.previous_words(ask, one)
    if one.before.qualitative is Qualitative.NEGATIVE:
        before = said.text("letter.today.box.not_detected")
    return said.text("letter.today.box.result.before", name=name, value=value, on=one.last.taken_on,
                     before=before, day=one.before.taken_on)  # fmt: skip


def _is_news(ask: LetterAsk, one: Found, first: date) -> bool:
    """Whether a result has left its range since a day, lies clearly farther out of it, or has become severe."""
    known = letter_results.up_to(ask, one.analyte.code, first)
    if one.is_virus_found:
        return known is None or not letter_results.is_virus_found(ask, known)
    if is_expected(ask, one) or (not severity(one) and (one.distance < FAR or _gets_better(one))):
        return False
    if known is None or known.flag != one.last.flag:
        return True
    if severity(one) > (known.grade or 0):
        return True
    return one.distance >= max(WORSE * letter_results.distance(known), FAR)


def _gets_better(one: Found) -> bool:
    """Whether a value near its range comes back to it: the one before lay farther out on the same side."""
    before = one.before
    if before is None or before.flag != one.last.flag or one.distance >= NEAR:
        return False
    return letter_results.distance(before) > one.distance


def is_expected(ask: LetterAsk, one: Found) -> bool:
    """Whether a low count belongs to the treatment: blood counts for two months, lymphocytes for two years.

    Neutrophils and platelets that had come back into their range do not belong to it when they fall severely again.
    """
    course = letter_facts.course(ask)
    begun, day0 = course.mobilisation or course.day0, course.day0
    if begun is None or day0 is None or one.last.taken_on < begun or one.last.flag != "low":
        return False
    code, days = one.analyte.code, (one.last.taken_on - day0).days
    if code in _ENGRAFTED and severity(one) and days > 0:
        return days <= COUNTS_DAYS and not _had_come_back(ask, one, day0)
    return (code in _COUNTS and days <= COUNTS_DAYS) or (code in _LYMPHOCYTES and days <= LYMPHOCYTES_DAYS)


def _had_come_back(ask: LetterAsk, one: Found, day0: date) -> bool:
    """Whether a count rose into its range after it had been low after Day 0, before its last value."""
    was_low = False
    for result in letter_results.series(ask, one.analyte.code):
        if day0 < result.taken_on < one.last.taken_on:
            if was_low and result.flag != "low":
                return True
            was_low = was_low or result.flag == "low"
    return False


def _told_viruses(ask: LetterAsk) -> frozenset[str]:
    """The viruses of which an open toxicity tells already."""
    last = letter_facts.until(ask)
    found = adverse_events.episodes(ask.ws, ask.session, ask.patient_id, ask.language)
    return frozenset(TERMS[one.term_id] for one in found if one.term_id in TERMS and _holds(one, last))


def _holds(one: Episode, last: date) -> bool:
    return one.grade_on(last) is not None


def is_nervous(ask: LetterAsk, episode: Episode) -> bool:
    """Whether a toxicity is one of the nervous system: in its diseases a new one is news at any grade."""
    term = ask.ws.catalogue.terms(episode.ctcae_version).term(episode.term_id)
    return term is not None and term.soc_id == "nervous"


def pregnancy(ask: LetterAsk) -> Iterator[str]:
    """That the patient is pregnant on the last day that the letter tells of, and since when it is recorded."""
    last = letter_facts.until(ask)
    for one in late_effect.fertility_of(ask.session, ask.patient_id):
        ended = one.entry.ended_on
        if one.entry.kind is FertilityKind.PREGNANCY and one.recorded_on <= last and (ended is None or ended > last):
            yield letter_facts.words_of(ask).text("letter.today.box.pregnancy", on=one.recorded_on)
