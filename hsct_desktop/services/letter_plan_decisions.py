"""What a letter's plan has to settle: a stop that is overdue, a worsening to be confirmed; checks that nobody planned.

A check that is missing is listed for whoever writes the letter: the program orders nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.domain.care_plan import CareActor
from hsct_desktop.domain.disability_event import Kind, Unconfirmed
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.reactivation import reactivations
from hsct_desktop.services import letter_facts, letter_medicines, letter_results
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_facts import until
from hsct_desktop.services.letter_plan_line import PlanLine
from hsct_desktop.services.letter_results import Found
from hsct_desktop.services.letter_words import listed
from hsct_desktop.services.viruses import VIRUSES, load
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.store import lab_result

CHECK_WITHIN: Final = timedelta(days=7)
"""A reactivation under treatment and a severe value are looked at again within a week (viral load weekly under
treatment: EBMT Handbook 2024, ch. 38); a check planned later is as good as none."""
RECENT: Final = timedelta(days=60)
"""A last viral load older than this tells nothing of today."""
NEW: Final = timedelta(days=14)
_LYMPHOCYTES: Final = frozenset({"ALC", "CD3", "CD4", "CD8", "CD19", "NK"})
"""Low for two years after the treatment: no week decides on them."""
SEVERE: Final = 3
"""CTCAE: severe or worse."""


def lines(ask: LetterAsk) -> Iterator[PlanLine]:
    """A decision on each medicine whose planned stop has passed; the EDSS that may confirm a worsening."""
    yield from _stops(ask)
    if ask.kind is not LetterKind.PATIENT:
        yield from _confirmations(ask)


def _stops(ask: LetterAsk) -> Iterator[PlanLine]:
    """The patient is asked to call, everybody else reads that the unit decides."""
    words, last = ask.words.in_tables, until(ask)
    over = [(one.name, one.planned_stop) for one in letter_medicines.now(ask)
            if one.planned_stop is not None and one.planned_stop <= last]  # fmt: skip
    if not over:
        return
    now = words.text("letter_care.plan.now")
    if ask.kind is LetterKind.PATIENT:
        names = listed(words, [in_sentence(name) for name, _ in over])
        yield PlanLine(last, now, words.text("letter_care.plan.lay.stop", names=names), CareActor.PATIENT)
        return
    named = "; ".join(
        words.text("letter_care.plan.stop_of", name=in_sentence(name), day=day) for name, day in over if day is not None
    )
    yield PlanLine(last, now, words.text("letter_care.plan.stop", names=named), CareActor.UNIT)


def _confirmations(ask: LetterAsk) -> Iterator[PlanLine]:
    """From the first day on which the unit's settings let an examination confirm the last open worsening."""
    course = letter_facts.course(ask)
    after = course.after
    if not letter_facts.has_edss(ask) or not letter_facts.is_transplanted(course) or after is None:
        return
    if course.series.twice is not None:
        return
    waiting = [one for one in after.unconfirmed if one.is_open and one.kind is Kind.CDW]
    if not waiting:
        return
    one, words = waiting[-1], ask.words.in_tables
    first = _first_day(ask, one)
    what = words.text(
        "letter_care.plan.confirm", before=letter_facts.edss(words, one.baseline.value),
        value=letter_facts.edss(words, one.onset.value), day=one.onset.on,
    )  # fmt: skip
    when = words.text("letter_care.plan.now") if first <= until(ask) else words.text("letter_care.plan.from", day=first)
    yield PlanLine(max(first, until(ask)), when, what, CareActor.NEUROLOGIST)


def _first_day(ask: LetterAsk, one: Unconfirmed) -> date:
    """After the confirmation time less what it may be early, and clear of the last relapse."""
    course = letter_facts.course(ask)
    rule = course.settings.disability()
    first = one.onset.on + timedelta(days=rule.conf_days[0] - int(rule.conf_tol_days[0]))
    clear = timedelta(days=int(rule.relapse_to_conf[0]) + 1)
    relapses = [held.onset.last for held in course.relapses if held.onset is not None]
    return max([first, *(day + clear for day in relapses)])


# checks that nobody planned -----------------------------------------------------------------------------------------


def note_unchecked(ask: LetterAsk, waiting: Sequence[VisitRow]) -> None:
    """List a virus still found in blood, and a severe value that is new, where nothing is planned within a week.

    In a letter of an earlier day nobody can act on it; in hospital it is looked at without a plan.
    """
    if until(ask) < ask.ws.today() or _in_hospital(ask) or _is_planned(ask, waiting):
        return
    by = until(ask) + CHECK_WITHIN
    words = ask.words.in_tables
    for code in VIRUSES:
        if (last := _open_since(ask, code)) is not None:
            name = ask.ws.catalogue.analytes.analytes[code].short.text(ask.language)
            ask.lacks("reactivation_check", "visits", name=name, day=last, by=by)
    for one in letter_results.all_found(ask):
        if _is_severe_and_new(ask, one):
            unit = letter_results.unit_of(ask, one.last, in_table=False)
            value = " ".join(part for part in (letter_results.value_of(ask, one.last), unit) if part)
            name = one.analyte.label.text(words.language)
            ask.lacks("value_check", "visits", name=name, value=value, day=one.last.taken_on, by=by)


def _in_hospital(ask: LetterAsk) -> bool:
    """Whether the treatment has begun and the patient has not gone home."""
    course = ask.course
    begun = letter_facts.course(ask).mobilisation or (course.entry.day0 if course is not None else None)
    if course is None or begun is None or begun > until(ask):
        return False
    return course.discharged_on is None or course.discharged_on > until(ask)


def _is_planned(ask: LetterAsk, waiting: Sequence[VisitRow]) -> bool:
    """Whether a visit or blood test is booked within the week after the letter's day, or has to be done within it."""
    last = until(ask)
    days = [row.booked or row.latest for row in waiting]
    return any(day is not None and last < day <= last + CHECK_WITHIN for day in days)


def _open_since(ask: LetterAsk, code: str) -> date | None:
    """The day of the last result of a virus while it is above the laboratory's limit; None where it is not."""
    last = until(ask)
    found = [load(ask.ws, one) for one in lab_result.of_patient(ask.session, ask.patient_id, [code])
             if one.taken_on <= last]  # fmt: skip
    periods = reactivations(found)
    if not periods or not periods[-1].is_open or periods[-1].negatives:
        return None
    day = periods[-1].last.on
    return day if day >= last - RECENT else None


def _is_severe_and_new(ask: LetterAsk, one: Found) -> bool:
    """Whether the last value is severe and the one before it was not."""
    if (one.last.grade or 0) < SEVERE or one.last.taken_on < until(ask) - NEW or one.analyte.code in _LYMPHOCYTES:
        return False
    earlier = [held for held in lab_result.of_patient(ask.session, ask.patient_id, [one.analyte.code])
               if held.taken_on < one.last.taken_on and held.value is not None]  # fmt: skip
    before = max(earlier, key=lambda held: (held.taken_on, held.taken_at), default=None)
    return before is None or (before.grade or 0) < SEVERE
