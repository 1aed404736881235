"""What several parts of a letter read: the course of the disease as it stood on a day, the visits, days in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final, cast

from hsct_desktop.catalogue.wording import NBSP, Wording
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.text import Text, bold, joined
from hsct_desktop.domain.disease_course import CourseAssessment, CourseTherapy, DiseaseCourse
from hsct_desktop.domain.disease_modifying_therapy import DmtStatus
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.patient import FollowUp, follow_up_of
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.visit import AssessmentState
from hsct_desktop.services import disease_course
from hsct_desktop.services.disability_print import WITH_EDSS
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_words import day_of
from hsct_desktop.services.products import product_of
from hsct_desktop.store import state_change, visit
from hsct_desktop.store.visit import RecordedVisit

DISEASE: Final = "disease"
VISITS: Final = "visits"
FLOWSHEET: Final = "flowsheet"
"""Tabs of a patient on which a missing fact is entered."""
_COURSE: Final = "letter_facts.course"
_VISITS: Final = "letter_facts.visits"
_THOUSANDS: Final = 10_000
"""From here on figures stand in groups of three."""


def has_edss(ask: LetterAsk) -> bool:
    """Whether the patient's disease is followed by the EDSS."""
    return ask.card.entry.disease_id in WITH_EDSS


def until(ask: LetterAsk) -> date:
    """The last day that the letter tells of: a discharge letter speaks of the day of discharge."""
    left = ask.course.discharged_on if ask.course is not None and ask.kind is LetterKind.DISCHARGE else None
    return min(left, ask.on) if left is not None else ask.on


def state_on(ask: LetterAsk, day: date | None = None) -> FollowUp:
    """How the patient's follow-up stood on a day, `until(ask)` unless said: who died or left later was here then."""
    last = day or until(ask)
    changes = [held.change for held in state_change.of_patient(ask.session, ask.patient_id)]
    return follow_up_of(change for change in changes if change.on <= last)


def is_followed(ask: LetterAsk) -> bool:
    """Whether the patient was followed here on the day of the letter: only then is anything asked or planned."""
    return state_on(ask, ask.on).is_followed


def is_dead(ask: LetterAsk) -> bool:
    """Whether the patient had died by the last day that the letter tells of."""
    return state_on(ask) is FollowUp.DEAD


def course(ask: LetterAsk) -> DiseaseCourse:
    """The course of the disease as it stood on the letter's day, read once for a letter."""
    if _COURSE not in ask.held:
        transplant_id = ask.course.id if ask.course is not None else None
        read = disease_course.course_in(ask.session, ask.ws, ask.patient_id, transplant_id)
        ask.held[_COURSE] = up_to(read, until(ask))
    return cast(DiseaseCourse, ask.held[_COURSE])


def up_to(read: DiseaseCourse, last: date) -> DiseaseCourse:
    """A course as it would have been read on a day: what was seen or begun later is not there yet."""
    scans = tuple(one for one in read.scans if one.scanned.first <= last)
    chosen = read.reference
    died, stated, incomplete = read.died_on, read.relapse_stated_on, read.therapies_incomplete_on
    return replace(
        read,
        assessments=tuple(one for one in read.assessments if one.assessed.first <= last),
        relapses=tuple(one for one in read.relapses if one.onset is None or one.onset.first <= last),
        scans=scans,
        reference=chosen if chosen is not None and any(one.id == chosen.scan_id for one in scans) else None,
        therapies=tuple(
            _as_of(one, last) for one in read.therapies if one.started is None or one.started.first <= last
        ),
        measures=tuple(one for one in read.measures if one.on <= last),
        looked=tuple(day for day in read.looked if day <= last),
        died_on=died if died is not None and died <= last else None,
        relapse_stated_on=stated if stated is not None and stated <= last else None,
        therapies_incomplete_on=incomplete if incomplete is not None and incomplete <= last else None,
        today=last,
    )


def _as_of(drug: CourseTherapy, last: date) -> CourseTherapy:
    if drug.stopped is None or drug.stopped.first <= last:
        return drug
    return replace(drug, stopped=None, status=DmtStatus.RUNNING)


def is_transplanted(held: DiseaseCourse) -> bool:
    """Whether the infusion has taken place by the last day of the course."""
    return held.day0 is not None and held.today is not None and held.day0 <= held.today


