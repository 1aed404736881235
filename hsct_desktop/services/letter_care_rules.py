"""The rules of care in a discharge letter: blood products, live vaccines, then the unit's own sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hsct_desktop.catalogue import irradiation_words
from hsct_desktop.catalogue.items import PlanSection
from hsct_desktop.documents.letter_inputs import LetterSection, Listed
from hsct_desktop.documents.text import Text, bold
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.protocol import Product
from hsct_desktop.services import irradiation
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_facts import is_followed, until
from hsct_desktop.services.patient_card import LIVE_MONTHS
from hsct_desktop.services.products import product_of

ID: Final = "care_rules"


def section(ask: LetterAsk) -> LetterSection | None:
    """The section; None where no infusion has taken place by the letter's day, or the patient is not followed here.

    Stromal cells without conditioning ask for none of the rules of a transplant.
    """
    course = ask.course
    if course is None or course.entry.day0 is None or course.entry.day0 > ask.on:
        return None
    if not is_followed(ask):
        return None
    items: list[Text] = [*_dated(ask), *_general(ask)]
    return LetterSection(ID, ask.words.text("letter.section.care_rules"), (Listed(tuple(items)),)) if items else None


def _dated(ask: LetterAsk) -> Iterator[Text]:
    """Irradiated products and live vaccines, in bold: they follow from the record."""
    found = irradiation.of_patient(ask.ws, ask.session, ask.patient_id, until(ask), ask.words)
    if found is not None and (found.required or not _is_mild(ask)):
        if found.is_open:
            ask.lacks("irradiation", "disease", missing=irradiation_words.missing(ask.words, found.verdict))
        yield bold(found.sentence)
    course = ask.course
    if course is None or course.entry.day0 is None or product_of(ask.ws, course.entry.protocol_id) is not Product.HSC:
        return
    day = add_months(course.entry.day0, LIVE_MONTHS)
    key = "live" if day > until(ask) else "live_passed"
    yield bold(ask.words.text(f"letter_transplant.care.{key}", day=day, months=LIVE_MONTHS))


def _is_mild(ask: LetterAsk) -> bool:
    """Whether the cells were given without any treatment that weakens the defence."""
    course = ask.course
    if course is None or course.entry.conditioning_regimen_id:
        return False
    return product_of(ask.ws, course.entry.protocol_id) is Product.MSC


def _general(ask: LetterAsk) -> Iterator[Text]:
    """The unit's sentences, in the words for colleagues where they differ."""
    if _is_mild(ask):
        return
    for line in ask.ws.catalogue.patient_plan.values():
        if line.section is PlanSection.CARE_RULES and line.shown:
            yield (line.colleague or line.label).text(ask.language)
