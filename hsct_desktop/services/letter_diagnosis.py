"""The diagnosis in a letter: form, onset, EDSS and relapses before the transplant, what was given for the disease."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import EN_DASH, in_sentence
from hsct_desktop.documents.letter_inputs import LetterSection, Words
from hsct_desktop.documents.text import Text, bold
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.disease_course import DiseaseCourse
from hsct_desktop.domain.disease_modifying_therapy import DmtStatus
from hsct_desktop.domain.disease_types import CourseRelapse, CourseTherapy
from hsct_desktop.domain.dmt import DmtLine
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.statement import StatementAnswer, StatementKind
from hsct_desktop.services import letter_facts
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import as_typed
from hsct_desktop.services.letter_words import months, sentences
from hsct_desktop.services.patients import disease_label
from hsct_desktop.services.products import product_of
from hsct_desktop.store import disease_history, statement

ID: Final = "diagnosis"
HISTORY: Final = "history"
DRUGS: Final = "history@therapies"
"""The table of the drugs for the disease on that page."""
_MONTHS: Final = 24
"""Relapses are counted over so many months, as trials of transplantation do."""


def section(ask: LetterAsk) -> LetterSection:
    """The section; it is never left out nor shortened."""
    course = letter_facts.course(ask)
    parts: list[Text] = [f"{', '.join(_disease(ask, course))}."]
    if letter_facts.has_edss(ask):
        parts.append(f"{'; '.join(_activity(ask, course))}.")
    parts += _therapies(ask, course)
    return LetterSection(ID, ask.words.text("letter.section.diagnosis"), (Words(sentences(parts)),))


def disease_name(ask: LetterAsk) -> str:
    """The disease with its form."""
    return _name(ask, letter_facts.course(ask))


def _say(ask: LetterAsk, key: str, **params: object) -> str:
    return ask.words.text(f"letter_transplant.{key}", **params)


def _gap(ask: LetterAsk, said: str, key: str) -> str:
    """Note what is missing in the history, and the words that say so in the text."""
    ask.lacks(key, HISTORY)
    return _say(ask, said)


# the disease --------------------------------------------------------------------------------------------------------


def _disease(ask: LetterAsk, course: DiseaseCourse) -> Iterator[str]:
    yield _name(ask, course)
    if not course.phenotype_id and _has_forms(ask, course):
        yield _gap(ask, "phenotype_missing", "phenotype")
    onset, diagnosed = course.onset, course.diagnosed
    if onset is None and diagnosed is None:
        ask.lacks("diagnosed", HISTORY)
        yield _gap(ask, "both_missing", "onset")
        return
    for key, day in (("onset", onset), ("diagnosed", diagnosed)):
        if day is None:
            yield _gap(ask, f"{key}_missing", key)
        else:
            yield _say(ask, key, on=months(ask.words, day))


def _has_forms(ask: LetterAsk, course: DiseaseCourse) -> bool:
    known = ask.ws.catalogue.diseases.get(course.disease_id)
    return known is not None and bool(known.phenotypes)


def _name(ask: LetterAsk, course: DiseaseCourse) -> str:
    """The disease with its form, as the field says it, and since when where the form came later."""
    disease, phenotype = disease_label(ask.ws, course.disease_id, course.phenotype_id, ask.language)
    key = f"letter_transplant.disease.{course.disease_id}.{course.phenotype_id}"
    if ask.words.has(key):
        name = ask.words.text(key)
    elif phenotype:
        name = _say(ask, "disease.other", disease=disease, phenotype=in_sentence(phenotype))
    else:
        name = disease
    held = disease_history.phenotypes_of(ask.session, ask.patient_id)
    known = [one for one in held if one.since is not None and one.since.first <= ask.on]
    if len(known) > 1 and known[-1].since is not None and known[-1].phenotype_id == course.phenotype_id:
        return _say(ask, "phenotype_since", disease=name, since=months(ask.words, known[-1].since))
    return name


# EDSS and relapses --------------------------------------------------------------------------------------------------


def _activity(ask: LetterAsk, course: DiseaseCourse) -> Iterator[str]:
    """EDSS and relapses before the transplant; of who has none yet, those of now."""
    is_after = letter_facts.is_transplanted(course)
    key = "before" if is_after else "now"
    value, on = _edss(course, is_after)
    if value is None or on is None:
        ask.lacks("edss_before" if is_after else "edss", "disease")
        yield _say(ask, f"edss.{key}_missing", what=_what(ask, course))
    else:
        yield _say(
            ask,
            f"edss.{key}",
            value=letter_facts.edss(ask.words, value),
            on=months(ask.words, on),
            what=_what(ask, course),
        )
    last = course.day0 if is_after and course.day0 is not None else ask.on
    yield _relapses(ask, course, add_months(last, -_MONTHS), last, key)


def _what(ask: LetterAsk, course: DiseaseCourse) -> str:
    """What came after: the transplant, or the infusion of cells that are no graft."""
    product = product_of(ask.ws, course.transplant.protocol_id) if course.transplant is not None else Product.HSC
    return _say(ask, "before_what.graft" if product is Product.HSC else "before_what.cells")


def _edss(course: DiseaseCourse, is_after: bool) -> tuple[float | None, PartialDate | None]:
    """The reference of the course, or the last value, with what is known of its day."""
    if not is_after:
        seen = letter_facts.last_graded(course)
        return (None, None) if seen is None else (seen.edss, seen.assessed)
    reference = course.edss_reference
    return (None, None) if reference is None else (reference.value, course.known_day(reference))


def _relapses(ask: LetterAsk, course: DiseaseCourse, first: date, last: date, key: str) -> str:
    """How many relapses surely lie in the span; "at least" where the date of another leaves it open."""
    sure = sum(_lies(one, first, last) is True for one in course.relapses)
    perhaps = any(_lies(one, first, last) is None for one in course.relapses)
    if not sure and not perhaps:
        return _say(ask, f"relapses.{key}.none")
    said = ask.words.count(f"letter_transplant.relapses.{key}", sure)
    return _say(ask, "relapses.at_least", count=said) if perhaps else said


def _lies(one: CourseRelapse, first: date, last: date) -> bool | None:
    """Whether a relapse began in the span; None where its date leaves that open."""
    if one.onset is None:
        return None
    if one.onset.first >= first and one.onset.last <= last:
        return True
    return False if one.onset.last < first or one.onset.first > last else None


# what was given -----------------------------------------------------------------------------------------------------


def _therapies(ask: LetterAsk, course: DiseaseCourse) -> Iterator[Text]:
    """Drugs for the disease up to the transplant by their beginning, then what relapses were treated with."""
    is_after = letter_facts.is_transplanted(course)
    until = course.day0 if is_after and course.day0 is not None else ask.on
    held = [one for one in course.therapies if one.started is None or one.started.first <= until]
    drugs = [one for one in held if one.is_modifying]
    yield bold(_say(ask, "therapies" if is_after else "therapies.now"))
    if drugs:
        yield f"{', '.join(_drug(ask, one, until) for one in sorted(drugs, key=_begin))}."
    else:
        yield f"{_no_therapy(ask)}."
    if course.therapies_incomplete_on is not None:
        yield _say(ask, "therapies.incomplete", on=course.therapies_incomplete_on)
    pulses = dict.fromkeys(_name_of(ask, one) for one in held if _is_for_relapse(ask, one))
    if pulses:
        yield _say(ask, "therapies.relapse", drugs=", ".join(pulses))


def _begin(one: CourseTherapy) -> tuple[date, int]:
    known = one.started or one.stopped
    return (known.first if known is not None else date.min, one.id)


def _is_for_relapse(ask: LetterAsk, one: CourseTherapy) -> bool:
    drug = ask.ws.catalogue.dmts.get(one.drug_id)
    return drug is not None and drug.relapse and drug.line is not DmtLine.AUXILIARY


def _no_therapy(ask: LetterAsk) -> str:
    """That there were none, where somebody has said so; else that nothing is recorded."""
    for held in statement.of_patient(ask.session, ask.patient_id):
        said = held.entry
        if said.kind is StatementKind.PRIOR_DRUGS_COMPLETE and said.stated_on is not None and said.stated_on <= ask.on:
            if said.answer is StatementAnswer.YES:
                return _say(ask, "therapies.none", on=said.stated_on)
            break
    ask.lacks("prior_therapies", DRUGS)
    return _say(ask, "therapies.missing")


def _name_of(ask: LetterAsk, one: CourseTherapy) -> str:
    drug = ask.ws.catalogue.dmts.get(one.drug_id)
    return in_sentence(drug.label.text(ask.language)) if drug is not None else one.name or one.drug_id


def _row(one: CourseTherapy) -> str:
    """Where a drug is entered: its own row of the table."""
    return f"{DRUGS}.{one.id}"


def _drug(ask: LetterAsk, one: CourseTherapy, until: date) -> str:
    """A drug with its time and why it was changed, as somebody wrote it."""
    details = ", ".join(part for part in (_span(ask, one, until), as_typed(ask, one.reason.strip(), _row(one))) if part)
    return _say(ask, "drug", name=_name_of(ask, one), details=details)


def _span(ask: LetterAsk, one: CourseTherapy, until: date) -> str:
    start, stop = _short(ask, one.started), _short(ask, one.stopped)
    if one.stopped is not None and one.stopped.first > until:
        stop = ""
    if start and stop:
        return start if start == stop else f"{start}{EN_DASH}{stop}"
    if stop:
        return _say(ask, "span.until", stop=stop)
    if start and one.status is DmtStatus.RUNNING:
        return _say(ask, "span.since", start=start)
    ask.lacks("dmt_dates", _row(one), drug=_name_of(ask, one))
    return _say(ask, "span.begun", start=start) if start else _say(ask, "span.none")


def _short(ask: LetterAsk, day: PartialDate | None) -> str:
    """A month in figures, a year, or a whole day as tables write it: 04/2019, 2019, 30/04/2019."""
    if day is None:
        return ""
    if day.is_whole:
        return ask.words.in_tables.date(day.first)
    return f"{day.month:02d}/{day.year}" if day.month is not None else str(day.year)
