"""What the care parts of a letter share: what is read once, labels inside a line, what somebody typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.documents.text import clipped
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.vaccine import VaccinePlan
from hsct_desktop.services import late_effects, vaccines
from hsct_desktop.services.late_effects import LongTerm
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_facts import state_on, until
from hsct_desktop.services.settings import TYPED_LANGUAGE, typed_language

_SHOWN: Final = 60
"""Characters of a typed text that the list of missing facts repeats."""


def inside(label: str, language: str) -> str:
    """A label after a colon or semicolon; English keeps the capital of "Day +90"."""
    return label if language == "en" and label.startswith("Day ") else in_sentence(label)


def long_term(ask: LetterAsk, day: date | None = None) -> LongTerm:
    """The patient's long-term follow-up on a day, the letter's unless said, in words of tables; read once for each."""
    on = day or ask.on
    key = f"long_term.{on}"
    found = ask.held.get(key)
    if not isinstance(found, LongTerm):
        words, followed = ask.words.in_tables, state_on(ask, on).is_followed
        found = late_effects.long_term(ask.ws, ask.session, ask.patient_id, words, on, followed=followed)
        ask.held[key] = found
    return found


def vaccine_plan(ask: LetterAsk) -> VaccinePlan:
    """The re-vaccination plan on the last day that the letter tells of; read once for the letter."""
    found = ask.held.get("vaccine_plan")
    if not isinstance(found, VaccinePlan):
        found = vaccines.plan_of(ask.ws, ask.session, ask.patient_id, until(ask))
        ask.held["vaccine_plan"] = found
    return found


def as_typed(ask: LetterAsk, text: str, place: str) -> str:
    """A text as somebody typed it. Where the letter speaks another language than that in which the unit types its
    record, it is listed: nothing that a person wrote is translated, so somebody has to look at it.
    """
    if text and ask.language != _typed_language(ask):
        ask.lacks("as_typed", place, text=clipped(text, _SHOWN))
    return text


def names_as_typed(ask: LetterAsk, names: Iterable[str], place: str) -> None:
    """List of allergens and drugs somebody typed those that are more than a name: a single word, and what the
    catalogue knows by that name, reads alike in every language.
    """
    as_typed(ask, ", ".join(one for one in names if len(one.split()) > 1 and fold(one) not in _drug_names(ask)), place)


def _typed_language(ask: LetterAsk) -> str:
    found = ask.held.get(TYPED_LANGUAGE)
    if not isinstance(found, str):
        found = ask.held[TYPED_LANGUAGE] = typed_language(ask.session, ask.ws.catalogue)
    return found


def _drug_names(ask: LetterAsk) -> frozenset[str]:
    """The names of the drugs of the catalogue in the letter's language, folded."""
    drugs = (drug for item in ask.ws.catalogue.therapies.values() for drug in item.drugs)
    return frozenset(fold(drug.label.text(ask.language)) for drug in drugs)