def last_graded(held: DiseaseCourse) -> CourseAssessment | None:
    """The last examination with an EDSS, None where there is none."""
    return max((one for one in held.assessments if one.edss is not None), key=lambda one: one.on, default=None)


def is_since(held: DiseaseCourse, seen: CourseAssessment) -> bool:
    """Whether an examination surely lies after Day 0."""
    return held.day0 is not None and seen.assessed.first > held.day0


def visits(ask: LetterAsk) -> list[RecordedVisit]:
    """The visits up to the letter's day at which somebody saw the patient, by day."""
    if _VISITS not in ask.held:
        found = [one for one in visit.of_patient(ask.session, ask.patient_id) if _told(one, until(ask))]
        ask.held[_VISITS] = sorted(found, key=lambda one: one.entry.on or date.min)
    return cast(list[RecordedVisit], ask.held[_VISITS])


def _told(one: RecordedVisit, last: date) -> bool:
    """Whether a visit has come, and more is recorded of it than that it took place elsewhere."""
    entry = one.entry
    done = any(line.state is AssessmentState.DONE for line in entry.assessments)
    vitals = entry.vitals
    has_vitals = any(value is not None for value in (vitals.temperature, vitals.systolic, vitals.weight,
                                                     vitals.karnofsky, vitals.pulse))  # fmt: skip
    return entry.on is not None and entry.on <= last and (done or has_vitals)


# words ----------------------------------------------------------------------------------------------------------


def is_graft(ask: LetterAsk) -> bool:
    """Whether the treatment told of is one of stem cells, and so a transplant; also while there is none."""
    held = course(ask).transplant
    return held is None or product_of(ask.ws, held.protocol_id) is Product.HSC


def before_words(ask: LetterAsk) -> str:
    """What came first: "before transplant", or before the infusion of cells that are no graft."""
    return ask.words.text(f"letter.today.before.{'hsc' if is_graft(ask) else 'cells'}")


def after_words(ask: LetterAsk) -> str:
    """The same for what came after."""
    return ask.words.text(f"letter.today.after.{'hsc' if is_graft(ask) else 'cells'}")


class RunningWords(PaperWording):
    """The reader's words of a letter's sentences, in which a day has no leading zero: 8 Nov 2026."""

    def date(self, day: date) -> str:
        """Day, month and year."""
        return super().date(day).lstrip("0")


@cache
def running_words(language: str) -> RunningWords:
    """The words of a language's sentences, read once."""
    return RunningWords(language)


def words_of(ask: LetterAsk) -> RunningWords:
    """The words of the letter's sentences."""
    return running_words(ask.language)


def day_words(ask: LetterAsk, on: date) -> str:
    """A day with the day after infusion: 18 Nov 2026 (Day +370)."""
    words, day0 = words_of(ask), course(ask).day0
    return words.date(on) if day0 is None or on < day0 else f"{words.date(on)} ({day_of(words, day0, on)})"


def partial(words: Wording, known: PartialDate) -> str:
    """A day known in part, in running text: 18 Nov 2026, June 2016, 2016."""
    if known.is_whole:
        return words.date(known.first).lstrip("0")
    if known.month is None:
        return str(known.year)
    return f"{words.text('date.month.long').split()[known.month - 1]}{NBSP}{known.year}"


def edss(words: Wording, value: float | Decimal) -> str:
    """An EDSS with its decimal."""
    return words.number(Decimal(str(value)), 1)


def edss_of(words: Wording, value: float | Decimal) -> str:
    """The same with the name of the scale."""
    return f"EDSS{NBSP}{edss(words, value)}"


def grouped(words: Wording, value: Decimal) -> str:
    """A number as the laboratory gave it; from 10 000 on in groups of three, bound by a no-break space."""
    if value != value.to_integral_value() or abs(value) < _THOUSANDS:
        return words.number(value)
    return f"{int(value):,}".replace(",", NBSP)


def sentences(parts: Iterable[Text]) -> Text:
    """Sentences one after the other in one paragraph."""
    return joined(parts, " ")


def lead(head: str, rest: Text) -> Text:
    """A sentence that begins in bold."""
    return joined((bold(head), rest), " ")
